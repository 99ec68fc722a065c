"""The reference graph, asked as a user would ask the store."""

import pytest
from pyoxigraph import BlankNode, RdfFormat, Store, serialize
from rdflib import Graph, Literal

from fazhi.ontology import namespaces as ns
from fazhi.ontology.rdf import ontology_quads
from fazhi.ontology.reference import indicators, instruments, obligations, publicity_days
from fazhi.ontology.reference_rdf import reference_quads

PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in ns.PREFIXES.items())


@pytest.fixture(scope="module")
def store():
    store = Store()
    store.extend(reference_quads())
    store.extend(ontology_quads())
    return store


def ask(store, pattern):
    """Values of ?x over all graphs."""
    solutions = store.query(PREFIXES + f"SELECT ?x WHERE {{ {pattern} }}", use_default_graph_as_union=True)
    return sorted(solution["x"].value for solution in solutions)


def test_everything_is_in_the_reference_graph():
    """One named graph, no blank node."""
    quads = list(reference_quads())
    assert {quad.graph_name.value for quad in quads} == {ns.reference_graph()}
    assert not [
        quad for quad in quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
    ]


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("?x a ?kind . ?kind rdfs:subClassOf+ fz:LegalInstrument", len(instruments())),
        ("?x a fz:StatutoryObligation", len(obligations())),
        (f"?x skos:inScheme <{ns.scheme('indicator')}>", len(indicators())),
        ("?x a fz:PublicityDay", len(publicity_days())),
    ],
)
def test_every_entry_is_there(store, pattern, count):
    """Each entry of the data files is one resource."""
    assert len(ask(store, pattern)) == count


def test_where_an_indicator_is_counted(store):
    """The instrument that orders the count and its article, or that reports alone give it."""
    ordered = f"<{ns.concept('indicator', 'petition_batch_count')}>"
    assert ask(store, f"{ordered} dcterms:source/skos:prefLabel ?x") == ["信访工作条例"]
    assert ask(store, f"{ordered} fz:article ?x") == ["第四十一条"]
    reported = f"<{ns.concept('indicator', 'satisfaction_rate')}>"
    assert ask(store, f'{reported} dcterms:source ?x FILTER(lang(?x) = "zh")') == ["年度法治政府建设报告"]


def test_what_repealed_the_contract_law(store):
    """A question in SPARQL: by what, and since when not in force."""
    law = f"<{ns.resource('instrument', '合同法')}>"
    assert ask(store, f"{law} eli:repealed_by/skos:prefLabel ?x") == ["民法典"]
    assert ask(store, f"{law} fz:outOfForceFrom ?x") == ["2021-01-01"]
    assert ask(store, f"{law} eli:date_no_longer_in_force ?x") == ["2020-12-31"]


def version_on(store, title, day):
    """Dates of the versions that the graph knows to have been in force on the day."""
    return ask(
        store,
        f"?v eli:realizes <{ns.resource('instrument', title)}> ; eli:version_date ?x ; fz:inForceFrom ?from "
        "OPTIONAL { ?v fz:inForceTo ?to } "
        f'FILTER(STR(?from) <= "{day}" && (!BOUND(?to) || STR(?to) >= "{day}"))',
    )


def test_every_version_of_a_law_has_its_dates(store):
    """安全生产法: passed in 2002, amended three times; the law is in force since November 2002."""
    law = f"<{ns.resource('instrument', '安全生产法')}>"
    passed = ["2002-06-29", "2009-08-27", "2014-08-31", "2021-06-10"]
    begun = ["2002-11-01", "2009-08-27", "2014-12-01", "2021-09-01"]
    assert ask(store, f"?v eli:realizes {law} ; eli:version_date ?x") == passed
    assert ask(store, f"?v eli:realizes {law} ; eli:first_date_entry_in_force ?x") == begun
    assert ask(store, f"?v eli:realizes {law} ; fz:outOfForceFrom ?x") == begun[1:]
    assert ask(store, f"{law} eli:first_date_entry_in_force ?x") == begun[:1]
    assert ask(store, f"{law} fz:versionSeriesComplete ?x") == ["true"]


