"""The history that the note under a title gives (题注): when a text was passed, published, amended."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from fazhi.extractors.language.characters import fold
from fazhi.extractors.language.dates import date_spans

#: passed 通过, approved 批准, published 公布、发布, amended 修正、修订, in_force 施行.
EventKind = Literal["passed", "approved", "published", "amended", "in_force"]

_TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_AMENDED = re.compile(r"修正|修订|修改|废止")
#: What follows the day of an amending decision: 某次会议《关于修改…的决定》, 某次会议通过的《…修正案》.
_BY_A_DECISION = re.compile(r"(?<!公布)(?<!发布)(?<!通过)《》")
_IN_FORCE = re.compile(r"^(?:起|开始)*(?:施行|实施|生效|执行)")
_PUBLISHED = re.compile(r"公布|发布|颁布|印发|公告|令")
#: The decree that published a text: 国务院令第656号, 交通部令2007年第2号, 国土资源部第45号令.
_DECREE = re.compile(
    r"(?P<body>[一-鿿、]{2,120}?)(?:令\(?(?P<number>(?:\d{4}年?)?第?[\d〇一二三四五六七八九十百]+号)\)?|"
    r"(?P<before>第[\d〇一二三四五六七八九十百]+号)令)"
)


@dataclass(frozen=True)
class Event:
    """One step in the life of a text: its ``day`` (ISO), what happened, and the words that say so.

    ``wording`` stands without white space and with titles cut down to 《》.
    """

    day: str
    kind: EventKind
    wording: str

    @property
    def decree(self) -> str | None:
        """The number of the decree (令) by which it was published: 国务院令第656号."""
        return find_decree(self.wording)


def find_decree(words: str) -> str | None:
    """The first number of a decree in ``words``: 国务院令第656号, 交通部令2007年第2号."""
    found = _DECREE.search(words.replace("《》", ""))
    if not found:
        return None
    body = re.sub("^.*以(?=.{2})|^(?:原|经|根据)", "", found["body"]).replace("中华人民共和国", "")
    return f"{body.replace('部部', '部')}令{found['number'] or found['before']}"


def read_history(note: str) -> tuple[Event, ...]:
    """The steps that ``note`` names, in its order. Days within titles are no steps."""
    text = _TITLE.sub("《》", fold(_SPACE.sub("", note)))
    spans = date_spans(text)
    events: list[Event] = []
    joined = ""
    starts = [start for _, start, _ in spans] + [len(text)]
    for (day, _, end), following in zip(spans, starts[1:], strict=True):
        wording = joined + text[end:following]
        if wording.endswith("并经"):  # passed by a city, approved by its province: one step
            joined = wording
            continue
        joined = ""
        events.append(Event(day, _kind(wording), wording.strip("（），。；、")))
    if events and not events[-1].wording.replace("《》", ""):
        events[-1] = replace(events[-1], kind="published", wording=_order(text[: starts[0]]))
    return tuple(events)


def _order(head: str) -> str:
    """What an order (公布令) begins with, as the wording of the day under which it is signed."""
    found = _DECREE.search(head.replace("《》", ""))
    return f"{found.group()}公布" if found else "公布"


def _kind(wording: str) -> EventKind:
    bare = wording.strip("（），。；")
    if _IN_FORCE.search(bare):
        return "in_force"
    if _AMENDED.search(bare.replace("《》", "")) or _BY_A_DECISION.search(bare):
        return "amended"
    if "批准" in bare:
        return "approved"
    return "published" if _PUBLISHED.search(bare) and "通过" not in bare else "passed"
