"""Trains the labeller of clauses (:mod:`fazhi.extractors.components.trained_clauses`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fazhi.extractors.components.activity_clauses import Clause
from fazhi.extractors.components.trained_clauses import (
    BARRED,
    CONTINUES,
    LABELS,
    NOTHING,
    SEEN,
    Floats,
    Labeller,
    Numbers,
    clause_scores,
    clauses_by_place,
    features_of,
    shifted,
)

EPOCHS, BATCH, RATE, DECAY = 18, 64, 0.02, 5e-4
#: The epochs whose weights are averaged.
AVERAGED = EPOCHS // 2
#: How often a feature must occur to be learnt.
LEAST = 2


def train_labeller(sentences: Sequence[Sequence[Clause]], labels: Sequence[Sequence[str]]) -> Labeller:
    """A labeller trained on sentences and the labels of their clauses; the same ones give the same labeller.

    Their likelihood is maximised by Adam (Kingma and Ba, 2015) in batches of sentences; weights are averaged.
    """
    features = features_of([clause for sentence in sentences for clause in sentence])
    known, rows, counts = np.unique(features.keys, return_inverse=True, return_counts=True)
    kept = counts >= LEAST
    rows = np.where(kept, np.cumsum(kept) - 1, kept.sum())[rows]
    lengths = np.array([len(sentence) for sentence in sentences])
    ends = np.cumsum(lengths)
    wanted = np.array([LABELS.index(label) for sentence in labels for label in sentence])
    rows_of = np.split(rows, np.cumsum(features.counts)[:-1])

    steps = np.zeros((len(LABELS), len(LABELS)))
    first = np.zeros(len(LABELS))
    steps[NOTHING, CONTINUES] = first[CONTINUES] = BARRED
    values = [np.zeros((kept.sum() + 1, len(SEEN) * len(LABELS))), steps, first]
    adam = _Adam(values, EPOCHS * -(-len(lengths) // BATCH))
    sums, added = [np.zeros_like(value) for value in values], 0
    random = np.random.default_rng(0)
    for epoch in range(EPOCHS):
        shuffled = random.permutation(len(lengths))
        for begin in range(0, len(shuffled), BATCH):
            batch = shuffled[begin : begin + BATCH]
            clauses = np.concatenate([np.arange(ends[n] - lengths[n], ends[n]) for n in batch])
            seen = np.concatenate([rows_of[clause] for clause in clauses])
            gradients = _gradients(values, seen, features.counts[clauses], lengths[batch], wanted[clauses])
            adam.update(gradients)
            if epoch >= EPOCHS - AVERAGED:
                added += 1
                for total, value in zip(sums, values, strict=True):
                    total += value
    weights, steps, first = (total / added for total in sums)
    return Labeller(known[kept], weights.astype("float16").astype("float32"), steps, first)


class _Adam:
    """Changes ``values`` in place by their gradients; the rate falls to nothing over ``updates``."""

    def __init__(self, values: list[Floats], updates: int) -> None:
        self.values = values
        self.updates = updates
        self.done = 0
        self.means = [np.zeros_like(value) for value in values]
        self.squares = [np.zeros_like(value) for value in values]

    def update(self, gradients: list[Floats]) -> None:
        self.done += 1
        rate = RATE * (1 - self.done / (self.updates + 1))
        for value, gradient, mean, square in zip(
            self.values, gradients, self.means, self.squares, strict=True
        ):
            mean += 0.1 * (gradient - mean)
            square += 0.001 * (gradient * gradient - square)
            unbiased = mean / (1 - 0.9**self.done)
            value -= rate * unbiased / (np.sqrt(square / (1 - 0.999**self.done)) + 1e-8)


def _gradients(
    values: list[Floats], rows: Numbers, counts: Numbers, lengths: Numbers, wanted: Numbers
) -> list[Floats]:
    """The gradients of weights, steps and first labels for a batch of sentences."""
    weights, steps, first = values
    scores = clause_scores(weights, rows, counts, lengths)
    chances, taken = _chances(scores, steps, first, lengths)
    difference = chances - np.eye(len(LABELS))[wanted]
    starts = np.cumsum(lengths) - lengths
    on_first = difference[starts].sum(axis=0)
    inside = np.ones(len(wanted), dtype=bool)
    inside[starts] = False
    places = np.flatnonzero(inside)
    np.add.at(taken, (wanted[places - 1], wanted[places]), -1)
    taken[NOTHING, CONTINUES] = on_first[CONTINUES] = 0
    columns = []
    for offset in SEEN:
        of_feature = np.repeat(shifted(difference, offset, lengths), counts, axis=0)
        columns += [np.bincount(rows, weights=column, minlength=len(weights)) for column in of_feature.T]
    on_weights = np.stack(columns, axis=1) / len(lengths) + DECAY * weights
    on_weights[-1] = 0
    return [on_weights, taken / len(lengths), on_first / len(lengths)]


def _chances(scores: Floats, steps: Floats, first: Floats, lengths: Numbers) -> tuple[Floats, Floats]:
    """Each label's probability for each clause, and how often each step is expected (forward-backward)."""
    at = clauses_by_place(lengths)
    forward = [scores[at[0]] + first]
    for clauses in at[1:]:
        before = forward[-1][: len(clauses)]
        forward.append(_log_sum(before[:, :, None] + steps, axis=1) + scores[clauses])
    backward = np.zeros_like(forward[-1])
    behind = [backward]
    for clauses in reversed(at[1:]):
        here = np.zeros_like(forward[len(at) - 1 - len(behind)])
        ahead = scores[clauses] + behind[-1]
        here[: len(clauses)] = _log_sum(steps + ahead[:, None, :], axis=2)
        behind.append(here)
    behind.reverse()
    total = _log_sum(forward[0] + behind[0], axis=1)
    chances, taken = np.zeros_like(scores), np.zeros_like(steps)
    for place, clauses in enumerate(at):
        chances[clauses] = np.exp(forward[place] + behind[place] - total[: len(clauses), None])
        if place:
            ahead = (scores[clauses] + behind[place])[:, None, :]
            way = forward[place - 1][: len(clauses), :, None] + steps + ahead
            taken += np.exp(way - total[: len(clauses), None, None]).sum(axis=0)
    return chances, taken


def _log_sum(values: Floats, axis: int) -> Floats:
    """The logarithm of the sum of exponentials along ``axis``."""
    highest = values.max(axis=axis, keepdims=True)
    summed: Floats = highest + np.log(np.exp(values - highest).sum(axis=axis, keepdims=True))
    return summed.squeeze(axis)
