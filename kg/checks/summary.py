"""What a drafter sees above the findings (概要): what the report leaves out, what was promised last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from fazhi.kg.assessment.binding import narrowest_classes
from fazhi.kg.assessment.passages import AssessedReport
from fazhi.kg.checks.promises import LastReport, Promises, promises
from fazhi.kg.checks.unspoken import Unspoken, Wording, unspoken
from fazhi.kg.linking.bodies import Body
from fazhi.kg.linking.report import LinkedReport

Unknown = Literal["issuer", "year"]


@dataclass(frozen=True)
class Summary:
    """What a report does not speak of, and last year's promises where there is a report to hold it against.

    ``kinds`` are the kinds of body (local names of classes) by which it was judged what binds the body.
    ``unknown`` is what the text does not tell: then nothing can be said of what binds it, and ``unspoken`` is
    empty.
    """

    kinds: tuple[str, ...]
    year: int | None
    unknown: Unknown | None
    unspoken: tuple[Unspoken, ...]
    promises: Promises | None = None

    def with_wordings(self, wordings: Mapping[str, Wording]) -> Summary:
        """The summary, with how others word the obligations (by id)."""
        worded = (replace(one, wording=wordings.get(one.obligation)) for one in self.unspoken)
        return replace(self, unspoken=tuple(worded))

    def to_dict(self) -> dict[str, Any]:
        """The summary as one JSON object."""
        return asdict(self)


def kinds_of(body: Body) -> tuple[str, ...]:
    """The kinds of body (local names of classes) by which it is judged what binds it."""
    return tuple(narrowest_classes(body))


def summarise(linked: LinkedReport, last: LastReport | None = None) -> Summary | None:
    """The summary of a report, None for a text that is none. ``last`` is the report of the year before."""
    if not linked.extraction.is_report:
        return None
    assessed = AssessedReport(linked.extraction)
    kept = promises(last, linked, assessed) if last else None
    if linked.body is None or linked.year is None:
        return Summary((), linked.year, "issuer" if linked.body is None else "year", (), kept)
    return Summary(kinds_of(linked.body), linked.year, None, unspoken(linked, assessed), kept)
