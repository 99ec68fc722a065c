"""``fazhi brief``: one or two pages on a body's report to take into a meeting, or on all bodies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands import bilingual, completion
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.output import write_output
from fazhi.kg.commands.shared import store_option
from fazhi.kg.commands.terminal import print_lines
from fazhi.ontology.languages import both, read_in

if TYPE_CHECKING:
    from fazhi.web.brief.file import PaperSite
    from fazhi.web.brief.parts import Brief

#: The forms of a brief in a file, which are its suffixes.
FORMS = (".html", ".docx")


@bilingual.command(
    help=both(
        "Write a brief on a body's report: what stands out, key figures beside last year's and the median of "
        "its kind, laws, obligations, problems, what became of plans.\n\n"
        "Every line has a number that leads to its sentence. Not reported is not “not done”. --all: an "
        "overview of all bodies, with who speaks of how much.",
        "生成单位一份报告的要点，一两页：值得注意之处、主要数据（与上年、同类单位的中位数对照）、引用的法律文件、"
        "法定义务、问题、上年计划的后续。\n\n"
        "每一条都注明出处。“没有写到”不等于没有做。--all：全部单位的概览，含排序。",
    ),
    short_help=both("Write a brief on a body's report for a meeting.", "生成供会议使用的要点"),
    examples=(
        "fazhi brief 启东生命健康产业园",
        "fazhi brief 启东生命健康产业园 --year 2023 -o brief.docx",
        "fazhi brief --all -o overview.html",
    ),
)
@click.argument("body", required=False, shell_complete=completion.bodies)
@bilingual.option(
    "--all", "everybody", is_flag=True, help=both("An overview of all bodies.", "全部单位的概览")
)
@bilingual.option("--year", help=both("Year reported on; the newest when not given.", "报告年度；缺省为最新"))
@bilingual.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=both(
        "File: .html (prints on A4) or .docx; text when not given.",
        "输出文件：.html（可打印在 A4 纸上）或 .docx；缺省为文字",
    ),
)
@bilingual.option(
    "--base-url",
    default="",
    metavar="URL",
    help=both(
        "Address of fazhi serve, to whose pages the links then lead.", "fazhi serve 的网址，链接指向其网页"
    ),
)
@store_option
def command(
    body: str | None,
    everybody: bool,
    year: str | None,
    output: Path | None,
    base_url: str,
    store_path: Path,
) -> None:
    """Print the brief, or write it to a file."""
    if bool(body) == everybody:
        raise wrong_use("name a body, or give --all", "请给出单位名称，或加 --all")
    if output and output.suffix.lower() not in FORMS:
        raise wrong_use("name the file .html or .docx", "文件名请以 .html 或 .docx 结尾", at=output)
    from fazhi.kg.store.opening import open_store
    from fazhi.web.brief.file import PaperSite

    with open_store(store_path, read_only=True) as store:
        site = PaperSite(store, read_in() or "zh", base_url)
        brief = _brief(site, body, year or "")
        if output is None:
            from fazhi.web.brief.text import to_lines

            print_lines(to_lines(brief))
            return
        write_output(_written(site, brief, output.suffix.lower()), output)
    print_lines([f"{output}: {brief.title}"], stderr=True)


def _brief(site: PaperSite, body: str | None, year: str) -> Brief:
    """The brief of the body that a name means, or of all."""
    if body is None:
        from fazhi.web.brief.overview import overview

        return overview(site, year)
    from fazhi.queries.names import resolve
    from fazhi.web.brief.body import body_brief
    from fazhi.web.content.things import bodies

    return body_brief(site, bodies(site.store)[resolve(site.store.dataset, "body", body).value], year)


def _written(site: PaperSite, brief: Brief, form: str) -> bytes:
    if form == ".docx":
        from fazhi.web.brief.docx import to_docx

        return to_docx(brief)
    from fazhi.web.brief.file import to_html

    return to_html(site, brief).encode("utf-8", "replace")
