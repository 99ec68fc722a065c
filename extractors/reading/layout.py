"""Undoes page layout: mends hard line breaks and takes out page furniture and metadata blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import east_asian_width

from fazhi.extractors.language.characters import without_radicals
from fazhi.extractors.language.headings import heading_marker
from fazhi.extractors.reading.document import LINE_BREAKS, SourceMap, Span
from fazhi.extractors.reading.furniture import (
    is_furniture,
    is_page_number,
    is_value_of,
    label_alone,
    metadata_spans,
)

_LINE = re.compile(f"[^{LINE_BREAKS}]+")
#: What is unseen at the ends of a line (white space of Unicode, zero widths), and of it what is as wide as a
#: Chinese character.
_BLANK = "\u200b\ufeff" + "".join(filter(str.isspace, map(chr, range(0x3001))))
#: A word; what nobody sees in it (soft hyphens, zero widths, marks of direction) is left out.
_WORD = re.compile("[^\\s\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
_EM_WIDE = "\u3000\u2003"
_CLOSING = "。！？；：!?;:…”』】）)》"
_SOFT_END = "，、,《（(“—-·"
#: Behind these not even a paragraph of its own ends.
_CUT = "，、《（“"
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s++(?=\S)")
#: What begins an item in a paragraph of its own.
_ITEM_MARK = re.compile("——|[●◆■★▲]")
_LATIN = re.compile(r"[A-Za-z0-9]")
#: The number of a heading, which the year behind it would make a decimal.
_NUMBERED = re.compile(r"\d{1,2}\.")
_DATE_LINE = re.compile(
    r"^[（(]?(?:(?:19|20)\d\d|二[〇○零0OＯ][〇○零0OＯ一二三四五六七八九]{2})\s*年"
    r"\s*[元一二三四五六七八九十\d]{1,2}\s*月\s*[一二三四五六七八九十廿卅\d]{1,3}\s*日[）)]?$"
)
#: A signature line: the name of a body and nothing else.
_BODY_LINE = re.compile(r"^[^，。；：]+(?:政府|局|委员会|管委会|办公室|办事处|开发区|园区|厅|街道|镇|乡)$")
#: The end of a title, and the line below it that addresses the superior body.
_TITLE_END = re.compile(r"(?:报告|总结|汇报|情况)$")
_ADDRESSEE_LINE = re.compile(r"^[^，。；：:]{2,30}[：:]$")
#: The first words of the text below a title.
_OPENING_LINE = re.compile(r"(?:20\d\d年|今年|一年来|为|根据|按照|现将)[^。；]{0,20}，")
_STOP = re.compile("[，。；]")
#: The document number (发文字号) below a title.
_NUMBER_LINE = re.compile(r"^[一-龥]{2,12}[〔\[［【(（](?:19|20)\d\d[〕\]］】)）]第?\d{1,4}号$")
#: A heading that fills its line: what the words of a section's role end with, without a stop before.
_WHOLE_HEADING = re.compile(
    r"^[（(]?(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+\s*[、）)])[^。：；]+"
    r"(?:情况|成效|做法|问题|不足|原因|打算|安排|措施|思路|计划|任务)$"
)
#: Where the page stands in its portal (> 政务公开 > 部门 > 总结).
_PATH_LINE = re.compile(r"[>›»＞]|(?:[^>›»＞。；]*[>›»＞]){2}")
#: The rest of a heading, wrapped onto a line of its own, is at most this long.
_REST_LENGTH = 12
#: A list of what is attached (附件：1.清单 / 2.数据表).
_ATTACHMENT = re.compile(r"附件\s*[:：]\s*1\s*[.、．]")
_NEXT_ATTACHMENT = re.compile(r"\d{1,2}\s*[.、．][^。；，]{2,60}$")
#: A line of the head that may return on each page (页眉).
_RUNNING_HEAD = re.compile(r"[^，。；]{8,}$")
#: A paragraph begins at least as many columns further right than its other lines.
_PARAGRAPH_INDENT = 4
#: The head of a page (title, metadata) ends at the first line of prose of this length.
_PROSE_LENGTH = 45


@dataclass(frozen=True)
class _Line:
    text: str
    start: int
    indent: int

    @property
    def width(self) -> int:
        """The columns that the line occupies, including its indentation."""
        return self.indent + _display_width(self.text)

    @property
    def length(self) -> int:
        """The length in characters without inner white space; two columns of indent count as one."""
        return self.indent // 2 + sum(not c.isspace() for c in self.text)


def lay_out(source_text: str, *, whole: bool = False) -> tuple[str, SourceMap, dict[str, Span]]:
    """The reading text of a page, its source map, and where the values of its metadata block stand.

    ``source_text`` is the file's text in NFC. Each paragraph becomes one line; white space is kept
    only between Latin words or numbers on the same line; radicals become ideographs, and the signs before
    headings in Markdown are left out. ``whole``: the file says that each line is a paragraph, which
    stands unless its lines are those of wrapped text all the same, as when text was copied from a page.
    Offsets are 0-based code points.
    """
    metadata: dict[str, Span] = {}
    lines: list[_Line] = []
    in_head = True
    label = None
    found_lines = list(_lines(source_text))
    times = Counter(line.text for line in found_lines)
    head: set[str] = set()
    attached = False
    for number, line in enumerate(found_lines):
        attached = bool(_ATTACHMENT.match(line.text)) or (
            attached and bool(_NEXT_ATTACHMENT.match(line.text))
        )
        if attached or is_furniture(line.text):
            continue
        if in_head:
            head.add(line.text)
        elif line.text in head and _RUNNING_HEAD.match(line.text):
            beside = found_lines[max(number - 1, 0) : number + 2]
            if times[line.text] > 2 or any(is_page_number(other.text) for other in beside):
                continue
        if label and is_value_of(label, line.text) and not _given(metadata, label):
            metadata[label] = (line.start, line.start + len(line.text))
            if lines and label_alone(lines[-1].text) == label:
                lines.pop()
            label = None
            continue
        label = label_alone(line.text) if in_head else None
        found = metadata_spans(line.text)
        prose = len(line.text) >= _PROSE_LENGTH and "|" not in line.text
        in_head = in_head and not (prose and not found)
        # Below the head, a long line is metadata only if it has several fields.
        if found and (in_head or not prose or len(found) > 1):
            for key, (start, end) in found.items():
                metadata.setdefault(key, (line.start + start, line.start + end))
        else:
            lines.append(line)
    return (*_join(_paragraphs(lines, whole=whole)), metadata)


def is_signature(line: str, following: str = "") -> bool:
    """Whether ``line`` is a date and nothing else, or the name of a body above such a line (落款)."""
    body = _BODY_LINE.match(line) and _DATE_LINE.match(following)
    return bool(_DATE_LINE.match(line) or body)


def _given(metadata: dict[str, Span], key: str) -> bool:
    start, end = metadata.get(key, (0, 0))
    return start < end


def _lines(source_text: str) -> Iterable[_Line]:
    for match in _LINE.finditer(source_text):
        text = match.group().strip(_BLANK)
        if text:
            before = match.group().index(text)
            indent = sum(2 if c in _EM_WIDE else 1 for c in match.group()[:before])
            if mark := _MARKDOWN_HEADING.match(text):
                text, before = text[mark.end() :], before + mark.end()
            yield _Line(without_radicals(text), match.start() + before, min(indent, 8))


def _paragraphs(lines: list[_Line], *, whole: bool) -> list[list[_Line]]:
    """Group lines that hard line breaks separated into paragraphs."""
    width = _wrap_width(lines)
    whole = whole and not _is_wrapped(lines, width)
    margin = Counter(line.indent for line in lines).most_common(1)[0][0] if lines else 0
    paragraphs: list[list[_Line]] = []
    for line in lines:
        indented = bool(width) and line.indent >= margin + _PARAGRAPH_INDENT
        if paragraphs and _continues(paragraphs[-1], line, width, indented=indented, whole=whole):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _wrap_width(lines: list[_Line]) -> int:
    """The width in columns at which the text was wrapped; 0 if it was not (line widths vary too much)."""
    widths = sorted(line.width for line in lines)
    if len(widths) < 8:
        return 0
    width = widths[int(len(widths) * 0.9)]
    full = sum(1 for each in widths if width - 8 <= each <= width + 8)
    return width if width <= 120 and full >= len(widths) * 0.4 else 0


def _is_wrapped(lines: list[_Line], width: int) -> bool:
    """Whether most lines of the wrap width end where no sentence or clause does."""
    ends = [line.text[-1] for line in lines if width and width - 8 <= line.width <= width + 8]
    return len(ends) < 2 * sum(end not in _CLOSING for end in ends)


def _display_width(text: str) -> int:
    """The columns ``text`` occupies: two per Chinese character, one per half-width one, none for spaces."""
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in text if not c.isspace())


def _continues(paragraph: list[_Line], line: _Line, width: int, *, indented: bool, whole: bool) -> bool:
    """Whether ``line`` continues the paragraph rather than starting a new one.

    ``indented``: it begins further right than lines of wrapped text do. ``whole``: lines are paragraphs.
    """
    last = paragraph[-1].text
    if whole:
        return last[-1] in _CUT and not heading_marker(line.text)
    # Of a long paragraph, where it began and what it says last.
    near = paragraph if len(paragraph) < 80 else [paragraph[0], *paragraph[-40:]]
    joined = "".join(part.text for part in near)
    if _unclosed(joined) and len(joined) < 3000:
        return True
    if indented or _DATE_LINE.match(line.text) or _DATE_LINE.match(last) or _PATH_LINE.match(last):
        return False
    if _TITLE_END.search(last) and (_ADDRESSEE_LINE.match(line.text) or _NUMBER_LINE.match(line.text)):
        return False
    if _TITLE_END.search(last) and _OPENING_LINE.match(line.text) and not _STOP.search(joined):
        return False
    if heading_marker(line.text) and (last[-1] not in _SOFT_END or last[-1] in "，、,"):
        return bool(not width and last[-1] in "，、,") and not heading_marker(line.text, block_only=True)
    if last[-1] in _SOFT_END:
        return True
    if last[-1] in _CLOSING and _ITEM_MARK.match(line.text):
        return False
    full = max(paragraph[-1].width, 2 * paragraph[-1].length) >= width - 7
    if last[-1] in _CLOSING:
        return bool(width) and full and last[-1] not in "：:"
    if width and full:
        return not (_WHOLE_HEADING.search(joined) and heading_marker(joined) and line.length > _REST_LENGTH)
    # A heading has no full stop; behind one the paragraph has begun (（四）深化普法。抓住…).
    if heading_marker(joined) and len(joined) < 60 and "。" not in joined:
        return False
    # A long line without a comma or full stop is the page title.
    prose = len(joined) >= _PROSE_LENGTH and re.search("[，,。；;、]", joined)
    return bool(prose) and not (len(line.text) < 26 and _BODY_LINE.search(line.text))


def _unclosed(text: str) -> bool:
    """Whether there is a 《 without its 》 near the end: a title split by the line break."""
    return (
        text.rfind("《") > text.rfind("》")
        and len(text) - text.rfind("《") < 60
        and not re.search(r"[。；]", text[text.rfind("《") :])
    )


def _join(paragraphs: list[list[_Line]]) -> tuple[str, SourceMap]:
    pieces: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    length = 0

    def add(text: str, source: int) -> None:
        nonlocal length
        if not starts or sources[-1] + length - starts[-1] != source:
            starts.append(length)
            sources.append(source)
        pieces.append(text)
        length += len(text)

    for number, paragraph in enumerate(paragraphs):
        if number:
            add("\n", paragraph[0].start - 1)
        previous = ""
        for line in paragraph:
            end = 0
            for match in _WORD.finditer(line.text):
                word, at = match.group(), line.start + match.start()
                spaced = any(map(str.isspace, line.text[end : match.start()]))
                end = match.end()
                # A line break may split a word or number, so the parts are joined without a space.
                joint = _LATIN.match(previous[-1]) or _NUMBERED.fullmatch(previous) if spaced else None
                if joint and _LATIN.match(word[0]):
                    add(" ", at - 1)
                add(word, at)
                previous = word
    return "".join(pieces), SourceMap(tuple(starts), tuple(sources))
