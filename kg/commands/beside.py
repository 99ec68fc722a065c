"""Where a page that is written may lead: pages in its folder that show the texts of reports."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from fazhi.kg.store.graph_store import GraphStore

_FILES = "SELECT ?text ?file { ?report fz:readingText ?text ; prov:wasDerivedFrom/rdfs:label ?file }"
#: What a page has in which the records of a report are marked.
_MARKED = 'data-records="'


def texts_beside(store: GraphStore, folder: Path) -> Callable[[str], str]:
    """The address of the page in ``folder`` that shows a text, by its IRI; "" where there is none.

    That is the report's page in a site that ``fazhi export --portal`` wrote there, or what ``fazhi explain``
    wrote, called after the report's file.
    """
    from fazhi.web.files import file_name

    sites = [site for site in ("", "site/") if (folder / site / "zh" / "reader").is_dir()]
    stems = {row["text"].value: Path(row["file"].value).stem for row in store.select(_FILES)}

    @cache
    def address(text: str) -> str:
        key = unquote(text.partition("/text/")[2]).rpartition("/")[0]
        names = [f"{site}zh/{file_name(f'reader/{key}')}" for site in sites if key]
        if found := next((name for name in names if (folder / name).is_file()), None):
            return quote(found)
        page = folder / f"{stems.get(text, '')}.html"
        marked = page.is_file() and _MARKED in page.read_text("utf-8", "replace")
        return quote(page.name) if marked else ""

    return address


def evidence_beside(store: GraphStore, folder: Path) -> Callable[[str], str]:
    """Like :func:`texts_beside` of the words that the IRI of evidence names."""
    from fazhi.kg.iris import place_of

    page_of = texts_beside(store, folder)

    def address(evidence: str) -> str:
        place = place_of(evidence)
        page = page_of(place[0]) if place else ""
        return f"{page}#char={place[1]},{place[2]}" if place and page else ""

    return address
