"use strict";
// Puts the query to the endpoint and shows what comes back, without leaving the page.
(() => {
  const form = document.getElementById("query-form");
  const field = document.getElementById("query");
  const result = document.getElementById("result");
  const permalink = document.getElementById("permalink");
  const downloads = document.getElementById("downloads");
  const recent = document.getElementById("recent");
  const english = document.documentElement.lang === "en";
  const language = english ? "en" : "zh";
  const say = (zh, en) => (english ? en : zh);
  const SHOWN = 500;
  const KEPT = 10;
  const KEY = "queries";
  const prefixes = Array.from(document.querySelectorAll("#prefixes > div"), (line) => [
    line.querySelector("dt").textContent,
    line.querySelector("dd").textContent,
  ]);

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const address = (query) => `${form.getAttribute("action")}?${new URLSearchParams({ query })}`;

  // The server answers for our IRIs at their own paths; evidence is read in its report.
  const addressOf = (iri) => {
    for (const base of [form.dataset.base, "https://w3id.org/fazhi/id/"]) {
      if (!iri.startsWith(base)) continue;
      const rest = iri.slice(base.length);
      const place = /^text\/(.+)\/[^/]+(#char=\d+,\d+)$/.exec(rest);
      return place ? `/${language}/reader/${place[1]}${place[2]}` : `/id/${rest}`;
    }
    const ours = "https://w3id.org/fazhi/";
    return iri.startsWith(ours) ? `/${iri.slice(ours.length)}` : null;
  };

  const shortened = (iri) => {
    const found = prefixes.find(([, namespace]) => iri.startsWith(namespace));
    return found ? found[0] + iri.slice(found[1].length) : iri;
  };

  const cell = (term) => {
    const made = element("td");
    if (!term) return made;
    if (term.type === "uri") {
      const href = addressOf(term.value);
      made.append(href ? element("a", shortened(term.value), { href }) : shortened(term.value));
      return made;
    }
    made.append(term.value);
    if (term["xml:lang"]) made.append(element("span", `@${term["xml:lang"]}`, { class: "unit" }));
    return made;
  };

  const show = (answer, cut) => {
    if ("boolean" in answer) {
      result.replaceChildren(element("p", answer.boolean ? say("是", "yes") : say("否", "no")));
      return;
    }
    const names = answer.head.vars;
    const rows = answer.results.bindings;
    const all = rows.length > SHOWN
      ? say(`共${rows.length}${cut ? "余" : ""}行，显示前${SHOWN}行`, `${rows.length}${cut ? " and more" : ""} rows, of which the first ${SHOWN} are shown`)
      : say(`${rows.length}行`, `${rows.length} rows`);
    const table = element("table", undefined, { class: "answer" });
    const head = element("tr");
    for (const name of names) head.append(element("th", name, { scope: "col" }));
    const body = element("tbody");
    for (const row of rows.slice(0, SHOWN)) {
      const line = element("tr");
      for (const name of names) line.append(cell(row[name]));
      body.append(line);
    }
    const top = element("thead");
    top.append(head);
    table.append(top, body);
    const scroll = element("div", undefined, { class: "scroll", tabindex: "0", role: "region", "aria-label": say("结果", "Result") });
    scroll.append(table);
    result.replaceChildren(element("p", all, { class: "soft" }), ...(rows.length ? [scroll] : []));
  };

  const fail = (message) => {
    const said = element("div", undefined, { class: "finding", id: "mistake", role: "alert" });
    said.append(element("p", `✕ ${message.split("\n")[0]}`));
    result.replaceChildren(said);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", "mistake");
    const at = /line (\d+), column (\d+)/.exec(message);
    if (!at) return;
    const lines = field.value.split("\n");
    const line = Number(at[1]) - 1;
    const text = lines[line] ?? "";
    // Columns count code points.
    const within = Array.from(text).slice(0, Number(at[2]) - 1).join("").length;
    const place = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + within;
    const shown = element("pre", undefined, { class: "at", lang: "en" });
    const before = element("span", text.slice(0, within), { class: "unprinted" });
    shown.append(`${text}\n`, before, "▲");
    said.append(shown);
    field.focus();
    field.setSelectionRange(place, Math.min(place + 1, field.value.length));
  };

  const put = async (query, type) => {
    const answer = await fetch("/sparql", {
      method: "POST",
      headers: { Accept: type },
      body: new URLSearchParams({ query }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer;
  };

  const known = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
    } catch {
      return []; // The browser keeps nothing.
    }
  };

  const keep = (queries) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(queries));
    } catch {
      // Then they are not kept.
    }
    list();
  };

  const list = () => {
    const queries = known();
    recent.hidden = queries.length === 0;
    const lines = queries.map((query) => {
      const line = element("li");
      line.append(element("a", query.replace(/\s+/g, " ").slice(0, 80), { href: address(query) }));
      return line;
    });
    recent.querySelector("ul").replaceChildren(...lines);
  };

  let last = 0;
  const run = async () => {
    const query = field.value;
    const number = ++last;
    field.removeAttribute("aria-invalid");
    result.replaceChildren(element("p", say("查询中…", "running…"), { class: "soft" }));
    history.replaceState(null, "", address(query));
    permalink.href = address(query);
    keep([query, ...known().filter((one) => one !== query)].slice(0, KEPT));
    try {
      const answer = await put(query, "application/sparql-results+json, text/turtle;q=0.9");
      const text = await answer.text();
      if (number !== last) return; // Another query was put meanwhile.
      if (answer.headers.get("Content-Type").startsWith("text/turtle")) {
        result.replaceChildren(element("pre", text, { lang: "en" }));
        downloads.hidden = true;
      } else {
        show(JSON.parse(text), answer.headers.has("X-SPARQL-MaxRows"));
        downloads.hidden = false;
      }
    } catch (error) {
      if (number === last) fail(error.message);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });
  field.addEventListener("input", () => (permalink.href = address(field.value)));
  for (const button of downloads.querySelectorAll("button")) {
    button.addEventListener("click", async () => {
      try {
        const file = await (await put(field.value, button.dataset.type)).blob();
        const link = element("a", "", { href: URL.createObjectURL(file), download: button.dataset.name });
        link.click();
        URL.revokeObjectURL(link.href);
      } catch (error) {
        fail(error.message);
      }
    });
  }
  document.getElementById("forget").addEventListener("click", () => keep([]));
  list();
  downloads.hidden = !result.querySelector("table");
})();
