"""Check the stored graphs against the model: SHACL graph by graph, OWL consistency of a sample of them.

What is checked is the full description, as an export has it.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode

from fazhi.kg.iris import assessments_graph, bodies_graph, graphs_of_report
from fazhi.kg.output.full_graphs import FullGraphs
from fazhi.kg.output.parts import report_graphs
from fazhi.kg.output.shacl import shapes
from fazhi.kg.store.files import StoreError
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import FZ, OWL, RDF, reference_graphs
from fazhi.ontology.ntriples import terms

#: So many graphs make a batch.
TOGETHER = 50
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


@dataclass(frozen=True)
class Batch:
    """Some graphs of a snapshot of the store at ``path``, told by its number."""

    path: Path
    snapshot: int
    graphs: Sequence[str]


@dataclass(frozen=True)
class Checked:
    """What the check of some graphs gave: violations, and the resources to which the graphs lead."""

    violations: list[Violation]
    leads_to: frozenset[str]


#: Calls a function with each batch, here or in other processes; gives the results in their order.
Spread = Callable[[Callable[[Batch], Checked], Iterable[Batch]], Iterator[Checked]]


def violations(store: GraphStore, *graphs: str, spread: Spread | None = None) -> list[Violation]:
    """Violations of the SHACL shapes in each graph, with a report's its assessments and part of the bodies.

    After them those in the reference data that the graphs lead to. They come graph by graph, sorted by shape
    and node. Without ``spread`` all is done in this process.
    """
    batches = [
        Batch(store.path, store.settings["snapshot"], graphs[start : start + TOGETHER])
        for start in range(0, len(graphs), TOGETHER)
    ]
    full = FullGraphs(store)
    results = spread(check, batches) if spread else (_check(full, batch.graphs) for batch in batches)
    found: list[Violation] = []
    named: set[str] = set()
    for checked in results:
        found += checked.violations
        named |= checked.leads_to
    for reference in full.reference_data(named):
        found += _violations(reference.name[1:-1], reference.statements)
    return found


def check(batch: Batch) -> Checked:
    """Check the graphs of a batch, in any process. Raises StoreError where the store has been built again."""
    with open_store(batch.path, read_only=True) as store:
        if store.settings["snapshot"] != batch.snapshot:
            raise StoreError(
                "the store has been built again meanwhile; validate it again",
                "知识图谱在此期间已重新构建，请重新校验",
                at=batch.path,
            )
        return _check(FullGraphs(store), batch.graphs)


def _check(full: FullGraphs, graphs: Iterable[str]) -> Checked:
    found: list[Violation] = []
    named: set[str] = set()
    for graph in graphs:
        names = graphs_of_report(graph)
        statements = full.union(names)
        subjects = {subject for subject, _, _ in map(terms, statements)}
        objects = {value for _, _, value in map(terms, statements) if value.startswith("<")}
        statements |= _binding(full.store, statements)
        found += _violations(graph, statements)
        # Reports share the subjects of their parts of the graph of bodies.
        named |= objects - subjects
        named |= {terms(each)[0] for each in full.store.statements(names[-1])}
    return Checked(found, frozenset(named))


def _binding(store: GraphStore, statements: Iterable[str]) -> set[str]:
    """What binds the body of a report."""
    found: set[str] = set()
    for _, predicate, value in map(terms, statements):
        if predicate == _APPLICABILITY:
            quads = store.dataset.quads_for_pattern(NamedNode(value[1:-1]), None, None, DefaultGraph())
            found.update(str(quad.triple) for quad in quads)
    return found


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
