"""``fazhi status``: what is in the store, where it came from, what has changed since."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.shared import near, store_option
from fazhi.kg.commands.terminal import console, print_lines, shown
from fazhi.ontology.languages import Both, both

if TYPE_CHECKING:
    from fazhi.kg.status import Status

#: So many bodies, files and reports of a kind are listed in a terminal; JSON has all.
_SHOWN = 20


@bilingual.command(
    help=both(
        "Show what is in the store: reports by body and year, revisions, the own register, its size; where "
        "they came from and what was skipped; and what has changed since on disk, which is what the next "
        "build would do. Nothing is written.",
        "显示图谱中有什么：各单位各年度的报告、审校、自有名录、大小；来自哪些文件夹，跳过了什么；此后磁盘上有何"
        "变化，即下次构建会做什么。不写入任何内容。",
    ),
    short_help=both("Show what the store has, and what changed since.", "图谱现状和此后的变化"),
    examples=("fazhi status", "fazhi status --format json"),
)
@bilingual.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help=both("Form of the answer; json has all.", "输出格式；json 列出全部"),
)
@store_option
def command(form: str, store_path: Path) -> None:
    """Show what is in the store."""
    from fazhi.kg.commands.results import print_json
    from fazhi.kg.status import status_of
    from fazhi.kg.store.opening import open_store

    with open_store(store_path, read_only=True) as store:
        status = status_of(store)
    if form == "json":
        print_json(status.to_dict())
        return
    print_lines(_head(status))
    if status.reports:
        _print_bodies(status)
    print_lines(_sources(status))
    print_lines(_since(status, store_path))


def _head(status: Status) -> Iterator[str]:
    years = Counter(report.year for report in status.reports if report.year)
    bodies = len({report.body for report in status.reports if report.body})
    yield str(
        both(
            f"{status.store}: {len(status.reports)} reports of {bodies} bodies",
            f"{status.store}：{bodies}个单位的{len(status.reports)}份报告",
        )
    )
    lines = [
        (both("by year", "按年度"), ", ".join(f"{year}: {number}" for year, number in sorted(years.items()))),
        (
            both("last changed", "最近变动"),
            f"{status.written.replace('T', ' ').replace('+00:00', ' UTC')}, fazhi {status.program}",
        ),
        (
            both("revisions", "审校"),
            str(
                both(
                    f"{sum(status.revisions.values())} of {len(status.revisions)} reports",
                    f"{len(status.revisions)}份报告共{sum(status.revisions.values())}条",
                )
            )
            if status.revisions
            else "",
        ),
        (
            both("own register", "自有名录"),
            ""
            if status.own_entries is None
            else str(both(f"{status.own_entries} entries", f"{status.own_entries}条")),
        ),
        (both("size", "大小"), _size(status)),
    ]
    yield from (f"  {name}: {text}" for name, text in lines if text)


def _size(status: Status) -> str:
    names = {
        "graphs": both("graph files", "图文件"),
        "index": both("index", "索引"),
        "readings": both("readings", "阅读结果"),
        "search": both("search", "检索"),
    }
    parts = [f"{names[part]} {_bytes(status.sizes[part])}" for part in names if status.sizes[part]]
    return f"{_bytes(status.sizes['all'])} ({', '.join(parts)})"


def _bytes(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number > 99_000 else f"{number / 1e3:.0f} kB"


def _print_bodies(status: Status) -> None:
    from rich.table import Table

    years: dict[str, list[str]] = defaultdict(list)
    for report in status.reports:
        years[report.body or report.name].append(report.year or "?")
    table = Table(box=None, pad_edge=False)
    table.add_column(str(both("body", "单位")))
    table.add_column(str(both("reports", "份数")), justify="right")
    table.add_column(str(both("years", "年度")))
    for body in list(years)[:_SHOWN]:
        table.add_row(shown(body), str(len(years[body])), " ".join(years[body]))
    print_lines([""])
    console().print(table)
    if (more := len(years) - _SHOWN) > 0:
        print_lines(
            [f"… {both(f'and {more} more (fazhi query reports)', f'另有{more}个（fazhi query reports）')}"]
        )


def _sources(status: Status) -> Iterator[str]:
    reports = {
        place: f"{place}: {both(f'{n} reports', f'{n}份报告')}" for place, n in _places(status).items()
    }
    yield from _listed(both("from", "来源"), list(reports.values()))
    yield from _listed(
        both("skipped", "跳过"), [f"{near(file)}: {reason}" for file, reason in status.skipped]
    )


def _places(status: Status) -> dict[str, int]:
    """The folders from which the reports came, with how many: those searched, then those of other files."""
    found = dict.fromkeys(status.folders, 0)
    for file in (Path(file) for report in status.reports for file in report.files):
        folder = next((folder for folder in status.folders if file.is_relative_to(folder)), str(file.parent))
        found[folder] = found.get(folder, 0) + 1
    return {near(folder): number for folder, number in found.items()}


def _since(status: Status, store_path: Path) -> Iterator[str]:
    since = status.since
    if not since:
        yield ""
        yield str(both("Nothing has changed since.", "此后没有变化。"))
        return
    yield from _listed(both("new since", "新增文件"), list(map(near, since.new)))
    yield from _listed(both("changed since", "已改动"), list(map(near, since.changed)))
    yield from _listed(both("files gone", "文件已不存在"), since.gone)
    yield from _listed(both("folders gone", "文件夹已不存在"), list(map(near, since.folders)))
    yield from _listed(both("revised, not yet applied", "审校尚未写入"), since.revised)
    yield ""
    if number := len(since.read_again):
        yield str(both(f"Another version read {number} reports.", f"{number}份报告由其他版本读取。"))
    if since.reference:
        yield str(both("The reference data are those of another version.", "参考数据来自其他版本。"))
    command = ["fazhi build", *(place for place in _places(status) if Path(place).exists())]
    command += ["--ocr"] if status.ocr else []
    command += ["--mirror"] if since.gone else []
    command += [] if str(store_path) == "fazhi-store" else [f"--store {store_path}"]
    yield f"{both('To bring it up to date', '更新图谱')}: {' '.join(command)}"


def _listed(title: Both, items: Sequence[str]) -> Iterator[str]:
    """A heading with the number of items, and the first of them."""
    if items:
        yield ""
        yield f"{title} ({len(items)})"
        yield from (f"  {item}" for item in items[:_SHOWN])
    if (more := len(items) - _SHOWN) > 0:
        yield f"  … {both(f'and {more} more (--format json)', f'另有{more}项（--format json）')}"
