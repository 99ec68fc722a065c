"""``fazhi revise``: what persons said of what was read, and gold made of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fazhi.kg.commands import bilingual, completion
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.output import write_folder
from fazhi.kg.commands.shared import store_option
from fazhi.kg.commands.terminal import complain, print_lines
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import both

if TYPE_CHECKING:
    from fazhi.kg.review.pen import RevisedReport
    from fazhi.kg.revisions.revision import Revision


@bilingual.command(
    help=both(
        "List what persons said of the records of reports: confirmed, corrected, dismissed, "
        "added.\n\n"
        "They stand in STORE/revisions, a line each, which may be edited; a line that is deleted "
        "is taken back. What changed there counts from the next fazhi build on, which needs no "
        "files for it.\n\n"
        "--gold writes only reports that a person has looked through: of others nobody knows "
        "what was missed.",
        "列出审校记录：确认、更正、排除、补录，各附审校人和时间。\n\n"
        "审校记录存于知识图谱目录的 revisions 文件夹，每行一条，可以编辑；删除一行即撤销。改动由"
        "下一次 fazhi build 写入图谱，无需报告文件。\n\n"
        "--gold 只导出通读过的报告；其余报告漏读多少无从知道。",
    ),
    short_help=both("List what persons revised; write it as gold.", "审校记录，导出标注"),
    examples=(
        "fazhi revise",
        "fazhi revise --complete 启东生命健康产业园/2023 --by 王芳",
        "fazhi revise --gold gold",
    ),
)
@bilingual.option(
    "--complete",
    "report",
    metavar="BODY/YEAR",
    shell_complete=completion.reports,
    help=both(
        "Every record of this report has been looked at: confirm the rest.",
        "该报告各项记录都已看过：其余记录一并确认（单位/年度）",
    ),
)
@bilingual.option(
    "--by",
    metavar="NAME",
    help=both("Who says so; the name stands in the graph.", "审校人，其名写入图谱"),
)
@bilingual.option(
    "--gold",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help=both(
        "Folder for the reports looked through, as fazhi evaluate reads them.", "通读过的报告导出为标注"
    ),
)
@store_option
def command(report: str | None, by: str | None, folder: Path | None, store_path: Path) -> None:
    """List revisions, complete a report, or write gold."""
    if (report is None) != (by is None):
        raise wrong_use("--complete goes with --by", "--complete 与 --by 同用")
    from fazhi.kg.review.pen import revised_reports

    if report and by:
        _complete(store_path, report, by)
    if folder:
        _write_gold(store_path, folder)
    if not (report or folder):
        from fazhi.kg.store.own_register import own_register_of
        from fazhi.ontology.in_use import using

        found = revised_reports(store_path)
        with using(own_register_of(store_path)):
            print_lines([line for each in found for line in _lines(each)])
        if not found:
            print_lines([str(both("no revisions yet", "尚无审校记录"))])
        if any(not each.applied for each in found):
            where = "" if str(store_path) == "fazhi-store" else f" --store {store_path}"
            print_lines([f"{both('To apply what is new', '写入新的审校')}: fazhi build{where}"])


def _complete(store: Path, report: str, by: str) -> None:
    from fazhi.kg.review.pen import complete_report
    from fazhi.kg.store.opening import open_store

    with open_store(store, read_only=True) as opened:
        base = opened.base
    iri = report if report.startswith(base) else f"{base}report/{report}"
    written = complete_report(store, iri, by=by)
    confirmed = len(written) - 1
    told = both(f"looked through, {confirmed} confirmed", f"通读完毕，确认{confirmed}条")
    print_lines([f"{report}: {told}"])


def _write_gold(store: Path, folder: Path) -> None:
    from fazhi.kg.review.gold import CONTENTS, gold_files, names_of

    def ours(found: Path) -> bool:
        contents = found / CONTENTS
        names = names_of(contents.read_bytes()) if contents.is_file() else None
        return names is not None and {file.name for file in found.iterdir()} <= names

    files = gold_files(store)
    if not files:
        raise FazhiError(
            "no report has been looked through; say so of one: fazhi revise --complete BODY/YEAR --by NAME",
            "没有通读过的报告；请先声明：fazhi revise --complete 单位/年度 --by 审校人",
        )
    write_folder(files, folder, ours)
    print_lines(
        [f"{folder}: {len(files) // 2} {both('reports', '份报告')}; fazhi evaluate {folder}"], stderr=True
    )


def _lines(found: RevisedReport) -> Iterator[str]:
    state = [f"{sum(one.quote is not None for one in found.revisions)} {both('revisions', '条审校')}"]
    state += [str(both("looked through", "通读完毕"))] if found.complete else []
    state += [] if found.applied else [str(both("not yet applied", "尚未写入"))]
    yield f"{found.name}: {', '.join(state)}"
    for fault in found.faults:
        complain(str(fault))
    for revision in found.revisions:
        if revision.quote is not None:
            yield "  " + "  ".join(_cells(revision, placed=revision not in found.unplaced))


def _cells(revision: Revision, *, placed: bool) -> Iterator[str]:
    from fazhi.ontology.concepts import concept_labels
    from fazhi.ontology.record_types import record_types

    yield str(both(revision.kind, concept_labels("revision-kind")[revision.kind][0]))
    known = record_types()[revision.type or ""]
    yield str(both(known.label_en, known.label_zh))
    yield "".join(revision.quote.exact.split()) if revision.quote else ""
    yield from _changes(revision.read or {}, revision.fields)
    yield f"{revision.by} {revision.at[:10]}"
    if revision.note:
        yield " ".join(revision.note.split())
    if not placed:
        yield str(both("finds no place", "原文中已无此处"))


def _changes(read: Any, fields: Any) -> Iterator[str]:
    """What a person changed: ``purpose: basis → mention``."""
    for name in dict.fromkeys((*read, *(fields or {}))) if fields is not None else ():
        if read.get(name) != fields.get(name):
            yield f"{name}: {_shown(name, read.get(name))} → {_shown(name, fields.get(name))}"


def _shown(name: str, value: Any) -> Any:
    """A value of a field as it is listed: an instrument by its title, a place by its name."""
    from fazhi.ontology.divisions import divisions
    from fazhi.ontology.reference import instruments_by_iri

    if value is None:
        return "–"
    if name == "instrument" and (known := instruments_by_iri().get(value)):
        return known.title
    return divisions()[value].name if name == "place" else value
