"""The list of pages for search engines (https://www.sitemaps.org/protocol.html). Called in a worker."""

from __future__ import annotations

from importlib import import_module
from itertools import islice
from urllib.parse import quote
from xml.sax.saxutils import escape

from fazhi.web.answer import Answer
from fazhi.web.pages import KINDS
from fazhi.web.site import LANGUAGES, Site
from fazhi.web.source import Source, opened

#: A list may not be longer.
_MOST = 50_000
#: What comes first where there are more pages; the register of instruments alone has thousands.
_ORDER = (
    "home",
    "bodies",
    "body",
    "reader",
    "matrix",
    "obligations",
    "obligation",
    "questions",
    "question",
    "laws",
)


def sitemap(source: Source, state: str, address: str) -> Answer:
    """The addresses of the pages, those of reports first; ``address`` is that of the server."""
    kinds = [*_ORDER, *sorted(KINDS - set(_ORDER))]
    site = Site(opened(source, state), "zh", address=address, asked="")
    paths = (
        quote("" if kind == "home" else f"{kind}/{key}" if key else kind)
        for kind in kinds
        for key in import_module(f"fazhi.web.pages.{kind}").keys(site)
    )
    lines = (
        f"<url><loc>{escape(address)}/{language}/{escape(path)}</loc></url>"
        for path in islice(paths, _MOST // len(LANGUAGES))
        for language in LANGUAGES
    )
    body = "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *lines,
            "</urlset>\n",
        )
    )
    return Answer(body.encode(), "application/xml")
