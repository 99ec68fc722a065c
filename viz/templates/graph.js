"use strict";
// The graph page: vis-network draws at given positions; the legend, search and panel are our own.
const LIST_LENGTH = 40;
const FADED = 0.12;
const FEW = 12;

const info = new Map(Object.entries(data.info));
const kinds = new Map(data.kinds.map((kind) => [kind.kind, kind]));
const places = new Map(data.nodes.map((node) => [node.id, node]));
const byId = new Map(data.edges.map((edge) => [edge.id, edge]));
const edgesOf = new Map(data.nodes.map((node) => [node.id, []]));
for (const edge of data.edges) {
  edgesOf.get(edge.from).push(edge);
  if (edge.to !== edge.from) edgesOf.get(edge.to).push(edge);
}

const element = (id) => document.getElementById(id);
const panel = element("panel");
const label = (id) => say(info.get(id).label, info.get(id).label_en);
const kindLabel = (id) => say(kinds.get(info.get(id).kind).zh, kinds.get(info.get(id).kind).en);
const lineLabel = (line) => say(line.zh, line.en) + (line.count > 1 ? " ×" + line.count : "");
const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
const animation = reduced ? false : { duration: 350, easingFunction: "easeInOutQuad" };

const shared = { face: data.font, color: "#1d2430", strokeWidth: 3, strokeColor: "#fbfbfc" };
const nodes = new vis.DataSet(data.nodes.map(({ label_en, ...node }) => ({ ...node, color: paint(node), font: { ...shared, ...node.font } })));
const edges = new vis.DataSet(data.edges.map(({ id, from, to, lines }) => ({ id, from, to, title: lines.map((line) => line.zh).join("、"), ...edgeLook(id, false) })));

function paint(node) {
  const border = node.shape === "box" ? node.color : "#4b5360";
  const chosen = { background: node.color, border: "#000000" };
  return { background: node.color, border, highlight: chosen, hover: chosen };
}

// An edge takes the colour of what the report states; edges between other nodes are grey.
function edgeColor(edge) {
  return places.get(edge.from).shape === "box" ? places.get(edge.to).color : "#7d8794";
}

function edgeLook(id, chosen) {
  const edge = byId.get(id);
  return {
    color: { color: chosen ? "#1f3a5f" : edgeColor(edge), opacity: chosen ? 0.95 : 0.42, highlight: "#1f3a5f", hover: "#1f3a5f" },
    width: Math.min(1 + Math.log2(edge.lines.reduce((sum, line) => sum + line.count, 0)) / 2, 4) * (chosen ? 2 : 1),
  };
}

const network = new vis.Network(element("network"), { nodes, edges }, {
  autoResize: true,
  physics: false,
  layout: { improvedLayout: false },
  nodes: { borderWidth: 1, borderWidthSelected: 3, shapeProperties: { borderRadius: 8 }, margin: 12, scaling: { label: { enabled: false, drawThreshold: 6 } } },
  edges: { smooth: false, arrows: { to: { enabled: true, scaleFactor: 0.45 } }, selectionWidth: 2, font: { size: 13, face: data.font, color: "#1d2430", strokeWidth: 0, background: "#fbfbfc" } },
  interaction: { hover: true, tooltipDelay: 180, dragNodes: true, keyboard: { enabled: true, bindToWindow: false }, hideEdgesOnDrag: data.edges.length > 1500 },
});

// Selection: the node and its neighbours stay visible, everything else is dimmed.
function highlight(keep, keptEdges, scale) {
  nodes.update(data.nodes.map((node) => {
    const bright = !keep || keep.has(node.id);
    const color = node.font.color || shared.color;
    return { id: node.id, opacity: bright ? 1 : FADED, font: { ...shared, ...node.font, color: bright ? color : "rgba(29,36,48,0.12)" } };
  }));
  const named = keptEdges && keptEdges.size <= FEW;
  edges.update(data.edges.map((edge) => {
    const chosen = Boolean(keptEdges && keptEdges.has(edge.id));
    const look = edgeLook(edge.id, chosen);
    if (keptEdges && !chosen) look.color.opacity = 0.06;
    return { id: edge.id, label: chosen && named ? edge.lines.map(lineLabel).join("\n") : "", font: { size: 13 / scale }, ...look };
  }));
}

let current = null;

function showNode(id, move) {
  current = () => showNode(id, false);
  const own = edgesOf.get(id);
  const scale = move ? Math.max(network.getScale(), 0.9) : network.getScale();
  highlight(new Set([id, ...own.map((edge) => edge.from), ...own.map((edge) => edge.to)]), new Set(own.map((edge) => edge.id)), scale);
  network.selectNodes([id], false);
  if (move) {
    const { x, y } = places.get(id);
    // The panel covers the right of a wide stage or the bottom of a narrow one: centre the node in the rest.
    const stage = element("network").clientWidth;
    network.moveTo({ position: { x, y }, scale, offset: stage > 700 ? { x: -185, y: 0 } : { x: 0, y: -element("network").clientHeight / 4 }, animation });
  }
  const node = info.get(id);
  const parts = [make("span", "badge", kindLabel(id)), make("h3", "", label(id))];
  if (node.of) parts.push(make("p", "note", node.of));
  if (node.iri) parts.push(make("div", "iri", node.iri));
  if (node.details.length) parts.push(make("h2", "", say("明细", "Details")), definitions(node.details));
  if (node.evidence.length) parts.push(make("h2", "", say("证据（报告原文）", "Evidence (the report’s words)")), ...quotes(node.evidence));
  if (node.members.length) parts.push(make("h2", "", say(`合并的记录（${node.count}）`, `Records in this node (${node.count})`)), ...node.members.map(memberPart));
  parts.push(...neighbourParts(id, own));
  openPanel(parts);
}

