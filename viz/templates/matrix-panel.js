"use strict";
// What the panel of the matrix tells of a cell; see matrix.js, which gives it what it shares with the page.
function matrixPanel({ m, say, words, at, make }) {
  /** Reports that are named of each outcome. */
  const MOST = 40;
  const outcome = (look) => {
    const [sign, tone, zh, en] = m.outcomes[look.outcome];
    return make("p", {}, make("span", { className: `status ${tone}` }, make("span", { ariaHidden: "true" }, sign), ` ${say(zh, en)}`), ` · ${words(m.reaches[look.reach])}`);
  };

  /** What is told of one report; the words come when they are there. */
  function tellOne(column, n, row, source) {
    const code = m.columns[n].cells.charCodeAt(row) - 65;
    if (!m.codes[code]) return [source, make("p", {}, say("这项义务不适用于该单位。", "This obligation does not apply to the body."))];
    const [found, way] = m.codes[code];
    const [reach, zh, en] = m.ways[way];
    const parts = [outcome({ outcome: found, reach }), source, make("p", { className: "note" }, `${say("适用：", "It applies: ")}${say(zh, en)}`)];
    if (found === "not_reported") return [...parts, make("p", { className: "is-silent" }, say("报告没有写到，不等于没有做。", "The report does not speak of it, which does not mean that nothing was done."))];
    if (m.untold) return [...parts, make("p", { className: "note" }, say("本页未收入原文，另行生成：", "This page lacks the words, one of their own has them: "), make("code", {}, `fazhi view matrix ${column.key}`))];
    const told = make("div", {}, make("p", { className: "note" }, say("正在取原文…", "Fetching the words…")));
    fetchTold(column).then((of) => {
      const one = of?.of[m.rows[row].key];
      if (!one) { told.replaceChildren(make("p", { className: "note" }, say("没有取到原文；单位页有同样的内容。", "The words did not come; the page of the body has them too."))); return; }
      told.replaceChildren(make("p", {}, say(one[0], one[1])), ...one[2].map((index) => evidence(of.passages[index], of.from)));
    });
    return [...parts, told];
  }

  /** What is told of several reports: how many have each outcome, and the way (`go`) to those that speak of it. */
  function tellAll(columns, row, source, shown, go) {
    const parts = [source];
    for (const name of Object.keys(m.outcomes)) {
      for (const [n, reach] of shown.reaches.entries()) {
        const having = columns.filter((column) => {
          const found = shown.cell(column, row);
          return found && found.outcome === name && found.at === n;
        });
        if (!having.length) continue;
        const line = outcome({ outcome: name, reach });
        line.append(make("b", {}, ` ${having.length}`));
        parts.push(line);
        if (name === "not_reported") continue;
        const list = make("ul", { className: "plain" }, ...having.slice(0, MOST).map((column) => {
          const link = make("a", { href: "#" }, `${m.columns[column].name} ${m.columns[column].year}`);
          link.addEventListener("click", (event) => {
            event.preventDefault();
            go(column, row);
          });
          return make("li", {}, link);
        }));
        const more = having.length - MOST;
        if (more > 0) list.append(make("li", { className: "note" }, say(`另有${more}份`, `${more} more`)));
        parts.push(list);
      }
    }
    return parts;
  }

  const placed = (locator) => {
    const [kind, number] = locator.split("=");
    return { page: say(`第${number}页`, `page ${number}`), paragraph: say(`第${number}段`, `paragraph ${number}`) }[kind] ?? "";
  };
  function evidence([before, exact, after, section, locator, href], from) {
    const quote = make("blockquote", { lang: "zh-CN" }, before, make("mark", {}, exact), after);
    const below = make("figcaption", {}, [section, placed(locator)].filter(Boolean).join(" · "));
    if (href) below.append(below.textContent ? " · " : "", make("a", { href: at(href, from) }, say("在报告中看 →", "read in context →")));
    return make("figure", { className: "evidence" }, quote, below);
  }

  /* What is told of a report: in the page itself, or in a script that is fetched for it. */
  const waiting = new Map();
  globalThis.fazhiTold = (key, found) => { m.told[key] = { ...found, from: document.currentScript.src }; };
  async function fetchTold(column) {
    if (m.told[column.key] || !column.told) return m.told[column.key];
    if (!waiting.has(column.key)) {
      waiting.set(column.key, new Promise((done) => {
        const script = make("script", { src: at(column.told) });
        script.addEventListener("load", done);
        script.addEventListener("error", () => { waiting.delete(column.key); done(); });
        document.head.append(script);
      }));
    }
    await waiting.get(column.key);
    return m.told[column.key];
  }

  return { tellOne, tellAll };
}
