"""Nodes that several views have: bodies, laws, obligations, days, firms, leads, statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from fazhi.kg.iris import place_of
from fazhi.kg.output.views.drawing import Detail, View, Words
from fazhi.kg.output.views.reading import Law, Reading, Report, Row
from fazhi.ontology.concepts import concept_labels

#: Sign and tone of each outcome.
OUTCOMES = {
    "contrary": ("✕", "finding"),
    "partly": ("◐", "doubtful"),
    "evidenced": ("●", "good"),
    "not_reported": ("·", "silent"),
}
#: Classes of statements in the order in which pages take them up.
STATEMENTS = (
    "EnforcementCase",
    "Problem",
    "Plan",
    "LeadingGroup",
    "LegalCounsel",
    "StatedDuty",
    "Observation",
    "Activity",
)
CITES, EVIDENCES, DAY, COUNSEL, LEAD, STATES, REPLACED = (
    ("引用", "cites"),
    ("体现", "evidences"),
    ("宣传日", "publicity day"),
    ("法律顾问", "legal counsel"),
    ("线索", "lead"),
    ("写明", "states"),
    ("由其取代", "replaced by"),
)


def add_body(view: View, reading: Reading, body: str) -> str:
    """A body with reports."""
    reports = reading.of_body[body]
    years = "、".join(report.year for report in reports if report.year)
    places = " ".join(dict.fromkeys(reading.places.get(body, ())))
    return view.add(
        body,
        reports[0].name,
        "Report" if body == reports[0].iri else reading.body_kind(body),
        details=[
            detail("所在地", "Place", places),
            detail("上级单位", "Parent", reading.parents.get(body, "")),
            detail("报告年度", "Reported years", years),
            *(
                detail(f"{r.year}年报告日期", f"Report on {r.year} dated", r.issued)
                for r in reports
                if r.issued
            ),
        ],
    )


def add_law(view: View, law: Law, years: Collection[str] = (), **more: Any) -> str:
    """An instrument; red if it was out of force before one of the ``years`` began in which it is cited."""
    late = law.ended and any(law.ended <= f"{year}-01-01" for year in years if year)
    status = ended_status(law.ended, repealed=bool(law.next)) if late else ()
    return view.add(
        law.iri,
        law.name,
        "Instrument",
        status=status,
        details=[
            detail("全称", "Full title", law.title if law.title != law.name else ""),
            detail("文号", "Number", law.number),
            detail("施行日期", "In force from", law.force),
            detail("失效日期", "Out of force from", law.ended),
            detail("接替文件", "Successor", law.next_name),
        ],
        **more,
    )


def ended_status(ended: str, *, repealed: bool) -> tuple[str, str, str, str]:
    """The status of an instrument that was cited although its force had ``ended``."""
    zh, en = ("已废止", "repealed") if repealed else ("已失效", "out of force")
    return "✕", f"{ended} {zh}", f"{en} {ended}", "finding"


def add_successors(view: View, laws: Mapping[str, Law]) -> None:
    """What repealed the laws that are drawn."""
    for law in list(laws.values()):
        if law.next and law.iri in view.graph:
            view.add(law.next, law.next_name, "Instrument", column=2)
            view.join(law.iri, law.next, REPLACED)


def add_obligation(
    view: View, row: Row, outcomes: Iterable[str] = (), *, of_one: bool = False, **more: Any
) -> str:
    """A statutory obligation with how many of each outcome there are; that ``of_one`` report in words."""
    counted = Counter(outcomes)
    status: tuple[str, ...] = ()
    if of_one and sum(counted.values()) == 1:
        status = outcome_status(next(iter(counted)))
    elif counted:
        numbers = " ".join(f"{sign}{counted[name]}" for name, (sign, _) in OUTCOMES.items() if counted[name])
        status = ("", numbers, numbers, "finding" if counted["contrary"] else "silent")
    return view.add(
        row["obligation"],
        row["zh"],
        "Obligation",
        label_en=row["en"],
        status=status,
        details=[
            detail("依据", "Source", f"《{row['lawName']}》{row['article']}"),
            detail("期限", "Deadline", row["deadline"], row["deadlineEn"]),
            *(
                (*words_of_outcome(name), str(counted[name]), str(counted[name]))
                for name in OUTCOMES
                if len(counted) and counted[name]
            ),
        ],
        **more,
    )


def outcome_status(outcome: str) -> tuple[str, str, str, str]:
    """Sign, words and tone of an outcome."""
    sign, tone = OUTCOMES[outcome]
    return (sign, *words_of_outcome(outcome), tone)


def words_of_outcome(outcome: str) -> Words:
    """What an outcome is called."""
    label = concept_labels("outcome")[outcome]
    return label.zh, label.en


def add_days(view: View, reading: Reading, at: Callable[[Row], str], *, sentences: bool = True) -> None:
    """Publicity days, each joined to the node ``at`` which a report speaks of it."""
    for row in reading.days(sentences=sentences):
        zh, en = reading.day_names[row["day"]]
        view.add(row["day"], zh, "PublicityDay", label_en=en)
        said = [(row["sentence"], row["evidence"])] if sentences else []
        view.join(at(row), row["day"], DAY, said)


def add_leads(view: View, reading: Reading, home: Mapping[str, str]) -> None:
    """What stands out, beside the node of each report (``home``); leads of one kind are put together.

    Laws out of force and contrary outcomes are seen on the laws and obligations themselves.
    """
    for row in reading.conflicts():
        if row["report"] not in home:
            continue
        words = (f"“{row['words']}”／“{row['otherWords']}”",) * 2
        view.add(
            f"lead/conflict/{row['evidence']}",
            f"{row['zh'] or '同一事项'}前后不一致：{words[0]}",
            "conflict",
            label_en=f"{row['en'] or 'one thing'} is given twice and differently: {words[1]}",
            called=("数据前后不一致", "Figures that differ"),
            group="finding",
            status=("⚠", "线索", "lead", "finding"),
            evidence=[(row["sentence"], row["evidence"]), (row["otherSentence"], row["otherEvidence"])],
            iri="",
        )
        view.join(home[row["report"]], f"lead/conflict/{row['evidence']}", LEAD, tone="finding")
    late = [r for r in reading.reports.values() if r.year and r.issued >= f"{int(r.year) + 1}-04-01"]
    _add_lead(
        view, home, late, "late", ("次年4月1日或之后才公开", "Dated 1 April of the next year or later"),
        ("⚠", "线索", "lead", "doubtful"), lambda report: report.issued,
    )  # fmt: skip
    _add_lead(
        view, home, reading.without_counsel(), "no-counsel", ("未提及法律顾问", "Names no legal counsel"),
        ("·", "未提及不等于没有", "silence is not absence", "silent"), lambda report: "",
    )  # fmt: skip


def _add_lead(
    view: View,
    home: Mapping[str, str],
    reports: list[Report],
    name: str,
    words: Words,
    status: tuple[str, str, str, str],
    said: Callable[[Report], str],
) -> None:
    """One node for all reports of which the same is to be said; its details name them."""
    if not reports:
        return
    many = f" ×{len(reports)}" if len(reports) > 1 else ""
    node = view.add(
        f"lead/{name}",
        words[0] + many,
        name,
        label_en=words[1] + many,
        called=words,
        group="finding",
        status=status,
        details=[detail(f"{r.name} {r.year}", f"{r.name} {r.year}", said(r) or "—") for r in reports[:200]],
        iri="",
    )
    for report in reports:
        if report.iri in home:
            view.join(home[report.iri], node, LEAD, tone=status[3])


def statement_id(row: Row, name: str) -> str:
    """A short name for a statement: its report, class and place."""
    place = place_of(row["evidence"])
    key = row["report"].partition("/report/")[2]
    return f"{key}/{name}@{place[1]}-{place[2]}" if place else row["node"]


def add_statements(
    view: View, reading: Reading, name: str, home: Mapping[str, str], seen: dict[str, str]
) -> None:
    """All statements of a class, each joined to its home; ``seen`` has those drawn, by IRI."""
    for row in reading.statements(name):
        if row["node"] in seen or (name == "LegalCounsel" and "律师事务所" in row["exact"]):
            continue
        node = statement_id(row, name)
        said = reading.concepts.get(row["concept"], ("", ""))
        seen[row["node"]] = view.add(
            node,
            row["name"] or row["exact"],
            name,
            class_zh=said[0],
            class_en=said[1],
            details=[("类别", "Class", *said)],
            evidence=[(row["sentence"], row["evidence"])],
            iri="",
        )
        at = home.get(row["section"]) or home.get(row["report"])
        if at:
            view.join(at, node, STATES)


def add_named(view: View, reading: Reading, seen: Mapping[str, str]) -> None:
    """Lead activities to what they name."""
    for row in reading.named():
        if row["from"] in seen:
            view.join(seen[row["from"]], seen.get(row["to"], row["to"]), ("写到", "names"))


def detail(zh: str, en: str, value: str, value_en: str = "") -> Detail:
    """A detail whose value is the same in both languages, unless another is given."""
    return zh, en, value, value_en or value
