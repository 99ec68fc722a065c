"""PDF files made for tests: Chinese text set line by line, in one or two columns (reportlab)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HEAD = "启明县临江镇人民政府2023年法治政府建设情况报告"
FONT = "STSong-Light"
SIZE = 12
WIDTH, HEIGHT = 595, 842
LEFT, TOP, BOTTOM, PITCH = 72, 750, 90, 20
NO_LINE_BEGINS_WITH = "，。；：、！？）》”％%"

#: Draws what stands around the text of a page, by its number from 1.
Around = Callable[[Canvas, int], None]

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Paper:
    """A PDF in the making: text set line by line in one or two columns, with what stands on every page."""

    def __init__(self, *, columns: int = 1, around: Around | None = None) -> None:
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, (WIDTH, HEIGHT), invariant=1)
        self.width = (WIDTH - 2 * LEFT - (columns - 1) * 2 * SIZE) / columns
        self.lefts = [LEFT + number * (self.width + 2 * SIZE) for number in range(columns)]
        self.around = around
        self.page = 1
        self.column = 0
        self.top = self.y = TOP
        self._begin_page()

    def _begin_page(self) -> None:
        if self.around:
            self.around(self.canvas, self.page)

    def title(self, text: str) -> None:
        self.canvas.setFont(FONT, 16)
        self.canvas.drawCentredString(WIDTH / 2, self.y, text)
        self.top = self.y = self.y - 2 * PITCH

    def paragraph(self, text: str, *, indent: int = 2) -> None:
        line, start = "", indent * SIZE
        # A stop or two go with the character before them, and a number is not broken.
        for piece in re.findall(rf"(?:[0-9A-Za-z.,]*[0-9A-Za-z]|.)[{NO_LINE_BEGINS_WITH}]*", text):
            hanging = SIZE if piece[-1] in NO_LINE_BEGINS_WITH else 0
            if start + pdfmetrics.stringWidth(line + piece, FONT, SIZE) > self.width + hanging:
                self._line(line, start)
                line, start = "", 0
            line += piece
        self._line(line, start)

    def _line(self, text: str, indent: float) -> None:
        if self.y < BOTTOM:
            self.column += 1
            if self.column == len(self.lefts):
                self.canvas.showPage()
                self.page, self.column, self.top = self.page + 1, 0, TOP
                self._begin_page()
            self.y = self.top
        self.canvas.setFont(FONT, SIZE)
        # PDFium tells no character that stands alone if the machine has no such font.
        self.canvas.drawString(self.lefts[self.column] + indent, self.y, text.ljust(2))
        self.y -= PITCH

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        edges = [LEFT + self.width * number / len(rows[0]) for number in range(len(rows[0]) + 1)]
        heights = [self.y + SIZE - number * PITCH for number in range(len(rows) + 1)]
        self.canvas.grid(edges, heights)
        for row, height in zip(rows, heights, strict=False):
            self.canvas.setFont(FONT, SIZE)
            for cell, left in zip(row, edges, strict=False):
                self.canvas.drawString(left + 4, height - SIZE - 2, cell)
        self.y = heights[-1] - PITCH

    def save(self) -> bytes:
        self.canvas.save()
        return self.file.getvalue()


def printed(paragraphs: Iterable[str], *, columns: int = 1, around: Around | None = None) -> bytes:
    """The paragraphs as a PDF, the first of them as its title if it is short enough."""
    paper = Paper(columns=columns, around=around)
    for number, paragraph in enumerate(paragraphs):
        if number == 0 and len(paragraph) < 30:
            paper.title(paragraph)
        else:
            paper.paragraph(paragraph)
    return paper.save()


def head_and_foot(canvas: Canvas, page: int) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(WIDTH / 2, 800, HEAD)
    canvas.drawString(LEFT, 50, "临江镇人民政府办公室编")
    canvas.drawCentredString(WIDTH / 2, 30, f"— {page} —")


def numbered(canvas: Canvas, page: int) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawRightString(WIDTH - LEFT, 40, f"第{page}页 共{page}页")
