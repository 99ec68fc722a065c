"""The base of all errors that are the user's mistake, in every package, and what is said of others."""

from __future__ import annotations

#: Characters of a longer message that are shown: its beginning and its end.
_BEGINNING, _END = 700, 250


def fault(error: Exception) -> str:
    """What to say of an exception that is a bug in the program, in one line."""
    return f"internal error, please report it: {type(error).__name__}: {' '.join(str(error).split())}"


class FazhiError(ValueError):
    """Something given to the program is not valid: a file, a name, a query, a store.

    The message is for the user: one line that says what, where and what to do. ``fazhi`` then exits with
    code 2. Any other exception except OSError is a bug in the program. The user's own words in it
    may be of any length: the middle of a long message is left out.
    """

    def __str__(self) -> str:
        message = super().__str__()
        if len(message) <= _BEGINNING + _END:
            return message
        return f"{message[:_BEGINNING]} … {message[-_END:]}"
