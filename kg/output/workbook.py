"""Answers to queries as a workbook (Office Open XML, ISO/IEC 29500) for Excel, WPS and LibreOffice.

Each answer has a worksheet. The sentences behind the answers stand once each in a last one, to which evidence
leads where the web address of the report is not known. Text from reports is never a formula. The same
answers give the same bytes.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter
from pyoxigraph import Literal, NamedNode
from rich.cells import cell_len
from xlsxwriter.worksheet import Worksheet

from fazhi.extractors.reading.document import place_words
from fazhi.kg.iris import place_of
from fazhi.kg.output.passages import Passage
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import XSD
from fazhi.ontology.spreadsheets import guarded
from fazhi.queries.results import Result, shortened, table

#: What a worksheet may hold (Excel specifications and limits): rows, characters of a cell in UTF-16, links,
#: characters of an address, digits of a number.
MOST_ROWS, LONGEST_CELL, MOST_LINKS, LONGEST_ADDRESS, MOST_DIGITS = 2**20, 32_767, 65_530, 2_000, 15
CONTENTS, SENTENCES = "目录 contents", "原文 sentences"
#: Widths of columns, in characters of the Latin alphabet; heights of a line and a row, in points.
NARROWEST, WIDEST, LINE, HIGHEST = 8, 60, 15, 405
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_WRITTEN = datetime(1980, 1, 1)

_CONTENT_HEADS = (
    "工作表 sheet",
    "问题 question",
    "内容 what it tells",
    "what it tells",
    "参数 parameters",
    "行数 rows",
)
_SENTENCE_HEADS = (
    "单位 body",
    "年度 year",
    "章节 section",
    "原句 sentence",
    "原文位置 place in the text",
    "文件 file",
    "页或段落 page or paragraph",
    "来源 source",
)


@dataclass(frozen=True)
class Answer:
    """An answer and what it answers: ``title`` names the worksheet, ``heading`` its columns.

    ``question``, ``told`` (in Chinese, in English) and ``parameters`` are shown in the list of contents.
    """

    title: str
    result: Result
    heading: Callable[[str], str] = str
    question: str = ""
    told: tuple[str, str] = ("", "")
    parameters: str = ""


def workbook(answers: Sequence[Answer], passages: Mapping[str, Passage]) -> bytes:
    """The ``answers`` as a workbook; ``passages`` are the sentences of the evidence in them, by its IRI.

    Raises FazhiError where an answer has more rows than a worksheet holds.
    """
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "max_url_length": LONGEST_ADDRESS}) as book:
        book.set_properties({"created": _WRITTEN, "title": "；".join(a.title for a in answers)})
        writer = _Writer(book, passages)
        titles = _sheet_names([answer.title for answer in answers])
        if len(answers) > 1:
            writer.contents(answers, titles)
        for answer, title in zip(answers, titles, strict=True):
            writer.answer(answer, title)
        if passages:
            writer.sentences()
    return data.getvalue()


def _sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that worksheets may have: 31 characters at most, no ``[]:*?/\\``, each once whatever its case."""
    names: list[str] = []
    taken = {CONTENTS.casefold(), SENTENCES.casefold()}
    for title in titles:
        name = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:31] or "answer"
        number = 2
        while name.casefold() in taken:
            name = f"{name[:28]} {number}"
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return names


