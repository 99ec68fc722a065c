"use strict";
// Words marked in the text are offered to be added; offsets count code points, not the UTF-16 units of the browser.
(() => {
  const text = document.getElementById("text");
  const form = document.getElementById("marked");
  if (!text || !form) return;
  const points = (words) => Array.from(words).length;

  const marked = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const words = range.toString();
    if (!words.trim()) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = points(before.toString()) + points(words) - points(words.trimStart());
    return { words: words.trim(), add: `${start},${start + points(words.trim())}` };
  };

  const offer = () => {
    if (form.contains(document.activeElement)) return; // The choice of a type may take the selection away.
    const found = marked();
    // What the address leads to was not marked by the person.
    form.hidden = !found || decodeURIComponent(location.hash) === `#char=${found.add}`;
    if (form.hidden) return;
    form.elements.add.value = found.add;
    form.querySelector("span").textContent = found.words;
  };

  document.addEventListener("selectionchange", offer);
})();
