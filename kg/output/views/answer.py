"""What a query answers, as a graph (查询结果): a CONSTRUCT's triples, or the things in an answer's rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from pyoxigraph import Literal, NamedNode, QueryTriples

from fazhi.kg.iris import place_of
from fazhi.kg.output.views.drawing import View, Words
from fazhi.kg.output.views.nodes import REPLACED, ended_status
from fazhi.kg.output.views.reading import Reading, class_words
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import FZ, ONTOLOGY
from fazhi.queries import Question, Result, column_names, execute
from fazhi.queries.results import Term, shortened, value

#: Triples, or rows, that are drawn.
MOST = 3_000
#: Classes (local names) and the kind of node of what is of one, the first that fits.
_KINDS = {
    "Park": "Park",
    "LocalGovernment": "Government",
    "GovernmentDepartment": "Department",
    "PublicBody": "PublicBody",
    "LegalInstrument": "Instrument",
    "StatutoryObligation": "Obligation",
    **{
        name: name
        for name in (
            "Report", "Section", "Place", "PublicityDay", "LawFirm", "Citation", "EnforcementCase",
            "Activity", "Observation", "Problem", "Plan", "LeadingGroup", "StatedDuty",
            "LegalCounsel", "Assessment",
        )
    },
}  # fmt: skip
_NAMES = """
SELECT ?thing ?label (LANG(?label) AS ?language) {
  VALUES ?thing { GIVEN } VALUES (?name ?order) { (skos:prefLabel 1) (rdfs:label 2) (dcterms:title 3) }
  ?thing ?name ?label
} ORDER BY ?thing ?order ?label"""
_CLASSES = "SELECT ?thing ?class { VALUES ?thing { GIVEN } ?thing a ?class }"
_WORDS = """
SELECT ?thing ?evidence ?words ?sentence {
  VALUES ?thing { GIVEN } ?thing fz:mainEvidence ?evidence .
  ?evidence oa:exact ?words ; fz:inSentence/oa:exact ?sentence
}"""
_LABELS = """
SELECT ?thing ?zh ?en { VALUES ?thing { GIVEN } ?thing rdfs:label ?zh, ?en
  FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }"""


def view_of_query(store: GraphStore, text: str, title: str) -> View:
    """The triples of a CONSTRUCT or DESCRIBE. Raises FazhiError for another form, or no triples."""
    answer = execute(store.dataset, text)
    if not isinstance(answer, QueryTriples):
        raise FazhiError(
            "a graph is drawn of CONSTRUCT or DESCRIBE; this is another form of query",
            "图谱由 CONSTRUCT 或 DESCRIBE 生成，此查询是另一种形式",
        )
    triples = list(islice(((t.subject, t.predicate, t.object) for t in answer), MOST + 1))
    view = View((title, title))
    things = [term for s, _, o in triples[:MOST] for term in (s, o)]
    _add_things(view, store, things)
    reading = Reading(store)
    called = _called(store, {predicate for _, predicate, _ in triples})
    for subject, predicate, given in triples[:MOST]:
        if isinstance(given, Literal) and isinstance(subject, NamedNode) and subject.value in view.graph:
            words = called[predicate.value]
            view.graph.nodes[subject.value]["details"].append((*words, given.value, given.value))
        elif isinstance(subject, NamedNode) and isinstance(given, NamedNode):
            if subject.value in view.graph and not _is_thing(given.value):
                said = reading.concepts.get(given.value, (shortened(given.value),) * 2)
                view.graph.nodes[subject.value]["details"].append((*called[predicate.value], *said))
            view.join(subject.value, given.value, called[predicate.value])
    return _told(view, len(triples) > MOST)


def view_of_answer(store: GraphStore, question: Question, result: Result) -> View:
    """The things in the rows of an answer, each row's first joined to its others.

    Sentences of a row are shown with its links, its other values with its first thing. Raises FazhiError if
    no row has a thing.
    """
    view = View((question.title["zh"], question.title["en"]))
    rows = result.rows[:MOST]
    _add_things(view, store, (term for row in rows for term in row))
    for row in rows:
        named = dict(zip(result.columns, row, strict=True))
        quotes = [
            (said.value, place.value)
            for said, place in (
                (named.get("sentence"), named.get("evidence")),
                (named.get("otherSentence"), named.get("otherEvidence")),
            )
            if isinstance(said, Literal) and isinstance(place, NamedNode)
        ]
        things = [
            (column, term.value) for column, term in named.items()
            if isinstance(term, NamedNode) and term.value in view.graph
        ]  # fmt: skip
        if not things:
            continue
        first = things[0][1]
        for column, term in named.items():
            if isinstance(term, Literal) and not column.endswith(("Label", "entence")):
                said = str(value(term))
                line = (*_column(column), said, said)
                if line not in view.graph.nodes[first]["details"]:
                    view.graph.nodes[first]["details"].append(line)
        late = _late(named)
        if late:
            successor = bool(named.get("successor"))
            view.update(late, status=ended_status(f"{value(named['endedOn'])}", repealed=successor))
        for column, other in things[1:]:
            if column == "successor":
                view.update(other, column=2)
                view.join(_iri(named.get("law")), other, REPLACED)
            else:
                view.join(first, other, _column(column), quotes, tone="finding" if other == late else "")
    if result.cut:
        view.note(
            f"只画了前{result.cut}份报告（或单位）的；请指定单位或者年度。",
            f"Only of the first {result.cut} reports or bodies; give a body or a year.",
        )
    return _told(view, len(result.rows) > MOST)


def _late(named: Mapping[str, Term | None]) -> str:
    """The law of a row that was out of force before the year of the row began; "" if none was."""
    ended, year = named.get("endedOn"), named.get("year")
    if ended is None or year is None or f"{value(ended)}" > f"{value(year)}-01-01":
        return ""
    return _iri(named.get("law"))


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _told(view: View, cut: bool) -> View:
    if not view.graph:
        raise FazhiError("the answer has no things to draw", "结果中没有可画的内容")
    if cut:
        view.note(
            f"只画了前{MOST:,}条结果；请缩小查询。",
            f"Only the first {MOST:,} results are drawn; ask for less.",
        )
    return view


def _column(column: str) -> Words:
    name = column_names().get(column.removesuffix("Label"))
    return (name["zh"], name["en"]) if name else (column, column)


def _add_things(view: View, store: GraphStore, terms: Iterable[Term | None]) -> None:
    """All things among some terms, with their names, kinds and words; evidence is none."""
    iris = sorted({t.value for t in terms if isinstance(t, NamedNode) and _is_thing(t.value)})
    if not iris:
        return
    reading = Reading(store)
    given = " ".join(str(NamedNode(iri)) for iri in iris)
    names: dict[str, dict[str, str]] = {}
    for row in reading.rows(_NAMES, GIVEN=given):
        names.setdefault(row["thing"], {}).setdefault(row["language"] or "zh", row["label"])
    classes: dict[str, set[str]] = {}
    for row in reading.rows(_CLASSES, GIVEN=given):
        if row["class"].startswith(FZ):
            classes.setdefault(row["thing"], set()).add(row["class"].removeprefix(FZ))
    words = {row["thing"]: row for row in reading.rows(_WORDS, GIVEN=given)}
    for iri in iris:
        own = names.get(iri, {})
        said = words.get(iri)
        label = own.get("zh") or own.get("en") or (said["words"] if said else shortened(iri))
        kind = next((kind for name, kind in _KINDS.items() if name in classes.get(iri, ())), "Other")
        called = None
        if kind == "Other":
            called = class_words(min(classes[iri])) if classes.get(iri) else ("其他", "Other")
        view.add(
            iri, label, kind, label_en=own.get("en", ""), called=called,
            evidence=[(said["sentence"], said["evidence"])] if said else (),
        )  # fmt: skip


def _is_thing(iri: str) -> bool:
    """Whether it is drawn: evidence and concepts are not."""
    return not place_of(iri) and not iri.startswith(ONTOLOGY + "/")


def _called(store: GraphStore, predicates: Collection[NamedNode]) -> Mapping[str, Words]:
    """What properties are called; those without a label, by their prefixed name."""
    found = {p.value: (shortened(p.value), shortened(p.value)) for p in predicates}
    given = " ".join(map(str, predicates))
    for row in Reading(store).rows(_LABELS, GIVEN=given) if predicates else ():
        found[row["thing"]] = (row["zh"], row["en"])
    return found
