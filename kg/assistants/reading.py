"""Passages of reports, and their whole reading texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Variable

from fazhi.extractors.outline import outline
from fazhi.extractors.reading.document import Section, place_words
from fazhi.extractors.report_text import ReportText
from fazhi.kg.assistants.rows import cut
from fazhi.kg.iris import place_of
from fazhi.kg.output.passages import Passage, passages_of
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.queries.names import quoted, without_surrogates

#: Characters of a passage, sentences shown on either side of it, characters of a reading text.
LONGEST_PASSAGE, MOST_AROUND, LONGEST_TEXT = 4_000, 10, 300_000
#: Reports that are listed.
MOST_REPORTS = 500
_CHAR = re.compile(r"(?:char=)?([0-9]{1,9}),([0-9]{1,9})")
_REPORT = """
SELECT ?report ?whole ?text ?body ?year ?title ?file ?source {
  ?report a fz:Report ; fz:readingText ?whole . ?whole nif:isString ?text .
  OPTIONAL { ?report fz:issuer/skos:prefLabel ?body }
  OPTIONAL { ?report fz:reportedYear ?year }
  OPTIONAL { ?report dcterms:title ?title }
  OPTIONAL { ?report prov:wasDerivedFrom ?read . OPTIONAL { ?read rdfs:label ?file }
    OPTIONAL { ?read dcterms:source ?source } }
} ORDER BY ?report LIMIT 1"""
_REPORTS = """
SELECT ?report (SAMPLE(?name) AS ?body) (SAMPLE(?gYear) AS ?year) (SAMPLE(?called) AS ?title) {
  ?report a fz:Report .
  OPTIONAL { ?report fz:issuer/skos:prefLabel ?name }
  OPTIONAL { ?report fz:reportedYear ?gYear }
  OPTIONAL { ?report dcterms:title ?called }
} GROUP BY ?report ORDER BY ?report"""


@dataclass(frozen=True)
class ReportListed:
    """A report of the store. ``key`` is what follows ``report/`` in its IRI (启东经济开发区/2023)."""

    iri: str
    key: str
    body: str
    year: str
    title: str


@dataclass(frozen=True)
class ReadPassage:
    """A passage of a report's reading text and where it stands.

    ``evidence`` is its IRI, which counts characters (Unicode code points) of the reading text from 0, the
    last one not included; ``sentences`` is the run of whole sentences that holds it. ``section`` is the path
    of headings; ``place`` the page or paragraph of the file. What is not known is empty.
    """

    evidence: str
    words: str
    sentences: str
    before: list[str]
    after: list[str]
    section: str
    body: str
    year: str
    title: str
    report: str
    file: str
    place: str
    source: str

    def in_chinese(self) -> str:
        """The passage with what stands around it and its source."""
        around = "\n".join((*self.before, self.sentences, *self.after))
        parts = {
            "所指文字": self.words,
            "单位": self.body,
            "年度": self.year,
            "标题": " ".join(self.title.split()),
            "章节": self.section,
            "文件": " ".join(filter(None, (self.file, self.place))),
            "网址": self.source,
            "报告": self.report,
            "原文位置": self.evidence,
        }
        return "\n".join([around, "", *(f"{name}：{value}" for name, value in parts.items() if value)])


def read_passage(
    store: Path, evidence: str = "", report: str = "", char: str = "", around: int = 2
) -> ReadPassage:
    """The passage that the IRI ``evidence`` names, or ``char`` (``2103,2108``) of a ``report``.

    ``report`` is its IRI or key; ``around`` is how many sentences on either side to tell. Raises FazhiError
    where there is no such passage, or it is too long.
    """
    if not 0 <= around <= MOST_AROUND:
        raise FazhiError(
            f"around must be 0 to {MOST_AROUND}, not {around}",
            f"around（前后句数）须为0至{MOST_AROUND}，而不是{around}",
        )
    if bool(evidence) == bool(report):
        raise FazhiError(
            "give the IRI of evidence, or a report and char", "请给出 evidence（IRI），或者 report 和 char"
        )
    with open_store(store, read_only=True) as opened:
        if report:
            row = _report(opened, "report", _report_iri(opened, report))
            return _passage(opened, row, *_span(char), around)
        iri = _full(opened, evidence.strip())
        place = place_of(iri)
        if place is None:
            raise FazhiError(
                f"{quoted(evidence)} names no passage, such as …#char=2103,2108",
                f"{quoted(evidence)}不是原文位置，写法如 …#char=2103,2108",
            )
        if "/file/" in place[0]:
            return _of_file(opened, iri)
        return _passage(opened, _report(opened, "whole", place[0]), *place[1:], around)


def reading_text(store: Path, report: str) -> str:
    """The reading text of a ``report``, named by IRI or key; the beginning of a very long one.

    Raises FazhiError where there is no such report.
    """
    with open_store(store, read_only=True) as opened:
        text: str = _report(opened, "report", _report_iri(opened, report))["text"].value
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}\n…（已截断，全长{len(text)}字）"


def reports(store: Path) -> list[ReportListed]:
    """The reports of the store by IRI, the first :data:`MOST_REPORTS` of them."""
    with open_store(store, read_only=True) as opened:
        rows = list(opened.select(_REPORTS))[:MOST_REPORTS]
        head = f"{opened.base}report/"
    return [
        ReportListed(
            row["report"].value,
            row["report"].value.removeprefix(head),
            _value(row["body"]),
            _value(row["year"]),
            _value(row["title"]),
        )
        for row in rows
    ]


def _report_iri(store: GraphStore, report: str) -> str:
    name = _full(store, report.strip())
    return name if name.startswith(store.base) else f"{store.base}report/{name}"


def _full(store: GraphStore, iri: str) -> str:
    """An IRI of which ``id:`` may stand for the base of the store's resources, as printed tables have it."""
    return store.base + iri.removeprefix("id:") if iri.startswith("id:") else iri


