"""Overlapping records as a flat run of text pieces, each piece knowing every record that covers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Piece:
    """A stretch of text under the same records. ``records`` are indexes, ``opens`` those that begin here."""

    text: str
    records: tuple[int, ...]
    opens: tuple[int, ...]


@dataclass(frozen=True)
class Paragraph:
    """One line of the text. ``level`` is a heading's level, 0 for body text; ``section`` a heading's id."""

    pieces: tuple[Piece, ...]
    level: int
    section: str


def paragraphs(
    text: str, records: Sequence[Mapping[str, Any]], sections: Sequence[Mapping[str, Any]]
) -> list[Paragraph]:
    """Cut ``text`` into lines and pieces; the pieces put together are the text without its line ends.

    Offsets are 0-based code points of ``text``, end exclusive. Raises ``ValueError`` for a record whose
    span is empty or lies outside the text.
    """
    _check(text, records)
    cuts = sorted({0, len(text)} | {int(r[side]) for r in records for side in ("start", "end")})
    headings = {int(section["start"]): section for section in sections if section["level"]}
    result: list[Paragraph] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            section = headings.get(start + len(line) - len(line.lstrip()))
            heading = section is not None and _is_heading(line, section)
            result.append(
                Paragraph(
                    _pieces(text, records, start, end, cuts),
                    min(int(section["level"]), 4) if section and heading else 0,
                    str(section["id"]) if section else "",
                )
            )
        start = end + 1
    return result


def lanes(records: Sequence[Mapping[str, Any]]) -> list[int]:
    """For each record the line it is drawn on: overlapping records never share one, longer ones go first."""
    ends: list[list[tuple[int, int]]] = []
    lane_of = [0] * len(records)
    order = sorted(range(len(records)), key=lambda i: (records[i]["start"] - records[i]["end"], i))
    for index in order:
        start, end = records[index]["start"], records[index]["end"]
        lane = 0
        while lane < len(ends) and any(s < end and start < e for s, e in ends[lane]):
            lane += 1
        if lane == len(ends):
            ends.append([])
        ends[lane].append((start, end))
        lane_of[index] = lane
    return lane_of


def _pieces(
    text: str, records: Sequence[Mapping[str, Any]], start: int, end: int, cuts: list[int]
) -> tuple[Piece, ...]:
    here = [i for i, record in enumerate(records) if record["start"] < end and start < record["end"]]
    edges = [start, *(cut for cut in cuts if start < cut < end), end]
    pieces = []
    for left, right in pairwise(edges):
        covering = [i for i in here if records[i]["start"] <= left and right <= records[i]["end"]]
        opening = [i for i in covering if left == max(records[i]["start"], start)]
        pieces.append(Piece(text[left:right], tuple(covering), tuple(opening)))
    return tuple(pieces)


def _is_heading(line: str, section: Mapping[str, Any]) -> bool:
    """Whether the line holds the heading alone, not the sentences of a section that begins in mid-text."""
    words = "".join(line.split())
    return len(words) <= len("".join(f"{section['number']}{section['title']}".split())) + 2


def _check(text: str, records: Sequence[Mapping[str, Any]]) -> None:
    for number, record in enumerate(records):
        start, end = record["start"], record["end"]
        if not 0 <= start < end <= len(text):
            raise ValueError(
                f"record {number} ({record['type']}): span {start}-{end} lies outside the text of "
                f"{len(text)} characters"
            )
