"""One law (一部法律) and one statutory obligation (一项义务), with the bodies that they concern."""

from __future__ import annotations

from collections import Counter

from fazhi.kg.output.views.drawing import View
from fazhi.kg.output.views.nodes import (
    CITES,
    OUTCOMES,
    add_body,
    add_law,
    add_obligation,
    outcome_status,
    words_of_outcome,
)
from fazhi.kg.output.views.overall import group_bodies
from fazhi.kg.output.views.reading import Reading
from fazhi.kg.store.files import StoreError

_CITING = "SELECT DISTINCT ?report { ?citation fz:instrument LAW ; fz:inReport ?report }"
_RELATED = """
SELECT DISTINCT ?from ?to ?zh ?en {
  { LAW eli:repealed_by ?to BIND(LAW AS ?from) BIND("由其取代" AS ?zh) BIND("replaced by" AS ?en) } UNION
  { ?from eli:repealed_by LAW BIND(LAW AS ?to) BIND("由其取代" AS ?zh) BIND("replaced by" AS ?en) } UNION
  { LAW eli:based_on ?to BIND(LAW AS ?from) BIND("上位法" AS ?zh) BIND("based on" AS ?en) } UNION
  { ?from eli:based_on LAW BIND(LAW AS ?to) BIND("上位法" AS ?zh) BIND("based on" AS ?en) }
} ORDER BY ?from ?to LIMIT 60"""
_BASED = ("上位法", "based on")
#: So many instruments that rest on a law stand as one node.
_MANY_REST = 4
_NAMES = "SELECT ?law ?name { VALUES ?law { GIVEN } ?law skos:prefLabel ?name }"
_DAYS = """
SELECT ?day ?zh ?en { ?day fz:legalBasis LAW ; skos:prefLabel ?zh, ?en
  FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }"""
_TOGETHER = """
SELECT ?law (COUNT(*) AS ?n) {
  { SELECT DISTINCT ?report { ?citation fz:instrument LAW ; fz:inReport ?report } }
  { SELECT DISTINCT ?report ?law { ?other fz:instrument ?law ; fz:inReport ?report } }
  FILTER(?law != LAW)
} GROUP BY ?law ORDER BY DESC(?n) ?law LIMIT 10"""


def view_of_law(reading: Reading, law: str) -> View:
    """The bodies that cite an instrument; beside it, the obligations that it sets; what is cited with it."""
    store = reading.store
    iri = f"<{law}>"
    citing = {row["report"] for row in reading.rows(_CITING.replace("LAW", iri))}
    found = reading.laws_among(f"VALUES ?law {{ {iri} }}")
    if law not in found:
        raise StoreError("not in the store", "图谱中没有", at=law)
    view = View((f"《{found[law].name}》",) * 2)
    some = Reading(store, citing)
    years = {report.year for report in some.reports.values()} if citing else set()
    add_law(view, found[law], years, rank=0, order=0, column=1)
    if citing:
        home = {report.iri: report.body for report in some.reports.values()}
        for body in some.of_body:
            add_body(view, some, body)
        for row in reading.citations(sentences=True, laws=[law]):
            if row["report"] in home:
                zh, en = some.concepts.get(row["purpose"], CITES)
                late = found[law].ended and found[law].ended <= f"{some.reports[row['report']].year}-01-01"
                view.join(
                    home[row["report"]],
                    law,
                    (f"引用：{zh}", f"cites: {en}"),
                    [(row["sentence"], row["evidence"])],
                    tone="finding" if late else "",
                )
        _add_cited_with_it(view, reading, law, home)
        _add_its_obligations(view, reading, law, home)
    for row in reading.rows(_DAYS.replace("LAW", iri)):
        view.add(row["day"], row["zh"], "PublicityDay", label_en=row["en"], column=2)
        view.join(row["day"], law, ("法律依据", "legal basis"))
    _add_related(view, reading, law)
    if citing:
        group_bodies(view, some, list(some.of_body))
    return view


def _add_cited_with_it(view: View, reading: Reading, law: str, home: dict[str, str]) -> None:
    others = {row["law"] for row in reading.rows(_TOGETHER.replace("LAW", f"<{law}>"))}
    if not others:
        return
    given = " ".join(f"<{iri}>" for iri in sorted(others))
    for other in reading.laws_among(f"VALUES ?law {{ {given} }}").values():
        add_law(view, other, column=-1)
    for row in reading.citations(sentences=False, laws=others):
        if row["report"] in home:
            view.join(home[row["report"]], row["law"], ("也引用", "also cites"))


