"""Writes the catalogue as a documentation page, docs/questions.md (``make docs``)."""

from __future__ import annotations

import sys

from fazhi.queries.catalogue import Question, catalogue
from fazhi.queries.results import column_names
from fazhi.queries.runner import columns_of

_HEAD = """\
# 问题目录 Questions

<!-- Written by `make docs` from queries/*.rq; change those. 由 make docs 生成，请改 queries/*.rq。 -->

每个问题是 `queries/` 中的一个 `.rq` 文件（标准 SPARQL 1.1）。方括号中的参数可以省略；园区也可写作 `--park`。\
凡有原句的答案，都附有该句在报告中的位置（PDF 另附页码，Word 文件另附段落：栏目 `locator`）。\
“未提及”不等于“未做”。\
所指不明的条例、办法由 `ambiguous-titles` 列出，`cites-law`、`laws-cited`、`cited-in-place` 加注列出，\
其他问题不计入所引的文件。\
逐份列出报告内容的答案，按年度、单位名称的顺序只列前 50 份\
（`obligations-through-parent` 为 100 份），并予说明；\
给定单位或年度即可缩小范围，`--all` 列出全部。

Each question is a `.rq` file in `queries/`, plain SPARQL 1.1. Parameters in brackets may be left out; \
`--park` stands for `--body`. An answer drawn from a report carries the sentence and its place, \
of a PDF also the page, of a Word file the paragraph (column `locator`). \
“Not reported” is never “not done”. Titles that may mean one of several instruments of the same name are \
listed by `ambiguous-titles` and shown marked by `cites-law`, `laws-cited` and `cited-in-place`; the other \
questions count them for no instrument. \
Answers that list what reports say are of the first 50 reports by year and name of the body (100 for \
`obligations-through-parent`), and say so; give a body or a year, or `--all` for all of them.
"""

#: Sections of the page, keyed by the first tag of their questions, with Chinese and English titles.
SECTIONS = {
    "citation": ("引用的法律文件", "Instruments cited"),
    "obligation": ("法定义务", "Statutory obligations"),
    "figure": ("数据和处罚", "Figures and penalties"),
    "organisation": ("单位、领导小组、法律顾问", "Bodies, leading groups, counsel"),
    "activity": ("活动", "Activities"),
    "publicity": ("普法宣传日", "Publicity days"),
    "duty": ("自定要求", "Stated duties"),
    "problem": ("问题", "Problems"),
    "plan": ("计划", "Plans"),
    "report": ("报告", "Reports"),
    "extraction": ("抽取规则", "Extraction rules"),
}


def page() -> str:
    """The page in Markdown. Raises ValueError if a question's first tag has no section."""
    parts = [_HEAD]
    questions = list(catalogue().values())
    homeless = [question.name for question in questions if question.tags[0] not in SECTIONS]
    if homeless:
        raise ValueError(f"no section for the first tag of {', '.join(homeless)}: add it in {__file__}")
    for tag, (chinese, english) in SECTIONS.items():
        parts.append(f"## {chinese} {english}\n")
        parts.extend(_entry(question) for question in questions if question.tags[0] == tag)
    return "\n".join(parts)


def _entry(question: Question) -> str:
    words = "".join(
        f" --{p.name} {p.example}" if p.required else f" [--{p.name} {p.example}]"
        for p in question.parameters
    )
    return "\n".join(
        (
            f"### {question.name}\n",
            f"**{question.title['zh']}** {question.description['zh']}  ",
            f"**{question.title['en']}.** {question.description['en']}\n",
            f"    fazhi query {question.name}{words}\n",
            f"栏目 Columns: {', '.join(_columns(question))}\n",
        )
    )


def _columns(question: Question) -> list[str]:
    """The columns shown in a table, named in both languages."""
    return [
        f"{column_names()[column]['zh']} {column_names()[column]['en']}" for column in columns_of(question)
    ]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page())
