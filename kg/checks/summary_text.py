"""The summary in words: lines for a terminal, remarks for a comment in the document."""

from __future__ import annotations

from collections.abc import Iterator

from fazhi.kg.checks.explanations import Language
from fazhi.kg.checks.promises import LastReport, Promises
from fazhi.kg.checks.summary import Summary
from fazhi.kg.checks.unspoken import Unspoken, Wording, most_certain
from fazhi.ontology.concepts import Label, class_labels

#: Items of one list that stand in a terminal or a comment; the rest is counted.
MOST = 10
_LONGEST = 60
#: What the text does not tell, so that nothing can be said of what binds its body.
_UNKNOWN = {"issuer": Label("报告单位", "reporting body"), "year": Label("报告年度", "reported year")}

_IN_CASE = Label("有此类事项时", "where there is such a case")
_MENTIONED = Label("提到，但未写明已做", "mentioned, but not as done")
_UNVERIFIED = Label("条文未核对", "article not verified")


def summary_lines(source: str, summary: Summary, language: Language) -> list[str]:
    """The lines that show the summary of the file ``source``, long lists cut to :data:`MOST`."""
    zh = language == "zh"
    lines = [f"{source}: {unspoken_heading(summary, language)}"]
    shown = most_certain(summary.unspoken, MOST)
    reaching = False
    for one in shown:
        if not one.direct and not reaching and shown[0].direct:
            reaching = True
            lines.append("  间接适用的：" if zh else "  only reaching it:")
        lines.append(f"    {obligation_words(one, language)}")
        if one.wording:
            lines.append(f"        {_wording(one.wording, language)}")
    lines += (f"    {rest}" for rest in _rest(len(summary.unspoken) - len(shown), language))
    if summary.promises:
        heading, *plans = _promise_lines(summary.promises, language)
        lines += [f"{source}: {heading}", *(f"    {plan}" for plan in plans)]
    return lines


def summary_notes(summary: Summary, language: Language) -> list[str]:
    """The summary as remarks without a place of their own, for one comment at the title."""
    shown = most_certain(summary.unspoken, MOST)
    notes = [unspoken_heading(summary, language), *(obligation_words(one, language) for one in shown)]
    notes += _rest(len(summary.unspoken) - len(shown), language)
    if summary.promises:
        notes += _promise_lines(summary.promises, language)
    return notes


def _promise_lines(promises: Promises, language: Language) -> list[str]:
    """The heading and the plans that nothing answers, at most :data:`MOST`."""
    plans = [_cut(plan.words) for plan in promises.open[:MOST]]
    return [promises_heading(promises, language), *plans, *_rest(len(promises.open) - MOST, language)]


def unspoken_heading(summary: Summary, language: Language) -> str:
    """How much the report does not speak of, and by which kind of body that was judged."""
    zh = language == "zh"
    if summary.unknown:
        what = _UNKNOWN[summary.unknown]
        if zh:
            return f"没有找到{what.zh}，无法判断哪些规定适用、还应写什么"
        return f"No {what.en} is found, so nothing can be said of what the law asks it to speak of"
    labels = [class_labels()[kind] for kind in summary.kinds]
    kinds = "、".join(label.zh for label in labels) if zh else " and ".join(label.en for label in labels)
    direct = sum(one.direct for one in summary.unspoken)
    reaching = len(summary.unspoken) - direct
    if not summary.unspoken:
        if zh:
            return f"应写的法定事项均有提及（按{kinds}判断，{summary.year}年度）"
        return f"All that the law asks it to speak of is spoken of (as {kinds}, {summary.year})"
    if zh:
        return (
            f"未提及的法定事项（按{kinds}判断，{summary.year}年度）："
            f"直接约束的{direct}项，间接适用的{reaching}项；未提及不等于未做"
        )
    return (
        f"Not spoken of (as {kinds}, {summary.year}): {_counted(direct, 'obligation')} binding it, "
        f"{reaching} only reaching it; not reported is not “not done”"
    )


def obligation_words(one: Unspoken, language: Language) -> str:
    """An obligation in one line: law, article, what it asks, and what makes it less certain."""
    remarks = [remark.zh if language == "zh" else remark.en for remark in doubts(one)]
    if language == "zh":
        return f"《{one.law}》{one.article} {one.label_zh}" + (f"（{'；'.join(remarks)}）" if remarks else "")
    return f"《{one.law}》{one.article} {one.label_en}" + (f" ({'; '.join(remarks)})" if remarks else "")


def doubts(one: Unspoken) -> list[Label]:
    """What makes it less certain that the report should speak of an obligation."""
    remarks = ((one.mentioned, _MENTIONED), (one.in_case, _IN_CASE), (not one.verified, _UNVERIFIED))
    return [remark for applies, remark in remarks if applies]


def promises_heading(promises: Promises, language: Language) -> str:
    """How many of last year's plans nothing answers, and where the report is not last year's own."""
    zh = language == "zh"
    last, number, missing = promises.last, len(promises.last.plans), len(promises.open)
    named = report_name(last, language)
    if not number:
        counted = f"{named}没有读出计划" if zh else f"No plans are found in {named}"
    elif not missing:
        counted = f"{named}的{number}项计划均见回应" if zh else f"All {number} plans of {named} are taken up"
    elif zh:
        counted = f"{named}的{number}项计划，{missing}项在本报告中未见回应；未见回应不等于未做"
    else:
        counted = (
            f"Of {_counted(number, 'plan')} of {named} {missing} not taken up in this report; "
            "not found is not “not done”"
        )
    return "".join((counted, *(("。" if zh else ". ") + remark for remark in _remarks(promises, language))))


def report_name(last: LastReport, language: Language) -> str:
    """The earlier report by its body and year, else by its file."""
    zh = language == "zh"
    body = last.name or last.source
    if last.year is None:
        return f"{body}的报告" if zh else f"the report of {body}"
    return f"{body}{last.year}年度报告" if zh else f"the {last.year} report of {body}"


def _remarks(promises: Promises, language: Language) -> Iterator[str]:
    zh = language == "zh"
    if promises.same_body is False:
        yield "注意：单位与本报告不同" if zh else "Note: it is of another body"
    if promises.years_between not in (1, None):
        yield "注意：不是本报告的上一年度" if zh else "Note: it is not of the year before"
    if promises.same_body is None or promises.years_between is None:
        yield (
            "注意：单位或年度不明，未能核对是否上一年度的报告"
            if zh
            else "Note: body or year is not told, so it may not be last year’s report"
        )


def _wording(wording: Wording, language: Language) -> str:
    words = _cut(wording.words)
    if language == "zh":
        return f"写法参考 {wording.body}{wording.year}年：{words}"
    return f"as worded by {wording.body} {wording.year}: {words}"


def _rest(number: int, language: Language) -> list[str]:
    if number <= 0:
        return []
    if language == "zh":
        return [f"另有{number}项：--summary --json 或网页（-o 文件.html）列出全部"]
    return [f"and {number} more: --summary --json or a page (-o FILE.html) shows all"]


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
