"""Train what tells activities and their classes from the annotated reports: ``make train``.

Run from the root of the source tree after gold was added or mended, or after the rules of activities or their
classes changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from spacy.pipeline import TextCategorizer
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

from fazhi.extractors.annotations import Annotations
from fazhi.extractors.components import trained_classes, trained_clauses
from fazhi.extractors.components.activity_classes import class_scores, classify, counted_class, heading_of
from fazhi.extractors.components.activity_clauses import Clause, sentences_on_work
from fazhi.extractors.components.trained_classes import blank_classifier, classifier_text
from fazhi.extractors.components.trained_clauses import Labeller
from fazhi.extractors.evaluation.clause_training import train_labeller
from fazhi.extractors.evaluation.gold import EXAMPLES, GoldDocument, load_gold
from fazhi.extractors.extraction import extract
from fazhi.extractors.language.characters import unspaced_offsets

GOLD = Path("tests/gold")
EPOCHS, BATCH = 12, 16
_OF_A_LONGER_SENTENCE = ("item", "heading", "opens paragraph", "ends paragraph")


class Act(NamedTuple):
    """An annotated activity: its offsets in the reading text, its folded words, the heading above it, the
    class of what it counts and the class that gold gives it."""

    start: int
    end: int
    words: str
    heading: str
    counted: str | None
    name: str

    @property
    def text(self) -> str:
        """What the classifier reads of it."""
        return classifier_text(self.words, class_scores(self.words, self.heading, self.counted))


class Lesson(NamedTuple):
    """What is learnt from an annotated report: its activities, and its sentences on work done with the labels
    of their clauses."""

    acts: list[Act]
    sentences: list[list[Clause]]
    labels: list[list[str]]


def lesson(gold: GoldDocument) -> Lesson:
    """What is learnt from an annotated report."""
    view = extract(gold.document).report_text
    assert isinstance(view, Annotations)
    acts = _acts(gold, view)
    sentences = list(sentences_on_work(view))
    return Lesson(acts, sentences, [list(_labels(clauses, acts)) for clauses in sentences])


def _acts(gold: GoldDocument, view: Annotations) -> list[Act]:
    document = gold.document
    # Gold counts the characters of the source text without white space.
    before = unspaced_offsets(document.source_text)
    places = [before[document.source_map.to_source(offset)] for offset in range(len(document.text))]
    acts = []
    counted = view.records_of("observation")
    for record in gold.records:
        if record.type == "activity":
            start, end = bisect_left(places, record.start), bisect_left(places, record.end)
            words, counts = view.folded[start:end], counted_class(counted, start, end)
            acts.append(Act(start, end, words, heading_of(view, start), counts, record.fields["class"]))
    return acts


def _labels(clauses: Sequence[Clause], acts: Sequence[Act]) -> Iterator[str]:
    """A clause belongs to the activity that it shares most with, at least half of either."""
    before = None
    for clause in clauses:
        shared = [(min(clause.end, act.end) - max(clause.start, act.start), act) for act in acts]
        most, act = max(shared, key=lambda pair: pair[0], default=(0, None))
        if act is None or 2 * most < min(clause.end - clause.start, act.end - act.start):
            act = None
        yield "nothing" if act is None else "continues" if act == before else "begins"
        before = act


def train(acts: Iterable[Act]) -> TextCategorizer:
    """A classifier trained on ``acts``; the same ones give the same classifier."""
    fix_random_seed(0)
    classifier = blank_classifier()
    learnt = list(acts)
    names = sorted({act.name for act in learnt})
    examples = []
    for act in learnt:
        cats = {name: float(name == act.name) for name in names}
        doc = Doc(classifier.vocab, words=[act.text], spaces=[False])
        examples.append(Example.from_dict(doc, {"cats": cats}))
    classifier.initialize(lambda: examples, labels=names)
    optimizer = classifier.create_optimizer()
    for _ in range(EPOCHS):
        for batch in classifier.model.ops.minibatch(BATCH, examples, shuffle=True):
            classifier.update(batch, sgd=optimizer)
    return classifier


def train_clauses(lessons: Sequence[Lesson]) -> Labeller:
    """A labeller trained on ``lessons``; the same ones give the same labeller.

    Every other clause that says something by itself is also learnt as a sentence of its own, since the
    annotated reports have few short sentences.
    """
    sentences = [sentence for each in lessons for sentence in each.sentences]
    labels = [labels for each in lessons for labels in each.labels]
    alone = [
        pair for clauses, these in zip(sentences, labels, strict=True) for pair in _alone(clauses, these)
    ]
    return train_labeller(
        sentences + [[clause] for clause, _ in alone[::2]], labels + [[label] for _, label in alone[::2]]
    )


def _alone(clauses: Sequence[Clause], labels: Sequence[str]) -> Iterator[tuple[Clause, str]]:
    """The clauses of a longer sentence that say the same without the others, as they would then be marked."""
    if len(clauses) == 1:
        return
    for clause, label, following in zip(clauses, labels, [*labels[1:], "nothing"], strict=True):
        leans = "adjunct" in clause.marks or (following == "continues" and "leans" in clause.marks)
        if label == "continues" or leans:
            continue
        kept = (mark for mark in clause.marks[2:] if mark not in _OF_A_LONGER_SENTENCE)
        marks = ("。", "^ before", "ends paragraph", "alone", *kept)
        yield clause._replace(marks=marks, measures=(clause.measures[0], "place 0")), label


@contextmanager
def trained_on(lessons: Sequence[Lesson]) -> Iterator[None]:
    """Meanwhile activities are told as learnt from ``lessons`` alone; from none, by the rules alone."""
    with TemporaryDirectory() as folder:
        classes, clauses = Path(folder, "classes"), Path(folder, "clauses")
        if lessons:
            train(act for each in lessons for act in each.acts).to_disk(classes, exclude=["vocab"])
            train_clauses(lessons).save(clauses)
        installed = trained_classes.MODEL, trained_clauses.MODEL
        try:
            _use(classes, clauses)
            yield
        finally:
            _use(*installed)


def _use(classes: Path, clauses: Path) -> None:
    trained_classes.MODEL, trained_clauses.MODEL = classes, clauses
    trained_classes.installed.cache_clear()
    trained_clauses.labeller.cache_clear()


def accuracy(classifier: TextCategorizer, acts: Sequence[Act]) -> float:
    """The share of ``acts`` whose class ``classifier`` tells rightly, by each act alone."""
    told = classifier.model.predict([act.text for act in acts]).argmax(axis=1)
    return sum(classifier.labels[n] == act.name for n, act in zip(told, acts, strict=True)) / len(acts)


def lexicon_accuracy(acts: Sequence[Act]) -> float:
    """The share of ``acts`` whose class the lexicon alone tells rightly."""
    return sum(classify(act.words, act.heading, act.counted)[0] == act.name for act in acts) / len(acts)


def main() -> None:
    """Train on all annotated reports and write both models where extraction finds them."""
    # What was learnt before may be of another form.
    with trained_on([]):
        lessons = [lesson(gold) for gold in load_gold(GOLD, EXAMPLES)]
    acts = [act for each in lessons for act in each.acts]
    train(acts).to_disk(trained_classes.MODEL, exclude=["vocab"])
    train_clauses(lessons).save(trained_clauses.MODEL)
    print(f"{len(acts)} activities -> {trained_classes.MODEL}, {trained_clauses.MODEL}")


if __name__ == "__main__":
    main()
