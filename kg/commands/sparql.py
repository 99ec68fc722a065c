"""``fazhi sparql``: run your own SPARQL query."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.output import write_output
from fazhi.kg.commands.shared import (
    FILE_FORMS,
    form_asked,
    of_query,
    store_option,
    timeout_option,
)
from fazhi.kg.commands.terminal import complain, shown_in_json
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import both

if TYPE_CHECKING:
    from fazhi.queries.results import Result

TURTLE = "turtle"
#: Suffixes of files besides those of all answers, and their forms.
_SUFFIXES = {".ttl": TURTLE}
NO_GRAPHS = both(
    "the store has no named graphs, so GRAPH and FROM find nothing: "
    "export it (fazhi export --all -o graphs.trig) and ask that file",
    "存储不分图，GRAPH 和 FROM 查不到内容：请导出（fazhi export --all -o graphs.trig）后查询该文件",
)


@bilingual.command(
    help=both(
        "Run a SPARQL 1.1 query: its text, a file, or - for standard input.\n\n"
        "It runs in a process of its own, which may take so much time (--timeout) and 2 GB of "
        "memory.\n\n"
        "The store holds what reports state, what follows from it by the ontology, the "
        "assessments and the reference data, in one graph without names: GRAPH and FROM find "
        "nothing. Named graphs, and the description in standard vocabularies, are in what fazhi "
        "export writes. See docs/graph.md.",
        "运行 SPARQL 查询（文本、文件名或 - 表示标准输入）；只读，不联网；前缀无须声明。\n\n"
        "查询在单独的进程中运行，限时（--timeout）并限用 2 GB 内存。\n\n"
        "存储包含报告所述、据本体推出的内容、评估和参考数据，合为一图：GRAPH 和 FROM 查不到内容。"
        "命名图和通行词汇的描述在 fazhi export 的输出中。参见 docs/graph.md。",
    ),
    short_help=both("Run SPARQL of your own.", "运行自写的 SPARQL"),
    examples=("fazhi sparql 'SELECT ?body ?year { ?report fz:issuer ?body ; fz:reportedYear ?year }'",),
)
@click.argument("query")
@bilingual.option(
    "--format",
    "form",
    type=click.Choice(["table", *FILE_FORMS, TURTLE]),
    help=both(
        "Form of the answer; by default after the file's suffix, else a table, and Turtle of a CONSTRUCT or "
        "DESCRIBE. json is SPARQL 1.1 Query Results JSON.",
        "输出格式；缺省按文件后缀，没有文件时为表格，CONSTRUCT、DESCRIBE 为 Turtle；"
        "json 为 SPARQL 1.1 查询结果 JSON",
    ),
)
@bilingual.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help=both(
        "File: .csv, .json, .xlsx or .ttl; standard output when not given.",
        "输出文件：.csv、.json、.xlsx 或 .ttl；缺省为标准输出",
    ),
)
@timeout_option
@store_option
def command(query: str, form: str | None, output: Path | None, timeout: float, store_path: Path) -> None:
    """Run a query of the user's own."""
    from fazhi.kg.commands.results import hand_out

    text = _text(query)
    form = form_asked(form, output, _SUFFIXES)
    result, written, asks_for_graphs = of_query(timeout, _answer, store_path, text, form)
    if asks_for_graphs:
        complain(str(NO_GRAPHS))
    if written is not None:
        write_output(written, output)
    elif form == "xlsx":
        write_output(_workbook(result, timeout, store_path), output)
    else:
        hand_out(result, form or "table", output, wide=True, raw=True)


def _answer(store_path: Path, query: str, form: str | None) -> tuple[Result, bytes | None, bool]:
    """The answer, its bytes where it is to be JSON or Turtle, and whether the query asks for named graphs."""
    from fazhi.kg.store.opening import open_store
    from fazhi.queries.results import to_sparql_json
    from fazhi.queries.sparql import check_query, is_graph_query, names_graphs, run_sparql, to_turtle

    check_query(query)
    graph = is_graph_query(query)
    if form == TURTLE and not graph:
        raise FazhiError(
            "only CONSTRUCT and DESCRIBE make Turtle; take another --format",
            "只有 CONSTRUCT、DESCRIBE 的结果可以是 Turtle；请用其他 --format",
        )
    with open_store(store_path, read_only=True) as store:
        result = run_sparql(store.dataset, query)
    written = None
    if graph and form in (None, TURTLE):
        written = to_turtle(result)
    elif form == "json":
        written = f"{shown_in_json(to_sparql_json(result))}\n".encode()
    return result, written, names_graphs(query)


def _workbook(result: Result, timeout: float, store_path: Path) -> bytes:
    from fazhi.kg.commands.results import passages
    from fazhi.kg.output.workbook import Answer, workbook

    return workbook([Answer("结果 answer", result)], passages([result], timeout, store_path))


def _text(query: str) -> str:
    if query == "-":
        return _decoded(sys.stdin.buffer.read(), str(both("standard input", "标准输入")))
    # File names contain no braces or line breaks; a query without braces is a mistake anyway.
    if any(character in query for character in "{}\n"):
        return query
    if Path(query).is_file():
        return _decoded(Path(query).read_bytes(), query)
    if " " in query.strip():
        return query
    raise wrong_use("neither a SPARQL query nor a file", "既不是 SPARQL 查询，也不是文件", at=query)


def _decoded(data: bytes, source: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise wrong_use(
            f"byte {error.start} is not UTF-8; save the query as UTF-8",
            f"第{error.start}字节不是 UTF-8；请把查询另存为 UTF-8",
            at=source,
        ) from error