@dataclass
class _Sheet:
    """A worksheet being filled: the widths of its columns so far, the lines of its rows, its links."""

    sheet: Worksheet
    widths: list[int]
    lines: dict[int, int] = field(default_factory=dict)
    links: int = 0

    def fit(self, row: int, column: int, text: str) -> None:
        widths = [cell_len(line) + 2 for line in text.split("\n")]
        self.widths[column] = min(max(self.widths[column], *widths), WIDEST)
        lines = sum(math.ceil(width / WIDEST) for width in widths)
        self.lines[row] = max(self.lines.get(row, 1), lines)


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, passages: Mapping[str, Passage]) -> None:
        self._book = book
        self._passages = passages
        sentences = {passage.iri: passage for passage in passages.values()}
        self._sentences = sorted(sentences.values(), key=_order)
        #: The row of each sentence in its worksheet, from 1.
        self._rows = {passage.iri: row for row, passage in enumerate(self._sentences, 2)}
        top = {"valign": "top"}
        self._head = book.add_format(
            {**top, "bold": True, "text_wrap": True, "bg_color": "#DDE6F0", "bottom": 1}
        )
        self._text = book.add_format({**top, "text_wrap": True})
        # Quoted, text stays text when it is edited.
        self._quoted = book.add_format({**top, "text_wrap": True, "quote_prefix": True})
        self._link = book.add_format({**top, "text_wrap": True, "font_color": "#0563C1", "underline": 1})
        self._number = book.add_format(top)
        # Excel shows TRUE and FALSE whatever the format, LibreOffice 1 and 0 where there is none.
        self._truth = book.add_format({**top, "num_format": '"是";"是";"否"'})
        self._day = book.add_format({**top, "num_format": "yyyy-mm-dd"})

    def contents(self, answers: Sequence[Answer], titles: Sequence[str]) -> None:
        """The list of the other worksheets."""
        sheet = self._begin(CONTENTS, _CONTENT_HEADS)
        for row, (answer, title) in enumerate(zip(answers, titles, strict=True), 1):
            self._write_link(sheet, row, 0, title, _inside(title, 1))
            values = (answer.question, *answer.told, answer.parameters, len(answer.result.rows))
            for column, value in enumerate(values, 1):
                self._write(sheet, row, column, value)
        self._finish(sheet, len(answers))

    def answer(self, answer: Answer, title: str) -> None:
        """The worksheet of an answer."""
        result = answer.result
        shown = table(result, short=True)
        if len(shown.rows) >= MOST_ROWS:
            raise FazhiError(
                f"{len(shown.rows)} rows are more than a worksheet holds; write .csv",
                f"{len(shown.rows)}行超过工作表上限，请输出 .csv",
                at=title,
            )
        sheet = self._begin(title, [answer.heading(column) for column in shown.columns])
        places = [result.columns.index(column) for column in shown.columns]
        labelled = [f"{column}Label" in result.columns for column in shown.columns]
        for number, (row, terms) in enumerate(zip(shown.rows, result.rows, strict=True), 1):
            for column, value in enumerate(row):
                term = terms[places[column]]
                passage = self._passages.get(term.value) if isinstance(term, NamedNode) else None
                if passage:
                    self._write_link(sheet, number, column, str(value), self._address(passage))
                elif shown.columns[column] == "locator" and value:
                    self._write(sheet, number, column, _in_words(str(value)))
                else:
                    self._write(sheet, number, column, value if labelled[column] else _typed(term, value))
        self._finish(sheet, len(shown.rows))

    def sentences(self) -> None:
        """The worksheet of the sentences."""
        sheet = self._begin(SENTENCES, _SENTENCE_HEADS)
        for row, passage in enumerate(self._sentences, 1):
            year = int(passage.year) if re.fullmatch("[0-9]{4}", passage.year) else passage.year
            for column, value in enumerate((passage.body, year, passage.section, passage.text)):
                self._write(sheet, row, column, value)
            self._write(sheet, row, 4, shortened(passage.iri))
            self._write(sheet, row, 5, passage.file)
            self._write(sheet, row, 6, _in_words(passage.locator) or None)
            if passage.source:
                self._write_link(sheet, row, 7, passage.source, _at_sentence(passage))
        self._finish(sheet, len(self._sentences))

    def _address(self, passage: Passage) -> str:
        """Where the sentence can be read: on the web, else in this workbook."""
        return _at_sentence(passage) or _inside(SENTENCES, self._rows[passage.iri])

    def _begin(self, name: str, heads: Sequence[str]) -> _Sheet:
        sheet = _Sheet(self._book.add_worksheet(name), [NARROWEST] * len(heads))
        for column, head in enumerate(heads):
            sheet.sheet.write_string(0, column, _clean(head), self._head)
            sheet.fit(0, column, head)
        return sheet

    def _finish(self, sheet: _Sheet, rows: int) -> None:
        sheet.sheet.freeze_panes(1, 0)
        # Printed, all columns are on one page of A4, and the head on each.
        sheet.sheet.set_landscape()
        sheet.sheet.set_paper(9)
        sheet.sheet.fit_to_pages(1, 0)
        sheet.sheet.repeat_rows(0)
        if sheet.widths:
            sheet.sheet.autofilter(0, 0, rows, len(sheet.widths) - 1)
        for column, width in enumerate(sheet.widths):
            sheet.sheet.set_column(column, column, width)
        # Not every program finds out by itself how high a row must be.
        for row, lines in sheet.lines.items():
            sheet.sheet.set_row(row, min(lines * LINE, HIGHEST))

    def _write(self, sheet: _Sheet, row: int, column: int, value: Any) -> None:
        if value is None:
            return
        shown = _clean(str(value))
        if isinstance(value, bool):
            sheet.sheet.write_boolean(row, column, value, self._truth)
        elif isinstance(value, date):
            sheet.sheet.write_datetime(row, column, value, self._day)
        elif isinstance(value, int | float) and _exact(value):
            sheet.sheet.write_number(row, column, value, self._number)
        else:
            form = self._text if guarded(shown) == shown else self._quoted
            sheet.sheet.write_string(row, column, shown, form)
        sheet.fit(row, column, shown)

    def _write_link(self, sheet: _Sheet, row: int, column: int, text: str, address: str) -> None:
        sheet.links += 1
        if sheet.links > MOST_LINKS or not address:
            self._write(sheet, row, column, text)
            return
        shown = _clean(text)
        sheet.sheet.write_url(row, column, address, self._link, shown)
        sheet.fit(row, column, shown)


