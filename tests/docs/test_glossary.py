"""One word for each thing: what docs/glossary.md calls it is what it is called everywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from fazhi.ontology.namespaces import FZ, ONTOLOGY
from fazhi.ontology.rdf import ontology_graph
from fazhi.ontology.record_types import record_types
from fazhi.queries.results import column_names
from fazhi.viz.kinds import known_kinds

ROOT = Path(__file__).parents[2]
GRAPH = ontology_graph()


class Term(NamedTuple):
    zh: str
    en: str
    used_for: list[str]
    not_used: list[str]


def glossary() -> list[Term]:
    terms = []
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "中文":
            zh, en, used_for, _, not_used = cells
            terms.append(
                Term(zh, en, re.findall(r"`([^`]+)`", used_for), list(filter(None, not_used.split("；"))))
            )
    return terms


TERMS = glossary()


def label_of(name: str) -> tuple[str, str]:
    """The Chinese and English label of what the glossary names so."""
    if name.startswith("?"):
        column = column_names()[name[1:]]
        return column["zh"], column["en"]
    if name.startswith(("fz:", "ns/")):
        iri = name.replace("fz:", FZ) if name.startswith("fz:") else name.replace("ns/", f"{ONTOLOGY}/")
        predicate = RDFS.label if name.startswith("fz:") else SKOS.prefLabel
        labels = {label.language: str(label) for label in GRAPH.objects(URIRef(iri), predicate)}
        return labels["zh"], labels["en"]
    record_type, _, field = name.partition(".")
    found = record_types()[record_type]
    item = found.fields[field] if field else found
    return item.label_zh, item.label_en


def plural(words: str) -> str:
    if words.endswith("y"):
        return f"{words[:-1]}ies"
    return words + ("es" if words.endswith(("s", "ch")) else "s")


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.zh)
def test_the_word_of_the_glossary_is_the_label(term: Term) -> None:
    for name in term.used_for:
        assert_called(name, term)


def assert_called(name: str, term: Term) -> None:
    zh, en = label_of(name)
    assert zh == term.zh, name
    is_scheme = re.fullmatch(r"ns/[\w-]+", name)
    assert en.lower() == (plural(term.en) if is_scheme else term.en), name


def test_every_record_type_and_scheme_of_a_field_has_its_word() -> None:
    named = {name for term in TERMS for name in term.used_for}
    types = record_types().values()
    schemes = {f"ns/{field.scheme}" for found in types for field in found.fields.values() if field.scheme}
    assert {found.id for found in types} | {found.class_ for found in types} | schemes <= named


def test_a_thing_has_one_word() -> None:
    names = [name for term in TERMS for name in term.used_for]
    assert sorted(names) == sorted(set(names))
    assert len({term.zh for term in TERMS}) == len(TERMS)


def test_the_graph_page_calls_its_nodes_as_the_ontology_calls_their_classes() -> None:
    classes = set(GRAPH.subjects(RDF.type, OWL.Class))
    labels = {(label.language, str(label).lower()) for c in classes for label in GRAPH.objects(c, RDFS.label)}
    assert known_kinds()
    for kind in known_kinds().values():
        assert {("zh", kind.zh), ("en", kind.en.lower())} <= labels, kind.kind


def readable(path: Path) -> str:
    """What readers see of a file: of a question its header, of a YAML file its values."""
    text = path.read_text("utf-8")
    if path.suffix == ".rq":
        return "\n".join(line for line in text.splitlines() if line.startswith("#+"))
    return str(yaml.safe_load(text)) if path.suffix == ".yaml" else text


PAGES = [
    ROOT / "README.md",
    ROOT / "README.zh.md",
    *(path for path in sorted((ROOT / "docs").glob("*.md")) if path.name != "glossary.md"),
    *sorted((ROOT / "ontology").glob("*.ttl")),
    ROOT / "ontology" / "record_types.yaml",
    ROOT / "queries" / "columns.yaml",
    *sorted((ROOT / "queries").glob("*.rq")),
    *sorted(path for path in (ROOT / "viz" / "templates").iterdir()),
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_other_word_is_used(path: Path) -> None:
    text = readable(path)
    assert [(word, term.zh) for term in TERMS for word in term.not_used if word in text] == []
