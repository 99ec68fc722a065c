"""Statutory obligations held against reports: what is evidenced, what is only spoken of, what is not said."""

import csv
from itertools import chain
from pathlib import Path

import pytest

from fazhi.extractors import extract, read_bytes
from fazhi.kg.assessment import assess_report
from fazhi.kg.assessment.signs import signs
from fazhi.kg.graph.assessments import map_assessments
from fazhi.kg.linking.report import link_report, read_report
from fazhi.ontology.data_files import ReferenceDataError
from fazhi.ontology.reference import obligations
from fazhi.ontology.schemes import ASSESSMENT_RULES, ELEMENTS, ROLES

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
REVIEWED = Path(__file__).parent / "data" / "assessments.csv"

PARK = "启东生命健康产业园管理委员会"
TOWN = "启东市吕四港镇人民政府"
COUNTY = "启东市人民政府"
BUREAU = "启东市应急管理局"


def report(done: str, *, body: str = PARK, year: int = 2023, more: str = ""):
    """A report with one paragraph of work done, linked."""
    text = f"""{body}{year}年度法治政府建设情况报告

{year}年，我单位认真推进法治政府建设。

一、主要工作和成效

{done}

二、存在的问题

工作还有不足。

三、下一步打算

继续努力。
{more}"""
    return link_report(extract(read_bytes(text.encode())))


def verdicts(linked) -> dict[str, tuple[str, str]]:
    """Outcome and rule by obligation."""
    return {
        a.statutory.id: (a.judgement.outcome, a.judgement.rule) for a in assess_report(linked) if a.statutory
    }


def verdict(obligation: str, done: str, **how) -> tuple[str, str]:
    return verdicts(report(done, **how))[obligation]


def test_the_example_reports_are_judged_as_a_reviewer_judged_them():
    """Every assessment that is not silence was read and accepted; a change of any shows up here."""
    with REVIEWED.open(encoding="utf-8", newline="") as file:
        reviewed = {
            (row["report"], row["obligation"]): (row["outcome"], row["rule"]) for row in csv.DictReader(file)
        }
    found = {
        (path.stem, key): said
        for path in sorted(EXAMPLES.glob("*.txt"))
        for key, said in verdicts(read_report(path)).items()
        if said[0] != "not_reported"
    }
    assert found == reviewed


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_what_decides_and_what_is_missing_are_concepts(path):
    """Each rule of the scheme; each missing element of an obligation or part of a report of theirs."""
    assessments = assess_report(read_report(path))
    assert any(assessment.judgement.missing for assessment in assessments)
    for assessment in assessments:
        judgement = assessment.judgement
        assert judgement.decided_by in ASSESSMENT_RULES
        for scheme, name in judgement.missing:
            assert name in {"element": ELEMENTS, "role": ROLES}[scheme]


def test_one_assessment_for_each_obligation_that_held_in_the_year():
    """No obligation twice, none that had not begun or had ended."""
    linked = report("开展普法宣传。", year=2022)
    keys = [a.statutory and a.statutory.id for a in assess_report(linked)]
    assert len(keys) == len(set(keys))
    held = {o.id for o in obligations().values() if o.rule_in(2022)}
    assert set(keys) == {key for key in held if obligations()[key].park_scope != "none"}


@pytest.mark.parametrize(
    ("obligation", "year", "assessed"),
    [
        ("fair-competition-review", 2023, False),
        ("fair-competition-review", 2024, True),
        ("outline-two-law-lectures", 2025, True),
        ("outline-two-law-lectures", 2026, False),
        # The law of 2007 said it before that of 2024.
        ("emergency-plan", 2015, True),
        ("recon-reply-10-days", 2022, True),
        ("recon-head-attends-hearing", 2022, False),
    ],
)
def test_only_rules_in_force_in_the_reported_year_count(obligation, year, assessed):
    """An earlier rule of the same content counts as well."""
    assert (obligation in verdicts(report("开展普法宣传。", year=year))) is assessed


def test_an_earlier_rule_is_asked_for_what_it_asked():
    """Filing an emergency plan was added in 2024: before, the plan alone was owed."""
    done = "修订《启东生命健康产业园突发事件应急预案》。"
    assert verdict("emergency-plan", done, year=2022) == ("evidenced", "statement")
    assert verdict("emergency-plan", done, year=2025) == ("partly", "element_missing:filing")


