"""What is given of a report beside its text: its issuer and year where the text lacks them, and its source.

It stands in a YAML file beside the report, ``NAME.meta.yaml`` beside ``NAME.txt`` or ``NAME.pdf``
(``NAME.txt.yaml`` and ``NAME.yaml`` are read too)::

    issuer: 启东生命健康产业园
    year: 2023
    source_url: https://www.qidong.gov.cn/…
    retrieved: 2024-04-01

For many reports there is a table: :mod:`fazhi.kg.linking.source_table`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from fazhi.extractors import ReadError
from fazhi.extractors.reading import files
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import both
from fazhi.ontology.record_types import FIRST_YEAR, LAST_YEAR

MAX_BYTES = 20_000
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


class GivenError(FazhiError):
    """A sidecar file is unreadable or holds something that it must not; the message names the file."""


@dataclass(frozen=True)
class Given:
    """Values that win over those read from the text; None where nothing is given."""

    issuer: str | None = None
    year: int | None = None
    source_url: str | None = None
    retrieved: date | None = None

    def over(self, other: Given) -> Given:
        """These values, and those of ``other`` where there are none."""
        return Given(
            self.issuer or other.issuer,
            self.year or other.year,
            self.source_url or other.source_url,
            self.retrieved or other.retrieved,
        )


#: Nothing is given beside the text.
NOTHING = Given()


def sidecar_of(report: Path) -> Path | None:
    """The sidecar beside ``report``; None where there is none, GivenError where there are two."""
    names = (report.with_suffix(".meta.yaml"), Path(f"{report}.yaml"), report.with_suffix(".yaml"))
    found = [file for file in names if files.exists(file)]
    if len(found) > 1:
        one, other = found[0].name, found[1].name
        raise GivenError(
            f"{one} and {other} both describe it; keep one of them",
            f"{one} 和 {other} 都是它的说明，请只留一个",
        )
    return found[0] if found else None


def read_sidecar(file: Path) -> Given:
    """What ``file`` gives. Raises GivenError."""
    try:
        content = yaml.safe_load(files.content(file, MAX_BYTES))
    except ReadError as error:
        raise GivenError(error.en, error.zh, at=file.name) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        words = " ".join(str(error).split())
        raise GivenError(f"no YAML: {words}", f"不是 YAML：{words}", at=file.name) from error
    if not isinstance(content, dict):
        raise GivenError(
            "holds no keys; write for example issuer: 启东生命健康产业园",
            "没有键；写法如 issuer: 启东生命健康产业园",
            at=file.name,
        )
    for key in content:
        if key not in Given.__dataclass_fields__:
            known = ", ".join(Given.__dataclass_fields__)
            raise GivenError(
                f"unknown key {key!r}; the keys are {known}", f"没有 {key!r} 这个键；有 {known}", at=file.name
            )
    try:
        return Given(**{key: value_of(key, value) for key, value in content.items() if value is not None})
    except GivenError as error:
        raise GivenError(error.en, error.zh, at=file.name) from None


def value_of(key: str, value: Any) -> Any:
    """The value of a key of :class:`Given`. Raises GivenError, which names no file."""
    # A list that holds itself many times over would never be written out.
    text = str(value).strip() if isinstance(value, str | int | date) else type(value).__name__
    if key == "year" and re.fullmatch(r"\d{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    if key == "issuer" and isinstance(value, str) and text:
        return text
    if key == "source_url" and _URL.fullmatch(text):
        return text
    if key == "retrieved" and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    wanted = {
        "issuer": both("the name of a body", "单位名称"),
        "year": both(f"a year from {FIRST_YEAR} to {LAST_YEAR}", f"{FIRST_YEAR}至{LAST_YEAR}之间的年度"),
        "source_url": both("a web address (http or https)", "网址（http 或 https）"),
        "retrieved": both("a day such as 2024-04-01", "日期，如 2024-04-01"),
    }[key]
    raise GivenError(f"{key} must be {wanted.en}, not {text!r}", f"{key} 应为{wanted.zh}，而不是 {text!r}")
