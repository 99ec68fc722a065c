"""Calls in child processes that an event loop awaits."""

import asyncio
import math
import os
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from fazhi.kg.workers import GIB, Died, Limits, TookTooLong
from fazhi.kg.workers.awaited import AsyncWorkers

LIMITS = Limits(seconds=30, memory=GIB)
Asking = Callable[[AsyncWorkers], Coroutine[Any, Any, None]]
Served = Callable[[Asking], None]


@pytest.fixture(params=["asyncio", "uvloop"])
def served(request: pytest.FixtureRequest) -> Served:
    """Asks children of niceness 7 in an event loop, Python's own and that of the server."""
    new_loop = (
        asyncio.new_event_loop if request.param == "asyncio" else pytest.importorskip("uvloop").new_event_loop
    )

    async def asked(ask: Asking) -> None:
        await ask(AsyncWorkers(niceness=7))

    def run(ask: Asking) -> None:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(asked(ask))

    return run


@pytest.mark.usefixtures("english")
def test_a_call_gives_what_the_function_gives_or_raises(served: Served):
    async def ask(workers: AsyncWorkers) -> None:
        assert await workers.call(LIMITS, int, "ff", base=16) == 255
        assert len(await workers.call(LIMITS, bytes, 10_000_000)) == 10_000_000
        with pytest.raises(ValueError, match="math domain error"):
            await workers.call(LIMITS, math.sqrt, -1.0)

    served(ask)


def test_a_child_serves_one_call_at_a_time_and_is_kept(served: Served):
    async def ask(workers: AsyncWorkers) -> None:
        processes = [workers.call(LIMITS, os.getpid) for _ in range(3)]
        found = set(await asyncio.gather(*processes))
        assert len(found) == 3
        assert os.getpid() not in found
        assert await workers.call(LIMITS, os.getpid) in found

    served(ask)


def test_children_may_leave_the_processor_to_others(served: Served):
    expected = min(os.nice(0) + 7, 19)

    async def ask(workers: AsyncWorkers) -> None:
        assert await workers.call(LIMITS, os.nice, 0) == expected
        group = Path("/proc/self/autogroup")
        if group.exists():
            assert (await workers.call(LIMITS, group.read_text)).endswith(" nice 7\n")

    served(ask)


@pytest.mark.usefixtures("english")
def test_what_takes_too_long_is_ended_and_the_next_call_is_answered(served: Served):
    async def ask(workers: AsyncWorkers) -> None:
        with pytest.raises(TookTooLong, match=r"longer than 0\.2 seconds"):
            await workers.call(Limits(seconds=0.2), time.sleep, 60)
        assert await workers.call(LIMITS, math.sqrt, 4.0) == 2

    served(ask)


@pytest.mark.usefixtures("english")
def test_what_kills_its_process_is_named(served: Served):
    async def ask(workers: AsyncWorkers) -> None:
        with pytest.raises(Died, match="the process died"):
            await workers.call(LIMITS, os.abort)
        if sys.platform == "linux":
            with pytest.raises(Died, match="more memory was needed than 1 GB"):
                await workers.call(LIMITS, bytes, 2 * GIB)
        assert await workers.call(LIMITS, math.sqrt, 4.0) == 2

    served(ask)


def test_a_child_that_died_meanwhile_is_replaced(served: Served):
    async def ask(workers: AsyncWorkers) -> None:
        process = await workers.call(LIMITS, os.getpid)
        os.kill(process, 9)
        await asyncio.sleep(0.2)
        assert await workers.call(LIMITS, os.getpid) != process

    served(ask)


def test_the_child_of_a_call_that_is_cancelled_is_ended(served: Served):
    async def ask(workers: AsyncWorkers) -> None:
        process = await workers.call(LIMITS, os.getpid)
        waiting = asyncio.create_task(workers.call(LIMITS, time.sleep, 60))
        await asyncio.sleep(0.1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await workers.call(LIMITS, os.getpid) != process

    served(ask)
