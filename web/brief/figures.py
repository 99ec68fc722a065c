"""The key figures (主要数据) of a brief: eight, beside last year's and the median of the body's kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fazhi.ontology.reference import indicators
from fazhi.web.brief.medians import Median, in_words, medians, peers
from fazhi.web.brief.parts import Entry, Grid, Lines, Notes, Section
from fazhi.web.content.figures import (
    Figure,
    by_indicator,
    change_between,
    change_in_words,
    figures_of,
    of_the_year,
)
from fazhi.web.content.given import given
from fazhi.web.content.parts import Bar, BarChart, bars
from fazhi.web.content.plots import series
from fazhi.web.content.things import Body, Report, kinds_of
from fazhi.web.site import Site

#: So many figures stand in a brief; medians are looked for among so many.
_SHOWN, _CONSIDERED = 8, 12
#: So many parts of a figure are told.
_PARTS = 2
#: So many figures are shown over the years, over so many of them, if there are at least so many.
_COURSES, _YEARS, _FEWEST_YEARS = 2, 6, 3
#: A figure that changed by this share of itself, or more, stands out; of small numbers it says nothing.
_CHANGED, _SMALL = 0.5, 10


@dataclass(frozen=True)
class KeyFigure:
    """A figure of the whole year; ``before`` is last year's, ``median`` that of the kind, if there is one.

    ``parts`` are what the report says it includes (其中).
    """

    now: Figure
    before: Figure | None
    median: Median | None
    parts: tuple[Figure, ...]


def key_figures(
    site: Site, body: Body, report: Report, before: Report | None, figures: Sequence[Figure]
) -> list[KeyFigure]:
    """The figures that say most: those whose count a rule orders, then those with something beside them.

    Of an indicator that a report gives several figures of, none is taken.
    """
    found = []
    for by_report in by_indicator(figures).values():
        now = of_the_year(by_report.get(report.iri, ()))
        last = of_the_year(by_report.get(before.iri, ())) if before else None
        if now:
            comparable = last if last and last.canonical_unit == now.canonical_unit else None
            found.append(KeyFigure(now, comparable, None, tuple(f for f in figures if f.whole == now.iri)))
    order = {indicator.iri: place for place, indicator in enumerate(indicators().values())}
    ordered = {one.iri for one in indicators().values() if one.counted_under}

    def weight(one: KeyFigure) -> tuple[bool, bool, bool, int]:
        indicator = one.now.indicator
        return indicator not in ordered, not one.before, not one.median, order.get(indicator, len(order))

    considered = sorted(found, key=weight)[:_CONSIDERED]
    known = given(site, (one.now.indicator for one in considered))
    among = medians(known, peers(site, body, report.year))
    beside = (
        replace(one, median=median)
        if (median := among.get(one.now.indicator)) and median.unit == one.now.canonical_unit
        else one
        for one in considered
    )
    return sorted(beside, key=weight)[:_SHOWN]


def figures_section(
    site: Site, body: Body, report: Report, before: Report | None, key: Sequence[KeyFigure], notes: Notes
) -> Section:
    """The table of them."""
    empty = site.say("没有读到全年的、有指标的数据。", "No figure of the whole year was found.")
    block = _grid(site, body, report, before, key, notes) if key else Lines((), empty=empty)
    return Section(site.say("主要数据", "Key figures"), (block, *_courses(site, body, report, key)))


def _courses(site: Site, body: Body, report: Report, key: Sequence[KeyFigure]) -> list[BarChart]:
    """How key figures went over the years, those that changed most, where there are at least three years."""
    until = body.reports[: body.reports.index(report) + 1]
    if len({one.year for one in until}) < _FEWEST_YEARS:
        return []
    figures = figures_of(site, (one.iri for one in until))
    wanted = {one.now.indicator for one in key}
    found = [one for one in series(site, until, figures) if one.indicator in wanted]
    shown = [one for one in found if sum(p.value is not None for p in one.points) >= _FEWEST_YEARS]
    return [
        BarChart(
            one.title,
            tuple(bars([Bar(p.name, p.label, float(p.value or 0)) for p in one.points[-_YEARS:]])),
        )
        for one in shown[:_COURSES]
    ]


def _grid(
    site: Site, body: Body, report: Report, before: Report | None, key: Sequence[KeyFigure], notes: Notes
) -> Grid:
    middle = any(one.median for one in key)
    head = [site.say("指标", "Indicator"), report.year]
    head += [before.year, site.say("比上年", "change")] if before else []
    head += [site.say("同类中位数（单位数）", "median of its kind (of how many)")] if middle else []
    rows = []
    for one in key:
        row = [
            Entry(one.now.name, hint=_parts(site, one)),
            Entry(
                one.now.written + one.now.unit,
                notes.of([one.now.evidence]),
                is_number=True,
            ),
        ]
        if before:
            written = f"{one.before.written}{one.before.unit}" if one.before else ""
            row += [
                Entry(written, notes.of([one.before.evidence]), is_number=True)
                if one.before
                else Entry(site.say("未写到", "not given"), is_number=True, tone="is-silent"),
                Entry(change_between(site, one.before, one.now) if one.before else "", is_number=True),
            ]
        if middle:
            row.append(Entry(in_words(site, one.median) if one.median else "", is_number=True))
        rows.append(tuple(row))
    return Grid(tuple(head), tuple(rows), note=_said(site, body, report, before, middle))


def _parts(site: Site, one: KeyFigure) -> str:
    """The first parts in the report's words, which say of what they are."""
    words = [part.words.removeprefix("其中") for part in one.parts]
    more = site.say("等", " …") if len(words) > _PARTS else ""
    return f"{site.say('其中', 'of which ')}{'、'.join(words[:_PARTS])}{more}" if words else ""


