"""``fazhi sparql``: run your own SPARQL query."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fazhi.kg.commands.shared import form_option, store_option


@click.command(short_help="Run SPARQL of your own. 运行 SPARQL")
@click.argument("query")
@form_option
@store_option
def command(query: str, form: str, store_path: Path) -> None:
    """Run a SPARQL 1.1 query over all graphs: its text, a file, or - for standard input.

    在全部图上运行 SPARQL 查询（文本、文件名或 - 表示标准输入）；只读，不联网；前缀无须声明。

    \b
    Example 示例:
      fazhi sparql 'SELECT ?body ?year { ?report fz:issuer ?body ; fz:reportedYear ?year }'
    """
    from fazhi.kg.commands.results import print_result
    from fazhi.kg.store.opening import open_store
    from fazhi.queries.sparql import check_query, run_sparql

    text = _text(query)
    check_query(text)
    with open_store(store_path, read_only=True) as store:
        print_result(run_sparql(store.dataset, text), form)


def _text(query: str) -> str:
    if query == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    # File names contain no braces or line breaks; a query without braces is a mistake anyway.
    if any(character in query for character in "{}\n"):
        return query
    if Path(query).is_file():
        return _decoded(Path(query).read_bytes(), query)
    if " " in query.strip():
        return query
    raise click.UsageError(f"{query}: neither a SPARQL query nor a file")


def _decoded(data: bytes, source: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(
            f"{source}: byte {error.start} is not UTF-8; save the query as UTF-8"
        ) from error
