"""The command line. Each module of ``fazhi.kg.commands`` defines one click command named ``command``.

Command modules import heavy packages inside functions, so that ``fazhi --help`` stays fast.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise, takewhile
from typing import Any

import click

from fazhi.kg.commands.bilingual import Helped, Option
from fazhi.kg.commands.output import print_data
from fazhi.kg.commands.terminal import complain
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import both, of_environment, read_in, reading_in

#: The commands, in the order in which a newcomer meets them: ``fazhi --help`` lists them so.
GROUPS = {
    both("Check a draft", "检查草稿"): ("check", "explain"),
    both("Build the graph", "建立图谱"): ("build", "status", "remove", "register", "revise"),
    both("Ask", "提问"): ("ask", "query", "search", "sparql"),
    both("Look", "浏览"): ("serve", "view", "brief"),
    both("Hand on", "交给其他程序"): ("export", "extract", "mcp"),
    both("Test the quality", "检验质量"): ("validate", "evaluate"),
}
COMMANDS = tuple(name for names in GROUPS.values() for name in names)


class _NobodyReads(Exception):  # noqa: N818
    """A pipe was closed; of a BrokenPipeError click would make exit code 1."""


class LazyGroup(Helped, click.Group):
    """A group that imports a command's module only when the command is looked up."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"fazhi.kg.commands.{name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; raises _NobodyReads where its output is not read to the end."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _NobodyReads from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by what they are for, one line each."""
        first = max(map(len, COMMANDS))
        for title, names in GROUPS.items():
            with formatter.section(str(title)):
                for name in names:
                    command = self.get_command(ctx, name)
                    told = command.get_short_help_str() if command else ""
                    formatter.write(f"{' ' * formatter.current_indent}{name:{first}}  {told}\n")


@click.group(
    cls=LazyGroup,
    help=both(
        "Chinese annual rule-of-law government reports as a linked-data knowledge graph.",
        "读取年度法治政府建设情况报告，生成可查询、可追溯到原句的知识图谱。",
    ),
    examples=(
        "fazhi check examples/draft.txt",
        "fazhi build examples/reports",
        "fazhi ask 谁引用了安全生产法",
        "fazhi query cites-law --help",
    ),
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    package_name="fazhi-kg",
    prog_name="fazhi",
    message="%(prog)s %(version)s",
    cls=Option,
    help=both("Show the version.", "显示版本"),
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Show the help where no command is given."""
    if context.invoked_subcommand is None:
        print_data(f"{context.get_help()}\n")


def main() -> None:
    """Entry point of ``fazhi``."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP, and nohup wants it ignored.
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)
    sys.exit(run(sys.argv[1:]))


def _end(number: int, _: object) -> None:
    """End as after an error, so that nothing half-done and no child process is left."""
    sys.exit(128 + number)


def run(arguments: Sequence[str]) -> int:
    """Run the program and return its exit code.

    0: success; 1: the command found problems; 2: wrong usage or input (one line on standard error says
    what is wrong); 130: interrupted, 143: ended by another process; 70: an internal error.
    """
    # Standard streams that are closed are None; a file of ours must not get their numbers.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Chinese console (GBK) stays one; one that has no Chinese gets UTF-8. Names of files may be no
            # UTF-8: JSON has such an escape for them, too.
            stream.reconfigure(
                encoding=stream.encoding if _has_chinese(stream.encoding) else "utf-8",
                errors="backslashreplace",
            )
    with reading_in(_language(arguments)):
        return _run(arguments)


def _has_chinese(encoding: str) -> bool:
    try:
        return bool("法治".encode(encoding))
    except (LookupError, UnicodeError):
        return False


def _language(arguments: Sequence[str]) -> str:
    """The language that ``--lang`` names, before or after the command; else that of the environment.

    It is known before anything is read that may have to be complained of.
    """
    options = list(takewhile(lambda word: word != "--", arguments))
    given = [after for word, after in pairwise(options) if word == "--lang"]
    given += [word.removeprefix("--lang=") for word in options if word.startswith("--lang=")]
    return given[-1] if given else of_environment(os.environ)


def _run(arguments: Sequence[str]) -> int:
    try:
        result = cli.main(list(arguments), prog_name="fazhi", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except SystemExit as exit_:
        return int(exit_.code or 0)
    except click.ClickException as error:
        return _complain(_usage(error), 2)
    except (click.Abort, KeyboardInterrupt):
        return _complain(str(both("interrupted", "已中断")), 130)
    except (BrokenPipeError, _NobodyReads):
        # The reader (head, less) has exited; keep Python from complaining as it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (FazhiError, OSError) as error:
        # The message of an OSError already names the file.
        return _complain(str(error), 2)
    except Exception as error:
        if os.environ.get("FAZHI_DEBUG"):
            raise
        words = both("internal error", "程序内部错误")
        where = both("FAZHI_DEBUG=1 shows where", "设置 FAZHI_DEBUG=1 可显示出错位置")
        return _complain(f"{words} ({type(error).__name__}: {error}); {where}", 70)


def _usage(error: click.ClickException) -> str:
    message = error.format_message()
    context = getattr(error, "ctx", None)
    if not context:
        return message
    help_ = f"{context.command_path} --help"
    return f"{message} {both(f'(see {help_})', f'（参见 {help_}）') if read_in() else f'(see 参见 {help_})'}"


def _complain(message: str, code: int) -> int:
    with suppress(OSError):  # Nobody reads standard error; the exit code remains.
        complain(message)
    return code


if __name__ == "__main__":
    main()
