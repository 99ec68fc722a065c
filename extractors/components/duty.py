"""Stated duties (职责要求): standing rules on what someone must, must not or is required to do."""

from __future__ import annotations

import re
from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.language.characters import blank_out
from fazhi.extractors.language.numerals import ARABIC, is_number, parse_number
from fazhi.extractors.language.pattern_index import PatternIndex

_TITLE = re.compile(r"《[^》]*》")
_TITLE_OR_QUOTE = re.compile(r"《[^》]*》|“[^”]*”")
# Look-behinds (都不得, 不务必) come after the character that opens a rule, so that re can skip ahead to it.
_MUST_NOT = re.compile(
    r"不(?<!都不)得(?!不)|严禁|禁止(?!性|令)|不准|一律不[上予得]|不能(?:上会|提交)|不予(?:上会|提交|审议)"
)
_MUST = re.compile(r"必须|务(?<!不务)必|须(?<!无须)(?!知)")
_REQUIRED = re.compile(
    r"应当|^(?:应(?!急|用|诉|考|届|对|聘|收|当|邀|付|知|有|运)|需(?!求|要的)"
    r"|(?:[一-龥]{0,8}(?:干部|人员|部门|单位|党员|班子|负责人|成员))?要(?!求|件|点|素|闻|案|事|害))|^要求(?!的|和|，)|明确要求"
    r"|规定(?=.{0,12}(?:不少于|至少|每))"
)
_PERIOD = r"(?:周|星期|旬|月|季度?|半年|年度?|半月)"
_FREQUENCY = re.compile(
    rf"(?:每(?:个)?(?P<every>{_PERIOD})(?![^，]{{0,8}}的时间)|(?P<one>一年|全年|年度)(?=.{{0,4}}(?:不少于|至少|不低于|不超过)))"
)
_AT_LEAST = re.compile(r"不少于|不低于|至少|不超过|不多于")
_AMOUNT = re.compile(
    rf"(?P<number>{ARABIC}|[一二两三四五六七八九十]+)(?:余|多)?(?P<unit>个工作日|日(?=内)|学时|课时|小时|分钟|人次|场次|家次|次|场|期|件|名|人|部|篇|个|项|堂"
    rf"|轮|份|天|%)"
)
_SCHEDULE_NAME = re.compile(r"“?每(?P<every>周|月|季)一(?:法|课|学|讲|考|训)”?")
_ANNUAL_SYSTEM = re.compile(
    r"(?P<who>[一-龥]{0,10}?)(?P<period>年度|季度|月度|每年|每季度|每月)[一-龥]{0,6}(?:述法|述职述法|述职述廉述法|学法|报告|考核|例会)制度"
)
_FREQUENCIES = {
    word: frequency
    for frequency, words in {
        "weekly": "周 星期",
        "monthly": "月 每月 月度",
        "quarterly": "季 季度 每季度",
        "half_yearly": "半年",
        "yearly": "年 年度 一年 全年 每年",
    }.items()
    for word in words.split()
}
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
_PAST = re.compile(r"(?:已|共|累计|先后|全年(?!.{0,6}(?:不少于|至少)))")
_ITEM = re.compile(r"[一二三四五六七八九十]+是|\d+[、.]|（[一二三四五六七八九十\d]+）|同时，?|并")
#: A clause that states a rule contains at least one of these.
_RULES = PatternIndex(
    pattern.pattern
    for pattern in (_MUST_NOT, _MUST, _FREQUENCY, _AT_LEAST, _REQUIRED, _SCHEDULE_NAME, _ANNUAL_SYSTEM)
)


@Language.component("fazhi_duty")
def duty(doc: Doc) -> Doc:
    """Add a record for each clause that states a standing rule."""
    view = annotations_of(doc)
    places = _RULES.candidate_offsets(view.folded)
    for start, end in view.sentences_around(places):
        role = view.role(start)
        clauses = view.clauses(start, end)
        frequency_before: str | int | float | None = None
        ruled_before: int | None = None
        for index, (a, b) in enumerate(clauses):
            place = bisect_left(places, a)
            if place == len(places) or places[place] >= b:
                continue
            words = view.folded[a:b]
            found = _modality(words, role, continued=frequency_before is not None)
            if found:
                rule, modality, confidence, offset = found
                if _LEANS.match(words[offset:]) and index + 1 < len(clauses) and b - a < 60:
                    b = clauses[index + 1][1]
                lead = clauses[index - 1] if index and index - 1 != ruled_before else None
                if lead:
                    told_to = _told_to(view.folded, *lead)
                    if _condition(view.folded[told_to : lead[1]]) or _NO_SUBJECT.match(words):
                        a, offset = told_to, 0
                ruled_before = index
                fields = _fields(view, a + offset, b, words)
                if fields.get("frequency") is None and "学时" in words:
                    fields["frequency"] = frequency_before
                frequency_before = fields.get("frequency") if "学时" in words else None
                view.add("duty", a + offset, b, f"duty.{rule}", confidence, {"modality": modality, **fields})
            else:
                _named_schedule(view, a, words)
    return doc


