"""The purpose of a citation (引用目的), from what governs its title."""

from __future__ import annotations

import re
from typing import NamedTuple

from fazhi.extractors.rules.matcher import Match, matcher

#: How far before a title what governs it may stand.
_REACH = 600
_TITLE = re.compile(r"《[^》]*》(?:（[^（）]*）)?(?:及其实施(?:细则|条例|办法))?")
#: Further titles in the same list, which share the governing words.
_ROW = re.compile(
    r"^(?:[、和及以与]*(?:新?(?:修订|修正|修改|颁布|出台|施行|实施)后?的)?(?:《[^》]*》(?:（[^（）]*）)?(?:及其实施(?:细则|条例|办法))?|宪法|民法典))+"
    r"|^(?:(?:[、和及与]|以及)[^，。；、《》和及与\n]{1,20}?(?:(?<![普执立司守用学懂])法|条例)(?=[、和及与等]|(?:宣传|学习|培训|普法|宣讲|知识|解读)))+"
)
_AND_ITS_RULES = re.compile(r"^及其实施(?:细则|条例|办法)")
#: Titles before in the same list, each ``□``, up to the issuer of this one: 按照国务院□和省政府.
_ROW_BEFORE = re.compile(
    r"□(?:第[^，。；□]{1,30}?[条款项章])?等?(?P<joint>[、，和及与]|以及|并)?"
    r"(?:[^，。；：、□]{0,18}(?:国务院|中央|政府|委员会|[党省市区县州]委|[部厅局院办]|办公厅|人大))?"
)
#: After a title that ends a list: it is no subject of its own clause.
_ENDS_LIST = re.compile(r"[、，。；和及与《]|等|的?(?:有关|相关)?(?:要求|精神|规定|部署)|$")
#: Words in quotation marks govern no title behind them: 学习“十一个坚持”和《…》.
_QUOTED = re.compile("“[^”□]*”")
#: 新修订的《…》, 修订后的《…》 describe the instrument, not the purpose of the citation.
_NEWLY = re.compile(
    r"(?:最新|新近|新)(?:修订|修正|修改|颁布|出台|发布|公布|制定|印发|实施|施行){1,2}(?:后?的|(?=□|$))"
    r"|(?:修订|修正|修改)后的"
)
#: Words of its own clause that lead back to the verb of the clause before: 发放资料300份，内容为《…》.
_LEADS_BACK = re.compile(
    r"(?:主要|重点|核心|特别|尤其)?(?:内容|主题|题目|课题|科目)?(?:主要)?(?:为|是|包括|涉及|涵盖|包含|有|如|例如)"
)
#: Who but the reporting body issued what 印发的 describes.
_ISSUER_BEFORE = re.compile(r"国务院|中央|上级|[省市县区州]|政府|[部厅局委办]")
#: The state's own bodies as the subject: 中共中央办公厅、国务院办公厅出台《…》.
_STATE = re.compile(
    r"(?:国务院|中央|全国人大|国家[一-龥]{2,6}[局委部]|最高人民(?:法院|检察院))"
    r"(?:全面依法治国委员会|办公厅|常委会|、)*(?:联合|共同|正式|近日|修订)?$"
)
_UNDER_BASIS = re.compile(r"根据|按照|依据|依照|落实|执行|对照|遵照|贯彻")
#: What is explained (解读, 学习宣传) or told (宣讲) is publicity or study by its occasion and audience.
_PUBLICITY_EVENT = re.compile(r"宣传(?:活动|日|周|月|资料|单|栏|教育)|普法|推送|公众号|发放|派发")
_TO_THE_PUBLIC = re.compile(
    r"群众|企业|职工|村民|居民|商户|市民|游客|听众|学生|师生|农民|牧民|渔民|业主|商家|经营户|从业人员|公众|青少年|务工|家长"
    r"|身边案例|进(?:企业|社区|校园|村|工地)"
)
_TO_OFFICIALS = re.compile(r"干部|执法人员|班子|中心组|机关|工作人员|党员")
#: 紧扣《…》要求: what is kept to is a ground, whatever else the sentence tells.
_ITS_DEMANDS = re.compile(
    r"(?:等(?:文件)?)?(?:的|中的?)?(?:有关|相关|工作|总体|目标)*(?:要求|部署|精神|规定|任务)"
)
_ABOUT = frozenset(["围绕", "紧扣", "聚焦", "结合", "针对"])


class Mention(NamedTuple):
    """A mention of an instrument in a folded text: its span, its articles or not, the state's or not.

    What the state issued the reporting body cannot have issued.
    """

    start: int
    end: int
    has_article: bool = False
    of_the_state: bool = False


