"""Style sheets and scripts, whose addresses have their digests."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fazhi.viz.kinds import TEMPLATES
from fazhi.viz.matrix import SCRIPTS
from fazhi.web.answer import Answer

#: How a file is cached, whose name changes with what is in it.
FOR_EVER = "public, max-age=31536000, immutable"
_FOLDER = Path(__file__).parent / "static"
#: What offline pages have within them.
_SHARED = ("matrix.css", *SCRIPTS)
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def static_name(name: str) -> str:
    """The name under which a file of ``static/`` is served: ``site.css`` as ``site.1f2e3d4c.css``."""
    path = _path(name)
    return f"{path.stem}.{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}{path.suffix}"


def static_text(name: str) -> str:
    """What is in a file of ``static/``, for a page that brings it along."""
    return (_FOLDER / name).read_text("utf-8")


def static_file(served: str) -> Answer | None:
    """The file that is served under a name; None if there is none."""
    return static_files().get(served)


def _path(name: str) -> Path:
    return (TEMPLATES if name in _SHARED else _FOLDER) / name


@cache
def static_files() -> dict[str, Answer]:
    """All files by the names under which they are served."""
    return {
        static_name(name): Answer(_path(name).read_bytes(), _TYPES[_path(name).suffix])
        for name in sorted([*_SHARED, *(path.name for path in _FOLDER.iterdir() if path.suffix in _TYPES)])
    }
