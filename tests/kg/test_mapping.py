"""Records become quads: typed, without blank nodes, each statement with its evidence."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from fazhi.extractors import Record, extract, read_bytes, read_file
from fazhi.kg.facts import facts_of
from fazhi.kg.graph.bodies import map_bodies
from fazhi.kg.graph.report import map_report
from fazhi.kg.graph.terms import decimal
from fazhi.kg.iris import ReportIris, report_key, short_key
from fazhi.kg.linking.report import link_report
from fazhi.kg.store.inference import Axioms
from fazhi.ontology.extraction_rules import extraction_rules
from fazhi.ontology.namespaces import ID, PREFIXES
from fazhi.ontology.rdf import ontology_quads

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
#: The passage that states a fact best, and others.
EVIDENCE = ("fz:mainEvidence", "fz:hasEvidence")
REPORT = f"{ID}report/启东生命健康产业园/2023"


def name(prefixed: str) -> NamedNode:
    prefix, _, local = prefixed.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def text_iri(extraction) -> str:
    """A text's IRI tells its digest: offsets belong to this text alone."""
    digest = hashlib.sha256(extraction.document.text.encode("utf-8")).hexdigest()
    return f"{ID}text/启东生命健康产业园/2023/{digest[:12]}"


AXIOMS = Axioms.of(ontology_quads())


class Graph:
    """The quads of a report with what follows from them, to be asked for values."""

    def __init__(self, stated):
        self.stated = stated
        self.quads = [*stated, *(Quad(*triple) for triple in AXIOMS.consequences(stated))]
        quads = self.quads
        self.by_subject = defaultdict(lambda: defaultdict(set))
        for quad in quads:
            self.by_subject[quad.subject][quad.predicate].add(quad.object)

    def values(self, subject, predicate):
        subject = subject if isinstance(subject, NamedNode) else NamedNode(subject)
        return {o.value for o in self.by_subject[subject][name(predicate)]}

    def of_type(self, type_name):
        return sorted(
            (s for s, values in self.by_subject.items() if name(type_name) in values[name("rdf:type")]),
            key=str,
        )


def place(evidence: str) -> tuple[int, int]:
    """Where a passage stands, as its name says."""
    start, end = evidence.partition("#char=")[2].split(",")
    return int(start), int(end)


def map_text(text: str) -> Graph:
    return Graph(map_report(link_report(extract(read_bytes(text.encode()))), program_version="0"))


@pytest.fixture(scope="module")
def extraction():
    return extract(read_file(EXAMPLES / "qidong-life-health-park-2023.txt"))


@pytest.fixture(scope="module")
def graph(extraction) -> Graph:
    return Graph(map_report(link_report(extraction), program_version="0"))


def test_the_report_says_whose_it_is_and_where_it_comes_from(graph, extraction):
    assert graph.values(REPORT, "fz:reportedYear") == {"2023"}
    assert graph.values(REPORT, "fz:issuer") == {f"{ID}body/启东生命健康产业园"}
    assert graph.values(REPORT, "prov:wasDerivedFrom") == {f"{ID}file/{extraction.document.digest}"}


def test_the_run_made_graph_and_reading_text_not_the_report(graph, extraction):
    run, own = f"{ID}graph/启东生命健康产业园/2023#extraction", f"{ID}graph/启东生命健康产业园/2023"
    assert graph.values(REPORT, "prov:wasGeneratedBy") == set()
    assert graph.values(text_iri(extraction), "prov:wasGeneratedBy") == {run}
    assert graph.values(own, "prov:wasGeneratedBy") == {run}
    assert graph.values(own, "dcterms:subject") == {REPORT}
    assert graph.values(own, "prov:wasAttributedTo") == {f"{ID}software/fazhi-kg/0"}
    assert graph.values(own, "rdfs:label") == {
        "启东生命健康产业园2023年度报告：读到的内容",
        "What was read: 启东生命健康产业园, report for 2023",
    }


PROSE = "2023年，园区坚持依法行政，深入推进法治政府建设，严格规范公正文明执法，各项工作取得新的成效。"


