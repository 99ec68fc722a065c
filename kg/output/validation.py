"""Check the stored graphs against the model: SHACL graph by graph, OWL consistency of a sample of them.

What is checked is the full description, as an export has it.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode

from fazhi.kg.iris import assessments_graph, bodies_graph, graphs_of_report
from fazhi.kg.output.full_graphs import FullGraphs
from fazhi.kg.output.parts import report_graphs
from fazhi.kg.output.shacl import shapes
from fazhi.kg.output.statements import terms
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import FZ, OWL, RDF, reference_graphs

#: So many reports are reasoned over.
SAMPLE = 10
_APPLICABILITY = f"<{FZ}applicability>"


class InconsistentError(FazhiError):
    """The stored graphs contradict the ontology."""


@dataclass(frozen=True)
class Violation:
    """One broken constraint: the graph, the shape, the node, and what the shape requires."""

    graph: str
    shape: str
    node: str
    value: str
    message_zh: str
    message_en: str


def shared_graphs(store: GraphStore) -> list[str]:
    """The graphs that are no report's: of bodies, of follow-ups; not the reference data and the ontology."""
    reports = report_graphs(store)
    assessed = map(assessments_graph, reports)
    aside = reference_graphs(store.base)
    return sorted({*store.graph_names()} - {*reports, *assessed, *aside})


def violations(store: GraphStore, *graphs: str) -> list[Violation]:
    """Violations of the SHACL shapes in each graph, with a report's its assessments and part of the bodies.

    After them those in the reference data that the graphs lead to. They come graph by graph, sorted by shape
    and node.
    """
    full = FullGraphs(store)
    named: set[str] = set()
    found: list[Violation] = []
    for graph in graphs:
        statements = _statements(full, graph)
        named |= full.reference_nodes(statements)
        found += _violations(graph, statements)
    for reference in full.reference_data(named):
        found += _violations(reference.name[1:-1], reference.statements)
    return found


def _statements(full: FullGraphs, graph: str) -> set[str]:
    """A graph, or a report's graphs and what binds it."""
    names = graphs_of_report(graph)
    statements = {each for name in names for part in full.graph(name) for each in part.statements}
    for _, predicate, value in map(terms, list(statements)):
        if predicate == _APPLICABILITY:
            quads = full.store.dataset.quads_for_pattern(NamedNode(value[1:-1]), None, None, DefaultGraph())
            statements.update(str(quad.triple) for quad in quads)
    return statements


def _violations(graph: str, statements: Iterable[str]) -> list[Violation]:
    found = [
        Violation(
            graph=graph,
            shape=broken.shape.rsplit("#", 1)[-1],
            node=broken.node,
            value=broken.value,
            message_zh=broken.messages["zh"],
            message_en=broken.messages["en"],
        )
        for broken in shapes().broken(statements)
    ]
    return sorted(found, key=lambda v: (v.shape, v.node, v.value))


def _optional(package: str) -> Any:
    """Import a package of the extra ``validation``; raises FazhiError if it is not installed."""
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        raise FazhiError(
            f"validation needs {package}, which is not installed: pip install 'fazhi-kg[validation]'",
            f"校验需要 {package}，尚未安装：pip install 'fazhi-kg[validation]'",
        ) from error


def has_java() -> bool:
    """Whether the reasoner (HermiT, inside owlready2) can run: it needs Java."""
    return shutil.which("java") is not None


def unsatisfiable_classes(store: GraphStore) -> list[str]:
    """Classes that can have no members, according to HermiT.

    It runs on the ontology, a :func:`sample` of the reports and the reference data that these lead to: the
    time that it takes grows faster than what it is given. Only statements between resources are reasoned
    over: literals are the shapes' business. Raises InconsistentError where the whole contradicts itself.
    """
    import rdflib

    from fazhi.ontology.rdf import ontology_graph

    owlready2 = _optional("owlready2")
    ontology = ontology_graph()
    # owlready2 warns of properties that have a role in the data cube as well.
    for role in ("DimensionProperty", "AttributeProperty", "MeasureProperty"):
        ontology.remove((None, rdflib.RDF.type, rdflib.QB[role]))
    n_triples = ontology.serialize(format="nt", encoding="utf-8")
    n_triples += "".join(sorted(_individuals(store, sample(report_graphs(store))))).encode()
    world = owlready2.World()
    loaded = world.get_ontology(FZ.removesuffix("#")).load(fileobj=io.BytesIO(n_triples))
    try:
        with loaded, _own_temporary_folder():
            owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise InconsistentError(
            "the stored graphs contradict the ontology (HermiT)", "图谱与本体矛盾（HermiT）"
        ) from error
    return sorted(str(found.iri) for found in world.inconsistent_classes())


@contextlib.contextmanager
def _own_temporary_folder() -> Iterator[None]:
    """Put temporary files in a folder that is removed: owlready2 leaves its own behind if HermiT fails."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def sample(graphs: Sequence[str]) -> list[str]:
    """:data:`SAMPLE` of these graphs, evenly spread, or all where they are no more."""
    step = max(1, len(graphs) / SAMPLE)
    return [graphs[int(number * step)] for number in range(min(SAMPLE, len(graphs)))]


def _individuals(store: GraphStore, reports: Collection[str]) -> Iterator[str]:
    """Statements between resources as N-Triples lines, each subject declared an individual.

    They come from the graphs of these reports, what binds them, and the reference data that these lead to:
    the instruments cited and the obligations assessed, not the whole register.
    """
    full = FullGraphs(store)
    names = [*_shared_of(store, reports), *(name for graph in reports for name in graphs_of_report(graph))]
    graphs = [graph for name in names for graph in full.graph(name)]
    nodes = {node for graph in graphs for node in full.reference_nodes(graph.statements)}
    named: set[str] = set()
    for graph in (*graphs, *full.reference_data(nodes)):
        for statement in graph.statements:
            subject, _, value = terms(statement)
            if value.startswith("<"):
                named.add(subject)
                yield f"{statement} .\n"
    for node in named:
        yield f"{node} <{RDF}type> <{OWL}NamedIndividual> .\n"


def _shared_of(store: GraphStore, reports: Collection[str]) -> Iterator[str]:
    """The shared graphs but the bodies, of which each report has its part, and the follow-ups of others."""
    for name in shared_graphs(store):
        report = name.replace("/graph/follow-up/", "/graph/", 1)
        if name != bodies_graph(store.base) and (report == name or report in reports):
            yield name