function memberPart(member) {
  const part = make("details", "", null, make("summary", "", member.label));
  if (member.evidence) part.append(...quotes([member.evidence]));
  if (member.iri) part.append(make("div", "iri", member.iri));
  return part;
}

function neighbourParts(id, own) {
  const groups = new Map();
  for (const edge of own) {
    const outward = edge.from === id;
    const other = outward ? edge.to : edge.from;
    for (const line of edge.lines) {
      const heading = (outward ? "→ " : "← ") + say(line.zh, line.en);
      if (!groups.has(heading)) groups.set(heading, []);
      groups.get(heading).push([other, line]);
    }
  }
  const parts = groups.size ? [make("h2", "", say("联系", "Linked nodes"))] : [];
  for (const [heading, links] of groups) {
    const list = make("ul", "list");
    for (const [other, line] of links) {
      list.append(make("li", "", null, nodeButton(other, true), ...quotes(line.evidence)));
    }
    const group = make("details", "", null, make("summary", "edge", `${heading}（${links.length}）`), list);
    group.open = links.length <= 8;
    parts.push(group);
  }
  return parts;
}

function nodeButton(id, withKind) {
  const button = make("button", "", null);
  button.type = "button";
  if (withKind) button.append(make("span", "kind", kindLabel(id)));
  button.append(label(id));
  if (info.get(id).of) button.append(make("span", "of", info.get(id).of));
  button.addEventListener("click", () => { reveal(id); showNode(id, true); });
  return button;
}

function showEdge(id) {
  current = () => showEdge(id);
  const edge = byId.get(id);
  highlight(new Set([edge.from, edge.to]), new Set([id]), network.getScale());
  const parts = [make("span", "badge", say("联系", "Link"))];
  for (const line of edge.lines) {
    parts.push(make("h3", "", lineLabel(line)), ...quotes(line.evidence));
  }
  const list = make("ul", "list");
  for (const end of [edge.from, edge.to]) list.append(make("li", "", null, nodeButton(end, true)));
  openPanel([...parts, make("h2", "", say("两端", "Ends")), list]);
}

function openPanel(parts) {
  const close = make("button", "close", "✕");
  close.type = "button";
  close.setAttribute("aria-label", say("关闭", "Close"));
  close.addEventListener("click", clear);
  panel.replaceChildren(close, ...parts);
  panel.hidden = false;
  panel.scrollTop = 0;
}

function clear() {
  current = null;
  panel.hidden = true;
  network.unselectAll();
  highlight(null, null, 1);
}

network.on("click", (event) => {
  if (event.nodes.length) showNode(event.nodes[0], false);
  else if (event.edges.length) showEdge(event.edges[0]);
  else if (current) clear();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && current) clear();
});

// The legend filters kinds.
const boxes = [...document.querySelectorAll(".legend input")];
const shown = () => new Set(boxes.filter((box) => box.checked).map((box) => box.value));

function applyKinds() {
  const visible = shown();
  nodes.update(data.nodes.map((node) => ({ id: node.id, hidden: !visible.has(info.get(node.id).kind) })));
  search();
}
boxes.forEach((box) => box.addEventListener("change", applyKinds));
for (const [id, checked] of [["all", true], ["none", false]]) {
  element(id).addEventListener("click", () => {
    boxes.forEach((box) => { box.checked = checked; });
    applyKinds();
  });
}

function reveal(id) {
  const box = boxes.find((candidate) => candidate.value === info.get(id).kind);
  if (box && !box.checked) {
    box.checked = true;
    applyKinds();
  }
}

// Search covers the labels of nodes and of the members of merged nodes.
const field = element("search");
const matches = (id, words) => {
  const node = info.get(id);
  return [node.label, node.label_en, ...node.members.map((member) => member.label)].some((text) => text.toLowerCase().includes(words));
};

function found() {
  const words = field.value.trim().toLowerCase();
  const visible = shown();
  return words ? data.nodes.map((node) => node.id).filter((id) => visible.has(info.get(id).kind) && matches(id, words)) : [];
}

function search() {
  const hits = found();
  const words = field.value.trim();
  element("found").textContent = words ? say(`找到 ${hits.length} 个，回车定位第一个`, `${hits.length} found, Enter goes to the first`) : "";
  element("results").replaceChildren(...hits.slice(0, LIST_LENGTH).map((id) => make("li", "", null, nodeButton(id, true))));
  if (words) highlight(new Set(hits), new Set(), 1);
  else if (current) current();
  else highlight(null, null, 1);
}
field.addEventListener("input", search);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && found().length) showNode(found()[0], true);
});

for (const [id, factor] of [["zoom-in", 1.35], ["zoom-out", 1 / 1.35]]) {
  element(id).addEventListener("click", () => network.moveTo({ scale: network.getScale() * factor, animation }));
}
element("fit").addEventListener("click", () => network.fit({ animation }));
languageListeners.push(() => {
  nodes.update(data.nodes.filter((node) => node.label_en).map((node) => ({ id: node.id, label: say(node.label, node.label_en) })));
  edges.update(data.edges.map((edge) => ({ id: edge.id, title: edge.lines.map(lineLabel).join(", ") })));
  if (current) current();
  search();
});

network.once("afterDrawing", () => { document.documentElement.dataset.ready = "true"; });
network.fit({ animation: false });
