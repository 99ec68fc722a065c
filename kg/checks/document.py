"""The reference page on the codes of ``fazhi check``: docs/checks.md (``make docs``)."""

from __future__ import annotations

import sys

from fazhi.kg.checks.explanations import Explanation, explanations

_HEAD = """\
# 检查代码 Checks

<!-- Written by `make docs` from kg/checks/checks.yaml; change that. 由 make docs 生成，请改 checks.yaml。 -->

`fazhi check` 逐份检查报告，指出位置、代码、问题、理由和建议。**错误**是确定的差错，\
**警告**很可能是差错或不合规定，**提示**值得再看一眼。检查说的是文本，不判断单位是否履行了职责。

`fazhi check` reads a report and prints place, code, what, why and what to do. An **error** is a mistake, \
a **warning** very likely one or a rule not met, a **note** worth a look. Checks speak of the text, \
not of what a body did.

    fazhi check draft.txt
    fazhi check --lang en --ignore FZ304,FZ308 draft.txt
    fazhi check --sarif draft.txt
    fazhi check -o draft.html draft.txt
    fazhi check --fix draft.docx

## 副本 Copies

Word 文件（`.docx`）在旁边另写副本 `NAME.checked.docx`，每个问题是原处的一条批注（作者 fazhi），概要是标\
题处的批注；草稿原有的批注和修订保留，其余部分一字节不改。Word 自动生成的序号、域、公式、文本框、脚注里\
的问题，批注加在所在段落、域、公式、文本框或脚注引用处。PDF 的副本用高亮批注，附加在文件末尾。`-o` 指定\
副本的文件名，多个文件时指定文件夹；与 `--json`、`--sarif` 同用时，只有写明 `-o` 才写副本。改动过的副本\
不予覆盖。

`--fix` 在副本中改正确定的差错（Word 中为修订，纯文本直接改正）：单独引用的废止文件改为唯一的\
取代文件（FZ101，引用条文的不改），规划名称中的年份（FZ105），文号的括号（FZ111），半角标点（FZ314），\
层次序数的标点（FZ316），本报告文号中多余的“第”和虚位（FZ317），成文日期的写法（FZ318）。\
JSON 的 `fix` 和 SARIF 的 `fixes` 同此。

Beside a Word file (`.docx`) a copy `NAME.checked.docx` is written, with a comment at the words of each \
finding (author fazhi) and one with the summary at the title; comments and changes of the draft stay, and \
every other part keeps its bytes. What is in a number that Word generates, a field, a formula, a text box \
or a footnote is commented at the paragraph, field, formula, box or reference. A PDF gets highlights, \
appended to the file. `-o` names the copy, or a folder for several; with `--json` and `--sarif` there is a \
copy only where `-o` says so. A copy in which somebody has worked is not replaced.

`--fix` corrects what is certain in the copy, in Word as tracked changes, in plain text in place: a \
repealed instrument cited alone, by the one that superseded it (FZ101; not with an article), the years of \
a plan (FZ105), the brackets of a document number (FZ111), half-width marks (FZ314), the marks behind the \
numbers of headings (FZ316), 第 and leading zeros in the report's own document number (FZ317), the form of \
the date of signature (FZ318). `fix` in JSON and `fixes` in SARIF are the same.

## 概要 Summary

结果之前先列概要，概要没有代码，不影响退出码。一是法律要求这类报告写、而本报告**未提及**的事项：当年有效、约束或者适用于该单位、\
属于年度报告内容（`kg/checks/report_matters.yaml`）的义务中，评估为未提及的；直接约束的在前，最确定的在前，附条文。\
有知识图谱时，附另一单位报告的写法。二是上年报告（`--against`，或图谱中的）计划中，本年度工作未见回应的。\
未提及不等于未做，未见回应不等于未做。\
`--no-summary` 不要概要；`--json --summary` 输出 `findings` 和 `summaries`。

Above the findings stands a summary; it has no codes and does not change the exit code. First, what the \
law asks such a report to speak of and this one does **not report**: obligations in force in the year \
that bind the body or reach it, belong to what an annual report speaks of \
(`kg/checks/report_matters.yaml`) and are assessed as not reported; what binds the body and what is most \
certain come first, each with its article, and with the words of another body’s report if there is a \
store. Second, those plans of last year’s report (`--against`, or in the store) that nothing in this \
year’s work answers. Not reported is not “not done”, and neither is not taken up. `--no-summary` leaves \
it out; `--json --summary` gives `findings` and `summaries`.
"""

#: Sections of the page, by the prefix of the code.
_SECTIONS = {
    "FZ1": "引用 Citations",
    "FZ2": "数据 Figures",
    "FZ3": "格式和内容 Form",
}
_SEVERITIES = {"error": "错误 error", "warning": "警告 warning", "note": "提示 note"}


def page() -> str:
    """The page as Markdown."""
    parts = [_HEAD]
    for prefix, heading in _SECTIONS.items():
        parts.append(f"## {heading}\n")
        parts.extend(_entry(entry) for code, entry in explanations().items() if code.startswith(prefix))
    return "\n".join(parts)


def _entry(entry: Explanation) -> str:
    return "\n".join(
        (
            f"### {entry.code} {entry.title_zh}\n",
            f"{_SEVERITIES[entry.severity]}  ",
            f"{entry.why_zh}{entry.suggestion_zh}  ",
            f"**{entry.title_en}.** {entry.why_en} {entry.suggestion_en}\n",
        )
    )


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page())
