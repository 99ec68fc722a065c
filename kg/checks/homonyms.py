"""FZ113: titles that may mean one of several instruments."""

from __future__ import annotations

from collections.abc import Iterator

from fazhi.kg.checks.context import CheckContext, Cited
from fazhi.kg.checks.finding import Diagnostic
from fazhi.kg.linking.places import is_local
from fazhi.ontology.reference import Instrument


def ambiguous(context: CheckContext) -> Iterator[Diagnostic]:
    """Titles of which the nation, the province or the city has one each, told once a title.

    One that has ended is said to be so; where all have, FZ101 says it.
    """
    told: set[str] = set()
    for cited in context.cited:
        candidates = cited.link.candidates
        if not candidates or cited.title in told or all_repealed(cited, context):
            continue
        told.add(cited.title)
        yield Diagnostic(
            *cited.span,
            zh=f"《{cited.title}》可能指{'，也可能指'.join(_named_zh(c, context) for c in candidates)}",
            en=f"{cited.title} may mean {' or '.join(_named_en(c, context) for c in candidates)}",
            suggestion_zh=f"写明是哪一部：{'，或者'.join(map(_written, candidates))}",
            suggestion_en=f"Say which is meant: {' or '.join(map(_written, candidates))}",
        )


def all_repealed(cited: Cited, context: CheckContext) -> bool:
    """Whether all that an ambiguous citation may mean had ended before the reported year."""
    year = context.year
    statuses = {candidate.status_in(year) for candidate in cited.link.candidates} if year else set()
    return statuses == {"repealed"}


def _written(instrument: Instrument) -> str:
    """The instrument as a report would name it without doubt."""
    if is_local(instrument) or instrument.title != instrument.short_title:
        return f"《{instrument.title}》"
    return f"{instrument.issuer or '国家'}《{instrument.title}》"


def _named_zh(instrument: Instrument, context: CheckContext) -> str:
    ended = _ended(instrument, context)
    return _written(instrument) + (f"（已于{ended}废止）" if ended else "")


def _named_en(instrument: Instrument, context: CheckContext) -> str:
    ended = _ended(instrument, context)
    return _written(instrument) + (f" (repealed on {ended})" if ended else "")


def _ended(instrument: Instrument, context: CheckContext) -> str:
    ended = instrument.repealed_on
    if not ended or context.year is None or ended.year > context.year:
        return ""
    return ended.isoformat()
