"""Stated duties (职责要求): standing rules on what someone must, must not or is required to do."""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.language.numerals import ARABIC, is_number, parse_number
from fazhi.extractors.rules.matcher import Match, Matcher
from fazhi.extractors.rules.rule import rules

#: By the kind of rule: its modality and its confidence.
_MODALITIES = {
    "must_not": ("must_not", 0.9),
    "must": ("must", 0.85),
    "frequency": ("required", 0.85),
    "threshold": ("required", 0.8),
    "required": ("required", 0.7),
}
_AMOUNT = re.compile(
    rf"(?P<number>{ARABIC}|[一二两三四五六七八九十]+)(?:余|多)?(?P<unit>个工作日|日(?=内)|学时|课时|小时|分钟|人次|场次|家次|次|场|期|件|名|人|部|篇|个|项|堂"
    rf"|轮|份|天|%)"
)
#: 管委会要求在建项目总包单位每月…: the bearer of the duty follows the verb.
_BEARER = re.compile(
    r"^(?:[^，]{0,12}?(?:要求|明确|规定)(?!的)|确保|凡|对于?|严格|坚持|落实|实行|推行|执行|安排|组织)*(?P<who>未[^，]{4,18}的(?:人员|单位|企业)|(?!要求|明确|规定|确保|凡|对|坚持"
    r"|落实|实行|推行|执行|将|把|未|在(?![编岗职建])|按|必|须|应|建立|健全|完善)[一-龥、]{2,24}?)(?:一律|均|都|每|必须|应当|应|要|须|不得|严禁|年度"
    r"|一年|全年|至少|不少于|需|坚持|对|参加|学法|召开|组织|开展|听取|今年)"
)
_BODIES = (
    r"(?:干部职工|职工|队员|干部|人员|领导|班子|成员|部门|科室|单位|机构|负责人|机关|书记|局长|主任|所长|党委|党组|党工委|政府|园区|管委会|街道|镇|村|社区"
    r"|企业|党员|队|中心|小组|办公室|司法所|我局|我委|我园区|我区|律师|顾问|中心组|大队|支部|委员会|田长|林长|河长|网格员|调解员|办公会议?|常务会议?|党工?委会议?|党组会议?|法庭|法院)"
)
_BODY_WORD = re.compile(rf"{_BODIES}$")
#: A clause that opens with the bearer: 执法人员入企检查应当…
_FIRST_BODY = re.compile(
    rf"^(?:要求|明确|规定|确保)?(?P<who>(?!未|凡|每|不|对|将|把|在(?![编岗职建])|定期|按|要|应|必|须|落实|实行|推行|坚持|安排|建立|健全|完善"
    rf"|严格)[一-龥]{{0,6}}?{_BODIES}+)(?=[一-龥])(?![的和与、])"
)
#: 要通过…方式，…: the rule itself is in the next clause.
_LEANS = re.compile(r"^要(?:通过|以|利用|按照|围绕|结合|坚持以)")
#: 规定未经审核的议题，不得…: the words that introduce a rule are not part of it.
_SAID = re.compile("[^，]{0,12}?(?:规定|明确|要求)(?=未|凡|没有|不符)")
#: 重大合同和协议，必须先送…: the subject of the rule is in the previous clause.
_NO_SUBJECT = re.compile(
    r"必须|一律|均(?:须|应|不得)|须(?!知)|应当|每[^，]{1,3}(?:至少|不少于)?(?:安排|组织|开展|召开|进行)?[一两二三四\d]+次$"
)
_ITEM = re.compile(r"[一二三四五六七八九十]+是|\d+[、.]|（[一二三四五六七八九十\d]+）|同时，?|并")


#: 落实领导干部年度述法制度: what is said of a system is no part of its name.
_BEFORE_SYSTEM = re.compile(r"^.*?(?:落实|执行|坚持|严格|健全|完善|建立|推行|推进|实行)了?")
_PERIOD = re.compile("[周月季年]")
_FREQUENCIES = {"周": "weekly", "月": "monthly", "季": "quarterly", "年": "yearly"}


