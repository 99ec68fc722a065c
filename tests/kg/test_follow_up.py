"""What the next report says of last year's plans."""

import shutil
from pathlib import Path

import pytest

from fazhi.kg.assessment.follow_up import Item, follow_ups
from fazhi.kg.assessment.likeness import Likeness
from fazhi.kg.build import build
from fazhi.kg.store.opening import open_store

REPORTS = Path(__file__).parent / "data" / "follow-up"
EXPECTED = {
    ("组织开展危险化学品泄漏应急演练，修订园区生产安全事故应急预案", "开展危险化学品泄漏应急演练2次"),
    (
        "组织开展危险化学品泄漏应急演练，修订园区生产安全事故应急预案",
        "修订《万禾产业园生产安全事故应急预案》",
    ),
    (
        "实行公平竞争审查制度，对新出台的涉企政策逐件审查",
        "落实公平竞争审查制度，审查涉企政策措施9件",
    ),
    (
        "建立法治观察员队伍，聘请企业代表担任法治观察员",
        "聘请企业代表12名担任法治观察员",
    ),
}
PAIRS = """
SELECT ?planned ?done ?likeness {
  ?plan fz:followedUpBy ?activity ; fz:hasEvidence/oa:exact ?planned .
  ?activity fz:hasEvidence/oa:exact ?done .
  ?followUp fz:plan ?plan ; fz:activity ?activity ; fz:likeness ?likeness ; fz:assessmentRule ?rule .
}"""


def pairs(store) -> set[tuple[str, str]]:
    return {(row["planned"].value, row["done"].value) for row in store.select(PAIRS)}


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """The two reports, to be changed at will."""
    return Path(shutil.copytree(REPORTS, tmp_path / "reports"))


def test_plans_are_found_again_in_the_next_report(reports, fresh_store):
    """Three of four plans; of the fourth the report says nothing."""
    with open_store(fresh_store()) as store:
        build([reports], store)
        assert pairs(store) == EXPECTED
        assert all(0 < float(row["likeness"].value) <= 1 for row in store.select(PAIRS))


def test_they_are_the_same_however_the_store_came_about(reports, fresh_store):
    """One report after the other, the later first, or the index made again from its files."""
    path = fresh_store()
    with open_store(path) as store:
        build([reports / "wanhe-park-2023.txt"], store)
        assert pairs(store) == set()
    with open_store(path) as store:
        build([reports / "wanhe-park-2022.txt"], store)
        assert pairs(store) == EXPECTED
        build([], store, rebuild=True)
        assert pairs(store) == EXPECTED


def test_a_changed_report_changes_them(reports, fresh_store):
    """A plan that is no longer there is followed by nothing."""
    with open_store(fresh_store()) as store:
        build([reports], store)
        file = reports / "wanhe-park-2022.txt"
        file.write_text(
            file.read_text("utf-8").replace(
                "三是建立法治观察员队伍，聘请企业代表担任法治观察员。四是", "三是"
            ),
            "utf-8",
        )
        build([reports], store)
        assert {planned for planned, _ in pairs(store)} == {
            planned for planned, _ in EXPECTED if "观察员" not in planned
        }


def test_other_code_concludes_them_anew(reports, fresh_store):
    """No report need have changed."""
    with open_store(fresh_store()) as store:
        build([reports], store)
        with store.transaction() as transaction:
            for name in store.graph_names():
                if "/graph/follow-up/" in name:
                    transaction.remove(name)
            transaction.settings["follow_ups"] = "digest of other code"
        assert pairs(store) == set()
        assert len(build([reports], store).unchanged) == 2
        assert pairs(store) == EXPECTED


def test_a_body_is_one_over_years_and_spellings(reports, fresh_store):
    """岚州万禾产业园管理委员会 in one report, 万禾产业园 in the other."""
    with open_store(fresh_store()) as store:
        build([reports], store)
        rows = store.select("SELECT DISTINCT ?body ?name { ?r fz:issuer ?body . ?body skos:altLabel ?name }")
        found = {(row["body"].value.rsplit("/", 1)[-1], row["name"].value) for row in rows}
    assert {body for body, _ in found} == {"岚州万禾产业园"}
    assert {"岚州万禾产业园管理委员会", "万禾产业园"} <= {name for _, name in found}


@pytest.mark.parametrize(
    ("planned", "done", "followed"),
    [
        ("继续开展法治宣传进企业", "开展法治宣传进企业活动12场", True),
        ("加强执法人员业务培训", "每周组织执法人员业务培训", True),
        ("加强执法人员业务培训", "开展消防演练2次", False),
        ("进一步加强法治政府建设工作", "推进法治政府建设工作", False),
    ],
    ids=["same words", "same matter", "another matter", "words that all reports hold"],
)
def test_what_counts_as_the_same_matter(planned, done, followed):
    """Rare words do, common ones do not."""
    others = [
        Item(f"a{i}", text, "other")
        for i, text in enumerate(("检查企业120家次", "审查合同26份", "调解纠纷30起"))
    ]
    found = follow_ups([Item("p", planned, None)], [Item("a", done, "publicity"), *others])
    assert [f.activity.node for f in found] == (["a"] if followed else [])


def test_likeness_is_symmetric_and_between_nothing_and_one():
    """Whichever text asks, and however often."""
    texts = ["组织旁听庭审2次", "全年旁听庭审3场", "审查合同31份"]
    likeness = Likeness(texts)
    assert likeness.score(texts[0], texts[1]) == likeness.score(texts[1], texts[0]) > 0.5
    assert likeness.score(texts[0], texts[2]) == 0
    assert likeness.score(texts[0], texts[0]) == 1
    assert likeness.score("", texts[0]) == 0
