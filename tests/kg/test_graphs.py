"""The graph that is drawn: the reports asked for, what they state, and what they share."""

from __future__ import annotations

import pytest

from fazhi.kg.build import build
from fazhi.kg.output.networkx_graph import to_networkx
from fazhi.kg.store.opening import open_store
from fazhi.ontology.namespaces import ID
from fazhi.viz.kinds import known_kinds

REPORT = f"{ID}report/启东生命健康产业园/2023"


@pytest.fixture(scope="module")
def store(built):
    with open_store(built, read_only=True) as opened:
        yield opened


def kinds(graph) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for node, kind in graph.nodes(data="kind"):
        found.setdefault(kind, set()).add(node)
    return found


def test_all_reports_hang_together_over_what_they_share(store):
    graph = to_networkx(store)
    assert len(kinds(graph)["Report"]) == 5
    citing = set(graph.predecessors(f"{ID}instrument/安全生产法"))
    assert len(citing) >= 2


@pytest.mark.parametrize("what", ["启东生命健康产业园", "启东生命健康产业园/2023", REPORT])
def test_a_park_or_a_report_can_be_asked_for(store, what):
    graph = to_networkx(store, what)
    assert kinds(graph)["Report"] == {REPORT}
    assert f"{ID}firm/东晋律师事务所" in kinds(graph)["LawFirm"]
    assert f"{ID}body/启东市人民政府" in kinds(graph)["Government"]
    assert f"{ID}body/启东生命健康产业园" in kinds(graph)["Park"]
    assert f"{ID}place/320681" in kinds(graph)["Place"]


def test_every_node_is_drawable_and_every_statement_has_its_sentence(store):
    graph = to_networkx(store)
    assert any(known_kinds()[kind].record for _, kind in graph.nodes(data="kind"))
    for node, attributes in graph.nodes(data=True):
        assert attributes["label"], node
        assert attributes["kind"] in known_kinds(), node
        if known_kinds()[attributes["kind"]].record:
            assert attributes["evidence"], node


def test_what_a_report_names_is_labelled_by_its_name(store):
    graph = to_networkx(store)
    labels = {attributes["kind"]: set() for _, attributes in graph.nodes(data=True)}
    for _, attributes in graph.nodes(data=True):
        labels[attributes["kind"]].add(attributes["label"])
    assert {"启东生命健康产业园依法治理工作领导小组", "法治政府建设工作领导小组"} <= labels["LeadingGroup"]


def test_a_citation_is_an_edge_with_purpose_and_sentence(store):
    graph = to_networkx(store, "启东生命健康产业园")
    (edge,) = graph.get_edge_data(REPORT, f"{ID}instrument/消费者权益保护法").values()
    assert edge["label_zh"].startswith("引用")
    assert "《消费者权益保护法》" in edge["evidence"][0]


def test_an_activity_leads_to_the_instruments_and_days_that_it_names(store):
    graph = to_networkx(store, "启东生命健康产业园")
    activities = kinds(graph)["Activity"]
    publicising = activities & set(graph.predecessors(f"{ID}instrument/消费者权益保护法"))
    assert publicising
    assert publicising == activities & set(graph.predecessors(f"{ID}publicity-day/labour-day"))


def test_the_same_store_gives_the_same_graph(store):
    first, second = to_networkx(store), to_networkx(store)
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
    assert list(first.edges(data=True)) == list(second.edges(data=True))


def test_an_ambiguous_citation_leads_to_all_that_it_may_mean(tmp_path, fresh_store):
    report = tmp_path / "report.txt"
    report.write_text(
        "启东市人民政府2023年度法治政府建设情况报告\n一、主要工作\n贯彻《优化营商环境条例》，推进依法行政。"
        "行政执法三项制度全面落实，合法性审查应审尽审，执法人员持证上岗，政府信息依法公开，矛盾纠纷多元化解，"
        "领导干部带头学法，群众满意度持续提升，法治政府建设取得成效。\n二、存在问题\n一是执法力量不足。\n"
        "三、下一步打算\n一是加强执法队伍建设。\n",
        "utf-8",
    )
    with open_store(fresh_store()) as store:
        build([report], store)
        graph = to_networkx(store)
    (citation,) = kinds(graph)["Citation"]
    possible = {f"{ID}instrument/优化营商环境条例", f"{ID}instrument/江苏省优化营商环境条例"}
    assert set(graph.successors(citation)) == kinds(graph)["Instrument"] == possible
    assert set(graph.predecessors(citation)) == kinds(graph)["Report"]
