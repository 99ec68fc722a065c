"""What a reader takes out of a file: its text, and where in the file that stands."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from fazhi.ontology.errors import FazhiError

_R = TypeVar("_R")


class ReadError(FazhiError):
    """A file cannot be read as the text of a report; the message says which and why in one line."""


class Unavailable(ReadError):  # noqa: N818 (a state, named as such)
    """What would read a file is not installed, or was not done in time: another time it may be read."""


class ReadWarning(UserWarning):
    """A file was read, but not all of it; the message says what was not, and what to do, in one line."""


def noticing(function: Callable[[], _R]) -> tuple[_R, tuple[str, ...]]:
    """The result of a function that reads a report, and the words of each :class:`ReadWarning` on the way."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ReadWarning)
        result = function()
    notices = (str(each.message) for each in told if issubclass(each.category, ReadWarning))
    return result, tuple(dict.fromkeys(notices))


@dataclass(frozen=True)
class Source:
    """The text of a file as a person would copy it out of it, in Unicode NFC, and the file's media type.

    ``places`` tells where in the file the text stands: offsets in ``text`` (0-based code points), in their
    order, each with the fragment of the file's address that holds from there on, such as ``page=3``
    (RFC 8118) or ``paragraph=12``. Plain text has none: its offsets are the places.
    ``whole``: each line is a paragraph, a heading or a table row, and no part of a wrapped one.
    ``confidences`` tells, in the same way as ``places``, how sure the text is, 0 to 1, where some of it was
    recognised in pictures; else it is empty.
    """

    text: str
    media_type: str
    places: tuple[tuple[int, str], ...] = ()
    whole: bool = False
    confidences: tuple[tuple[int, float], ...] = ()


def source(text: str, media_type: str) -> Source:
    """A source without places."""
    return Source(unicodedata.normalize("NFC", text), media_type)


def placed(lines: Iterable[tuple[str, str]], media_type: str, *, whole: bool = False) -> Source:
    """A source of lines, each with the fragment that tells its place, empty where the last one still holds.

    Line breaks inside a line become spaces. ``whole``: see :class:`Source`.
    """
    texts: list[str] = []
    places: list[tuple[int, str]] = []
    offset = 0
    for line, fragment in lines:
        text = " ".join(unicodedata.normalize("NFC", line).splitlines())
        if fragment and (not places or places[-1][1] != fragment):
            places.append((offset, fragment))
        texts.append(text)
        offset += len(text) + 1
    return Source("\n".join(texts), media_type, tuple(places), whole)
