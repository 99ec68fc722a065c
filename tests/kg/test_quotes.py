"""Words of a report are found again, whatever else was written into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.extractors import extract, read_file
from fazhi.kg.revisions.quote import CONTEXT, MOST_CONTEXT, Quote, QuotedText

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
EXTRACTION = extract(read_file(EXAMPLES / "qidong-life-health-park-2023.txt"))
TEXT = EXTRACTION.document.text
SPANS = sorted({(record.start, record.end) for record in EXTRACTION.records})
QUOTES = {span: QuotedText(TEXT).quote(*span) for span in SPANS}
#: Anything at all, and what makes it hard: other stretches of the report itself.
INSERTED = st.one_of(
    st.text(max_size=60),
    st.tuples(st.integers(0, len(TEXT)), st.integers(1, 80)).map(lambda cut: TEXT[cut[0] : cut[0] + cut[1]]),
)


def starts(text: str, words: str) -> list[int]:
    """Where words stand, white space left out."""
    return [n for n in range(len(text)) if text.startswith(words, n)]


@pytest.mark.parametrize("span", SPANS)
def test_in_the_same_text_they_are_where_they_were(span: tuple[int, int]) -> None:
    assert QuotedText(TEXT).place(QUOTES[span]) == span


@given(st.sampled_from(SPANS), st.integers(0, len(TEXT)), INSERTED)
@settings(max_examples=150, deadline=None)
def test_whatever_is_inserted_elsewhere_they_keep_their_place(
    span: tuple[int, int], at: int, inserted: str
) -> None:
    start, end = span
    at = at if not start < at < end else start
    changed = TEXT[:at] + inserted + TEXT[at:]
    place = QuotedText(changed).place(QUOTES[span])
    assert place is not None
    assert bare(changed[slice(*place)]) == bare(TEXT[start:end])
    words, moved = bare(TEXT[start:end]), len(bare(inserted))
    kept = [n + moved * (n >= len(bare(TEXT[:at]))) for n in starts(bare(TEXT), words)]
    if starts(bare(changed), words) == kept:
        # None of these words came in or went: then it is the very place.
        shift = len(inserted) if at <= start else 0
        assert place == (start + shift, end + shift)


def bare(text: str) -> str:
    return "".join(text.split())


def test_line_breaks_and_spaces_do_not_count() -> None:
    quote = QuotedText("全年立案21起，\n罚款25.37万元。").quote(4, 12)
    assert quote.exact == "21起，\n罚款2"
    broken = QuotedText("全年立案 21起，罚款\n25.37万元。")
    assert broken.place(quote) == (5, 13)


def test_equal_words_are_told_apart_by_what_stands_around_them() -> None:
    text = "一季度检查3次。" + "二季度检查3次。" * 2
    for start in starts(text, "检查3次"):
        quote = QuotedText(text).quote(start, start + 4)
        assert QuotedText(text).place(quote) == (start, start + 4)
        assert (quote.times, quote.number) == (3, starts(text, "检查3次").index(start) + 1)


def test_words_that_are_gone_have_no_place() -> None:
    quote = QuotedText(TEXT).quote(*SPANS[3])
    assert QuotedText(TEXT.replace(quote.exact, "")).place(quote) is None
    assert QuotedText("").place(Quote("有")) is None
    assert QuotedText("有").place(Quote(" ")) is None


def test_the_words_around_are_as_many_as_it_takes() -> None:
    long = "甲" * 400
    text = f"{long}乙{long}丙{long}乙{long}"
    second = text.rindex("乙")
    quote = QuotedText(text).quote(second, second + 1)
    assert CONTEXT < len(quote.prefix) <= MOST_CONTEXT
    assert QuotedText(text).place(quote) == (second, second + 1)
    with pytest.raises(ValueError, match="no words"):
        QuotedText(text).quote(3, 3)
