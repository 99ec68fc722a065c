"""The base of all errors that are the user's mistake, in every package."""

from __future__ import annotations


class FazhiError(ValueError):
    """Something given to the program is not valid: a file, a name, a query, a store.

    The message is for the user: one line that says what, where and what to do. ``fazhi`` then exits with
    code 2. Any other exception except OSError is a bug in the program.
    """
