"""The forms of an answer."""

import csv
import io
import json
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Store

from fazhi.ontology.namespaces import FZ, XSD
from fazhi.queries import Question, Result, catalogue, column_names, heading, run, table, to_csv, to_json
from fazhi.queries.results import value

RESULT = Result(
    ("law", "lawLabel", "sentence", "count", "kind"),
    (
        (
            NamedNode("https://w3id.org/fazhi/id/instrument/宪法"),
            Literal("宪法", language="zh"),
            Literal('学习《宪法》,"认真"\n执行'),
            Literal(3),
            NamedNode(FZ + "Plan"),
        ),
        (NamedNode("https://example.org/x"), None, None, None, None),
    ),
)


def test_a_table_shows_labels_or_else_the_iri():
    readable = table(RESULT)

    assert readable.columns == ("law", "sentence", "count", "kind")
    assert readable.rows[0] == ("宪法", '学习《宪法》,"认真"\n执行', 3, FZ + "Plan")
    assert readable.rows[1] == ("https://example.org/x", None, None, None)


def test_a_short_table_has_prefixed_iris():
    rows = table(RESULT, short=True).rows

    assert rows[0][3] == "fz:Plan"
    assert rows[1][0] == "https://example.org/x"


def test_a_label_alone_stays_a_column():
    assert table(Result(("lawLabel",), ((Literal("宪法"),),))).columns == ("lawLabel",)


def test_a_heading_is_chinese_beside_the_name_that_csv_and_json_use():
    assert heading("body") == "单位 body"
    assert heading("lawLabel") == "法律文件 lawLabel"
    assert heading("myOwn") == "myOwn"


@pytest.mark.parametrize("question", catalogue().values(), ids=lambda question: question.name)
def test_every_column_of_every_question_has_a_name_in_both_languages(question: Question):
    unnamed = [
        column for column in _columns(question) if not column_names().get(column, {}).keys() >= {"zh", "en"}
    ]

    assert unnamed == []


def test_no_column_is_named_that_no_question_has():
    shown = {column for question in catalogue().values() for column in _columns(question)}

    # The page or paragraph of the evidence is added to every answer whose reports have such places.
    assert set(column_names()) == shown | {"locator"}


def _columns(question: Question) -> set[str]:
    """The columns of a question, labels counted with what they label."""
    columns = run(Store(), replace(question, parameters=())).columns
    return {column.removesuffix("Label") for column in columns}


def test_csv_reads_back():
    rows = list(csv.reader(io.StringIO(to_csv(RESULT))))

    assert rows == [
        ["law", "sentence", "count", "kind"],
        ["宪法", '学习《宪法》,"认真"\n执行', "3", FZ + "Plan"],
        ["https://example.org/x", "", "", ""],
    ]


def test_json_keeps_iris_beside_labels_and_numbers_as_numbers():
    first, second = json.loads(to_json(RESULT))

    assert first["law"] == "https://w3id.org/fazhi/id/instrument/宪法"
    assert first["lawLabel"] == "宪法"
    assert first["count"] == 3
    assert second["sentence"] is None
    assert "宪法" in to_json(RESULT)


def test_an_empty_answer_keeps_its_head(fixture_store: Store):
    result = run(fixture_store, "reports", {"year": "1999"})

    assert to_csv(result).startswith("body,year,title,")
    assert json.loads(to_json(result)) == []


@pytest.mark.parametrize(
    ("lexical", "datatype", "plain"),
    [
        ("253700.0", "decimal", 253700),
        ("25.37", "decimal", 25.37),
        ("-7", "integer", -7),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("1e3", "double", 1000.0),
        ("2023", "gYear", "2023"),
        ("2024-04-01", "date", "2024-04-01"),
        ("0123", "string", "0123"),
        ("many", "integer", "many"),
    ],
)
def test_literals_become_plain_values(lexical: str, datatype: str, plain: object):
    found = value(Literal(lexical, datatype=NamedNode(XSD + datatype)))

    assert found == plain
    assert type(found) is type(plain)
