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
