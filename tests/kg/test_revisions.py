"""What persons say of records: kept beside the store, applied by each build, told in the graph, made gold."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from fazhi.extractors.evaluation.gold import GoldError, load_gold
from fazhi.extractors.evaluation.training import lesson
from fazhi.kg.cli import run
from fazhi.kg.output.parts import report_graphs
from fazhi.kg.output.validation import violations
from fazhi.kg.review.pen import complete_report, record_revision, revised_reports, undo_revision
from fazhi.kg.review.reviewed import ReviewedRecord, ReviewedReport, reviewed
from fazhi.kg.revisions.fields import RevisionError
from fazhi.kg.revisions.revision import Revision, revision_of
from fazhi.kg.store.files import StoreError
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.revisions import RevisionFiles

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
LIFE = EXAMPLES / "qidong-life-health-park-2023.txt"
BODY = "启东生命健康产业园"
NAME = f"{BODY}/2023"
REPORT = f"https://w3id.org/fazhi/id/report/{NAME}"
GRAPH = f"https://w3id.org/fazhi/id/graph/{NAME}"
CONTRACT_LAW = "《合同法》"
AT = "2026-03-01T09:30:00Z"


@pytest.fixture(scope="module")
def read_once(bare_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one report; tests only copy it."""
    path = shutil.copytree(bare_store, tmp_path_factory.mktemp("revised") / "store")
    assert run(["build", str(LIFE), "--store", str(path)]) == 0
    return Path(path)


@pytest.fixture
def store(read_once: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(read_once, tmp_path / "store"))


def the(report: ReviewedReport, record_type: str, words: str) -> ReviewedRecord:
    """The first record of a type with these words in it."""
    return next(one for one in report.records if one.record.type == record_type and words in one.record.text)


def say(store: Path, kind: str, record_type: str, words: str, **more: Any) -> Revision:
    """Write down what 王芳 says of a record of the report."""
    report = reviewed(store, REPORT)
    revision = report.revision(the(report, record_type, words), kind, **{"by": "王芳", "at": AT, **more})
    record_revision(store, revision)
    return revision


def add(store: Path, record_type: str, words: str, **fields: Any) -> Revision:
    """Write down that 李强 found what was not read."""
    report = reviewed(store, REPORT)
    start = report.text.index(words)
    revision = report.addition(record_type, start, start + len(words), fields, by="李强", at=AT)
    record_revision(store, revision)
    return revision


def answers(fazhi: Callable[..., Any], store: Path, question: str, *arguments: str) -> list[dict[str, Any]]:
    outcome = fazhi("query", question, *arguments, "--format", "json", "--store", store)
    assert outcome.code == 0, outcome.err
    return list(json.loads(outcome.out))


def kept(store: Path) -> list[str]:
    return RevisionFiles(store).file(GRAPH).read_text("utf-8").splitlines()


def graphs(store: Path) -> dict[str, bytes]:
    files = (store / "graphs").rglob("*.nq.zst")
    return {str(file.relative_to(store)): file.read_bytes() for file in files}


def facts(store: Path) -> set[Quad]:
    with open_store(store, read_only=True) as opened:
        return set(opened.graph(GRAPH))


def test_a_word_of_a_person_takes_effect_without_the_file(store: Path, fazhi: Any) -> None:
    """Corrected, dismissed, added: each as if it had been read so, with all that follows from it."""
    before = laws(fazhi, store)
    assert CONTRACT_LAW.strip("《》") in before
    say(store, "corrected", "citation", CONTRACT_LAW, fields={"title": "民法典", "purpose": "publicity"})
    say(store, "dismissed", "citation", "《消费者权益保护法》")
    add(store, "citation", "工作总结", title="中华人民共和国水法", purpose="publicity")
    assert laws(fazhi, store) == before

    outcome = fazhi("build", "--store", store)
    assert outcome.code == 0
    assert "made again" in outcome.out
    after = laws(fazhi, store)
    assert before - after == {"合同法", "消费者权益保护法"}
    assert after - before == {"民法典", "水法"}
    assert fazhi("build", "--store", store).out.count("made again") == 0


def laws(fazhi: Any, store: Path) -> set[str]:
    return {row["lawLabel"] for row in answers(fazhi, store, "laws-cited", "--body", BODY, "--year", "2023")}


