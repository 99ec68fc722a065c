"""Corrections in a Word file as tracked changes (修订): what is written instead beside what it takes away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy

from lxml import etree

from fazhi.extractors.reading.docx_package import Element, W
from fazhi.kg.checks.finding import Replacement
from fazhi.kg.markup.docx_runs import Runs, set_text
from fazhi.kg.markup.docx_spots import Spots
from fazhi.kg.markup.remark import AUTHOR

#: Where a run can be taken away and another put; what others inserted is theirs to correct.
_FREE = frozenset(W + name for name in ("p", "hyperlink", "smartTag"))


def correct(
    corrections: Iterable[Replacement], spots: Spots, runs: Runs, ids: Iterator[str], date: str
) -> None:
    """Write each correction as a deletion and an insertion, with the ``ids`` and the ``date`` of changes.

    Left out are those of words that stand in no text of the body, or in what another has inserted, and
    those that overlap one before them.
    """
    planned = []
    end = (0, 0)
    for correction in sorted(corrections, key=lambda each: (each.place.line, each.place.column)):
        place = correction.place
        if (place.line, place.column) < end:
            continue
        found = [runs.runs_of(spot) for spot in spots.at(place)]
        words = [run for each in found for run in each]
        if all(found) and all(run.getparent().tag in _FREE for run in words):
            planned.append((words, correction.text))
            end = (place.end_line, place.end_column)
    # All is split before anything is taken away.
    for words, text in planned:
        for run in words:
            _delete(run, next(ids), date)
        _insert(words, text, next(ids), date)


def _delete(run: Element, key: str, date: str) -> None:
    deletion = _change("del", key, date)
    run.addprevious(deletion)
    tail, run.tail = run.tail, None
    deletion.append(run)
    deletion.tail = tail
    for text in run.iterchildren(W + "t"):
        text.tag = W + "delText"


def _insert(words: list[Element], text: str, key: str, date: str) -> None:
    insertion = _change("ins", key, date)
    run = etree.SubElement(insertion, W + "r")
    properties = words[0].find(W + "rPr")
    if properties is not None:
        run.append(deepcopy(properties))
    set_text(etree.SubElement(run, W + "t"), text)
    words[-1].getparent().addnext(insertion)


def _change(kind: str, key: str, date: str) -> Element:
    change = etree.Element(W + kind)
    for name, value in (("id", key), ("author", AUTHOR), ("date", date)):
        change.set(W + name, value)
    return change
