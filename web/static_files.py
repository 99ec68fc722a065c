"""Style sheets and scripts, whose addresses have their digests."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fazhi.viz import matrix, page
from fazhi.viz.assets import template_text, vis_network
from fazhi.web.answer import Answer

#: How a file is cached, whose name changes with what is in it.
FOR_EVER = "public, max-age=31536000, immutable"
_FOLDER = Path(__file__).parent / "static"
#: What offline pages have within them; and vis-network, which draws the graph.
_SHARED = dict.fromkeys(("matrix.css", "graph.css", *matrix.SCRIPTS, *page.SCRIPTS))
_VIS = "vis-network.js"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@cache
def static_name(name: str) -> str:
    """The name under which a file is served: ``site.css`` as ``site.1f2e3d4c.css``."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(static_text(name).encode()).hexdigest()[:8]}.{suffix}"


def static_text(name: str) -> str:
    """What is in such a file, for a page that brings it along."""
    if name == _VIS:
        return vis_network()
    return template_text(name) if name in _SHARED else (_FOLDER / name).read_text("utf-8")


def static_file(served: str) -> Answer | None:
    """The file that is served under a name; None if there is none."""
    return static_files().get(served)


@cache
def static_files() -> dict[str, Answer]:
    """All files by the names under which they are served."""
    own = [path.name for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES]
    return {
        static_name(name): Answer(static_text(name).encode(), _TYPES[Path(name).suffix])
        for name in (*own, *_SHARED, _VIS)
    }
