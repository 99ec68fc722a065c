"""What stands out in the reports of a store (线索): a fact beside a rule or another fact, never a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import FZ
from fazhi.ontology.tallies import Tally
from fazhi.web.content.assessments import binding, obligations
from fazhi.web.content.evidence import Evidence, evidence_of
from fazhi.web.content.parts import Finding
from fazhi.web.content.things import Report, bodies, reports, values
from fazhi.web.site import Site


@dataclass(frozen=True)
class Kind:
    """A kind of finding: what it is in Chinese and English, what it does not mean, and how it is shown.

    ``question`` is the question of the catalogue that asks for all of them, if there is one.
    """

    zh: str
    en: str
    hint_zh: str
    hint_en: str
    sign: str
    tone: str
    question: str


KINDS = {
    "contrary": Kind(
        "报告所载与直接约束单位的义务不符",
        "reports that show otherwise than an obligation that binds the body",
        "只依据报告自身的内容。",
        "By what the report itself says.",
        "✕",
        "is-finding",
        "contrary-assessments",
    ),
    "not-in-force": Kind(
        "引用报告年度已失效的法律文件",
        "citations of instruments no longer in force in the reported year",
        "仅为线索：报告也可能是在回顾旧法。",
        "A lead only: a report may speak of old law in the past tense.",
        "⚠",
        "is-finding",
        "not-in-force",
    ),
    "conflict": Kind(
        "同一报告中数据前后不一致",
        "figures of one report that differ",
        "同一事项的全年数字，两处写法不同。",
        "Figures of the whole year for one thing, written in two ways.",
        "⚠",
        "is-finding",
        "conflicting-figures",
    ),
    "late": Kind(
        "所载日期在次年4月1日或之后的报告",
        "reports dated 1 April of the following year or later",
        "只看日期；单位是否受该期限约束须另行判断。",
        "By the date alone; whether that deadline binds the body is another question.",
        "⚠",
        "is-doubtful",
        "late-publication",
    ),
    "title": Kind(
        "名录中没有、但与已有名称相近的文件名称",
        "titles that the register lacks and that are near to one that it has",
        "可能是笔误，也可能是另一文件。",
        "A slip of the pen perhaps, or another document.",
        "⚠",
        "is-doubtful",
        "near-miss-titles",
    ),
    "no-date": Kind(
        "没有读到日期的报告",
        "reports in which no date was found",
        "网页上可能另有公开日期。",
        "The page from which it comes may have one.",
        "·",
        "is-silent",
        "",
    ),
    "no-counsel": Kind(
        "未提及法律顾问的报告",
        "reports that name no legal counsel",
        "报告没有写到，不等于没有。",
        "Not reported does not mean that there is none.",
        "·",
        "is-silent",
        "no-counsel",
    ),
    "plans": Kind(
        "上一年度有计划、本年度报告未再写到",
        "plans of the year before of which the report does not speak",
        "报告没有写到，不等于没有做。",
        "Not reported is not “not done”.",
        "·",
        "is-silent",
        "plan-follow-up",
    ),
}


@dataclass(frozen=True)
class Found:
    """A finding on a report: a key of :data:`KINDS`, what was found in both languages, its evidence (IRIs).

    ``about`` is the IRI of the law or obligation that it is about, if any.
    """

    kind: str
    report: Report
    zh: str
    en: str
    evidence: tuple[str, ...] = ()
    about: str = ""


@lru_cache(maxsize=1)
def found(store: GraphStore) -> list[Found]:
    """All findings, those on the newest reports first, and of one report the gravest first."""
    every = _Lookup(store, reports(store), "")
    by_body = [body.reports for body in bodies(store).values()]
    return _in_order([*_alone(every), *_plans(every, by_body)])


def found_on(store: GraphStore, of_body: Sequence[Report]) -> list[Found]:
    """The findings on all reports of one body, in the same order, looked up alone."""
    lookup = _lookup(store, of_body)
    return _in_order([*_alone(lookup), *_plans(lookup, [of_body])])


def found_alone(store: GraphStore, chosen: Iterable[Report]) -> list[Found]:
    """The findings on reports that need no other report beside them: all but those on plans."""
    return list(_alone(_lookup(store, chosen)))


def _in_order(findings: list[Found]) -> list[Found]:
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(
        findings, key=lambda f: (-int(f.report.year or 0), f.report.body, order[f.kind], f.evidence, f.zh)
    )


@dataclass(frozen=True)
class _Lookup:
    """Where findings are looked for: the reports by IRI, and what names them in a query ("" for all)."""

    store: GraphStore
    reports: Mapping[str, Report]
    given: str

    def rows(self, query: str) -> Iterator[dict[str, str]]:
        solutions = self.store.select(query.replace("REPORTS", self.given))
        names = [variable.value for variable in solutions.variables]
        for row in solutions:
            yield {name: "" if row[name] is None else row[name].value for name in names}


def _lookup(store: GraphStore, chosen: Iterable[Report]) -> _Lookup:
    by_iri = {report.iri: report for report in chosen}
    return _Lookup(store, by_iri, f"VALUES ?report {values(list(by_iri))}")


def _alone(lookup: _Lookup) -> Iterator[Found]:
    yield from _contrary(lookup)
    yield from _not_in_force(lookup)
    yield from _conflicts(lookup)
    yield from _dates(lookup)
    yield from _titles(lookup)
    yield from _no_counsel(lookup)


def shown(site: Site, findings: Iterable[Found], *, named: bool = True) -> list[Finding]:
    """The findings as a page shows them; ``named`` with the body of each beside its year."""
    findings = list(findings)
    evidence = evidence_of(site, (iri for one in findings for iri in one.evidence))
    return [_shown(site, one, evidence, named) for one in findings]


def kind_name(site: Site, kind: str) -> str:
    """What findings of a kind are, in the page's language."""
    return site.say(KINDS[kind].zh, KINDS[kind].en)


