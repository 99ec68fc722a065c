"""A question of the catalogue (问题): a form of its parameters and, below it, the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from weakref import WeakKeyDictionary

from cachetools import LRUCache
from pyoxigraph import Variable

from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.errors import FazhiError
from fazhi.queries import Parameter, Question, QuestionError, Result, UnknownValue, catalogue
from fazhi.queries.document import SECTIONS
from fazhi.queries.names import KINDS, near_names, quoted
from fazhi.queries.results import Term
from fazhi.queries.runner import answered, bindings, sparql_of
from fazhi.web.answer import Answer, html, told
from fazhi.web.content.answers import filled, heading, in_language, ordered, shown, why_none
from fazhi.web.content.charts import chart
from fazhi.web.content.downloads import FORMS, download
from fazhi.web.content.names import labels, offered, resolved
from fazhi.web.content.parts import paged
from fazhi.web.site import NotFound, Site

#: What the page itself understands, beside the parameters of the question.
_OWN = ("page", "sort")
#: Rows of answers that are kept for the other pages of their tables.
_KEPT_ROWS = 50_000
#: Questions that may be meant by a name that none has.
_NEAR = 5
_kept: WeakKeyDictionary[GraphStore, LRUCache[tuple[str, str, str], Result]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Field:
    """A parameter in the form: ``value`` as it was typed, ``names`` to choose from, what is wrong with it.

    ``example`` is one by its name, as a default is; ``near`` are what may be meant instead, each with the
    address of its answer.
    """

    parameter: Parameter
    label: str
    value: str
    names: list[str]
    example: str
    error: str = ""
    near: tuple[tuple[str, str], ...] = ()


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str | Answer:
    """The question whose name is ``key``; with ``.csv`` or another of :data:`FORMS`, its answer as a file."""
    name, _, form = key.partition(".")
    question = catalogue().get(name)
    if question is None or (form and form not in FORMS):
        near = near_names(name, catalogue())[:_NEAR]
        raise NotFound(
            site.say(f"没有名为{quoted(name)}的问题", f"no question is called {quoted(name)}"),
            [
                (f"{catalogue()[other].title[site.language]} {other}", site.href("question", other))
                for other in near
            ],
        )
    given = {parameter: text for parameter, text in parameters.items() if parameter not in _OWN}
    if form:
        try:
            answer = answered(site.store.dataset, question, _bound(site, question, given), whole=True)
            return download(site, question, answer, form)
        except FazhiError as error:
            return told(str(error), 400)
    fields = [_field(site, question, parameter, given) for parameter in question.parameters]
    unknown = [parameter for parameter in given if parameter not in {f.parameter.name for f in fields}]
    wrong = bool(unknown) or any(field.error for field in fields)
    lacking = [field for field in fields if field.parameter.required and not field.value]
    bound = None if wrong or lacking else _bound(site, question, given)
    page = site.render(
        "question.html",
        title=question.title[site.language],
        question=question,
        topic=SECTIONS[question.tags[0]],
        fields=fields,
        unknown=[quoted(parameter) for parameter in unknown],
        picture=site.href("graph", question=question.name, **given)
        if bound is not None and site.interactive
        else "",
        example={field.parameter.name: field.value or field.example for field in lacking},
        **_shown(site, question, given, parameters, bound),
    )
    return html(page, 400) if wrong else page


def keys(site: Site) -> Iterator[str]:
    """All questions."""
    yield from catalogue()


def _shown(
    site: Site,
    question: Question,
    given: Mapping[str, str],
    parameters: Mapping[str, str],
    bound: Mapping[Variable, Term] | None,
) -> dict[str, object]:
    """What the template shows of the answer, if the parameters are bound so that there is one."""
    if bound is None:
        return {"answer": None}
    answer = _answer(site, question, bound)
    known = {name: text for name, text in given.items() if text.strip()}
    sort = parameters.get("sort", "")
    rows = paged(site, ordered(answer, sort).rows, parameters, "question", question.name)
    return {
        "answer": shown(site, filled(answer, rows.rows)),
        "cut": answer.cut,
        "rows": rows,
        "empty": "" if rows.total else why_none(site, question, known),
        "sort": sort,
        "sorted_by": partial(_sorted_by, site, question.name, known, sort),
        # Of some of the reports only, the greatest is not the greatest.
        "chart": None if answer.cut else chart(site, question.name, answer),
        "sparql": sparql_of(question, bound),
        "downloads": [(form, site.href("question", f"{question.name}.{form}", **known)) for form in FORMS],
    }


def _sorted_by(site: Site, name: str, known: Mapping[str, str], sort: str, column: str) -> str:
    """The address of the answer in the order of a column; of one that is in it, the other way round."""
    return site.href("question", name, **known, sort=f"-{column}" if sort == column else column)


def _bound(site: Site, question: Question, given: Mapping[str, str]) -> dict[Variable, Term]:
    return bindings(site.store.dataset, question, given, lambda _, kind, text: resolved(site, kind, text))


def _answer(site: Site, question: Question, bound: Mapping[Variable, Term]) -> Result:
    """The answer that the page shows part by part; with more reports than its limit, of the first."""
    kept = _kept.setdefault(site.store, LRUCache(_KEPT_ROWS, getsizeof=lambda result: len(result.rows) + 1))
    terms = sorted((variable.value, str(term)) for variable, term in bound.items())
    key = (site.language, question.name, str(terms))
    if key not in kept:
        answer = in_language(site, answered(site.store.dataset, question, bound))
        if len(answer.rows) >= _KEPT_ROWS:
            return answer
        kept[key] = answer
    return kept[key]


def _field(site: Site, question: Question, parameter: Parameter, given: Mapping[str, str]) -> Field:
    value = given.get(parameter.name, "").strip() or _named(site, parameter, parameter.default or "")
    label, names = heading(site, parameter.name), offered(site, parameter.type)
    field = Field(parameter, label, value, names, _named(site, parameter, parameter.example))
    if not value:
        return field
    alone = replace(question, parameters=(parameter,))
    try:
        _bound(site, alone, {parameter.name: value})
    except UnknownValue as error:
        near = [
            (_name(site, name), site.href("question", question.name, **{**given, parameter.name: name}))
            for name in error.near
        ]
        return replace(field, error=_wrong(site, field, error), near=tuple(near))
    except QuestionError as error:
        return replace(field, error=site.say(error.zh, error.en))
    return field


def _named(site: Site, parameter: Parameter, value: str) -> str:
    """A value from the catalogue; of what the reference data name, by its name in the page's language."""
    if not value or parameter.type not in KINDS or parameter.type in ("body", "place", "instrument"):
        return value
    try:
        iri = resolved(site, parameter.type, value).value
    except UnknownValue:
        return value
    return labels(site, {iri}).get(iri, value)


def _wrong(site: Site, field: Field, error: UnknownValue) -> str:
    """What is wrong with a value, in the language of the page."""
    said = quoted(field.value)
    if field.parameter.type in ("year", "date"):
        example = field.parameter.example
        return site.say(
            f"请写成 {example}，{said}无法识别", f"write it like {example}; {said} is not understood"
        )
    if any("://" in name for name in error.near):
        return site.say(f"{said}可以指以下几个，请选择", f"{said} may mean one of these")
    if error.near:
        return site.say(f"没有{said}，是否要找", f"there is no {said}; did you mean")
    return site.say(f"没有{said}", f"there is no {said}")


def _name(site: Site, name: str) -> str:
    """A name as it is shown; an IRI by its key."""
    return re.sub(r"^[^/]*/", "", site.key(name)) or name if "://" in name else name
