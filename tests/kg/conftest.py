"""What the example reports say, reports to be changed, and the command line as a user has it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest

from fazhi import export
from fazhi.kg.cli import run
from fazhi.kg.store.opening import open_store

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"


@dataclass(frozen=True)
class Outcome:
    """What a command left behind: exit code, standard output and standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def fazhi(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command in this process."""

    def call(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return call


@pytest.fixture(scope="session")
def exported(built: Path) -> Callable[[str], bytes]:
    """The export of the example reports in a form, written once."""

    @cache
    def write(form: str) -> bytes:
        with open_store(built, read_only=True) as store:
            return export(store, form)

    return write


@pytest.fixture(scope="session")
def everything(built: Path) -> list[pyoxigraph.Quad]:
    """All that the example reports, the ontology and the reference data say in an export."""
    with open_store(built, read_only=True) as store:
        lines = export(store, "nquads", everything=True)
    return list(pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_QUADS))


@pytest.fixture(scope="session")
def followed_up(bare_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a small body's reports on two years running; tests only read it."""
    path = shutil.copytree(bare_store, tmp_path_factory.mktemp("followed-up") / "store")
    assert run(["build", str(Path(__file__).parent / "data" / "follow-up"), "--store", str(path)]) == 0
    return Path(path)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A directory with two of the example reports, to be changed at will."""
    directory = tmp_path / "reports"
    directory.mkdir()
    for name in ("qidong-life-health-park-2023.txt", "ganmei-south-park-2023.txt"):
        (directory / name).write_bytes((EXAMPLES / name).read_bytes())
    return directory


@pytest.fixture
def other_writer() -> Callable[[Path], AbstractContextManager[int]]:
    """Another process that holds a store open for writing while the context lasts; gives its id."""

    @contextmanager
    def hold(store: Path) -> Iterator[int]:
        program = (
            "import sys; from fazhi.kg.store.opening import open_store\n"
            "store = open_store(sys.argv[1]); print('open', flush=True); input()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", program, str(store)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            yield process.pid
            process.communicate("\n")

    return hold
