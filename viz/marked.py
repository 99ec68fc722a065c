"""The marked page: a report with its records marked in the text, in a single HTML file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import unquote

from fazhi.ontology.concepts import concept_labels
from fazhi.ontology.namespaces import ID
from fazhi.ontology.record_types import Field, record_types
from fazhi.viz.assets import rendered, template_text
from fazhi.viz.findings import SEVERITIES, Findings, around
from fazhi.viz.kinds import TEMPLATES, sentence_case
from fazhi.viz.pages import ShownPages
from fazhi.viz.spans import lanes, paragraphs

_COMMON = {"type", "text", "start", "end", "section", "rule", "confidence"}


def marked_page(
    *,
    title: str,
    text: str,
    records: Sequence[Mapping[str, Any]] | None = None,
    sections: Sequence[Mapping[str, Any]] = (),
    findings: Sequence[Mapping[str, Any]] | None = None,
    summary: Mapping[str, Any] | None = None,
    language: str = "zh-CN",
    places: Sequence[tuple[str, str]] = (),
    pages: ShownPages | None = None,
) -> str:
    """An HTML page: ``text`` with its ``records`` marked, a filter by type, a table, a panel of all fields.

    With ``findings`` of a check their list stands above the text, and each is marked at its words; above the
    list stands the ``summary``. What these hold: :mod:`fazhi.viz.findings`. Without ``records`` the page has
    only what the check says. It opens in ``language``, ``zh-CN`` or ``en``.

    ``records`` are flat mappings as returned by ``Record.to_dict`` (``type``, ``text``, ``start``, ``end``,
    ``section``, ``rule``, ``confidence`` and the type's own fields), and may have as ``revision`` what a
    person said of them (``kind``, ``by``, ``at``, ``note``); ``sections`` are mappings with ``id``,
    ``level``, ``number``, ``title``, ``role`` and ``start``. Offsets are 0-based code points of ``text``.
    ``places`` tells of each record where in the file it stands, in Chinese and English; ``pages`` are shown
    beside the text. Records may overlap freely. Raises ``ValueError`` for a span outside the text.
    """
    shown = records or ()
    lane_of = lanes(shown)
    top = max(lane_of, default=0)
    types = _types_of(shown)
    where = [*places, *[("", "")] * (len(shown) - len(places))]
    rows = [{**_row(record), "place": place} for record, place in zip(shown, where, strict=True)]
    scripts = ["common.js", *(["marked.js"] if records is not None else []), "findings.js"]
    if pages:
        scripts.append("pages.js")
    told = Findings(findings or (), before=len(shown))

    def records_of(indexes: Sequence[int]) -> list[int]:
        return [index for index in indexes if index < len(shown)]

    return rendered(
        "marked.html",
        data={"records": rows, "types": {name: [look["zh"], look["en"]] for name, look, _ in types}},
        scripts=[template_text(name) for name in scripts],
        language=language,
        title=title,
        description="",
        paragraphs=paragraphs(text, [*shown, *told.spans], sections),
        sections=[section for section in sections if section["level"]],
        rows=rows,
        types=types,
        looks=_looks(),
        lane_count=top + 1 if shown else 0,
        piece_style=lambda piece: _piece_style(records_of(piece.records), shown, lane_of, top),
        records_of=records_of,
        records_shown=records is not None,
        findings=told,
        checked=findings is not None,
        summary=summary,
        severities=SEVERITIES,
        around=around,
        pages=pages.with_lanes(lane_of, shown) if pages else [],
        pages_left_out=pages.left_out if pages else 0,
    )


@cache
def _looks() -> dict[str, dict[str, str]]:
    """Colour and line of each record type (``record_types.yaml``) with what it is called."""
    import yaml

    looks = yaml.safe_load((TEMPLATES / "record_types.yaml").read_text(encoding="utf-8"))
    return {
        name: {
            **look,
            "zh": record_types()[name].label_zh,
            "en": sentence_case(record_types()[name].label_en),
        }
        for name, look in looks.items()
    }


def _types_of(records: Sequence[Mapping[str, Any]]) -> list[tuple[str, dict[str, str], int]]:
    """The record types in the report, in table order, with their appearance and number of records."""
    counts = Counter(str(record["type"]) for record in records)
    known = _looks()
    unknown = sorted(set(counts) - set(known))
    if unknown:
        raise ValueError(f"record type {unknown[0]!r} is not one of {', '.join(known)}")
    return [(name, look, counts[name]) for name, look in known.items() if counts[name]]


def _row(record: Mapping[str, Any]) -> dict[str, Any]:
    """What table and panel show of a record: common fields and its own with labels in both languages."""
    known = record_types()[record["type"]].fields
    own = [_labelled(name, value, known.get(name)) for name, value in record.items() if name not in _COMMON]
    return {
        "type": str(record["type"]),
        "text": str(record["text"]),
        "start": int(record["start"]),
        "end": int(record["end"]),
        "section": str(record.get("section", "")),
        "rule": str(record.get("rule", "")),
        "confidence": float(record.get("confidence", 0)),
        "fields": own,
    }


def _labelled(name: str, value: Any, field: Field | None) -> list[str]:
    """Field label (zh, en) and value (zh, en); a field that the type does not know goes by its name."""
    if name == "revision":
        said = [value["by"], value["at"][:10], *([value["note"]] if value["note"] else [])]
        kinds = concept_labels("revision-kind")[value["kind"]]
        return ["审校", "Revision", *(" ".join((kind, *said)) for kind in kinds)]
    label = (field.label_zh, sentence_case(field.label_en)) if field else (name, name)
    words = "；".join(_named(one) for one in value) if isinstance(value, list) else _named(value)
    shown = (words, words)
    if isinstance(value, bool):
        shown = ("是", "yes") if value else ("否", "no")
    elif field and field.scheme:
        shown = concept_labels(field.scheme).get(str(value), shown)
    return [*label, *shown]


def _named(value: Any) -> str:
    """A value as words; what the reference data describe goes by its name, the end of its IRI."""
    words = str(value)
    return unquote(words.rpartition("/")[2]) if words.startswith(ID) else words


def _piece_style(
    indexes: Sequence[int], records: Sequence[Mapping[str, Any]], lane_of: Sequence[int], top: int
) -> str:
    """One background layer per record of a piece: an underline in its type's colour, toggled by the filter.

    ``top`` is the highest lane in use.
    """
    images = ",".join(f"var(--line-{records[i]['type']})" for i in indexes)
    places = ",".join(f"0 calc(100% - {(top - lane_of[i]) * 4}px)" for i in indexes)
    return f"background-image:{images};background-position:{places}"