def _report(store: GraphStore, variable: str, iri: str) -> Any:
    """The report that is called ``iri`` as a whole, or whose text is."""
    try:
        node = NamedNode(iri)
    except ValueError as error:
        raise FazhiError(f"{quoted(iri)} is no IRI", f"{quoted(iri)}不是 IRI") from error
    row = next(iter(store.select(_REPORT, {Variable(variable): node})), None)
    if row is None:
        raise FazhiError(
            f"no report {quoted(iri)} in the store; the question “reports” lists them, and a report that was "
            "read anew may have another text",
            f"知识图谱中没有报告{quoted(iri)}，或者没有这个版本的文本；问题 reports 列出全部报告",
        )
    return row


def _span(char: str) -> tuple[int, int]:
    found = _CHAR.fullmatch(char.strip())
    if not found:
        raise FazhiError(
            f"char must be like 2103,2108, not {quoted(char)}",
            f"char（字符位置）的写法如 2103,2108，而不是{quoted(char)}",
        )
    return int(found[1]), int(found[2])


def _passage(store: GraphStore, row: Any, start: int, end: int, around: int) -> ReadPassage:
    text = row["text"].value
    if not start < end <= len(text) or end - start > LONGEST_PASSAGE:
        raise FazhiError(
            f"char={start},{end} is no passage of 1 to {LONGEST_PASSAGE} characters in a text of {len(text)}",
            f"char={start},{end} 不是原文中的一段：全文{len(text)}字，一次可读1至{LONGEST_PASSAGE}字",
        )
    sections = outline(text)
    report_text = ReportText(text, sections)
    first, last = report_text.sentence(start, end)
    evidence = f"{row['whole'].value}#char={start},{end}"
    known = passages_of(store, [evidence]).get(evidence)
    return ReadPassage(
        evidence,
        text[start:end],
        text[first:last],
        [cut(text[b:e]) for b, e in report_text.sentences if e <= first][-around:] if around else [],
        [cut(text[b:e]) for b, e in report_text.sentences if b >= last][:around],
        _path(report_text.section(start), sections),
        _value(row["body"]),
        _value(row["year"]),
        _value(row["title"]),
        row["report"].value,
        _value(row["file"]),
        _place(known),
        known.address if known else _value(row["source"]),
    )


def _of_file(store: GraphStore, iri: str) -> ReadPassage:
    """A line of a file that is not in the reading text, such as that of a portal's metadata."""
    known = passages_of(store, [iri]).get(iri) if without_surrogates(iri) else None
    if known is None:
        raise FazhiError(f"no passage {quoted(iri)} in the store", f"知识图谱中没有原文{quoted(iri)}")
    text = cut(known.text)
    where = (known.section, known.body, known.year, "", "", known.file, _place(known), known.address)
    return ReadPassage(iri, text, text, [], [], *where)


def _place(known: Passage | None) -> str:
    return place_words(known.locator)[0] if known and known.locator else ""


def _path(section: Section, sections: list[Section]) -> str:
    """The headings that lead to a section: 二、工作情况 > （三）普法."""
    by_id = {each.id: each for each in sections}
    path = [section]
    while (parent := by_id.get(path[-1].parent or "")) is not None:
        path.append(parent)
    return " > ".join(f"{each.number}{each.title}" for each in reversed(path) if each.number or each.title)


def _value(term: Any) -> str:
    return str(term.value) if isinstance(term, Literal) else ""
