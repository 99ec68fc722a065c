"""The forms of the reviewer's pen (审校): the fields of a record that is corrected or added.

Offsets count the characters of the reading text from 0, end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fazhi.kg.revisions.fields import NO_INSTRUMENT
from fazhi.ontology.concepts import class_labels, concept_labels
from fazhi.ontology.divisions import divisions, full_name
from fazhi.ontology.own_bodies import BODY_KINDS
from fazhi.ontology.record_types import Field, record_types, statement_types
from fazhi.ontology.reference import Instrument, instruments_by_iri
from fazhi.web.content.report_text import Span
from fazhi.web.content.revising import FIELD, record_id, span_of
from fazhi.web.site import Site

if TYPE_CHECKING:  # What reads a report takes seconds to load, and only who revises needs it.
    from fazhi.kg.review.reviewed import ReviewedRecord, ReviewedReport

#: Characters of what is searched for.
_MOST_FIND = 100


@dataclass(frozen=True)
class Option:
    """One of several values of a field, in words, with what tells it from others."""

    value: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class Input:
    """A field of a form: text, a number, or one of ``options``; those are ``listed`` where they need a line
    each.
    """

    name: str
    label: str
    value: str
    options: tuple[Option, ...]
    number: bool
    required: bool
    hint: str
    listed: bool = False


@dataclass(frozen=True)
class Search:
    """The search for an instrument that a form can have: ``words`` were looked for.

    ``asked`` is what the address holds besides, ``place`` where on the page it leads; ``found`` says how many
    there are.
    """

    words: str
    asked: tuple[tuple[str, str], ...]
    place: str
    found: str


@dataclass(frozen=True)
class Form:
    """The fields of a record to be corrected or added; ``hidden`` is what else is sent."""

    type: str
    words: str
    hidden: tuple[tuple[str, str], ...]
    inputs: tuple[Input, ...]
    note: str
    search: Search | None = None


class Forms:
    """Makes the forms of one report. ``given`` is what a form held that was not taken."""

    def __init__(self, site: Site, given: Mapping[str, str], report: ReviewedReport) -> None:
        self._site, self._given, self._report = site, given, report

    def correction(self, found: ReviewedRecord, number: int | None, parameters: Mapping[str, str]) -> Form:
        record, id_ = found.record, record_id(found)
        hidden = (("do", "corrected"), ("record", id_), ("place", f"record-{number}"))
        # Of what linking fills in, only what a person said is taken for that.
        said = (found.revision.fields if found.revision else None) or {}
        known = record_types()[record.type].fields
        fields = {
            name: said.get(name) if field.linked else record.fields.get(name) for name, field in known.items()
        }
        form = self._form(record.type, record.text, fields, *hidden)
        if record.type != "citation":
            return form
        from fazhi.kg.review.choices import likely_instruments

        likely = likely_instruments(self._report, self._report.records.index(found))
        return self._with_search(form, likely, parameters, (("correct", id_),), f"record-{number}")

    def addition(self, parameters: Mapping[str, str]) -> Form | None:
        asked = self._given if self._given.get("do") == "added" else parameters
        type_, span = asked.get("type", ""), span_of(asked.get("add", ""))
        if type_ not in statement_types() or not span:
            return None
        words = self._report.text[slice(*span)]
        likely = {"title": words.strip("《》")} if type_ == "citation" else {}
        place = Span(*span).fragment
        hidden = (("do", "added"), ("type", type_), ("add", asked["add"]), ("place", place))
        if not words.strip():
            return None
        form = self._form(type_, words, likely, *hidden)
        if type_ != "citation":
            return form
        return self._with_search(form, [], parameters, (("add", asked["add"]), ("type", type_)), "pen")

    def _with_search(
        self,
        form: Form,
        likely: Iterable[Instrument],
        parameters: Mapping[str, str],
        asked: tuple[tuple[str, str], ...],
        place: str,
    ) -> Form:
        """The form of a citation with the instruments to choose from: likely ones, and those searched for."""
        from fazhi.kg.review.choices import instruments_like

        words = " ".join(parameters.get("find", "").split())[:_MOST_FIND]
        found = instruments_like(words) if words else []
        inputs = []
        for one in form.inputs:
            if one.name == f"{FIELD}instrument":
                chosen = instruments_by_iri().get(one.value)
                offered = dict.fromkeys((*([chosen] if chosen else []), *likely, *found))
                options = (
                    Option("", self._unsaid),
                    *map(self._instrument, offered),
                    Option(NO_INSTRUMENT, self._site.say("名录中没有这部文件", "None of the register")),
                )
                one = replace(one, options=options, listed=True)
            inputs.append(one)
        told = ""
        if words:
            told = self._site.say(
                f"查到{len(found)}部，已列在上面" if found else "没有查到",
                f"{len(found)} found, listed above" if found else "nothing found",
            )
        return replace(form, inputs=tuple(inputs), search=Search(words, asked, place, told))

    def _instrument(self, instrument: Instrument) -> Option:
        """An instrument to choose, with what tells it from others of its name."""
        day = instrument.promulgated or instrument.effective_from
        gone = instrument.status == "repealed"
        notes = (
            instrument.issuer or "",
            self._site.say(f"{day.year}年公布", f"of {day.year}") if day else "",
            self._site.say("已失效", "no longer in force") if gone else "",
        )
        return Option(instrument.iri, instrument.title, self._site.say("，", ", ").join(filter(None, notes)))

    def _form(self, type_: str, words: str, fields: Mapping[str, Any], *hidden: tuple[str, str]) -> Form:
        inputs = tuple(
            self._input(field, fields.get(name)) for name, field in record_types()[type_].settable.items()
        )
        return Form(self.type(type_), words, hidden, inputs, self._given.get("note", ""))

    def _input(self, field: Field, value: Any) -> Input:
        name = f"{FIELD}{field.name}"
        shown = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
        say = self._site.say
        options: tuple[Option, ...] = ()
        hint = (field.note or "").replace("`", "") if not (field.scheme or field.linked) else ""
        if field.type == "boolean":
            options = (Option("true", say("是", "yes")), Option("false", say("否", "no")))
        elif field.scheme:
            labels = concept_labels(field.scheme)
            options = tuple(Option(one, say(*labels[one])) for one in field.values or labels)
        elif field.name == "body_kind":
            options = tuple(Option(one, say(*class_labels()[one])) for one in BODY_KINDS)
            hint = say(
                "误判时填写；对本单位的所有报告生效", "if misjudged; counts for all reports of the body"
            )
        elif field.name == "place":
            shown = full_name(divisions()[shown]) if shown in divisions() else shown
            hint = say("误判时填写，写到县级的名称或者代码", "if misjudged: name or code, down to the county")
        return Input(
            name=name,
            label=self.label(field),
            value=self._given.get(name, shown),
            options=options,
            number=field.type in ("number", "integer"),
            required=field.required,
            hint=hint,
        )

    def words(self, field: Field, value: Any) -> str:
        """A value of a field as people write it."""
        if value is None:
            return self._unsaid if field.linked else self._site.say("（无）", "(none)")
        if field.linked:
            return self._linked(field, value)
        if field.scheme:
            return self._site.say(*concept_labels(field.scheme)[value])
        if isinstance(value, bool):
            return self._site.say("是", "yes") if value else self._site.say("否", "no")
        return str(value)

    @property
    def _unsaid(self) -> str:
        """The words for a field that linking fills in, where a person says nothing."""
        return self._site.say("由名称判断", "as its name tells")

    def _linked(self, field: Field, value: str) -> str:
        """The words for what a person says of a field that linking fills in."""
        if field.name == "instrument":
            if value == NO_INSTRUMENT:
                return self._site.say("名录中没有这部文件", "none of the register")
            known = instruments_by_iri().get(value)
            return known.title if known else value
        if field.name == "place":
            return full_name(divisions()[value])
        return self._site.say(*class_labels()[value])

    def label(self, field: Field) -> str:
        """What a field is called."""
        said = self._site.say(field.label_zh, field.label_en)
        return said[:1].upper() + said[1:]

    def type(self, name: str) -> str:
        """What a type of record is called."""
        found = record_types()[name]
        return self._site.say(found.label_zh, found.label_en)