@pytest.mark.parametrize(
    ("title", "day", "version"),
    [
        ("保守国家秘密法", "2023-12-31", ["2010-04-29"]),
        ("统计法", "2022-06-30", ["2009-06-27"]),
        ("安全生产法", "2021-08-31", ["2014-08-31"]),
        ("安全生产法", "2021-09-01", ["2021-06-10"]),
        ("合同法", "2020-12-31", ["1999-03-15"]),
        ("合同法", "2021-01-01", []),
        # The days on which the amendment of July 2016 took effect are not known for this law.
        ("职业病防治法", "2016-07-01", ["2011-12-31"]),
        ("职业病防治法", "2016-07-02", []),
        # The register has the first text of this regulation and the newest, not all those between.
        ("医疗机构管理条例", "2015-01-01", []),
    ],
)
def test_the_version_of_a_day_is_told_or_left_open(store, title, day, version):
    assert version_on(store, title, day) == version


def test_a_gap_in_the_series_is_said(store):
    law = f"<{ns.resource('instrument', '医疗机构管理条例')}>"
    assert ask(store, f"{law} fz:versionSeriesComplete ?x") == ["false"]


def test_no_two_versions_are_in_force_on_one_day(store):
    """Periods of one law do not overlap."""
    assert (
        ask(
            store,
            "?v eli:realizes ?x ; fz:inForceFrom ?from . ?w eli:realizes ?x ; fz:inForceFrom ?other "
            "OPTIONAL { ?v fz:inForceTo ?to } "
            "FILTER(?v != ?w && STR(?from) <= STR(?other) && (!BOUND(?to) || STR(?to) >= STR(?other)))",
        )
        == []
    )


def test_force_is_said_with_the_values_of_eli(store):
    """Force on the register's day; what is repealed on a known day has no force."""
    in_force, not_in_force = (f"{ns.ELI}InForce-{name}" for name in ("inForce", "notInForce"))
    for title, value in (("安全生产法", in_force), ("合同法", not_in_force), ("医疗保障法", not_in_force)):
        assert ask(store, f"<{ns.resource('instrument', title)}> eli:in_force ?x") == [value]
    assert ask(store, f"?x fz:outOfForceFrom ?day ; eli:in_force <{in_force}>") == []


def test_a_local_law_rests_on_the_national_ones_that_it_names(store):
    """Not on a younger law of the same name: 浙江省学前教育条例 is older than 学前教育法."""
    path = "eli:based_on/skos:prefLabel ?x"
    assert ask(store, f"<{ns.resource('instrument', '江苏省安全生产条例')}> {path}") == ["安全生产法"]
    assert "学前教育法" not in ask(store, f"<{ns.resource('instrument', '浙江省学前教育条例')}> {path}")


def test_unverified_obligations_can_be_told(store):
    """Those that rest on memory say so."""
    unread = ask(store, '?x a fz:StatutoryObligation ; fz:verification "memory"')
    assert len(unread) == sum(not o.rule.verified for o in obligations().values())


def test_an_earlier_rule_keeps_its_dates(store):
    """The rule of 2005 on petitions ended on 2022-04-30."""
    obligation = f"<{ns.resource('obligation', 'petition-tell-15-days')}>"
    assert ask(store, f"{obligation} fz:earlierRule/fz:inForceTo ?x") == ["2022-04-30"]


def test_days_are_typed_literals(store):
    """A day is xsd:gMonthDay, a month xsd:gMonth, as rdflib and oxigraph know them."""
    day = ns.resource("publicity-day", "consumer-rights-day")
    assert ask(store, '?x a fz:PublicityDay ; fz:monthDay "--03-15"^^xsd:gMonthDay') == [day]
    assert ns.resource("publicity-day", "safety-month") in ask(store, '?x fz:month "--06"^^xsd:gMonth')


def test_every_concept_that_is_used_exists(store):
    """Modality, class, frequency, scope and broader class are concepts of their schemes."""
    for path in ("fz:modality", "fz:activityClass", "fz:frequency", "fz:parkScope", "skos:broadMatch"):
        assert ask(store, f"?s {path} ?x . FILTER NOT EXISTS {{ ?x a skos:Concept }}") == []


def test_rdflib_reads_the_same_graph():
    """The dump parses in rdflib, triple for triple, without an ill-typed literal."""
    triples = {quad.triple for quad in reference_quads() if "version" not in quad.subject.value}
    sample = [t for t in triples if "obligation" in t.subject.value or "publicity-day" in t.subject.value]
    graph = Graph().parse(data=serialize(sample, format=RdfFormat.TURTLE), format="turtle")

    assert len(graph) == len(sample)
    assert not [o for o in graph.objects() if isinstance(o, Literal) and o.ill_typed]
    assert "gMonthDay" in "".join(o.datatype or "" for o in graph.objects() if isinstance(o, Literal))
