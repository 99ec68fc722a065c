"""Stores that the rooms' tests share: they take seconds to make and milliseconds to copy."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

# HermiT runs for seconds at a time: compiling thoroughly what it runs takes longer than it saves.
os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
# What is shown must not depend on the language of whoever runs the tests.
os.environ["FAZHI_LANG"] = "both"
# Nor does a store count that lies in the working folder, or that a variable of theirs names.
os.environ["FAZHI_STORE"] = os.path.join(tempfile.gettempdir(), "no-fazhi-store-here")

EXAMPLES = Path(__file__).parents[1] / "examples" / "reports"


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said is said in English alone, for tests of its very words."""
    monkeypatch.setenv("FAZHI_LANG", "en")


@pytest.fixture(scope="session")
def bare_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the ontology and the reference data alone; tests only read it."""
    from fazhi.kg.build import build
    from fazhi.kg.store.opening import open_store

    path = tmp_path_factory.mktemp("bare") / "store"
    with open_store(path) as store:
        build([], store)
    return path


@pytest.fixture
def fresh_store(bare_store: Path, tmp_path: Path) -> Callable[..., Path]:
    """Makes a store without reports below ``tmp_path``, to be built into; a test may want several."""

    def make(name: str = "store") -> Path:
        return Path(shutil.copytree(bare_store, tmp_path / name))

    return make


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the five example reports, built from nothing; tests only read it."""
    from fazhi.kg.cli import run

    path = tmp_path_factory.mktemp("built") / "store"
    assert run(["build", str(EXAMPLES), "--store", str(path)]) == 0
    return path
