"""Options shared by several commands, and the own register in use."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.terminal import complain
from fazhi.kg.workers import REPORT, Limits, TookTooLong, WorkerError, call
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import Both, both

if TYPE_CHECKING:
    from fazhi.ontology.own_register import OwnRegister

_P = ParamSpec("_P")
_R = TypeVar("_R")


class ReportPath(click.Path):
    """The path of a report; it may lead through a ZIP archive, of which reading will say what it holds."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from fazhi.extractors.reading.files import archive_of

        return Path(value) if archive_of(Path(value)) else super().convert(value, param, ctx)


#: The forms in which an answer is written to a file, which are its suffixes too.
FILE_FORMS = ("csv", "json", "xlsx")

store_option = bilingual.option(
    "--store",
    "store_path",
    type=click.Path(path_type=Path, file_okay=False),
    default="fazhi-store",
    envvar="FAZHI_STORE",
    show_default=True,
    help=both(
        "Directory of the store; FAZHI_STORE sets another default.",
        "知识图谱所在目录；可用 FAZHI_STORE 另设缺省",
    ),
)

register_option = bilingual.option(
    "--register",
    "register_path",
    type=click.Path(path_type=Path),
    help=both(
        "Own register: a CSV file, or a folder; else that of the store.",
        "自有名录：CSV 文件或文件夹；缺省用知识图谱中的",
    ),
)

ocr_option = bilingual.option(
    "--ocr",
    is_flag=True,
    help=both(
        "Recognise scanned pages and pictures (pip install 'fazhi-kg[ocr]'); what was recognised "
        "is kept in the user's cache, FAZHI_CACHE sets another.",
        "识别扫描页和图片中的文字（pip install 'fazhi-kg[ocr]'）；结果存入用户缓存，FAZHI_CACHE 可另设",
    ),
)

form_option = bilingual.option(
    "--format",
    "form",
    type=click.Choice(["table", *FILE_FORMS]),
    help=both(
        "Form of the answer; by default after the file's suffix, else table. csv has ' before "
        "text that spreadsheets would run.",
        "输出格式；缺省按文件后缀，没有文件时为 table；csv 中会被表格软件当作公式的文字前加 '",
    ),
)

answer_option = bilingual.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help=both(
        "File: .csv, .json or .xlsx; standard output when not given.",
        "输出文件：.csv、.json 或 .xlsx；缺省为标准输出",
    ),
)

wide_option = bilingual.option(
    "--wide",
    is_flag=True,
    help=both("All columns in the table, and where each passage stands.", "表格列出全部栏目和原文位置"),
)

whole_option = bilingual.option(
    "--all",
    "whole",
    is_flag=True,
    help=both(
        "Of all reports, not only of the first; files (-o) have all.",
        "列出全部报告，不限于前若干份；写入文件的（-o）总是全部",
    ),
)

timeout_option = bilingual.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help=both("End a query that takes longer.", "查询限时（秒），超时即停止"),
)


#: Types of publisher, as fazhi.kg.output.portal names them; a test compares them.
PUBLISHER_TYPES = (
    "local-authority",
    "regional-authority",
    "national-authority",
    "academia",
    "company",
    "non-profit",
    "person",
)


