"""What is found by way of an index is what trying everything finds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.extractors.components.activity_classes import classify
from fazhi.extractors.pipeline import pipeline
from fazhi.extractors.rules.rule import rules
from fazhi.extractors.rules.windows import EndingIndex, finditer_around

CLASS_ENTRIES = [(rule.says, re.compile(rule.pattern), rule.weight) for rule in rules("activity_classes")]
#: What the entries are made of.
PIECES = sorted({piece for _, entry, _ in CLASS_ENTRIES for piece in re.findall("[一-龥]+", entry.pattern)})
WORDS = st.lists(st.sampled_from([*PIECES, "的", "了", "共", "，", "《", "》", "“", "”"]), max_size=7).map(
    "".join
)


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
