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
