"""What a report evidences of one obligation: the outcome, the rule that decided, and what it rests on.

A judgement never says that a body kept or broke the law. Silence is ``not_reported``.
"""

from __future__ import annotations

from dataclasses import dataclass

from fazhi.kg.assessment.passages import Sighting


@dataclass(frozen=True)
class Judgement:
    """An outcome (an id of the outcome scheme), its rule and the places it rests on.

    The rule is an id of the assessment-rule scheme. A colon and what is missing may follow: for
    ``element_missing`` ids of the element scheme, for ``part_missing`` of the role scheme.
    """

    outcome: str
    rule: str
    places: tuple[Sighting, ...] = ()

    @property
    def decided_by(self) -> str:
        """The rule without what is missing."""
        return self.rule.partition(":")[0]

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """What is missing, each as scheme and id."""
        scheme = "role" if self.decided_by == "part_missing" else "element"
        return tuple((scheme, name) for name in self.rule.partition(":")[2].split(",") if name)


SILENCE = Judgement("not_reported", "no_statement")
#: For a stated duty: only the sentence that states it mentions it.
NO_OTHER_STATEMENT = Judgement("not_reported", "no_other_statement")
