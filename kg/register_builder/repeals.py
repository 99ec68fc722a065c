"""What texts repeal: the titles in their closing articles (废止条款), and from which day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.kg.register_builder.days import versions
from fazhi.kg.register_builder.history import read_history
from fazhi.kg.register_builder.issuers import issuer
from fazhi.kg.register_builder.law_text import ON_PUBLICATION, LawText, Repeal, find_number
from fazhi.kg.register_builder.reading import Reading
from fazhi.ontology.titles import title_key

#: How a repealed title must end to be an instrument of its own, and not a form, a list or a part of one.
_INSTRUMENT = re.compile(
    r"(?:条例|办法|规定|细则|规则|决定|通知|意见|章程|决议|法|法典|通则|总则|批复|答复|解释|规程|命令|要点|报告|标准)"
    r"(?:（[^）]*）)?$"
)
_GOVERNMENT = re.compile(r"(?:(?<!中央)人民|(?<=[省市区县]))政府")
_MINISTRY = re.compile(
    r"(?:^|[日、，和及]|原|经|由)[一-鿿、]{1,30}?(?:部|委员会|总局|总署|局|署|银行|委)"
    r"(?:令|发布|公布|颁布|印发|制定|制订|批准|颁发|第|[（(]?\d|〔)"
)
_NATIONAL = (
    "law",
    "decision_of_npcsc",
    "administrative_regulation",
    "department_rule",
    "judicial_interpretation",
)


@dataclass(frozen=True)
class Repealed:
    """An instrument that a text repeals: what the clause says of it, and from which day (ISO), if any."""

    reading: Reading
    on: str | None
    by: str


def repealed_by(reading: Reading) -> Iterator[Repealed]:
    """What ``reading`` repeals. A text of the same title is no repeal, but :func:`replaced_by` it."""
    for named in _named(reading):
        if not _same(named, reading):
            yield Repealed(named, _day(reading), reading.text.title)


def replaced_by(reading: Reading) -> Iterator[Reading]:
    """The earlier texts of its own title that ``reading`` replaces, as far as the clause tells of them."""
    return (named for named in _named(reading) if _same(named, reading))


def _named(reading: Reading) -> Iterator[Reading]:
    for repeal in reading.text.repeals:
        if _INSTRUMENT.search(repeal.title):
            yield _as_reading(repeal, reading)


def _same(named: Reading, reading: Reading) -> bool:
    return title_key(named.text.title, commas=True) == title_key(reading.text.title, commas=True)


def _as_reading(repeal: Repeal, by: Reading) -> Reading:
    kind = _kind(repeal, by)
    title = repeal.title
    if kind == "judicial_interpretation" and title.startswith("关于"):  # the courts leave out their own name
        title = issuer(by) + title
    return Reading(
        source=f"{by.source} (its repeal clause)",
        kind=kind,
        jurisdiction="CN" if kind in _NATIONAL else by.jurisdiction,
        day=None,
        valid_from=None,
        expired=False,
        text=LawText(title, read_history(repeal.before), None, (), None, (), find_number(repeal.before)),
    )


def _day(reading: Reading) -> str | None:
    if reading.text.commencement != ON_PUBLICATION:
        return reading.text.commencement
    whole = [version for version in versions(reading) if version.whole]
    return whole[-1].in_force_from or whole[-1].day if whole else None


def _kind(repeal: Repeal, by: Reading) -> str:
    """By the words before the title (国务院发布的, 市人民政府令), else that of the repealing text."""
    before, title = repeal.before, repeal.title
    if "全国人民代表大会" in before or "全国人大" in before or title.startswith("全国人民代表大会"):
        return "law" if title.endswith(("法", "条例", "通则", "总则")) else "decision_of_npcsc"
    if "人民代表大会" in before or "人大" in before:
        return "local_regulation"
    if "最高人民" in before + title:
        return "judicial_interpretation"
    if title.endswith(("通知", "意见")) and by.kind in ("department_rule", "policy_document"):
        return "policy_document"
    if _GOVERNMENT.search(before):
        return "local_government_rule"
    if "国务院" in before or "政务院" in before:
        return "administrative_regulation"
    if _MINISTRY.search(before):
        return "department_rule" if by.jurisdiction == "CN" else "local_government_rule"
    return by.kind
