"""``fazhi extract``: the records of one report."""

from __future__ import annotations

from pathlib import Path

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.output import print_json_text
from fazhi.kg.commands.shared import (
    ReportPath,
    ocr_option,
    of_report,
    register_in_use,
    register_option,
    store_option,
)
from fazhi.kg.commands.terminal import complain
from fazhi.ontology.languages import both


@bilingual.command(
    help=both(
        "Print what is read out of one report, one JSON object a line.",
        "输出从一份报告中抽取的记录，每行一个 JSON 对象；start、end 为阅读文本中的字符位置。",
    ),
    short_help=both("Print the records of one report.", "输出一份报告的抽取记录"),
    examples=("fazhi extract examples/reports/qidong-life-health-park-2023.txt",),
)
@click.argument("file", type=ReportPath(exists=True, dir_okay=False, path_type=Path))
@ocr_option
@register_option
@store_option
def command(file: Path, ocr: bool, register_path: Path | None, store_path: Path) -> None:
    """Print the records of one report."""
    with register_in_use(register_path, store_path):
        records, is_report = of_report(file, ocr, _records_in)
    for record in records:
        print_json_text(record)
    if not is_report:
        unlike = both("does not look like a rule-of-law government report", "不像法治政府建设情况报告")
        complain(f"{file}: {unlike}")


def _records_in(file: Path, ocr: bool) -> tuple[list[str], bool]:
    """The records as JSON, and whether the file looks like a report."""
    from fazhi.kg.linking.report import read_report

    extraction = read_report(file, ocr=ocr).extraction
    return [record.to_json() for record in extraction.records], extraction.is_report