def test_the_graph_says_who_said_what_and_when(store: Path, fazhi: Any) -> None:
    say(store, "confirmed", "counsel", "律师", note="已核对")
    say(store, "corrected", "observation", "272家次", fields={"value": 27, "unit": "家次"})
    say(store, "dismissed", "citation", CONTRACT_LAW)
    add(store, "activity", "工作总结", **{"class": "reporting"})
    assert fazhi("build", "--store", store).code == 0
    rows = answers(fazhi, store, "revised-records")
    told = [
        (row["revisionKindLabel"], row["typeLabel"], row["reviserLabel"], row["revisedOn"]) for row in rows
    ]
    assert sorted(told) == sorted(
        [
            ("补录", "活动", "李强", "2026-03-01"),
            ("更正", "数据", "王芳", "2026-03-01"),
            ("排除", "引用", "王芳", "2026-03-01"),
            ("确认", "法律顾问", "王芳", "2026-03-01"),
        ]
    )
    assert [row["note"] for row in rows if row.get("note")] == ["已核对"]
    assert all(row["text"] in row["sentence"] for row in rows)
    with open_store(store, read_only=True) as opened:
        assert violations(opened, *report_graphs(opened)) == []
        rows = opened.select(
            "SELECT ?value ?rule ?confidence { ?revision fz:revisedItem ?figure . ?figure fz:extractionRule"
            " ?rule ; sdmx-measure:obsValue ?value ; fz:extractionRule/fz:usualConfidence ?confidence }"
        )
        figures = [[row[name].value for name in ("value", "rule", "confidence")] for row in rows]
        assert figures == [["27", "https://w3id.org/fazhi/ns/extraction-rule/person", "1"]]


def test_what_was_read_is_kept_and_a_revision_leaves_no_trace_when_it_is_taken_back(
    store: Path, fazhi: Any
) -> None:
    before = graphs(store)
    revision = say(store, "dismissed", "citation", CONTRACT_LAW)
    fazhi("build", "--store", store)
    assert graphs(store) != before
    assert undo_revision(store, REPORT, revision.id) == revision
    assert not RevisionFiles(store).files()
    assert fazhi("build", LIFE, "--store", store).code == 0
    assert graphs(store) == before
    with pytest.raises(RevisionError, match=revision.id):
        undo_revision(store, REPORT, revision.id)


@pytest.mark.stores
def test_it_is_the_same_whether_revised_before_or_after_reading(
    store: Path, fresh_store: Any, fazhi: Any
) -> None:
    say(store, "corrected", "activity", "成立了", fields={"class": "other"})
    add(store, "problem", "工作总结")
    fazhi("build", "--store", store)
    other = fresh_store("other")
    shutil.copytree(store / "revisions", other / "revisions")
    assert fazhi("build", LIFE, "--store", other).code == 0
    assert graphs(other) == graphs(store)


def test_it_stays_when_the_report_is_read_again(store: Path, fazhi: Any, tmp_path: Path) -> None:
    """Of a changed file, too: the words are found where they stand now, and what is not found is told."""
    say(store, "dismissed", "citation", CONTRACT_LAW)
    say(store, "confirmed", "counsel", "律师")
    text = LIFE.read_text("utf-8")
    changed = tmp_path / LIFE.name
    changed.write_text(
        text.replace("《合同法》", "《合同法》《水法》").replace("聘请东晋律师事务所的律师", "与东晋所合作"),
        "utf-8",
    )
    outcome = fazhi("build", changed, "--store", store)
    assert outcome.code == 0
    assert "1 revision finds no place: “" in outcome.out
    assert "(counsel, 王芳)" in outcome.out
    named = laws(fazhi, store)
    assert "合同法" not in named
    assert "水法" in named
    assert len(kept(store)) == 2
    listed = fazhi("revise", "--store", store).out
    assert listed.count("finds no place") == 1


@pytest.mark.stores
def test_a_rebuild_and_a_lost_store_json_keep_it(store: Path, fazhi: Any) -> None:
    say(store, "dismissed", "citation", CONTRACT_LAW)
    fazhi("build", "--store", store)
    lines, stated = kept(store), facts(store)
    (store / "store.json").unlink()
    shutil.rmtree(store / "snapshots")
    assert fazhi("build", "--rebuild", "--store", store).code == 0
    assert (kept(store), facts(store)) == (lines, stated)


