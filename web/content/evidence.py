"""The words of reports on which what a page says stands (证据), ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fazhi.kg.iris import place_of
from fazhi.kg.output.passages import Passage, passages_of
from fazhi.web.site import Site

#: Characters of a sentence that fit into three lines.
_SHORT = 130
#: Characters of a long sentence that are shown before the words that matter.
_NEAR = 40


@dataclass(frozen=True)
class Evidence:
    """A sentence with the exact words in it: ``far``, ``before``, ``words``, ``after`` make the sentence.

    ``far`` is the beginning of a long one, not shown at first. ``place`` is the page or paragraph
    of the file in words, ``reader`` the address of the words in the report's text, ``source`` that of the
    report on the web; each is empty where it is not known.
    """

    far: str
    before: str
    words: str
    after: str
    body: str
    year: str
    section: str
    place: str
    reader: str
    source: str

    @property
    def long(self) -> bool:
        """Whether it takes more than three lines."""
        return len(self.far) + len(self.before) + len(self.words) + len(self.after) > _SHORT


def evidence_of(site: Site, iris: Iterable[str]) -> dict[str, Evidence]:
    """The evidence among the resources called ``iris``, by IRI."""
    found = passages_of(site.store, dict.fromkeys(filter(None, iris)))
    return {iri: _shown(site, iri, passage) for iri, passage in found.items()}


def chosen(evidence: Mapping[str, Evidence], iris: Iterable[str]) -> tuple[Evidence, ...]:
    """Those of the evidence that have one of these IRIs, in their order, each once."""
    return tuple(evidence[iri] for iri in dict.fromkeys(iris) if iri in evidence)


def reader_address(site: Site, evidence: str) -> str:
    """The address of evidence, called by its IRI, in the text of its report; "" if it stands elsewhere."""
    place = place_of(evidence)
    if not place or not place[0].startswith(f"{site.store.base}text/"):
        return ""
    reader = site.href("reader", site.key(place[0]).rpartition("/")[0])
    return f"{reader}#char={place[1]},{place[2]}" if reader else ""


def place_in_words(site: Site, locator: str) -> str:
    """``page=3`` as a reader says it: 第3页."""
    kind, _, number = locator.partition("=")
    return {
        "page": site.say(f"第{number}页", f"page {number}"),
        "paragraph": site.say(f"第{number}段", f"paragraph {number}"),
    }.get(kind, "")


def _shown(site: Site, iri: str, passage: Passage) -> Evidence:
    words, sentence = place_of(iri), place_of(passage.iri)
    start, end = 0, len(passage.text)
    if words and sentence and words[0] == sentence[0] and sentence[1] <= words[1] and words[2] <= sentence[2]:
        start, end = words[1] - sentence[1], words[2] - sentence[1]
    cut = max(0, start - _NEAR) if len(passage.text) > _SHORT else 0
    return Evidence(
        far=passage.text[:cut],
        before=passage.text[cut:start],
        words=passage.text[start:end],
        after=passage.text[end:],
        body=passage.body,
        year=passage.year,
        section=passage.section,
        place=place_in_words(site, passage.locator),
        reader=reader_address(site, iri),
        source=passage.address,
    )
