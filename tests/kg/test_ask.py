"""``fazhi ask``: the answer with what was understood, or the questions that may be meant, never a guess."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def test_the_answer_and_what_was_understood(built: Path, fazhi: Callable[..., Any]) -> None:
    outcome = fazhi("ask", "启东生命健康产业园罚了多少钱", "--store", built)
    assert outcome.code == 0
    assert "253700" in outcome.out
    assert outcome.err == (
        "fazhi: understood 理解为：fazhi query enforcement-cases --body 启东生命健康产业园 "
        "# 各单位的处罚案件和罚款 Enforcement cases and fines by body and year\n"
    )


def test_it_is_the_answer_of_the_question(built: Path, tmp_path: Path, fazhi: Callable[..., Any]) -> None:
    asked = fazhi("ask", "哪些", "园区", "引用了", "安全生产法", "--format", "json", "--store", built)
    queried = fazhi("query", "cites-law", "--law", "安全生产法", "--format", "json", "--store", built)
    assert asked.out == queried.out
    assert len(json.loads(asked.out)) == 2
    assert fazhi("ask", "谁没有法律顾问", "-o", tmp_path / "a.xlsx", "--store", built).code == 0
    assert (tmp_path / "a.xlsx").stat().st_size


def test_what_is_not_certain_is_asked_back(built: Path, fazhi: Callable[..., Any]) -> None:
    outcome = fazhi("ask", "安全生产法", "--store", built)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    lines = outcome.out.splitlines()
    assert f"fazhi query cites-law --law 安全生产法 --store {built}  # 哪些报告引用了某部法律 " in lines[0]
    # Each line runs as it stands.
    command = lines[0].partition("  #")[0].split()[1:]
    assert fazhi(*command).code == 0


@pytest.mark.parametrize("text", ["哪个园区最好", "\x00"])
def test_what_no_question_answers(text: str, built: Path, fazhi: Callable[..., Any]) -> None:
    outcome = fazhi("ask", text, "--store", built)
    assert outcome.code == 2
    assert outcome.err.startswith("fazhi: not understood; ")


def test_without_a_store_it_says_so(tmp_path: Path, fazhi: Callable[..., Any]) -> None:
    outcome = fazhi("ask", "谁没有法律顾问", "--store", tmp_path / "none")
    assert outcome.code == 2
    assert "no store at" in outcome.err
