"""A web page as lines: each paragraph and each row of a table is one, in the order of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fazhi.extractors.language.headings import heading_marker
from fazhi.extractors.reading.furniture import is_label
from fazhi.extractors.reading.html_lists import NumberedList, numbered_list
from fazhi.extractors.reading.number_formats import raised
from fazhi.extractors.reading.source import ReadError


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


#: The page of a report has some thousand tags, one that Word has written some ten thousand.
_MOST_TAGS = 300_000
#: A page that says more than this says something else, too.
_LONGEST = 1_000_000
#: Parsing takes time in proportion to the tags times how deep they stand.
_DEEPEST = 2000
#: Attributes of one tag are compared each with each.
_MOST_ATTRIBUTES = 200
_VALUE = r"=\s*(?:\"[^\"]*\"|'[^']*')"
_TAG = re.compile(rf"<(/?)([a-z][^\s/>]*)((?>(?:{_VALUE}|[^>=]++|=)*))", re.IGNORECASE)
_VALUES = re.compile(_VALUE)
#: Elements that have no end tag, or may leave it out.
_UNENDED = _names(
    "area base br col embed hr img input link meta param source track wbr"
    " p li dt dd tr td th thead tbody tfoot colgroup option optgroup rt rp"
)
_BLOCKS = _names(
    "html body div p section article main header footer nav aside form fieldset center blockquote address"
    " h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr td th pre figure figcaption"
    " details summary hr menu dir hgroup legend"
)
#: What no reader of the page sees as text.
_SKIPPED = _names(
    "head script style noscript template iframe object embed applet select button textarea input svg math"
    " canvas audio video map xml rt rp datalist del s strike"
)
_FURNITURE = _names("nav footer aside menu")
#: Names of blocks around a page's main part, in the order and spelling of the portals' own style sheets.
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|foot|footer|copyright|crumbs?|breadcrumbs?|bd?share\w*|share"
    r"|sidebar|related|recommend|comments?|pinglun|friendlinks?|qrcode|ewm|erweima)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED = _names("div ul ol table td section dl form")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|table)\b", re.IGNORECASE)
_PREFORMATTED = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)
#: How a note is referred to, by a link within the page.
_NOTE_MARK = re.compile(r"[\[〔（(]?(?:\d{1,3}|[①-⑳]|[*＊])[\]〕）)]?")
_SPACE = re.compile(r"[ \t\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
#: Control characters, and what has no width: it splits words and nobody sees it.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\xad\u200b-\u200f\u2060\ufeff]+")
#: A cell of data has at most so many lines, and characters.
_CELL_LINES = 8
_CELL_LENGTH = 500


@dataclass(frozen=True)
class Line:
    """A line of the page: its text, how many of its characters are in links, and the block it stands in."""

    text: str
    linked: int
    block: int

    @property
    def is_link(self) -> bool:
        """Whether most of the line leads elsewhere."""
        return self.linked * 2 > len(self.text)


@dataclass
class Block:
    """An element that begins a new line: the number of the one around it, and whether it is furniture."""

    parent: int
    furniture: bool = False


@dataclass
class Page:
    """The lines and blocks of a page in their order; the first block, 0, is the page itself."""

    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=lambda: [Block(0)])


def parse(markup: str) -> LexborHTMLParser:
    """The tree of a page. Raises :class:`ReadError` for one that would take too long to parse."""
    if markup.count("<") > _MOST_TAGS:
        raise ReadError(
            f"more than {_MOST_TAGS:,} tags, not the page of a report",
            f"标签超过{_MOST_TAGS}个，不是报告网页",
        )
    depth = 0
    for end, name, rest in _TAG.findall(markup):
        if len(rest) > _MOST_ATTRIBUTES and len(_VALUES.sub(" ", rest).split()) > _MOST_ATTRIBUTES:
            raise ReadError(
                f"a tag of more than {_MOST_ATTRIBUTES} attributes, not the page of a report",
                f"一个标签的属性超过{_MOST_ATTRIBUTES}个，不是报告网页",
            )
        if name.lower() not in _UNENDED:
            depth = max(depth - 1, 0) if end else depth + 1
        if depth > _DEEPEST:
            raise ReadError(
                f"elements in more than {_DEEPEST:,} others, not the page of a report",
                f"元素嵌套超过{_DEEPEST}层，不是报告网页",
            )
    return LexborHTMLParser(markup)


def clean(text: str) -> str:
    """``text`` in one line without what is unseen, white space around it left out."""
    return _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()


def page_lines(tree: LexborHTMLParser) -> Page:
    """The lines that a reader of the page sees."""
    walk = _Walk()
    around: list[LexborNode] = []
    node = tree.body
    while node is not None:
        if walk.enter(node):
            around.append(node)
            node = node.first_child
        else:
            node = node.next if around else None
        while node is None and around:
            ended = around.pop()
            walk.leave(ended)
            node = ended.next if around else None
    return walk.page


def is_hidden(node: LexborNode) -> bool:
    """Whether an element, by its own attributes, is not shown."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _is_of_page(node: LexborNode) -> bool:
    """Whether an element is the mark of a note, or a running head or foot that LibreOffice writes."""
    attributes = node.attributes
    if node.tag == "a" and (attributes.get("href") or "").startswith("#"):
        return bool(_NOTE_MARK.fullmatch(clean(node.text())))
    return node.tag == "div" and attributes.get("title") in ("header", "footer")


def is_furniture_block(node: LexborNode) -> bool:
    """Whether an element, by its tag and names, is set around the main part of a page."""
    tag, attributes = node.tag, node.attributes
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return tag in _FURNITURE or (tag in _NAMED and bool(_FURNITURE_NAME.search(names)))


