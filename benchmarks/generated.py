"""Any number of reports with known truth: ``python benchmarks/generated.py FOLDER [REPORTS] [--seed N]``.

Each is one of the synthetic reports (tests/gold/synthetic) as another place would have written it on one of
two years: the place has another, invented name, the year is another, and all counts are multiplied by one
factor, so that parts still add up to their wholes and what is said twice is still the same. The gold record
of each statement is changed alike and stands beside the report (``.jsonl``), so that
``fazhi evaluate FOLDER`` scores what was read of them. The same seed gives the same reports.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from pathlib import Path
from typing import Any

from fazhi.extractors.evaluation.gold import GoldDocument, load_gold
from fazhi.extractors.language.characters import unspaced_offsets

ROOT = Path(__file__).resolve().parent.parent
SYNTHETIC = ROOT / "tests" / "gold" / "synthetic"
YEARS = (2022, 2023)
#: Invented places are named by one of these after another.
_FIRST = "云松桐榆枫柏栖澜沁岚泓渊瑶琅璟砚岫霁晴霖曜旭煦昀朔望岭峦屿汀洲渚涧湄沅澧淇洛泾渭"
_SECOND = "溪川原山岗坪台门阳阴水泉湖塘堰桥浦港湾城州陵平安宁康乐和庆丰泰昌"
#: The name of a place at the beginning of an issuer's name.
_PLACE = re.compile(r"^(?:.+?[省市])??([^省市]{2,3}?)(?=[市县区镇乡]|街道)")
#: Places that there are keep their names.
_REAL = ("重庆", "上海")
#: What stands in tables beside a text, which are not written.
_BESIDE = ("published", "index_number", "publisher", "document_number")
#: What stands as it is: titles, document numbers, what is quoted.
_KEPT = re.compile(r"《[^》]*》|〔[^〕]*〕|“[^”]*”|（[^（）]*号）")
_COUNT = re.compile(r"(?<![\d.—－第·,年月])\d{1,4}(?=[余多]?[件次个人家场份条项名起])")


@dataclass(frozen=True)
class _Template:
    """A synthetic report: its text as it is read, and its gold records with their places in that."""

    text: str
    records: list[tuple[dict[str, Any], int, int]]
    place: str
    year: int


@dataclass(frozen=True)
class _Change:
    """What makes of a template the report of another place and year."""

    template: _Template
    place: str
    year: int
    factor: int

    def edits(self, text: str) -> list[tuple[int, int, str]]:
        """What stands otherwise in the other report: from where to where, and what, in order."""
        t, kept = self.template, [match.span() for match in _KEPT.finditer(text)]
        names = re.finditer(re.escape(t.place), text)
        years = re.finditer(rf"(?<!\d)({t.year}|{t.year + 1})(?=年)", text)
        found = [(match.span(), self.place) for match in names]
        found += [
            (match.span(), new)
            for matches, change in ((years, self._year), (_COUNT.finditer(text), self._count))
            for match, new in ((match, change(match[0])) for match in matches)
            if not any(start <= match.start() < end for start, end in kept)
        ]
        return [(start, end, new) for (start, end), new in sorted(found)]

    @cached_property
    def changes(self) -> list[tuple[int, int, str]]:
        """The edits of the whole text."""
        return self.edits(self.template.text)

    def record(self, number: int) -> dict[str, Any]:
        """The gold record of the other report, in place of one of the template's."""
        record, start, end = self.template.records[number]
        text = self.template.text
        edits = [edit for edit in self.changes if start <= edit[0] and edit[1] <= end]
        left_out = _BESIDE if record["type"] == "report" else ()
        changed = {name: self._field(record, name) for name in record if name not in left_out}
        changed["text"] = edited(text, edits, start, end)
        if any(text[first:last] == str(record.get("value")) for first, last, _ in edits):
            changed["value"] *= self.factor
        if record["type"] == "report":
            changed["year"] = self.year
        return changed

    def _field(self, record: dict[str, Any], name: str) -> Any:
        """What a field says; the title of what is cited is written without its brackets there."""
        field = record[name]
        if not isinstance(field, str):
            return field
        if record["type"] == "citation" and name == "title":
            return edited(title := f"《{field}》", self.edits(title))[1:-1]
        return edited(field, self.edits(field))

    def _year(self, year: str) -> str:
        return str(int(year) - self.template.year + self.year)

    def _count(self, count: str) -> str:
        return str(int(count) * self.factor)


def edited(text: str, edits: list[tuple[int, int, str]], start: int = 0, end: int | None = None) -> str:
    """``text[start:end]`` with these edits."""
    end = len(text) if end is None else end
    pieces = []
    for first, last, new in edits:
        if start <= first and last <= end:
            pieces += [text[start:first], new]
            start = last
    return "".join([*pieces, text[start:end]])


def reports(count: int, seed: int = 0) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """``count`` reports: the name of a file, the text, and the gold records."""
    templates = _templates()
    places = [first + second for first in _FIRST for second in _SECOND]
    random.Random(seed).shuffle(places)
    # Without a common divisor, the pairs of place and template repeat themselves as late as can be.
    while gcd(len(places), len(templates)) > 1:
        places.pop()
    for number in range(count):
        body, year = divmod(number, len(YEARS))
        place, template = places[body % len(places)], templates[body % len(templates)]
        chance = random.Random(f"{seed} {number}")
        change = _Change(template, place, YEARS[year], chance.randint(1, 9))
        text = edited(template.text, change.changes)
        yield f"{number:06}", text, [change.record(number) for number in range(len(template.records))]


def write_reports(folder: Path, count: int, seed: int = 0) -> None:
    """Write ``count`` reports and their gold records into a new folder."""
    folder.mkdir(parents=True)
    for name, text, records in reports(count, seed):
        (folder / f"{name}.txt").write_text(text, "utf-8")
        lines = (json.dumps(record, ensure_ascii=False) for record in records)
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def _templates() -> list[_Template]:
    """The synthetic reports whose issuer begins with the name of an invented place."""
    found = []
    for gold in load_gold(SYNTHETIC):
        records = _placed(gold)
        report = next((record for record, *_ in records if record["type"] == "report"), {})
        place = _PLACE.match(report.get("issuer", ""))
        if place and "year" in report and place[1] not in _REAL:
            found.append(_Template(gold.document.text, records, place[1], report["year"]))
    return found


def _placed(gold: GoldDocument) -> list[tuple[dict[str, Any], int, int]]:
    """The gold records of a report with their places in its reading text, where they are whole there."""
    document, counted = gold.document, unspaced_offsets(gold.document.source_text)
    offsets = {
        counted[document.source_map.to_source(offset)]: offset
        for offset, character in enumerate(document.text)
        if not character.isspace()
    }
    ends = [(each, offsets.get(each.start), offsets.get(each.end - 1)) for each in gold.records]
    return [
        ({"type": each.type, "text": each.text, **each.fields}, start, last + 1)
        for each, start, last in ends
        if start is not None and last is not None
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("reports", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    write_reports(arguments.folder, arguments.reports, arguments.seed)
