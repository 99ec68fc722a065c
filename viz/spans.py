"""Splits a text with overlapping records into consecutive pieces, each with the records that cover it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any


@dataclass(frozen=True)
class Piece:
    """Text covered by the same records. ``records`` holds their indexes, ``opens`` those that start here."""

    text: str
    records: tuple[int, ...]
    opens: tuple[int, ...]


@dataclass(frozen=True)
class Paragraph:
    """A line of the text. ``level`` is a heading's level, 0 for body text; ``section`` its section's id."""

    pieces: tuple[Piece, ...]
    level: int
    section: str


def paragraphs(
    text: str, records: Sequence[Mapping[str, Any]], sections: Sequence[Mapping[str, Any]]
) -> list[Paragraph]:
    """Split ``text`` into lines and pieces. Joined, the pieces are the text without its line breaks.

    Offsets are 0-based code points of ``text``, end exclusive. Raises ``ValueError`` for a record whose
    span is empty or lies outside the text.
    """
    _check(text, records)
    pieces = _Pieces(text, records)
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
                    pieces.between(start, end),
                    min(int(section["level"]), 4) if section and heading else 0,
                    str(section["id"]) if section else "",
                )
            )
        start = end + 1
    return result


def lanes(records: Sequence[Mapping[str, Any]]) -> list[int]:
    """The lane each record is drawn in: overlapping records never share one, longer ones come first."""
    taken: list[list[tuple[int, int]]] = []
    lane_of = [0] * len(records)
    order = sorted(range(len(records)), key=lambda i: (records[i]["start"] - records[i]["end"], i))
    for index in order:
        start, end = records[index]["start"], records[index]["end"]
        lane = 0
        while lane < len(taken) and not _is_free(taken[lane], start, end):
            lane += 1
        if lane == len(taken):
            taken.append([])
        insort(taken[lane], (start, end))
        lane_of[index] = lane
    return lane_of


def _is_free(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether none of the spans, which are in order and do not overlap, overlaps the one given."""
    number = bisect_left(taken, (end, 0))
    return number == 0 or taken[number - 1][1] <= start


class _Pieces:
    """The pieces of a text with its records, found without going through all records for each line."""

    def __init__(self, text: str, records: Sequence[Mapping[str, Any]]) -> None:
        self._text, self._records = text, records
        self._order = sorted(range(len(records)), key=lambda i: records[i]["start"])
        self._starts = [int(records[i]["start"]) for i in self._order]
        self._furthest = list(accumulate((int(records[i]["end"]) for i in self._order), max))
        self._cuts = sorted({int(r[side]) for r in records for side in ("start", "end")})

    def between(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces of the text from ``start`` to ``end``, in order."""
        cuts = self._cuts[bisect_right(self._cuts, start) : bisect_left(self._cuts, end)]
        first, stop = bisect_right(self._furthest, start), bisect_left(self._starts, end)
        coming = [i for i in self._order[first:stop] if start < self._records[i]["end"]]
        covering: list[int] = []
        pieces = []
        begun = 0
        for left, right in pairwise([start, *cuts, end]):
            covering = [i for i in covering if left < self._records[i]["end"]]
            opening = []
            while begun < len(coming) and self._records[coming[begun]]["start"] <= left:
                opening.append(coming[begun])
                begun += 1
            covering += opening
            pieces.append(Piece(self._text[left:right], tuple(sorted(covering)), tuple(sorted(opening))))
        return tuple(pieces)


def _is_heading(line: str, section: Mapping[str, Any]) -> bool:
    """Whether the line is a heading alone, not the text of a section that begins within a paragraph."""
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
