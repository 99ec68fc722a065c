"""The runs (``w:r``) of a Word file, split so that something may stand before or behind any words.

Where a ``w:t`` cannot be split, in a formula, a field, a content control, a text box or pinyin set above
characters, what holds it is taken as a whole. Word has no comments within some of these, and LibreOffice
loses those within fields.
"""

from __future__ import annotations

from copy import deepcopy

from fazhi.extractors.reading.docx_package import Element, W
from fazhi.kg.markup.docx_spots import Spot

_P, _R, _T, _PPR, _RPR = W + "p", W + "r", W + "t", W + "pPr", W + "rPr"
#: What runs may stand in, in a paragraph, so that they can be split there.
_CONTAINERS = frozenset(
    W + name for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "bdo", "dir")
)
_FIELD_MARK, _FIELD_MARK_KIND = W + "fldChar", W + "fldCharType"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: What is white space in XML. At the ends of a ``w:t`` it is shown only where that says so.
_WHITE = " \t\r\n"


def set_text(element: Element, text: str) -> None:
    """Make ``text`` that of a ``w:t``, so that spaces at its ends are shown."""
    element.text = text
    if text != text.strip(_WHITE):
        element.set(_SPACE, "preserve")


class Runs:
    """Splits runs on demand. Elements that are put between runs meanwhile stay where they are."""

    def __init__(self) -> None:
        #: The parts of each ``w:t``, each with the number of the character with which it begins.
        self._parts: dict[Element, list[tuple[int, Element]]] = {}

    def insert_before(self, spot: Spot, new: Element) -> None:
        """Put an element before the first character of ``spot``."""
        node, child = _node(spot.element)
        if node.tag == _P:
            _put_first(node, new)
            return
        if child is not None:
            self._split(child, spot.start)
            node = _begin_run(self._part(child, spot.start))
        node.addprevious(new)

    def insert_after(self, spot: Spot, *new: Element) -> None:
        """Put elements, in this order, behind the last character of ``spot``."""
        node, child = _node(_field_end(spot.element) if spot.element.tag == _FIELD_MARK else spot.element)
        if node.tag == _P:
            node.extend(new)
            return
        if child is not None:
            self._split(child, spot.end)
            node = _end_run(self._part(child, spot.end - 1))
        for element in reversed(new):
            node.addnext(element)

    def runs_of(self, spot: Spot) -> list[Element]:
        """The runs with the characters of ``spot`` and nothing else; none where it cannot be split."""
        node, child = _node(spot.element)
        if node.tag != _R or child is not spot.element or child.tag != _T:
            return []
        self._split(child, spot.start)
        self._split(child, spot.end)
        parts = [part for at, part in self._parts_of(child) if spot.start <= at < spot.end]
        return [_end_run(part) for part in parts if _begin_run(part) is not None]

    def _part(self, child: Element, at: int) -> Element:
        """The part of a ``w:t`` with the character ``at``; other elements have one part."""
        parts = self._parts_of(child)
        return next((part for start, part in reversed(parts) if start <= at), parts[0][1])

    def _split(self, child: Element, at: int) -> None:
        """Make sure that a part of a ``w:t`` begins with the character ``at``, if there is one."""
        parts = self._parts_of(child)
        number = max((number for number, (start, _) in enumerate(parts) if start <= at), default=0)
        start, part = parts[number]
        text = part.text or ""
        if child.tag != _T or not start < at < start + len(text):
            return
        rest = part.makeelement(part.tag, part.attrib)
        set_text(part, text[: at - start])
        set_text(rest, text[at - start :])
        part.addnext(rest)
        parts.insert(number + 1, (at, rest))

    def _parts_of(self, child: Element) -> list[tuple[int, Element]]:
        if child not in self._parts:
            text, before = child.text or "", 0
            if child.tag == _T and child.get(_SPACE) != "preserve":
                # What is not shown must not be when the text is split.
                before = len(text) - len(text.lstrip(_WHITE))
                child.text = text.strip(_WHITE)
            self._parts[child] = [(before, child)]
        return self._parts[child]


def _begin_run(child: Element) -> Element:
    """The run of ``child``, which begins with it; what was before it is then a run of its own."""
    run = child.getparent()
    if all(element.tag == _RPR for element in child.itersiblings(preceding=True)):
        return run
    rest = run.makeelement(run.tag, run.attrib, run.nsmap)
    properties = run.find(_RPR)
    if properties is not None:
        rest.append(deepcopy(properties))
    rest.extend([child, *child.itersiblings()])
    run.addnext(rest)
    return rest


def _end_run(child: Element) -> Element:
    """The run of ``child``, which ends with it; what was behind it is then a run of its own."""
    following = child.getnext()
    if following is not None:
        _begin_run(following)
    return child.getparent()


def _field_end(begin: Element) -> Element:
    """The mark with which a field ends; its paragraph where it does not end there."""
    paragraph = next(begin.iterancestors(_P))
    depth = 0
    marks = iter(paragraph.iter(_FIELD_MARK))
    for mark in marks:
        if mark is begin:
            break
    for mark in marks:
        kind = mark.get(_FIELD_MARK_KIND)
        if kind == "end" and depth == 0:
            return mark
        depth += {"begin": 1, "end": -1}.get(kind, 0)
    return paragraph


def _node(element: Element) -> tuple[Element, Element | None]:
    """What in a paragraph of the body holds an element, and if that is a run, the child that does.

    The paragraph itself for the number in front of it. A text box is in the run that it is anchored in.
    """
    line = [element, *element.iterancestors()]
    top = max(number for number, each in enumerate(line) if each.tag == _P)
    for number in range(top - 1, -1, -1):
        node = line[number]
        if node.tag not in _CONTAINERS:
            return node, line[number - 1] if number and node.tag == _R else None
    return line[top], None


def _put_first(paragraph: Element, new: Element) -> None:
    """Put an element before what a paragraph holds."""
    first = next((child for child in paragraph if child.tag not in (_PPR, new.tag)), None)
    if first is None:
        paragraph.append(new)
    else:
        first.addprevious(new)
