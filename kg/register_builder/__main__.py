"""Builds the register of legal instruments from public sources: ``python -m fazhi.kg.register_builder``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fazhi.kg.register_builder.build import Register, build_register
from fazhi.kg.register_builder.by_hand import HERE
from fazhi.kg.register_builder.sources import sources
from fazhi.kg.register_builder.tables import differences, write_table
from fazhi.ontology.data_files import DATA
from fazhi.ontology.errors import FazhiError


@click.command()
@click.option(
    "--sources",
    "directory",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="存放各来源的目录，见 docs/register.md。Directory that holds the sources: see docs/register.md.",
)
@click.option(
    "--check",
    is_flag=True,
    help="只比较，不写入；有差异时退出码为 1。Compare and write nothing; exit with 1 if the files differ.",
)
def main(directory: Path, check: bool) -> None:
    """由公开来源重建法律文件名录（三个表），并列出与现有文件的差异。

    Build the register of legal instruments (three tables) from public sources and list how it differs from
    the present files.
    """
    sys.exit(run(directory, check=check))


def run(directory: Path, *, check: bool, data: Path = DATA, by_hand: Path = HERE) -> int:
    """Build the tables of ``data`` from the sources below ``directory`` and print how they change.

    With ``check`` nothing is written. Returns the exit code: 0, 1 if ``check`` found differences, 2 for a
    mistake in a source or in a file of ``by_hand``.
    """
    if not any(source.is_at_hand(directory) for source in sources()):
        folders = ", ".join(source.folder for source in sources())
        click.echo(f"错误 error: {directory} 中没有任何来源 holds none of the sources: {folders}", err=True)
        return 2
    try:
        register = build_register(directory, data, by_hand)
    except FazhiError as error:
        click.echo(f"错误 error: {error}", err=True)
        return 2
    changed = _report(register)
    if check:
        return 1 if changed else 0
    for table in register.tables:
        write_table(table.path, table.columns, table.rows)
    return 0


def _report(register: Register) -> bool:
    """Tell what was read and how the tables differ from the present ones; whether they do."""
    for source in register.at_hand:
        click.echo(f"已读取 read: {source.name}")
    for source in register.absent:
        click.echo(f"不在手边，沿用现有内容 not at hand, its rows are carried over: {source.name}")
    if register.absent:
        click.echo(f"沿用 carried over: {register.carried} 行 rows")
    changed = False
    for table in register.tables:
        found = differences(table.present, table.rows, table.name)
        changed = changed or bool(found) or list(table.present) != list(table.rows)
        click.echo(
            f"{table.path.name}: {len(table.rows)} 行 rows; 新增 new {len(found.new)}, "
            f"删除 gone {len(found.gone)}, 单元格改动 cells changed {len(found.changed)}"
        )
        for line in found.lines():
            click.echo(f"  {line}")
    for line in register.look_at:
        click.echo(f"请复核 look at again: {line}")
    return changed


if __name__ == "__main__":
    main()
