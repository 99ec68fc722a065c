"""Makes the table of national bases (based_on.csv): what local regulations and rules say they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from fazhi.kg.register_builder.rows import Row
from fazhi.ontology.bases import LOCAL_KINDS
from fazhi.ontology.titles import title_key

#: Kinds of what local law rests on (上位法).
_NATIONAL = ("law", "administrative_regulation", "decision_of_npcsc", "supervisory_regulation")
_QUOTED = re.compile("《([^《》]+)》")


def base_rows(rows: Iterable[Row], register: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """Instrument, base and where it is named (第一条 or 标题); ``register``: its rows by id."""
    ids: dict[str, str] = {
        title_key(name, commas=True): id_
        for id_, cells in register.items()
        if cells["kind"] in _NATIONAL
        for name in (cells["title"], cells["id"], *cells["aliases"].split("|"))
        if name
    }
    for row in rows:
        id_ = row.cells["id"]
        if register[id_]["kind"] not in LOCAL_KINDS:
            continue
        in_text = row.readings[0].text.bases if row.readings else ()
        named = dict.fromkeys(in_text, "第一条")
        for title in _QUOTED.findall(row.cells["title"]):
            named.setdefault(title, "标题")
        found: dict[str, str] = {}
        for title, where in named.items():
            if national := ids.get(title_key(title, commas=True)):
                found.setdefault(national, where)
        for national, where in found.items():
            yield {"instrument": id_, "based_on": national, "named_in": where}
