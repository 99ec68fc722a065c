"""What a brief is made of, whatever its form, and the numbers by which its lines lead to reports' words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fazhi.web.content.evidence import Evidence
from fazhi.web.content.parts import BarChart, Segment
from fazhi.web.site import Site

#: Characters of long words that are shown, and of a sentence on either side of them.
_MOST, _NEAR = 24, 16


@dataclass(frozen=True)
class Line:
    """One thing that is said. ``notes`` are the numbers of the passages on which it stands.

    ``sign`` with ``word`` says of what kind it is, in the ``tone`` of a class of the style sheet; ``hint``
    stands behind it in small letters. ``quoted``: these are a report's own words. ``href`` leads to a page
    about it.
    """

    text: str
    notes: tuple[int, ...] = ()
    sign: str = ""
    word: str = ""
    tone: str = ""
    hint: str = ""
    href: str = ""
    quoted: bool = False


@dataclass(frozen=True)
class Lines:
    """A list. ``heading`` stands above it, ``rest`` says how much more there is, ``empty`` why nothing.

    The lines of one that is ``short`` stand side by side.
    """

    lines: tuple[Line, ...]
    heading: str = ""
    rest: str = ""
    empty: str = ""
    is_short: bool = False


@dataclass(frozen=True)
class Entry:
    """What stands in a field of a table; ``is_number``: on the right."""

    text: str
    notes: tuple[int, ...] = ()
    is_number: bool = False
    tone: str = ""
    href: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Grid:
    """A table. ``note`` says what it is and is not."""

    head: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    heading: str = ""
    note: str = ""


@dataclass(frozen=True)
class Whole:
    """How a whole divides, as one bar."""

    name: str
    pieces: tuple[Segment, ...]


@dataclass(frozen=True)
class Section:
    """A part of a brief."""

    title: str
    blocks: tuple[Lines | Grid | Whole | BarChart, ...]


@dataclass(frozen=True)
class Note:
    """A passage of a report by its number, as much of its sentence as a reader needs to find it.

    ``whose`` report it is in stands there where that is not clear; ``is_quoted``: a line has its words.
    """

    number: int
    evidence: Evidence
    whose: str = ""
    is_quoted: bool = False

    @property
    def key(self) -> str:
        """Its name, as the target of links."""
        return f"note-{self.number}"

    @property
    def place(self) -> str:
        """Section and page, as far as they are known; before them whose report it is, where that differs."""
        return " · ".join(filter(None, (self.whose, self.evidence.section, self.evidence.place)))

    @property
    def words(self) -> str:
        """The exact words, their middle left out where they are long."""
        words = " ".join(self.evidence.words.split())
        if self.is_quoted:
            return words if len(words) <= _NEAR else f"{words[:_NEAR]}…"
        return words if len(words) <= 2 * _MOST else f"{words[:_MOST]}……{words[-_MOST // 2 :]}"

    @property
    def before(self) -> str:
        """What stands before them in the sentence, its end."""
        before = "" if self.is_quoted else f"{self.evidence.far}{self.evidence.before}"
        return before if len(before) <= _NEAR else f"…{before[-_NEAR:]}"

    @property
    def after(self) -> str:
        """What stands behind them in the sentence, its beginning."""
        after = "" if self.is_quoted else self.evidence.after
        return after if len(after) <= _NEAR else f"{after[:_NEAR]}…"


@dataclass(frozen=True)
class Brief:
    """A brief: what it is about, what is said, and the passages it stands on.

    ``facts`` are labels and what is to be said of them, with the address of a page about it or "". ``claims``
    is what it does not say.
    """

    title: str
    language: str
    facts: tuple[tuple[str, Line], ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    claims: str


def more(site: Site, count: int) -> str:
    """How many more there are, in words; "" if there is none."""
    return site.say(f"另有{count}项", f"{count} more") if count > 0 else ""


class Notes:
    """Gives the passages numbers, in the order in which they are first named."""

    def __init__(self, evidence: Mapping[str, Evidence], body: str = "", year: str = "") -> None:
        """``evidence`` is all there is, by IRI; that of another body or year says so."""
        self._evidence = evidence
        self._body, self._year = body, year
        self._numbers: dict[str, int] = {}
        self._quoted: set[str] = set()

    def of(self, iris: Iterable[str], most: int = 1, *, quoted: bool = False) -> tuple[int, ...]:
        """The numbers of the first passages among these; ``quoted``: their words stand in the line itself."""
        known = [iri for iri in dict.fromkeys(iris) if iri in self._evidence][:most]
        if quoted:
            self._quoted.update(known)
        return tuple(self._numbers.setdefault(iri, len(self._numbers) + 1) for iri in known)

    def all(self) -> tuple[Note, ...]:
        """The passages that were named."""
        return tuple(
            Note(number, one, self._whose(one), iri in self._quoted)
            for iri, number in self._numbers.items()
            for one in [self._evidence[iri]]
        )

    def _whose(self, evidence: Evidence) -> str:
        body = evidence.body if evidence.body != self._body else ""
        return " ".join(filter(None, (body, evidence.year if body or evidence.year != self._year else "")))
