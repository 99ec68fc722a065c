"""The page on which one writes SPARQL (查询): examples, prefixes, and without a script also the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from fazhi.ontology.namespaces import ID, PREFIXES
from fazhi.queries import QueryRefused, QuerySyntaxError, catalogue, execute
from fazhi.queries.document import SECTIONS
from fazhi.queries.results import shortened
from fazhi.queries.runner import sparql_of
from fazhi.web.answer import Answer, html
from fazhi.web.content.answers import Column, Shown
from fazhi.web.content.links import address_of
from fazhi.web.content.parts import Cell
from fazhi.web.site import NotFound, Site

#: Rows of a result that the page shows; the endpoint gives more.
ROWS = 500
#: What stands in the field at first: whom each report is by, and what it cites most often as its basis.
_FIRST = """\
SELECT ?name ?year ?law (COUNT(?citation) AS ?n) {
  ?citation fz:inReport ?report ; fz:instrument/skos:prefLabel ?law ;
    fz:purpose/skos:notation "basis" .
  ?report fz:issuer/skos:prefLabel ?name ; fz:reportedYear ?year
} GROUP BY ?name ?year ?law ORDER BY DESC(?n) ?law
"""


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a query: where, counted from 1, the line, and how much of it stands before that."""

    message: str
    line: int = 0
    column: int = 0
    text: str = ""
    before: str = ""


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str | Answer:
    """The field with a query, and its result if it was sent without a script. Raises NotFound."""
    if key or not site.sparql:
        raise NotFound(site.say("这里不提供 SPARQL 查询", "no SPARQL is answered here"))
    example = catalogue().get(parameters.get("example", ""))
    text = parameters.get("query") or (sparql_of(example, {}) if example else _FIRST)
    result, more, mistake = None, False, None
    if parameters.get("query"):
        try:
            result, more = _result(site, text)
        except QuerySyntaxError as error:
            mistake = _mistake(site, error, text)
        except QueryRefused as error:
            mistake = Mistake(site.say(error.zh, error.en))
    page = site.render(
        "query.html",
        title=site.say("SPARQL 查询", "SPARQL query"),
        text=text,
        result=result,
        more=more,
        most=ROWS,
        mistake=mistake,
        topics=[
            (*titles, [question for question in catalogue().values() if question.tags[0] == tag])
            for tag, titles in SECTIONS.items()
        ],
        prefixes={"id": ID, **PREFIXES},
        base=site.store.base,
    )
    return html(page, 400) if mistake else page


def keys(site: Site) -> Iterator[str]:
    """One, where there is an endpoint."""
    if site.sparql:
        yield ""


def _result(site: Site, text: str) -> tuple[Shown, bool]:
    """The first rows of the result of a query, and whether there are more. Raises as execute does."""
    found = execute(site.store.dataset, text)
    if isinstance(found, QueryBoolean):
        said = site.say("是", "yes") if found else site.say("否", "no")
        return Shown([Column("answer", site.say("答案", "Answer"), number=False)], [[Cell(said)]]), False
    if isinstance(found, QuerySolutions):
        names = [variable.value for variable in found.variables]
        rows: list[Sequence[object]] = [tuple(row) for row in islice(found, ROWS + 1)]
    else:
        names = ["subject", "predicate", "object"]
        rows = [tuple(triple) for triple in islice(found, ROWS + 1)]
    columns = [Column(name, name, number=False) for name in names]
    return Shown(columns, [[_cell(site, term) for term in row] for row in rows[:ROWS]]), len(rows) > ROWS


def _cell(site: Site, term: object) -> Cell:
    if isinstance(term, NamedNode):
        return Cell(shortened(term.value), address_of(site, term.value))
    if isinstance(term, Literal):
        return Cell(term.value, unit=f"@{term.language}" if term.language else "")
    return Cell("" if term is None else str(term))


def _mistake(site: Site, error: QuerySyntaxError, text: str) -> Mistake:
    line = text.split("\n")[error.line - 1 : error.line]
    said = line[0].rstrip("\r") if line else ""
    return Mistake(
        site.say(error.text.zh, error.text.en), error.line, error.column, said, said[: error.column - 1]
    )
