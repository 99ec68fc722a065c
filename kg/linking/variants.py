"""Near misses: the known title that a damaged title stands for, if the damage looks like a slip."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from fazhi.kg.linking.places import leading_name
from fazhi.kg.linking.titles import final_word
from fazhi.ontology.data_files import DATA, read_csv

#: Words that a quoted title may add or drop and still mean the same instrument.
_IDLE_WORDS = (
    "的",
    "和",
    "与",
    "及",
    "等",
    "于",
    "对",
    "关于",
    "若干",
    "有关",
    "暂行",
    "工作",
    "国家",
    "国有",
)
_COUNTING = frozenset("0123456789一二三四五六七八九十百第()")
#: Characters that distinguish sister instruments (水生/陆生, 刑事/民事/行政): swapping them is not a slip.
_CONTRASTS = (
    "东西南北中",
    "水陆铁公海空",
    "刑民行",
    "食药农兽",
    "作资",
    "内外",
    "上下",
    "男女",
    "旗徽歌",
    "省市县区乡镇村居",
)
_BRACKETS_END = re.compile(r"\([^()]*\)$")
_GENERIC = ("管理", "监督", "保护", "促进", "实施", "若干", "暂行", "工作", "监督管理", "污染防治", "建设")
_MOST_EDITS = 2
#: (position in the known key, characters lost, characters put in their place)
_Edit = tuple[int, str, str]


@cache
def _sounds() -> dict[str, frozenset[str]]:
    """The readings of each character without tones; near-homophones are merged (zh/z, ang/an …)."""
    sounds: dict[str, set[str]] = defaultdict(set)
    for kind, key, characters in _confusables():
        if kind == "sound":
            folded = key.replace("zh", "z").replace("ch", "c").replace("sh", "s")
            if folded.endswith(("ang", "eng", "ing")):
                folded = folded[:-1]
            for character in characters:
                sounds[character].add(folded)
    return {character: frozenset(readings) for character, readings in sounds.items()}


@cache
def _shapes() -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset((key, character))
        for kind, key, characters in _confusables()
        if kind == "shape"
        for character in characters
    )


@cache
def _confusables() -> tuple[tuple[str, str, str], ...]:
    rows = read_csv(DATA / "confusable_characters.csv", ("kind", "key", "characters"))
    return tuple(
        (row.one_of("kind", ("sound", "shape")), row.text("key"), row.text("characters")) for row in rows
    )


def confusable(one: str, other: str) -> bool:
    """Whether two characters sound or look alike, so that one is easily typed for the other."""
    sounds = _sounds()
    nothing: frozenset[str] = frozenset()
    return bool(sounds.get(one, nothing) & sounds.get(other, nothing)) or frozenset((one, other)) in _shapes()


class VariantIndex:
    """Finds the known key that a damaged key stands for.

    Candidates share one of the damaged key's rarest character pairs. There are at most two edits and each
    spoils at most two pairs, so at least one of any five pairs survives. Only these few are then compared.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = sorted(set(keys))
        self._known = frozenset(self._keys)
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self._keys):
            for pair in set(_pairs(key)):
                self._postings[pair].append(number)

    def search(self, key: str) -> str | None:
        """The known key that ``key`` most likely stands for; None if there is none, or several as likely."""
        if len(key) < 3:
            return None
        most = _MOST_EDITS if len(key) >= 9 else 1
        costs: list[tuple[float, str]] = []
        for candidate in self._near(key, most):
            cost = slip_cost(key, candidate)
            if cost is not None:
                costs.append((cost, candidate))
        if not costs:
            return None
        costs.sort()
        if len(costs) > 1 and costs[0][0] == costs[1][0]:
            return None
        return costs[0][1]

    def _near(self, key: str, most: int) -> list[str]:
        pairs = sorted(set(_pairs(key)), key=lambda pair: (len(self._postings.get(pair, ())), pair))
        numbers: set[int] = set()
        for pair in pairs[: 2 * most + 2]:
            numbers.update(self._postings.get(pair, ()))
        keys = self._keys
        near = [keys[n] for n in sorted(numbers) if abs(len(keys[n]) - len(key)) <= most]
        return [
            hit[0] for hit in process.extract(key, near, scorer=OSA.distance, score_cutoff=most, limit=20)
        ]


def _pairs(key: str) -> list[str]:
    padded = f"^{key}$"
    return [padded[i : i + 2] for i in range(len(padded) - 1)]


