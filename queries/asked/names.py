"""What an asking names: years and days, and the things of a store by their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

from pyoxigraph import QuerySolutions, Store

from fazhi.ontology.namespaces import ONTOLOGY, PREFIXES
from fazhi.ontology.titles import STATE_NAME, day_key
from fazhi.queries.asked.words import lexicon, word_key
from fazhi.queries.names import KINDS
from fazhi.queries.union import lacks_union

#: Kinds whose names mean the thing itself wherever they stand. Names of others are ordinary words (培训,
#: 罚款金额), and are taken for names only where a question asks for such a thing.
PROPER = frozenset({"instrument", "body", "place", "publicity_day"})
#: How bodies are called in short; the last word of each name is the short one.
_SHORTER = (
    ("高新技术产业开发区", ("高新技术开发区", "高新产业开发区", "高新区")),
    ("经济技术开发区", ("经开区", "开发区")),
    ("经济开发区", ("经开区", "开发区")),
    ("产业园区", ("产业园", "园区")),
    ("产业园", ("园区", "园")),
    ("工业园区", ("工业园", "园区")),
    ("人民政府", ("政府",)),
)
#: Names of fewer characters are too common to be taken for one.
_SHORTEST = 2

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:年|[-./](?=\d))(?P<month>1[0-2]|0?[1-9])(?:月|[-./](?=\d))"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)日?"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?:年度?)?")
_CHINESE_YEAR = re.compile("([一二][〇○零九][〇○零一二三四五六七八九]{2})年度?")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True)
class Mention:
    """A thing that an asking names: where, and what it may be, by kind: the values that a question takes.

    ``kinds`` are parameter types (:data:`fazhi.queries.catalogue.PARAMETER_TYPES`). Several values of a kind
    are several things of that name.
    """

    start: int
    end: int
    kinds: Mapping[str, tuple[str, ...]]


class Names:
    """The names of the things in a store, by their folded form."""

    def __init__(
        self,
        by_kind: Mapping[str, Mapping[str, set[str]]],
        labels: Mapping[str, str],
        values: Mapping[str, str],
    ) -> None:
        """``by_kind``: IRIs by folded name, for each kind.

        ``labels``: what to call each IRI; ``values``: its value for the catalogue, which is the label if that
        is no other thing's name.
        """
        self._by_kind = by_kind
        self._labels = labels
        self._values = values
        #: The length of the longest name, in folded characters.
        self.longest = max((len(key) for names in by_kind.values() for key in names), default=0)

    def values(self, key: str, kinds: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """By kind, the values under which the catalogue knows what has this folded name."""
        return {
            kind: tuple(sorted(self._values[iri] for iri in found))
            for kind in kinds
            if (found := self._by_kind.get(kind, {}).get(key))
        }

    def label(self, value: str) -> str:
        """What to call the thing of a value."""
        return self._labels.get(value, value)


def names_in(store: Store) -> Names:
    """The names of all things in a store that questions may be about, ways to shorten them included."""
    by_kind: dict[str, dict[str, set[str]]] = {}
    labels: dict[str, str] = {}
    values: dict[str, str] = {}
    words = lexicon()
    for kind in KINDS:
        found: dict[str, set[str]] = defaultdict(set)
        things, labels_of_kind = _named(store, kind)
        for name, iris in things.items():
            for form in _forms(kind, name):
                found[word_key(form)] |= iris
        for iri, label in labels_of_kind.items():
            labels[iri] = label
            values[iri] = label if things[label] == {iri} else iri
        for label, others in words.named.get(kind, {}).items():
            for other in others:
                found[word_key(other)] |= things.get(label, set())
        by_kind[kind] = {key: iris for key, iris in found.items() if iris}
    for word, iri in _words_of_indicators(store):
        by_kind["indicator"].setdefault(word_key(word), set()).add(iri)
    for kind, names in by_kind.items():
        for key in list(names):
            ordinary = key in words.empty or (kind in PROPER and key in words.meanings)
            if len(key) < _SHORTEST or key.rstrip("\x1f").isdigit() or ordinary:
                del names[key]
    return Names(by_kind, labels, values)


def dated(text: str) -> list[Mention]:
    """The days (2024-04-01, 2024年4月1日) and years (2023年, 二〇二三年) that a text names, in order."""
    found = []
    covered: list[tuple[int, int]] = []
    for match in _DAY.finditer(text):
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError:
            continue
        covered.append(match.span())
        found.append(Mention(*match.span(), {"date": (day.isoformat(),)}))
    for pattern in (_YEAR, _CHINESE_YEAR):
        for match in pattern.finditer(text):
            if not any(start <= match.start() < end for start, end in covered):
                found.append(Mention(*match.span(), {"year": (match[1].translate(_DIGITS),)}))
    return sorted(found, key=lambda mention: mention.start)


def _forms(kind: str, name: str) -> Iterable[str]:
    """A name and the forms in which it is written."""
    yield name
    if kind == "instrument":
        yield name.removeprefix(STATE_NAME)
    elif kind == "publicity_day":
        yield day_key(name)
    elif kind == "indicator":
        yield _BRACKETS.sub("", name)
    elif kind == "place" and len(name) > 2 and name[-1] in "省市县区":
        yield name[:-1]
    elif kind == "body":
        bare = name.removesuffix("管理委员会")
        yield bare
        yield f"{bare}管委会"
        for whole, shorter in _SHORTER:
            if whole in bare:
                yield from (bare.replace(whole, short) for short in shorter)


def _named(store: Store, kind: str) -> tuple[dict[str, set[str]], dict[str, str]]:
    """The IRIs of the things of a kind by their names and ids, and the Chinese label of each IRI."""
    query = f"""SELECT DISTINCT ?thing ?name ?label {{
      {{ SELECT DISTINCT ?thing {{ {KINDS[kind].pattern} }} }}
      ?thing {KINDS[kind].named} ?name ; skos:prefLabel ?label FILTER(LANG(?label) = "zh")
    }}"""
    things: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for thing, name, label in _solutions(store, query):
        iri = thing.value
        if iri not in labels:
            labels[iri] = label.value
            things[label.value].add(iri)
            things[unquote(iri.rsplit("/", 1)[-1])].add(iri)
        things[name.value].add(iri)
    return things, labels


def _words_of_indicators(store: Store) -> Iterable[tuple[str, str]]:
    """The hidden labels that only one indicator has, with its IRI."""
    query = f"SELECT ?thing ?word {{ ?thing skos:inScheme <{ONTOLOGY}/indicator> ; skos:hiddenLabel ?word }}"
    things: dict[str, set[str]] = defaultdict(set)
    for thing, word in _solutions(store, query):
        things[word.value].add(thing.value)
    return [(word, min(iris)) for word, iris in things.items() if len(iris) == 1]


def _solutions(store: Store, query: str) -> QuerySolutions:
    solutions = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=lacks_union(store))
    assert isinstance(solutions, QuerySolutions)
    return solutions
