"""The indicator (指标) of a figure: from the words that belong to it, or from the figure it goes on from.

Grammar is here: which words belong to a figure, and when it is a part, the remainder or a change of another.
What the words mean is data, weighed in :mod:`fazhi.extractors.components.indicator_choice`.
"""

from __future__ import annotations

import re

from fazhi.extractors.annotations import Annotations
from fazhi.extractors.components.indicator_choice import Choice, Frame, choose_indicator
from fazhi.extractors.components.indicator_words import goes_on, is_total, measured_in, names_nothing
from fazhi.extractors.components.matters import Matter, is_kind_of_case, matter_of_figure, matter_of_heading
from fazhi.extractors.language.quantities import Quantity
from fazhi.extractors.records import Record
from fazhi.ontology.reference import indicators

#: 批次、人次同比分别: nouns that each have a figure of their own.
_RESPECTIVE = re.compile(
    r"(?P<nouns>[^，。；：]{1,16}?(?:、[^，。；：、]{1,16}?)+?)(?:同比|环比|较上年|较去年|比上年)?分别"
)
#: The figure counts a part of what the previous figure counts.
_PART = re.compile(r"[，、（]?(?:其中|包括|含|较|比|同比)")
#: The figure counts what remains of what an earlier figure counts.
_REMAINDER = re.compile(r"[，、（]?(?:其余|余下|剩余|剩下|尚有|还有|另有)的?")
#: 其中违法建设19件、占道经营11件: the row of parts goes on.
_PART_BEFORE = re.compile("(?:其中|包括|含)[^，；。]*$")
#: What the words to the right of a figure end with, and words in brackets that they may run over.
_RIGHT_OF_FIGURE = re.compile(r"[，；。（：]|(?!20\d\d年)(?<!\d)\d")
_ASIDE = re.compile(r"（[^（）\d]{1,8}）")
#: 12名持证人员中具有法律专业背景的仅3人: what follows is said of the next figure.
_AMONG = re.compile("(?<=[员件题业项家名])中(?=[一-龥])")
#: 26批368人次: the second figure measures the same matter in another unit.
_ADJACENT = re.compile("[余多]?、?")
#: A figure that was passed over (not a year): what follows does not go on from the one before it.
_UNREAD = re.compile(r"(?<!\d)\d+(?!\d|年)")
#: 参考率、合格率均为100%: the first of several nouns that share a figure tells what it is.
_SECOND_RATE = re.compile("率(?>(?:[、和及与][^，；。、]{1,10}?率)+)")
#: What says that a figure is a rate of change, and of nothing else.
_COMPARISON = re.compile(
    r"(?:同比|环比|[较比](?:上年|去年|上一年|同期|20\d\d年)(?:同期)?|与(?:上年|去年)(?:同期)?相比|分别)"
    r"|(?:增长|上升|提高|提升|增加|上涨|扩大|高出|增幅|下降|减少|降低|压缩|缩短|压减|精简|缩减|削减|下滑|回落|降幅)[了约近达超过逾]*$"
)
#: How many characters before a figure, and before its clause, to look for words that belong to it.
_REACH = 120
#: How many characters before a figure may name a kind of cases.
_KIND_REACH = 30
#: How many characters a whole and its parts may take.
_LONGEST_PARTS = 400
#: How many characters of a noun tell that it is the same: 会议, 案件.
_SHARED_NOUN = 2
_FIGURES = re.compile(r"\d[\d.]*")
_DIGITS = re.compile(r"\d")
#: What joins a figure's noun to the next figure: both have what follows (3名组长及8名组员参加考试).
_JOINED = re.compile("(?:以及|[及和与])$")
#: How many characters before the next figure are surely its own.
_NEXT_NOUN = 4
#: How many characters behind it.
_REACH_BEHIND = 60
_CLAUSE_END = re.compile("[，；。：（]")
_TITLE = re.compile(r"《[^》]*》")


