"""The records that extraction yields: one statement each, with the exact characters that carry it.

What the types and their fields mean, and what values they take: ontology/record_types.yaml.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypedDict, overload

from typing_extensions import TypeVar


class ReportFields(TypedDict, total=False):
    """Fields of the ``report``; the last two only a person gives."""

    title: str
    issuer: str
    year: int
    published: str
    document_number: str
    index_number: str
    publisher: str
    body_kind: str
    place: str


class CitationFields(TypedDict, total=False):
    """Fields of a ``citation``; linking adds the last three, of the instruments their IRIs."""

    title: str
    document_number: str
    article: str
    purpose: str
    instrument: str
    link: str
    candidates: list[str]


class LeadingGroupFields(TypedDict, total=False):
    """Fields of a ``leading_group``."""

    name: str
    head: str
    deputies: str
    members: str


class CounselFields(TypedDict, total=False):
    """Fields of a ``counsel``."""

    kind: str
    firm: str
    retained: bool


class PublicityDayFields(TypedDict, total=False):
    """Fields of a ``publicity_day``."""

    name: str
    date: str
    day: str


class ObservationFields(TypedDict, total=False):
    """Fields of an ``observation``."""

    value: int | float
    upper: int | float
    unit: str
    modifier: str
    indicator: str
    change: str
    period: str


class DutyFields(TypedDict, total=False):
    """Fields of a ``duty``."""

    modality: str
    bearer: str
    frequency: str
    amount: int | float
    unit: str


class TopicFields(TypedDict, total=False):
    """Fields of a ``problem`` and of a ``plan``."""

    topic: str


#: Fields of an ``activity``; ``class`` is no name that a class body may use.
ActivityFields = TypedDict("ActivityFields", {"class": str}, total=False)

FieldsT = TypeVar("FieldsT", bound=Mapping[str, Any], default=Mapping[str, Any], covariant=True)


# Not frozen, because a report has hundreds of records and each would take four times as long to make.
@dataclass(slots=True)
class Record(Generic[FieldsT]):
    """One extracted statement, not to be changed once made.

    ``start`` and ``end`` are 0-based code points of the reading text, end exclusive; ``text`` is
    exactly that slice. ``section`` is the id of the innermost section, ``rule`` the name of the rule
    that found the record (``citation.quoted``) and ``confidence`` that rule's trust, 0 to 1.
    ``fields`` holds the type's own fields; one that the text does not give is left out.
    """

    type: str
    text: str
    start: int
    end: int
    section: str
    rule: str
    confidence: float
    fields: FieldsT

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


class RecordsByType(dict[str, list[Record]]):
    """Records by their type, those of each in order."""

    @overload
    def of(self, record_type: Literal["report"]) -> list[Record[ReportFields]]: ...
    @overload
    def of(self, record_type: Literal["citation"]) -> list[Record[CitationFields]]: ...
    @overload
    def of(self, record_type: Literal["leading_group"]) -> list[Record[LeadingGroupFields]]: ...
    @overload
    def of(self, record_type: Literal["counsel"]) -> list[Record[CounselFields]]: ...
    @overload
    def of(self, record_type: Literal["publicity_day"]) -> list[Record[PublicityDayFields]]: ...
    @overload
    def of(self, record_type: Literal["observation"]) -> list[Record[ObservationFields]]: ...
    @overload
    def of(self, record_type: Literal["duty"]) -> list[Record[DutyFields]]: ...
    @overload
    def of(self, record_type: Literal["problem", "plan"]) -> list[Record[TopicFields]]: ...
    @overload
    def of(self, record_type: Literal["activity"]) -> list[Record[ActivityFields]]: ...
    def of(self, record_type: str) -> list[Any]:
        """The records of one type. Not to be changed."""
        return self.get(record_type, [])
