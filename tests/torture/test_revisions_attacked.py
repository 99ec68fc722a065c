"""Files of revisions: whoever is killed while writing, whatever is in them, nothing that was said is lost."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("processes are forked, and killed with SIGKILL", allow_module_level=True)

from fazhi.kg.cli import run
from fazhi.kg.review.pen import complete_report, record_revision
from fazhi.kg.review.reviewed import reviewed
from fazhi.kg.revisions.revision import revision_of
from fazhi.kg.store.revisions import RevisionFiles

pytestmark = pytest.mark.torture

LIFE = Path(__file__).parents[2] / "examples" / "reports" / "qidong-life-health-park-2023.txt"
REPORT = "https://w3id.org/fazhi/id/report/启东生命健康产业园/2023"
GRAPH = REPORT.replace("/report/", "/graph/")


@pytest.fixture(scope="session")
def one_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("revised") / "store"
    assert run(["build", str(LIFE), "--store", str(path)]) == 0
    return path


@pytest.fixture
def store(one_report: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(one_report, tmp_path / "store"))


def write_down(store: Path, name: str, said: Path) -> None:
    """Confirm record after record; ``said`` gets a line for each that is written down."""
    report = reviewed(store, REPORT)
    with said.open("a", encoding="utf-8", buffering=1) as stream:
        for number, found in enumerate(report.records):
            revision = report.revision(found, "confirmed", by=f"{name}{number}")
            record_revision(store, revision)
            stream.write(f"{number}\n")


@pytest.mark.rounds(8)
def test_one_who_is_killed_costs_nobody_what_was_written_down(store: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    fork = multiprocessing.get_context("fork")
    writers = [
        fork.Process(target=write_down, args=(store, name, tmp_path / name)) for name in ("killed", "lives")
    ]
    for writer in writers:
        writer.start()
    while not (tmp_path / "killed").exists():
        time.sleep(0.01)
    time.sleep(chance.random())
    writers[0].kill()
    for writer in writers:
        writer.join()
    assert writers[1].exitcode == 0
    revisions = [revision_of(line) for line in RevisionFiles(store).file(GRAPH).read_text().splitlines()]
    records = len(reviewed(store, REPORT).records)
    # What one confirmed and the other confirmed later is the other's word.
    assert len(revisions) == records
    assert {revision.by for revision in revisions} <= {
        f"{n}{i}" for n in ("killed", "lives") for i in range(records)
    }
    assert not list(RevisionFiles(store).file(GRAPH).parent.glob(".*"))


@pytest.mark.rounds(12)
def test_a_damaged_file_ends_no_build_and_loses_no_line(store: Path, seed: int) -> None:
    chance = random.Random(seed)
    complete_report(store, REPORT, by="王芳")
    file = RevisionFiles(store).file(GRAPH)
    data = bytearray(file.read_bytes())
    for _ in range(chance.choice((1, 5, 50))):
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 200)]
            case _:
                data[at:at] = chance.randbytes(chance.randrange(1, 50))
    file.write_bytes(data)
    assert run(["build", "--store", str(store)]) == 0
    assert file.read_bytes() == data
    report = reviewed(store, REPORT)
    revision = report.addition("problem", 5, 9, {}, by="李强")
    record_revision(store, revision)
    lines = set(file.read_bytes().split(b"\n"))
    assert {line for line in bytes(data).split(b"\n") if line.strip()} <= lines
    assert revision.to_line().encode() in lines
