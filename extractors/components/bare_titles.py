"""Names of instruments without 《》. All texts here are folded; offsets are 0-based, end exclusive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fazhi.extractors.components.instrument_names import Title
from fazhi.extractors.rules.cues import cues
from fazhi.extractors.rules.matcher import Match, matcher
from fazhi.extractors.rules.windows import EndingIndex
from fazhi.ontology.in_use import follows_register
from fazhi.ontology.reference import instruments

#: From this length on, a title of any kind of instrument is taken for no other words.
_WHOLE_TITLE = 10
_BARE_KINDS = frozenset({"constitution", "law", "administrative_regulation", "party_regulation"})
#: What makes a law's name and what follows another word: 保密法治, 统计法官.
_LONGER_WORDS = frozenset("治制学官院律规定人务庭援")
_PLACE_ENDS = frozenset("省市县区州旗")
_ROW_OF_SHORT_NAMES = re.compile(
    r"(?:[、和及与《》]|以及){1,2}(?:新?修[订正]的)?([^，。；、《》和及与\n]{1,20}?(?:法典?|条例)》?)"
)
_LONGEST_ROW = 20
#: A row of laws (残疾人保障法、养犬管理条例等法律法规) goes on with names that the register lacks.
_NAME_IN_ROW = re.compile(
    r"[、和及与]([^，。；：、《》“”（）和及与等\s\d]{2,18}(?:条例|(?<![普执立司守用学懂方办])法))(?=[、和及与]|等)"
)
_ROW_OF_LAWS = re.compile(r"等[^，。；]{0,10}?(?:法律|法规|条例)")
_IDEA = re.compile(r"(?:法律|和法律法规)(?:意识|权威|至上)")
#: 遵守宪法和法律: the law as a whole.
_LAW_KEPT = re.compile(r"(?<=遵守)宪法[和、]?法律")


def bare_titles(folded: str) -> Iterator[Title]:
    """Names of instruments without 《》: 宪法, 民法典, full titles of laws, and plans like “八五”普法规划."""
    taken: set[int] = set()
    done = 0
    # Of names that begin together the longest, and none within another.
    for start, name in sorted(_names().find(folded), key=lambda found: (found[0], -len(found[1]))):
        end = start + len(name)
        if start < done:
            continue
        if len(name) < 4 and name.endswith("法") and name != "宪法" and not _stands_alone(folded, start, end):
            continue
        # 物业管理条例 in 浙江省物业管理条例 is another one.
        if name.endswith("条例") and folded[max(0, start - 1) : start] in _PLACE_ENDS:
            continue
        done = end
        if cues()["part_of_name"].governs(folded, start, end) or _breaks_word(name, folded, start, end):
            continue
        taken.update(range(start, end))
        yield Title(start, end, start, end, "bare", 0.85)
        for a, b in _unlisted_in_row(folded, end):
            if a not in taken:
                taken.update(range(a, b))
                yield Title(a, b, a, b, "bare", 0.8)
    for rule, found, end in matcher("citations", "bare_plans").finditer(folded):
        begins = _beginning(folded, found, rule.says)
        if begins is not None and taken.isdisjoint(range(begins, end)):
            taken.update(range(begins, end))
            yield Title(begins, end, begins, end, "bare_plan", 0.8)


def _unlisted_in_row(folded: str, end: int) -> list[tuple[int, int]]:
    """The names behind a law's in a row of laws that are none of the register's."""
    row = []
    for _ in range(_LONGEST_ROW):
        following = _NAME_IN_ROW.match(folded, end)
        if not following:
            break
        row.append(following.span(1))
        end = following.end()
    if not _ROW_OF_LAWS.match(folded, end):
        return []
    return [(a, b) for a, b in row if not _has_listed_name(folded, a, b)]


def _has_listed_name(folded: str, start: int, end: int) -> bool:
    found = _names().find(folded[start:end])
    return any(folded[start + at - 1] not in _PLACE_ENDS for at, _ in found)


#: What no name goes on before: a mark, a figure, the end of another name.
_BEFORE_NAME = re.compile(r"[^，。；：、！？“”《》（）〔〕\s\d]*$")
_FILLING = re.compile(r"^(?:了|好|着|并|本|该|各|全[省市县区州镇]|我[省市县区州镇局园]|[和及与]|以及)+")
_NO_SUBJECT = re.compile(r"[是在对为把将从到被向和及与的了并按据等来去]")
_LONGEST_SUBJECT = 22
_SHORTEST_SUBJECT = 2


def _beginning(folded: str, found: int, says: str) -> int | None:
    """Where the name begins of which a rule has ``found`` the essential part; None where it is no name.

    It begins behind the verb or preposition that governs it, or behind a mark.
    """
    if says == "whole":
        return found
    words = folded[max(0, found - _LONGEST_SUBJECT) : found]
    match = _BEFORE_NAME.search(words)
    subject = match.group() if match else ""
    verb = _governor(subject)
    subject = subject[verb.end if verb else 0 :]
    subject = subject[len(filling.group()) :] if (filling := _FILLING.match(subject)) else subject
    subject = subject if len(subject) >= _SHORTEST_SUBJECT else ""
    no_name = _NO_SUBJECT.search(subject) is not None
    if says == "governed":
        return found - len(subject) if verb and verb.rule.says != "stands" and not no_name else None
    if says == "period":
        return found if no_name else found - len(subject)
    return None if no_name or not subject else found - len(subject)


def _governor(words: str) -> Match | None:
    """The last word that governs what follows ``words``, and not one that begins the name after another."""
    verbs = sorted(matcher("citations", "governors").finditer(words), key=lambda verb: verb.end, reverse=True)
    for number, verb in enumerate(verbs):
        begins_name = verb.rule.says == "opens" and any(v.end == verb.start for v in verbs[number + 1 :])
        if not begins_name:
            return verb
    return None


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a law's short name is a word of its own: a verb or a mark before, an article or an act after.

    Names of a row share what follows the last one.
    """
    if not cues()["acts_on_law"].governs(folded, start, end):
        return False
    for _ in range(_LONGEST_ROW):
        following = _ROW_OF_SHORT_NAMES.match(folded, end)
        if not following:
            break
        end = following.end()
    return cues()["law_acted_on"].governs(folded, start, end)


