"""``store.json``: what a store says about itself, with a digest that tells when it is damaged."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from fazhi.kg.store.files import StoreError, rebuild_of, write_atomically
from fazhi.ontology.languages import both
from fazhi.ontology.namespaces import ID

#: In format 4 this file was the manifest as well, in format 3 graph files were not compressed
#: (:mod:`fazhi.kg.store.earlier`).
FORMAT, EARLIER = 5, (3, 4)
FILE = "store.json"


class SettingsLost(StoreError):  # noqa: N818 (a state, named as such)
    """The ``store.json`` of a store is missing or damaged."""


def new_settings(base: str | None) -> dict[str, Any]:
    """What a store without graphs says; StoreError if ``base`` cannot be its base IRI."""
    return {"format": FORMAT, "base": checked_base(base or ID), "snapshot": 0}


def read_settings(path: Path) -> dict[str, Any]:
    """What the store at ``path`` says about itself.

    Its ``format`` is FORMAT, or one of EARLIER until it is next written. Raises SettingsLost where it says
    nothing any more, StoreError where another version of the program says it.
    """
    try:
        settings = json.loads((path / FILE).read_text(encoding="utf-8"))
        digest, found = settings.pop("digest", None), settings["format"]
        written = [
            number for number in (FORMAT, *EARLIER) if digest == _digest(settings | {"format": number})
        ]
        if found != FORMAT and not written:
            raise StoreError(
                f"a store of format {found}, this program reads format {FORMAT}; "
                "use the program that made it, or delete it and build anew",
                f"知识图谱的格式为{found}，本程序读取格式{FORMAT}；请用建立它的程序，或删除后重新构建",
                at=path,
            )
        if [found] != written:
            raise ValueError("not as it was written")
    except StoreError:
        raise
    except (OSError, KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        state = both("damaged", "已损坏") if (path / FILE).exists() else both("missing", "缺失")
        raise SettingsLost(
            f"{FILE} is {state.en}; make it again from what else the store has: {rebuild_of(path)}",
            f"{FILE} {state.zh}；请由知识图谱的其他部分重新生成：{rebuild_of(path)}",
            at=path,
        ) from error
    return dict(settings)


def write_settings(path: Path, settings: dict[str, Any]) -> None:
    """Write the ``store.json`` of the store at ``path``."""
    text = json.dumps(settings | {"digest": _digest(settings)}, ensure_ascii=False, indent=1, sort_keys=True)
    # Names of files need not be UTF-8: what is not becomes an escape of JSON.
    write_atomically(path / FILE, f"{text}\n".encode("utf-8", "backslashreplace"))


def checked_base(base: str) -> str:
    """``base`` if it is an absolute IRI that ends in ``/``, else StoreError."""
    with contextlib.suppress(ValueError):
        NamedNode(base)
        if re.match(r"[a-z][a-z0-9+.-]*:", base) and base.endswith("/"):
            return base
    raise StoreError(
        f"not a base IRI; give an absolute one that ends in /, such as {ID}",
        f"不是 IRI 前缀；请给出以 / 结尾的绝对 IRI，如 {ID}",
        at=base,
    )


def _digest(settings: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()
