"""What assistants may ask, as the client of the protocol's own package asks it of the real command."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from mcp import MCPError, StdioServerParameters
from mcp.client.client import Client

from fazhi.kg.assistants.model import model
from fazhi.kg.assistants.questions import ask, list_questions
from fazhi.kg.assistants.reading import LONGEST_PASSAGE, read_passage, reading_text
from fazhi.kg.assistants.rows import LONGEST_ANSWER, MOST_ROWS
from fazhi.kg.assistants.sparql import query
from fazhi.kg.cli import run
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import FZ
from fazhi.queries.catalogue import catalogue

ROOT = Path(__file__).parents[2]
PARK = "启东生命健康产业园"
EVIDENCE = f"https://w3id.org/fazhi/id/text/{PARK}/2023/3cd0ecfe80b7#char=2103,2108"
DRAFT = (ROOT / "examples" / "draft.txt").read_text("utf-8")

#: The tools with arguments that they answer.
GOOD: dict[str, tuple[str, dict[str, Any]]] = {
    "questions": ("list_questions", {}),
    "topic": ("list_questions", {"topic": "counsel"}),
    "ask": ("ask", {"name": "not-in-force", "parameters": {"year": 2023}}),
    "nothing": ("ask", {"name": "not-in-force", "parameters": {"year": "1999"}}),
    "page": ("ask", {"name": "stated-duties", "first": 2, "most": 3}),
    "passage": ("read_passage", {"evidence": EVIDENCE, "around": 1}),
    "place": ("read_passage", {"report": f"{PARK}/2023", "char": "2103,2108", "around": 1}),
    "body": ("find", {"kind": "body", "name": PARK}),
    "alias": ("find", {"kind": "instrument", "name": "中华人民共和国安全生产法"}),
    "near": ("find", {"kind": "instrument", "name": "安全生产发"}),
    "draft": ("check_draft", {"text": DRAFT}),
    "no report": ("check_draft", {"text": "今天天气很好。"}),
    "select": (
        "sparql",
        {"query": "SELECT ?e { ?c a fz:Citation ; fz:mainEvidence ?e } ORDER BY ?e", "most": 2},
    ),
    "yes": ("sparql", {"query": "ASK { ?report a fz:Report }"}),
}
#: What they refuse, and what the one line says.
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {}, "name: Field required"),
    ("ask", {"name": ["counsel"]}, "name: Input should be a valid string"),
    ("ask", {"name": "councel"}, "nearest: counsel"),
    ("ask", {"name": "counsel", "parameter": {"year": 2023}}, "not parameter"),
    ("ask", {"name": "counsel", "parameters": {"town": "x"}}, "it takes body, year"),
    ("ask", {"name": "counsel", "parameters": {"body": "启东经济开发"}}, "nearest: 启东经济开发区"),
    ("ask", {"name": "counsel", "parameters": {"year": "2023' }"}}, "must be a year"),
    ("ask", {"name": "cites-law"}, "cites-law needs law"),
    ("ask", {"name": "counsel", "most": MOST_ROWS + 1}, f"most 1 to {MOST_ROWS}"),
    ("ask", {"name": "counsel", "first": -1}, "first must be 0 or more"),
    ("list_questions", {"topic": "weather"}, "no topic"),
    ("read_passage", {}, "give the IRI of evidence"),
    ("read_passage", {"evidence": "file:///etc/passwd"}, "names no passage"),
    ("read_passage", {"evidence": EVIDENCE.replace("3cd0", "0000")}, "no report"),
    ("read_passage", {"evidence": f"{EVIDENCE}> ?x"}, "names no passage"),
    ("read_passage", {"report": "../../etc/passwd", "char": "0,1"}, "no report"),
    ("read_passage", {"report": f"{PARK}/2023", "char": "5,5"}, "no passage"),
    ("read_passage", {"report": f"{PARK}/2023", "char": f"0,{LONGEST_PASSAGE + 1}"}, "no passage"),
    ("read_passage", {"report": f"{PARK}/2023", "char": "99999998,99999999"}, "no passage"),
    ("read_passage", {"report": f"{PARK}/2023", "char": "9" * 5000}, "must be like 2103,2108"),
    ("read_passage", {"evidence": EVIDENCE, "around": 10**9}, "around must be"),
    ("find", {"kind": "person", "name": "张三"}, "no kind"),
    ("find", {"kind": "body", "name": " "}, "a name has 1 to"),
    ("find", {"kind": "body", "name": "园" * 10_000}, "a name has 1 to"),
    ("check_draft", {"text": ""}, "a draft has 1 to"),
    ("check_draft", {"text": "法" * 300_000}, "a draft has 1 to"),
    ("check_draft", {"text": "a\0b"}, "binary data"),
    ("check_draft", {"text": DRAFT, "year": 1}, "a year is"),
    ("sparql", {"query": "INSERT DATA { <http://a> <http://b> 1 }"}, "would change the store"),
    ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, "SERVICE"),
    ("sparql", {"query": "SELECT * { " + "{" * 20_000}, "the query has"),
    ("sparql", {"query": "SELECT * { " + "{" * 5_000}, "nested"),
    ("sparql", {"query": "SELECT ?s WHERE"}, "ends before it is complete"),
    ("open_file", {"path": "/etc/passwd"}, "Unknown tool"),
]


@pytest.fixture(scope="module")
def session(built: Path) -> dict[str, Any]:
    """All that one assistant gets that starts the command and talks to it by standard input and output."""

    async def talk() -> dict[str, Any]:
        command = [sys.executable, "-m", "fazhi.kg.cli", "mcp", "--store", str(built)]
        async with Client(StdioServerParameters(command=command[0], args=command[1:])) as client:
            got: dict[str, Any] = {"tools": (await client.list_tools()).tools}
            got |= {key: await client.call_tool(*call) for key, call in GOOD.items()}
            got["refused"] = [await client.call_tool(name, given) for name, given, _ in REFUSED]
            resources = (await client.list_resources()).resources
            got["resources"] = {
                unquote(each.uri): (await client.read_resource(each.uri)).contents[0].text
                for each in resources
            }
            assert all(each.uri.isascii() for each in resources)
            got["by its name"] = (await client.read_resource(f"fazhi://report/{PARK}/2023")).contents[0].text
            with pytest.raises(MCPError) as error:
                await client.read_resource("fazhi://report/不存在/2023")
            got["no such report"] = str(error.value)
            return got

    return asyncio.run(talk())


def data_of(session: dict[str, Any], key: str) -> Any:
    assert not session[key].is_error, session[key].content[0].text
    return session[key].structured_content


def test_the_tools_are_described_in_both_languages_and_say_that_they_only_read(session: Any) -> None:
    """And what they answer with, as a schema, to which the client holds each answer."""
    assert {tool.name for tool in session["tools"]} == {call[0] for call in GOOD.values()}
    for tool in session["tools"]:
        assert re.search("[\u4e00-\u9fff].*[A-Za-z]{4}", f"{tool.title}{tool.description}", re.DOTALL)
        assert tool.annotations.read_only_hint
        assert tool.output_schema["properties"]
        for given in tool.input_schema["properties"].values():
            assert given["description"]
    page = (ROOT / "docs" / "programs.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == [tool.name for tool in session["tools"]]
    told = {tool.name: tool.description for tool in session["tools"]}
    assert "不等于没有做" in told["ask"]
    assert "does not mean not done" in told["check_draft"]


def test_questions_are_listed_with_topics_and_parameters(session: Any) -> None:
    found = data_of(session, "questions")["questions"]
    assert [each["name"] for each in found] == list(catalogue())
    of_law = next(each for each in found if each["name"] == "cites-law")
    assert {"citation"} <= set(of_law["topics"])
    assert ("law", "instrument", True) in [
        (p["name"], p["type"], p["required"]) for p in of_law["parameters"]
    ]
    assert "- cites-law：" in session["questions"].content[0].text
    assert {each["name"] for each in data_of(session, "topic")["questions"]} == {
        name for name, each in catalogue().items() if "counsel" in each.tags
    }


def test_an_answer_has_rows_with_labels_sentences_and_iris(session: Any) -> None:
    answer = data_of(session, "ask")
    assert (answer["total"], answer["truncated"], answer["next_first"]) == (1, False, None)
    (row,) = answer["rows"]
    assert row["values"]["law"] == "合同法"
    assert row["iris"]["law"] == "https://w3id.org/fazhi/id/instrument/合同法"
    (sentence,) = row["sentences"]
    assert sentence["evidence"] == EVIDENCE
    assert sentence["words"] == "《合同法》"
    assert sentence["words"] in sentence["text"]
    assert (sentence["body"], sentence["year"]) == (PARK, "2023")
    text = session["ask"].content[0].text
    assert "法律文件：合同法；失效日期：2021-01-01" in text
    assert EVIDENCE in text
    assert "不等于没有做" in text


def test_no_row_is_not_taken_for_not_done(session: Any) -> None:
    assert data_of(session, "nothing")["rows"] == []
    assert "不等于没有发生" in session["nothing"].content[0].text


def test_rows_are_bounded_and_the_rest_can_be_asked_for(session: Any, built: Path) -> None:
    page = data_of(session, "page")
    assert (page["first"], page["next_first"], page["truncated"]) == (2, 5, True)
    whole = ask(built, "stated-duties", {}, most=MOST_ROWS)
    assert [row["values"] for row in page["rows"]] == [row.values for row in whole.rows[2:5]]
    assert (whole.total, whole.truncated, whole.next_first) == (len(whole.rows), False, None)
    assert "first=5" in session["page"].content[0].text


def test_an_answer_is_bounded_in_length_as_well(built: Path) -> None:
    activities = "SELECT ?activity ?evidence { ?activity a fz:Activity ; fz:mainEvidence ?evidence }"
    found = query(built, activities, most=MOST_ROWS)
    assert found.truncated
    assert 50 < len(found.rows) < 190
    assert len(found.in_chinese()) < 2 * LONGEST_ANSWER


def test_every_question_can_be_asked_for_its_example(built: Path) -> None:
    """And shows no evidence in a cell: the sentence stands for it."""
    for each in list_questions().questions:
        given = {p.name: p.default or p.example for p in each.parameters if p.required}
        answer = ask(built, each.name, given, most=2)
        assert answer.in_chinese().startswith(each.title_zh)
        shown = json.dumps([dict(row.values) for row in answer.rows], ensure_ascii=False)
        assert "#char=" not in shown
        assert all(sentence.text and sentence.evidence for row in answer.rows for sentence in row.sentences)


def test_a_passage_is_read_with_what_stands_around_it(session: Any) -> None:
    passage = data_of(session, "passage")
    assert passage == data_of(session, "place")
    assert passage["words"] == "《合同法》"
    assert "大力宣传《消费者权益保护法》《合同法》《劳动法》" in passage["sentences"]
    assert passage["before"] == [
        "园区严格法治建设工作要求，高效推进法治宣传工作，深入开展“八五”普法，以“法律八进”为抓手，广泛深入宣传"
        "宪法和法律，着力做好园区干部、青少年、企业人员、流动人口等重点对象的法治宣传教育工作，全面提升广大群众法治意识。"
    ]
    assert passage["after"] == ["三、存在问题"]
    assert passage["section"].endswith("（三）多渠道拓展法治宣传面")
    assert (passage["body"], passage["year"], passage["file"]) == (
        PARK,
        "2023",
        "qidong-life-health-park-2023.txt",
    )


def test_the_line_of_a_file_that_gave_a_date_can_be_read(built: Path) -> None:
    reports = ask(built, "reports", {}, most=20).rows
    files = [s.evidence for row in reports for s in row.sentences if "/file/" in s.evidence]
    assert files
    assert "2025-03-04" in "".join(read_passage(built, evidence=iri).words for iri in files)


def test_things_are_found_by_name_and_near_names_are_told(session: Any) -> None:
    assert [thing["iri"] for thing in data_of(session, "body")["matches"]] == [
        f"https://w3id.org/fazhi/id/body/{PARK}"
    ]
    (law,) = data_of(session, "alias")["matches"]
    assert (law["name"], law["iri"]) == ("安全生产法", "https://w3id.org/fazhi/id/instrument/安全生产法")
    near = data_of(session, "near")
    assert near["matches"] == []
    assert near["near"][0]["name"] == "安全生产法"
    assert "没有名为“安全生产发”的条目" in session["near"].content[0].text


def test_a_draft_is_checked_with_words_and_articles(session: Any) -> None:
    draft = data_of(session, "draft")
    assert (draft["is_report"], draft["body"], draft["year"]) == (True, "云溪产业园", 2023)
    assert draft["counts"] == {"error": 6, "warning": 2, "note": 0}
    by_code = {each["code"]: each for each in draft["findings"]}
    assert (by_code["FZ101"]["line"], by_code["FZ101"]["words"]) == (11, "《合同法》")
    assert by_code["FZ101"]["words"] in by_code["FZ101"]["sentence"]
    assert "GB/T 9704—2012第7.3.3条" in by_code["FZ309"]["why"]
    rescue = {"law": "安全生产法", "article": "第八十条", "direct": True, "mentioned": False}
    assert any(rescue.items() <= matter.items() for matter in draft["unspoken"])
    assert "不等于没有做" in session["draft"].content[0].text
    assert not data_of(session, "no report")["is_report"]


def test_sparql_rows_have_the_sentences_of_their_evidence(session: Any) -> None:
    rows = data_of(session, "select")
    assert rows["truncated"]
    assert len(rows["rows"]) == 2
    assert all(row["sentences"][0]["words"] in row["sentences"][0]["text"] for row in rows["rows"])
    assert data_of(session, "yes")["rows"][0]["values"] == {"answer": "是"}


def test_only_as_many_rows_of_a_large_answer_are_computed(built: Path) -> None:
    found = query(built, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", most=5)
    assert (len(found.rows), found.truncated) == (5, True)


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_what_is_refused_gets_one_clear_line(session: Any, number: int) -> None:
    _, _, said = REFUSED[number]
    result = session["refused"][number]
    assert result.is_error
    text = result.content[0].text
    assert said in text
    assert "\n" not in text
    assert len(text) < 600
    assert "Traceback" not in text


def test_resources_are_the_model_and_the_reading_texts(session: Any, built: Path) -> None:
    resources = session["resources"]
    text = resources[f"fazhi://report/{PARK}/2023"]
    assert text[2103:2108] == "《合同法》"
    assert text == session["by its name"]
    assert text == reading_text(built, f"https://w3id.org/fazhi/id/report/{PARK}/2023")
    assert len(resources) == 6
    assert resources["fazhi://model"] == model()
    assert "no report" in session["no such report"]


def test_the_model_names_every_class_and_how_to_ask(built: Path) -> None:
    """Its example is a query that the store answers."""
    classes = query(
        built, f'SELECT ?c {{ ?c a owl:Class FILTER(STRSTARTS(STR(?c), "{FZ}")) }}', most=MOST_ROWS
    )
    names = {f"fz:{row.iris['c'].removeprefix(FZ)}" for row in classes.rows}
    assert "fz:Citation" in names
    assert [name for name in names if f"- `{name}` " not in model()] == []
    example = model().split("    SELECT")[1].split("\n\n")[0]
    assert query(built, f"SELECT{example}", most=1).rows


def test_nothing_but_the_protocol_goes_to_standard_output(built: Path) -> None:
    """Whatever libraries say of a faulty line or an unknown method."""
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    lines = [
        {"id": 1, "method": "initialize", "params": hello},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "list_questions", "arguments": {}}},
        {"id": 3, "method": "nonsense"},
    ]
    command = [sys.executable, "-m", "fazhi.kg.cli", "mcp", "--store", str(built)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write("no JSON\n")
        process.stdin.writelines(f"{json.dumps({'jsonrpc': '2.0', **line})}\n" for line in lines)
        process.stdin.flush()
        answers: dict[int, Any] = {}
        while 2 not in answers or 3 not in answers:
            answer = json.loads(process.stdout.readline())
            assert answer["jsonrpc"] == "2.0"
            answers[answer.get("id")] = answer
        process.stdin.close()
        assert process.stdout.read() == ""
        assert "Traceback" not in process.stderr.read()
        assert process.wait(20) == 0
    assert not answers[2]["result"]["isError"]
    assert answers[3]["error"]["code"] == -32601


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "fazhi.kg.cli", "mcp", "--store", str(built), "--http", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        yield process.stderr.readline().strip()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 143


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_over_http_the_answers_are_the_same(address: str, session: Any, mode: str) -> None:
    async def talk() -> tuple[Any, Any]:
        async with Client(address, mode=mode) as client:
            refused = await client.call_tool("ask", {"name": "councel"})
            return await client.call_tool(*GOOD["ask"]), refused

    answer, refused = asyncio.run(talk())
    assert answer.structured_content == session["ask"].structured_content
    assert refused.is_error


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Host": "attacker.example"}, "{}", 421),
        ({"Origin": "http://attacker.example"}, "{}", 403),
        ({}, "{", 400),
        ({}, " " * 5_000_000, 413),
    ],
)
def test_http_from_elsewhere_or_out_of_bounds_is_refused(
    address: str, headers: dict[str, str], body: str, status: int
) -> None:
    connection = http.client.HTTPConnection(address.split("/")[2], timeout=20)
    accepted = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    connection.request("POST", "/mcp", body, accepted | headers)
    assert connection.getresponse().status == status


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--http", "127.0.0.1"], "give PORT or HOST:PORT"),
        (["--http", "127.0.0.1:http"], "give PORT or HOST:PORT"),
        (["--http", "0.0.0.0:8765"], "no name by which clients call this machine"),
        ([], "no store at"),
    ],
)
def test_wrong_use_of_the_command_gets_one_line(
    given: list[str], said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["mcp", "--store", str(tmp_path / "none"), *given]) == 2
    captured = capfd.readouterr()
    assert said in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_without_the_extra_one_line_says_which_to_install(built: Path) -> None:
    program = "import sys; sys.modules['mcp'] = None; from fazhi.kg.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "mcp", "--store", str(built)], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "pip install 'fazhi-kg[assistants]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_text_of_another_report_is_no_passage(built: Path) -> None:
    with pytest.raises(FazhiError, match="no report"):
        read_passage(built, evidence=EVIDENCE.replace(PARK, "启东经济开发区"))
