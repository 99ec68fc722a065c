"""The order in which people count: digits as numbers."""

from __future__ import annotations

import re


def natural_key(node: object) -> tuple[tuple[int, int, str], ...]:
    """A sort key that treats digits in the node's id as numbers (``…/9-12`` before ``…/10-14``)."""
    parts = re.split(r"(\d+)", str(node))
    return tuple((1, int(p), "") if p.isdecimal() else (0, 0, p) for p in parts if p)
