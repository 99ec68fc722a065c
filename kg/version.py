"""The version of the installed program."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

PROGRAM = "fazhi-kg"


@cache
def program_version() -> str:
    """The version, as provenance and ``fazhi --version`` give it."""
    return version(PROGRAM)