@dataclass
class _Row:
    """A row of a table: the numbers of its first line and of those with which its cells begin."""

    start: int
    cells: list[int] = field(default_factory=list)
    holds_table: bool = False


class _Walk:
    """Takes in a page, element after element."""

    def __init__(self) -> None:
        self.page = Page()
        self._length = 0
        self._words: list[str] = []
        self._linked = 0
        self._links = 0
        self._raised = 0
        self._preformatted = [False]
        self._blocks = [0]
        self._lists: list[NumberedList] = []
        self._item = ""
        self._rows: list[_Row] = []
        self._term = -1
        self._value = 0

    def enter(self, node: LexborNode) -> bool:
        """Take in an element's begin, or a text; False if what is in it is not to be taken in."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
            return False
        if tag.startswith("-") or tag in _SKIPPED or is_hidden(node) or _is_of_page(node):
            return False
        style = node.attributes.get("style") or ""
        if tag == "br":
            self._end_line()
        elif tag in _BLOCKS or _SHOWN_AS_BLOCK.search(style):
            self._end_line()
            self._begin_block(tag, node)
        elif tag == "a" and "href" in node.attributes:
            self._links += 1
        elif tag == "sup":
            self._raised += 1
        return True

    def leave(self, node: LexborNode) -> None:
        """Take in the end of an element that was entered."""
        tag = node.tag or ""
        if tag == "a":
            self._links -= "href" in node.attributes
        elif tag == "sup":
            self._raised -= 1
        elif tag in _BLOCKS or _SHOWN_AS_BLOCK.search(node.attributes.get("style") or ""):
            self._end_line()
            self._end_block(tag)

    def _text(self, text: str) -> None:
        text = _UNSEEN.sub("", text)
        if self._preformatted[-1]:
            first, *others = text.splitlines() or [""]
            self._add(first)
            for line in others:
                self._end_line()
                self._add(line)
        else:
            text = _SPACE.sub(" ", text)
            self._add(raised(text.strip()) if self._raised else text)

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > _LONGEST:
            raise ReadError(
                f"more than {_LONGEST:,} characters, not the page of a report",
                f"超过{_LONGEST}字，不是报告网页",
            )
        self._words.append(text)
        if self._links:
            self._linked += len(text.strip())

    def _end_line(self) -> None:
        written = "".join(self._words)
        text = written.strip().replace("\xa0", " ")
        if text:
            if self._item and not heading_marker(text):
                text = self._item + (" " if text[0].isascii() else "") + text
            indent = written[: len(written) - len(written.lstrip())].replace(" ", "")
            self._item = ""
            self.page.lines.append(Line(indent + text, self._linked, self._blocks[-1]))
        self._words, self._linked = [], 0

    def _begin_block(self, tag: str, node: LexborNode) -> None:
        attributes = node.attributes
        around = self._blocks[-1]
        furniture = self.page.blocks[around].furniture or is_furniture_block(node)
        self._blocks.append(len(self.page.blocks))
        self.page.blocks.append(Block(around, furniture))
        begun = len(self.page.lines)
        if tag in ("ol", "ul", "menu", "dir"):
            self._lists.append(numbered_list(tag, attributes))
        elif tag == "li" and self._lists:
            self._item = self._lists[-1].next_number(attributes)
        elif tag == "table" and self._rows:
            self._rows[-1].holds_table = True
        elif tag == "tr":
            self._rows.append(_Row(begun))
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].cells.append(begun)
        elif tag == "dd":
            self._value = begun
        self._preformatted.append(tag == "pre" or bool(_PREFORMATTED.search(attributes.get("style") or "")))

    def _end_block(self, tag: str) -> None:
        self._blocks.pop()
        self._preformatted.pop()
        if tag in ("ol", "ul", "menu", "dir"):
            self._lists.pop()
        elif tag == "li":
            self._item = ""
        elif tag == "tr":
            self._end_row(self._rows.pop())
        elif tag == "dt":
            self._term = len(self.page.lines)
        elif tag == "dd":
            self._end_value()

    def _end_row(self, row: _Row) -> None:
        """Make one line of a row of data; what is in the cells of a table for layout stays as it is."""
        lines = self.page.lines
        bounds = [*row.cells, len(lines)]
        cells = [lines[start:end] for start, end in pairwise(bounds)]
        if row.holds_table or sum(map(bool, cells)) < 2 or any(map(_lays_out, cells)):
            return
        texts = [" ".join(line.text.strip() for line in cell) for cell in cells]
        if any(is_label(text) for text in texts):
            texts = [text for text in texts if text]
        while not texts[-1]:
            texts.pop()
        linked = sum(line.linked for line in lines[row.start :])
        lines[row.start :] = [Line(" | ".join(texts), linked, self._blocks[-1])]

    def _end_value(self) -> None:
        """Set a term and what is said of it (``<dt>``, ``<dd>``) in one line, if that is one line."""
        lines = self.page.lines
        if self._term == self._value == len(lines) - 1 and self._value:
            term, value = lines[-2:]
            mark = "" if term.text.rstrip().endswith(("：", ":")) else "："
            lines[-2:] = [Line(f"{term.text.rstrip()}{mark}{value.text.lstrip()}", value.linked, term.block)]


def _lays_out(cell: list[Line]) -> bool:
    """Whether so much is in a cell that the table is there to lay out the page."""
    return len(cell) > _CELL_LINES or sum(len(line.text) for line in cell) > _CELL_LENGTH