def _shown(site: Site, one: Found, evidence: dict[str, Evidence], named: bool) -> Finding:
    kind = KINDS[one.kind]
    body = bodies(site.store).get(one.report.body) if named else None
    whose = [body.name if body else one.report.title] if named else []
    who = " ".join(filter(None, [*whose, one.report.year]))
    return Finding(
        f"{who}{site.say('：', ': ')}{site.say(one.zh, one.en)}",
        kind.sign,
        site.say(*WORDS[kind.sign]),
        kind.tone,
        site.say(kind.hint_zh, kind.hint_en),
        evidence=tuple(evidence[iri] for iri in one.evidence if iri in evidence),
        href=_address(site, one.about),
    )


WORDS = {"✕": ("相反", "contrary"), "⚠": ("线索", "lead"), "·": ("未提及", "not reported")}


def _address(site: Site, about: str) -> str:
    if not about:
        return ""
    kind = "law" if "/instrument/" in about else "obligation"
    return site.href(kind, site.key(about))


_CONTRARY = """
SELECT ?report ?obligation ?evidence ?why_zh ?why_en {
  REPORTS ?x fz:outcome <https://w3id.org/fazhi/ns/outcome/contrary> ; fz:assesses ?report ;
    fz:obligation ?obligation
  OPTIONAL { ?x fz:assessmentRule ?rule . ?rule skos:definition ?why_zh, ?why_en
    FILTER(LANG(?why_zh) = "zh" && LANG(?why_en) = "en") }
  OPTIONAL { ?x fz:hasEvidence ?evidence }
} ORDER BY ?evidence"""


def _contrary(lookup: _Lookup) -> Iterator[Found]:
    pairs: dict[tuple[str, str], list[str]] = {}
    why: dict[tuple[str, str], tuple[str, str]] = {}
    for row in lookup.rows(_CONTRARY):
        pair = (row["report"], row["obligation"])
        why[pair] = (row["why_zh"], row["why_en"])
        pairs.setdefault(pair, []).extend(filter(None, [row["evidence"]]))
    for (iri, obligation), evidence in pairs.items():
        report, duty = lookup.reports.get(iri), obligations(lookup.store).get(obligation)
        bound = binding(lookup.store).get(report.applicability, {}) if report else {}
        if not report or not duty or bound.get(obligation) != "direct":
            continue
        zh, en = why[iri, obligation]
        yield Found(
            "contrary", report, f"{duty.zh}（{duty.source}）：{zh}", f"{duty.en} ({duty.source}): {en}",
            tuple(dict.fromkeys(evidence)), obligation,
        )  # fmt: skip


_ENDED = """
SELECT ?report ?law ?lawName ?endedOn ?evidence ?successor {
  REPORTS ?law fz:outOfForceFrom ?endedOn ; skos:prefLabel ?lawName .
  ?citation fz:instrument ?law ; fz:inReport ?report ; fz:mainEvidence ?evidence
  OPTIONAL { ?law eli:repealed_by/skos:prefLabel ?successor }
} ORDER BY ?report ?law ?successor"""


def _not_in_force(lookup: _Lookup) -> Iterator[Found]:
    pairs: dict[tuple[str, str], tuple[dict[str, str], list[str]]] = {}
    for row in lookup.rows(_ENDED):
        report = lookup.reports.get(row["report"])
        if report and report.year and row["endedOn"] <= f"{report.year}-01-01":
            evidence = pairs.setdefault((report.iri, row["law"]), (row, []))[1]
            if row["evidence"] not in evidence:
                evidence.append(row["evidence"])
    for (iri, law), (row, evidence) in pairs.items():
        name, day, next_law = row["lawName"], row["endedOn"], row["successor"]
        yield Found(
            "not-in-force",
            lookup.reports[iri],
            f"引用《{name}》，该文件{day}起失效" + (f"，由《{next_law}》取代" if next_law else ""),
            f"cites 《{name}》, out of force from {day}"
            + (f", replaced by 《{next_law}》" if next_law else ""),
            tuple(evidence),
            law,
        )


