"""A revision (审校): what a person said of one record of a report, as one line of JSON.

``confirmed``: the record is right as it was read. ``corrected``: its fields are others. ``dismissed``: the
words state no such thing. ``added``: the words state something that was not read. ``complete``: every record
of the report has been looked at, and there are no others.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from fazhi.extractors.language.characters import strip_space
from fazhi.kg.revisions.fields import RevisionError, checked_fields, record_type
from fazhi.kg.revisions.quote import MOST_CONTEXT, Quote
from fazhi.ontology.languages import both
from fazhi.ontology.schemes import REVISION_KINDS

#: Characters of a line, of a name, a note and the words of a record at most.
MOST_LINE, MOST_NAME, MOST_NOTE, MOST_WORDS = 50_000, 100, 2000, 5000
#: The fields of a report that name it, and those that say something of its body.
NAMING, OF_BODY = ("issuer", "year"), ("body_kind", "place")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
_DIGEST = re.compile("[0-9a-f]{64}")
_KEYS = ("report", "kind", "type", "quote", "statement", "read", "fields", "text_digest", "by", "at", "note")


@dataclass(frozen=True)
class Revision:
    """What a person, ``by`` name, said ``at`` a time (ISO 8601 with its zone).

    ``report`` is the IRI of the report, by the name that it has after its revisions. ``statement`` is that of
    the statement as it was called when it was revised, of the report itself as the program called it, and
    ``read`` are the fields that the program had read; both are None of what a person added. ``fields`` are
    all fields of a record that was corrected or added. Of a ``complete`` report there are no
    ``type`` and no ``quote``, but the ``text_digest`` of the text that was looked through
    (:func:`digest_of_text`).
    """

    report: str
    kind: str
    by: str
    at: str
    type: str | None = None
    quote: Quote | None = None
    statement: str | None = None
    read: Mapping[str, Any] | None = None
    fields: Mapping[str, Any] | None = None
    text_digest: str | None = None
    note: str | None = None
    #: What the line is known by, for who wants to take it back.
    id: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Raises RevisionError where a part is missing, is none of its kind or not in range."""
        object.__setattr__(self, "by", _text("by", self.by, MOST_NAME))
        if self.note is not None:
            object.__setattr__(self, "note", _text("note", self.note, MOST_NOTE, lines=True))
        _check(self)
        object.__setattr__(self, "id", hashlib.sha256(self.to_line().encode()).hexdigest()[:12])

    @property
    def stated(self) -> Mapping[str, Any]:
        """The fields that the record has by what the person said."""
        return (self.read if self.fields is None else self.fields) or {}

    @property
    def names(self) -> Mapping[str, Any]:
        """Issuer and year of the report, each if the person says another one than was read."""
        if self.type != "report" or self.fields is None:
            return {}
        given = {name: self.fields.get(name) for name in NAMING}
        return {k: v for k, v in given.items() if v is not None and v != (self.read or {}).get(k)}

    @property
    def of_body(self) -> Mapping[str, str]:
        """What the person says of the body that reports, its kind and its place."""
        fields = self.fields if self.type == "report" else None
        return {name: fields[name] for name in OF_BODY if name in fields} if fields else {}

    def to_line(self) -> str:
        """The revision as one line of JSON, without the line feed."""
        values: dict[str, Any] = {}
        for name in _KEYS:
            value = getattr(self, name)
            if isinstance(value, Quote):
                value = {k: v for k, v in asdict(value).items() if k not in ("number", "times") or v != 1}
            if value is not None:
                values[name] = value
        line = json.dumps(values, ensure_ascii=False)
        return line.encode("utf-8", "backslashreplace").decode("utf-8")


def revision_of(line: str) -> Revision:
    """The revision that a line holds. Raises RevisionError, which says what is wrong with the line."""
    if len(line) > MOST_LINE:
        raise RevisionError(f"longer than {MOST_LINE} characters", f"超过{MOST_LINE}字")
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RevisionError(f"not a line of JSON ({error})", f"不是一行 JSON（{error}）") from error
    if not isinstance(values, dict):
        raise RevisionError("not a JSON object", "不是 JSON 对象")
    if unknown := values.keys() - set(_KEYS):
        raise RevisionError(
            f"unknown key “{min(unknown)}”; the keys are {', '.join(_KEYS)}",
            f"没有“{min(unknown)}”这个键；有 {'、'.join(_KEYS)}",
        )
    for name in ("report", "kind", "by", "at"):
        if not isinstance(values.get(name), str):
            raise RevisionError(f"“{name}” is missing or no text", f"缺少“{name}”，或不是文字")
    quote = values.get("quote")
    if quote is not None:
        values["quote"] = _quote(quote)
    return Revision(**values)