def _modality(words: str, role: str, *, continued: bool) -> tuple[str, str, float, int] | None:
    """The rule, the modality, the confidence and the offset at which the stated duty begins."""
    if role == "problems":
        return None
    item = _ITEM.match(words)
    offset = item.end() if item else 0
    rest = blank_out(_TITLE_OR_QUOTE, words[offset:])
    if _MUST_NOT.search(rest):
        return "must_not", "must_not", 0.9, offset
    if _MUST.search(rest):
        return "must", "must", 0.85, offset
    frequency = _FREQUENCY.search(rest)
    if frequency and not _PAST.search(rest[: frequency.start()]):
        return "frequency", "required", 0.85, offset
    if (
        _AT_LEAST.search(rest)
        and _AMOUNT.search(rest)
        and (continued or re.search("要求|规定|学时|每|确保|一般|原则上", rest))
    ):
        return "threshold", "required", 0.8, offset
    if role != "plans" and _REQUIRED.search(rest):
        return "required", "required", 0.7, offset
    return None


def _told_to(folded: str, start: int, end: int) -> int:
    """Where the rule in a clause begins: after 规定 and similar words."""
    said = _SAID.match(folded, start, end)
    return said.end() if said else start


def _condition(words: str) -> bool:
    return (
        words.startswith(("未经", "未", "凡", "没有", "对未", "不符合", "未通过")) and len(words) < 50
    ) or (words.endswith("的") and len(words) < 30)


def _fields(view: Annotations, start: int, end: int, words: str) -> dict[str, str | int | float | None]:
    frequency = _FREQUENCY.search(words)
    every = frequency and (frequency.group("every") or frequency.group("one"))
    amount = None
    for match in _AMOUNT.finditer(words):
        if (not frequency or match.start() >= frequency.end() - 1) and is_number(match.group("number")):
            amount = match
            break
    bearer = _BEARER.match(view.folded[start:end])
    who = bearer.group("who") if bearer else ""
    if not _BODY_WORD.search(who):
        bearer = _FIRST_BODY.match(view.folded[start:end])
    return {
        "bearer": bearer and view.text[start + bearer.start("who") : start + bearer.end("who")],
        "frequency": _FREQUENCIES.get(every or ""),
        "amount": parse_number(amount.group("number")) if amount else None,
        "unit": amount.group("unit") if amount else None,
    }


def _named_schedule(view: Annotations, start: int, words: str) -> None:
    """“每季一法” and 年度述法制度: a name that is a rule."""
    words = blank_out(_TITLE, words)
    match = _SCHEDULE_NAME.search(words)
    if match:
        following = re.match(r"[一-龥]{0,6}?(?:学法|学习|讲法|制度)", words[match.end() :])
        end = match.end() + (following.end() if following else 0)
        frequency = _FREQUENCIES[match.group("every")]
        view.add(
            "duty", start + match.start(), start + end, "duty.name", 0.7,
            {"modality": "required", "frequency": frequency},
        )  # fmt: skip
        return
    match = _ANNUAL_SYSTEM.search(words) if "制度" in words else None
    if match and not match.group("who").startswith(("按照", "根据", "依据")):
        who = re.sub(r"^.*?(?:落实|执行|坚持|严格|健全|完善|建立|推行|推进|实行)了?", "", match.group("who"))
        begin = match.start("period") - len(who)
        view.add(
            "duty", start + begin, start + match.end(), "duty.system", 0.75,
            {
                "modality": "required",
                "bearer": who if _BODY_WORD.search(who) else None,
                "frequency": _FREQUENCIES.get(match.group("period")),
            },
        )  # fmt: skip
