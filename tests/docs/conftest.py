"""The pages for newcomers, and a store of the examples for the commands that they show."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi.kg.cli import run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def examples_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the five example reports; tests only read it."""
    path = tmp_path_factory.mktemp("documented") / "store"
    assert run(["build", str(ROOT / "examples" / "reports"), "--store", str(path)]) == 0
    return path
