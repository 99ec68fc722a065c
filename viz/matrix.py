"""The matrix (义务对照): which report evidences which obligation; one part for explorer and offline pages.

What is in it is a :class:`Matrix`; which of that is shown, and in which order, :mod:`fazhi.viz.matrix_view`
works out for a page that is read without a script, ``templates/matrix.js`` for one that is read with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fazhi.ontology.articles import article_in_english
from fazhi.ontology.concepts import class_labels, concept_labels
from fazhi.ontology.schemes import DIRECT
from fazhi.viz.assets import rendered, template_text

#: Outcome -> its sign and class in the style sheet, from the best known to the least. Silence is no breach.
OUTCOMES = {
    "evidenced": ("●", "is-good"),
    "partly": ("◐", "is-doubtful"),
    "contrary": ("✕", "is-finding"),
    "not_reported": ("·", "is-silent"),
}
#: Whether an obligation binds a body or only reaches it, in Chinese and English. The two are never added up.
REACHES: dict[str, tuple[str, str]] = {
    "direct": ("直接约束", "binds the body"),
    "reaching": ("间接适用", "only reaches it"),
}
#: Reports side by side, at most: of more, a page of the matrix shows a part.
MOST_COLUMNS = 200
#: Reports put together are divided by what leaves no larger part of them in one group.
DIVIDING = 3 / 4
#: The scripts of a page with a matrix, in the order in which they run.
SCRIPTS = ("matrix-view.js", "matrix-table.js", "matrix-panel.js", "matrix.js")
#: Cells that a browser draws before it turns to the rest, about as many as one sees of a wide matrix; and how
#: many rows of a long group at most.
CELLS_AT_ONCE, ROWS_AT_ONCE = 6000, 25


@dataclass(frozen=True)
class Column:
    """A report: its key (``启东经济开发区/2023``), the name, kind and places of its body.

    ``kind`` is a class of ours (``Park``); ``places`` are keys of :attr:`Matrix.places`, the widest first.
    """

    key: str
    name: str
    year: str
    kind: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """The provision that sets an obligation, as one cites it, and the years in which it is in force."""

    source: str
    verified: bool = True
    first: int = 0
    last: int = 9999


@dataclass(frozen=True)
class Row:
    """An obligation: its key, its names, the key of the law, the article, the activity class as its topic.

    ``rules`` are the provision of now and those before it.
    """

    key: str
    zh: str
    en: str
    law: str
    article: str
    topic: str
    rules: tuple[Rule, ...]

    @property
    def article_en(self) -> str:
        """The article as English pages name it."""
        return article_in_english(self.article)

    def rule_in(self, year: str) -> Rule:
        """The provision that was in force in a year, else that of now."""
        on = int(year) if year.isdecimal() else 0
        return next((rule for rule in self.rules if rule.first <= on <= rule.last), self.rules[0])


@dataclass(frozen=True)
class Passage:
    """Words of a report in their sentence; ``place`` is a locator (``page=3``), ``href`` leads to them."""

    before: str
    words: str
    after: str
    section: str = ""
    place: str = ""
    href: str = ""


@dataclass(frozen=True)
class Told:
    """Why an assessment came out as it did, in Chinese and English, and the words it stands on."""

    zh: str
    en: str
    passages: tuple[Passage, ...] = ()


#: What is told of assessments, by the keys of report and obligation.
TellsOf = Mapping[str, Mapping[str, Told]]


@dataclass(frozen=True)
class Matrix:
    """Obligations (rows) by reports (columns); these are in the order of their names, kind after kind.

    ``cells`` has, for each column, an outcome and a way (``reach`` of the ontology) for each row, or None
    where the obligation does not apply. ``laws`` and ``places`` name what columns and rows have the keys of,
    ``ways`` tells what each way means in Chinese and English.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    cells: Sequence[Sequence[tuple[str, str] | None]]
    laws: Mapping[str, str]
    places: Mapping[str, str]
    ways: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Addresses:
    """The addresses of bodies (by the keys of reports), laws, obligations and cells; "" where there is none.

    ``told`` is that of the script that has what is told of a report, ``table`` that of the workbook.
    """

    report: Callable[[str], str] = lambda key: ""
    law: Callable[[str], str] = lambda key: ""
    obligation: Callable[[str], str] = lambda key: ""
    cell: Callable[[str, str], str] = lambda report, obligation: ""
    told: Callable[[str], str] = lambda key: ""
    table: str = ""


def reach_of(way: str) -> str:
    """Whether an obligation that applies in this way binds (``direct``) or only reaches (``reaching``)."""
    return "direct" if way in DIRECT else "reaching"


