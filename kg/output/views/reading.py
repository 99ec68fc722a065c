"""What the views read of a store: no more than they draw, for all reports or for some."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from sys import intern

from pyoxigraph import NamedNode

from fazhi.kg.output.views.drawing import Quote, Words
from fazhi.kg.store.files import StoreError
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.concepts import class_labels
from fazhi.ontology.namespaces import FZ
from fazhi.ontology.schemes import DIRECT

Row = dict[str, str]

_REPORTS = """
SELECT ?report ?body ?name ?year ?issued ?title {
  GIVEN ?report a fz:Report
  OPTIONAL { ?report fz:issuer ?body . ?body skos:prefLabel ?name }
  OPTIONAL { ?report fz:reportedYear ?year } OPTIONAL { ?report dcterms:issued ?issued }
  OPTIONAL { ?report dcterms:title ?title }
} ORDER BY ?name ?year ?report"""
_CLASSES = """
SELECT DISTINCT ?body ?class { { SELECT DISTINCT ?body { ?report fz:issuer ?body } } ?body a ?class }"""
_PLACES = """
SELECT DISTINCT ?body ?code ?name {
  { SELECT DISTINCT ?body { ?report fz:issuer ?body } }
  ?body fz:place/schema:containedInPlace* ?place . ?place fz:divisionCode ?code ; skos:prefLabel ?name
}"""
_PARENTS = """
SELECT DISTINCT ?body ?parent { { SELECT DISTINCT ?body { ?report fz:issuer ?body } }
  ?body org:subOrganizationOf/skos:prefLabel ?parent }"""
_CITATIONS = """
SELECT DISTINCT ?report ?law ?purpose SENTENCE {
  GIVEN LAWS ?citation fz:instrument ?law ; fz:inReport ?report . WITH
  OPTIONAL { ?citation fz:purpose ?purpose }
}"""
_LAWS = """
SELECT DISTINCT ?law ?name ?title ?ended ?next ?nextName ?force ?number {
  { SELECT DISTINCT ?law { GIVEN } }
  ?law skos:prefLabel ?name
  OPTIONAL { ?law dcterms:title ?title } OPTIONAL { ?law fz:outOfForceFrom ?ended }
  OPTIONAL { ?law eli:repealed_by ?next . ?next skos:prefLabel ?nextName }
  OPTIONAL { ?law eli:first_date_entry_in_force ?force } OPTIONAL { ?law eli:number ?number }
} ORDER BY ?law ?next"""
_OUTCOMES = """
SELECT ?report ?obligation ?outcome {
  GIVEN DUTIES ?x fz:obligation ?obligation ; fz:assesses ?report ; fz:outcome ?outcome
}"""
_OUTCOME_WORDS = """
SELECT ?report ?obligation ?evidence ?sentence ?section {
  GIVEN ?x fz:assesses ?report ; fz:obligation ?obligation ; fz:hasEvidence ?evidence .
  ?evidence fz:inSentence ?in . ?in oa:exact ?sentence OPTIONAL { ?in fz:inSection ?section }
} ORDER BY ?evidence"""
_REACHES = """
SELECT ?report ?way {
  { SELECT ?applicability ?way { ?applicability ?binds OBLIGATION . ?binds fz:reach ?way } }
  ?report fz:applicability ?applicability
}"""
_WORDS_OF = """
SELECT ?report ?evidence ?sentence {
  ?x fz:obligation OBLIGATION ; fz:assesses ?report ; fz:hasEvidence ?evidence .
  ?evidence fz:inSentence/oa:exact ?sentence
} ORDER BY ?evidence"""
_OBLIGATIONS = """
SELECT ?obligation ?zh ?en ?law ?lawName ?article ?deadline ?deadlineEn {
  ?obligation a fz:StatutoryObligation ; fz:derivedFrom ?law ; skos:prefLabel ?zh, ?en .
  FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
  ?law skos:prefLabel ?lawName
  OPTIONAL { ?obligation fz:article ?article }
  OPTIONAL { ?obligation fz:deadlineInWords ?deadline FILTER(LANG(?deadline) = "zh") }
  OPTIONAL { ?obligation fz:deadlineInWords ?deadlineEn FILTER(LANG(?deadlineEn) = "en") }
} ORDER BY ?obligation"""
_DAYS = """
SELECT DISTINCT ?report ?day SENTENCE { GIVEN ?seen fz:publicityDay ?day ; fz:inReport ?report . WITH }"""
_DAY_NAMES = """
SELECT ?day ?zh ?en { { SELECT DISTINCT ?day { ?seen fz:publicityDay ?day } }
  ?day skos:prefLabel ?zh FILTER(LANG(?zh) = "zh")
  OPTIONAL { ?day skos:prefLabel ?en FILTER(LANG(?en) = "en") } }"""
_FIRMS = """
SELECT ?report ?firm ?name ?evidence ?sentence ?section {
  GIVEN ?counsel a fz:LegalCounsel ; org:member ?firm ; fz:inReport ?report ; fz:mainEvidence ?evidence .
  ?firm skos:prefLabel ?name . ?evidence fz:inSentence ?in . ?in oa:exact ?sentence
  OPTIONAL { ?in fz:inSection ?section }
} ORDER BY ?evidence"""
_WITH_COUNSEL = "SELECT DISTINCT ?report { GIVEN ?counsel a fz:LegalCounsel ; fz:inReport ?report }"
_CONFLICTS = "SELECT ?later ?figure { ?later fz:conflictsWith ?figure }"
_CONFLICT = """
SELECT ?report ?zh ?en ?words ?otherWords ?evidence ?otherEvidence ?sentence ?otherSentence {
  VALUES (?later ?figure) { PAIRS } GIVEN
  ?figure fz:inReport ?report ; fz:mainEvidence ?evidence .
  ?evidence oa:exact ?words ; fz:inSentence/oa:exact ?sentence .
  ?later fz:mainEvidence ?otherEvidence . 
  ?otherEvidence oa:exact ?otherWords ; fz:inSentence/oa:exact ?otherSentence
  OPTIONAL { ?figure fz:indicator ?indicator . ?indicator skos:prefLabel ?zh, ?en
    FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }
} ORDER BY ?evidence"""
_COUNT = "SELECT (COUNT(?node) AS ?n) { GIVEN ?node a CLASS ; fz:inReport ?report }"
_COUNTS = "SELECT ?report (COUNT(?node) AS ?n) { GIVEN ?node a CLASS ; fz:inReport ?report } GROUP BY ?report"
_STATEMENTS = """
SELECT ?report ?node ?evidence ?exact ?sentence ?section ?concept ?name {
  GIVEN ?node a CLASS ; fz:inReport ?report ; fz:mainEvidence ?evidence .
  ?evidence oa:exact ?exact ; fz:inSentence ?in . ?in oa:exact ?sentence
  OPTIONAL { ?in fz:inSection ?section }
  OPTIONAL { ?node CONCEPT ?concept } OPTIONAL { ?node skos:prefLabel ?name }
}"""
#: The property that tells of which kind a statement of a class is.
_CONCEPT = {
    "Observation": "fz:indicator",
    "Problem": "fz:topic",
    "Plan": "fz:topic",
    "LegalCounsel": "fz:counselKind",
    "StatedDuty": "fz:modality",
}
_NAMED = """
SELECT ?from ?to {
  GIVEN ?from fz:inReport ?report .
  ?from fz:hasCitation/fz:instrument|fz:onDay/fz:publicityDay|fz:hasObservation|fz:hasCounsel/org:member ?to
}"""
_CONCEPTS = """
SELECT ?concept ?zh ?en { ?concept skos:inScheme ?scheme ; skos:prefLabel ?zh, ?en
  FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }"""
#: What is selected of the sentence in which a THING is said, and where it stands.
_SAID = (
    "?evidence ?sentence ?section",
    """THING fz:mainEvidence ?evidence . ?evidence fz:inSentence ?in . ?in oa:exact ?sentence
  OPTIONAL { ?in fz:inSection ?section }""",
)

#: Kinds of body by their class, the first that fits; what none fits is a PublicBody.
_BODY_KINDS = {"Park": "Park", "LocalGovernment": "Government", "GovernmentDepartment": "Department"}


@dataclass(frozen=True)
class Report:
    """A report: what it lacks is empty; ``year`` is digits."""

    iri: str
    body: str
    name: str
    year: str
    issued: str
    title: str


@dataclass(frozen=True)
class Law:
    """An instrument; ``ended`` is the first day without force, ``next`` what repealed it (IRI and name)."""

    iri: str
    name: str
    title: str
    ended: str
    next: str
    next_name: str
    force: str
    number: str


class Reading:
    """What a store says of some reports (their IRIs), or of all of them."""

    def __init__(self, store: GraphStore, only: Collection[str] | None = None) -> None:
        self.store = store
        self.only = only

    def rows(self, query: str, **parts: str) -> Iterator[Row]:
        """The rows of a query as texts; GIVEN in it stands for the reports.

        What many rows have is one text in memory.
        """
        given = "" if self.only is None else f"VALUES ?report {values(self.only)}"
        for name, text in {**parts, "GIVEN": parts.get("GIVEN", given)}.items():
            query = query.replace(name, text)
        solutions = self.store.select(query)
        names = [variable.value for variable in solutions.variables]
        once: dict[str, str] = {}
        for row in solutions:
            texts = ("" if term is None else once.setdefault(term.value, term.value) for term in row)
            yield dict(zip(names, texts, strict=True))

    def tuples(self, query: str) -> Iterator[tuple[str, ...]]:
        """As :meth:`rows`, where there are many of them and none lacks anything."""
        given = "" if self.only is None else f"VALUES ?report {values(self.only)}"
        once: dict[str, str] = {}
        for row in self.store.select(query.replace("GIVEN", given)):
            yield tuple(once.setdefault(term.value, term.value) for term in row)

    @cached_property
    def reports(self) -> dict[str, Report]:
        """The reports by IRI, by the names of their bodies and their years. Raises StoreError without any."""
        found: dict[str, Report] = {}
        for row in self.rows(_REPORTS):
            found.setdefault(
                row["report"],
                Report(
                    row["report"],
                    row["body"] or row["report"],
                    row["name"] or row["title"] or row["report"].rpartition("/")[2],
                    row["year"],
                    row["issued"],
                    row["title"],
                ),
            )
        if not found:
            raise StoreError(
                "the store holds no report; build some first: fazhi build REPORTS",
                "图谱中没有报告，请先构建：fazhi build 报告",
                at=self.store.path,
            )
        return found

    @cached_property
    def of_body(self) -> dict[str, list[Report]]:
        """The reports of each body, by their years."""
        found: dict[str, list[Report]] = {}
        for report in self.reports.values():
            found.setdefault(report.body, []).append(report)
        return found

    @cached_property
    def classes(self) -> dict[str, set[str]]:
        """The classes of each body that has reports, as local names."""
        found: dict[str, set[str]] = {}
        for row in self.rows(_CLASSES):
            if row["class"].startswith(FZ):
                found.setdefault(row["body"], set()).add(row["class"].removeprefix(FZ))
        return found

    def body_kind(self, body: str) -> str:
        """The kind of a body on the page."""
        own = self.classes.get(body, set())
        return next((kind for name, kind in _BODY_KINDS.items() if name in own), "PublicBody")

    @cached_property
    def places(self) -> dict[str, list[str]]:
        """The place of each body and those around it, the widest first."""
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self.rows(_PLACES):
            found.setdefault(row["body"], []).append((row["code"], row["name"]))
        # 32 0000 contains 3206 00, and that 320681: the more zeros a code ends in, the wider.
        return {
            body: [name for _, name in sorted(places, key=lambda place: len(place[0].rstrip("0")))]
            for body, places in found.items()
        }

    @cached_property
    def parents(self) -> dict[str, str]:
        """The name of the parent of each body that has one."""
        return {row["body"]: row["parent"] for row in self.rows(_PARENTS)}

    def citations(self, *, sentences: bool, laws: Collection[str] | None = None) -> list[Row]:
        """Which report cites which law, of some or of all, to what purpose.

        If ``sentences`` are wanted, each citation with its evidence, sentence and section.
        """
        said, where = _SAID if sentences else ("", "")
        of = "" if laws is None else f"VALUES ?law {values(laws)}"
        rows = self.rows(_CITATIONS, SENTENCE=said, WITH=where.replace("THING", "?citation"), LAWS=of)
        return sorted(rows, key=lambda row: (row.get("evidence", row["report"]), row["law"], row["purpose"]))

    @cached_property
    def laws(self) -> dict[str, Law]:
        """What is cited, by IRI."""
        return self.laws_among("?citation fz:instrument ?law")

    def laws_among(self, pattern: str) -> dict[str, Law]:
        """The instruments that a pattern binds to ?law, by IRI."""
        found: dict[str, Law] = {}
        for row in self.rows(_LAWS, GIVEN=pattern):
            found.setdefault(
                row["law"],
                Law(
                    *(
                        row[name]
                        for name in ("law", "name", "title", "ended", "next", "nextName", "force", "number")
                    )
                ),
            )
        return found

    @cached_property
    def outcomes(self) -> dict[tuple[str, str], str]:
        """The outcome's id by report and obligation; of what is not reported there is none."""
        return self._outcomes("")

    def outcomes_of(self, obligations: Collection[str]) -> dict[tuple[str, str], str]:
        """As :attr:`outcomes`, of some obligations."""
        return self._outcomes(f"VALUES ?obligation {values(obligations)}")

    def _outcomes(self, duties: str) -> dict[tuple[str, str], str]:
        rows = self.tuples(_OUTCOMES.replace("DUTIES", duties))
        return {(report, duty): intern(outcome.rpartition("/")[2]) for report, duty, outcome in rows}

    def outcome_words(self) -> list[Row]:
        """The evidence of the outcomes, with sentence and section."""
        return list(self.rows(_OUTCOME_WORDS))

    def reaches_of(self, obligation: str) -> dict[str, bool]:
        """The reports to whose bodies an obligation applies, each with whether it binds them directly."""
        rows = self.rows(_REACHES, OBLIGATION=str(NamedNode(obligation)))
        return {row["report"]: row["way"].rpartition("/")[2] in DIRECT for row in rows}

    def words_of(self, obligation: str) -> dict[str, list[Quote]]:
        """The evidence of what each report says of an obligation."""
        found: dict[str, list[Quote]] = {}
        for row in self.rows(_WORDS_OF, OBLIGATION=str(NamedNode(obligation))):
            found.setdefault(row["report"], []).append((row["sentence"], row["evidence"]))
        return found

    @cached_property
    def obligations(self) -> dict[str, Row]:
        """All statutory obligations by IRI."""
        found: dict[str, Row] = {}
        for row in self.rows(_OBLIGATIONS):
            found.setdefault(row["obligation"], row)
        return found

    def days(self, *, sentences: bool = True) -> list[Row]:
        """Which report speaks of which publicity day; with evidence, sentence and section if wanted."""
        said, where = _SAID if sentences else ("", "")
        rows = self.rows(_DAYS, SENTENCE=said, WITH=where.replace("THING", "?seen"))
        return sorted(rows, key=lambda row: (row.get("evidence", row["report"]), row["day"]))

    @cached_property
    def day_names(self) -> dict[str, Words]:
        """The names of the publicity days that are spoken of, by IRI."""
        return {row["day"]: (row["zh"], row["en"] or row["zh"]) for row in self.rows(_DAY_NAMES)}

    def firms(self) -> list[Row]:
        """The law firms that reports name as counsel, with sentence and section."""
        return list(self.rows(_FIRMS))

    def without_counsel(self) -> list[Report]:
        """The reports that name no counsel."""
        having = {row["report"] for row in self.rows(_WITH_COUNSEL)}
        return [report for iri, report in self.reports.items() if iri not in having]

    def conflicts(self) -> list[Row]:
        """Figures of one report that differ, with both sentences."""
        pairs = " ".join(f"(<{row['later']}> <{row['figure']}>)" for row in self.rows(_CONFLICTS))
        return list(self.rows(_CONFLICT, PAIRS=pairs)) if pairs else []

    def count(self, name: str) -> int:
        """How many statements of a class (local name) the reports have."""
        # Every statement is of some report; the database counts a class alone at once.
        query = _COUNT if self.only is not None else _COUNT.replace(" ; fz:inReport ?report", "")
        return int(next(self.rows(query, CLASS=f"fz:{name}"))["n"])

    def counts(self, name: str) -> dict[str, int]:
        """How many statements of a class each report has."""
        return {
            row["report"]: int(row["n"]) for row in self.rows(_COUNTS, CLASS=f"fz:{name}") if row["report"]
        }

    def statements(self, name: str) -> list[Row]:
        """The statements of a class with words, sentence, section, name, and the concept that tells them."""
        concept = _CONCEPT.get(name, "fz:activityClass")
        rows = self.rows(_STATEMENTS, CLASS=f"fz:{name}", CONCEPT=concept)
        return sorted(rows, key=lambda row: (row["evidence"], row["node"], row["concept"]))

    def named(self) -> Iterator[Row]:
        """What activities name: instruments, days, figures, firms."""
        return self.rows(_NAMED)

    @cached_property
    def concepts(self) -> dict[str, Words]:
        """The names of all concepts by IRI."""
        return {row["concept"]: (row["zh"], row["en"]) for row in self.rows(_CONCEPTS)}


def values(iris: Collection[str]) -> str:
    """IRIs to be written behind VALUES in a query."""
    return "{ " + " ".join(str(NamedNode(iri)) for iri in sorted(iris)) + " }"


def class_words(name: str) -> Words:
    """What a class of the ontology is called."""
    label = class_labels().get(name)
    return (label.zh, label.en) if label else (name, name)