def now() -> str:
    """The present time as revisions have it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest_of_text(text: str) -> str:
    """SHA-256 of a text without its white space."""
    return hashlib.sha256(strip_space(text).encode("utf-8", "surrogatepass")).hexdigest()


def _quote(value: Any) -> Quote:
    known = Quote.__dataclass_fields__
    if not isinstance(value, dict) or not isinstance(value.get("exact"), str) or value.keys() - known.keys():
        raise RevisionError(
            f"“quote” holds “exact” and may hold {', '.join(list(known)[1:])}, nothing else",
            f"“quote”须有“exact”，可有 {'、'.join(list(known)[1:])}，不能有其他",
        )
    quote = Quote(**value)
    if not all(isinstance(part, str) for part in (quote.prefix, quote.suffix)):
        raise RevisionError("“prefix” and “suffix” of a quote are texts", "“prefix”和“suffix”应为文字")
    if not all(type(count) is int and count > 0 for count in (quote.number, quote.times)):
        raise RevisionError(
            "“number” and “times” of a quote are numbers from 1", "“number”和“times”应为从1起的整数"
        )
    return quote


def _check(revision: Revision) -> None:
    if revision.kind not in REVISION_KINDS:
        raise RevisionError(
            f"unknown kind “{revision.kind}”; one of {', '.join(REVISION_KINDS)}",
            f"没有“{revision.kind}”这种审校意见；有 {'、'.join(REVISION_KINDS)}",
        )
    if not _TIME.fullmatch(revision.at) or not _is_time(revision.at):
        raise RevisionError(
            f"“at” is no time such as {now()}: “{revision.at}”",
            f"“at”应为时间，如 {now()}，而不是“{revision.at}”",
        )
    if not revision.report or any(character.isspace() for character in revision.report):
        raise RevisionError("“report” is no IRI", "“report”不是 IRI")
    if revision.kind == "complete":
        if any(
            value is not None for value in (revision.type, revision.quote, revision.read, revision.fields)
        ):
            raise RevisionError(
                "a complete report has no “type”, “quote”, “read” and “fields”",
                "通读完毕的报告没有“type”“quote”“read”“fields”",
            )
        if not isinstance(revision.text_digest, str) or not _DIGEST.fullmatch(revision.text_digest):
            raise RevisionError(
                "a complete report needs “text_digest”, the SHA-256 of its text",
                "通读完毕的报告须有“text_digest”，即其文本的 SHA-256",
            )
        return
    if revision.text_digest is not None:
        raise RevisionError("“text_digest” is for a complete report", "“text_digest”只用于通读完毕的报告")
    known = record_type(revision.type)
    if known.id == "report" and revision.kind in ("dismissed", "added"):
        raise RevisionError(
            "a report has exactly one record of its own; it is confirmed or corrected",
            "报告本身只能确认或更正",
        )
    if revision.quote is None or not revision.quote.exact.strip():
        raise RevisionError("“quote” is missing", "缺少“quote”")
    if max(len(revision.quote.prefix), len(revision.quote.suffix)) > MOST_CONTEXT:
        raise RevisionError(
            f"“prefix” and “suffix” have {MOST_CONTEXT} characters at most",
            f"“prefix”和“suffix”不超过{MOST_CONTEXT}字",
        )
    if len(revision.quote.exact) > MOST_WORDS:
        raise RevisionError(f"a record has {MOST_WORDS} characters at most", f"原文不超过{MOST_WORDS}字")
    if revision.statement is not None and not (
        isinstance(revision.statement, str) and "/report/" in revision.statement
    ):
        raise RevisionError("“statement” is none of a report", "“statement”不是报告中的记录")
    for name, wanted in (("read", revision.kind != "added"), ("fields", revision.kind in _WITH_FIELDS)):
        value = getattr(revision, name)
        if wanted != (value is not None):
            state = both("missing", "缺少") if wanted else both(f"not for what is {revision.kind}", "不应有")
            raise RevisionError(f"“{name}” is {state.en}", f"{state.zh}“{name}”")
        if value is not None:
            required = name == "fields" or revision.kind == "confirmed"
            object.__setattr__(revision, name, checked_fields(known, value, required=required))


_WITH_FIELDS = ("corrected", "added")


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _text(name: str, value: Any, most: int, *, lines: bool = False) -> str:
    text = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
    if lines:
        text = text.replace("\r\n", "\n")
    allowed = "\n" if lines else ""
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in allowed for c in text):
        raise RevisionError(f"“{name}” holds a character that is not seen", f"“{name}”含有不可见字符")
    if not text or len(text) > most:
        raise RevisionError(f"“{name}” is a text of 1 to {most} characters", f"“{name}”应为1至{most}字")
    return text
