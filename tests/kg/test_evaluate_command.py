"""``fazhi evaluate`` as a user calls it."""

import json
from pathlib import Path

import pytest

from fazhi.kg.cli import run

ROOT = Path(__file__).resolve().parents[2]
GOLD = str(ROOT / "tests" / "gold" / "real")
REPORTS = ["--documents", str(ROOT / "examples" / "reports")]


def test_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", GOLD, *REPORTS]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("3 reports")
    assert any(line.startswith("citation") and "purpose" in line for line in lines)


def test_json_with_differences(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["evaluate", GOLD, *REPORTS, "--only", "jiyuan-hightech-zone-2022", "--show", "all", "--json"]
    assert run(command) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["documents"] == ["jiyuan-hightech-zone-2022"]
    types = answer["types"]
    assert set(types["report"]) == {"gold", "found", "matched", "precision", "recall", "f1", "attributes"}
    kinds = [difference["kind"] for difference in answer["differences"]]
    assert kinds.count("missed") == sum(t["gold"] - t["matched"] for t in types.values())
    assert kinds.count("extra") == sum(t["found"] - t["matched"] for t in types.values())
    assert kinds.count("wrong") == sum(
        counted["counted"] - counted["right"] for t in types.values() for counted in t["attributes"].values()
    )


def test_differences_name_document_line_and_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["evaluate", GOLD, *REPORTS, "--show", "activity"]) == 0

    out = capsys.readouterr().out
    shown = [line.split("\t") for line in out.splitlines() if line.startswith("activity\t")]
    assert shown
    for _, kind, place, text, *_ in shown:
        document, line = place.split(":")
        report = (ROOT / "examples" / "reports" / f"{document}.txt").read_text("utf-8")
        assert kind in ("missed", "extra", "wrong")
        assert "".join(report.splitlines()[int(line) - 1].split())[:2]
        assert "".join(text.split()) in "".join(report.split())


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["evaluate", "nowhere"], "does not exist"),
        (["evaluate", GOLD, "--show", "citations"], "--show citations: no such type; one of all, report"),
        (["evaluate", GOLD, "--only", "other"], "no gold called “other”"),
        (["evaluate", str(ROOT / "examples" / "reports")], "no gold files"),
    ],
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str) -> None:
    assert run(arguments) == 2

    error = capsys.readouterr().err
    assert complaint in error
    assert len(error.splitlines()) == 1


def test_a_broken_gold_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("依法行政，开展执法检查五次。", "utf-8")
    (tmp_path / "a.jsonl").write_text('{"type": "plan", "text": "普法"}', "utf-8")

    assert run(["evaluate", str(tmp_path)]) == 2

    assert "a.jsonl:1: the text “普法” does not occur in a.txt" in capsys.readouterr().err
