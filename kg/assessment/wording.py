"""How far the words of a clause go: that a system is carried out, that something was done in every case."""

from __future__ import annotations

import re

#: Done in every case, as rules with 一律, 全部 or 未经…不得 require. A count says nothing about the rest.
THROUGHOUT = re.compile(
    r"(?<![人户平])均(?!衡|匀|等|可)|全部|一律|(?<!成)都(?!市)|逐一|逐件|逐份|全覆盖|应审尽审|凡[^，]{0,30}必|100%|百分之百"
)
_HOW = r"认真|严格|切实|全面|坚决|坚持|持续|深入|扎实|积极|依法|不断|大力|继续|有效|进一步|深化|抓好|推动"
#: A system (制度) said to be carried out; what was done under it would follow the comma or include a figure.
_SYSTEM = re.compile(
    rf"^[^，]{{0,10}}?(?:{_HOW})*(?:贯彻落实|贯彻执行|落实|执行|实行|推行|坚持|贯彻|实施|遵守)"
    r"[^，0-9]*(?:制度|责任制|机制|法制审核)(?!化)[^，0-9]{0,8}$"
)


def only_carries_out_a_system(words: str) -> bool:
    """Whether ``words`` (clauses in folded characters) say only that a system is carried out.

    认真执行…制度 and 严格落实…制度 mean the same: neither says what was done.
    """
    return all(_SYSTEM.search(clause) for clause in words.split("，") if clause)
