"""Reports, file names, sidecars and parameters that try to be code: what comes out is text, everywhere."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import random
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import rdflib
import yaml
from pyoxigraph import NamedNode, RdfFormat, parse

from fazhi.extractors import read_file
from fazhi.kg.cli import run
from fazhi.kg.output.matrix import matrix_of, told_of
from fazhi.kg.output.parts import report_graphs
from fazhi.kg.output.validation import violations
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import NIF, SKOS
from fazhi.ontology.own_register import read_own_register
from fazhi.ontology.spreadsheets import guarded, unguarded
from fazhi.queries import catalogue
from fazhi.viz.matrix import matrix_page

pytestmark = pytest.mark.torture

#: What each is an attempt at, by name. Each stands in a title, an issuer, names, sentences and file names.
PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "end of script": "</script><script>alert(1)</script>",
    "element": "<img src=x onerror=alert(1)>",
    "attribute": "\" onmouseover=\"alert(1)\" x='",
    "single quote": "' autofocus onfocus='alert(1)",
    "comment": "<!--<script>-->",
    "style": "</style><style>*{background:url(http://x.example)}",
    "entity": "&lt;b&gt;&#60;i&#62;&amp;",
    "script address": "javascript:alert(1)",
    "template": "{{ 7*7 }}{% raw %}${7*7}#{7*7}",
    "literal": '" . <http://x.example/s> <http://x.example/p> "o',
    "long literal": "\"\"\" . fz:x fz:y '''z",
    "address": "> <http://x.example/p> <http://x.example/o> .",
    "prefix": "@prefix fz: <http://x.example/> .",
    "escape of N-Triples": "\\u003e\\U0001F600\\",
    "JSON": '"}],"@context":"http://x.example",{"a":["',
    "SPARQL": '} ; DROP ALL ; INSERT DATA { <a:a> <a:b> "c" }',
    "second SPARQL": '") } #',
    "YAML": "!!python/object/apply:os.system ['true']",
    "YAML alias": "&a [*a, *a]: - x",
    "Markdown": "[看](http://x.example) ![x](http://x.example/i.png) `x` | x |",
    "SARIF": "{0} [看](0) $schema",
    "rich": "[red]红[/red] [link=http://x.example]看[/link] [/] :smile:",
    "formula": "=HYPERLINK(\"http://x.example\",\"看\")",
    "command": "=cmd|' /C calc'!A0",
    "sum": "+1+1",
    "at": "@SUM(1,1)",
    "wide formula": "＝1＋1",
    "shell": "$(true) `true` ; true | true",
    "format": "%s%n{}{0.__class__}",
    "path": "法\\..\\..\\etc",
    "colour": "\x1b[31m红\x1b[0m",
    "title": "\x1b]0;x\x07",
    "clipboard": "\x1b]52;c;cm0=\x07",
    "link": "\x1b]8;;http://x.example\x07看",
    "eight bits": "\x9b31m\x9d0;x\x9c",
    "back": "好\b\b坏\r坏",
    "override": "法\u202e治\u202c\u2066x\u2069\u061c\u200f",
    "no width": "法\u200b治\u200d\u2060\ufeff",
    "separators": "法\u2028治\u2029x\x85y",
    "tags": "法\U000e0041\U000e007f",
    "end of string": "法%00\\0\\x00␀治",
    "delete": "法\x7f治",
}  # fmt: skip
#: The categories of what a terminal obeys or a reader cannot see.
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
#: A report with the payload wherever words are taken from.
REPORT = """{0}2023年度法治政府建设情况报告

2023年，{0}园区深入学习贯彻习近平法治思想，现将情况报告如下。

一、{0}主要工作

（一）{0}。落实《{0}法治建设规划（2016—2020年）》，组织学习《{0}管理办法》《中华人民共和国{0}法》《合同法》，开展“{0}”宪法日宣传活动3场次，发放{0}资料21份。
（二）聘请{0}律师事务所的律师为法律顾问，成立以{0}主任为组长的法治建设领导小组。
（三）对{0}立案21起，罚款25.37万元；{0}共办理行政处罚18件。

二、存在问题

一是{0}法治意识不强。二是{0}执法力量不足。

三、下一步打算

