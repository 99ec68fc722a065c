"""Texts for people, in English and in Chinese (中英文并列): both are written where the text is, one is shown.

``both("no such file", "没有这个文件")`` is a text in both languages. As a string it is in the language of the
reader (:func:`read_in`), or in one after the other where that is not known.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal, NamedTuple, get_args

Language = Literal["en", "zh"]

#: The environment variable that names the language: zh, en, or both.
VARIABLE = "FAZHI_LANG"
BOTH = "both"


class Both(NamedTuple):
    """One text in English and in Chinese."""

    en: str
    zh: str

    def __str__(self) -> str:
        language = read_in()
        if language:
            return self.en if language == "en" else self.zh
        return self.en if self.en == self.zh else f"{self.en} {self.zh}"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def both(en: str, zh: str) -> Both:
    """A text in English and in Chinese. In an f-string it is in the language of the reader."""
    return Both(en, zh)


def read_in() -> Language | None:
    """The language in which texts are shown; None for both, one after the other."""
    return language_named(os.environ.get(VARIABLE, ""))


def language_named(name: str) -> Language | None:
    """The language of a code such as ``zh`` or a locale such as ``zh_CN.UTF-8``; None for any other."""
    code = name.strip().lower().partition(".")[0].replace("-", "_").partition("_")[0]
    return next((language for language in get_args(Language) if language == code), None)


def of_environment(environment: Mapping[str, str]) -> str:
    """``zh``, ``en`` or ``both``: what :data:`VARIABLE` says, else the locale (POSIX: LC_ALL before
    LC_MESSAGES before LANG).
    """
    if given := environment.get(VARIABLE, "").strip():
        return language_named(given) or BOTH
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return language_named(locale) or BOTH


@contextmanager
def reading_in(language: str) -> Iterator[None]:
    """Show texts in ``language`` (``zh``, ``en`` or ``both``), here and in child processes that start."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = language
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
