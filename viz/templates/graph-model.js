"use strict";
// What the page knows of the graph: all that it holds, what of it is drawn, how that grows and folds again.
// A node is called by its number. Sizes and columns are reckoned as in viz/labels.py and viz/layout.py.
const FONT_SIZE = 14, LINE = 19, EMS = 12, LINES = 4, HALF = 0.6, FORM = 30, RIGHT = 10, ABOVE = 6;
const STATUS_EMS = 13.4; // It is written smaller.
const ROW_GAP = 10, COLUMN_STEP = 290, INDENT = 14;
// Neighbours of a kind are put together if there are more than so many of them, and so many in all.
const MANY_OF_KIND = 4, MANY = 12;
// What is opened at once has at most so many nodes.
const AT_ONCE = 30;

const things = data.nodes;
for (const thing of things) {
  // A label that stands in the node's first sentence; Python counts characters, not halves of them.
  if (Array.isArray(thing.label)) thing.label = [...data.sentences[thing.evidence[0][0]]].slice(thing.label[0], thing.label[0] + thing.label[1]).join("");
}
const numberOf = new Map(things.map((thing, i) => [thing.id, i]));
const groupNamed = new Map(data.groups.map((group) => [group.group, group]));
const groupOf = (i) => groupNamed.get(data.kinds[things[i].kind][2]);
const linksOf = things.map(() => []);
const links = data.edges.map(([from, to, label, evidence = [], tone = ""]) => ({ from, to, label, evidence, tone }));
for (const link of links) {
  linksOf[link.from].push(link);
  if (link.from !== link.to) linksOf[link.to].push(link);
}
// What a node stands in.
const holder = new Map();
things.forEach((thing, i) => (thing.members || []).forEach((member) => holder.set(member, i)));

const other = (link, i) => (link.from === i ? link.to : link.from);
const nameOf = (i) => say(things[i].label, things[i].en || things[i].label);
const kindOf = (i) => say(data.kinds[things[i].kind][0], data.kinds[things[i].kind][1]);
const relation = (link) => say(data.labels[link.label][0], data.labels[link.label][1]);
const neighboursOf = (i) => [...new Set(linksOf[i].map((link) => other(link, i)))].filter((near) => near !== i);

function measure(text) {
  let width = 0;
  for (const character of text) width += character < "\u2000" ? HALF : 1;
  return width;
}

const WORDS = new RegExp(`[（《〈“‘【]?(?:[!-~×]{1,${Math.floor(EMS / HALF)}}|[^（《〈“‘【!-~×])[）》〉”’】、，。；：！？]*|.`, "gu");
function wrap(label, lines, ems = EMS) {
  const rows = [];
  let row = "", width = 0;
  const words = label.trim().split(/\s+/).join(" ").match(WORDS) || [""];
  for (const word of words) {
    const step = measure(word);
    if (row && width + step > ems) {
      rows.push(row);
      [row, width] = ["", 0];
    }
    row += word;
    width += step;
  }
  rows.push(row);
  if (rows.length > lines) {
    rows.length = lines;
    rows[lines - 1] = [...rows[lines - 1]].slice(0, -1).join("") + "…";
  }
  return rows.map((line) => line.trim());
}

/** The lines on a node in Chinese or English; the last one may be its status. */
function linesOf(i, en) {
  const thing = things[i];
  const [sign, zh, words] = thing.status || ["", "", ""];
  const status = `${sign} ${en ? words : zh}`.trim();
  return [...wrap((en && thing.en) || thing.label, LINES), ...(status ? wrap(status, 1, STATUS_EMS) : [])];
}

function sizeOf(i) {
  // Where there are no columns that make room, there is room for both languages.
  const both = data.columns ? [linesOf(i, english())] : [linesOf(i, false), linesOf(i, true)];
  const width = Math.max(...both.flat().map((line) => Math.round(FONT_SIZE * measure(line)))) + FORM + RIGHT;
  return { width, height: Math.max(...both.map((lines) => lines.length)) * LINE + 2 * ABOVE };
}

// What is drawn: by number its place, and for what it is there. Of the core, for nothing else.
const drawn = new Map();
const opened = new Set();
const CORE = -1, ASKED = -2;

function startAgain() {
  drawn.clear();
  opened.clear();
  for (const node of data.core.nodes) {
    const i = numberOf.get(node.id);
    drawn.set(i, { x: node.x, y: node.y, ...sizeOf(i), column: columnOf(i), why: new Set([CORE]) });
  }
}

