"""The base of all errors that are the user's mistake, in every package, and what is said of others."""

from __future__ import annotations

from fazhi.ontology.languages import Both, both

#: Characters of a longer message that are shown: its beginning and its end.
_BEGINNING, _END = 700, 250


def fault(error: Exception) -> Both:
    """What to say of an exception that is a bug in the program, in one line."""
    words = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return both(f"internal error, please report it: {words}", f"程序内部错误，请反馈：{words}")


class FazhiError(ValueError):
    """Something given to the program is not valid: a file, a name, a query, a store.

    The message is for the user, in English and Chinese: one line that says what, where and what to do.
    ``at`` is where: a file, a file and line, an address; it stands before the text. ``fazhi`` then exits with
    code 2. Any other exception except OSError is a bug in the program. The user's own words in it
    may be of any length: the middle of a long message is left out.
    """

    def __init__(self, en: str, zh: str = "", *, at: object = "") -> None:
        """With ``en`` alone, the text is the same for every reader: the words of an engine, or of a rule."""
        super().__init__(en, zh)
        self.at = at if isinstance(at, Both) else Both(str(at), str(at))

    @property
    def text(self) -> Both:
        """What is wrong, without where."""
        en, zh = self.args[:2]
        return Both(en, zh or en)

    @property
    def en(self) -> str:
        """The message in English."""
        return _placed(self.at.en, self.text.en)

    @property
    def zh(self) -> str:
        """The message in Chinese."""
        return _placed(self.at.zh, self.text.zh)

    @property
    def both(self) -> Both:
        """The message in both languages."""
        return Both(self.en, self.zh)

    def told_in(self, language: str) -> str:
        """The message in a language: ``zh``, ``en``, or both for any other."""
        return {"zh": self.zh, "en": self.en}.get(language, f"{self.en} {self.zh}")

    def __str__(self) -> str:
        return _shortened(_placed(str(self.at), str(self.text)))


def _placed(place: str, text: str) -> str:
    # A name in it may have line breaks.
    return " ".join((f"{place}: {text}" if place else text).splitlines())


def _shortened(message: str) -> str:
    if len(message) <= _BEGINNING + _END:
        return message
    return f"{message[:_BEGINNING]} … {message[-_END:]}"
