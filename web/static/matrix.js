"use strict";
// The arrow keys lead from sign to sign; each is a link, so that nothing is lost without this.
document.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const cell = document.activeElement?.closest(".matrix td, .matrix th");
  if (!step || !cell || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...cell.closest("table").rows];
  const width = cell.parentElement.cells.length;
  let row = rows.indexOf(cell.parentElement);
  let column = cell.cellIndex;
  for (;;) {
    row += step[0];
    column += step[1];
    if (!rows[row] || column < 0 || column >= width) return;
    // The names of laws stand in rows of one cell.
    const link = rows[row].cells.length === width && rows[row].cells[column].querySelector("a");
    if (link) {
      event.preventDefault();
      link.focus();
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
      return;
    }
  }
});
