"use strict";
// What the reader does: select, open, search, move by keyboard, take files along; the address keeps it.
const HITS = 60;
const asked = new Set();

/** Everything anew, from what is drawn and selected. */
function update() {
  show();
  showList();
  showPanel();
  search();
  keepAddress();
}

function select(what, centre) {
  chosen = what;
  hideTip();
  if (typeof what === "number") moveTo(what, centre);
  update();
  element("said").textContent = typeof what === "number" ? `${kindOf(what)} ${nameOf(what)}` : "";
}

function toggle(i) {
  const fresh = opened.has(i) ? fold(i) : open(i);
  select(i, false);
  if (fresh?.length) reveal(new Set([i, ...fresh]));
}

/** Select a node that may not be drawn, and be there. */
function go(i) {
  hiddenGroups.delete(groupOf(i).group);
  if (!drawn.has(i)) {
    bringIn(i);
    asked.add(i);
  }
  select(i, true);
  // On a phone the picture is above the list.
  if (matchMedia("(max-width: 900px)").matches) element("middle").scrollIntoView({ block: "start" });
}

// The address has what is selected, opened, asked for and hidden.
const short = (i) => things[i].id;
const long = (id) => numberOf.get(id);

function keepAddress() {
  const state = new URLSearchParams();
  if (typeof chosen === "number") state.set("node", short(chosen));
  for (const i of opened) state.append("open", short(i));
  for (const i of asked) if (drawn.has(i)) state.append("with", short(i));
  for (const group of hiddenGroups) state.append("hide", group);
  if (root.dataset.began !== document.documentElement.lang) state.set("lang", document.documentElement.lang);
  const hash = state.size ? `#${state}` : "";
  if (hash !== location.hash) history.replaceState(null, "", hash || location.pathname + location.search);
}

function readAddress() {
  const state = new URLSearchParams(location.hash.slice(1));
  startAgain();
  resize();
  asked.clear();
  hiddenGroups.clear();
  chosen = null;
  if (state.get("lang") && state.get("lang") !== document.documentElement.lang) {
    document.querySelector(`[data-language="${CSS.escape(state.get("lang"))}"]`)?.click();
  }
  for (const id of state.getAll("open")) {
    const i = long(id);
    if (i !== undefined && !opened.has(i)) {
      if (!drawn.has(i)) bringIn(i);
      open(i);
    }
  }
  for (const id of state.getAll("with")) if (long(id) !== undefined) { bringIn(long(id)); asked.add(long(id)); }
  for (const group of state.getAll("hide")) if (groupNamed.has(group)) hiddenGroups.add(group);
  const node = long(state.get("node") || "");
  fit();
  if (node !== undefined) go(node);
  else update();
}

// Search: labels, kinds, facts and sentences of all that the page holds.
let haystack;
function hay(i) {
  const thing = things[i];
  return [thing.label, thing.en || "", ...(thing.class || []), ...(thing.status || []), ...(thing.details || []).map((row) => row[2]), ...(thing.evidence || []).map(([s]) => data.sentences[s])].join("\n").toLowerCase();
}