def indicator_of(
    view: Annotations,
    quantity: Quantity,
    sentence: tuple[int, int],
    clause: tuple[int, int],
    left: str,
    change: bool,
) -> str | None:
    """The id of the indicator that the words around the figure say, else of the figure it goes on from.

    ``left`` is what stands before the figure in its clause since the figure before it; ``change`` says that
    the figure is a rate of change. Offsets: 0-based code points of the folded text, end exclusive.
    """
    left = left[-_REACH:]
    part = _PART.match(left) is not None
    # 其中 may open a sentence: the whole is in the one before.
    line = view.folded.rfind("\n", max(0, sentence[0] - _REACH), sentence[0]) + 1
    earlier = _figures_before(view, line if part and clause[0] == sentence[0] else sentence[0])
    before: str | None = earlier[-1].fields.get("indicator") if earlier else None
    if before and _UNREAD.search(view.folded, earlier[-1].end, clause[0]):
        before = None
    fits = before is not None and (change or measured_in(before, quantity.unit))
    if goes_on(left):
        return before if fits else None
    matter = _matter(view, quantity.start)
    near = view.folded[max(sentence[0], quantity.start - _KIND_REACH) : quantity.start]
    if left.endswith("类") or (matter and is_kind_of_case(near, quantity)):
        return before if fits else matter and matter.cases
    if before and earlier[-1].fields["unit"] != quantity.unit:
        adjacent = _ADJACENT.fullmatch(view.folded, earlier[-1].end, quantity.start)
        if adjacent and (other := _other_measure(before, quantity.unit)):
            return other
    start = max(clause[0], quantity.start - _REACH)
    words = view.folded[start : quantity.start]
    row = _PART_BEFORE.search(words) if left[:1] in ("、", "和", "及", "与") else None
    frames = _frames(view, quantity, sentence, (start, clause[1]), left, change, matter)
    if _REMAINDER.fullmatch(left):
        return _of_remainder(quantity, frames, earlier)
    for frame in frames:
        if choice := choose_indicator(frame, change=change, part=part or row is not None):
            return choice.indicator
    if not part and not change and (choice := _of_bare_clause(frames[0], clause[0] == start)):
        return choice.indicator
    if change and "分别" in words:
        return _as_in_row_before(view, (start, clause[1]), words, earlier)
    if change or part:
        return before if fits else _same_unit(earlier, quantity) if left.startswith(("较", "比")) else None
    if row:
        return _of_whole(quantity, earlier, start + row.start())
    if _is_further_part(view, quantity, sentence, earlier) or _names_same_thing(view, left, earlier):
        return before if fits else None
    alike = bool(earlier) and earlier[-1].fields["unit"] == quantity.unit
    return before if alike and ("分别" in words or is_total(left)) else None


def _matter(view: Annotations, offset: int) -> Matter | None:
    """The matter of the figure before in the same line, else of the heading."""
    last = view.records_of("observation")[-1:]
    alike = last and "\n" not in view.folded[last[0].end : offset]
    return (matter_of_figure(last[0]) if alike else None) or matter_of_heading(view, offset)


def _frames(
    view: Annotations,
    quantity: Quantity,
    sentence: tuple[int, int],
    clause: tuple[int, int],
    left: str,
    change: bool,
    matter: Matter | None,
) -> list[Frame]:
    """The words around the figure, the titles in them emptied, and the noun of the ``matter``; first with the
    words to its right that are surely its own, then with others that may be."""
    folded, start = view.folded, clause[0]
    line = folded.rfind("\n", max(0, start - _REACH), start) + 1
    before = folded[max(line, start - _REACH) : start]
    if folded.startswith("其中", sentence[0]):
        before = "，".join(before.rsplit("。", 1))
    if matter:
        at = before.rfind("。") + 1
        before = f"{before[:at]}{matter.noun}，{before[at:]}"
    words = folded[start : quantity.start]
    if respective := _respective(words, left):
        row, left = respective
    else:
        row = words[: max(0, len(words) - len(left))]
        left = _COMPARISON.sub("", left) if change else left
        left = _SECOND_RATE.sub("率", left) if "率" in left else left
    before, row, left = (_TITLE.sub("《》", part) if "《" in part else part for part in (before, row, left))
    rights = _rights(folded[quantity.end : min(clause[1], quantity.end + _REACH_BEHIND)])
    return [Frame(before, row, left, quantity.unit, right) for right in rights]


def _rights(words: str) -> list[str]:
    """What follows a figure in its clause, as far as it is surely its own; then as far as it may be."""
    if "（" in words:
        words = _ASIDE.sub("", words)
    if "《" in words:
        words = _TITLE.sub("《》", words)
    end = _RIGHT_OF_FIGURE.search(words)
    right = words[: end.start()] if end else words
    if not end or not end.group().isdigit():
        return [_AMONG.split(right)[0]]
    # 合同41份、文件23件: what stands behind the mark goes with the next figure, unless both share what
    # follows (党委会4次、办公会6次研究法治工作).
    if "、" in right:
        own = right[: right.rindex("、")]
        return [own, own + _behind_last(words)]
    if joined := _JOINED.search(right):
        own = right[: joined.start()]
        return [own, own + _behind_last(words)]
    # 对86件议题提出法律意见112条: the last words are the next figure's.
    return ["", _AMONG.split(right[:-_NEXT_NOUN])[0]]


def _behind_last(words: str) -> str:
    """What stands behind the last figure of the clause."""
    return _FIGURES.split(_CLAUSE_END.split(words, maxsplit=1)[0])[-1]


def _of_bare_clause(frame: Frame, whole: bool) -> Choice | None:
    """每周组织法治学习，全年累计开展20余次: a clause that names nothing counts what the one before tells.

    ``whole``: the frame's clause begins where the clause does.
    """
    head, _, told = frame.before.rstrip("，").rpartition("，")
    if frame.clause or frame.right or not whole or "。" in told or not names_nothing(frame.left):
        return None
    return choose_indicator(frame._replace(before=head, clause=f"{told}，"))


