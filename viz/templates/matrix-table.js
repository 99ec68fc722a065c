"use strict";
// The table of a matrix, as HTML part after part and as CSV. `say` and `words` give words in the language of the
// page, `at` an address as it is from here; what is shown comes from matrix-view.js.
function matrixTable({ m, say, words, at }) {
  const kinds = Object.keys(m.kinds);
  const escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const means = { not_reported: () => say("：报告没有写到，不等于没有做", ": the report does not speak of it, which is not “not done”") };
  const told = (look) => {
    const [, , zh, en] = m.outcomes[look.outcome];
    const reach = look.reach === "reaching" ? `${say("，", ", ")}${words(m.reaches.reaching)}` : "";
    return `${say(zh, en)}${reach}${means[look.outcome]?.() ?? ""}`;
  };
  const numbersOf = (shown) => (counts) => counts.map(([has, of], n) => (of ? `<span class="${shown.reaches[n]}">${has}<small>/${of}</small></span>` : "")).join("");
  const link = (text, address) => (address ? `<a tabindex="-1" href="${escaped(at(address))}">${escaped(text)}</a>` : escaped(text));
  const ruleOf = (row, year) => row.rules.find(([, , first, last]) => first <= Number(year) && Number(year) <= last) ?? row.rules[0];
  function countedName(shown) {
    const [only, more] = shown.counted;
    return more ? say("所选", "chosen") : say(m.outcomes[only][2], m.outcomes[only][3]);
  }
  /** The head of the table, and then its groups of rows, one after the other. */
  function* partsOf(columns, shown, state, addressOf) {
    const numbers = numbersOf(shown);
    const titles = new Map(m.codes.map(([outcome, way], n) => {
      const look = { outcome, reach: m.ways[way][0] };
      const reach = look.reach === "reaching" ? " reaching" : "";
      return [n, `<td role="gridcell" class="${m.outcomes[outcome][1]}${reach}" title="${escaped(told(look))}">${m.outcomes[outcome][0]}</td>`];
    }));
    const blank = '<td role="gridcell"></td>';
    const html = [`<caption class="unseen">${escaped(document.querySelector("h1").textContent)}</caption>`, '<thead role="rowgroup"><tr role="row" class="heads"><td role="gridcell"></td><td class="counts" role="gridcell"></td>'];
    const heads = new Map();
    for (const column of columns) heads.set(column.kind, (heads.get(column.kind) ?? 0) + 1);
    if (state.by === "none") for (const [kind, n] of heads) {
      html.push(`<th role="columnheader" scope="colgroup" aria-colspan="${n}" data-n="${n}">${escaped(words(m.kinds[kinds[kind]]))}</th>`);
    }
    html.push(`</tr><tr role="row"><th role="columnheader" scope="col">${say("义务", "Obligation")}</th><th role="columnheader" scope="col" class="counts">${countedName(shown)}${say("／适用", " / all")}</th>`);
    for (const column of columns) {
      const year = state.year === "all" && column.year ? ` ${column.year}` : "";
      const name = column.into
        ? `<a tabindex="-1" class="part" href="${escaped(addressOf(column.into))}">${escaped(column.name)}</a>` : link(column.name, column.href);
      html.push(`<th role="columnheader" scope="col" class="body"><span>${name}${year}</span></th>`);
    }
    html.push(`</tr><tr role="row" class="sum"><th role="rowheader" scope="row">${say("合计", "All")}</th><td role="gridcell" class="counts">${numbers(shown.counts)}</td>`);
    for (const column of columns) html.push(`<td role="gridcell">${numbers(column.counts)}</td>`);
    html.push("</tr></thead>");
    yield html.join("");
    for (const group of shown.groups) {
      html.splice(0, html.length, '<tbody role="rowgroup">');
      if (group.key) {
        html.push(`<tr role="row" class="group"><th role="rowheader" scope="rowgroup">${link(group.name, group.href)}</th><td role="gridcell" class="counts">${numbers(group.counts)}</td>`);
        for (const column of columns) html.push(`<td role="gridcell">${numbers(shown.count(column.members, group.rows))}</td>`);
        html.push("</tr>");
      }
      for (const [place, n] of group.rows.entries()) {
        if (place && place % m.rowsAtOnce === 0) {
          html.push("</tbody>");
          yield html.join("");
          html.splice(0, html.length, '<tbody role="rowgroup">');
        }
        const row = m.rows[n];
        const star = ruleOf(row, state.year)[1] ? "" : ` <abbr title="${say("条文未核对", "article not verified")}">*</abbr>`;
        html.push(`<tr role="row" data-row="${n}"><th role="rowheader" scope="row">${link(say(row.zh, row.en), row.href)} <small>${escaped(words(row.article))}${star}</small></th><td role="gridcell" class="counts">${numbers(shown.totals.get(n))}</td>`);
        for (const column of columns) {
          if (state.by !== "none") {
            html.push(`<td role="gridcell">${numbers(shown.count(column.members, [n]))}</td>`);
            continue;
          }
          const look = shown.cell(column.members[0], n);
          html.push(look && (!state.outcome || look.counts) ? titles.get(m.columns[column.members[0]].cells.charCodeAt(n) - 65) : blank);
        }
        html.push("</tr>");
      }
      html.push("</tbody>");
      yield html.join("");
    }
  }

  /** What is shown, as a table for other programs: all columns, on this page or not. */
  function csv(shown, state) {
    const counted = countedName(shown);
    const reach = (n) => (shown.reaches.length > 1 ? `${words(m.reaches[shown.reaches[n]])}${say("：", ": ")}` : "");
    const head = [say("分组", "Group"), say("义务", "Obligation"), say("出处", "From")];
    for (const n of shown.reaches.keys()) head.push(`${reach(n)}${counted}`, `${reach(n)}${say("适用", "all")}`);
    const field = (column, row) => {
      if (state.by !== "none") return shown.count(column.members, [row]).map(([has, of]) => `${has}/${of}`).join("; ");
      const look = shown.cell(column.members[0], row);
      return look && (!state.outcome || look.counts) ? told({ ...look, outcome: look.outcome }).split(say("：", ": "))[0] : "";
    };
    const lines = [[...head, ...shown.columns.map((column) => [column.name, column.year].filter(Boolean).join(" "))]];
    for (const group of shown.groups) for (const row of group.rows) {
      lines.push([group.name, say(m.rows[row].zh, m.rows[row].en), ruleOf(m.rows[row], state.year)[0],
        ...shown.totals.get(row).flat(), ...shown.columns.map((column) => field(column, row))]);
    }
    const quoted = (value) => {
      const text = String(value).replace(/^(?='*(?:[\0\t\r\n]|[\s\u0000-\u001f\u200b-\u200f\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]))/, "'");
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return `\ufeff${lines.map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
  }

  return { partsOf, csv, ruleOf };
}
