"""What a shell completes: quick, from the store, and never an error in the line being typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from fazhi.kg.cli import cli


def completed(*words: str) -> list[str]:
    """What completes the last of the words after ``fazhi``."""
    *before, incomplete = words
    found = ShellComplete(cli, {}, "fazhi", "_FAZHI_COMPLETE").get_completions(before, incomplete)
    return [item.value for item in found]


@pytest.fixture
def store(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store that FAZHI_STORE names."""
    monkeypatch.setenv("FAZHI_STORE", str(built))
    return built


def test_commands_and_questions(store):
    assert completed("st") == ["status"]
    assert "cites-law" in completed("query", "cit")
    assert completed("query", "cites-law", "--l") == ["--law", "--lang"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("query", "counsel", "--park", "启"), ["启东生命健康产业园", "启东经济开发区"]),
        (("query", "counsel", "--year", ""), ["2022", "2023", "2024"]),
        (("query", "in-force-on", "--law", "安全生产许可证"), ["安全生产许可证条例"]),
        (("remove", "甘"), ["甘", "甘眉工业园区南区/2023"]),
        (("view", "甘"), ["甘眉工业园区南区", "甘眉工业园区南区/2023"]),
        (("revise", "--complete", "甘"), ["甘眉工业园区南区/2023"]),
    ],
)
def test_bodies_years_laws_and_reports(store, words, found):
    """What remove completes may also be a file."""
    assert completed(*words) == found


@pytest.mark.parametrize("state", ["absent", "damaged", "a file"])
def test_without_a_store_nothing_is_completed(built, tmp_path, monkeypatch, capsys, state):
    store = tmp_path / "store"
    if state == "damaged":
        store.mkdir()
        shutil.copy(built / "store.json", store)
        text = (store / "store.json").read_text("utf-8")
        (store / "store.json").write_text(text.replace("snapshot", "snapshut"), "utf-8")
    elif state == "a file":
        store.write_text("x")
    monkeypatch.setenv("FAZHI_STORE", str(store))
    assert completed("query", "counsel", "--park", "启") == []
    assert completed("remove", "启") == []
    assert capsys.readouterr() == ("", "")
