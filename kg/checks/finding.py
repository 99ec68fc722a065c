"""What a check says about a place in a report."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
#: Severities and their Chinese names, most severe first.
SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "警告", "note": "提示"}


@dataclass(frozen=True)
class Edit:
    """What to write instead of a span of the reading text (0-based code points, end exclusive)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Diagnostic:
    """The result of one check: a span of the reading text and messages in both languages.

    ``start`` and ``end`` are 0-based code point offsets in the reading text, end exclusive; ``related``
    holds the spans of other places that the message mentions. If the words are only in the page's
    metadata, ``source`` is their span in the source text, and ``start`` and ``end`` are those of the title.
    ``fix`` corrects the mistake; it is empty unless there is one correction, and that is certain.
    """

    start: int
    end: int
    zh: str
    en: str
    suggestion_zh: str = ""
    suggestion_en: str = ""
    related: tuple[tuple[int, int], ...] = ()
    source: tuple[int, int] | None = None
    fix: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Place:
    """A span: 0-based offsets in the reading text, 1-based lines and columns in the source text.

    ``end_column`` is the column after the last character.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Replacement:
    """What to write instead of the words at a place."""

    place: Place
    text: str


@dataclass(frozen=True)
class Finding:
    """A diagnostic with its code and place; ``sentence[mark_start:mark_end]`` is the marked text.

    Unless the reader of the file sees lines (``has_lines``), ``where`` is the place in Chinese and English
    (第3页, page 3); ``fragment`` is that of the file's address (``page=3``). Both are empty if there is none.
    ``fix`` is what corrects it, in the order of the text, where that is certain.
    """

    code: str
    severity: Severity
    message_zh: str
    message_en: str
    place: Place
    sentence: str
    mark_start: int
    mark_end: int
    suggestion_zh: str = ""
    suggestion_en: str = ""
    related: tuple[Place, ...] = ()
    has_lines: bool = True
    where: tuple[str, str] = ("", "")
    fragment: str = ""
    fix: tuple[Replacement, ...] = ()

    @property
    def line(self) -> int:
        """Line in the source text, 1-based."""
        return self.place.line

    @property
    def column(self) -> int:
        """Column in the source text, 1-based."""
        return self.place.column

    @property
    def text(self) -> str:
        """The marked text."""
        return self.sentence[self.mark_start : self.mark_end]

    def to_dict(self) -> dict[str, Any]:
        """The finding as one JSON object, without empty fields."""
        fields = {
            "code": self.code,
            "severity": self.severity,
            **asdict(self.place),
            "locator": self.fragment,
            "locator_zh": self.where[0],
            "locator_en": self.where[1],
            "text": self.text,
            "sentence": self.sentence,
            "message_zh": self.message_zh,
            "message_en": self.message_en,
            "suggestion_zh": self.suggestion_zh,
            "suggestion_en": self.suggestion_en,
            "related": [asdict(place) for place in self.related],
            "fix": [{**asdict(each.place), "replacement": each.text} for each in self.fix],
        }
        return {key: value for key, value in fields.items() if value not in ("", [])}
