"""What a shell completes beside commands and options: questions and their parameters, reports.

All of it comes from store.json, the heads of the questions and the register's table: to open the index takes
longer than a person waits for a key. Where something is missing or damaged, nothing is completed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from fazhi.ontology.languages import read_in

_Complete = Callable[[click.Context, click.Parameter | None, str], list[CompletionItem]]
#: Other names for a parameter of a question, mapped to the name in the catalogue.
ALIASES = {"park": "body", "issuer": "body", "instrument": "law", "class": "activity_class"}
#: The title in the head of a question.
_TITLE = re.compile(r"#\+ title:\n#\+   zh: (?P<zh>.+)\n#\+   en: (?P<en>.+)\n")


def _never_in_the_way(complete: _Complete) -> _Complete:
    @wraps(complete)
    def quiet(ctx: click.Context, param: click.Parameter | None, incomplete: str) -> list[CompletionItem]:
        try:
            return complete(ctx, param, incomplete)
        except Exception:  # Whatever it is: a message would stand in the middle of the line being typed.
            return []

    return quiet


@_never_in_the_way
def reports(ctx: click.Context, param: click.Parameter | None, incomplete: str) -> list[CompletionItem]:
    """The reports of the store, BODY/YEAR."""
    return _items(_reports(ctx), incomplete)


@_never_in_the_way
def reports_or_files(
    ctx: click.Context, param: click.Parameter | None, incomplete: str
) -> list[CompletionItem]:
    """The reports of the store; files where none begins like this."""
    return [CompletionItem(incomplete, type="file"), *_items(_reports(ctx), incomplete)]


@_never_in_the_way
def bodies(ctx: click.Context, param: click.Parameter | None, incomplete: str) -> list[CompletionItem]:
    """The bodies of the store that report."""
    return _items(_bodies(ctx), incomplete)


@_never_in_the_way
def views(ctx: click.Context, param: click.Parameter | None, incomplete: str) -> list[CompletionItem]:
    """What a page can be of: the views of all reports, bodies and reports of the store."""
    return _items(["all", "bodies", "laws", "firms", "matrix", *_bodies(ctx), *_reports(ctx)], incomplete)


@_never_in_the_way
def of_questions(ctx: click.Context, param: click.Parameter | None, incomplete: str) -> list[CompletionItem]:
    """The value of the parameter that is named before (``--law``), else the questions."""
    words = list(ctx.params.get("question") or ())
    if words and words[-1].startswith("--"):
        return _items(_values(ctx, words), incomplete)
    return [
        CompletionItem(file.stem, help=_title(file))
        for file in _questions()
        if file.stem.startswith(incomplete)
    ]


@_never_in_the_way
def parameters(ctx: click.Context, param: click.Parameter | None, incomplete: str) -> list[CompletionItem]:
    """The parameters of the questions that are named before, as options."""
    taken = {
        parameter.name: parameter.description[read_in() or "zh"]
        for asked in _asked(ctx.params.get("question") or ())
        for parameter in asked.parameters
    }
    options = {f"--{name.replace('_', '-')}": told for name, told in taken.items()}
    return [
        CompletionItem(option, help=told) for option, told in options.items() if option.startswith(incomplete)
    ]


def _items(values: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(value) for value in dict.fromkeys(values) if value.startswith(incomplete)]


def _values(ctx: click.Context, words: list[str]) -> list[str]:
    """What the parameter named last may be, if that is a body, a year or an instrument."""
    name = words[-1].removeprefix("--").replace("-", "_")
    name = ALIASES.get(name, name)
    kinds = {parameter.name: parameter.type for asked in _asked(words) for parameter in asked.parameters}
    kind = kinds.get(name)
    if kind == "body":
        return _bodies(ctx)
    if kind == "year":
        return sorted({report.rpartition("/")[2] for report in _reports(ctx)})
    return _laws() if kind == "instrument" else []


def _questions() -> list[Path]:
    import fazhi.queries

    return sorted(Path(fazhi.queries.__path__[0]).glob("*.rq"))


def _title(question: Path) -> str:
    found = _TITLE.match(question.read_text("utf-8"))
    return found[read_in() or "zh"] if found else ""


def _asked(words: Iterable[str]) -> list[Any]:
    from fazhi.queries.catalogue import read_question

    return [read_question(file) for file in _questions() if file.stem in set(words)]


def _reports(ctx: click.Context) -> list[str]:
    """BODY/YEAR of the reports in the store; not those that name no body."""
    from fazhi.kg.store.manifest import Manifest
    from fazhi.kg.store.manifest_file import read_manifest
    from fazhi.kg.store.settings import read_settings

    store = ctx.params.get("store_path")
    if store is None:
        raise FileNotFoundError("the store that was named is no folder, and no other is meant")
    settings = read_settings(store)
    reports = Manifest(store, read_manifest(store, settings)).reports
    names = (graph.removeprefix(f"{settings['base']}graph/") for graph in reports)
    return sorted(name for name in names if not name.startswith("document/"))


def _bodies(ctx: click.Context) -> list[str]:
    return sorted({report.rpartition("/")[0] for report in _reports(ctx)})


def _laws() -> list[str]:
    """The titles of the built-in register, short ones first."""
    import fazhi.ontology

    table = Path(fazhi.ontology.__path__[0], "data", "instruments.csv")
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"), newline="")))
    return [*(row["short_title"] for row in rows), *(row["title"] for row in rows)]
