"""Reports in number, the store that one process makes of them, and Dask clusters on this machine."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from fazhi.kg.cli import run

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
OWN_REGISTER = ["--register", str(ROOT / "examples" / "own-register.csv")]
#: Several tasks for each of two workers.
REPORTS = 60


class DaskCluster:
    """A scheduler and workers of one thread, as processes."""

    def __init__(self, address: str, workers: list[subprocess.Popen[bytes]]) -> None:
        self.address = address
        self.workers = workers

    def busy(self) -> list[str]:
        """The names of the workers that have something to do."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            names = {address: told["name"] for address, told in client.scheduler_info()["workers"].items()}
            return [names[address] for address, tasks in client.processing().items() if tasks]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Callable[[int], DaskCluster]]:
    """Starts a cluster with so many workers."""
    with ExitStack() as stack:

        def start(*command: str) -> subprocess.Popen[bytes]:
            log = stack.enter_context((tmp_path / "dask.log").open("ab"))
            process = subprocess.Popen([BIN / "dask", *command], cwd=tmp_path, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        def made(workers: int) -> DaskCluster:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = str(free.getsockname()[1])
            address = f"tcp://127.0.0.1:{port}"
            start("scheduler", "--no-dashboard", "--host", "127.0.0.1", "--port", port)
            names = map(str, range(workers))
            options = ("--no-dashboard", "--no-nanny", "--nthreads", "1")
            return DaskCluster(address, [start("worker", address, "--name", n, *options) for n in names])

        yield made


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated reports, and those of the examples."""
    folder = tmp_path_factory.mktemp("reports") / "all"
    made = [sys.executable, ROOT / "benchmarks" / "generated.py", folder, str(REPORTS)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    shutil.copytree(ROOT / "examples" / "reports", folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def alone(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store that one process makes of them, with an own register."""
    store = tmp_path_factory.mktemp("alone") / "store"
    assert run(["build", str(reports), *OWN_REGISTER, "--jobs", "1", "--store", str(store)]) == 0
    return store
