"""Records -> the triples of their nodes: one function a record type.

Each function adds what only its type has; type, report, evidence, confidence and rule are added by
:func:`fazhi.kg.graph.report.map_report` for all alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from fazhi.extractors.records import (
    CitationFields,
    CounselFields,
    DutyFields,
    FieldsT,
    LeadingGroupFields,
    ObservationFields,
    PublicityDayFields,
    TopicFields,
)
from fazhi.kg.facts import Fact
from fazhi.kg.graph.terms import Graph, chinese, decimal, month_day, typed
from fazhi.kg.iris import ReportIris, concept, resource
from fazhi.kg.linking.link import Link, Reason


@dataclass(frozen=True, eq=False)
class Statement(Generic[FieldsT]):
    """A fact, the IRI and label of its node and, for a citation, what it was linked to."""

    fact: Fact[FieldsT]
    node: str
    label: str
    link: Link | None = None

    @property
    def of_another_place(self) -> bool:
        """Whether it cites an instrument of a name that the register has only from elsewhere."""
        return self.link is not None and Reason.OF_ANOTHER_PLACE in self.link.reasons

    def unregistered(self, iris: ReportIris) -> str | None:
        """The IRI of the instrument that it cites, if the register lacks it.

        Bodies give their own documents like titles, so that what a body issued, or cites as another place's
        than the register has under that title, has the body in its IRI.
        """
        title = self.fact.fields.get("title")
        if self.link is None or self.link.kind != "none" or not title:
            return None
        own = self.fact.fields.get("purpose") == "issued" or self.of_another_place
        return iris.unregistered_instrument(title, own=own)


@dataclass(frozen=True)
class Context:
    """What the statements of one report share. ``body`` is the IRI of the reporting body, if known."""

    iris: ReportIris
    body: str | None


def add_citation(graph: Graph, statement: Statement[CitationFields], context: Context) -> None:
    node, fields, link = statement.node, statement.fact.fields, statement.link
    _plain(graph, node, "fz:titleAsWritten", fields.get("title"))
    _concept(graph, node, "fz:purpose", "purpose", fields.get("purpose"))
    _plain(graph, node, "fz:documentNumber", fields.get("document_number"))
    _plain(graph, node, "fz:article", fields.get("article"))
    if link is None:
        return
    _concept(graph, node, "fz:linkMethod", "link", link.kind)
    if link.suggestion:
        graph.add(node, "fz:suggestedInstrument", link.suggestion.iri)
    for candidate in link.candidates:
        graph.add(node, "fz:possibleInstrument", candidate.iri)
    instrument = link.instrument.iri if link.instrument else statement.unregistered(context.iris)
    graph.add(node, "fz:instrument", instrument)


def add_leading_group(graph: Graph, statement: Statement[LeadingGroupFields], context: Context) -> None:
    node, fields = statement.node, statement.fact.fields
    _text(graph, node, "skos:prefLabel", fields.get("name"))
    graph.add(node, "org:unitOf", context.body)
    posts = {"head": fields.get("head"), "deputy": fields.get("deputies"), "member": fields.get("members")}
    for role, words in posts.items():
        if not words:
            continue
        post = f"{node}/{role}"
        graph.add(node, "org:hasPost", post)
        graph.add(post, "rdf:type", "org:Post")
        graph.add(post, "org:postIn", node)
        _concept(graph, post, "org:role", "post-role", role)
        _text(graph, post, "rdfs:label", words)


def add_counsel(graph: Graph, statement: Statement[CounselFields], context: Context) -> None:
    node, fields = statement.node, statement.fact.fields
    _concept(graph, node, "fz:counselKind", "counsel-kind", fields.get("kind"))
    graph.add(node, "org:organization", context.body)
    if fields.get("retained") is not None:
        graph.add(node, "fz:retained", typed(str(bool(fields["retained"])).lower(), "boolean"))
    if firm_name := fields.get("firm"):
        graph.add(node, "org:member", context.iris.firm(firm_name))


def add_publicity_day(graph: Graph, statement: Statement[PublicityDayFields], context: Context) -> None:
    node, fields = statement.node, statement.fact.fields
    name = fields.get("name") or statement.label
    day = fields.get("day")
    if day and ":" not in day:
        day = resource("publicity-day", day)
    day = day or context.iris.publicity_day(name)
    graph.add(node, "fz:publicityDay", day)
    _text(graph, node, "fz:nameAsWritten", name)
    graph.add(node, "fz:dateAsWritten", month_day(fields.get("date") or ""))


def add_observation(graph: Graph, statement: Statement[ObservationFields], context: Context) -> None:
    node, fields = statement.node, statement.fact.fields
    _concept(graph, node, "fz:indicator", "indicator", fields.get("indicator"))
    # A rate of change is another measure than the level that changes: the two are never added up.
    measure = "fz:rateOfChange" if fields.get("change") else "sdmx-measure:obsValue"
    graph.add(node, measure, decimal(fields["value"]))
    if fields.get("upper") is not None:
        graph.add(node, "fz:upperBound", decimal(fields["upper"]))
    _plain(graph, node, "fz:unit", fields.get("unit"))
    if fields.get("modifier") != "exact":
        _concept(graph, node, "fz:modifier", "modifier", fields.get("modifier"))
    _concept(graph, node, "fz:change", "change", fields.get("change"))
    _plain(graph, node, "fz:periodAsWritten", fields.get("period"))


def add_duty(graph: Graph, statement: Statement[DutyFields], context: Context) -> None:
    node, fields = statement.node, statement.fact.fields
    _concept(graph, node, "fz:modality", "modality", fields.get("modality"))
    _plain(graph, node, "fz:bearerAsWritten", fields.get("bearer"))
    _concept(graph, node, "fz:frequency", "frequency", fields.get("frequency"))
    if fields.get("amount") is not None:
        graph.add(node, "fz:amount", decimal(fields["amount"]))
    _plain(graph, node, "fz:unit", fields.get("unit"))


def add_topic(graph: Graph, statement: Statement[TopicFields], context: Context) -> None:
    _concept(graph, statement.node, "fz:topic", "activity-class", statement.fact.fields.get("topic"))


#: What adds the triples of each record type but the report's.
ADD: Mapping[str, Callable[[Graph, Statement[Any], Context], None]] = {
    "citation": add_citation,
    "leading_group": add_leading_group,
    "counsel": add_counsel,
    "publicity_day": add_publicity_day,
    "observation": add_observation,
    "duty": add_duty,
    "problem": add_topic,
    "plan": add_topic,
    "activity": lambda *_: None,
}


def _text(graph: Graph, node: str, predicate: str, words: str | None) -> None:
    graph.add(node, predicate, chinese(words) if words else None)


def _plain(graph: Graph, node: str, predicate: str, words: str | None) -> None:
    graph.add(node, predicate, typed(words, "string") if words else None)


def _concept(graph: Graph, node: str, predicate: str, scheme: str, identifier: str | None) -> None:
    graph.add(node, predicate, concept(scheme, identifier) if identifier else None)
