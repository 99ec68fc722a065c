"""Calls in child processes: they end, whatever they do, and so do the processes."""

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fazhi.kg.store.opening import open_store
from fazhi.kg.workers import GIB, Died, Limits, TookTooLong, call
from fazhi.queries.errors import QuerySyntaxError
from fazhi.queries.sparql import check_query

LIMITS = Limits(seconds=30, memory=GIB)
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && ?c = 7) }"
FAZHI = [sys.executable, "-m", "fazhi.kg.cli"]


def test_a_call_gives_what_the_function_gives():
    assert call(LIMITS, math.sqrt, 4.0) == 2
    assert call(LIMITS, int, "ff", base=16) == 255
    assert call(LIMITS, os.getpid) != os.getpid()


@pytest.mark.usefixtures("english")
def test_a_call_raises_what_the_function_raises():
    with pytest.raises(ValueError, match="math domain error"):
        call(LIMITS, math.sqrt, -1.0)
    with pytest.raises(QuerySyntaxError) as raised:
        call(LIMITS, check_query, "SELECT *\n{ ?a ?b }")
    assert raised.value.line == 2
    assert str(raised.value).startswith("SPARQL, line 2, column 10: ")


def test_children_are_kept_for_the_next_call():
    assert call(LIMITS, os.getpid) == call(LIMITS, os.getpid)


def test_a_call_works_where_this_process_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    call(LIMITS, os.getpid)
    monkeypatch.chdir(tmp_path)
    assert call(LIMITS, os.getcwd) == str(tmp_path)


def test_what_takes_too_long_is_ended_and_the_next_call_is_answered():
    with pytest.raises(TookTooLong, match=r"longer than 0\.2 seconds"):
        call(Limits(seconds=0.2), time.sleep, 60)
    assert call(LIMITS, math.sqrt, 4.0) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
def test_what_takes_too_much_memory_is_ended():
    with pytest.raises(Died, match="more memory was needed than 1 GB"):
        call(LIMITS, bytes, 2 * GIB)
    assert call(LIMITS, math.sqrt, 4.0) == 2


def test_what_kills_its_process_is_named():
    with pytest.raises(Died, match="the process died"):
        call(LIMITS, os.abort)
    assert call(LIMITS, math.sqrt, 4.0) == 2


def _gone(process: int) -> bool:
    """Whether a process has ended, within ten seconds."""
    for _ in range(100):
        try:
            status = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if status == "Z":
            return True
        time.sleep(0.1)
    return False


def _children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _as_in_a_terminal() -> None:
    """What runs in the background ignores some signals, and so would what it starts."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _started(arguments: list[str]) -> tuple[subprocess.Popen[str], int]:
    """A running command, in a process group of its own as in a terminal, and its child once it has one."""
    process = subprocess.Popen(
        [*FAZHI, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
        preexec_fn=_as_in_a_terminal,
    )
    for _ in range(600):
        if children := _children(process.pid):
            return process, children[0]
        time.sleep(0.05)
    raise AssertionError(process.communicate())


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@linux
@pytest.mark.parametrize(
    ("sent", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)],
)
def test_a_query_that_never_ends_ends_with_the_command(built: Path, sent: signal.Signals, code: int):
    process, child = _started(["sparql", ENDLESS, "--store", str(built)])
    os.killpg(process.pid, sent)
    out, err = process.communicate(timeout=20)
    assert process.returncode == code
    # The first line is that on which the terminal shows ^C.
    assert (out, err) == ("", "\nfazhi: interrupted 已中断\n" if sent == signal.SIGINT else "")
    assert _gone(child)


@linux
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_ended_leaves_no_process_and_no_lock(
    reports: Path, fresh_store: Callable[..., Path], sent: signal.Signals
):
    store = fresh_store()
    process, child = _started(["build", str(reports), "--store", str(store)])
    os.killpg(process.pid, sent)
    process.communicate(timeout=20)
    assert process.returncode == (130 if sent == signal.SIGINT else 143)
    assert _gone(child)
    with open_store(store):
        pass


@pytest.mark.usefixtures("english")
def test_a_query_past_its_time_is_named(built: Path, fazhi: Callable[..., object]):
    outcome = fazhi("sparql", "--timeout", "0.5", ENDLESS, "--store", built)
    assert outcome.code == 2
    assert outcome.err == (
        "fazhi: the query was ended: it took longer than 0.5 seconds; ask for less, or raise --timeout\n"
    )


@linux
def test_a_query_past_its_memory_is_named(built: Path, fazhi: Callable[..., object]):
    sorted_product = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?i"
    outcome = fazhi("sparql", sorted_product, "--store", built)
    assert outcome.code == 2
    assert "more memory was needed than 2 GB" in outcome.err


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}",
        f"SELECT * {'{' * 20_000}{'}' * 20_000}",
        f"SELECT * {{ ?a ?b {'[ a ' * 20_000}1{']' * 20_000} }}",
        f"SELECT * {{ FILTER({'!' * 20_000}1) }}",
        f"SELECT * {{ {{}}{' UNION {}' * 20_000} }}",
        f"SELECT * {{ ?a {'a|' * 20_000}a ?b }}",
    ],
    ids=["parentheses", "braces", "brackets", "negations", "unions", "alternatives"],
)
def test_a_query_that_kills_the_parser_is_refused(built: Path, fazhi: Callable[..., object], query: str):
    outcome = fazhi("sparql", query, "--store", built)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
    assert "internal error" not in outcome.err
