"""Whether what is twice as long takes more than in proportion, by the processor's time."""

from __future__ import annotations

import faulthandler
from collections.abc import Callable, Iterator

import pytest

#: Twice the length may take this many times as long.
MOST = 2.5
#: Seconds of the processor's time below which nothing is judged: they tell of the machine.
FLOOR = 0.4
ROUNDS = 4
#: Seconds after which a pattern that would never end is shown where it is, and the run ended.
PATIENCE = 1200

Grows = Callable[[Callable[[int], float], int], str | None]


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="session")
def grows() -> Grows:
    """What to say if twice a length takes over ``MOST`` times as long, by the lowest of some rounds.

    The first argument gives the seconds that a length takes, the second is the length, in characters.
    """

    def grows(seconds: Callable[[int], float], length: int) -> str | None:
        short = long = float("inf")
        for _ in range(ROUNDS):
            short = min(short, seconds(length))
            long = min(long, seconds(2 * length))
            if long < max(FLOOR, MOST * short):
                return None
        return f"{length:,} characters take {short:.2f} s, twice as many {long:.2f} s"

    return grows
