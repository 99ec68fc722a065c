"""Instruments that the register lacks stand in the graph all the same."""

from pyoxigraph import NamedNode

from fazhi.extractors import extract, read_bytes
from fazhi.kg.graph.bodies import map_bodies
from fazhi.kg.graph.report import map_report
from fazhi.kg.linking.report import link_report
from fazhi.ontology.namespaces import DCTERMS, FZ, ID, RDF

_TEXT = (
    "启东市法治镇2023年度法治政府建设情况报告\n"
    "一、主要工作\n"
    "镇政府制定《法治镇河长巡河奖惩办法》。认真落实《启东市镇级河湖清洁行动方案》，推进依法行政。"
    "全面依法治理，开展普法宣传活动3场，依法决策、依法行政水平不断提高，法治建设取得成效。\n"
    "二、存在问题\n一是执法力量不足。\n三、下一步打算\n一是加强普法宣传。\n"
)


def _quads() -> set[tuple[str, str, str]]:
    report = link_report(extract(read_bytes(_TEXT.encode(), source="draft.txt")))
    return {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for add in (map_report, map_bodies)
        for quad in add(report, program_version="0")
    }


def test_an_unknown_title_is_an_instrument_of_the_kind_its_last_words_tell() -> None:
    quads = _quads()

    node = f"{ID}instrument/启东市镇级河湖清洁行动方案"
    assert (node, RDF + "type", FZ + "PolicyDocument") in quads
    assert (node, DCTERMS + "title", "启东市镇级河湖清洁行动方案") in quads
    assert any(p == FZ + "instrument" and o == node for _, p, o in quads)


def test_a_document_of_the_bodys_own_has_the_body_in_its_iri() -> None:
    titles = {s for s, p, o in _quads() if p == DCTERMS + "title" and o == "法治镇河长巡河奖惩办法"}

    assert len(titles) == 1
    own = titles.pop()
    assert own.startswith(f"{ID}instrument/")
    assert own.endswith("/法治镇河长巡河奖惩办法")
    assert NamedNode(own)
