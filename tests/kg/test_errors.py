"""One tree of errors: what is below FazhiError is a user's mistake, all else a fault of the program."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from fazhi.extractors import ReadError
from fazhi.kg.store.files import StoreLocked
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.reference import ReferenceDataError
from fazhi.queries import QueryRefused, QuerySyntaxError, UnknownValue

ROOMS = ("ontology", "extractors", "queries", "viz", "kg")
QIDONG = Path(__file__).parents[2] / "examples" / "reports" / "qidong-life-health-park-2023.txt"


def exceptions() -> Iterator[type[Exception]]:
    """The public exception classes of all packages."""
    for room in ROOMS:
        for found in pkgutil.walk_packages(import_module(f"fazhi.{room}").__path__, f"fazhi.{room}."):
            for name, member in inspect.getmembers(import_module(found.name), inspect.isclass):
                if issubclass(member, Exception) and member.__module__ == found.name and name[0] != "_":
                    yield member


def test_every_public_exception_is_for_the_user():
    """Whoever uses the packages has one class to catch; a warning is not raised."""
    found = set(exceptions())
    assert found >= {ReadError, StoreLocked, ReferenceDataError, QuerySyntaxError, QueryRefused, UnknownValue}
    assert {error for error in found if not issubclass(error, FazhiError | Warning)} == set()


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (FazhiError("report.txt: not a report"), 2, "fazhi: report.txt: not a report"),
        (OSError(28, "No space left on device", "report.ttl"), 2, "No space left on device: 'report.ttl'"),
        (
            ValueError("not enough values to unpack"),
            70,
            "internal error 程序内部错误 (ValueError: not enough values",
        ),
        (KeyError("year"), 70, "internal error 程序内部错误 (KeyError"),
    ],
    ids=["for the user", "of the machine", "a ValueError of the program", "a KeyError of the program"],
)
def test_only_what_is_meant_for_the_user_is_reported_as_a_mistake(
    fazhi, built, monkeypatch, fault, code, words
):
    """A fault planted in the export is an internal error, whatever its class."""

    def planted(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("fazhi.kg.output.export.export", planted)
    outcome = fazhi("export", "--store", built)
    assert (outcome.code, outcome.err.count("\n")) == (code, 1)
    assert words in outcome.err


#: Rooms whose errors a user can meet.
SPOKEN = ("ontology", "extractors", "queries", "viz", "kg", "web")


def _raised(room: str) -> Iterator[tuple[str, ast.Call]]:
    """Where each error is made, and how."""
    names = {error.__name__ for error in exceptions() if issubclass(error, FazhiError)}
    root = Path(__file__).parents[2]
    for file in sorted((root / room).rglob("*.py")):
        name = file.relative_to(root).as_posix()
        if name.startswith("kg/register_builder/"):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in names:
                yield f"{name}:{node.lineno}", node


@pytest.mark.parametrize("room", SPOKEN)
def test_every_text_of_an_error_is_in_english_and_chinese(room):
    """A text that is written where it is raised has its other language beside it."""
    alone = [
        place
        for place, call in _raised(room)
        if len(call.args) == 1 and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert alone == []


def test_an_error_is_one_line_whatever_the_name_in_it_holds() -> None:
    error = FazhiError("its name is none that a file can have", "文件名", at="a.zip/a\nb\u2028c\r\x0b.txt")
    assert str(error).splitlines() == [str(error)]
    assert error.en == "a.zip/a b c  .txt: its name is none that a file can have"