def _said(site: Site, body: Body, report: Report, before: Report | None, middle: bool) -> str:
    """What the table leaves out, and why."""
    kind = kinds_of(site, body)
    last = "" if before else _no_report_before(site, report)
    among = (
        site.say(
            f"中位数：{report.year}年度{kind}中给出该数的单位，含本单位。",
            f"Medians: of the bodies that give the figure for {report.year}, this one included ({kind}).",
        )
        if middle
        else site.say(
            f"给出同一数据的{kind}不足3个，不列中位数。",
            f"Fewer than 3 bodies of its kind ({kind}) give the same figure: there are no medians.",
        )
    )
    once = site.say(
        "只列全年的、全文只有一个数的指标；未相加。",
        "Only figures of the whole year of which the report gives one; nothing is added up.",
    )
    return site.say("", " ").join(filter(None, (last, among, once)))


def _no_report_before(site: Site, report: Report) -> str:
    if not report.year:
        return site.say("报告年度不明。", "The year of the report is not known.")
    year = int(report.year) - 1
    return site.say(
        f"没有{year}年度的报告，不能与上年比较。", f"There is no report on {year} to compare with."
    )


def changes(site: Site, key: Sequence[KeyFigure]) -> list[tuple[str, tuple[str, ...]]]:
    """What changed much since the year before, the most first: in words, with the evidence (IRIs) of both."""
    found = []
    for one in key:
        before, now = one.before, one.now
        if before is None or not before.value or now.value is None or not before.value > 0:
            continue
        share = abs(float((now.value - before.value) / before.value))
        if share >= _CHANGED and max(now.value, before.value) >= _SMALL:
            change = change_in_words(site, before, now)
            words = site.say(
                f"{now.name}：{now.written}{now.unit}，比上年{change}",
                f"{now.name}: {now.written}{now.unit}, {change} on the year before",
            )
            found.append((share, words, (now.evidence, before.evidence)))
    return [(words, iris) for _, words, iris in sorted(found, key=lambda one: -one[0])]
