"""``fazhi check``: findings on reports before they are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.checked import checked, read_last_report
from fazhi.kg.commands.checked_copy import Copies, copies, without_copies
from fazhi.kg.commands.results import print_json
from fazhi.kg.commands.shared import (
    ReportPath,
    ocr_option,
    of_report,
    register_in_use,
    register_option,
    store_option,
)
from fazhi.kg.commands.terminal import complain, print_lines
from fazhi.ontology.errors import FazhiError, fault
from fazhi.ontology.languages import both, read_in

if TYPE_CHECKING:
    from fazhi.kg.checks.explanations import Language
    from fazhi.kg.checks.promises import LastReport
    from fazhi.kg.commands.checked import Checked


@bilingual.command(
    help=both(
        "Find mistakes in reports before they are published: citations, figures, form.\n\n"
        "Citations are held against the built-in register, and your own: --register, or that of "
        "the store.\n\n"
        "Above the findings stands what the law asks such a report to speak of and this one does "
        "not, with the words of other reports in the store, and last year's plans that it does "
        "not take up. It is no finding.\n\n"
        "Of a Word or PDF file a copy is written beside it, NAME.checked.docx, with a comment at "
        "the words of each finding, and one with the summary; with --json and --sarif only where "
        "-o says so. A copy in which somebody has worked is not replaced. With --fix, what is "
        "certain is corrected in the copy, as tracked changes.\n\n"
        "Exit code 0: nothing found, 1: findings, 2: wrong use, or a file that cannot be read or "
        "written.",
        "公开之前检查报告：引用（FZ1xx）、数据（FZ2xx）、格式和内容（FZ3xx）。\n\n"
        "引用对照内置名录和自有名录（--register，或者知识图谱中的）。\n\n"
        "结果之前先列概要：法律要求而报告未提及的事项（附知识图谱中其他报告的写法）、上一年度计划"
        "中未见回应的；概要不算检查出的问题。\n\n"
        "Word 和 PDF 文件另写一份副本（NAME.checked.docx），每个问题都是原处的一条批注，概要也是"
        "批注；改动过的副本不予覆盖；用 --json、--sarif 时只在 -o 指明后才写副本；--fix 以修订方式改正确定的"
        "差错。\n\n"
        "退出码 0：没有发现；1：有发现；2：用法有误，或有文件无法读写。",
    ),
    short_help=both("Find mistakes in reports before they are published.", "公开之前检查报告"),
    examples=(
        "fazhi check examples/reports/*.txt",
        "fazhi check --ignore FZ304,FZ308 draft.txt",
        "fazhi check -o draft.html draft.docx",
        "fazhi check --against report-2023.docx report-2024.docx",
        "fazhi check --explain FZ101",
    ),
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@bilingual.option(
    "--json",
    "as_json",
    is_flag=True,
    help=both("Findings as JSON.", "检查结果以 JSON 输出"),
)
@bilingual.option(
    "--sarif",
    "as_sarif",
    is_flag=True,
    help=both("Findings as SARIF 2.1.0, for editors and CI.", "检查结果写成 SARIF 2.1.0，供编辑器和 CI 使用"),
)
@bilingual.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=both(
        "Where to write the copy with comments; a folder for several files. FILE.html: a page "
        "with the findings marked in the text.",
        "带批注的副本写到何处；几份报告时给出文件夹；FILE.html 为在原文中标出结果的网页",
    ),
)
@bilingual.option(
    "--fix",
    is_flag=True,
    help=both("Correct in the copy what is certain, as tracked changes.", "在副本中以修订方式改正确定的差错"),
)
@bilingual.option(
    "--ignore",
    metavar="CODE[,CODE...]",
    multiple=True,
    help=both("Leave out the findings of these codes.", "不列这些代码的结果"),
)
@bilingual.option(
    "--against",
    type=ReportPath(exists=True, dir_okay=False, path_type=Path),
    help=both(
        "Last year's report: which of its plans are not taken up; by default that in the store.",
        "上一年度报告：其计划在本报告中有无回应；缺省取知识图谱中的",
    ),
)
@bilingual.option(
    "--summary/--no-summary",
    default=None,
    help=both(
        "What the report leaves out, above the findings; with --json only if asked for.",
        "概要：法律要求而报告未提及的事项；与 --json 同用时须写明",
    ),
)
@bilingual.option(
    "--explain",
    "code",
    metavar="CODE",
    help=both("Say what a code means and stop.", "说明代码的含义"),
)
@ocr_option
@register_option
@store_option
@click.pass_context
def command(
    context: click.Context,
    files: tuple[Path, ...],
    as_json: bool,
    as_sarif: bool,
    output: Path | None,
    fix: bool,
    ignore: tuple[str, ...],
    against: Path | None,
    summary: bool | None,
    code: str | None,
    ocr: bool,
    register_path: Path | None,
    store_path: Path,
) -> None:
    """Check the files; the exit code says whether anything was found."""
    from fazhi.kg.checks import explanation
    from fazhi.kg.checks.text_output import explained

    language = read_in() or "zh"
    if code is not None:
        print_lines(explained(code.strip().upper(), language))
        return
    if as_json and as_sarif:
        raise wrong_use(
            "--json and --sarif exclude each other; give one of them", "--json 与 --sarif 不能同用"
        )
    if as_sarif and summary:
        raise wrong_use(
            "SARIF holds findings alone; use --summary with --json, or with neither",
            "SARIF 不含概要；--summary 请与 --json 同用，或两者都不用",
        )
    if against and len(files) > 1:
        raise wrong_use("--against goes with one report", "--against 只用于单份报告")
    if not files:
        raise wrong_use(
            "give the file of a report, e.g. fazhi check draft.txt",
            "请指定报告文件，如 fazhi check draft.txt",
        )
    ignored = [part.strip().upper() for option in ignore for part in option.split(",") if part.strip()]
    for ignored_code in ignored:
        explanation(ignored_code)
    drafts, left_out = without_copies(files)
    for copy, draft in left_out.items():
        left = both(f"left out, it is the copy of {draft}", f"是 {draft} 的副本，不再检查")
        complain(f"{copy}: {left}")
    written = copies(drafts, output, wanted=not (as_json or as_sarif), fix=fix)
    summarised = bool(written.pages) or not (as_json or as_sarif) if summary is None else summary
    if against and not summarised:
        raise wrong_use(
            "--against goes into the summary; add --summary", "--against 用于概要，请加 --summary"
        )
    with register_in_use(register_path, store_path):
        last = of_report(against, ocr, read_last_report) if against else None
        results, failed = _checked(
            drafts, ocr, ignored, store_path if summarised else None, last, written, language
        )
    findings = {path: found.findings for path, found in results.items()}
    if as_json:
        flat = [{"file": str(path), **f.to_dict()} for path, found in findings.items() for f in found]
        print_json({"findings": flat, "summaries": _summaries(results)} if summary else flat)
    elif as_sarif:
        from fazhi.kg.checks.sarif import sarif_log

        print_json(sarif_log(findings, language))
    else:
        _print(results, language)
        print_lines(written.told(language), stderr=True)
    context.exit(2 if failed else int(any(findings.values())))


def _checked(
    files: Sequence[Path],
    ocr: bool,
    ignored: Sequence[str],
    store: Path | None,
    last: LastReport | None,
    written: Copies,
    language: Language,
) -> tuple[dict[Path, Checked], bool]:
    """What is found in each readable file, and whether a file could not be read or a copy not be written.

    Summaries are made only with a ``store``, which need not exist.
    """
    results: dict[Path, Checked] = {}
    failed = False
    for path in files:
        try:
            page = language if path in written.pages else None
            results[path] = of_report(path, ocr, checked, ignored, store, last, page=page)
            written.save(path, results[path], language, ocr=ocr)
        except Exception as error:  # A fault in one report must not cost the findings on the others.
            complain(str(error) if isinstance(error, FazhiError) else f"{path}: {fault(error)}")
            failed = True
    for trouble in dict.fromkeys(found.trouble for found in results.values() if found.trouble):
        complain(trouble)
    return results, failed


def _summaries(results: Mapping[Path, Checked]) -> list[dict[str, Any]]:
    return [
        {"file": str(path), **found.summary.to_dict()} for path, found in results.items() if found.summary
    ]


def _print(results: Mapping[Path, Checked], language: Language) -> None:
    from fazhi.kg.checks.summary_text import summary_lines
    from fazhi.kg.checks.text_output import finding_lines, findings_counted

    for path, found in results.items():
        if found.summary:
            print_lines(summary_lines(str(path), found.summary, language))
        for finding in found.findings:
            print_lines(finding_lines(str(path), finding, language))
    if results:
        everything = [finding for found in results.values() for finding in found.findings]
        print_lines([findings_counted(everything, len(results), language)], stderr=True)
