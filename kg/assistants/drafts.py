"""A draft of a report, checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fazhi.extractors import extract, read_bytes
from fazhi.kg.assistants.rows import cut
from fazhi.kg.checks import explanation
from fazhi.kg.checks.finding import SEVERITIES, Finding, Severity
from fazhi.kg.checks.registry import check_linked
from fazhi.kg.checks.summary import summarise
from fazhi.kg.checks.unspoken import most_certain
from fazhi.kg.linking.given import Given
from fazhi.kg.linking.report import link_report
from fazhi.kg.store.own_register import own_register_of
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.in_use import using
from fazhi.ontology.record_types import FIRST_YEAR, LAST_YEAR
from fazhi.queries.names import without_surrogates

#: Characters of a draft, findings and matters left out that are told.
LONGEST_DRAFT, MOST_FINDINGS, MOST_UNSPOKEN = 200_000, 100, 60
_NOTE = "检查结果是待核对的线索，不是定论；“未提及”只说明草稿没有写到，不等于没有做。"
_UNKNOWN = {
    "issuer": "草稿没有写明报告单位，无法判断适用哪些法定义务。",
    "year": "草稿没有写明年度，无法判断适用哪些法定义务。",
}


@dataclass(frozen=True)
class DraftFinding:
    """A finding: the ``words`` at ``line`` and ``column`` (from 1) of the draft, in their ``sentence``.

    ``why`` names the article or standard that the check rests on.
    """

    code: str
    severity: str
    line: int
    column: int
    words: str
    sentence: str
    message_zh: str
    message_en: str
    why: str
    suggestion: str


@dataclass(frozen=True)
class UnspokenMatter:
    """A statutory obligation that the draft does not speak of.

    ``direct``: it binds bodies of this kind, else it only reaches them. ``mentioned``: its words stand
    somewhere, but not as work done.
    """

    matter: str
    law: str
    article: str
    direct: bool
    mentioned: bool


@dataclass(frozen=True)
class CheckedDraft:
    """What was found in a draft; ``truncated`` says whether there is more of either.

    ``body`` and ``year`` are those by which it was judged; empty and None where the draft tells none.
    """

    is_report: bool
    body: str
    year: int | None
    counts: dict[Severity, int]
    findings: list[DraftFinding]
    unspoken: list[UnspokenMatter]
    truncated: bool
    note: str

    def in_chinese(self) -> str:
        """The findings, and what is left out."""
        counts = "、".join(f"{SEVERITIES[name]}{self.counts[name]}项" for name in SEVERITIES)
        about = f"{self.body or '单位不明'}，{self.year or '年度不明'}"
        lines = [f"检查结果（{about}）：{counts}"]
        for each in self.findings:
            where = f"第{each.line}行第{each.column}字 {each.code}"
            lines.append(f"- {where} “{each.words}”：{each.message_zh}")
            lines += [f"  理由：{each.why}", *([f"  建议：{each.suggestion}"] if each.suggestion else [])]
        if self.unspoken:
            lines.append("法律要求、草稿未提及的事项：")
            for matter in self.unspoken:
                kind = "直接约束" if matter.direct else "间接适用"
                mentioned = "，有相关词语，但不是已做的工作" if matter.mentioned else ""
                lines.append(f"- {matter.matter}（《{matter.law}》{matter.article}，{kind}{mentioned}）")
        if self.truncated:
            lines.append("未列完（truncated）：请先改正以上各项，或者分段检查。")
        return "\n".join([*lines, self.note])


def check_draft(store: Path, text: str, issuer: str = "", year: int | None = None) -> CheckedDraft:
    """What is found in the ``text`` of a draft, by the register in use with the ``store``.

    ``issuer`` and ``year`` are the body and the year of the report where the draft does not tell them.
    Raises FazhiError for a text that is empty, too long or none.
    """
    if not text.strip() or len(text) > LONGEST_DRAFT or not without_surrogates(text):
        raise FazhiError(
            f"a draft has 1 to {LONGEST_DRAFT:,} characters, this has {len(text):,}",
            f"草稿须为1至{LONGEST_DRAFT}字，而不是{len(text)}字",
        )
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise FazhiError(
            f"a year is {FIRST_YEAR} to {LAST_YEAR}, not {year}",
            f"年度应在{FIRST_YEAR}至{LAST_YEAR}之间，而不是{year}",
        )
    with using(own_register_of(store)):
        linked = link_report(extract(read_bytes(text.encode())), Given(issuer.strip() or None, year))
        found = check_linked(linked)
        summary = summarise(linked)
    unspoken = summary.unspoken if summary else ()
    unknown = summary.unknown if summary else None
    counts = {name: sum(each.severity == name for each in found) for name in SEVERITIES}
    return CheckedDraft(
        linked.extraction.is_report,
        linked.body.name if linked.body else "",
        linked.year,
        counts,
        [_told(each) for each in found[:MOST_FINDINGS]],
        [
            UnspokenMatter(one.label_zh, one.law, one.article, one.direct, one.mentioned)
            for one in most_certain(unspoken, MOST_UNSPOKEN)
        ],
        len(found) > MOST_FINDINGS or len(unspoken) > MOST_UNSPOKEN,
        _NOTE + (_UNKNOWN[unknown] if unknown else ""),
    )


def _told(finding: Finding) -> DraftFinding:
    meaning = explanation(finding.code)
    return DraftFinding(
        finding.code,
        finding.severity,
        finding.line,
        finding.column,
        cut(finding.text),
        cut(finding.sentence),
        finding.message_zh,
        finding.message_en,
        meaning.why_zh,
        finding.suggestion_zh or meaning.suggestion_zh,
    )
