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

FIRST_YEAR, LAST_YEAR = 1949, 2100
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
        raise GivenError(f"{found[0].name} and {found[1].name} both describe it; keep one of them")
    return found[0] if found else None


def read_sidecar(file: Path) -> Given:
    """What ``file`` gives. Raises GivenError."""
    try:
        content = yaml.safe_load(files.content(file, MAX_BYTES))
    except ReadError as error:
        raise GivenError(f"{file.name}: {error}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise GivenError(f"{file.name}: no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise GivenError(f"{file.name}: holds no keys; write for example issuer: 启东生命健康产业园")
    for key in content:
        if key not in Given.__dataclass_fields__:
            known = ", ".join(Given.__dataclass_fields__)
            raise GivenError(f"{file.name}: unknown key {key!r}; the keys are {known}")
    try:
        return Given(**{key: value_of(key, value) for key, value in content.items() if value is not None})
    except GivenError as error:
        raise GivenError(f"{file.name}: {error}") from None


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
        "issuer": "the name of a body",
        "year": f"a year from {FIRST_YEAR} to {LAST_YEAR}",
        "source_url": "a web address (http or https)",
        "retrieved": "a day such as 2024-04-01",
    }
    raise GivenError(f"{key} must be {wanted[key]}, not {text!r}")
