"""The shared view of a report's text answers as a search from the text's beginning does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.extractors import Section, extract, read_bytes
from fazhi.extractors.outline import outline
from fazhi.extractors.report_text import ReportText

ROLES = ("preamble", "work_done", "leader_duties", "problems", "plans")
TEXTS = st.text("法治，；。！？!?”』）) \n\u3000一、（", max_size=60)


@st.composite
def outlines(draw: st.DrawFn) -> list[Section]:
    """Sections that nest and stand in the order of their starts, some of them empty, gaps between them."""
    sections: list[Section] = []

    def fill(start: int, end: int, parent: str | None, level: int) -> None:
        while start <= end and len(sections) < 12 and (not sections or draw(st.booleans())):
            start = draw(st.integers(start, end))
            stop = draw(st.integers(start, end))
            name = str(len(sections))
            sections.append(Section(name, level, "", "", draw(st.sampled_from(ROLES)), start, stop, parent))
            fill(start, stop, name, level + 1)
            start = stop

    fill(0, draw(st.integers(0, 60)), None, 1)
    return sections


def sentence_from_the_beginning(text: str, start: int, end: int) -> tuple[int, int]:
    """From behind the last mark or line break before ``start`` to the first that closes the span."""
    begin = 0
    for mark in re.finditer(r"[。！？!?]+[”』）)]*|\n", text[:start]):
        begin = mark.end()
    last = max(end - 1, start)
    mark = re.search(r"[。！？!?]+[”』）)]*|\n", text[last:])
    words = text[begin : last + mark.end() if mark else len(text)]
    if not words.strip():
        return start, end
    begin += len(words) - len(words.lstrip())
    return begin, begin + len(words.strip())


def section_by_trying_all(sections: list[Section], offset: int) -> Section:
    """The last of those that hold the offset, which is the innermost; the first where none does."""
    around = [section for section in sections if section.start <= offset < section.end]
    return around[-1] if around else sections[0]


@given(TEXTS, st.data())
def test_the_sentence_around_a_span(text: str, data: st.DataObject) -> None:
    view = ReportText(text, outline(text))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert view.sentence(start, end) == sentence_from_the_beginning(text, start, end)


@given(outlines())
def test_the_section_at_an_offset(sections: list[Section]) -> None:
    view = ReportText("法" * 60, sections)
    for offset in range(61):
        expected = section_by_trying_all(sections, offset)
        assert view.section(offset) is expected
        assert view.role(offset) == expected.role


@given(TEXTS, st.data())
def test_the_sentences_of_a_part(text: str, data: st.DataObject) -> None:
    """Between paragraphs, and around offsets, whatever holds them."""
    view = ReportText(text, outline(text))
    start, end = sorted(data.draw(st.sampled_from(view.paragraphs))[0] for _ in range(2))
    assert view.sentences_between(start, end) == [s for s in view.sentences if start <= s[0] < end]
    inside = [offset for a, b in view.sentences for offset in range(a, b)]
    offsets = sorted(data.draw(st.lists(st.sampled_from(inside)))) if inside else []
    around = [s for s in view.sentences if any(s[0] <= offset < s[1] for offset in offsets)]
    assert list(view.sentences_around(offsets)) == around


@given(TEXTS)
def test_paragraphs_are_the_lines_of_the_text(text: str) -> None:
    view = ReportText(text, outline(text))
    assert [text[start:end] for start, end in view.paragraphs] == text.split("\n")


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda span: tuple(sorted(span)))))
def test_a_mask_tells_what_belongs_to_a_span(spans: list[tuple[int, int]]) -> None:
    mask = ReportText("法" * 20, []).mask(spans)
    assert list(mask) == [any(start <= offset < end for start, end in spans) for offset in range(20)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("第二", "第二句，还是第二句。"),
        ("一句。第二", "第一句。第二句，还是第二句。"),
        ("三句！", "（第三句！）"),
        ("没有", "没有句号"),
    ],
)
def test_sentences_of_an_extraction(words: str, sentence: str) -> None:
    """Whoever has an extraction has the view of its text."""
    text = "第一句。第二句，还是第二句。（第三句！）\n没有句号"
    view = extract(read_bytes(text.encode())).report_text
    start = view.text.index(words)
    begin, end = view.sentence(start, start + len(words))
    assert view.text[begin:end] == sentence


def test_words_without_a_stop_are_cut_into_sentences() -> None:
    text = "开展检查5次，" * 1000
    view = ReportText(text, outline(text))
    assert {view.sentence(offset, offset + 1) for offset in range(len(text))} == set(view.sentences)
    assert max(end - start for start, end in view.sentences) < 1100
