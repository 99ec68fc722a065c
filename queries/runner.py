"""Runs a question from the catalogue against a store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from fazhi.ontology.languages import both
from fazhi.ontology.namespaces import PROV, XSD
from fazhi.queries.catalogue import Parameter, Question
from fazhi.queries.catalogue import question as question_called
from fazhi.queries.errors import MissingParameter, UnknownParameter, UnknownValue
from fazhi.queries.names import KINDS, nearest, quoted, resolve, without_surrogates
from fazhi.queries.results import Result, Term
from fazhi.queries.union import lacks_union

_DERIVED = NamedNode(PROV + "wasDerivedFrom")
#: What a SELECT has, up to the beginning of its pattern; and what in that is computed.
_SELECT = re.compile(r"\bSELECT\b([^{}]*)\bWHERE \{")
#: A line that counts only where the parameter that it names is given.
_IF_GIVEN = re.compile(r"^(.*?) # if (\w+) is given\n", re.MULTILINE)
_OF_REPORTS = re.compile(r"SELECT DISTINCT (?:\?report )?\?body\b")
_LIMIT = re.compile(r"\n +ORDER BY[^\n]*\n +LIMIT \d+(?=\n)")
_EXPRESSION = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")


def run(
    store: Store,
    question: Question | str,
    parameters: Mapping[str, str] | None = None,
    *,
    whole: bool = False,
) -> Result:
    """The answer to a question, given itself or by name, over the union of the store's graphs.

    Where the evidence stands on pages of a PDF or in paragraphs of a Word file, a column tells them.
    ``parameters`` maps parameter names to values as typed by a person (see :func:`bindings`). A question
    with a limit is answered of so many reports, those first by year and name, unless the ``whole`` answer is
    asked for. Raises QuestionError.
    """
    asked = question_called(question) if isinstance(question, str) else question
    return answered(store, asked, bindings(store, asked, parameters or {}), whole=whole)


def answered(
    store: Store, question: Question, bound: Mapping[Variable, Term], *, whole: bool = False
) -> Result:
    """As :func:`run`, with the terms that :func:`bindings` gives."""
    text, cut = sparql_of(question, bound, whole=whole), 0
    if question.limit and not whole:
        text, cut, found = _of_chosen(store, text, question.limit)
        # Of no reports there is nothing to look up but the names of the columns.
        store = store if found else Store()
    return _with_locators(store, Result(*_solved(store, text), cut))


def _solved(store: Store, sparql: str) -> tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...]]:
    """The columns and rows that a query gives."""
    solutions = store.query(sparql, use_default_graph_as_union=lacks_union(store))
    assert isinstance(solutions, QuerySolutions)
    return tuple(variable.value for variable in solutions.variables), tuple(tuple(row) for row in solutions)


def sparql_of(question: Question, bound: Mapping[Variable, Term], *, whole: bool = False) -> str:
    """The question in SPARQL, with the terms that are bound to its variables; ``whole``: without its limit.

    They stand where the engine, which plans before it looks at what is bound from outside, begins with them.
    """
    text = "\n".join(line for line in question.text.splitlines() if not line.startswith("#+"))
    given = {variable.value for variable in bound}
    text = _IF_GIVEN.sub(lambda line: f"{line[1]}\n" if line[2] in given else "", text)
    # What chooses the reports goes before all else, and takes what is given along.
    chosen = _chosen(text) if question.limit else ""
    rest = {variable: term for variable, term in bound.items() if variable not in _selected(chosen, bound)}
    if whole and question.limit:
        text = _LIMIT.sub("", text)
    begun = text.index("{") + 1
    outermost = _SELECT.sub(lambda found: f"{found[0]}{_values(found[0], rest)}", text[:begun])
    return outermost + _SELECT.sub(lambda found: f"{found[0]}{_values(found[0], bound)}", text[begun:])


def _chosen(text: str) -> str:
    """The part of a query with a limit that chooses the reports, without order and limit."""
    limit = _LIMIT.search(text)
    assert limit
    return text[_start_of(text, limit) : limit.start()]


def _start_of(text: str, limit: re.Match[str]) -> int:
    """Where the part of a query begins that has this limit."""
    *_, select = _OF_REPORTS.finditer(text, 0, limit.start())
    return select.start()


def _of_chosen(store: Store, text: str, limit: int) -> tuple[str, int, bool]:
    """A query with a limit of reports that names those it chooses.

    With it the limit if there are more, else 0, and whether there are any. Several of its parts may choose
    them: they are looked up once.
    """
    prologue = text[: text.index("SELECT")]
    named: dict[str, str] = {}
    pieces, begun, cut, found = [], 0, 0, False
    for each in _LIMIT.finditer(text):
        start = _start_of(text, each)
        choice = text[start : each.end()].removesuffix(str(limit))
        key = " ".join(choice.split())
        if key not in named:
            columns, rows = _solved(store, f"{prologue}{choice}{limit + 1}")
            named[key] = _table(columns, rows[:limit])
            cut = limit if len(rows) > limit else cut
            found = found or bool(rows)
        pieces += [text[begun:start], named[key]]
        begun = each.end()
    return "".join([*pieces, text[begun:]]), cut, found


def _table(columns: Iterable[str], rows: Iterable[Iterable[Term | None]]) -> str:
    """Rows as a part of a query: a SELECT, so that the engine plans as with the one that chose them."""
    names = " ".join(f"?{name}" for name in columns)
    terms = (" ".join("UNDEF" if term is None else str(term) for term in row) for row in rows)
    return f"SELECT {names} WHERE {{ VALUES ({names}) {{ {' '.join(f'({row})' for row in terms)} }} }}"


def _selected(select: str, bound: Iterable[Variable]) -> set[Variable]:
    """Those of the variables that a SELECT has, not in an expression."""
    found = _SELECT.match(select)
    plain = _EXPRESSION.sub("", found[1]) if found else ""
    return {variable for variable in bound if re.search(rf"\?{variable.value}\b", plain)}


def _values(select: str, bound: Mapping[Variable, Term]) -> str:
    """What binds the variables that a SELECT has, each part of the query's own: some have a LIMIT."""
    variables = sorted(_selected(select, bound), key=str)
    names, terms = " ".join(map(str, variables)), " ".join(str(bound[variable]) for variable in variables)
    return f"\n  VALUES ({names}) {{ ({terms}) }}" if variables else ""


