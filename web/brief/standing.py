"""What stands out in a report (值得注意): the three things that matter most, the others counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fazhi.web.brief.figures import KeyFigure, changes
from fazhi.web.brief.matters import Plans
from fazhi.web.brief.parts import Line, Lines, Notes, Section
from fazhi.web.content.assessments import Assessed, binding, name_of, obligations, outcome_name
from fazhi.web.content.findings import KINDS, WORDS, Found, kind_name
from fazhi.web.content.links import own_page
from fazhi.web.content.things import Report
from fazhi.web.site import Site

#: So many are told.
_SHOWN = 3
#: What matters most, the kinds of finding on all pages and two of a brief's own.
_ORDER = (
    "contrary",
    "not-in-force",
    "conflict",
    "late",
    "title",
    "changed",
    "partly",
    "plans",
    "no-date",
    "no-counsel",
)
_LAST = _ORDER[-2:]


@dataclass(frozen=True)
class Standing:
    """Something that stands out, before it is told; ``kind`` is one of :data:`_ORDER`."""

    kind: str
    text: str
    hint: str
    sign: str
    tone: str
    evidence: tuple[str, ...]
    href: str = ""


def findings_section(
    site: Site,
    report: Report,
    findings: Iterable[Found],
    key: Sequence[KeyFigure],
    judged: Sequence[Assessed],
    plans: Plans,
    notes: Notes,
) -> Section:
    """The three things that matter most; of the others how many there are of each kind."""
    standing = [
        *(_found(site, one) for one in findings),
        *_unspoken(site, plans),
        *(_changed(site, words, iris) for words, iris in changes(site, key)),
        *_partly(site, report, judged),
    ]
    standing.sort(key=lambda one: _ORDER.index(one.kind))
    # Of one kind, a third says less than the first of another, but for those that only say what is not there.
    first = sorted(
        standing, key=lambda one: 2 if one.kind in _LAST else int(_place_in_kind(standing, one) >= 2)
    )[:_SHOWN]
    first.sort(key=standing.index)
    lines = tuple(
        Line(
            one.text,
            notes.of(one.evidence, 2),
            one.sign,
            site.say(*WORDS[one.sign]) if one.sign in WORDS else outcome_name(site, one.kind),
            one.tone,
            one.hint,
            one.href,
        )
        for one in first
    )
    left = Counter(one.kind for one in standing if one not in first)
    counted = site.say("；", "; ").join(
        f"{_kind_in_words(site, kind)}{site.say('', ': ')}{count}{site.say('条', '')}"
        for kind, count in left.items()
    )
    total = sum(left.values())
    rest = site.say(f"另有{total}条：{counted}", f"{total} more: {counted}") if total else ""
    return Section(
        site.say("值得注意", "What stands out"),
        (
            Lines(
                lines,
                rest=rest,
                empty=site.say("没有发现需要留意之处。", "Nothing was found to look at."),
            ),
        ),
    )


def _found(site: Site, one: Found) -> Standing:
    kind = KINDS[one.kind]
    return Standing(
        one.kind,
        site.say(one.zh, one.en),
        site.say(kind.hint_zh, kind.hint_en),
        kind.sign,
        kind.tone,
        one.evidence,
        own_page(site, one.about) if one.about else "",
    )


def _unspoken(site: Site, plans: Plans) -> list[Standing]:
    silent = len(plans.silent())
    words = site.say(
        f"上一年度计划{len(plans.last)}项，其中{silent}项本年度报告没有写到",
        f"of {len(plans.last)} plans of the year before, the report does not speak of {silent}",
    )
    kind = KINDS["plans"]
    hint = site.say(kind.hint_zh, kind.hint_en)
    return [Standing("plans", words, hint, kind.sign, kind.tone, ())] if silent else []


def _changed(site: Site, words: str, evidence: tuple[str, ...]) -> Standing:
    hint = site.say("可以问原因。", "One can ask why.")
    return Standing("changed", words, hint, "⚠", "is-doubtful", evidence)


def _place_in_kind(standing: list[Standing], one: Standing) -> int:
    return [other for other in standing if other.kind == one.kind].index(one)


def _kind_in_words(site: Site, kind: str) -> str:
    own = {
        "changed": ("数据比上年变化一半以上", "figures that changed by half or more"),
        "partly": ("直接约束而部分体现的义务", "obligations that bind it, partly evidenced"),
    }
    return site.say(*own[kind]) if kind in own else kind_name(site, kind)


def _partly(site: Site, report: Report, judged: Sequence[Assessed]) -> list[Standing]:
    """The obligations that bind the body and that the report evidences in part."""
    bound = binding(site.store).get(report.applicability, {})
    known = obligations(site.store)
    return [
        Standing(
            "partly",
            f"{name_of(site, known[one.obligation])}"
            + site.say(f"（{known[one.obligation].source}）", f" ({known[one.obligation].source})"),
            one.why,
            "◐",
            "is-doubtful",
            tuple(one.evidence),
            own_page(site, one.obligation),
        )
        for one in judged
        if one.outcome == "partly" and bound.get(one.obligation) == "direct"
    ]
