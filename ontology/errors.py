"""The root of all errors that are the user's to mend."""


class FazhiError(ValueError):
    """What was asked cannot be done; the message says what, where and what to do, in one line."""