def test_one_record_has_one_revision_the_last(store: Path) -> None:
    first = say(store, "confirmed", "citation", CONTRACT_LAW)
    second = say(store, "corrected", "citation", CONTRACT_LAW, fields={"title": "合同法", "purpose": "study"})
    assert second.read == first.read
    assert second.statement == first.statement == f"{REPORT}/citation/合同法-publicity"
    assert [revision_of(line) for line in kept(store)] == [second]
    added = add(store, "activity", "工作总结", **{"class": "reporting"})
    report = reviewed(store, REPORT)
    found = next(one for one in report.records if one.revision == added)
    again = report.revision(found, "corrected", by="王芳", fields={"class": "other"})
    record_revision(store, again)
    assert (again.kind, [revision_of(line) for line in kept(store)]) == ("added", [second, again])
    with pytest.raises(RevisionError, match="take that revision back"):
        report.revision(found, "dismissed", by="王芳")


def test_records_of_the_same_words_are_told_apart(bare_store: Path, tmp_path: Path, fazhi: Any) -> None:
    """Two articles of one mention, two kinds of counsel in one clause."""
    store = Path(shutil.copytree(bare_store, tmp_path / "store"))
    text = (
        "江苏省启东市2023年度法治政府建设情况报告\n一、工作成效\n"
        "依据《中华人民共和国行政处罚法》第五条、第三十三条作出处罚。由法律顾问和公职律师共同把关协议文本。\n"
    )
    (tmp_path / "report.txt").write_text(text, "utf-8")
    (tmp_path / "report.meta.yaml").write_text("issuer: 启东市人民政府\nyear: 2023\n", "utf-8")
    assert fazhi("build", tmp_path / "report.txt", "--force", "--store", store).code == 0
    with open_store(store, read_only=True) as opened:
        (row,) = opened.select("SELECT ?r { ?r a fz:Report }")
    report = reviewed(store, row["r"].value)
    articles = [one for one in report.records if one.record.fields.get("article")]
    assert len({one.record.text for one in articles}) == 1
    lawyer = next(one for one in report.records if one.record.fields.get("kind") == "government_lawyer")
    for one in (articles[1], lawyer):
        record_revision(store, report.revision(one, "dismissed", by="王芳"))
    left = reviewed(store, report.iri).records
    assert [one.record.fields["article"] for one in left if one.record.fields.get("article")] == ["第五条"]
    assert [one.record.fields["kind"] for one in left if one.record.type == "counsel"] == ["legal_counsel"]


def write_down(store: Path, numbers: range) -> None:
    report = reviewed(store, REPORT)
    for number in numbers:
        record_revision(store, report.revision(report.records[number], "confirmed", by=f"审校人{number}"))


def test_two_at_once_lose_nothing(store: Path) -> None:
    fork = multiprocessing.get_context("fork")
    several = [fork.Process(target=write_down, args=(store, range(n, 24, 3))) for n in range(3)]
    for each in several:
        each.start()
    for each in several:
        each.join()
    assert {revision_of(line).by for line in kept(store)} == {f"审校人{n}" for n in range(24)}


@pytest.mark.parametrize(
    ("record_type", "fields", "says"),
    [
        ("activity", {"class": "nonsense"}, "“class” has no value 'nonsense'"),
        ("activity", {}, "“class” is missing"),
        ("activity", {"class": "other", "colour": "red"}, "“colour” is unknown"),
        ("observation", {"value": "21"}, "“value” is of the type number"),
        ("observation", {"value": True}, "“value” is of the type number"),
        ("observation", {"value": float("nan")}, "“value” is a number from 0"),
        ("observation", {"value": 3, "upper": 2}, "“upper” is greater"),
        ("observation", {"value": 3, "indicator": "none_such"}, "“indicator” has no value"),
        ("citation", {"title": "合\0同法"}, "“title” is a line of 1 to"),
        ("citation", {"title": "合同法", "instrument": "x"}, "“instrument” is the IRI"),
        ("publicity_day", {"date": "12-04"}, "“date” is a day such as --12-04"),
        ("report", {"title": "报告"}, "exactly one record of its own"),
        ("verdict", {}, "unknown type “verdict”"),
    ],
)
def test_fields_are_checked(read_once: Path, record_type: str, fields: dict[str, Any], says: str) -> None:
    with pytest.raises(RevisionError, match=says):
        add(read_once, record_type, "工作总结", **fields)


