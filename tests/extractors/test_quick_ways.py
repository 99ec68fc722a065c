"""What is found by way of an index is what trying everything finds."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.extractors import read_file
from fazhi.extractors.components.activity_classes import classify
from fazhi.extractors.components.indicators import FIGURE, Choice, choose_indicator
from fazhi.extractors.language.characters import fold
from fazhi.extractors.language.clauses import clause_spans
from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.language.quantities import quantities
from fazhi.extractors.language.sentences import sentences
from fazhi.extractors.pipeline import pipeline
from fazhi.extractors.rules.rule import rules
from fazhi.extractors.rules.windows import EndingIndex, finditer_around
from fazhi.ontology.reference import indicators

UNITS = {
    "share": ("%", "个百分点", "分"),
    "money": ("元", "万元"),
    "person": ("人", "名", "位", "人次"),
    "hour": ("学时", "课时"),
    "time": ("小时", "个工作日", "工作日", "天"),
    "count": ("次", "件", "家次", "份", "场次"),
}
ALIKE = [{"person", "count"}, {"hour", "time"}]
CUES = [(name, cue) for name, cues in lexicon("indicator_cues").items() for cue in cues]
CUE_PATTERNS = [re.compile(cue.replace("~", "([^，。；▢]{0,14}?)")) for _, cue in CUES]
CLASS_ENTRIES = [(rule.says, re.compile(rule.pattern), rule.weight) for rule in rules("activity_classes")]
#: What the cues and entries are made of.
PIECES = sorted(
    {piece for _, cue in CUES for piece in re.findall("[一-龥]+", cue)}
    | {piece for _, entry, _ in CLASS_ENTRIES for piece in re.findall("[一-龥]+", entry.pattern)}
)
WORDS = st.lists(st.sampled_from([*PIECES, "的", "了", "共", "，", "《", "》", "“", "”"]), max_size=7).map(
    "".join
)


def sort_of(unit: str) -> str:
    return next((sort for sort, units in UNITS.items() if unit in units), "count")


def heaviest_cue(unit: str, context: str, change: bool) -> Choice | None:
    """The indicator by trying every cue: characters matched, gaps and what else weighs as documented."""
    weights = []
    for (name, _), pattern in zip(CUES, CUE_PATTERNS, strict=True):
        indicator = indicators().get(name)
        pair = {sort_of(indicator.unit), sort_of(unit)} if indicator else {"any"}
        match = pattern.search(context)
        if match and (change or len(pair) == 1 or pair in ALIKE):
            gaps = len("".join(match.groups("")))
            weight = len(match.group()) - 1 - 1.05 * gaps - 0.3 * match.group().startswith(FIGURE)
            weight += 0.6 * (indicator is not None and unit in (indicator.unit, *indicator.unit_variants))
            weights.append((weight - (len(pair) > 1 and not change), name if indicator else None))
    order = [*indicators(), None]
    weight, best = max(weights, key=lambda found: (found[0], -order.index(found[1])), default=(0.0, None))
    return Choice(best, weight) if weight >= 1.4 else None


def assert_same_choice(found: Choice | None, expected: Choice | None) -> None:
    if expected is None or found is None:
        assert found is expected
    else:
        assert found.indicator == expected.indicator
        assert found.weight == pytest.approx(expected.weight)


def contexts_of(path: Path) -> list[tuple[str, str]]:
    """Unit and clause of each figure of a report, the figure replaced."""
    folded = fold(read_file(path).text)
    return [
        (quantity.unit, folded[start : quantity.start] + FIGURE + folded[quantity.end : end])
        for sentence in sentences(folded)
        for quantity in quantities(folded, *sentence)
        for start, end in clause_spans(folded, *sentence)
        if start <= quantity.start and quantity.end <= end
    ]


def test_no_cue_is_passed_over_in_reports(report_file: Path) -> None:
    for unit, context in contexts_of(report_file):
        assert_same_choice(choose_indicator(unit, context), heaviest_cue(unit, context, change=False))


@given(WORDS, WORDS, st.sampled_from([unit for units in UNITS.values() for unit in units]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_no_cue_is_passed_over(before: str, after: str, unit: str, change: bool) -> None:
    context = before + FIGURE + after
    assert_same_choice(choose_indicator(unit, context, change=change), heaviest_cue(unit, context, change))


@given(WORDS, WORDS)
@settings(max_examples=300, deadline=None)
def test_no_word_of_a_class_is_passed_over(clause: str, heading: str) -> None:
    words = re.sub("《[^》]*》", "《》", clause)
    context = " ".join([*re.findall("《[^》]*》", clause), heading])
    scores = {"other": 0.0}
    for name, pattern, weight in CLASS_ENTRIES:
        if pattern.search(words):
            scores[name] = scores.get(name, 0.0) + weight
        elif pattern.search(context):
            scores[name] = scores.get(name, 0.0) + weight * 0.34
    found, score = classify(clause, heading)
    assert score == pytest.approx(max(scores.values()))
    assert scores[found] == pytest.approx(score)


@given(st.text("一二三日周，", max_size=60))
@settings(deadline=None)
def test_matches_around_hints_are_all_matches(text: str) -> None:
    pattern = re.compile("[一二三]{1,4}?[日周](?!，)")
    hints = [place for place, character in enumerate(text) if character in "日周"]
    found = finditer_around(hints, pattern, text, before=4, after=2)
    assert [match.span() for match in found] == [match.span() for match in pattern.finditer(text)]


@given(st.text("甲乙法日", max_size=40))
@settings(deadline=None)
def test_words_are_found_backwards(text: str) -> None:
    words = ["甲法", "乙甲法", "法", "日", "甲日法"]
    expected = [(at, word) for at in range(len(text)) for word in words if text.startswith(word, at)]
    assert sorted(EndingIndex(words).find(text)) == sorted(expected)


@given(st.text("法治 \n\u3000a🌿", max_size=40))
@settings(deadline=None)
def test_a_token_is_a_character(text: str) -> None:
    doc = pipeline().make_doc(text)
    assert doc.text == text
    assert [token.text for token in doc] == list(text)
