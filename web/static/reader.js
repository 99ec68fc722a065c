"use strict";
// Opens the reader at #char=begin,end: the words are marked, and what was read in them is opened beside.
(() => {
  const text = document.getElementById("text");
  const english = document.documentElement.lang === "en";
  const narrow = window.matchMedia("(max-width: 1000px)");

  // Offsets count code points (RFC 5147), those of the browser count UTF-16 units.
  const placeOf = (offset) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let left = offset;
    let last = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const points = Array.from(node.data);
      if (left <= points.length) return { node, offset: points.slice(0, left).join("").length };
      left -= points.length;
      last = node;
    }
    return last && { node: last, offset: last.data.length };
  };

  const rangeOf = (begin, end) => {
    const range = document.createRange();
    // The end of one text is the beginning of the next: the words begin in the latter.
    const after = placeOf(begin + 1);
    const to = placeOf(end);
    if (!after || !to || begin >= end) return null;
    range.setStart(after.node, Math.max(0, after.offset - (after.node.data.codePointAt(after.offset - 2) > 0xffff ? 2 : 1)));
    range.setEnd(to.node, to.offset);
    return range;
  };

  const entryOf = (hash) => document.getElementById(hash.slice(1))?.closest("details.entry");

  const open = (entry) => {
    if (!entry) return;
    for (const other of document.querySelectorAll("details.entry.chosen")) other.classList.remove("chosen");
    entry.open = true;
    entry.classList.add("chosen");
    const list = entry.closest(".entries");
    if (!narrow.matches) list.scrollTo({ top: entry.offsetTop - 60 });
  };

  const choose = (marks) => {
    for (const mark of document.querySelectorAll(".mark.chosen")) mark.classList.remove("chosen");
    for (const mark of marks) mark.classList.add("chosen");
  };

  const follow = () => {
    const found = /^#char=(\d+)(?:,|%2C)(\d+)$/i.exec(location.hash);
    if (!found) {
      const entry = location.hash.startsWith("#record-") ? entryOf(location.hash) : null;
      if (entry) open(entry);
      return;
    }
    const range = rangeOf(Number(found[1]), Number(found[2]));
    if (!range) return;
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    const box = range.getBoundingClientRect();
    window.scrollTo({ top: window.scrollY + box.top - window.innerHeight / 3 });
    const touched = Array.from(text.querySelectorAll("a.mark")).filter((mark) => range.intersectsNode(mark) && inside(range, mark));
    choose(touched);
    if (touched.length) open(entryOf(touched[0].hash));
  };

  const inside = (range, mark) => {
    const own = document.createRange();
    own.selectNodeContents(mark);
    return (
      range.compareBoundaryPoints(Range.END_TO_START, own) < 0 &&
      range.compareBoundaryPoints(Range.START_TO_END, own) > 0
    );
  };

  text.addEventListener("click", (event) => {
    const mark = event.target.closest("a.mark");
    if (!mark || narrow.matches) return; // There the link leads to the list below.
    event.preventDefault();
    const entry = entryOf(mark.hash);
    open(entry);
    const place = entry.querySelector('a[href^="#char="]');
    choose(Array.from(text.querySelectorAll("a.mark")).filter((other) => other.hash === mark.hash));
    if (place) history.replaceState(null, "", place.hash);
  });

  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      const said = button.textContent;
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = english ? "Copied" : "已复制";
      } catch {
        button.textContent = english ? "The browser does not allow it" : "浏览器不允许复制";
      }
      window.setTimeout(() => (button.textContent = said), 2000);
    });
  }

  // On a phone the text comes first.
  if (narrow.matches) for (const fold of document.querySelectorAll("details.fold")) fold.open = false;
  window.addEventListener("hashchange", follow);
  follow();
})();
