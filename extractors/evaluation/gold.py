"""Gold records: annotated reports (JSON Lines), located in their documents."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fazhi.extractors.language.characters import strip_space
from fazhi.extractors.reading.document import Document
from fazhi.extractors.reading.read import read_file
from fazhi.extractors.reading.source import ReadError
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.record_types import record_types

#: Folders of reports, looked for in the gold folder and in the one that holds it.
REPORT_FOLDERS = ("corpus", "reports")
#: The example reports, from the root of the source tree.
EXAMPLES = Path("examples/reports")
_COMMON = ("type", "text", "start")
#: How far before the record before it a record may begin: records nest (a figure in an activity).
_SLACK = 200


class GoldError(FazhiError):
    """A gold file is broken; the message names file, line and what is wrong."""


@dataclass(frozen=True)
class GoldRecord:
    """One annotated statement.

    ``start``/``end`` count the characters of the document's source text without white space (0-based,
    end exclusive). ``line`` is the line in the gold file, ``document_line`` the one in the report
    (both 1-based).
    """

    type: str
    text: str
    start: int
    end: int
    fields: dict[str, Any]
    line: int
    document_line: int


@dataclass(frozen=True)
class GoldDocument:
    """An annotated report: its path below the gold folder without suffix, its document, its records."""

    name: str
    document: Document
    records: tuple[GoldRecord, ...]


def load_gold(folder: Path, documents: Path | None = None, *, only: str | None = None) -> list[GoldDocument]:
    """Every ``*.jsonl`` below ``folder`` with its report, the ``.txt`` of the same name.

    The report is looked for beside the gold file, in ``documents``, in :data:`REPORT_FOLDERS` and in
    :data:`EXAMPLES`. ``only`` chooses one file, or one folder of files, by name. Raises
    :class:`GoldError` for a broken line, an unknown type or field, a text that its document does not
    hold, or a missing document. A record may say as ``start`` where its text begins, counted as in
    :class:`GoldRecord`; else it is looked for behind the record before it.
    """
    if not folder.is_dir():
        raise GoldError(
            "no such folder; give the folder of the gold files (*.jsonl)",
            "没有这个文件夹，请给出标注文件（*.jsonl）所在文件夹",
            at=folder,
        )
    paths = {p.relative_to(folder).with_suffix("").as_posix(): p for p in sorted(folder.rglob("*.jsonl"))}
    if not paths:
        raise GoldError("no gold files (*.jsonl) here", "这里没有标注文件（*.jsonl）", at=folder)
    chosen = [name for name in paths if only is None or only == name or only in name.split("/")]
    if not chosen:
        raise GoldError(
            f"no gold called “{only}”; there are {', '.join(paths)}",
            f"没有名为“{only}”的标注；有 {'、'.join(paths)}",
            at=folder,
        )
    return [
        _load(name, paths[name], list(_report_folders(paths[name], folder, documents))) for name in chosen
    ]


def _report_folders(path: Path, folder: Path, documents: Path | None) -> Iterator[Path]:
    yield path.parent
    if documents:
        yield documents
    for place in (path.parent, path.parent.parent, folder, folder.absolute().parent):
        yield from (place / name for name in REPORT_FOLDERS)
    yield EXAMPLES


def _load(name: str, path: Path, folders: list[Path]) -> GoldDocument:
    document = _document_of(path, folders)
    places = _Places(document)
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(
            f"cannot be read as UTF-8 ({error})", f"无法按 UTF-8 读取（{error}）", at=path
        ) from error
    records = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        raw = _parse(line, where)
        text = strip_space(unicodedata.normalize("NFC", raw["text"]))
        span = places.locate(raw["type"], text, raw.get("start"))
        if span is None:
            at = f" at {raw['start']}" if "start" in raw else ""
            raise GoldError(
                f"the text “{text[:30]}” does not occur{at} in {document.source}",
                f"{document.source} 中没有“{text[:30]}”这段文字",
                at=where,
            )
        fields = {key: value for key, value in raw.items() if key not in _COMMON}
        records.append(GoldRecord(raw["type"], text, *span, fields, number, places.line(span[0])))
    return GoldDocument(name, document, tuple(records))


def _parse(line: str, where: str) -> dict[str, Any]:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        raise GoldError(
            f"not a line of JSON ({error.msg}, column {error.colno})",
            f"不是一行 JSON（{error.msg}，第{error.colno}列）",
            at=where,
        ) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str) or not raw["text"].strip():
        raise GoldError("a record needs “type” and “text”", "记录须有“type”和“text”", at=where)
    known = record_types().get(raw.get("type", ""))
    if known is None:
        types = ", ".join(record_types())
        raise GoldError(
            f"unknown type “{raw.get('type')}”; known: {types}",
            f"没有“{raw.get('type')}”类型；有 {types}",
            at=where,
        )
    unknown = set(raw) - {*_COMMON, *known.fields}
    if unknown:
        raise GoldError(
            f"unknown field “{min(unknown)}” for {raw['type']}",
            f"{raw['type']} 没有“{min(unknown)}”字段",
            at=where,
        )
    if "start" in raw and (type(raw["start"]) is not int or raw["start"] < 0):
        raise GoldError("“start” is a number from 0", "“start”应为从0起的整数", at=where)
    return raw


def _document_of(path: Path, folders: list[Path]) -> Document:
    for folder in folders:
        candidate = folder / f"{path.stem}.txt"
        if candidate.exists():
            try:
                return read_file(candidate)
            except ReadError as error:
                raise GoldError(error.en, error.zh) from error
    raise GoldError(
        f"no report {path.stem}.txt beside it; name its folder with --documents",
        f"旁边没有报告 {path.stem}.txt；请用 --documents 指明其文件夹",
        at=path,
    )


class _Places:
    """Where the texts of a gold file stand in its document, read from first record to last."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = strip_space(document.source_text)
        self._sources = [i for i, char in enumerate(document.source_text) if not char.isspace()]
        self._taken: dict[tuple[str, str], int] = {}
        self._position = 0

    def locate(self, record_type: str, text: str, given: int | None = None) -> tuple[int, int] | None:
        """The span of ``text``: where it is given, else after its twin of the same type or near the record
        before."""
        if given is not None:
            return (given, given + len(text)) if self._text.startswith(text, given) else None
        twin = self._taken.get((record_type, text), -1)
        start = self._text.find(text, twin + 1 if twin >= 0 else max(0, self._position - _SLACK))
        if start < 0:
            start = self._text.find(text) if twin < 0 else twin
        if start < 0:
            return self._across_furniture(text)
        self._taken[record_type, text] = start
        if record_type != "report":
            self._position = start
        return start, start + len(text)

    def _across_furniture(self, text: str) -> tuple[int, int] | None:
        """The span of a text that a page number or head line interrupts in the source."""
        start = strip_space(self._document.text).find(text)
        if start < 0:
            return None
        offsets = [i for i, char in enumerate(self._document.text) if not char.isspace()]
        to_source = self._document.source_map.to_source
        first, last = to_source(offsets[start]), to_source(offsets[start + len(text) - 1])
        return self._sources.index(first), self._sources.index(last) + 1

    def line(self, start: int) -> int:
        """The line (1-based) in the source text of the character at ``start``."""
        return self._document.source_text.count("\n", 0, self._sources[start]) + 1
