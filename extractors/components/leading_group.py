"""Leading groups (领导小组) for rule-of-law work, with head, deputies and members as written."""

from __future__ import annotations

import re
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.language.lexicons import lexicon

_GROUP = "(?:" + "|".join(lexicon("leading_groups")["groups"].split()) + ")"
_ANY_GROUP = re.compile(_GROUP)
_SUBJECT = re.compile("|".join(lexicon("leading_groups")["subjects"].split()))
_SET_UP = "(?:" + "|".join(lexicon("leading_groups")["set_up"].split()) + ")"
#: Who holds a post. 同志 (comrade) after a name or title is a courtesy and left out, except in 负责同志.
_WHO = r"(?P<who>[^，。；：！？\n]{2,60}?)(?:(?<!负责)同志)?"
_AS = r"(?:共同|亲自|分别)?(?:担任|兼任|任|为|作为)"
#: The posts of who leads a group, a headquarters (指挥部) or a joint meeting (联席会议).
_LEADS = "组长|总指挥|召集人"
#: These as they are held, and those of who stands in.
_CHIEF = "(?:双?组长|总指挥长?|总?召集人)"
_VICE = "副(?:组长|主任|总指挥长?|总?召集人)"
_HEAD = (
    re.compile(rf"[由以]{_WHO}{_AS}{_CHIEF}"),
    re.compile(rf"{_WHO}{_AS}{_CHIEF}"),
    re.compile(rf"(?<!副)(?:{_LEADS})(?:由|为|是|：){_WHO}(?:担任|兼任|(?=[，。；\n]|$))"),
    re.compile(rf"{_WHO}(?:担任|兼任|任)[^，。；、]{{4,30}}{_GROUP}(?:组长|主任)"),
    re.compile(rf"[由以]{_WHO}{_AS}(?:第一)?主任"),
)
#: 第一组长 beside 组长; the group may have no other.
_FIRST_HEAD = (re.compile(rf"[由以]{_WHO}{_AS}第一组长"), re.compile(rf"{_WHO}{_AS}第一组长"))
#: Who leads a group that has no 组长.
_LEADER = (
    re.compile(r"由(?P<who>[^，。；！？\n]{2,60}?)(?:任|担任|为)?(?:牵头|负总责|挂帅)"),
    re.compile(r"，(?P<who>[^，。；！？\n]{2,20}?)(?:牵头|负总责|挂帅)(?=[，。；]|$)"),
)
#: Each of the patterns above contains one of these.
_HEAD_WORD = re.compile(rf"{_LEADS}|主任|牵头|负总责|挂帅")
_SENIOR_DEPUTIES = tuple(
    (re.compile(rf"(?:^|[，、；由以]){_WHO}{_AS}{rank}{_VICE}"),) for rank in ("第一", "常务")
)
_DEPUTY = (
    # Deputies listed with commas, after the post named before them.
    re.compile(
        rf"(?<!副)(?:{_LEADS})[，；](?P<who>(?:(?!组长|主任[，、]|下设)[^。；！？\n]){{2,80}}?)(?:(?<!负责)同志)?{_AS}{_VICE}"
    ),
    re.compile(rf"(?:^|[，、；由以]){_WHO}{_AS}{_VICE}"),
    re.compile(rf"{_VICE}(?:由|为|是|：){_WHO}(?:担任|兼任|(?=[，。；\n]|$))"),
)
_AS_MEMBERS = r"(?:担任|任|为|作为)(?:小组)?(?:组?成员|组员|委员)"
_MEMBERS = (
    re.compile(rf"(?:^|[，；由以]|组长、){_WHO}{_AS_MEMBERS}"),
    re.compile(r"(?:成员|组员)(?:单位)?由(?P<who>[^，。；！？\n]{2,60}?)(?:组成|担任)"),
    re.compile(
        r"(?:成员|组员)(?:单位)?(?:包括|为|有|涵盖|：)(?P<who>[^，。；！？\n]{2,60}?)(?:等?组成|(?=[，。；\n]|$))"
    ),
)
#: Members listed with commas, after the post named before them.
_LISTED_MEMBERS = re.compile(
    rf"(?:{_VICE}|{_LEADS}|主任)[，；、](?P<who>[^。；！？\n]{{2,100}}?)(?:(?<!负责)同志)?{_AS_MEMBERS}"
)
#: A group without a name of its own.
_UNNAMED = re.compile("的(?:领导机构|领导小组|工作专班)|成立(?:了)?(?:领导机构|领导小组|工作专班)")
_NAME = re.compile(rf"(?P<name>[一-龥“”]{{2,40}}?{_GROUP})")
_CLEAN_NAME = re.compile(
    r"^.*(?:成员的|组员的|委员的|组长的|主任的|总指挥的|召集人的|成立了?|组建了?|调整了?|设立了?|建立了?|充实了?|健全了?|调整充实了?|完善了?|组成的?|由|强化|优化|牵头的|参加的|参与的|为主的"
    r"|负责的|设立由|担任|兼任|任(?=[一-龥]{0,8}(?:法治|依法|普法|行政))|^对|我[委局镇区县市])"
)
_BEFORE_HOLDER = re.compile(
    rf"^.*(?:[由以]|(?:{_LEADS})[、，]|[任为]主任、|(?:成立|组建)了?|(?<!不)明确(?!的)|确定|指定|任命|整合|吸纳)(?=[一-龥])"
)
_POST_BEFORE = re.compile(
    rf"(?:.*(?:{_LEADS}|(?:任|为|作为)[^，；、]{{0,8}}?副?主任|下设[^，；]{{0,24}})[，；、])?(?:整合|吸纳)?"
)
_POST = re.compile(_LEADS)
#: A sentence that goes on with the posts of the group named in the one before.
_POSTS_FOLLOW = re.compile(r"(?:[由以]?[^，。；\n]{2,40}(?:担任|任|为)(?:第一)?|)组长")


