"use strict";
/** What a report is put together by; `within` is the place that is chosen: by what lies in it, or it itself. */
function matrixPart(column, by, within) {
  const place = () => column.places[column.places.indexOf(within) + 1] ?? within;
  return { none: column.key, kind: column.kind, place: place(), year: column.year }[by];
}
// What of a matrix is shown: the rows and columns that are asked for, grouped, ordered, counted, as
// viz/matrix_view.py does it. `state` is what one chose, `say` gives words in the language of the page.
function matrixView(m, state, say) {
  const words = (pair) => say(pair[0], pair[1]);
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const kinds = Object.keys(m.kinds);
  const reaches = state.reach === "both" ? ["direct", "reaching"] : [state.reach];
  const counted = new Set(state.outcome ? state.outcome.split(",") : ["evidenced"]);
  const looks = m.codes.map(([outcome, way]) => ({
    outcome, reach: m.ways[way][0], at: reaches.indexOf(m.ways[way][0]), counts: counted.has(outcome),
  }));
  const cell = (column, row) => {
    const look = looks[m.columns[column].cells.charCodeAt(row) - 65];
    return look && look.at >= 0 ? look : null;
  };
  const none = () => reaches.map(() => [0, 0]);
  const add = (counts, look) => {
    counts[look.at][1] += 1;
    if (look.counts) counts[look.at][0] += 1;
  };
  const fits = (counts) => counts.some(([has, of]) => (state.outcome ? has : of));
  const sum = (counts) => counts.reduce((total, [has]) => total + has, 0);

  const reach = (counts) => counts.reduce((total, [, of]) => total + of, 0);

  const of = [...m.columns.keys()].filter((n) => {
    const column = m.columns[n];
    return (state.year === "all" || column.year === state.year) && (!state.kind || column.kind === state.kind)
      && (!state.place || column.places.includes(state.place));
  });
  const asked = state.q.toLowerCase();
  const totals = new Map();
  const rows = [...m.rows.keys()].filter((n) => {
    const row = m.rows[n];
    if (state.law && row.law !== state.law) return false;
    if (!`${row.zh} ${row.en} ${m.laws[row.law][0]}`.toLowerCase().includes(asked)) return false;
    const counts = none();
    let spoken = false;
    for (const column of of) {
      const look = cell(column, n);
      if (!look) continue;
      add(counts, look);
      spoken ||= look.outcome !== "not_reported";
    }
    totals.set(n, counts);
    return fits(counts) && (!state.rows || (state.rows === "spoken") === spoken);
  });
  const count = (columns, some) => {
    const counts = none();
    for (const column of columns) for (const row of some) {
      const look = cell(column, row);
      if (look) add(counts, look);
    }
    return counts;
  };

  const parts = new Map();
  const part = (column) => matrixPart(column, state.by, state.place);
  const together = state.by !== "none";
  for (const n of of) {
    const key = part(m.columns[n]);
    if (parts.has(key)) parts.get(key).push(n);
    else parts.set(key, [n]);
  }
  const name = (key, n, members) => {
    if (!together) return m.columns[n].name;
    if (!key) return `${say("所在地不详", "place not known")}${say("（", " (")}${members}${say("）", ")")}`;
    const known = { kind: m.kinds[key] && words(m.kinds[key]), place: m.places[key] }[state.by] ?? key;
    return `${known}${say("（", " (")}${members}${say("）", ")")}`;
  };
  const places = new Map(m.choices.find(([name]) => name === "place")[3].map(([key], n) => [key, n]));
  const place = (key) => (key && places.get(key)) || places.size; // What lies nowhere is last.
  /** What one chooses to see only the reports of a part: side by side, or put together otherwise if they are many. */
  const into = (key, members) => {
    if (!together || !key || key === state[state.by]) return null;
    const place = state.by === "place" ? key : state.place;
    const divides = (by) => {
      const sizes = new Map();
      for (const n of members) {
        const at = matrixPart(m.columns[n], by, place);
        sizes.set(at, (sizes.get(at) ?? 0) + 1);
      }
      return Math.max(...sizes.values()) <= m.dividing * members.length;
    };
    const by = (members.length > m.most && ["place", "kind"].find(divides)) || "none";
    return { ...state, [state.by]: key, by, page: "1" };
  };
  const columns = [...parts].map(([key, members]) => ({
    key, members, name: name(key, members[0], members.length), year: together ? "" : m.columns[members[0]].year,
    kind: kinds.indexOf(m.columns[members[0]].kind), counts: count(members, rows),
    href: together ? "" : m.columns[members[0]].href, into: into(key, members),
  })).filter((column) => fits(column.counts)).sort((a, b) =>
    (together ? 0 : a.kind - b.kind)
    || (state.columns === "count" ? sum(b.counts) - sum(a.counts) : 0)
    || (state.by === "kind" ? kinds.indexOf(a.key) - kinds.indexOf(b.key) : 0)
    || (state.by === "place" ? place(a.key) - place(b.key) : 0)
    || (state.by === "year" ? order(a.key, b.key) : 0)
    || a.members[0] - b.members[0]); // As they are given: by their names.

  const groups = new Map();
  if (state.group === "topic") for (const topic of Object.keys(m.topics)) groups.set(topic, []);
  for (const n of rows) {
    const key = state.group === "none" ? "" : m.rows[n][state.group];
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(n);
  }
  const byName = say((a, b) => m.rows[a].rank - m.rows[b].rank, (a, b) => order(m.rows[a].en, m.rows[b].en));
  const listed = [...groups].filter(([, members]) => members.length).map(([key, members]) => ({
    key, counts: count(of, members),
    name: { law: m.laws[key]?.[0], topic: m.topics[key] && words(m.topics[key]), none: "" }[state.group],
    href: state.group === "law" ? m.laws[key][1] : "",
    rows: members.sort((a, b) => ({
      "": reach(totals.get(b)) - reach(totals.get(a)), name: byName(a, b), count: sum(totals.get(b)) - sum(totals.get(a)),
    })[state.order]),
  }));
  if (!state.order) listed.sort((a, b) => reach(totals.get(b.rows[0])) - reach(totals.get(a.rows[0])));
  if (state.order === "count") listed.sort((a, b) => sum(b.counts) - sum(a.counts));

  const outcomes = Object.fromEntries(Object.keys(m.outcomes).map((outcome) => [outcome, none()]));
  for (const column of of) for (const row of rows) {
    const look = cell(column, row);
    if (look) outcomes[look.outcome][look.at][0] += 1;
  }
  return { reaches, counted, of, rows, columns, groups: listed, totals, outcomes, cell, count, counts: count(of, rows) };
}
