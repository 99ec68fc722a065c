"""The records that extraction yields: one statement each, with the exact characters that carry it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


# Not frozen, because a report has hundreds of records and each would take four times as long to make.
@dataclass(slots=True)
class Record:
    """One extracted statement, not to be changed once made.

    ``start`` and ``end`` are 0-based code points of the reading text, end exclusive; ``text`` is
    exactly that slice. ``section`` is the id of the innermost section, ``rule`` the name of the rule
    that found the record (``citation.quoted``) and ``confidence`` that rule's trust, 0 to 1.
    ``fields`` holds the type's own fields (ontology/record_types.yaml).
    """

    type: str
    text: str
    start: int
    end: int
    section: str
    rule: str
    confidence: float
    fields: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The record as one flat JSON object, fields without a value left out."""
        common = {
            "type": self.type,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "section": self.section,
        }
        own = {k: v for k, v in self.fields.items() if v is not None}
        return {**common, **own, "rule": self.rule, "confidence": self.confidence}

    def to_json(self) -> str:
        """The record as one line of JSON, Chinese as written."""
        return json.dumps(self.to_dict(), ensure_ascii=False)
