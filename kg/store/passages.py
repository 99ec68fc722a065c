"""What follows from a report's reading text: the words of its passages, and whose statements these are.

A graph file holds the text once. A passage is named by its place (RFC 5147: ``…#char=2103,2108``), so its
words and its start need not be written beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from fazhi.kg.iris import place_of
from fazhi.ontology.namespaces import FZ, NIF, OA, RDF, XSD

_TYPE, _REPORT, _ITEM = NamedNode(RDF + "type"), NamedNode(FZ + "Report"), NamedNode(FZ + "ExtractedItem")
_IN_REPORT, _IN_SENTENCE = NamedNode(FZ + "inReport"), NamedNode(FZ + "inSentence")
_TEXT, _EXACT, _START = NamedNode(NIF + "isString"), NamedNode(OA + "exact"), NamedNode(OA + "start")
_INTEGER = NamedNode(XSD + "nonNegativeInteger")


def report_consequences(stated: Iterable[Triple], classes: Mapping[Any, frozenset[Any]]) -> Iterator[Triple]:
    """What follows from the triples of a report's graph; nothing from those of another.

    Of every passage its words (oa:exact) and the offset of its first character (oa:start, in Unicode code
    points from 0); a sentence, and a line of the file, is in itself (fz:inSentence); what is extracted is in
    the graph's report (fz:inReport). ``classes`` leads each class to those above it.
    """
    stated = list(stated)
    report = next((t.subject for t in stated if t.predicate == _TYPE and t.object == _REPORT), None)
    texts = {
        t.subject.value: t.object.value
        for t in stated
        if t.predicate == _TEXT and isinstance(t.subject, NamedNode) and isinstance(t.object, Literal)
    }
    in_another = {t.subject for t in stated if t.predicate == _IN_SENTENCE}
    for subject in {t.subject for t in stated}:
        if isinstance(subject, NamedNode) and (place := place_of(subject.value)):
            whole, start, end = place
            yield Triple(subject, _START, Literal(str(start), datatype=_INTEGER))
            if (text := texts.get(whole)) is not None:
                yield Triple(subject, _EXACT, Literal(text[start:end]))
            if subject not in in_another:
                yield Triple(subject, _IN_SENTENCE, subject)
    if report is not None:
        for t in stated:
            if t.predicate == _TYPE and _ITEM in classes.get(t.object, ()):
                yield Triple(t.subject, _IN_REPORT, report)
