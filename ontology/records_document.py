"""The record types as a page for readers, docs/records.md (``make docs``)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from fazhi.ontology.concepts import concept_labels
from fazhi.ontology.record_types import INDICATORS, RecordType, record_types

TEMPLATE = Path(__file__).with_name("records_document.md")


def page() -> str:
    """The page, in Markdown."""
    from jinja2 import Environment

    environment = Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return environment.from_string(TEMPLATE.read_text("utf-8")).render(
        types=record_types().values(), fields=_fields, values=list(_values())
    )


def _fields(record_type: RecordType) -> str:
    return ", ".join(
        f"`{field.name}` {field.label_zh}" + (f"（{field.note}）" if field.note else "")
        for field in record_type.fields.values()
    )


def _values() -> Iterator[tuple[str, str]]:
    """Fields with values from a scheme, grouped if they have the same values, and those values."""
    names: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
    for record_type in record_types().values():
        for field in record_type.fields.values():
            if field.scheme and field.scheme != INDICATORS:
                names.setdefault((field.scheme, field.values), {})[f"`{field.name}`"] = None
    for (scheme, values), fields in names.items():
        labels = concept_labels(scheme)
        yield ", ".join(fields), ", ".join(f"`{value}` {labels[value].zh}" for value in values)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page())
