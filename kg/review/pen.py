"""The reviewer's pen: what a person says of a report's records is written down beside the store.

What is written down counts from the next build on: ``fazhi build`` with no files makes the graphs of the
reports anew of which a revision has changed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Variable

from fazhi.kg.iris import report_graph
from fazhi.kg.review.reviewed import reviewed
from fazhi.kg.revisions.applying import Placed, names_unknown, of_one_record, places
from fazhi.kg.revisions.fields import RevisionError
from fazhi.kg.revisions.quote import QuotedText
from fazhi.kg.revisions.revision import Revision, digest_of_text
from fazhi.kg.store.files import StoreError
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.own_register import own_register_of
from fazhi.kg.store.revisions import Fault, RevisionFiles
from fazhi.ontology.in_use import using

_TEXT = "SELECT ?report ?text { ?report fz:readingText/nif:isString ?text }"


def record_revision(store: Path, revision: Revision) -> Revision | None:
    """Write down a revision of a report of the store at ``store``; returns the one whose place it takes.

    ``revision.report`` names the report as the store has it; what is written down names it as it will be
    called. Raises StoreError where the store does not have the report, and RevisionError where its text does
    not have the words or is not the one that was looked through, where the register has no such instrument,
    or where the store has another report on the body and year that a person gives it.
    """
    with using(own_register_of(store)):
        _, text = _report(store, revision.report)
        if revision.quote is None:
            if revision.text_digest != digest_of_text(text.text):
                raise RevisionError("the text is not the one that was looked through", "报告文本已变")
        elif text.place(revision.quote) is None:
            raise RevisionError("the report does not have these words", "报告中没有这段原文")
        if names_unknown(revision):
            raise RevisionError(
                f"the register has no instrument {revision.stated['instrument']}",
                f"名录中没有这部法律文件：{revision.stated['instrument']}",
            )
        files = RevisionFiles(store)
        graph = named = _called(store, files, revision.report)
        if revision.type == "report":
            named = _to_be_called(store, revision.report, revision)
        written = replace(revision, report=named.replace("/graph/", "/report/", 1))

        def edit(there: Sequence[Revision]) -> tuple[Collection[str], Sequence[Revision]]:
            return {one.id for one in there if _same(one, revision, text)}, [written]

        dropped = files.change(graph, edit, named)
        return dropped[-1] if dropped else None


def undo_revision(store: Path, report: str, id_: str) -> Revision:
    """Take back the revision with this id of a report; that is complete no more. Returns what was taken back.

    A report that has its name from it is called again as it was read. Raises RevisionError where there is no
    such revision, or where the store has another report of that name.
    """

    def edit(there: Sequence[Revision]) -> tuple[Collection[str], Sequence[Revision]]:
        drop = {one.id for one in there if one.id == id_}
        if not drop:
            raise RevisionError(f"no revision {id_}", f"没有审校 {id_}", at=report)
        return drop | {one.id for one in there if one.kind == "complete"}, ()

    with using(own_register_of(store)):
        files = RevisionFiles(store)
        graph = named = _called(store, files, report)
        if any(one.id == id_ and one.names for one in files.of(graph).revisions):
            named = _to_be_called(store, report, None)
        dropped = files.change(graph, edit, named)
        return next(one for one in dropped if one.id == id_)


def complete_report(store: Path, report: str, *, by: str, note: str | None = None) -> list[Revision]:
    """Declare that a person has looked at every record of a report, and that there are no others.

    Each record of which nobody has said anything is confirmed with that. Returns what was written down.
    Raises as :func:`fazhi.kg.review.reviewed.reviewed` does.
    """
    found = reviewed(store, report)
    text = QuotedText(found.text)
    name = found.graph.replace("/graph/", "/report/", 1)
    revisions = [replace(one, report=name) for one in found.completion(by=by, note=note)]
    written: list[Revision] = []

    def edit(there: Sequence[Revision]) -> tuple[Collection[str], Sequence[Revision]]:
        # What another person said meanwhile stands.
        written[:] = [
            one
            for one in revisions
            if one.quote is None or not any(_same(other, one, text) for other in there)
        ]
        return {one.id for one in there if one.kind == "complete"}, written

    RevisionFiles(store).change(found.graph, edit)
    return written


def _called(store: Path, files: RevisionFiles, report: str) -> str:
    """The graph after which the revisions of a report of the store are called.

    It is another than the report's own while a name that a person gave or took back is not in the store yet.
    """
    with open_store(store, read_only=True) as opened:
        graph = report_graph(report, opened.base)
        moved = graph in opened.settings.get("revisions", {}) and not files.file(graph).exists()
    # To find out takes a second, and few reports are ever given another name.
    return reviewed(store, report).graph if moved or files.may_be_renamed(graph) else graph


def _to_be_called(store: Path, report: str, revision: Revision | None) -> str:
    """The graph that a report has once a person says this of it. Raises RevisionError where that is taken."""
    found = reviewed(store, report)
    graph = found.graph_by(revision)
    with open_store(store, read_only=True) as opened:
        taken = graph != report_graph(report, opened.base) and opened.has_graph(graph)
        name = graph.removeprefix(f"{opened.base}graph/")
    if taken:
        raise RevisionError(
            f"the store has another report of the name {name}; remove that or correct it first",
            f"图谱中已有{name}的报告，请先移除或者更正",
        )
    return graph


@dataclass(frozen=True)
class RevisedReport:
    """The revisions of one report in a store, called ``name``: the end of its IRI.

    ``unplaced`` are those of them without a place in its text; of a report that the store does not have, all.
    ``applied`` says whether the store's graphs have all of them.
    """

    name: str
    report: str
    revisions: tuple[Revision, ...]
    unplaced: tuple[Revision, ...]
    complete: bool
    applied: bool
    faults: tuple[Fault, ...]


def revised_reports(store: Path) -> list[RevisedReport]:
    """What persons said of the reports of the store at ``store``, by the names that these will have."""
    files = RevisionFiles(store)
    with open_store(store, read_only=True) as opened, using(own_register_of(store)):
        applied = opened.settings.get("revisions", {})
        graphs = {files.file(graph): graph for graph in opened.graph_names()}
        read_as = {graph: old for old, others in files.names.renamed.items() for graph, _ in others}
        found = []
        for file in files.files():
            graph = graphs.get(file)
            name = file.relative_to(store / "revisions").with_suffix("").as_posix()
            kept = files.of(graph or f"{opened.base}graph/{name}")
            report = f"{opened.base}report/{name if graph is None else graph.partition('/graph/')[2]}"
            text = _text_of(opened, report)
            if text is None and (before := read_as.get(f"{opened.base}graph/{name}")):
                text = _text_of(opened, before.replace("/graph/", "/report/", 1))
            unplaced = list(kept.revisions) if text is None else places(QuotedText(text), kept.revisions)[1]
            complete = text is not None and any(
                one.text_digest == digest_of_text(text) for one in kept.revisions if one.kind == "complete"
            )
            stands = graph is not None and applied.get(graph) == kept.digest
            found.append(
                RevisedReport(name, report, kept.revisions, tuple(unplaced), complete, stands, kept.faults)
            )
        return found


def _same(one: Revision, other: Revision, text: QuotedText) -> bool:
    """Whether two revisions are of one record, or both of the whole report."""
    if one.quote is None or other.quote is None:
        return one.kind == other.kind
    place, its = text.place(one.quote), text.place(other.quote)
    return place is not None and its is not None and of_one_record(Placed(one, *place), other, its)


def _report(store: Path, report: str) -> tuple[str, QuotedText]:
    """The graph and the text of a report."""
    with open_store(store, read_only=True) as opened:
        text = _text_of(opened, report)
        if text is None:
            raise StoreError(f"no report {report}", f"图谱中没有报告 {report}", at=store)
        return report_graph(report, opened.base), QuotedText(text)


def _text_of(store: GraphStore, report: str) -> str | None:
    try:
        rows = list(store.select(_TEXT, {Variable("report"): NamedNode(report)}))
    except ValueError:  # No IRI.
        return None
    return str(rows[0]["text"].value) if rows else None


def _base(store: Path) -> str:
    with open_store(store, read_only=True) as opened:
        return opened.base
