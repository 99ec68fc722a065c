"use strict";
// The matrix page: a filter by outcome and reach, a search for obligations and a panel with the evidence.
const panel = document.getElementById("panel");
const boxes = [...document.querySelectorAll(".bar input[type=checkbox]")];
const field = document.getElementById("search");
let chosen = null;

boxes.forEach((box) => box.addEventListener("change", () => {
  for (const cell of document.querySelectorAll("td[data-outcome]")) {
    const off = (box) => !box.checked && [cell.dataset.outcome, cell.dataset.reach].includes(box.value);
    cell.classList.toggle("off", boxes.some(off));
  }
}));

field.addEventListener("input", () => {
  const words = field.value.trim().toLowerCase();
  for (const row of document.querySelectorAll("tbody tr")) {
    row.hidden = !row.querySelector("th").textContent.toLowerCase().includes(words);
  }
});

function show(button) {
  if (chosen) chosen.classList.remove("chosen");
  chosen = button;
  button.classList.add("chosen");
  const cell = data.cells[Number(button.dataset.cell)];
  const [sign, zh, en] = data.outcomes[cell.outcome];
  const parts = [make("p", "note", cell.report), make("h3", "", say(cell.zh, cell.en))];
  if (cell.source) parts.push(make("p", "note", cell.source));
  const [reachZh, reachEn] = data.reaches[cell.reach];
  parts.push(make("p", "", null, make("span", `sign ${cell.outcome}`, sign), ` ${say(zh, en)} · ${say(reachZh, reachEn)}`));
  for (const [noteZh, noteEn] of cell.notes) parts.push(make("p", "note", say(noteZh, noteEn)));
  if (cell.evidence.length) parts.push(make("h2", "", say("证据（报告原文）", "Evidence (the report’s words)")), ...quotes(cell.evidence));
  panel.replaceChildren(...parts);
}
document.querySelectorAll("button[data-cell]").forEach((button) => button.addEventListener("click", () => show(button)));
languageListeners.push(() => { if (chosen) show(chosen); });
document.documentElement.dataset.ready = "true";
