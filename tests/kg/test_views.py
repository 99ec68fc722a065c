"""What the views of a store hold: the facts, each with its sentence, and in words what is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fazhi.kg.build import build
from fazhi.kg.cli import run
from fazhi.kg.output.views import overall, relations, view_of, view_of_answer, view_of_query, view_of_thing
from fazhi.kg.output.views.drawing import View
from fazhi.kg.output.views.reading import Reading
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import ID
from fazhi.queries import question
from fazhi.queries import run as answer
from fazhi.viz.core import core_of

PARK, CONTRACTS, CODE = f"{ID}body/启东生命健康产业园", f"{ID}instrument/合同法", f"{ID}instrument/民法典"
BEFORE_APRIL = f"{ID}obligation/publish-annual-report-by-april"


@pytest.fixture(scope="module")
def store(built: Path) -> Iterator[GraphStore]:
    with open_store(built, read_only=True) as opened:
        yield opened


def of_kind(view: Any, kind: str) -> dict[str, dict[str, Any]]:
    return {node: data for node, data in view.graph.nodes(data=True) if data["kind"] == kind}


def test_all_reports_stand_as_bodies_beside_what_they_share(store: GraphStore) -> None:
    view = view_of(store)
    assert len(of_kind(view, "Park")) == 5
    core = core_of(view.graph)
    assert len(core) <= 60
    assert set(of_kind(view, "Park")) <= set(core)
    places = {zh: value for zh, _, value, _ in view.graph.nodes[PARK]["details"]}
    assert (places["所在地"], places["报告年度"]) == ("江苏省 南通市 启东市", "2023")
    assert "notes" not in view.graph.graph


def test_a_law_repealed_before_the_reported_year_is_red_with_day_and_successor(store: GraphStore) -> None:
    for view in (view_of(store), view_of(store, "启东生命健康产业园"), view_of_thing(store, "law", "合同法")):
        law = view.graph.nodes[CONTRACTS]
        assert law["status"] == ("✕", "2021-01-01 已废止", "repealed 2021-01-01", "finding")
        details = {en: value for _, en, value, _ in law["details"]}
        assert (details["Out of force from"], details["Successor"]) == ("2021-01-01", "民法典")
        assert view.graph.has_edge(CONTRACTS, CODE)
        assert CONTRACTS in core_of(view.graph)
        citing = [data for _, _, data in view.graph.in_edges(CONTRACTS, data=True) if data["evidence"]]
        assert citing[0]["tone"] == "finding"
        assert "《合同法》" in citing[0]["evidence"][0][0]
        assert citing[0]["evidence"][0][1].startswith(f"{ID}text/启东生命健康产业园/2023/")


def test_every_statement_has_its_sentence_and_its_place(store: GraphStore) -> None:
    view = view_of(store)
    cases = of_kind(view, "EnforcementCase")
    assert any("罚款25.37万元" in data["evidence"][0][0] for data in cases.values())
    for kind in ("EnforcementCase", "Observation", "Activity", "Problem", "Plan", "LeadingGroup"):
        found = of_kind(view, kind)
        assert found, kind
        for node, data in found.items():
            ((sentence, place),) = data["evidence"]
            assert sentence
            assert "#char=" in place
            assert view.graph.in_degree(node), "it hangs at its body"


def test_a_report_is_told_along_its_sections(store: GraphStore) -> None:
    view = view_of(store, "启东生命健康产业园/2023")
    sections = sorted(of_kind(view, "Section").items(), key=lambda item: item[1]["order"])
    assert sections[0][1]["label"] == "一、 主要工作和成效"
    assert sections[1][1]["label"] == "（一） 完善法治建设工作机制"
    edges = view.graph.in_edges(CONTRACTS, data=True)
    (section,) = [start for start, _, data in edges if data["label_zh"].startswith("引用")]
    assert view.graph.nodes[section]["label"] == "（三） 多渠道拓展法治宣传面"
    outcomes = {data["status"][1] for data in of_kind(view, "Obligation").values()}
    assert outcomes == {"已体现", "部分体现"}


def test_what_is_against_an_obligation_is_seen(store: GraphStore) -> None:
    view = view_of(store)
    red = {data["label"] for data in of_kind(view, "Obligation").values() if data["status"][3] == "finding"}
    assert red == {"4月1日前公开年度法治政府建设报告"}
    one = view_of_thing(store, "obligation", red.pop())
    stacks = {data["label"]: data for node, data in of_kind(one, "Assessment").items()}
    assert {"✕ 相反 ×1", "● 已体现 ×2"} <= set(stacks)
    silent = [data for label, data in stacks.items() if label.startswith("· 未提及")]
    assert all(data["members"] for data in silent), "what no report says is folded"


def test_many_bodies_are_put_together_and_the_page_says_so(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overall, "SIDE_BY_SIDE", 2)
    monkeypatch.setattr(overall, "_STATEMENTS", 60)
    view = view_of(store)
    stacks = {node: data for node, data in view.graph.nodes(data=True) if data.get("members")}
    held = {member for data in stacks.values() for member in data["members"]}
    assert set(of_kind(view, "Park")) - set(stacks) <= held | set(core_of(view.graph))
    (group,) = [data for node, data in stacks.items() if data["label"].startswith("江苏省 ×")]
    assert group["count"] == 3
    notes = "".join(zh for zh, _ in view.graph.graph["notes"])
    assert "未收入：" in notes
    assert "5个单位" in notes
    details = {(zh, value) for zh, _, value, _ in view.graph.nodes[PARK]["details"]}
    assert any(zh == "活动" and value.endswith("项，未收入本页") for zh, value in details)
    laws = [data["label_zh"] for _, _, data in view.graph.edges(data=True) if "个单位" in data["label_zh"]]
    assert laws


def test_bodies_that_nothing_tells_apart_are_put_together_by_name(store: GraphStore) -> None:
    view = View(("全部报告", "All reports"))
    names = [f"{number:03}号单位" for number in range(900)]
    bodies = [view.add(f"{ID}body/{name}", name, "PublicBody") for name in names]
    overall.group_bodies(view, Reading(store), bodies)
    members = dict(view.graph.nodes(data="members"))
    assert all(len(held) <= overall.SIDE_BY_SIDE for held in members.values() if held)
    assert {member for held in members.values() for member in held or ()} >= set(bodies)
    assert len(core_of(view.graph)) <= overall.SIDE_BY_SIDE + 1


def test_where_links_are_too_many_groups_have_them_and_the_page_says_so(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overall, "SIDE_BY_SIDE", 2)
    monkeypatch.setattr(overall, "_LINKS", 0)
    view = view_of(store)
    (group,) = [node for node, label in view.graph.nodes(data="label") if label.startswith("江苏省 ×")]
    beside_group = {view.graph.nodes[node]["kind"] for node in view.graph.successors(group)}
    assert beside_group >= {"Instrument", "Obligation"}
    assert CONTRACTS in view.graph, "what is no longer in force stays, however few cite it"
    notes = "".join(en for _, en in view.graph.graph["notes"])
    assert "that one body alone cites are left out" in notes


@pytest.mark.parametrize("what", ["bodies", "laws", "firms"])
def test_bodies_laws_and_firms_are_joined_by_what_ties_them(store: GraphStore, what: str) -> None:
    view = view_of(store, what)
    assert view.graph.number_of_edges()
    words = {data["label_zh"] for _, _, data in view.graph.edges(data=True)}
    assert any(
        {"bodies": "共同引用", "laws": "份报告同时引用", "firms": "法律顾问"}[what] in word for word in words
    )


def test_many_bodies_stand_as_communities_of_those_that_cite_alike(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relations, "_BODIES", 2)
    view = view_of(store, "bodies")
    parts = {node: data for node, data in view.graph.nodes(data=True) if data.get("members")}
    held = [member for data in parts.values() for member in data["members"]]
    assert sorted(held) == sorted(of_kind(view, "Park").keys() - parts.keys()), "each body in one of them"
    assert all(data["label"].endswith(f"的单位 ×{data['count']}") for data in parts.values())
    assert "群" in view.graph.graph["notes"][0][0]


def test_an_answer_is_drawn(store: GraphStore) -> None:
    asked = question("not-in-force")
    view = view_of_answer(store, asked, answer(store.dataset, asked))
    assert {PARK, CONTRACTS, CODE} <= set(view.graph)
    (edge,) = view.graph.get_edge_data(PARK, CONTRACTS).values()
    assert "《合同法》" in edge["evidence"][0][0]
    assert edge["tone"] == "finding"
    assert view.graph.nodes[CONTRACTS]["status"][1] == "2021-01-01 已废止"
    assert view.graph.has_edge(CONTRACTS, CODE)
    assert not view.graph.has_edge(PARK, CODE), "nobody cites what superseded it"
    cut = view_of_answer(store, asked, replace(answer(store.dataset, asked), cut=50))
    assert "first 50 reports" in cut.graph.graph["notes"][0][1]
    built = "CONSTRUCT { ?body fz:place ?place ; skos:note 'x' } { ?body a fz:Park ; fz:place ?place }"
    view = view_of_query(store, built, "园区")
    assert view.graph.has_edge(PARK, f"{ID}place/320681")
    assert view.graph.nodes[PARK]["label"] == "启东生命健康产业园"
    for wrong in ("SELECT * { ?x a fz:Park }", "CONSTRUCT { ?x a fz:Park } { ?x a fz:Nothing }"):
        with pytest.raises(FazhiError):
            view_of_query(store, wrong, "")


@pytest.mark.parametrize(
    "asked",
    [
        ["all"],
        ["启东生命健康产业园"],
        ["--law", "安全生产法"],
        ["--obligation", "宣传安全生产法律法规和知识"],
        ["--query", "cites-law", "law=安全生产法"],
    ],
)
def test_the_command_writes_a_page(asked: list[str], built: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run(["view", *asked, "-o", str(page), "--store", str(built)]) == 0
    assert 'id="in-words"' in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["启东生命健康产业圆"], "启东生命健康产业园"),
        (["--law", "安全生产发"], "安全生产法"),
        (["启东生命健康产业园/1999"], "no report of 启东生命健康产业园 on 1999"),
        (["all", "--law", "安全生产法"], "one view at a time"),
        (["--query", "nothing.rq"], "nothing.rq"),
        (["--query", "cites-law", "安全生产法"], "NAME=VALUE"),
        (["laws", "-o", "laws.gexf"], "laws.gexf"),
    ],
)
def test_a_mistake_is_told_in_a_line(
    asked: list[str], said: str, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["view", *asked, "--store", str(built)]) == 2
    assert said in capsys.readouterr().err


def test_sentences_lead_to_the_marked_page_beside_the_graph(built: Path, tmp_path: Path) -> None:
    page, name = tmp_path / "graph.html", "qidong-life-health-park-2023"
    report = Path(__file__).parents[2] / "examples" / "reports" / f"{name}.txt"
    assert run(["explain", str(report), "--store", "none", "-o", str(tmp_path / f"{name}.html")]) == 0
    assert run(["view", "all", "-o", str(page), "--store", str(built)]) == 0
    text = page.read_text("utf-8")
    assert f'["启东生命健康产业园 2023","{name}.html"]' in text
    assert '["启东经济开发区 2023",""]' in text


def test_what_contradicts_itself_and_a_missing_counsel_are_seen(
    tmp_path: Path, fresh_store: Callable[..., Path]
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        "启东市人民政府2023年度法治政府建设情况报告\n一、主要工作\n（一）监管。全年检查企业272家次。"
        "贯彻《安全生产法》，推进依法行政。行政执法三项制度全面落实，合法性审查应审尽审，执法人员持证上岗，"
        "政府信息依法公开，矛盾纠纷多元化解，领导干部带头学法，群众满意度持续提升，法治政府建设取得成效。"
        "2023年共检查企业281家次。\n二、存在问题\n一是执法力量不足。\n三、下一步打算\n"
        "一是加强执法队伍建设。\n",
        "utf-8",
    )
    with open_store(fresh_store()) as store:
        build([report], store)
        views = [view_of(store), view_of(store, "启东市人民政府/2023")]
    for view in views:
        leads = {
            data["label"]: data for _, data in view.graph.nodes(data=True) if data.get("group") == "finding"
        }
        (conflict,) = [data for label, data in leads.items() if "前后不一致" in label]
        assert conflict["status"][3] == "finding"
        said = [sentence for sentence, _ in conflict["evidence"]]
        assert said == ["全年检查企业272家次。", "2023年共检查企业281家次。"]
        assert leads["未提及法律顾问"]["status"] == (
            "·",
            "未提及不等于没有",
            "silence is not absence",
            "silent",
        )
