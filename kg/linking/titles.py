"""Titles of legal instruments: the parts of a title, short forms defined in a text, the likely kind.

A ``key`` is a title's :func:`fazhi.ontology.titles.title_key`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi.extractors.language.characters import strip_space
from fazhi.kg.linking.places import leading_name
from fazhi.ontology.titles import STATE_NAME, YEAR, title_key

_SUFFIX = re.compile(
    r"(?:\((?:试行|暂行|试行草案|草案|修订|修正|修改|修订版|修正案|新修订|最新版|修订草案|修正草案|征求意见稿|送审稿"
    rf"|{YEAR}(?:年?\d*(?:月\d*)?日?)(?:第[一二三四五六七八九十]+次)?(?:修订|修正|修改|公布|通过|版|本)+)\)|修正案)$"
)
_NUMBER_SUFFIX = re.compile(r"\((?>(?:[^()\d]|\(\d+\))*)\d(?:[^()]|\(\d+\))*号\)$")
_NEW = re.compile(r"^(?:新修订的?|新修正的?|新修改的?|新颁布的?|修订后的|新版|新)")


def without_number(key: str) -> str:
    """The key without a document number in brackets at the end."""
    return _NUMBER_SUFFIX.sub("", key)


def without_suffix(key: str) -> str | None:
    """The key without (试行), (草案), (2018年修正) …, or None if it does not end in one."""
    bare = _SUFFIX.sub("", key)
    return bare if bare and bare != key else None


def without_newness(key: str) -> str | None:
    """The key without 新修订的 … at the start, or None if it has none."""
    bare = _NEW.sub("", key)
    return bare if bare and bare != key else None


_DAMAGED_STATE_NAME = re.compile(
    "|".join(
        [rf"{STATE_NAME[:i]}.{STATE_NAME[i + 1 :]}" for i in range(len(STATE_NAME))]
        + [f"{STATE_NAME[:i]}{STATE_NAME[i + 1]}{STATE_NAME[i]}{STATE_NAME[i + 2 :]}" for i in range(6)]
        + [f"{STATE_NAME[:i]}.{STATE_NAME[i:]}" for i in range(1, len(STATE_NAME))]
        + [f"{STATE_NAME[:i]}{STATE_NAME[i + 1 :]}" for i in range(len(STATE_NAME))]
    )
)


def with_state_name_restored(key: str) -> str | None:
    """The key without a 中华人民共和国 that has one wrong, swapped, added or missing character, else None."""
    bare = _DAMAGED_STATE_NAME.sub("", key, count=1)
    return bare if bare and bare != key else None


_WRAPPER = re.compile(
    r"^(?:.{0,30}?关于)?(?:印发|发布|公布|颁布|颁发|批转|转发)(?P<inner>.{2,})的(?:通知|公告|决定|命令|令|通告|函)$"
)


def unwrapped(key: str) -> str | None:
    """The title inside a covering notice: 国务院关于印发X的通知 -> X; None for any other title."""
    wrapper = _WRAPPER.match(without_number(key))
    return wrapper.group("inner") if wrapper else None


@dataclass(frozen=True)
class Dated:
    """A title that ends in years. ``base`` is the title without them; a single year is both start and end."""

    base: str
    start: int
    end: int


_DATED = re.compile(rf"^(?P<base>.+?)\((?P<start>{YEAR})(?:-(?P<end>{YEAR})|年\d+月\d+日)?\)$")


def dated(key: str) -> Dated | None:
    """The parts of a key that ends in (2021-2025), (1993) or (2020年3月27日), else None."""
    match = _DATED.match(key)
    if not match:
        return None
    start = int(match["start"])
    return Dated(match["base"], start, int(match["end"] or start))


#: The last words of instruments' titles, longer ones before those that they end in.
KIND_WORDS = (
    "实施细则", "实施办法", "实施规定", "实施条例", "实施意见", "指导意见", "实施方案", "工作方案",
    "行动方案", "行动计划", "工作计划", "工作要点", "管理办法", "暂行办法", "暂行规定", "暂行条例",
    "补充规定", "若干规定", "管理条例", "管理规定", "修正案", "条例", "规定", "办法", "规则", "细则",
    "准则", "守则", "章程", "解释", "批复", "决定", "决议", "意见", "通知", "公告", "通告", "规划",
    "纲要", "大纲", "方案", "计划", "要点", "预案", "规范", "标准", "导则", "规程", "通则", "总则",
    "清单", "目录", "名录", "指引", "指南", "制度", "法典", "宪法", "公约", "协定", "安排", "措施",
    "体系", "程序", "议事规则", "基准", "法",
)  # fmt: skip
#: Kinds of text that serve as short forms of a title: 《条例》.
GENERIC_TITLES = frozenset(
    {"纲要", "规划", "方案", "条例", "规定", "办法", "意见", "通知", "细则", "计划", "要点", "决定"}
)
_BRACKETS_END = re.compile(r"\([^()]*\)$")


def final_word(key: str) -> str:
    """The word that says what kind of text a title names (法, 条例, 办法 …), or ``""``."""
    bare = _BRACKETS_END.sub("", key)
    return max((word for word in KIND_WORDS if bare.endswith(word)), key=len, default="")


def names_a_law(key: str) -> bool:
    """Whether a title is that of a law, which only the National People's Congress makes (立法法第十条)."""
    bare = _BRACKETS_END.sub("", key) if key.endswith(")") else key
    return bare.endswith(("法", "法典", "修正案")) and not bare.endswith("办法")


