"""Suites that attack: killed runs, damaged stores, hostile files.

A test that is marked ``rounds(n)`` runs n times, each with another ``seed``. The environment variable
FAZHI_TORTURE multiplies all numbers of rounds.
"""

from __future__ import annotations

import os

import pytest

FACTOR = float(os.environ.get("FAZHI_TORTURE", "1"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give the argument ``seed`` of a test its values: 0, 1, 2 …"""
    if marker := metafunc.definition.get_closest_marker("rounds"):
        (number,) = marker.args
        metafunc.parametrize("seed", range(max(1, round(number * FACTOR))))
