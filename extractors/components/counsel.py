"""Legal counsel (法律顾问) and government lawyers (公职律师) at work: one record per sentence and kind."""

from __future__ import annotations

import re
from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.reading.document import Span
from fazhi.extractors.rules.matcher import matcher

_FIRM = re.compile(r"(?P<firm>[一-龥（）]{2,24}?(?:律师事务所|律所)(?:（[一-龥]{2,6}）(?:律师)?事务所)?)")
#: What stands before the name of a firm. 与, 和 and 同 may be part of it (泰和, 同心).
_FIRM_LEAD = re.compile(
    r"^(?:.{0,60}(?:聘请了?|外聘了?|聘任了?|聘用了?|选聘了?|续聘了?|委托了?|选定了?|确定了?|法律顾问(?:单位)?(?:为|是|由)?|签约|引入|引进|采购|购买|邀请|的|由|对接|依托|联合|通过|分别|两家"
    r"|一家|资深|专业)(?=律师事务所|[一-龥（）]{2,20}(?:律师事务所|律所)))?"
    r"(?:(?:.{0,60}[局委府镇乡会区院办园县市我处队位司心道街])?(?:与(?=[一-龥（）]{2,20}(?:律师事务所|律所))|[与和同向及](?=律师事务所|[一-龥（）]{3,20}(?:律师事务所|律所))))?"
)
_MARKER = re.compile(r"^(?:[一二三四五六七八九十]+(?:是|、)|（[一二三四五六七八九十\d]+）|\d+[、.．])")
#: How many characters behind a clause that names counsel may say what it does.
_REACH = 100
#: What follows a clause that names the counsel system, and says that it is at work.
_THEIR_WORK = re.compile(
    r"(?:听取|征求|采纳|吸收)了?(?:其|他们|法律顾问|律师)[^，。]{0,6}(?:意见|建议)|^，(?:全年|共|累计|先后)*(?:列席|参与|出具)[^，。；]{0,20}\d"
)
#: A clause that says with whom the work of the next one is done: 依托法律顾问团，…
_WITH_THEM = re.compile(
    r"^(?:充分|注重|积极)*(?:依托|借助|利用|组织|安排|邀请|会同|召集)[^，]*(?:法律顾问|律师)[^，]{0,8}$"
)
#: Lawyers who are asked to teach the public or the staff do not counsel.
_LECTURERS = re.compile(
    r"邀请?[^，。]{0,12}(?:律师|法律顾问)(?!.*(?:审查|审核|咨询|参与|论证|提出))[^。；]{0,60}?(?:培训|讲座|授课|宣讲|讲课|辅导|普法|宣传)"
)


@Language.component("fazhi_counsel")
def counsel(doc: Doc) -> Doc:
    """Add a record for each sentence that says counsel was engaged or at work."""
    view = annotations_of(doc)
    mentions = sorted(
        (match.start, match.rule.says) for match in matcher("counsel", "kinds").finditer(view.folded)
    )
    places = [place for place, _ in mentions]
    for start, end in view.sentences_around(places):
        if view.role(start) in ("plans", "problems"):
            continue
        if all(_is_slogan(view.folded[slice(*clause)]) for clause in view.clauses(start, end)):
            continue
        at_work: dict[str, list[Span]] = {}
        system_at_work: dict[str, list[Span]] = {}
        for a, b in view.clauses(start, end):
            kinds = {kind for _, kind in mentions[bisect_left(places, a) : bisect_left(places, b)]}
            following = view.folded[b : min(end, b + _REACH)]
            if not kinds or _others(view.folded[a:b], following):
                continue
            found = at_work if _at_work(view.folded[a:b], following) else system_at_work
            if found is at_work or _THEIR_WORK.search(following):
                for kind in kinds:
                    found.setdefault(kind, []).append((a, b))
        for kind in sorted({*at_work, *system_at_work}):
            _add(view, kind, at_work.get(kind, []) + system_at_work.get(kind, []))
    return doc


def _is_slogan(clause: str) -> bool:
    """Whether a clause only says that a system is to be good: 健全法律顾问制度, 发挥…作用."""
    return matcher("counsel", "slogans").first(_MARKER.sub("", clause)) is not None


def _at_work(words: str, following: str) -> bool:
    """Whether a clause that names counsel says that it works; ``following`` is what stands behind it."""
    plain = _MARKER.sub("", words).rstrip("。；")
    if matcher("counsel", "no_work").first(plain):
        return False
    return bool(matcher("counsel", "at_work").first(words + following if _WITH_THEM.match(plain) else words))


def _others(words: str, following: str) -> bool:
    """Whether a clause is about lawyers who work for others, or teach."""
    if matcher("counsel", "others").first(words):
        return True
    return bool(_LECTURERS.match(words + following, max(words.find("邀"), 0)))


def _add(view: Annotations, kind: str, clauses: list[Span]) -> None:
    firm, retained = None, False
    # Government lawyers are staff.
    if kind == "legal_counsel":
        firm = next(filter(None, (_firm(view, *clause) for clause in clauses)), None)
        retained = any(
            matcher("counsel", "retained").first(view.folded[slice(*clause)]) for clause in clauses
        )
    view.add(
        "counsel", *clauses[0], f"counsel.{kind}", 0.95 if firm or retained else 0.8,
        {"kind": kind, "firm": firm, "retained": True if retained else None},
    )  # fmt: skip


def _firm(view: Annotations, start: int, end: int) -> str | None:
    """The name of a law firm in a clause."""
    for match in _FIRM.finditer(view.folded, start, end):
        lead = _FIRM_LEAD.match(match.group("firm"))
        name = view.text[match.start() + (lead.end() if lead else 0) : match.end()]
        if len(name) > 5 and not name.startswith(("律师", "专业", "知名", "优秀", "第三方", "两家", "多家")):
            return name
    return None
