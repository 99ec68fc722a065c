"""A reading (阅读结果) as bytes: a report as read from its file, with what was given beside it.

From it all graphs of the report can be made again, without the file.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from fazhi.extractors import Document
from fazhi.extractors.reading.document import SourceMap
from fazhi.kg.linking.given import Given

_HAN = re.compile("[一-龥]+")
#: So much of two readings agrees if they are of one report: every form and a clean scan have more, a draft
#: that was revised has less. So many characters are compared.
_SAME, _COMPARED = 0.95, 20_000


def reading_bytes(document: Document, given: Given, program: str) -> bytes:
    """The reading as compressed JSON; the same reading gives the same bytes.

    ``program`` is the digest of the program that read it.
    """
    content = {
        "program": program,
        "document": asdict(document),
        "given": {**asdict(given), "retrieved": given.retrieved and given.retrieved.isoformat()},
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return gzip.compress(text.encode("utf-8", errors="surrogatepass"), mtime=0)


def reading_of(data: bytes, program: str) -> tuple[Document, Given] | None:
    """The reading in ``data``; None if another program than ``program`` made it, or if it is damaged."""
    try:
        content = json.loads(gzip.decompress(data).decode("utf-8", errors="surrogatepass"))
        if content["program"] != program:
            return None
        return _document(content["document"]), _given(content["given"])
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_same_report(one: Path, other: Path, program: str) -> bool:
    """Whether two readings in these files, which ``program`` made, are of one report, be it in another form.

    Their Chinese characters are compared, of a long report those at its beginning; what a form adds or loses,
    such as a line of a page's head, does not count. False where a reading is gone or damaged.
    """
    texts = [_beginning(file, program) for file in (one, other)]
    return all(texts) and fuzz.ratio(*texts) >= 100 * _SAME


def _beginning(file: Path, program: str) -> str:
    try:
        found = reading_of(file.read_bytes(), program)
    except OSError:
        found = None
    return "".join(_HAN.findall(found[0].text))[:_COMPARED] if found else ""


def _document(content: dict[str, Any]) -> Document:
    runs = content["source_map"]
    spans = {key: (start, end) for key, (start, end) in content["metadata_spans"].items()}
    source_map = SourceMap(tuple(runs["starts"]), tuple(runs["sources"]))
    pairs = {
        name: tuple((start, value) for start, value in content[name]) for name in ("places", "confidences")
    }
    return Document(**{**content, "source_map": source_map, "metadata_spans": spans, **pairs})


def _given(content: dict[str, Any]) -> Given:
    retrieved = content["retrieved"]
    return Given(**{**content, "retrieved": date.fromisoformat(retrieved) if retrieved else None})
