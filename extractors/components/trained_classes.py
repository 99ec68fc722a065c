"""The class of an activity (工作类别), from a spaCy text classifier trained on the annotated reports.

Its features are the characters and adjacent character pairs of a clause, together with the lexicon's scores
(:func:`fazhi.extractors.components.activity_classes.class_scores`). ``make train`` trains it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from spacy.pipeline import TextCategorizer
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Model, chain, softmax_activation

from fazhi.extractors.components.activity_classes import class_names

MODEL = Path(__file__).parents[1] / "activity_class_model"
#: Rows of hashed weights. Halving the number lowers accuracy by half a percentage point; a power of two makes
#: the reading of the weights, which are as far apart, twice as slow.
ROWS = 8200
_NUMBER = re.compile(r"\d[\d.,]*")
#: The private-use character that marks the first class of the lexicon in the classifier's input.
_FIRST_CLASS = 0xE000
_SCORE_OF_A_MARK = 2


def blank_classifier() -> TextCategorizer:
    """An untrained linear classifier over the characters and adjacent character pairs of a text."""
    features: Model[Any, Any] = Model("characters_and_pairs", _characters_and_pairs)
    linear: Model[Any, Any] = registry.get("layers", "SparseLinear.v2")(length=ROWS)
    model: Model[Any, Any] = chain(features, linear, softmax_activation())
    model.set_ref("output_layer", linear)
    return TextCategorizer(Vocab(), model, threshold=0.0)


def _characters_and_pairs(
    model: Model[Any, Any], texts: Sequence[Doc] | Sequence[str], is_train: bool
) -> tuple[tuple[Any, Any, Any], Callable[[Any], list[Doc]]]:
    """Keys, counts and lengths for thinc's sparse layers, for all texts at once."""
    words = [text if isinstance(text, str) else text.text for text in texts]
    encoded = "".join(words).encode("utf-32-le", errors="surrogatepass")
    characters = np.frombuffer(encoded, dtype="uint32").astype("uint64")
    pairs = (characters << np.uint64(21)) | np.roll(characters, -1)
    keys = np.stack([characters, pairs], axis=1).ravel()
    lengths = np.array([2 * len(word) for word in words], dtype="int32")
    return (keys, np.ones(len(keys), dtype="float32"), lengths), lambda gradient: []


def classifier_text(clause: str, scores: Mapping[str, float]) -> str:
    """The classifier's input for a folded clause: its words with figures replaced, then a mark of a class for
    every two points that the lexicon scores it."""
    marks = _marks()
    told = [marks[name] * round(score / _SCORE_OF_A_MARK) for name, score in scores.items()]
    return f"^{_NUMBER.sub('0', clause)}${''.join(told)}"


@cache
def _marks() -> dict[str, str]:
    return {name: chr(_FIRST_CLASS + number) for number, name in enumerate(class_names())}


def probabilities(
    clauses: Sequence[tuple[str, Mapping[str, float]]],
) -> tuple[Sequence[str], list[list[float]]]:
    """The classes, and the probability of each for every pair of a folded clause and its lexicon scores.

    If the trained classifier is not installed, each class's share of the scores is used instead.
    """
    classifier = installed()
    if classifier is None:
        names = list(_marks())
        return names, [
            [scores.get(name, 0.0) / (sum(scores.values()) or 1.0) for name in names] for _, scores in clauses
        ]
    texts = [classifier_text(clause, scores) for clause, scores in clauses]
    return classifier.labels, classifier.model.predict(texts).tolist() if texts else []


@cache
def installed() -> TextCategorizer | None:
    """The trained classifier, ``None`` where it is not installed."""
    if not MODEL.exists():
        return None
    classifier = blank_classifier()
    classifier.from_disk(MODEL, exclude=["vocab"])
    return classifier