function hits(words) {
  haystack ||= data.nodes.map((_, i) => hay(i));
  const parts = words.toLowerCase().split(/\s+/);
  const found = [];
  for (let i = 0; i < haystack.length; i++) if (things[i].beside === undefined && parts.every((word) => haystack[i].includes(word))) found.push(i);
  const rank = (i) => (things[i].label.toLowerCase().includes(parts[0]) ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
}

function search() {
  const words = element("find").value.trim();
  const found = words ? hits(words) : [];
  element("found").textContent = words ? say(`找到${found.length}项${found.length > HITS ? `，列出前${HITS}项` : ""}`, `${found.length} found${found.length > HITS ? `, the first ${HITS} listed` : ""}`) : "";
  element("hits").replaceChildren(...found.slice(0, HITS).map((i) => {
    const made = nodeButton(i, true);
    if (!drawn.has(i)) made.append(make("span", "new", say("未画出", "not drawn")));
    return make("li", "", null, made);
  }));
  element("listed").hidden = Boolean(words);
  return found;
}

// Tooltips stay within the picture.
function showTip(words, { x, y }) {
  const [tip, stage] = [element("tip"), element("stage")];
  tip.replaceChildren(...words.map((line, at) => make("p", at ? "" : "first", line)));
  tip.hidden = false;
  const left = Math.max(4, Math.min(x + 14, stage.clientWidth - tip.offsetWidth - 4));
  const top = y + 16 + tip.offsetHeight > stage.clientHeight ? Math.max(4, y - tip.offsetHeight - 12) : y + 16;
  Object.assign(tip.style, { left: `${left}px`, top: `${top}px` });
}

function hideTip() {
  element("tip").hidden = true;
}

const clip = (text) => (text.length > 140 ? `${text.slice(0, 140)}…` : text);
function tipOfNode(i) {
  const [sentence] = things[i].evidence || [];
  return [nameOf(i), [kindOf(i), statusOf(i)?.textContent].filter(Boolean).join(" · "), ...(sentence ? [clip(data.sentences[sentence[0]])] : [])];
}

function tipOfPair(pair) {
  const words = [...new Set(pair.links.filter((link) => link.label >= 0).map(relation))];
  const [sentence] = pair.links.flatMap((link) => link.evidence);
  return [words.slice(0, 4).join(say("、", ", ")) || say("其中", "among them"), `${nameOf(pair.from)} — ${nameOf(pair.to)}`, ...(sentence ? [clip(data.sentences[sentence[0]])] : [])];
}

// Until the reader moves something, all of it stays in sight.
let isMoved = false;
function fitIfUnmoved() {
  if (!isMoved && chosen === null) fit();
}

function listenToPicture() {
  for (const name of ["dragStart", "zoom", "click"]) network.on(name, () => { isMoved = true; });
  network.on("resize", fitIfUnmoved);
  const at = (event) => event.pointer?.DOM || { x: 0, y: 0 };
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length) toggle(numberOf.get(nodes[0]));
    else if (edges.length) select(edges[0]);
    else if (chosen !== null) select(null);
  });
  network.on("hoverNode", (event) => showTip(tipOfNode(numberOf.get(event.node)), at(event)));
  network.on("hoverEdge", (event) => showTip(tipOfPair(pairs.get(event.edge)), at(event)));
  for (const name of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(name, hideTip);
  element("stage").addEventListener("pointerleave", hideTip);
}

// The keyboard: from node to node in the picture, from line to line in the list.
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function neighbourInPicture([dx, dy]) {
  const shown = [...drawn].filter(([i]) => !isHidden(i));
  if (typeof chosen !== "number" || !drawn.has(chosen)) return shown.sort((a, b) => a[1].x - b[1].x || a[1].y - b[1].y)[0]?.[0];
  const from = drawn.get(chosen);
  let [best, least] = [undefined, Infinity];
  for (const [i, box] of shown) {
    const [along, across] = [(box.x - from.x) * dx + (box.y - from.y) * dy, Math.abs((box.x - from.x) * dy) + Math.abs((box.y - from.y) * dx)];
    if (i === chosen || along <= 4 || (dy && across > 160 && data.columns)) continue;
    const cost = along + 2 * across;
    if (cost < least) [best, least] = [i, cost];
  }
  return best;
}

function listenToKeys() {
  element("stage").addEventListener("keydown", (event) => {
    if (WAYS[event.key]) {
      event.preventDefault();
      const next = neighbourInPicture(WAYS[event.key]);
      if (next !== undefined) select(next, false);
    } else if (event.key === "Enter" && typeof chosen === "number") {
      event.preventDefault();
      toggle(chosen);
    } else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 1.25 : 0.8);
  });
  element("beside").addEventListener("keydown", (event) => {
    const lines = [...element("beside").querySelectorAll("#hits button, #listed:not([hidden]) button")];
    const at = lines.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = lines[at + (event.key === "ArrowDown" ? 1 : -1)] || (at < 0 ? lines[0] : element("find"));
      event.preventDefault();
      next?.focus();
      if (next?.dataset.node && drawn.has(numberOf.get(next.dataset.node))) preview(numberOf.get(next.dataset.node));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      const i = numberOf.get(document.activeElement.dataset.node);
      if (drawn.has(i) && chosen === i) toggle(i);
      else go(i);
    } else if (event.key === "Enter" && document.activeElement === element("find")) {
      const [first] = search();
      if (first !== undefined) go(first);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, textarea, select") && !document.querySelector("form.find")) {
      event.preventDefault();
      element("find").focus();
    }
    if (event.key !== "Escape") return;
    hideTip();
    if (event.target === element("find")) {
      element("find").value = "";
      search();
    } else if (chosen !== null) select(null);
  });
}

/** Show where a node of the list is, without leaving the list. */
function preview(i) {
  chosen = i;
  moveTo(i, false);
  show();
  showPanel();
  keepAddress();
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.15), 3), animation: gently(true) });
}

