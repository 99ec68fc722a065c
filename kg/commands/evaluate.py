"""``fazhi evaluate``: score extraction against gold annotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.output import print_data
from fazhi.kg.commands.terminal import console, shown
from fazhi.ontology.languages import both

if TYPE_CHECKING:
    from fazhi.extractors.evaluation.evaluate import TypeScore
    from fazhi.extractors.evaluation.gold import GoldDocument


@bilingual.command(
    help=both(
        "Score extraction against annotated reports: precision, recall, F1 and accuracy of attributes.",
        "用标注数据评测抽取质量：各类记录的精确率、召回率、F1，以及匹配记录的属性准确率。",
    ),
    short_help=both("Score extraction against annotated reports.", "用标注数据评测抽取质量"),
    examples=("fazhi evaluate tests/gold --show citation",),
)
@click.argument("gold", metavar="GOLD_DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@bilingual.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=both(
        "Folder of the report texts where they do not stand beside the gold.",
        "报告原文不在标注旁时，原文所在目录",
    ),
)
@bilingual.option(
    "--show",
    metavar="TYPE|all",
    help=both("List each miss, extra and wrong attribute of a type.", "逐条列出某一类型的漏、误和属性差异"),
)
@bilingual.option(
    "--only",
    metavar="NAME",
    help=both("One gold file, or one folder of them, by name.", "只评这一份或这一个子目录（按名称）"),
)
@bilingual.option(
    "--json",
    "as_json",
    is_flag=True,
    help=both("Write JSON.", "输出 JSON"),
)
def command(gold: Path, documents: Path | None, show: str | None, only: str | None, as_json: bool) -> None:
    """Print the scores of extraction."""
    from fazhi.extractors.evaluation.evaluate import evaluate
    from fazhi.extractors.evaluation.gold import load_gold
    from fazhi.ontology.record_types import record_types

    if show is not None and show not in ("all", *record_types()):
        raise wrong_use(
            f"no such type; one of all, {', '.join(record_types())}",
            f"没有该类型；可选 all、{'、'.join(record_types())}",
            at=f"--show {show}",
        )
    annotated = load_gold(gold, documents, only=only)
    scores = evaluate(annotated)
    shown = [score for score in scores.values() if show in ("all", score.type)]
    differences = [difference for score in shown for difference in _differences(score, annotated)]
    if as_json:
        _print_json(scores, annotated, differences if show else None)
        return
    _print_scores(scores, annotated)
    print_data("".join(difference.line_of_text() for difference in differences))


@dataclass(frozen=True)
class _Difference:
    """One difference from the gold; ``line`` is the line in the report."""

    type: str
    kind: str
    document: str
    line: int
    text: str
    detail: str = ""

    def line_of_text(self) -> str:
        place = f"{self.document}:{self.line}"
        cells = (self.type, self.kind, place, " ".join(self.text.split()), self.detail)
        return "\t".join(shown(cell) for cell in cells if cell) + "\n"


def _differences(score: TypeScore, annotated: list[GoldDocument]) -> Iterator[_Difference]:
    documents = {gold.name: gold.document for gold in annotated}
    for name, missed in score.missed:
        detail = _described(missed.fields)
        yield _Difference(score.type, "missed", name, missed.document_line, missed.text, detail)
    for name, extra in score.extra:
        line = documents[name].line_column(extra.start)[0]
        detail = f"{_described(extra.fields)} [{extra.rule}]"
        yield _Difference(score.type, "extra", name, line, extra.text, detail)
    for name, attribute, gold, found in score.wrong:
        wanted, given = gold.fields.get(attribute), found.fields.get(attribute)
        detail = f"{attribute}: {_written(wanted)}, not {_written(given)} [{found.rule}]"
        yield _Difference(score.type, "wrong", name, gold.document_line, gold.text, detail)


def _described(fields: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {_written(value)}" for name, value in fields.items() if value is not None)


def _written(value: Any) -> str:
    return "none" if value is None else str(value)


def _print_scores(scores: dict[str, TypeScore], annotated: list[GoldDocument]) -> None:
    from rich.table import Table

    table = Table(
        box=None, pad_edge=False, title=f"{len(annotated)} {both('reports', '份报告')}", title_justify="left"
    )
    table.add_column(str(both("type", "类型")))
    for title in (
        both("gold", "标注"),
        both("found", "抽取"),
        both("precision", "精确"),
        both("recall", "召回"),
        both("F1", "F1"),
    ):
        table.add_column(str(title), justify="right")
    table.add_column(str(both("attributes", "属性")), overflow="fold")
    for score in scores.values():
        attributes = "  ".join(
            f"{name} {right / counted:.3f} ({right}/{counted})"
            for name, (right, counted) in score.attributes.items()
        )
        shares = (f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
        table.add_row(score.type, str(score.gold), str(score.found), *shares, attributes)
    console().print(table)


def _print_json(
    scores: dict[str, TypeScore], annotated: list[GoldDocument], differences: list[_Difference] | None
) -> None:
    from fazhi.kg.commands.results import print_json

    answer: dict[str, Any] = {
        "documents": [gold.name for gold in annotated],
        "types": {record_type: _summary(score) for record_type, score in scores.items()},
    }
    if differences is not None:
        answer["differences"] = [vars(difference) for difference in differences]
    print_json(answer)


def _summary(score: TypeScore) -> dict[str, Any]:
    return {
        "gold": score.gold,
        "found": score.found,
        "matched": score.matched,
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "attributes": {
            name: {"right": right, "counted": counted, "accuracy": round(right / counted, 4)}
            for name, (right, counted) in score.attributes.items()
        },
    }
