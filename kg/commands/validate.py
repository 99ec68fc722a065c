"""``fazhi validate``: check the store with SHACL and OWL."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.shared import store_option
from fazhi.kg.commands.terminal import print_lines
from fazhi.ontology.languages import both

if TYPE_CHECKING:
    from fazhi.kg.output.validation import Spread, Violation

#: What the check of a batch may take: a hundred times what it does.
_SECONDS = 300


@bilingual.command(
    help=both(
        "Check every report's graph against the SHACL shapes, and the ontology with ten reports and what "
        "they cite by OWL.\n\n"
        "Before that, the store's files are checked for damage. Exit code 1 where something does not "
        "conform.",
        "先检查图谱文件有无损坏，再用 SHACL 形状逐份检查报告图，并用 OWL 推理机检查本体和十份报告及其所引"
        "是否一致。有问题时退出码为 1。",
    ),
    short_help=both("Check the graphs with SHACL and OWL.", "用 SHACL、OWL 校验图谱"),
    examples=("fazhi validate",),
)
@bilingual.option(
    "--owl/--no-owl",
    default=True,
    help=both(
        "Also reason with HermiT, where Java is there.", "有 Java 时另用 HermiT 作 OWL 推理（--no-owl 不作）"
    ),
)
@bilingual.option(
    "--json",
    "as_json",
    is_flag=True,
    help=both("Results as JSON.", "以 JSON 输出结果"),
)
@bilingual.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help=both(
        "Processes that check reports at once; by default one for each CPU.",
        "同时校验报告的进程数；缺省为 CPU 数",
    ),
)
@store_option
def command(owl: bool, as_json: bool, jobs: int | None, store_path: Path) -> None:
    """Check the store; exit code 1 where it does not conform."""
    from fazhi.kg.commands.results import print_json
    from fazhi.kg.output.parts import report_graphs
    from fazhi.kg.output.validation import (
        SAMPLE,
        TOGETHER,
        has_java,
        shared_graphs,
        unsatisfiable_classes,
        violations,
    )
    from fazhi.kg.store.opening import open_store
    from fazhi.kg.workers import cpu_count

    with open_store(store_path, read_only=True) as store:
        store.check_files()
        graphs = report_graphs(store)
        reasoned = owl and has_java()
        # First, since it also tells what is not installed.
        empty = unsatisfiable_classes(store) if reasoned else []
        if jobs is None:
            jobs = cpu_count() if len(graphs) > TOGETHER else 1
        spread = _in_children(jobs) if jobs > 1 else None
        found = violations(store, *graphs, *shared_graphs(store), spread=spread)
    if as_json:
        print_json({"graphs": graphs, "violations": [asdict(v) for v in found], "unsatisfiable": empty})
    else:
        _report(len(graphs), found)
        if reasoned:
            told = f"{both('classes without members', '空类')}: {', '.join(empty)}"
            of = both(
                f"the ontology, and {min(len(graphs), SAMPLE)} of {len(graphs)} reports with what they cite",
                f"本体，以及{len(graphs)}份报告中的{min(len(graphs), SAMPLE)}份及其所引",
            )
            print_lines([f"OWL: {of}, {told if empty else both('consistent', '一致')}"])
        elif owl:
            print_lines([f"OWL: {both('not checked, Java is not installed', '未检查（没有 Java）')}"])
    if found or empty:
        raise SystemExit(1)


def _in_children(jobs: int) -> Spread:
    """Checks so many batches at once, each in a child process."""
    from fazhi.kg.workers import Limits, call, spread

    limits = Limits(seconds=_SECONDS)
    return lambda check, batches: spread(lambda batch: call(limits, check, batch), batches, jobs=jobs)


def _report(graphs: int, found: list[Violation]) -> None:
    conclusion = f"{len(found)} {both('violations', '处不符')}" if found else both("all conform", "全部符合")
    print_lines([f"SHACL: {graphs} {both('report graphs', '份报告图')}, {conclusion}"])
    for shape, group in groupby(found, key=lambda violation: violation.shape):
        members = list(group)
        message = both(members[0].message_en or "", members[0].message_zh or members[0].message_en or "")
        print_lines(["", f"{shape} ×{len(members)}: {message}"])
        for violation in members[:10]:
            print_lines([f"  {violation.node}" + (f" ({violation.value})" if violation.value else "")])
        if len(members) > 10:
            print_lines([f"  … {len(members) - 10} {both('more', '处从略')}"])
