"""An asking, or a way to ask, in pieces: what it names, what its words mean, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fazhi.queries.asked.names import Mention, Names, dated
from fazhi.queries.asked.words import Unit, lexicon, units

#: What is named, a meaning (empty for words that have none), or a unit of which nothing is known.
Piece = Mention | str | Unit
#: The meaning of words that ask for what no question tells.
BEYOND = "beyond"
NO_NAMES = Names({}, {}, {})
#: No word of words.yaml has more folded characters.
_LONGEST_WORD = 40


def pieces(text: str, names: Names, kinds: Sequence[str]) -> Iterator[Piece]:
    """The pieces of a text in its order; of ``names`` those of these kinds count. The longest is taken."""
    of_text = units(text)
    days_and_years = {mention.start: mention for mention in dated(text)}
    position = 0
    while position < len(of_text):
        unit = of_text[position]
        found, length = _longest(of_text[position:], names, kinds)
        dated_here = days_and_years.get(unit.start)
        # A name may begin with a year: 2023年普法工作计划.
        if dated_here and not (isinstance(found, Mention) and found.end > dated_here.end):
            found, length = dated_here, sum(dated_here.start <= u.start < dated_here.end for u in of_text)
        yield unit if found is None else found
        position += length or 1


def _longest(of_text: Sequence[Unit], names: Names, kinds: Sequence[str]) -> tuple[Piece | None, int]:
    """The longest name or word at the beginning of these units, and how many units it has; None if none."""
    words = lexicon()
    found: Piece | None = None
    key, length = "", 0
    for number, unit in enumerate(of_text, 1):
        key += unit.key
        if len(key) > max(names.longest, _LONGEST_WORD):
            break
        if values := names.values(key, kinds):
            found, length = Mention(of_text[0].start, unit.end, values), number
        elif key in words.beyond:
            found, length = BEYOND, number
        elif key in words.meanings or key in words.empty:
            found, length = words.meanings.get(key, ""), number
    return found, length
