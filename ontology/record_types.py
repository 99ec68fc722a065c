"""The record types (记录类型): what can be read in a report, from record_types.yaml.

The single definition of a type's name, the class of its nodes, its fields and their values, how evaluation
scores it, and whether assessments may rest on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fazhi.ontology.data_files import Entry, read_yaml
from fazhi.ontology.schemes import SCHEMES

TABLE = Path(__file__).with_name("record_types.yaml")

#: Types of values, with the Python types that they have in a record.
VALUE_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "list": (list,),
}
#: The scheme whose concepts come from indicators.yaml, not from schemes.ttl.
INDICATORS = "indicator"
#: The years on which there can be a report.
FIRST_YEAR, LAST_YEAR = 1949, 2100


@dataclass(frozen=True)
class Field:
    """A field of a record type. ``type`` is a key of :data:`VALUE_TYPES`.

    ``scheme`` names the SKOS scheme of its values, and ``values`` lists those that records use. Both are
    empty if the value is text of the report; ``values`` is also empty for indicators. ``required``: every
    record of the type has it. ``linked``: linking fills it in from other fields, unless a person says
    otherwise. ``fixed``: linking fills it in, and nobody sets it by hand.
    """

    name: str
    type: str
    label_zh: str
    label_en: str
    scheme: str | None
    values: tuple[str, ...]
    scored: bool
    required: bool
    linked: bool
    fixed: bool
    note: str | None


@dataclass(frozen=True)
class RecordType:
    """A record type. ``class_`` is the prefixed name of its nodes' class, ``paired_by`` how
    evaluation pairs its records (:mod:`fazhi.extractors.evaluation.evaluate`).
    """

    id: str
    class_: str
    label_zh: str
    label_en: str
    about_zh: str
    about_en: str
    paired_by: str
    fields: Mapping[str, Field]

    @property
    def settable(self) -> Mapping[str, Field]:
        """The fields that a person can set."""
        return {name: field for name, field in self.fields.items() if not field.fixed}

    @property
    def written(self) -> Mapping[str, Field]:
        """The fields that the text gives."""
        return {name: field for name, field in self.settable.items() if not field.linked}

    @property
    def class_name(self) -> str:
        """The class without its prefix."""
        return self.class_.partition(":")[2]

    @property
    def scored(self) -> tuple[str, ...]:
        """The fields that evaluation compares on paired records."""
        return tuple(field.name for field in self.fields.values() if field.scored)


@cache
def record_types(path: Path = TABLE) -> Mapping[str, RecordType]:
    """The record types by id, in the order of the table. Raises ReferenceDataError for a broken table."""
    types: dict[str, RecordType] = {}
    for entry in read_yaml(path):
        found = _record_type(entry)
        if found.id in types:
            entry.fail("id", "is given twice")
        types[found.id] = found
    return types


@cache
def statement_types() -> Mapping[str, RecordType]:
    """The types of what a report states: all except the report itself."""
    return {name: found for name, found in record_types().items() if name != "report"}


def _record_type(entry: Entry) -> RecordType:
    entry.allow_only(("id", "class", "zh", "en", "about_zh", "about_en", "paired_by", "fields"))
    return RecordType(
        id=entry.text("id"),
        class_=entry.text("class"),
        label_zh=entry.text("zh"),
        label_en=entry.text("en"),
        about_zh=entry.text("about_zh"),
        about_en=entry.text("about_en"),
        paired_by=entry.text("paired_by"),
        fields={name: _field(name, field) for name, field in entry.entries("fields").items()},
    )


def _field(name: str, entry: Entry) -> Field:
    known_keys = ("type", "zh", "en", "scheme", "values", "scored", "required", "linked", "fixed", "note")
    entry.allow_only(known_keys)
    scheme = entry.optional_one_of("scheme", {*SCHEMES, INDICATORS})
    known = SCHEMES.get(scheme or "", ())
    values = entry.texts("values")
    for value in values:
        if value not in known:
            entry.fail("values", f"holds {value!r}, no concept of the scheme {scheme}")
    return Field(
        name=name,
        type=entry.one_of("type", VALUE_TYPES),
        label_zh=entry.text("zh"),
        label_en=entry.text("en"),
        scheme=scheme,
        values=values or known,
        scored=entry.flag("scored"),
        required=entry.flag("required"),
        linked=entry.flag("linked"),
        fixed=entry.flag("fixed"),
        note=entry.optional_text("note"),
    )
