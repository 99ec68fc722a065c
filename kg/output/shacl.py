"""SHACL over statements as text, in milliseconds a graph: of SHACL core what the ontology's shapes use.

Shapes that use anything else are refused. pyshacl is the reference: a test compares both
(https://www.w3.org/TR/shacl/).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, RdfFormat, parse

from fazhi.kg.output.statements import TYPE, value_of
from fazhi.ontology.namespaces import SH, XSD
from fazhi.ontology.rdf import SHAPES_FILE

#: What is said of each node: its values by property.
_Data = Mapping[str, Mapping[str, list[str]]]
#: Of a node and the values of the shape's path the values that break a constraint; an empty one for a number
#: or a lack of values.
_Constraint = Callable[[_Data, str, list[str]], Iterable[str]]


@dataclass(frozen=True)
class Broken:
    """A broken constraint: the shape's IRI, the node, the value as it is written, the shape's messages."""

    shape: str
    node: str
    value: str
    messages: Mapping[str, str]


@dataclass
class _Shape:
    iri: str
    path: str = ""
    constraints: list[_Constraint] = field(default_factory=list)
    #: Those of them that a lack of values can break.
    of_none: list[_Constraint] = field(default_factory=list)
    properties: list[_Shape] = field(default_factory=list)
    messages: dict[str, str] = field(default_factory=dict)


class Shapes:
    """The shapes of a Turtle file, ready for use; ValueError where they use what is not known here."""

    def __init__(self, turtle: str) -> None:
        self._shapes: dict[str, _Shape] = {}
        self._of_class: dict[str, list[_Shape]] = defaultdict(list)
        self._of_subjects: dict[str, list[_Shape]] = defaultdict(list)
        self._of_objects: dict[str, list[_Shape]] = defaultdict(list)
        targets = {
            "targetClass": self._of_class,
            "targetSubjectsOf": self._of_subjects,
            "targetObjectsOf": self._of_objects,
        }
        for quad in parse(turtle, format=RdfFormat.TURTLE):
            name = quad.predicate.value.removeprefix(SH)
            if name in ("declare", "prefix", "namespace") or name == quad.predicate.value:
                continue
            shape = self._shape(str(quad.subject))
            value = str(quad.object)
            if name in targets:
                targets[name][value].append(shape)
            elif name == "path":
                shape.path = value
            elif name == "property":
                shape.properties.append(self._shape(value))
            elif name == "message" and isinstance(quad.object, Literal):
                shape.messages[quad.object.language or ""] = quad.object.value
            elif name in _CONSTRAINTS:
                constraint = _CONSTRAINTS[name](value)
                shape.constraints.append(constraint)
                if name in _OF_NONE:
                    shape.of_none.append(constraint)
            else:
                raise ValueError(f"{shape.iri} uses sh:{name}, which is not known here")

    def broken(self, statements: Iterable[str]) -> Iterator[Broken]:
        """What the statements of a graph break. Types are stated: nothing is inferred."""
        data: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for each in set(statements):
            subject, predicate, value = each.split(" ", 2)
            data[subject][predicate].append(value)
        for shape, node in self._targets(data):
            said = data.get(node, {})
            for part in (shape, *shape.properties):
                values = said.get(part.path, []) if part.path else [node]
                for constraint in part.constraints if values else part.of_none:
                    for broken in constraint(data, node, values):
                        yield Broken(part.iri, _written(node), _written(broken), part.messages)

    def _shape(self, name: str) -> _Shape:
        return self._shapes.setdefault(name, _Shape(name[1:-1]))

    def _targets(self, data: _Data) -> list[tuple[_Shape, str]]:
        found = {}
        for node, said in data.items():
            shapes = [shape for each in said.get(TYPE, ()) for shape in self._of_class.get(each, ())]
            for predicate, values in said.items():
                shapes += self._of_subjects.get(predicate, ())
                for shape in self._of_objects.get(predicate, ()):
                    found.update({(shape.iri, value): (shape, value) for value in values})
            found.update({(shape.iri, node): (shape, node) for shape in shapes})
        return list(found.values())


@cache
def shapes() -> Shapes:
    """The ontology's shapes."""
    return Shapes(SHAPES_FILE.read_text("utf-8"))


def _written(term: str) -> str:
    """A term without the marks around it."""
    if term.startswith('"'):
        return value_of(term)
    return term[1:-1] if term.startswith("<") else term


