"""``fazhi query``: ask a question from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands import bilingual, completion
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.completion import ALIASES
from fazhi.kg.commands.output import print_data, write_output
from fazhi.kg.commands.shared import (
    answer_option,
    form_of,
    form_option,
    of_query,
    store_option,
    timeout_option,
    whole_option,
    wide_option,
)
from fazhi.kg.commands.terminal import print_pages, shown
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import Both, both, read_in

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from fazhi.queries.catalogue import Question
    from fazhi.queries.results import Result

#: So many seconds the help of a question waits for examples from the store.
_PATIENCE = 5


class _Query(bilingual.Command):
    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Options: those of the questions named before, and the command's own."""
        return [*completion.parameters(ctx, None, incomplete), *super().shell_complete(ctx, incomplete)]


@bilingual.command(
    cls=_Query,
    help=both(
        "Put a question of the catalogue; without a name, list the questions. Parameters are written as "
        "options: --law, --park, --year; fazhi query NAME --help tells them.\n\n"
        "Several questions go into one workbook, a worksheet each; a parameter is given to those "
        "that take it.",
        "查询目录中的问题；不给名称时列出全部问题。参数写作选项，如 --law、--park、--year；"
        "fazhi query 问题 --help 说明该问题的参数。\n\n"
        "几个问题可写入同一工作簿，每个问题一张工作表；参数用于接受它的各个问题。",
    ),
    short_help=both("Put a question of the catalogue.", "查询目录中的问题"),
    examples=(
        "fazhi query cites-law --law 安全生产法 --year 2023",
        "fazhi query counsel not-in-force --year 2023 -o answers.xlsx",
    ),
    context_settings={"ignore_unknown_options": True},
    add_help_option=False,
)
@click.argument(
    "question",
    nargs=-1,
    type=click.UNPROCESSED,
    metavar="[NAME]... [--PARAMETER VALUE]...",
    shell_complete=completion.of_questions,
)
@form_option
@answer_option
@wide_option
@whole_option
@timeout_option
@store_option
@bilingual.option(
    "-h",
    "--help",
    "help_",
    is_flag=True,
    help=both("Show this, or of a NAME what it answers and takes.", "显示帮助；给出问题名称时，说明该问题"),
)
@click.pass_context
def command(
    context: click.Context,
    question: tuple[str, ...],
    form: str | None,
    output: Path | None,
    wide: bool,
    whole: bool,
    timeout: float,
    store_path: Path,
    help_: bool,
) -> None:
    """Answer questions of the catalogue, or list them."""
    if help_:
        print_data(f"{_help(context, [word for word in question if word[:1] != '-'], store_path).rstrip()}\n")
        return
    form = form_of(form, output)
    names, parameters = parse(question)
    if not names:
        if parameters or output:
            raise wrong_use(
                "name the question first; fazhi query lists them",
                "请先写问题的名称；fazhi query 列出全部问题",
            )
        _list_questions(form)
        return
    if form == "xlsx":
        write_output(_workbook(names, parameters, timeout, store_path), output)
        return
    if len(names) > 1:
        raise wrong_use(
            f"one question at a time, not {', '.join(names)}, but in a workbook: -o FILE.xlsx; parameters "
            "are written --law X",
            f"一次只能问一个问题，而不是 {'、'.join(names)}；几个问题请写入工作簿：-o 文件.xlsx；"
            "参数写作 --law X",
        )
    from fazhi.kg.commands.results import hand_out, say_cut, shown_heading
    from fazhi.queries.catalogue import question as question_called

    asked = question_called(names[0])
    english = form == "table" and read_in() == "en"
    whole = whole or output is not None
    given = _known(parameters, asked)
    result, empty = of_query(timeout, answer, store_path, asked.name, given, english=english, whole=whole)
    hand_out(result, form, output, shown_heading, first=asked.first, wide=wide, empty=empty)
    say_cut(result)


def answer(
    store_path: Path,
    name: str,
    parameters: Mapping[str, str],
    *,
    english: bool = False,
    whole: bool = False,
) -> tuple[Result, Both | None]:
    """The answer to a question, and why it is empty if it is; ``english``: with English labels, ``whole``:
    of all reports.

    Raises StoreError or QuestionError.
    """
    from fazhi.kg.store.opening import open_store
    from fazhi.queries.catalogue import question as question_called
    from fazhi.queries.emptiness import why_empty
    from fazhi.queries.labels import in_english
    from fazhi.queries.runner import run

    asked = question_called(name)
    with open_store(store_path, read_only=True) as store:
        result = run(store.dataset, asked, parameters, whole=whole)
        if english:
            result = in_english(store.dataset, result)
        return result, None if result.rows else why_empty(store.dataset, asked, parameters)


