"""What stands above the findings of ``fazhi check``: what a report leaves out, what it promised last year."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fazhi.extractors import extract, read_bytes
from fazhi.kg.assessment import assess_report
from fazhi.kg.checks.summary import Summary, summarise
from fazhi.kg.checks.summary_text import MOST, summary_lines, summary_notes
from fazhi.kg.checks.unspoken import report_matters
from fazhi.kg.linking.report import link_report, read_report
from fazhi.ontology.reference import obligations

ROOT = Path(__file__).parents[2]
DRAFT = ROOT / "examples" / "draft.txt"
REPORTS = sorted((ROOT / "examples" / "reports").glob("*.txt"))
CLEAN = ROOT / "examples" / "reports" / "qidong-economic-zone-2023.txt"
YEARS = Path(__file__).parent / "data" / "follow-up"
LAST, THIS = YEARS / "wanhe-park-2022.txt", YEARS / "wanhe-park-2023.txt"
#: Of the four plans of last year the one that this year's report says nothing of.
OPEN = "拍摄方言普法短剧"
OWN = """\
- id: town-inspection
  label_zh: 园区接受法治督察
  label_en: Parks are inspected
  instrument: 法治政府建设与责任落实督察工作规定
  article: 第一条
  bearer: [Park]
  modality: must
  activity_class: supervision
  in_force_from: 2023-01-01
  park_scope: explicit
  verified: memory
  evidence_hint: [法治督察]
