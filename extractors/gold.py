"""Gold records: annotated reports (JSON Lines), located in their documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.characters import strip_space
from extractors.document import Document
from extractors.read import ReadError, read_file
from extractors.records import RECORD_FIELDS

#: The report file of ``name.jsonl`` is the first of these that stands beside it or in the folder given.
DOCUMENT_SUFFIXES = (".txt",)


class GoldError(ValueError):
    """A gold file is broken; the message names file, line and what is wrong."""


@dataclass(frozen=True)
class GoldRecord:
    """One annotated statement. ``start``/``end`` count the document's characters without white space."""

    type: str
    text: str
    start: int
    end: int
    fields: dict[str, Any]
    line: int


@dataclass(frozen=True)
class GoldDocument:
    """An annotated report: its document and its records in file order."""

    name: str
    document: Document
    records: tuple[GoldRecord, ...]


def load_gold(folder: Path, documents: Path | None = None) -> list[GoldDocument]:
    """Every ``*.jsonl`` below ``folder`` with its report (same stem, beside it or in ``documents``).

    Raises :class:`GoldError` for a broken line, an unknown type, a text that its document does not
    hold, or a missing document.
    """
    paths = sorted(folder.rglob("*.jsonl"))
    if not paths:
        raise GoldError(f"{folder}: no gold files (*.jsonl) here")
    return [_load(path, documents) for path in paths]


def _load(path: Path, documents: Path | None) -> GoldDocument:
    document = _document_of(path, documents)
    stripped = strip_space(document.source_text)
    records: list[GoldRecord] = []
    taken: dict[tuple[str, str], int] = {}
    cursor = 0
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read as UTF-8 ({error})") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        raw = _parse(line, where)
        text = strip_space(raw["text"])
        start = _locate(stripped, text, taken.get((raw["type"], text), -1), cursor)
        if start < 0:
            raise GoldError(f"{where}: the text “{text[:30]}” does not occur in {document.source}")
        taken[raw["type"], text] = start
        cursor = max(cursor, start) if raw["type"] != "report" else cursor
        fields = {k: v for k, v in raw.items() if k not in ("type", "text")}
        records.append(GoldRecord(raw["type"], text, start, start + len(text), fields, number))
    return GoldDocument(path.stem, document, tuple(records))


def _parse(line: str, where: str) -> dict[str, Any]:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        raise GoldError(f"{where}: not a line of JSON ({error.msg}, column {error.colno})") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str) or not raw["text"].strip():
        raise GoldError(f"{where}: a record needs “type” and “text”")
    if raw.get("type") not in RECORD_FIELDS:
        raise GoldError(f"{where}: unknown type “{raw.get('type')}”; known: {', '.join(RECORD_FIELDS)}")
    unknown = set(raw) - {"type", "text", *RECORD_FIELDS[raw["type"]]}
    if unknown:
        raise GoldError(f"{where}: unknown field “{sorted(unknown)[0]}” for {raw['type']}")
    return raw


def _locate(stripped: str, text: str, last: int, cursor: int) -> int:
    """The occurrence after the record's twin; else the nearest at or after the file's running position."""
    if last >= 0:
        return stripped.find(text, last + 1)
    ahead = stripped.find(text, max(0, cursor - 200))
    return ahead if ahead >= 0 else stripped.find(text)


def _document_of(path: Path, documents: Path | None) -> Document:
    for folder in (path.parent, *([documents] if documents else [])):
        for suffix in DOCUMENT_SUFFIXES:
            candidate = folder / f"{path.stem}{suffix}"
            if candidate.exists():
                try:
                    return read_file(candidate)
                except ReadError as error:
                    raise GoldError(str(error)) from error
    raise GoldError(f"{path}: no report {path.stem}.txt beside it; name its folder with --documents")
