"""Cues (语境线索): words around a statement that change what it says: negation, plans, norms, others.

Each is named once, in ``lexicon/cues.yaml``, and shared by all rules, as in ConText (Harkema et al., 2009,
*J. Biomed. Inform.* 42:839) and its implementation in medspaCy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from fazhi.extractors.language.lexicons import lexicon

#: What ends the words that a cue governs: 未发生事故，查处案件3起 denies no case.
_CLAUSE_MARK = re.compile("[，。；：！？\n]")


@dataclass(frozen=True)
class Cue:
    """Words ``before`` or ``after`` a statement that govern it, within ``reach`` characters.

    ``before`` is searched for in the words that precede, ``after`` in those that follow; they end at the mark
    of a clause unless ``beyond_clause``. ``$`` in ``before`` and ``^`` in ``after`` stand next to the
    statement.
    """

    name: str
    reach: int
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    beyond_clause: bool = False

    def governs(self, folded: str, start: int, end: int) -> bool:
        """Whether the cue governs ``folded[start:end]``. Offsets: 0-based code points, end exclusive."""
        if self.before and self.before.search(self._preceding(folded, start)):
            return True
        return bool(self.after and self.after.search(self._following(folded, end)))

    def _preceding(self, folded: str, start: int) -> str:
        words = folded[max(0, start - self.reach) : start]
        return words if self.beyond_clause else _CLAUSE_MARK.split(words)[-1]

    def _following(self, folded: str, end: int) -> str:
        words = folded[end : end + self.reach]
        return words if self.beyond_clause else _CLAUSE_MARK.split(words, maxsplit=1)[0]


@cache
def cues() -> Mapping[str, Cue]:
    """The cues of ``lexicon/cues.yaml`` by name."""
    return {
        name: Cue(
            name,
            entry["reach"],
            before=re.compile(entry["before"]) if "before" in entry else None,
            after=re.compile(entry["after"]) if "after" in entry else None,
            beyond_clause=entry.get("beyond_clause", False),
        )
        for name, entry in lexicon("cues").items()
    }
