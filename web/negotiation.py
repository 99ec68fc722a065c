"""Content negotiation (内容协商): what is sent, of what could be, to who accepts what (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

import mimeparse


def chosen(accept: str, offered: Sequence[str]) -> str | None:
    """The media type of those ``offered``, best first, that the header ``accept`` wants most.

    None if it takes none of them. A header that cannot be read accepts everything.
    """
    if not accept.strip():
        return offered[0]
    try:
        # Of types that are wanted alike, mimeparse takes the last.
        return mimeparse.best_match(list(reversed(offered)), accept) or None
    except mimeparse.MimeTypeParseException:
        return offered[0]
