"""Reads LawRefBook/Laws and what is laid out like it: a Markdown file a text, a table of them beside it.

The table (``db.sqlite3``) has the day by which a text is filed, a flag for repealed ones and for half of them
the day of commencement. It names no files; a file is called after its title and its day. What is copied from
there (qisehong/china-law-db) adds files that have a head of their own instead (``---``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from fazhi.kg.register_builder.files import existing, query
from fazhi.kg.register_builder.law_text import read_law_text
from fazhi.kg.register_builder.reading import Reading, iso_day, law_kind

#: The levels of the table, or the folders, that are instruments, and their kinds in the register.
_KINDS = {
    "宪法": "constitution",
    "法律": "law",
    "行政法规": "administrative_regulation",
    "地方性法规": "local_regulation",
    "部门规章": "department_rule",
    "司法解释": "judicial_interpretation",
}
_PROVINCES = {
    "上海": "上海市",
    "北京": "北京市",
    "重庆": "重庆市",
    "山东": "山东省",
    "广东": "广东省",
    "河南": "河南省",
    "浙江": "浙江省",
}
_ROWS = (
    "SELECT law.level, law.name, law.filename, law.publish, law.expired, law.valid_from, category.folder"
    " FROM law JOIN category ON category.id = law.category_id"
)
_HEAD = re.compile(r"^---\n(?P<fields>.*?)\n---\n", re.S)
_FIELD = re.compile(r"^(\w+): \"?([^\"\n]*)\"?$", re.M)


def read_lawrefbook(root: Path, name: str) -> Iterator[Reading]:
    """The texts below ``root``, a checkout; ``name`` is the repository's, for the source.

    Raises SourceError if the table is missing or no table of that form.
    """
    filed = set()
    for table in [existing(root / "db.sqlite3"), *sorted(root.glob("DLC/*/db.sqlite3"))]:
        province = _PROVINCES.get(table.parent.name.removesuffix("地方法规"), "CN")
        for level, title, filename, day, expired, valid_from, folder in _rows(table):
            file = _file(table.parent / folder, title, filename, day)
            if level not in _KINDS or file is None:
                continue
            filed.add(file.name)
            source = f"{name}: {file.relative_to(root).as_posix()}"
            text = read_law_text(file.read_text("utf-8"))
            kind = _kind(level, text.title)
            begun = iso_day(valid_from)
            yield Reading(source, kind, province, iso_day(day), begun, bool(expired), text)
    for file in sorted((root / "laws").rglob("*.md")):
        if file.name not in filed and (reading := _with_head(file, root, name)):
            yield reading


def _with_head(file: Path, root: Path, name: str) -> Reading | None:
    place = file.relative_to(root)
    level = place.parts[1]
    content = file.read_text("utf-8")
    head = _HEAD.match(content)
    if level not in _KINDS or not head:
        return None
    fields = dict(_FIELD.findall(head["fields"]))
    text = read_law_text(content[head.end() :])
    day = iso_day(fields.get("publish_date"))
    kind = _kind(level, text.title)
    made_by = fields.get("issuing_authority", "")
    return Reading(f"{name}: {place.as_posix()}", kind, "CN", day, None, False, text, issuer=made_by)


def _kind(level: str, title: str) -> str:
    return law_kind(title) if level in ("宪法", "法律") else _KINDS[level]


def _rows(table: Path) -> list[tuple[str, str, str | None, str | None, int, str | None, str]]:
    return query(table, _ROWS)


def _file(folder: Path, title: str, filename: str | None, day: str | None) -> Path | None:
    names = [name for name in (filename, f"{title}({day})", title) if name]
    return next((file for name in names if (file := folder / f"{name}.md").exists()), None)
