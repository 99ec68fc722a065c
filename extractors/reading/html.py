"""Web pages: the report among what a portal sets around it (网页)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fazhi.extractors.reading.furniture import metadata_spans
from fazhi.extractors.reading.html_core import is_section_heading
from fazhi.extractors.reading.html_encoding import decode_page
from fazhi.extractors.reading.html_lines import clean, is_furniture_block, is_hidden, page_lines, parse
from fazhi.extractors.reading.html_main import TITLE, main_part
from fazhi.extractors.reading.source import ReadError, Source, source
from fazhi.ontology.languages import Both, both

MEDIA_TYPE = "text/html"
#: The generator that pages made by this program name.
GENERATOR = "fazhi"

_BEGIN = re.compile(
    r"(?>(?:\s|\ufeff|<\?[^>]*>|<!--.*?-->)*)"
    r"<(?:!doctype\s+html|html|head|body|meta|title|base|link|script|style|div|p|table|center|font|span|section"
    r"|article|main|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_BEGINS_WITHIN = 65536
#: Names in ``<meta>`` of the day a page was published, of where it comes from and of its title; the first of
#: each is the one that government sites are to use (政府网站发展指引，国办发〔2017〕47号).
_PUBLISHED = ("pubdate", "publishdate", "article:published_time", "publishtime", "pub_date")
_ORIGIN = ("contentsource", "source")
_TITLES = ("articletitle", "og:title", "title")
#: Before the name of the site or of the column in a window's title.
_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-—–]+\s+|(?<!\d)-(?=[^-]*$)")
#: So many frames that hold their page in themselves (``srcdoc``) are asked for the report.
_MOST_FRAMES = 20
#: Elements that XHTML may close at once; HTML has all that follows in them.
_EMPTY = re.compile(
    r"<(title|script|style|iframe|textarea|noscript)\b((?>(?:[^<>/]|/(?!>))*))/>", re.IGNORECASE
)
#: Where a page leads a browser after so many seconds.
_REFRESH = re.compile(r"\d{1,4}(?:\.\d*)?\s*[;,]\s*url\s*=\s*['\"]?([^'\"\s]+)", re.IGNORECASE)
#: A page with fewer characters of text, and no section, says that the report is elsewhere or not at all.
_LITTLE = 300
_SMALL = {"0", "1"}
_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|wps|ofd|rtf|xlsx?|et|zip|rar|7z)$", re.IGNORECASE)


def recognises(data: bytes) -> bool:
    """Whether the file begins as a page of HTML."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    head = data.removeprefix(b"\xef\xbb\xbf")[:_BEGINS_WITHIN].decode(encoding, "replace")
    return bool(_BEGIN.match(head))


def read(data: bytes) -> Source:
    """The text of the page's main part. Raises :class:`ReadError` where it has none, and says why."""
    return source(page_text(data), MEDIA_TYPE)


def page_text(data: bytes, declared: str = "") -> str:
    """The lines of the page's main part, ``declared`` being the encoding that is given beside the page.

    Raises :class:`ReadError` as :func:`read` does.
    """
    markup = decode_page(data, declared).replace("\0", "")
    if markup.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        markup = _EMPTY.sub(r"<\1\2></\1>", markup)
    tree = parse(markup)
    try:
        return _text(tree)
    except ReadError:
        # The text may stand in a frame of the page itself.
        for frame in tree.css("iframe[srcdoc]")[:_MOST_FRAMES]:
            with suppress(ReadError):
                return _text(parse(frame.attributes.get("srcdoc") or ""))
        raise


def _text(tree: LexborHTMLParser) -> str:
    metas = dict(_metas(tree))
    if metas.get("generator", "").lower() == GENERATOR:
        raise ReadError(
            "a page that fazhi made; give the report that it was made from",
            "fazhi 生成的网页，请给出原来的报告",
        )
    lines = main_part(page_lines(tree), _titles(tree, metas))
    found = [(line, metadata_spans(line)) for line in lines]
    length = sum(len(line) for line, fields in found if not fields)
    if (
        length < _LITTLE
        and not any(map(is_section_heading, lines))
        and (reason := _elsewhere(tree, bool(lines)))
    ):
        raise ReadError(*reason)
    if not any(map(is_section_heading, lines)) and _is_list(tree, lines):
        raise ReadError(
            "a list of reports and none of them; open and save each", "报告列表，不是报告，请逐份打开并保存"
        )
    said = {key for _, fields in found for key, (start, end) in fields.items() if start < end}
    return "\n".join([*_labels(metas, said), *lines])


