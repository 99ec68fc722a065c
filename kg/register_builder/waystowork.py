"""Reads waystowork/waystowork.github.io: law texts by subject in Markdown, copied from government pages.

Department rules, local law, policy documents and Party regulations are read; the laws, regulations and
interpretations there are older texts of what the other sources have. The notes have no fixed form, and
nothing but the text tells what kind of instrument it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fazhi.kg.register_builder.issuers import province_of
from fazhi.kg.register_builder.law_text import LawText, read_law_text
from fazhi.kg.register_builder.reading import Reading

_FOLDERS = ("src/laws", "src/xzzfhg")
#: What stands before or behind a title in its heading: 法释〔2022〕11号, （2019年4月23日第二次修正）.
_BEFORE = re.compile(r"^[一-鿿]{1,8}(?:令)?[〔［\[（(]?\d{4}[〕］\]）)]?(?:第?\d+号)")
_BEHIND = re.compile(
    r"(?:[（(](?:\d{4}(?:[-年][^（）()]*)?|[^（）()]*(?:修正|修订|修改)[^（）()]*)[）)]|\d{4}-\d\d-\d\d)$"
)
#: What governments make known without a decree.
_POLICY = re.compile("意见|通知|通告|标准$|基准|指南|纲要|方案|纪要|工作规范|工作规则|规划|导则|决定$")
_CONGRESS = re.compile("人民代表大会|人大常委会")
_GOVERNMENT = re.compile("(?<!中央)人民政府|(?<=[省市])政府令")


def read_waystowork(root: Path, name: str) -> Iterator[Reading]:
    """The texts below ``root``, a checkout; ``name`` is the repository's, for the source."""
    for folder in _FOLDERS:
        for file in sorted((root / folder).rglob("*.md")):
            text = read_law_text(file.read_text("utf-8", errors="replace"))
            text = replace(text, title=_BEHIND.sub("", _BEFORE.sub("", text.title)))
            kind = _kind(text)
            if not text.title or not kind or file.name == "README.md":
                continue
            local = kind in ("local_regulation", "local_government_rule")
            yield Reading(
                source=f"{name}: {file.relative_to(root).as_posix()}",
                kind=kind,
                jurisdiction=(province_of(text) if local else "") or "CN",
                day=None,
                valid_from=None,
                expired=False,
                text=text,
                free_form=True,
            )


def _kind(text: LawText) -> str | None:
    """The kind of an instrument; ``None`` for what national databases have."""
    said = " ".join(event.wording for event in text.history)
    if text.title.startswith("中国共产党"):
        return "party_regulation"
    if "最高人民" in text.title + said:
        return None
    if "全国人民代表大会" in said:
        return None
    if _POLICY.search(text.title):
        return "policy_document"
    local = bool(province_of(text))
    if _CONGRESS.search(said) or (local and text.title.endswith("条例")):
        return "local_regulation"
    if local or _GOVERNMENT.search(said):
        return "local_government_rule"
    if "国务院令" in said or "国务院发布" in said or "国务院公布" in said:
        return None
    return "department_rule"
