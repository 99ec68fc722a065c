"""A small store to be attacked, copied where it takes seconds to build, and what is expected of it."""

from __future__ import annotations

import multiprocessing
import os
import re
import resource
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from fazhi import export
from fazhi.kg.cli import run
from fazhi.kg.store.opening import open_store

ROOT = Path(__file__).parents[2]
#: Two years of one body, so that plans are followed up.
REPORTS = tuple(sorted((ROOT / "tests" / "kg" / "data" / "follow-up").glob("*.txt")))
_FROM = multiprocessing.get_context("forkserver")
_FROM.set_forkserver_preload(
    [__name__, "fazhi.kg.build", "fazhi.extractors.pipeline", "fazhi.queries.runner", "fazhi.ontology.rdf"]
)
OWN_REGISTER = "title,kind\n万和园区某守则,政策文件\n"


@dataclass(frozen=True)
class Outcome:
    """Exit code (or less than 0 for a signal), standard output and standard error of a command."""

    code: int
    out: str
    err: str


class Running:
    """A command in a process of its own, forked from one that has everything imported already.

    It may take 60 seconds of CPU and 4 GB.
    """

    def __init__(self, arguments: list[str], told: Path) -> None:
        self._told = told
        self._process = _FROM.Process(target=_run, args=(arguments, str(told)))
        self._process.start()

    def ends(self, wait: float) -> bool:
        """Whether it ends within so many seconds."""
        self._process.join(wait)
        return self._process.exitcode is not None

    def kill(self) -> None:
        """Kill it outright."""
        self._process.kill()
        self._process.join()

    def outcome(self) -> Outcome:
        """What became of it; it is killed after five minutes."""
        if not self.ends(300):
            self.kill()
        out, err = (Path(f"{self._told}.{name}").read_text("utf-8", "replace") for name in ("out", "err"))
        return Outcome(self._process.exitcode, out, err)


def _run(arguments: list[str], told: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{told}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))
    code = run(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


@dataclass(frozen=True)
class Case:
    """A folder with ``reports/``, the ``store/`` of them, and ``own.csv``, an own register."""

    folder: Path

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def store(self) -> Path:
        return self.folder / "store"

    def copied(self, to: Path) -> Case:
        """A copy in which the snapshot shares the graph files as it does here."""
        shutil.copytree(self.folder, to, dirs_exist_ok=True)
        for file in (to / "store" / "graphs").rglob("*.nq.zst"):
            for snapshot in (to / "store" / "snapshots").iterdir():
                shared = snapshot / file.relative_to(to / "store")
                if shared.exists() and shared.read_bytes() == file.read_bytes():
                    shared.unlink()
                    shared.hardlink_to(file)
        return Case(to)

    def change(self) -> None:
        """Change one report and add another."""
        later = self.reports / REPORTS[-1].name
        text = later.read_text("utf-8")
        (self.reports / "next.txt").write_text(text.replace("2023年", "2024年"), "utf-8")
        later.write_text(text.replace("2023年", "2023年", 1) + "\n开展法治宣传活动7次。\n", "utf-8")

    def start(self, *arguments: object) -> Running:
        """Begin a command with this store."""
        return Running([*map(str, arguments), "--store", str(self.store)], self.folder / "told")

    def run(self, *arguments: object) -> Outcome:
        """What became of a command with this store."""
        return self.start(*arguments).outcome()

    def exported(self) -> bytes:
        """What an export has, of a store every byte of which is as it was written."""
        with open_store(self.store, read_only=True) as store:
            store.check_files()
            return export(store, "nquads")

    def indexed(self) -> int:
        """A digest of what questions see."""
        with open_store(self.store, read_only=True) as store:
            return hash(frozenset(store.dataset))


def new_case(folder: Path) -> Case:
    """A case with its store built."""
    case = Case(folder)
    case.reports.mkdir(parents=True)
    for file in REPORTS:
        shutil.copy(file, case.reports)
    (folder / "own.csv").write_text(OWN_REGISTER, "utf-8")
    built = case.run("build", case.reports)
    assert built.code == 0, built.err
    return case


def one_line_with_the_way_out(error: str) -> bool:
    """Whether the error of a command is one line that says how to mend the store."""
    return re.fullmatch(r"fazhi: [^\n]*fazhi build --rebuild --store [^\n]*\n", error) is not None
