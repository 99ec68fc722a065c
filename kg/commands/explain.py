"""``fazhi explain``: a report with every record marked in its text."""

from __future__ import annotations

from pathlib import Path

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.checked import of_linked, page_of
from fazhi.kg.commands.output import write_output
from fazhi.kg.commands.pages import pages_of
from fazhi.kg.commands.shared import (
    ReportPath,
    ocr_option,
    of_report,
    register_in_use,
    register_option,
    store_option,
)
from fazhi.kg.commands.terminal import complain, print_lines
from fazhi.ontology.languages import both


@bilingual.command(
    help=both(
        "Write a page that shows a report with each record marked in its text, and the rule that "
        "found it.\n\n"
        "Of a PDF the pages are shown beside the text, the first 60 at most, with the records "
        "marked on them.\n\n"
        "What persons revised in the store (fazhi revise) is shown as they said, with their "
        "names.\n\n"
        "The findings of fazhi check and its summary are on the page too; fazhi check -o has "
        "them alone.",
        "生成网页：在报告原文中标出每条抽取结果及其规则，以及检查出的问题。\n\n"
        "PDF 的各页（至多前60页）附在文字旁，抽取结果同时标在页面上。\n\n"
        "知识图谱中的审校（fazhi revise）一并反映，并注明审校人。\n\n"
        "只要检查结果，用 fazhi check -o。",
    ),
    short_help=both("Mark the records in a report's text.", "在原文中标注"),
    examples=("fazhi explain examples/reports/qidong-life-health-park-2023.txt -o report.html",),
)
@click.argument("file", type=ReportPath(exists=True, dir_okay=False, path_type=Path))
@bilingual.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=both("File of the page; FILE.html by default.", "网页文件；缺省为 FILE.html"),
)
@ocr_option
@register_option
@store_option
def command(file: Path, output: Path | None, ocr: bool, register_path: Path | None, store_path: Path) -> None:
    """Write the page of a report."""
    with register_in_use(register_path, store_path):
        page, records, trouble = of_report(file, ocr, _page_of, store_path)
    if trouble:
        complain(trouble)
    output = output or Path(f"{file.stem}.html")
    write_output(page.encode(), output)
    print_lines([f"{output}: {records} {both('records', '条记录')}"], stderr=True)


def _page_of(file: Path, ocr: bool, store: Path) -> tuple[str, int, str]:
    """The page, the number of records marked in it, and what trouble the store gave."""
    from fazhi.kg.linking.report import read_report
    from fazhi.kg.store.opening import base_of
    from fazhi.kg.store.revisions import OfReport, RevisionFiles

    report = read_report(file, ocr=ocr, revisions=OfReport(RevisionFiles(store), base_of(store)))
    found = of_linked(report, (), store)
    page = page_of(report, file.name, found, records=True, pages=pages_of(file, report, ocr=ocr))
    return page, len(report.extraction.records), found.trouble
