"""IRIs of what one report yields, all below a configurable base and stable from build to build."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from fazhi.kg.version import PROGRAM
from fazhi.ontology.namespaces import ID, concept, iri_key, resource

#: A key longer than this many bytes of UTF-8 is cut, so that it also serves as a file name.
MAX_KEY_BYTES = 160
_PLACE = re.compile(r"(?P<whole>.+)#char=(?P<start>\d+),(?P<end>\d+)")
#: A statement's IRI repeats its words up to this many characters.
MAX_WORDS = 32


@dataclass(frozen=True)
class ReportIris:
    """The IRIs of one report.

    ``key`` is (body key, year), or ("document", first 12 of the file's SHA-256) for a report that
    names no issuer or no year; ``base`` ends in ``/``. ``text_digest`` is the SHA-256 of the reading text in
    UTF-8, ``file_digest`` that of the file, in hexadecimal. Offsets are 0-based, end exclusive.
    """

    key: tuple[str, ...]
    base: str = ID
    text_digest: str = ""
    file_digest: str = ""

    @cached_property
    def graph(self) -> str:
        return resource("graph", *self.key, base=self.base)

    @cached_property
    def report(self) -> str:
        return resource("report", *self.key, base=self.base)

    @cached_property
    def text(self) -> str:
        """The reading text; another text has another IRI."""
        return resource("text", *self.key, self.text_digest[:12], base=self.base)

    @cached_property
    def file(self) -> str:
        return local_resource("file", self.file_digest, base=self.base)

    @property
    def extraction(self) -> str:
        return f"{self.graph}#extraction"

    def software(self, version: str) -> str:
        """This program in the given version."""
        return local_resource("software", PROGRAM, version, base=self.base)

    def firm(self, name: str) -> str:
        """A law firm."""
        return local_resource("firm", name, base=self.base)

    def person(self, name: str) -> str:
        """Who revised something, by the name that was given."""
        return local_resource("person", name, base=self.base)

    def publicity_day(self, name: str) -> str:
        """A publicity day that the calendar lacks."""
        return local_resource("publicity-day", name, base=self.base)

    def unregistered_instrument(self, title: str, *, own: bool) -> str:
        """An instrument that the register lacks; one of the body's ``own`` has the body in its IRI.

        Bodies give their own documents like titles (2023年度工作要点).
        """
        keys = (self.key[0], title) if own else (title,)
        return local_resource("instrument", *keys, base=self.base)

    def section(self, section_id: str) -> str:
        return f"{self.report}/section/{iri_key(section_id)}"

    def evidence(self, start: int, end: int) -> str:
        """The characters from ``start`` to ``end`` as an RFC 5147 fragment of the reading text."""
        return f"{self.text}#char={start},{end}"

    def evidence_in_file(self, start: int, end: int) -> str:
        """Characters of the file's text in Unicode form C, a line break counted as one (RFC 5147)."""
        return f"{self.file}#char={start},{end}"

    def place_in_file(self, fragment: str) -> str:
        """A part of the file named by the fragment of its address (``page=3`` by RFC 8118)."""
        return f"{self.file}#{fragment}"

    def statement(self, record_type: str, words: str, number: int = 1) -> str:
        """The node of a fact, named by its words so that it keeps its IRI where the text around it changes.

        ``number`` tells facts of one type and words apart (``-2``); of long words a digest stands for the
        rest.
        """
        name = words
        if len(words) > MAX_WORDS:
            name = f"{words[: MAX_WORDS - 9]}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
        suffix = f"-{number}" if number > 1 else ""
        return f"{self.report}/{record_type.replace('_', '-')}/{iri_key(name)}{suffix}"


def report_graph(report: str, base: str) -> str:
    """The graph of the report whose IRI is ``report``."""
    return f"{base}graph/{report.removeprefix(base + 'report/')}"


def place_of(evidence: str) -> tuple[str, int, int] | None:
    """The text or file, start and end that an IRI of evidence names; None for any other IRI."""
    place = _PLACE.fullmatch(evidence) if "#char=" in evidence else None
    return (place["whole"], int(place["start"]), int(place["end"])) if place else None


def assessments_graph(graph: str) -> str:
    """The graph that holds the assessments of the report whose own graph is ``graph``."""
    head, _, key = graph.partition("/graph/")
    return f"{head}/graph/assessments/{key}"


def bodies_graph(base: str) -> str:
    """The graph of bodies, places, firms and the like, to which every report adds what it names."""
    return resource("graph", "bodies", base=base)


def bodies_part(graph: str) -> str:
    """The part of the graph of bodies that is added by the report whose own graph is ``graph``."""
    head, _, key = graph.partition("/graph/")
    return f"{head}/graph/bodies/{key}"


def graphs_of_report(graph: str) -> tuple[str, str, str]:
    """What the report whose own graph is ``graph`` has: that, its assessments, its part of the bodies."""
    return graph, assessments_graph(graph), bodies_part(graph)


def report_graph_of(name: str, base: str) -> str | None:
    """The report's own graph of a graph that is one of its own, or part of one; None of a shared graph."""
    head = f"{base}graph/"
    key = name.removeprefix(head).removeprefix("assessments/").removeprefix("bodies/")
    parts = key.split("/")
    return f"{head}{key}" if len(parts) == 2 and parts[0] != "follow-up" else None


def applicability(classes: Iterable[str], year: int, *, base: str) -> str:
    """What binds bodies that are of just these classes (the narrowest, in any order) in ``year``."""
    return resource("applicability", "-".join(sorted(classes)), str(year), base=base)


def applicability_key(iri: str) -> tuple[list[str], int]:
    """The classes and the year that an IRI of :func:`applicability` names."""
    classes, year = iri.split("/")[-2:]
    return classes.split("-"), int(year)


def report_key(body_key: str | None, year: int | None, digest: str) -> tuple[str, ...]:
    """The key of a report by its body and reported year, or by its file's SHA-256 when one is unknown."""
    if body_key and year:
        return (short_key(body_key), str(year))
    return ("document", digest[:12])


def short_key(key: str) -> str:
    """``key``, or when it is longer than a file name may be its beginning and a digest of the whole."""
    encoded = key.encode("utf-8")
    if len(encoded) <= MAX_KEY_BYTES:
        return key
    head = encoded[: MAX_KEY_BYTES - 13].decode("utf-8", "ignore")
    return f"{head}-{hashlib.sha256(encoded).hexdigest()[:12]}"


def local_resource(kind: str, *keys: str, base: str) -> str:
    """A resource of the reports' base (body, firm, place, file …) under plain-text keys."""
    return resource(kind, *map(short_key, keys), base=base)


__all__ = ["ReportIris", "concept", "local_resource", "report_key", "resource", "short_key"]
