"""The index of patterns leaves out no pattern that matches."""

import re
from pathlib import Path

import pytest

from fazhi.extractors import read_file
from fazhi.extractors.language.lexicons import lexicon
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
    ],
)
def test_anchors(pattern: str, expected: set[str] | None) -> None:
    assert anchors(pattern) == expected


def test_every_pattern_that_matches_is_a_candidate(report_file: Path) -> None:
    cues = [cue.replace("~", ".{0,14}?") for cues in lexicon("indicator_cues").values() for cue in cues]
    words = [entry for entries in lexicon("activities")["classes"].values() for entry in entries.split()]
    patterns = [re.compile(pattern) for pattern in [*cues, *words]]
    index = PatternIndex(pattern.pattern for pattern in patterns)
    for line in read_file(report_file).text.split("。"):
        for figure in (line, re.sub(r"\d+", "▢", line)):
            matching = {number for number, pattern in enumerate(patterns) if pattern.search(figure)}
            assert matching <= index.candidates(figure)


def test_an_index_without_patterns_has_no_candidates() -> None:
    assert not PatternIndex([]).candidates("依法行政")
