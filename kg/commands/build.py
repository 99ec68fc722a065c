"""``fazhi build``: read reports into the store."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.progress import Progress
from fazhi.kg.commands.shared import ReportPath, ocr_option, read_register
from fazhi.kg.commands.terminal import complain, console, print_lines
from fazhi.ontology.languages import Both, both, read_in

if TYPE_CHECKING:
    from rich.table import Table

    from fazhi.kg.build_summary import BuildSummary
    from fazhi.kg.remote_store import Published, RemoteStore
    from fazhi.kg.store.graph_store import GraphStore

#: A substituted variable must also be selected; a class without members yields no row.
_COUNT = "SELECT ?class (COUNT(*) AS ?n) { ?node a ?class } GROUP BY ?class"

_INTERRUPTED = both(
    "the store is as it was; what was read so far is kept, and the next build goes on from there",
    "图谱未变；已读内容保留，下次构建从此处继续",
)


class StorePlace(click.Path):
    """The directory of a store, or the address of a remote one (a text)."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if _is_address(value) else super().convert(value, param, ctx)


@bilingual.command(
    help=both(
        "Read reports (text, Word, PDF, web pages, or directories and ZIP archives of them) into "
        "the store.\n\n"
        "Issuer and year that a report lacks are given here, or to stay in NAME.meta.yaml beside "
        "it (issuer, year, source_url, retrieved), or for a whole folder in sources.csv (file, "
        "url, retrieved, issuer, year): every later run reads them.\n\n"
        "With --register, instruments, obligations, indicators, publicity days and bodies of "
        "your own count too (fazhi register makes a table to fill in). The store keeps a copy in "
        "STORE/register, and all its reports are linked anew without being read again.\n\n"
        "With no files, what persons revised since (fazhi revise) is applied, without the files "
        "of the reports.\n\n"
        "With --publish, each named graph that has changed since it was last sent is replaced in "
        "a remote store (Oxigraph, Fuseki, GraphDB …), and what is gone is deleted there; "
        "--rebuild sends all again. A user and a password may stand in the address "
        "(http://USER:PASSWORD@…).\n\n"
        "With --cluster, many machines read; they need this version of fazhi, and the reports at the same "
        "paths (docs/scale.md).",
        "读取报告（文本、Word、PDF、网页，或目录、ZIP 压缩包），写入知识图谱。内容未变的文件不会"
        "重复写入。\n\n"
        "缺少的单位和年度可用选项提供，或写入同名 .meta.yaml 文件；整个文件夹写入 sources.csv，列"
        "为文件、网址、获取日期、单位、年度。\n\n"
        "--register 加入自有名录（fazhi register 生成待填表格）；名录存入知识图谱，已读报告重新关"
        "联，无需重读。\n\n"
        "不给文件时，将此后的审校（fazhi revise）写入图谱，无需原文件。\n\n"
        "--publish 把变动的命名图写入远程三元组库，已移除的在那里删除；--rebuild 全部重新发送。\n\n"
        "--cluster 用多台机器读取；各机器须装同一版本的 fazhi，报告在相同路径（docs/scale.md）。",
    ),
    short_help=both("Read reports into the store.", "读取报告，写入图谱"),
    examples=(
        "fazhi build examples/reports",
        "fazhi build --register examples/own-register.csv",
        "fazhi build examples/reports --publish http://localhost:7878/store",
        "fazhi build /shared/reports --cluster tcp://10.0.0.1:8786",
    ),
)
@click.argument("paths", nargs=-1, type=ReportPath(exists=True, path_type=Path))
@bilingual.option(
    "--force",
    is_flag=True,
    help=both("Take texts that do not look like such a report.", "不像法治政府建设报告的也收入"),
)
@bilingual.option(
    "--rebuild",
    is_flag=True,
    help=both("Make again what is damaged or missing, and the index.", "修复损坏或缺失的部分，重建索引"),
)
@bilingual.option(
    "--issuer",
    help=both("Issuer of a single report that names none.", "报告单位（仅用于单份报告）"),
)
@bilingual.option(
    "--year",
    type=click.IntRange(1949, 2100),
    help=both("Its year.", "报告年度（仅用于单份报告）"),
)
@bilingual.option(
    "--register",
    "register_path",
    type=click.Path(path_type=Path),
    help=both(
        "Own register, for this store from now on; an empty folder takes it away.", "自有名录，空文件夹即撤销"
    ),
)
@bilingual.option(
    "--base",
    help=both("Base IRI of a new store's resources; ends in /.", "资源 IRI 的前缀"),
)
@bilingual.option(
    "--json",
    "as_json",
    is_flag=True,
    help=both("Summary as JSON on standard output.", "以 JSON 输出结果"),
)
@ocr_option
@bilingual.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help=both(
        "Reports read at once, each in a process of its own; by default one for each CPU.",
        "同时读取的报告数，每份一个进程；缺省为 CPU 数",
    ),
)
@bilingual.option(
    "--cluster",
    "cluster_address",
    metavar="ADDRESS",
    help=both(
        "Read on a Dask cluster: the address of its scheduler (tcp://HOST:8786), or its scheduler file.",
        "在 Dask 集群上读取：调度器地址（tcp://主机:8786）或调度器文件",
    ),
)
@bilingual.option(
    "--mirror",
    is_flag=True,
    help=both(
        "Take out the reports whose files are gone from the folders given.",
        "所给文件夹中已不存在的文件，其报告从图谱移除",
    ),
)
@bilingual.option(
    "--publish",
    "address",
    metavar="ADDRESS",
    help=both(
        "Afterwards send what has changed to a remote SPARQL store by the Graph Store Protocol.",
        "随后把变动的图发送到远程存储",
    ),
)
@bilingual.option(
    "--store",
    "place",
    type=StorePlace(path_type=Path, file_okay=False),
    default="fazhi-store",
    envvar="FAZHI_STORE",
    show_default=True,
    help=both(
        "Directory of the store; FAZHI_STORE sets another default. http://…: --publish there, "
        "from a store that is kept in the user's data.",
        "知识图谱所在目录；给出网址时保存在用户数据目录并发送到该处",
    ),
)
def command(
    paths: tuple[Path, ...],
    force: bool,
    rebuild: bool,
    issuer: str | None,
    year: int | None,
    register_path: Path | None,
    base: str | None,
    as_json: bool,
    ocr: bool,
    jobs: int | None,
    cluster_address: str | None,
    mirror: bool,
    address: str | None,
    place: Path | str,
) -> None:
    """Read reports into the store."""
    if isinstance(place, str) and address:
        raise wrong_use("--publish goes with a local --store", "--publish 与本地 --store 同用")
    if jobs and cluster_address:
        raise wrong_use("--jobs does not go with --cluster", "--jobs 不能与 --cluster 同用")
    issuer = issuer.strip() if issuer else None
    from fazhi.extractors.reading.files import ARCHIVE, SUFFIXES
    from fazhi.kg.build import build
    from fazhi.kg.cluster import Cluster
    from fazhi.kg.commands.results import print_json
    from fazhi.kg.linking.given import Given
    from fazhi.kg.outcomes import outcomes
    from fazhi.kg.remote_store import RemoteStore
    from fazhi.kg.report_files import find_files
    from fazhi.kg.store.opening import open_store
    from fazhi.kg.store.revisions import FOLDER

    address = place if isinstance(place, str) else address
    remote = RemoteStore(address) if address else None
    store_path = _kept_for(remote) if remote and isinstance(place, str) else Path(place)
    # Where the last revision was taken back, only the folder is left of them.
    if not (paths or rebuild or register_path or remote or (store_path / FOLDER).is_dir()):
        raise wrong_use(
            "give files or directories of reports, --register, --publish or --rebuild",
            "请给出报告文件或目录，或者 --register、--publish、--rebuild",
        )
    found = find_files(paths, besides=store_path, pictures=ocr)
    if (issuer or year) and (len(paths) != 1 or paths[0].is_dir() or len(found.files) > 1):
        raise wrong_use(
            "--issuer and --year are for a single file; for several write NAME.meta.yaml or sources.csv",
            "--issuer 和 --year 只用于单个文件；几个文件请写入 NAME.meta.yaml 或 sources.csv",
        )
    if paths and not found.files and not found.skipped and not mirror:
        forms = ", ".join((*SUFFIXES, ARCHIVE))
        raise wrong_use(
            f"no files of reports ({forms}; pictures with --ocr)",
            f"没有报告文件（{forms}；图片须加 --ocr）",
            at=", ".join(map(str, paths)),
        )
    register = read_register(register_path) if register_path else None
    reader = Cluster(cluster_address).outcomes if cluster_address else partial(outcomes, jobs=jobs)
    with open_store(store_path, base=base, rebuild=rebuild) as store:
        try:
            with Progress(both("reading", "读取")) as progress:
                summary = build(
                    paths,
                    store,
                    force=force,
                    rebuild=rebuild,
                    given=Given(issuer=issuer, year=year),
                    register=register,
                    ocr=ocr,
                    mirror=_tell_gone if mirror else None,
                    progress=progress.show,
                    reader=reader,
                )
        except KeyboardInterrupt:
            complain(str(_INTERRUPTED))
            raise
        stored = _stored_records(store)
        published = _published(store, remote, again=rebuild) if remote else None
    # Printing may fail (closed pipe); the store is complete by now.
    if as_json:
        print_json(summary.to_dict() | (_told(remote, published) if remote and published else {}))
    else:
        _report(summary, stored, store_path, asked=bool(paths))
    if published and remote and not as_json:
        counts = _counts(
            (both("sent", "已发送"), len(published.sent)),
            (both("deleted", "已删除"), len(published.deleted)),
            (both("unchanged", "未变"), published.unchanged),
        )
        print_lines([f"{remote.address}: {counts}"])
    if summary.lost or (paths and not summary.in_store) or (remote and not published):
        raise SystemExit(2)