def test_report_words_and_person_are_checked(read_once: Path) -> None:
    store = read_once
    report = reviewed(store, REPORT)
    with pytest.raises(RevisionError, match="no words from"):
        report.addition("problem", 5, 5, {}, by="王芳")
    with pytest.raises(RevisionError, match="“by” is a text of 1 to 100"):
        report.addition("problem", 5, 9, {}, by=" ")
    with pytest.raises(RevisionError, match="“by” holds a character that is not seen"):
        report.addition("problem", 5, 9, {}, by="王\u202e芳")
    elsewhere = revision_of(
        report.addition("problem", 5, 9, {}, by="王芳").to_line().replace("2023", "2022", 1)
    )
    with pytest.raises(StoreError, match="no report"):
        record_revision(store, elsewhere)
    line = json.loads(report.addition("problem", 5, 9, {}, by="王芳").to_line())
    line["quote"]["exact"] = "报告里没有这样的话"
    with pytest.raises(RevisionError, match="does not have these words"):
        record_revision(store, revision_of(json.dumps(line)))
    with pytest.raises(StoreError, match="no report"):
        reviewed(store, f"{REPORT}/../../x")
    assert not RevisionFiles(store).files()


#: A line that is no revision, and what is said of it.
SAID = '"by": "王芳", "at": "2026-03-01T09:30:00Z"'
OF_A_PLAN = f'"kind": "dismissed", {SAID}, "type": "plan"'
BROKEN = {
    "{": "not a line of JSON",
    "[]": "not a JSON object",
    '{"kind": "dismissed"}': "“report” is missing",
    f'{{"report": "R", "kind": "praised", {SAID}}}': "unknown kind “praised”",
    '{"report": "R", "kind": "dismissed", "by": "王芳", "at": "today"}': "“at” is no time",
    f'{{"report": "R", "kind": "complete", {SAID}}}': "a complete report needs “text_digest”",
    f'{{"report": "R", {OF_A_PLAN}}}': "“quote” is missing",
    f'{{"report": "R", {OF_A_PLAN}, "quote": {{"exact": "一"}}}}': "“read” is missing",
    f'{{"report": "R2", {OF_A_PLAN}, "quote": {{"exact": "一"}}, "read": {{}}}}': "a revision of another",
    "[" * 5000: "not a line of JSON",
    '"' + "x" * 60_000 + '"': "longer than",
}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
LINE = {
    "report": REPORT,
    "kind": "corrected",
    "type": "observation",
    "quote": {"exact": "21起", "prefix": "立案", "suffix": "，罚款", "number": 1, "times": 2},
    "statement": f"{REPORT}/observation/21起",
    "read": {"value": 21, "unit": "起"},
    "fields": {"value": 12, "unit": "起"},
    "by": "王芳",
    "at": AT,
    "note": "看错了",
}


@given(st.sampled_from([*LINE, "text_digest", "quote.exact", "quote.number", "fields.value"]), JSON)
@settings(max_examples=200, deadline=None)
def test_whatever_stands_in_a_line_it_is_a_revision_or_refused(key: str, value: Any) -> None:
    line = json.loads(json.dumps(LINE))
    name, _, within = key.partition(".")
    if within:
        line[name][within] = value
    else:
        line[name] = value
    with suppress(RevisionError):
        revision = revision_of(json.dumps(line))
        assert revision_of(revision.to_line()) == revision


