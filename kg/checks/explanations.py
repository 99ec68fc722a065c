"""What each code means and why it matters, from checks.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from fazhi.kg.checks.finding import Severity
from fazhi.ontology.errors import FazhiError

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Explanation:
    """A code's severity and texts: title, why (with the article or standard behind it) and what to do."""

    code: str
    severity: Severity
    title_zh: str
    title_en: str
    why_zh: str
    why_en: str
    suggestion_zh: str
    suggestion_en: str

    def title(self, language: Language) -> str:
        """What is wrong, in a few words."""
        return self.title_zh if language == "zh" else self.title_en

    def why(self, language: Language) -> str:
        """Why it matters, and the source of the rule."""
        return self.why_zh if language == "zh" else self.why_en

    def suggestion(self, language: Language) -> str:
        """General advice on what to do."""
        return self.suggestion_zh if language == "zh" else self.suggestion_en


def explanation(code: str) -> Explanation:
    """The explanation of ``code``; raises FazhiError for an unknown code."""
    found = explanations().get(code)
    if found is None:
        raise FazhiError(
            f"{code} is no code of a check; known are {', '.join(explanations())}",
            f"没有代码 {code}；有 {'、'.join(explanations())}",
        )
    return found


@cache
def explanations() -> dict[str, Explanation]:
    """All explanations by code, in order."""
    data = yaml.safe_load(files("fazhi.kg.checks").joinpath("checks.yaml").read_text("utf-8"))
    return {code: Explanation(code=code, **fields) for code, fields in data.items()}