@pytest.mark.parametrize(
    ("page", "words", "of_file"),
    [
        ("示例园区2023年度法治政府建设情况报告\n发布日期：2024-03-27\n{}\n", "发布日期：2024-03-27", True),
        (
            "示例园区2023年度法治政府建设情况报告\r\n\r\n 生成日期 | 2024-03-27 | 索引号 | 1 |\r\n{}\r\n",
            "生成日期 | 2024-03-27 | 索引号 | 1 |",
            True,
        ),
        ("示例园区2023年度法治政府建设情况报告\n（2024年3月27日）\n{}\n", "2024年3月27日", False),
        ("示例园区2023年度法治政府建设情况报告\n{}\n示例园区管委会\n2024年3月27日\n", "2024年3月27日", False),
    ],
    ids=["label", "table", "head", "signature"],
)
def test_the_date_leads_to_where_it_stands(page, words, of_file):
    """A line of metadata stands in the file, line breaks counted as one; other dates in the reading text."""
    page = page.format(PROSE)
    extraction = extract(read_bytes(page.encode()))
    graph = Graph(map_report(link_report(extraction), program_version="0"))
    (report,) = graph.of_type("fz:Report")
    assert graph.values(report, "dcterms:issued") == {"2024-03-27"}
    ((evidence),) = graph.values(report, "fz:issuedEvidence")
    start, end = place(evidence)
    assert graph.values(evidence, "oa:start") == {str(start)}
    whole = page.replace("\r\n", "\n") if of_file else extraction.document.text
    assert whole[start:end] == words
    assert graph.values(evidence, "oa:exact") == {words}
    ((sentence),) = graph.values(evidence, "fz:inSentence")
    assert words in next(iter(graph.values(sentence, "oa:exact")))
    source = {f"{ID}file/{extraction.document.digest}"} if of_file else graph.values(report, "fz:readingText")
    assert {evidence.partition("#")[0]} == source


def test_every_quad_is_in_the_reports_graph_and_has_no_blank_node(graph):
    assert {quad.graph_name.value for quad in graph.stated} == {f"{ID}graph/启东生命健康产业园/2023"}
    assert not [q for q in graph.quads if BlankNode in (type(q.subject), type(q.object))]


def test_evidence_leads_to_the_exact_characters(graph, extraction):
    """Offsets are code points of the reading text; the quoted words stand there, inside the sentence."""
    text = extraction.document.text
    evidence = [s for s in graph.by_subject if graph.values(s, "fz:inSentence")]
    assert len(evidence) > 50
    for node in evidence:
        start, end = place(node.value)
        (exact,), (sentence,) = graph.values(node, "oa:exact"), graph.values(node, "fz:inSentence")
        assert text[start:end] == exact
        assert exact in next(iter(graph.values(sentence, "oa:exact")))
        assert graph.values(sentence, "fz:inSection")
        assert graph.values(node, "oa:start") == {str(start)}
        assert node.value == f"{text_iri(extraction)}#char={start},{end}"


def test_every_fact_is_one_node_with_evidence_and_rule(graph, extraction):
    nodes = [s for s in graph.by_subject if graph.values(s, "fz:inReport")]
    facts = facts_of(link_report(extraction))
    assert len(nodes) == len(facts) < len(extraction.records) - 1
    for node in nodes:
        assert graph.values(node, "fz:inReport") == {REPORT}
        for predicate in ("fz:mainEvidence", "fz:extractionRule"):
            assert len(graph.values(node, predicate)) == 1
    evidence = {e for node in nodes for p in EVIDENCE for e in graph.values(node, p)}
    assert {f"{text_iri(extraction)}#char={r.start},{r.end}" for r in extraction.records[1:]} == evidence


def test_an_item_states_its_confidence_where_it_is_not_its_rules(graph, extraction):
    """A confidence that the graph states is not the usual one of the item's rule."""
    usual = {rule.iri: str(decimal(rule.confidence).value) for rule in extraction_rules().values()}
    items = [s for s in graph.by_subject if graph.values(s, "fz:extractionRule")]
    stated = {s: graph.values(s, "fz:confidence") for s in items if graph.values(s, "fz:confidence")}
    assert 0 < len(stated) < len(items) / 2
    for item, confidence in stated.items():
        (rule,) = graph.values(item, "fz:extractionRule")
        assert confidence != {usual[rule]}


def test_a_citation_leads_to_the_instrument(graph):
    linked = [
        c for c in graph.of_type("fz:Citation") if "消费者权益保护法" in graph.values(c, "fz:titleAsWritten")
    ]
    assert graph.values(linked[0], "fz:instrument") == {f"{ID}instrument/消费者权益保护法"}


def test_a_penalty_is_one_case_however_often_it_is_stated(graph):
    """立案21起，罚款25.37万元 and later 立案处罚21起，处罚金25余万元: one case, the exact fine."""
    penalty = "https://w3id.org/fazhi/ns/activity-class/penalty"
    cases = [a for a in graph.of_type("fz:Activity") if penalty in graph.values(a, "fz:activityClass")]
    (case,) = cases
    assert (graph.values(case, "fz:caseCount"), graph.values(case, "fz:fineAmount")) == ({"21"}, {"253700"})
    assert len({e for p in EVIDENCE for e in graph.values(case, p)}) == 2


