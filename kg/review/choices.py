"""The instruments of the register that a person may say a citation means (所指法律文件)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fazhi.ontology.reference import Instrument, instruments
from fazhi.ontology.titles import title_key

if TYPE_CHECKING:
    from fazhi.kg.review.reviewed import ReviewedReport

#: So many instruments are found at most.
MOST = 20


def likely_instruments(report: ReviewedReport, position: int) -> list[Instrument]:
    """Those that the citation at this position of the report's records may mean, as far as that is known.

    Of an ambiguous one the candidates, of a near miss the suggestion, of any other the one that it leads to.
    """
    link = report.linked.links.get(position)
    if link is None:
        return []
    found = (link.instrument, *link.candidates, link.suggestion)
    return list(dict.fromkeys(one for one in found if one))


def instruments_like(words: str, most: int = MOST) -> list[Instrument]:
    """The instruments with a name that holds all of these words, those with just that name first.

    Words are parted by spaces; spelling does not count, nor does 中华人民共和国.
    """
    parts = [key for part in words.split() if (key := title_key(part))]
    if not parts:
        return []
    ranked = sorted(
        (rank, len(one.title), one.title, one.id, one)
        for one in instruments().values()
        for rank in _rank(one, parts)
    )
    return [one for *_, one in ranked[:most]]


def _rank(instrument: Instrument, parts: list[str]) -> Iterator[int]:
    """How well the words fit, the best at 0; nothing if they do not."""
    keys = [title_key(name) for name in instrument.names]
    if any(key == "".join(parts) for key in keys):
        yield 0
    elif any(key.startswith(parts[0]) and all(part in key for part in parts) for key in keys):
        yield 1
    elif any(all(part in key for part in parts) for key in keys):
        yield 2
