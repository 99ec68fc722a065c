"""Comments (批注) in a Word file: the part that holds them, and the marks at the words."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count

from lxml import etree

from fazhi.extractors.reading.docx_package import Element, Package, W, part_key, relationships_of
from fazhi.kg.markup.remark import AUTHOR, INITIALS
from fazhi.ontology.errors import FazhiError

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIPS = f"{{{_PACKAGE}/relationships}}Relationships"
_RELATIONSHIP = f"{{{_PACKAGE}/relationships}}Relationship"
_OVERRIDE = f"{{{_PACKAGE}/content-types}}Override"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT, _STRICT_KIND = (
    "http://purl.oclc.org/ooxml/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
)
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
CONTENT_TYPES = "[Content_Types].xml"
#: Stands in the part of the comments, until another program saves the file.
MARK = " fazhi check "
#: A comment looks the same whatever the draft's own styles are: 10 points, one line apart, not indented.
_PARAGRAPH = (
    ("spacing", {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}),
    ("ind", {"left": "0", "leftChars": "0", "firstLine": "0", "firstLineChars": "0"}),
    ("jc", {"val": "left"}),
)
_RUN = (("b", {"val": "0"}), ("color", {"val": "auto"}), ("sz", {"val": "20"}), ("szCs", {"val": "20"}))


class Comments:
    """The comments of a document, old and new; ``parts`` are those that new ones change, by their names.

    ``ids`` are those that are free for comments and changes, ``date`` is that of both.
    """

    def __init__(self, package: Package, main: str, document: Element, written: datetime) -> None:
        self.parts: dict[str, Element] = {}
        #: As Word writes it: local time, though the letter says UTC.
        self.date = written.strftime("%Y-%m-%dT%H:%M:%SZ")
        known = package.related(main).get("comments")
        root = package.xml(known) if known else None
        if known is None or root is None:
            known, root = self._new_part(package, main)
        self._root = self.parts[known] = root
        root.addprevious(etree.Comment(MARK))
        self.ids = free_ids(document, root)

    def add(self, paragraphs: Sequence[str]) -> str:
        """Write a comment and give its id."""
        key = next(self.ids)
        comment = etree.SubElement(self._root, W + "comment")
        for name, value in (
            ("id", key),
            ("author", AUTHOR),
            ("date", self.date),
            ("initials", INITIALS),
        ):
            comment.set(W + name, value)
        for number, text in enumerate(paragraphs):
            paragraph = etree.SubElement(comment, W + "p")
            _set(etree.SubElement(paragraph, W + "pPr"), _PARAGRAPH)
            if number == 0:
                etree.SubElement(_run(paragraph), W + "annotationRef")
            shown = etree.SubElement(_run(paragraph), W + "t")
            shown.text = " ".join(text.split())
        return key

    def _new_part(self, package: Package, main: str) -> tuple[str, Element]:
        folder = posixpath.dirname(main)
        names = (posixpath.join(folder, f"comments{number or ''}.xml") for number in count())
        name = next(name for name in names if package.content(name) is None)
        relations, types = package.xml(relationships_of(main)), package.xml(CONTENT_TYPES)
        if types is None:
            raise FazhiError(
                f"a damaged DOCX file, without {CONTENT_TYPES}; save it again in Word or WPS",
                f"DOCX 文件已损坏，缺少 {CONTENT_TYPES}；请用 Word 或 WPS 另存",
            )
        if relations is None:
            relations = etree.Element(_RELATIONSHIPS, nsmap={None: f"{_PACKAGE}/relationships"})
        taken = {each.get("Id") for each in relations}
        key = next(key for key in (f"rIdFazhi{number or ''}" for number in count()) if key not in taken)
        strict = any(each.get("Type", "").startswith(_STRICT) for each in relations)
        kind = _STRICT_KIND if strict else _KIND
        etree.SubElement(relations, _RELATIONSHIP, Id=key, Type=kind, Target=posixpath.basename(name))
        for stale in [each for each in types if part_key(each.get("PartName", "")) == part_key(name)]:
            types.remove(stale)
        etree.SubElement(types, _OVERRIDE, PartName=f"/{name}", ContentType=_MEDIA_TYPE)
        self.parts[relationships_of(main)], self.parts[CONTENT_TYPES] = relations, types
        return name, etree.Element(W + "comments", nsmap={"w": W[1:-1]})


def free_ids(*roots: Element) -> Iterator[str]:
    """Ids for comments and changes that no element below ``roots`` has."""
    taken = {each.get(W + "id") for root in roots for each in root.iter()}
    return (str(number) for number in count(1) if str(number) not in taken)


def range_marks(key: str) -> tuple[Element, Element, Element]:
    """The marks of the comment ``key``: where its words begin and end, and the reference behind them."""
    start, end = etree.Element(W + "commentRangeStart"), etree.Element(W + "commentRangeEnd")
    run = etree.Element(W + "r")
    reference = etree.SubElement(run, W + "commentReference")
    for mark in (start, end, reference):
        mark.set(W + "id", key)
    return start, end, run


def _run(paragraph: Element) -> Element:
    run = etree.SubElement(paragraph, W + "r")
    _set(etree.SubElement(run, W + "rPr"), _RUN)
    return run


def _set(properties: Element, values: Sequence[tuple[str, dict[str, str]]]) -> None:
    for name, attributes in values:
        element = etree.SubElement(properties, W + name)
        for key, value in attributes.items():
            element.set(W + key, value)