一是加强{0}普法宣传。二是完善{0}制度。
"""
#: Text with more control characters than one in fifty bytes is taken for no text at all.
PLAIN = "园区按照法治政府建设要求，稳步推进各项工作，群众满意度不断提高。" * 16
FORMATS = (
    {"ttl": RdfFormat.TURTLE, "nq": RdfFormat.N_QUADS},
    {"trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD},
)
QIDONG_PARK = "启东生命健康产业园"
QIDONG = Path(__file__).parents[2] / "examples" / "reports" / "qidong-life-health-park-2023.txt"

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def fazhi(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run a command in this process; nothing that it prints may be hidden, or its own fault."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert hidden(err) == set(), arguments
        assert "internal error" not in out + err, (arguments, out, err)
        assert code in {0, 1, 2}, (arguments, err)
        return code, out, err

    return call


def hidden(text: str) -> set[str]:
    return {character for character in text if unicodedata.category(character) in HIDDEN} - {"\n"}


def unspaced(text: str) -> str:
    return "".join(text.split())


def file_name(payload: str) -> str:
    return payload.replace("/", "∕").strip(".")[:40] + ".txt"


def write_report(folder: Path, payload: str) -> Path:
    """The report with the payload, under its name, with a sidecar that gives it as issuer."""
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / file_name(payload)
    report.write_text(REPORT.replace("{0}", payload) + PLAIN, encoding="utf-8", newline="")
    sidecar = report.with_name(report.name + ".yaml")
    sidecar.write_text(yaml.safe_dump({"issuer": payload + "委员会", "year": 2023}), encoding="utf-8")
    return report


@dataclass(frozen=True)
class Built:
    """The hostile reports, the store of them, and what ``build`` printed of it."""

    reports: list[Path]
    folder: Path
    store: Path
    out: str


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Reports with the payloads, a real one, files that are no reports, and sidecars that give nothing."""
    folder = tmp_path_factory.mktemp("hostile") / "in"
    reports = [write_report(folder, payload) for payload in PAYLOADS.values()]
    (folder / QIDONG.name).write_bytes(QIDONG.read_bytes())
    for number, payload in enumerate(PAYLOADS.values()):
        (folder / f"{number}{file_name(payload)}").write_text(payload, encoding="utf-8")
        (folder / f"{number}.txt").write_bytes(QIDONG.read_bytes())
        (folder / f"{number}.txt.yaml").write_text(f"issuer: {payload}\nyear: {payload}\n", encoding="utf-8")
    store = folder.parent / "store"
    with redirect_stdout(io.StringIO()) as out:
        assert run(["build", str(folder), "--store", str(store)]) == 0
    return Built(reports, folder, store, out.getvalue())


@pytest.fixture
def store(built: Built) -> Path:
    return built.store


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes, its scripts, and what it would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[tuple[str, str]] = set()
        self.scripts: list[str] = []
        self.loaded: set[str] = set()
        self._in = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in = tag
        self.elements |= {(tag, name) for name, _ in [("", ""), *attrs]}
        self.loaded |= {
            value or ""
            for name, value in attrs
            if name in {"src", "href", "srcset", "action", "data", "poster"}
            and not (value or "").startswith("#")
        }
        self.loaded |= {v or "" for name, v in attrs if name == "style" and "url" in (v or "")}
        if tag == "script" and dict(attrs).get("id") != "data":
            self.scripts.append("")
            self._in = "code"

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "code":
            self.scripts[-1] += data


