"""Labels for display: of SKOS concepts (schemes.ttl; indicators from the data) and of classes (fazhi.ttl)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, RdfFormat, parse

from fazhi.ontology.in_use import follows_register
from fazhi.ontology.namespaces import FZ, ONTOLOGY, RDFS, SKOS
from fazhi.ontology.record_types import INDICATORS
from fazhi.ontology.reference import indicators


class Label(NamedTuple):
    """A label in both languages."""

    zh: str
    en: str


def concept_labels(scheme: str) -> Mapping[str, Label]:
    """The concepts of ``scheme`` by their ids, in the order of the file; KeyError for an unknown scheme."""
    return _labels()[scheme]


@follows_register
@cache
def _labels() -> dict[str, dict[str, Label]]:
    words: dict[str, dict[str, dict[str, str]]] = {}
    for triple in parse(path=Path(__file__).with_name("schemes.ttl"), format=RdfFormat.TURTLE):
        scheme, _, name = str(triple.subject).strip("<>").removeprefix(f"{ONTOLOGY}/").partition("/")
        label = triple.object
        if name and triple.predicate.value == f"{SKOS}prefLabel" and isinstance(label, Literal):
            words.setdefault(scheme, {}).setdefault(name, {})[label.language or ""] = label.value
    labels = {
        scheme: {name: Label(found["zh"], found["en"]) for name, found in concepts.items()}
        for scheme, concepts in words.items()
    }
    labels[INDICATORS] = {item.id: Label(item.label_zh, item.label_en) for item in indicators().values()}
    return labels


@cache
def class_labels() -> Mapping[str, Label]:
    """The labels of the classes and properties of fazhi.ttl, by their local names."""
    words: dict[str, dict[str, str]] = {}
    for triple in parse(path=Path(__file__).with_name("fazhi.ttl"), format=RdfFormat.TURTLE):
        label = triple.object
        if triple.predicate.value == f"{RDFS}label" and isinstance(label, Literal):
            name = str(triple.subject).strip("<>").removeprefix(FZ)
            words.setdefault(name, {})[label.language or ""] = label.value
    return {name: Label(found["zh"], found["en"]) for name, found in words.items()}
