"""``fazhi ask``: the answer with what was understood, or the questions that may be meant, never a guess."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_the_answer_and_what_was_understood(built: Path, fazhi: Callable[..., Any]) -> None:
    asked = fazhi("ask", "启东生命健康产业园", "罚了多少钱", "--format", "json", "--store", built)
    assert asked.code == 0
    assert asked.err == (
        "fazhi: understood: 理解为： fazhi query enforcement-cases --body 启东生命健康产业园 "
        "# Enforcement cases and fines by body and year 各单位的处罚案件和罚款\n"
    )
    queried = fazhi(
        "query",
        *asked.err.split("fazhi query ")[1].split(" #")[0].split(),
        "--format",
        "json",
        "--store",
        built,
    )
    assert asked.out == queried.out
    assert [row["fine"] for row in json.loads(asked.out)] == [253700]


def test_the_answer_in_a_file(built: Path, tmp_path: Path, fazhi: Callable[..., Any]) -> None:
    assert fazhi("ask", "谁没有法律顾问", "-o", tmp_path / "a.xlsx", "--store", built).code == 0
    assert (tmp_path / "a.xlsx").stat().st_size


def test_what_is_not_certain_is_asked_back(built: Path, fazhi: Callable[..., Any]) -> None:
    outcome = fazhi("ask", "安全生产法", "--store", built)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    lines = outcome.out.splitlines()
    assert (
        f"fazhi query cites-law --law 安全生产法 --store {built}  # Which reports cite a given instrument "
        in lines[0]
    )
    # Each line runs as it stands.
    command = lines[0].partition("  #")[0].split()[1:]
    assert fazhi(*command).code == 0


def test_what_no_question_answers(built: Path, fazhi: Callable[..., Any]) -> None:
    outcome = fazhi("ask", "哪个园区最好", "--store", built)
    assert outcome.code == 2
    assert outcome.err.startswith("fazhi: not understood; ")


def test_without_a_store_it_says_so(tmp_path: Path, fazhi: Callable[..., Any]) -> None:
    outcome = fazhi("ask", "谁没有法律顾问", "--store", tmp_path / "none")
    assert outcome.code == 2
    assert "no store at" in outcome.err
