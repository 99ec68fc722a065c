"use strict";
// What stands beside the picture: the list of what is drawn, and the panel with what is known of one node.
const NEIGHBOURS = 40, SENTENCES = 5;
const root = element("graph");

function element(id) {
  return document.getElementById(id);
}

function part(tag, id, attributes = {}, ...children) {
  const made = make(tag, "", null, ...children);
  made.id = id;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function pressed(words, act, className) {
  const made = make("button", className || "", words);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function build() {
  root.append(
    part("div", "beside", {}, part("input", "find", { type: "search", autocomplete: "off" }), part("p", "found", { role: "status" }), part("ul", "hits"), part("div", "listed")),
    part("div", "middle", {},
      part("div", "tools", { role: "toolbar" }),
      part("div", "canvas", {}, part("div", "stage", { role: "application", tabindex: "0" }), part("div", "tip", { hidden: "" })),
      part("img", "on-paper", { alt: "" })),
    part("section", "panel", { tabindex: "-1" }),
    part("p", "said", { role: "status" }),
  );
}

/** The form of a group, as a small picture. */
function symbol(group) {
  const space = "http://www.w3.org/2000/svg";
  const [picture, path] = [document.createElementNS(space, "svg"), document.createElementNS(space, "path")];
  picture.setAttribute("viewBox", "-10 -10 20 20");
  picture.setAttribute("class", "form");
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", `M${FORMS[group.form].map((point) => point.join(" ")).join("L")}Z`);
  path.setAttribute("fill", colourOf(group, "currentColor"));
  path.setAttribute("stroke", "currentColor");
  picture.append(path);
  return picture;
}

function statusOf(i) {
  const [sign, zh, en, tone] = things[i].status || [];
  return sign || zh ? make("span", `status is-${tone}`, `${sign} ${say(zh, en)}`.trim()) : null;
}

/** A button that selects a node, with what it is if that is not clear from where it stands. */
function nodeButton(i, withKind) {
  const made = pressed(null, () => go(i));
  made.dataset.node = things[i].id;
  if (withKind) made.append(symbol(groupOf(i)), make("span", "kind", kindOf(i)));
  made.append(make("span", "name", nameOf(i)), ...[statusOf(i)].filter(Boolean));
  if (chosen === i) made.setAttribute("aria-current", "true");
  return made;
}

/** The list of what is drawn, by group; a box hides a group. */
function showList() {
  const groups = grouped([...drawn.keys()], (i) => groupOf(i).group);
  const focused = document.activeElement?.closest("#listed")?.querySelector("button:focus")?.dataset.node;
  element("listed").replaceChildren(...data.groups.filter((group) => groups.has(group.group)).map((group) => {
    const members = groups.get(group.group).sort((a, b) => drawn.get(a).column - drawn.get(b).column || drawn.get(a).y - drawn.get(b).y);
    const box = make("input");
    box.type = "checkbox";
    box.checked = !hiddenGroups.has(group.group);
    box.addEventListener("change", () => {
      hiddenGroups[box.checked ? "delete" : "add"](group.group);
      update();
    });
    const list = make("ul", "", null, ...(box.checked ? members.map((i) => make("li", "", null, nodeButton(i))) : []));
    return make("section", "", null, make("h2", "", null, make("label", "", null, box, symbol(group), say(group.zh, group.en), make("span", "count", members.length))), list);
  }));
  element("listed").querySelectorAll("button").forEach((made, at) => { made.tabIndex = at && made.dataset.node !== focused ? -1 : 0; });
  if (focused) [...element("listed").querySelectorAll("button")].find((made) => made.dataset.node === focused)?.focus();
}

/** Sentences, each with the way to where it stands. */
function sentences(evidence) {
  const quote = ([sentence, report, place]) => {
    const made = make("blockquote", "quote", null, make("span", "words", data.sentences[sentence]));
    if (report === undefined) return made;
    const [name, address] = data.reports[report];
    const source = make("span", "source", name);
    if (address) {
      const link = make("a", "", say("看原文 →", "in context →"));
      link.href = `${address}#char=${place}`;
      source.append(" ", link);
    }
    made.append(source);
    return made;
  };
  const shown = evidence.slice(0, SENTENCES).map(quote);
  if (evidence.length <= SENTENCES) return shown;
  return [...shown, folded(say(`另外${evidence.length - SENTENCES}处`, `${evidence.length - SENTENCES} more`), () => evidence.slice(SENTENCES).map(quote))];
}

/** What is made when it is unfolded. */
function folded(words, contents) {
  const made = make("details", "", null, make("summary", "", words));
  made.addEventListener("toggle", () => { if (made.open && made.children.length === 1) made.append(...contents()); });
  return made;
}

function heading(words) {
  return make("h3", "", words);
}

function showPanel() {
  const panel = element("panel");
  panel.setAttribute("aria-label", say("所选内容", "What is selected"));
  panel.replaceChildren(...(chosen === null ? overview() : typeof chosen === "number" ? aboutNode(chosen) : aboutPair(pairs.get(chosen))));
  panel.scrollTop = 0;
}

function overview() {
  const found = [...drawn.keys()].filter((i) => (things[i].status || [])[3] === "finding" || groupOf(i).group === "finding");
  const parts = [make("h2", "", say("图中所示", "What is drawn")),
    make("p", "", say(`图中${drawn.size}项，本页共有${thousands(data.nodes.length)}项、${thousands(data.edges.length)}条联系。`, `${drawn.size} are drawn; the page holds ${thousands(data.nodes.length)} nodes and ${thousands(data.edges.length)} links.`))];
  if (found.length) parts.push(heading(say("先看这些", "What stands out")), make("ul", "links", null, ...found.map((i) => make("li", "", null, nodeButton(i, true)))));
  parts.push(...data.notes.map(([zh, en]) => make("p", "note", say(zh, en))),
    make("p", "note", say("点一项展开与之相连的内容，再点收起；叠起的（×后为数目）点开为其中各项。搜索框也查找尚未画出的内容。方向键移动，回车展开，Esc取消选择。", "Click a node to open what it is joined to, again to fold it; a stack (× tells how many) opens into what it holds. The search finds what is not drawn, too. Arrow keys move, Enter opens, Esc selects nothing.")),
    make("p", "note", say("图中所示为报告写到的内容，未提及不等于没有做。", "The picture shows what reports say; silence does not mean not done.")));
  return parts;
}

function aboutNode(i) {
  const thing = things[i];
  const parts = [closeButton(), make("p", "badge", null, symbol(groupOf(i)), kindOf(i)), make("h2", "", nameOf(i))];
  const status = statusOf(i);
  if (status) parts.push(make("p", "", null, status));
  if (thing.href) {
    const link = make("a", "", say("打开页面 →", "its page →"));
    link.href = thing.href;
    parts.push(make("p", "", null, link));
  }
  const many = (thing.members || neighboursOf(i)).length;
  if (many) parts.push(pressed(opened.has(i) ? say("收起", "Fold") : say(`展开（${many}）`, `Open (${many})`), () => toggle(i), "act"));
  if (thing.details) parts.push(definitions(thing.details));
  if (thing.count && !thing.members) parts.push(make("p", "note", say(`其中${thing.count}项未收入本页。`, `The page does not hold the ${thing.count} that are behind it.`)));
  if (thing.evidence) parts.push(heading(say("报告原文", "The reports’ words")), ...sentences(thing.evidence));
  if (thing.members) parts.push(heading(say(`其中各项（${thing.members.length}）`, `In it (${thing.members.length})`)), nodeList(thing.members.map((member) => [member, []])));
  parts.push(...neighbourParts(i));
  if (iriOf(i)) parts.push(make("p", "iri", iriOf(i)));
  return parts;
}

function nodeList(rows) {
  const row = ([i, evidence]) => make("li", "", null, nodeButton(i), ...(evidence.length ? [folded(say("原文", "words"), () => sentences(evidence))] : []));
  const list = make("ul", "links", null, ...rows.slice(0, NEIGHBOURS).map(row));
  if (rows.length > NEIGHBOURS) list.append(make("li", "", null, folded(say(`另外${rows.length - NEIGHBOURS}项`, `${rows.length - NEIGHBOURS} more`), () => rows.slice(NEIGHBOURS).map(row))));
  return list;
}

/** What a node is joined to: by the kind of that, and by how. */
function neighbourParts(i) {
  const thing = things[i];
  const kinds = new Map();
  for (const link of linksOf[i]) {
    const to = other(link, i);
    if (link.label < 0 || to === i) continue;
    // Of a stack, links differ in how many of it they stand for.
    const [zh, en] = thing.members ? data.labels[link.label].map((words) => words.split(/[：:]/)[0]) : data.labels[link.label];
    const key = `${data.kinds[things[to].kind][2]}|${say(zh, en)}`;
    if (!kinds.has(key)) kinds.set(key, []);
    kinds.get(key).push([to, link.evidence]);
  }
  const places = new Map(data.groups.map((group, at) => [group.group, at]));
  return [...kinds].sort((a, b) => places.get(a[0].split("|")[0]) - places.get(b[0].split("|")[0])).map(([key, rows]) => {
    const [group, label] = [key.slice(0, key.indexOf("|")), key.slice(key.indexOf("|") + 1)];
    const { zh, en } = groupNamed.get(group);
    const words = `${say(zh, en)} · ${label}${say(`（${rows.length}）`, ` (${rows.length})`)}`;
    const made = make("details", "", null, make("summary", "", words), nodeList(rows));
    made.open = kinds.size <= 4 || rows.length <= 8;
    return made;
  });
}

function aboutPair(pair) {
  if (!pair) return overview();
  const parts = [closeButton(), make("p", "badge", say("联系", "Link")), make("ul", "links", null, ...[pair.from, pair.to].map((i) => make("li", "", null, nodeButton(i, true))))];
  for (const link of pair.links) if (link.label >= 0) parts.push(heading(relation(link)), ...sentences(link.evidence));
  return parts;
}

// Ids of ours stand without their base.
function iriOf(i) {
  const { id, iri, beside } = things[i];
  return iri || (/^https?:/.test(id) ? id : beside === undefined && /^(body|instrument|obligation|publicity-day|firm|report|place)\//.test(id) && !/[@*]/.test(id) ? data.base + id : "");
}

function closeButton() {
  const made = pressed("✕", () => select(null), "close");
  made.setAttribute("aria-label", say("关闭", "Close"));
  return made;
}
