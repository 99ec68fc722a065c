"""What the parts of ``templates/parts.html`` are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from fazhi.web.content.evidence import Evidence
from fazhi.web.site import Site

_T = TypeVar("_T")

#: Rows of a list that one page shows.
PAGE_SIZE = 50


@dataclass(frozen=True)
class Cell:
    """What stands in one field of a table; ``number`` is right-aligned, ``unit`` small and grey behind it.

    ``tone`` is a class of the style sheet (``is-finding``), ``hint`` is said below it in small letters,
    ``evidence`` opens in place. With ``report`` the text is a report's own words, in the serif. ``course``
    are the heights of small bars, one for each year, in percent of the highest.
    """

    text: str
    href: str = ""
    unit: str = ""
    tone: str = ""
    hint: str = ""
    evidence: tuple[Evidence, ...] = ()
    number: bool = False
    report: bool = False
    course: tuple[float, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: ``share`` is its length in percent of the longest, ``label`` stands at its end."""

    name: str
    label: str
    share: float
    href: str = ""
    tone: str = ""
    hint: str = ""


@dataclass(frozen=True)
class BarChart:
    """Bars; ``title`` says what they show, ``note`` what their numbers are and are not."""

    title: str
    bars: Sequence[Bar]
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Finding:
    """What a reader should look at, in one sentence (线索).

    ``sign`` and ``word`` tell what kind of finding it is, ``hint`` what it means or what to do, ``source``
    the article it rests on. ``href`` leads to all there is to say about it.
    """

    text: str
    sign: str = "⚠"
    word: str = ""
    tone: str = "is-finding"
    hint: str = ""
    source: str = ""
    href: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Segment:
    """A piece of a bar that shows how a whole divides: ``start`` and ``width`` in percent."""

    name: str
    count: int
    tone: str
    sign: str
    start: float
    width: float


@dataclass(frozen=True)
class Paged(Generic[_T]):
    """One page of a long list: its rows, and where the others are; ``first`` counts from 1."""

    rows: Sequence[_T]
    first: int
    total: int
    previous: str
    following: str

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows) - 1


def bars(items: Sequence[Bar]) -> list[Bar]:
    """The same bars, with what their ``share`` held taken as values: the greatest becomes 100."""
    most = max((item.share for item in items), default=0) or 1
    return [Bar(i.name, i.label, round(100 * i.share / most, 2), i.href, i.tone, i.hint) for i in items]


def segments(parts: Sequence[tuple[str, int, str, str]]) -> list[Segment]:
    """The pieces of a whole from (name, count, tone, sign), those of no width left out."""
    whole = sum(part[1] for part in parts) or 1
    starts = accumulate((part[1] for part in parts), initial=0)
    return [
        Segment(name, count, tone, sign, round(100 * start / whole, 2), round(100 * count / whole, 2))
        for (name, count, tone, sign), start in zip(parts, starts, strict=False)
        if count
    ]


def paged(
    site: Site,
    rows: Sequence[_T],
    parameters: Mapping[str, str],
    kind: str,
    key: str = "",
    *,
    size: int = PAGE_SIZE,
    name: str = "page",
) -> Paged[_T]:
    """The page of ``rows`` that the parameter called ``name`` asks for; the nearest if there is none."""
    pages = max(1, -(-len(rows) // size))
    asked = parameters.get(name, "")
    number = min(max(1, int(asked)), pages) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1

    def address(other: int) -> str:
        if not 1 <= other <= pages:
            return ""
        kept = {**parameters, name: str(other)}
        return site.href(kind, key, **{k: v for k, v in kept.items() if v and not (k == name and other == 1)})

    start = (number - 1) * size
    return Paged(rows[start : start + size], start + 1, len(rows), address(number - 1), address(number + 1))
