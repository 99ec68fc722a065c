"""The class of an activity (工作类别), learnt from the annotated reports: a spaCy text classifier.

It reads a clause as a bag of its characters and pairs of neighbours, together with what the words of the
lexicon say (:func:`fazhi.extractors.components.activity_classes.class_scores`). ``make train`` makes it.
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

from fazhi.extractors.language.lexicons import lexicon

MODEL = Path(__file__).parents[1] / "activity_class_model"
#: Rows of the hashed weights: at half as many the classes told rightly are half a percent fewer.
ROWS = 8192
_NUMBER = re.compile(r"\d[\d.,]*")
#: The private-use character that stands for the first class of the lexicon in a classifier's text.
_FIRST_CLASS = 0xE000
_SCORE_OF_A_MARK = 2


def blank_classifier() -> TextCategorizer:
    """An untrained linear classifier over the characters of a text and their pairs."""
    features: Model[Any, Any] = Model("characters_and_pairs", _characters_and_pairs)
    linear: Model[Any, Any] = registry.get("layers", "SparseLinear.v2")(length=ROWS)
    model: Model[Any, Any] = chain(features, linear, softmax_activation())
    model.set_ref("output_layer", linear)
    return TextCategorizer(Vocab(), model, threshold=0.0)


def _characters_and_pairs(
    model: Model[Any, Any], texts: Sequence[Doc] | Sequence[str], is_train: bool
) -> tuple[tuple[Any, Any, Any], Callable[[Any], list[Doc]]]:
    """Keys, counts and lengths as thinc's sparse layers take them; all texts at once."""
    words = [text if isinstance(text, str) else text.text for text in texts]
    encoded = "".join(words).encode("utf-32-le", errors="surrogatepass")
    characters = np.frombuffer(encoded, dtype="uint32").astype("uint64")
    pairs = (characters << np.uint64(21)) | np.roll(characters, -1)
    keys = np.stack([characters, pairs], axis=1).ravel()
    lengths = np.array([2 * len(word) for word in words], dtype="int32")
    return (keys, np.ones(len(keys), dtype="float32"), lengths), lambda gradient: []


def classifier_text(clause: str, scores: Mapping[str, float]) -> str:
    """What the classifier reads of a folded clause: its words without figures, then a mark of the class for
    every two points of weight that the lexicon gives it."""
    marks = _marks()
    told = [marks[name] * round(score / _SCORE_OF_A_MARK) for name, score in scores.items()]
    return f"^{_NUMBER.sub('0', clause)}${''.join(told)}"


@cache
def _marks() -> dict[str, str]:
    return {name: chr(_FIRST_CLASS + number) for number, name in enumerate(lexicon("activities")["classes"])}


def probabilities(
    clauses: Sequence[tuple[str, Mapping[str, float]]],
) -> tuple[Sequence[str], list[list[float]]]:
    """The classes, and for each folded clause with its scores by the lexicon the probability of each class.

    Where the trained classifier is not installed, each class's share of the scores stands for it.
    """
    classifier = _classifier()
    if classifier is None:
        names = list(_marks())
        return names, [
            [scores.get(name, 0.0) / (sum(scores.values()) or 1.0) for name in names] for _, scores in clauses
        ]
    texts = [classifier_text(clause, scores) for clause, scores in clauses]
    return classifier.labels, classifier.model.predict(texts).tolist() if texts else []


@cache
def _classifier() -> TextCategorizer | None:
    if not MODEL.exists():
        return None
    classifier = blank_classifier()
    classifier.from_disk(MODEL, exclude=["vocab"])
    return classifier
