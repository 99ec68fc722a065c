"""A server that tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .client import Client, serving


@pytest.fixture(scope="session")
def server(built: Path) -> Iterator[Client]:
    """A server of the five example reports; no test changes what it serves."""
    with serving("--store", built) as client:
        yield client
