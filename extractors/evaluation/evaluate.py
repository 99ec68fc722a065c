"""Extraction against gold: precision, recall, F1 and attribute accuracy by record type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import Any

from fazhi.extractors.evaluation.gold import GoldDocument, GoldRecord
from fazhi.extractors.extraction import Extraction, extract
from fazhi.extractors.language.characters import unspaced_offsets
from fazhi.extractors.records import Record
from fazhi.ontology.record_types import record_types
from fazhi.ontology.titles import title_key


@dataclass(frozen=True)
class Found:
    """A record with its span counted, as gold's, in the document's characters without white space."""

    record: Record
    start: int
    end: int


@dataclass
class TypeScore:
    """Counts for one record type; the names in the lists are those of the gold documents.

    ``attributes`` maps an attribute to (right, counted), ``wrong`` lists (document, attribute, gold, found).
    """

    type: str
    matched: int = 0
    missed: list[tuple[str, GoldRecord]] = field(default_factory=list)
    extra: list[tuple[str, Record]] = field(default_factory=list)
    attributes: dict[str, tuple[int, int]] = field(default_factory=dict)
    wrong: list[tuple[str, str, GoldRecord, Record]] = field(default_factory=list)

    @property
    def gold(self) -> int:
        """How many records gold has."""
        return self.matched + len(self.missed)

    @property
    def found(self) -> int:
        """How many records were extracted."""
        return self.matched + len(self.extra)

    @property
    def precision(self) -> float:
        """Share of the extracted records that gold has; 1.0 where nothing was extracted."""
        return self.matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of gold's records that were extracted; 1.0 where gold has none."""
        return self.matched / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def accuracy(self, attribute: str) -> float | None:
        """Share of matched pairs that agree, among those where either side gives the attribute."""
        right, counted = self.attributes.get(attribute, (0, 0))
        return right / counted if counted else None

    def figures(self) -> dict[str, float]:
        """``f1`` and the accuracy of each attribute, rounded down to three digits."""
        values = {"f1": self.f1} | {
            name: right / counted for name, (right, counted) in self.attributes.items()
        }
        return {name: floor(value * 1000 + 1e-9) / 1000 for name, value in values.items()}


def evaluate(documents: Iterable[GoldDocument]) -> dict[str, TypeScore]:
    """Extract each document and score the records against its gold, type by type.

    Records are paired one to one after ``paired_by`` of their type (ontology/record_types.yaml).
    """
    scores = {record_type: TypeScore(record_type) for record_type in record_types()}
    for gold in documents:
        found = located(extract(gold.document))
        for record_type, score in scores.items():
            _score(
                score,
                gold.name,
                [record for record in gold.records if record.type == record_type],
                [item for item in found if item.record.type == record_type],
            )
    return scores


def located(extraction: Extraction) -> list[Found]:
    """The extraction's records with spans in the source text's characters without white space.

    A record that goes on after removed page furniture covers that furniture too, as gold's text does.
    """
    document = extraction.document
    before = unspaced_offsets(document.source_text)
    found = []
    for record in extraction.records:
        start = document.source_map.to_source(record.start)
        end = document.source_map.to_source(max(record.end - 1, record.start)) + 1
        found.append(Found(record, before[start], before[min(end, len(before) - 1)]))
    return found


def _score(score: TypeScore, name: str, gold: list[GoldRecord], found: list[Found]) -> None:
    pairs = _match(score.type, gold, found)
    score.matched += len(pairs)
    matched_gold = {id(record) for record, _ in pairs}
    matched_found = {id(item) for _, item in pairs}
    score.missed += [(name, record) for record in gold if id(record) not in matched_gold]
    score.extra += [(name, item.record) for item in found if id(item) not in matched_found]
    for attribute in record_types()[score.type].scored:
        for record, item in pairs:
            wanted, given = record.fields.get(attribute), item.record.fields.get(attribute)
            if wanted is None and given is None:
                continue
            right, counted = score.attributes.get(attribute, (0, 0))
            agree = _same(wanted, given)
            score.attributes[attribute] = (right + agree, counted + 1)
            if not agree:
                score.wrong.append((name, attribute, record, item.record))


