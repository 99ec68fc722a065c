"""What reading produces: the reading text, the source position of each character, and the section tree."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

#: 0-based code points, end exclusive.
Span = tuple[int, int]
#: Characters that end a line of the source text.
LINE_BREAKS = "\r\n\f\v\x85\u2028\u2029"
#: The kinds of place in a file, as a person says them in Chinese and in English.
_PLACES = {
    "page": ("第{}页", "page {}"),
    "paragraph": ("第{}段", "paragraph {}"),
    "footnote": ("脚注{}", "footnote {}"),
    "endnote": ("尾注{}", "endnote {}"),
}
_LINE = re.compile(f"[^{LINE_BREAKS}]*")


def place_words(fragment: str) -> tuple[str, str]:
    """A place in a file as a person says it, in Chinese and in English: 第3页 and page 3 for ``page=3``.

    A fragment of another kind stands as it is.
    """
    kind, _, number = fragment.partition("=")
    if kind not in _PLACES:
        return fragment, fragment
    zh, en = _PLACES[kind]
    return zh.format(number), en.format(number)


@dataclass(frozen=True)
class SourceMap:
    """Maps offsets in the reading text back to offsets in the source text.

    ``starts[i]`` is the reading offset at which run ``i`` begins, ``sources[i]`` the source offset it comes
    from; within a run both advance together. Offsets are 0-based code points.
    """

    starts: tuple[int, ...]
    sources: tuple[int, ...]

    def to_source(self, offset: int) -> int:
        """The source offset for a reading offset (both 0-based). Raises ``ValueError`` if negative."""
        if offset < 0:
            raise ValueError(f"offset {offset} is negative")
        if not self.starts:
            return 0
        run = max(bisect_right(self.starts, offset) - 1, 0)
        return self.sources[run] + offset - self.starts[run]


@dataclass(frozen=True)
class Document:
    """A report as read from its file.

    ``text`` is the reading text: Unicode NFC, hard line breaks mended, page furniture removed.
    ``source_text`` is the file's own text in NFC; ``source_map`` maps the former to the latter.
    ``digest`` is the SHA-256 of the file's bytes in hexadecimal. ``metadata`` holds the fields
    of a portal's metadata block (索引号, 文号, 发布机构, 发布日期, 成文日期 …), values as written, and
    ``metadata_spans`` where in the source text each value stands. ``places`` and ``confidences`` are those of
    :class:`~fazhi.extractors.reading.source.Source`.
    """

    text: str
    source: str
    media_type: str
    digest: str
    source_text: str
    source_map: SourceMap
    metadata: dict[str, str] = field(default_factory=dict)
    metadata_spans: dict[str, Span] = field(default_factory=dict)
    places: tuple[tuple[int, str], ...] = ()
    confidences: tuple[tuple[int, float], ...] = ()

    def place(self, offset: int) -> str:
        """Where in the file the character at a reading offset (0-based) stands, as a fragment of its address.

        Such as ``page=3``; empty for plain text.
        """
        return self.source_place(self.source_map.to_source(offset)) if self.places else ""

    def source_place(self, position: int) -> str:
        """The same of the character at an offset (0-based) in the source text."""
        number = bisect_right(self.places, position, key=lambda place: place[0])
        return self.places[number - 1][1] if number else ""

    def confidence(self, start: int, end: int) -> float:
        """How sure the reading text from ``start`` to ``end`` is, 0 to 1: as the least sure page it is on.

        1 where nothing was recognised in pictures.
        """
        if not self.confidences:
            return 1.0
        first, last = (self.source_map.to_source(offset) for offset in (start, max(end - 1, start)))
        begin, stop = (
            bisect_right(self.confidences, position, key=lambda each: each[0]) for position in (first, last)
        )
        return min(confidence for _, confidence in self.confidences[max(begin - 1, 0) : max(stop, 1)])

    def line_column(self, offset: int) -> tuple[int, int]:
        """The line and column in the source text (both 1-based) for a reading offset (0-based)."""
        return self.source_line_column(min(self.source_map.to_source(offset), len(self.source_text)))

    def source_line_column(self, position: int) -> tuple[int, int]:
        """The same for an offset (0-based) in the source text."""
        line = bisect_right(self._line_starts, position)
        return line, position - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.source_text))]

    def source_line(self, offset: int) -> Span:
        """The span of the line of the source text that holds ``offset``, white space around it left out."""
        before = [self.source_text.rfind(mark, 0, offset) for mark in LINE_BREAKS]
        match = _LINE.match(self.source_text, max(before) + 1)
        assert match is not None
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        return start, start + len(line.strip())


@dataclass(frozen=True)
class Section:
    """A node of the section tree (章节). Offsets are 0-based code points of the reading text, end exclusive.

    ``id`` is the path of ordinals (``"2.1.3"``; ``"0"`` is the text before the first heading),
    ``number`` the heading's number as written (一、 / （一） / 1. / 一是), and ``title`` its words.
    ``role`` is one of ``preamble``, ``work_done``, ``leader_duties``, ``problems``, ``plans``.
    """

    id: str
    level: int
    number: str
    title: str
    role: str
    start: int
    end: int
    parent: str | None = None
