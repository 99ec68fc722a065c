"""How alike two pieces of Chinese text are in matter: shared character bigrams, rare ones counting more.

A bigram weighs ln(N/n), where n of N texts contain it: one found in half of a report's clauses says little,
会前学法 says much. The same texts always give the same scores.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from math import fsum, log
from typing import Generic, TypeVar

from fazhi.extractors.language.characters import fold

KindT = TypeVar("KindT", bound=Hashable)
ItemT = TypeVar("ItemT")
#: Bigrams are formed only within a run of Chinese characters.
_RUN = re.compile(r"[\u3400-\u9fff]+")
#: Figures and frequencies are compared elsewhere.
_QUANTITY = re.compile(
    r"每(?:年|半年|季度?|月|周|个月)|(?:全年|年度|今年以来|本年度|20\d\d年?)"
    r"|(?:不少于|至少|不低于|达到|以上|累计|人均|完成)|[一两二三四五六七八九十\d]+(?:余|多)?[次期场份个人名件项部家起条]"
)


#: Words that any clause of such a report may contain, whatever it is about.
_COMMON = (
    "法治工作建设 法治政府建设 工作会议 制度 情况 机制 组织 开展 召开 进行 实施 落实 推进 推动 加强 强化 "
    "完善 健全 提升 提高 专题 相关 各类 持续 进一步 深入 积极 全面 认真 严格 不断 做好 抓好 继续 有效 切实 "
    "依法 行政 活动 重点 园区"
)


@lru_cache(maxsize=4096)
def bigrams(text: str) -> frozenset[str]:
    """The bigrams of Chinese characters in ``text``, without quantities and common words."""
    return _pairs(_QUANTITY.sub(" ", fold(text))) - _pairs(_COMMON)


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[i : i + 2] for run in _RUN.findall(text) for i in range(len(run) - 1))


class Likeness:
    """Scores between texts of one collection, which determines the weights of the bigrams."""

    def __init__(self, texts: Iterable[str]) -> None:
        sets = [bigrams(text) for text in texts]
        self._count = max(len(sets), 1)
        self._holding = Counter(gram for grams in sets for gram in grams)

    def weight(self, grams: frozenset[str]) -> float:
        """The sum of the bigrams' weights; a bigram not in the collection weighs as much as the rarest."""
        # fsum: the same sum whatever the order of the set.
        return fsum(log((self._count + 1) / self._holding.get(gram, 1)) for gram in grams)

    def score(self, asked: str, told: str) -> float:
        """0 to 1: the weight of the shared bigrams over that of the text with the lower weight.

        A single shared bigram is chance and scores 0.
        """
        one, other = bigrams(asked), bigrams(told)
        shared = one & other
        if len(shared) < 2:
            return 0.0
        least = min(self.weight(one), self.weight(other))
        return self.weight(shared) / least if least else 0.0

    def coverage(self, asked: str, told: str) -> float:
        """0 to 1: the weight of those bigrams of ``asked`` that ``told`` has, over that of all of them.

        A single shared bigram is chance and scores 0, unless it is the only one in ``asked``.
        """
        wanted = bigrams(asked)
        shared = wanted & bigrams(told)
        weight = self.weight(wanted)
        return self.weight(shared) / weight if weight and (len(shared) > 1 or shared == wanted) else 0.0


class Alike(Generic[KindT, ItemT]):
    """Items with words of their own, for those that are alike to others' words to be found at once.

    ``items`` are words, a kind and the item; ``score`` is one of :class:`Likeness`, ``least`` what it has to
    reach. Items of one kind whose words have the same bigrams are compared once.
    """

    def __init__(
        self, score: Callable[[str, str], float], least: float, items: Iterable[tuple[str, KindT, ItemT]]
    ) -> None:
        self._score, self._least = score, least
        self._groups: dict[tuple[frozenset[str], KindT], tuple[str, list[ItemT]]] = {}
        self._holding: dict[str, list[tuple[frozenset[str], KindT]]] = defaultdict(list)
        self._found: dict[frozenset[str], list[tuple[float, KindT, list[ItemT]]]] = {}
        for words, kind, item in items:
            key = bigrams(words), kind
            if key not in self._groups:
                self._groups[key] = words, []
                for gram in key[0]:
                    self._holding[gram].append(key)
            self._groups[key][1].append(item)

    def to(self, words: str) -> list[tuple[float, KindT, list[ItemT]]]:
        """The score, the kind and the items of each group that is alike, the items in the order given."""
        wanted = bigrams(words)
        if wanted not in self._found:
            near = dict.fromkeys(key for gram in sorted(wanted) for key in self._holding.get(gram, ()))
            scored = ((self._score(words, self._groups[key][0]), key) for key in near)
            self._found[wanted] = [
                (score, key[1], self._groups[key][1]) for score, key in scored if score >= self._least
            ]
        return self._found[wanted]