def _in_words(locator: str) -> str:
    """A place in a file in both languages (第3页 page 3)."""
    return " ".join(place_words(locator)) if locator else ""


def _typed(term: Any, value: Any) -> Any:
    """The ``value`` shown for ``term`` as a cell has it: days, years and truth values are no text there."""
    if not isinstance(term, Literal):
        return value
    datatype, lexical = term.datatype.value, term.value
    if datatype == XSD + "boolean":
        return lexical in ("true", "1")
    if datatype == XSD + "gYear" and re.fullmatch("[0-9]{4}", lexical):
        return int(lexical)
    # Spreadsheets reckon from 1900, and wrongly before March of that year.
    if (
        datatype == XSD + "date"
        and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", lexical)
        and lexical > "1900-03"
    ):
        return date.fromisoformat(lexical)
    return value


def _exact(number: float) -> bool:
    """Whether a cell, which holds 15 digits, holds this number."""
    return math.isfinite(number) and abs(number) < 10**MOST_DIGITS


def _clean(text: str) -> str:
    """``text`` as a cell can have it: what XML forbids is shown as an escape, what is too long is cut."""
    text = _NO_XML.sub(_escape, text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_CELL:
        text = text[: LONGEST_CELL // 2] + " … (cut 已截断)"
    return text


def _escape(character: re.Match[str]) -> str:
    code = ord(character[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _order(passage: Passage) -> tuple[str, str, str, int]:
    whole, start, _ = place_of(passage.iri) or (passage.iri, 0, 0)
    return passage.body, passage.year, whole, start


def _inside(sheet: str, row: int) -> str:
    """The address of a row of this workbook, counted from 1."""
    quoted = sheet.replace("'", "''")
    return f"internal:'{quoted}'!A{row}"


def _at_sentence(passage: Passage) -> str:
    """The web address of a sentence; empty without one, or where it is longer than spreadsheets take."""
    return passage.address if len(passage.address) <= LONGEST_ADDRESS else ""
