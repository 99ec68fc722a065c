"""Options and output shared by several commands."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from fazhi.ontology.own_register import OwnRegister

store_option = click.option(
    "--store",
    "store_path",
    type=click.Path(path_type=Path, file_okay=False),
    default="fazhi-store",
    envvar="FAZHI_STORE",
    show_default=True,
    help="Directory of the store; FAZHI_STORE sets another default. 知识图谱所在目录",
)

register_option = click.option(
    "--register",
    "register_path",
    type=click.Path(path_type=Path),
    help="Own register: a CSV file, or a folder; else that of the store. 自有名录：CSV 文件或文件夹",
)

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="Form of the answer. 输出格式",
)


def read_register(path: Path) -> OwnRegister:
    """The own register at ``path``; what it has to say goes to standard error. Raises ReferenceDataError."""
    from fazhi.ontology.own_register import read_own_register

    register = read_own_register(path)
    for notice in register.notices:
        print(f"fazhi: {notice}", file=sys.stderr)
    return register


@contextmanager
def register_in_use(path: Path | None, store: Path) -> Iterator[None]:
    """Use the own register at ``path``, or where none is given that of the ``store``, if there is one."""
    from fazhi.kg.store.own_register import own_register_of
    from fazhi.ontology.in_use import using

    with using(read_register(path) if path else own_register_of(store)):
        yield


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
