"""``fazhi export``: the knowledge graph as a file."""

from __future__ import annotations

from pathlib import Path

import click

from fazhi.kg.commands.shared import store_option, write_output

SUFFIXES = {".ttl": "turtle", ".trig": "trig", ".nq": "nquads", ".jsonld": "jsonld", ".json": "jsonld"}


@click.command(short_help="Write the graph as linked data. 导出关联数据")
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "trig", "nquads", "jsonld"]),
    help="Form; by default after the file's suffix, else turtle. 输出格式",
)
@click.option(
    "--all", "everything", is_flag=True, help="With the whole register and the ontology. 含全部参考数据和本体"
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="File; standard output when not given. 输出文件",
)
@store_option
def command(form: str | None, everything: bool, output: Path | None, store_path: Path) -> None:
    """Write the knowledge graph as linked data: reports, conclusions and the reference data they use.

    导出知识图谱（报告、推理与评估结论及所用参考数据）；同一知识图谱每次导出的内容逐字节相同。

    \b
    Example 示例:
      fazhi export -o reports.ttl
    """
    from fazhi.kg.output.export import export
    from fazhi.kg.store.opening import open_store

    chosen = form or SUFFIXES.get(output.suffix.lower() if output else "", "turtle")
    with open_store(store_path, read_only=True) as store:
        data = export(store, chosen, everything=everything)
    write_output(data, output)