_DIFFERING = "SELECT ?later ?figure { REPORTS ?later fz:conflictsWith ?figure . ?figure fz:inReport ?report }"
_CONFLICTS = """
SELECT ?report ?zh ?en ?words ?otherWords ?evidence ?otherEvidence {
  VALUES (?later ?figure) { GIVEN }
  ?figure fz:inReport ?report ; fz:mainEvidence ?evidence . ?evidence oa:exact ?words .
  ?later fz:mainEvidence ?otherEvidence . ?otherEvidence oa:exact ?otherWords
  OPTIONAL { ?figure fz:indicator ?indicator . ?indicator skos:prefLabel ?zh, ?en
    FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }
} ORDER BY ?evidence"""


def _conflicts(lookup: _Lookup) -> Iterator[Found]:
    # There are few: the database would look at every figure's value first.
    given = " ".join(f"(<{row['later']}> <{row['figure']}>)" for row in lookup.rows(_DIFFERING))
    for row in lookup.rows(_CONFLICTS.replace("GIVEN", given)):
        if report := lookup.reports.get(row["report"]):
            yield Found(
                "conflict",
                report,
                f"{row['zh'] or '同一事项'}前后不一致：“{row['words']}”，“{row['otherWords']}”",
                f"{row['en'] or 'one thing'} is given twice and differently: "
                f"“{row['words']}”, “{row['otherWords']}”",
                (row["evidence"], row["otherEvidence"]),
            )


_ISSUED = "SELECT ?report ?evidence { REPORTS ?report fz:issuedEvidence ?evidence }"


def _dates(lookup: _Lookup) -> Iterator[Found]:
    evidence = {row["report"]: row["evidence"] for row in lookup.rows(_ISSUED)}
    for report in lookup.reports.values():
        if not report.issued:
            yield Found(
                "no-date",
                report,
                "没有读到公开日期或落款日期",
                "no date of publication or signature was found",
            )
        elif report.year and report.issued >= f"{int(report.year) + 1}-04-01":
            yield Found(
                "late",
                report,
                f"公开或落款日期为{report.issued}，在次年4月1日或之后",
                f"is dated {report.issued}, 1 April of the following year or later",
                tuple(filter(None, [evidence.get(report.iri)])),
            )


_TITLES = """
SELECT ?report ?title ?law ?lawName ?evidence {
  REPORTS ?citation fz:suggestedInstrument ?law ; fz:titleAsWritten ?title ; fz:inReport ?report ;
    fz:mainEvidence ?evidence .
  ?law skos:prefLabel ?lawName
} ORDER BY ?evidence"""


def _titles(lookup: _Lookup) -> Iterator[Found]:
    for row in lookup.rows(_TITLES):
        if report := lookup.reports.get(row["report"]):
            yield Found(
                "title",
                report,
                f"名录中没有《{row['title']}》，名称相近的有《{row['lawName']}》",
                f"the register lacks 《{row['title']}》; it has 《{row['lawName']}》",
                (row["evidence"],),
                row["law"],
            )


_COUNSEL = f"SELECT ?report {{ REPORTS ?report <{Tally(FZ + 'LegalCounsel').iri}> ?number }}"


def _no_counsel(lookup: _Lookup) -> Iterator[Found]:
    having = {row["report"] for row in lookup.rows(_COUNSEL)}
    for report in lookup.reports.values():
        if report.iri not in having:
            yield Found(
                "no-counsel",
                report,
                "未提及法律顾问或公职律师",
                "names no legal counsel or government lawyer",
            )


_PLANS = "SELECT DISTINCT ?plan ?report { REPORTS ?plan a fz:Plan ; fz:inReport ?report }"
_FOLLOWED = "SELECT DISTINCT ?plan { REPORTS ?plan fz:inReport ?report . ?followUp fz:plan ?plan }"


def _plans(lookup: _Lookup, by_body: Iterable[Sequence[Report]]) -> Iterator[Found]:
    """Of each report that has one of the year before beside it."""
    followed = {row["plan"] for row in lookup.rows(_FOLLOWED)}
    planned: dict[str, list[str]] = {}
    for row in lookup.rows(_PLANS):
        planned.setdefault(row["report"], []).append(row["plan"])
    for of_body in by_body:
        by_year = {report.year: report for report in of_body if report.year}
        for year, report in by_year.items():
            before = by_year.get(str(int(year) - 1))
            plans = planned.get(before.iri, []) if before else []
            left = sum(plan not in followed for plan in plans)
            if left:
                yield Found(
                    "plans",
                    report,
                    f"上一年度计划{len(plans)}项，其中{left}项本年度报告未再写到",
                    f"of {len(plans)} plans of the year before, it does not speak of {left}",
                )