def _metas(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Names in lower case and contents of ``<meta>``, of several of a name the first last."""
    for node in reversed(tree.css("meta")):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property")
        if name and (content := clean(attributes.get("content") or "")):
            yield name.strip().lower(), content


def _titles(tree: LexborHTMLParser, metas: dict[str, str]) -> list[str]:
    """What the page says its title is, the surest first, without the name of the site."""
    titles = [metas[name] for name in _TITLES if name in metas]
    titles += [clean(node.text()) for node in tree.css("h1, h2")[:10] if _may_be_title(node)]
    if (node := tree.css_first("head > title")) is not None:
        titles.append(_SITE.split(clean(node.text()))[0])
    column = metas.get("columnname")
    return [title for title in dict.fromkeys(titles) if len(title) > 3 and title != column]


def _may_be_title(heading: LexborNode) -> bool:
    """Whether a heading says something itself and is none of a menu or the like."""
    if heading.css_first("script, style") is not None:
        return False
    around = heading.parent
    while around is not None and not is_furniture_block(around):
        around = around.parent
    return around is None


def _labels(metas: dict[str, str], said: set[str]) -> list[str]:
    """Label lines of what ``<meta>`` says besides the fields that are ``said`` in the page."""
    published = next((metas[name] for name in _PUBLISHED if name in metas), "")
    origin = next((metas[name] for name in _ORIGIN if name in metas), "")
    labels = []
    if published and "published" not in said:
        labels.append(f"发布日期：{published.partition('T')[0]}")
    if origin and not said & {"origin", "publisher"}:
        labels.append(f"来源：{origin}")
    return labels


def _is_list(tree: LexborHTMLParser, lines: list[str]) -> bool:
    """Whether the main part leads to several reports by their titles."""
    links = {clean(node.text()) for node in tree.css("a[href]")}
    return len({line for line in map(str.strip, lines) if line in links and TITLE.match(line)}) > 1


def _elsewhere(tree: LexborHTMLParser, has_text: bool) -> Both | None:
    """Why a page has little text, and what to do; None if nothing shows it."""
    for node in tree.css("meta[http-equiv]"):
        attributes = node.attributes
        leads = _REFRESH.match((attributes.get("content") or "").strip())
        if (attributes.get("http-equiv") or "").lower() == "refresh" and leads:
            target = clean(leads[1])[:200]
            return both(
                f"the page only leads to another one ({target}); open and save that",
                f"网页只是转到另一网页（{target}），请打开并保存后者",
            )
    for node in tree.css("a[href], embed[src], object[data], iframe[src]"):
        attributes = node.attributes
        address = attributes.get("href") or attributes.get("src") or attributes.get("data") or ""
        address = re.split("[?#]", address)[0] if not _ATTACHMENT.search(address) else address
        name = clean(unquote(address.rpartition("/")[2]))[-60:]
        if _ATTACHMENT.search(address):
            return both(
                f"the report is not in the page but attached to it ({name}); download that and give it",
                f"报告不在网页中，而是附件（{name}），请下载附件",
            )
    frames = [node for node in tree.css("iframe[src], frame[src]") if not is_hidden(node)]
    shown = [
        node for node in frames if not _SMALL & {node.attributes.get("width"), node.attributes.get("height")}
    ]
    addresses = [clean(node.attributes.get("src") or "")[:200] for node in shown]
    pages = [
        address for address in addresses if address and not address.startswith(("about:", "javascript:"))
    ]
    if pages:
        shown_there = ", ".join(pages[:3])
        return both(
            f"the text is in another page, shown in a frame ({shown_there}); open and save that",
            f"正文在框架中的另一网页（{shown_there}），请打开并保存后者",
        )
    if not has_text and tree.css_first("script") is not None:
        return both(
            "the page has no text of its own, scripts fill it; open it in a browser and, when it is"
            " complete, save it as MHTML (single file) or copy its text",
            "网页正文由脚本载入；请用浏览器打开，待其完整后另存为 MHTML（单个文件），或复制正文",
        )
    if tree.css_first("body img") is not None and not has_text:
        return both(
            "the page shows images and no text; give the report's text",
            "网页只有图片，没有文字，请给出报告正文",
        )
    return None if has_text else both("the page has no text", "网页没有文字")