def _workbook(names: list[str], parameters: dict[str, str], timeout: float, store_path: Path) -> bytes:
    """The answers to the questions as a workbook."""
    from fazhi.kg.commands.results import passages
    from fazhi.kg.output.workbook import Answer, workbook
    from fazhi.queries.catalogue import question as question_called
    from fazhi.queries.results import heading

    questions = [question_called(name) for name in dict.fromkeys(names)]
    if len(questions) > 1 and (lacking := _lacking(questions, parameters)):
        raise wrong_use(
            f"these questions need also, for example: {lacking}", f"这些问题还缺少参数，例如：{lacking}"
        )
    answers = []
    for asked in questions:
        given = {
            name: value
            for name, value in parameters.items()
            # What none of them takes is given to all: the first says so.
            if _taken(name, asked) or not any(_taken(name, each) for each in questions)
        }
        result, _ = of_query(timeout, answer, store_path, asked.name, _known(given, asked), whole=True)
        answers.append(
            Answer(
                title=asked.title["zh"],
                result=result,
                heading=heading,
                question=asked.name,
                told=(asked.description["zh"], asked.description["en"]),
                parameters=" ".join(f"--{name} {value}" for name, value in given.items()),
            )
        )
    return workbook(answers, passages([answer.result for answer in answers], timeout, store_path))


def parse(words: tuple[str, ...]) -> tuple[list[str], dict[str, str]]:
    """The names of questions, and the parameters (``--law X`` or ``--law=X``), of the command line."""
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
                raise wrong_use(f"--{parameter} needs a value", f"--{parameter} 需要取值")
            value = rest.pop(0)
        parameters[parameter.replace("-", "_")] = value
    return names, parameters


def _known(parameters: dict[str, str], question: Question) -> dict[str, str]:
    """The parameters, renamed to those of the question."""
    return {_taken(name, question) or name: value for name, value in parameters.items()}


def _lacking(questions: list[Question], parameters: dict[str, str]) -> str:
    """The parameters that the questions need and that are not given, each once with its example; none where
    one is given that no question takes: the first question says so.
    """
    if any(not any(_taken(name, each) for each in questions) for name in parameters):
        return ""
    lacking = {
        parameter.name: parameter.example
        for asked in questions
        for parameter in asked.parameters
        if parameter.required
        and not parameter.default
        and not _known(parameters, asked).get(parameter.name, "").strip()
    }
    return " ".join(f"--{name} {example}" for name, example in lacking.items())


def _taken(name: str, question: Question) -> str | None:
    """What the question calls the parameter ``name``; None where it takes no such parameter."""
    names = {parameter.name for parameter in question.parameters}
    return next((each for each in (name, ALIASES.get(name)) if each in names), None)


def _list_questions(form: str) -> None:
    from fazhi.kg.commands.questions import listing
    from fazhi.kg.commands.results import print_json
    from fazhi.queries.catalogue import catalogue

    if form == "json":
        print_json([_described(question) for question in catalogue().values()])
    else:
        print_pages((shown(line), "") for line in listing().splitlines())


def _help(context: click.Context, names: list[str], store_path: Path) -> str:
    """The help of the command, or of the first question that is named."""
    if not names:
        return context.get_help()
    from fazhi.kg.commands.questions import question_help
    from fazhi.queries.catalogue import question as question_called
    from fazhi.queries.runner import columns_of

    asked = question_called(names[0])
    values: Mapping[str, tuple[str, ...]] = {
        parameter.name: (parameter.example,) for parameter in asked.parameters
    }
    with suppress(FazhiError):  # Without a store, or where it takes long, the examples of the catalogue do.
        values = of_query(_PATIENCE, _examples, store_path, asked.name)
    return question_help(asked, values, columns_of(asked))


def _examples(store_path: Path, name: str) -> dict[str, tuple[str, ...]]:
    from fazhi.kg.store.opening import open_store
    from fazhi.queries.catalogue import question as question_called
    from fazhi.queries.examples import examples

    with open_store(store_path, read_only=True) as store:
        return {p.name: examples(store.dataset, p) for p in question_called(name).parameters}


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
