"""The pages of a file beside its text on a marked page: their pictures, with the records marked on them."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mark:
    """A rectangle on a page, in parts of the page's width and height from its top left corner.

    It stands for the record with the 0-based index ``record``; ``is_first`` where that begins.
    """

    record: int
    left: float
    top: float
    width: float
    height: float
    is_first: bool = False


@dataclass(frozen=True)
class ShownPage:
    """A page with its 1-based ``number``, its ``width`` and ``height`` in points, and its picture as PNG."""

    number: int
    width: float
    height: float
    png: bytes
    marks: Sequence[Mark]

    @property
    def address(self) -> str:
        """The picture as a data URI (RFC 2397)."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode('ascii')}"


@dataclass(frozen=True)
class ShownPages:
    """The pages of a file, the first ones where ``left_out`` more are not shown."""

    pages: Sequence[ShownPage]
    left_out: int = 0

    def with_lanes(
        self, lane_of: Sequence[int], records: Sequence[Mapping[str, Any]]
    ) -> list[dict[str, Any]]:
        """What the template draws of each page; the marks of long records come before those within them."""

        def length(mark: Mark) -> int:
            return int(records[mark.record]["start"]) - int(records[mark.record]["end"])

        return [
            {
                "number": page.number,
                "ratio": f"{page.width / page.height:.4f}",
                "address": page.address,
                "marks": [
                    {
                        "record": mark.record,
                        "type": records[mark.record]["type"],
                        "lane": lane_of[mark.record],
                        "is_first": mark.is_first,
                        "place": ";".join(
                            f"{side}:{100 * value:.2f}%"
                            for side, value in (
                                ("left", mark.left),
                                ("top", mark.top),
                                ("width", mark.width),
                                ("height", mark.height),
                            )
                        ),
                    }
                    for mark in sorted(page.marks, key=length)
                ],
            }
            for page in self.pages
        ]