@Language.component("fazhi_duty")
def duty(doc: Doc) -> Doc:
    """Add a record for each clause that states a standing rule."""
    view = annotations_of(doc)
    for start, end in view.sentences_around(_rules().places(view.folded)):
        role = view.role(start)
        clauses = view.clauses(start, end)
        frequency_before: str | int | float | None = None
        ruled_before: int | None = None
        for index, (a, b) in enumerate(clauses):
            words = view.folded[a:b]
            item = _ITEM.match(words)
            offset = item.end() if item else 0
            found = list(_rules().matches(words[offset:])) if role != "problems" else []
            kind = _kind(found, words, role)
            if kind:
                if _LEANS.match(words[offset:]) and index + 1 < len(clauses) and b - a < 60:
                    b = clauses[index + 1][1]
                lead = clauses[index - 1] if index and index - 1 != ruled_before else None
                if lead:
                    told_to = _told_to(view.folded, *lead)
                    if _condition(view.folded[told_to : lead[1]]) or _NO_SUBJECT.match(words):
                        a, offset = told_to, 0
                ruled_before = index
                fields = _fields(view, a + offset, b, words, found)
                if fields.get("frequency") is None and "学时" in words:
                    fields["frequency"] = frequency_before
                frequency_before = fields.get("frequency") if "学时" in words else None
                modality, confidence = _MODALITIES[kind]
                view.add("duty", a + offset, b, f"duty.{kind}", confidence, {"modality": modality, **fields})
            else:
                _name(view, a, words)
    return doc


@cache
def _rules() -> Matcher:
    return Matcher(rules("duties"))


@cache
def _names() -> Matcher:
    return Matcher(rules("duties", "names"))


def _kind(found: list[Match], words: str, role: str) -> str | None:
    """The kind of the first of the rules found that states a duty here."""
    for match in found:
        kind = match.rule.id.split(".")[0]
        if kind == "threshold" and not _AMOUNT.search(words):
            continue
        if kind == "required" and role == "plans":
            continue
        return kind
    return None


def _told_to(folded: str, start: int, end: int) -> int:
    """Where the rule in a clause begins: after 规定 and similar words."""
    said = _SAID.match(folded, start, end)
    return said.end() if said else start


def _condition(words: str) -> bool:
    return (
        words.startswith(("未经", "未", "凡", "没有", "对未", "不符合", "未通过")) and len(words) < 50
    ) or (words.endswith("的") and len(words) < 30)


def _fields(
    view: Annotations, start: int, end: int, words: str, found: list[Match]
) -> dict[str, str | int | float | None]:
    how_often = [match for match in found if match.rule.id.startswith("frequency.")]
    frequency = min(how_often, key=lambda match: match.start, default=None)
    amount = next(
        (
            match
            for match in _AMOUNT.finditer(words)
            if (not frequency or match.start() >= frequency.end - 1) and is_number(match.group("number"))
        ),
        None,
    )
    bearer = _BEARER.match(view.folded[start:end])
    who = bearer.group("who") if bearer else ""
    if not _BODY_WORD.search(who):
        bearer = _FIRST_BODY.match(view.folded[start:end])
    return {
        "bearer": bearer and view.text[start + bearer.start("who") : start + bearer.end("who")],
        "frequency": frequency.rule.says if frequency and frequency.rule.says != "other" else None,
        "amount": parse_number(amount.group("number")) if amount else None,
        "unit": amount.group("unit") if amount else None,
    }


def _name(view: Annotations, start: int, words: str) -> None:
    """“每季一法” and 年度述法制度: a name that is a rule."""
    match = next(_names().matches(words), None)
    if not match:
        return
    who = ""
    if match.rule.id == "system":
        before = re.findall("[一-龥]{0,10}$", words[: match.start])[0]
        if before.startswith(("按照", "根据", "依据")):
            return
        who = _BEFORE_SYSTEM.sub("", before)
    period = _PERIOD.search(words, match.start)
    view.add(
        "duty", start + match.start - len(who), start + match.end, f"duty.{match.rule.id}",
        {"name": 0.7, "system": 0.75}[match.rule.id],
        {
            "modality": "required",
            "bearer": who if _BODY_WORD.search(who) else None,
            "frequency": period and _FREQUENCIES[period.group()],
        },
    )  # fmt: skip
