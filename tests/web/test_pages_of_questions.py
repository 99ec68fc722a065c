"""The pages of the catalogue: each question a form and an answer, as a table and as files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from fazhi.kg.cli import run as command
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store
from fazhi.queries import Result, catalogue, run, table, to_json

from .client import Client
from .reading import Element, read

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
#: Examples that are of no report here.
ELSEWHERE = {"local-law-bases": {}}
EXAMPLES = {
    name: ELSEWHERE.get(name, {parameter.name: parameter.example for parameter in question.parameters})
    for name, question in catalogue().items()
}


@pytest.fixture(scope="module")
def store(built: Path) -> Iterator[GraphStore]:
    """The store that is served."""
    with open_store(built, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def answers(store: GraphStore) -> dict[str, Result]:
    """The answers to all questions with their examples."""
    return {name: run(store.dataset, name, given) for name, given in EXAMPLES.items()}


def address(name: str, language: str = "zh", **given: str) -> str:
    """The address of a question's page, or of its answer as a file."""
    return f"/{language}/question/{name}" + (f"?{urlencode(given)}" if given else "")


def rows(page: Element) -> list[Element]:
    """The rows of the answer."""
    return [row for table in page.all("table") for body in table.all("tbody") for row in body.all("tr")]


def test_every_question_stands_on_the_page_of_questions(server: Client) -> None:
    """With its title and what it tells, in both languages."""
    for language in ("zh", "en"):
        page = read(server.ask(f"/{language}/questions").text)
        links = {link.attributes["href"]: link.text for link in page.all("a")}
        for name, question in catalogue().items():
            assert links[address(name, language)] == question.title[language]
            assert question.description[language] in page.text


def test_a_page_shows_the_rows_of_the_answer(server: Client, answers: dict[str, Result]) -> None:
    """Each with the words and numbers that the command prints, the first fifty of them on the first page."""
    for name, result in answers.items():
        reply = server.ask(address(name, **EXAMPLES[name]))
        assert reply.status == 200, name
        page = read(reply.text)
        shown = table(result)
        found = rows(page)
        assert len(found) == min(50, len(shown.rows)), name
        for row, expected in zip(found, shown.rows, strict=False):
            words = row.text.replace(",", "")
            for column, value in zip(shown.columns, expected, strict=True):
                if value is not None and "://" not in str(value) and column != "locator":
                    assert str(value).replace(",", "") in words, (name, column)
        if len(shown.rows) > 50:
            assert f"共{len(shown.rows)}项" in page.text
        assert not shown.rows or "下载全部" in page.text


def test_a_page_in_english_says_what_has_an_english_name_in_english(server: Client) -> None:
    """Headings, classes, truth values; names of bodies and laws are Chinese."""
    for name, given in EXAMPLES.items():
        reply = server.ask(address(name, "en", **given))
        assert (reply.status, catalogue()[name].title["en"] in unescape(reply.text)) == (200, True), name
    page = read(server.ask(address("counsel", "en")).text)
    assert "Counsel kind" in page.text
    assert {"Legal counsel", "yes"} <= {cell.text.strip() for cell in page.all("td")}
    page = read(server.ask(address("deadlines", "en", date="2024-04-01")).text)
    assert "before 1 March every year" in page.text
    assert "253,700 yuan" in read(server.ask(address("indicator-summary", "en")).text).text


def test_the_json_is_that_of_the_command(server: Client, answers: dict[str, Result]) -> None:
    """For every question, whole."""
    for name, result in answers.items():
        reply = server.ask(address(f"{name}.json", **EXAMPLES[name]))
        assert json.loads(reply.text) == json.loads(to_json(result)), name


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_download_is_what_the_command_writes(
    server: Client, built: Path, tmp_path: Path, form: str
) -> None:
    """Byte for byte, and named for the disk."""
    file = tmp_path / f"answer.{form}"
    assert command(["query", "not-in-force", "-o", str(file), "--store", str(built)]) == 0
    reply = server.ask(address(f"not-in-force.{form}"))
    assert reply.body == file.read_bytes()
    assert f"filename=not-in-force.{form}" in reply.headers["content-disposition"]


def test_a_sentence_leads_to_its_place_in_the_report(server: Client) -> None:
    """And the reader has a place of that name."""
    page = read(server.ask(address("not-in-force")).text)
    (link,) = page.all("figcaption")[0].all("a")
    path, _, fragment = link.attributes["href"].partition("#")
    assert fragment == "char=2103,2108"
    assert page.all("mark")[0].text == "《合同法》"
    assert path == f"/zh/reader/{quote('启东生命健康产业园/2023')}"


