"""The licences of all dependencies as tables in docs/licences.md.

python docs/licences.py        prints the tables
python docs/licences.py FILE   writes them between the marks <!-- licences --> of FILE

What a package says of itself is read from its installed metadata; docs/licences.yaml says the rest. Made
with Python 3.11 on Linux, for which constraints.txt is complete. Raises LicenceError for a licence that is
neither permissive nor an exception with a reason.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import metadata, requires
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
KNOWN: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
MARKS = re.compile(r"(?<=<!-- licences -->\n).*?(?=<!-- /licences -->)", re.DOTALL)
PROJECT = "fazhi-kg"
ENVIRONMENT = {"python_version": "3.11", "python_full_version": "3.11.0", "sys_platform": "linux"}
#: Each group takes what the groups before it do not: title, extra of the project.
GROUPS = (
    ("运行时 At run time", ""),
    ("校验 Validation", "validation"),
    ("表格 Tables", "tables"),
    ("AI 助手 Assistants", "assistants"),
    ("浏览器测试 Tests in a browser", "browser"),
    ("文字识别 Recognition of text", "ocr"),
    ("示例笔记本 Example notebook", "notebook"),
    ("集群 Clusters", "cluster"),
    ("开发 Development", "dev"),
)


class LicenceError(Exception):
    """A dependency has a licence that it may not have, or none that is known."""


def tables() -> str:
    """The tables in Markdown."""
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text("utf-8").split())
    parts = []
    shown: set[str] = set()
    for title, extra in GROUPS:
        wanted = _closure(extra, pins)
        group = sorted(wanted.keys() - shown)
        shown |= wanted.keys()
        rows = [(name, pins[name], _told(name), _purpose(name, wanted[name])) for name in group]
        parts.append(f"## {title}\n\n{_table('package 软件', 'version 版本', 'licence 许可', rows)}")
    if left := pins.keys() - shown:
        raise LicenceError(f"constraints.txt has what nothing needs: {', '.join(sorted(left))}")
    inside = [
        (each["package"], each["part"], each["licence"], f"{each['zh']} {each['en']}")
        for each in KNOWN["inside"]
    ]
    title = "## 软件包所含的其他作品 Works of others inside these packages"
    parts.append(f"{title}\n\n{_table('package 软件', 'part 组成部分', 'licence 许可', inside)}")
    return "\n".join(parts)


def _closure(extra: str, pins: Iterable[str]) -> dict[str, set[str]]:
    """All that the project needs, with what needs each of them (empty: the project itself)."""
    found: dict[str, set[str]] = {}
    waiting = [(PROJECT, frozenset({extra}))]
    done = set()
    while waiting:
        package, extras = waiting.pop()
        if (package, extras) in done:
            continue
        done.add((package, extras))
        for needed in _needs(package, extras):
            name = canonicalize_name(needed.name)
            if name in pins:
                found.setdefault(name, set()).update({package} - {PROJECT})
            waiting.append((name, frozenset(needed.extras)))
    return found


def _needs(package: str, extras: Iterable[str]) -> Iterator[Requirement]:
    for line in requires(package) or ():
        needed = Requirement(line)
        if not needed.marker or any(
            needed.marker.evaluate({**ENVIRONMENT, "extra": extra}) for extra in extras or [""]
        ):
            yield needed


def _told(name: str) -> str:
    """The licence of a package, with the reason where it is an exception."""
    licence = licence_of(name)
    if allowed(licence):
        return licence
    if reason := KNOWN["exceptions"].get(name):
        return f"{licence}：{reason['zh']} {reason['en']}"
    raise LicenceError(f"{name}: {licence} is not permissive, and docs/licences.yaml gives no reason for it")


def licence_of(name: str) -> str:
    """The licence of an installed package as an SPDX expression."""
    found = metadata(name)
    classifiers = [
        c for c in found.get_all("Classifier") or () if c.startswith("License :: OSI Approved :: ")
    ]
    written = [
        KNOWN["read"].get(name),
        found.get("License-Expression"),
        (found.get("License") or "").partition("\n")[0],
        *(c.rpartition(" :: ")[2] for c in classifiers),
    ]
    for words in filter(None, written):
        expression = KNOWN["spellings"].get(words, words)
        if re.fullmatch(r"[\w.-]+(?: (?:AND|OR|WITH) [\w.-]+)*", expression) and expression != "UNKNOWN":
            return str(expression)
    raise LicenceError(f"{name}: no licence that is known; docs/licences.yaml can give it")


def allowed(expression: str) -> bool:
    """Whether an SPDX expression (without brackets) can be met by permissive licences."""
    return all(
        any(licence in KNOWN["permissive"] for licence in part.split(" OR "))
        for part in expression.split(" AND ")
    )


def _purpose(name: str, parents: set[str]) -> str:
    if purpose := KNOWN["purposes"].get(name):
        return f"{purpose['zh']} {purpose['en']}"
    return f"← {', '.join(sorted(parents))}"


def _table(first: str, second: str, third: str, rows: Iterable[tuple[str, ...]]) -> str:
    head = (first, second, third, "what for 用途（← needed by 为其所需）")
    lines = (head, ("---",) * 4, *rows)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    if not sys.argv[1:]:
        print(tables(), end="")
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(MARKS.sub(lambda _: tables(), file.read_text("utf-8")), "utf-8")
