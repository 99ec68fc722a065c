"""A rule (规则): an entry of a file that says what to look for and what must or must not govern it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.rules.cues import Cue, cues

#: The text in which a rule is tried.
Scope = Literal["text", "sentence", "clause", "heading", "title"]
_KEYS = frozenset({"id", "says", "scope", "looks_for", "plain", "only", "never", "weight", "within"})


@dataclass(frozen=True, eq=False)
class Rule:
    """What one entry says.

    ``looks_for`` is a regular expression, and every match of it holds one of the words in ``plain``; where
    it is ``None``, any of these words is what is looked for. ``only`` and ``never`` are cues: one of
    the former must govern the match, none of the latter may. ``says`` is what follows from a match (a class,
    a role …), by default the rule's ``id``; ``weight`` is how much it counts where rules add up. ``within``
    says how many characters before and behind a plain word a match in a whole text may reach.
    """

    id: str
    says: str
    scope: Scope
    plain: tuple[str, ...]
    looks_for: str | None = None
    only: tuple[Cue, ...] = ()
    never: tuple[Cue, ...] = ()
    weight: float = 1.0
    within: tuple[int, int] = (60, 60)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The regular expression that finds what the rule looks for."""
        words = "|".join(map(re.escape, self.plain))
        return re.compile(words if self.looks_for is None else self.looks_for)

    @cached_property
    def find(self) -> Callable[[str], re.Match[str] | None]:
        """Finds the first thing in a folded text that the rule looks for and its cues allow."""
        if not self.only and not self.never:
            return self.pattern.search

        def find(folded: str) -> re.Match[str] | None:
            for match in self.pattern.finditer(folded):
                if self.allowed(folded, *match.span()):
                    return match
            return None

        return find

    def allowed(self, folded: str, start: int, end: int) -> bool:
        """Whether its cues let the rule speak of ``folded[start:end]``."""
        if any(cue.governs(folded, start, end) for cue in self.never):
            return False
        return not self.only or any(cue.governs(folded, start, end) for cue in self.only)


def rules(name: str, key: str = "rules") -> list[Rule]:
    """The rules under ``key`` of ``lexicon/<name>.yaml``, in the order of the file.

    An entry with ``words`` in place of ``plain`` stands for a rule a word. Raises ``ValueError`` for an entry
    that is no rule.
    """
    return [rule for entry in lexicon(name)[key] for rule in _rules(entry, f"{name}.yaml, {key}")]


def _rules(entry: Mapping[str, Any], where: str) -> Iterable[Rule]:
    if "words" in entry:
        alike = {key: value for key, value in entry.items() if key != "words"}
        for word in entry["words"].split():
            yield from _rules({**alike, "id": f"{entry['id']}.{word}", "plain": word}, where)
        return
    unknown = set(entry) - _KEYS
    scope = entry.get("scope", "clause")
    plain = tuple(str(entry.get("plain", "")).split())
    if unknown or "id" not in entry or not plain or scope not in get_args(Scope):
        raise ValueError(f"{where}: {dict(entry)} is no rule: {', '.join(unknown) or 'id, plain or scope'}")
    before, behind = entry.get("within", (60, 60))
    yield Rule(
        entry["id"],
        entry.get("says", entry["id"]),
        scope,
        plain,
        entry.get("looks_for"),
        only=_cues(entry.get("only", "")),
        never=_cues(entry.get("never", "")),
        weight=float(entry.get("weight", 1)),
        within=(before, behind),
    )


def _cues(names: str) -> tuple[Cue, ...]:
    return tuple(cues()[name] for name in names.split())
