"""One body with its years side by side (一个单位，各年并列), and one report along its sections (一份报告)."""

from __future__ import annotations

from collections.abc import Mapping

from fazhi.kg.output.views.drawing import View
from fazhi.kg.output.views.nodes import (
    CITES,
    COUNSEL,
    OUTCOMES,
    STATEMENTS,
    add_days,
    add_law,
    add_leads,
    add_named,
    add_obligation,
    add_statements,
    add_successors,
    detail,
    words_of_outcome,
)
from fazhi.kg.output.views.reading import Reading, Report, Row
from fazhi.viz.kinds import group_of, known_kinds

_SECTIONS = """
SELECT ?section ?number ?title ?above ?order {
  GIVEN ?section dcterms:isPartOf+ ?report ; a fz:Section ; dcterms:isPartOf ?above ; dcterms:title ?title
  OPTIONAL { ?section fz:number ?number }
}"""
#: Sections that stand below each other; where there are more, only those of the first level do.
_SECTIONS_SHOWN = 18


def view_of_body(reading: Reading, name: str) -> View:
    """The reports of one body: what two years share stands between them, what one alone has on its side."""
    view = View((name, name))
    home = _add_reports(view, reading)
    _add_contents(view, reading, home)
    years = sorted(reading.reports.values(), key=lambda report: report.year)
    if len(years) == 2:
        _side_by_side(view, [report.iri for report in years])
    return view


def view_of_report(reading: Reading, name: str) -> View:
    """One report: its sections in their order, what each states to the left, what it names to the right."""
    view = View((name, name))
    (report,) = _add_reports(view, reading)
    sections = _sections(reading)
    shown = {iri: row for iri, row in sections.items() if row["above"] not in sections}
    deeper = {
        iri: row for iri, row in sections.items() if sections.get(row["above"], {}).get("above") == report
    }
    if len(shown) + len(deeper) <= _SECTIONS_SHOWN:
        shown |= deeper
    home = {report: report}
    for iri in sections:
        at = iri
        while at in sections and at not in shown:
            at = sections[at]["above"]
        home[iri] = at if at in shown else report
    order = sorted(
        shown,
        key=lambda iri: [int(n) if n.isdigit() else 0 for n in iri.rpartition("/section/")[2].split(".")],
    )
    for place, iri in enumerate(order):
        row = shown[iri]
        label = f"{row['number']} {row['title']}".strip()
        view.add(iri, label, "Section", order=place + 1)
    view.update(report, order=0)
    _add_contents(view, reading, home)
    for iri in order:
        if not view.graph.degree(iri):
            view.graph.remove_node(iri)
    return view


def _sections(reading: Reading) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in reading.rows(_SECTIONS):
        found.setdefault(row["section"], row)
    return found


def _add_reports(view: View, reading: Reading) -> dict[str, str]:
    for report in reading.reports.values():
        _add_report(view, reading, report)
    return {iri: iri for iri in reading.reports}


def _add_report(view: View, reading: Reading, report: Report) -> None:
    place = " ".join(dict.fromkeys(reading.places.get(report.body, ())))
    view.add(
        report.iri,
        f"{report.name} {report.year}".strip(),
        "Report",
        details=[
            detail("标题", "Title", report.title),
            detail("年度", "Year", report.year),
            detail("公开或落款日期", "Published or signed on", report.issued),
            detail("所在地", "Place", place),
            detail("上级单位", "Parent", reading.parents.get(report.body, "")),
        ],
    )


