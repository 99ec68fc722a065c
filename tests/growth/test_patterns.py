"""No expression of the program can match one text in so many ways that time explodes.

Every expression that the program compiles is read by Python's own parser and made into the automaton of its
characters (Glushkov, 1961). Time grows exponentially where, within a repeat, one text leads from a character
back to it in two ways, and with a power of the length where two endless repeats can share what they match
(Weideman et al., 2016, *Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers*).
Look-around counts as matching nothing; possessive repeats and atomic groups match in one way. Possessive
repeats of more than a character are refused: Python before 3.11.5, such as Debian 12 has, goes wrong in them
where what is repeated can match in several ways (https://github.com/python/cpython/issues/106052); an atomic
group around a plain repeat does the same.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: A repeat of at most so many times is as good as written out: its ways to match stay few.
FEW = 6
#: Imports the program, runs it on a report, and prints what it compiles: expression, flags, place.
RECORDER = """
import gc, importlib, json, pkgutil, re, sys
from pathlib import Path
root, report = Path(sys.argv[1]), Path(sys.argv[2])
found, compile_expression = {}, re._compiler.compile

def record(source, flags=0):
    frame = sys._getframe(1)
    while frame and Path(frame.f_code.co_filename).parent.name == "re":
        frame = frame.f_back
    place = Path(frame.f_code.co_filename)
    if isinstance(source, str) and place.is_relative_to(root) and ".venv" not in place.parts:
        found.setdefault((source, int(flags)), f"{place.relative_to(root)}:{frame.f_lineno}")
    return compile_expression(source, flags)

re._compiler.compile = record
for room in ("ontology", "extractors", "queries", "viz", "kg"):
    package = importlib.import_module(f"fazhi.{room}")
    for module in pkgutil.walk_packages(package.__path__, f"fazhi.{room}."):
        if "register_builder" not in module.name and "__main__" not in module.name:
            importlib.import_module(module.name)
from fazhi.extractors.rules.rule import Rule, rules
from fazhi.kg.checks.registry import check
from fazhi.kg.graph.graphs import graphs_of
from fazhi.kg.linking.report import read_report
linked = read_report(report)
graphs_of(linked)
check(linked.extraction)
for kept in gc.get_objects():
    if isinstance(kept, Rule):
        kept.pattern
