"""Word files (DOCX, DOCM) of Office Open XML, as Word, WPS and LibreOffice write them.

Macros are never run, and nothing outside the file is fetched.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fazhi.extractors.reading.docx_numbering import Numbering, Styles, is_on
from fazhi.extractors.reading.docx_package import Element, Package, W
from fazhi.extractors.reading.docx_text import (
    ALTERNATIVES,
    LEFT_OUT,
    TEXT_BOX,
    Note,
    Piece,
    chosen,
    paragraph_text,
    text_of,
)
from fazhi.extractors.reading.source import ReadError, ReadWarning, Source, placed
from fazhi.ontology.languages import both

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: 500 pages have some ten thousand.
MAX_PARAGRAPHS = 100_000
_P, _TABLE, _ROW, _CELL = W + "p", W + "tbl", W + "tr", W + "tc"
#: How the texts of a table row's cells are joined to a line.
_CELL_BORDER = " | "


class Line(NamedTuple):
    """A line of the text: its pieces, and the fragment that tells its place."""

    pieces: list[Piece]
    place: str


def recognises(data: bytes) -> bool:
    """Whether ``data`` is a ZIP file, which DOCX files are; of others :func:`read` says what they are."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read(data: bytes) -> Source:
    """The text of a DOCX file, its changes accepted, with the numbers that Word sets in front of paragraphs.

    A paragraph is a line; line breaks in it divide it. A table row is a line, its cells joined by `` | ``,
    unless one holds sentences in several paragraphs, or a table of several rows: then these are lines.
    Text boxes follow the paragraph that they are anchored in; footnotes and endnotes stand at the end, so
    that sentences stay whole. Headers, footers, comments, hidden and struck text and tables of contents are
    left out. A :class:`ReadWarning` tells of a file that is enclosed in it and not read.

    The places are ``paragraph=N``: the paragraphs of the body (``w:p``), counted from 1 in their order, empty
    ones and those in tables and content controls included. Those in text boxes are not counted: they have the
    place of their anchor. A table row has the place of its first text. Notes have ``footnote=N`` and
    ``endnote=N``, counted from 1 as they are referred to. Raises :class:`ReadError` for what is no DOCX file,
    or a broken one.
    """
    try:
        name, root = (package := Package(data)).main()
        found = ((text_of(line.pieces), line.place) for line in lines(package, name, root))
        return placed(found, MEDIA_TYPE, whole=True)
    except RecursionError as error:
        raise ReadError("nested too deeply, not a report", "嵌套过深，不是报告") from error


def lines(package: Package, name: str, root: Element) -> Iterator[Line]:
    """The lines of the text that :func:`read` gives, in pieces that tell the elements of the file.

    ``name`` and ``root`` are those of the main part (:meth:`Package.main`), in which all elements stand:
    what is in a note has the element that refers to it. Raises :class:`ReadError`.
    """
    related = package.related(name)

    def part(kind: str) -> Element | None:
        return package.xml(related[kind]) if kind in related else None

    styles = Styles(part("styles"))
    body = root.find(W + "body")
    if body is None:
        raise ReadError(
            "a DOCX file without a text; save it again in Word or WPS",
            "DOCX 文件没有正文，请用 Word 或 WPS 另存",
        )
    if body.find(f".//{W}altChunk") is not None:
        _tell_of_enclosed(body)
    reading = _Reading(styles, Numbering(part("numbering"), styles), _places(body))
    yield from reading.lines(body)
    for kind in ("footnote", "endnote"):
        wanted: dict[str, Element] = {}
        for note in reading.notes:
            if note.kind == kind:
                wanted.setdefault(note.id, note.reference)
        found = part(f"{kind}s") if wanted else None
        notes = {} if found is None else {note.get(W + "id"): note for note in found}
        for number, (key, reference) in enumerate(wanted.items(), 1):
            if key in notes:
                for line in reading.lines(notes[key], f"{kind}={number}"):
                    yield Line([Piece(text, reference) for text, _ in line.pieces], line.place)


def _tell_of_enclosed(body: Element) -> None:
    """Say that the text of another file (``w:altChunk``) is not read; only Word takes it in."""
    reason = both(
        "a file is enclosed in it that is not read; open it in Word and save it again",
        "其中嵌入的文件没有读取，请用 Word 打开后另存",
    )
    if not any(text.text for text in body.iter(W + "t")):
        raise ReadError(*reason)
    warnings.warn(ReadWarning(str(reason)), stacklevel=2)


def _places(body: Element) -> dict[Element, str]:
    if sum(1 for _ in body.iter(_P)) > MAX_PARAGRAPHS:
        raise ReadError(
            f"more than {MAX_PARAGRAPHS:,} paragraphs, not a report", f"超过{MAX_PARAGRAPHS}段，不是报告"
        )
    boxed = {paragraph for box in body.iter(TEXT_BOX) for paragraph in box.iter(_P)}
    counted = (paragraph for paragraph in body.iter(_P) if paragraph not in boxed)
    return {paragraph: f"paragraph={number}" for number, paragraph in enumerate(counted, 1)}