def purpose_of(folded: str, mention: Mention) -> tuple[str, bool]:
    """The purpose of citing an instrument, and whether governing words were found.

    Purposes are ``basis``, ``study``, ``publicity``, ``issued`` and ``mention``. Titles in a list share what
    governs the list.
    """
    context = _Context(folded, mention)
    purpose = context.purpose()
    if purpose is None:
        return ("basis" if mention.has_article else "mention"), mention.has_article
    return purpose, True


class _Context:
    """The words around a mention: those of its sentence ``before`` and ``after`` the list it stands in."""

    def __init__(self, folded: str, mention: Mention) -> None:
        self.mention = mention
        reach = max(0, mention.start - _REACH)
        start = max(reach, *(folded.rfind(mark, reach, mention.start) + 1 for mark in "。；\n！？"))
        words = _TITLE.sub("□", folded[start : mention.start])
        self.newly = _NEWLY.search(words)
        self.after = _sentence(_ROW.sub("", _AND_ITS_RULES.sub("", folded[mention.end : mention.end + 200])))
        self.before = _QUOTED.sub("“”", self._without_row(_NEWLY.sub("", words)))
        clause = max(self.before.rfind(mark) for mark in "，：") + 1
        self.own, self.earlier = self.before[clause:], self.before[:clause]

    def _without_row(self, words: str) -> str:
        while (title := words.rfind("□")) >= 0 and (row := _ROW_BEFORE.fullmatch(words, title)):
            if row["joint"] == "，" and not _ENDS_LIST.match(self.after):
                break
            words = words[:title]
        return words

    def purpose(self) -> str | None:
        """What governs the title: words right behind it, a verb before it, or one to come."""
        following = matcher("citations", "purpose_after").first(self.after[:40])
        if following and following.says not in self._impossible():
            return self._told(following.says)
        near = _nearest(self.own)
        if near is None and (not self.own or not _LEADS_BACK.fullmatch(self.own)):
            act = self._act()
            if act:
                return act
        if near is None:
            near = _nearest(self.earlier)
            return self._governed(near, self.earlier) if near else self._own_issue()
        return self._governed(near, self.own)

    def _impossible(self) -> tuple[str, ...]:
        """What is no purpose here: the state's are not issued, articles not just mentioned."""
        found = {"issued": self.mention.of_the_state, "mention": self.mention.has_article}
        return tuple(purpose for purpose, holds in found.items() if holds)

    def _governed(self, near: Match, words: str) -> str | None:
        says = near.rule.says
        if says == "issued":
            return self._issued(words[: near.start], words[near.end :])
        if says == "taken":
            if words[near.start : near.end] in _ABOUT and _ITS_DEMANDS.match(self.after):
                return "basis"
            act = self._act() or self._told_before()
            return act or ("basis" if words[near.start : near.end] in _ABOUT else None)
        return self._told(says)

    def _issued(self, before: str, behind: str) -> str | None:
        """印发的《…》: by whom; what the state issued is none of the reporting body's."""
        if _ITS_DEMANDS.match(self.after):
            return "basis"
        by_others = behind.startswith("的") and _ISSUER_BEFORE.search(before[-12:])
        if self.mention.of_the_state or by_others or _STATE.search(before[-16:]):
            return "basis" if _UNDER_BASIS.search(before) else "mention"
        return "issued"

    def _own_issue(self) -> str | None:
        own = self.newly and re.search(r"出台|制定|印发", self.newly.group())
        return "issued" if own and not self.mention.of_the_state else None

    def _act(self) -> str | None:
        """What is done with the title later in its sentence."""
        acts = matcher("citations", "purpose_of_act").finditer(self.after[:80])
        if self.mention.of_the_state:
            acts = (act for act in acts if act.rule.says != "issued")
        act = min(acts, key=lambda match: (match.start, match.start - match.end), default=None)
        return self._told(act.rule.says) if act else None

    def _told_before(self) -> str | None:
        near = _nearest(self.earlier)
        return self._told(near.rule.says) if near and near.rule.says in ("publicity", "study") else None

    def _told(self, says: str) -> str:
        """The purpose; of what is explained, by whom it is told: officials study, the public is informed."""
        if says not in ("explained", "told"):
            return says
        sentence = self.before + self.after
        if _PUBLICITY_EVENT.search(sentence):
            return "publicity"
        public, officials = _TO_THE_PUBLIC.search(sentence), _TO_OFFICIALS.search(sentence)
        if says == "told":
            return "study" if officials and not public else "publicity"
        return "publicity" if public and not officials else "study"


def _sentence(words: str) -> str:
    return re.split(r"[。；！？\n]", words, maxsplit=1)[0]


def _nearest(words: str) -> Match | None:
    """The governing words nearest to the end; of those that end together the longest (学习宣传, not 宣传)."""
    found = matcher("citations", "purpose_before").finditer(words)
    return max(found, key=lambda match: (match.end, match.end - match.start), default=None)
