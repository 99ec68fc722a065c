"""Revisions applied to what was read: a person’s word stands in place of the program’s."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from fazhi.extractors import Extraction, Record
from fazhi.extractors.reading.document import Span
from fazhi.kg.revisions.fields import NO_INSTRUMENT
from fazhi.kg.revisions.quote import QuotedText
from fazhi.kg.revisions.revision import NAMING, Revision, digest_of_text
from fazhi.ontology.languages import both
from fazhi.ontology.reference import instruments_by_iri

#: The extraction rule of what a person corrected or added.
PERSON = "person"
#: The fields that tell records of a type apart that share most of their words: 《…》第三条、第五条 are two
#: citations.
TOLD_APART = {"citation": ("article",), "counsel": ("kind",), "observation": ("value",)}
#: A record is the one that was revised if they share so much of the words that they cover together.
_SAME = 0.5
#: So many revisions without a place are named, with so many characters of their words.
_NAMED, _SHOWN = 3, 20


@dataclass(frozen=True)
class Placed:
    """A revision and where its words stand: 0-based code points of the reading text, end exclusive."""

    revision: Revision
    start: int
    end: int


class Revisions(Protocol):
    """Where the revisions of a report are found, and what persons said of bodies in those of all reports."""

    def of_report(self, read_as: tuple[str, ...], text: str) -> Sequence[Revision]:
        """Those of the report that the program calls so (its key), with this reading text."""

    def of_body(self, key: str) -> Mapping[str, str]:
        """Kind (``body_kind``) and place (a division’s code) that persons give the body with this key."""


class _NoRevisions:
    """No person has said anything of any report."""

    def of_report(self, read_as: tuple[str, ...], text: str) -> Sequence[Revision]:
        return ()

    def of_body(self, key: str) -> Mapping[str, str]:
        return {}


NO_REVISIONS = _NoRevisions()


@dataclass(frozen=True)
class Review:
    """What persons said of the records of one report.

    ``of`` has the revisions of records by the position of the record; ``dismissed`` are those whose record is
    no more, and ``unplaced`` those whose words the text does not have. ``complete`` says that the report was
    looked through; ``outdated`` says so of another text than the present one. ``unknown`` are revisions of
    citations that name an instrument which the register in use does not have, and ``misnamed`` is what would
    give the report another name than that under which its revisions stand, with that name.
    """

    of: Mapping[int, Revision] = field(default_factory=dict)
    dismissed: tuple[Placed, ...] = ()
    unplaced: tuple[Revision, ...] = ()
    complete: Revision | None = None
    outdated: Revision | None = None
    unknown: tuple[Revision, ...] = ()
    misnamed: tuple[Revision, str] | None = None

    def troubles(self) -> Iterator[str]:
        """What could not be applied to the text as it is now, in a line each."""
        if lost := self.unplaced:
            words = "、".join(f"“{_beginning(one)}” ({one.type}, {one.by})" for one in lost[:_NAMED])
            several = "revision finds" if len(lost) == 1 else "revisions find"
            more = " …" if len(lost) > _NAMED else ""
            yield str(
                both(
                    f"{len(lost)} {several} no place: {words}{more}",
                    f"{len(lost)}条审校所指的原文已不在报告中，审校仍予保留：{words}{more}",
                )
            )
        if self.outdated:
            yield str(
                both(
                    f"the text has changed since {self.outdated.by} looked it through; "
                    "it is complete no more",
                    f"{self.outdated.by}通读之后报告文本有变，不再视为通读完毕",
                )
            )
        for one in self.unknown:
            iri, words = (one.fields or {})["instrument"], _beginning(one)
            yield str(
                both(
                    f"the register has no instrument {iri} (“{words}”, {one.by}); the title decides",
                    f"名录中没有{one.by}指定的法律文件 {iri}（“{words}”），仍按名称链接",
                )
            )
        if self.misnamed:
            one, name = self.misnamed
            yield str(
                both(
                    f"{one.by} gives the report the name {name}, but its revisions stand under another; it "
                    f"keeps the name that was read; put them in revisions/{name}.jsonl, as “report” too",
                    f"{one.by}所定的名称 {name} 与审校文件的名称不同，报告仍用读出的名称；"
                    f"请把审校移到 revisions/{name}.jsonl，并改其中的“report”",
                )
            )


def _beginning(revision: Revision) -> str:
    words = "".join(revision.quote.exact.split()) if revision.quote else ""
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def revised(extraction: Extraction, revisions: Sequence[Revision]) -> tuple[Extraction, Review]:
    """The extraction with the ``revisions`` of its report applied, and what became of each.

    A later revision of a record takes the place of an earlier one. What a person corrected or added has the
    rule :data:`PERSON`; that, and what a person confirmed, has the confidence 1. Of a report that was looked
    through there are no records but those that a person confirmed, corrected or added.
    """
    if not revisions:
        return extraction, Review()
    text = QuotedText(extraction.document.text)
    placed, unplaced = places(text, revisions)
    looked_through = [revision for revision in revisions if revision.kind == "complete"][-1:]
    digest = digest_of_text(text.text)
    complete = next((one for one in looked_through if one.text_digest == digest), None)
    read = extraction.records
    answers = _answers(read, placed)
    taken = set(answers.values())
    kept: list[tuple[Record, Revision | None]] = [
        (record, None)
        for position, record in enumerate(read)
        if position not in taken and (complete is None or record.type == "report")
    ]
    for number, each in enumerate(placed):
        if each.revision.kind != "dismissed":
            answer = read[answers[number]] if number in answers else None
            kept.append((_record(extraction, each, answer), each.revision))
    kept.sort(key=lambda pair: (pair[0].type != "report", pair[0].start, pair[0].end, pair[0].type))
    review = Review(
        of={position: revision for position, (_, revision) in enumerate(kept) if revision},
        dismissed=tuple(each for each in placed if each.revision.kind == "dismissed"),
        unplaced=tuple(unplaced),
        unknown=tuple(revision for _, revision in kept if revision and names_unknown(revision)),
        complete=complete,
        outdated=None if complete else next(iter(looked_through), None),
    )
    return replace(extraction, records=[record for record, _ in kept]), review


def places(text: QuotedText, revisions: Iterable[Revision]) -> tuple[list[Placed], list[Revision]]:
    """The revisions that have a place in ``text``, the last of each record, and those that have none."""
    placed: list[Placed] = []
    unplaced: list[Revision] = []
    for revision in revisions:
        if revision.quote is None:
            continue
        if place := text.place(revision.quote):
            placed = [each for each in placed if not of_one_record(each, revision, place)]
            placed.append(Placed(revision, *place))
        else:
            unplaced.append(revision)
    return placed, unplaced


def of_one_record(placed: Placed, revision: Revision, place: Span) -> bool:
    """Whether a placed revision and another one, at ``place``, are of one record."""
    if placed.revision.type != revision.type:
        return False
    if revision.type == "report":
        return True
    same = (placed.start, placed.end) == place
    return same and bool(_told(placed.revision) & _told(revision))


def _told(revision: Revision) -> set[tuple[Any, ...]]:
    """The values that tell the record apart, as the program read them and as the person gave them."""
    given = (fields for fields in (revision.read, revision.fields) if fields is not None)
    return {_values(revision.type or "", fields) for fields in given}


def _values(record_type: str, fields: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(fields.get(name) for name in TOLD_APART.get(record_type, ()))


def _answers(read: Sequence[Record], placed: Sequence[Placed]) -> dict[int, int]:
    """By the number of a revision the position of the record that it is about, if that was read (again)."""
    pairs = []
    for number, each in enumerate(placed):
        told = _told(each.revision)
        fields = each.revision.read or each.revision.stated
        for position, record in enumerate(read):
            if record.type != each.revision.type:
                continue
            shared = 1.0 if record.type == "report" else _shared(record, each)
            if shared >= _SAME and (record.type == "report" or _values(record.type, record.fields) in told):
                alike = sum(record.fields.get(name) == value for name, value in fields.items())
                pairs.append((-shared, -alike, position, number))
    answers: dict[int, int] = {}
    for *_, position, number in sorted(pairs):
        if number not in answers and position not in answers.values():
            answers[number] = position
    return answers


def _shared(record: Record, placed: Placed) -> float:
    both = min(record.end, placed.end) - max(record.start, placed.start)
    return both / (max(record.end, placed.end) - min(record.start, placed.start)) if both > 0 else 0.0


def _record(extraction: Extraction, placed: Placed, answer: Record | None) -> Record:
    """The record that a revision says there is; ``answer`` is the one that was read there, if any."""
    from fazhi.extractors.components.publicity_day import calendar_day

    revision, start, end = placed.revision, placed.start, placed.end
    record_type = revision.type or ""
    fields = dict(revision.stated)
    if record_type == "report" and answer:
        # Only what a person says otherwise gives the report another name than its text, or what is beside it.
        fields = {name: value for name, value in fields.items() if name not in NAMING}
        fields |= {name: answer.fields[name] for name in NAMING if name in answer.fields}
        fields |= revision.names
    if names_unknown(revision):
        del fields["instrument"]
    if record_type == "publicity_day" and (day := calendar_day(fields.get("name"), fields.get("date"))):
        fields["day"] = day
    return Record(
        type=record_type,
        text=extraction.document.text[start:end],
        start=start,
        end=end,
        section=extraction.report_text.section(start).id,
        rule=answer.rule if answer and revision.kind == "confirmed" else PERSON,
        confidence=1.0,
        fields=fields,
    )


def names_unknown(revision: Revision) -> bool:
    """Whether it says that a citation means an instrument which the register in use does not have."""
    named = revision.stated.get("instrument") if revision.type == "citation" else None
    return named not in (None, NO_INSTRUMENT) and named not in instruments_by_iri()