class _Reading:
    """A pass through the text of a file."""

    def __init__(self, styles: Styles, numbering: Numbering, places: dict[Element, str]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._places = places
        #: The notes referred to so far.
        self.notes: list[Note] = []

    def lines(self, container: Element, place: str = "", *, in_cell: bool = False) -> Iterator[Line]:
        """The lines of the paragraphs and tables in ``container``.

        ``place`` is that of paragraphs which have none of their own. ``in_cell``: a number without a text is
        a line as well.
        """
        # What runs on into the next paragraph, as the mark at its end is deleted or hidden.
        before: list[Piece] = []
        boxes: list[Element] = []
        for block in _children(container, (_P, _TABLE)):
            if block.tag == _TABLE:
                yield from self._ended(before, boxes, place)
                yield from self._table(block, place)
                continue
            if self._styles.name(self._styles.of(block)).startswith("toc "):
                continue
            if not before:
                place = self._places.get(block, place)
            content = paragraph_text(block, self._styles)
            self.notes += content.notes
            boxes += content.boxes
            blank = not (before or text_of(content.pieces).strip())
            deleted, hidden = self._mark(block)
            hidden = hidden or _is_drop_cap(block)
            if not (deleted or (hidden and blank)):
                number = self._numbering.next(block)
                if number and (in_cell or not blank):
                    before.insert(0, Piece(number, block))
            if not blank:
                before += content.pieces
            if not (deleted or hidden):
                yield from self._ended(before, boxes, place)
        yield from self._ended(before, boxes, place)

    def _ended(self, pieces: list[Piece], boxes: list[Element], place: str) -> Iterator[Line]:
        """The lines of a paragraph, of which these are the pieces, that are not blank, and of its boxes.

        Both lists are emptied.
        """
        found = list(_parted(pieces))
        anchored = boxes[:]
        pieces.clear()
        boxes.clear()
        yield from (Line(line, place) for line in found if text_of(line).strip())
        for box in anchored:
            yield from self.lines(box, place)

    def _mark(self, paragraph: Element) -> tuple[bool, bool]:
        """Whether the mark at the end of a paragraph is deleted, and whether it is hidden."""
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None:
            return False, False
        deleted = mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None
        return deleted, bool(is_on(mark, "vanish"))

    def _table(self, table: Element, place: str) -> Iterator[Line]:
        for row in _children(table, (_ROW,)):
            properties = row.find(W + "trPr")
            if properties is not None and (
                properties.find(W + "del") is not None or is_on(properties, "hidden")
            ):
                continue
            cells = [
                list(self.lines(cell, place, in_cell=True))
                for cell in _children(row, (_CELL,))
                if not _goes_on(cell)
            ]
            found = [line for cell in cells for line in cell]
            several = (line for cell in cells if len(cell) > 1 for line in cell)
            prose = any("。" in text_of(line.pieces) for line in several)
            if prose or len(cells) == 1 or _holds_rows(row):
                yield from found
            elif found:
                joined = (_joined((line.pieces for line in cell), " ") for cell in cells)
                yield Line(_joined(joined, _CELL_BORDER), found[0].place)


def _is_drop_cap(paragraph: Element) -> bool:
    """Whether a paragraph is the large first character of the next one (首字下沉)."""
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    return frame is not None and frame.get(W + "dropCap", "none") != "none"


def _parted(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each line, where a piece may hold line breaks."""
    line: list[Piece] = []
    for piece in pieces:
        if "\n" in piece.text:
            *ends, rest = piece.text.split("\n")
            for end in ends:
                yield [*line, Piece(end, piece.element)]
                line = []
            piece = Piece(rest, piece.element)
        line.append(piece)
    yield line


def _joined(parts: Iterable[list[Piece]], mark: str) -> list[Piece]:
    """All pieces of ``parts`` as one line, with ``mark`` between the parts."""
    found: list[Piece] = []
    for number, part in enumerate(parts):
        found += [Piece(mark, None), *part] if number else part
    return found


def _children(container: Element, tags: tuple[str, ...]) -> Iterator[Element]:
    """The elements of these kinds in ``container``, also those in content controls and insertions."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag == ALTERNATIVES:
            if (choice := chosen(child)) is not None:
                yield from _children(choice, tags)
        elif isinstance(child.tag, str) and child.tag not in LEFT_OUT:
            yield from _children(child, tags)


def _holds_rows(row: Element) -> bool:
    """Whether a cell of a row holds a table of several rows, which are lines of their own."""
    return any(len(table.findall(_ROW)) > 1 for table in row.iter(_TABLE))


def _goes_on(cell: Element) -> bool:
    """Whether a cell is the rest of the merged one above or before it, or was deleted."""
    properties = cell.find(W + "tcPr")
    if properties is None:
        return False
    if properties.find(W + "cellDel") is not None:
        return True
    merged = (properties.find(W + name) for name in ("vMerge", "hMerge"))
    return any(each is not None and each.get(W + "val", "continue") == "continue" for each in merged)
