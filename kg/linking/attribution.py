"""Whose instrument the words around a title say it is: 国务院《…》, 我省《…》, 南京市人大常委会《…》.

Only an issuer that stands directly before the title counts, or one that the document number names. Who
merely carries an instrument out (我市实施《…》, 全省《…》宣传月) says nothing of whose it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi.kg.linking.places import choose
from fazhi.ontology.divisions import Division, ancestors, divisions_by_name

#: Kinds of places as official prose names its own, without the place's name.
PLACE_WORDS = ("自治区", "省", "市", "州", "盟", "地区", "县", "旗", "区")
_KIND = "|".join(PLACE_WORDS)
_LONGEST_PLACE = 15
#: An issuer without its place, or what stands between it and the title, is no longer than this.
_LONGEST_ISSUER = 20
#: How many characters before a title are looked at.
REACH = 40
#: What may stand between the issuer and its title: 国务院公布的《…》, 省政府新修订的《…》.
_ISSUING = re.compile(
    r"(?:(?:联合|正式|最新|新近|新|近日|近期|专门)?"
    r"(?:制定|修订|修正|修改|出台|颁布|公布|发布|印发|下发|颁发)[、并和]?)*"
    r"(?:(?:审议)?(?:通过|批准)(?=的)|(?<=[订正改定台布发])(?:实施|施行)(?=的)|最新|新)?后?的?"
    r"(?:地方性法规|行政法规|政府规章|规章|法规)?(?:关于)?$"
)
_ORGAN = re.compile(
    r"(?:委、?[省市区县州]?(?:人民)?政府|(?:人民)?政府(?:办公[厅室])?"
    r"|人大(?:常委会)?|人民代表大会(?:常务委员会)?|委(?:办公[厅室])?)$"
)
_NATIONAL = re.compile(
    r"(?:国务院(?:办公厅)?|国家|(?:党|中共)?中央(?:办公厅|军委)?|全国人大(?:常委会)?|[国中]办|两高|最高[法检]|"
    r"最高人民(?:法院|检察院)|(?:国家|中央)[一-龥]{2,8}(?:总局|局|委员会|委|署|办)|[一-龥]{2,8}总[局署]|"
    r"(?:住建|人社|工信|农业农村|生态环境|自然资源|住房城乡建设|工业和信息化|交通运输|应急管理"
    r"|教育|公安|民政|司法|财政|水利|商务)部)$"
)
#: Bodies whose papers hold in their own house: parks, townships, offices, departments of a place.
_HOUSE = re.compile(
    r"(?:管委会|(?:党工|工|党)委|党组|(?<![全各])(?:园区|开发区|高新区|经开区|保税区|示范区)|(?<![全各乡])[镇乡]"
    r"|(?<![全各])街道(?:办事处)?|[我本该](?:局|委|办|厅|院|园|园区|单位|中心)|集团|公司"
    r"|[省市区县州盟旗](?!人大|人民|政府|委)[一-龥]{1,10}(?:厅|局|办公室|办|支队|大队))$"
)
#: 省, 市, 县 … as a word of its own: after 我 or 本, a mark, or a word that governs the title.
_OWN_KIND = re.compile(
    rf"(?:^|(?<=[^一-龥])|(?<=[我本对按依由与和及或将以据照彻实行循习传读绕扣焦握]))(?:[我本])?(?P<kind>{_KIND})$"
)
_JOINT = re.compile(r"(?:以及|[、,，和与及])$")
#: 省《信访工作条例》实施办法, 市《物业管理条例》执法检查: the issuer's is what follows the title.
_GOES_ON = re.compile(r"的?(?:实施|贯彻|配套|执法|宣传|学习|宣讲|普法|知识|培训|竞赛|专项)")
_NUMBER = re.compile(r"^(?P<issuer>.*?)令?第?\(?\d")
_STATE_NUMBER = re.compile(r"^(?:国务院|国令|国发|国办|国函|中发|中办|中华人民共和国)")


@dataclass(frozen=True)
class Attribution:
    """Whose a title is said to be: the nation's, that of ``places``, or that of the report's own place.

    ``kinds`` are words such as 省 or 市 for the latter. ``house``: that of a body which makes no law of a
    place, such as a park (管委会《合同管理办法》). Nothing is said where all are empty.
    """

    nation: bool = False
    house: bool = False
    places: tuple[Division, ...] = ()
    kinds: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nation or self.house or self.places or self.kinds)

    def __or__(self, other: Attribution) -> Attribution:
        return Attribution(
            self.nation or other.nation,
            self.house or other.house,
            self.places + other.places,
            self.kinds + other.kinds,
        )

    def allows(self, place: Division | None) -> bool:
        """Whether an instrument of ``place`` (None: a national one) can be meant.

        What a park or an office passes on under a national title is the national one.
        """
        if place is None:
            return self.nation or self.house
        return place in self.places or any(is_of_kind(place, kind) for kind in self.kinds)


NOBODY = Attribution()
NATION = Attribution(nation=True)


def is_of_kind(place: Division, kind: str) -> bool:
    """Whether people call the place its 省, 市, 区 …; an autonomous region is no 区."""
    if kind == "区":
        return place.level == "county" and place.name.endswith("区")
    return place.name.endswith(kind)


def attributed(before: str, after: str = "", home: Division | None = None) -> Attribution:
    """Whose the words straight ``before`` a title say it is; ``home`` is the place of the report's body.

    Several joint issuers (国家和省《…》) are all named. ``home`` tells namesakes apart (鼓楼区). Nothing is
    said where the words ``after`` the title go on to something else, which may be what is the issuer's.
    """
    if not before or _GOES_ON.match("".join(after[:REACH].split())):
        return NOBODY
    words = "".join(before.split())[-REACH:]
    words = words[: _start(_ISSUING, words)]
    said = NOBODY
    while True:
        found, start = _issuer(words, home)
        if not found:
            return said
        said |= found
        words = words[:start]
        joint = _JOINT.search(words)
        if not joint:
            return said
        words = words[: joint.start()]


def attributed_by_number(number: str | None, home: Division | None = None) -> Attribution:
    """Whose a document number says it is: 国务院令第722号, 江苏省人民政府令第180号."""
    if not number:
        return NOBODY
    if _STATE_NUMBER.match(number):
        return NATION
    issuer = _NUMBER.match(number)
    return attributed(issuer["issuer"].removesuffix("令"), home=home) if issuer else NOBODY


def _issuer(words: str, home: Division | None) -> tuple[Attribution, int]:
    """The issuer at the end of ``words``, and where it begins."""
    national = _at_end(_NATIONAL, words)
    if national:
        return NATION, national.start()
    house = _at_end(_HOUSE, words)
    if house:
        return Attribution(house=True), house.start()
    end = _start(_ORGAN, words)
    name = words[:end]
    for length in range(min(_LONGEST_PLACE, len(name)), 1, -1):
        named = [d for d in divisions_by_name().get(name[-length:], ()) if d.name == name[-length:]]
        if named:
            # 城区 and 郊区 are names of divisions, but rarely meant as such.
            own = [d for d in named if home and d in (home, *ancestors(home))]
            place = choose(own or (named if length > 2 else ()), ())
            return (Attribution(places=(place,)), end - length) if place else (NOBODY, end)
    kind = _at_end(_OWN_KIND, name)
    return (Attribution(kinds=(kind["kind"],)), kind.start()) if kind else (NOBODY, end)


def _start(pattern: re.Pattern[str], words: str) -> int:
    match = _at_end(pattern, words)
    return match.start() if match else len(words)


def _at_end(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    return pattern.search(words, max(0, len(words) - _LONGEST_ISSUER))
