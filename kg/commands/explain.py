"""``fazhi explain``: a report with every record marked in its text."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from fazhi.kg.commands.shared import of_report, register_in_use, register_option, store_option


@click.command(short_help="Mark the records in a report's text. 在原文中标注")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
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
    from fazhi.viz.marked import write_marked_page

    with register_in_use(register_path, store_path):
        content = of_report(file, _content_of, file)
        page = output or Path(f"{file.stem}.html")
        write_marked_page(page, **content)
    click.echo(f"{page}: {len(content['records'])} records 记录", err=True)


def _content_of(file: Path) -> dict[str, Any]:
    """What the page shows, as :func:`fazhi.viz.marked.write_marked_page` takes it."""
    from fazhi.kg.linking.report import read_report

    report = read_report(file)
    return {
        "title": report.report.fields.get("title") or file.name,
        "text": report.extraction.document.text,
        "records": [record.to_dict() for record in report.extraction.records],
        "sections": [asdict(section) for section in report.extraction.sections],
    }