print(json.dumps([[source, flags, place] for (source, flags), place in found.items()]))
"""

#: Ranges of code points, in order and apart.
Characters = tuple[tuple[int, int], ...]
_LAST = sys.maxunicode
_ANY: Characters = ((0, _LAST),)


def _of(ranges: Iterable[tuple[int, int]]) -> Characters:
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _all_but(characters: Characters) -> Characters:
    edges = [-1, *(edge for span in characters for edge in span), _LAST + 1]
    return _of((a + 1, b - 1) for a, b in zip(edges[::2], edges[1::2], strict=True) if a + 1 < b)


@cache
def _common(one: Characters, other: Characters) -> Characters:
    spans = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return _of((first, last) for first, last in spans if first <= last)


@cache
def _category(name: Any) -> Characters:
    tests = {
        _constants.CATEGORY_DIGIT: str.isdecimal,
        _constants.CATEGORY_SPACE: str.isspace,
        _constants.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
    }
    if name in tests:
        return _of((code, code) for code in range(0x10000) if tests[name](chr(code)))
    return _all_but(_category(getattr(_constants, str(name).replace("_NOT_", "_"))))


def _set(items: Sequence[tuple[Any, Any]]) -> Characters:
    spans: list[tuple[int, int]] = []
    for operator, argument in items:
        if operator is _constants.LITERAL:
            spans.append((argument, argument))
        elif operator is _constants.RANGE:
            spans.append(argument)
        elif operator is _constants.CATEGORY:
            spans += _category(argument)
    characters = _of(spans)
    return _all_but(characters) if items[0][0] is _constants.NEGATE else characters


#: How an expression may be empty, and where it may begin and end: in how many ways, 2 for all beyond one.
Ways = tuple[int, Mapping[int, int], Mapping[int, int]]


class Automaton:
    """The characters of a parsed expression, each with those that may follow it, and in how many ways."""

    def __init__(self, items: Iterable[tuple[Any, Any]], flags: int) -> None:
        self.flags = flags
        self.characters: list[Characters] = []
        self.follow: list[dict[int, int]] = []
        self.endless: set[int] = set()
        self.nothing_repeated = False
        self.possessive_group = False
        #: What is matched for itself: look-around, possessive repeats, atomic groups.
        self.apart: list[Any] = []
        self._row(items, False)

    def _row(self, items: Iterable[tuple[Any, Any]], one_way: bool) -> Ways:
        empty: int = 1
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for operator, argument in items:
            its_empty, its_first, its_last = self._item(operator, argument, one_way)
            self._link(last, its_first)
            for place, ways in its_first.items() if empty else ():
                first[place] = min(2, first.get(place, 0) + ways * empty)
            last = {**({p: min(2, w * its_empty) for p, w in last.items()} if its_empty else {}), **its_last}
            empty = min(2, empty * its_empty)
        return empty, first, last

    def _link(self, last: Mapping[int, int], first: Mapping[int, int]) -> None:
        for place, ways in last.items():
            for after, its_ways in first.items():
                self.follow[place][after] = min(2, self.follow[place].get(after, 0) + ways * its_ways)

    def _item(self, operator: Any, argument: Any, one_way: bool) -> Ways:
        if (characters := self._characters(operator, argument)) is not None:
            self.characters.append(characters)
            self.follow.append({})
            return 0, {len(self.follow) - 1: 1}, {len(self.follow) - 1: 1}
        if operator is _constants.SUBPATTERN:
            return self._row(argument[3], one_way)
        if operator is _constants.BRANCH:
            return self._any_of(argument[1], one_way)
        if operator is _constants.GROUPREF_EXISTS:
            return self._any_of((argument[1], argument[2] or ()), one_way)
        if operator is _constants.POSSESSIVE_REPEAT:
            self.possessive_group |= not _is_character(argument[2])
        if operator is _constants.ATOMIC_GROUP and _is_repeat(argument):
            # Where the repeat can go no further the group ends, and nothing in it is tried again.
            operator, argument = _constants.POSSESSIVE_REPEAT, argument[0][1]
        if operator is _constants.ATOMIC_GROUP:
            self.apart.append(argument)
            return self._row(argument, True)
        if operator is _constants.POSSESSIVE_REPEAT:
            self.apart.append(argument[2])
            return self._repeat(*argument, one_way=True)
        if operator in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            return self._repeat(*argument, one_way=one_way)
        if operator in (_constants.ASSERT, _constants.ASSERT_NOT):
            self.apart.append(argument[1])
        return 1, {}, {}

    def _characters(self, operator: Any, argument: Any) -> Characters | None:
        if operator is _constants.LITERAL:
            forms = {chr(argument), chr(argument).lower(), chr(argument).upper()}
            known = forms if self.flags & re.IGNORECASE else {chr(argument)}
            return _of((ord(form), ord(form)) for form in known if len(form) == 1)
        if operator is _constants.NOT_LITERAL:
            return _all_but(((argument, argument),))
        if operator is _constants.ANY:
            return _ANY if self.flags & re.DOTALL else _all_but(((10, 10),))
        return _set(argument) if operator is _constants.IN else None

    def _any_of(self, branches: Iterable[Any], one_way: bool) -> Ways:
        empty, first, last = 0, {}, {}
        for branch in branches:
            its_empty, its_first, its_last = self._row(branch, one_way)
            empty = min(1 if one_way else 2, empty + its_empty)
            first |= its_first
            last |= its_last
        return empty, first, last

    def _repeat(self, least: int, most: Any, items: Any, *, one_way: bool) -> Ways:
        if one_way:
            empty, first, last = self._row(items, True)
            return (1 if least == 0 else min(1, empty)), first, last
        if most <= FEW:
            written_out: list[tuple[Any, Any]] = []
            for _ in range(most - least):
                written_out = [(_constants.BRANCH, (None, [[*items, *written_out], []]))]
            return self._row([*(item for _ in range(least) for item in items), *written_out], False)
        empty, first, last = self._row(items, False)
        self._link(last, first)
        self.nothing_repeated |= bool(empty)
        if most is _constants.MAXREPEAT:
            self.endless |= first.keys() & last.keys()
        return min(2, empty + (least == 0)), first, last


def _is_character(items: Any) -> bool:
    character = (_constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.IN)
    return len(items) == 1 and items[0][0] in character


def _is_repeat(items: Any) -> bool:
    """Whether these are one greedy repeat, which once is enough for."""
    return len(items) == 1 and items[0][0] is _constants.MAX_REPEAT and items[0][1][0] <= 1


def faults(source: str, flags: int = 0) -> list[str]:
    """What in an expression makes time explode; empty if nothing does."""
    tree = _parser.parse(source, flags)
    waiting: list[Any] = [tree]
    found: list[str] = []
    while waiting:
        automaton = Automaton(waiting.pop(), tree.state.flags)
        waiting += automaton.apart
        found += _faults(automaton)
    return found


def _faults(automaton: Automaton) -> Iterator[str]:
    if automaton.possessive_group:
        yield "a possessive repeat of more than a character"
    if automaton.nothing_repeated:
        yield "what is repeated may be empty"
    graph = dict(enumerate(map(list, automaton.follow)))
    knot_of = {place: number for number, knot in enumerate(knots(graph)) for place in knot}
    if any(
        ways > 1 and knot_of[place] == knot_of[after]
        for place, follow in enumerate(automaton.follow)
        for after, ways in follow.items()
    ):
        yield "a repeat repeats another with nothing between"
    characters = automaton.characters
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = {}
    waiting = [(place, place) for place in graph]
    while waiting:
        if (pair := waiting.pop()) in pairs:
            continue
        pairs[pair] = [
            (min(one, other), max(one, other))
            for one in graph[pair[0]]
            if knot_of[one] == knot_of[pair[0]]
            for other in graph[pair[1]]
            if knot_of[other] == knot_of[pair[1]]
            if one == other or _common(characters[one], characters[other])
        ]
        waiting += pairs[pair]
    if any(len({one == other for one, other in knot}) > 1 for knot in knots(pairs)):
        yield "a repeat can match one text in two ways"
    for place in automaton.endless:
        for other in automaton.endless:
            shared = _common(characters[place], characters[other])
            if shared and knot_of[place] != knot_of[other] and _leads(automaton, place, other, shared):
                yield "two endless repeats can share what they match"


def _leads(automaton: Automaton, place: int, goal: int, by: Characters) -> bool:
    """Whether one character leads to the other by such characters alone."""
    seen: set[int] = set()
    waiting = [place]
    while waiting:
        for after in automaton.follow[waiting.pop()]:
            if after not in seen and _common(automaton.characters[after], by):
                seen.add(after)
                waiting.append(after)
    return goal in seen


def knots(graph: Mapping[Any, Sequence[Any]]) -> list[list[Any]]:
    """The strongly connected components of a graph (Tarjan, 1972)."""
    order: dict[Any, int] = {}
    lowest: dict[Any, int] = {}
    path: list[Any] = []
    found: list[list[Any]] = []
    for root in graph:
        calls = [] if root in order else [(root, iter(graph[root]))]
        if calls:
            order[root] = lowest[root] = len(order)
            path.append(root)
        while calls:
            node, rest = calls[-1]
            after = next((a for a in rest if lowest.get(a, -1) >= 0 or a not in order), None)
            if after is None:
                calls.pop()
                if calls:
                    above = calls[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == order[node]:
                    start = path.index(node)
                    found.append(path[start:])
                    lowest.update(dict.fromkeys(path[start:], -1))
                    del path[start:]
            elif after in order:
                lowest[node] = min(lowest[node], order[after])
            else:
                order[after] = lowest[after] = len(order)
                path.append(after)
                calls.append((after, iter(graph[after])))
    return found


@pytest.mark.parametrize(
    "expression",
    [
        "(a*)*", "(?:a+)+x", "(?:a?b?)+", "(?:a?b*)*", "(?:a|b?)+", "(?:[^，]{0,9}要求)*", "(?:\\d\\d?)+",
        "(?:矛盾纠纷|矛盾|纠纷)*率", "(?:a|a)*", "(?=(?:a*)*)x", ".*.*x", r"\s*\n\s*", r"\s*为?\s*：",
        "[^。]*法治[^。]*报告", "(?:ab)*+", "(?>(?:a+b?)*(?:a+)*)x",
        # As they once stood in the program: both hung on a text of 450 bytes.
        r"^[【\[]?\s*(?:打印(?:本页)?|扫一扫.{0,24}|登录|\s|[|｜])+\s*[】\]]?$",
        "(?:[^，]{0,12}?(?:要求|明确|规定)(?!的)|确保|凡)*(?P<who>干部)",
    ],
)  # fmt: skip
def test_what_explodes_is_seen(expression: str) -> None:
    assert faults(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "(?:a++b)*", "(?:[^，]{0,9}要求){0,3}", "(?:ab?)*", "[^，]*a", "(?:ab|a)*", "(?:x|xy)+",
        "(?:《[^《》]*》[^《》]*)*", "(?:[^x]++|x“)+", r"\s*+(?:为\s*+)?：", r"(?>(?:\s*+、)*)\s*+(?=第)",
        "(?>(?:[^，]{0,12}?(?:要求|明确|规定)(?!的)|确保|凡)*)(?P<who>干部)",
    ],
)  # fmt: skip
def test_what_matches_in_few_ways_passes(expression: str) -> None:
    assert not faults(expression)


def test_no_expression_of_the_program_explodes() -> None:
    report = min((ROOT / "examples" / "reports").glob("*.txt"))
    program = [sys.executable, "-c", RECORDER, str(ROOT), str(report)]
    compiled = json.loads(subprocess.run(program, check=True, capture_output=True, text=True).stdout)
    assert len(compiled) > 1000
    exploding = [
        f"{place}: {', '.join(found)}: {source}"
        for source, flags, place in compiled
        if set("*+{") & set(source) and (found := faults(source, flags))
    ]
    assert not exploding, "\n".join(exploding)
