"""Whether a name alone says which body it is: 白鹿经济开发区 does, 经济开发区 and 市场监督管理局 do not."""

from __future__ import annotations

import re

from fazhi.kg.linking.places import leading_name

#: Words that say what a zone is for, of what rank or which part, and not which zone it is.
_COMMON_WORDS = (
    "国家级?|[省市县]级|[本我全省市县区]|高新|高技术|新技术|高科技|技术|经济|产业|工业|科技|创新|创业|示范|试验|实验|"
    "开发|经开|经发|综保|保税|综合|出口|加工|转移|合作|边境|跨境|自由|贸易|自贸|物流|商贸|软件|信息|数字|大数据|电子|电商|"
    "智能|装备|制造|汽车|化工|新?材料|新?能源|生物|医药|生命|健康|食品|现代|农业|林业|航空|临空|空港|临港|港|环保|循环|"
    "生态|文化|大学|旅游|度假|风景|名胜|知识|产城|融合|集聚|集中|管理|服务|区块|片|[东南西北中A-Z]|第?[一二三四五六七八九十\\d]+期|"
    "新区|新城|新|园区?|区|城|基地"
)
_COMMON_WORD = re.compile(_COMMON_WORDS)
#: The longest of these words, 第二十一期 among them.
_LONGEST_WORD = 6
#: A division's name at the head, also of one that the table of divisions lacks; no 城市 or 社区.
_NAMED_AREA = re.compile(
    r"^(?![本我全该各])[一-龥]{1,12}?[一-龥](?<![社城园小校景])(?:省|自治区|市|县|区|州|盟|旗)"
)
_CENTRAL = re.compile(r"^(?:国务院|中央|中国|全国)|国家[一-龥]+总[局署]$")


def names_one_body(name: str, zone: str | None) -> bool:
    """Whether ``name``, of which no place is known, is the name of one body only.

    ``zone`` is the zone that it is or begins with. A place that several divisions bear (鼓楼区) tells none
    apart, nor does a township's name without its county.
    """
    name = name.removeprefix("中共").removeprefix("中国共产党")
    if leading_name(name):
        return False
    if zone:
        return not _of_common_words(zone)
    return bool(_NAMED_AREA.match(name) or _CENTRAL.match(name))


def _of_common_words(zone: str) -> bool:
    """Whether the name is a row of words that many zones bear, wherever one ends and the next begins."""
    ends = {0}
    for start in range(len(zone)):
        if start in ends:
            lengths = range(1, _LONGEST_WORD + 1)
            ends |= {start + n for n in lengths if _COMMON_WORD.fullmatch(zone, start, start + n)}
    return bool(zone) and len(zone) in ends
