"""The questions of the catalogue, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fazhi.kg.assistants.rows import (
    CLAIM,
    ROWS,
    Column,
    Row,
    checked_range,
    columns_of,
    lines_of,
    rows_of,
)
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.queries.catalogue import Question, catalogue, question
from fazhi.queries.names import quoted
from fazhi.queries.results import Result
from fazhi.queries.runner import run


@dataclass(frozen=True)
class AskedParameter:
    """A parameter of a question, described in Chinese. ``default`` is empty where there is none."""

    name: str
    type: str
    required: bool
    example: str
    default: str
    description: str


@dataclass(frozen=True)
class Listed:
    """A question of the catalogue: its ``name`` is what ``ask`` takes."""

    name: str
    title_zh: str
    title_en: str
    description: str
    topics: list[str]
    parameters: list[AskedParameter]


@dataclass(frozen=True)
class Questions:
    """Questions of the catalogue, and the topics of all of them."""

    topics: list[str]
    questions: list[Listed]

    def in_chinese(self) -> str:
        """A line for each question, with its parameters."""
        lines = [f"共{len(self.questions)}个问题。主题：{'、'.join(self.topics)}"]
        for each in self.questions:
            given = (
                f"{p.name}={p.example}" if p.required else f"[{p.name}={p.example}]" for p in each.parameters
            )
            told = f"- {each.name}：{each.title_zh}。{each.description}"
            lines.append(f"{told} 参数：{' '.join(given)}" if each.parameters else told)
        lines.append("方括号内的参数可以不给；等号后是示例。")
        return "\n".join(lines)


@dataclass(frozen=True)
class Answer:
    """Rows ``first`` and following of the answer to a question that has ``total`` rows.

    ``truncated`` says whether rows follow these; then ``next_first`` is the number of the next one.
    """

    question: str
    title: str
    total: int
    first: int
    truncated: bool
    next_first: int | None
    columns: list[Column]
    rows: list[Row]
    note: str

    def in_chinese(self) -> str:
        """The rows with their sentences."""
        lines = [f"{self.title}（{self.question}）：共{self.total}行"]
        if not self.total:
            lines.append("没有结果。已收入的报告没有写到的，不等于没有发生。")
        lines += lines_of(self.rows, self.columns, self.first)
        if self.truncated:
            lines.append(
                f"未列完（truncated）：以上为第{self.first + 1}至{self.next_first}行；"
                f"余下的用 first={self.next_first} 再问，或加参数缩小范围。"
            )
        return "\n".join([*lines, self.note])


def list_questions(topic: str = "") -> Questions:
    """The questions of the catalogue, only those of a ``topic`` if one is given.

    Raises FazhiError for a topic that there is not.
    """
    topics = sorted({tag for each in catalogue().values() for tag in each.tags})
    if topic and topic not in topics:
        raise FazhiError(
            f"no topic {quoted(topic)}; there are {', '.join(topics)}",
            f"没有主题{quoted(topic)}，可用的有：{'、'.join(topics)}",
        )
    found = (each for each in catalogue().values() if not topic or topic in each.tags)
    return Questions(topics, [_listed(each) for each in found])


def ask(
    store: Path, name: str, parameters: Mapping[str, str | int], first: int = 0, most: int = ROWS
) -> Answer:
    """At most ``most`` rows of the answer to the question ``name``, from row ``first`` (from 0) on.

    ``parameters`` are values by name, as a person types them. Raises FazhiError.
    """
    checked_range(first, most)
    asked = question(name)
    with open_store(store, read_only=True) as opened:
        result = run(opened.dataset, asked, {key: str(value) for key, value in parameters.items()})
        total = len(result.rows)
        columns = columns_of(result)
        rows = rows_of(opened, Result(result.columns, result.rows[first : first + most]), columns)
    end = first + len(rows)
    has_sentences = any(row.sentences for row in rows)
    note = CLAIM if has_sentences or not rows else f"这些行是统计或者参考数据，没有原句。{CLAIM}"
    if result.cut:
        note = f"只是前{result.cut}份报告（或单位）的，请加单位或者年度。{note}"
    return Answer(
        asked.name,
        asked.title["zh"],
        total,
        first,
        end < total,
        end if end < total else None,
        columns,
        rows,
        note,
    )


def _listed(each: Question) -> Listed:
    return Listed(
        each.name,
        each.title["zh"],
        each.title["en"],
        each.description["zh"],
        list(each.tags),
        [
            AskedParameter(p.name, p.type, p.required, p.example, p.default or "", p.description["zh"])
            for p in each.parameters
        ],
    )
