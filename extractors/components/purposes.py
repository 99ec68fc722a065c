"""The purpose of a citation (引用目的), from the verb that governs the title."""

from __future__ import annotations

import re
from functools import cache

from fazhi.extractors.rules.matcher import Matcher
from fazhi.extractors.rules.rule import rules

_TITLE = re.compile(r"《[^》]*》(?:（[^（）]*）)?")
#: Further titles in the same list, which share the governing words.
_ROW = re.compile(
    r"^(?:[、和及以与]*(?:新?(?:修订|修正|修改|颁布|出台|施行|实施)后?的)?(?:《[^》]*》(?:（[^（）]*）)?|宪法|民法典))+"
    r"|^(?:(?:[、和及与]|以及)[^，。；、《》和及与\n]{1,20}?(?<![普执立司守用学懂])法(?=[、和及与等]|(?:宣传|学习|培训|普法|宣讲|知识|解读)))+"
)
#: 新修订的《…》, 修订后的《…》 describe the instrument, not the purpose of the citation.
_NEWLY = re.compile(
    r"(?:最新|新近|新)(?:修订|修正|修改|颁布|出台|发布|公布|制定|印发|实施|施行)(?:实施|施行)?后?的"
    r"|(?:修订|修正|修改)后的"
)
#: 学习宣传 and 讲解 count as publicity only if the sentence mentions publicity or the public.
_PUBLICITY_EVENT = re.compile(r"宣传(?:活动|日|周|月|资料|单|栏)|普法|宣传教育活动")
_TO_THE_PUBLIC = re.compile(
    r"群众|企业|职工|村民|居民|商户|市民|游客|听众|身边案例|进(?:企业|社区|校园|村|工地)"
)


def purpose_of(folded: str, start: int, end: int) -> tuple[str, bool]:
    """The purpose of citing the title at ``start:end``, and whether a governing verb was found.

    Purposes are ``basis``, ``study``, ``publicity``, ``issued`` and ``mention``. Titles in a list share the
    verb before the first one.
    """
    sentence_start = 0
    for mark in "。；\n！？":
        sentence_start = max(sentence_start, folded.rfind(mark, sentence_start, start) + 1)
    before = _without_titles(folded[sentence_start:start])
    newly = _NEWLY.search(before)
    if newly:
        before = _NEWLY.sub("", before)
    after = _ROW.sub("", folded[end : end + 200])
    following = _after().first(after[:40])
    if following:
        return following.says, True
    found = _before().finditer(before)
    # The nearest verb; of those that end together the longest (学习宣传 before 宣传).
    best = max(found, key=lambda match: (match.end, match.end - match.start), default=None)
    if best is None:
        own = newly and re.search(r"出台|制定|印发", newly.group())
        return ("issued" if own else "mention"), bool(own)
    position, purpose = best.end, best.rule.says
    if purpose == "issued" and _by_others(before, position):
        return ("basis" if _under_basis(before[:position]) else "mention"), True
    if purpose == "study" and re.search(r"学习宣传$", before[:position]):
        purpose = "publicity"
    if purpose == "publicity" and re.search(r"学习宣传$", before[:position]):
        sentence_end = folded.find("。", end)
        sentence = folded[sentence_start : sentence_end if sentence_end > 0 else len(folded)]
        purpose = "publicity" if _PUBLICITY_EVENT.search(sentence) else "study"
    if purpose == "study" and before[:position].endswith("讲解") and _TO_THE_PUBLIC.search(before):
        purpose = "publicity"
    return purpose, True


def _without_titles(words: str) -> str:
    return _TITLE.sub("", words)


def _by_others(before: str, position: int) -> bool:
    """制定的/印发的 + title: the instrument was issued by someone else."""
    return bool(re.match(r"的", before[position:]))


def _under_basis(words: str) -> bool:
    return bool(re.search(r"根据|按照|依据|依照|落实|执行|对照|遵照|贯彻", words))


@cache
def _before() -> Matcher:
    return Matcher(rules("citations", "purpose_before"))


@cache
def _after() -> Matcher:
    return Matcher(rules("citations", "purpose_after"))
