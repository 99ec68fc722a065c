"""The main part of a page: the report with its title and metadata, without what the portal sets around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fazhi.extractors.language.headings import heading_marker
from fazhi.extractors.reading.furniture import (
    is_furniture,
    is_label,
    is_page_number,
    is_value_of,
    label_alone,
    metadata_spans,
)
from fazhi.extractors.reading.html_core import bare, inside_core
from fazhi.extractors.reading.html_lines import Line, Page
from fazhi.extractors.reading.layout import is_signature

#: A line of prose is at least so long, and has a mark of punctuation.
_PROSE_LENGTH = 20
_PROSE_MARK = re.compile("[，。；：、,;]")
#: What stands in the foot of a page, and what does where it is no sentence.
_FOOT = re.compile(r"ICP备|公网安备|网站标识码|分辨率|浏览器|All Rights Reserved", re.IGNORECASE)
_FOOT_LINE = re.compile(
    r"^.{0,12}(?:[主承]办(?:单位|方)?[:：\s]|版权|Copyright|地\s*址\s*[:：]|联系电话|电\s*话\s*[:：]|邮\s*编|技术支持).*[^。；]$"
    r"|.{4,24}[主承]办$",
    re.IGNORECASE,
)
_FOOT_LENGTH = 150
#: What stands between a report and the foot of the page.
_BEHIND = re.compile(
    r"^[\s【\[（(]*(?:打印|关闭|分享|收藏|字[体号]|返回|扫一扫|上一[篇条页]|下一[篇条页]|相关(?:链接|阅读|文章|信息|附件|解读|新闻|文件)"
    r"|推荐阅读|友情链接|我要纠错|网友评论|评论|点赞|您?认为|政策解读)"
)
#: The heading of a list of other articles, all of its line.
OTHER_ARTICLES = re.compile(
    r"\s*[【\[]?(?:相关|推荐|延伸|热点)(?:阅读|链接|新闻|报道|文章|解读|推荐)[】\]]?[\s:：]*$"
)
#: An attachment in the list above the signature (附件说明).
_ATTACHED = re.compile(
    r"^(?:附件|\d{1,2}\s*[.、．])|\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar)\W?$", re.IGNORECASE
)
#: So far from the first line of prose its title may stand, and so far the label lines.
_TITLE_WITHIN = 40
_LABELS_WITHIN = 80
#: A signature behind the main part has at most so many lines, so long.
_SIGNATURE_LINES = 6
_SIGNATURE_LENGTH = 40
#: The title of a report.
TITLE = re.compile(r"(?=.*(?:法治|依法行政|法制)).{4,60}(?:报告|总结|汇报|情况|的函)[】）)]?$")
_TITLE_PIECE = 4
#: What a title goes on with below the name of the body.
_TITLE_REST = re.compile(r"关于|20\d\d")


def main_part(page: Page, titles: Sequence[str]) -> list[str]:
    """The lines of the main part: the metadata's, then the title's, then the report's.

    ``titles`` are what the page says its title is, the surest first. All lines that are not links are given
    where none is prose.
    """
    page = _without_endless_link(page)
    lines = page.lines
    prose = [_is_prose(line) for line in lines]
    known = [bare(title) for title in titles]
    # A heading within the report may read like a title, too.
    title = next((number for number, line in enumerate(lines) if _is_title(line, known)), None)
    dividers = [number == title or _divides(line) for number, line in enumerate(lines)]
    inside = inside_core(page, prose, dividers)
    numbers = [number for number in range(len(lines)) if inside[number] and prose[number]]
    if not numbers:
        return [line.text for line in lines if not (line.is_link or page.blocks[line.block].furniture)]
    first, last = numbers[0], _last(lines, numbers)
    start = _title_start(lines, first, inside, known)
    end = _end(page, last, inside, known)
    chosen = [
        line
        for number, line in enumerate(lines[start:end], start)
        if ((number > last or inside[number]) if number >= first else not line.is_link)
    ]
    head = _label_lines(page, max(start - _LABELS_WITHIN, 0), start)
    foot = _label_lines(page, end, min(end + _LABELS_WITHIN, len(lines)))
    text = [line.text for line in chosen]
    return [*head, *foot, *_missing_title(text, titles), *text]


def _without_endless_link(page: Page) -> Page:
    """The page without the link that most of what looks like prose is in: nobody closed it."""
    unlinked = [replace(line, linked=0) for line in page.lines]
    prose = [number for number, line in enumerate(unlinked) if _is_prose(line)]
    plain = sum(len(page.lines[number].text) for number in prose if not page.lines[number].is_link)
    if plain * 10 >= sum(len(page.lines[number].text) for number in prose):
        return page
    return Page([*page.lines[: prose[0]], *unlinked[prose[0] :]], page.blocks)


def _is_prose(line: Line) -> bool:
    text = line.text.strip()
    return (
        len(text) >= _PROSE_LENGTH
        and not line.is_link
        and bool(_PROSE_MARK.search(text))
        and not (len(text) < _FOOT_LENGTH and _is_foot(text))
        and not metadata_spans(text)
        and not is_furniture(text)
    )


def _is_foot(text: str) -> bool:
    # The report's own contact stands in brackets (附注).
    return not text.startswith(("（", "(")) and bool(_FOOT.search(text) or _FOOT_LINE.match(text))


def _divides(line: Line) -> bool:
    text = line.text.strip()
    return line.is_link or (is_furniture(text) and not is_page_number(text))


def _title_start(lines: Sequence[Line], first: int, inside: Sequence[bool], titles: Sequence[str]) -> int:
    """The number of the line where the title nearest above the first line of prose begins.

    What stands above it in the main part itself, up to the first link, belongs to the text too.
    """
    start = first
    for number in range(first - 1, max(first - _TITLE_WITHIN, 0) - 1, -1):
        if _is_title(lines[number], titles):
            start = number
            said = bare(lines[number].text)
            # What stands above the whole title, and is part of it, is the name of the column.
            while start and said not in titles and _is_title_piece(lines[start - 1], titles):
                start -= 1
                said = bare(lines[start].text) + said
            if start and _TITLE_REST.match(said) and _is_issuer(lines[start - 1]):
                start -= 1
            break
    while (
        start and inside[start - 1] and not lines[start - 1].is_link and not _is_foot(lines[start - 1].text)
    ):
        start -= 1
    return start


def _is_issuer(line: Line) -> bool:
    """Whether a line is the name of a body, the first line of a title (云溪县水利局 / 关于…的报告)."""
    return not line.is_link and is_value_of("issuing_body", line.text.strip())


def _is_title(line: Line, titles: Sequence[str]) -> bool:
    text = line.text.strip()
    if line.is_link and bare(text) not in titles:
        return False
    if text.endswith(("：", ":")) or heading_marker(text) or metadata_spans(text):
        return False
    return bool(TITLE.match(text)) or _is_title_piece(line, titles)


def _is_title_piece(line: Line, titles: Sequence[str]) -> bool:
    said = bare(line.text)
    return (
        len(said) >= _TITLE_PIECE
        and not re.search("[>›»＞]", line.text)
        and (
            any(said in title for title in titles) or any(title in said for title in titles if len(title) > 9)
        )
    )


def _last(lines: Sequence[Line], prose: Sequence[int]) -> int:
    """The number of the last line of the report's prose; what a heading (相关阅读) announces is none."""
    for count in range(len(prose) // 2 + 1, len(prose)):
        if any(OTHER_ARTICLES.match(line.text) for line in lines[prose[count - 1] + 1 : prose[count]]):
            return prose[count - 1]
    return prose[-1]


def _end(page: Page, last: int, inside: Sequence[bool], titles: Sequence[str]) -> int:
    """The number of the line behind the signature that follows the last line of prose."""
    outside = 0
    for number in range(last + 1, len(page.lines)):
        line = page.lines[number]
        text = line.text.strip()
        if inside[number] and _ATTACHED.search(text):
            continue
        following = page.lines[number + 1].text.strip() if number + 1 < len(page.lines) else ""
        # What a portal gives as the title may be no more than the name of the body, which then signs.
        again = bare(text) in titles and not is_signature(text, following)
        if line.is_link or _is_foot(text) or _BEHIND.match(text) or again:
            return number
        if inside[number]:
            continue
        outside += 1
        furniture = page.blocks[line.block].furniture and not is_signature(text, following)
        if furniture or outside > _SIGNATURE_LINES or len(text) > _SIGNATURE_LENGTH:
            return number
    return len(page.lines)


def _label_lines(page: Page, start: int, end: int) -> list[str]:
    """The lines of metadata among these."""
    lines = page.lines
    found = []
    for number in range(start, end):
        line = lines[number]
        text = line.text.strip()
        following = lines[number + 1].text.strip() if number + 1 < len(lines) else ""
        if line.is_link:
            continue
        if pairs := _columns(text, following):
            found += pairs
        elif (label := label_alone(text)) and is_value_of(label, following):
            found.append(f"{text.rstrip('：: ')}：{following}")
        elif any(start < end for start, end in metadata_spans(text).values()):
            found.append(text)
    return found


def _columns(text: str, following: str) -> list[str]:
    """Label lines of a row of labels with a row of values below it."""
    labels, values = text.split(" | "), following.split(" | ")
    if len(labels) == 1 or len(labels) != len(values):
        return []
    if not all(map(is_label, labels)) or any(map(is_label, values)):
        return []
    return [f"{label.rstrip('：: ')}：{value}" for label, value in zip(labels, values, strict=True) if value]


def _missing_title(text: Iterable[str], titles: Sequence[str]) -> list[str]:
    """What to set above the text: its title where it has none, a label line where it has less than it."""
    head = bare("".join(list(text)[:_TITLE_WITHIN]))
    title = next((title for title in titles if TITLE.match(title)), None)
    if not title or bare(title) in head:
        return []
    own = next((line for line in list(text)[:_TITLE_WITHIN] if TITLE.match(line.strip())), None)
    return [f"标题：{title}"] if own else [title]
