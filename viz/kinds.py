"""The kinds of node on a graph page, and how each is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"

_OTHER_SHAPE, _OTHER_COLOR = "dot", "#8a919c"


@dataclass(frozen=True)
class Kind:
    """A kind of node: bilingual label, vis-network shape and fill colour.

    ``order`` is its position in the legend and layout; ``record`` is true for what reports themselves state.
    """

    kind: str
    zh: str
    en: str
    shape: str
    color: str
    order: int
    record: bool = False


@cache
def known_kinds() -> dict[str, Kind]:
    """The kinds in ``templates/kinds.yaml`` by name, in file order."""
    import yaml

    from fazhi.ontology.record_types import record_types

    rows = yaml.safe_load((TEMPLATES / "kinds.yaml").read_text(encoding="utf-8"))
    kinds = []
    for order, row in enumerate(rows):
        if name := row.pop("type", None):
            found = record_types()[name]
            row |= {"kind": found.class_name, "zh": found.label_zh, "en": sentence_case(found.label_en)}
        kinds.append(Kind(order=order, **row))
    return {kind.kind: kind for kind in kinds}


def sentence_case(label: str) -> str:
    """An English label as it stands alone on a page: with a capital first."""
    return label[:1].upper() + label[1:]


def kind_of(attributes: dict[str, Any]) -> Kind:
    """The kind of a node, from its attributes. An unknown kind is drawn as a grey dot."""
    name = str(attributes.get("kind") or "Other")
    known = known_kinds()
    if name in known:
        return known[name]
    zh = str(attributes.get("kind_label_zh") or "其他")
    en = str(attributes.get("kind_label_en") or name)
    return Kind(name, zh, en, _OTHER_SHAPE, _OTHER_COLOR, order=len(known))
