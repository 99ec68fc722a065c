"""FZ101-FZ106, FZ108: cited instruments compared with the register as of the reported year."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from fazhi.kg.checks.context import CheckContext, Cited
from fazhi.kg.checks.dates import issue_date
from fazhi.kg.checks.finding import Diagnostic, Edit
from fazhi.kg.checks.homonyms import all_repealed
from fazhi.kg.linking.link import Reason
from fazhi.kg.linking.titles import Dated, dated
from fazhi.ontology.reference import Instrument, Status, instruments
from fazhi.ontology.titles import title_key

_PAST = re.compile(r"废止|失效|取代|替代|代替|原《|修订前|旧《|（现(?:行|为)?《")
_DRAFT = re.compile(r"草案|征求意见|立法|审议稿|送审稿|即将(?:实施|施行|出台)")
#: What is written or made before a title: the body's own, or one to come.
_TO_BE_MADE = re.compile(r"(?:编制|谋划|起草|拟[定订]|制[定订])[^，。；《“]{0,6}$")
_CLOSING = re.compile(r"总结|收官|收尾|终期|期满|验收|评估|完成情况|到期")
_PLAN = re.compile(r"(?:规划|纲要|计划|方案|要点)$")
#: Reasons for a suggestion: a similar title, or the document number.
_SLIPS = frozenset({Reason.CLOSE, Reason.STATE_NAME_SLIP})
_MISNUMBERED = frozenset({Reason.NUMBER_DIFFERS, Reason.NUMBER_OF_ANOTHER})
_NUMBER = re.compile(r"\((\d{4})\)第?(\d{1,5})号")
#: The day or version behind a title.
_BRACKETS_END = re.compile(r"（[^（）]*）$")
#: Reasons by which a title means one instrument whatever the report says.
_CERTAIN = frozenset({Reason.OWN_TITLE})
#: What behind a title belongs to it: an article, brackets, a second title.
_GOES_ON = re.compile(
    r"\s*(?:[（(〔]|第[一二三四五六七八九十百千〇零\d]+[条章编]|的?(?:修订|修正|解释|规定))"
)
#: A 普法 plan runs alongside a five-year plan and ends with it: the seventh in 2020.
_LAW_PUBLICITY_PLAN = re.compile(r"([五六七八九])五普法")
_LAST_YEARS = {"五": 2010, "六": 2015, "七": 2020, "八": 2025, "九": 2030}


def repealed(context: CheckContext) -> Iterator[Diagnostic]:
    """Instruments no longer in force on the first day of the reported year.

    Where several may be meant, all of them must have ended.
    """
    for cited, instrument in _linked(context):
        if _status(instrument, context) == "repealed" and not _spoken_of_as_past(context, cited):
            yield _repeal(context, cited, instrument)
    for cited in context.cited:
        if all_repealed(cited, context) and not _spoken_of_as_past(context, cited):
            yield _repeal_of_all(context, cited)


def repealed_within_year(context: CheckContext) -> Iterator[Diagnostic]:
    """Instruments repealed during the reported year."""
    for cited, instrument in _linked(context):
        if _status(instrument, context) == "repealed_within" and not _spoken_of_as_past(context, cited):
            yield _repeal(context, cited, instrument)


def not_yet(context: CheckContext) -> Iterator[Diagnostic]:
    """Instruments promulgated after the time that the passage is about.

    Work done in the year can rest on anything promulgated by the end of it; the opening, shortcomings and
    plans speak as of the day of the report.
    """
    if context.year is None:
        return
    issued = issue_date(context)
    end_of_year = datetime.date(context.year, 12, 31)
    end_of_writing = issued or datetime.date(context.year + 1, 12, 31)
    for cited, instrument in _linked(context):
        done = cited.role in ("work_done", "leader_duties")
        limit = end_of_year if done else max(end_of_writing, end_of_year)
        promulgated = instrument.promulgated
        if promulgated is None or promulgated <= limit or _to_come(context, cited):
            continue
        day = f"{promulgated.year}年{promulgated.month}月{promulgated.day}日"
        last = f"{limit.year}年{limit.month}月{limit.day}日"
        yield Diagnostic(
            *cited.span,
            zh=f"《{cited.title}》{day}才公布，"
            + (f"{context.year}年度的工作无从依据或学习该文件" if done else f"{last}的报告不可能引用"),
            en=f"{cited.title} was promulgated only on {promulgated.isoformat()}, "
            + ("after the time reported on" if done else f"and the report is of {limit.isoformat()}"),
            suggestion_zh="核对标题与年度：是否应写当时有效的文件，或把这项工作移到下一年度"
            if done
            else "核对标题；所指的是草案或者将要出台的文件的，写明",
            suggestion_en="Check title and year: name the instrument then in force, or report this next year"
            if done
            else "Check the title; where a draft or a rule to come is meant, say so",
        )


def near_miss(context: CheckContext) -> Iterator[Diagnostic]:
    """Unknown titles one slip away from a registered one, except short forms defined for such a title."""
    for cited in (*context.cited, *context.other_titles):
        if Reason.DEFINED_SHORT_FORM in cited.link.reasons:
            continue
        meant = cited.link.suggestion
        if meant and not _SLIPS.isdisjoint(cited.link.reasons):
            name = meant.title if cited.title.startswith("中华") else _nearest_name(cited.title, meant)
            yield Diagnostic(
                *cited.span,
                zh=f"查无《{cited.title}》，名称与《{name}》相近，疑有笔误",
                en=f"No instrument is called {cited.title}; the name is close to {name}",
                suggestion_zh=f"改为《{name}》",
                suggestion_en=f"Write 《{name}》",
            )


def wrong_years(context: CheckContext) -> Iterator[Diagnostic]:
    """Plans and outlines cited with the wrong years."""
    for cited in context.cited:
        meant = cited.link.suggestion
        years = _other_years(cited, meant) if meant else None
        if meant and years:
            written, known = years
            yield Diagnostic(
                *cited.span,
                zh=f"《{meant.title}》的起止年份误写为{written.start}—{written.end}年",
                en=f"{meant.title} runs {known.start}–{known.end}, not {written.start}–{written.end}",
                suggestion_zh=f"改为《{meant.title}》",
                suggestion_en=f"Write 《{meant.title}》",
                fix=_years_corrected(context, cited, written, known),
            )


def expired_plan(context: CheckContext) -> Iterator[Diagnostic]:
    """Plans whose period ended before the reported year, cited as a basis for the work."""
    if context.year is None:
        return
    for cited in context.cited:
        last = _last_year(cited)
        if last is None or last >= context.year or cited.record.fields.get("purpose") != "basis":
            continue
        if cited.link.suggestion or _CLOSING.search(_around(context, cited)):
            continue
        yield Diagnostic(
            *cited.span,
            zh=f"《{cited.title}》的实施期到{last}年为止，不能作为{context.year}年度工作的依据",
            en=f"The period of {cited.title} ended in {last}; it is no basis for work in {context.year}",
            suggestion_zh="改引现行的规划、纲要或方案",
            suggestion_en="Cite the plan or outline that covers the reported year",
        )


def wrong_number(context: CheckContext) -> Iterator[Diagnostic]:
    """Document numbers that differ from the register's number for the instrument named."""
    for cited in context.cited:
        written = cited.record.fields.get("document_number")
        instrument = cited.link.instrument or cited.link.suggestion
        if not written or not instrument or not instrument.document_number:
            continue
        if not _numbers_differ(written, instrument.document_number):
            if cited.link.suggestion and not _MISNUMBERED.isdisjoint(cited.link.reasons):
                yield Diagnostic(
                    *cited.span,
                    zh=f"{written}是《{instrument.title}》的文号，与所引标题《{cited.title}》不符",
                    en=f"{written} is the number of {instrument.title}, not of the title cited",
                    suggestion_zh="核对标题和文号",
                    suggestion_en="Check title and number",
                )
            continue
        yield Diagnostic(
            *cited.span,
            zh=f"《{cited.title}》的文号写作{written}，登记的文号是{instrument.document_number}"
            + ("" if instrument.verified else "（该文号未经原文核对）"),
            en=f"{cited.title} is given the number {written}; the register has {instrument.document_number}"
            + ("" if instrument.verified else " (not checked against the document)"),
            suggestion_zh=f"核对后改为{instrument.document_number}",
            suggestion_en=f"Check; the register has {instrument.document_number}",
        )