def test_things_lead_to_their_pages(server: Client) -> None:
    """Bodies, laws, obligations, reports."""
    for name, kind in (("laws-cited", "law"), ("obligations", "obligation"), ("reports", "reader")):
        page = read(server.ask(address(name, **EXAMPLES[name])).text)
        assert any(
            link.attributes["href"].startswith(f"/zh/{kind}/") for row in rows(page) for link in row.all("a")
        ), name


def test_rows_are_sorted_by_a_column_over_all_pages(server: Client) -> None:
    """Up, and with a hyphen down."""

    def numbers(sort: str) -> list[int]:
        page = read(server.ask(address("most-cited-laws", sort=sort)).text)
        return [int(row.all("td")[-1].text) for row in rows(page)]

    assert numbers("citations") == sorted(numbers("-citations"))
    assert numbers("-citations") == sorted(numbers("-citations"), reverse=True)
    assert server.ask(address("most-cited-laws", sort="nothing", page="9999999999")).status == 200


def test_an_empty_answer_says_why(server: Client) -> None:
    """As on the command line; where a question is asked in words as well."""
    nobody = server.ask(address("no-counsel")).text
    assert "没有这样的报告：各份报告都提到了法律顾问或公职律师。" in nobody
    assert "没有这样的报告" in server.ask(f"/zh/search?q={quote('谁没有法律顾问')}").text
    narrow = server.ask(address("enforcement-cases", body="启东经济开发区")).text
    assert "不限单位有1条。" in narrow


def test_figures_are_drawn_as_bars(server: Client) -> None:
    """With the number at each, where they are in one unit."""
    page = read(server.ask(address("most-cited-laws")).text)
    (chart,) = page.all("ul", class_="bars")
    assert len(chart.all("li")) == 10
    assert "最多" in page.text
    assert not read(server.ask(address("indicator-summary")).text).all("ul", class_="bars")
    one = read(server.ask(address("indicator-summary", indicator="行政处罚立案（查处、办理）件数")).text)
    assert len(one.all("ul", class_="bars")) <= 1


def test_a_form_keeps_what_was_typed_and_offers_names(server: Client) -> None:
    """Those of which there are few."""
    page = read(server.ask(address("cites-law", law="安全生产法", year="2023")).text)
    assert {f.attributes["value"] for f in page.all("input", type="text")} == {"安全生产法", "2023"}
    assert {option.attributes["value"] for option in page.all("option")} == {"2022", "2023", "2024"}
    page = read(server.ask(address("problems")).text)
    assert "启东经济开发区" in {option.attributes["value"] for option in page.all("option")}


def test_an_unknown_name_has_near_ones_beside_the_field(server: Client) -> None:
    """Each a link to the answer about it."""
    reply = server.ask(address("cites-law", law="安全生产法律", year="2023"))
    page = read(reply.text)
    assert reply.status == 400
    (hint,) = page.all("span", id="h-law")
    assert "没有“安全生产法律”" in hint.text
    near = hint.all("a")[0]
    assert near.text == "安全生产法"
    assert len(rows(read(server.ask(near.attributes["href"]).text))) == 2
    english = read(server.ask(address("cites-law", "en", law="安全生产法律")).text)
    assert "did you mean" in english.text


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("problems", {"year": "next"}),
        ("problems", {"body": "没有这个园区\0"}),
        ("in-force-on", {"date": "2023-02-30"}),
        ("problems", {"yaer": "2023"}),
        ("problems", {"body": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")}),
        ("problems", {"body": "x" * 5000}),
    ],
)
def test_what_cannot_be_asked_is_said_on_the_page(server: Client, name: str, given: dict[str, str]) -> None:
    """And of a file in a line."""
    reply = server.ask(address(name, **given))
    assert (reply.status, "✕" in reply.text) == (400, True)
    file = server.ask(address(f"{name}.csv", **given))
    assert (file.status, len(file.text.splitlines())) == (400, 1)


@pytest.mark.parametrize(
    "path",
    ["counsl", "counsel.exe", "counsel.csv.csv", "counsel/x", "..%2fcounsel", "counsel%00", "%ff%fe", ""],
)
def test_what_is_no_question(server: Client, path: str) -> None:
    """Is not found, with the names that are near."""
    reply = server.ask(f"/zh/question/{path}")
    assert reply.status == 404
    assert "没有" in reply.text
    if path == "counsl":
        assert "counsel" in read(reply.text).text


