"""A report in every form in which reports come, made by the programs that people make it with.

A form is a function from reports and an empty folder to the files' content, in the order of the reports.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from jinja2 import Environment, FileSystemLoader

from fazhi.extractors import Document, read_file

from ..chromium import has_chinese_font
from ..extractors.paper import Around, Paper, head_and_foot, numbered
from .programs import CHROMIUM, SOFFICE, Chromium, converted


@dataclass(frozen=True)
class Report:
    """A report as its text has it."""

    path: Path

    @cached_property
    def document(self) -> Document:
        return read_file(self.path)

    @cached_property
    def metadata(self) -> list[list[str]]:
        """The rows of the portal's metadata block; a line of labels is a row of one cell."""
        lines = {self.document.source_line(start): None for start, _ in self.document.metadata_spans.values()}
        texts = [self.document.source_text[start:end] for start, end in sorted(lines)]
        rows = [[cell.strip() for cell in re.split(r"[|\t]", text.strip(" |"))] for text in texts]
        return [
            row if len(row) == 1 else [cell if at % 2 else cell.rstrip("：") for at, cell in enumerate(row)]
            for row in rows
        ]

    @cached_property
    def paragraphs(self) -> list[str]:
        return self.document.text.split("\n")

    @property
    def has_title(self) -> bool:
        """Whether the first paragraph is a title and no prose."""
        return self.paragraphs[0].endswith(("报告", "总结", "汇报", "情况"))


Make = Callable[[Sequence[Report], Path], list[bytes]]


# Text


def text_in(encoding: str) -> Make:
    return lambda reports, _: [report.path.read_text("utf-8").encode(encoding) for report in reports]


# Word files


def word(reports: Sequence[Report], _: Path) -> list[bytes]:
    """As official documents are set (GB/T 9704): a large title, indents of two characters, page numbers."""
    return [_saved(_word(report)) for report in reports]


def pasted_into_word(reports: Sequence[Report], _: Path) -> list[bytes]:
    """Each line of the text is a paragraph, furniture and broken lines included."""
    files = []
    for report in reports:
        document = docx.Document()
        for line in report.document.source_text.splitlines():
            document.add_paragraph(line)
        files.append(_saved(document))
    return files


def by_libreoffice(*ways: str) -> Make:
    """Word files taken by LibreOffice from one form to the next."""

    def make(reports: Sequence[Report], folder: Path) -> list[bytes]:
        files = _written(word(reports, folder), reports, folder, "docx")
        for number, form in enumerate(ways):
            files = converted(files, form, folder / str(number))
        return [file.read_bytes() for file in files]

    return make


def _word(report: Report) -> docx.document.Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin = Mm(28), Mm(26), Mm(37)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋_GB2312", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    style.paragraph_format.line_spacing, style.paragraph_format.space_after = Pt(28), Pt(0)
    for row in report.metadata:
        if len(row) == 1:
            document.add_paragraph(row[0])
            continue
        table = document.add_table(1, len(row))
        table.style = "Table Grid"
        for cell, text in zip(table.rows[0].cells, row, strict=True):
            cell.text = text
    for number, text in enumerate(report.paragraphs):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        if number == 0 and report.has_title:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run.font.size = Pt(22)
        else:
            paragraph.paragraph_format.first_line_indent = Pt(32)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot._p.append(number)
    foot.add_run(" —")
    return document


def _saved(document: docx.document.Document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


# Web pages


def page(reports: Sequence[Report], _: Path) -> list[bytes]:
    return [_page(report).encode() for report in reports]


def page_of_lines(reports: Sequence[Report], _: Path) -> list[bytes]:
    """Pages of one paragraph with line breaks, indented by spaces, that declare another encoding."""
    head = "<html><head><meta charset='utf-8'></head><body><table><tr><td>"
    pages = []
    for report in reports:
        lines = [*map(" | ".join, report.metadata), *("\xa0\u2003" + text for text in report.paragraphs)]
        pages.append((head + "<br>".join(map(escape, lines))).encode("gb18030"))
    return pages


def _page(report: Report) -> str:
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in report.metadata
    )
    title = f"<h1>{escape(report.paragraphs[0])}</h1>" if report.has_title else ""
    body = "".join(f"<p>{escape(each)}</p>" for each in report.paragraphs[report.has_title :])
    return (
        "<!DOCTYPE html><html lang='zh-CN'><head><meta charset='utf-8'><title>政务公开</title>"
        "<style>p { text-indent: 2em; line-height: 1.8 } h1 { text-align: center } td { border: 1px solid }"
        f"</style></head><body><table>{rows}</table>{title}<div>{body}</div></body></html>"
    )


