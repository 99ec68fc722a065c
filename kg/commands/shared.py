"""Options and output shared by several commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

store_option = click.option(
    "--store",
    "store_path",
    type=click.Path(path_type=Path, file_okay=False),
    default="fazhi-store",
    envvar="FAZHI_STORE",
    show_default=True,
    help="Directory of the store; FAZHI_STORE sets another default. 知识图谱所在目录",
)

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="Form of the answer. 输出格式",
)


def write_output(data: bytes, output: Path | None) -> None:
    """Write ``data`` to standard output, or to the file atomically."""
    if output is None or str(output) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from fazhi.kg.store.files import write_atomically

    write_atomically(output, data)


def console(*, stderr: bool = False) -> Console:
    """A console; if the output is not a terminal, lines are not wrapped."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(file=stream, highlight=False, width=None if stream.isatty() else 10_000, soft_wrap=False)
