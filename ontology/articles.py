"""Articles of legal instruments (条) as English pages name them."""

from __future__ import annotations

import re

import cn2an

_ARTICLE = re.compile(r"第([〇零一二三四五六七八九十百千]+)条")


def article_number(article: str) -> int:
    """The number of the first article that is named, 0 if none is."""
    found = _ARTICLE.search(article)
    return int(cn2an.cn2an(found[1], "smart")) if found else 0


def article_in_english(article: str) -> str:
    """第七十五条 as ``Art. 75``; parts that a document calls by a heading of its own stay as they are."""
    said = _ARTICLE.sub(lambda found: f"Art. {article_number(found[0])}", article)
    return said.replace("、", ", ") if said != article else article
