"""The pages as files (静态网站): the same pages, whose links lead from file to file.

They open from a file system and from any web server. What needs a program behind it is left out: search, the
SPARQL page, filters; data are beside them in the folder that ``fazhi export --portal`` writes.
"""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property
from urllib.parse import quote

from fazhi.kg.iris import short_key
from fazhi.kg.store.graph_store import GraphStore
from fazhi.web.answer import Answer
from fazhi.web.pages import rendered
from fazhi.web.site import LANGUAGES, NotFound, Site
from fazhi.web.static_files import static_files, static_name

#: Kinds of page that are no files: a program answers them, or there are too many.
_NOT_FILES = frozenset({"search", "query", "thing"})
#: Parameters that only rearrange a page.
_REARRANGING = frozenset({"sort"})
#: What no name of a file has, on any system.
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]')
_START = "index.html"

#: A page by its path and parameters.
_Page = tuple[str, tuple[tuple[str, str], ...]]


def site_files(store: GraphStore) -> Iterator[tuple[str, bytes]]:
    """The names of all files of the site, below its folder, and what is in them.

    They are the first page and all that links lead to from it. The same store always gives the same files.
    """
    for name, file in static_files().items():
        yield f"static/{name}", file.body
    yield _START, _entrance().encode()
    for language in LANGUAGES:
        seen: set[_Page] = {("", ())}
        waiting = deque(seen)
        while waiting:
            path, parameters = waiting.popleft()
            site = FileSite(store, language, path, dict(parameters))
            body = site.body()
            if body is None:
                continue
            yield f"{language}/{file_name(path, parameters)}", body
            fresh = [page for page in site.linked if page not in seen]
            seen.update(fresh)
            waiting.extend(fresh)


class FileSite(Site):
    """The site while one page of it is made into a file; ``linked`` are the pages to which that one leads."""

    interactive = False

    def __init__(self, store: GraphStore, language: str, path: str, parameters: Mapping[str, str]) -> None:
        super().__init__(store, language, address="", asked=path, parameters=parameters, sparql=False)
        self.linked: dict[_Page, None] = {}
        self._path = path
        self._file = f"{language}/{file_name(path, tuple(parameters.items()))}"

    def body(self) -> bytes | None:
        """The content of the file; None if there is no such page."""
        kind, _, key = self._path.partition("/")
        try:
            found = rendered(self, kind or "home", key, self._parameters)
        except NotFound:
            return None
        if isinstance(found, Answer):
            return found.body
        return found.encode("utf-8", "replace")

    def static(self, name: str) -> str:
        """The way to a file of ``static/`` from this one."""
        return self._way_to(f"static/{static_name(name)}")

    @property
    def other_language(self) -> str:
        """The way to this page in the other language; what is asked for in words is other words there."""
        kept = {name: value for name, value in self._parameters.items() if value.isdecimal()}
        return self._href("en" if self.language == "zh" else "zh", self._asked, kept)

    def _href(self, language: str, path: str, parameters: Mapping[str, str]) -> str:
        kind, _, key = path.partition("/")
        if kind == "thing":
            return self.iri_at(key)
        if kind in _NOT_FILES:
            return ""
        if kind == "law" and key not in self._laws:
            return self.iri_at(f"id/instrument/{key}")
        kept = ((name, value) for name, value in parameters.items() if value and name not in _REARRANGING)
        page = (path, tuple(sorted(kept)))
        if language == self.language:
            self.linked[page] = None
        return self._way_to(f"{language}/{file_name(*page)}")

    def _way_to(self, file: str) -> str:
        return quote(posixpath.relpath(file, posixpath.dirname(self._file)))

    @cached_property
    def _laws(self) -> frozenset[str]:
        """The keys of the instruments that reports cite: the register has thousands of others."""
        rows = self.rows("SELECT DISTINCT ?law { ?citation fz:instrument ?law }")
        return frozenset(self.key(row["law"]) for row in rows)


def file_name(path: str, parameters: tuple[tuple[str, str], ...] = ()) -> str:
    """The name of the file of a page, below the folder of its language."""
    head, dot, form = path.rpartition(".")
    suffix = f".{form}" if dot and form in ("csv", "docx", "xlsx", "json", "js") else ".html"
    stem = head if suffix != ".html" else path or "index"
    if parameters:
        stem += "@" + "&".join(f"{name}={value.replace('/', '-')}" for name, value in parameters)
    parts = [_FORBIDDEN.sub(lambda sign: f"%{ord(sign[0]):02X}", part) for part in stem.split("/")]
    return "/".join(short_key(part) for part in parts) + suffix


def _entrance() -> str:
    """The page that leads to the site in both languages."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"><title>法治 fazhi</title>\n'
        '<meta http-equiv="refresh" content="0; url=zh/index.html"></head>\n'
        '<body><p><a href="zh/index.html">中文</a> <a href="en/index.html" lang="en">English</a></p></body>\n'
        "</html>\n"
    )