@Language.component("fazhi_leading_group")
def leading_group(doc: Doc) -> Doc:
    """Add a record for each leading group that the text says was set up, or whose posts it gives."""
    view = annotations_of(doc)
    sentences = list(view.sentences_around(found.start() for found in _ANY_GROUP.finditer(view.folded)))
    for start, end in sentences:
        _add_group(view, start, view.folded[start : _end_of_posts(view, start, end)])
    return doc


def _end_of_posts(view: Annotations, start: int, end: int) -> int:
    """Where the posts of a group end that a sentence names: in the next one, if that alone gives them."""
    if _POST.search(view.folded, start, end):
        return end
    following = view.folded[end : end + 120].lstrip("\n")
    return end + following.index("。") if _POSTS_FOLLOW.match(following) and "。" in following else end


_Span = tuple[int, int]


class _Holder(NamedTuple):
    """Who holds a post: where the words for them begin and end, and where those on the post end."""

    start: int
    end: int
    post_end: int


def _add_group(view: Annotations, start: int, words: str) -> None:
    """Add the group that ``words`` name, which begin at ``start`` in the reading text."""
    named = _name(words)
    if not named and not (_SUBJECT.search(words) or _UNNAMED.search(words)):
        return
    is_set_up = bool(named and _is_set_up(words, named))
    posts = _posts(words, lead=is_set_up)
    # Without a head, the sentence must say that the group was set up, not that one is missing or planned.
    if "head" not in posts and (not is_set_up or view.role(start) in ("plans", "problems")):
        return
    begin, end = _extent(words, named, posts)
    who = {
        post: "、".join(view.text[start + a : start + b] for a, b, _ in holders)
        for post, holders in posts.items()
    }
    view.add(
        "leading_group",
        start + begin,
        start + end,
        "leading_group.posts" if "head" in posts else "leading_group.set_up",
        0.95 if "head" in posts else 0.75,
        {"name": view.text[start + named[0] : start + named[1]] if named else None, **who},
    )


def _posts(words: str, *, lead: bool) -> dict[str, list[_Holder]]:
    """Who holds which post; with ``lead`` whoever leads a group without 组长 is its head."""
    if not _HEAD_WORD.search(words):
        return {}
    head = [
        holder
        for patterns in (_FIRST_HEAD if "第一组长" in words else (), _HEAD)
        if (holder := _holder(patterns, words))
    ]
    if not head and lead and (leader := _holder(_LEADER, words)):
        head = [leader]
    deputies = [holder for patterns in (*_SENIOR_DEPUTIES, _DEPUTY) if (holder := _holder(patterns, words))]
    members = _listed_members(words) or _holder(_MEMBERS, words)
    posts = {"head": head, "deputies": deputies, "members": [members] if members else []}
    return {post: sorted(set(holders)) for post, holders in posts.items() if holders}


def _extent(words: str, named: _Span | None, posts: dict[str, list[_Holder]]) -> _Span:
    """From the first part to the last, including 由 or 以 before the head and 为成员 after the members."""
    holders = [holder for found in posts.values() for holder in found]
    spans = [*([named] if named else []), *((begin, end) for begin, _, end in holders)]
    begin, end = min(span[0] for span in spans), max(span[1] for span in spans)
    if head := posts.get("head"):
        opening = max(words.rfind("由", 0, head[0].start), words.rfind("以", 0, head[0].start))
        if opening >= 0 and head[0].start - opening <= 2:
            begin = min(begin, opening)
    return begin, end


def _is_set_up(words: str, name: _Span) -> bool:
    """Whether the words say that the group with this name was set up, changed or strengthened."""
    named = re.escape(words[slice(*name)])
    return bool(re.search(rf"{_SET_UP}[^，。；]{{0,20}}{named}(?!办公室|制度|机制)", words))


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


def _holder(patterns: tuple[re.Pattern[str], ...], words: str) -> _Holder | None:
    """Who holds a post, according to the first of its patterns that finds someone."""
    for pattern in patterns:
        match = pattern.search(words)
        if match:
            begin, end = match.span("who")
            lead = _BEFORE_HOLDER.match(words[begin:end])
            if lead and end - begin - lead.end() >= 2:
                begin += lead.end()
            if end - begin >= 2:
                return _Holder(begin, end, match.end())
    return None


def _listed_members(words: str) -> _Holder | None:
    found = list(_LISTED_MEMBERS.finditer(words))
    if not found:
        return None
    begin, end = found[-1].span("who")
    lead = _POST_BEFORE.match(words, begin, end)
    return _Holder(lead.end() if lead else begin, end, found[-1].end())
