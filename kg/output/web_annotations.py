"""What reports state as W3C Web Annotations, for annotation tools: one for each passage a statement rests on.

The body tells the statement's class (as a tag in Chinese, and the class itself), its IRI and its fields; the
target is the passage of the reading text: a quotation with 32 characters before and after, and a position in
Unicode code points. Where the file has pages or paragraphs, the body also links to the quotation on its page:
annotation tools (Recogito) take one target and want both selectors on it. See
https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from pyoxigraph import Literal, NamedNode, Quad

from fazhi.kg.iris import place_of
from fazhi.kg.output.parts import report_graphs
from fazhi.kg.output.statements import Disk
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import DCTERMS, FZ, NIF, PROV, RDF, RDFS, SDMX_MEASURE

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: The syntax of fragments of a PDF's address, by the RFC before RFC 8118.
PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3778"
#: Characters quoted before and after a passage.
AROUND = 32

_TYPE, _LABEL = NamedNode(RDF + "type"), NamedNode(RDFS + "label")
_READING_TEXT, _STRING = NamedNode(FZ + "readingText"), NamedNode(NIF + "isString")
_VALUE = NamedNode(RDF + "value")
_DERIVED, _SOURCE = NamedNode(PROV + "wasDerivedFrom"), NamedNode(DCTERMS + "source")
_EVIDENCE = (NamedNode(FZ + "mainEvidence"), NamedNode(FZ + "hasEvidence"))
#: Say how a statement was found, not what it says.
_HOW = {_TYPE, *_EVIDENCE, NamedNode(FZ + "extractionRule"), NamedNode(FZ + "confidence")}
#: Concepts, bodies and instruments have skos:prefLabel, classes and properties rdfs:label.
_LABELS = """
SELECT ?node ?label {
  ?node skos:prefLabel|rdfs:label ?label FILTER(LANG(?label) = "zh") FILTER(ISIRI(?node))
} ORDER BY ?node ?label"""

_Properties = Mapping[Any, list[Any]]


def annotation_lines(store: GraphStore, out: BinaryIO) -> None:
    """Write JSON Lines: one annotation a line."""
    out.writelines(_json({"@context": CONTEXT, **each}) for each in web_annotations(store))


def annotation_page(store: GraphStore, out: BinaryIO) -> None:
    """Write all annotations of the store as one AnnotationPage in JSON-LD."""
    with Disk() as disk:
        # How many there are stands before them.
        items = [disk.put(_json(each, indent=1)[:-1]) for each in web_annotations(store)]
        collection = f"{store.base}annotations"
        page = {
            "@context": CONTEXT,
            "id": f"{collection}/1",
            "type": "AnnotationPage",
            "partOf": {"id": collection, "type": "AnnotationCollection", "total": len(items)},
            "startIndex": 0,
            "items": [],
        }
        before, after = _json(page, indent=1).rsplit(b"]", 1)
        out.write(before)
        for number, item in enumerate(items):
            out.write((b"," if number else b"") + b"\n  " + disk.get(item).replace(b"\n", b"\n  "))
        out.write((b"\n ]" if items else b"]") + after)


def web_annotations(store: GraphStore) -> Iterator[dict[str, Any]]:
    """The annotations, report by report, in the order of the text."""
    labels = {row["node"]: row["label"].value for row in store.select(_LABELS)}
    labels[NamedNode(SDMX_MEASURE + "obsValue")] = "数值"
    for name in report_graphs(store):
        said = _by_subject(store.graph(name))
        report = next(node for node in said if _READING_TEXT in said[node])
        text, file = said[report][_READING_TEXT][0], said[report][_DERIVED][0]
        passages = [
            (*place[1:], str(node), node)
            for node, properties in said.items()
            if node != report
            for evidence in _passages(properties)
            if (place := place_of(evidence.value)) and place[0] == text.value
        ]
        words = said[text][_STRING][0].value
        for start, end, _, node in sorted(passages, key=lambda passage: passage[:3]):
            target = {
                "type": "SpecificResource",
                "source": text.value,
                "scope": _file(file, said[file]),
                "selector": [_quote(words, start, end), _position(start, end)],
            }
            passage = NamedNode(f"{text.value}#char={start},{end}")
            places = [
                _in_file(file, place.value, said[place][_VALUE][0].value, _quote(words, start, end))
                for place in said[passage].get(_DERIVED, ())
            ]
            yield {
                "id": f"{node.value}#char={start},{end}",
                "type": "Annotation",
                "motivation": "classifying",
                "body": [*_bodies(node, said[node], labels), *places],
                "target": target,
            }


def _bodies(node: NamedNode, properties: _Properties, labels: Mapping[Any, str]) -> Iterator[dict[str, Any]]:
    kind = properties[_TYPE][0]
    yield {"type": "TextualBody", "purpose": "tagging", "value": labels[kind], "language": "zh"}
    yield {"type": "SpecificResource", "purpose": "classifying", "source": kind.value}
    yield {"type": "SpecificResource", "purpose": "identifying", "source": node.value}
    fields = [
        f"{labels[name]}：{value.value if isinstance(value, Literal) else labels[value]}"
        for name in sorted(properties.keys() - _HOW, key=str)
        for value in sorted(properties[name], key=str)
        if name in labels and (isinstance(value, Literal) or value in labels)
    ]
    if fields:
        # Annotation tools show a comment to the reader.
        yield {"type": "TextualBody", "purpose": "commenting", "value": "；".join(fields), "language": "zh"}


def _quote(text: str, start: int, end: int) -> dict[str, Any]:
    return {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }


def _position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def _in_file(file: NamedNode, place: str, fragment: str, quote: dict[str, Any]) -> dict[str, Any]:
    """A quotation on a page of the file, or in a paragraph of it.

    The syntax of a fragment is told of a PDF's, by the name that it has in the model's table (4.2.1).
    """
    syntax = {"conformsTo": PDF_FRAGMENTS} if fragment.startswith("page=") else {}
    selector = {"id": place, "type": "FragmentSelector", **syntax, "value": fragment, "refinedBy": quote}
    return {"type": "SpecificResource", "purpose": "linking", "source": file.value, "selector": selector}


def _file(file: NamedNode, properties: _Properties) -> dict[str, Any]:
    """The file that the text was read from: its name, and where it came from."""
    found: dict[str, Any] = {"id": file.value}
    for key, name in (("label", _LABEL), ("via", _SOURCE)):
        if name in properties:
            found[key] = properties[name][0].value
    return found


def _passages(properties: _Properties) -> set[Any]:
    """The evidence of a statement."""
    return {passage for name in _EVIDENCE for passage in properties.get(name, ())}


def _by_subject(quads: Iterator[Quad]) -> Mapping[Any, _Properties]:
    said: dict[Any, dict[Any, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        said[quad.subject][quad.predicate].append(quad.object)
    return said


def _json(data: Any, indent: int | None = None) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=indent) + "\n").encode()
