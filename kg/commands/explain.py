"""``fazhi explain``: a report with every record marked in its text."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from fazhi.kg.commands.output import write_output
from fazhi.kg.commands.shared import ReportPath, of_report, register_in_use, register_option, store_option
from fazhi.kg.commands.terminal import print_lines, shown


@click.command(short_help="Mark the records in a report's text. 在原文中标注")
@click.argument("file", type=ReportPath(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of the page; FILE.html by default. 网页文件",
)
@register_option
@store_option
def command(file: Path, output: Path | None, register_path: Path | None, store_path: Path) -> None:
    """Write a page that shows a report with each record marked in its text, and the rule that found it.

    生成网页：在报告原文中标出每条抽取结果及其规则。

    \b
    Example 示例:
      fazhi explain examples/reports/qidong-life-health-park-2023.txt -o report.html
    """
    with register_in_use(register_path, store_path):
        page, records = of_report(file, _page_of, file)
    output = output or Path(f"{file.stem}.html")
    write_output(page.encode(), output)
    print_lines([f"{output}: {records} records 记录"], stderr=True)


def _page_of(file: Path) -> tuple[str, int]:
    """The page, and the number of records marked in it."""
    from fazhi.kg.linking.report import read_report
    from fazhi.viz.marked import marked_page

    report = read_report(file)
    extraction = report.extraction
    page = marked_page(
        title=report.report.fields.get("title") or shown(file.name),
        text=extraction.document.text,
        records=[record.to_dict() for record in extraction.records],
        sections=[asdict(section) for section in extraction.sections],
    )
    return page, len(extraction.records)
