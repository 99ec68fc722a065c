"""The names of things in the store: what a form offers, and what a name that was typed into it means."""

from __future__ import annotations

from collections import defaultdict
from weakref import WeakKeyDictionary

from pyoxigraph import NamedNode

from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.articles import article_in_english
from fazhi.ontology.collation import by_sound
from fazhi.queries.names import KINDS, resolve_among, things_named
from fazhi.web.site import Site

#: A form offers names where they are not more than these.
MOST_OFFERED = 500

_Things = dict[str, set[str]]
#: Names by their kind, and those offered by kind and language: they take longer to fetch than most questions
#: to answer.
_kept: WeakKeyDictionary[GraphStore, dict[str, _Things]] = WeakKeyDictionary()
_offered: WeakKeyDictionary[GraphStore, dict[tuple[str, str], list[str]]] = WeakKeyDictionary()


def resolved(site: Site, kind: str, text: str) -> NamedNode:
    """The thing of a kind that ``text`` names, as :func:`fazhi.queries.names.resolve`."""
    things = _kept.setdefault(site.store, {})
    if kind not in things:
        things[kind] = things_named(site.store.dataset, kind)
    return resolve_among(things[kind], kind, text)


def offered(site: Site, kind: str) -> list[str]:
    """The names that a form offers for a parameter of this type, sorted; none where they are too many."""
    kept = _offered.setdefault(site.store, {})
    if (kind, site.language) not in kept:
        kept[kind, site.language] = _names(site, kind)
    return kept[kind, site.language]


def _names(site: Site, kind: str) -> list[str]:
    if kind == "year":
        return [row["year"] for row in site.rows(_YEARS)]
    if kind not in KINDS or kind == "instrument":
        return []
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for row in site.rows(_LABELS % KINDS[kind].pattern):
        labels[row["thing"]][row["language"]] = row["label"]
    found = {label.get(site.language, label.get("zh", "")) for label in labels.values()} - {""}
    return sorted(found, key=by_sound) if len(found) <= MOST_OFFERED else []


def article_of(site: Site, article: str) -> str:
    """An article of an instrument in the language of the page: 第七十五条, Art. 75."""
    return site.say(article, article_in_english(article))


def labels(site: Site, iris: set[str]) -> dict[str, str]:
    """The labels of things in the language of the page, by IRI, as far as they have any."""
    if not iris:
        return {}
    terms = " ".join(map(str, map(NamedNode, sorted(iris))))
    query = (
        f"SELECT ?thing ?label {{ VALUES ?thing {{ {terms} }} ?thing skos:prefLabel|rdfs:label ?label "
        f'FILTER(LANG(?label) = "{site.language}") }}'
    )
    return {row["thing"]: row["label"] for row in site.rows(query)}


_YEARS = "SELECT DISTINCT ?year { ?report fz:reportedYear ?year } ORDER BY DESC(?year)"
_LABELS = """
SELECT DISTINCT ?thing ?label (LANG(?label) AS ?language) {
  { SELECT DISTINCT ?thing { %s } } ?thing skos:prefLabel ?label
}"""
