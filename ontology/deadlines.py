"""When something is due (期限): by a calendar day, or within a period after an event."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal

_DEADLINE = re.compile(
    r"(?P<relation>before|by) (?P<year>\d{4}|-)-(?P<month>\d{2})-(?P<day>\d{2})"
    r"|within (?P<amount>\d+) (?P<unit>day|working_day|month|year) of (?P<event>.+)"
)
_PERIOD = re.compile(r"(\d+) (working_)?(day|month|year)\b")
#: A year without 29 February: a yearly deadline must have a day that exists in every year.
_COMMON_YEAR = 2023


@dataclass(frozen=True)
class Deadline:
    """The calendar day before or by which something is due; every year if ``year`` is None.

    ``text`` is the text of the catalogue: ``before --04-01``, ``by --03-31``, ``before 2018-01-01``.
    """

    text: str
    relation: Literal["before", "by"]
    year: int | None
    month: int
    day: int

    def day_in(self, year: int) -> datetime.date:
        """The day of the deadline; for a yearly deadline, in ``year``."""
        return datetime.date(self.year or year, self.month, self.day)

    @property
    def in_english(self) -> str:
        """``before 1 April every year``."""
        return f"{self.relation} {self.day} {calendar.month_name[self.month]} {self.year or 'every year'}"

    def is_met(self, day: datetime.date, year: int) -> bool:
        """Whether something done on ``day`` was in time for the deadline in ``year``."""
        named = self.day_in(year)
        return day < named or (day == named and self.relation == "by")


@dataclass(frozen=True)
class TimeLimit:
    """A period that starts with an event; ``text`` is that of the catalogue: ``within 15 day of receipt``.

    ``unit`` is day, working_day, month or year.
    """

    text: str
    amount: int
    unit: str
    event: str

    @property
    def in_english(self) -> str:
        """``within 15 days of receipt``."""
        return _PERIOD.sub(
            lambda found: (
                f"{found[1]} {'working ' if found[2] else ''}{found[3]}{'s' if found[1] != '1' else ''}"
            ),
            self.text,
        )


def _period(found: re.Match[str]) -> str:
    number, working, unit = found.groups()
    return f"{number} {'working ' if working else ''}{unit}{'' if number == '1' else 's'}"


def parse_deadline(text: str) -> Deadline | TimeLimit:
    """``before`` or ``by`` ``--MM-DD`` or ``YYYY-MM-DD``, or ``within N UNIT of EVENT``; else ValueError."""
    written = _DEADLINE.fullmatch(text)
    if written is None:
        raise ValueError(f"no deadline: {text!r}")
    if written["event"]:
        return TimeLimit(text, int(written["amount"]), written["unit"], written["event"])
    deadline = Deadline(
        text,
        relation="by" if written["relation"] == "by" else "before",
        year=None if written["year"] == "-" else int(written["year"]),
        month=int(written["month"]),
        day=int(written["day"]),
    )
    deadline.day_in(_COMMON_YEAR)  # ValueError if the calendar has no such day
    return deadline
