"""An answer as bars, where that says something (charts.yaml)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import NamedNode

from fazhi.ontology.units import in_english
from fazhi.queries.results import Result, Value, table
from fazhi.web.content.answers import grouped, heading
from fazhi.web.content.links import address_of
from fazhi.web.content.names import labels
from fazhi.web.content.parts import Bar, bars
from fazhi.web.site import Site

#: A chart shows this many rows: the greatest.
MOST = 10
_TABLE = Path(__file__).with_name("charts.yaml")


@dataclass(frozen=True)
class Chart:
    """Bars, what stands above them, and of how many they are the greatest."""

    title: str
    bars: list[Bar]
    of: int


@cache
def _charts() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(_TABLE.read_text("utf-8"))
    return found


def chart(site: Site, question: str, result: Result) -> Chart | None:
    """The chart of the answer to a question; None if it has none, or all bars would be alike."""
    entry = _charts().get(question)
    if not entry:
        return None
    shown = table(result)
    at = {column: index for index, column in enumerate(shown.columns)}
    length, unit = at[entry["value"]], at.get(entry.get("unit", ""))
    rows = [
        (row, terms)
        for row, terms in zip(shown.rows, result.rows, strict=True)
        if isinstance(row[length], int | float)
    ]
    units = {row[unit] for row, _ in rows} if unit is not None else {""}
    lengths = Counter(row[length] for row, _ in rows)
    if len(lengths) < 2 or len(units) != 1:
        return None
    greatest = sorted(rows, key=lambda pair: -float(pair[0][length] or 0))[:MOST]
    # What is the same for all bars need not stand at each.
    told = [
        column for column in entry["of"] if column in at and len({row[at[column]] for row, _ in rows}) > 1
    ]
    places = [(at[column], result.columns.index(column)) for column in told or entry["of"][:1]]
    names = labels(
        site,
        {t.value for _, terms in greatest for _, i in places if isinstance(t := terms[i], NamedNode)},
    )
    items = []
    for row, terms in greatest:
        parts = [_told(site, terms[i], row[j], names) for j, i in places]
        first = terms[places[0][1]]
        items.append(
            Bar(
                name=parts[0],
                hint=" · ".join(parts[1:]),
                label=_label(site, row[length], next(iter(units))),
                share=float(row[length] or 0),
                href=address_of(site, first.value) if isinstance(first, NamedNode) else "",
            )
        )
    title = _title(site, heading(site, entry["value"]), items, lengths[greatest[0][0][length]])
    return Chart(title, bars(items), len(rows))


def _title(site: Site, what: str, items: list[Bar], first: int) -> str:
    """What the chart tells: which of the bars is the longest, or how many are."""
    label = items[0].label
    if first > 1:
        return site.say(f"{what}最多的有{first}项，各{label}", f"{what}, most: {label}, for {first} of them")
    name = " · ".join(filter(None, (items[0].name, items[0].hint)))
    return site.say(f"{what}最多：{name}，{label}", f"{what}, most: {name}, {label}")


def _told(site: Site, term: object, said: object, names: dict[str, str]) -> str:
    found = names.get(term.value) if isinstance(term, NamedNode) else None
    return found or str(said or "")


def _label(site: Site, number: Value, unit: Value) -> str:
    """A figure with its unit."""
    figure, word = grouped(str(number)), str(unit or "")
    if site.language == "zh" or not word:
        return f"{figure}{word}"
    return f"{figure} {in_english(word, number if isinstance(number, int | float) else None)}"
