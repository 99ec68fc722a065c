"""The graph by year: what the reports on a year state, and what they lead to of what reports share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fazhi.kg.iris import report_graph
from fazhi.kg.output.parts import graphs_on
from fazhi.kg.output.portal.coverage import Coverage
from fazhi.kg.output.statements import Graph, KeptGraphs
from fazhi.kg.store.inference import inferred_graph
from fazhi.ontology.namespaces import PREFIXES
from fazhi.ontology.ntriples import terms

_REALIZES = f"<{PREFIXES['eli']}realizes>"
_HAS_TOP_CONCEPT = f"<{PREFIXES['skos']}hasTopConcept>"


class ByYear:
    """The graphs of an export, told apart by the year of the report that they are on.

    The graphs that several reports share are in memory.
    """

    def __init__(self, graphs: KeptGraphs, coverage: Coverage, base: str) -> None:
        self._graphs = graphs
        self._years = {name: each.year for each in coverage.reports for name in _graphs(each.iri, base)}
        self._about: dict[str, list[str]] = defaultdict(list)
        self._versions: dict[str, list[str]] = defaultdict(list)
        for graph in graphs.named(lambda name: name not in self._years):
            for statement in graph.statements:
                subject, predicate, value = terms(statement)
                # A scheme does not lead to its concepts.
                self._about[value if predicate == _HAS_TOP_CONCEPT else subject].append(statement)
                if predicate == _REALIZES:
                    self._versions[value].append(subject)

    def graphs(self, year: str) -> Iterator[Graph]:
        """What the reports on ``year`` state and evidence, and all that these lead to."""
        seen: set[str] = set()
        for graph in self._graphs.named(lambda name: self._years.get(name) == year):
            # A tally, which is a property, is described too.
            seen.update(node for each in graph.statements for node in terms(each) if self._is_shared(node))
            yield graph
        queue = list(seen)
        shared: list[str] = []
        while queue:
            node = queue.pop()
            said = self._about.get(node, [])
            shared += said
            for other in (*(terms(each)[2] for each in said), *self._versions.get(node, ())):
                if other not in seen and self._is_shared(other):
                    seen.add(other)
                    queue.append(other)
        yield Graph("", shared)

    def _is_shared(self, node: str) -> bool:
        return node in self._about or node in self._versions


def _graphs(report: str, base: str) -> list[str]:
    """The graphs on one report: what it states, evidences and says of earlier plans, and what follows."""
    stated = list(graphs_on(report_graph(report, base), base))
    return [f"<{name}>" for name in (*stated, *(inferred_graph(each, base) for each in stated))]