def assert_only_text_was_added(page: Path, harmless: Path) -> Any:
    """The page has the elements, attributes and scripts of a harmless one; gives the data that it carries."""
    found, wanted = (Elements(path.read_text(encoding="utf-8")) for path in (page, harmless))
    assert found.elements <= wanted.elements, found.elements - wanted.elements
    assert found.scripts == wanted.scripts
    assert found.loaded <= wanted.loaded
    text = page.read_text(encoding="utf-8")
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert data
    return json.loads(data[1])


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The marked page of a report with plain words in place of the payload."""
    folder = tmp_path_factory.mktemp("harmless")
    assert run(["explain", str(write_report(folder, "启东甲乙")), "-o", str(folder / "page.html")]) == 0
    return folder / "page.html"


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_report_is_read_and_shown_as_text(name: str, tmp_path: Path, fazhi: Call, harmless: Path) -> None:
    """extract, explain and check, in every form."""
    report = write_report(tmp_path / "in", PAYLOADS[name])
    _, out, _ = fazhi("extract", report)
    assert hidden(out) == set()
    records = [json.loads(line) for line in out.splitlines()]
    text = read_file(report).text
    assert [record["text"] for record in records] == [text[r["start"] : r["end"]] for r in records]

    fazhi("explain", report, "-o", tmp_path / "page.html")
    data = assert_only_text_was_added(tmp_path / "page.html", harmless)
    assert [row["text"] for row in data["records"]] == [record["text"] for record in records]

    _, out, _ = fazhi("check", report, "--lang", "en")
    assert hidden(out) == set()
    _, out, _ = fazhi("check", report, "--no-summary")
    assert hidden(out) == set()
    # A finding is one line for its place, two of the sentence, why, what to do.
    lines = out.splitlines()
    assert len(lines) % 5 == 0
    # A text that begins with an element is read as a web page, of which nobody sees the lines.
    assert all(re.search(r": FZ\d{3} ", line) for line in lines[::5])
    _, out, _ = fazhi("check", report, "--json")
    assert hidden(out) == set()
    found = json.loads(out)
    _, out, _ = fazhi("check", report, "--sarif")
    (sarif,) = json.loads(out)["runs"]
    assert len(sarif["results"]) == len(found)
    # FZ106 repeats the title of a plan. No message has a link: brackets are escaped as SARIF 3.11.6 has it.
    assert any(finding["code"] == "FZ106" for finding in found)
    assert not any(
        re.search(r"(?<!\\)\[[^\]]*\]\(", result["message"]["text"]) for result in sarif["results"]
    )


@pytest.mark.rounds(1)
def test_the_graph_has_each_text_exactly(seed: int, built: Built, tmp_path: Path, fazhi: Call) -> None:
    """Read by two libraries; nothing that a payload states is a statement. Two rounds take all forms."""
    texts = {read_file(report).text for report in (*built.reports, QIDONG)}
    # Names are kept without the space in them.
    issuers = {unspaced(payload) + "委员会" for payload in PAYLOADS.values()}
    statements = []
    for suffix, form in FORMATS[seed % 2].items():
        file = tmp_path / f"export.{suffix}"
        assert fazhi("export", "-o", file, "--store", built.store)[0] == 0
        triples = {quad.triple for quad in parse(file.read_bytes(), form)}
        literals = {t.object.value for t in triples if t.predicate.value == NIF + "isString"}
        labels = {unspaced(t.object.value) for t in triples if t.predicate.value == SKOS + "prefLabel"}
        assert literals == texts
        assert issuers <= labels
        terms = {
            term.value
            for triple in triples
            for term in (triple.subject, triple.predicate, triple.object)
            if isinstance(term, NamedNode)
        }
        assert [term for term in terms if term.startswith(("http://x.example", "a:"))] == []
        statements.append({str(triple) for triple in triples})
    assert statements[0] == statements[1]
    if "nq" in FORMATS[seed % 2]:
        # rdflib takes a minute for all of it; it reads the texts as triples.
        lines = (tmp_path / "export.nq").read_bytes().split(b"\n")
        triples_of_texts = [
            line.rpartition(b" <")[0] + b" ." for line in lines if b"nif-core#isString" in line
        ]
        read = rdflib.Graph().parse(data=b"\n".join(triples_of_texts) + b"\n", format="nt")
        assert {str(text) for text in read.objects()} == texts


def test_annotations_are_json(store: Path, tmp_path: Path, fazhi: Call) -> None:
    for suffix in ("jsonl", "json"):
        assert fazhi("export", "--annotations", "-o", tmp_path / f"a.{suffix}", "--store", store)[0] == 0
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_bytes().split(b"\n")[:-1]]
    page = json.loads((tmp_path / "a.json").read_bytes())
    assert len(lines) == len(page["items"]) > len(PAYLOADS)
    assert {line["@context"] for line in lines} == {"http://www.w3.org/ns/anno.jsonld"}


def test_pages_of_the_graph_have_text_only(store: Path, tmp_path: Path, fazhi: Call) -> None:
    """As those of the real report alone."""
    graph, real_graph, matrix, real_matrix = (tmp_path / f"{name}.html" for name in "abcd")
    for what, page in (("all", graph), (f"{QIDONG_PARK}/2023", real_graph), ("matrix", matrix)):
        assert fazhi("view", what, "-o", page, "--store", store)[0] == 0
    with open_store(store, read_only=True) as opened:
        all_of_it = matrix_of(opened)
        told = told_of(opened, [column.key for column in all_of_it.columns])
    real = [n for n, column in enumerate(all_of_it.columns) if column.name == QIDONG_PARK]
    alone = replace(
        all_of_it,
        columns=[all_of_it.columns[n] for n in real],
        cells=[all_of_it.cells[n] for n in real],
    )
    real_matrix.write_text(matrix_page(alone, told, title="真"), encoding="utf-8")
    assert_only_text_was_added(graph, real_graph)
    assert_only_text_was_added(matrix, real_matrix)


@pytest.mark.rounds(1)
def test_answers_show_words_and_run_nothing(seed: int, store: Path, fazhi: Call) -> None:
    """Every question, over all hostile reports. Three rounds give each in each form."""
    for number, question in enumerate(catalogue().values()):
        form = ("table", "csv", "json")[(number + seed) % 3]
        given = [f"--{p.name}={p.example}" for p in question.parameters if p.required]
        code, out, _ = fazhi("query", question.name, *given, "--format", form, "--store", store)
        if code:
            continue  # These reports lack what the parameter names.
        if form == "csv":
            rows = list(csv.reader(io.StringIO(out, newline=""), strict=True))
            assert all(len(row) == len(rows[0]) for row in rows), question.name
            assert all(guarded(cell) == cell or cell.startswith("'") for row in rows for cell in row)
        else:
            assert hidden(out) == set(), question.name
        if form == "json":
            json.loads(out)


def test_a_query_of_ones_own_shows_words(store: Path, fazhi: Call) -> None:
    query = "SELECT ?text { ?x <" + NIF + "isString> ?text }"
    _, table, _ = fazhi("sparql", query, "--store", store)
    assert hidden(table) == set()
    assert "[red]红[/red]" in table
    assert ":smile:" in table
    _, out, _ = fazhi("sparql", query, "--format", "csv", "--store", store)
    cells = [row[0] for row in csv.reader(io.StringIO(out, newline=""), strict=True)][1:]
    _, out, _ = fazhi("sparql", query, "--format", "json", "--store", store)
    found = [row["text"]["value"] for row in json.loads(out)["results"]["bindings"]]
    assert [unguarded(cell) for cell in cells] == found


def test_the_table_to_fill_in_is_harmless_and_read_back(store: Path, tmp_path: Path, fazhi: Call) -> None:
    """Titles are had back as they were, or refused in one line where they hold what no title may."""
    file = tmp_path / "own.csv"
    assert fazhi("register", "-o", file, "--store", store)[0] == 0
    with file.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = list(csv.reader(stream, strict=True))
    assert rows
    assert all(len(row) == len(header) for row in rows)
    assert all(guarded(cell) == cell or cell.startswith("'") for row in rows for cell in row)
    for row in rows:
        out = io.StringIO(newline="")
        csv.writer(out).writerows([header, [row[0], "政策文件", *row[2:]]])
        file.write_text(out.getvalue(), encoding="utf-8", newline="")
        with suppress(FazhiError):
            (own,) = read_own_register(file).instruments.values()
            assert own.title == unguarded(row[0]).strip()


#: Where a payload is a parameter, or stands in a query.
PARAMETERS = (
    ["query", "cites-law", "--law={0}"],
    ["query", "reports", "--year={0}"],
    ["query", "laws-cited", "--body={0}"],
    ["query", "{0}"],
    ["query", "reports", "--{0}", "x"],
    ["view", "{0}", "-o", "/dev/null"],
    ["sparql", "SELECT * {{ ?s ?p {0} }}"],
    ["sparql", "x {0}"],
    ["validate", "--{0}"],
    ["check", "--explain", "{0}"],
    ["check", "--ignore", "{0}", "x"],
    ["extract", "{0}"],
    ["export", "--format", "{0}"],
)


@pytest.mark.rounds(4)
def test_a_parameter_is_a_value(seed: int, store: Path, fazhi: Call) -> None:
    """Found, or refused in one line; never carried out. Thirteen rounds give each payload to each command."""
    for number, payload in enumerate(PAYLOADS.values()):
        command = PARAMETERS[(number + seed) % len(PARAMETERS)]
        arguments = [word.replace("{0}", payload) for word in command]
        code, out, err = fazhi(*arguments, "--store", store)
        assert hidden(out) == set(), (seed, arguments)
        assert code == 0 or err.count("\n") == 1, (seed, arguments, err)
    out = fazhi("query", "reports", "--store", store, "--format", "json")[1]
    assert len({row["body"] for row in json.loads(out)}) == len(PAYLOADS) + 1


def test_files_that_are_no_reports_are_named_with_their_reason(built: Built, fazhi: Call) -> None:
    """One line each, whatever the name; a sidecar is data, or refused."""
    assert hidden(built.out) == set()
    skipped = [line for line in built.out.splitlines() if line.startswith("skipped 跳过: ")]
    assert len(skipped) == 2 * len(PAYLOADS)
    _, out, _ = fazhi("build", built.folder, "--store", built.store, "--json")
    assert hidden(out) == set()
    assert len(json.loads(out)["skipped"]) == 2 * len(PAYLOADS)


def test_the_progress_bar_shows_names(built: Built, tmp_path: Path) -> None:
    """In a terminal, where the bar itself moves the cursor but no name does."""
    name = "\x1b]52;c;cm0=\x07[red]红\u202e.txt"
    (tmp_path / name).write_text("今天天气很好。", encoding="utf-8")
    command = [sys.executable, "-m", "fazhi.kg.cli", "build", tmp_path / name, "--store", built.store]
    reader, terminal = pty.openpty()
    with subprocess.Popen(command, stdout=terminal, stderr=terminal) as process:
        os.close(terminal)
        sent = b""
        with suppress(OSError):  # The other end is closed.
            while piece := os.read(reader, 10_000):
                sent += piece
    os.close(reader)
    assert process.returncode == 2
    assert b"\x1b]52" not in sent
    assert b"\x07" not in sent
    assert "\u202e".encode() not in sent
    assert rb"\x1b]52;c;cm0=\x07[red]" in sent.replace(b"\r\n", b"")


def test_scores_show_words(built: Built, tmp_path: Path, fazhi: Call) -> None:
    for number, report in enumerate(built.reports[::8]):
        name = f"{number}{report.stem}"
        (tmp_path / f"{name}.txt").write_bytes(report.read_bytes())
        words = read_file(report).source_text.split("\n")[0]
        gold = {"type": "report", "text": "".join(words.split())[:8], "title": report.stem, "year": 2022}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    for form in ([], ["--json"]):
        _, out, _ = fazhi("evaluate", tmp_path, "--show", "all", *form)
        assert hidden(out) - {"\t"} == set()


@pytest.mark.rounds(1)
def test_the_graphs_are_valid(seed: int, store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As the shapes have it, and no library prints what it read. Ten rounds take every report."""
    with open_store(store, read_only=True) as opened:
        assert violations(opened, *report_graphs(opened)[seed::10]) == []
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


@pytest.mark.rounds(10)
def test_payloads_cut_up_and_put_together(seed: int, tmp_path: Path, fazhi: Call, harmless: Path) -> None:
    """Pieces of several payloads, one after the other."""
    random_ = random.Random(seed)
    pieces = random_.choices([*PAYLOADS.values(), "法", "《", "》", "\n", "。", "“"], k=6)
    payload = "".join(piece[: random_.randint(1, len(piece))] for piece in pieces)
    report = write_report(tmp_path / "in", payload)
    for arguments in (["extract", report], ["check", report], ["check", "--json", report]):
        _, out, _ = fazhi(*arguments)
        assert hidden(out) == set(), f"seed {seed}"
    fazhi("explain", report, "-o", tmp_path / "page.html")
    assert_only_text_was_added(tmp_path / "page.html", harmless)
