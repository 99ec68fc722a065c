"""The ontology, its concept schemes and its shapes as files."""

from __future__ import annotations

import io
from collections.abc import Iterator

from pyoxigraph import RdfFormat, parse

from fazhi.kg.output.export import FORMS, with_blank_definitions
from fazhi.kg.output.statements import Graph
from fazhi.ontology.document import page
from fazhi.ontology.namespaces import ID, PREFIXES
from fazhi.ontology.rdf import ONTOLOGY_FILES, SHAPES_FILE, ontology_quads


def ontology_files() -> Iterator[tuple[str, bytes]]:
    """The name and content of each: the files of the ontology, its RDF/XML, its page."""
    for file in (*ONTOLOGY_FILES, SHAPES_FILE):
        yield file.name, file.read_bytes()
    # The blank nodes of the file have new labels whenever it is read; those of ontology_quads are fixed.
    concepts = {quad.subject for quad in parse(path=ONTOLOGY_FILES[1], format=RdfFormat.TURTLE)}
    classes = (str(quad.triple) for quad in ontology_quads() if quad.subject not in concepts)
    written = io.BytesIO()
    FORMS["rdfxml"].write([Graph("", map(with_blank_definitions, classes))], written, ID, PREFIXES)
    yield ONTOLOGY_FILES[0].with_suffix(FORMS["rdfxml"].suffix).name, written.getvalue()
    yield "ontology.html", page().encode()
