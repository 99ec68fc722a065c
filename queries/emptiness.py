"""Why an answer is empty: what was asked for that no report has, or what the question says of it."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from fazhi.ontology.languages import Both, both
from fazhi.ontology.namespaces import PREFIXES
from fazhi.queries.catalogue import Question
from fazhi.queries.results import column_names
from fazhi.queries.runner import answered, bindings
from fazhi.queries.union import lacks_union

_YEARS = (
    "SELECT DISTINCT ?year ?body { ?report fz:reportedYear ?year OPTIONAL { ?report fz:issuer ?body } } "
    "ORDER BY ?year"
)
#: The tag of questions that hold a year against the one before.
_COMPARISON = "comparison"


def why_empty(store: Store, question: Question, parameters: Mapping[str, str]) -> Both:
    """Why the answer to a question with these parameters is empty. Raises QuestionError as run does."""
    bound = bindings(store, question, parameters)
    year, body = bound.get(Variable("year")), bound.get(Variable("body"))
    years = _years(store)
    if not years:
        return both("the store holds no report: fazhi build REPORTS", "知识图谱中没有报告：fazhi build 报告")
    if isinstance(year, Literal) and year.value not in years:
        listed = _listed(years)
        return both(
            f"no report on {year.value}; the store has reports on {listed.en}",
            f"没有{year.value}年度的报告；知识图谱中有 {listed.zh}",
        )
    if isinstance(body, NamedNode) and isinstance(year, Literal) and body.value not in years[year.value]:
        listed = _listed([each for each, bodies in years.items() if body.value in bodies])
        return both(
            f"no report of {parameters['body']} on {year.value}; the store has those on {listed.en}",
            f"没有{parameters['body']}{year.value}年度的报告；该单位有 {listed.zh}",
        )
    told = _of_question(question, years)
    narrowing = [p.name for p in question.parameters if not p.required and parameters.get(p.name, "").strip()]
    for name in narrowing:
        rest = {variable: term for variable, term in bound.items() if variable.value != name}
        if rows := len(answered(store, question, rest).rows):
            return both(
                f"{told.en}; without “{name}” there are {rows} rows", f"{told.zh}；不限{_zh(name)}有{rows}条"
            )
    return told


def _of_question(question: Question, years: Mapping[str, set[str]]) -> Both:
    if question.empty is None:
        return both("no answers: the reports say nothing of the kind", "没有结果：报告中没有这样的内容")
    told = Both(question.empty["en"], question.empty["zh"])
    if _COMPARISON in question.tags:
        listed = _listed(years)
        return both(
            f"{told.en}; the store has reports on {listed.en}", f"{told.zh}；知识图谱中有 {listed.zh}"
        )
    return told


def _zh(parameter: str) -> str:
    return column_names()[parameter]["zh"] if parameter in column_names() else f"“{parameter}”"


def _years(store: Store) -> dict[str, set[str]]:
    """The years that the reports are about, in their order, with the bodies that report on each."""
    solutions = store.query(_YEARS, prefixes=PREFIXES, use_default_graph_as_union=lacks_union(store))
    assert isinstance(solutions, QuerySolutions)
    years: dict[str, set[str]] = {}
    for row in solutions:
        bodies = years.setdefault(row["year"].value, set())
        if row["body"] is not None:
            bodies.add(row["body"].value)
    return years


def _listed(years: Mapping[str, object] | list[str]) -> Both:
    return both(", ".join(years) or "none", "、".join(years) or "（无）")
