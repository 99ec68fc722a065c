"""Runs killed at any moment: what was published stands, and the next run ends as if none had been killed."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("processes are forked, and killed with SIGKILL", allow_module_level=True)

from fazhi.kg.store.opening import open_store

from .stores import Case, new_case

pytestmark = pytest.mark.torture

#: A run is killed within this many seconds after it has begun to write.
SECONDS = 4.0


@cache
def indexed(template: Case) -> int:
    return template.indexed()


@dataclass(frozen=True)
class Action:
    """A command, what is changed before it, and whether it writes the store."""

    arguments: Callable[[Case], tuple[object, ...]]
    changes: bool = False
    writes: bool = True
    new: bool = False


ACTIONS = {
    "build": Action(lambda case: ("build", case.reports), changes=True),
    "rebuild with changes": Action(lambda case: ("build", "--rebuild", case.reports), changes=True),
    "rebuild": Action(lambda case: ("build", "--rebuild")),
    "own register": Action(lambda case: ("build", "--register", case.folder / "own.csv")),
    "new store": Action(lambda case: ("build", case.reports), new=True),
    "export": Action(lambda case: ("export", "-o", case.folder / "out.ttl"), writes=False),
    "view": Action(lambda case: ("view", "all", "-o", case.folder / "out.html"), writes=False),
}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return new_case(tmp_path_factory.mktemp("kill") / "template")


@pytest.fixture(scope="session")
def never_killed(template: Case, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """The export of a store on which an action was carried out, and what it wrote itself."""

    @cache
    def after(name: str) -> bytes:
        case = prepared(template, tmp_path_factory.mktemp("never") / "case", ACTIONS[name])
        done = case.run(*ACTIONS[name].arguments(case))
        assert done.code == 0, done.err
        return case.exported()

    return after


def prepared(template: Case, folder: Path, action: Action) -> Case:
    case = template.copied(folder)
    if action.changes:
        case.change()
    if action.new:
        case.store.rename(folder / "not-used")
    return case


def killed_after(case: Case, action: Action, chance: random.Random) -> float:
    """Kill the action; returns after how many seconds."""
    running = case.start(*action.arguments(case))
    begun = time.monotonic()
    if action.writes and chance.random() < 0.9:
        while not (case.store / "index").exists():
            if running.ends(0.002):
                return time.monotonic() - begun
    # More often early: most of the steps are short.
    if not running.ends(SECONDS * chance.random() ** 2):
        running.kill()
    return time.monotonic() - begun


@pytest.mark.rounds(14)
def test_a_killed_run_costs_nothing(template, never_killed, tmp_path, seed):
    chance = random.Random(seed)
    name = sorted(ACTIONS)[seed % len(ACTIONS)]
    action = ACTIONS[name]
    case = prepared(template, tmp_path / "case", action)
    before = None if action.new else indexed(template)
    for _ in range(chance.choice((1, 1, 2))):
        seconds = killed_after(case, action, chance)
        state = f"seed {seed}: {name} killed after {seconds:.2f} s"
        if before is not None and case.indexed() != before:
            assert case.exported() == never_killed(name), f"{state}: readers see half of it"
    for output in case.folder.glob("out.*"):
        written = output.read_bytes()
        assert case.run(*action.arguments(case)).code == 0
        assert output.read_bytes() == written, f"{state}: {output.name} is half written"
    again = case.run(*(action.arguments(case) if action.writes else ("build", case.reports)))
    assert again.code == 0, f"{state}: {again.err}"
    assert case.exported() == never_killed(name), state
    left = [file.name for file in case.store.rglob(".*") if file.is_file()]
    assert left == [], state
    assert not (case.store / "index").exists(), state


def test_a_hundred_queries_during_ten_builds_give_whole_answers(template, tmp_path):
    case = template.copied(tmp_path / "case")
    before = case.exported()
    program = """
import sys
from pathlib import Path
from fazhi.kg.build import build
from fazhi.kg.store.opening import open_store
folder = Path(sys.argv[1])
file = max((folder / "reports").glob("*.txt"))
text = file.read_text("utf-8")
for number in range(10):
    file.write_text(text + f"\\n开展法治宣传活动{number}次。\\n", "utf-8")
    with open_store(folder / "store") as store:
        assert build([file], store).replaced
file.write_text(text, "utf-8")
with open_store(folder / "store") as store:
    build([file], store)
"""
    ask = "SELECT (COUNT(DISTINCT ?fact) AS ?n) { ?fact a fz:ExtractedItem ; fz:inReport ?report }"
    answers = []
    with subprocess.Popen([sys.executable, "-c", program, str(case.folder)]) as process:
        while len(answers) < 100 or process.poll() is None:
            with open_store(case.store, read_only=True) as store:
                answers.append(int(next(iter(store.select(ask)))["n"].value))
    assert process.returncode == 0
    least, most = min(answers), max(answers)
    assert least > 10
    assert most - least <= 2, f"half an answer: {sorted(set(answers))}"
    assert case.exported() == before