def _is_address(place: Any) -> bool:
    return isinstance(place, str) and place.lower().startswith(("http://", "https://"))


def _kept_for(remote: RemoteStore) -> Path:
    """Where the store is kept from which a remote one is filled: in the user's data, not a cache."""
    home = (
        os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".local" / "share"
    )
    name = re.sub(r"[^A-Za-z0-9.]+", "-", remote.address.partition("//")[2]).strip("-.")[:80]
    digest = hashlib.sha256(remote.address.encode()).hexdigest()[:8]
    return Path(home) / "fazhi" / "stores" / f"{name}-{digest}"


def _published(store: GraphStore, remote: RemoteStore, *, again: bool) -> Published | None:
    """What was sent to the remote store; None where that failed, which standard error tells."""
    from fazhi.kg.remote_store import RemoteError, publish

    try:
        with Progress(both("sending", "发送")) as progress:
            return publish(store, remote, again=again, progress=progress.show)
    except RemoteError as error:
        rest = both(
            "the local store is complete, and the next run sends the rest",
            "本地存储已完成，其余由下一次运行发送",
        )
        complain(f"{error}; {rest}")
        return None


def _told(remote: RemoteStore, published: Published) -> dict[str, Any]:
    told = {"sent": published.sent, "deleted": published.deleted, "unchanged": published.unchanged}
    return {"published": {"address": remote.address, **told}}


