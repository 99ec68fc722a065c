"""What a person reads in a terminal: messages, lines, tables. All of it is printed through this module.

Text from reports, file names, parameters, registers and queries can hold characters that a terminal obeys
(colours, titles, links, the clipboard) or that a reader cannot see (direction marks, zero width). They are
shown as escapes, such as ``\\x1b`` or ``\\u202e``, and never sent; no text is taken for markup.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

#: Characters of the Unicode categories Cc, Cf, Cs, Zl and Zp: controls, format characters (direction, zero
#: width, tags), surrogates, line and paragraph separators.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
#: A line and its style: bold, dim, or none.
Line = tuple[str, str]
_STYLES: dict[str, Callable[[str], str]] = {
    "": str,
    "bold": partial(click.style, bold=True),
    "dim": partial(click.style, dim=True),
}
#: What needs no quotes on a command line.
_PLAIN = re.compile(r"[\w.,:/%·-]+")
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def shown(text: str, *, lines: bool = False) -> str:
    """``text`` with escapes for what a terminal obeys or a reader cannot see.

    ``lines`` leaves line feeds and tabs alone. A backslash of the text stays single, so that paths stay
    readable: an escape tells a person what is there, it is not meant to be read back.
    """
    return _HIDDEN.sub(lambda found: _escape(found[0], lines), text)


def _escape(character: str, lines: bool) -> str:
    if lines and character in "\n\t":
        return character
    code = ord(character)
    if code < 0x100:
        return _NAMED.get(character, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown_in_json(text: str) -> str:
    """JSON ``text`` with JSON's own escapes for such characters: the same data, safe to look at."""
    return _HIDDEN.sub(lambda found: found[0] if found[0] in "\n\t" else _json_escape(found[0]), text)


def _json_escape(character: str) -> str:
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def as_word(value: str) -> str:
    """``value`` as it is typed on a command line, in quotes where it needs them."""
    return value if _PLAIN.fullmatch(value) else shlex.quote(value)


def text_width() -> int:
    """In how many cells running text is set: the terminal's, 100 at most."""
    return min(shutil.get_terminal_size().columns, 100)


def complain(message: str) -> None:
    """Print ``message`` on standard error as one line after the program's name."""
    print("fazhi:", shown(" ".join(message.split())), file=sys.stderr)


def print_lines(lines: Iterable[str], *, stderr: bool = False) -> None:
    """Print each of ``lines`` as one line."""
    stream = sys.stderr if stderr else sys.stdout
    stream.writelines(f"{shown(line)}\n" for line in lines)


def terminal_width() -> int | None:
    """The width of the terminal in cells; None where nobody reads the output at one."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def print_pages(lines: Iterable[Line]) -> None:
    """Print lines of :func:`shown` text.

    On a terminal they have their style, and where they are more than fit, a pager shows them (PAGER, else
    ``less`` where it is).
    """
    if not sys.stdout.isatty():
        sys.stdout.writelines(f"{text}\n" for text, _ in lines)
        return
    styled = [_STYLES[style](text) for text, style in lines]
    text = "".join(f"{line}\n" for line in styled)
    if len(styled) < shutil.get_terminal_size().lines:
        sys.stdout.write(text)
        return
    os.environ.setdefault("LESS", "FRX")
    click.echo_via_pager(text, color=True)


def console(*, stderr: bool = False) -> Console:
    """A console for tables of :func:`shown` text; lines are not wrapped if the output is no terminal."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(
        file=stream,
        highlight=False,
        markup=False,
        emoji=False,
        width=None if stream.isatty() else 10_000,
        soft_wrap=False,
    )