"""


@pytest.fixture(autouse=True)
def _without_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_STORE", str(tmp_path / "none"))


def summary_of(text: str) -> Summary:
    found = summarise(link_report(extract(read_bytes(text.encode(), source="report.txt"))))
    assert found
    return found


def draft(
    work: str = "", *, body: str = "云溪产业园", office: str = "管理委员会", year: str = "2023年度"
) -> str:
    """The example draft of another body and year, with more work done."""
    text = DRAFT.read_text("utf-8").replace("云溪产业园管理委员会", body and f"{body}{office}")
    title = f"{body}{year}法治政府建设情况报告"
    return text.replace("云溪产业园2023年度法治政府建设情况报告", title).replace(
        "（三）加强", f"{work}\n\n（三）加强"
    )


def _without_years(text: str) -> str:
    return re.sub(r"(?:19|20)\d\d年?", "", text)


def test_it_stands_above_the_findings_and_decides_nothing(fazhi: Callable) -> None:
    found = fazhi("check", DRAFT)
    first = found.out.splitlines()[0]
    assert first.startswith(f"{DRAFT}: 未提及的法定事项（按园区判断，2023年度）：直接约束的6项")
    assert "未提及不等于未做" in first
    assert found.out.index("另有") < found.out.index("FZ105")
    clean = fazhi("check", CLEAN)
    assert clean.code == 0
    assert clean.out.startswith(f"{CLEAN}: 未提及")
    assert fazhi("check", "--no-summary", CLEAN).out == ""


def test_in_english(fazhi: Callable) -> None:
    first = fazhi("check", "--lang", "en", DRAFT).out.splitlines()[0]
    assert "Not spoken of (as park, 2023): 6 obligations binding it" in first
    assert "not reported is not “not done”" in first


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_only_what_the_assessment_calls_not_reported_is_named(path: Path) -> None:
    linked = read_report(path)
    outcomes = {a.statutory.id: a.judgement.outcome for a in assess_report(linked) if a.statutory}
    found = summarise(linked)
    assert found
    assert found.unspoken
    assert {outcomes[one.obligation] for one in found.unspoken} == {"not_reported"}
    laws = [(one.direct, one.law) for one in found.unspoken]
    assert len(set(laws)) == sum(a != b for a, b in zip(laws, [None, *laws], strict=False))


def test_what_is_most_certain_comes_first_and_long_lists_are_cut() -> None:
    found = summary_of(draft())
    assert len(found.unspoken) > 2 * MOST
    lines = summary_lines("report.txt", found, "zh")
    assert len(lines) == 1 + MOST + 1 + 1
    assert lines[1] == "    《安全生产法》第八十条 园区制定生产安全事故应急预案"
    assert [one.direct for one in found.unspoken] == sorted(
        (one.direct for one in found.unspoken), reverse=True
    )
    assert lines[-1].strip().startswith(f"另有{len(found.unspoken) - MOST}项")
    notes = summary_notes(found, "zh")
    assert len(notes) == 1 + MOST + 1
    assert notes[1] == lines[1].strip()


def test_what_the_text_speaks_of_is_not_named() -> None:
    without = {one.obligation for one in summary_of(draft()).unspoken}
    work = "领导干部接访下访12次。组织国家工作人员学法考试2次。"
    with_it = {one.obligation for one in summary_of(draft(work)).unspoken}
    assert without - with_it == {"petition-leaders-receive", "staff-law-exam"}


def test_the_law_of_the_reported_year_is_named() -> None:
    articles = {
        year: {
            one.obligation: one.article
            for one in summary_of(draft(body="启东市", office="人民政府", year=f"{year}年度")).unspoken
        }
        for year in (2023, 2025)
    }
    assert articles[2023]["emergency-plan"] == "第十七条"
    assert articles[2025]["emergency-plan"] == "第二十六条"
    assert "pubedu-law-responsibility" in articles[2025]
    assert "pubedu-law-responsibility" not in articles[2023]


def test_without_issuer_or_year_nothing_is_said_of_what_binds() -> None:
    no_issuer = summary_of(draft(body="", office=""))
    assert no_issuer.unspoken == ()
    (line,) = summary_lines("report.txt", no_issuer, "zh")
    assert "没有找到报告单位" in line
    no_year = summary_of(_without_years(draft(year="")))
    assert no_year.unspoken == ()
    assert "No reported year is found" in summary_lines("report.txt", no_year, "en")[0]


def test_of_a_text_that_is_no_report_there_is_none(tmp_path: Path, fazhi: Callable) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("各位同事：\n周五下午三点在二楼开会。\n", encoding="utf-8")
    found = fazhi("check", letter)
    assert "FZ300" in found.out
    assert "未提及" not in found.out


def test_other_reports_of_the_store_show_how_to_word_it(built: Path, fazhi: Callable) -> None:
    lines = fazhi("check", DRAFT, "--store", built).out.splitlines()
    asked = next(
        i for i, line in enumerate(lines) if line.endswith("国家工作人员学法用法考核考试（条文未核对）")
    )
    assert lines[asked + 1].strip().startswith("写法参考 甘眉工业园区南区2023年：")
    assert "学法考法" in lines[asked + 1]
    for path in REPORTS:
        body = read_report(path).body
        assert body
        own = fazhi("check", "--summary", "--json", path, "--store", built)
        (summary,) = json.loads(own.out)["summaries"]
        wordings = [one["wording"] for one in summary["unspoken"] if one["wording"]]
        assert wordings
        assert all(w["words"] in w["sentence"] and w["body"] != body.name for w in wordings)


def test_json_stays_a_list_of_findings_unless_the_summary_is_asked_for(fazhi: Callable) -> None:
    findings = json.loads(fazhi("check", "--json", DRAFT).out)
    asked = json.loads(fazhi("check", "--json", "--summary", DRAFT, CLEAN).out)
    assert [f["code"] for f in asked["findings"]] == [f["code"] for f in findings]
    assert [s["file"] for s in asked["summaries"]] == [str(DRAFT), str(CLEAN)]
    one = asked["summaries"][0]["unspoken"][0]
    assert one["obligation"] == "park-accident-plan"
    assert (one["law"], one["article"]) == ("安全生产法", "第八十条")


@pytest.mark.parametrize("source", ["file", "store"])
def test_last_years_plans_that_nothing_takes_up(source: str, followed_up: Path, fazhi: Callable) -> None:
    where = ("--against", LAST) if source == "file" else ("--store", followed_up)
    lines = fazhi("check", THIS, *where).out.splitlines()
    told = next(i for i, line in enumerate(lines) if "计划" in line)
    assert "岚州万禾产业园2022年度报告的4项计划，1项在本报告中未见回应；未见回应不等于未做" in lines[told]
    assert lines[told + 1].strip() == OPEN
    assert "注意" not in lines[told]


def test_a_plan_is_taken_up_by_words_that_are_no_activity(tmp_path: Path, fazhi: Callable) -> None:
    """What the report says of the matter counts wherever the work of the year is told."""
    text = THIS.read_text("utf-8").replace("（四）接受", "（五）普法短剧。方言普法短剧已拍摄。\n\n（四）接受")
    this = tmp_path / "this.txt"
    this.write_text(text, encoding="utf-8")
    assert "4项计划均见回应" in fazhi("check", this, "--against", LAST).out


def test_another_body_or_year_is_said_and_still_compared(fazhi: Callable) -> None:
    other = fazhi("check", DRAFT, "--against", LAST)
    assert "注意：单位与本报告不同" in other.out
    assert OPEN in other.out
    backwards = fazhi("check", LAST, "--against", THIS, "--lang", "en")
    assert "Note: it is not of the year before" in backwards.out


def test_wrong_use(fazhi: Callable, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("各位同事：\n周五下午三点在二楼开会。\n", encoding="utf-8")
    for arguments, words in [
        (("--sarif", "--summary", DRAFT), "SARIF holds findings alone"),
        (("--against", LAST, "--json", THIS), "--against goes into the summary; add --summary"),
        (("--against", LAST, THIS, DRAFT), "--against goes with one report"),
        (("--against", tmp_path / "none.docx", THIS), "none.docx"),
        (("--against", letter, THIS), "letter.txt: not like an annual report"),
    ]:
        found = fazhi("check", *arguments)
        assert found.code == 2
        assert words in found.err
        assert found.err.count("\n") == 1


def test_a_damaged_store_does_not_cost_the_findings(built: Path, tmp_path: Path, fazhi: Callable) -> None:
    store = Path(shutil.copytree(built, tmp_path / "damaged"))
    for file in (store / "snapshots").rglob("CURRENT"):
        file.write_bytes(b"")
    found = fazhi("check", DRAFT, "--store", store)
    assert found.code == 1
    assert "FZ105" in found.out
    assert found.out.startswith(f"{DRAFT}: 未提及")
    assert "have it made again" in found.err


def test_the_matters_of_a_report_are_obligations_and_own_ones_belong_to_them() -> None:
    matters = report_matters()
    assert len(matters) == len(set(matters))
    assert set(matters) <= set(obligations())


def test_own_obligations_belong_to_what_is_asked(tmp_path: Path, fazhi: Callable) -> None:
    register = tmp_path / "own"
    register.mkdir()
    (register / "obligations.yaml").write_text(OWN, encoding="utf-8")
    found = fazhi("check", "--json", "--summary", DRAFT, "--register", register)
    (summary,) = json.loads(found.out)["summaries"]
    assert "town-inspection" in {one["obligation"] for one in summary["unspoken"]}