def _breaks_word(name: str, folded: str, start: int, end: int) -> bool:
    """Whether a law's name is part of other words, of a name in “” or of an idea that is upheld."""
    if folded[end : end + 2] == "学习":
        return False
    if folded[end : end + 1] in _LONGER_WORDS:
        return True
    if name == "宪法" and (
        _IDEA.match(folded, end)
        or _LAW_KEPT.match(folded, start)
        or cues()["upholds"].governs(folded, start, end)
    ):
        return True
    opening = folded.rfind("“", max(0, start - 20), start)
    if (
        opening >= 0
        and (start - opening > 1 or folded[end] != "”")
        and "”" not in folded[opening:start]
        and "”" in folded[end : end + 20]
    ):
        return True
    return folded[max(0, start - 1) : start] in ("《", "〈")


@follows_register
@cache
def _names() -> EndingIndex:
    """Bare names: only whole titles that cannot be taken for other words."""
    bare: set[str] = set()
    for instrument in instruments().values():
        if instrument.kind not in _BARE_KINDS:
            bare |= {name for name in (instrument.title, instrument.short_title) if len(name) >= _WHOLE_TITLE}
            continue
        names = {instrument.title, instrument.short_title}
        if instrument.kind in ("law", "constitution"):
            names |= {alias for alias in instrument.aliases if not alias.startswith("新")}
        bare |= {
            name for name in names if len(name) >= 4 or name in ("宪法", "民法典") or instrument.kind == "law"
        }
    return EndingIndex(bare)
