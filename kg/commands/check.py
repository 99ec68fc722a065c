"""``fazhi check``: findings on reports before they are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from fazhi.kg.commands.results import print_json
from fazhi.kg.commands.shared import of_report, register_in_use, register_option, store_option
from fazhi.kg.commands.terminal import complain, print_lines
from fazhi.ontology.errors import FazhiError, fault

if TYPE_CHECKING:
    from fazhi.kg.checks import Finding
    from fazhi.kg.checks.explanations import Language


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language. 输出语言"
)
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON. 以 JSON 输出")
@click.option("--sarif", "as_sarif", is_flag=True, help="Findings as SARIF 2.1.0, for editors and CI.")
@click.option(
    "--ignore",
    metavar="CODE[,CODE...]",
    multiple=True,
    help="Leave out the findings of these codes. 忽略这些代码的检查",
)
@click.option("--explain", "code", metavar="CODE", help="Say what a code means and stop. 说明代码的含义")
@register_option
@store_option
@click.pass_context
def command(
    context: click.Context,
    files: tuple[Path, ...],
    lang: str,
    as_json: bool,
    as_sarif: bool,
    ignore: tuple[str, ...],
    code: str | None,
    register_path: Path | None,
    store_path: Path,
) -> None:
    """Find mistakes in reports before they are published: citations, figures, form.

    公开之前检查报告：引用（FZ1xx）、数据（FZ2xx）、格式和内容（FZ3xx）。

    Citations are held against the built-in register, and your own: --register, or that of the store.
    引用对照内置名录和自有名录（--register，或者知识图谱中的）。

    Exit code 0: nothing found, 1: findings, 2: wrong use or a file that cannot be read.

    \b
    Example 示例:
      fazhi check examples/reports/*.txt
      fazhi check --ignore FZ304,FZ308 draft.txt
      fazhi check --explain FZ101
    """
    from fazhi.kg.checks import explanation
    from fazhi.kg.checks.text_output import explained

    language = cast("Language", lang)
    if code is not None:
        print_lines(explained(code.strip().upper(), language))
        return
    if as_json and as_sarif:
        raise click.UsageError("--json and --sarif exclude each other; give one of them")
    if not files:
        raise click.UsageError("give the file of a report, e.g. fazhi check draft.txt")
    ignored = [part.strip().upper() for option in ignore for part in option.split(",") if part.strip()]
    for ignored_code in ignored:
        explanation(ignored_code)
    with register_in_use(register_path, store_path):
        results, unreadable = _findings(files, ignored)
    if as_json:
        print_json([{"file": str(path), **f.to_dict()} for path, found in results.items() for f in found])
    elif as_sarif:
        from fazhi.kg.checks.sarif import sarif_log

        print_json(sarif_log(results, language))
    else:
        _print(results, language)
    context.exit(2 if unreadable else int(any(results.values())))


def _findings(files: Sequence[Path], ignored: Sequence[str]) -> tuple[dict[Path, list[Finding]], bool]:
    """The findings for each readable file, and whether any file could not be gone through."""
    results: dict[Path, list[Finding]] = {}
    unreadable = False
    for path in files:
        try:
            results[path] = of_report(path, _findings_in, path, ignored)
        except Exception as error:  # A fault in one report must not cost the findings on the others.
            complain(str(error) if isinstance(error, FazhiError) else f"{path}: {fault(error)}")
            unreadable = True
    return results, unreadable


def _findings_in(file: Path, ignored: Sequence[str]) -> list[Finding]:
    from fazhi.extractors import extract, read_file
    from fazhi.kg.checks.registry import check

    return check(extract(read_file(file)), ignore=ignored)


def _print(results: Mapping[Path, Sequence[Finding]], language: Language) -> None:
    from fazhi.kg.checks.text_output import finding_lines, summary

    for path, findings in results.items():
        for finding in findings:
            print_lines(finding_lines(str(path), finding, language))
    if results:
        everything = [finding for findings in results.values() for finding in findings]
        print_lines([summary(everything, len(results), language)], stderr=True)
