"""What tests look at in commented Word files: comments, the words they are on, the file without them."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
COMMENTS = "word/comments.xml"
#: The parts that a copy may change.
CHANGED = ("word/document.xml", COMMENTS, "word/_rels/document.xml.rels", "[Content_Types].xml")


def part(data: bytes, name: str):
    """The root of a part."""
    with ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def comments(data: bytes) -> list[tuple[str, str]]:
    """Each comment: the words that it is on, and its text, paragraphs parted by line feeds."""
    body = part(data, "word/document.xml")
    found = []
    for comment in part(data, COMMENTS):
        key = comment.get(W + "id")
        paragraphs = ("".join(text.text for text in each.iter(W + "t")) for each in comment.iter(W + "p"))
        found.append((words_of(body, key), "\n".join(paragraphs)))
    return found


def words_of(body, key: str) -> str:
    """The text between the two marks of a comment."""
    words, inside = [], False
    for element in body.iter():
        if element.tag == W + "commentRangeStart" and element.get(W + "id") == key:
            inside = True
        elif element.tag == W + "commentRangeEnd" and element.get(W + "id") == key:
            assert inside
            return "".join(words)
        elif inside and element.tag in (W + "t", W + "delText"):
            words.append(element.text or "")
    raise AssertionError(f"no range of comment {key}")


def without(body, keys) -> None:
    """Take comments out of a body."""
    for element in list(body.iter(W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")):
        if element.get(W + "id") in keys:
            _remove(element.getparent() if element.tag == W + "commentReference" else element)


def rejected(body) -> None:
    """Reject the changes that were tracked by fazhi in a body."""
    for change in list(body.iter(W + "ins", W + "del")):
        if change.get(W + "author") != "fazhi":
            continue
        if change.tag == W + "del":
            for text in change.iter(W + "delText"):
                text.tag = W + "t"
            for run in list(change):
                change.addprevious(run)
        _remove(change)


def joined(body) -> bytes:
    """The body with runs that follow each other in one form joined, and texts of a run as well."""
    body = deepcopy(body)
    for text in body.iter(W + "t"):
        if text.get(SPACE) != "preserve":
            text.text = (text.text or "").strip(" \t\r\n")
        text.attrib.pop(SPACE, None)
    for run in list(body.iter(W + "r")):
        before = run.getprevious()
        if before is not None and before.tag == run.tag and _form(before) == _form(run):
            run[:0] = [child for child in before if child.tag != W + "rPr"]
            properties = run.find(W + "rPr")
            if properties is not None:
                run.insert(0, properties)
            _remove(before)
    for text in list(body.iter(W + "t")):
        before = text.getprevious()
        if before is not None and before.tag == text.tag:
            text.text = (before.text or "") + (text.text or "")
            _remove(before)
    return etree.tostring(body, method="c14n")


def _form(run) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    properties = run.find(W + "rPr")
    form = b"" if properties is None else etree.tostring(properties, method="c14n")
    return form, tuple(sorted(run.attrib.items()))


def _remove(element) -> None:
    """Take an element away and leave what stands behind it."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def assert_only_commented(draft: bytes, copy: bytes) -> None:
    """Without its new comments the copy is the draft: the same text, runs and properties, the same parts."""
    with ZipFile(BytesIO(draft)) as before, ZipFile(BytesIO(copy)) as after:
        assert [name for name in after.namelist() if name != COMMENTS] == [
            name for name in before.namelist() if name != COMMENTS
        ]
        for name in before.namelist():
            if name not in CHANGED:
                assert after.read(name) == before.read(name), name
        old = part(draft, COMMENTS) if COMMENTS in before.namelist() else []
    new = part(copy, COMMENTS)
    kept = [etree.tostring(each, method="c14n") for each in new][: len(old)]
    assert kept == [etree.tostring(each, method="c14n") for each in old]
    body = part(copy, "word/document.xml")
    without(body, {each.get(W + "id") for each in new[len(old) :]})
    rejected(body)
    assert joined(body) == joined(part(draft, "word/document.xml"))
