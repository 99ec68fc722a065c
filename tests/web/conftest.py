"""A server that tests share; all that is here starts one, and is a suite of its own (make test-web)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .client import Client, serving


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, but for those of another suite."""
    for item in items:
        if item.path.parent == Path(__file__).parent and not item.get_closest_marker("stores"):
            item.add_marker(pytest.mark.web)


@pytest.fixture(scope="session")
def server(built: Path) -> Iterator[Client]:
    """A server of the five example reports; no test changes what it serves."""
    with serving("--store", built) as client:
        yield client
