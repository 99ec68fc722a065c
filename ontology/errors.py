"""What is a user's mistake, in every room."""

from __future__ import annotations


class FazhiError(ValueError):
    """Something given to the program is not as it must be: a file, a name, a query, a store.

    The message is for the user: one line that says what, where and what to do. ``fazhi`` ends with exit
    code 2. Any other exception but OSError is a fault of the program.
    """
