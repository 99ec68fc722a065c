"""A brief as a Word file (Office Open XML): text, tables and shaded cells alone, so that nothing in it is a
picture whose letters a machine could lack. The same brief gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor, Twips
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph
from rich.cells import cell_len

from fazhi.web.brief.parts import Brief, Entry, Grid, Line, Lines, Note, Whole
from fazhi.web.content.parts import BarChart

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: The faces that Word and WPS have for Chinese: headings, what fazhi says, what the report says.
_HEADING, _TEXT, _REPORT = "黑体", "微软雅黑", "宋体"
_LATIN = "Calibri"
#: The colours of the tones, as on the pages in light: of letters, and of the pieces of a bar.
_COLOURS = {
    "is-finding": "B3261E",
    "is-doubtful": "8A5A00",
    "is-good": "1D6B4F",
    "is-silent": "68707D",
    "soft": "59616D",
    "accent": "1F3A5F",
}
_BAR = {**_COLOURS, "is-silent": "D9DCD6"}
#: The width of the text on the page.
_WIDTH = Cm(18)
_WRITTEN = datetime(1980, 1, 1)
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def to_docx(brief: Brief) -> bytes:
    """The bytes of the Word file, of A4 pages."""
    document = Document()
    _set_up(document, brief)
    writer = _Writer(document, brief)
    writer.write()
    data = io.BytesIO()
    document.save(data)
    return _without_times(data.getvalue())


def _set_up(document: Any, brief: Brief) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.5)
    page.top_margin = page.bottom_margin = Cm(1.4)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = brief.title, "fazhi", ""
    properties.created = properties.modified = _WRITTEN
    properties.language = {"zh": "zh-CN"}.get(brief.language, brief.language)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    properties = normal.element.get_or_add_rPr()
    _face(properties, _TEXT)
    # Which shapes characters have, and where commas stand, depends on the language.
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)
    for style, size, before in (("Title", 18, 0), ("Heading 1", 12, 8), ("Heading 2", 10, 4)):
        heading = document.styles[style]
        heading.font.size, heading.font.bold = Pt(size), style != "Title"
        heading.font.color.rgb = RGBColor.from_string(_COLOURS["accent"])
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(before), Pt(2)
        heading.paragraph_format.keep_with_next = True
        _face(heading.element.get_or_add_rPr(), _HEADING)


def _face(properties: Any, chinese: str) -> None:
    """Set the faces of letters; those of the theme go, which would win over them."""
    faces = properties.get_or_add_rFonts()
    faces.attrib.clear()
    for name in ("ascii", "hAnsi", "cs"):
        faces.set(qn(f"w:{name}"), _LATIN)
    faces.set(qn("w:eastAsia"), chinese)


class _Writer:
    def __init__(self, document: Any, brief: Brief) -> None:
        self._document = document
        self._brief = brief
        self._bookmarks = 0

    def write(self) -> None:
        self._document.add_paragraph(_clean(self._brief.title), style="Title")
        facts = self._document.add_paragraph()
        for place, (label, line) in enumerate(self._brief.facts):
            self._run(facts, f"{'　' if place else ''}{label} ", tone="soft")
            self._line(facts, line)
        for section in self._brief.sections:
            self._document.add_paragraph(_clean(section.title), style="Heading 1")
            for block in section.blocks:
                match block:
                    case Lines():
                        self._lines(block)
                    case Grid():
                        self._grid(block)
                    case Whole():
                        self._whole(block)
                    case BarChart():
                        self._bars(block)
        self._small(self._brief.claims)
        if self._brief.notes:
            title = {"zh": "出处"}.get(self._brief.language, "Where it says so")
            self._document.add_paragraph(title, style="Heading 1")
            section = self._document.add_section(WD_SECTION.CONTINUOUS)
            columns = section._sectPr.find(qn("w:cols"))
            columns.set(qn("w:num"), "2")
            columns.set(qn("w:space"), "340")
            for note in self._brief.notes:
                self._note(note)

    def _lines(self, block: Lines) -> None:
        if block.heading:
            self._document.add_paragraph(_clean(block.heading), style="Heading 2")
        for paragraph, line in zip(self._places(block), block.lines, strict=True):
            paragraph.paragraph_format.left_indent = Cm(0.5)
            paragraph.paragraph_format.first_line_indent = Cm(-0.5)
            self._line(paragraph, line)
        if not block.lines:
            self._small(block.empty)
        self._small(block.rest)

    def _places(self, block: Lines) -> list[Paragraph]:
        """A paragraph for each line; those of a short list stand side by side."""
        if not block.is_short:
            return [self._document.add_paragraph() for _ in block.lines]
        table = self._table([1, 1])
        cells = [cell for _ in block.lines[::2] for cell in self._row(table, [1, 1])]
        return [cell.paragraphs[0] for cell in cells[: len(block.lines)]]

    def _line(self, paragraph: Paragraph, line: Line) -> None:
        if line.sign:
            self._run(paragraph, " ".join(filter(None, (line.sign, line.word))) + " ", tone=line.tone)
        if line.href.startswith(("http://", "https://")):
            self._link(paragraph, line.text, address=line.href)
        else:
            self._run(paragraph, line.text, face=_REPORT if line.quoted else "")
        self._marks(paragraph, line.notes)
        if line.hint:
            self._run(paragraph, f"　{line.hint}", tone="soft", size=9)

    def _grid(self, block: Grid) -> None:
        if block.heading:
            self._document.add_paragraph(_clean(block.heading), style="Heading 2")
        numbers = [entry.is_number for entry in block.rows[0]] if block.rows else [False] * len(block.head)
        # The first column, and others with words, get what the numbers leave.
        number = 12 if sum(numbers) > 4 else 19
        words = (100 - number * sum(numbers)) // max(numbers.count(False), 1)
        widths = [number if right else words for right in numbers]
        table = self._table(widths)
        head = [Entry(title, is_number=right) for title, right in zip(block.head, numbers, strict=True)]
        for place, row in enumerate((head, *block.rows)):
            cells = self._row(table, [1] * len(widths))
            for cell, entry in zip(cells, row, strict=True):
                _border(cell)
                paragraph = cell.paragraphs[0]
                self._run(paragraph, entry.text, tone=entry.tone, bold=not place)
                self._marks(paragraph, entry.notes)
                if entry.hint:
                    self._run(paragraph, f" {entry.hint}", tone="soft", size=9)
                if entry.is_number:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if not place:
                table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self._small(block.note)

    def _whole(self, block: Whole) -> None:
        """A bar of cells as wide as the pieces; what they are is written below it."""
        self._document.add_paragraph(_clean(block.name), style="Heading 2")
        widths = _shares([piece.width for piece in block.pieces])
        cells = self._row(self._table([1] * 100), widths)
        for cell, piece in zip(cells, block.pieces, strict=True):
            _shade(cell, _BAR.get(piece.tone, _BAR["accent"]))
            cell.paragraphs[0].paragraph_format.line_spacing = Pt(8)
        told = self._document.add_paragraph()
        for piece in block.pieces:
            self._run(told, f"{piece.sign} {piece.name} {piece.count}　", tone=piece.tone)

    def _bars(self, block: BarChart) -> None:
        """A row of cells for each: its name, the bar, its number in what is left."""
        self._document.add_paragraph(_clean(block.title), style="Heading 2")
        table = self._table([1] * 100)
        name = min(30, max(10, round(1.3 * max(cell_len(f"{bar.name}{bar.hint}") for bar in block.bars))))
        for bar in block.bars:
            length = max(1, round(bar.share * (80 - name) / 100)) if bar.share else 0
            cells = self._row(table, [name, *([length] if length else []), 100 - name - length])
            self._run(cells[0].paragraphs[0], bar.name)
            if bar.hint:
                self._run(cells[0].paragraphs[0], f" {bar.hint}", tone="soft", size=9)
            if length:
                _fill(cells[1], _BAR.get(bar.tone, _BAR["accent"]))
            self._run(cells[-1].paragraphs[0], bar.label, tone=bar.tone)
        self._small(block.note)

    def _table(self, widths: list[int]) -> Any:
        """An empty table as wide as the text, whose columns have these shares of it, in percent."""
        table = self._document.add_table(0, len(widths))
        table.autofit = False
        indent = OxmlElement("w:tblInd")
        indent.set(qn("w:w"), "108")
        indent.set(qn("w:type"), "dxa")
        # Word wants the parts of an element in the order of the standard.
        table._tbl.tblPr.insert_element_before(indent, "w:tblBorders", "w:shd", "w:tblLayout", "w:tblLook")
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Twips(round(width * _WIDTH.twips / sum(widths)))
        return table

    def _row(self, table: Any, spans: list[int]) -> list[Any]:
        """A row of cells, each over so many columns."""
        row = table._tbl.add_tr()
        columns = iter(table._tbl.tblGrid.gridCol_lst)
        cells = []
        for span in spans:
            cell = row._add_tc()
            cell.width = Twips(sum(next(columns).w.twips for _ in range(span)))
            cell.grid_span = span
            cells.append(Cell(cell, table))
        return cells

    def _note(self, note: Note) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.6)
        paragraph.paragraph_format.first_line_indent = Cm(-0.6)
        self._bookmark(paragraph, note.key)
        self._run(paragraph, f"[{note.number}] {note.place}　", tone="soft", size=8)
        self._run(paragraph, note.before, face=_REPORT, size=8)
        self._run(paragraph, note.words, face=_REPORT, size=8, underlined=True)
        self._run(paragraph, f"{note.after} ", face=_REPORT, size=8)
        for address, zh, en in (
            (note.evidence.reader, "在报告中看", "in context"),
            (note.evidence.source, "原网页", "original page"),
        ):
            if address.startswith(("http://", "https://")):
                self._link(paragraph, zh if self._brief.language == "zh" else en, address=address, size=8)

    def _small(self, words: str) -> None:
        if words:
            self._run(self._document.add_paragraph(), words, tone="soft", size=9)

    def _marks(self, paragraph: Paragraph, notes: tuple[int, ...]) -> None:
        for number in notes:
            self._link(paragraph, f"[{number}]", anchor=f"note-{number}", raised=True)

    def _link(
        self,
        paragraph: Paragraph,
        words: str,
        *,
        anchor: str = "",
        address: str = "",
        size: float = 0,
        raised: bool = False,
    ) -> None:
        link = OxmlElement("w:hyperlink")
        if anchor:
            link.set(qn("w:anchor"), anchor)
        else:
            link.set(qn("r:id"), paragraph.part.relate_to(address, _HYPERLINK, is_external=True))
        run = self._run(paragraph, words, tone="accent", size=size)
        run.font.superscript = raised or None
        link.append(run._r)
        paragraph._p.append(link)

    def _bookmark(self, paragraph: Paragraph, name: str) -> None:
        self._bookmarks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self._bookmarks))
            if tag.endswith("Start"):
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)

    def _run(
        self,
        paragraph: Paragraph,
        words: str,
        *,
        tone: str = "",
        face: str = "",
        size: float = 0,
        bold: bool = False,
        underlined: bool = False,
    ) -> Any:
        run = paragraph.add_run(_clean(words))
        if tone in _COLOURS:
            run.font.color.rgb = RGBColor.from_string(_COLOURS[tone])
        if size:
            run.font.size = Pt(size)
        if face:
            _face(run._r.get_or_add_rPr(), face)
        if bold:
            run.font.bold = True
        if underlined:
            run.font.underline = True
        return run


_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def _shade(cell: Any, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(_shading(colour))


def _shading(colour: str) -> Any:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), colour)
    return shading


def _fill(cell: Any, colour: str) -> None:
    """A bar from side to side of a cell, which leaves something free above and below it."""
    margins = OxmlElement("w:tcMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    cell._tc.get_or_add_tcPr().append(margins)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph._p.get_or_add_pPr().insert_element_before(_shading(colour), "w:spacing", "w:ind", "w:jc")
    paragraph.add_run(" ").font.size = Pt(8)


def _border(cell: Any) -> None:
    """A line below a cell."""
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("color", "D9DCD6")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _shares(widths: Sequence[float]) -> list[int]:
    """Whole percents for the pieces of a whole, none of them nought, together 100."""
    shares = [max(1, round(width)) for width in widths]
    shares[shares.index(max(shares))] += 100 - sum(shares)
    return shares


def _clean(words: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NO_XML.sub("", words)


def _without_times(data: bytes) -> bytes:
    """The same package with one time for all its parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(packed, "w") as out:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(part, parts.read(name))
    return packed.getvalue()
