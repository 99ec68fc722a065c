"""Stated duties (职责要求): standing rules on what someone must, must not or is required to do."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.components.bearers import bearer, ends_as_bearer, subject, without_subject
from fazhi.extractors.language.numerals import ARABIC, is_number, parse_number
from fazhi.extractors.reading.document import Span
from fazhi.extractors.rules.matcher import Match, matcher

#: By the kind of rule: its modality and its confidence.
_MODALITIES = {
    "must_not": ("must_not", 0.9),
    "must": ("must", 0.85),
    "frequency": ("required", 0.85),
    "threshold": ("required", 0.8),
    "required": ("required", 0.7),
}
#: Tasks for the time to come, which are plans where they stand among plans.
_TASKS = ("required.needs", "required.shall", "required.asked", "required.laid_down")
#: By the kind of name that is a rule: its confidence.
_NAMES = {"name": 0.7, "system": 0.75}
_NUMBER = rf"(?:{ARABIC}|[一二两三四五六七八九十]+)"
#: How many or how long; a time within which something is done (十五日内) is no amount.
_AMOUNT = re.compile(
    rf"(?<![统第同唯单专另任万每由\d])(?P<number>{_NUMBER})(?:余|多)?(?:[至到-]{_NUMBER})?"
    r"(?P<unit>(?:个工作日|工作日|小时|分钟|天|日)(?![之以]?[内前])|学时|课时|人次|场次|家次|户次|轮次|次|场|期|件(?!事)|名|人|部(?!署|分|门)|篇|个(?!月|季|年|星期|周|工作日|小时|环节|层级|窗口|主体|标准|平台|系统)|项|堂"
    r"|轮|份|批|家|户|节|课|条|遍|%)"
)
#: 要通过…方式，…: the rule itself is in the next clause.
_LEANS = re.compile(r"要(?:通过|以|利用|按照|围绕|结合|坚持以)")
#: 规定未经审核的议题，不得…: the words that introduce a rule are not part of it.
_SAID = re.compile("[^，]{0,12}?(?:规定|明确|要求)(?=未|凡|没有|不符)")
_ANNOUNCED = re.compile("[^，：]{0,16}(?:规定|明确|要求)：")
#: 重大合同和协议，必须先送…: the subject of the rule is in the previous clause.
_NO_TOPIC = re.compile(
    r"必须|一律|均(?:须|应|不得)|须(?!知)|应当|每[^，]{1,3}(?:至少|不少于)?(?:安排|组织|开展|召开|进行)?[一两二三四\d]+次$"
)
#: 对涉嫌犯罪的案件，不得…: what the rule is about.
_TOPIC = re.compile(r"(?:对|对于|凡|除|涉及)(?!.*(?:已|了|\d[件起家]))[^，]{2,40}$")
_BASIS = re.compile("依照|按照|根据|依据")
#: 《行政处罚法》规定，…应当…: not 根据《行政处罚法》规定，….
_LAW_SAYS = re.compile(
    r"(?P<basis>(?:根据|按照|依据|依照|落实|执行|符合|违反|按)[^，。；《]{0,6})?"
    r"(?:《[^》\n]{1,30}(?:法|条例)》|(?:处罚|诉讼|复议|许可|强制|管理)法)(?:第[^，。；条]{1,8}条)?[^，。；]{0,4}(?:明确)?规定(?!的|情形|条件|程序)，?"
)
#: 按照每年不少于两次的要求，…: the ground for what was done.
_AS_ASKED = re.compile("(?:按照|根据|依据|依照).*(?:要求|规定|精神)$")
_ITEM = re.compile(r"[一二三四五六七八九十]+是|\d+[、.]|（[一二三四五六七八九十\d]+）|同时，?|并")
#: 每年不少于4次、每半年听取一次…; 不得以罚代管、不得下达指标: two rules.
_NEXT_RULE = re.compile("、(?=每个?[周月季半年]|不得|严禁)")
#: 落实领导干部每年学法不少于40学时的要求.
_CARRIED_OUT = re.compile("(?:严格|认真|全面|切实)?(?:落实|执行|坚持)(?P<rule>.+)的(?:要求|规定|制度)$")
_ENDS_CARRIED_OUT = ("的要求", "的规定", "的制度")
#: A further duty of the same bearer, without words of its own that say so: 一个月内报送结果.
_GOES_ON = re.compile(
    rf"(?!.*(?:已|了|共|\d[件起份次家]))(?:并|同时)?(?:(?:在|于)?{_NUMBER}个?(?:工作日|小时|日|天|月)[之以]?内(?=[一-龥]{{2}})"
    r"|发现[^，。；]{2,12}(?:当场|立即|及时|第一时间)(?=[一-龥]{2}))"
)
#: 落实领导干部年度述法制度: what is said of a system is no part of its name.
_BEFORE_SYSTEM = re.compile(r"^.*?(?>(?:落实|执行|坚持|严格|健全|完善|建立|推行|推进|实行|、)+)了?")
_RUN_BEFORE = re.compile("[一-龥]{0,10}$")
_PERIOD = re.compile("[周月季年]")
_FREQUENCIES = {"周": "weekly", "月": "monthly", "季": "quarterly", "年": "yearly"}


@Language.component("fazhi_duty")
def duty(doc: Doc) -> Doc:
    """Add a record for each clause that states a standing rule."""
    view = annotations_of(doc)
    places = matcher("duties").places(view.folded)
    for start, end in view.sentences_around(places):
        if view.role(start) == "problems":
            continue
        clauses = list(_clauses(view, start, end))
        told = _told_by_law(view.folded, start, end)
        before: _Duty | None = None
        for index, (a, b) in enumerate(clauses):
            goes_on = before if before and before.clause == index - 1 else None
            holds_rule = bisect_left(places, a) < bisect_left(places, b)
            stated = _stated(view, a, b, goes_on) if a < told and (holds_rule or goes_on) else None
            if stated is None:
                continue
            kind, found, begin = stated
            if kind in _NAMES:
                _add_name(view, begin, b, found[0])
                continue
            if _LEANS.match(view.folded, begin, b) and index + 1 < len(clauses) and b - a < 60:
                b = clauses[index + 1][1]
            fields = _fields(view, begin, b, kind, found)
            words = view.folded[begin:b]
            leads = clauses[max(0, index - 2) : index]
            condition = _condition_before(view, leads, words) if leads and not goes_on else None
            if leads:
                _take_over(view, leads[-1], words, fields, before if condition is None else None)
            begin = begin if condition is None else condition
            modality, confidence = _MODALITIES[kind]
            view.add("duty", begin, b, f"duty.{kind}", confidence, {"modality": modality, **fields})
            before = _Duty(index, kind, fields)
    return doc


_Fields = dict[str, str | int | float | None]


class _Duty(NamedTuple):
    """A duty found in a sentence: the number of its clause, its kind and what is said of it."""

    clause: int
    kind: str
    fields: _Fields


def _told_by_law(folded: str, start: int, end: int) -> int:
    """From where on a sentence reports what a law says, which is no rule of the body that reports."""
    if folded.find("规定", start, end) < 0:
        return end
    for law in _LAW_SAYS.finditer(folded, start, end):
        if not law.group("basis"):
            return law.end()
    return end


def _clauses(view: Annotations, start: int, end: int) -> Iterator[Span]:
    """The clauses of a sentence, those with two rules in a row divided."""
    for a, b in view.clauses(start, end):
        if view.folded.endswith(_ENDS_CARRIED_OUT, a, b) and (
            carried_out := _CARRIED_OUT.match(view.folded, a, b)
        ):
            a, b = carried_out.span("rule")
        for mark in _NEXT_RULE.finditer(view.folded, a, b):
            if matcher("duties").first(view.folded[a : mark.start()]):
                yield a, mark.start()
                a = mark.end()
        yield a, b


def _stated(
    view: Annotations, start: int, end: int, before: _Duty | None
) -> tuple[str, list[Match], int] | None:
    """The kind of duty that a clause states, the rules found in it, and where the duty begins.

    ``before`` is the duty that the clause before it states.
    """
    item = _ITEM.match(view.folded, start, end)
    begin = item.end() if item else start
    if announced := _ANNOUNCED.match(view.folded, begin, end):
        begin = announced.end()
    words = view.folded[begin:end]
    found = list(matcher("duties").matches(words))
    planned = view.role(start) == "plans"
    if _AS_ASKED.match(words):
        return None
    for match in found:
        kind = match.rule.id.split(".")[0]
        if kind == "threshold" and not any(_amounts(words)):
            continue
        if match.rule.id == "threshold.each_time" and not before:
            continue
        if planned and match.rule.id in _TASKS:
            continue
        return kind, found, begin
    if before and _GOES_ON.match(words):
        return before.kind, found, begin
    return None


def _condition_before(view: Annotations, clauses: list[Span], words: str) -> int | None:
    """Where the condition or the topic of the duty in ``words`` begins, if it stands in the clause before."""
    lead = clauses[-1]
    if len(clauses) > 1 and _BASIS.match(view.folded, *lead):
        lead = clauses[-2]
    said = _SAID.match(view.folded, *lead)
    start = said.end() if said else lead[0]
    clause = view.folded[start : lead[1]]
    if _condition(clause) or _NO_TOPIC.match(words):
        return start
    return start if _TOPIC.match(clause) and without_subject(words) else None


def _amounts(words: str, start: int = 0) -> Iterator[re.Match[str]]:
    """The amounts in ``words`` from ``start`` on; 日 counts days only behind a limit (不少于30日)."""
    for match in _AMOUNT.finditer(words, start):
        if is_number(match.group("number")) and (
            match.group("unit") != "日" or words[match.start() - 1] in "于少过"
        ):
            yield match


def _condition(words: str) -> bool:
    return (
        words.startswith(("未经", "未", "凡", "没有", "对未", "不符合", "未通过")) and len(words) < 50
    ) or (words.endswith("的") and len(words) < 30)


def _fields(view: Annotations, start: int, end: int, kind: str, found: list[Match]) -> _Fields:
    """What a clause says of its duty."""
    words = view.folded[start:end]
    how_often = [match for match in found if match.rule.id.startswith("frequency.")]
    frequency = min(how_often, key=lambda match: match.start, default=None)
    bound = found[0].start if kind in ("must", "must_not") and found else 0
    amount = next(_amounts(words, max(bound, frequency.end - 1) if frequency else bound), None)
    who = bearer(view.folded, start, end)
    return {
        "bearer": view.text[slice(*who)] if who else None,
        "frequency": frequency.rule.says if frequency and frequency.rule.says != "other" else None,
        "amount": parse_number(amount.group("number")) if amount else None,
        "unit": amount.group("unit") if amount else None,
    }


def _take_over(view: Annotations, clause: Span, words: str, fields: _Fields, before: _Duty | None) -> None:
    """Add what ``words`` leave out: their bearer and how often stand in the ``clause`` or the duty before."""
    if fields["bearer"] is None and without_subject(words):
        if before:
            fields["bearer"] = before.fields["bearer"]
        elif who := subject(view.folded, *clause):
            fields["bearer"] = view.text[slice(*who)]
    if before and fields["frequency"] is None and fields["unit"] == before.fields["unit"] == "学时":
        fields["frequency"] = before.fields["frequency"]


def _add_name(view: Annotations, start: int, end: int, name: Match) -> None:
    """Add “每季一法” or 年度述法制度, a name that is a rule."""
    words = view.folded[start:end]
    who = ""
    if name.rule.says == "system":
        before = _RUN_BEFORE.findall(words[: name.start])[0]
        if before.startswith(("按照", "根据", "依据")):
            return
        who = _BEFORE_SYSTEM.sub("", before)
    period = _PERIOD.search(words, name.start)
    view.add(
        "duty", start + name.start - len(who), start + name.end, f"duty.{name.rule.says}",
        _NAMES[name.rule.says],
        {
            "modality": "required",
            "bearer": who if ends_as_bearer().search(who) else None,
            "frequency": period and _FREQUENCIES[period.group()],
        },
    )  # fmt: skip
