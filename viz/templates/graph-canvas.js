"use strict";
// The picture: vis-network draws what graph-model.js says is drawn, each node as a tile with its form and label.
const TOKENS = ["ink", "soft", "paper", "ground", "line", "accent", "finding", "doubtful", "good", "silent"];
const PAPER = { ink: "#1b2430", soft: "#59616d", paper: "#ffffff", ground: "#f6f6f3", line: "#d9dcd6", accent: "#1f3a5f", finding: "#b3261e", doubtful: "#8a5a00", good: "#1d6b4f", silent: "#68707d" };
const FADED = 0.22;
// So many edges and more are left out while one drags.
const HEAVY = 600;

let colours = PAPER;
let chosen = null; // A number, the key of a pair, or null.
let near = new Set();
const hiddenGroups = new Set();
const isHidden = (i) => hiddenGroups.has(groupOf(i).group);

function readColours() {
  const style = getComputedStyle(element("graph"));
  colours = Object.fromEntries(TOKENS.map((name) => [name, style.getPropertyValue(`--g-${name}`).trim() || PAPER[name]]));
}

// The forms of the groups, as outlines around a centre: used for the canvas and for SVG alike.
const around = (n, r, turn) => Array.from({ length: n }, (_, k) => [r * Math.cos(turn + (2 * Math.PI * k) / n), r * Math.sin(turn + (2 * Math.PI * k) / n)]);
const FORMS = {
  wedge: [[-8, -7], [8, -7], [0, 8]],
  triangle: [[-8, 7], [8, 7], [0, -8]],
  hexagon: around(6, 9, 0),
  square: [[-7, -7], [7, -7], [7, 7], [-7, 7]],
  sheet: [[-6, -8], [3, -8], [6, -5], [6, 8], [-6, 8]],
  diamond: [[0, -9], [9, 0], [0, 9], [-9, 0]],
  star: around(5, 9, -Math.PI / 2).flatMap(([x, y], k) => [[x, y], [4 * Math.cos(-Math.PI / 2 + (2 * Math.PI * (k + 0.5)) / 5), 4 * Math.sin(-Math.PI / 2 + (2 * Math.PI * (k + 0.5)) / 5)]]),
  dot: around(24, 7.5, 0),
  cross: [[-8, -3], [-3, -3], [-3, -8], [3, -8], [3, -3], [8, -3], [8, 3], [3, 3], [3, 8], [-3, 8], [-3, 3], [-8, 3]],
};
const colourOf = (group, ink) => (group.color === "ink" ? ink : group.color);

/** What is to be drawn of a node, on the canvas and in SVG. */
function tile(i, box) {
  const thing = things[i];
  const lines = linesOf(i, english());
  const tone = (thing.status || [])[3];
  return { lines, tone, group: groupOf(i), left: box.x - box.width / 2, top: box.y - box.height / 2, width: box.width, height: box.height, isMany: Boolean(thing.members || thing.count), hasStatus: Boolean(thing.status), isOpen: opened.has(i), isChosen: chosen === i, isFaded: chosen !== null && chosen !== i && !near.has(i) };
}

