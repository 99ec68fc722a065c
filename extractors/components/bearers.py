"""Who bears a duty (义务主体): the subject before 应当, 不得 or 每季度, or whom 要求 names."""

from __future__ import annotations

import re
from functools import cache

from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.reading.document import Span

#: What introduces a duty: 管委会要求在建项目总包单位每月…, 安排律师每周….
_BEFORE = (
    r"(?>(?:[^，]{0,12}?(?:要求|明确|规定)(?!的)|确保|凡|严格|坚持|落实|实行|推行|执行|安排|组织|由|同时)*)"
)
#: What no bearer begins with: verbs, prepositions (对企业, 以管委会名义) and conditions.
_NO_BEARER = (
    r"(?!绝不允许|要求|明确|规定|确保|凡|对|坚持|落实|实行|推行|执行|将|把|未|以|从|向|与|经(?!办|营)|同一(?!部门|机关|单位)|除|涉及|提请|提交|在(?![编岗职建])|按"
    r"|必|须|应|建立|健全|完善|制定|定期|不|要|安排|严格|持续|推动|推进|加强|强化|深化|提升|提高|进一步|积极|全面|深入|切实|每(?!名|位|所|个(?![周月季年半星]))|一律)"
)
#: A character within the name of a bearer.
_WITHIN = "(?:(?!每(?:[周月季年半]|个[周月季年半星])|必须|应当|不得|一律|对(?!口|外))[一-龥、])"
#: What says how a bearer is bound, right behind it.
_BINDS = (
    r"(?:一律|均|都|每(?!个)|每个[周月季年半星]|配备|必须|应当|应|要|须|不得|不准|不能|严禁|禁止|年度|年内|年均|一年|全年|至少|不少于|需|坚持|对|参加|学法|召开|组织|开展|听取|今年|未按|未经"
    r"|在|于|接到|收到|实施|原则上|及时|按月|按季|按周|作为|联系|\d+(?:个工作)?日内)"
)
#: A clause that opens with how its duty binds has the bearer of the duty before it.
_NO_SUBJECT = re.compile(
    r"(?:并|同时)?(?:[于在]?每个?[周月季半年]|必须|不得|严禁|应当|应|须|并|及时|一律|均|全程|当场|发现|至少|[\d一二两三四五六七八九十]+个?(?:工作日|小时|日|天|月))"
)


def bearer(folded: str, start: int, end: int) -> Span | None:
    """The span of the bearer in the clause ``folded[start:end]`` that states a duty."""
    for pattern in _patterns():
        if match := pattern.match(folded, start, end):
            return match.span("who")
    return None


def subject(folded: str, start: int, end: int) -> Span | None:
    """The span of the subject of a clause whose duty is in the next one: 领导小组实行例会制度，每季…."""
    match = _patterns()[1 if folded.endswith("制度", start, end) else 0].match(folded, start, end)
    return match.span("who") if match else None


def without_subject(clause: str) -> bool:
    """Whether a clause takes its subject from the one before."""
    return bool(_NO_SUBJECT.match(clause))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    bodies = "(?:" + "|".join(sorted(lexicon("duties")["bearers"].split(), key=len, reverse=True)) + ")"
    return (
        re.compile(
            rf"{_BEFORE}(?P<who>未[^，]{{4,18}}的(?:人员|单位|企业)|{_NO_BEARER}{_WITHIN}{{0,22}}?{bodies}(?:（[一-龥、]{{1,8}}）)?)(?={_BINDS})"
        ),
        # A clause that opens with the bearer: 执法人员入企检查应当…
        re.compile(
            rf"{_BEFORE}(?P<who>{_NO_BEARER}{_WITHIN}{{0,6}}?{bodies}{{1,4}})(?=[一-龥“])(?![的和与、前]|书记|成员|班子|(?!必须|应当)[一-龥]{{0,12}}(?:合同|协议)(?:必须|应当|须|应|一律))"
        ),
    )


@cache
def ends_as_bearer() -> re.Pattern[str]:
    """Matches at the end of words that name a bearer."""
    return re.compile("(?:" + "|".join(lexicon("duties")["bearers"].split()) + ")$")