def test_a_broken_line_costs_itself_alone(store: Path, fazhi: Any) -> None:
    """It is named with its file and line, and stays when others are written."""
    good = say(store, "dismissed", "citation", CONTRACT_LAW)
    file = RevisionFiles(store).file(GRAPH)
    lines = [line.replace('"R', f'"{REPORT}') for line in BROKEN]
    file.write_bytes("\n".join([*lines, good.to_line()]).encode() + b"\n\xff\xfe\n")
    outcome = fazhi("build", "--store", store)
    assert outcome.code == 0
    told = [line for line in outcome.out.splitlines() if str(file) in line]
    wanted = [*BROKEN.values(), "not UTF-8"]
    assert len(told) == len(wanted)
    numbers = [*range(1, len(lines) + 1), len(lines) + 2]
    for number, line, says in zip(numbers, told, wanted, strict=True):
        assert f"{file}:{number}: {says}" in line
    assert "合同法" not in laws(fazhi, store)
    say(store, "confirmed", "counsel", "律师")
    for line in lines:
        assert line.encode() in file.read_bytes().split(b"\n")


def test_revisions_of_a_report_that_is_not_there_are_told_and_kept(store: Path, fazhi: Any) -> None:
    say(store, "dismissed", "citation", CONTRACT_LAW)
    file = RevisionFiles(store).file(GRAPH)
    other = file.with_name("2022.jsonl")
    file.rename(other)
    other.write_text(other.read_text("utf-8").replace(f"{NAME}", f"{BODY}/2022"), "utf-8")
    outcome = fazhi("build", "--store", store)
    assert f"{other}: revisions of a report that the store does not have" in outcome.out
    (found,) = revised_reports(store)
    assert (found.name, found.applied, len(found.unplaced)) == (f"{BODY}/2022", False, 1)


def test_a_file_that_cannot_be_read_takes_nothing_back(store: Path, fazhi: Any) -> None:
    say(store, "dismissed", "citation", CONTRACT_LAW)
    fazhi("build", "--store", store)
    file, before = RevisionFiles(store).file(GRAPH), graphs(store)
    aside = file.rename(file.with_suffix(".aside"))
    file.symlink_to(file)
    outcome = fazhi("build", LIFE, "--store", store)
    assert outcome.code == 0
    assert f"{file}: cannot be read; what was applied before stays" in outcome.out
    assert graphs(store) == before
    with pytest.raises(StoreError, match="cannot be read"):
        add(store, "problem", "工作总结")
    file.unlink()
    aside.rename(file)
    assert "made again" not in fazhi("build", "--store", store).out


def test_a_complete_report_is_gold(store: Path, fazhi: Any, tmp_path: Path) -> None:
    """Scored against itself it is perfect; each word of a person is a difference from what is read."""
    gold = tmp_path / "gold"
    refused = fazhi("revise", "--gold", gold, "--store", store)
    assert (refused.code, gold.exists()) == (2, False)
    assert "no report has been looked through" in refused.err
    assert fazhi("revise", "--complete", NAME, "--by", "王芳", "--store", store).code == 0
    assert fazhi("revise", "--gold", gold, "--store", store).code == 0
    for score in scores(fazhi, gold).values():
        assert (score["precision"], score["recall"]) == (1, 1)
        assert all(value["accuracy"] == 1 for value in score["attributes"].values())

    say(store, "corrected", "activity", "成立了", fields={"class": "training"})
    say(store, "dismissed", "citation", CONTRACT_LAW)
    add(store, "problem", "工作总结")
    assert fazhi("revise", "--gold", gold, "--store", store).code == 0
    found = scores(fazhi, gold)
    assert found["citation"]["precision"] < 1
    assert found["problem"]["recall"] < 1
    assert found["activity"]["attributes"]["class"]["accuracy"] < 1
    assert found["plan"]["recall"] == 1
    (document,) = load_gold(gold)
    learnt = lesson(document)
    assert "training" in {act.name for act in learnt.acts if act.words.startswith("成立了")}
    assert fazhi("build", "--store", store).code == 0
    assert "通读完毕" in {row["revisionKindLabel"] for row in answers(fazhi, store, "revised-records")}


def scores(fazhi: Any, gold: Path) -> dict[str, Any]:
    outcome = fazhi("evaluate", gold, "--json")
    assert outcome.code == 0, outcome.err
    found = json.loads(outcome.out)
    return dict(found["types"])


