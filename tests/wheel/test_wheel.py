"""The package as people install it: the wheel alone in a fresh environment, without the tools of development.

``make test-wheel`` runs this; it installs every dependency anew.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
#: Top-level folders whose Python files are packages.
ROOMS = ("ontology", "extractors", "queries", "viz", "kg", "web")

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the files that git knows: what lies about in the tree has no part in it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in _tracked("."):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            folder,
            source,
        ],
        check=True,
    )
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment in which nothing but the wheel was asked for."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run(
        [programs / "python", "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", wheel],
        check=True,
    )
    return programs


@pytest.fixture(autouse=True)
def _a_store_in_the_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program has its own default, which is in a folder of the test."""
    monkeypatch.delenv("FAZHI_STORE", raising=False)


def _tracked(*folders: str) -> list[str]:
    """The files below ``folders`` that git knows, or could add, and that are there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_it_holds_one_package(wheel: Path):
    """``fazhi`` and the description of the package; no ``kg`` or ``queries`` in everybody's way."""
    names = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"fazhi"}


def test_it_lacks_no_file(wheel: Path):
    """Every file of the rooms is in it, data and marks of typing too."""
    tracked = _tracked("face", *ROOMS)
    wanted = {f"fazhi/{name.removeprefix('face/')}" for name in tracked if not name.endswith("README.md")}
    assert wanted - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_it_works(programs: Path, tmp_path: Path):
    """Build, query, check and view, from a folder of one's own."""

    def fazhi(*arguments: str | Path, code: int = 0) -> str:
        run = subprocess.run(
            [programs / "fazhi", *arguments], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
        )
        assert run.returncode == code, run.stderr
        return run.stdout

    assert "added 新增 5" in fazhi("build", EXAMPLES / "reports")
    answer = json.loads(fazhi("query", "not-in-force", "--format", "json"))
    assert [row["lawLabel"] for row in answer] == ["合同法"]
    assert "FZ101" in fazhi("check", EXAMPLES / "draft.txt", code=1)
    fazhi("view", "-o", "page.html")
    assert "启东生命健康产业园" in (tmp_path / "page.html").read_text("utf-8")


def test_it_serves(programs: Path, tmp_path: Path):
    """Pages and what they need, with nothing but the wheel."""
    subprocess.run([programs / "fazhi", "build", EXAMPLES / "reports"], cwd=tmp_path, check=True)
    command = [programs / "fazhi", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        (address,) = re.findall(r"http://\S+", server.stderr.readline())
        try:
            with urlopen(f"{address}/zh/bodies") as reply:
                page = reply.read().decode()
            assert "启东生命健康产业园" in page
            for file in re.findall(r'"(/static/[^"]+)"', page):
                with urlopen(address + file) as reply:
                    assert reply.status == 200
        finally:
            server.terminate()


@pytest.mark.skipif(shutil.which("java") is None, reason="no Java, without which OWL is not checked")
def test_what_is_not_installed_is_named(programs: Path, tmp_path: Path):
    """OWL needs the extra ``validation``, and validation says so."""
    subprocess.run([programs / "fazhi", "build", EXAMPLES / "reports"], cwd=tmp_path, check=True)
    run = subprocess.run([programs / "fazhi", "validate"], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 2
    assert "fazhi-kg[validation]" in run.stderr
    assert "Traceback" not in run.stderr


def test_it_can_be_imported(programs: Path, tmp_path: Path):
    """The face and the rooms, none of them from the source tree."""
    code = "import fazhi, fazhi.kg.build, fazhi.viz.page; print(fazhi.__file__, len(fazhi.__all__))"
    run = subprocess.run([programs / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert "site-packages" in run.stdout, run.stderr
