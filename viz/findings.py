"""The findings of a check and the summary above them, as a marked page shows them.

A finding is a mapping with ``code``, ``severity`` (a key of :data:`SEVERITIES`), ``start`` and ``end``
(0-based code points of the text; an empty span is listed and not marked), ``line`` (of the source, 1-based),
``quote`` (what stands before its words, the words, what stands behind them), the sentences ``message``,
``why`` and ``todo``, each a pair of Chinese and English, and ``related`` (list of mappings with ``start``,
``end`` and ``line``).

The summary is a mapping with ``heading`` (such a pair), ``groups`` and ``promises``. A group (what binds the
body, what only reaches it) has ``heading``, ``laws`` and, to be folded, ``more`` items in ``rest``: both are
lists of pairs of a law and its items, which have ``article``, ``asks``, ``remarks`` (pairs) and ``wording``
(None, or ``sentence``, ``words``, ``whose``). ``promises`` is None, or has ``heading`` and ``plans``, each
with ``sentence`` and ``words``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fazhi.viz.spans import Piece

#: Severity -> sign (as text, never an emoji), Chinese and English word; the gravest first.
SEVERITIES = {
    "error": ("✕", "错误", "Error"),
    "warning": ("⚠\ufe0e", "警告", "Warning"),
    "note": ("ⓘ", "提示", "Note"),
}


@dataclass(frozen=True)
class Mark:
    """What stands on a span of the text: the number of a finding, and of its other place if it is one.

    Numbers count from 1; ``place`` is 0 for the words of the finding itself.
    """

    start: int
    end: int
    number: int
    place: int
    severity: str

    @property
    def anchor(self) -> str:
        """The id of the mark in the page."""
        return f"at-{self.number}-{self.place}" if self.place else f"at-{self.number}"

    @property
    def sign(self) -> str:
        """The sign and the number, as they stand in the text."""
        return f"{SEVERITIES[self.severity][0]}{self.number}"


class Findings:
    """The findings of one page, their marks behind ``before`` other things that are marked in its text."""

    def __init__(self, findings: Sequence[Mapping[str, Any]], before: int) -> None:
        self.rows = findings
        self.marks = tuple(
            Mark(place["start"], place["end"], number, at, finding["severity"])
            for number, finding in enumerate(findings, start=1)
            for at, place in enumerate((finding, *finding["related"]))
            if place["start"] < place["end"]
        )
        self._before = before
        self._marked = {(mark.number, mark.place) for mark in self.marks}

    @property
    def spans(self) -> list[dict[str, Any]]:
        """The marks in the form of :func:`fazhi.viz.spans.paragraphs`."""
        return [{"type": "finding", "start": mark.start, "end": mark.end} for mark in self.marks]

    @property
    def counts(self) -> list[tuple[str, tuple[str, str, str], int]]:
        """Each severity that occurs, with sign, words and number of findings."""
        counted = Counter(str(finding["severity"]) for finding in self.rows)
        return [(name, look, counted[name]) for name, look in SEVERITIES.items() if counted[name]]

    def has(self, number: int, place: int = 0) -> bool:
        """Whether the finding, or its other place, is marked in the text."""
        return (number, place) in self._marked

    def on(self, piece: Piece) -> list[Mark]:
        """The marks that cover a piece of text, the gravest first."""
        gravity = list(SEVERITIES)
        found = [self.marks[i - self._before] for i in piece.records if i >= self._before]
        return sorted(found, key=lambda mark: (mark.place > 0, gravity.index(mark.severity), mark.number))

    def begun(self, piece: Piece) -> list[Mark]:
        """The marks that begin with a piece of text."""
        return [self.marks[i - self._before] for i in piece.opens if i >= self._before]


def around(sentence: str, words: str) -> tuple[str, str, str]:
    """``sentence`` in three parts, of which the second is ``words``; else it is all in the second."""
    before, found, after = sentence.partition(words)
    return (before, words, after) if found else ("", sentence, "")
