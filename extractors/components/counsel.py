"""Legal counsel (法律顾问) and government lawyers (公职律师) at work: one record per sentence and kind."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of

_COUNSEL = re.compile(r"律师|法律顾问")
_KINDS = {
    "government_lawyer": re.compile(r"公职律师"),
    "legal_counsel": re.compile(r"法律顾问|(?<!公职)(?<!公司)律师(?!协会|行业|资格)|法律专家库"),
}
_FIRM = re.compile(r"(?P<firm>[一-龥（）]{2,20}?(?:律师事务所|律所)(?:（[一-龥]{2,6}）(?:律师)?事务所)?)")
_FIRM_LEAD = re.compile(
    r"^.*(?:聘请了?|聘任了?|聘用了?|选聘了?|续聘了?|委托了?|与|和|由|同|及|向|签约|引入|引进|邀请|的|为|是|对接|依托|联合|通过|分别|两家"
    r"|一家)(?=律师事务所|[一-龥（）]{2,18}(?:律师事务所|律所))"
)
_RETAINED = re.compile(r"常年|聘请|聘用|聘任|选聘|续聘|外聘|签约|签订.{0,12}(?:合同|协议)|购买.{0,8}服务")
_USED = re.compile(
    r"聘|常年|签约|签订|参与|出具|提供|审查|审核|列席|全程|担任|配备|现有|共有|选派|入驻|坐班|值班|组织|邀请|委托|咨询|提出|把关|作用|优势|承担|代理|服务|开展"
    r"|充分听取|听取|引入|召集|会商|\d+(?:余)?(?:名|人|位)|名|实现.{0,10}全覆盖"
)
_MARKER = re.compile(r"^(?:[一二三四五六七八九十]+(?:是|、)|（[一二三四五六七八九十\d]+）|\d+[、.．])")
#: A short sentence or heading that only names the counsel system is a slogan.
_SLOGAN = re.compile(
    r"^(?:[一二三四五六七八九十]+(?:是|、)|（[一二三四五六七八九十]+）|\d+[、.])?(?:进一步|充分|积极|全面|深入|认真|切实|持续|不断|有效|严格|注重|大力"
    r"|着力)*(?:发挥|落实|健全|推行|完善|深化|加强|推进|建立|执行|规范|强化|用好|做实)"
    r"[^，。]{0,24}(?:作用|制度|工作|队伍(?:建设)?|机制|建设|体系)[。]?$"
)
#: So is one that says of counsel only that its role shows (法律顾问作用凸显).
_ROLE_SHOWN = re.compile(
    r"^[^，。\d]{0,8}(?:法律顾问|律师)(?:队伍)?的?[^，。\d]{0,4}作用[^，。\d]{0,8}"
    r"(?:凸显|显现|彰显|明显|突出|显著|增强|提升|(?:得到|有效|充分)发挥)$"
)
#: What follows a clause that names the counsel system, and says that it is at work.
_THEIR_ADVICE = re.compile(r"(?:听取|征求|采纳|吸收)(?:了)?(?:其|他们的?)[^，。]{0,4}(?:意见|建议)")
#: Lawyers who are asked to teach the public or the staff do not counsel.
_LECTURERS = re.compile(
    r"邀请?[^，。]{0,12}律师(?!.*(?:审查|审核|咨询|参与|论证|提出))[^。；]{0,24}?(?:培训|讲座|授课|宣讲|讲课|辅导|普法|宣传)"
)
_SYSTEM_ONLY = re.compile(
    r"^[^\d]{0,12}(?:落实|健全|推行|完善|建立|执行|规范)[^，\d]{0,16}(?:制度|机制|体系|队伍(?:建设)?)$"
)
_NEGATED = re.compile(r"(?:未|没有|尚未|无|缺少|缺乏|缺)[^，。]{0,8}(?:法律顾问|公职律师|律师)")
_OTHER_LAWYERS = re.compile(
    r"选派(?:\d+名)?律师[^，。]{0,4}进|(?:统筹|整合)[^，。]{0,20}律师[^，。]{0,6}(?:力量|资源)|律师(?:调解|等力量|进村|志愿|代理申诉)|当事人.{0,6}律师"
    r"|村（?居?）?.{0,4}法律顾问|一村（?社区）?一(?:名)?法律顾问|为企业.{0,10}律师|律师为(?:\d+家)?企业|律师[^，。]{0,6}(?:走进|深入)"
)


@Language.component("fazhi_counsel")
def counsel(doc: Doc) -> Doc:
    """Add a record for each sentence that says counsel was engaged or at work."""
    view = annotations_of(doc)
    for start, end in view.sentences_around(found.start() for found in _COUNSEL.finditer(view.folded)):
        words = _MARKER.sub("", view.folded[start:end])
        if view.role(start) in ("plans", "problems") or (
            _SLOGAN.match(words) and not re.search(r"\d", words)
        ):
            continue
        for kind, pattern in _KINDS.items():
            _add(view, start, end, kind, pattern)
    return doc


def _add(view: Annotations, start: int, end: int, kind: str, pattern: re.Pattern[str]) -> None:
    clauses = [
        (a, b)
        for a, b in view.clauses(start, end)
        if pattern.search(view.folded[a:b])
        and (
            (_USED.search(view.folded[a:b]) and not _SYSTEM_ONLY.match(view.folded[a:b]))
            or _THEIR_ADVICE.search(view.folded, b, end)
        )
        and not _NEGATED.search(view.folded[a:b])
        and not _OTHER_LAWYERS.search(view.folded[a:b])
        and not _ROLE_SHOWN.match(_MARKER.sub("", view.folded[a:b]).rstrip("。；"))
        and not _LECTURERS.match(view.folded[a:end], max(view.folded[a:b].find("邀"), 0))
    ]
    if not clauses:
        return
    a, b = clauses[0]
    sentence = view.folded[start:end]
    firm = _firm(view, start, sentence) if kind == "legal_counsel" else None
    retained = any(_RETAINED.search(view.folded[x:y]) for x, y in clauses)
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