def test_hostile_words_are_text(server: Client) -> None:
    """Of a parameter, in a field and in a message; and no cell of a file is run by a spreadsheet."""
    page = server.ask(address("problems", body='"><script>alert(1)</script>')).text
    assert "<script>alert" not in page
    assert read(page).all("input", type="text")[0].attributes["value"] == '"><script>alert(1)</script>'
    page = server.ask(address("problems", **{"<i>": "1"})).text
    assert "<i>" not in page


def test_the_sparql_of_an_answer_gives_that_answer(server: Client, answers: dict[str, Result]) -> None:
    """The query folded below a table, put to the endpoint."""
    for name in ("deadlines", "in-force-on", "cites-law", "indicator-summary", "obligation-matrix"):
        page = read(server.ask(address(name, **EXAMPLES[name])).text)
        query = page.all("pre")[-1].text
        reply = server.ask(f"/sparql?{urlencode({'query': query})}", Accept="application/sparql-results+json")
        assert len(json.loads(reply.text)["results"]["bindings"]) == len(answers[name].rows), name


def query(server: Client, text: str, language: str = "zh") -> tuple[int, Element]:
    """The page of a query as it is sent without a script."""
    reply = server.ask(f"/{language}/query?{urlencode({'query': text})}")
    return reply.status, read(reply.text)


def test_a_query_is_answered_without_a_script(server: Client) -> None:
    """As a table: our IRIs as links, evidence to its place in the report; the address is the permalink."""
    status, page = query(server, "SELECT ?e ?law { ?c fz:mainEvidence ?e ; fz:instrument ?law } LIMIT 3")
    assert (status, len(rows(page))) == (200, 3)
    links = [link.attributes["href"] for row in rows(page) for link in row.all("a")]
    assert sum(link.startswith("/zh/reader/") and "#char=" in link for link in links) == 3
    assert sum(link.startswith("/zh/law/") for link in links) == 3
    assert [row.text.strip() for row in rows(query(server, "ASK { ?s a fz:Report }", "en")[1])] == ["yes"]
    described = "DESCRIBE <https://w3id.org/fazhi/id/body/启东经济开发区>"
    assert len(rows(query(server, described)[1])) > 3
    status, page = query(server, "SELECT * { ?s ?p ?o }")
    assert (status, len(rows(page))) == (200, 500)
    assert "前500行" in page.text


def test_a_mistake_in_a_query_is_shown_where_it_is(server: Client) -> None:
    """With line and column, and what was written stays in the field."""
    status, page = query(server, "SELECT * {\n  ?s fz:instrument ?o LIMITS 3 }", "en")
    assert status == 400
    (mistake,) = page.all("div", id="mistake")
    assert "line 2, column 23" in mistake.text
    assert page.all("textarea")[0].text.strip() == "SELECT * {\n  ?s fz:instrument ?o LIMITS 3 }"


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a> <b> <c> }",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "(" * 500,
        "</textarea><script>alert(1)</script>",
        "SELECT ?s { ?s ?p '\0' ",
    ],
)
def test_what_is_no_query_is_refused_on_the_page(server: Client, text: str) -> None:
    """And is text there."""
    status, page = query(server, text)
    assert (status, "✕" in page.text) == (400, True)
    assert page.all("textarea")[0].text.strip("\n") == text.strip("\n")
    assert not [script for script in page.all("script") if "alert" in script.text]


def test_a_question_is_an_example_of_a_query(server: Client) -> None:
    """That runs as it stands."""
    page = read(server.ask("/zh/query?example=counsel").text)
    status, page = query(server, page.all("textarea")[0].text)
    assert (status, len(rows(page))) == (200, 6)


def test_questions_of_a_near_name_are_offered(server: Client) -> None:
    """On the page that says that there is none."""
    page = server.ask("/zh/question/not-in-forse")
    assert page.status == 404
    links = [link.attributes["href"] for item in read(page.text).all("li") for link in item.all("a")]
    assert links[0] == "/zh/question/not-in-force"
    assert all(server.ask(address).status == 200 for address in links)


def test_conditions_can_be_cleared_where_there_are_some(server: Client) -> None:
    """Not where all are as they are at first."""

    def offered(path: str) -> bool:
        return "清除条件" in server.ask(f"/zh/{path}").text

    for path in ("bodies", "laws", "obligations", "matrix", "matrix?year=2024&reach=direct"):
        assert not offered(path), path
    for path in ("bodies?year=2023", "laws?q=法", "obligations?reach=reaching", "matrix?year=2023"):
        assert offered(quote(path, safe="?=")), path
