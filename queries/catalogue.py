"""The catalogue: every ``*.rq`` file in this package, with the question described in its ``#+`` lines.

These lines are YAML, following grlc's convention: ``title`` and ``description`` in Chinese and English,
``tags``, ``parameters``, and in ``asked`` other ways to ask, where ``{law}`` stands for a parameter.
``first`` are the columns that a narrow display shows, ``empty`` says in Chinese and English what it means
where there is no row, ``limit`` is the number of reports that the answer is of at most. A parameter is a
variable of the query's outermost SELECT. Binding it narrows the answer; an optional one left unbound is
returned as a column.

A query with a ``limit`` chooses its reports in a part of its own, ``SELECT DISTINCT ?report ?body ?bodyLabel
?year`` with an order and ``LIMIT``, before what they say is looked up. A line there that ends with
``# if law is given`` counts only where that parameter is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from fazhi.ontology.languages import Both, both
from fazhi.queries.errors import CatalogueError, UnknownQuestion
from fazhi.queries.names import KINDS, nearest, quoted

#: The types of parameter: the kinds of thing named in the store, then plain values.
PARAMETER_TYPES = (*KINDS, "year", "date", "string")

_FIELDS = {"title", "description", "tags", "parameters"}
_OPTIONAL_FIELDS = {"asked", "first", "empty", "limit"}
_PARAMETER_FIELDS = {"name", "type", "required", "example", "description"}


@dataclass(frozen=True)
class Parameter:
    """A parameter: its ``name`` is the query's variable, ``description`` has the keys zh and en.

    ``default`` is the value that it has where none is given.
    """

    name: str
    type: str
    required: bool
    example: str
    description: Mapping[str, str]
    default: str | None = None


@dataclass(frozen=True)
class Question:
    """A question from the catalogue. ``text`` is the whole file, which is valid SPARQL as it stands.

    ``asked`` has other ways to ask it, in zh and en. ``first`` are the columns that matter most, in the order
    in which a narrow display shows them; empty where all do. ``empty`` is what it means, in zh and en, that
    nothing is found; None where nothing special is to be said. With a ``limit``, the answer is of so many
    reports at most (bodies, where it is not of years), which a part of the query chooses in their order.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    tags: tuple[str, ...]
    text: str
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    empty: Mapping[str, str] | None = None
    limit: int | None = None


@cache
def catalogue() -> dict[str, Question]:
    """All questions by name, sorted by name.

    Raises CatalogueError, giving the file and line, if a header is malformed.
    """
    return {name: question(name) for name in _files()}


@cache
def question(name: str) -> Question:
    """The question called ``name``, whose file alone is read.

    Raises UnknownQuestion, suggesting similar names, and CatalogueError as :func:`catalogue`.
    """
    files = _files()
    if name not in files:
        near = nearest(name, files)
        raise UnknownQuestion(
            f"no question is called {quoted(name)}{near.en}", f"没有名为{quoted(name)}的问题{near.zh}"
        )
    return read_question(files[name])


def _files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(Path(__file__).parent.glob("*.rq"))}


def read_question(path: Path) -> Question:
    """The question in one file. Raises CatalogueError if its header is malformed."""
    text = path.read_text(encoding="utf-8")
    header = _Header(path, text)
    optional = _OPTIONAL_FIELDS & set(header.data if isinstance(header.data, dict) else ())
    data = header.mapping(header.data, _FIELDS | optional)
    parameters = tuple(
        _parameter(header, item, position, text)
        for position, item in enumerate(header.list_of(data["parameters"], dict, "parameters"))
    )
    return Question(
        name=path.stem,
        title=header.bilingual(data["title"], "title"),
        description=header.bilingual(data["description"], "description"),
        parameters=parameters,
        tags=tuple(header.list_of(data["tags"], str, "tags")),
        text=text,
        asked=_asked(header, data["asked"], {p.name for p in parameters}) if "asked" in data else {},
        first=_first(header, data["first"], text) if "first" in data else (),
        empty=header.bilingual(data["empty"], "empty") if "empty" in data else None,
        limit=_limit(header, data["limit"], text) if "limit" in data else None,
    )


def _limit(header: _Header, value: Any, text: str) -> int:
    if type(value) is not int or not re.search(rf"\n +LIMIT {value}\n", _without_header(text)):
        raise header.error(
            both(
                "limit must be a number of reports, to which the query limits them",
                "limit 应为报告份数，查询以此为限",
            ),
            "limit",
        )
    return value


def _asked(header: _Header, value: Any, parameters: set[str]) -> dict[str, tuple[str, ...]]:
    texts = header.mapping(value, {"zh", "en"}, "asked")
    asked = {
        language: tuple(header.list_of(texts[language], str, "asked", language)) for language in sorted(texts)
    }
    for language, ways in asked.items():
        for position, way in enumerate(ways):
            for name in re.findall(r"\{(\w*)\}", way):
                if name not in parameters:
                    told = both(f"{{{name}}} is no parameter", f"{{{name}}} 不是参数")
                    raise header.error(told, "asked", language, position)
    return asked