def _report(summary: BuildSummary, stored: dict[str, int], store_path: Path, *, asked: bool) -> None:
    for lost in summary.lost:
        complain(f"{both('lost', '丢失')}: {lost.file}: {lost.reason}")
    if not summary.in_store and len(summary.skipped) == 1:
        only = summary.skipped[0]
        complain(f"{only.file}: {only.reason}")
        return
    if asked:
        counts = _counts(
            (both("added", "新增"), len(summary.added)),
            (both("replaced", "更新"), len(summary.replaced)),
            (both("unchanged", "未变"), len(summary.unchanged)),
            (both("skipped", "跳过"), len(summary.skipped)),
        )
        print_lines([counts])
    if summary.skipped_before:
        print_lines([str(_as_before(summary.skipped_before))])
    if summary.missing:
        print_lines([str(_missing(len(summary.missing)))])
    if summary.made_again:
        again = both("made again from what was read of them", "由阅读结果重新生成")
        print_lines([f"{again} {len(summary.made_again)}"])
    console().print(_table(summary, stored))
    print_lines(
        str(
            both(
                f"replaced: {file} in place of {other}, on the same body and year",
                f"更新: {file} 取代 {other}，单位和年度相同",
            )
        )
        for file, other in summary.instead_of.items()
    )
    print_lines(f"{both('note', '注意')}: {notice.file}: {notice.reason}" for notice in summary.notices)
    print_lines(f"{both('skipped', '跳过')}: {skipped.file}: {skipped.reason}" for skipped in summary.skipped)
    if stored.get("report"):
        where = "" if str(store_path) == "fazhi-store" else f" --store {store_path}"
        print_lines(["", f"{both('Next', '接下来')}:"])
        commands = ("query", "query enforcement-cases", "view all -o fazhi.html")
        print_lines(f"  fazhi {line}{where}" for line in commands)


def _counts(*counts: tuple[Both, int]) -> str:
    """Numbers on one line: ``added 新增 2, replaced 更新 0``."""
    return str(both(", ", "，") if read_in() else ", ").join(f"{what} {number}" for what, number in counts)


def _tell_gone(reports: Sequence[str]) -> None:
    """Say which reports are about to be taken out."""
    number = len(reports)
    told = both(
        f"{number} reports whose files are gone are removed: {', '.join(reports)}",
        f"移除文件已不存在的报告{number}份：{'、'.join(reports)}",
    )
    complain(str(told))


def _as_before(number: int) -> Both:
    return both(
        f"skipped before, unchanged, not read again: {number} (--rebuild reads them)",
        f"此前已跳过、内容未变、未重读：{number}（--rebuild 可重读）",
    )


def _missing(number: int) -> Both:
    return both(
        f"{number} reports have lost their files and stay; fazhi status lists them, --mirror removes them",
        f"{number}份报告的文件已不存在，报告仍保留；fazhi status 列出，--mirror 移除",
    )


def _stored_records(store: GraphStore) -> dict[str, int]:
    """The number of records of each type in the store."""
    from pyoxigraph import Variable

    from fazhi.kg.graph.terms import iri
    from fazhi.ontology.record_types import record_types

    return {
        found.id: sum(
            int(row["n"].value) for row in store.select(_COUNT, {Variable("class"): iri(found.class_)})
        )
        for found in record_types().values()
    }


def _table(summary: BuildSummary, stored: dict[str, int]) -> Table:
    from rich.table import Table

    from fazhi.ontology.record_types import record_types

    table = Table(box=None, pad_edge=False)
    table.add_column(str(both("record", "记录")))
    table.add_column(str(both("read in this run", "本次读到（处）")), justify="right")
    table.add_column(str(both("facts stored", "图谱中（项）")), justify="right")
    for found in record_types().values():
        name = str(both(found.label_en, found.label_zh))
        table.add_row(name, str(summary.records[found.id]), str(stored[found.id]))
    return table