def test_of_a_complete_report_there_is_nothing_but_what_a_person_said(store: Path, fazhi: Any) -> None:
    """And it is complete no more once its text has changed or something was taken back."""
    complete_report(store, REPORT, by="王芳")
    file = RevisionFiles(store).file(GRAPH)
    lines = file.read_text("utf-8").splitlines()
    file.write_text(
        "\n".join(
            line for line in lines if CONTRACT_LAW not in json.loads(line).get("quote", {}).get("exact", "")
        )
    )
    assert CONTRACT_LAW not in {one.record.text for one in reviewed(store, REPORT).records}
    first = reviewed(store, REPORT).records[1].revision
    assert first is not None
    undo_revision(store, REPORT, first.id)
    assert CONTRACT_LAW in {one.record.text for one in reviewed(store, REPORT).records}
    assert not revised_reports(store)[0].complete


def test_a_changed_text_is_complete_no_more(store: Path, fazhi: Any, tmp_path: Path) -> None:
    complete_report(store, REPORT, by="王芳")
    changed = tmp_path / LIFE.name
    changed.write_text(LIFE.read_text("utf-8").replace("《合同法》", "《合同法》《水法》"), "utf-8")
    outcome = fazhi("build", changed, "--store", store)
    assert "the text has changed since 王芳 looked it through" in outcome.out
    assert "水法" in laws(fazhi, store)
    assert fazhi("revise", "--gold", tmp_path / "gold", "--store", store).code == 2


def test_without_a_store_or_its_report_one_line_says_so(read_once: Path, fazhi: Any, tmp_path: Path) -> None:
    for arguments in ((), ("--complete", NAME, "--by", "王芳"), ("--gold", tmp_path / "gold")):
        outcome = fazhi("revise", *arguments, "--store", tmp_path / "none")
        assert outcome.code == 2
        assert "no store at" in outcome.err
    assert "no revisions yet" in fazhi("revise", "--store", read_once).out
    assert fazhi("revise", "--complete", NAME, "--store", read_once).code == 2
    unknown = fazhi("revise", "--complete", f"{BODY}/1999", "--by", "王芳", "--store", read_once)
    assert (unknown.code, unknown.out) == (2, "")
    assert f"no report https://w3id.org/fazhi/id/report/{BODY}/1999" in unknown.err


def test_gold_replaces_no_other_folder(store: Path, fazhi: Any, tmp_path: Path) -> None:
    complete_report(store, REPORT, by="王芳")
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "mine.txt").write_text("x")
    outcome = fazhi("revise", "--gold", tmp_path / "gold", "--store", store)
    assert outcome.code == 2
    assert "holds other files" in outcome.err


def test_gold_says_where_a_text_begins(tmp_path: Path) -> None:
    """Of words that stand several times the place that is given counts; a wrong one is an error."""
    (tmp_path / "one.txt").write_text("学习宪法。宣传宪法。\n", "utf-8")
    line = '{"type": "citation", "text": "宪法", "start": %d, "title": "宪法"}\n'
    (tmp_path / "one.jsonl").write_text(line % 7, "utf-8")
    assert load_gold(tmp_path)[0].records[0].start == 7
    (tmp_path / "one.jsonl").write_text(line % 3, "utf-8")
    with pytest.raises(GoldError, match="does not occur at 3"):
        load_gold(tmp_path)


def test_the_page_of_a_report_shows_what_a_person_said(store: Path, fazhi: Any, tmp_path: Path) -> None:
    say(store, "confirmed", "counsel", "律师", note="已核对")
    say(store, "dismissed", "citation", CONTRACT_LAW)
    page = tmp_path / "page.html"
    assert fazhi("explain", LIFE, "--store", store, "-o", page).code == 0
    shown = page.read_text("utf-8")
    assert "确认 王芳 2026-03-01 已核对" in shown
    assert "合同法-publicity" not in shown


def test_the_last_revision_is_taken_back_by_a_build_without_files(store: Path, fazhi: Any) -> None:
    before = facts(store)
    revision = say(store, "dismissed", "citation", CONTRACT_LAW)
    assert fazhi("build", "--store", store).code == 0
    undo_revision(store, REPORT, revision.id)
    assert fazhi("build", "--store", store).code == 0
    assert facts(store) == before


def test_build_without_files_needs_something_to_do(read_once: Path, fazhi: Any) -> None:
    outcome = fazhi("build", "--store", read_once)
    assert outcome.code == 2
    assert "give files" in outcome.err
