"""The kinds of node on a graph page, and the groups of kinds, each with a form and a colour of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"

#: The group of what is of no known kind.
OTHER = "other"


@dataclass(frozen=True)
class Group:
    """Kinds that are drawn alike: bilingual label, form, colour, and column (-1, 0 or 1) on the page.

    ``order`` is its position in the legend.
    """

    group: str
    zh: str
    en: str
    form: str
    color: str
    column: int
    order: int


@dataclass(frozen=True)
class Kind:
    """A kind of node: bilingual label, and the name of its group.

    ``order`` is its position in lists; ``record`` is true for what reports themselves state.
    """

    kind: str
    zh: str
    en: str
    group: str
    order: int
    record: bool = False


@cache
def _rows() -> dict[str, list[dict[str, Any]]]:
    import yaml

    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        (TEMPLATES / "kinds.yaml").read_text(encoding="utf-8")
    )
    return found


@cache
def groups() -> dict[str, Group]:
    """The groups in ``templates/kinds.yaml`` by name, in file order."""
    return {row["group"]: Group(order=order, **row) for order, row in enumerate(_rows()["groups"])}


@cache
def known_kinds() -> dict[str, Kind]:
    """The kinds in ``templates/kinds.yaml`` by name, in file order."""
    from fazhi.ontology.record_types import record_types

    kinds = []
    for order, row in enumerate(_rows()["kinds"]):
        given = dict(row)
        if name := given.pop("type", None):
            found = record_types()[name]
            given |= {"kind": found.class_name, "zh": found.label_zh, "en": sentence_case(found.label_en)}
        kinds.append(Kind(order=order, **given))
    return {kind.kind: kind for kind in kinds}


def sentence_case(label: str) -> str:
    """An English label as it stands alone on a page: with a capital first."""
    return label[:1].upper() + label[1:]


def kind_of(attributes: dict[str, Any]) -> Kind:
    """The kind of a node, from its attributes; an unknown one is what they call it."""
    name = str(attributes.get("kind") or "Other")
    known = known_kinds()
    if name in known:
        return known[name]
    zh = str(attributes.get("kind_label_zh") or "其他")
    en = str(attributes.get("kind_label_en") or name)
    return Kind(name, zh, en, str(attributes.get("group") or OTHER), order=len(known))


def group_of(attributes: dict[str, Any]) -> Group:
    """The group of a node, from its attributes."""
    return groups()[kind_of(attributes).group]
