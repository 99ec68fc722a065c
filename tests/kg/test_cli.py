"""The command line as a user meets it: answers on standard output, one line and exit code 2 for mistakes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fazhi.kg.cli import COMMANDS
from fazhi.kg.commands.layout import cells
from fazhi.ontology.record_types import record_types

QIDONG = Path(__file__).parents[2] / "examples" / "reports" / "qidong-life-health-park-2023.txt"


def one_line(err: str) -> bool:
    return err.startswith("fazhi: ") and err.count("\n") == 1


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Files and directories that are no reports."""
    for name, data in {
        "empty.txt": b"",
        "binary.txt": b"\x00\x01\x02\xff" * 100,
        "encoding.txt": b"\x81\x20\xff\xfe\xfd" * 100,
        "latin.rq": b'SELECT * { ?s ?p "\xe9" }',
        "walk.txt": "今天天气很好，我们去公园散步。".encode(),
    }.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "nothing").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "FILES/empty.txt"], ["empty.txt", "empty"]),
        (["build", "FILES/binary.txt"], ["binary.txt", "binary"]),
        (["build", "FILES/encoding.txt"], ["encoding.txt", "encoding"]),
        (["build", "FILES/walk.txt"], ["walk.txt", "法治政府建设情况报告", "--force"]),
        (["build", "FILES/nothing"], ["nothing", "no files of reports (.txt, "]),
        (["build", "FILES/absent"], ["absent", "does not exist"]),
        (["build"], ["--rebuild"]),
        (["build", str(QIDONG), "--base", "here"], ["here"]),
        (["extract", "FILES/empty.txt"], ["empty.txt", "empty"]),
        (["extract", "FILES/absent.txt"], ["absent.txt"]),
        (["explain", "FILES/binary.txt"], ["binary.txt", "binary"]),
        (["explain", str(QIDONG), "-o", "FILES/absent/page.html"], ["page.html"]),
        (["query", "cites-laws"], ["cites-laws", "nearest: cites-law"]),
        (["query", "cites-law"], ["needs law"]),
        (["query", "cites-law", "--law"], ["--law", "value"]),
        (["query", "cites-law", "--law", "安全生产方"], ["安全生产方", "安全生产法"]),
        (["query", "cites-law", "--law", "安全生产法", "--year", "二〇二三"], ["year", "2023"]),
        (["query", "cites-law", "--laws", "安全生产法"], ["laws", "law, year"]),
        (["query", "cites-law", "reports"], ["one question"]),
        (["query", "reports", "--format", "xml"], ["xml", "json"]),
        (["sparql", "SELECT * {\n ?s ?p }"], ["line 2", "column"]),
        (["sparql", "INSERT DATA { <a:a> <a:b> 1 }"], ["INSERT"]),
        (["sparql", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"], ["SERVICE"]),
        (["sparql", "absent.rq"], ["absent.rq"]),
        (["sparql", "FILES/latin.rq"], ["latin.rq", "byte 18", "UTF-8"]),
        (["sparql", "ASK { ?s ?p\n'\udcff' }"], ["line 2", "no text"]),
        (["query", "records-by-rule", "--rule", "\udcff"], ["rule", "no text"]),
        (["view", "启东生命健康产业"], ["启东生命健康产业园"]),
        (["view", "启东生命健康产业园/1999"], ["1999"]),
        (["view", "-o", "FILES/absent/page.html"], ["page.html"]),
        (["export", "-o", "FILES/absent/reports.ttl"], ["reports.ttl"]),
        (["export", "--format", "xml"], ["xml"]),
        (["nonsense"], ["nonsense"]),
        (["build", "--nonsense"], ["--nonsense"]),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_two(fazhi, built, files, arguments, words):
    """What is wrong and where, without a traceback; the store is as it was."""
    before = {file: file.read_bytes() for file in (built / "graphs").rglob("*.nq.zst")}
    arguments = [argument.replace("FILES", str(files)) for argument in arguments]
    store = [] if arguments[0] in {"extract", "explain", "nonsense"} else ["--store", built]
    outcome = fazhi(*arguments, *store)
    assert outcome.code == 2
    assert one_line(outcome.err), outcome.err
    assert all(word in outcome.err for word in words), outcome.err
    assert {file: file.read_bytes() for file in (built / "graphs").rglob("*.nq.zst")} == before


@pytest.mark.parametrize("command", ["query reports", "sparql ASK{?s?p?o}", "view", "export", "validate"])
def test_without_a_store_the_way_to_make_one_is_said(fazhi, tmp_path, command):
    outcome = fazhi(*command.split(), "--store", tmp_path / "absent")
    assert (outcome.code, one_line(outcome.err)) == (2, True)
    assert "fazhi build" in outcome.err
    assert not (tmp_path / "absent").exists()


def test_a_store_that_another_process_writes_is_said_to_be(fazhi, reports, fresh_store, other_writer):
    """The other process keeps the lock; questions are answered all the same, and nothing is lost."""
    store = fresh_store()
    assert fazhi("build", reports, "--store", store).code == 0
    with other_writer(store) as pid:
        refused = fazhi("build", reports, "--store", store)
        answered = fazhi("query", "reports", "--store", store, "--format", "json")
    assert (refused.code, one_line(refused.err)) == (2, True)
    assert str(pid) in refused.err
    assert len(json.loads(answered.out)) == 2


def test_build_tells_what_it_read_and_what_next(fazhi, reports, fresh_store):
    (reports / "broken.txt").write_bytes(b"")
    outcome = fazhi("build", reports, "--store", fresh_store())
    assert outcome.code == 0
    assert "added 新增 2" in outcome.out
    counts = re.findall(r" (\d+) +(\d+)$", outcome.out, re.MULTILINE)
    assert counts[0] == ("2", "2")
    assert len(counts) == len(record_types())
    assert all(int(read) >= int(stored) for read, stored in counts)
    assert any(read != stored for read, stored in counts), "what is stated twice is one fact"
    assert "broken.txt" in outcome.out
    assert "fazhi query" in outcome.out


def test_build_gives_its_summary_as_json(fazhi, reports, tmp_path):
    summary = json.loads(fazhi("build", reports, "--store", tmp_path / "store", "--json").out)
    assert len(summary["added"]) == 2
    assert summary["records"]["report"] == 2


def test_extract_prints_one_object_a_line_with_exact_spans(fazhi):
    lines = [json.loads(line) for line in fazhi("extract", QIDONG).out.splitlines()]
    assert [record["type"] for record in lines].count("report") == 1
    assert all(len(record["text"]) == record["end"] - record["start"] for record in lines)
    assert any(record.get("instrument", "").endswith("/消费者权益保护法") for record in lines)


def test_query_without_a_name_lists_the_questions(fazhi):
    outcome = fazhi("query")
    assert "cites-law" in outcome.out
    assert "--law" in outcome.out
    assert {question["name"] for question in json.loads(fazhi("query", "--format", "json").out)} >= {
        "cites-law"
    }


@pytest.mark.parametrize("width", [60, 100])
def test_the_list_of_questions_fits_the_terminal_by_topic(fazhi, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = fazhi("query", "--lang", "zh").out.splitlines()
    assert max(map(cells, lines)) <= width
    assert lines.index("普法宣传日:") < lines.index("计划:")
    assert "  counsel            法律顾问和律师事务所" in lines


def test_a_question_tells_what_it_answers_and_takes(fazhi, built, tmp_path):
    """Examples are taken from the store, else from the catalogue."""
    told = fazhi("query", "observes-day", "--help", "--store", built, "--lang", "zh").out
    assert told.startswith("用法： fazhi query observes-day --day 宣传日 ")
    assert "国际禁毒日" in told
    assert "必需" in told
    assert "单位、年度、" in told
    example = next(line for line in told.splitlines() if line.startswith("  fazhi query")).split()
    assert fazhi(*example[1:], "--store", built).code == 0
    assert "国际消费者权益日" in fazhi("query", "observes-day", "-h", "--store", tmp_path / "absent").out
    assert fazhi("query", "observes-days", "--help").code == 2


@pytest.mark.parametrize("parameter", [["--park", "启东经济开发区"], ["--body=启东经济开发区"]])
def test_parameters_are_options(fazhi, built, parameter):
    outcome = fazhi("query", "laws-cited", *parameter, "--store", built, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert {row["body"] for row in rows} == {"启东经济开发区"}


def test_the_five_reports_answer_who_cites_a_law(fazhi, built):
    outcome = fazhi("query", "cites-law", "--law", "安全生产法", "--store", built, "--format", "json")
    assert {row["bodyLabel"] for row in json.loads(outcome.out)} >= {"启东经济开发区", "甘眉工业园区南区"}


def test_an_answer_without_rows_says_so_on_standard_error(fazhi, built):
    outcome = fazhi("query", "cites-law", "--law", "安全生产法", "--year", "1999", "--store", built)
    assert (outcome.code, outcome.out) == (0, "")
    assert "the store has reports on 2022, 2023, 2024" in outcome.err


def test_sparql_takes_text_file_and_standard_input(fazhi, built, tmp_path, monkeypatch):
    query = "SELECT (COUNT(*) AS ?n) { ?report a fz:Report ; fz:readingText ?text }"
    (tmp_path / "count.rq").write_text(query, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(query.encode())))
    for source in (query, tmp_path / "count.rq", "-"):
        assert fazhi("sparql", source, "--store", built, "--format", "csv").out.split() == ["n", "5"]


def test_a_query_for_named_graphs_is_told_where_they_are(fazhi, built):
    outcome = fazhi("sparql", "SELECT * { GRAPH ?g { ?s a fz:Report } }", "--store", built)
    assert (outcome.code, outcome.out) == (0, "")
    assert "fazhi export --all -o graphs.trig" in outcome.err
    assert fazhi("sparql", "ASK { ?graph a fz:Report }", "--store", built).err == ""


def test_view_and_explain_write_pages(fazhi, built, tmp_path):
    assert fazhi("view", "启东生命健康产业园", "-o", tmp_path / "park.html", "--store", built).code == 0
    assert fazhi("explain", QIDONG, "-o", tmp_path / "report.html").code == 0
    assert "东晋律师事务所" in (tmp_path / "park.html").read_text(encoding="utf-8")
    assert "东晋律师事务所" in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_both_languages_with_an_example(fazhi, command):
    outcome = fazhi(command, "--help")
    assert outcome.code == 0
    assert "Example 示例" in outcome.out
    assert f"fazhi {command}" in outcome.out


def test_help_imports_nothing_heavy():
    """What makes a start slow is imported by the commands that need it."""
    heavy = ["spacy", "rdflib", "owlready2", "pyshacl", "pyvis", "networkx", "pyoxigraph", "rich"]
    program = (
        "import sys; from fazhi.kg.cli import run; run(['--help'])\n"
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_output_is_utf8_in_any_locale(built):
    """Also where the locale knows no Chinese."""
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    command = [sys.executable, "-m", "fazhi.kg.cli", "query", "reports", "--store", str(built)]
    done = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert "启东生命健康产业园" in done.stdout.decode("utf-8")


def test_a_build_is_complete_though_nobody_reads_its_summary(fazhi, reports, tmp_path):
    """As in ``fazhi build | head -1``."""
    command = [
        sys.executable,
        "-m",
        "fazhi.kg.cli",
        "build",
        str(reports),
        "--store",
        str(tmp_path / "store"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
    answer = fazhi("query", "reports", "--store", tmp_path / "store", "--format", "json")
    assert len(json.loads(answer.out)) == 2


def test_a_closed_pipe_is_no_error(built):
    """As in ``fazhi export | head``."""
    command = [sys.executable, "-m", "fazhi.kg.cli", "export", "--store", str(built)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
