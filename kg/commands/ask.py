"""``fazhi ask``: ask in plain words what the catalogue can answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.output import write_output
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
from fazhi.kg.commands.terminal import as_word, complain, print_lines
from fazhi.ontology.languages import Both, both, read_in

if TYPE_CHECKING:
    from fazhi.queries.asked import Asked, Reading
    from fazhi.queries.results import Result


@bilingual.command(
    help=both(
        "Ask in plain Chinese or English; standard error says which question of the catalogue "
        "was understood.\n\n"
        "Nothing is guessed: what is not certain is answered with the questions that may be "
        "meant, and exit code 2.",
        "用平常的话提问；标准错误输出说明理解为问题目录中的哪一个问题、用了哪些参数。\n\n"
        "没有把握时不作答，列出可能的问题及其命令，退出码为 2。",
    ),
    short_help=both("Ask in plain words.", "用自然语言提问"),
    examples=(
        "fazhi ask 哪些园区引用了安全生产法",
        "fazhi ask 2023年谁没有法律顾问",
    ),
)
@click.argument("text", nargs=-1, required=True)
@form_option
@answer_option
@wide_option
@whole_option
@timeout_option
@store_option
def command(
    text: tuple[str, ...],
    form: str | None,
    output: Path | None,
    wide: bool,
    whole: bool,
    timeout: float,
    store_path: Path,
) -> int:
    """Answer what is asked in plain words; exit code 2 where it is not understood."""
    from fazhi.kg.commands.results import hand_out, say_cut, shown_heading

    form = form_of(form, output)
    english = form == "table" and read_in() == "en"
    whole = whole or output is not None
    asked, found = of_query(timeout, _answer, store_path, " ".join(text), english=english, whole=whole)
    if not asked.understood or found is None:
        told = both(
            "not understood; fazhi query lists the questions, fazhi search finds words",
            "没有听懂；fazhi query 列出全部问题，fazhi search 检索词语",
        )
        if asked.near:
            told = both("not understood; one of these may be meant:", "没有把握，可能是以下问题：")
        complain(str(told))
        print_lines(_line(reading, store_path) for reading in asked.near)
        return 2
    complain(f"{both('understood:', '理解为：')} {_line(asked.understood, None)}")
    result, empty = found
    if form == "xlsx":
        write_output(_workbook(asked.understood, result, timeout, store_path), output)
    else:
        first = asked.understood.question.first
        hand_out(result, form, output, shown_heading, first=first, wide=wide, empty=empty)
    say_cut(result)
    return 0


def _answer(
    store_path: Path, text: str, *, english: bool, whole: bool
) -> tuple[Asked, tuple[Result, Both | None] | None]:
    from fazhi.kg.commands.query import answer
    from fazhi.kg.store.opening import open_store
    from fazhi.queries import names_in, understand

    with open_store(store_path, read_only=True) as store:
        asked = understand(text, names_in(store.dataset))
    if not asked.understood:
        return asked, None
    meant = asked.understood
    return asked, answer(store_path, meant.question.name, meant.parameters, english=english, whole=whole)


def _workbook(reading: Reading, result: Result, timeout: float, store_path: Path) -> bytes:
    from fazhi.kg.commands.results import passages
    from fazhi.kg.output.workbook import Answer, workbook
    from fazhi.queries.results import heading

    answer = Answer(reading.question.title["zh"], result, heading=heading)
    return workbook([answer], passages([result], timeout, store_path))


def _line(reading: Reading, store_path: Path | None) -> str:
    """The command for a reading, with its title; what it lacks is shown by its example."""
    given = [f"--{name} {as_word(value)}" for name, value in reading.parameters.items()]
    lacking = [f"--{parameter.name} {parameter.example}…" for parameter in reading.missing]
    store = (
        [f"--store {as_word(str(store_path))}"] if store_path and store_path != Path("fazhi-store") else []
    )
    command = " ".join(["fazhi query", reading.question.name, *given, *lacking, *store])
    title = reading.question.title
    return f"{command}  # {both(title['en'], title['zh'])}"