def _linked(context: CheckContext) -> Iterator[tuple[Cited, Instrument]]:
    for cited in context.cited:
        if cited.link.instrument:
            yield cited, cited.link.instrument


def _status(instrument: Instrument, context: CheckContext) -> Status:
    return instrument.status_in(context.year) if context.year else "unknown"


def _around(context: CheckContext, cited: Cited) -> str:
    return context.sentence_words(*cited.span)


def _to_come(context: CheckContext, cited: Cited) -> bool:
    """Whether the text speaks of a draft, or of what the body is to make itself (编制“九五”普法规划)."""
    before = context.report_text.folded[max(0, cited.span[0] - 12) : cited.span[0]]
    return bool(_TO_BE_MADE.search(before) or _DRAFT.search(_around(context, cited)))


def _spoken_of_as_past(context: CheckContext, cited: Cited) -> bool:
    near = context.report_text.folded[max(0, cited.span[0] - 12) : cited.span[1] + 12]
    return bool(_PAST.search(near))


def _repeal(context: CheckContext, cited: Cited, instrument: Instrument) -> Diagnostic:
    day = instrument.repealed_on
    successor = instruments()[instrument.repealed_by] if instrument.repealed_by else None
    when_zh = f"{day.year}年{day.month}月{day.day}日" if day else "此前"
    when_en = day.isoformat() if day else "an earlier day"
    by_zh = f"，由《{successor.title}》取代" if successor and not _is_decision(successor) else ""
    by_en = f", superseded by {successor.title}" if successor and not _is_decision(successor) else ""
    if successor and _is_decision(successor):
        by_zh, by_en = f"（《{successor.title}》）", f" ({successor.title})"
    name = successor.short_title if successor and not _is_decision(successor) else ""
    return Diagnostic(
        *cited.span,
        zh=f"《{cited.title}》已于{when_zh}废止{by_zh}，报告年度为{context.year}年",
        en=f"{cited.title} was repealed on {when_en}{by_en}; the report is on {context.year}",
        suggestion_zh=f"改引《{name}》" if name else "删去，或改引现行规定",
        suggestion_en=f"Cite 《{name}》 instead" if name else "Leave it out, or cite the rule now in force",
        fix=_superseded(context, cited, instrument, successor) if successor and name else (),
    )