const columnOf = (i) => things[i].column ?? groupOf(i).column;

/** Whether what is drawn already stands for a node. */
function isRepresented(i) {
  for (let up = holder.get(i); up !== undefined; up = holder.get(up)) if (drawn.has(up) && !opened.has(up)) return true;
  return false;
}

/** What comes in when a node is opened. */
function within(i) {
  const thing = things[i];
  const fresh = (thing.members || neighboursOf(i)).filter((near) => !drawn.has(near) && (thing.members || !isRepresented(near)));
  if (thing.members) return fresh.length > AT_ONCE ? divided(i, fresh) : fresh;
  if (fresh.length <= MANY) return fresh;
  const kinds = grouped(fresh, (near) => things[near].kind);
  return [...kinds].flatMap(([kind, members]) => (members.length > MANY_OF_KIND ? [bundle(i, kind, members, data.kinds[kind])] : members));
}

function grouped(items, key) {
  const found = new Map();
  for (const item of items) {
    const at = key(item);
    if (!found.has(at)) found.set(at, []);
    found.get(at).push(item);
  }
  return found;
}

/** Too many nodes of one kind, by their class or else by their number. */
function divided(i, members) {
  const kind = things[members[0]].kind;
  const classes = grouped(members, (member) => (things[member].class || ["", ""]).join("|"));
  if (classes.size > 1) {
    return [...classes].flatMap(([name, some]) => (some.length > 1 ? [bundle(i, `${kind}:${name}`, some, things[some[0]].class || data.kinds[kind])] : some));
  }
  const parts = [];
  for (let start = 0; start < members.length; start += AT_ONCE) {
    const some = members.slice(start, start + AT_ONCE);
    const words = `${start + 1}–${start + some.length}`;
    parts.push(bundle(i, `${kind}:${words}`, some, [words, words]));
  }
  return parts;
}

/** A node for several of one kind beside another; the same one each time. */
function bundle(beside, key, members, [zh, en]) {
  const id = `${things[beside].id}*${key}`;
  if (!numberOf.has(id)) {
    const i = things.length;
    things.push({ id, label: `${zh} ×${members.length}`, en: `${en} ×${members.length}`, kind: things[members[0]].kind, members, count: members.length, beside, column: things[members[0]].column });
    numberOf.set(id, i);
    linksOf.push([]);
    links.push({ from: beside, to: i, label: -1, evidence: [], tone: "" });
    linksOf[beside].push(links.at(-1));
    linksOf[i].push(links.at(-1));
  }
  return numberOf.get(id);
}
data.labels[-1] = ["其中", "among them"];

/** Draw what stands around a node, or in it. Returns what came in. */
function open(i) {
  opened.add(i);
  const fresh = within(i);
  for (const near of neighboursOf(i)) drawn.get(near)?.why.add(i);
  for (const near of fresh) place(near, i, i);
  settle(drawn.get(i));
  return fresh;
}

/** Take away what only the opening of a node brought in. */
function fold(i) {
  opened.delete(i);
  for (const [near, state] of [...drawn]) {
    if (!state.why.delete(i) || state.why.size || !drawn.has(near)) continue;
    if (opened.has(near)) fold(near);
    drawn.delete(near);
  }
  settle(drawn.get(i));
}

/** Draw a node that is asked for, with the way from it to what is drawn. */
function bringIn(i) {
  const way = wayTo(i);
  way.forEach((step, at) => { if (!drawn.has(step)) place(step, way[at - 1] ?? way[0], ASKED); });
  settle(drawn.get(i));
}

/** The shortest way from something drawn to a node, over what the page holds. */
function wayTo(i) {
  const from = new Map([[i, undefined]]);
  const queue = [i];
  for (const step of queue) {
    if (drawn.has(step)) {
      const way = [];
      for (let at = step; at !== undefined; at = from.get(at)) way.push(at);
      return way;
    }
    for (const near of neighboursOf(step)) {
      if (from.has(near) || things[near].beside !== undefined) continue;
      from.set(near, step);
      queue.push(near);
    }
  }
  return [i];
}

