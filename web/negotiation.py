"""Content negotiation (内容协商): what is sent, of what could be, to who accepts what (RFC 9110, 12.5.1)."""

from __future__ import annotations

from functools import lru_cache

import mimeparse


@lru_cache(maxsize=100)
def chosen(accept: str, offered: tuple[str, ...]) -> str | None:
    """The media type of those ``offered``, best first, that the header ``accept`` wants most.

    None if it takes none of them. A header that cannot be read accepts everything.
    """
    if not accept.strip():
        return offered[0]
    try:
        # Of types that are wanted alike, mimeparse takes the last.
        return mimeparse.best_match(offered[::-1], accept) or None
    except mimeparse.MimeTypeParseException:
        return offered[0]
