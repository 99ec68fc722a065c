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
from fazhi.ontology.namespaces import PREFIXES, concept, iri_key, scheme
from fazhi.ontology.titles import name_key
from fazhi.queries.errors import UnknownValue
from fazhi.queries.results import expanded
from fazhi.queries.union import lacks_union


@dataclass(frozen=True)
class Kind:
    """A kind of named thing: what to call it, and the graph pattern that says that ?thing is one.

    ``named`` is the property path to its names.
    """

    noun: Both
    pattern: str
    named: str = "skos:prefLabel|skos:altLabel"


def _of_scheme(name: str) -> str:
    return f"?thing skos:inScheme <{scheme(name)}>"


#: The parameter types whose values are names of things in the store.
KINDS: dict[str, Kind] = {
    "instrument": Kind(
        both("instrument", "法律文件"),
        "?thing a fz:LegalInstrument",
        "dcterms:title|skos:prefLabel|skos:altLabel",
    ),
    "body": Kind(both("body", "单位"), "?report fz:issuer|dcterms:publisher ?thing"),
    "place": Kind(both("place", "行政区划"), "?thing a fz:Place"),
    "indicator": Kind(both("indicator", "指标"), _of_scheme("indicator")),
    "publicity_day": Kind(both("publicity day", "宣传日"), "?thing a fz:PublicityDay"),
    "activity_class": Kind(both("activity class", "活动类别"), _of_scheme("activity-class")),
    "extraction_rule": Kind(both("extraction rule", "抽取规则"), _of_scheme("extraction-rule")),
    "reach": Kind(
        both("reach", "适用方式"),
        f"VALUES ?thing {{ <{concept('reach', 'direct')}> <{concept('reach', 'reaching')}> }}",
    ),
    "obligation": Kind(both("obligation", "法定义务"), "?thing a fz:StatutoryObligation"),
}

_SURROGATE = re.compile("[\ud800-\udfff]")
_IRI = re.compile(r'[a-z]+:[^\x00-\x20<>"{}|^`\\]+')
#: How much of a text a message repeats and a search for near names reads, in characters.
_LONGEST = 80
#: How many near names a message gives.
_SHOWN = 3


def resolve(store: Store, kind: str, text: str) -> NamedNode:
    """The IRI of the thing that ``text`` names.

    ``text`` is matched as an IRI, an id or an exact name first, then by its key
    (:func:`fazhi.ontology.titles.name_key`), both of which the store has an index of. Raises UnknownValue,
    suggesting similar names of all, if it matches nothing or more than one thing.
    """
    plain, named = _SURROGATE.sub("\ufffd", text.strip()), KINDS[kind].named
    found = _looked_up(store, KINDS[kind], plain, named) or _looked_up(
        store, KINDS[kind], name_key(plain), f"{named}|fz:nameKey"
    )
    if len(found) == 1:
        return NamedNode(min(found))
    return resolve_among(things_named(store, kind), kind, text)


def _looked_up(store: Store, kind: Kind, text: str, named: str) -> set[str]:
    """The IRIs of the things that have this name, IRI or id, as far as the store tells without a search.

    ``named`` is the property path from a thing to what it is looked up by. An id is the last segment of an
    IRI, behind the segments that most of its kind share.
    """
    names = " ".join(map(str, (Literal(text), *(Literal(text, language=each) for each in ("zh", "en")))))
    by_name = f"SELECT ?thing {{ VALUES ?name {{ {names} }} ?thing {named} ?name }}"
    iris = {thing.value for (thing,) in _solutions(store, by_name)}
    for (one,) in _solutions(store, f"SELECT ?thing {{ {kind.pattern} }} LIMIT 1"):
        iris.add(f"{one.value.rpartition('/')[0]}/{iri_key(text)}")
    things = " ".join(f"<{iri}>" for iri in sorted(iris | {expanded(text)}) if _IRI.fullmatch(iri))
    of_kind = f"VALUES ?thing {{ {things} }} {kind.pattern} . ?thing {kind.named} ?name"
    return {thing.value for (thing,) in _solutions(store, f"SELECT DISTINCT ?thing {{ {of_kind} }}")}


def _solutions(store: Store, query: str) -> QuerySolutions:
    solutions = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=lacks_union(store))
    assert isinstance(solutions, QuerySolutions)
    return solutions


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
    return things.get(text.strip()) or things.get(expanded(text)) or _alike(name_key(text), things)


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
    wanted = name_key(text)[:_LONGEST]
    choices = {name: name_key(name) for name in names if "://" not in name}
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
        *(iris for name, iris in things.items() if "://" not in name and name_key(name) == normal)
    )


def things_named(store: Store, kind: str) -> dict[str, set[str]]:
    """Every name, id and IRI of the kind, with the IRIs it denotes."""
    of_kind = f"{{ SELECT DISTINCT ?thing {{ {KINDS[kind].pattern} }} }} ?thing {KINDS[kind].named} ?name"
    things: dict[str, set[str]] = defaultdict(set)
    for thing, name in _solutions(store, f"SELECT DISTINCT ?thing ?name {{ {of_kind} }}"):
        if isinstance(thing, NamedNode) and isinstance(name, Literal):
            for key in (name.value, thing.value, unquote(thing.value.rsplit("/", 1)[-1])):
                things[key].add(thing.value)
    return things
