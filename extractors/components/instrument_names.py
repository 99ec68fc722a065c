"""Finding the names of instruments in text. All texts here are folded; offsets are 0-based, end exclusive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from fazhi.extractors.rules.cues import cues
from fazhi.extractors.rules.matcher import matcher
from fazhi.ontology.in_use import follows_register
from fazhi.ontology.reference import Instrument, instruments_by_key
from fazhi.ontology.titles import title_key

_LONGEST_TITLE = 120
_TITLE_MARK = re.compile("[《》。\n]")
#: What follows the words that tell the kind: (试行), also where one of its brackets or both are lost.
_TRAILER = re.compile(
    r"(?:[（(][^（）()]{1,20}[）)])+$|[（(][^（）()]{1,20}$"
    r"|[（(]?(?:(?:19|20)\d\d(?:年度?)?(?:[-—~至到](?:19|20)\d\d年?)?[版本]?|试行|暂行)[）)]?$"
)
_NATURAL_END = re.compile(
    r"(?:条例|规定|办法|细则|规则|准则|规程|规范|决定|意见|通知|规划|纲要|方案|要点|法典|宪法|法)(?:（[^（）]{2,12}）)?(?=[，。；、》《”\n]|第[一二三四五六七八九十百\d]"
    r"|等|的|和|及|与|以及|精神|要求|规定|有关|相关|知识|宣传|学习|培训|贯彻|开展|进行|对|为|中|之|漫画|读本|手册)"
)


class Title(NamedTuple):
    """A candidate name: the whole span with brackets, and the span of the name's own words.

    ``suffix`` is what the name has besides: 实施细则 of 《税收征收管理法》及其实施细则.
    """

    start: int
    end: int
    name_start: int
    name_end: int
    rule: str
    confidence: float
    suffix: str = ""


def quoted_titles(folded: str) -> Iterator[Title]:
    """Outermost 《…》 (nested 《》 and 〈〉 belong to it); an unclosed 《 runs to the name's natural end."""
    position = 0
    while (start := folded.find("《", position)) >= 0:
        depth = 0
        end = None
        for mark in _TITLE_MARK.finditer(folded, start, start + _LONGEST_TITLE):
            if mark.group() == "《":
                depth += 1
            elif mark.group() == "》":
                depth -= 1
                if depth == 0:
                    end = mark.end()
                    break
            else:
                break
        if end is not None and "《" in folded[start + 1 : end] and not _nested(folded[start:end]):
            end = None
        if end is not None:
            yield Title(start, end, start + 1, end - 1, "quoted", 0.97)
            position = end
            continue
        natural = _NATURAL_END.search(folded, start + 1, start + 61)
        following = folded.find("《", start + 1)
        if natural and not (0 <= following < natural.start()):
            yield Title(start, natural.end(), start + 1, natural.end(), "unclosed", 0.8)
            position = natural.end()
        else:
            position = start + 1


def _nested(span: str) -> bool:
    """Whether inner 《》 are a title within a title (关于印发《X》的通知) and not the next title of a row."""
    inner = span.index("《", 1)
    return span.count("《") == span.count("》") and span[inner - 1] not in "，、。；》"


def is_instrument(title: Title, folded: str) -> bool:
    """Whether a 《》 name is an instrument, by the register, its last words and the words around it."""
    name = folded[title.name_start : title.name_end].strip()
    if not name:
        return False
    names_work = cues()["work_named"].governs(folded, title.start, title.end)
    if _known(name):
        return not names_work or name.endswith(("法", "法典", "条例"))
    core = _TRAILER.sub("", name).rstrip("〉》")
    draft = next(matcher("citations", "drafts").matches(core), None)
    core = core[: draft.start] if draft else core
    kind = _kind(core)
    if kind == "work" or (kind == "paper" and not matcher("citations", "issued_for_all").matching(name)):
        return False
    if names_work or cues()["work_shown"].governs(folded, title.start, title.end):
        return False
    return len(core) >= 2 and kind is not None


def of_the_state(title: Title, folded: str) -> bool:
    """Whether an instrument is the state's (全国性): by the register or by 中华人民共和国 in its title."""
    name = folded[title.name_start : title.name_end].strip()
    if name.startswith(("中华人民共和国", "国务院", "中国共产党")):
        return True
    known = _known(name)
    # Another name of a plan (“八五”普法规划) may be that of the body's own.
    return known is not None and known.jurisdiction == "CN" and name not in known.aliases


# A report names the same titles many times.
@follows_register
@lru_cache(maxsize=4096)
def _known(name: str) -> Instrument | None:
    return instruments_by_key().get(title_key(name, commas=True))


@lru_cache(maxsize=4096)
def _kind(core: str) -> str | None:
    """What the last words of a title say it is: ``work``, ``paper``, ``instrument``, or nothing."""
    found = matcher("citations", "endings").finditer(core)
    return next((match.rule.says for match in found if match.end == len(core)), None)
