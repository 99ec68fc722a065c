"use strict";
// The matrix, in the explorer and in a page of its own: what one chooses and its address, the table, the keyboard,
// the panel beside it. matrix-view.js says what is shown, matrix-table.js writes it, matrix-panel.js tells of a cell.
(() => {
  const place = document.getElementById("matrix");
  if (!place) return;
  // The explorer has the data in a file of their own, whose address is the base of the addresses in them.
  const own = document.querySelector("script[data-matrix]");
  const m = own ? fazhiMatrix : data;
  for (const column of m.columns) column.key ??= `${column.name}/${column.year}`;
  const base = own ? own.src : document.baseURI;
  const onWeb = location.protocol.startsWith("http");
  const english = () => document.documentElement.lang === "en";
  const say = (zh, en) => (english() ? en : zh);
  const words = (pair) => say(pair[0], pair[1]);
  const at = (address, from = base) => (address ? new URL(address, from).href : "");
  const thousands = (number) => number.toLocaleString("en");

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name in element && name !== "list") element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  const { partsOf, csv, ruleOf } = matrixTable({ m, say, words, at });
  const { tellOne, tellAll } = matrixPanel({ m, say, words, at, make });

  // What one chooses, with what holds where nothing is chosen.
  const values = Object.fromEntries(m.choices.map(([name, , , options]) => [name, options.map(([value]) => value)]));
  const defaults = { ...Object.fromEntries(Object.entries(values).map(([name, [first]]) => [name, first])), q: "", page: "1" };
  const together = () => state.by !== "none";
  const few = ["reach", "rows", "by", "group", "order", "columns"]; // Others may name what the store lacks.
  let state = {};
  let shown = null; // What is shown: the view of the state.
  let opened = null; // Column and row of the cell in the panel.
  let focused = null; // The cell to which the Tab key leads.

  /* The address: in the explorer what is chosen stands where the server reads it, too; the cell behind #. */
  function readAddress() {
    const given = new URLSearchParams(onWeb ? location.search : `${place.dataset.asked ?? ""}&${location.hash.slice(1)}`);
    state = { ...defaults };
    for (const name of Object.keys(defaults)) {
      const value = given.getAll(name).at(-1);
      if (value && (!few.includes(name) || values[name].includes(value))) state[name] = value;
    }
    const asked = state.outcome.split(",");
    state.outcome = Object.keys(m.outcomes).filter((outcome) => asked.includes(outcome)).join(",");
    return new URLSearchParams(location.hash.slice(1)).get("cell") ?? "";
  }
  function chosen(without = [], of = state) {
    const kept = Object.entries(of).filter(([name, value]) => value !== defaults[name] && !without.includes(name));
    return new URLSearchParams(kept).toString();
  }
  function addressOf(of, cell = "") {
    const query = chosen([], of);
    return onWeb
      ? `${location.pathname}${query && `?${query}`}${cell && `#${cell}`}`
      : `${location.pathname}${query || cell ? `#${[query, cell].filter(Boolean).join("&")}` : ""}`;
  }
  function writeAddress(replace = false) {
    const cell = opened && !together()
      ? `cell=${encodeURIComponent(keyOf(opened.columns[0], opened.row)).replaceAll("%2F", "/")}` : "";
    history[replace ? "replaceState" : "pushState"](null, "", addressOf(state, cell));
    const other = document.querySelector("header .switches a[hreflang]");
    if (other) other.href = onWeb ? `${other.pathname}${location.search}${location.hash}` : `${other.href.split("#")[0]}${location.hash}`;
  }

  /* The table. */
  let rest = null; // What of the table is still to come: what is seen first must not wait for it.
  function draw(columns) {
    rest = columns.length ? partsOf(columns, shown, state, addressOf) : null;
    table.innerHTML = rest ? rest.next().value : "";
    for (const head of table.querySelectorAll("[data-n]")) head.style.setProperty("--n", head.dataset.n);
    more(rest);
  }
  function more(parts, all = false) {
    if (!parts || parts !== rest) return; // Something else is shown by now.
    const cells = () => table.rows.length * shown.visible.length;
    const enough = cells() + m.atOnce;
    const html = [];
    let part = parts.next();
    for (let n = cells(); !part.done; part = parts.next()) {
      html.push(part.value);
      n += part.value.split('<tr role="row"').length * shown.visible.length;
      if (!all && n > enough) break;
    }
    table.insertAdjacentHTML("beforeend", html.join(""));
    if (part.done) rest = null;
    else requestAnimationFrame(() => setTimeout(() => more(parts)));
  }
  addEventListener("beforeprint", () => more(rest, true));

  /* The parts of the page. */
  let form, legend, status, pager;
  const scroll = make("div", { className: "scroll matrix-scroll", tabIndex: -1 });
  const panel = make("aside", { className: "matrix-panel", id: "cell", hidden: true, ariaLive: "polite" });
  const table = make("table", { className: "matrix grid", role: "grid" });
  scroll.append(table);

  function select([name, zh, en, options]) {
    const field = make("select", { name }, ...options.map(([value, ...called]) => make("option", { value }, words(called))));
    return make("label", {}, `${say(zh, en)} `, field);
  }
  function buildControls() {
    const text = make("input", { type: "search", name: "q" });
    const clear = make("button", { type: "button", className: "quiet" }, say("清除条件", "Show all"));
    clear.addEventListener("click", () => { state = { ...defaults }; change(); });
    // What has an outcome is chosen by the legend; of a place alone there is nothing to choose.
    const offered = m.choices.filter(([name, , , options]) => name !== "outcome" && options.length > 1);
    form = make("form", { className: "filters matrix-controls" },
      ...offered.map(select), make("label", {}, `${say("义务含", "Obligation with")} `, text), clear);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => {
      if (event.target.name === "q") return;
      state[event.target.name] = event.target.value;
      change();
    });
    text.addEventListener("input", () => { state.q = text.value.trim(); change(true); });
    legend = make("div", { className: "matrix-legend", role: "group", ariaLabel: say("结论", "Outcomes") });
    for (const [outcome, [sign, tone, zh, en]] of Object.entries(m.outcomes)) {
      const button = make("button", { type: "button", value: outcome, title: outcome === "not_reported" ? say("报告没有写到，不等于没有做", "not reported is not “not done”") : "" },
        make("span", { className: tone, ariaHidden: "true" }, sign), ` ${say(zh, en)} `, make("b"));
      button.addEventListener("click", () => {
        const now = new Set(state.outcome.split(",").filter(Boolean));
        if (!now.delete(outcome)) now.add(outcome);
        state.outcome = Object.keys(m.outcomes).filter((one) => now.has(one)).join(",");
        change();
      });
      legend.append(button);
    }
    const csv = make("button", { type: "button", className: "quiet" }, "CSV");
    csv.addEventListener("click", saveCsv);
    legend.append(make("span", { className: "downloads" }, csv, ...(m.table ? [make("a", { id: "matrix-xlsx" }, "XLSX")] : [])));
    status = make("p", { className: "note matrix-status", role: "status" });
    pager = make("nav", { className: "pager matrix-pager", ariaLabel: say("翻页", "Pages of the list") });
    const note = make("p", { className: "note" }, say(
      "选结论，只看有它的义务和报告。点格子看原文，方向键移动，回车打开，Esc关闭。未提及：报告没有写到，不等于没有做；空白：不适用。虚线：只间接适用，不与直接约束合计，不能说单位违反了它。* 条文未核对。",
      "Choose an outcome to see only what has it. A cell opens its words; arrow keys move, Enter opens, Esc closes. Not reported is not “not done”; a blank does not apply. Dotted: only reaches the body, never added to what binds it, and cannot be breached by it. * Article not verified."));
    const folded = make("details", { className: "matrix-more", open: innerWidth > 640 }, make("summary", {}, say("筛选和排列", "Filter and arrange")), form);
    place.replaceChildren(folded, legend, status, make("div", { className: "matrix-box" }, scroll, panel), pager, note);
  }

  function render() {
    shown = matrixView(m, state, say);
    const heading = document.querySelector("h1");
    if (heading.dataset.title) heading.textContent = `${heading.dataset.title}${state.year && state.year !== "all" ? ` ${state.year}` : ""}`;
    const pages = Math.max(1, Math.ceil(shown.columns.length / m.most));
    const page = Math.min(Math.max(1, Number.parseInt(state.page, 10) || 1), pages);
    const start = (page - 1) * m.most;
    const columns = shown.columns.slice(start, start + m.most);
    shown.visible = columns;
    for (const field of form.elements) if (field.name) field.value = state[field.name];
    form.querySelector("button").hidden = Object.keys(defaults).every((name) => name === "page" || state[name] === defaults[name]);
    const now = state.outcome.split(",");
    for (const button of legend.querySelectorAll("button[value]")) {
      const counts = shown.outcomes[button.value];
      button.setAttribute("aria-pressed", String(now.includes(button.value)));
      button.querySelector("b").textContent = counts.map(([n]) => thousands(n)).join(" + ");
    }
    const xlsx = document.getElementById("matrix-xlsx");
    if (xlsx) xlsx.href = `${at(m.table)}${chosen(["page"]) && `?${chosen(["page"])}`}`;
    const reports = shown.of.length;
    const part = pages > 1 ? say(
      `本页第${start + 1}至${start + columns.length}列，共${shown.columns.length}列；合计数按全部${reports}份报告。也可以把报告按类别、所在地合并。`,
      `Columns ${start + 1} to ${start + columns.length} of ${shown.columns.length}; totals count all ${reports} reports. Reports can also be put together by kind or place.`)
      : columns.some((column) => column.into) ? say("报告已合并，括号中为份数；点组名看其中各份。", "Reports are put together, how many stands in brackets; the name of a group leads to its own.") : "";
    const words = m.untold ? say("报告多，本页未收入原文：fazhi view matrix 加单位、地名或类别，即得含原文的一页。", " Too many reports for their words on this page: fazhi view matrix with a body, place or kind makes a page that has them.") : "";
    status.textContent = shown.columns.length && shown.rows.length
      ? `${say(`${shown.rows.length}项义务（共${m.rows.length}项），${thousands(reports)}份报告（共${thousands(m.columns.length)}份）。`, `${shown.rows.length} of ${m.rows.length} obligations, ${thousands(reports)} of ${thousands(m.columns.length)} reports. `)}${part}${words}`
      : say("没有符合条件的报告或义务；放宽上面的条件，或读入报告。", "No report or obligation fits; ask for less above, or read some reports.");
    table.className = `matrix grid${together() ? " together" : ""}${state.reach === "both" ? " two" : ""}`;
    draw(columns);
    scroll.hidden = !columns.length;
    pager.hidden = pages < 2;
    pager.replaceChildren(...[[page - 1, say("← 上一页", "← back")], [page + 1, say("下一页 →", "on →")]].filter(([n]) => n >= 1 && n <= pages).map(([n, text]) => {
      const button = make("button", { type: "button" }, text);
      button.addEventListener("click", () => { state.page = String(n); change(false, false); });
      return button;
    }));
    focused = null;
    lead(table.querySelector("tr[data-row] td.is-good, tr[data-row] td:not(.counts):not(:empty)"));
    if (opened) mark();
  }
  function change(replace = false, first = true) {
    if (first) state.page = "1";
    close(false);
    render();
    writeAddress(replace);
  }

  /* The keyboard: one cell is in the order of the Tab key, the arrows lead from cell to cell. */
  function lead(cell) {
    if (focused) focused.tabIndex = -1;
    focused = cell;
    if (focused) focused.tabIndex = 0;
  }
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -Infinity], End: [0, Infinity] };
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && isCell(cell)) { event.preventDefault(); open(cell); return; }
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...table.querySelectorAll("thead tr:nth-child(2), tr[data-row]")];
    let row = rows.indexOf(cell.parentElement);
    let column = cell.cellIndex;
    const target = (found) => (found && (isCell(found) ? found : found.querySelector("a")));
    if (!Number.isFinite(step[1])) {
      const cells = [...rows[row].cells].filter(isCell);
      go(cells.at(step[1] < 0 ? 0 : -1));
      return;
    }
    for (;;) {
      row += step[0];
      column += step[1];
      const found = rows[row]?.cells[column];
      if (!found) return;
      if (target(found)) { go(target(found)); return; }
    }
  });
  function go(element) {
    if (!element) return;
    lead(element);
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  const isCell = (cell) => cell.matches("tr[data-row] > td:not(.counts):not(:empty)");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) { close(); }
  });
  table.addEventListener("click", (event) => {
    const part = event.target.closest("a.part");
    if (part && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      history.pushState(null, "", part.href);
      start();
      return;
    }
    const cell = event.target.closest("td");
    if (cell && isCell(cell)) { lead(cell); open(cell); }
  });

  /* The panel. */
  function open(cell) {
    const column = shown.visible[cell.cellIndex - 2];
    opened = { columns: column.members, row: Number(cell.parentElement.dataset.row), name: column.name };
    writeAddress();
    mark();
    cell.focus({ preventScroll: true });
    tell();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  function close(write = true) {
    if (!opened) return;
    opened = null;
    panel.hidden = true;
    mark();
    if (write) {
      writeAddress(true);
      focused?.focus({ preventScroll: true });
    }
  }
  function cellOf({ columns, row }) {
    const index = shown.visible.findIndex((column) => column.members[0] === columns[0]);
    return index < 0 ? null : table.querySelector(`tr[data-row="${row}"]`)?.cells[index + 2] ?? null;
  }
  function mark() {
    table.querySelector("td.chosen")?.classList.remove("chosen");
    if (opened) cellOf(opened)?.classList.add("chosen");
  }
  const linkTo = (text, address) => (address ? make("a", { href: at(address) }, text) : document.createTextNode(text));
  const keyOf = (column, row) => `${m.columns[column].key}/${m.rows[row].key}`;
  function goTo(column, row) {
    state = { ...state, by: "none", outcome: "" };
    follow(keyOf(column, row));
    writeAddress();
  }
  function tell() {
    const { columns, row, name } = opened;
    const duty = m.rows[row];
    const button = make("button", { type: "button", className: "close", ariaLabel: say("关闭", "Close") }, "✕");
    button.addEventListener("click", () => close());
    const only = columns.length === 1 && !together() ? m.columns[columns[0]] : null;
    const parts = [button, make("h2", {}, linkTo(say(duty.zh, duty.en), duty.href)),
      make("p", {}, only ? linkTo(`${only.name} ${only.year}`, only.href) : name)];
    const rule = ruleOf(duty, only ? only.year : state.year);
    const source = make("p", { className: "note" }, rule[0], rule[1] ? "" : say(" * 条文未核对：这一条凭记忆录入", " * Article not verified: this entry rests on memory"));
    parts.push(...(only ? tellOne(only, columns[0], row, source) : tellAll(columns, row, source, shown, goTo)));
    panel.hidden = false;
    panel.replaceChildren(...parts);
    panel.scrollTop = 0;
  }
  /** Show the cell with this key, whatever must be chosen otherwise for it; false if there is none. */
  function follow(key) {
    const cut = key.lastIndexOf("/");
    const column = m.columns.findIndex((one) => one.key === key.slice(0, cut));
    const row = m.rows.findIndex((one) => one.key === key.slice(cut + 1));
    const code = m.codes[(m.columns[column]?.cells.charCodeAt(row) ?? 0) - 65];
    if (column < 0 || row < 0 || !code) return false;
    const there = () => shown.columns.findIndex((one) => !together() && one.members[0] === column);
    const fits = () => there() >= 0 && shown.rows.includes(row) && shown.cell(column, row) && (!state.outcome || shown.cell(column, row).counts);
    shown = matrixView(m, state, say);
    if (!fits()) {
      const reach = m.ways[code[1]][0];
      state = { ...defaults, group: state.group, order: state.order, columns: state.columns, by: "none", year: m.columns[column].year, reach: [reach, "both"].includes(state.reach) ? state.reach : reach };
      shown = matrixView(m, state, say);
    }
    state.page = String(Math.floor(there() / m.most) + 1);
    opened = { columns: [column], row, name: m.columns[column].name };
    render();
    more(rest, true);
    const cell = cellOf(opened);
    mark();
    lead(cell);
    cell?.scrollIntoView({ block: "center", inline: "center" });
    tell();
    return true;
  }

  function saveCsv() {
    const address = URL.createObjectURL(new Blob([csv(shown, state)], { type: "text/csv" }));
    make("a", { href: address, download: "matrix.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  function start() {
    const cell = readAddress();
    close(false);
    if (!cell || !follow(cell)) { opened = null; render(); }
  }
  buildControls();
  start();
  addEventListener("popstate", start);
  if (typeof languageListeners !== "undefined") languageListeners.push(() => { const kept = opened; buildControls(); render(); if (kept) { opened = kept; mark(); tell(); } });
  document.documentElement.dataset.ready = "true";
})();
