"""What follows from a report's reading text: the words of its passages, and whose statements these are.

A graph file holds the text once. A passage is named by its place (RFC 5147: ``…#char=2103,2108``), so its
words and its start need not be written beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from pyoxigraph import Literal

from fazhi.kg.iris import place_of
from fazhi.ontology.ntriples import Terms, triples_of, written

_TYPE, _REPORT, _ITEM = map(written, ("rdf:type", "fz:Report", "fz:ExtractedItem"))
_IN_REPORT, _IN_SENTENCE = map(written, ("fz:inReport", "fz:inSentence"))
_TEXT, _EXACT, _START = map(written, ("nif:isString", "oa:exact", "oa:start"))
_INTEGER = written("xsd:nonNegativeInteger")


def report_consequences(stated: Set[Terms], classes: Mapping[str, frozenset[str]]) -> Iterator[Terms]:
    """What follows from the triples of a report's graph; nothing from those of another.

    Of every passage its words (oa:exact) and the offset of its first character (oa:start, in Unicode code
    points from 0); a sentence, and a line of the file, is in itself (fz:inSentence); what is extracted is in
    the graph's report (fz:inReport). ``classes`` leads each class to those above it.
    """
    report: str | None = None
    subjects, in_another = set(), set()
    items: list[str] = []
    said: list[Terms] = []
    for triple in stated:
        subject, predicate, value = triple
        subjects.add(subject)
        if predicate == _TYPE:
            report = subject if value == _REPORT else report
            if _ITEM in classes.get(value, ()):
                items.append(subject)
        elif predicate == _IN_SENTENCE:
            in_another.add(subject)
        elif predicate == _TEXT:
            said.append(triple)
    texts = {
        str(triple.subject): triple.object.value
        for triple in triples_of(said)
        if isinstance(triple.object, Literal)
    }
    for subject in subjects:
        if place := place_of(subject[1:-1]):
            whole, start, end = place
            yield subject, _START, f'"{start}"^^{_INTEGER}'
            if (text := texts.get(f"<{whole}>")) is not None:
                yield subject, _EXACT, str(Literal(text[start:end]))
            if subject not in in_another:
                yield subject, _IN_SENTENCE, subject
    if report is not None:
        for item in items:
            yield item, _IN_REPORT, report
