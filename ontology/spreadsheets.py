"""CSV that a spreadsheet opens without running anything: text that would be a formula gets an apostrophe.

After OWASP, "CSV Injection" (https://owasp.org/www-community/attacks/CSV_Injection), and requirement 1.2.10
of its Application Security Verification Standard 5.0: what begins with ``=``, ``+``, ``-`` or ``@``, in full
width too, with a tab, a line break or NUL. A spreadsheet shows such a cell as text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

#: What a spreadsheet may pass over before the sign: white space, controls, characters of no width.
_BLANK = "[\\s\0-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"
_FORMULA = re.compile(f"'*(?:[\0\t\r\n]|{_BLANK}[=+\\-@＝＋－＠﹦﹢﹣﹫])")
_NEGATIVE = re.compile(r"-\d+(\.\d+)?", re.ASCII)


def guarded(text: str) -> str:
    """``text`` as a cell that is no formula: with an apostrophe in front where it would be one.

    A negative number is none. Text that begins with apostrophes and such a sign gets one more, so that
    :func:`unguarded` gives every text back.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NEGATIVE.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell that :func:`guarded` made, or that a person wrote with an apostrophe like it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def csv_table(rows: Iterable[Iterable[str | int | float | None]], *, line_end: str) -> str:
    """The rows as CSV with commas, each closed by ``line_end``; text is :func:`guarded`, numbers stay."""
    lines = []
    for row in rows:
        # Ended by both characters, the writer puts quotes around cells that hold either of them.
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\r\n").writerow(
            guarded(cell) if isinstance(cell, str) else cell for cell in row
        )
        lines.append(line.getvalue().removesuffix("\r\n") + line_end)
    return "".join(lines)
