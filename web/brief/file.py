"""A brief as a file of HTML that needs nothing beside it, and the site from which files are made."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from fazhi.kg.store.graph_store import GraphStore
from fazhi.web.brief.parts import Brief
from fazhi.web.site import Site
from fazhi.web.static_files import static_text


class PaperSite(Site):
    """The site of what is taken along: its links lead to a server at ``address``, if there is one."""

    interactive = False

    def __init__(self, store: GraphStore, language: str, address: str = "") -> None:
        super().__init__(store, language, address=address.rstrip("/"), asked="", sparql=False)

    def _href(self, language: str, path: str, parameters: Mapping[str, str]) -> str:
        if not self.address:
            return ""
        query = f"?{urlencode(parameters)}" if parameters else ""
        return f"{self.address}/{language}/{quote(path)}{query}"


def to_html(site: Site, brief: Brief) -> str:
    """The file; it is read on a screen, in light and dark, and printed on one or two pages."""
    return site.render("brief_file.html", title=brief.title, brief=brief, style=static_text("site.css"))
