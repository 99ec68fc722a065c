"use strict";
// The marked page: a filter by type, a panel with the records of a piece of text, and a sortable table.
const panel = document.getElementById("panel");
const pieces = [...document.querySelectorAll(".m")];
const rows = [...document.querySelectorAll("tbody tr")];
const boxes = [...document.querySelectorAll(".legend input")];
const recordsOf = (piece) => piece.dataset.records.split(" ").map(Number);
const isShown = (index) => boxes.some((box) => box.checked && box.value === data.records[index].type);
let chosen = [];
// What another part of the page does with the records chosen, and what it adds to a record's card.
const chosenListeners = [];
const cardParts = [];

function applyTypes() {
  for (const box of boxes) {
    document.documentElement.style.setProperty(`--line-${box.value}`, box.checked ? `var(--on-${box.value})` : "none");
  }
  for (const row of rows) row.hidden = !isShown(Number(row.dataset.record));
}
boxes.forEach((box) => box.addEventListener("change", applyTypes));
for (const [id, checked] of [["all", true], ["none", false]]) {
  document.getElementById(id).addEventListener("click", () => {
    boxes.forEach((box) => { box.checked = checked; });
    applyTypes();
  });
}

function card(index) {
  const record = data.records[index];
  const swatch = make("span", "swatch");
  swatch.style.backgroundImage = `var(--on-${record.type})`;
  const heading = make("h3", "", null, swatch, say(...data.types[record.type]));
  const fields = record.fields.map(([zh, en, valueZh, valueEn]) => [zh, en, say(valueZh, valueEn)]);
  const common = [
    ["章节", "Section", record.section],
    ["位置", "Offsets", `${record.start}–${record.end}`],
    ...(record.place[0] ? [["文件中", "In the file", say(...record.place)]] : []),
    ["规则", "Rule", record.rule],
    ["置信度", "Confidence", record.confidence.toFixed(2)],
  ];
  return make("div", "card", null, heading, ...quotes([record.text]), definitions([...fields, ...common]), ...cardParts.flatMap((part) => part(index)));
}

function show(indexes) {
  // The shortest record first, as the one the reader most likely meant.
  const ordered = [...indexes].sort((a, b) => data.records[a].end - data.records[a].start - data.records[b].end + data.records[b].start);
  panel.replaceChildren(...ordered.map(card));
  panel.scrollTop = 0;
  for (const piece of pieces) {
    piece.classList.toggle("chosen", ordered.length > 0 && recordsOf(piece).includes(ordered[0]));
  }
  chosen = ordered;
  chosenListeners.forEach((listener) => listener(ordered));
}

for (const piece of pieces) {
  const open = () => {
    const visible = recordsOf(piece).filter(isShown);
    if (visible.length) show(visible);
  };
  piece.addEventListener("click", open);
  piece.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(); }
  });
}
for (const row of rows) {
  row.querySelector("button").addEventListener("click", () => {
    const index = Number(row.dataset.record);
    show([index]);
    const piece = pieces.find((candidate) => recordsOf(candidate).includes(index));
    if (piece) piece.scrollIntoView({ block: "center" });
  });
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") show([]);
});

// An address may say which words are meant, as characters of the text: #char=begin,end.
function openAddressed() {
  const found = /^#char=(\d+)(?:,|%2C)(\d+)$/i.exec(location.hash);
  if (!found) return;
  const [begin, end] = [Number(found[1]), Number(found[2])];
  const meant = data.records.map((_, i) => i).filter((i) => data.records[i].start < end && data.records[i].end > begin);
  const near = (i) => Math.abs(data.records[i].start - begin) + Math.abs(data.records[i].end - end);
  const [best] = meant.sort((a, b) => near(a) - near(b));
  if (best === undefined) return;
  show([best]);
  pieces.find((piece) => recordsOf(piece).includes(best))?.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", openAddressed);
openAddressed();

// Sorting: a second click reverses the order; equal rows stay in text order.
for (const head of document.querySelectorAll("th[data-sort]")) {
  head.querySelector("button").addEventListener("click", () => {
    const descending = head.getAttribute("aria-sort") === "ascending";
    document.querySelectorAll("th[data-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const key = (row) => data.records[Number(row.dataset.record)][head.dataset.sort];
    const start = (row) => data.records[Number(row.dataset.record)].start;
    const compare = (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (descending ? -1 : 1) || start(a) - start(b);
    document.querySelector("tbody").append(...[...rows].sort(compare));
  });
}
// #char=begin,end in the address, as the matrix has it: the records there are chosen, or else the last before it.
function follow() {
  const [begin, end] = /^#char=(\d+),(\d+)$/.exec(location.hash)?.slice(1).map(Number) ?? [];
  if (end === undefined) return;
  const order = [...data.records.keys()];
  const there = order.filter((n) => data.records[n].start < end && begin < data.records[n].end);
  if (there.length) show(there);
  const first = there[0] ?? order.findLast((n) => data.records[n].start < end);
  pieces.find((piece) => recordsOf(piece).includes(first))?.scrollIntoView({ block: "center" });
}
window.addEventListener("hashchange", follow);
follow();
languageListeners.push(() => { if (chosen.length) show(chosen); });
document.documentElement.dataset.ready = "true";