def _match(
    record_type: str, gold: Sequence[GoldRecord], found: Sequence[Found]
) -> list[tuple[GoldRecord, Found]]:
    """As many one-to-one pairs as there can be, the likeliest first (likeness 0 is no pair)."""
    likeness = PAIRINGS[record_types()[record_type].paired_by]
    candidates: dict[int, list[tuple[float, int, int]]] = {}
    for i, record in enumerate(gold):
        likely = (
            (likeness(record, item), -abs(record.start - item.start), j) for j, item in enumerate(found)
        )
        if ranked := sorted((entry for entry in likely if entry[0] > 0), reverse=True):
            candidates[i] = ranked
    partner: dict[int, int] = {}

    def pair(i: int, tried: set[int]) -> bool:
        """Give gold ``i`` a free record, or one whose gold can take another (augmenting path)."""
        for _, _, j in candidates[i]:
            if j in tried:
                continue
            tried.add(j)
            if j not in partner or pair(partner[j], tried):
                partner[j] = i
                return True
        return False

    # The best pairs come about first; a later one breaks them only where that adds a pair.
    free = sorted(((*entry, i) for i, entries in candidates.items() for entry in entries), reverse=True)
    done: set[int] = set()
    for _, _, j, i in free:
        if i not in done and j not in partner:
            partner[j] = i
            done.add(i)
    for i in candidates:
        if i not in done:
            pair(i, set())
    return [(gold[i], found[j]) for j, i in sorted(partner.items(), key=lambda item: item[1])]


def _overlap(gold: GoldRecord, found: Found) -> int:
    return max(0, min(gold.end, found.end) - max(gold.start, found.start))


def _intersection_over_union(gold: GoldRecord, found: Found) -> float:
    overlap = _overlap(gold, found)
    value = overlap / (gold.end - gold.start + found.end - found.start - overlap)
    return value if value >= 0.5 else 0.0


def _same_title(gold: GoldRecord, found: Found) -> float:
    return float(normal_title(gold.fields.get("title")) == normal_title(found.record.fields.get("title")))


def _same_day(gold: GoldRecord, found: Found) -> float:
    wanted, given = gold.fields.get("date"), found.record.fields.get("date")
    if wanted and given:
        return float(wanted == given)
    return float(_same(gold.fields.get("name"), found.record.fields.get("name")))


def _same_figure(gold: GoldRecord, found: Found) -> float:
    same = gold.fields.get("value") == found.record.fields.get("value") and _same(
        gold.fields.get("unit"), found.record.fields.get("unit")
    )
    return float(_overlap(gold, found)) if same else 0.0


def _same_kind(gold: GoldRecord, found: Found) -> float:
    same = gold.fields.get("kind") == found.record.fields.get("kind")
    return 1.0 + (_overlap(gold, found) > 0) if same else 0.0


#: ``paired_by`` of a record type -> likeness of an annotated and an extracted record, 0 where they are no
#: pair. ``type``: any two, since a document has one of each; ``title``: the same title; ``overlap``: spans
#: that overlap; ``kind``: the same kind; ``day``: the same date, or name where either has none; ``figure``:
#: the same value and unit in spans that overlap; ``span``: spans that share half of what they cover together.
PAIRINGS: dict[str, Callable[[GoldRecord, Found], float]] = {
    "type": lambda gold, found: 1.0,
    "title": _same_title,
    "overlap": lambda gold, found: float(_overlap(gold, found)),
    "kind": _same_kind,
    "day": _same_day,
    "figure": _same_figure,
    "span": _intersection_over_union,
}


def normal_title(title: Any) -> str:
    """A title's comparison form: as it was written, up to spelling."""
    return title_key(str(title or ""), commas=True, state_name=True)


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return normal_title(left) == normal_title(right)
    return bool(left == right)