def publication_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what only the publisher knows, and catalogues tell."""
    options = (
        bilingual.option(
            "--publisher",
            help=both("Name of its publisher.", "发布者名称"),
        ),
        bilingual.option(
            "--publisher-type",
            type=click.Choice(PUBLISHER_TYPES),
            help=both("What that is.", "发布者类型"),
        ),
        bilingual.option(
            "--homepage",
            help=both("Address of its page for people.", "主页网址"),
        ),
        bilingual.option(
            "--contact",
            help=both("E-mail or address of a page for questions about it.", "联系邮箱或网址"),
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def form_of(form: str | None, output: Path | None) -> str:
    """The form of an answer: the one asked for, else that of the file's suffix, else a table to look at.

    Raises click.UsageError where none of :data:`FILE_FORMS` is given for a file.
    """
    return form_asked(form, output) or "table"


def form_asked(form: str | None, output: Path | None, also: Mapping[str, str] | None = None) -> str | None:
    """As :func:`form_of`, but None where nothing says; ``also`` has the forms of other suffixes."""
    if output is None or str(output) == "-":
        return form
    suffix = output.suffix.lower()
    form = form or (also or {}).get(suffix) or suffix.removeprefix(".")
    if form not in (*FILE_FORMS, *(also or {}).values()):
        raise wrong_use(
            "name the file .csv, .json or .xlsx, or give one of these as --format",
            "文件名请以 .csv、.json 或 .xlsx 结尾，或用 --format 指明",
            at=output,
        )
    return form


def read_register(path: Path) -> OwnRegister:
    """The own register at ``path``; what it has to say goes to standard error. Raises ReferenceDataError."""
    from fazhi.ontology.own_register import read_own_register

    register = read_own_register(path)
    for notice in register.notices:
        complain(notice)
    return register


@contextmanager
def register_in_use(path: Path | None, store: Path) -> Iterator[None]:
    """Use the own register at ``path``, or where none is given that of the ``store``, if there is one."""
    from fazhi.kg.store.own_register import own_register_of
    from fazhi.ontology.in_use import using

    with using(read_register(path) if path else own_register_of(store)):
        yield


def of_report(
    file: Path,
    ocr: bool,
    function: Callable[Concatenate[Path, bool, _P], _R],
    *arguments: _P.args,
    **named: _P.kwargs,
) -> _R:
    """The result of a function that reads the report in ``file``: of the file, ``ocr`` and its ``arguments``.

    It is called in a child process within limits; with ``ocr``, pages that are pictures are recognised first.
    Standard error tells what was not read, and that recognising takes time. Raises FazhiError, which names
    the file, where recognising, reading or the function fails.
    """
    if ocr:
        from fazhi.kg.scans import recognise

        recognise(file, lambda pages: complain(f"{file}: {_time_it_takes(pages)}"))
    return in_child(file, partial(function, file, ocr, *arguments, **named))


def _time_it_takes(pages: int) -> Both:
    return both(f"pages to recognise: {pages}, some seconds each", f"待识别{pages}页，每页数秒")


def in_child(file: Path, function: Callable[[], _R]) -> _R:
    """The result of a function that reads the file of a report, called in a child process within limits.

    What was not read of it is told on standard error. Raises FazhiError, which names the file, where that or
    the reading fails.
    """
    from fazhi.extractors.reading.source import noticing

    try:
        result, notices = call(REPORT, noticing, function)
    except WorkerError as error:
        raise FazhiError(f"not read: {error.en}", f"未读取：{error.zh}", at=file) from error
    for notice in notices:
        complain(f"{file}: {notice}")
    return result


def of_query(
    timeout: float,
    function: Callable[Concatenate[Path, _P], _R],
    store_path: Path,
    *arguments: _P.args,
    **named: _P.kwargs,
) -> _R:
    """The result of a function that queries a store, called in a child process for ``timeout`` seconds.

    Raises FazhiError where that takes longer, or too much memory, and StoreError if the reason is damage.
    """
    from fazhi.kg.store.opening import check_index

    try:
        return call(Limits(timeout), function, store_path, *arguments, **named)
    except TookTooLong as error:
        check_index(store_path)
        raise FazhiError(
            f"the query was ended: {error.en}; ask for less, or raise --timeout",
            f"查询已停止：{error.zh}；请缩小范围或调大 --timeout",
        ) from error
    except WorkerError as error:
        check_index(store_path)
        raise FazhiError(
            f"the query was ended: {error.en}; ask for less", f"查询已停止：{error.zh}；请缩小范围"
        ) from error


def near(path: str | Path) -> str:
    """A path as a person here would write it: from the working directory, if it is below that."""
    return os.path.relpath(path) if Path(path).is_relative_to(Path.cwd()) else str(path)