def test_an_activity_has_the_observations_inside_it(graph):
    inspections = [a for a in graph.of_type("fz:Activity") if graph.values(a, "fz:hasObservation")]
    values = {
        v
        for a in inspections
        for o in graph.values(a, "fz:hasObservation")
        for v in graph.values(o, "sdmx-measure:obsValue")
    }
    assert {"272", "1081"} <= values


def test_an_activity_leads_to_the_instruments_and_days_that_it_names(graph):
    (publicity,) = [a for a in graph.of_type("fz:Activity") if graph.values(a, "fz:onDay")]
    observances = [NamedNode(iri) for iri in graph.values(publicity, "fz:onDay")]
    citations = [NamedNode(iri) for iri in graph.values(publicity, "fz:hasCitation")]
    days = {day.rsplit("/", 1)[1] for o in observances for day in graph.values(o, "fz:publicityDay")}
    assert days == {"consumer-rights-day", "ip-day", "labour-day", "anti-drug-day", "safety-month"}
    assert {t for c in citations for t in graph.values(c, "fz:titleAsWritten")} == {
        "消费者权益保护法",
        "合同法",
        "劳动法",
    }


def test_an_activity_leads_to_the_counsel_that_it_names(graph):
    (counsel,) = graph.of_type("fz:LegalCounsel")
    assert any(graph.values(a, "fz:hasCounsel") == {counsel.value} for a in graph.of_type("fz:Activity"))


def test_a_leading_group_has_its_posts(graph):
    (group,) = graph.of_type("fz:LeadingGroup")
    head = NamedNode(f"{group.value}/head")
    assert graph.values(head, "org:postIn") == {group.value}
    assert graph.values(head, "rdfs:label") == {"园区主要负责人"}


def test_counsel_leads_to_the_firm(graph):
    (counsel,) = {c for c in graph.of_type("fz:LegalCounsel") if graph.values(c, "org:member")}
    assert graph.values(counsel, "org:member") == {f"{ID}firm/东晋律师事务所"}
    assert graph.values(counsel, "fz:retained") == {"true"}


def test_two_records_of_one_type_and_span_stay_apart(extraction):
    record = next(r for r in extraction.records if r.type == "activity")
    other = replace(record, fields={"class": "other"})
    doubled = replace(extraction, records=[*extraction.records, other])
    graph = Graph(map_report(link_report(doubled), program_version="0"))
    (first, second) = sorted(
        (n for n in graph.of_type("fz:Activity") if record.text[:20] in n.value), key=lambda n: len(n.value)
    )
    assert graph.values(second, "fz:activityClass") == {"https://w3id.org/fazhi/ns/activity-class/other"}
    assert graph.values(first, "fz:activityClass") != graph.values(second, "fz:activityClass")


def test_a_day_that_the_calendar_lacks_is_described(extraction):
    start = extraction.document.text.index("法治宣传")
    record = Record(
        "publicity_day", "法治宣传", start, start + 4, "2", "publicity_day.named", 0.5, {"name": "园区法治日"}
    )
    report = link_report(replace(extraction, records=[*extraction.records, record]))
    bodies = Graph(map_bodies(report, program_version="0"))
    assert bodies.values(f"{ID}publicity-day/园区法治日", "skos:prefLabel") == {"园区法治日"}
    graph = Graph(map_report(report, program_version="0"))
    days = {d for n in graph.of_type("fz:PublicityDayObservance") for d in graph.values(n, "fz:publicityDay")}
    assert f"{ID}publicity-day/园区法治日" in days


def test_without_a_year_the_key_is_the_files_digest(extraction):
    report = replace(extraction.records[0], fields={"title": "法治政府建设情况报告"})
    undated = replace(extraction, records=[report, *extraction.records[1:]])
    graph = Graph(map_report(link_report(undated), program_version="0"))
    assert [r.value for r in graph.of_type("fz:Report")] == [
        f"{ID}report/document/{extraction.document.digest[:12]}"
    ]


def test_another_base_moves_the_reports_resources_only(extraction):
    quads = map_report(link_report(extraction), base="https://example.org/", program_version="0")
    ours = {q.subject.value for q in quads if q.subject.value.startswith(ID)}
    assert ours == set()
    assert NamedNode(f"{ID}instrument/劳动法") in {q.object for q in quads}


@pytest.mark.parametrize(
    ("number", "written"), [(253700, "253700"), (25.37, "25.37"), (98.0, "98"), (1e16, "10000000000000000")]
)
def test_numbers_are_plain_decimals(number, written):
    assert decimal(number) == Literal(written, datatype=name("xsd:decimal"))


def test_a_key_with_slashes_stays_one_segment_and_a_long_one_is_cut():
    assert ReportIris(report_key("甲/乙 园", 2023, ""), ID).report == f"{ID}report/甲%2F乙%20园/2023"
    assert len(short_key("园" * 200).encode()) <= 160
    assert short_key("园" * 200) != short_key("园" * 201)
