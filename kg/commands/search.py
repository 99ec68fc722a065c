"""``fazhi search``: find something in a store without knowing what it is called exactly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.output import write_output
from fazhi.kg.commands.shared import (
    answer_option,
    form_of,
    form_option,
    of_query,
    store_option,
    timeout_option,
)
from fazhi.kg.commands.terminal import print_lines
from fazhi.kg.workers import Limits, call
from fazhi.ontology.languages import both, read_in

if TYPE_CHECKING:
    from fazhi.kg.search import Found
    from fazhi.queries.results import Result

#: The ids of the kinds (:data:`fazhi.kg.search.KINDS`), which --help lists without loading them.
KINDS = ("instrument", "body", "firm", "publicity_day", "obligation", "indicator", "question", "sentence")
_HEADINGS = {
    "kind": both("kind", "种类"),
    "thing": both("name", "名称"),
    "context": both("context", "说明"),
    "sentence": both("sentence", "原句"),
}


@bilingual.command(
    help=both(
        "Find bodies, legal instruments, publicity days and so on by their names, and sentences "
        "by their words.\n\n"
        "Everything between spaces must be found. Names are also found by their pinyin or its "
        "initials.",
        "检索单位、法律文件、律师事务所、宣传日、法定义务、指标、查询问题的名称，以及报告的原句。"
        "\n\n"
        "空格隔开的各个词都要出现；名称也可用拼音或拼音首字母检索。",
    ),
    short_help=both("Find names and sentences.", "检索名称和原句"),
    examples=(
        "fazhi search 安全生产",
        "fazhi search 启东 罚款 --kind sentence",
        "fazhi search aqscf",
    ),
)
@click.argument("text", nargs=-1, required=True)
@bilingual.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help=both("Only this kind of thing; may be given several times.", "只找这一类，可重复"),
)
@bilingual.option(
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help=both("At most so many of each kind.", "每类最多条数"),
)
@form_option
@answer_option
@timeout_option
@store_option
def command(
    text: tuple[str, ...],
    kinds: tuple[str, ...],
    limit: int,
    form: str | None,
    output: Path | None,
    timeout: float,
    store_path: Path,
) -> None:
    """Print what is found."""
    from fazhi.kg.commands.results import hand_out

    form = form_of(form, output)
    # However long it takes: else the index of a great store would never be there.
    call(Limits(None), _make_index, store_path)
    found = of_query(timeout, _found, store_path, " ".join(text), kinds, limit)
    result = _result(found, "en" if form == "table" and read_in() == "en" else "zh")
    if form == "xlsx":
        write_output(_workbook(result, timeout, store_path), output)
        return
    hand_out(result, form, output, _heading, wide=True)
    if form == "table":
        print_lines(_notes(found), stderr=True)


def _heading(column: str) -> str:
    return str(_HEADINGS.get(column, column))


def _make_index(store_path: Path) -> None:
    from fazhi.kg.search import search_index
    from fazhi.kg.store.opening import open_store

    with open_store(store_path, read_only=True) as store:
        search_index(store)


def _found(store_path: Path, text: str, kinds: tuple[str, ...], limit: int) -> Found:
    from fazhi.kg.search import search_store
    from fazhi.kg.store.opening import open_store

    with open_store(store_path, read_only=True) as store:
        return search_store(store, text, kinds, limit)


def _result(found: Found, language: str) -> Result:
    """What was found as rows: of a sentence its words and place, of all else its name and IRI."""
    from pyoxigraph import Literal, NamedNode

    from fazhi.queries.results import Result, Term

    rows: list[tuple[Term | None, ...]] = []
    for group in found.groups:
        for hit in group.hits:
            iri, label = NamedNode(hit.iri), Literal(hit.label[language])
            named = hit.kind != "sentence"
            head = (Literal(group.title[language]), Literal(hit.context[language]))
            rows.append(
                (head[0], iri, label, head[1], None, None)
                if named
                else (head[0], None, None, head[1], label, iri)
            )
    return Result(("kind", "thing", "thingLabel", "context", "sentence", "evidence"), tuple(rows))


def _notes(found: Found) -> list[str]:
    """What a reader of the table should know: how the text was taken, and what is not shown."""
    notes = []
    if len(found.parts) > 1 and " " not in found.text.strip():
        notes.append(f"{both('taken as', '拆分为')}: {' '.join(found.parts)}")
    more = [
        f"{both(group.title['en'], group.title['zh'])} {len(group.hits)}/{group.total}"
        for group in found.groups
        if len(group.hits) < group.total
    ]
    if more:
        notes.append(f"{both('shown of all', '已显示/共')}: {', '.join(more)}; --kind, --limit")
    return notes


def _workbook(result: Result, timeout: float, store_path: Path) -> bytes:
    from fazhi.kg.commands.results import passages
    from fazhi.kg.output.workbook import Answer, workbook

    answer = Answer("检索 search", result, heading=_heading)
    return workbook([answer], passages([result], timeout, store_path))
