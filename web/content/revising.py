"""What a form of the reviewer's pen does (审校): a revision is written down, or the graph made anew.

Runs in a worker. Offsets count the characters of the reading text from 0, end exclusive.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from fazhi.ontology.namespaces import resource
from fazhi.web.source import Source

if TYPE_CHECKING:  # What reads a report takes seconds to load, and only who revises needs it.
    from fazhi.kg.review.reviewed import ReviewedRecord

#: What names a field in a form, before its own name.
FIELD = "field."
_NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")


def record_id(found: ReviewedRecord) -> str:
    """What a form calls a record: another as soon as the record, or what was said of it, is another."""
    record, revision = found.record, found.revision
    known = (record.type, record.start, record.end, found.statement, revision.id if revision else "")
    return hashlib.sha256(repr(known).encode()).hexdigest()[:16]


def text_digest(text: str) -> str:
    """What a form calls the text that its page showed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def span_of(text: str) -> tuple[int, int] | None:
    """The offsets ``12,20``; None for any other text."""
    start, comma, end = text.partition(",")
    return (int(start), int(end)) if comma and _is_offset(start) and _is_offset(end) else None


def _is_offset(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9


def revise(source: Source, key: str, by: str, given: Mapping[str, str]) -> None:
    """Write down what a person, named ``by``, says in a form of the page of a report. Called in a worker.

    Raises FazhiError.
    """
    from fazhi.kg.review.pen import complete_report, record_revision, undo_revision
    from fazhi.kg.review.reviewed import reviewed
    from fazhi.kg.revisions.fields import RevisionError

    if not by:
        raise RevisionError("give your name first", "请先填写审校人")
    report = _iri(source.path, key)
    do, note = given.get("do", ""), given.get("note", "").strip() or None
    if do == "undo":
        undo_revision(source.path, report, given.get("revision", ""))
        return
    found = reviewed(source.path, report)
    if given.get("text") != text_digest(found.text):
        raise RevisionError("the report has changed; look at it again", "报告已有变动，请重新查看")
    if do == "complete":
        complete_report(source.path, report, by=by, note=note)
        return
    if do == "added":
        type_, span = given.get("type", ""), span_of(given.get("add", ""))
        if not span:
            raise RevisionError("mark the words in the text", "请在文中选取原文")
        revision = found.addition(type_, *span, _fields(type_, given), by=by, note=note)
    else:
        record = next((one for one in found.records if record_id(one) == given.get("record")), None)
        if record is None:
            raise RevisionError("that was changed meanwhile; look at it again", "该项已有变动，请重新查看")
        corrected = _fields(record.record.type, given) if do == "corrected" else None
        revision = found.revision(record, do, by=by, fields=corrected, note=note)
    record_revision(source.path, revision)


def apply_revisions(source: Source) -> dict[str, str]:
    """Make the graphs anew of the reports of which something was said. Called in a worker.

    Returns the new keys of the reports that have another name since, by the old ones.
    """
    from fazhi.kg.build import build
    from fazhi.kg.store.opening import open_store

    before = _keys(source.path)
    with open_store(source.path) as store:
        build((), store)
    after = _keys(source.path)
    return {key: after[digest] for digest, key in before.items() if after.get(digest, key) != key}


def _keys(store: Path) -> dict[str, str]:
    """The key of each report by the digest of its file."""
    from fazhi.kg.store.opening import open_store

    with open_store(store, read_only=True) as opened:
        manifest, head = opened.manifest, f"{opened.base}graph/"
    read = ((digest, manifest.graph_given(digest)) for digest in manifest.digests())
    return {digest: unquote(graph.removeprefix(head)) for digest, graph in read if graph}


def _iri(store: Path, key: str) -> str:
    from fazhi.kg.store.opening import open_store

    with open_store(store, read_only=True) as opened:
        return resource("report", *key.split("/"), base=opened.base)


def _fields(type_: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The values of a form's fields, each of the type of the field as far as it can be."""
    from fazhi.kg.revisions.fields import record_type

    known = record_type(type_).fields
    return {
        name: _value(known[name].type if name in known else "", text.strip())
        for given_name, text in given.items()
        if (name := given_name.removeprefix(FIELD)) != given_name
    }


def _value(type_: str, text: str) -> Any:
    if type_ == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if type_ in ("number", "integer") and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
