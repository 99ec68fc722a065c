"""What follows from a report's statements: how many there are of each kind, so that overviews need not count.

A tally is a node of the report: of a record type's class, of an activity class, of an extraction rule among
the statements of one class, and of the sections of a role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import chain

from fazhi.ontology.extraction_rules import extraction_rules
from fazhi.ontology.namespaces import FZ, ONTOLOGY
from fazhi.ontology.ntriples import Terms, written
from fazhi.ontology.record_types import statement_types

_TYPE, _REPORT, _TALLY = map(written, ("rdf:type", "fz:Report", "fz:Tally"))
_CLASS, _ROLE, _RULE = map(written, ("fz:activityClass", "fz:sectionRole", "fz:extractionRule"))
_CONFIDENCE, _LEAST = map(written, ("fz:confidence", "fz:leastConfidence"))
_OF, _COUNTED, _AMONG, _COUNT = map(written, ("fz:tallyOf", "fz:counted", "fz:among", "fz:count"))
_INTEGER, _DECIMAL = map(written, ("xsd:nonNegativeInteger", "xsd:decimal"))
#: What tells of a node which tallies it counts for.
_TOLD = (_TYPE, _CLASS, _RULE, _ROLE, _CONFIDENCE)


def tallies_of(triples: Iterable[Terms]) -> Iterator[Terms]:
    """The tallies of a report's graph, of which these are all triples, each once, what follows included.

    Each has what is counted, among the statements of which class if it is a rule, and the number; a rule
    also the least confidence of these statements, where that is not its usual one. None of another graph.
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
        for class_ in _classes().intersection(classes):
            confidence = next(iter(said[_CONFIDENCE].get(subject, ())), None)
            own = Decimal(confidence.split('"')[1]) if confidence else None
            counted[class_, ""].append(own)
            for rule in said[_RULE].get(subject, ()):
                counted[rule, class_].append(own)
    for concept in chain(*said[_CLASS].values(), *said[_ROLE].values()):
        counted[concept, ""].append(None)
    for (what, among), confidences in counted.items():
        node = f"{report[:-1]}/tally/{'/'.join(map(_key, filter(None, (what, among))))}>"
        yield node, _TYPE, _TALLY
        yield node, _OF, report
        yield node, _COUNTED, what
        yield node, _COUNT, f'"{len(confidences)}"^^{_INTEGER}'
        if among:
            yield node, _AMONG, among
            usual = _usual().get(what)
            least = min((each for own in confidences if (each := own or usual)), default=None)
            if least is not None and least != usual:
                yield node, _LEAST, f'"{least}"^^{_DECIMAL}'


@cache
def _classes() -> frozenset[str]:
    """The classes of what is extracted."""
    return frozenset(written(each.class_) for each in statement_types().values())


@cache
def _usual() -> dict[str, Decimal]:
    """The usual confidence of each rule."""
    return {written(rule.iri): Decimal(str(rule.confidence)) for rule in extraction_rules().values()}


def _key(term: str) -> str:
    """What tells a class or concept from all others, as segments of an IRI."""
    return term[1:-1].removeprefix(FZ).removeprefix(f"{ONTOLOGY}/")
