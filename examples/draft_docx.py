"""Makes draft.docx of draft.txt: ``python examples/draft_docx.py`` (needs python-docx).

The form is that of official documents (GB/T 9704—2012): title in 小标宋 二号, headings in 黑体 and 楷体,
text in 仿宋 三号 with two characters' indent and 28 points from line to line. Word numbers the headings, and
a table stands below one of them.
"""

from __future__ import annotations

import re
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).parent
TITLE, FIRST, SECOND, TEXT = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
#: The levels of headings: what was typed in draft.txt, what Word writes, its font.
LEVELS = ((re.compile("[一二三四五]、"), "%1、", FIRST), (re.compile("（[一二三四五]）"), "（%2）", SECOND))
LEVEL = """<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
<w:lvlText w:val="{}"/><w:lvlJc w:val="left"/><w:rPr><w:rFonts w:eastAsia="{}"/><w:sz w:val="32"/></w:rPr>
</w:lvl>"""
ROWS = (("项目", "数量"), ("检查企业", "320家次"), ("行政处罚", "18起"), ("隐患整改率", "××%"))


def main() -> None:
    """Write draft.docx beside this file."""
    document = Document()
    _set_up(document)
    for line in (FOLDER / "draft.txt").read_text("utf-8").splitlines():
        if line:
            _add(document, line)
        if line.startswith("（二）"):
            _add_table(document)
    document.save(FOLDER / "draft.docx")


def _set_up(document: Document) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin, page.bottom_margin = Cm(3.7), Cm(3.5)
    page.left_margin, page.right_margin = Cm(2.8), Cm(2.6)
    numbering = document.part.numbering_part.element
    levels = "".join(LEVEL.format(level, *how) for level, (_, *how) in enumerate(LEVELS))
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def _add(document: Document, line: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing, paragraph.paragraph_format.space_after = Pt(28), Pt(0)
    if len(document.paragraphs) == 1:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, line, TITLE, 22)
        return
    if re.match(r"云溪产业园管理委员会$|\d{4}年\d+月\d+日$", line):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(paragraph, line, TEXT)
        return
    paragraph.paragraph_format.first_line_indent = Pt(32)
    for level, (typed, _, font) in enumerate(LEVELS):
        if number := typed.match(line):
            numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = level, 90
            heading, stop, text = line[number.end() :].partition("。")
            _run(paragraph, heading + stop, font)
            _run(paragraph, text, TEXT)
            return
    _run(paragraph, line, TEXT)


def _run(paragraph: Paragraph, text: str, font: str, size: float = 16) -> None:
    if text:
        run = paragraph.add_run(text)
        run.font.size, run.font.name = Pt(size), "Times New Roman"
        run._r.rPr.rFonts.set(qn("w:eastAsia"), font)


def _add_table(document: Document) -> None:
    table = document.add_table(0, 2, style="Table Grid")
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _run(cell.paragraphs[0], text, TEXT, 12)


if __name__ == "__main__":
    main()
