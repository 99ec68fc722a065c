"""``fazhi register``: what reports cite and the register lacks, as a table to fill in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.output import write_output
from fazhi.kg.commands.shared import store_option
from fazhi.kg.commands.terminal import print_lines
from fazhi.ontology.languages import both

if TYPE_CHECKING:
    from fazhi.kg.store.graph_store import GraphStore

_LACKING = """
SELECT ?title ?number ?suggestion ?body ?year ?sentence WHERE {
  VALUES ?method { <https://w3id.org/fazhi/ns/link/none> <https://w3id.org/fazhi/ns/link/variant> }
  ?citation fz:linkMethod ?method ; fz:titleAsWritten ?title ; fz:inReport ?report ;
    fz:mainEvidence/fz:inSentence/oa:exact ?sentence .
  OPTIONAL { ?citation fz:documentNumber ?number }
  OPTIONAL { ?citation fz:suggestedInstrument/dcterms:title ?suggestion }
  OPTIONAL { ?report fz:issuer/skos:prefLabel ?body }
  OPTIONAL { ?report fz:reportedYear ?year }
} ORDER BY ?body ?year ?title ?number ?sentence"""

#: The columns to look at and fill in first; the others follow.
_FIRST = ("title", "kind", "likely_kind", "cited", "suggestion")
#: So many of the reports that cite a title are named.
_NAMED = 5


@dataclass
class _Lacking:
    """A title that the register lacks, in all its spellings, and where it stands."""

    titles: Counter[str] = field(default_factory=Counter)
    numbers: set[str] = field(default_factory=set)
    suggestions: set[str] = field(default_factory=set)
    reports: dict[str, None] = field(default_factory=dict)
    sentence: str = ""


@bilingual.command(
    help=both(
        "List what reports cite and the register lacks, most cited first, as a CSV table to fill "
        "in.\n\n"
        "Fill in the kind of what you know, dates and numbers if you have them; rows "
        "without a kind are left out. Then add the table to the store with --register.",
        "按引用次数列出报告引用而名录没有的文件，输出可直接填写的 CSV 表格（Excel、WPS 可打开）。"
        "\n\n"
        "填写种类即可登记，其他栏目知道的才填；未填种类的行略去。填好后用 --register 加入。",
    ),
    short_help=both("List what the register lacks, to be filled in.", "列出待登记文件"),
    examples=(
        "fazhi register -o own.csv",
        "fazhi build --register own.csv",
    ),
)
@bilingual.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help=both(
        "File, which Excel and WPS open; standard output when not given.",
        "输出文件，Excel、WPS 可打开；缺省为标准输出",
    ),
)
@store_option
def command(output: Path | None, store_path: Path) -> None:
    """Write the table of what the register lacks."""
    from fazhi.kg.store.opening import open_store

    with open_store(store_path, read_only=True) as store:
        rows = list(_rows(store))
    data = _table(rows)
    to_file = output is not None and str(output) != "-"
    # The byte order mark tells Excel that the file is UTF-8.
    write_output(data.encode("utf-8-sig" if to_file else "utf-8"), output)
    print_lines([f"{len(rows)} {both('titles', '个文件名称')}"], stderr=True)


def _rows(store: GraphStore) -> Iterator[dict[str, str]]:
    from fazhi.kg.linking.titles import guess_kind
    from fazhi.ontology.instruments import INSTRUMENT_KINDS
    from fazhi.ontology.titles import title_key

    found: dict[str, _Lacking] = {}
    for row in store.select(_LACKING):
        title = row["title"].value
        lacking = found.setdefault(title_key(title, commas=True), _Lacking())
        lacking.titles[title] += 1
        lacking.sentence = lacking.sentence or row["sentence"].value
        lacking.reports[" ".join(row[name].value for name in ("body", "year") if row[name])] = None
        for name, values in (("number", lacking.numbers), ("suggestion", lacking.suggestions)):
            if row[name]:
                values.add(row[name].value)
    for lacking in sorted(found.values(), key=lambda one: (-len(one.reports), min(one.titles))):
        title = min(lacking.titles, key=lambda spelling: (-lacking.titles[spelling], spelling))
        kind = guess_kind(title)
        yield {
            "title": title,
            # Of several numbers only a person can tell which is right.
            "document_number": next(iter(lacking.numbers)) if len(lacking.numbers) == 1 else "",
            "cited": str(len(lacking.reports)),
            "reports": _named(list(lacking.reports)),
            "sentence": lacking.sentence,
            "suggestion": "；".join(sorted(lacking.suggestions)),
            "likely_kind": f"{kind} {INSTRUMENT_KINDS[kind]}" if kind else "",
        }


def _named(reports: Sequence[str]) -> str:
    more = "……" if len(reports) > _NAMED else ""
    return "；".join(reports[:_NAMED]) + more


def _table(rows: Sequence[dict[str, str]]) -> str:
    from fazhi.ontology.own_instruments import INSTRUMENT_COLUMNS, NOTE_COLUMNS
    from fazhi.ontology.spreadsheets import csv_table

    known = INSTRUMENT_COLUMNS | NOTE_COLUMNS
    columns = {name: known[name] for name in (*_FIRST, *known)}
    header = [f"{name} {chinese}" for name, chinese in columns.items()]
    return csv_table([header, *([row.get(name, "") for name in columns] for row in rows)], line_end="\r\n")
