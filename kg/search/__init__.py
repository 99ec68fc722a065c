"""Full-text search over what a store holds, for those who do not know what it is called exactly.

:func:`search_store` finds in an open store; :func:`make_search_index` and :func:`search` do the two steps of
it. Names are found by their characters, their sound (aqscf, anquan) and by English labels, sentences by any
of their words.
"""

from fazhi.kg.search.entries import KINDS
from fazhi.kg.search.finding import Found, Group, Hit, SearchIndexDamaged, search
from fazhi.kg.search.index import NoFullTextSearch, make_search_index
from fazhi.kg.search.keeping import search_index, search_store

__all__ = [
    "KINDS",
    "Found",
    "Group",
    "Hit",
    "NoFullTextSearch",
    "SearchIndexDamaged",
    "make_search_index",
    "search",
    "search_index",
    "search_store",
]