function drawTile(ctx, t) {
  ctx.globalAlpha = t.isFaded ? FADED : 1;
  const border = t.isChosen ? colours.accent : colours[t.tone] || colours.line;
  const outline = (shift) => {
    ctx.beginPath();
    ctx.roundRect(t.left + shift, t.top + shift, t.width, t.height, 4);
  };
  ctx.lineWidth = 1;
  ctx.strokeStyle = border;
  // A tile hides what runs below it, also where it is faded.
  ctx.save();
  ctx.globalAlpha = 1;
  ctx.fillStyle = colours.paper;
  if (t.isMany) {
    outline(4);
    ctx.fill();
    ctx.globalAlpha = t.isFaded ? FADED : 1;
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
  outline(0);
  ctx.fill();
  ctx.restore();
  ctx.lineWidth = t.isChosen ? 3 : t.tone === "finding" || t.isOpen ? 2 : 1;
  if (t.isOpen && !t.isChosen) ctx.strokeStyle = colours.accent;
  ctx.stroke();
  const form = FORMS[t.group.form];
  ctx.beginPath();
  form.forEach(([x, y], k) => ctx[k ? "lineTo" : "moveTo"](t.left + 16 + x, t.top + t.height / 2 + y));
  ctx.closePath();
  ctx.fillStyle = colourOf(t.group, colours.ink);
  ctx.strokeStyle = colours.ink;
  ctx.lineWidth = 0.8;
  ctx.fill();
  ctx.stroke();
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  const start = t.top + t.height / 2 - ((t.lines.length - 1) * LINE) / 2;
  t.lines.forEach((line, k) => {
    const isStatus = t.hasStatus && k === t.lines.length - 1;
    ctx.font = `${isStatus ? 12.5 : FONT_SIZE}px ${data.font}`;
    ctx.fillStyle = isStatus || t.tone === "finding" ? colours[t.tone] || colours.soft : colours.ink;
    ctx.fillText(line, t.left + FORM, start + k * LINE, t.width - FORM - 4);
  });
  ctx.globalAlpha = 1;
}

const visNode = (i) => {
  const box = drawn.get(i);
  return { id: things[i].id, x: box.x, y: box.y, shape: "custom", hidden: isHidden(i), ctxRenderer: ({ ctx, id }) => {
    const at = numberOf.get(id);
    const place = drawn.get(at);
    return { drawNode: () => place && drawTile(ctx, tile(at, place)), nodeDimensions: place && { width: place.width, height: place.height } };
  } };
};

const isNear = (pair) => chosen === pair.from || chosen === pair.to || chosen === pair.key;
function visEdge(pair) {
  const bright = isNear(pair);
  const color = pair.tone ? colours[pair.tone] : bright ? colours.accent : colours.silent;
  const opacity = bright ? 0.95 : chosen === null ? (pair.tone ? 0.75 : 0.38) : 0.08;
  const smooth = data.columns ? { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.85 } : { enabled: false };
  return { id: pair.key, from: things[pair.from].id, to: things[pair.to].id, color: { color, opacity, highlight: color, hover: color, inherit: false }, width: (bright ? 1.8 : 1) + Math.min(Math.log2(pair.links.length || 1) / 2, 1.5), hidden: (pair.far && !bright) || pair.within || isHidden(pair.from) || isHidden(pair.to), smooth };
}

let pairs = new Map();
let visNodes, visEdges, network;

/** Bring the picture to what is drawn now. */
function show() {
  pairs = drawnPairs();
  near = new Set();
  for (const pair of pairs.values()) if (isNear(pair)) near.add(pair.from).add(pair.to);
  const wanted = new Map([...drawn.keys()].map((i) => [things[i].id, visNode(i)]));
  visNodes.remove(visNodes.getIds().filter((id) => !wanted.has(id)));
  visNodes.update([...wanted.values()]);
  visEdges.remove(visEdges.getIds().filter((id) => !pairs.has(id)));
  visEdges.update([...pairs.values()].map(visEdge));
  network.setOptions({ interaction: { hideEdgesOnDrag: pairs.size > HEAVY } });
}

function startPicture(stage) {
  readColours();
  // The core comes as pyvis has it; the tiles are ours.
  visNodes = new vis.DataSet(data.core.nodes.map((node) => ({ ...visNode(numberOf.get(node.id)), x: node.x, y: node.y })));
  visEdges = new vis.DataSet(data.core.edges.map(({ id, from, to }) => ({ id, from, to })));
  network = new vis.Network(stage, { nodes: visNodes, edges: visEdges }, {
    autoResize: true,
    physics: false,
    layout: { improvedLayout: false },
    nodes: { chosen: false },
    edges: { arrows: { to: { enabled: false } }, chosen: false, selectionWidth: 0, hoverWidth: 0 },
    interaction: { hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, multiselect: false, keyboard: { enabled: false } },
  });
  network.on("dragEnd", ({ nodes }) => {
    for (const id of nodes) Object.assign(drawn.get(numberOf.get(id)), network.getPosition(id));
  });
}

/** The box around what is drawn. */
function extent(only) {
  const boxes = [...drawn].filter(([i]) => !isHidden(i) && (!only || only.has(i))).map(([, box]) => box);
  if (!boxes.length) return { left: 0, top: 0, right: 100, bottom: 100 };
  return { left: Math.min(...boxes.map((b) => b.x - b.width / 2)), right: Math.max(...boxes.map((b) => b.x + b.width / 2)), top: Math.min(...boxes.map((b) => b.y - b.height / 2)), bottom: Math.max(...boxes.map((b) => b.y + b.height / 2)) };
}

const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
const gently = (animate) => (animate && !reduced ? { duration: 250, easingFunction: "easeInOutQuad" } : false);
// Labels smaller than this are not read: then a part of the picture is shown.
const LEAST = 0.58, SMALL = 0.5;

/** Show all that is drawn, or as much of it as can be read: of columns that are too wide the middle one and the next. */
function fit(least = LEAST, animate = false) {
  const stage = element("stage");
  let { left, right, top, bottom } = extent();
  const room = stage.clientWidth - 32, height = stage.clientHeight - 32;
  // On paper the picture is drawn anew, and this one has no room.
  if (room <= 0 || height <= 0) return;
  const isTooWide = () => data.columns && (right - left) * Math.min(least, SMALL) > room;
  if (isTooWide()) left = Math.max(left, right > COLUMN_STEP ? 0 : -COLUMN_STEP);
  if (isTooWide()) right = left + 1.7 * COLUMN_STEP;
  const whole = Math.min(room / (right - left), height / (bottom - top), 1.25);
  // Small labels are better than labels that are cut.
  const scale = Math.max(whole, data.columns ? Math.min(least, room / (right - left)) : least);
  const y = scale > whole && (bottom - top) * scale > stage.clientHeight ? top + (stage.clientHeight / 2 - 16) / scale : (top + bottom) / 2;
  const x = (right - left) * scale > stage.clientWidth && !data.columns ? left + (stage.clientWidth / 2 - 16) / scale : (left + right) / 2;
  network.moveTo({ position: { x, y }, scale, animation: gently(animate) });
}

/** Move and shrink the picture as little as needed for some nodes to be in it, as far as they can be read. */
function reveal(some) {
  const stage = element("stage");
  const { left, right, top, bottom } = extent(some);
  const at = network.getViewPosition();
  const now = network.getScale();
  const scale = Math.max(Math.min(now, (stage.clientWidth - 40) / (right - left), (stage.clientHeight - 40) / (bottom - top)), Math.min(now, LEAST));
  const within = (from, to, centre, size) => {
    const reach = size / 2 / scale - 20 / scale;
    if (to - from > 2 * reach) return centre;
    return Math.min(Math.max(centre, to - reach), from + reach);
  };
  const box = drawn.get([...some][0]);
  const inSight = (from, to, middle, size) => (to - from > size / scale ? Math.min(Math.max(middle, from + size / 2 / scale - 20), to - size / 2 / scale + 20) : 0);
  const position = { x: inSight(left, right, box.x, stage.clientWidth) || within(left, right, at.x, stage.clientWidth), y: inSight(top, bottom, box.y, stage.clientHeight) || within(top, bottom, at.y, stage.clientHeight) };
  network.moveTo({ position, scale, animation: gently(true) });
}

/** Move as little as needed for a node to be well inside the picture. */
function moveTo(i, centre) {
  const box = drawn.get(i);
  const stage = element("stage");
  const scale = Math.max(network.getScale(), LEAST);
  const at = network.getViewPosition();
  const reach = { x: stage.clientWidth / 2 / scale - box.width / 2 - 20, y: stage.clientHeight / 2 / scale - box.height / 2 - 20 };
  if (!centre && Math.abs(box.x - at.x) <= reach.x && Math.abs(box.y - at.y) <= reach.y) return;
  network.moveTo({ position: { x: box.x, y: box.y }, scale, animation: gently(true) });
}

/** The picture as SVG, on white paper whatever the screen. */
function svg() {
  const escape = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
  const { left, right, top, bottom } = extent();
  const [width, height] = [Math.ceil(right - left) + 48, Math.ceil(bottom - top) + 72];
  const parts = [`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left - 24} ${top - 48} ${width} ${height}" font-family="${escape(data.font)}" font-size="${FONT_SIZE}">`,
    `<rect x="${left - 24}" y="${top - 48}" width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${left}" y="${top - 22}" font-size="16" fill="${PAPER.ink}">${escape(document.querySelector("h1").innerText.trim())}</text>`];
  for (const pair of pairs.values()) {
    if ((pair.far && !isNear(pair)) || pair.within || isHidden(pair.from) || isHidden(pair.to)) continue;
    const [a, b] = [drawn.get(pair.from), drawn.get(pair.to)];
    const bend = data.columns ? (b.x - a.x) * 0.85 : 0;
    parts.push(`<path d="M${a.x} ${a.y}C${a.x + bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}" fill="none" stroke="${pair.tone ? PAPER[pair.tone] : PAPER.silent}" stroke-opacity="${pair.tone ? 0.8 : 0.5}"/>`);
  }
  for (const [i, box] of drawn) {
    if (isHidden(i)) continue;
    const t = tile(i, box);
    const border = PAPER[t.tone] || PAPER.silent;
    if (t.isMany) parts.push(`<rect x="${t.left + 4}" y="${t.top + 4}" width="${t.width}" height="${t.height}" rx="4" fill="#fff" stroke="${border}"/>`);
    parts.push(`<rect x="${t.left}" y="${t.top}" width="${t.width}" height="${t.height}" rx="4" fill="#fff" stroke="${border}" stroke-width="${t.tone === "finding" ? 2 : 1}"/>`,
      `<path transform="translate(${t.left + 16} ${t.top + t.height / 2})" d="M${FORMS[t.group.form].map((p) => p.map((v) => v.toFixed(1)).join(" ")).join("L")}Z" fill="${colourOf(t.group, PAPER.ink)}" stroke="${PAPER.ink}" stroke-width=".8"/>`);
    const start = t.top + t.height / 2 - ((t.lines.length - 1) * LINE) / 2 + 5;
    t.lines.forEach((line, k) => {
      const isStatus = t.hasStatus && k === t.lines.length - 1;
      parts.push(`<text x="${t.left + FORM}" y="${start + k * LINE}"${isStatus ? ' font-size="12.5"' : ""} fill="${isStatus || t.tone === "finding" ? PAPER[t.tone] || PAPER.soft : PAPER.ink}">${escape(line)}</text>`);
    });
  }
  return { text: `${parts.join("\n")}\n</svg>\n`, width, height };
}
