"""Check the stored graphs against the model: SHACL graph by graph, OWL consistency over all of them.

What is checked is the full description, as an export has it.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, NamedNode

from fazhi.kg.iris import assessments_graph, graphs_of_report, report_graph
from fazhi.kg.output.full_graphs import FullGraphs
from fazhi.kg.output.statements import terms
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import FZ, OWL, RDF, reference_graphs

if TYPE_CHECKING:
    from rdflib import Graph

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


def report_graphs(store: GraphStore) -> list[str]:
    """The graphs that contain a report."""
    rows = store.select("SELECT DISTINCT ?report { ?report a fz:Report ; fz:readingText ?text }")
    return sorted(report_graph(row["report"].value, store.base) for row in rows)


def shared_graphs(store: GraphStore) -> list[str]:
    """The graphs that are no report's: of bodies, of follow-ups; not the reference data and the ontology."""
    reports = report_graphs(store)
    assessed = map(assessments_graph, reports)
    aside = reference_graphs(store.base)
    return sorted({*store.graph_names()} - {*reports, *assessed, *aside})


def violations(store: GraphStore, *graphs: str) -> list[Violation]:
    """Violations of the SHACL shapes in each graph and, of a report's, its assessments.

    They come graph by graph, sorted by shape and node.
    """
    full = FullGraphs(store)
    return [violation for graph in graphs for violation in _violations(full, graph)]


def _violations(full: FullGraphs, graph: str) -> list[Violation]:
    from rdflib import RDF as RDF_TERMS
    from rdflib import SH

    from fazhi.ontology.rdf import shapes_graph

    pyshacl = _optional("pyshacl")
    _, results, _ = pyshacl.validate(_as_rdflib(full, graph), shacl_graph=shapes_graph())
    found = []
    for result in results.subjects(RDF_TERMS.type, SH.ValidationResult):
        messages = {message.language: str(message) for message in results.objects(result, SH.resultMessage)}
        found.append(
            Violation(
                graph=graph,
                shape=str(results.value(result, SH.sourceShape)).rsplit("#", 1)[-1],
                node=str(results.value(result, SH.focusNode)),
                value=str(results.value(result, SH.value) or ""),
                message_zh=messages.get("zh", ""),
                message_en=messages.get("en", "") or next(iter(messages.values()), ""),
            )
        )
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
    """Classes that can have no members, according to HermiT run on the ontology and the reports' statements.

    Only statements between resources are reasoned over: literals are the shapes' business. Raises
    InconsistentError where the whole contradicts itself.
    """
    import rdflib

    from fazhi.ontology.rdf import ontology_graph

    owlready2 = _optional("owlready2")
    ontology = ontology_graph()
    # owlready2 warns of properties that have a role in the data cube as well.
    for role in ("DimensionProperty", "AttributeProperty", "MeasureProperty"):
        ontology.remove((None, rdflib.RDF.type, rdflib.QB[role]))
    n_triples = ontology.serialize(format="nt", encoding="utf-8")
    n_triples += "".join(sorted(_individuals(store))).encode()
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


def _as_rdflib(full: FullGraphs, graph: str) -> Graph:
    """A report's graphs, what binds it and the reference resources that these lead to."""
    import rdflib

    names = graphs_of_report(graph)
    statements = {each for name in names for graph in full.graph(name) for each in graph.statements}
    for _, predicate, value in map(terms, statements.copy()):
        if predicate == _APPLICABILITY:
            node = NamedNode(value[1:-1])
            bound = full.store.dataset.quads_for_pattern(node, None, None, DefaultGraph())
            statements.update(str(quad.triple) for quad in bound)
    reference = full.reference_data({terms(each).object for each in statements})
    statements.update(each for graph in reference for each in graph.statements)
    # rdflib's own N-Triples parser is the fastest way to load them.
    return rdflib.Graph().parse(data="".join(f"{each} .\n" for each in statements), format="nt")


def _individuals(store: GraphStore) -> Iterator[str]:
    """Statements between resources as N-Triples lines, each subject declared an individual.

    They come from the reports' graphs and the reference data that these lead to: the instruments cited
    and the obligations assessed, not the whole register.
    """
    full = FullGraphs(store)
    statements = [each for name in full.names() for graph in full.graph(name) for each in graph.statements]
    reference = full.reference_data({terms(each).object for each in statements})
    statements += [each for graph in reference for each in graph.statements]
    named: set[str] = set()
    for statement in statements:
        subject, _, value = terms(statement)
        if value.startswith("<"):
            named.add(subject)
            yield f"{statement} .\n"
    for node in named:
        yield f"{node} <{RDF}type> <{OWL}NamedIndividual> .\n"
