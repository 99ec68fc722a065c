"""The main part of a page: the report with its title and metadata, without what the portal sets around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fazhi.extractors.language.headings import heading_marker
from fazhi.extractors.reading.furniture import (
    is_furniture,
    is_label,
    is_value_of,
    label_alone,
    metadata_spans,
)
from fazhi.extractors.reading.html_lines import Line, Page
from fazhi.extractors.reading.layout import is_signature

#: A line of prose is at least so long, and has a mark of punctuation.
_PROSE_LENGTH = 20
_PROSE_MARK = re.compile("[，。；：、,;]")
#: From so many lines of prose on, a block that says nothing new is a copy, and no paragraph that comes twice.
_COPIED_LINES = 3
#: What stands in the foot of a page, and what does where it is no sentence.
_FOOT = re.compile(r"ICP备|公网安备|网站标识码|分辨率|浏览器|All Rights Reserved", re.IGNORECASE)
_FOOT_LINE = re.compile(
    r"^.{0,12}(?:主办|承办|版权|Copyright|地\s*址\s*[:：]|联系电话|电\s*话\s*[:：]|邮\s*编|技术支持).*[^。；]$"
    r"|.{4,24}[主承]办$",
    re.IGNORECASE,
)
_FOOT_LENGTH = 150
#: What stands between a report and the foot of the page.
_BEHIND = re.compile(
    r"^[\s【\[（(]*(?:打印|关闭|分享|收藏|字[体号]|返回|扫一扫|上一[篇条页]|下一[篇条页]|相关(?:链接|阅读|文章|信息|附件|解读|新闻|文件)"
    r"|推荐阅读|友情链接|我要纠错|网友评论|评论|点赞|您?认为|政策解读)"
)
_OTHER_ARTICLES = re.compile(
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
_TITLE = re.compile(r"(?=.*(?:法治|依法行政|法制)).{4,60}(?:报告|总结|汇报|情况|的函)[】）)]?$")
_TITLE_PIECE = 4
#: What a title goes on with below the name of the body.
_TITLE_REST = re.compile(r"关于|20\d\d")
_SIGNS = re.compile(r"\W+")


def main_part(page: Page, titles: Sequence[str]) -> list[str]:
    """The lines of the main part: the metadata's, then the title's, then the report's.

    ``titles`` are what the page says its title is, the surest first. All lines that are not links are given
    where none is prose.
    """
    page = _without_endless_link(page)
    lines = page.lines
    prose = [_is_prose(line) for line in lines]
    inside = _inside(page, prose)
    numbers = [number for number in range(len(lines)) if inside[number] and prose[number]]
    if not numbers:
        return [line.text for line in lines if not (line.is_link or page.blocks[line.block].furniture)]
    first, last = numbers[0], _last(lines, numbers)
    bare = [_bare(title) for title in titles]
    start = _title_start(lines, first, inside, bare)
    end = _end(page, last, inside, bare)
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


def _inside(page: Page, prose: list[bool]) -> list[bool]:
    """For each line whether it is in the innermost block that holds all prose that is not furniture.

    Blocks named like furniture are none where they hold most of the prose. Of blocks that say the same, such
    as one for telephones, the first counts.
    """
    total = sum(len(line.text) for line, is_prose in zip(page.lines, prose, strict=True) if is_prose)
    if 2 * _prose_in_furniture(page, prose) > total:
        furniture = [False] * len(page.blocks)
    else:
        furniture = [block.furniture for block in page.blocks]
    weight = [0] * len(page.blocks)
    texts: dict[int, set[str]] = defaultdict(set)
    for line, is_prose in zip(page.lines, prose, strict=True):
        if is_prose and not furniture[line.block]:
            weight[line.block] += len(line.text)
            texts[line.block].add(_bare(line.text))
    below = list(weight)
    children: dict[int, list[int]] = defaultdict(list)
    for number in range(len(page.blocks) - 1, 0, -1):
        parent = page.blocks[number].parent
        below[parent] += below[number]
        if below[number]:
            children[parent].append(number)
    core, left_out = 0, furniture
    while not weight[core]:
        own = sorted(children[core])
        if len(own) > 1:
            own = _without_repeated(own, children, texts)
            left_out = _also(left_out, set(children[core]) - set(own), page)
        if len(own) != 1:
            break
        core = own[0]
    within = [False] * len(page.blocks)
    within[core] = True
    for number in range(core + 1, len(page.blocks)):
        within[number] = within[page.blocks[number].parent]
    return [within[line.block] and not left_out[line.block] for line in page.lines]


def _prose_in_furniture(page: Page, prose: list[bool]) -> int:
    return sum(
        len(line.text)
        for line, is_prose in zip(page.lines, prose, strict=True)
        if is_prose and page.blocks[line.block].furniture
    )


def _without_repeated(
    blocks: list[int], children: dict[int, list[int]], texts: dict[int, set[str]]
) -> list[int]:
    """The blocks without those all of whose lines of prose those before them have."""
    kept: list[int] = []
    said: set[str] = set()
    for block in blocks:
        own: set[str] = set()
        open_blocks = [block]
        while open_blocks:
            number = open_blocks.pop()
            own |= texts.get(number, set())
            open_blocks += children.get(number, [])
        if own <= said and len(own) >= _COPIED_LINES:
            continue
        said |= own
        kept.append(block)
    return kept


def _also(left_out: list[bool], blocks: set[int], page: Page) -> list[bool]:
    """``left_out`` with these blocks and what is in them."""
    result = list(left_out)
    for number, block in enumerate(page.blocks):
        result[number] = result[number] or number in blocks or (number > 0 and result[block.parent])
    return result


def _title_start(lines: Sequence[Line], first: int, inside: Sequence[bool], titles: Sequence[str]) -> int:
    """The number of the line where the title nearest above the first line of prose begins.

    What stands above it in the main part itself, up to the first link, belongs to the text too.
    """
    start = first
    for number in range(first - 1, max(first - _TITLE_WITHIN, 0) - 1, -1):
        if _is_title(lines[number], titles):
            start = number
            said = _bare(lines[number].text)
            # What stands above the whole title, and is part of it, is the name of the column.
            while start and said not in titles and _is_title_piece(lines[start - 1], titles):
                start -= 1
                said = _bare(lines[start].text) + said
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
    if line.is_link and _bare(text) not in titles:
        return False
    if text.endswith(("：", ":")) or heading_marker(text) or metadata_spans(text):
        return False
    return bool(_TITLE.match(text)) or _is_title_piece(line, titles)


def _is_title_piece(line: Line, titles: Sequence[str]) -> bool:
    bare = _bare(line.text)
    return (
        len(bare) >= _TITLE_PIECE
        and not re.search("[>›»＞]", line.text)
        and (
            any(bare in title for title in titles) or any(title in bare for title in titles if len(title) > 9)
        )
    )


def _last(lines: Sequence[Line], prose: Sequence[int]) -> int:
    """The number of the last line of the report's prose; what a heading (相关阅读) announces is none."""
    for count in range(len(prose) // 2 + 1, len(prose)):
        if any(_OTHER_ARTICLES.match(line.text) for line in lines[prose[count - 1] + 1 : prose[count]]):
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
        again = _bare(text) in titles and not is_signature(text, following)
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
    head = _bare("".join(list(text)[:_TITLE_WITHIN]))
    title = next((title for title in titles if _TITLE.match(title)), None)
    if not title or _bare(title) in head:
        return []
    own = next((line for line in list(text)[:_TITLE_WITHIN] if _TITLE.match(line.strip())), None)
    return [f"标题：{title}"] if own else [title]


def _bare(text: str) -> str:
    """The letters and digits alone."""
    return _SIGNS.sub("", text)
