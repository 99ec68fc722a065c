"""The tallies: properties of a report whose values say how many statements of each kind it makes.

Overviews add these up, and lists find by them the reports that make a statement of a kind at all, without
looking at the statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from fazhi.ontology.concepts import concept_labels
from fazhi.ontology.extraction_rules import extraction_rules
from fazhi.ontology.namespaces import FZ, ONTOLOGY, concept
from fazhi.ontology.ntriples import written
from fazhi.ontology.record_types import statement_types

#: The schemes whose concepts are counted.
_SCHEMES = ("activity-class", "purpose", "link", "role")


class Tally(NamedTuple):
    """The IRIs of what is counted, and of the class among whose statements if it is a rule (else empty)."""

    counted: str
    among: str = ""

    @property
    def iri(self) -> str:
        """Such as ``…/ns/tally/Citation``, ``…/tally/role.plans``, ``…/tally/Activity.activity.clause``."""
        return f"{ONTOLOGY}/tally/{'.'.join(map(_local, filter(None, (self.among, self.counted))))}"

    @property
    def least(self) -> str:
        """The property for the least confidence of these statements, where that is not the usual one."""
        return f"{self.iri}.least"


@cache
def tallies() -> tuple[Tally, ...]:
    """All: of the classes of statements, of the concepts of some schemes, of rules among each class."""
    return tuple(_tallies())


def _tallies() -> Iterator[Tally]:
    classes = [written(each.class_)[1:-1] for each in statement_types().values()]
    yield from map(Tally, classes)
    for scheme in _SCHEMES:
        yield from (Tally(concept(scheme, name)) for name in concept_labels(scheme))
    for rule in extraction_rules().values():
        yield from (Tally(rule.iri, among) for among in classes)


def _local(iri: str) -> str:
    scheme, _, name = iri.removeprefix(FZ).removeprefix(f"{ONTOLOGY}/").partition("/")
    return scheme if not name else f"{scheme}.{name}" if scheme in _SCHEMES else name