def matrix_page(matrix: Matrix, told: TellsOf | None, *, title: str, description: str = "") -> str:
    """The matrix as one self-contained HTML page, with the words behind each cell, or None of them."""
    from fazhi.viz.matrix_view import Choice, seen

    return rendered(
        "matrix.html",
        data={**matrix_data(matrix, Addresses(), told), "untold": told is None},
        scripts=[template_text(name) for name in ("common.js", *SCRIPTS)],
        title=title,
        description=description,
        table=seen(matrix, Choice()),
        **table_words("zh"),
        none_at=Addresses(),
        zh=lambda zh, en: zh,
    )


def matrix_data(matrix: Matrix, at: Addresses, told: TellsOf | None = None) -> dict[str, Any]:
    """What ``templates/matrix.js`` reads: a cell is a character, from ``A`` on, for one of the ``codes``."""
    from fazhi.viz.matrix_view import choices, ranks

    codes = list(dict.fromkeys(cell for column in matrix.cells for cell in column if cell))
    sign = {cell: chr(ord("A") + number) for number, cell in enumerate(codes)}
    labels, kinds = concept_labels("outcome"), class_labels()
    return {
        "columns": [
            _column_data(column, "".join(sign[cell] if cell else "." for cell in cells), at)
            for column, cells in zip(matrix.columns, matrix.cells, strict=True)
        ],
        "rows": [
            {
                "key": row.key,
                "zh": row.zh,
                "en": row.en,
                "law": row.law,
                "article": [row.article, row.article_en],
                "topic": row.topic,
                "href": at.obligation(row.key),
                "rank": rank,
                "rules": [[rule.source, rule.verified, rule.first, rule.last] for rule in row.rules],
            }
            for row, rank in zip(matrix.rows, ranks(matrix), strict=True)
        ],
        "codes": codes,
        "choices": [
            [name, *label, [[value, *words] for value, words in values.items()]]
            for name, (label, values) in choices(matrix).items()
        ],
        "outcomes": {name: [*look, *labels[name]] for name, look in OUTCOMES.items()},
        "reaches": REACHES,
        "ways": {way: [reach_of(way), *words] for way, words in matrix.ways.items()},
        "kinds": {kind: kinds[kind] for kind in dict.fromkeys(column.kind for column in matrix.columns)},
        "topics": topics(matrix),
        "laws": {key: [name, at.law(key)] for key, name in matrix.laws.items()},
        "places": matrix.places,
        "table": at.table,
        "most": MOST_COLUMNS,
        "dividing": DIVIDING,
        "atOnce": CELLS_AT_ONCE,
        "rowsAtOnce": ROWS_AT_ONCE,
        "told": {key: told_data(found) for key, found in (told or {}).items()},
    }


def _column_data(column: Column, cells: str, at: Addresses) -> dict[str, Any]:
    """A report; what is "" is left out, as there may be many, and so is a key that name and year make up."""
    data = {
        "key": column.key if column.key != f"{column.name}/{column.year}" else "",
        "name": column.name,
        "year": column.year,
        "kind": column.kind,
        "places": column.places,
        "href": at.report(column.key),
        "told": at.told(column.key),
        "cells": cells,
    }
    return {name: value for name, value in data.items() if value != ""}


def told_data(told: Mapping[str, Told]) -> dict[str, Any]:
    """What is told of one report by obligation, each passage once, as ``templates/matrix.js`` reads it."""
    passages = list(dict.fromkeys(passage for one in told.values() for passage in one.passages))
    number = {passage: index for index, passage in enumerate(passages)}
    return {
        "passages": [[p.before, p.words, p.after, p.section, p.place, p.href] for p in passages],
        "of": {
            key: [one.zh, one.en, list(dict.fromkeys(number[p] for p in one.passages))]
            for key, one in told.items()
        },
    }


def table_words(language: str) -> dict[str, Any]:
    """What ``templates/matrix_table.html`` calls outcomes, with what each means, and reaches."""
    english = language == "en"
    silent = "：报告没有写到，不等于没有做", ": the report does not speak of it, which is not “not done”"
    return {
        "outcomes": {
            name: (
                *look,
                concept_labels("outcome")[name][english],
                silent[english] if name == "not_reported" else "",
            )
            for name, look in OUTCOMES.items()
        },
        "reach_names": {name: words[english] for name, words in REACHES.items()},
    }


def topics(matrix: Matrix) -> dict[str, tuple[str, str]]:
    """The topics of the rows, in the order of the ontology, with their names in both languages."""
    labels = concept_labels("activity-class")
    used = {row.topic for row in matrix.rows}
    return {name: (label.zh, label.en) for name, label in labels.items() if name in used}
