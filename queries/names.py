"""Resolves a name that a person types to the resource it denotes in the store."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store
from rapidfuzz import fuzz, process

from fazhi.ontology.languages import Both, both
from fazhi.ontology.namespaces import ONTOLOGY, PREFIXES
from fazhi.ontology.titles import title_key
from fazhi.queries.errors import UnknownValue
from fazhi.queries.results import expanded
from fazhi.queries.union import lacks_union

_NAMED = "skos:prefLabel|skos:altLabel"


@dataclass(frozen=True)
class Kind:
    """A kind of named thing: what to call it, and the graph pattern that binds ?thing and its ?name."""

    noun: Both
    pattern: str


#: The parameter types whose values are names of things in the store.
KINDS: dict[str, Kind] = {
    "instrument": Kind(
        both("instrument", "法律文件"),
        f"?thing a fz:LegalInstrument ; dcterms:title|{_NAMED} ?name",
    ),
    "body": Kind(
        both("body", "单位"),
        f"{{ SELECT DISTINCT ?thing {{ ?report fz:issuer|dcterms:publisher ?thing }} }} "
        f"?thing {_NAMED} ?name",
    ),
    "place": Kind(both("place", "行政区划"), f"?thing a fz:Place ; {_NAMED} ?name"),
    "indicator": Kind(
        both("indicator", "指标"),
        f'?thing {_NAMED} ?name FILTER(STRSTARTS(STR(?thing), "{ONTOLOGY}/indicator/"))',
    ),
    "publicity_day": Kind(both("publicity day", "宣传日"), f"?thing a fz:PublicityDay ; {_NAMED} ?name"),
    "activity_class": Kind(
        both("activity class", "活动类别"),
        f'?thing {_NAMED} ?name FILTER(STRSTARTS(STR(?thing), "{ONTOLOGY}/activity-class/"))',
    ),
    "extraction_rule": Kind(
        both("extraction rule", "抽取规则"),
        f'?thing {_NAMED} ?name FILTER(STRSTARTS(STR(?thing), "{ONTOLOGY}/extraction-rule/"))',
    ),
    "reach": Kind(
        both("reach", "适用方式"),
        f"?thing {_NAMED} ?name FILTER(?thing IN (<{ONTOLOGY}/reach/direct>, <{ONTOLOGY}/reach/reaching>))",
    ),
    "obligation": Kind(both("obligation", "法定义务"), f"?thing a fz:StatutoryObligation ; {_NAMED} ?name"),
}

_SURROGATE = re.compile("[\ud800-\udfff]")
#: How much of a text a message repeats and a search for near names reads, in characters.
_LONGEST = 80
#: How many near names a message gives.
_SHOWN = 3


def normalise(name: str) -> str:
    """``name`` without what writers vary: its title key, commas kept, whatever the case of its letters."""
    return title_key(name, commas=True).casefold()


def resolve(store: Store, kind: str, text: str) -> NamedNode:
    """The IRI of the thing that ``text`` names.

    ``text`` is matched as an IRI, an id or an exact name first, then as a normalised name. Raises
    UnknownValue, suggesting similar names, if it matches nothing or more than one thing.
    """
    return resolve_among(things_named(store, kind), kind, text)


def resolve_among(things: Mapping[str, set[str]], kind: str, text: str) -> NamedNode:
    """As :func:`resolve`, where :func:`things_named` of the store are at hand."""
    found = matching(text, things)
    if len(found) == 1:
        return NamedNode(min(found))
    noun = KINDS[kind].noun
    if found:
        iris = sorted(found)
        raise UnknownValue(
            f"{quoted(text)} names more than one {noun.en}: {', '.join(iris)}",
            f"{quoted(text)}可指几个{noun.zh}：{'、'.join(iris)}",
            near=iris,
        )
    if not things:
        raise UnknownValue(
            f"no {noun.en} {quoted(text)}: the store holds none, build it first",
            f"没有{noun.zh}{quoted(text)}：知识图谱中还没有，请先构建",
        )
    near = near_names(text, things, things)[:_SHOWN]
    told = _told(near)
    raise UnknownValue(
        f"no {noun.en} {quoted(text)} in the store{told.en}",
        f"知识图谱中没有{noun.zh}{quoted(text)}{told.zh}",
        near=near,
    )


def matching(text: str, things: Mapping[str, set[str]]) -> set[str]:
    """The IRIs of the ``things`` (:func:`things_named`) that ``text`` names.

    ``text`` is matched as an IRI (also as it is printed, ``id:body/X``), an id or an exact name first, then
    as a normalised name.
    """
    return things.get(text.strip()) or things.get(expanded(text)) or _alike(normalise(text), things)


def nearest(text: str, names: Iterable[str], standing_for: Mapping[str, set[str]] | None = None) -> Both:
    """The end of an error message: the names most similar to ``text``, one per thing; may be empty.

    ``standing_for`` maps each name to the things it denotes; without it each name counts as one thing.
    """
    return _told(near_names(text, names, standing_for)[:_SHOWN])


def _told(near: Sequence[str]) -> Both:
    if not near:
        return both("", "")
    return both(f"; nearest: {', '.join(near)}", f"；最相近的：{'、'.join(near)}")


def near_names(
    text: str, names: Iterable[str], standing_for: Mapping[str, set[str]] | None = None
) -> list[str]:
    """The ``names`` similar to ``text``, the most similar first, one per thing, as for :func:`nearest`."""
    wanted = normalise(text)[:_LONGEST]
    choices = {name: normalise(name) for name in names if "://" not in name}
    found = process.extract(wanted, choices, scorer=fuzz.WRatio, score_cutoff=55, limit=None)
    # WRatio finds the text inside a long name; adding ratio puts names with little else in them first.
    ranked = sorted((-score - fuzz.ratio(wanted, choices[name]), len(name), name) for _, score, name in found)
    shown: dict[str, str] = {}
    for _, _, name in ranked:
        shown.setdefault(min(standing_for[name]) if standing_for else name, name)
    return list(shown.values())


def without_surrogates(text: str) -> bool:
    """Whether ``text`` is all characters: Python lets bytes of a command line that are not UTF-8 through."""
    return not _SURROGATE.search(text)


def quoted(text: str) -> str:
    """``text`` for use in a one-line message: quoted, white space collapsed, shortened if long."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= _LONGEST else f"“{line[:_LONGEST]}…”"


def _alike(normal: str, things: Mapping[str, set[str]]) -> set[str]:
    """The things denoted by the names whose normalised form is ``normal``."""
    return set().union(
        *(iris for name, iris in things.items() if "://" not in name and normalise(name) == normal)
    )


def things_named(store: Store, kind: str) -> dict[str, set[str]]:
    """Every name, id and IRI of the kind, with the IRIs it denotes."""
    solutions = store.query(
        f"SELECT DISTINCT ?thing ?name {{ {KINDS[kind].pattern} }}",
        prefixes=PREFIXES,
        use_default_graph_as_union=lacks_union(store),
    )
    assert isinstance(solutions, QuerySolutions)
    things: dict[str, set[str]] = defaultdict(set)
    for thing, name in solutions:
        if isinstance(thing, NamedNode) and isinstance(name, Literal):
            for key in (name.value, thing.value, unquote(thing.value.rsplit("/", 1)[-1])):
                things[key].add(thing.value)
    return things
