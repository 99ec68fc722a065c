"use strict";
// The pages of the file: a record leads to its place on a page and to its words in the text, and back.
const sheets = document.getElementById("pages");
const marks = [...document.querySelectorAll(".box")];
const wide = matchMedia("(min-width: 1001px)");
const recordOf = (mark) => Number(mark.dataset.record);

/** Bring a mark to the middle of the pages; they scroll by themselves on a wide screen, with all on others. */
function showMark(mark) {
  if (!wide.matches) { mark.scrollIntoView({ block: "center" }); return; }
  const away = mark.getBoundingClientRect().top - sheets.getBoundingClientRect().top;
  sheets.scrollTo({ top: sheets.scrollTop + away - sheets.clientHeight / 3 });
}

chosenListeners.push((ordered) => {
  for (const mark of marks) mark.classList.toggle("chosen", recordOf(mark) === ordered[0]);
  const first = marks.find((mark) => recordOf(mark) === ordered[0]);
  if (!first || first.closest(".sheet").matches(":hover")) return;
  if (wide.matches) showMark(first);
});

for (const mark of marks) {
  mark.addEventListener("click", (event) => {
    const under = event.detail ? document.elementsFromPoint(event.clientX, event.clientY) : [mark];
    show([...new Set(under.filter((element) => element.classList.contains("box")).map(recordOf))]);
    const piece = pieces.find((candidate) => recordsOf(candidate).includes(chosen[0]));
    if (piece && wide.matches) piece.scrollIntoView({ block: "center" });
  });
}

/** Buttons of a record's card that lead to its place on a page and to its words in the text. */
cardParts.push((index) => {
  const first = marks.find((mark) => recordOf(mark) === index);
  const piece = pieces.find((candidate) => recordsOf(candidate).includes(index));
  const button = (words, action) => {
    const made = make("button", "", words);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  };
  if (!first || !piece) return [];
  const number = first.closest("figure").id.replace("page-", "");
  return [make("div", "row", null,
    button(say(`看原件第${number}页`, `See page ${number}`), () => showMark(first)),
    button(say("看文字", "See the text"), () => piece.scrollIntoView({ block: "center" })))];
});

function hideUnticked() {
  for (const mark of marks) mark.hidden = !isShown(recordOf(mark));
}
boxes.forEach((box) => box.addEventListener("change", hideUnticked));
["all", "none"].forEach((id) => document.getElementById(id).addEventListener("click", hideUnticked));
