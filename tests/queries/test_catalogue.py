"""Every question is well described, parses in both engines and runs with its examples."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Store
from rdflib.plugins.sparql import prepareQuery

from fazhi.queries import CatalogueError, Question, catalogue, check_query, run
from fazhi.queries.catalogue import read_question

QUESTIONS = list(catalogue().values())
CHINESE = re.compile(r"[\u4e00-\u9fff]")

HEADER = """\
#+ title:
#+   zh: 题目
#+   en: Title
#+ description: {zh: 说明, en: Text}
#+ tags: [citation]
#+ parameters:
#+   - name: law
#+     type: instrument
#+     required: true
#+     example: 安全生产法
#+     description: {zh: 法律, en: Law}
SELECT ?law WHERE { ?law ?p ?o }
"""


def test_there_are_at_least_thirty_questions():
    assert len(QUESTIONS) >= 30


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
class TestEachQuestion:
    def test_its_name_is_kebab_case(self, question: Question):
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", question.name)

    def test_it_says_in_both_languages_what_it_answers(self, question: Question):
        texts = [question.title, question.description, *(p.description for p in question.parameters)]

        assert all(CHINESE.search(text["zh"]) for text in texts)
        assert not any(CHINESE.search(text["en"]) for text in texts)
        assert question.tags

    def test_it_is_sparql_1_1_and_stays_in_its_store(self, question: Question):
        check_query(question.text)
        prepareQuery(question.text)

    def test_its_parameters_are_columns(self, question: Question):
        columns = run(Store(), _unbound(question)).columns

        assert {parameter.name for parameter in question.parameters} <= set(columns)

    def test_it_runs_with_its_examples(self, question: Question, demo_store: Store):
        every = {parameter.name: parameter.example for parameter in question.parameters}
        required = {p.name: p.example for p in question.parameters if p.required}

        narrow = run(demo_store, question, every)
        wide = run(demo_store, question, required)

        assert set(narrow.rows) <= set(wide.rows)

    def test_it_yields_no_row_twice(self, question: Question, demo_store: Store):
        required = {p.name: p.example for p in question.parameters if p.required}

        rows = run(demo_store, question, required).rows

        assert len(rows) == len(set(rows))


def test_the_whole_file_is_kept_as_text(tmp_path: Path):
    path = tmp_path / "some-law.rq"
    path.write_text(HEADER, encoding="utf-8")

    question = read_question(path)

    assert question.name == "some-law"
    assert question.text == HEADER
    assert question.title == {"zh": "题目", "en": "Title"}
    assert question.parameters[0].example == "安全生产法"


@pytest.mark.parametrize(
    ("written", "instead", "line", "says"),
    [
        ("#+   zh: 题目\n", "", 1, "zh is missing"),
        ("#+   en: Title\n", "#+   en:\n", 3, "en must be a text"),
        ("#+ tags: [citation]\n", "", 1, "tags is missing"),
        ("#+ tags: [citation]\n", "#+ tags: citation\n", 5, "tags must be a list"),
        ("#+ tags: [citation]\n", "#+ tags: [citation\n", 6, "not YAML"),
        ("#+ tags: [citation]\n", "#+ tags: [citation]\n#+ endpoint: x\n", 6, "endpoint is not known"),
        ("name: law\n", "name: act\n", 7, "act is no variable"),
        ("type: instrument\n", "type: law\n", 8, "type law is none of instrument, body"),
        ("required: true\n", "required: maybe\n", 9, "required must be true or false"),
        ("example: 安全生产法\n", "example: 2023\n", 10, "put it in quotes"),
        ("example: 安全生产法\n", "example: 安全生产法\n#+     default: 2023\n", 11, "default must be"),
        ("description: {zh: 法律, en: Law}", "description: Law", 11, "here must be en, zh"),
    ],
)
def test_a_broken_header_is_an_error_that_names_file_and_line(
    tmp_path: Path, written: str, instead: str, line: int, says: str
):
    path = tmp_path / "broken.rq"
    assert written in HEADER
    path.write_text(HEADER.replace(written, instead, 1), encoding="utf-8")

    with pytest.raises(CatalogueError) as error:
        read_question(path)

    message = str(error.value)
    assert message.startswith(f"{path}:{line}: ")
    assert says in message
    assert "\n" not in message


def test_a_limit_is_one_less_than_the_query_has(tmp_path: Path):
    path = tmp_path / "broken.rq"
    path.write_text(HEADER.replace("#+ tags", "#+ limit: 7\n#+ tags", 1), encoding="utf-8")

    with pytest.raises(CatalogueError, match="limit must be a number of reports"):
        read_question(path)


def test_a_file_without_a_header_is_an_error(tmp_path: Path):
    path = tmp_path / "bare.rq"
    path.write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"bare\.rq:1: here must be description, parameters"):
        read_question(path)


def _unbound(question: Question) -> Question:
    return Question(question.name, question.title, question.description, (), question.tags, question.text)
