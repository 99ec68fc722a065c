"""The numbers that Word puts in front of paragraphs (自动编号), such as 一、 （一） 1. 第一条.

They stand in no text of the file: a paragraph names a list and a level of it, itself or by its style
(ECMA-376 Part 1, 17.9), and Word counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fazhi.extractors.reading.docx_package import Element, W
from fazhi.extractors.reading.number_formats import written

_LEVELS = 9


def value_of(element: Element | None, name: str, attribute: str = "val") -> str | None:
    """The attribute of a child of ``element``, such as ``w:pStyle``; None if there is no such child."""
    child = None if element is None else element.find(W + name)
    return None if child is None else child.get(W + attribute, "")


def is_on(element: Element | None, name: str) -> bool | None:
    """Whether a switch such as ``w:vanish`` is on in ``element``; None if it is not set there."""
    value = value_of(element, name)
    return None if value is None else value not in ("0", "false", "off")


class Styles:
    """The styles of a document, by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        for style in () if root is None else root.iterchildren(W + "style"):
            key = style.get(W + "styleId", "")
            self._styles.setdefault(key, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default = self._default or key
        self._hidden: dict[str, bool] = {}

    def of(self, paragraph: Element) -> str:
        """The id of a paragraph's style."""
        return value_of(paragraph.find(W + "pPr"), "pStyle") or self._default

    def name(self, key: str) -> str:
        """The name of a style, in lower case (``toc 1``)."""
        return (value_of(self._styles.get(key), "name") or "").lower()

    def hides(self, key: str) -> bool:
        """Whether a style hides what it is set for."""
        if key not in self._hidden:
            switches = (is_on(style.find(W + "rPr"), "vanish") for _, style in self.line(key))
            self._hidden[key] = next((switch for switch in switches if switch is not None), False)
        return self._hidden[key]

    def line(self, key: str) -> list[tuple[str, Element]]:
        """A style and those it is based on, itself first."""
        found: list[tuple[str, Element]] = []
        while key in self._styles and len(found) < 32:
            found.append((key, self._styles[key]))
            key = value_of(self._styles[key], "basedOn") or ""
        return found


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str
    suffix: str
    #: It starts anew below a level above this one (0: never).
    restart: int
    #: All numbers in Arabic digits (``w:isLgl``).
    legal: bool
    style: str


@dataclass
class _List:
    """A list of the document (``w:num``): what it counts with others that share its definition."""

    counters: list[int | None]
    levels: dict[int, _Level]
    #: The number with which a level begins in this list.
    starts: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)

    def start(self, level: int) -> int:
        return self.starts.get(level, self.levels[level].start if level in self.levels else 1)


class Numbering:
    """Counts the numbered paragraphs of a document, which are to be asked for in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        definitions = {each.get(W + "abstractNumId"): each for each in root.iterchildren(W + "abstractNum")}
        named = {
            each.get(W + "numId"): value_of(each, "abstractNumId") for each in root.iterchildren(W + "num")
        }
        counters: dict[str | None, list[int | None]] = {}
        for each in root.iterchildren(W + "num"):
            key = value_of(each, "abstractNumId")
            link = value_of(definitions.get(key), "numStyleLink")
            if link is not None:  # The definition is that of a style of lists.
                key = named.get(self._numbered(link)[0])
            if key not in definitions:
                continue
            listed = _List(counters.setdefault(key, [None] * _LEVELS), _levels(definitions[key]))
            for override in each.iterchildren(W + "lvlOverride"):
                level = _integer(override.get(W + "ilvl"), 0)
                listed.levels.update(_levels(override, level))
                if (start := value_of(override, "startOverride")) is not None:
                    listed.starts[level] = _integer(start, 1)
            self._lists.setdefault(each.get(W + "numId", ""), listed)

    def next(self, paragraph: Element) -> str:
        """The number in front of a paragraph and what parts it from the text; empty if it has none."""
        key, level = self._place(paragraph)
        listed = self._lists.get(key)
        if listed is None or level not in listed.levels:
            return ""
        counters = listed.counters
        if level in listed.starts and level not in listed.begun:
            counters[level] = None
        listed.begun.add(level)
        count = counters[level]
        counters[level] = listed.start(level) if count is None else count + 1
        for upper in range(level):
            if counters[upper] is None:
                counters[upper] = listed.start(upper)
        for lower in range(level + 1, _LEVELS):
            if lower not in listed.levels or level < listed.levels[lower].restart:
                counters[lower] = None
        return _label(listed, level)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """The list and level of a paragraph."""
        given = paragraph.find(f"{W}pPr/{W}numPr")
        key, level = value_of(given, "numId"), value_of(given, "ilvl")
        of_style, at = self._numbered(self._styles.of(paragraph)) if key is None else (key, 0)
        return of_style, at if level is None else _integer(level, 0)

    def _numbered(self, style: str) -> tuple[str, int]:
        """The list and level that a style sets: that level which names the style, else the one it names."""
        level = None
        for key, each in self._styles.line(style):
            properties = each.find(f"{W}pPr/{W}numPr")
            level = value_of(properties, "ilvl") if level is None else level
            number = value_of(properties, "numId")
            if number is not None:
                levels = self._lists[number].levels if number in self._lists else {}
                linked = (at for at, found in levels.items() if found.style == key)
                return number, next(linked, _integer(level, 0))
        return "", 0


def _levels(definition: Element, only: int | None = None) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for each in definition.iterchildren(W + "lvl"):
        at = _integer(each.get(W + "ilvl"), 0) if only is None else only
        if not 0 <= at < _LEVELS:
            continue
        # A format of Word's own stands beside one for other programs.
        form = each.find(f".//{W}numFmt")
        found[at] = _Level(
            start=_integer(value_of(each, "start"), 0),
            form="decimal" if form is None else form.get(W + "val", "decimal"),
            # Of an RTF file LibreOffice loses the mark behind a Chinese number.
            text=(value_of(each, "lvlText") or "").replace("?", "、"),
            suffix="" if value_of(each, "suff") == "nothing" else " ",
            restart=_integer(value_of(each, "lvlRestart"), _LEVELS),
            legal=bool(is_on(each, "isLgl")),
            style=value_of(each, "pStyle") or "",
        )
    return found


def _label(listed: _List, level: int) -> str:
    this = listed.levels[level]
    if this.form == "bullet":
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        count = listed.counters[at] if at <= level else None
        if count is None or at not in listed.levels or listed.levels[at].form == "none":
            return ""
        return written(count, "decimal" if this.legal else listed.levels[at].form)

    label = re.sub(r"%([1-9])", number, this.text)
    return label + this.suffix if label else ""


def _integer(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"\d{1,6}", value) else default
