"""VoID: what a set of statements is made of, and where it is (https://www.w3.org/TR/void/)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from pyoxigraph import BlankNode, NamedNode, Triple

from fazhi.kg.output.portal.coverage import Coverage
from fazhi.kg.output.portal.distributions import File
from fazhi.kg.output.portal.publication import Publication
from fazhi.kg.output.portal.terms import LICENCE, VOCABULARIES, integer, named, said, term, words
from fazhi.kg.output.statements import TYPE, Graph, InOrder, Sorted

_FEATURE = "http://www.w3.org/ns/formats/"


@dataclass(frozen=True)
class Statistics:
    """How many triples, subjects and objects there are, and things of ours (``entities``).

    ``classes`` has how many things are of each class, ``properties`` how many triples have each property, by
    their IRIs; ``base`` is where the IRIs of the things begin.
    """

    base: str
    triples: int
    entities: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]


def statistics(graphs: Iterable[Graph], base: str) -> Statistics:
    """The statistics of the union of some graphs; of things those below ``base`` are ours."""
    properties: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    subjects: Counter[bool] = Counter()
    with InOrder(graphs) as ordered, Sorted(value for _, _, value in ordered) as sorted_objects:
        for subject, statements in groupby(ordered, key=itemgetter(0)):
            subjects[subject.startswith(f"<{base}")] += 1
            for _, predicate, value in statements:
                properties[predicate[1:-1]] += 1
                if predicate == TYPE and value.startswith("<"):
                    classes[value[1:-1]] += 1
        objects = sum(1 for _ in sorted_objects)
    return Statistics(
        base, properties.total(), subjects[True], subjects.total(), objects, classes, properties
    )


def void(
    publication: Publication,
    coverage: Coverage,
    statistics: Statistics,
    day: date,
    files: Sequence[File] = (),
    *,
    document: str = "void.ttl",
) -> Iterator[Triple]:
    """The data set ``graph`` of a publication, and what it is made of.

    ``files`` are those of the publication, of which the forms of the graph are its dumps; ``document`` is
    the name of the file that holds the description.
    """
    dataset = publication.node("graph")
    yield from said(
        publication.address(document),
        {
            "rdf:type": term("void:DatasetDescription"),
            "dcterms:title": words()["void"]["title"],
            "dcterms:modified": day,
            "foaf:primaryTopic": dataset,
        },
    )
    yield from _dataset(dataset, publication, coverage, statistics, files)
    yield from _partitions(dataset, statistics)
    years = [file for file in files if file.dataset.startswith("year-")]
    for file in years:
        part = publication.node(file.dataset)
        yield Triple(dataset, term("void:subset"), part)
        properties = {"rdf:type": term("void:Dataset"), "void:dataDump": publication.address(file.name)}
        yield from said(part, properties)
    yield from publication.described()


def _dataset(
    dataset: NamedNode,
    publication: Publication,
    coverage: Coverage,
    statistics: Statistics,
    files: Sequence[File],
) -> Iterator[Triple]:
    dumps = [file for file in files if file.dataset == "graph"]
    features = [words()["forms"][file.suffix]["feature"] for file in dumps]
    yield from said(
        dataset,
        {
            "rdf:type": term("void:Dataset"),
            "dcterms:title": words()["graph"]["title"],
            "dcterms:license": LICENCE,
            **publication.named_by(),
            "foaf:page": named(publication.homepage),
            "void:uriSpace": statistics.base,
            "void:exampleResource": _examples(coverage),
            "void:vocabulary": [NamedNode(name) for name in _vocabularies(statistics)],
            "void:triples": integer(statistics.triples),
            "void:entities": integer(statistics.entities),
            "void:distinctSubjects": integer(statistics.subjects),
            "void:distinctObjects": integer(statistics.objects),
            "void:classes": integer(len(statistics.classes)),
            "void:properties": integer(len(statistics.properties)),
            "void:dataDump": [publication.address(file.name) for file in dumps],
            "void:feature": [NamedNode(_FEATURE + feature) for feature in features],
            "void:sparqlEndpoint": named(publication.endpoint),
        },
    )


def _examples(coverage: Coverage) -> list[NamedNode]:
    """A report and its body: what else there is can be reached from these."""
    for report in coverage.reports:
        if report.body:
            return [NamedNode(report.iri), NamedNode(report.body)]
    return []


def _partitions(dataset: NamedNode, statistics: Statistics) -> Iterator[Triple]:
    parts = (
        ("class", "void:classPartition", "void:class", "void:entities", statistics.classes),
        ("property", "void:propertyPartition", "void:property", "void:triples", statistics.properties),
    )
    for name, partition, key, measure, counts in parts:
        for number, iri in enumerate(sorted(counts), 1):
            node = BlankNode(f"{name}-{number}")
            yield Triple(dataset, term(partition), node)
            yield from said(node, {key: NamedNode(iri), measure: integer(counts[iri])})


def _vocabularies(statistics: Statistics) -> list[str]:
    """The namespaces of the classes and properties."""
    return sorted({_namespace(iri) for iri in (*statistics.classes, *statistics.properties)})


def _namespace(iri: str) -> str:
    ours = [namespace for namespace in VOCABULARIES.values() if iri.startswith(namespace)]
    return max(ours, key=len, default=iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
