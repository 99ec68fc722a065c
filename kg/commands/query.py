"""``fazhi query``: ask a question from the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands.shared import form_option, of_query, store_option, timeout_option
from fazhi.kg.commands.terminal import console

if TYPE_CHECKING:
    from fazhi.queries.catalogue import Question
    from fazhi.queries.results import Result

#: Other names for a parameter, mapped to the name in the catalogue.
ALIASES = {"park": "body", "issuer": "body", "instrument": "law", "class": "activity_class"}


@click.command(
    short_help="Put a question of the catalogue. 查询", context_settings={"ignore_unknown_options": True}
)
@click.argument("question", nargs=-1, type=click.UNPROCESSED, metavar="[NAME] [--PARAMETER VALUE]...")
@form_option
@timeout_option
@store_option
def command(question: tuple[str, ...], form: str, timeout: float, store_path: Path) -> None:
    """Put a question of the catalogue; without a name, list the questions and their parameters.

    查询；不给名称时列出全部问题及其参数。参数写作选项，如 --law、--park、--year、--indicator。

    \b
    Example 示例:
      fazhi query cites-law --law 安全生产法 --year 2023
    """
    name, parameters = parse(question)
    if name is None:
        if parameters:
            raise click.UsageError("name the question first; fazhi query lists them")
        _list_questions(form)
        return
    from fazhi.kg.commands.results import print_result
    from fazhi.queries.results import heading

    print_result(of_query(timeout, _answer, store_path, name, parameters), form, heading)


def _answer(store_path: Path, name: str, parameters: dict[str, str]) -> Result:
    from fazhi.kg.store.opening import open_store
    from fazhi.queries.catalogue import question as question_called
    from fazhi.queries.runner import run

    asked = question_called(name)
    with open_store(store_path, read_only=True) as store:
        return run(store.dataset, asked, _known(parameters, asked))


def parse(words: tuple[str, ...]) -> tuple[str | None, dict[str, str]]:
    """The question's name and parameters (``--law X`` or ``--law=X``) from the command-line arguments."""
    names: list[str] = []
    parameters: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            names.append(word)
            continue
        parameter, equals, value = word[2:].partition("=")
        if not equals:
            if not rest or rest[0].startswith("--"):
                raise click.UsageError(f"--{parameter} needs a value")
            value = rest.pop(0)
        parameters[parameter.replace("-", "_")] = value
    if len(names) > 1:
        raise click.UsageError(
            f"one question at a time, not {', '.join(names)}; parameters are written --law X"
        )
    return (names[0] if names else None), parameters


def _known(parameters: dict[str, str], question: Question) -> dict[str, str]:
    """The parameters, renamed to those of the question."""
    names = {parameter.name for parameter in question.parameters}
    return {
        ALIASES[name] if name not in names and ALIASES.get(name) in names else name: value
        for name, value in parameters.items()
    }


def _list_questions(form: str) -> None:
    from fazhi.kg.commands.results import print_json
    from fazhi.queries.catalogue import catalogue

    questions = catalogue().values()
    if form == "json":
        print_json([_described(question) for question in questions])
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("question 问题", "what it tells 内容", "parameters 参数"):
        table.add_column(title, overflow="fold")
    for question in questions:
        parameters = " ".join(
            f"--{p.name} {p.example}" if p.required else f"[--{p.name} {p.example}]"
            for p in question.parameters
        )
        table.add_row(question.name, f"{question.title['zh']}\n{question.title['en']}", parameters)
    console().print(table)


def _described(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "title": dict(question.title),
        "description": dict(question.description),
        "parameters": [
            {"name": p.name, "type": p.type, "required": p.required, "example": p.example}
            for p in question.parameters
        ],
    }
