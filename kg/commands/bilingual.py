"""Commands and options whose help is in English and Chinese (both), and shown in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar, cast

import click

from fazhi.kg.commands import click_words
from fazhi.kg.commands.layout import cells, padded, wrapped
from fazhi.ontology.languages import BOTH, Both, both, read_in

_F = TypeVar("_F", bound=Callable[..., Any])

click_words.use()


def wrong_use(en: str, zh: str, *, at: object = "") -> click.UsageError:
    """The error to raise for options or arguments that do not go together; ``at`` stands before its text."""
    return click.UsageError(f"{at}: {both(en, zh)}" if str(at) else str(both(en, zh)))


class Formatter(click.HelpFormatter):
    """Help in the cells of a terminal: click counts characters, of which a Chinese one takes two."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, which stand apart by an empty line."""
        indent = " " * self.current_indent
        for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
            if number:
                self.write("\n")
            for line in wrapped(paragraph, self.width - self.current_indent):
                self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 26, col_spacing: int = 2) -> None:
        """Write names with what they mean beside them, or beneath those of more than ``col_max`` cells."""
        rows = list(rows)
        names = [cells(name) for name, _ in rows]
        first = max((width for width in names if width <= col_max), default=col_max)
        indent = " " * self.current_indent
        beside = f"{indent}{' ' * (first + col_spacing)}"
        for name, meaning in rows:
            lines = wrapped(meaning, self.width - len(beside)) if meaning else []
            if cells(name) > first:
                self.write(f"{indent}{name}\n")
            else:
                start = lines.pop(0) if lines else ""
                self.write(f"{indent}{padded(name, first + col_spacing)}{start}".rstrip() + "\n")
            for line in lines:
                self.write(f"{beside}{line}\n")


class Context(click.Context):
    """The context of a command, with the formatter for its help."""

    formatter_class = Formatter


class Option(click.Option):
    """An option with its help in both languages."""

    def __init__(self, *args: Any, help: Both | None = None, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self._told = help

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its help, in the reader's language."""
        self.help = str(self._told) if self._told else None
        return super().get_help_record(ctx)


option = partial(click.option, cls=Option)

language_option = option(
    "--lang",
    type=click.Choice(["zh", "en", BOTH]),
    expose_value=False,
    help=both(
        "Language of what is shown; else FAZHI_LANG, else that of the system (LANG).",
        "显示语言；缺省按 FAZHI_LANG，其次按系统语言（LANG）",
    ),
)


class Helped(click.Command):
    """What commands and their group share: help in the reader's language, examples below it, ``--lang``."""

    context_class = Context

    def __init__(
        self,
        *args: Any,
        help: Both,
        short_help: Both | None = None,
        examples: Sequence[str] = (),
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        self._told = help
        self._short = short_help or help
        self._examples = examples
        language_option(self)

    def get_short_help_str(self, limit: int = 45) -> str:
        """What stands beside the command in the list of all, never cut."""
        return str(self._short)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does, in both languages one after the other."""
        told = str(self._told) if read_in() else f"{self._told.en}\n\n{self._told.zh}"
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(told)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        if self._examples:
            with formatter.section(str(both("Example", "示例"))):
                for example in self._examples:
                    formatter.write(f"{' ' * formatter.current_indent}{example}\n")


class Command(Helped):
    """A command with its help in both languages."""


def command(
    *,
    help: Both,
    examples: Sequence[str] = (),
    short_help: Both | None = None,
    cls: type[Command] = Command,
    **attributes: Any,
) -> Callable[[_F], click.Command]:
    """Make a function a command. ``help`` says what it does, ``short_help`` in one line; ``examples`` are
    command lines.
    """
    made = click.command(
        cls=cls, help=cast(Any, help), examples=examples, short_help=cast(Any, short_help), **attributes
    )
    return cast("Callable[[_F], click.Command]", made)
