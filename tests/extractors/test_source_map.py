"""Every character of the reading text leads back to the same character of the source text."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.extractors import Document, ReadError, SourceMap, read_bytes, read_file
from fazhi.extractors.reading.source import placed

LINES = st.lists(
    st.text(
        alphabet=st.sampled_from(
            "一二（）、。，；：《》“”法治政府建设年度工作情况处罚件1234567890.%|ab -　\t\u200b"
        ),
        max_size=60,
    ),
    min_size=1,
    max_size=12,
)


def misplaced(document: Document) -> list[tuple[int, str, str]]:
    """Offsets whose character differs from the source; white space only has to stand for white space."""
    found = []
    for offset, character in enumerate(document.text):
        source = document.source_text[document.source_map.to_source(offset)]
        same = character == source or (character.isspace() and (source.isspace() or source in "\u200b\ufeff"))
        if not same:
            found.append((offset, character, source))
    return found


def test_in_every_report(report_file: Path) -> None:
    assert misplaced(read_file(report_file)) == []


@given(LINES)
@settings(max_examples=200, deadline=None)
def test_in_text_broken_and_spaced_at_random(lines: list[str]) -> None:
    try:
        document = read_bytes("\n".join(lines).encode())
    except ReadError:
        return
    assert misplaced(document) == []


def test_line_and_column_are_those_of_the_file() -> None:
    document = read_bytes("发布日期：2024-03-27\n\n　　依法行政，开展执法检查五次。\n".encode())

    assert document.line_column(document.text.index("执法")) == (3, 10)


def test_a_place_in_the_file_holds_until_the_next():
    title, heading, sentence = "清塘镇2023年法治政府建设情况报告", "一、主要举措", "开展检查5次。"
    found = placed([(title, "page=1"), (heading, ""), (sentence, "page=2")], "application/pdf")
    assert found.text.split("\n") == [title, heading, sentence]
    whole = SourceMap((0,), (0,))
    document = Document(found.text, "", found.media_type, "", found.text, whole, places=found.places)
    shown = {document.place(offset) for offset in range(found.text.index(sentence))}
    assert shown == {"page=1"}
    assert document.place(found.text.index(sentence)) == document.place(len(found.text)) == "page=2"
