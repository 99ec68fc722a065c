"""Leading groups (领导小组) for rule-of-law work, with head, deputies and members as written."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of

_GROUP = r"(?:领导小组|领导机构|协调小组|工作小组|推进小组|工作专班|专项小组|委员会|普法办公室|工作组)"
_ANY_GROUP = re.compile(_GROUP)
_SUBJECT = re.compile(r"法治|法制|依法|普法|执法|合法性|权责|复议|守法|学法|政务公开|行政")
_SET_UP = r"(?:成立|组建|调整|设立|建立|充实|健全|组成|完善|强化|优化)"
#: Who holds a post. 同志 (comrade) after a name or title is a courtesy and left out, except in 负责同志.
_WHO = r"(?P<who>[^，。；！？\n]{2,60}?)(?:(?<!负责)同志)?"
_HEAD = (
    re.compile(rf"[由以]{_WHO}(?:共同|亲自|分别)?担?(?:任|为|作为)双?(?:第一)?组长"),
    re.compile(rf"{_WHO}(?:共同|分别)?(?:担任|任|为)双?(?:第一)?组长"),
    re.compile(rf"组长由{_WHO}(?:担任|兼任)"),
    re.compile(rf"[由以]{_WHO}(?:担任|任|为)主任"),
    re.compile(r"由(?P<who>[^，。；！？\n]{2,60}?)(?:任|担任|为)?(?:牵头|负总责|挂帅)"),
)
#: Each of the patterns above contains one of these.
_HEAD_WORD = re.compile(r"组长|主任|牵头|负总责|挂帅")
_DEPUTY = (
    re.compile(rf"(?:^|[，、；由以]){_WHO}担?(?:任|为|作为)(?:常务)?副(?:组长|主任)"),
    re.compile(rf"副组长由{_WHO}(?:担任|兼任)"),
)
_AS_MEMBERS = r"担?(?:任|为|作为)(?:小组)?组?(?:成员|委员)"
_MEMBERS = (
    re.compile(rf"(?:^|[，；由以]|组长、){_WHO}{_AS_MEMBERS}"),
    re.compile(r"成员由(?P<who>[^，。；！？\n]{2,60}?)(?:组成|担任)"),
)
#: Members listed with commas, after the post named before them.
_LISTED_MEMBERS = re.compile(
    rf"(?:副组长|组长|主任)[，；、](?P<who>[^。；！？\n]{{2,100}}?)(?:(?<!负责)同志)?{_AS_MEMBERS}"
)
_NAME = re.compile(rf"(?P<name>[一-龥“”]{{2,40}}?{_GROUP})")
_CLEAN_NAME = re.compile(
    r"^.*(?:成员的|组长的|主任的|成立了?|组建了?|调整了?|设立了?|建立了?|充实了?|健全了?|调整充实|完善了?|组成的?|由|强化|优化|牵头的|参加的|参与的|为主的"
    r"|负责的|设立由|^对|我[委局镇区县市])"
)
_BEFORE_HOLDER = re.compile(
    r"^.*(?:[由以]|组长[、，]|(?:成立|组建)了?|(?<!不)明确(?!的)|确定|指定|任命)(?=[一-龥])"
)
_POST_BEFORE = re.compile(r"^.*(?:主任|副组长|组长)[，；、]")


@Language.component("fazhi_leading_group")
def leading_group(doc: Doc) -> Doc:
    """Add a record for each leading group that the text says was set up, or whose posts it gives."""
    view = annotations_of(doc)
    for start, end in view.sentences_around(found.start() for found in _ANY_GROUP.finditer(view.folded)):
        _add_group(view, start, view.folded[start:end])
    return doc


_Span = tuple[int, int]


def _add_group(view: Annotations, start: int, words: str) -> None:
    """Add the group that a sentence names: its folded ``words`` begin at ``start`` in the reading text."""
    if not _SUBJECT.search(words):
        return
    name = _name(words)
    head = _holder(_HEAD, words) if _HEAD_WORD.search(words) else None
    # Without a head, the sentence must say that the group was set up, not that one is missing or planned.
    if not head and (not name or not _is_set_up(words, name) or view.role(start) in ("plans", "problems")):
        return
    deputies = _holder(_DEPUTY, words)
    members = _listed_members(words) or _holder(_MEMBERS, words)
    parts = {"name": name, "head": head, "deputies": deputies, "members": members}
    begin, end = _extent(words, parts)
    view.add(
        "leading_group",
        start + begin,
        start + end,
        "leading_group.posts" if head else "leading_group.set_up",
        0.95 if head else 0.75,
        {part: span and view.text[start + span[0] : start + span[1]] for part, span in parts.items()},
    )


def _extent(words: str, parts: dict[str, _Span | None]) -> _Span:
    """From the first part to the last, including 由 or 以 before the head and 成员 after the members."""
    spans = [span for span in parts.values() if span]
    begin, end = min(span[0] for span in spans), max(span[1] for span in spans)
    if head := parts["head"]:
        opening = max(words.rfind("由", 0, head[0]), words.rfind("以", 0, head[0]))
        if opening >= 0 and head[0] - opening <= 2:
            begin = min(begin, opening)
    if members := parts["members"]:
        closing = words.find("成员", members[1])
        if closing >= 0:
            end = max(end, closing + len("成员"))
    return begin, end


def _is_set_up(words: str, name: _Span) -> bool:
    """Whether the words say that the group with this name was set up, changed or strengthened."""
    return bool(re.search(rf"{_SET_UP}[^，。；]{{0,20}}{re.escape(words[slice(*name)])}", words))


def _name(words: str) -> _Span | None:
    for match in _NAME.finditer(words):
        begin, end = match.span("name")
        lead = _CLEAN_NAME.match(words[begin:end])
        if lead and end - begin - lead.end() >= 4:
            begin += lead.end()
        # In “园区普法工作领导小组” the name begins after the quotation mark, in “八五”普法领导小组 with it.
        if words[begin] == "“" and "”" not in words[begin:end]:
            begin += 1
        name = words[begin:end]
        if _SUBJECT.search(name) and len(name) >= 6 and not name.startswith(("在", "向", "按")):
            return begin, end
    return None


def _holder(patterns: tuple[re.Pattern[str], ...], words: str) -> _Span | None:
    """Who holds a post, according to the first of its patterns that finds someone."""
    for pattern in patterns:
        match = pattern.search(words)
        if match:
            begin, end = match.span("who")
            lead = _BEFORE_HOLDER.match(words[begin:end])
            if lead and end - begin - lead.end() >= 2:
                begin += lead.end()
            if end - begin >= 2:
                return begin, end
    return None


def _listed_members(words: str) -> _Span | None:
    found = list(_LISTED_MEMBERS.finditer(words))
    if not found:
        return None
    begin, end = found[-1].span("who")
    lead = _POST_BEFORE.match(words[begin:end])
    return begin + (lead.end() if lead else 0), end
