"""Names in the order in which a Chinese reader looks for them: by their sound (汉语拼音)."""

from __future__ import annotations

from functools import lru_cache

#: A character: whether it is Chinese, its syllable with the tone, itself.
_Place = tuple[bool, str, str]


@lru_cache(maxsize=50_000)
def by_sound(name: str) -> tuple[_Place, ...]:
    """What to sort names by: figures and letters first, then by syllable and tone, character by character.

    A character with several sounds has that of its word (重庆 chóngqìng). The first call loads the dictionary
    of pypinyin (0.2 seconds), a name takes some 0.05 milliseconds.
    """
    from pypinyin import Style, lazy_pinyin

    # Of what is not Chinese, each character; the types do not say that a list will do.
    syllables = lazy_pinyin(name, style=Style.TONE3, errors=list)  # type: ignore[arg-type]
    return tuple(
        (syllable != character, syllable, character)
        for syllable, character in zip(syllables, name, strict=True)
    )
