"""Gold of the reports that a person looked through: what ``fazhi evaluate`` and the training read.

A report is gold only as a whole: where a person has said something of some records, nobody knows what else
the text holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fazhi.extractors import Document, Record
from fazhi.extractors.evaluation.gold import load_gold
from fazhi.extractors.language.characters import strip_space, unspaced_offsets
from fazhi.extractors.reading.text import MEDIA_TYPE as PLAIN
from fazhi.kg.review.pen import revised_reports
from fazhi.kg.review.reviewed import ReviewedReport, reviewed
from fazhi.ontology.record_types import record_types

#: The file that tells a folder of gold written here; it names the reports.
CONTENTS = "contents.json"


def gold_files(store: Path) -> list[tuple[str, bytes]]:
    """The files (name, content) of the gold of the store at ``store``; none where no report is complete.

    Of each report ``NAME.jsonl``, its records in the order of the text, and ``NAME.txt``, its text. Raises
    FazhiError where a report cannot be read, and GoldError where gold would not find its words.
    """
    complete = [found for found in revised_reports(store) if found.complete]
    files: list[tuple[str, bytes]] = []
    for found in complete:
        name = found.name.replace("/", "-")
        report = reviewed(store, found.report)
        files.append((f"{name}.jsonl", "".join(_lines(report)).encode()))
        files.append((f"{name}.txt", _text(report.linked.extraction.document).encode()))
    if files:
        _try(files)
        names = [found.name for found in complete]
        files.append((CONTENTS, json.dumps({"reports": names}, ensure_ascii=False, indent=1).encode()))
    return files


def names_of(contents: bytes) -> set[str] | None:
    """The names of the files of a folder of gold by its :data:`CONTENTS`; None where that is none."""
    try:
        reports = json.loads(contents)["reports"]
        names = [name.replace("/", "-") for name in reports]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return {CONTENTS, *(f"{name}{suffix}" for name in names for suffix in (".jsonl", ".txt"))}


def _lines(report: ReviewedReport) -> Iterator[str]:
    document, given = report.linked.extraction.document, report.linked.given
    written = _text(document)
    bare, before = strip_space(written), unspaced_offsets(written)
    for found in report.records:
        record, text = found.record, strip_space(found.record.text)
        plain = document.media_type == PLAIN
        start = before[document.source_map.to_source(record.start) if plain else record.start]
        # Where page furniture stood within the words they are looked for.
        place = {"start": start} if bare.startswith(text, start) else {}
        line = {"type": record.type, "text": text, **place, **_fields(record, given)}
        yield f"{json.dumps(line, ensure_ascii=False)}\n"


def _fields(record: Record, given: Any) -> dict[str, Any]:
    """The fields that the text gives: none that linking fills in, or that were given beside the text."""
    written = record_types()[record.type].written
    if record.type == "report":
        return {k: v for k, v in record.fields.items() if k in written and not getattr(given, k, None)}
    return {name: value for name, value in record.fields.items() if name in written}


def _text(document: Document) -> str:
    """A text that reads as the report does: a text file’s own, of any other form the reading text."""
    return document.source_text if document.media_type == PLAIN else document.text


def _try(files: list[tuple[str, bytes]]) -> None:
    """Raise GoldError where the files are no gold."""
    with TemporaryDirectory() as folder:
        for name, data in files:
            Path(folder, name).write_bytes(data)
        load_gold(Path(folder))
