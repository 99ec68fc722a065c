"""The reviewer's pen on the page of a report (审校): what was said of each record, and what may be said.

Runs in a worker, as the pages do. Offsets count the characters of the reading text from 0, end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from fazhi.ontology.concepts import concept_labels
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.in_use import using
from fazhi.ontology.record_types import record_types, statement_types
from fazhi.web.content.pen_forms import Form, Forms
from fazhi.web.content.report_text import ReportText, Span
from fazhi.web.content.revising import record_id, text_digest
from fazhi.web.site import Editing, Site

if TYPE_CHECKING:  # What reads a report takes seconds to load, and only who revises needs it.
    from fazhi.kg.review.reviewed import ReviewedRecord, ReviewedReport
    from fazhi.kg.revisions.revision import Revision

_TONES = {"confirmed": "is-good", "complete": "is-good", "dismissed": "is-silent"}
_SIGNS = {"confirmed": "✓", "corrected": "✎", "dismissed": "✕", "added": "+", "complete": "✓"}
_APPLIED = """
SELECT ?report ?kind ?by ?at { ?revision fz:revisedReport ?report ; fz:revisionKind/skos:notation ?kind ;
  prov:wasAttributedTo/rdfs:label ?by ; prov:generatedAtTime ?at }"""


@dataclass(frozen=True)
class Said:
    """What a person said, as it is shown.

    ``sign`` and ``label`` tell what kind it is of, ``type`` of what kind of record; ``changes`` are what was
    corrected. ``fragment`` leads to the words, "" if the text no longer has them. ``applied`` says whether
    the graph has it.
    """

    id: str
    sign: str
    label: str
    tone: str
    type: str
    words: str
    fragment: str
    by: str
    at: str
    note: str
    changes: tuple[str, ...]
    applied: bool


@dataclass(frozen=True)
class Item:
    """A record that something can be said of, and what was said of it.

    ``id`` names it as it stands, ``fragment`` leads to its words.
    """

    id: str
    words: str
    fragment: str
    said: Said | None
    confirmable: bool
    dismissible: bool


@dataclass(frozen=True)
class Pen:
    """All that the page of a report has for who revises it.

    ``items`` and ``gone`` are, by the number of an entry, the records that it stands for, and what was said
    of those that are no more. ``text`` is a digest of the text that is shown. ``unusable`` says why nothing
    can be said of this report; ``pending``, that the graph lacks something of what was said. ``called`` is
    the name that the report will have by then, if it is another one.
    """

    editing: Editing
    action: str
    back: str
    text: str
    items: Mapping[int, tuple[Item, ...]]
    gone: Mapping[int, tuple[Said, ...]]
    said: tuple[Said, ...]
    complete: Said | None
    outdated: Said | None
    pending: bool
    open: int | None
    correction: Form | None
    addition: Form | None
    types: tuple[tuple[str, str], ...]
    called: str = ""
    unusable: str = ""


def pen_for(site: Site, editing: Editing, key: str, report: ReportText, parameters: Mapping[str, str]) -> Pen:
    """What the page of ``report`` has; ``parameters`` may ask for a form (``correct``, or ``add``)."""
    from fazhi.kg.review.reviewed import NoReading, reviewed
    from fazhi.kg.store.own_register import own_register_of

    unusable = ""
    try:
        found = reviewed(site.store.path, report.iri)
        if found.text != report.text:
            unusable = site.say(
                "报告正在更新，请稍后重新打开本页。", "The report is being built; open this page again."
            )
    except NoReading:
        build = f"fazhi build {report.file or 'FILE'} --store {site.store.path}"
        unusable = site.say(
            f"这份报告由其他版本的程序读入，或者阅读结果丢失，暂时不能审校。请用它的文件重新构建：{build}",
            "This report was read by another version of the program, or its reading is lost, so that it "
            f"cannot be revised yet. Build it again from its file: {build}",
        )
    except FazhiError as error:
        unusable = str(error)
    if unusable:
        return Pen(
            editing, "", "", "", {}, {}, (), None, None, False, None, None, None, (), unusable=unusable
        )
    with using(own_register_of(site.store.path)):
        return _Maker(site, editing, report, found).pen(key, parameters)


class _Maker:
    """Makes the pen of one report."""

    def __init__(self, site: Site, editing: Editing, report: ReportText, found: ReviewedReport) -> None:
        self._site, self._editing, self._report, self._found = site, editing, report, found
        self._given = dict(editing.given)
        self._forms = Forms(site, self._given, found)
        self._applied = {
            (row["kind"], row["by"], row["at"]) for row in site.rows(_APPLIED, report=report.iri)
        }

    def pen(self, key: str, parameters: Mapping[str, str]) -> Pen:
        items: dict[int, list[Item]] = {}
        for record in self._found.records:
            place = Span(record.record.start, record.record.end)
            names = {record.statement, record.revision.statement if record.revision else None}
            number = self._entry(record.record.type, place, names)
            if number is not None:
                items.setdefault(number, []).append(self._item(record))
        gone: dict[int, list[Said]] = {}
        for each in self._found.review.dismissed:
            place, revision = Span(each.start, each.end), each.revision
            number = self._entry(revision.type or "", place, {revision.statement})
            if number is not None:
                gone.setdefault(number, []).append(self._told(revision, place))
        chosen = self._given.get("record") or parameters.get("correct", "")
        correcting = next((one for one in self._found.records if record_id(one) == chosen), None)
        opened = next((n for n, group in items.items() if chosen in {item.id for item in group}), None)
        review = self._found.review
        forms = self._forms
        return Pen(
            editing=self._editing,
            action=f"/edit/{self._site.language}/{quote(key)}",
            back=self._site.href("reader", key),
            text=text_digest(self._found.text),
            items={number: tuple(group) for number, group in items.items()},
            gone={number: tuple(group) for number, group in gone.items()},
            said=tuple(self._all()),
            complete=self._told(review.complete) if review.complete else None,
            outdated=self._told(review.outdated) if review.outdated else None,
            pending=self._is_pending(),
            open=opened,
            correction=forms.correction(correcting, opened, parameters) if correcting else None,
            addition=forms.addition(parameters),
            types=tuple((name, self._forms.type(name)) for name in statement_types()),
            called=self._called(),
        )

    def _called(self) -> str:
        """The name that the report will have once all is in the graph, if that is another one."""
        name = self._found.name
        return "" if name == self._report.iri else self._site.key(name).replace("/", " ")

    def _entry(self, type_: str, place: Span, names: set[str | None]) -> int | None:
        """The number of the entry that shows a record: the one of its IRI, else the one of its words."""
        records = self._report.records
        named = (n for n, one in enumerate(records) if one.iri in names)
        there = (n for n, one in enumerate(records) if one.type == type_ and place in one.spans)
        return next(named, next(there, None))

    def _item(self, found: ReviewedRecord) -> Item:
        revision = found.revision
        kind = revision.kind if revision else ""
        place = Span(found.record.start, found.record.end)
        return Item(
            id=record_id(found),
            words="".join(found.record.text.split()),
            fragment=place.fragment,
            said=self._told(revision, place) if revision else None,
            confirmable=kind != "confirmed" and kind != "added",
            dismissible=found.record.type != "report" and kind != "added",
        )

    def _all(self) -> Iterator[Said]:
        """What was said of records, in the order of the text, and last what finds no place in it."""
        placed = [
            (Span(one.record.start, one.record.end), one.revision)
            for one in self._found.records
            if one.revision
        ]
        placed += [(Span(one.start, one.end), one.revision) for one in self._found.review.dismissed]
        for place, revision in sorted(placed, key=lambda pair: (pair[0].start, pair[0].end)):
            yield self._told(revision, place)
        for revision in self._found.review.unplaced:
            yield self._told(revision)

    def _told(self, revision: Revision, place: Span | None = None) -> Said:
        said = self._site.say
        return Said(
            id=revision.id,
            sign=_SIGNS[revision.kind],
            label=said(*concept_labels("revision-kind")[revision.kind]),
            tone=_TONES.get(revision.kind, "is-doubtful"),
            type=self._forms.type(revision.type) if revision.type else "",
            words="".join(revision.quote.exact.split()) if revision.quote else "",
            fragment=place.fragment if place else "",
            by=revision.by,
            at=revision.at[:16].replace("T", " "),
            note=revision.note or "",
            changes=tuple(self._changes(revision)),
            applied=(revision.kind, revision.by, revision.at) in self._applied,
        )

    def _changes(self, revision: Revision) -> Iterator[str]:
        fields, read = revision.fields, revision.read or {}
        known = record_types()[revision.type].fields if revision.type else {}
        for name, field in known.items() if fields is not None else ():
            before, after = read.get(name), (fields or {}).get(name)
            if before != after:
                old = f"{self._forms.words(field, before)} → " if revision.read is not None else ""
                yield f"{self._forms.label(field)}：{old}{self._forms.words(field, after)}"

    def _is_pending(self) -> bool:
        """Whether the graph was made of other revisions than there are now."""
        from fazhi.kg.iris import report_graph
        from fazhi.kg.store.revisions import RevisionFiles

        graph = report_graph(self._report.iri, self._site.store.base)
        applied = self._site.store.settings.get("revisions", {}).get(graph)
        return (applied or "") != (RevisionFiles(self._site.store.path).digest(graph) or "")
