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

import click

from fazhi.kg.commands.terminal import complain
from fazhi.ontology.errors import FazhiError

#: Every command, in the order ``fazhi --help`` lists them.
COMMANDS = (
    "build",
    "register",
    "extract",
    "check",
    "query",
    "ask",
    "search",
    "sparql",
    "view",
    "mcp",
    "explain",
    "revise",
    "export",
    "serve",
    "validate",
    "evaluate",
)


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is looked up."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"fazhi.kg.commands.{name}").command
        return command


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="fazhi-kg", prog_name="fazhi", message="%(prog)s %(version)s")
def cli() -> None:
    """Chinese annual rule-of-law government reports as a linked-data knowledge graph.

    读取年度法治政府建设情况报告，生成可查询、可追溯到原句的知识图谱。

    \b
    Example 示例:
      fazhi build examples/reports
      fazhi query cites-law --law 安全生产法
    """


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
            # Names of files need not be UTF-8: JSON has such an escape for them, too.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        result = cli.main(list(arguments), prog_name="fazhi", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except SystemExit as exit_:
        return int(exit_.code or 0)
    except click.ClickException as error:
        return _complain(_usage(error), 2)
    except (click.Abort, KeyboardInterrupt):
        return _complain("interrupted", 130)
    except BrokenPipeError:
        # The reader (head, less) has exited; keep Python from complaining as it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (FazhiError, OSError) as error:
        # The message of an OSError already names the file.
        return _complain(str(error), 2)
    except Exception as error:
        if os.environ.get("FAZHI_DEBUG"):
            raise
        return _complain(f"internal error ({type(error).__name__}: {error}); FAZHI_DEBUG=1 shows where", 70)


def _usage(error: click.ClickException) -> str:
    message = error.format_message()
    context = getattr(error, "ctx", None)
    return f"{message} (see {context.command_path} --help)" if context else message


def _complain(message: str, code: int) -> int:
    with suppress(OSError):  # Nobody reads standard error; the exit code remains.
        complain(message)
    return code


if __name__ == "__main__":
    main()
