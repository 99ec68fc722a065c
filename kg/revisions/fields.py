"""The fields that a person can give a record: known for its type, of the right kind, in range."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from fazhi.ontology.divisions import divisions_called, full_name
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.own_bodies import BODY_KINDS
from fazhi.ontology.own_files import LONGEST_NAME, SHORTEST_NAME
from fazhi.ontology.record_types import (
    FIRST_YEAR,
    INDICATORS,
    LAST_YEAR,
    VALUE_TYPES,
    Field,
    RecordType,
    record_types,
)
from fazhi.ontology.reference import indicators

#: Characters of a field of text, and a number, at most.
MOST_TEXT, MOST_NUMBER = 1000, 10**15
#: What stands as the instrument of a citation that means none of the register.
NO_INSTRUMENT = "none"
_TYPES = {"text": "文字", "integer": "整数", "number": "数字", "boolean": "是或否", "list": "列表"}
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_MONTH_DAY = re.compile(r"--(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")


class RevisionError(FazhiError):
    """A revision is not valid; the message says why."""


def record_type(name: Any) -> RecordType:
    """The record type of this name. Raises RevisionError."""
    found = record_types().get(name) if isinstance(name, str) else None
    if found is None:
        raise RevisionError(
            f"unknown type “{name}”; one of {', '.join(record_types())}",
            f"没有“{name}”这种记录类型；有 {'、'.join(record_types())}",
        )
    return found


def checked_fields(of: RecordType, values: Any, *, required: bool) -> dict[str, Any]:
    """``values`` in the order of the type's fields, None and empty text left out. Raises RevisionError.

    Fields that nobody sets by hand (the link of a citation) are not among them. With ``required``, the fields
    that every record of the type has must be there. A place is given by name or code, and kept as its code.
    """
    if not isinstance(values, Mapping):
        raise RevisionError("fields are given as a JSON object", "字段应为 JSON 对象")
    given = {name: value for name, value in values.items() if value is not None and value != ""}
    open_ = of.settable
    if unknown := given.keys() - open_.keys():
        name = min(unknown)
        why = "is not for a person to set" if name in of.fields else "is unknown"
        raise RevisionError(
            f"the field “{name}” {why} for {of.id}; there are {', '.join(open_)}",
            f"{of.id} 没有字段“{name}”，或不可更改；有 {'、'.join(open_)}",
        )
    for name, field in open_.items():
        if required and field.required and name not in given:
            raise RevisionError(
                f"the field “{name}” is missing; every {of.id} has it", f"请填写“{field.label_zh}”"
            )
    checked = {name: _checked(of, field, given[name]) for name, field in open_.items() if name in given}
    if "upper" in checked and checked["upper"] <= checked.get("value", 0):
        raise RevisionError("“upper” is greater than “value”", "上限应大于数值")
    return checked


def _checked(of: RecordType, field: Field, value: Any) -> Any:
    kinds = VALUE_TYPES[field.type]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise RevisionError(
            f"the field “{field.name}” is of the type {field.type}, not {value!r}",
            f"“{field.label_zh}”应为{_TYPES[field.type]}",
        )
    known = indicators().keys() if field.scheme == INDICATORS else field.values
    if (of.id, field.name) == ("report", "year"):
        return _year(value)
    if field.scheme:
        if value not in known:
            raise RevisionError(
                f"the field “{field.name}” has no value {value!r}",
                f"“{field.label_zh}”没有 {value!r} 这个选项",
            )
    elif isinstance(value, str):
        return _text(of, field, value)
    elif isinstance(value, int | float) and not 0 <= value <= MOST_NUMBER:
        raise RevisionError(
            f"the field “{field.name}” is a number from 0 to {MOST_NUMBER}, not {value!r}",
            f"“{field.label_zh}”应在0至{MOST_NUMBER}之间",
        )
    return value


def _text(of: RecordType, field: Field, value: str) -> str:
    text = unicodedata.normalize("NFC", value).strip()
    if not 0 < len(text) <= MOST_TEXT or any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        raise RevisionError(
            f"the field “{field.name}” is a line of 1 to {MOST_TEXT} characters",
            f"“{field.label_zh}”应为一行文字，不超过{MOST_TEXT}字",
        )
    if check := _CHECKS.get((of.id, field.name)):
        return check(text)
    if (of.id, field.name) == ("publicity_day", "date") and not _MONTH_DAY.fullmatch(text):
        raise RevisionError(
            f"the field “date” is a day such as --12-04 or a month such as --05, not {text!r}",
            "日期写作 --12-04 或者 --05",
        )
    if (of.id, field.name) == ("report", "published"):
        try:
            date.fromisoformat(text)
        except ValueError as error:
            raise RevisionError(
                f"the field “published” is a day such as 2024-03-27, not {text!r}", "日期写作 2024-03-27"
            ) from error
    return text


def _year(value: Any) -> Any:
    if not FIRST_YEAR <= value <= LAST_YEAR:
        raise RevisionError(
            f"the field “year” is a year from {FIRST_YEAR} to {LAST_YEAR}, not {value}",
            f"“年度”应在{FIRST_YEAR}至{LAST_YEAR}之间，而不是{value}",
        )
    return value


def _issuer(text: str) -> str:
    if not SHORTEST_NAME <= len(text) <= LONGEST_NAME:
        raise RevisionError(
            f"the field “issuer” is a name of {SHORTEST_NAME} to {LONGEST_NAME} characters",
            f"“报告单位”应为{SHORTEST_NAME}至{LONGEST_NAME}字",
        )
    return text


def _body_kind(text: str) -> str:
    if text not in BODY_KINDS:
        raise RevisionError(
            f"the field “body_kind” is one of {', '.join(BODY_KINDS)}, not “{text}”",
            f"“单位种类”没有这个选项：“{text}”",
        )
    return text


def _place(text: str) -> str:
    found = divisions_called(text)
    if not found:
        raise RevisionError(
            f"the field “place” is no division down to the county: “{text}”; write its name or its code",
            f"没有“{text}”这个行政区划，请写县级以上区划的名称或者代码",
        )
    if len(found) > 1:
        named = ", ".join(f"{full_name(division)} {division.code}" for division in found)
        raise RevisionError(
            f"the field “place” is the name of several divisions: {named}; write one in full or its code",
            f"有几个同名的区划：{named}；请写全称或者代码",
        )
    return found[0].code


def _instrument(text: str) -> str:
    if text != NO_INSTRUMENT and not _IRI.fullmatch(text):
        raise RevisionError(
            f"the field “instrument” is the IRI of an instrument of the register or “{NO_INSTRUMENT}”, "
            f"not “{text}”",
            f"“法律文件”应为名录中文件的 IRI 或者 {NO_INSTRUMENT}，而不是“{text}”",
        )
    return text


_CHECKS: dict[tuple[str, str], Callable[[str], str]] = {
    ("report", "issuer"): _issuer,
    ("report", "body_kind"): _body_kind,
    ("report", "place"): _place,
    ("citation", "instrument"): _instrument,
}