def columns_of(question: Question) -> tuple[str, ...]:
    """The columns of the answer as a reader sees them: each thing once, without those of labels."""
    # With no parameters bound, even an empty store returns every column of the SELECT.
    columns = answered(Store(), replace(question, parameters=()), {}).columns
    return tuple(dict.fromkeys(column.removesuffix("Label") for column in columns))


def _with_locators(store: Store, result: Result) -> Result:
    """The answer with a column ``locator`` behind ``evidence``, if any of that has a place in its file.

    It has the fragment of the file's address, such as ``page=3``, or ``paragraph=12`` of a Word file.
    """
    if "evidence" not in result.columns:
        return result
    index = result.columns.index("evidence")
    found = [locator(store, row[index]) for row in result.rows]
    if not any(found):
        return result
    rows = (
        (*row[: index + 1], Literal(place) if place else None, *row[index + 1 :])
        for row, place in zip(result.rows, found, strict=True)
    )
    columns = (*result.columns[: index + 1], "locator", *result.columns[index + 1 :])
    return Result(columns, tuple(rows), result.cut)


def locator(store: Store, evidence: Term | None) -> str:
    """The place of evidence in its file, as a fragment of its address (``page=3``); empty without one."""
    if isinstance(evidence, NamedNode):
        for quad in store.quads_for_pattern(evidence, _DERIVED, None):
            if isinstance(quad.object, NamedNode):
                return quad.object.value.partition("#")[2]
    return ""


def bindings(
    store: Store,
    question: Question,
    parameters: Mapping[str, str],
    resolved: Callable[[Store, str, str], NamedNode] = resolve,
) -> dict[Variable, Term]:
    """The terms to bind to the question's variables. Blank values count as not given.

    ``resolved`` gives the thing of a kind that a text names, as :func:`fazhi.queries.names.resolve`.
    Raises UnknownParameter, MissingParameter or UnknownValue.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    given = {p.name: p.default for p in question.parameters if p.default}
    given |= {name: text for name, text in parameters.items() if text.strip()}
    for name in given:
        if name not in known:
            takes = both("it takes none", "该问题没有参数")
            if known:
                takes = both(f"it takes {', '.join(known)}", f"可用的参数：{'、'.join(known)}")
            near = nearest(name, known)
            raise UnknownParameter(
                f"{question.name} has no parameter {quoted(name)}: {takes.en}{near.en}",
                f"{question.name} 没有参数{quoted(name)}：{takes.zh}{near.zh}",
            )
    for parameter in question.parameters:
        if parameter.required and parameter.name not in given:
            raise MissingParameter(
                f"{question.name} needs {parameter.name} ({parameter.description['en']}), "
                f"for example {parameter.name}={parameter.example}",
                f"{question.name} 需要参数 {parameter.name}（{parameter.description['zh']}），"
                f"例如 {parameter.name}={parameter.example}",
            )
    return {Variable(name): _term(store, known[name], text, resolved) for name, text in given.items()}


def _term(
    store: Store, parameter: Parameter, text: str, resolved: Callable[[Store, str, str], NamedNode]
) -> NamedNode | Literal:
    if not without_surrogates(text):
        raise UnknownValue(
            f"{parameter.name} holds bytes that are no text: {quoted(text)}",
            f"{parameter.name} 含有不是文字的字节：{quoted(text)}",
        )
    if parameter.type in KINDS:
        return resolved(store, parameter.type, text)
    if parameter.type == "year":
        if not re.fullmatch(r"[0-9]{4}", text.strip()):
            raise UnknownValue(
                f"{parameter.name} must be a year such as 2023, not {quoted(text)}",
                f"{parameter.name} 应为年度，如 2023，而不是{quoted(text)}",
            )
        return Literal(text.strip(), datatype=NamedNode(XSD + "gYear"))
    if parameter.type == "date":
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            raise UnknownValue(
                f"{parameter.name} must be a day such as 2024-04-01, not {quoted(text)}",
                f"{parameter.name} 应为日期，如 2024-04-01，而不是{quoted(text)}",
            ) from None
        return Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))
    return Literal(text)
