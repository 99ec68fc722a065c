"""A user's own SPARQL: every form of query, nothing that writes or leaves the machine."""

import pytest
from pyoxigraph import Store

from fazhi.queries import QueryRefused, QuerySyntaxError, check_query, names_graphs, run_sparql, table


class TestForms:
    def test_select_over_all_graphs_with_the_projects_prefixes(self, fixture_store: Store):
        result = run_sparql(fixture_store, "SELECT ?r { ?r a fz:Report ; dcterms:issued ?d } ORDER BY ?d")

        assert result.columns == ("r",)
        assert len(result.rows) == 3

    def test_ask(self, fixture_store: Store):
        result = run_sparql(fixture_store, "ASK { ?x a fz:LawFirm }")

        assert table(result).columns == ("answer",)
        assert table(result).rows == (("是",),)

    def test_construct_yields_each_triple_once(self, fixture_store: Store):
        text = "CONSTRUCT { ?x a fz:Park } WHERE { ?x a fz:Park ; skos:prefLabel ?name }"
        result = run_sparql(fixture_store, text)

        assert result.columns == ("subject", "predicate", "object")
        assert len(result.rows) == 3

    def test_describe(self, fixture_store: Store):
        firm = "https://w3id.org/fazhi/id/firm/示例律师事务所"

        assert len(run_sparql(fixture_store, f"DESCRIBE <{firm}>").rows) == 2

    def test_prefixes_of_the_query_come_first(self, fixture_store: Store):
        text = "PREFIX fz: <https://example.org/> SELECT ?x { ?x a fz:Report }"

        assert run_sparql(fixture_store, text).rows == ()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . SeRvIcE ?x { ?s ?p ?o } }",
        "ASK { SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
        "ASK { SERVICE# a comment between\n<http://127.0.0.1:9/> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { OPTIONAL { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } } }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
        'SELECT * { ?s ?p "SERVICE" . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
        # What looks like an IRI and a long string is an operator and a comment here.
        'SELECT * { ?s ?p ?o FILTER(?o <#x> """\n ?s) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } # """\n}',
    ],
)
def test_service_is_refused_wherever_it_stands(text: str):
    with pytest.raises(QueryRefused, match="SERVICE would send requests"):
        check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX s: <http://127.0.0.1/> SELECT * { SERVICEs:x { ?s ?p ?o } }",
        r"SELECT * { \u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_service_in_disguise_never_passes(text: str):
    with pytest.raises((QueryRefused, QuerySyntaxError)):
        check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://e.org/> {}" }',
        "SELECT * { ?s ?p '''\nSERVICE <http://e.org/> {}\n''' }",
        "SELECT * { ?s ?p 404 } # SERVICE <http://e.org/> {}",
        "SELECT * { ?s <http://e.org/SERVICE> ?service }",
        "PREFIX service: <http://e.org/> SELECT ?Service { ?service service:service ?Service }",
        'SELECT * { ?s ?p "LOAD <http://e.org/> ; DROP ALL" }',
    ],
)
def test_the_word_alone_is_no_harm(text: str, fixture_store: Store):
    assert run_sparql(fixture_store, text).rows == ()


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("SELECT * { graph ?g { ?s ?p ?o } }", True),
        ("SELECT * FROM <http://e.org/g> { ?s ?p ?o }", True),
        ("ASK FROM NAMED<http://e.org/g>{ GRAPH<http://e.org/g>{ ?s ?p ?o } }", True),
        ('SELECT * { ?from fz:inForceFrom "GRAPH ?g {} from" } # graph', False),
        ("PREFIX graph: <http://e.org/graph/from/> SELECT ?graph { graph:from graph:graph ?graph }", False),
    ],
)
def test_a_query_for_named_graphs_is_told_from_the_words_alone(text: str, does: bool):
    assert names_graphs(text) is does


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "delete where { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "DROP ALL",
        "# first\nPREFIX e: <http://e.org/> # second\nCLEAR DEFAULT",
        "WITH <http://e.org/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(text: str, fixture_store: Store):
    before = len(fixture_store)

    with pytest.raises(QueryRefused, match="would change the store"):
        run_sparql(fixture_store, text)

    assert len(fixture_store) == before


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?a ?b ?c FILTER(<http://e.org/f>(?c)) }",
        "SELECT ?d { ?a ?b ?c BIND(<http://e.org/f>(?c, 1) AS ?d) }",
        "ASK { FILTER NOT EXISTS { ?a ?b ?c FILTER(<http://e.org/f>()) } }",
    ],
)
def test_functions_that_nobody_knows_are_refused_by_name(text: str, fixture_store: Store):
    with pytest.raises(QueryRefused, match=r"the function <http://e\.org/f> is not known"):
        check_query(text)
    with pytest.raises(QueryRefused, match=r"the function <http://e\.org/f> is not known"):
        run_sparql(fixture_store, text)


def test_an_update_behind_a_query_does_not_run(fixture_store: Store):
    before = len(fixture_store)

    with pytest.raises(QuerySyntaxError):
        run_sparql(fixture_store, "SELECT * { ?s ?p ?o } ; DROP ALL")

    assert len(fixture_store) == before


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("SELEC * { ?s ?p ?o }", 1, 1, "SELEC"),
        ("SELECT *\n{ ?s ?p ?o } LIMT 5", 2, 14, "LIMT 5"),
        ("SELECT *\n{\n  ?r x:year ?y\n}", 3, 6, "“x:year” is not declared"),
        ("SELECT * { ?s ?p ?o", 1, 20, "ends before it is complete"),
        ("", 1, 1, "ends before it is complete"),
        ("SELECT * { ?s ?p “名称” }", 1, 12, "“?s ?p “名称” }”"),
    ],
)
def test_a_syntax_error_says_where(text: str, line: int, column: int, says: str):
    with pytest.raises(QuerySyntaxError) as caught:
        check_query(text)

    assert (caught.value.line, caught.value.column) == (line, column)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
