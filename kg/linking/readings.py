"""A reading (阅读结果) as bytes: a report as read from its file, with what was given beside it.

From it all graphs of the report can be made again, without the file.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import asdict
from datetime import date
from typing import Any

from fazhi.extractors import Document
from fazhi.extractors.reading.document import SourceMap
from fazhi.kg.linking.given import Given


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
