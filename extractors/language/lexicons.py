"""Word lists, kept as data in the YAML files of ``extractors/lexicon``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def lexicon(name: str) -> Any:
    """The word lists of ``lexicon/<name>.yaml``."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files("fazhi.extractors").joinpath(f"lexicon/{name}.yaml").read_text("utf-8")
    return yaml.load(text, Loader=loader)


@cache
def union(name: str, key: str) -> str:
    """A single regular expression that matches any of the regular expressions listed under ``key``."""
    return "|".join(f"(?:{entry})" for entry in lexicon(name)[key])
