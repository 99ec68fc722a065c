"""``fazhi remove``: take reports out of the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands import bilingual, completion
from fazhi.kg.commands.shared import near, store_option
from fazhi.kg.commands.terminal import print_lines
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import both

if TYPE_CHECKING:
    from fazhi.kg.store.graph_store import GraphStore

_REPORT = "SELECT ?report ?body ?year { ?report fz:issuer ?body ; fz:reportedYear ?year ; fz:readingText ?t }"


@bilingual.command(
    help=both(
        "Take reports out of the store: by body and year, or by their files, or all of a folder.\n\n"
        "All that was read and concluded from them goes; what persons revised (STORE/revisions) stays. Files "
        "of reports are not touched: move or delete them too, or the next build of their folder takes them "
        "in again.",
        "从图谱移除报告：给出单位和年度，或报告文件，或其所在文件夹。\n\n"
        "读到的和据此得出的内容一并移除；审校记录（STORE/revisions）保留。不改动报告文件：请一并移走或删除，"
        "否则下次构建该文件夹时会再次收入。",
    ),
    short_help=both("Take reports out of the store.", "从图谱移除报告"),
    examples=(
        "fazhi remove 启东生命健康产业园/2023",
        "fazhi remove examples/reports/ganmei-south-park-2023.txt",
    ),
)
@click.argument(
    "reports",
    nargs=-1,
    required=True,
    metavar="BODY/YEAR | FILE ...",
    shell_complete=completion.reports_or_files,
)
@store_option
def command(reports: tuple[str, ...], store_path: Path) -> None:
    """Take reports out of the store."""
    from fazhi.extractors.reading.files import exists
    from fazhi.kg.build import build
    from fazhi.kg.removal import report_name
    from fazhi.kg.store.opening import open_store
    from fazhi.kg.store.revisions import RevisionFiles

    with open_store(store_path, read_only=True):
        pass  # A store that is not there is not made.
    with open_store(store_path) as store:
        found = (graph for asked in reports for graph in _graphs(asked, store))
        graphs = list(dict.fromkeys(found))
        files = {graph: store.manifest.files_of(graph) for graph in graphs}
        build([], store, remove=graphs)
        names = {graph: report_name(graph, store.base) for graph in graphs}
    print_lines(f"{both('removed', '已移除')}: {name}" for name in names.values())
    for graph, name in names.items():
        if (revised := RevisionFiles(store_path).file(graph)).exists():
            print_lines([f"{both('revisions stay', '审校记录保留')}: {name}: {revised}"])
    for file in sorted({file for found in files.values() for file in found if exists(file)}):
        stays = both(
            "still there; the next build of its folder takes it in again",
            "文件仍在，下次构建其文件夹时会再次收入",
        )
        print_lines([f"{near(file)}: {stays}"])


def _graphs(asked: str, store: GraphStore) -> Sequence[str]:
    """The graphs of the reports that are meant: one, or those of a folder. FazhiError if there is none."""
    if (graph := f"{store.base}graph/{asked.removeprefix(f'{store.base}report/')}") in store.manifest.reports:
        return [graph]
    if found := list(_of_files(Path(asked), store)):
        return found
    return [_of_body(asked, store)]


def _of_files(path: Path, store: GraphStore) -> Iterator[str]:
    """The graph that a file gave; those all of whose files are in a folder that builds searched, or gave."""
    manifest = store.manifest
    if graph := manifest.graph_from(path):
        yield graph
        return
    from fazhi.kg.store.files import real_path
    from fazhi.kg.store.visits import Visits

    folder = real_path(path)
    files = {graph: manifest.files_of(graph) for graph in manifest.reports}
    searched = any(folder.is_relative_to(known) for known, _ in Visits(manifest).folders())
    if searched or any(folder == file.parent for found in files.values() for file in found):
        for graph, found in files.items():
            if found and all(file.is_relative_to(folder) for file in found):
                yield graph


def _of_body(asked: str, store: GraphStore) -> str:
    """The graph of the report of a body, by any of its names, on a year."""
    from pyoxigraph import Literal, NamedNode, Variable

    from fazhi.kg.iris import report_graph
    from fazhi.ontology.namespaces import XSD
    from fazhi.queries.names import resolve

    body, _, year = asked.rpartition("/")
    if body and year.isdecimal():
        given: dict[Variable, NamedNode | Literal] = {
            Variable("body"): resolve(store.dataset, "body", body),
            Variable("year"): Literal(year, datatype=NamedNode(f"{XSD}gYear")),
        }
        for row in store.select(_REPORT, given):
            if (graph := report_graph(row["report"].value, store.base)) in store.manifest.reports:
                return graph
    raise FazhiError(
        "no report and no file of the store; fazhi status and fazhi query reports list them",
        "图谱中没有这份报告或文件；fazhi status 和 fazhi query reports 可列出",
        at=asked,
    )