def _superseded(
    context: CheckContext, cited: Cited, instrument: Instrument, successor: Instrument
) -> tuple[Edit, ...]:
    """The successor's title instead of the one cited, where nothing else has to change with it.

    That is where the title is named alone, without an article or number, and means only this instrument; the
    report is on a year in which it was law no more and the successor was; and the sentence does not name the
    successor, or what it superseded, a second time.
    """
    text, (start, end) = context.report_text.text, cited.span
    alone = text[start:end] == f"《{cited.title}》" and not _GOES_ON.match(text, end)
    certain = set(cited.link.reasons) <= _CERTAIN and "memory" not in (instrument.source, successor.source)
    if not (alone and certain and context.year):
        return ()
    first, last = context.report_text.sentence(start, end)
    beside = [
        other.link.instrument
        for other in context.cited
        if other is not cited and first <= other.span[0] < last and other.link.instrument
    ]
    if any(successor.id in (other.id, other.repealed_by) for other in beside):
        return ()
    if (_status(instrument, context), _status(successor, context)) != ("repealed", "in_force"):
        return ()
    title = successor.title if cited.title == instrument.title else successor.short_title
    return (Edit(start + 1, end - 1, title),)


def _years_corrected(context: CheckContext, cited: Cited, written: Dated, known: Dated) -> tuple[Edit, ...]:
    """The years of a plan's title in digits, each of them once, instead of those that are wrong."""
    start, end = cited.span
    words = context.report_text.text[start:end]
    edits = []
    for wrong, right in ((written.start, known.start), (written.end, known.end)):
        if words.count(str(wrong)) != 1:
            return ()
        at = start + words.index(str(wrong))
        if wrong != right:
            edits.append(Edit(at, at + len(str(wrong)), str(right)))
    return tuple(edits)


def _repeal_of_all(context: CheckContext, cited: Cited) -> Diagnostic:
    names = [f"《{candidate.title}》" for candidate in cited.link.candidates]
    return Diagnostic(
        *cited.span,
        zh=f"《{cited.title}》无论指{'还是'.join(names)}，都已废止，报告年度为{context.year}年",
        en=f"{cited.title} was repealed, be it {' or '.join(names)}; the report is on {context.year}",
        suggestion_zh="删去，或改引现行规定",
        suggestion_en="Leave it out, or cite the rule now in force",
    )


def _is_decision(instrument: Instrument) -> bool:
    return "决定" in _BRACKETS_END.sub("", instrument.title)[-6:]


def _nearest_name(written: str, meant: Instrument) -> str:
    """The instrument's full or short title, whichever is closer in length to ``written``."""
    return min((meant.short_title, meant.title), key=lambda name: abs(len(name) - len(written)))


def _other_years(cited: Cited, meant: Instrument) -> tuple[Dated, Dated] | None:
    """The years as written and the plan's own, if the two titles differ in nothing else; else None."""
    written, known = dated(title_key(cited.title)), dated(title_key(meant.title))
    if not written or not known or written.base != known.base:
        return None
    return (written, known) if (written.start, written.end) != (known.start, known.end) else None


def _numbers_differ(written: str, known: str) -> bool:
    one, other = _NUMBER.search(title_key(written)), _NUMBER.search(title_key(known))
    return bool(one and other and (one.group(1), int(one.group(2))) != (other.group(1), int(other.group(2))))


def _last_year(cited: Cited) -> int | None:
    """The last year of a plan, from its title as written or, for 普法规划, from its ordinal."""
    key = title_key(cited.title)
    years = dated(key)
    if years and years.end > years.start and _PLAN.search(years.base):
        return years.end
    ordinal = _LAW_PUBLICITY_PLAN.search(key)
    return _LAST_YEARS[ordinal.group(1)] if ordinal and _PLAN.search(key) else None
