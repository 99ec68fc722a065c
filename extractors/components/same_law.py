"""Words that point back to an instrument (指代): 该法第九条, 本条例第三章, 及其实施细则第八条."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from fazhi.extractors.components.instrument_names import Title

_ARTICLE_FOLLOWS = (
    r"(?=(?:之|[中里]?的?)\s*第\s*[〇零一二三四五六七八九十百千两\d]+\s*(?:[条章编款]|[、至到和与及]))"
)
_SAME = re.compile(
    r"(?:该|同|本|上述|前述)(?P<kind>法|条例|规定|办法|细则|规则|准则|规程|决定|意见|解释|纲要|方案)"
    + _ARTICLE_FOLLOWS
)
#: How many characters, and how many titles, before such a mention the one meant may stand.
_REACH = 2000
_MOST_TITLES = 30
#: The rules that carry out the law named right before.
_ITS_RULES = re.compile(r"及其(实施(?:细则|条例|办法))" + _ARTICLE_FOLLOWS)


def same_law(folded: str, titles: Sequence[Title]) -> Iterator[Title]:
    """Mentions of an instrument by its kind and an article, each with the name of the instrument meant.

    That is the last of ``titles`` (in their order in the text) before it in its paragraph whose name ends in
    that kind; where there is none, nothing is cited.
    """
    for title in titles:
        if rules := _ITS_RULES.match(folded, title.end):
            yield title._replace(
                start=rules.start(1), end=rules.end(), rule="same_law", suffix=rules.group(1)
            )
    for match in _SAME.finditer(folded):
        nearest = max(0, match.start() - _REACH)
        nearest = max(nearest, folded.rfind("\n", nearest, match.start()) + 1)
        kind = match["kind"]
        first, stop = (bisect_left(titles, (offset,)) for offset in (nearest, match.start()))
        for title in reversed(titles[max(first, stop - _MOST_TITLES) : stop]):
            name = folded[title.name_start : title.name_end].split("（")[0]
            if name.endswith((kind, f"{kind}典", f"实施{kind}")):
                yield Title(match.start(), match.end(), title.name_start, title.name_end, "same_law", 0.85)
                break
