"""A store of many reports, which are taken in by several processes and loaded in batches: killed, damaged.

``FAZHI_TORTURE_REPORTS=1000 make torture`` makes it of a thousand.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("processes are forked, and killed with SIGKILL", allow_module_level=True)

from fazhi import export
from fazhi.kg.store.opening import open_store

from .stores import ROOT, Case
from .test_corruption import DAMAGES

pytestmark = pytest.mark.torture

REPORTS = int(os.environ.get("FAZHI_TORTURE_REPORTS", "60"))
ADDED = "全年开展专题普法活动37场次"
#: What is damaged: graph files, what was read, the tables of the index.
DAMAGED = ("graphs/**/*.nq.zst", "readings/*/*.gz", "snapshots/*/index/*.sst")


class Built:
    """A folder of reports with the store of them, how long that took, and what the store exports."""

    def __init__(self, folder: Path) -> None:
        self.case = Case(folder)
        program = ROOT / "benchmarks" / "generated.py"
        subprocess.run([sys.executable, program, self.case.reports, str(REPORTS)], check=True)
        begun = time.monotonic()
        built = self.case.run("build", self.case.reports)
        self.seconds = time.monotonic() - begun
        assert built.code == 0, built.err
        self.exported = self.case.exported()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("many") / "built")


@pytest.mark.rounds(2)
def test_a_build_that_is_killed_again_and_again_ends_as_one_that_is_not(built, tmp_path, seed):
    chance = random.Random(seed)
    case = Case(tmp_path / "case")
    shutil.copytree(built.case.reports, case.reports)
    for _ in range(4):
        running = case.start("build", case.reports)
        if not running.ends(built.seconds * chance.random()):
            running.kill()
    done = case.run("build", case.reports)
    assert done.code == 0, f"seed {seed}: {done.err}"
    assert case.exported() == built.exported, f"seed {seed}"


@pytest.mark.rounds(2)
def test_changes_of_several_reports_are_taken_in_together_or_not_at_all(built, tmp_path, seed):
    chance = random.Random(seed)
    case = built.case.copied(tmp_path / "case")
    changed = chance.sample(sorted(case.reports.glob("*.txt")), REPORTS // 10)
    whole = {file: file.read_bytes() for file in changed}
    for file, data in whole.items():
        file.write_bytes(data + f"{ADDED}。\n".encode())
    running = case.start("build", case.reports)
    if not running.ends(built.seconds * chance.random() / 2):
        running.kill()
    with open_store(case.store, read_only=True) as store:
        found = export(store, "nquads").count(ADDED.encode())
    assert found == 0 or found >= len(changed), f"seed {seed}: {found} of {len(changed)}"
    for file, data in whole.items():
        file.write_bytes(data)
    assert case.run("build", case.reports).code == 0
    assert case.exported() == built.exported, f"seed {seed}"


@pytest.mark.rounds(2)
def test_several_files_are_damaged_at_once(built, tmp_path, seed):
    chance = random.Random(seed)
    case = built.case.copied(tmp_path / "case")
    files = [file for kind in DAMAGED for file in chance.sample(sorted(case.store.glob(kind)), 2)]
    for file in files:
        chance.choice(DAMAGES)(file, chance)
    mended = case.run("build", case.reports)
    assert mended.code == 0, f"seed {seed}: {mended.err}"
    assert case.exported() == built.exported, f"seed {seed}: {files}"