def _add_contents(view: View, reading: Reading, home: Mapping[str, str]) -> None:
    """All that the reports say and rest on, each thing beside its section or report."""

    def at(row: Row) -> str:
        return home.get(row.get("section", "")) or home[row["report"]]

    years = [report.year for report in reading.reports.values()]
    citations = reading.citations(sentences=True)
    cited = {row["law"] for row in citations}
    for law in reading.laws_among(_cited_by(reading)).values():
        if law.iri in cited:
            add_law(view, law, years)
    for row in citations:
        zh, en = reading.concepts.get(row["purpose"], CITES)
        tone = (view.graph.nodes[row["law"]].get("status") or ("",) * 4)[3]
        view.join(
            at(row),
            row["law"],
            (f"引用：{zh}", f"cites: {en}"),
            [(row["sentence"], row["evidence"])],
            tone=tone,
        )
    add_successors(view, reading.laws_among(_cited_by(reading)))
    _add_outcomes(view, reading, home)
    add_days(view, reading, at)
    for row in reading.firms():
        view.add(row["firm"], row["name"], "LawFirm")
        view.join(at(row), row["firm"], COUNSEL, [(row["sentence"], row["evidence"])])
    add_leads(view, reading, home)
    seen: dict[str, str] = {}
    for name in STATEMENTS:
        add_statements(view, reading, name, home, seen)
    add_named(view, reading, seen)
    for name in STATEMENTS:
        _put_together(view, name)


def _cited_by(reading: Reading) -> str:
    given = " ".join(f"<{iri}>" for iri in sorted(reading.reports))
    return f"VALUES ?report {{ {given} }} ?citation fz:inReport ?report ; fz:instrument ?law"


def _add_outcomes(view: View, reading: Reading, home: Mapping[str, str]) -> None:
    of_obligation: dict[str, list[str]] = {}
    for (_, obligation), outcome in reading.outcomes.items():
        of_obligation.setdefault(obligation, []).append(outcome)
    for obligation, outcomes in of_obligation.items():
        if row := reading.obligations.get(obligation):
            add_obligation(view, row, outcomes, of_one=True, rank=_RANKS.get(outcomes[0], 500))
            view.join(obligation, row["law"], ("依据", "derived from"))
    seen = set()
    for row in reading.outcome_words():
        pair = (row["report"], row["obligation"])
        outcome = reading.outcomes.get(pair, "")
        if outcome:
            seen.add(pair)
            tone = "finding" if outcome == "contrary" else ""
            view.join(
                home.get(row["section"]) or home[row["report"]],
                row["obligation"],
                words_of_outcome(outcome),
                [(row["sentence"], row["evidence"])],
                tone=tone,
            )
    for (report, obligation), outcome in reading.outcomes.items():
        if (report, obligation) not in seen:
            tone = "finding" if outcome == "contrary" else ""
            view.join(home[report], obligation, words_of_outcome(outcome), tone=tone)


_RANKS = {outcome: place * 100 for place, outcome in enumerate(OUTCOMES)}


def _put_together(view: View, name: str) -> None:
    """Statements of one class beside one section or report as one node, if they are many."""
    beside: dict[str, list[str]] = {}
    for node, kind in view.graph.nodes(data="kind"):
        if kind == name:
            homes = [n for n in view.graph.predecessors(node) if group_of(view.graph.nodes[n]).column == 0]
            beside.setdefault(homes[0] if homes else "", []).append(node)
    words = known_kinds()[name]
    for home, members in beside.items():
        if len(members) < 3 or not home:
            continue
        node = view.add(
            f"{home}*{name}", f"{words.zh} ×{len(members)}", name, label_en=f"{words.en} ×{len(members)}",
            members=members, count=len(members), iri="",
        )  # fmt: skip
        view.join(home, node, ("写明", "states"))


def _side_by_side(view: View, years: list[str]) -> None:
    """Columns for two reports: only the first, the first, both, the second, only the second."""
    first, second = years
    near = {iri: set(view.graph.successors(iri)) for iri in years}
    for node in list(view.graph):
        if node in near:
            column = 1 if node == second else -1
        elif node in near[first] & near[second]:
            column = 0
        elif node in near[second]:
            column = 2
        elif node in near[first]:
            column = -2
        else:
            continue
        view.update(node, column=column)