function place(i, near, why) {
  if (drawn.has(i)) return drawn.get(i).why.add(why);
  const at = drawn.get(near) || [...drawn.values()][0] || { x: 0, y: 0, column: 0, width: 0, height: 0 };
  const state = { ...sizeOf(i), why: new Set([why]), column: 0, y: at.y + 0.01 * (drawn.size + 1), fresh: true };
  if (data.columns) {
    const own = columnOf(i);
    const isMember = (things[near]?.members || []).includes(i);
    if (!isMember && (things[i].column !== undefined || at.column === 0 || own === 0)) state.column = own;
    else if (at.column === 0) state.column = own;
    else state.column = at.column + Math.sign(at.column);
    const indent = isMember && state.column === at.column ? (at.indent || 0) + INDENT : 0;
    Object.assign(state, { indent, x: state.column * COLUMN_STEP + state.width / 2 + indent });
  } else Object.assign(state, freePlace(state, at));
  drawn.set(i, state);
}

/** The free place that is nearest to another node, where columns do not tell. */
function freePlace(size, at) {
  const isFree = (x, y) => [...drawn.values()].every((box) =>
    Math.abs(box.x - x) >= (box.width + size.width) / 2 + 14 || Math.abs(box.y - y) >= (box.height + size.height) / 2 + 12);
  for (let reach = 90; ; reach += 40) {
    const steps = Math.ceil(reach / 12);
    for (let step = 0; step < steps; step++) {
      const turn = (2 * Math.PI * step) / steps;
      const [x, y] = [Math.round(at.x + 1.6 * reach * Math.cos(turn)), Math.round(at.y + reach * Math.sin(turn))];
      if (isFree(x, y)) return { x, y };
    }
  }
}

/** Make room in each column: nothing covers anything, all stays as near as can be to where it was. */
function settle(fixed) {
  if (!data.columns) return;
  for (const members of grouped([...drawn.values()], (state) => state.column).values()) {
    members.sort((a, b) => a.y - b.y);
    const ys = stacked(members.map((state) => state.y), members.map((state) => state.height));
    // What was opened stays where it is.
    const move = fixed && members.includes(fixed) ? fixed.y - ys[members.indexOf(fixed)] : 0;
    members.forEach((state, at) => { state.y = ys[at] + move; });
  }
}

/** As in viz/layout.py: the least-squares places of rows in their order (isotonic regression). */
function stacked(wanted, heights) {
  const offsets = [0];
  for (let i = 1; i < heights.length; i++) offsets.push(offsets[i - 1] + (heights[i - 1] + heights[i]) / 2 + ROW_GAP);
  const blocks = [];
  wanted.forEach((want, i) => {
    let [mean, count] = [want - offsets[i], 1];
    while (blocks.length && blocks.at(-1)[0] > mean) {
      const [before, many] = blocks.pop();
      [mean, count] = [(mean * count + before * many) / (count + many), count + many];
    }
    blocks.push([mean, count]);
  });
  return blocks.flatMap(([mean, count]) => Array(count).fill(mean)).map((mean, i) => mean + offsets[i]);
}

/** Labels have changed: so have their sizes. */
function resize() {
  for (const [i, state] of drawn) {
    Object.assign(state, sizeOf(i));
    if (data.columns) state.x = state.column * COLUMN_STEP + state.width / 2 + (state.indent || 0);
  }
  settle();
}

const isFar = (from, to) => data.columns && Math.abs(from.column - to.column) !== 1;

/** The pairs that are joined among what is drawn; those of columns that are not side by side are far. */
function drawnPairs() {
  const pairs = new Map();
  for (const link of links) {
    const [from, to] = [drawn.get(link.from), drawn.get(link.to)];
    if (!from || !to || link.from === link.to) continue;
    const key = `${things[link.from].id}→${things[link.to].id}`;
    const pair = pairs.get(key) || { key, from: link.from, to: link.to, links: [], tone: "" };
    pair.links.push(link);
    pair.tone ||= link.tone;
    pair.far = isFar(from, to);
    pair.within = data.columns && from.column === to.column;
    pairs.set(key, pair);
  }
  for (const i of drawn.keys()) {
    const thing = things[i];
    if (!thing.members || !opened.has(i)) continue;
    for (const member of thing.members) {
      const box = drawn.get(member);
      if (!box) continue;
      const key = `${thing.id}→${things[member].id}`;
      const at = drawn.get(i);
      if (!pairs.has(key)) pairs.set(key, { key, from: i, to: member, links: [], tone: "", far: isFar(at, box), within: data.columns && at.column === box.column });
    }
    // Its members are drawn: what it has for them all would be there twice.
    if (thing.beside === undefined) for (const [key, pair] of pairs) if ((pair.from === i || pair.to === i) && pair.links.length) pairs.delete(key);
  }
  return pairs;
}
