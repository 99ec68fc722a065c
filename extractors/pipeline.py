"""The spaCy pipeline: a blank Chinese model (a token a character) and our components in their order."""

from __future__ import annotations

from functools import cache
from importlib import import_module

import spacy
from spacy.language import Language

#: Component factories in the order they run; each lives in the module of its name in ``components``.
COMPONENTS = (
    "report",
    "citation",
    "publicity_day",
    "leading_group",
    "counsel",
    "duty",
    "observation",
    "problem_plan",
    "activity",
)


@cache
def pipeline() -> Language:
    """The pipeline, built once a process."""
    nlp = spacy.blank("zh")
    for name in COMPONENTS:
        import_module(f"extractors.components.{name}")
        nlp.add_pipe(f"fazhi_{name}")
    return nlp
