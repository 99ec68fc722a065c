"""Splits a text with overlapping records into consecutive pieces, each with the records that cover it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
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
    """The lane each record is drawn in: overlapping records never share one, longer ones come first."""
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
