"""What follows from a report's statements: how many there are of each kind, so that overviews need not count.

The properties that say so are :mod:`fazhi.ontology.tallies`: of a record type's class, of an activity class,
of citations by purpose and by how they were linked, of an extraction rule among the statements of one class,
and of the sections of a role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import chain

from fazhi.ontology.extraction_rules import extraction_rules
from fazhi.ontology.ntriples import Terms, written
from fazhi.ontology.record_types import statement_types
from fazhi.ontology.tallies import Tally

_TYPE, _REPORT, _RULE = map(written, ("rdf:type", "fz:Report", "fz:extractionRule"))
_CONCEPTS = tuple(map(written, ("fz:activityClass", "fz:purpose", "fz:linkMethod", "fz:sectionRole")))
_CONFIDENCE, _LEAST = map(written, ("fz:confidence", "fz:leastConfidence"))
_CITATION, _CITED_IN = map(written, ("fz:Citation", "fz:citedIn"))
_INTEGER, _DECIMAL = map(written, ("xsd:nonNegativeInteger", "xsd:decimal"))
#: What tells of a node which tallies it counts for.
_TOLD = (_TYPE, _RULE, _CONFIDENCE, *_CONCEPTS)


def tallies_of(triples: Iterable[Terms]) -> Iterator[Terms]:
    """The tallies of a report's graph, of which these are all triples, each once, what follows included.

    Beside them the least confidence of its statements, and of those of a rule where that is not its usual
    one; and of each citation the report, so that overviews of citations need not go through all statements.
    None of another graph.
    """
    said: dict[str, dict[str, list[str]]] = {predicate: defaultdict(list) for predicate in _TOLD}
    for subject, predicate, value in triples:
        if predicate in said:
            said[predicate][subject].append(value)
    report = next((subject for subject, classes in said[_TYPE].items() if _REPORT in classes), None)
    if report is None:
        return
    counted: dict[tuple[str, str], list[Decimal | None]] = defaultdict(list)
    for subject, classes in said[_TYPE].items():
        if _CITATION in classes:
            yield subject, _CITED_IN, report
        for class_ in _classes().intersection(classes):
            confidence = next(iter(said[_CONFIDENCE].get(subject, ())), None)
            own = Decimal(confidence.split('"')[1]) if confidence else None
            counted[class_, ""].append(own)
            for rule in said[_RULE].get(subject, ()):
                counted[rule, class_].append(own)
    for concept in chain.from_iterable(chain(*(said[each].values() for each in _CONCEPTS))):
        counted[concept, ""].append(None)
    of_all = []
    for (what, among), confidences in counted.items():
        number, lowest = _properties(what, among)
        yield report, number, f'"{len(confidences)}"^^{_INTEGER}'
        if among:
            usual = _usual().get(what)
            least = min((each for own in confidences if (each := own or usual)), default=None)
            if least is not None:
                of_all.append(least)
                if least != usual:
                    yield report, lowest, f'"{least}"^^{_DECIMAL}'
    if of_all:
        yield report, _LEAST, f'"{min(of_all)}"^^{_DECIMAL}'


@cache
def _properties(what: str, among: str) -> tuple[str, str]:
    """The tally of these terms, and the property for the least confidence."""
    tally = Tally(what[1:-1], among[1:-1])
    return written(tally.iri), written(tally.least)


@cache
def _classes() -> frozenset[str]:
    """The classes of what is extracted."""
    return frozenset(written(each.class_) for each in statement_types().values())


@cache
def _usual() -> dict[str, Decimal]:
    """The usual confidence of each rule."""
    return {written(rule.iri): Decimal(str(rule.confidence)) for rule in extraction_rules().values()}
