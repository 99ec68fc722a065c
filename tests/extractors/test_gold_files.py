"""Gold is located in its reports, and a broken gold file is named with its line."""

import json
from pathlib import Path
from typing import Any

import pytest

from fazhi.extractors.evaluation.gold import GoldError, load_gold

ROOT = Path(__file__).resolve().parents[2]
REPORT = """启明产业园2023年法治政府建设情况报告
2023年，查处案件3起，查处案件3起。
组织学习《中华人民
- 1 -
共和国安全生产法》，开展检查5次。"""


def write(folder: Path, *records: dict[str, Any] | str, report: str = REPORT) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "报告.txt").write_text(report, "utf-8")
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records]
    (folder / "报告.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def test_all_gold_loads() -> None:
    documents = load_gold(ROOT / "tests" / "gold", ROOT / "examples" / "reports")

    assert [d.name for d in documents if d.name.startswith("real/")] == [
        "real/ganmei-south-park-2023",
        "real/jiyuan-hightech-zone-2022",
        "real/qidong-life-health-park-2023",
    ]
    assert len([d for d in documents if d.name.startswith("synthetic/")]) >= 10
    for document in documents:
        assert [record.type for record in document.records].count("report") == 1


def test_records_are_placed_in_the_source_text(tmp_path: Path) -> None:
    figure = {"type": "observation", "text": "查处案件3起", "value": 3, "unit": "起", "modifier": "exact"}
    (gold,) = load_gold(write(tmp_path / "gold", figure, figure))
    first, second = gold.records

    stripped = "".join(REPORT.split())
    assert stripped[first.start : first.end] == stripped[second.start : second.end] == "查处案件3起"
    assert first.start < second.start
    assert (first.line, first.document_line) == (1, 2)
    assert (second.line, second.document_line) == (2, 2)


@pytest.mark.parametrize("text", ["《中华人民共和国安全生产法》", "《中华人民\n- 1 -\n共和国安全生产法》"])
def test_a_page_number_may_stand_inside_a_text_or_not(tmp_path: Path, text: str) -> None:
    (gold,) = load_gold(write(tmp_path / "gold", {"type": "citation", "text": text}))
    (record,) = gold.records

    assert "".join(REPORT.split())[record.start : record.end] == "《中华人民-1-共和国安全生产法》"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"type": "plan", "text": "开展检查"', r"报告\.jsonl:2: not a line of JSON"),
        ('["plan", "开展检查"]', r"报告\.jsonl:2: a record needs"),
        ('{"type": "plan", "text": " "}', r"报告\.jsonl:2: a record needs"),
        ('{"type": "promise", "text": "开展检查"}', r"报告\.jsonl:2: unknown type “promise”; known: report,"),
        (
            '{"type": "plan", "text": "开展检查", "value": 3}',
            r"报告\.jsonl:2: unknown field “value” for plan",
        ),
        (
            '{"type": "plan", "text": "开展演练"}',
            r"报告\.jsonl:2: the text “开展演练” does not occur in 报告\.txt",
        ),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(GoldError, match=complaint):
        load_gold(write(tmp_path / "gold", "", line))


def test_missing_things_are_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no such folder"):
        load_gold(tmp_path / "nowhere")
    with pytest.raises(GoldError, match="no gold files"):
        load_gold(tmp_path)
    folder = write(tmp_path / "gold")
    with pytest.raises(GoldError, match="no gold called “other”; there are 报告"):
        load_gold(folder, only="other")
    (folder / "报告.txt").unlink()
    with pytest.raises(GoldError, match=r"no report 报告\.txt beside it; name its folder with --documents"):
        load_gold(folder)


@pytest.mark.parametrize("place", ["gold/corpus", "corpus", "reports"])
def test_reports_in_a_folder_of_their_own(tmp_path: Path, place: str) -> None:
    folder = write(tmp_path / "gold", {"type": "plan", "text": "开展检查5次"})
    (tmp_path / place).mkdir()
    (folder / "报告.txt").rename(tmp_path / place / "报告.txt")

    assert len(load_gold(folder)) == 1


def test_reports_in_a_folder_that_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "gold", {"type": "plan", "text": "开展检查5次"})
    (tmp_path / "texts").mkdir()
    (folder / "报告.txt").rename(tmp_path / "texts" / "报告.txt")

    assert len(load_gold(folder, tmp_path / "texts")) == 1