def _number(term: str) -> Decimal | None:
    """The number that a literal is; None for any other term."""
    text, datatype = _literal(term)
    return Decimal(text) if datatype in _NUMBERS and _DATATYPES[datatype](text) else None


def _literal(term: str) -> tuple[str, str]:
    """The characters of a literal, and its datatype: empty for none, ``@`` for a language."""
    if not term.startswith('"'):
        return "", "no literal"
    rest = term[term.rindex('"') + 1 :]
    return value_of(term), rest[3:-1] if rest.startswith("^^") else rest[:1]


def _is_integer(text: str) -> bool:
    return re.fullmatch(r"[+-]?[0-9]+", text) is not None


def _is_decimal(text: str) -> bool:
    return re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text) is not None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return text[10:11] == "T"


def _form(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text) is not None


#: Whether a text is a value of the datatype.
_DATATYPES: Mapping[str, Callable[[str], bool]] = {
    "": lambda _: True,
    XSD + "boolean": _form("true|false|0|1"),
    XSD + "date": _is_day,
    XSD + "dateTime": _is_time,
    XSD + "decimal": _is_decimal,
    XSD + "gMonth": _form("--(0[1-9]|1[0-2])"),
    XSD + "gMonthDay": _form("--(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"),
    XSD + "gYear": _form("-?[0-9]{4,}"),
    XSD + "integer": _is_integer,
    XSD + "nonNegativeInteger": _form("[+]?[0-9]+"),
}
_NUMBERS = {XSD + "decimal", XSD + "integer", XSD + "nonNegativeInteger"}


def _each(fits: Callable[[str], bool]) -> _Constraint:
    """A constraint on each value by itself."""
    return lambda _data, _node, values: [value for value in values if not fits(value)]


def _of_datatype(iri: str) -> _Constraint:
    wanted = iri[1:-1].replace(XSD + "string", "")
    is_value = _DATATYPES[wanted]

    def fits(term: str) -> bool:
        text, datatype = _literal(term)
        return datatype == wanted and is_value(text)

    return _each(fits)


def _of_kind(kind: str) -> _Constraint:
    first = {f"<{SH}IRI>": "<", f"<{SH}Literal>": '"'}[kind]
    return _each(lambda term: term.startswith(first))


def _matching(pattern: str) -> _Constraint:
    search = re.compile(value_of(pattern)).search
    return _each(lambda term: not term.startswith("_:") and search(_written(term)) is not None)


def _of_length(least: str) -> _Constraint:
    length = int(value_of(least))
    return _each(lambda term: not term.startswith("_:") and len(_written(term)) >= length)


def _bound(limit: str, fits: Callable[[Decimal, Decimal], bool]) -> _Constraint:
    number = Decimal(value_of(limit))

    def inside(term: str) -> bool:
        found = _number(term)
        return found is not None and fits(found, number)

    return _each(inside)


def _less_than(path: str) -> _Constraint:
    def broken(data: _Data, node: str, values: list[str]) -> Iterator[str]:
        for value in values:
            for other in data[node].get(path, ()):
                one, two = _number(value), _number(other)
                if one is None or two is None or one >= two:
                    yield value

    return broken


def _in_class(iri: str) -> _Constraint:
    return lambda data, _, values: [
        each for each in values if iri not in (data[each].get(TYPE, ()) if each in data else ())
    ]


def _at_least(count: str) -> _Constraint:
    least = int(value_of(count))
    return lambda _data, _node, values: [""] if len(values) < least else []


def _at_most(count: str) -> _Constraint:
    most = int(value_of(count))
    return lambda _data, _node, values: [""] if len(values) > most else []


def _having(term: str) -> _Constraint:
    return lambda _data, _node, values: [] if term in values else [""]


_OF_NONE = ("minCount", "hasValue")
#: What makes a constraint of the value that a shape gives, by the name of the property.
_CONSTRAINTS: Mapping[str, Callable[[str], _Constraint]] = {
    "class": _in_class,
    "datatype": _of_datatype,
    "hasValue": _having,
    "lessThan": _less_than,
    "maxCount": _at_most,
    "maxInclusive": lambda limit: _bound(limit, lambda number, most: number <= most),
    "minCount": _at_least,
    "minInclusive": lambda limit: _bound(limit, lambda number, least: number >= least),
    "minLength": _of_length,
    "nodeKind": _of_kind,
    "pattern": _matching,
}
