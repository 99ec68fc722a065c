"""The text of a paragraph of a Word file, as it is seen when all tracked changes are accepted (接受修订)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from fazhi.extractors.reading.docx_numbering import Styles, is_on, value_of
from fazhi.extractors.reading.docx_package import Element, W
from fazhi.extractors.reading.number_formats import raised, written

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MATH_TEXT, _DENOMINATOR = f"{_MATH}t", f"{_MATH}den"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = f"{_COMPATIBILITY}AlternateContent"
TEXT_BOX = f"{W}txbxContent"
#: A line break (软回车) and a page break end a line, as they do on the page.
_CHARACTERS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
#: Changes that were tracked and take text away, properties, and the sounds set above characters (拼音指南).
LEFT_OUT = frozenset(
    W + name
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "rt",
        "rubyPr",
        "customXmlPr",
        "smartTagPr",
    )
)
#: Characters of the fonts of symbols that reports use: boxes, ticks, bullets, signs.
_SYMBOLS = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪",
        0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xE8: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0xA3: "□"},
    "symbol": {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xD7: "·", 0x2D: "−"},
}  # fmt: skip
#: 带圈字符: a field that sets a character into a circle, and shows no result.
_CIRCLED = re.compile(
    r"\s*eq\s*\\o\s*(?:\\a[clr]\s*)*\(\s*[○〇]\s*[,;，]\s*([^)\s]{1,4})\s*\)", re.IGNORECASE
)
#: The code of a field that is a link: what it shows was typed.
_LINK = re.compile(r"\s*HYPERLINK\b", re.IGNORECASE)


class Piece(NamedTuple):
    """A part of a text, and the element of the file that shows it.

    That is a ``w:t``, an element for a single character (``w:tab``), the ``w:p`` in front of which Word sets
    a number, the ``w:fldChar`` with which a field begins that is no link, or the reference to the note that
    the text is of. None for what stands in no element.
    """

    text: str
    element: Element | None


class Note(NamedTuple):
    """A reference to a note: ``footnote`` or ``endnote``, the id of the note, and the element that refers."""

    kind: str
    id: str
    reference: Element


@dataclass
class Paragraph:
    """The pieces of a paragraph's text, the text boxes anchored in it, and the notes it refers to."""

    pieces: list[Piece]
    boxes: list[Element]
    notes: list[Note]


def text_of(pieces: Iterable[Piece]) -> str:
    """The text that pieces make."""
    return "".join([piece.text for piece in pieces])


def paragraph_text(paragraph: Element, styles: Styles) -> Paragraph:
    """The text of a ``w:p``, with results of fields and insertions, without deletions and hidden text.

    What is struck through (删除线) is deleted. Raised digits (上标) are written as such: ``21¹``.
    """
    reading = _Reading(styles, styles.hides(styles.of(paragraph)))
    reading.take(paragraph)
    return Paragraph(reading.pieces, reading.boxes, reading.notes)


def chosen(alternatives: Element) -> Element:
    """That one of several forms of the same content which is read (``mc:AlternateContent``)."""
    choice = alternatives.find(f"{_COMPATIBILITY}Choice")
    return alternatives.find(f"{_COMPATIBILITY}Fallback") if choice is None else choice


@dataclass(eq=False)
class _Field:
    """A field (域) by the element with which it begins. ``has_result``: what follows is no more its code."""

    begin: Element
    code: list[str] = field(default_factory=list)
    has_result: bool = False


@dataclass
class _Reading:
    styles: Styles
    hidden: bool
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    #: The fields that are open, and the first of them that is no link and of which the result is being read.
    fields: list[_Field] = field(default_factory=list)
    shown: _Field | None = None
    in_code: int = 0
    raised: bool = False

    def take(self, element: Element) -> None:
        for child in element:
            tag = child.tag
            if tag in LEFT_OUT:
                continue
            if tag == ALTERNATIVES:
                if (choice := chosen(child)) is not None:
                    self.take(choice)
            elif tag == TEXT_BOX:
                self.boxes.append(child)
            elif tag == W + "r":
                if not self._is_hidden(child):
                    self.raised = value_of(child.find(W + "rPr"), "vertAlign") == "superscript"
                    self.take(child)
                    self.raised = False
            elif tag in (W + "t", _MATH_TEXT):
                self._add(child.text or "", child)
            elif tag in _CHARACTERS:
                self._add(_CHARACTERS[tag], child)
            elif tag == W + "sym":
                self._add(_symbol(child), child)
            elif tag == W + "fldChar":
                self._field(child, child.get(W + "fldCharType"))
            elif tag == W + "instrText":
                if self.fields and not self.fields[-1].has_result:
                    self.fields[-1].code.append(child.text or "")
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                kind = tag.removeprefix(W).removesuffix("Reference")
                self.notes.append(Note(kind, child.get(W + "id", ""), child))
            elif isinstance(tag, str):  # An entity has none.
                if tag == _DENOMINATOR:
                    self._add("/", None)
                self.take(child)

    def _add(self, text: str, element: Element | None) -> None:
        if not self.in_code:
            text = raised(text) if self.raised else text
            self.pieces.append(Piece(text, self.shown.begin if self.shown else element))

    def _is_hidden(self, run: Element) -> bool:
        properties = run.find(W + "rPr")
        if properties is None:
            return self.hidden
        if is_on(properties, "strike") or is_on(properties, "dstrike"):
            return True
        hidden = is_on(properties, "vanish")
        if hidden is not None:
            return hidden
        style = value_of(properties, "rStyle") or ""
        return self.hidden or self.styles.hides(style) or self._is_prompt(run, style)

    def _is_prompt(self, run: Element, style: str) -> bool:
        """Whether it is what a content control shows before it is filled in (单击此处输入文字)."""
        return self.styles.name(style) == "placeholder text" and any(
            is_on(control.find(W + "sdtPr"), "showingPlcHdr") for control in run.iterancestors(W + "sdt")
        )

    def _field(self, mark: Element, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(_Field(mark))
            self.in_code += 1
        elif self.fields and kind in ("separate", "end"):
            last = self.fields[-1]
            if not last.has_result:
                self.in_code -= 1
                if circled := _CIRCLED.match("".join(last.code)):
                    self._add(_in_circle(circled.group(1)), last.begin)
            if kind == "end":
                self.fields.pop()
                if self.shown is last:
                    self.shown = None
            else:
                last.has_result = True
                if self.shown is None and not _LINK.match("".join(last.code)):
                    self.shown = last


def _in_circle(character: str) -> str:
    if character.isdecimal() and character.isascii():
        return written(int(character), "decimalEnclosedCircle")
    number = "一二三四五六七八九十".find(character) + 1
    return written(number, "ideographEnclosedCircle") if number else character


def _symbol(symbol: Element) -> str:
    """The character that ``w:sym`` shows; nothing where it is known in its font alone."""
    try:
        code = int(symbol.get(W + "char", ""), 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
    signs = _SYMBOLS.get(symbol.get(W + "font", "").lower())
    if signs is not None:
        return signs.get(code, "")
    return chr(code) if code < 0xD800 and chr(code).isprintable() else ""
