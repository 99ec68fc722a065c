"""What became of last year's plans: activities in a body's next report that are about a plan's matter.

Each clause of a plan is compared with every activity of the following year by the words they share
(:mod:`fazhi.kg.assessment.likeness`, weighted over the two reports). The same topic and class lower the
likeness required. If nothing is found, the next report does not mention the matter; it may have been done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fazhi.extractors.components.activity_classes import classify
from fazhi.kg.assessment.likeness import Alike, Likeness

#: The least likeness at which an activity follows up a plan, if they are of one class and if they are not.
SAME_CLASS, ANY_CLASS = 0.45, 0.65
#: What is rounded up to the lower of the two.
_LEAST = SAME_CLASS - 0.005
#: Activities kept for one plan, the most alike first.
MOST = 5
_CLAUSE = re.compile(r"[，,。；;：:]")
_SHORTEST_CLAUSE = 4


@dataclass(frozen=True)
class Item:
    """A plan or an activity: its IRI, its words, and the id of its class if it has one."""

    node: str
    text: str
    activity_class: str | None


@dataclass(frozen=True)
class FollowUp:
    """An activity on a plan's matter, with the likeness (0 to 1) and the rule that accepted it.

    The rule is an id of the assessment-rule scheme.
    """

    plan: Item
    activity: Item
    likeness: float
    rule: str


def follow_ups(plans: Sequence[Item], activities: Sequence[Item]) -> Iterator[FollowUp]:
    """The activities that follow up each plan, at most :data:`MOST` per plan."""
    likeness = Likeness(item.text for item in (*plans, *activities))
    told = Alike(likeness.score, _LEAST, ((item.text, item.activity_class, item) for item in activities))
    for plan in plans:
        clauses = [c for c in _CLAUSE.split(plan.text) if len(c) >= _SHORTEST_CLAUSE] or [plan.text]
        classes = {plan.activity_class} | {classify(clause)[0] for clause in clauses}
        scores: dict[str, tuple[float, Item]] = {}
        for clause in clauses:
            for score, _, alike in told.to(clause):
                for activity in alike:
                    best = scores.get(activity.node, (0.0, activity))[0]
                    scores[activity.node] = max(best, round(score, 2)), activity
        found = []
        for score, activity in scores.values():
            same = activity.activity_class is not None and activity.activity_class in classes - {"other"}
            if score >= (SAME_CLASS if same else ANY_CLASS):
                rule = "class_and_words" if same else "words"
                found.append(FollowUp(plan, activity, score, rule))
        yield from sorted(found, key=lambda f: (-f.likeness, f.activity.node))[:MOST]
