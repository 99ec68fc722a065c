"""Whether a numeral with a measure word says how many there are (数量), or is part of a norm or a name."""

from __future__ import annotations

import re
from functools import cache

from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.language.modifiers import modifier_of

#: How many characters before and behind a figure the rules look at.
_REACH = 24
#: Units in which rules draw their lines, and what may stand behind such a line.
_THRESHOLD_UNITS = ("元", "分", "天", "小时", "个工作日", "工作日", "日", "平方米", "人", "名", "吨", "亩")
#: Units of what rules ask for, as a share or an amount.
_RATED_UNITS = ("%", "个百分点", "学时", "课时", "元", "天", "小时", "个工作日", "工作日", "分")
_THRESHOLD = re.compile(
    r"(?:的(?=[一-龥])|罚款|案件|项目|工程|合同|采购|支出|企业|单位|[、和及至到或]?\d[\d.]*[百千万亿]*(?:元|分|天|平方米)以[下内]的?(?=[一-龥]))"
)
#: 规定的55%, 要求达到的90%: what a rule asks, not what was done.
_QUOTED_NORM = re.compile(
    r"(?:规定|要求|下达|确定|明确|[国省市区县]定)(?:应当|必须)?(?:达到|完成)?的(?:不低于|不少于|不超过)?$"
)
#: 高于90%的目标要求, 完成80%的任务: the figure is what was asked.
_ASKED = re.compile(r"(?:以上|以内)?的?(?:目标|要求|标准|底线|任务|指标)")
#: 力争达到95%, 拟新建3个: not yet done.
_INTENDED = re.compile(
    r"(?:力争|争取(?!到)|预计|目标[是为]|到20\d\d年[底末]?(?:基本|全面|实现|达))[^，。；\d]{0,14}$"
)
#: 每次抽取案卷10件: so many for each of an unknown number. 每万人拥有律师3名 is a rate.
_FOR_EACH = re.compile(r"每(?![万百千]|一[项个件])[^，。；、\d]{1,14}$")
_YEAR = re.compile(r"20[0-3]\d")
_PLACE = re.compile(r"[一-龥]{0,3}[省市县区乡镇局委]")
#: A figure immediately after one of these is part of a longer number or code.
_PART_OF_NUMBER = re.compile(r"[\d.\-+×*/A-Za-z]$|\d[ \u00a0]$")
#: 六个100%: so many rates, not a rate.
_SO_MANY_RATES = re.compile(r"[两三四五六七八九十\d]个$")
#: 前3名, 位列第2: a rank.
_RANK = re.compile(r"(?:(?<![提以之年月日])前|排名|位[列居]|名列)第?$")
_RANK_ENDS = ("前", "名", "列", "居", "第")
#: 未发生1起, 没有1件: there was none.
_DENIED = re.compile(r"(?:[未无没](?:有|再|曾)?(?:发生|出现|接到|收到|产生|造成|引发)过?|没有|无)(?:任何)?$")
#: 1、2、3类: kinds by their number.
_KINDS_BY_NUMBER = re.compile(r"(?<![\d.])\d{1,2}[、和及与]$")
#: 15时30分: a time of day.
_CLOCK = re.compile(r"\d[时点]$")
_TIME_UNITS = ("天", "小时", "分钟", "个工作日", "工作日", "日")
#: Durations count only where a time was measured or cut, unlike 7×24小时 or 3个工作日内.
_TIME_MEASURED = re.compile(
    r"(?:缩短|压缩|压减|减少|提速|平均|由|从|至|到|为|仅需|只需|累计|时限|提前|天数|用时|历时|耗时|时长|节[约省]|延长)[^，。；]{0,8}$"
)
#: 由三天缩短到一天.
_TIME_CUT = re.compile(r"(?:缩短|压缩|压减|减少|降)(?:至|到|为)$")
#: What is counted by 期: courses and issues. Other Chinese numerals with 期 are stages of building.
_ISSUED = re.compile(
    r"(?:班|训|课|讲|堂|刊|报|栏|目|息|简|播|频|坛|龙|举办|开展|组织|开办|编发|印发|推送|发布)[^，。；]{0,4}$|分$"
)
#: Meetings and works named by their ordinal, alone or in a row (七次、八次全会).
_NAMED_BY_ORDINAL = re.compile(
    r"(?:[、和及与至][一二三四五六七八九十]+[期次])*(?:全会|全体会|党代会|党员?代表|代表大会|人代会|工程|项目|地块|厂房|建设)"
)
_NO_NUMBER_BEFORE = re.compile(r"(?:[第每某这那另上同各任首前唯统单专万十百千零届]|(?<!不)下|(?<![先前])后)$")


def is_norm(words: str, match: re.Match[str], start: int) -> bool:
    """Whether a figure that begins at ``start`` says what a rule or a goal asks, not what was done.

    5万元以上的案件, 省里规定的55%, 力争达到95%.
    """
    if match.group("first"):
        return False
    before = words[max(0, start - _REACH) : start]
    following = words[match.end() : match.end() + _REACH]
    if _INTENDED.search(before) or ("每" in before and _FOR_EACH.search(before)):
        return True
    if _unit(match) in _RATED_UNITS and (_QUOTED_NORM.search(before) or _ASKED.match(following)):
        return True
    if match.group("unit") not in _THRESHOLD_UNITS:
        return False
    modifier = modifier_of(words, match)
    if modifier == "exact":
        return False
    return bool(_THRESHOLD.match(following)) if match.group("after") or modifier != "approx" else False