def _first(header: _Header, value: Any, text: str) -> tuple[str, ...]:
    columns = header.list_of(value, str, "first")
    for column in columns:
        if not re.search(rf"\?{re.escape(column)}\b", _without_header(text)):
            told = both(f"{column} is no variable of the query", f"查询中没有变量 {column}")
            raise header.error(told, "first")
    return tuple(columns)


def _parameter(header: _Header, item: Any, position: int, text: str) -> Parameter:
    where: tuple[str | int, ...] = ("parameters", position)
    data = header.mapping(item, _PARAMETER_FIELDS | ({"default"} & item.keys()), *where)
    name = data["name"]
    if not isinstance(name, str) or not re.search(rf"\?{re.escape(name)}\b", _without_header(text)):
        told = both(f"parameter {name} is no variable of the query", f"参数 {name} 不是查询中的变量")
        raise header.error(told, *where, "name")
    if data["type"] not in PARAMETER_TYPES:
        told = both(
            f"type {data['type']} is none of {', '.join(PARAMETER_TYPES)}",
            f"type {data['type']} 不在可选之列：{'、'.join(PARAMETER_TYPES)}",
        )
        raise header.error(told, *where, "type")
    if not isinstance(data["required"], bool):
        told = both("required must be true or false", "required 应为 true 或 false")
        raise header.error(told, *where, "required")
    if not isinstance(data["example"], str):
        raise header.error(_no_string("example"), *where, "example")
    if not isinstance(data.get("default", ""), str):
        raise header.error(_no_string("default"), *where, "default")
    description = header.bilingual(data["description"], *where, "description")
    return Parameter(name, data["type"], data["required"], data["example"], description, data.get("default"))


def _no_string(field: str) -> Both:
    return both(f"{field} must be a string: put it in quotes", f"{field} 应为字符串，请加引号")


def _without_header(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+"))


def _no_yaml(why: object) -> Both:
    return both(f"the header is not YAML: {why}", f"头部不是 YAML：{why}")


class _Header:
    """The YAML in a file's ``#+`` lines, keeping track of which line each part is on."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        lines = text.splitlines()
        # Other lines are kept as empty ones so that line numbers in the YAML match those in the file.
        source = "\n".join(line[2:].removeprefix(" ") if line.startswith("#+") else "" for line in lines)
        try:
            self._root = yaml.compose(source, Loader=yaml.SafeLoader)
            self.data: Any = yaml.safe_load(source)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise CatalogueError(*_no_yaml(error.problem), at=f"{path}:{line}") from error
        except yaml.YAMLError as error:
            raise CatalogueError(*_no_yaml(error), at=f"{path}:1") from error

    def error(self, message: Both, *where: str | int) -> CatalogueError:
        """An error located at ``where``: the path of keys and positions from the top of the header."""
        return CatalogueError(*message, at=f"{self._path}:{self._line(where)}")

    def mapping(self, value: Any, fields: set[str], *where: str | int) -> dict[str, Any]:
        """``value``, checked to be a mapping with exactly these ``fields``."""
        if not isinstance(value, dict):
            names = sorted(fields)
            raise self.error(both(f"here must be {', '.join(names)}", f"此处应有 {'、'.join(names)}"), *where)
        for name in sorted(fields - value.keys()):
            raise self.error(both(f"{name} is missing", f"缺少 {name}"), *where)
        for name in sorted(map(str, value.keys() - fields)):
            raise self.error(both(f"{name} is not known here", f"此处没有 {name} 一项"), *where, name)
        return value

    def bilingual(self, value: Any, *where: str | int) -> dict[str, str]:
        """``value``, checked to be ``{zh: …, en: …}``."""
        texts = self.mapping(value, {"zh", "en"}, *where)
        for language, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                raise self.error(both(f"{language} must be a text", f"{language} 应为文字"), *where, language)
        return texts

    def list_of(self, value: Any, kind: type, *where: str | int) -> list[Any]:
        """``value``, checked to be a list of ``kind``."""
        if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
            raise self.error(both(f"{where[-1]} must be a list", f"{where[-1]} 应为列表"), *where)
        return value

    def _line(self, where: tuple[str | int, ...]) -> int:
        node = self._root
        line = node.start_mark.line if node else 0
        for step in where:
            if isinstance(node, yaml.MappingNode):
                found = [(key, value) for key, value in node.value if key.value == step]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                found = [(node.value[step], node.value[step])]
            else:
                break
            if not found:
                break
            key, node = found[0]
            line = key.start_mark.line
        return int(line) + 1
