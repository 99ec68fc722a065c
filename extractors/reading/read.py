"""Reads report files into :class:`~fazhi.extractors.reading.document.Document`."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from fazhi.extractors.reading.document import Document
from fazhi.extractors.reading.files import content, only_report
from fazhi.extractors.reading.layout import lay_out
from fazhi.extractors.reading.source import ReadError, ReadWarning, Source
from fazhi.ontology.languages import both

#: A report is some thousand characters, a long one some ten thousand.
MAX_CHARACTERS = 1_000_000
#: The title of a report on a year, in a line of its own, and the heading of its first section.
_TITLE = re.compile(
    r"(?=.{0,50}20\d\d年)(?=.{0,50}(?:法治|依法行政))[^，。；：《“一二三四五六七八九十\d][^，。；：《“]{7,59}(?:报告|总结)$"
)
_FIRST_SECTION = re.compile(r"一、|第一部分")
#: Characters that simplified text has not; they make up a tenth of official text in traditional ones.
_TRADITIONAL = frozenset(
    "國會為發設報縣鎮區處罰應實開學習貫徹進關門務員資規劃與類責對標準環護動產業經濟機構權監執調辦"
)
_SHARE_OF_TRADITIONAL = 0.03
#: The readers, modules of this package, in the order in which they are asked whether a file is theirs. Each
#: has ``recognises(data)``, which looks at the content alone, and ``read(data)``, which may raise ReadError.
READERS = ("pdf", "picture", "office", "docx", "mhtml", "html", "text")
#: Those that may find pictures of pages: they also have ``read(data, ocr=True)``, ``scanned(data)``, the
#: numbers of such pages, and ``recognise(data, number)``.
OF_PICTURES = ("pdf", "picture")


def read_file(path: str | Path, *, ocr: bool = False) -> Document:
    """Read the report file at ``path``, which may lead through a ZIP archive or to one with a single report.

    With ``ocr``, pictures of pages are recognised (文字识别); without it, they are not read. Raises
    :class:`ReadError` if the file has no readable text; a :class:`ReadWarning` tells what was not read of it.
    """
    path = Path(path)
    with _named(path):
        file = only_report(path, pictures=ocr)
        # A name need not be UTF-8; what is said of the report must be.
        name = file.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return read_bytes(content(file), source=name, ocr=ocr)


def scanned_pages(path: str | Path) -> list[int]:
    """The numbers, from 1, of the pages of a file of which the text must be recognised. Raises ReadError."""
    path = Path(path)
    with _named(path):
        data = content(only_report(path, pictures=True))
        name, reader = _reader(data)
        return reader.scanned(data) if name in OF_PICTURES else []


def recognise_page(path: str | Path, number: int) -> None:
    """Recognise one of these pages, so that :func:`read_file` finds it done. Raises ReadError."""
    path = Path(path)
    with _named(path):
        data = content(only_report(path, pictures=True))
        _reader(data)[1].recognise(data, number)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except ReadError as error:
        raise type(error)(error.en, error.zh, at=path) from error


def read_bytes(data: bytes, *, source: str = "", ocr: bool = False) -> Document:
    """Read a report from the content of its file, called ``source``; ``ocr`` as for :func:`read_file`.

    Raises :class:`ReadError` where it holds no readable text, or more than :data:`MAX_CHARACTERS`.
    """
    name, reader = _reader(data)
    found: Source = reader.read(data, ocr=ocr) if name in OF_PICTURES else reader.read(data)
    if len(found.text) > MAX_CHARACTERS:
        raise ReadError(
            f"{len(found.text):,} characters, more than {MAX_CHARACTERS:,}: not a report",
            f"{len(found.text)}字，超过{MAX_CHARACTERS}字，不是报告",
        )
    if not found.text.strip():
        raise ReadError(
            "the file is empty; give a file with the report's text", "文件为空，请给出含报告正文的文件"
        )
    text, source_map, spans = lay_out(found.text, whole=found.whole)
    if not text:
        raise ReadError(
            "the file holds page furniture only and no text of a report", "文件只有网页栏目，没有报告正文"
        )
    if len(titles := _titles(text)) > 1:
        notice = both(
            f"holds {len(titles)} reports, read as one; give each in a file of its own",
            f"含{len(titles)}份报告，作为一份读取；请一份一个文件",
        )
        warnings.warn(ReadWarning(f"{notice}: {', '.join(titles[:5])}"), stacklevel=2)
    if sum(map(_TRADITIONAL.__contains__, text)) > _SHARE_OF_TRADITIONAL * len(text):
        notice = both(
            "in traditional characters; the rules know simplified ones and find little, so convert it first",
            "繁体字文本；规则只识别简体字，抽取结果很少，请先转换为简体",
        )
        warnings.warn(ReadWarning(str(notice)), stacklevel=2)
    return Document(
        text=text,
        source=source,
        media_type=found.media_type,
        digest=hashlib.sha256(data).hexdigest(),
        source_text=found.text,
        source_map=source_map,
        metadata={key: found.text[start:end] for key, (start, end) in spans.items()},
        metadata_spans=spans,
        places=found.places,
        confidences=found.confidences,
    )


def _titles(text: str) -> list[str]:
    """The titles of the reports in a text: each but the first stands behind a section, and one follows it."""
    titles: list[str] = []
    begun = ""
    for line in text.split("\n"):
        if _FIRST_SECTION.match(line) and begun:
            titles.append(begun)
            begun = ""
        elif line not in titles and _TITLE.match(line):
            begun = line
    return titles


def _reader(data: bytes) -> tuple[str, Any]:
    """The reader of a file and its name."""
    for name in READERS:
        reader = import_module(f"fazhi.extractors.reading.{name}")
        if reader.recognises(data):
            return name, reader
    raise AssertionError("the last reader takes everything")
