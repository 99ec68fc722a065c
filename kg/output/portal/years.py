"""The graph by year: what the reports on a year state, and what they lead to of what reports share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode, Quad

from fazhi.kg.iris import assessments_graph, report_graph
from fazhi.kg.output.portal.coverage import Coverage
from fazhi.kg.store.inference import inferred_graph
from fazhi.ontology.namespaces import PREFIXES

_REALIZES = NamedNode(PREFIXES["eli"] + "realizes")
_HAS_TOP_CONCEPT = NamedNode(PREFIXES["skos"] + "hasTopConcept")


class ByYear:
    """The graphs of an export, told apart by the report that they are on."""

    def __init__(self, graphs: Iterable[Iterable[Quad]], coverage: Coverage, base: str) -> None:
        self._coverage = coverage
        self._of_report: dict[str, list[Quad]] = defaultdict(list)
        self._shared: dict[Any, list[Quad]] = defaultdict(list)
        self._versions: dict[Any, list[Any]] = defaultdict(list)
        reports = {name: report.iri for report in coverage.reports for name in _graphs(report.iri, base)}
        for quad in (quad for quads in graphs for quad in quads):
            report = reports.get(quad.graph_name.value) if isinstance(quad.graph_name, NamedNode) else None
            if report:
                self._of_report[report].append(quad)
                continue
            # A scheme does not lead to its concepts.
            self._shared[quad.object if quad.predicate == _HAS_TOP_CONCEPT else quad.subject].append(quad)
            if quad.predicate == _REALIZES:
                self._versions[quad.object].append(quad.subject)

    def quads(self, year: str) -> list[Quad]:
        """What the reports on ``year`` state and evidence, and all that these lead to."""
        reports = self._coverage.of_year(year).reports
        found = [quad for report in reports for quad in self._of_report[report.iri]]
        queue = list({term for quad in found for term in (quad.subject, quad.object)})
        seen = set(queue)
        while queue:
            node = queue.pop()
            quads = self._shared.get(node, [])
            found += quads
            for other in (*(quad.object for quad in quads), *self._versions.get(node, ())):
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return found


def _graphs(report: str, base: str) -> list[str]:
    """The graphs on one report: what it states, evidences and says of earlier plans, and what follows."""
    own = report_graph(report, base)
    follow_up = own.replace(f"{base}graph/", f"{base}graph/follow-up/", 1)
    stated = [own, assessments_graph(own), follow_up]
    return [*stated, *(inferred_graph(name, base) for name in stated)]
