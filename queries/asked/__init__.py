"""Understands what is asked in plain Chinese or English: which question of the catalogue, and of what.

An asking is read once for every question. Years, days and names of things in the store become parameters
where the question takes such; the other words stand for meanings (words.yaml), which are compared with those
of the ways to ask the question (``asked`` in its header). The more of both agree the better, rarer
meanings weighing more; words that nothing is known of, names that the question has no use for, and a negation
on one side only count against it. Where no question is near enough, or two are equally near, none is taken:
the near ones are told instead.
"""

from fazhi.queries.asked.names import Names, names_in
from fazhi.queries.asked.understanding import Asked, Given, Reading, understand

__all__ = ["Asked", "Given", "Names", "Reading", "names_in", "understand"]
