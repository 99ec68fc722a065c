"""Leading groups (领导小组) for rule-of-law work, with head, deputies and members as written."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of

_GROUP = r"(?:领导小组|协调小组|工作小组|推进小组|工作专班|专项小组|委员会|普法办公室|工作组)"
_ANY_GROUP = re.compile(_GROUP)
_SUBJECT = re.compile(r"法治|法制|依法|普法|执法|合法性|权责|复议|守法|学法|政务公开|行政")
_SET_UP = r"(?:成立|组建|调整|设立|建立|充实|健全|组成|完善|强化|优化)"
_ROLE_TEXT = r"[^，。；！？\n]{2,60}?"
_HEAD = (
    re.compile(
        rf"(?:由|以)(?P<who>{_ROLE_TEXT})(?:(?<!负责)同志)?(?:共同|亲自|分别)?(?:担)?(?:任|为|作为)(?:双)?(?:第一)?组长"
    ),
    re.compile(rf"(?P<who>{_ROLE_TEXT})(?:(?<!负责)同志)?(?:共同|分别)?(?:担任|任|为)(?:双)?(?:第一)?组长"),
    re.compile(rf"组长由(?P<who>{_ROLE_TEXT})(?:(?<!负责)同志)?(?:担任|兼任)"),
    re.compile(rf"(?:由|以)(?P<who>{_ROLE_TEXT})(?:(?<!负责)同志)?(?:担任|任|为)主任"),
    re.compile(rf"(?:由)(?P<who>{_ROLE_TEXT})(?:任|担任|为)?(?:牵头|负总责|挂帅)"),
)
#: Each of the above holds one of these.
_HEAD_WORD = re.compile(r"组长|主任|牵头|负总责|挂帅")
_DEPUTY = (
    re.compile(
        rf"(?:^|[，、；]|由|以)(?P<who>{_ROLE_TEXT})(?:(?<!负责)同志)?(?:担)?(?:任|为|作为)(?:常务)?副(?:组长|主任)"
    ),
    re.compile(rf"副组长由(?P<who>{_ROLE_TEXT})(?:(?<!负责)同志)?(?:担任|兼任)"),
)
_MEMBERS = (
    re.compile(
        rf"(?:^|[，；]|组长、|由|以)(?P<who>{_ROLE_TEXT})(?:(?<!负责)同志)?(?:担)?(?:任|为|作为)(?:小组)?(?:组)?(?:成员|委员)"
    ),
    re.compile(rf"成员由(?P<who>{_ROLE_TEXT})(?:组成|担任)"),
)
_LONG_MEMBERS = re.compile(
    r"(?:副组长|组长|主任)[，；、](?P<who>[^。；！？\n]{2,100}?)(?:(?<!负责)同志)?(?:担)?(?:任|为|作为)(?:小组)?(?:组)?(?:成员|委员)"
)
_NAME = re.compile(rf"(?P<name>[一-龥“”]{{2,40}}?{_GROUP})")
_CLEAN_NAME = re.compile(
    r"^.*(?:成员的|组长的|主任的|成立了?|组建了?|调整了?|设立了?|建立了?|充实了?|健全了?|调整充实|完善了?|组成的?|由|强化|优化|牵头的|参加的|参与的|为主的"
    r"|负责的|设立由|^对|我[委局镇区县市])"
)


@Language.component("fazhi_leading_group")
def leading_group(doc: Doc) -> Doc:
    """Add a record for each leading group that the text says was set up, or whose posts it gives."""
    view = annotations_of(doc)
    for start, end in view.sentences_around(found.start() for found in _ANY_GROUP.finditer(view.folded)):
        _in_sentence(view, start, view.folded[start:end])
    return doc


def _in_sentence(view: Annotations, start: int, words: str) -> None:
    if not _SUBJECT.search(words):
        return
    name = _group_name(words)
    head = _first(_HEAD, words) if _HEAD_WORD.search(words) else None
    if not head and not (name and re.search(rf"{_SET_UP}[^，。；]{{0,20}}{re.escape(name[0])}", words)):
        return
    if view.role(start) in ("plans", "problems") and not head:
        return
    deputy = _first(_DEPUTY, words)
    members = _long_members(words) or _first(_MEMBERS, words)
    parts = [part[1] for part in (name, head, deputy, members) if part]
    begin, stop = min(p[0] for p in parts), max(p[1] for p in parts)
    if members:
        stop = max(
            stop, (words.find("成员", members[1][1]) + 2) if words.find("成员", members[1][1]) >= 0 else stop
        )
    if head:
        opening = max(words.rfind("由", 0, head[1][0]), words.rfind("以", 0, head[1][0]))
        begin = min(begin, opening if opening >= 0 and head[1][0] - opening <= 2 else begin)
    view.add(
        "leading_group",
        start + begin,
        start + stop,
        "leading_group.posts" if head else "leading_group.set_up",
        0.95 if head else 0.75,
        {
            "name": name and _written(view, start, name),
            "head": head and _written(view, start, head),
            "deputies": deputy and _written(view, start, deputy),
            "members": members and _written(view, start, members),
        },
    )


_Part = tuple[str, tuple[int, int]]


def _group_name(words: str) -> _Part | None:
    for match in _NAME.finditer(words):
        raw = match.group("name")
        lead = _CLEAN_NAME.match(raw)
        begin = match.start("name") + (lead.end() if lead and len(raw) - lead.end() >= 4 else 0)
        # Of “园区普法工作领导小组” the name begins behind the mark, of “八五”普法领导小组 with it.
        if words[begin] == "“" and "”" not in words[begin : match.end("name")]:
            begin += 1
        name = words[begin : match.end("name")]
        if _SUBJECT.search(name) and len(name) >= 6 and not name.startswith(("在", "向", "按")):
            return name, (begin, match.end("name"))
    return None


def _first(patterns: tuple[re.Pattern[str], ...], words: str) -> _Part | None:
    for pattern in patterns:
        match = pattern.search(words)
        if match:
            raw = match.group("who")
            lead = re.match(r"^.*(?:由|以|组长、|组长，|成立了?|和以)(?=[一-龥])", raw)
            begin = match.start("who") + (lead.end() if lead and len(raw) - lead.end() >= 2 else 0)
            if match.end("who") - begin >= 2:
                return words[begin : match.end("who")], (begin, match.end("who"))
    return None


def _long_members(words: str) -> _Part | None:
    found = None
    for match in _LONG_MEMBERS.finditer(words):
        found = match
    if not found:
        return None
    raw = found.group("who")
    lead = re.match(r"^.*(?:主任|副组长|组长)[，；、]", raw)
    begin = found.start("who") + (lead.end() if lead else 0)
    return words[begin : found.end("who")], (begin, found.end("who"))


def _written(view: Annotations, start: int, part: _Part) -> str:
    return view.text[start + part[1][0] : start + part[1][1]]
