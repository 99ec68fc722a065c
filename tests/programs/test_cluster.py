"""Reports read by the workers of a Dask cluster on this machine, one of which is killed: the same store."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fazhi.kg.cli import run

pytestmark = pytest.mark.programs

EXAMPLES = Path(__file__).parents[2] / "examples"
OWN_REGISTER = ["--register", str(EXAMPLES / "own-register.csv")]

REVISION = {
    "report": "https://w3id.org/fazhi/id/report/启东生命健康产业园/2023",
    "kind": "dismissed",
    "type": "citation",
    "quote": {
        "exact": "《合同法》",
        "prefix": "通过设置宣传栏、发放宣传资料等形式大力宣传《消费者权益保护法》",
        "suffix": "《劳动法》等相关法律法规",
    },
    "statement": "https://w3id.org/fazhi/id/report/启东生命健康产业园/2023/citation/合同法-publicity",
    "read": {"title": "合同法", "purpose": "publicity"},
    "by": "王芳",
    "at": "2026-03-01T09:30:00Z",
}


def exported(store: Path) -> str:
    """The digest of the export."""
    file = store.with_name(f"{store.name}.nq")
    assert run(["export", "-o", str(file), "--store", str(store)]) == 0
    return hashlib.sha256(file.read_bytes()).hexdigest()


def summary_of(command: subprocess.Popen[str]) -> Any:
    out, err = command.communicate(timeout=600)
    assert command.returncode == 0, err
    return json.loads(out)


def test_two_processes_and_a_cluster_that_loses_a_worker_give_the_same_store(
    alone: Path, reports: Path, cluster: Callable[[int], Any], tmp_path: Path
) -> None:
    two, many = tmp_path / "two", tmp_path / "many"
    assert run(["build", str(reports), *OWN_REGISTER, "--jobs", "2", "--store", str(two)]) == 0
    dask = cluster(2)
    command = [
        Path(sys.executable).with_name("fazhi"),
        "build",
        reports,
        *OWN_REGISTER,
        "--json",
        "--store",
        many,
    ]
    building = subprocess.Popen(
        [*map(str, command), "--cluster", dask.address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not (busy := dask.busy()):
        assert building.poll() is None, building.communicate()
        time.sleep(0.2)
    killed = dask.workers[int(busy[0])]
    killed.kill()
    assert killed.wait() != 0
    assert building.poll() is None
    summary = summary_of(building)
    assert len(summary["added"]) >= 60
    assert exported(two) == exported(many) == exported(alone)


def test_revisions_kept_readings_and_the_own_register_count_on_a_cluster(
    reports: Path, built: Path, cluster: Callable[[int], Any], tmp_path: Path
) -> None:
    """The store is on this machine alone, and the files of its reports are gone."""
    stores = [Path(shutil.copytree(built, tmp_path / name)) for name in ("here", "there")]
    line = json.dumps(REVISION, ensure_ascii=False)
    for store in stores:
        file = store / "revisions" / "启东生命健康产业园" / "2023.jsonl"
        file.parent.mkdir(parents=True)
        file.write_text(f"{line}\nno revision\n", "utf-8")
    here, there = stores
    assert run(["build", *OWN_REGISTER, "--store", str(here)]) == 0
    dask = cluster(1)
    command = [Path(sys.executable).with_name("fazhi"), "build", *OWN_REGISTER, "--json", "--store", there]
    building = subprocess.Popen(
        [*map(str, command), "--cluster", dask.address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    summary = summary_of(building)
    assert len(summary["made_again"]) == 5
    assert [notice["file"] for notice in summary["notices"]] == [
        f"{there / 'revisions' / '启东生命健康产业园' / '2023.jsonl'}:2"
    ]
    assert exported(built) != exported(there) == exported(here)


def test_a_cluster_that_is_not_there_is_named_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], english: None
) -> None:
    store = tmp_path / "store"
    assert (
        run(["build", str(EXAMPLES / "reports"), "--cluster", "tcp://127.0.0.1:1", "--store", str(store)])
        == 2
    )
    told = capsys.readouterr().err.splitlines()
    assert "tcp://127.0.0.1:1: there is no scheduler" in told[-1]