@pytest.mark.parametrize(
    ("obligation", "done", "said"),
    [
        ("safety-law-publicity", "深入企业宣传《中华人民共和国安全生产法》。", ("evidenced", "statement")),
        ("safety-law-publicity", "深入企业宣传《中华人民共和国劳动法》。", ("not_reported", "no_statement")),
        ("doc-legality-review-all", "园区制发的规范性文件全部经过合法性审查。", ("evidenced", "throughout")),
        ("doc-legality-review-all", "规范性文件合法性审查率100%。", ("evidenced", "throughout")),
        ("doc-legality-review-all", "合法性审查文件均已完成，共115件。", ("evidenced", "throughout")),
        ("doc-legality-review-all", "全年合法性审查规范性文件等115件。", ("partly", "not_throughout")),
        ("enforce-legal-review", "完成重大执法决定法制审核57件。", ("partly", "not_throughout")),
        ("enforce-legal-review", "57件重大执法决定全部进行法制审核。", ("evidenced", "throughout")),
        ("litigation-head-appears", "认真执行行政机关负责人出庭应诉制度。", ("partly", "system_carried_out")),
        ("litigation-head-appears", "严格落实行政机关负责人出庭应诉制度。", ("partly", "system_carried_out")),
        ("litigation-head-appears", "行政机关负责人出庭应诉率100%。", ("evidenced", "statement")),
        ("counsel-appoint", "认真执行法律顾问制度。", ("partly", "system_carried_out")),
        ("counsel-appoint", "严格落实法律顾问制度。", ("partly", "system_carried_out")),
        ("who-enforces-publicises", "严格落实“谁执法谁普法”责任制。", ("partly", "system_carried_out")),
        (
            "who-enforces-publicises",
            "落实“谁执法谁普法”责任制，发布以案释法12期。",
            ("evidenced", "statement"),
        ),
        ("doc-legality-review-all", "健全合法性审查机制。", ("partly", "mention")),
        ("doc-legality-review-all", "个别规范性文件未经合法性审核。", ("contrary", "contrary_statement")),
        ("decision-legality-review", "未经合法性审查的议题不得提交讨论。", ("partly", "standing_rule")),
        ("decision-legality-review", "凡合同，未经合法性审查，不得提交讨论。", ("partly", "standing_rule")),
        ("decision-legality-review", "健全合法性审查机制。", ("partly", "mention")),
        ("enforce-legal-review", "重大执法决定法制审核57件，审核率98%。", ("partly", "not_throughout")),
        ("enforce-legal-review", "对9件重大执法决定作了法制审核。", ("partly", "not_throughout")),
        ("doc-legality-review-all", "对19份文件在发文前作了合法性审核。", ("partly", "not_throughout")),
        ("foi-answer-20-days", "答复信息公开申请15件。", ("partly", "mention")),
        ("budget-open-20-days", "公开预决算等信息156条，按期答复公开申请。", ("partly", "mention")),
        (
            "enforce-full-record",
            "现场检查必须由两名人员实施，并全程使用执法记录仪。",
            ("partly", "standing_rule"),
        ),
        ("enforce-full-record", "执法人员必须全程佩戴执法记录仪。", ("partly", "standing_rule")),
        ("audit-rectify", "审计指出的5个问题全部整改到位。", ("partly", "element_missing:publication")),
        (
            "audit-rectify",
            "审计指出的5个问题全部整改到位，审计整改情况已向社会公布。",
            ("evidenced", "statement"),
        ),
        ("emergency-publicity-and-drills", "开展应急演练2次。", ("partly", "element_missing:publicity")),
        ("emergency-publicity-and-drills", "开展应急演练2次，普及应急知识。", ("evidenced", "statement")),
        ("outline-two-law-lectures", "党工委理论学习中心组集体学法4次。", ("evidenced", "figure_reached")),
        ("outline-two-law-lectures", "党工委理论学习中心组集体学法1次。", ("partly", "figure_below")),
        ("decision-risk-assessment", "法律顾问参与法律风险评估。", ("not_reported", "no_statement")),
        ("wage-disputes-handled", "宣传《保障农民工工资支付条例》。", ("not_reported", "no_statement")),
    ],
)
def test_what_decides(obligation, done, said):
    """A statement of doing; a rule or system only; a figure; what the words are about."""
    assert verdict(obligation, done) == said


@pytest.mark.parametrize(
    "wish",
    [
        "应急演练开展不够。",
        "尚未组织应急演练。",
        "今后组织开展应急演练。",
        "力争每年开展应急演练2次。",
        "要通过多种形式开展应急演练。",
    ],
)
def test_a_want_or_a_wish_is_no_evidence(wish):
    """Neither in the part on work done nor, whatever it says, in problems and plans."""
    assert verdict("accident-drill-two-years", wish)[0] != "evidenced"
    planned = report("开展普法宣传。", more="下一步，开展应急演练4次。\n")
    assert verdicts(planned)["accident-drill-two-years"] == ("not_reported", "no_statement")


