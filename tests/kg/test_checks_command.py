"""``fazhi check`` as a user runs it: text, JSON, SARIF, codes explained and left out, wrong use."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest

from fazhi.kg.checks.registry import CHECKS
from fazhi.kg.cli import run

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
LIFE_PARK = EXAMPLES / "qidong-life-health-park-2023.txt"
JIYUAN = EXAMPLES / "jiyuan-hightech-zone-2022.txt"
CLEAN = EXAMPLES / "qidong-economic-zone-2023.txt"


def test_text_shows_place_code_sentence_reason_and_advice(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(LIFE_PARK)]) == 1
    lines = capsys.readouterr().out.splitlines()
    first = next(i for i, line in enumerate(lines) if "FZ101" in line)
    assert lines[first].startswith(f"{LIFE_PARK}:161:23: FZ101 错误 《合同法》")
    sentence, marks, why, advice = lines[first + 1 : first + 5]
    assert "《合同法》" in sentence
    # Chinese characters are two columns wide; … is one.
    before = sentence.strip().split("《合同法》")[0]
    assert marks.strip() == "^" * 10
    assert len(marks) - len(marks.strip()) - 4 == sum(1 if c in "…“”" else 2 for c in before)
    assert why.strip().startswith("原因：")
    assert "《民法典》" in advice


def test_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--lang", "en", str(JIYUAN)]) == 1
    out = capsys.readouterr()
    assert "FZ105 error" in out.out
    assert "FZ304 warning Signed on 2023-07-12" in out.out
    assert "management committees" in out.out
    assert "1 report: 1 error, 2 warnings" in out.err


def test_a_report_without_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--no-summary", str(CLEAN)]) == 0
    out = capsys.readouterr()
    assert out.out == ""
    assert "没有发现问题" in out.err


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--json", str(JIYUAN), str(CLEAN)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [finding["code"] for finding in found] == ["FZ104", "FZ105", "FZ314", "FZ304"]
    first = found[0]
    assert first["file"] == str(JIYUAN)
    assert first["sentence"].count(first["text"]) == 1
    assert {"line", "column", "start", "end", "severity", "message_zh", "message_en"} <= first.keys()


def test_json_of_no_findings_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--json", str(CLEAN)]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_codes_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--no-summary", "--ignore", "FZ104,FZ304, fz105,FZ314", str(JIYUAN)]) == 0
    assert run(["check", "--ignore", "FZ304", "--json", str(JIYUAN)]) == 1
    assert [f["code"] for f in json.loads(capsys.readouterr().out)] == ["FZ104", "FZ105", "FZ314"]


@pytest.mark.parametrize("code", CHECKS)
def test_explain(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--explain", code.lower()]) == 0
    chinese = capsys.readouterr().out
    assert chinese.startswith(code)
    assert "原因：" in chinese
    assert run(["check", "--explain", code, "--lang", "en"]) == 0
    assert "why: " in capsys.readouterr().out


def test_sarif(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = LIFE_PARK.read_text("utf-8").replace("2023 年共立案处罚 21 起", "2023 年共立案处罚 25 起")
    Path("产业园 报告.txt").write_text(source, encoding="utf-8")
    assert run(["check", "--sarif", "产业园 报告.txt", str(CLEAN)]) == 1
    log = json.loads(capsys.readouterr().out)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (the_run,) = log["runs"]
    driver = the_run["tool"]["driver"]
    assert driver["name"] == "fazhi"
    assert [rule["id"] for rule in driver["rules"]] == list(CHECKS)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert the_run["columnKind"] == "unicodeCodePoints"
    assert [a["location"]["uri"] for a in the_run["artifacts"]][1].startswith("file:///")
    lines = source.split("\n")
    codes = set()
    assert the_run["results"]
    for result in the_run["results"]:
        codes.add(result["ruleId"])
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        physical = result["locations"][0]["physicalLocation"]
        assert unquote(physical["artifactLocation"]["uri"]) == "产业园 报告.txt"
        assert " " not in physical["artifactLocation"]["uri"]
        region = physical["region"]
        assert 1 <= region["startLine"] <= region["endLine"] <= len(lines)
        assert region["startColumn"] >= 1
        if region["startLine"] == region["endLine"]:
            assert region["startColumn"] < region["endColumn"] <= len(lines[region["endLine"] - 1]) + 1
    assert {"FZ101", "FZ201"} <= codes
    contradiction = next(r for r in the_run["results"] if r["ruleId"] == "FZ201")
    assert contradiction["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] >= 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check"], "give the file of a report"),
        (["check", "missing.txt"], "missing.txt: cannot be opened"),
        (["check", "--explain", "FZ999"], "FZ999 is no code of a check"),
        (["check", "--ignore", "FZ1", str(CLEAN)], "FZ1 is no code of a check"),
        (["check", "--json", "--sarif", str(CLEAN)], "exclude each other"),
        (["check", "--lang", "fr", str(CLEAN)], "'fr' is not one of"),
    ],
)
def test_wrong_use(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error
    assert error.count("\n") == 1


def test_a_broken_file_does_not_keep_the_others_from_being_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, empty = tmp_path / "broken.txt", tmp_path / "empty.txt"
    broken.write_bytes(b"\x00\x01\x02" * 100)
    empty.write_bytes(b"")
    assert run(["check", str(broken), str(empty), str(tmp_path), str(JIYUAN)]) == 2
    out = capsys.readouterr()
    assert "FZ105" in out.out
    assert out.err.count("fazhi: ") == 3
    assert "Traceback" not in out.err
