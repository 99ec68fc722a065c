"""Reports taken out of a store, or whose files are gone from where they were."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fazhi.extractors.reading.files import archive_of, exists, holds_reports, inside
from fazhi.extractors.reading.source import ReadError
from fazhi.kg.iris import graphs_of_report
from fazhi.kg.report_files import Found
from fazhi.kg.store.files import real_path
from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.transaction import Transaction
from fazhi.ontology.errors import FazhiError


def remove_reports(transaction: Transaction, graphs: Sequence[str]) -> None:
    """Take out these reports: their graphs, what else is noted of them."""
    for graph in graphs:
        transaction.remove(*graphs_of_report(graph))
    transaction.manifest.drop(graphs)
    revised = transaction.settings.get("revisions", {})
    if left := {graph: digest for graph, digest in revised.items() if graph not in graphs}:
        transaction.settings["revisions"] = left
    else:
        transaction.settings.pop("revisions", None)


def report_name(graph: str, base: str) -> str:
    """BODY/YEAR of a report with this graph."""
    return graph.removeprefix(f"{base}graph/")


def gone_reports(manifest: Manifest, paths: Sequence[Path], found: Found) -> list[str]:
    """The graphs of reports all of whose files were in these folders and archives and are gone.

    ``found`` is what is there.
    """
    folders = [real_path(path) for path in paths if holds_reports(path)]
    there = {manifest.name_of(file) for file in found.files}
    return [
        graph
        for graph, names in manifest.names_by_graph().items()
        if there.isdisjoint(names)
        and (files := list(map(manifest.path_of, names)))
        and all(any(file.is_relative_to(folder) for folder in folders) for file in files)
        and all(map(is_gone, files))
    ]


def is_gone(file: Path) -> bool:
    """Whether a file is no longer there; one in an archive that cannot be read may be."""
    archive = archive_of(file)
    try:
        return not exists(file) and (archive is None or inside(archive) is not None)
    except (ReadError, OSError):
        return False


def check_mirrored(paths: Sequence[Path], found: Found) -> None:
    """Raise FazhiError if what was found at ``paths`` is not enough to tell which files are gone."""
    folders = [path for path in paths if holds_reports(path)]
    if not folders:
        raise FazhiError(
            "--mirror needs a folder or an archive of reports", "--mirror 须给出报告所在的文件夹或压缩包"
        )
    for folder in folders:
        if not any(_is_in(file, folder) for file in found.files):
            raise FazhiError(
                "no reports in there; --mirror would empty the store. Is its disk there?",
                "其中没有报告，--mirror 会清空图谱；请确认磁盘已挂载",
                at=folder,
            )
    for skipped in found.skipped:
        if holds_reports(Path(skipped.file)):
            raise FazhiError(
                f"{skipped.why.en}; with --mirror, its reports would be taken for gone",
                f"{skipped.why.zh}；使用 --mirror 时，其中的报告会被当作已删除",
                at=skipped.file,
            )


def _is_in(file: Path, folder: Path) -> bool:
    return file.is_relative_to(folder) or real_path(file).is_relative_to(real_path(folder))
