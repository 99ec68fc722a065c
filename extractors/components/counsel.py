"""Legal counsel (法律顾问) and government lawyers (公职律师) at work: one record per sentence and kind."""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.rules.matcher import Matcher
from fazhi.extractors.rules.rule import rules

_FIRM = re.compile(r"(?P<firm>[一-龥（）]{2,20}?(?:律师事务所|律所)(?:（[一-龥]{2,6}）(?:律师)?事务所)?)")
_FIRM_LEAD = re.compile(
    r"^.*(?:聘请了?|聘任了?|聘用了?|选聘了?|续聘了?|委托了?|与|和|由|同|及|向|签约|引入|引进|邀请|的|为|是|对接|依托|联合|通过|分别|两家"
    r"|一家)(?=律师事务所|[一-龥（）]{2,18}(?:律师事务所|律所))"
)
_MARKER = re.compile(r"^(?:[一二三四五六七八九十]+(?:是|、)|（[一二三四五六七八九十\d]+）|\d+[、.．])")
#: What follows a clause that names the counsel system, and says that it is at work.
_THEIR_ADVICE = re.compile(r"(?:听取|征求|采纳|吸收)(?:了)?(?:其|他们的?)[^，。]{0,4}(?:意见|建议)")
#: Lawyers who are asked to teach the public or the staff do not counsel.
_LECTURERS = re.compile(
    r"邀请?[^，。]{0,12}律师(?!.*(?:审查|审核|咨询|参与|论证|提出))[^。；]{0,24}?(?:培训|讲座|授课|宣讲|讲课|辅导|普法|宣传)"
)


@Language.component("fazhi_counsel")
def counsel(doc: Doc) -> Doc:
    """Add a record for each sentence that says counsel was engaged or at work."""
    view = annotations_of(doc)
    for start, end in view.sentences_around(_rules("kinds").places(view.folded)):
        if view.role(start) in ("plans", "problems"):
            continue
        if _rules("slogans").first(_MARKER.sub("", view.folded[start:end])):
            continue
        clauses: dict[str, list[tuple[int, int]]] = {}
        for a, b in view.clauses(start, end):
            for kind in dict.fromkeys(match.rule.says for match in _rules("kinds").matches(view.folded[a:b])):
                if _at_work(view, a, b, end):
                    clauses.setdefault(kind, []).append((a, b))
        for kind, spans in clauses.items():
            _add(view, start, end, kind, spans)
    return doc


@cache
def _rules(key: str) -> Matcher:
    return Matcher(rules("counsel", key))


def _at_work(view: Annotations, start: int, end: int, sentence_end: int) -> bool:
    """Whether a clause that names counsel says that it works for the one who reports."""
    words = view.folded[start:end]
    plain = _MARKER.sub("", words).rstrip("。；")
    if not _THEIR_ADVICE.search(view.folded, end, sentence_end) and (
        not _rules("at_work").first(words) or _rules("no_work").first(plain)
    ):
        return False
    if _rules("others").first(words):
        return False
    return not _LECTURERS.match(view.folded[start:sentence_end], max(words.find("邀"), 0))


def _add(view: Annotations, start: int, end: int, kind: str, clauses: list[tuple[int, int]]) -> None:
    a, b = clauses[0]
    firm = _firm(view, start, view.folded[start:end]) if kind == "legal_counsel" else None
    retained = any(_rules("retained").first(view.folded[x:y]) for x, y in clauses)
    view.add(
        "counsel", a, b, f"counsel.{kind}", 0.95 if firm or retained else 0.8,
        {"kind": kind, "firm": firm, "retained": True if retained else None},
    )  # fmt: skip


def _firm(view: Annotations, start: int, sentence: str) -> str | None:
    for match in _FIRM.finditer(sentence):
        lead = _FIRM_LEAD.match(match.group("firm"))
        begin = match.start("firm") + (lead.end() if lead else 0)
        name = view.text[start + begin : start + match.end("firm")]
        if len(name) > 5 and not name.startswith(("律师", "专业", "知名", "优秀", "第三方", "两家", "多家")):
            return name
    return None
