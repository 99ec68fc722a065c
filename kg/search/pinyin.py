"""Names by their sound (汉语拼音), as a person types them who has no Chinese input at hand."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from fazhi.kg.search.words import key

_OTHER = re.compile("[^a-z0-9]+")


def spelt(name: str) -> tuple[str, str]:
    """The initials of a name and its syllables in a row: 安全生产法 gives aqscf and anquanshengchanfa.

    Digits of the name stay as they are, of words in letters the first one is an initial; ü is v.
    """
    from pypinyin.seg.mmseg import seg

    parts = [part for phrase in seg.cut(key(name)) for part in _spelt(phrase)]
    return "".join(part if part[0].isdigit() else part[0] for part in parts), "".join(parts)


def typed_sound(text: str) -> str:
    """What a person typed as one row of letters without tones; empty if it is not that."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("ü", "v"))
    letters = "".join(c for c in bare if not unicodedata.combining(c) and c not in " '’")
    return letters if re.fullmatch("[a-z][a-z0-9]+", letters) else ""


@lru_cache(maxsize=10_000)
def _spelt(phrase: str) -> tuple[str, ...]:
    """The syllables of a phrase, in which characters with several sounds have the right one."""
    from pypinyin import lazy_pinyin

    return tuple(part for spoken in lazy_pinyin(phrase) if (part := _OTHER.sub("", spoken)))
