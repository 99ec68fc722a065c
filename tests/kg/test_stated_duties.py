"""What a report requires of itself, held against what it says was done."""

from pathlib import Path

import pytest

from fazhi.extractors import extract, read_bytes
from fazhi.kg.assessment import assess_report
from fazhi.kg.graph.assessments import map_assessments
from fazhi.kg.graph.report import map_report
from fazhi.kg.linking.report import link_report, read_report

ROOT = Path(__file__).parents[2]
REPORTS = [
    *sorted((ROOT / "examples" / "reports").glob("*.txt")),
    *sorted((ROOT / "tests" / "gold" / "synthetic").glob("*.txt")),
]

TEMPLATE = """岚州万禾产业园管理委员会2023年度法治政府建设情况报告

2023年，园区认真推进法治政府建设。

一、主要工作和成效

（一）加强学习。{done}

（二）严格执法。全年检查企业120家次，组织开展专项检查6次。

二、下一步打算

{planned}
"""


def duties(done: str, planned: str = "继续推进各项工作。") -> list[tuple[str, str, str]]:
    """Words, outcome and rule of each requirement."""
    linked = link_report(extract(read_bytes(TEMPLATE.format(done=done, planned=planned).encode())))
    found = []
    for assessment in assess_report(linked):
        if assessment.duty is not None:
            words = linked.extraction.records[assessment.duty].text
            found.append((words, assessment.judgement.outcome, assessment.judgement.rule))
    return found


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("每季度组织一次集中学法，全年集中学法5次。", ("evidenced", "figure_reached")),
        ("每季度组织一次集中学法，全年集中学法4次。", ("evidenced", "figure_reached")),
        ("每季度组织一次集中学法，全年集中学法3次。", ("partly", "figure_below")),
        ("每季度组织一次集中学法。", ("not_reported", "no_other_statement")),
        ("每季度召开党组专题会议。全年召开党组专题会议4次。", ("evidenced", "figure_reached")),
        ("每季度召开党组专题会议。多次召开党组专题会议，听取汇报。", ("partly", "figure_unclear")),
        ("重大合同必须经法律顾问审核。全年签订的重大合同均经法律顾问审核。", ("evidenced", "throughout")),
        ("要求执法人员全程佩戴执法记录仪。检查时全程佩戴执法记录仪。", ("evidenced", "statement")),
        ("未经合法性审查的，不得提交讨论。全年合法性审查议题12件。", ("not_reported", "no_other_statement")),
        ("未经合法性审查的，不得提交讨论。提交的12件议题均经合法性审查。", ("evidenced", "throughout")),
        ("每月至少安排一次会前学法，全年组织会前学法13次。", ("evidenced", "figure_reached")),
        ("要求机关干部每年网上学法不少于40学时，人均完成网上学法46学时。", ("evidenced", "figure_reached")),
        ("要求机关干部每年网上学法不少于40学时，人均完成网上学法38学时。", ("partly", "figure_below")),
    ],
)
def test_a_requirement_is_met_by_a_figure_or_another_sentence_on_its_matter(done, said):
    """Reached, fallen short of, told elsewhere, or not spoken of."""
    assert [found[1:] for found in duties(done)] == [said]


@pytest.mark.parametrize(
    "alone",
    [
        "坚持每月开展一次“学法日”活动。",
        "今年以来每周召集一次全体执法人员开展业务培训。",
        "认真落实班子成员年度述法制度，带头知法懂法。",
        "每季度召开党组专题会议，研究法治工作，全部解决问题。",
    ],
)
def test_a_requirement_is_no_evidence_of_itself(alone):
    """Whatever its own sentence says of being carried out."""
    assert [found[1:] for found in duties(alone)] == [("not_reported", "no_other_statement")]


def test_no_assessment_rests_on_the_clause_that_states_the_duty():
    """In every report: what is quoted lies outside the words of the requirement."""
    quoted = 0
    for path in REPORTS:
        linked = read_report(path)
        for assessment in assess_report(linked):
            if assessment.duty is not None:
                duty, places = linked.extraction.records[assessment.duty], assessment.judgement.places
                quoted += len(places)
                assert all(p.end <= duty.start or duty.end <= p.start for p in places), path.stem
    assert quoted > 0


def test_a_figure_on_another_matter_does_not_count():
    """Six inspections are no six law-study sessions."""
    assert duties("每季度组织一次集中学法。")[0][1] == "not_reported"


def test_what_is_planned_is_not_held_against_the_year():
    """A requirement of the next year has nothing to be met by yet."""
    assert duties("集中学法4次。", planned="每季度组织一次集中学法。") == []


def test_an_assessment_names_the_requirement_of_its_report():
    """Its obligation is the report's own node, and it has no reach."""
    path = Path(__file__).parent / "data" / "follow-up" / "wanhe-park-2023.txt"
    linked = read_report(path)
    stated = {quad.subject.value for quad in map_report(linked, program_version="0")}
    quads, _ = map_assessments(linked, assess_report(linked), program_version="0")
    of_duties = {
        q.subject for q in quads if q.predicate.value.endswith("obligation") and "/duty/" in q.object.value
    }
    assert len(of_duties) == 2
    assert {q.object.value for q in quads if q.subject in of_duties and "/duty/" in q.object.value} <= stated
    assert not [q for q in quads if q.subject in of_duties and q.predicate.value.endswith("#reach")]
