"""The spaCy pipeline: a blank Chinese model with one token per character, and our components in order."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

import spacy
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc
from spacy.vocab import Vocab

#: Component factories in the order they run. Each is in the module of that name in ``components``.
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
    "spans",
)


class CharacterTokenizer:
    """Makes every character a token, including white space, so that token indices are character offsets.

    spaCy's own character segmenter attaches single spaces to the preceding token, and it searches for each
    token in a copy of the rest of the text.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._hashes = _Hashes(vocab.strings)

    def __call__(self, text: str) -> Doc:
        hashes = list(map(self._hashes.__getitem__, text))
        return Doc(self.vocab, words=hashes, spaces=[False] * len(text))


class _Hashes(dict[str, Any]):
    """spaCy's hash of each character seen. Building a Doc from hashes takes half as long as from strings."""

    def __init__(self, strings: StringStore) -> None:
        self._strings = strings

    def __missing__(self, character: str) -> Any:
        self[character] = self._strings.add(character)
        return self[character]


@cache
def pipeline() -> Language:
    """The pipeline, built once per process."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = CharacterTokenizer(nlp.vocab)
    for name in COMPONENTS:
        import_module(f"fazhi.extractors.components.{name}")
        nlp.add_pipe(f"fazhi_{name}")
    return nlp
