"use strict";
// Tables: a filter for each column, sorting, density, arrow keys. Without this a table stands as it is.
(() => {
  const root = document.documentElement;
  const kept = (value) => {
    try {
      if (value !== undefined) localStorage.setItem("density", value);
      return localStorage.getItem("density");
    } catch {
      return null; // The browser keeps nothing.
    }
  };
  // Before anything is drawn, so that nothing jumps.
  if (kept() === "compact") root.dataset.density = "compact";

  const english = root.lang === "en";
  const say = (zh, en) => (english ? en : zh);
  const order = new Intl.Collator(root.lang, { numeric: true });
  /** Tables of fewer rows need no filter. */
  const FEW = 8;

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** What stands in a cell, without what folds in it. */
  function words(cell) {
    if (!cell) return "";
    const copy = cell.cloneNode(true);
    for (const folded of copy.querySelectorAll("details, svg, .hint")) folded.remove();
    return copy.textContent.trim() || cell.textContent.trim();
  }
  /** A number as people write it: 1,234; 25.37万元. */
  function number(text) {
    const found = /-?[\d,]*\.?\d+/.exec(text);
    if (!found) return NaN;
    const times = /^\s*亿/.test(text.slice(found.index + found[0].length)) ? 1e8 : /^\s*万/.test(text.slice(found.index + found[0].length)) ? 1e4 : 1;
    return Number(found[0].replaceAll(",", "")) * times;
  }
  const compare = { ">": (a, b) => a > b, "<": (a, b) => a < b, ">=": (a, b) => a >= b, "<=": (a, b) => a <= b, "=": (a, b) => a === b };
  /** A test of a cell for what is asked: words in it, or of numbers ``>5``. */
  function test(asked) {
    const [, sign, than] = /^([<>]=?|=)\s*(-?[\d,.]+)$/.exec(asked.trim()) ?? [];
    if (sign) return (cell) => compare[sign](number(words(cell)), Number(than.replaceAll(",", "")));
    const sought = asked.trim().toLowerCase();
    return (cell) => (cell?.textContent ?? "").toLowerCase().includes(sought);
  }

  /* What was asked of the tables of the page stands behind # in its address: t0.1=words, t0.sort=-2. */
  const asked = () => new URLSearchParams(/^#t\d+\./.test(location.hash) ? location.hash.slice(1) : "");
  function ask(table, name, value) {
    const all = asked();
    if (value) all.set(`t${table}.${name}`, value);
    else all.delete(`t${table}.${name}`);
    const hash = all.toString();
    history.replaceState(history.state, "", hash ? `#${hash}` : location.pathname + location.search);
  }

  class Table {
    constructor(table, place) {
      this.table = table;
      this.place = place;
      this.body = table.tBodies[0];
      this.rows = [...this.body.rows];
      this.head = table.tHead.rows[0];
      this.own = !this.head.querySelector("a"); // Else the server sorts, over all pages.
      const near = (table.closest(".scroll") ?? table).parentElement;
      this.others = Boolean(near.querySelector(".pager [rel]"));
      if (this.own && this.rows.length > 2) this.sortable();
      if (this.rows.length >= FEW) this.tools();
      this.show();
      addEventListener("hashchange", () => this.show());
    }

    sortable() {
      for (const [column, cell] of [...this.head.cells].entries()) {
        const button = make("span", { role: "button", tabindex: "0", class: "sort", title: say("排序", "sort") }, ...cell.childNodes);
        const turn = () => {
          const now = asked().get(`t${this.place}.sort`);
          ask(this.place, "sort", { [String(column)]: `-${column}`, [`-${column}`]: "" }[now] ?? String(column));
          this.show();
        };
        button.addEventListener("click", turn);
        button.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          turn();
        });
        cell.append(button);
      }
    }

    tools() {
      const button = make("button", { type: "button", "aria-pressed": "false" }, say("逐列筛选", "Filter columns"));
      button.addEventListener("click", () => this.open(this.filters.hidden));
      const density = make("button", { type: "button", class: "density" }, say("紧凑", "Compact"));
      density.addEventListener("click", () => {
        if (root.dataset.density) delete root.dataset.density;
        else root.dataset.density = "compact";
        kept(root.dataset.density ?? "");
        pressed();
      });
      this.button = button;
      this.status = make("span", { role: "status" });
      this.filters = make("tr", { class: "column-filters" });
      this.filters.hidden = true;
      for (const [column, cell] of [...this.head.cells].entries()) {
        const name = cell.textContent.replace(/[▲▼]/g, "").trim();
        const field = make("input", { type: "search", "aria-label": say(`筛选：${name}`, `Filter: ${name}`), autocomplete: "off" });
        if (cell.classList.contains("number")) field.placeholder = ">5";
        field.addEventListener("input", () => {
          ask(this.place, column, field.value);
          this.show();
        });
        this.filters.append(make("td", { "data-label": name }, field));
      }
      this.table.tHead.append(this.filters);
      (this.table.closest(".scroll") ?? this.table).before(make("div", { class: "table-tools" }, this.status, button, density));
    }

    open(shown) {
      this.filters.hidden = !shown;
      this.button.setAttribute("aria-pressed", String(shown));
      this.table.classList.toggle("with-filters", shown);
      if (shown) this.filters.querySelector("input").focus();
      else {
        for (const column of this.filters.cells) ask(this.place, column.cellIndex, "");
        this.show();
      }
    }

    /** Show what the address asks of this table. */
    show() {
      const all = asked();
      const given = (name) => all.get(`t${this.place}.${name}`) ?? "";
      this.sort(given("sort"));
      if (!this.filters) return;
      const tests = [];
      for (const cell of this.filters.cells) {
        const field = cell.firstChild;
        const value = given(cell.cellIndex);
        if (field.value !== value) field.value = value;
        if (value.trim()) tests.push([cell.cellIndex, test(value)]);
      }
      if (tests.length && this.filters.hidden) {
        this.filters.hidden = false;
        this.button.setAttribute("aria-pressed", "true");
        this.table.classList.add("with-filters");
      }
      let count = 0;
      for (const row of this.rows) {
        row.hidden = !tests.every(([column, fits]) => fits(row.cells[column]));
        if (!row.hidden) count += 1;
      }
      const page = this.others && (tests.length || given("sort")) ? say("，只在本页中", ", of this page only") : "";
      this.status.textContent = tests.length
        ? say(`${this.rows.length}项中的${count}项${page}`, `${count} of ${this.rows.length}${page}`)
        : say(`${this.rows.length}项${page}`, `${this.rows.length} rows${page}`);
    }

    sort(by) {
      const column = Math.abs(Number.parseInt(by, 10));
      const down = by.startsWith("-");
      const cells = [...this.head.cells];
      if (!this.own || (this.sorted ?? "") === by || (by && !cells[column])) return;
      this.sorted = by;
      for (const [place, cell] of cells.entries()) {
        if (by && place === column) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
        else cell.removeAttribute("aria-sort");
      }
      const numbers = cells[column]?.classList.contains("number");
      const key = new Map(this.rows.map((row) => [row, words(row.cells[column])]));
      const sorted = by ? [...this.rows].sort((a, b) => {
        const [x, y] = [key.get(a), key.get(b)];
        if (!x || !y) return x ? -1 : y ? 1 : 0; // What is not known is last, either way.
        return (down ? -1 : 1) * (numbers ? (number(x) || 0) - (number(y) || 0) : order.compare(x, y));
      }) : this.rows;
      this.body.append(...sorted);
    }
  }

  function pressed() {
    for (const button of document.querySelectorAll(".density")) {
      button.setAttribute("aria-pressed", String(root.dataset.density === "compact"));
    }
  }

  /* The arrow keys lead from link to link, up and down within a column. */
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const reach = (cell) => [...(cell?.querySelectorAll("a, summary, .sort") ?? [])].find((element) => element.checkVisibility());
  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = event.target.closest("table.cards :is(td, th)");
    if (!step || !cell || event.target.closest("input") || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...cell.closest("table").rows].filter((row) => !row.hidden);
    let [row, column] = [rows.indexOf(cell.parentElement), cell.cellIndex];
    for (;;) {
      row += step[0];
      column += step[1];
      if (!rows[row]?.cells[column]) return;
      const found = reach(rows[row].cells[column]);
      if (!found) continue;
      event.preventDefault();
      found.focus();
      return;
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const [place, table] of [...document.querySelectorAll("table.cards")].entries()) {
      if (table.tHead && table.tBodies.length) new Table(table, place);
    }
    pressed();
  });
})();