def slip_cost(written: str, known: str) -> float | None:
    """The cost of the slip that turns ``known`` into ``written``; None if it is another title, not a slip.

    A confusable character, two swapped neighbours, a doubled character or an idle word is a slip anywhere.
    So is one wrong character in the final word, in the generic words before it (管理, 保护) or in the 省 or
    市 of the place. Any other edit must leave most of the title's own words intact. Places, numbers and the
    kind of text must agree.
    """
    place = leading_name(known, short=False)
    written_place = leading_name(written, short=False)
    if place != written_place and (written_place or not place):
        return None
    edits = _edits(written, known)
    word = final_word(known)
    word_start = len(_BRACKETS_END.sub("", known)) - len(word)
    if final_word(written) != word and not _ends_in_slip(edits, written, word_start, word):
        return None
    if any(_tells_apart(lost, put) for _, lost, put in edits):
        return None
    own_end = word_start - _generic_length(known[len(place) : word_start])
    cost = 0.0
    heavy: list[_Edit] = []
    for edit in _by_character(edits):
        position, lost, _ = edit
        light = _light_cost(edit, known)
        if light is not None:
            cost += light
        elif len(lost) == 1 and (position == len(place) - 1 or position >= own_end):
            cost += 0.8
        else:
            heavy.append(edit)
            cost += 1
    return cost if not heavy or _bearable(heavy, len(place), own_end) else None


def _light_cost(edit: _Edit, known: str) -> float | None:
    """The cost of an edit that is a slip wherever it occurs, else None."""
    position, lost, put = edit
    if len(lost) == len(put) == 1 and confusable(lost, put):
        return 0.3
    doubled = not lost and put in known[max(position - 1, 0) : position + 1]
    if doubled or (len(lost) == 2 and lost == put[::-1]):
        return 0.5
    return 0.6 if lost + put in _IDLE_WORDS else None


def _bearable(heavy: list[_Edit], own_start: int, own_end: int) -> bool:
    """Whether enough of the title's own words are intact for edits of no known kind to be mere slips."""
    own_length = own_end - own_start
    # Dropping a character rarely makes another word; changing one easily does (供热 from 供水).
    shortest = 6 if any(put for _, _, put in heavy) else 4
    if own_length < shortest or len(heavy) > (1 if own_length < 14 else 2):
        return False
    positions = [position for position, _, _ in heavy]
    neighbours = any(later - earlier == 1 for earlier, later in pairwise(positions))
    return (
        positions[0] >= own_start
        and not neighbours
        and all(len(lost) < 2 and len(put) < 2 for _, lost, put in heavy)
    )


def _tells_apart(lost: str, put: str) -> bool:
    """Whether replacing one by the other gives another instrument: a number, 水 for 陆, a tax, a word."""
    if (set(lost) | set(put)) & _COUNTING or lost + put == "税":
        return True
    if len(lost) != len(put) or lost == put[::-1]:
        return False
    if len(lost) > 1 and not any(map(confusable, lost, put)):
        return True  # A whole word for another: 监督 for 程序, one county for its neighbour.
    return any(
        a in sisters and b in sisters for a, b in zip(lost, put, strict=True) for sisters in _CONTRASTS
    )


def _ends_in_slip(edits: list[_Edit], written: str, word_start: int, word: str) -> bool:
    """Whether the final words differ by a single slip: 条列 for 条例, 例条, 条例例; never 法论 for 法."""
    if len(edits) != 1:
        return False
    position, lost, put = edits[0]
    if position + len(lost) < word_start:
        return False
    swapped = len(lost) == 2 and lost == put[::-1]
    confused = len(lost) == len(put) == 1 and confusable(lost, put)
    if len(word) == 1:
        return confused or (swapped and len(written) >= 4)
    if final_word(written) and not word.endswith(final_word(written)) and not swapped:
        return False
    return confused or (len(written) >= 5 and (swapped or max(len(lost), len(put)) == 1))


def _edits(written: str, known: str) -> list[_Edit]:
    """The edits that turn ``known`` into ``written``: runs of changed characters, or a swap of neighbours."""
    if len(written) == len(known):
        wrong = [i for i, (a, b) in enumerate(zip(written, known, strict=True)) if a != b]
        if len(wrong) == 2 and wrong[1] - wrong[0] == 1:
            first = wrong[0]
            return [(first, known[first : first + 2], written[first : first + 2])]
    return [
        (op.src_start, known[op.src_start : op.src_end], written[op.dest_start : op.dest_end])
        for op in Levenshtein.opcodes(known, written)
        if op.tag != "equal"
    ]


def _by_character(edits: list[_Edit]) -> list[_Edit]:
    """The edits with runs of substitutions split into single characters; swaps stay whole."""
    return [
        part
        for position, lost, put in edits
        for part in (
            [(position + i, lost[i], put[i]) for i in range(len(lost))]
            if len(lost) == len(put) and lost != put[::-1]
            else [(position, lost, put)]
        )
    ]


def _generic_length(words: str) -> int:
    """The length of the generic words (管理, 若干, 实施 …) at the end of a title's own words."""
    bare = words
    shortened = True
    while shortened:
        shortened = False
        for word in _GENERIC:
            if bare.endswith(word) and len(bare) > len(word):
                bare = bare.removesuffix(word)
                shortened = True
    return len(words) - len(bare)
