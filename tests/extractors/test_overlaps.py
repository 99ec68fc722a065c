"""Spans that overlap one are found as by trying all."""

from hypothesis import given
from hypothesis import strategies as st

from fazhi.extractors.language.overlaps import Overlaps

SPANS = st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda span: (span[0], sum(span)))


@given(st.lists(SPANS).map(sorted), SPANS)
def test_what_overlaps_a_span(spans: list[tuple[int, int]], span: tuple[int, int]) -> None:
    expected = [n for n, (start, end) in enumerate(spans) if start < span[1] and span[0] < end]
    assert Overlaps(spans).of(*span) == expected
