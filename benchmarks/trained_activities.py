"""Activities: a trained classifier (spaCy) beside the rules, on reports that it was not trained on.

``python benchmarks/trained_activities.py``

spaCy's bag-of-words text classifier learns which clauses of the synthetic gold reports are activities, and
is scored beside the rules on the real ones (``--swap``: the other way round). Both choose among the same
clauses; F1 counts spans that overlap by half or more, as ``fazhi evaluate`` does.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

from extractors.components.activity import statements
from extractors.evaluate import evaluate
from extractors.gold import GoldDocument, load_gold
from extractors.outline import outline
from extractors.pipeline import pipeline

ROOT = Path(__file__).parents[1]
EPOCHS, BATCH, DROPOUT, THRESHOLD = 4, 16, 0.3, 0.5

Clause = tuple[str, bool]


def clauses_of(gold: GoldDocument) -> list[Clause]:
    """Every clause that could be an activity, and whether gold has it (overlap of half or more)."""
    document = gold.document
    doc = pipeline().make_doc(document.text)
    doc._.document, doc._.sections = document, outline(document.text)
    for name, component in pipeline().pipeline:
        if name != "fazhi_activity":
            doc = component(doc)
    before = [0]
    for character in document.source_text:
        before.append(before[-1] + (not character.isspace()))
    wanted = [(r.start, r.end) for r in gold.records if r.type == "activity"]
    found = []
    for start, end, _ in statements(doc):
        a = before[document.source_map.to_source(start)]
        b = before[document.source_map.to_source(end - 1) + 1]
        overlaps = (max(0, min(b, y) - max(a, x)) / (max(b, y) - min(a, x)) for x, y in wanted)
        found.append((document.text[start:end], any(overlap >= 0.5 for overlap in overlaps)))
    return found


def train(clauses: Iterable[Clause]) -> Language:
    """A blank Chinese pipeline with a bag-of-words classifier (KEEP, DROP) trained on ``clauses``."""
    fix_random_seed(0)
    nlp = spacy.blank("zh")
    model = {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "ngram_size": 3,
        "no_output_layer": False,
        "length": 65536,
    }
    classifier = nlp.add_pipe("textcat", config={"model": model})
    for label in ("KEEP", "DROP"):
        classifier.add_label(label)
    examples = [
        Example.from_dict(nlp.make_doc(words), {"cats": {"KEEP": float(keep), "DROP": float(not keep)}})
        for words, keep in clauses
    ]
    optimizer = nlp.initialize(lambda: examples)
    for epoch in range(EPOCHS):
        random.Random(epoch).shuffle(examples)
        for batch in minibatch(examples, BATCH):
            nlp.update(batch, sgd=optimizer, drop=DROPOUT)
    return nlp


def main() -> None:
    """Train on one group of gold reports, print both F1 on the other."""
    gold = {
        "synthetic": load_gold(ROOT / "tests/gold/synthetic"),
        "real": load_gold(ROOT / "tests/gold/real", ROOT / "examples/reports"),
    }
    learn, test = ("real", "synthetic") if "--swap" in sys.argv else ("synthetic", "real")
    nlp = train(clause for document in gold[learn] for clause in clauses_of(document))
    clauses = [clause for document in gold[test] for clause in clauses_of(document)]
    kept = [keep for words, keep in clauses if nlp(words).cats["KEEP"] >= THRESHOLD]
    wanted = sum(r.type == "activity" for document in gold[test] for r in document.records)
    precision, recall = sum(kept) / max(1, len(kept)), sum(kept) / wanted
    rules = evaluate(gold[test])["activity"]
    print(f"trained on {learn}, scored on {test}: {wanted} activities")
    print(
        f"trained  P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}"
    )
    print(f"rules    P {rules.precision:.3f}  R {rules.recall:.3f}  F1 {rules.f1:.3f}")


if __name__ == "__main__":
    main()