#: Fields of law: not titles, though they end like them.
FIELDS_OF_LAW = frozenset(
    {
        "国际法", "国际私法", "国际公法", "国际经济法", "经济法", "行政法", "税法", "环境法", "商法",
        "社会法", "诉讼法", "程序法", "实体法", "知识产权法", "公法", "私法", "习惯法", "自然法",
        "成文法", "判例法", "罗马法", "古代法", "大陆法", "普通法", "英美法",
    }
)  # fmt: skip
_NO_LAW = re.compile(
    r"(?:方|看|做|说|书|执|立|司|普|用|学|守|想|技|手|语|文|历|兵|魔|守|违|犯|合|非|护|依|国际|打|疗|写|算|读|画|与|释|表)法$"
)
_TEACHINGS = re.compile(r"^习近平.*(?:思想|论述|讲话)")
_RULE_WORDS = ("办法", "规定", "规则", "细则")
_POLICY_WORDS = (
    "意见", "通知", "规划", "纲要", "大纲", "方案", "计划", "要点", "预案", "决定", "决议", "公告",
    "通告", "清单", "措施", "指引", "制度", "目录", "体系", "规程",
)  # fmt: skip
_STANDARD = re.compile(r"(?:规范|标准|导则)$|^(?:GB|DB\d|AQ|HJ|JGJ)(?=[/T\d])")
_LOCAL_PLACE = re.compile(
    r"^[\u4e00-\u9fff]{2,9}?(?:省|自治[区州县旗]|地区|市|县|区|旗|盟)(?![场政民域际委])"
)


def guess_kind(title: str) -> str | None:
    """The likely kind of an unknown title, judged by its first and last words, as the register names kinds.

    ``None`` if the words do not suggest a legal instrument (《今日说法》, 《宪法学》).
    """
    key = without_number(title_key(title))
    bare = without_suffix(key) or key
    word = final_word(bare)
    place = leading_name(bare, short=False) or _LOCAL_PLACE.match(bare)
    if bare in FIELDS_OF_LAW or _TEACHINGS.match(bare):
        return None
    if bare == "宪法" or bare.startswith("宪法修正案"):
        return "constitution"
    if bare.startswith(("中国共产党", "中共")) and (
        word in ("章程", "准则", "条例") or word.endswith(_RULE_WORDS)
    ):
        return "party_regulation"
    if bare.startswith(("党", "领导干部", "地方党政")) and (word.endswith(("准则", "条例", *_RULE_WORDS))):
        return "party_regulation"
    if bare.startswith(("最高人民法院", "最高人民检察院")) and word.endswith(
        ("解释", "规定", "批复", "规则")
    ):
        return "judicial_interpretation"
    if bare.startswith("全国人民代表大会常务委员会关于") and word in ("决定", "决议"):
        return "decision_of_npcsc"
    if word.endswith("条例"):
        return "local_regulation" if place else "administrative_regulation"
    if word.endswith(_RULE_WORDS):
        return "local_government_rule" if place else "department_rule"
    if _STANDARD.search(bare):
        return "standard"
    if word.endswith(_POLICY_WORDS):
        return "policy_document"
    if (
        word in ("法", "法典", "总则", "通则", "宪法")
        and len(bare) >= 3
        and not place
        and not _NO_LAW.search(bare)
    ):
        return "law"
    return None


#: Characters of a short form that a report defines.
LONGEST_SHORT_FORM = 30
_DEFINITION = re.compile(
    r"《(?P<title>[^《》]*(?:《[^《》]*》[^《》]*)*)》\s*+"
    r"(?:[（(〔]\s*+(?P<inside>[^（()）]{0,40}?(?:[（(〔][^（()）〔〕]{0,12}[)）〕][^（()）]{0,20}?)?)"
    r"|[，,]\s*+)"
    r"(?:以下|下文|后文)?\s*+(?:统一)?(?:简称|统称|下称|称)\s*+(?:为\s*+)?(?:[：:]\s*+)?"
    rf"(?P<short>[《“\"「‘][《“\"「]?[^《》“”\"「」‘’（）()]{{1,{LONGEST_SHORT_FORM}}}[》”\"」]?[》”\"」’])"
)
#: How many characters before a title are searched for one that stands straight before it.
_NEAR = 40
_MARKS = '《》“”"「」‘’'


def definitions_in(text: str) -> dict[str, str]:
    """The short forms that a text defines, each with its full title; both without marks and white space.

    ``《法治政府建设实施纲要（2021－2025年）》（以下简称《纲要》）`` gives 纲要 -> the full title. A short
    form for several titles together (以下简称“一规划两纲要”) is not a title and is left out.
    """
    found: dict[str, str] = {}
    for match in _DEFINITION.finditer(text):
        if "简称" not in match.group(0) and "下称" not in match.group(0):
            continue
        title = strip_space(match["title"])
        short = strip_space(match["short"]).strip(_MARKS)
        before = text[max(match.start() - _NEAR, 0) : match.start()]
        preceded = before.rstrip().endswith(("》", "》和", "》与", "》及", "》、"))
        if short and short != title and not (preceded and not _drawn_from(short, title)):
            found.setdefault(short, title)
    return found


def defined_titles(text: str) -> dict[str, str]:
    """The full title of each short form that a text defines, by the short form's title key."""
    found: dict[str, str] = {}
    for short, full in definitions_in(text).items():
        if (key := title_key(short)) != title_key(full):
            found.setdefault(key, full)
    return found


def _drawn_from(short: str, title: str) -> bool:
    rest = iter(title)
    return all(character in rest for character in short)