// Files of what is drawn.
function save(contents, type, suffix) {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([contents], { type }));
  link.download = `${document.querySelector("h1").innerText.trim().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.${suffix}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function savePicture() {
  const { text, width, height } = svg();
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    const scale = Math.min(2, 8000 / Math.max(width, height));
    [canvas.width, canvas.height] = [width * scale, height * scale];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(blob, "image/png", "png"));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

/** A line for each link that is drawn, and for each node that has none. */
function csv() {
  // Before text that a spreadsheet would run stands an apostrophe.
  const cell = (text) => `"${String(text).replace(/^(?=[=+\-@\t\r])/, "'").replace(/"/g, '""')}"`;
  const about = (i) => [kindOf(i), nameOf(i), statusOf(i)?.textContent || "", iriOf(i)];
  const rows = [say(["类别", "名称", "状态", "IRI", "联系", "类别", "名称", "状态", "IRI", "原文"], ["kind", "name", "status", "IRI", "link", "kind", "name", "status", "IRI", "sentence"])];
  const seen = new Set();
  for (const pair of pairs.values()) {
    if (isHidden(pair.from) || isHidden(pair.to)) continue;
    seen.add(pair.from).add(pair.to);
    for (const link of pair.links) rows.push([...about(pair.from), relation(link), ...about(pair.to), link.evidence.map(([s]) => data.sentences[s]).join(" ")]);
  }
  for (const i of drawn.keys()) {
    if (!seen.has(i) && !isHidden(i)) rows.push([...about(i), "", "", "", "", "", (things[i].evidence || []).map(([s]) => data.sentences[s]).join(" ")]);
  }
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** Below the picture: what is drawn now, in words. */
function writeWords() {
  const section = element("in-words");
  const linked = grouped([...pairs.values()].flatMap(({ from, to }) => [[from, to], [to, from]]), ([i]) => i);
  const line = (i) => {
    const names = [...new Set((linked.get(i) || []).map(([, to]) => to))].filter((to) => !isHidden(to)).map(nameOf);
    return make("li", "", null, nameOf(i), " ", ...[statusOf(i)].filter(Boolean), ...(names.length ? [make("span", "near", ` — ${names.join(say("、", ", "))}`)] : []));
  };
  const groups = grouped([...drawn.keys()].filter((i) => !isHidden(i)), (i) => groupOf(i).group);
  const parts = data.groups.filter(({ group }) => groups.has(group)).flatMap((group) => [heading(say(group.zh, group.en)), make("ul", "", null, ...groups.get(group.group).map(line))]);
  section.replaceChildren(section.querySelector("h2"), ...parts);
}

function showTools() {
  const named = (sign, words, act) => {
    const made = pressed(sign, act);
    made.setAttribute("aria-label", words);
    made.title = words;
    return made;
  };
  element("tools").setAttribute("aria-label", say("图的工具", "Tools of the picture"));
  element("tools").replaceChildren(
    named("+", say("放大", "Zoom in"), () => zoom(1.25)), named("−", say("缩小", "Zoom out"), () => zoom(0.8)),
    pressed(say("全图", "Show all"), () => fit(0.1, true)),
    pressed(say("重来", "Start again"), () => { history.replaceState(null, "", location.pathname + location.search); element("find").value = ""; readAddress(); }),
    make("span", "gap"),
    ...[["PNG", savePicture], ["SVG", () => save(svg().text, "image/svg+xml", "svg")], ["CSV", () => save(csv(), "text/csv", "csv")]].map(([name, act]) => pressed(name, act)),
  );
  element("find").placeholder = say("搜索，包括未画出的内容", "Search, drawn or not");
  element("find").setAttribute("aria-label", element("find").placeholder);
  element("stage").setAttribute("aria-label", say("图：方向键移动，回车展开或收起，Esc取消选择", "Picture: arrow keys move, Enter opens or folds, Esc selects nothing"));
}

function begin() {
  build();
  root.dataset.began = document.documentElement.lang;
  startAgain();
  startPicture(element("stage"));
  showTools();
  listenToPicture();
  listenToKeys();
  element("find").addEventListener("input", search);
  readAddress();
  languageListeners.push(() => { resize(); showTools(); update(); fitIfUnmoved(); });
  const repaint = () => { readColours(); show(); };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  addEventListener("hashchange", readAddress);
  addEventListener("beforeprint", () => { writeWords(); element("on-paper").src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg().text)}`; });
  network.once("afterDrawing", () => { document.documentElement.dataset.ready = "true"; });
  network.redraw();
}
begin();

/** The boxes of the nodes that are drawn, by id: left, top, right, bottom. */
window.drawnBoxes = () => Object.fromEntries([...drawn].map(([i, b]) => [things[i].id, [b.x - b.width / 2, b.y - b.height / 2, b.x + b.width / 2, b.y + b.height / 2]]));