def _unit(match: re.Match[str]) -> str:
    return match.group("unit") or "%"


def arabic_counts(words: str, match: re.Match[str], start: int | None = None) -> bool:
    """Whether digits that begin at ``start``, by default the match's start, are a quantity."""
    start = match.start() if start is None else start
    before = words[max(0, start - _REACH) : start]
    if _PART_OF_NUMBER.search(before[-2:]) or _year_of_edition(words, match, before):
        return False
    if before.endswith(_RANK_ENDS) and _RANK.search(before):
        return False
    if match.group("unit") in ("类", "期", "组") and _KINDS_BY_NUMBER.search(before):
        return False
    if match.group("number") == "1" and _DENIED.search(before):
        return False
    if match.group("unit") == "分" and _CLOCK.search(before):
        return False
    if match.group("unit") == "%" and _SO_MANY_RATES.search(before):
        return False
    return match.group("unit") not in _TIME_UNITS or bool(_TIME_MEASURED.search(before))


def _year_of_edition(words: str, match: re.Match[str], before: str) -> bool:
    """2024版; 2022张家镇, where 年 was lost: a number that is a year. 2.0版: one of an edition."""
    number = match.group("number") or ""
    if match.group("unit") == "版" and "." in number:
        return True
    if len(number) != 4 or not _YEAR.fullmatch(number) or match.group("multiplier"):
        return False
    return match.group("unit") == "版" or (
        re.search(r"(?:^|[。；\n])\s*$", before) is not None and _PLACE.match(words, match.end()) is not None
    )


def chinese_counts(words: str, match: re.Match[str]) -> bool:
    """Whether a Chinese numeral is a quantity, and no part of a name or a saying."""
    written, unit = match.group("chinese"), match.group("unit")
    before = words[max(0, match.start() - _REACH) : match.start()]
    following = words[match.end() : match.end() + 12]
    # 十分 usually means "very"; 十字 is a cross.
    if (
        unit in ("分", "字")
        or unit in lexicon("quantities")["units_of_digits"]
        or before.endswith(("数", "几"))
    ):
        return False
    odd = match.group("odd") or match.group("odd_after")
    if _NO_NUMBER_BEFORE.search(before) or following.startswith("□"):
        return bool(odd) or (before.endswith(("上", "近")) and written in "百千万")
    if odd or re.search(r"[近约超逾]$", before):
        return True
    if following.startswith(unit) or (unit in _TIME_UNITS and not _TIME_MEASURED.search(before)):
        return False
    # 百家争鸣, 千家万户: no number of their own.
    if written in ("百", "千") and not before.endswith(("上", "达", "过", "不足", "不到")):
        return False
    if _ordinal(unit, before, words[match.end() :]):
        return False
    if re.match(lexicon("quantities")["idiom_followers"], following):
        return False
    if written == "一":
        return _one_counts(unit, before, following)
    # 二 names (二期, 二类, 二次供水); what is counted are 两.
    if written == "二" and unit in ("次", "类", "期", "轮", "个", "种"):
        return False
    return "十" in written or "百" in written or _several_count(unit, before, following)


def _ordinal(unit: str, before: str, following: str) -> bool:
    """三期工程, 七次全会, 二期、三期: the numeral says which one, not how many."""
    if unit == "期" and not _ISSUED.search(before):
        return True
    return unit in ("期", "次") and bool(_NAMED_BY_ORDINAL.match(following))


def _one_counts(unit: str, before: str, following: str) -> bool:
    """一 is a number behind a verb of events (发生一起), or at the end of its clause (文化长廊一处)."""
    # 一批 is some, not one.
    if unit == "批" or re.search(lexicon("quantities")["not_one"], before):
        return False
    # 发现一起、查处一起: each one.
    if re.match(rf"[、，][一-龥]{{2}}一{unit}", following) or re.search(
        rf"一{unit}[、，][一-龥]{{2}}$", before
    ):
        return False
    if re.search(r"(?:立案|共|仅|查处|发生|新增|受理|累计)$", before):
        return True
    if unit in _TIME_UNITS:
        return bool(_TIME_CUT.search(before))
    if unit not in lexicon("quantities")["units_of_one"]:
        return False
    ends = re.match(r"[，。；、）]|$", following) and re.search(r"[一-龥》”□]$", before)
    return bool(ends) or bool(_behind_one().search(before))


def _several_count(unit: str, before: str, following: str) -> bool:
    """两 to 九: by the measure word alone, behind a verb, before what is counted or done, or at the end."""
    words = lexicon("quantities")
    if unit in _TIME_UNITS or unit in words["sure_units"] or _counting_verb().search(before):
        return True
    if re.match(words["counted_nouns"], following):
        return True
    return bool(re.match(r"[，。；、）]|$", following)) and unit in words["units_at_the_end"]


@cache
def _behind_one() -> re.Pattern[str]:
    """A verb behind which 一 counts, or a row in which one counted before (一名干部、一名律师)."""
    return re.compile(
        rf"(?:{lexicon('quantities')['verbs_of_one']}了?|[一两三][名家位件场][^，。；、]{{1,16}}、)$"
    )


@cache
def _counting_verb() -> re.Pattern[str]:
    return re.compile(lexicon("quantities")["counting_verbs"] + r"(?:了|共|近|约)?$")