def portal(name: str, encoding: str) -> Make:
    """A page of pages/, with all that portals set around a report."""
    templates = Environment(loader=FileSystemLoader(Path(__file__).with_name("pages")), autoescape=True)
    templates.filters["runs"] = re.compile(r"[0-9A-Za-z.%]+|[^0-9A-Za-z.%]+").findall

    def make(reports: Sequence[Report], _: Path) -> list[bytes]:
        template = templates.get_template(f"{name}.html")
        return [
            template.render(
                title=report.paragraphs[0] if report.has_title else "",
                paragraphs=report.paragraphs[report.has_title :],
                metadata=report.metadata,
            ).encode(encoding)
            for report in reports
        ]

    return make


def by_chromium(which: int) -> Make:
    """Pages printed (0) or saved in one file (1) by a browser."""

    def make(reports: Sequence[Report], folder: Path) -> list[bytes]:
        files = _written(page(reports, folder), reports, folder, "html")
        with Chromium(folder) as browser:
            return [browser.printed_and_saved(file)[which] for file in files]

    return make


# PDF files


def laid_out(columns: int, around: Around) -> Make:
    return lambda reports, _: [_paper(report, columns, around) for report in reports]


def scanned(make: Make, dots: int) -> Make:
    """PDF files as a scanner makes them of paper: a grey picture of each page, so many dots an inch."""

    def scan(reports: Sequence[Report], folder: Path) -> list[bytes]:
        return [_photographed(file, dots) for file in make(reports, folder)]

    return scan


def _photographed(file: bytes, dots: int) -> bytes:
    with pypdfium2.PdfDocument(file) as printed:
        first, *others = [page.render(scale=dots / 72, grayscale=True).to_pil() for page in printed]
    pictures = BytesIO()
    first.save(pictures, "PDF", save_all=True, append_images=others, resolution=dots)
    return pictures.getvalue()


def _batched(values: Sequence[str], size: int) -> list[Sequence[str]]:
    return [values[at : at + size] for at in range(0, len(values), size)]


def _paper(report: Report, columns: int, around: Around) -> bytes:
    paper = Paper(columns=columns, around=around)
    for row in report.metadata:
        for label, *value in _batched(row, 2):
            paper.paragraph("：".join([label, *value]))
    for number, text in enumerate(report.paragraphs):
        if number == 0 and report.has_title and len(text) < 30:
            paper.title(text)
        else:
            paper.paragraph(text)
    return paper.save()


def _written(contents: Sequence[bytes], reports: Sequence[Report], folder: Path, suffix: str) -> list[Path]:
    files = [folder / f"{report.path.stem}.{suffix}" for report in reports]
    for file, content in zip(files, contents, strict=True):
        file.write_bytes(content)
    return files


@dataclass(frozen=True)
class Form:
    """How files of a form are made, and the programs it takes that a machine may lack."""

    make: Make
    needs: tuple[str, ...] = ()


_OFFICE = ("LibreOffice",)
FORMS = {
    "txt-utf-8": Form(text_in("utf-8-sig")),
    "txt-utf-16": Form(text_in("utf-16")),
    "txt-gb18030": Form(text_in("gb18030")),
    "docx": Form(word),
    "docx-pasted": Form(pasted_into_word),
    "docx-by-libreoffice": Form(by_libreoffice("odt", "docx"), _OFFICE),
    "doc": Form(by_libreoffice("doc"), _OFFICE),
    "odt": Form(by_libreoffice("odt"), _OFFICE),
    "rtf": Form(by_libreoffice("rtf"), _OFFICE),
    "html": Form(page),
    "html-lines": Form(page_of_lines),
    "html-divs": Form(portal("divs", "utf-8")),
    "html-tables": Form(portal("tables", "gb18030")),
    "html-pasted": Form(portal("pasted", "utf-8")),
    "html-by-libreoffice": Form(by_libreoffice("html"), _OFFICE),
    "mhtml": Form(by_chromium(1), ("Chromium",)),
    "pdf-one-column": Form(laid_out(1, head_and_foot)),
    "pdf-two-columns": Form(laid_out(2, numbered)),
    "pdf-by-libreoffice": Form(by_libreoffice("pdf"), _OFFICE),
    "pdf-by-chromium": Form(by_chromium(0), ("Chromium", "A font with Chinese")),
}
#: Whether a program is there.
INSTALLED = {
    "LibreOffice": SOFFICE is not None,
    "Chromium": CHROMIUM is not None,
    "A font with Chinese": has_chinese_font(),
}