def _as_in_row_before(
    view: Annotations, clause: tuple[int, int], words: str, earlier: list[Record]
) -> str | None:
    """39批127人次，同比分别下降11.4%和8.6%: each figure goes with the one in its place in the row before."""
    place = len(re.findall(r"\d+(?:\.\d+)?", words[words.find("分别") :]))
    row = [record for record in earlier if record.end <= clause[0]]
    here = place + len(re.findall(r"\d[\d.]*(?:%|个百分点)", view.folded[clause[0] + len(words) : clause[1]]))
    return row[place - here].fields.get("indicator") if len(row) >= here > place else None


def _other_measure(indicator: str, unit: str) -> str | None:
    """The one indicator of the same class that is measured in ``unit``, if it is not the same one."""
    known = indicators()
    if unit in (known[indicator].unit, *known[indicator].unit_variants):
        return None
    alike = [i.id for i in known.values() if i.broader == known[indicator].broader and i.unit == unit]
    return alike[0] if len(alike) == 1 else None


def _of_whole(quantity: Quantity, earlier: list[Record], start: int) -> str | None:
    """其中违法建设19件、占道经营11件: each part counts what the figure before the row counts."""
    whole = next((record for record in reversed(earlier) if record.end <= start), None)
    indicator: str | None = whole.fields.get("indicator") if whole else None
    return indicator if indicator and measured_in(indicator, quantity.unit) else None


def _is_further_part(
    view: Annotations, quantity: Quantity, sentence: tuple[int, int], earlier: list[Record]
) -> bool:
    """Whether the figure goes on with the parts of a whole, in clauses of their own: 办理案件90件，其中盗伐
    林木15件，滥捕4件. The parts do not exceed the whole."""
    begin = max(sentence[0], quantity.start - _LONGEST_PARTS)
    opened = view.folded.rfind("其中", begin, quantity.start)
    whole = next((record for record in reversed(earlier) if record.end <= opened), None)
    if opened < 0 or whole is None or re.search("[。；]", view.folded[opened : quantity.start]):
        return False
    parts = [record for record in earlier if record.start >= opened]
    alike = all(_counts_alike(record, whole, quantity.unit) for record in parts)
    total = quantity.value + sum(record.fields["value"] for record in parts)
    return bool(parts) and alike and total <= whole.fields["value"]


def _counts_alike(part: Record, whole: Record, unit: str) -> bool:
    same = part.fields.get("indicator") == whole.fields.get("indicator")
    return bool(same and part.fields["unit"] == whole.fields["unit"] == unit)


def _names_same_thing(view: Annotations, left: str, earlier: list[Record]) -> bool:
    """Whether the figure is the next of a row that counts things of one name: 常务会议3次、专题会议2次."""
    noun = left.lstrip("、和及与")[-_SHARED_NOUN:]
    if not earlier or left[:1] not in ("、", "和", "及", "与") or len(noun) < _SHARED_NOUN:
        return False
    before = _TITLE.sub("", view.folded[earlier[-1].start : earlier[-1].end])
    return noun in before and not _DIGITS.search(noun)


def _of_remainder(quantity: Quantity, frames: list[Frame], earlier: list[Record]) -> str | None:
    """发现隐患529处，整改511处，其余18处: what remains counts what the whole does, not what was taken off.

    Words beside it may say more (其余2人补考合格), but not of another matter.
    """
    whole = _whole_of_remainder(quantity, earlier)
    choice = choose_indicator(frames[-1], near=True)
    if not choice or not choice.indicator:
        return whole
    listed = indicators()
    same = whole is None or listed[whole].broader == listed[choice.indicator].broader
    return choice.indicator if same else whole


def _whole_of_remainder(quantity: Quantity, earlier: list[Record]) -> str | None:
    larger = [r for r in earlier if r.fields["unit"] == quantity.unit and r.fields["value"] > quantity.value]
    for whole in larger:
        if any(whole.fields["value"] - part.fields["value"] == quantity.value for part in larger):
            return whole.fields.get("indicator")
    return larger[0].fields.get("indicator") if larger else None


def _same_unit(earlier: list[Record], quantity: Quantity) -> str | None:
    """纠错236件，纠错率24%，较上年60件: a comparison goes past figures of another measure."""
    alike = [record for record in earlier if record.fields["unit"] == quantity.unit]
    return alike[-1].fields.get("indicator") if alike else None


def _figures_before(view: Annotations, start: int) -> list[Record]:
    """The figures so far, from ``start`` on, the last dozen at most."""
    return [record for record in view.records_of("observation")[-12:] if record.start >= start]


def _respective(words: str, left: str) -> tuple[str, str] | None:
    """批次、人次分别下降21.3%和18%: the row of nouns; the noun in its place and what is said of it.

    ``words`` are those of the clause up to the figure, ``left`` those since the figure before.
    """
    match = _RESPECTIVE.search(words) if "分别" in words else None
    if not match:
        return None
    nouns = re.split(r"[、和及与]", match.group("nouns"))
    said = words[match.end() :]
    place = len(re.findall(r"\d+(?:\.\d+)?", said))
    if place >= len(nouns):
        return None
    own = left.strip("、和及与") if place and left != words else ""
    row = words[: match.start("nouns")] + (nouns[0] if place else "")
    return row, nouns[place] + (own or re.split(r"\d", said)[0])
