"""The index of patterns leaves out no pattern that matches."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fazhi.extractors.language.pattern_index import PatternIndex, anchors


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("行政复议", {"行政复议"}),
        ("开展.{0,6}检查|排查", {"开展", "排查"}),
        ("(?:召开|主持)会议?", {"召开", "主持"}),
        ("[季月]一法", {"一法"}),
        ("[季月]法?", {"季", "月"}),
        ("不(?!得不)能", {"不能"}),
        ("(?<!未)发生", {"发生"}),
        ("法(?:治|制)?政府", {"政府"}),
        ("甲{2,3}乙*", {"甲"}),
        ("甲{0,3}", None),
        (r"\d+年", {"年"}),
        ("[^，]+", None),
        ("甲|", None),
        ("甲++乙", {"甲"}),
        ("甲?+乙", {"乙"}),
        ("甲+?乙", {"甲"}),
        ("甲{,3}乙", {"乙"}),
        ("(?i)ab", None),
        ("(?i:ab)甲", {"甲"}),
        (r"[\]甲]", {"]", "甲"}),
        ("[]甲]", {"]", "甲"}),
        (r"[\d甲]", None),
        ("[一-三]", None),
        (r"\.甲", {".甲"}),
        ("(?P<名_1>甲乙)(?P=名_1)", {"甲乙"}),
        (r"(甲)\1", {"甲"}),
        ("(甲)?(?(1)乙|丙)", None),
        ("(?=甲(?!乙(?:丙|丁)))戊", {"戊"}),
        ("(?<=甲(?<!乙))戊", {"戊"}),
        ("(?>甲乙|丙丁)", {"甲乙", "丙丁"}),
        ("(?x) 甲 乙  # 丙", {"甲乙"}),
        ("^甲$", {"甲"}),
        ("", None),
    ],
)
def test_anchors(pattern: str, expected: set[str] | None) -> None:
    assert anchors(pattern) == expected


CHARACTERS = ["甲", "乙", "a", "B", "1", r"\]", " "]
CLASSES = [".", r"\d", "[甲乙]", "[]甲]", r"[\]甲]", "[^甲]", r"[\d甲]", "[a-c]", "[乙-甲]"]
OTHERS = [r"\b", "^", "$", "(?!)", r"(甲)\1", "(?P<名>a)(?P=名)"]
QUANTIFIERS = [
    count + kind for count in ("?", "*", "+", "{2}", "{,2}", "{1,}", "{0}") for kind in ("", "?", "+")
]
GROUPS = ["(?:%s)", "(%s)", "(?P<组_1>%s)", "(?i:%s)", "(?>%s)", "(?=%s)", "(?!%s)", "(?<=%s)", "(?<!%s)"]


def compounds(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(parts, min_size=2, max_size=4).map("".join),
        st.lists(parts, min_size=2, max_size=3).map("|".join),
        st.tuples(parts, st.sampled_from(QUANTIFIERS)).map(lambda p: f"(?:{p[0]}){p[1]}"),
        st.tuples(parts, st.sampled_from(GROUPS)).map(lambda p: p[1] % p[0]),
        st.tuples(parts, parts, parts).map(lambda p: f"({p[0]})?(?(1){p[1]}|{p[2]})"),
    )


PATTERNS = st.tuples(
    st.sampled_from(["", "(?i)", "(?x)", "(?s)"]),
    st.recursive(st.sampled_from([*CHARACTERS, *CLASSES, *OTHERS]), compounds),
).map("".join)


@given(PATTERNS, st.lists(st.text("甲乙aAbB1] ", max_size=8), min_size=8))
@settings(max_examples=500, deadline=None)
def test_no_pattern_is_passed_over_whatever_it_is_made_of(source: str, texts: list[str]) -> None:
    try:
        pattern = re.compile(source)
    except re.error:
        assume(False)
    index = PatternIndex([source])
    for text in texts:
        if pattern.search(text):
            assert index.candidates(text) == index.matching(text) == {0}
        if anchors(source):
            offsets = index.candidate_offsets(text)
            for match in pattern.finditer(text):
                assert any(match.start() <= offset < match.end() for offset in offsets)


def test_an_index_without_patterns_has_no_candidates() -> None:
    assert not PatternIndex([]).candidates("依法行政")
