"""Train the classifier of activity classes from the annotated reports: ``make train``.

Run from the root of the source tree after gold was added or mended, or after the lexicon's classes changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from spacy.pipeline import TextCategorizer
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

from fazhi.extractors.components.activity_classes import class_scores, classify
from fazhi.extractors.components.trained_classes import MODEL, blank_classifier, classifier_text
from fazhi.extractors.evaluation.gold import EXAMPLES, GoldDocument, load_gold
from fazhi.extractors.language.characters import unspaced_offsets
from fazhi.extractors.outline import outline
from fazhi.extractors.report_text import ReportText

GOLD = Path("tests/gold")
EPOCHS, BATCH = 12, 16


class Clause(NamedTuple):
    """An annotated activity: its folded words, the title of its section, the class that gold gives it."""

    words: str
    heading: str
    name: str

    @property
    def text(self) -> str:
        """What the classifier reads of it."""
        return classifier_text(self.words, class_scores(self.words, self.heading))


def annotated_clauses(gold: GoldDocument) -> list[Clause]:
    """The activities of an annotated report."""
    document = gold.document
    report_text = ReportText(document.text, outline(document.text))
    # Gold counts the characters of the source text without white space.
    before = unspaced_offsets(document.source_text)
    places = [before[document.source_map.to_source(offset)] for offset in range(len(document.text))]
    clauses = []
    for record in gold.records:
        if record.type == "activity":
            start, end = bisect_left(places, record.start), bisect_left(places, record.end)
            title = report_text.section(start).title
            clauses.append(Clause(report_text.folded[start:end], title, record.fields["class"]))
    return clauses


def train(clauses: Iterable[Clause]) -> TextCategorizer:
    """A classifier trained on ``clauses``; the same clauses give the same classifier."""
    fix_random_seed(0)
    classifier = blank_classifier()
    learnt = list(clauses)
    names = sorted({clause.name for clause in learnt})
    examples = []
    for clause in learnt:
        cats = {name: float(name == clause.name) for name in names}
        doc = Doc(classifier.vocab, words=[clause.text], spaces=[False])
        examples.append(Example.from_dict(doc, {"cats": cats}))
    classifier.initialize(lambda: examples, labels=names)
    optimizer = classifier.create_optimizer()
    for _ in range(EPOCHS):
        for batch in classifier.model.ops.minibatch(BATCH, examples, shuffle=True):
            classifier.update(batch, sgd=optimizer)
    return classifier


def accuracy(classifier: TextCategorizer, clauses: Sequence[Clause]) -> float:
    """The share of ``clauses`` whose class ``classifier`` tells rightly, by each clause alone."""
    told = classifier.model.predict([clause.text for clause in clauses]).argmax(axis=1)
    return sum(classifier.labels[n] == c.name for n, c in zip(told, clauses, strict=True)) / len(clauses)


def lexicon_accuracy(clauses: Sequence[Clause]) -> float:
    """The share of ``clauses`` whose class the lexicon alone tells rightly."""
    return sum(classify(c.words, c.heading)[0] == c.name for c in clauses) / len(clauses)


def main() -> None:
    """Train on all annotated reports and write the classifier where extraction finds it."""
    clauses = [clause for gold in load_gold(GOLD, EXAMPLES) for clause in annotated_clauses(gold)]
    train(clauses).to_disk(MODEL, exclude=["vocab"])
    print(f"{len(clauses)} activities -> {MODEL}")


if __name__ == "__main__":
    main()
