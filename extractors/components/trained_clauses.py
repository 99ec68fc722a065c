"""Whether a clause begins an activity, carries on the one before or reports nothing, as learnt from gold.

A linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001, *ICML*, 282-289) over the
clauses of a sentence. It sees a clause's characters and adjacent pairs of them, its first and last words, its
marks (:mod:`fazhi.extractors.components.activity_clauses`), and the same of the clauses beside it. ``make
train`` trains it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate, combinations, starmap
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from fazhi.extractors.components.activity_clauses import Clause

MODEL = Path(__file__).parents[1] / "activity_clause_model"
LABELS = ("nothing", "begins", "continues")
NOTHING, CONTINUES = LABELS.index("nothing"), LABELS.index("continues")
#: The clauses that are seen, counted from the one that is labelled.
SEEN = (-1, 0, 1)
#: Stands for minus infinity: a sentence does not begin with a clause that continues, nor does one follow a
#: clause that reports nothing.
BARRED = -1e4
_NUMBER = re.compile(r"\d[\d.,]*")
#: How many of the 32 bits of a key are its latter ones.
_LATTER = np.uint32(16)
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype="uint64")

Floats = NDArray[np.floating[Any]]
Numbers = NDArray[np.integer[Any]]


class Features(NamedTuple):
    """The features of a row of clauses: hashed keys, clause by clause, and how many each clause has."""

    keys: Numbers
    counts: Numbers


@dataclass(frozen=True, eq=False)
class Labeller:
    """The weights learnt. ``keys`` are known features in ascending order; the row of ``weights`` for each has
    a column for every label and clause seen, and a last row of zeros is for unknown ones. ``steps`` has the
    weight of a label (column) after another (row), ``first`` that of a sentence's first label."""

    keys: Numbers
    weights: Floats
    steps: Floats
    first: Floats

    def labels(self, sentences: Sequence[Sequence[Clause]]) -> list[list[str]]:
        """The likeliest labels of each sentence's clauses."""
        lengths = [len(sentence) for sentence in sentences]
        features = features_of([clause for sentence in sentences for clause in sentence])
        rows = self._rows(features.keys)
        scores = clause_scores(self.weights, rows, features.counts, np.array(lengths, dtype="int64"))
        labels = [LABELS[label] for label in self._likeliest(scores, lengths).tolist()]
        ends = accumulate(lengths)
        return [labels[end - length : end] for end, length in zip(ends, lengths, strict=True)]

    def _rows(self, keys: Numbers) -> Numbers:
        """The row of weights for each of ``keys``."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype="int32")
        begins, most = self._begins
        rows = begins.take(keys >> _LATTER)
        for _ in range(most):
            rows += self.keys.take(rows, mode="clip") < keys
        return np.where(self.keys.take(rows, mode="clip") == keys, rows, len(self.keys))

    @cached_property
    def _begins(self) -> tuple[Numbers, int]:
        """The first row whose key has certain former bits or higher ones, for all such bits in order, and the
        largest number of keys that have them in common. Keys being hashes, few have."""
        lowest = np.arange(1 << (32 - _LATTER), dtype="uint32") << _LATTER
        begins = np.searchsorted(self.keys, lowest).astype("int32")
        return begins, int(np.diff(begins, append=len(self.keys)).max())

    def _likeliest(self, scores: Floats, lengths: Sequence[int]) -> Numbers:
        """The label of each clause on the best way through its sentence (Viterbi)."""
        labels = np.zeros(len(scores), dtype="int64")
        at = clauses_by_place(np.array(lengths, dtype="int64"))
        best: list[Floats] = []
        came_from: list[Numbers] = []
        for clauses in at:
            if not best:
                best.append(scores[clauses] + self.first)
                continue
            ways = best[-1][: len(clauses), :, None] + self.steps
            came_from.append(ways.argmax(axis=1))
            best.append(ways.max(axis=1) + scores[clauses])
        for place in reversed(range(len(at))):
            chosen = best[place].argmax(axis=1)
            if place + 1 < len(at):
                ahead = labels[at[place + 1]]
                chosen[: len(ahead)] = came_from[place][np.arange(len(ahead)), ahead]
            labels[at[place]] = chosen
        return labels

    def save(self, folder: Path) -> None:
        """Write the weights, in half precision, to ``folder``."""
        folder.mkdir(exist_ok=True)
        np.savez_compressed(
            folder / "weights.npz",
            keys=self.keys,
            weights=self.weights.astype("float16"),
            steps=self.steps,
            first=self.first,
        )


def features_of(clauses: Sequence[Clause]) -> Features:
    """The features of ``clauses``, in order."""
    if not clauses:
        return Features(np.zeros(0, dtype="uint32"), np.zeros(0, dtype="int64"))
    words = _NUMBER.sub("0", "\n".join(f"^{clause.words}$$" for clause in clauses)).split("\n")
    # What stands behind the last character is the first.
    encoded = "".join([*words, "^"]).encode("utf-32-le", errors="surrogatepass")
    characters = np.frombuffer(encoded, dtype="<u4").astype("uint64")
    lengths = np.array([len(word) for word in words])
    starts = np.cumsum(lengths) - lengths
    ends = starts + lengths - 2
    numbers = np.arange(len(words))
    places, of_character = np.arange(len(characters) - 1), np.repeat(numbers, lengths)
    grams = [
        _Gram(4, 3, starts, numbers),
        _Gram(4, 4, ends - 3, numbers),
        _Gram(3, 3, starts, numbers),
        _Gram(3, 4, ends - 2, numbers),
        _Gram(2, 2, places, of_character),
        _Gram(1, 1, places, of_character),
    ]
    marks = [_mark_keys(clause.marks, clause.measures) for clause in clauses]
    marked = np.array([len(keys) for keys in marks])
    keys = np.concatenate([_hashed(characters, grams), np.frombuffer(b"".join(marks), dtype="uint32")])
    owners = np.concatenate([*(gram.clauses for gram in grams), np.repeat(numbers, marked)])
    return Features(keys[np.argsort(owners, kind="stable")], 2 * lengths + 4 + marked)


class _Gram(NamedTuple):
    """Runs of characters that are seen alike: how many characters each has, the number of their kind, where
    each begins and to which clause it belongs."""

    size: int
    kind: int
    starts: Numbers
    clauses: Numbers


def _hashed(characters: Numbers, grams: Sequence[_Gram]) -> Numbers:
    """A 32-bit key for each run of characters, differing by kind. The longest of the ``grams`` come first."""
    counts = [len(gram.starts) for gram in grams]
    keys = np.repeat(np.array([gram.kind * 4 + gram.size for gram in grams], dtype="uint64"), counts)
    starts = np.concatenate([gram.starts for gram in grams])
    for place in range(grams[0].size):
        longer = sum(count for gram, count in zip(grams, counts, strict=True) if gram.size > place)
        hashed = keys[:longer]
        hashed ^= characters[starts[:longer] + place]
        hashed *= _FACTORS[place % 3]
        hashed ^= hashed >> np.uint64(29)
    return (keys >> np.uint64(16)).astype("uint32")


@lru_cache(maxsize=4096)
def _mark_keys(marks: tuple[str, ...], measures: tuple[str, ...]) -> array[int]:
    """The keys of marks, pairs of them, and measures; cached, as many clauses are marked alike."""
    return array("I", [*map(_key, marks), *starmap(_key, combinations(marks, 2)), *map(_key, measures)])


@lru_cache(maxsize=2**14)
def _key(*names: str) -> int:
    """The key of a mark, a measure or a pair of marks."""
    return crc32(" and ".join(names).encode())


def clause_scores(weights: Floats, rows: Numbers, counts: Numbers, lengths: Numbers) -> Floats:
    """The score of each label for each clause: the weights of its own features and of its neighbours'."""
    if not len(counts):
        return np.zeros((0, len(LABELS)))
    sums = np.add.reduceat(weights.take(rows, axis=0), np.cumsum(counts) - counts, axis=0)
    beside = sums.reshape(len(counts), len(SEEN), len(LABELS))
    before, own, behind = (shifted(beside[:, n], -offset, lengths) for n, offset in enumerate(SEEN))
    scores: Floats = before + own + behind
    return scores


def shifted(rows: Floats, by: int, lengths: Numbers) -> Floats:
    """``rows``, one a clause, moved down by ``by`` (-1, 0 or 1) within their sentences, zeros moved in."""
    if not by:
        return rows
    moved = np.zeros_like(rows)
    ends = np.cumsum(lengths)
    if by > 0:
        moved[1:] = rows[:-1]
        moved[ends - lengths] = 0
    else:
        moved[:-1] = rows[1:]
        moved[ends - 1] = 0
    return moved


def clauses_by_place(lengths: Numbers) -> list[Numbers]:
    """The numbers of the clauses that come first in their sentences, those that come second and so on.

    In each row the longest sentences come first.
    """
    order = np.argsort(-lengths, kind="stable")
    starts, sizes = (np.cumsum(lengths) - lengths)[order], lengths[order]
    return [starts[sizes > place] + place for place in range(int(sizes[0]) if len(sizes) else 0)]


@cache
def labeller() -> Labeller | None:
    """The trained labeller, ``None`` where it is not installed."""
    file = MODEL / "weights.npz"
    if not file.exists():
        return None
    with np.load(file) as arrays:
        weights = arrays["weights"].astype("float32")
        return Labeller(arrays["keys"], weights, arrays["steps"], arrays["first"])