def _add_its_obligations(view: View, reading: Reading, law: str, home: dict[str, str]) -> None:
    own = {iri for iri, row in reading.obligations.items() if row["law"] == law}
    of_obligation: dict[str, list[str]] = {iri: [] for iri in own}
    spoken = reading.outcomes_of(own)
    for (report, obligation), outcome in spoken.items():
        if report in home:
            of_obligation[obligation].append(outcome)
    for obligation, outcomes in of_obligation.items():
        add_obligation(view, reading.obligations[obligation], outcomes)
        view.join(obligation, law, ("依据", "derived from"))
    for (report, obligation), outcome in spoken.items():
        if report in home:
            tone = "finding" if outcome == "contrary" else ""
            view.join(home[report], obligation, words_of_outcome(outcome), tone=tone)


def _add_related(view: View, reading: Reading, law: str) -> None:
    rows = list(reading.rows(_RELATED.replace("LAW", f"<{law}>")))
    others = {iri for row in rows for iri in (row["from"], row["to"])} - {law}
    if not others:
        return
    given = " ".join(f"<{iri}>" for iri in sorted(others))
    for row in reading.rows(_NAMES, GIVEN=given):
        view.add(row["law"], row["name"], "Instrument", column=2)
    for row in rows:
        view.join(row["from"], row["to"], (row["zh"], row["en"]))
    resting = [row["from"] for row in rows if row["zh"] == _BASED[0] and row["to"] == law]
    if len(resting) >= _MANY_REST:
        words = (f"以它为上位法的文件 ×{len(resting)}", f"What rests on it ×{len(resting)}")
        stack = view.add(
            f"{law}*resting", words[0], "Instrument", label_en=words[1], members=resting,
            count=len(resting), column=2, iri="",
        )  # fmt: skip
        view.join(stack, law, _BASED)


def view_of_obligation(reading: Reading, obligation: str) -> View:
    """An obligation and its law; the outcomes, and behind each the bodies whose reports have it."""
    row = reading.obligations.get(obligation)
    if row is None:
        raise StoreError("no statutory obligation of the store", "不是图谱中的法定义务", at=obligation)
    view = View((row["zh"], row["en"]))
    outcomes: dict[str, list[str]] = {}
    spoken = reading.outcomes_of([obligation])
    applying = reading.reaches_of(obligation)
    for report in reading.reports.values():
        if report.iri in applying:
            outcome = spoken.get((report.iri, obligation), "not_reported")
            outcomes.setdefault(outcome, []).append(report.iri)
    counted = Counter({outcome: len(reports) for outcome, reports in outcomes.items()})
    add_obligation(view, row, counted.elements(), column=-1)
    given = reading.laws_among(f"VALUES ?law {{ <{row['law']}> }}")
    for law in given.values():
        add_law(view, law, column=-2)
        view.join(obligation, law.iri, ("依据", "derived from"))
    quotes = reading.words_of(obligation)
    for outcome in OUTCOMES:
        if outcome not in outcomes:
            continue
        zh, en = words_of_outcome(outcome)
        sign, _, _, tone = outcome_status(outcome)
        n = len(outcomes[outcome])
        members = []
        for iri in outcomes[outcome]:
            report = reading.reports[iri]
            direct = applying[iri]
            way = ("直接约束", "binds it") if direct else ("间接适用", "only reaches it")
            member = view.add(
                iri, f"{report.name} {report.year}".strip(), "Report", evidence=quotes.get(iri, ()),
                details=[("适用方式", "How it applies", *way)], column=1, class_zh=way[0], class_en=way[1],
            )  # fmt: skip
            members.append(member)
        stack = view.add(
            f"outcome/{outcome}", f"{sign} {zh} ×{n}", "Assessment", label_en=f"{sign} {en} ×{n}",
            called=("评估", "Assessment"), status=("", "", "", tone), members=members, count=n, column=0,
            iri="", order=list(OUTCOMES).index(outcome),
        )  # fmt: skip
        view.join(obligation, stack, (zh, en), tone=tone if outcome == "contrary" else "")
        if n <= _OPEN_AT_ONCE[outcome]:
            view.update(stack, members=[])
            for member in members:
                view.join(stack, member, (zh, en))
    return view


#: Outcomes of so many reports stand open at first; what is contrary is seen before what is evidenced.
_OPEN_AT_ONCE = {"contrary": 12, "partly": 8, "evidenced": 6, "not_reported": 0}