def test_counsel_engaged_and_yet_wanting():
    """Two statements of one report that say different things make it partly."""
    assert verdict("counsel-appoint", "聘请东晋律师事务所的律师为常年法律顾问。") == ("evidenced", "counsel")
    assert verdict("counsel-appoint", "聘请2名律师为法律顾问，尚未配备公职律师。") == (
        "partly",
        "statement_and_contrary",
    )
    assert verdict("counsel-appoint", "健全法律顾问工作。") == ("partly", "mention")
    assert verdict("counsel-appoint", "园区目前未聘请法律顾问。") == ("contrary", "contrary_statement")


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        ("2024年3月27日", ("partly", "signed_in_time")),
        ("2024年4月1日", ("contrary", "signed_after_deadline")),
        ("发布日期：2024-03-31", ("evidenced", "published_in_time")),
        ("发布日期：2024-04-01", ("contrary", "published_after_deadline")),
        ("", ("not_reported", "no_statement")),
    ],
)
def test_publication_before_the_first_of_april(dated, said):
    """A signature after the deadline shows that it was missed; one before it shows little."""
    more = f"\n{PARK}\n{dated}\n" if dated else ""
    assert verdict("report-publish-before-april", "开展普法宣传。", more=more) == said


def test_parts_that_a_report_must_have():
    """The part on the principal leader is missing here, and that is said."""
    said = verdict("report-required-contents", "开展普法宣传。")
    assert said == ("partly", "part_missing:leader_duties")


def test_an_unknown_body_or_year_is_not_assessed():
    """Without them nobody can say what was owed."""
    linked = link_report(extract(read_bytes("今天天气很好。".encode())))
    assert list(assess_report(linked)) == []


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_the_graph_rests_on_the_report(path):
    """Evidence is whole sentences or a line of the file; silence is not stated; the same every time."""
    linked = read_report(path)
    quads = [*chain(*map_assessments(linked, assess_report(linked), program_version="0"))]
    text, report_text = linked.extraction.document.text, linked.extraction.report_text
    values: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        name = quad.predicate.value.rsplit("#", 1)[-1]
        values.setdefault(quad.subject.value, {}).setdefault(name, []).append(quad.object.value)
    assessments = {node: v for node, v in values.items() if "outcome" in v}
    assert len(assessments) == sum(a.judgement.outcome != "not_reported" for a in assess_report(linked))
    assert any(said["hasEvidence"] for said in assessments.values())
    for node, said in assessments.items():
        for name in ("outcome", "obligation", "assesses", "assessmentRule"):
            assert len(said[name]) == 1, (node, name)
        assert not said["outcome"][0].endswith("/not_reported")
        for evidence in said["hasEvidence"]:
            start, end = map(int, evidence.rpartition("#char=")[2].split(","))
            in_file = "/file/" in evidence
            whole = linked.extraction.document.source_text if in_file else text
            if in_file:
                assert whole[start:end] == values[evidence]["exact"][0]
            else:
                assert report_text.sentence(start, end) == (start, end)
                assert len(values[evidence]["inSection"]) == 1
    assert set(quads) == set(chain(*map_assessments(linked, assess_report(linked), program_version="0")))


def test_every_obligation_has_its_signs_and_every_element_its_concept():
    """Nothing in the catalogue is left without a way to tell it, no element without a name."""
    assert set(signs()) == set(obligations())
    for sign in signs().values():
        assert sign.shown or sign.rule or sign.figures, sign.obligation
    assert {name for sign in signs().values() for name in sign.shown} - {""} == set(ELEMENTS)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("- id: nonsense\n  shown: [x]\n", "id"),
        ("- id: emergency-plan\n  shown: ['(']\n", "shown"),
        ("- id: emergency-plan\n  figures: {indicators: [nonsense], at_least: 2}\n", "nonsense"),
        ("- id: emergency-plan\n  seen: [x]\n", "seen"),
    ],
    ids=["unknown obligation", "broken sign", "unknown indicator", "unknown field"],
)
def test_a_broken_sign_is_told_by_file_and_field(tmp_path, entry, message):
    """Whoever edits the signs is told where the mistake is."""
    path = tmp_path / "signs.yaml"
    path.write_text(entry, encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=rf"signs\.yaml:\d+: .*{message}"):
        signs(path)
