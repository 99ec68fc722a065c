"""What is found for what a person typed (搜索): the question that it is understood as, with its answer, and
things and sentences by kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from fazhi.kg.search import KINDS, Group, Hit, search_store
from fazhi.kg.store.graph_store import GraphStore
from fazhi.queries import Question, run
from fazhi.queries.asked import Asked, Names, Reading, names_in, understand
from fazhi.web.content.answers import Shown, filled, heading, in_language, shown, why_none
from fazhi.web.content.links import address_of
from fazhi.web.content.parts import Paged
from fazhi.web.site import NotFound, Site

#: How many things of a kind are shown among others, and on a page of its own.
FEW, MANY = 5, 30
#: Rows of an answer that are shown here.
ROWS = 10
_names: WeakKeyDictionary[GraphStore, Names] = WeakKeyDictionary()


@dataclass(frozen=True)
class Piece:
    """A part of a text that was found; ``marked`` if it is what was typed."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Line:
    """A thing that was found: its name or the sentence in pieces, what tells it from others, its address.

    ``also`` is another name of it, or a word for it, by which it was found.
    """

    pieces: tuple[Piece, ...]
    context: str
    href: str
    also: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Kind:
    """What was found of one kind; ``all`` is the address of all of it, if that is more than is shown."""

    kind: str
    title: str
    total: int
    lines: tuple[Line, ...]
    all: str


@dataclass(frozen=True)
class Understood:
    """A question and the parameters as they were understood, each a label and a value, with its address."""

    question: Question
    parameters: tuple[tuple[str, str], ...]
    href: str
    missing: tuple[str, ...] = ()


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """What is found for the parameter ``q``; with ``kind``, all of that kind, in pages."""
    if key:
        raise NotFound(site.say("这个地址没有对应的页面", "there is no page at this address"))
    text = " ".join(parameters.get("q", "").split())
    kind = parameters.get("kind", "")
    if kind not in KINDS:
        kind = ""
    asked = understand(text, _names_in(site)) if text and not kind else Asked(text, None, ())
    number = _number(parameters.get("page", ""))
    size = MANY if kind else FEW
    found = search_store(site.store, text, [kind] if kind else None, size, (number - 1) * size if kind else 0)
    return site.render(
        "search.html",
        title=site.say(f"搜索：{text}", f"Search: {text}") if text else site.say("搜索", "Search"),
        text=text,
        kind=kind,
        found=[_kind(site, text, group, kind) for group in found.groups],
        total=found.total,
        pager=_paged(site, text, kind, number, found.groups[0]) if kind and found.groups else None,
        near=[_understood(site, reading) for reading in asked.near],
        **_answer(site, asked.understood),
    )


def keys(site: Site) -> Iterator[str]:
    """None: it answers what is typed."""
    yield from ()


def _names_in(site: Site) -> Names:
    if site.store not in _names:
        _names[site.store] = names_in(site.store.dataset)
    return _names[site.store]


def _answer(site: Site, reading: Reading | None) -> dict[str, object]:
    """The question that is understood, and the first rows of its answer."""
    if reading is None:
        return {"understood": None}
    result = run(site.store.dataset, reading.question, reading.parameters)
    first: Shown = shown(site, in_language(site, filled(result, result.rows[:ROWS])))
    return {
        "understood": _understood(site, reading),
        "answer": first,
        "rows": len(result.rows),
        "empty": "" if result.rows else why_none(site, reading.question, reading.parameters),
    }


def _understood(site: Site, reading: Reading) -> Understood:
    given = tuple((heading(site, one.parameter.name), one.label) for one in reading.given)
    missing = tuple(heading(site, parameter.name) for parameter in reading.missing)
    href = site.href("question", reading.question.name, **reading.parameters)
    return Understood(reading.question, given, href, missing)


def _kind(site: Site, text: str, group: Group, alone: str) -> Kind:
    every = "" if alone or group.total <= len(group.hits) else site.href("search", q=text, kind=group.kind)
    title = group.title[site.language]
    return Kind(
        group.kind,
        title[:1].upper() + title[1:],
        group.total,
        tuple(_line(site, hit) for hit in group.hits),
        every,
    )


def _line(site: Site, hit: Hit) -> Line:
    name = hit.label[site.language]
    if hit.kind == "question":
        href = site.href("question", hit.iri.rpartition("/")[2])
    else:
        href = address_of(site, hit.iri)
    pieces, context = tuple(_pieces(hit)), hit.context[site.language]
    if hit.kind == "sentence" or hit.snippet == name:
        return Line(pieces, context, href)
    also = () if hit.snippet in context else _word(pieces) if hit.kind == "indicator" else pieces
    return Line((Piece(name, marked=False),), context, href, also)


def _word(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Of words in a row, the first one that has a mark."""
    before, marked, *after = pieces
    start, end = before.text.rpartition(" ")[2], "".join(piece.text for piece in after).partition(" ")[0]
    return Piece(start, marked=False), marked, Piece(end, marked=False)


def _pieces(hit: Hit) -> Iterator[Piece]:
    at = 0
    for start, end in hit.marks:
        if at < start:
            yield Piece(hit.snippet[at:start], marked=False)
        yield Piece(hit.snippet[start:end], marked=True)
        at = end
    if at < len(hit.snippet):
        yield Piece(hit.snippet[at:], marked=False)


def _number(asked: str) -> int:
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1


def _paged(site: Site, text: str, kind: str, number: int, group: Group) -> Paged[Hit]:
    def address(other: int) -> str:
        if other < 1 or (other - 1) * MANY >= group.total:
            return ""
        return site.href("search", q=text, kind=kind, **({"page": str(other)} if other > 1 else {}))

    first = (number - 1) * MANY + 1
    return Paged(group.hits, first, group.total, address(number - 1), address(number + 1))
