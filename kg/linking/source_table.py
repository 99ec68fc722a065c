"""What is given of the reports in a folder in one table, ``sources.csv``, instead of a sidecar for each.

A row has a file of the same folder, its address on the web, the day on which it was retrieved, its issuer and
its year; cells may be empty, and other columns are for notes::

    文件,网址,获取日期,单位,年度
    2023.pdf,https://www.qidong.gov.cn/…,2024-04-01,启东生命健康产业园,2023

The headings may be English: file, url, retrieved, issuer, year. The table is UTF-8, or GB18030 as Excel
writes it on Chinese Windows. What a sidecar gives wins over it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from fazhi.extractors.reading import files
from fazhi.extractors.reading.source import ReadError
from fazhi.kg.linking.given import NOTHING, Given, GivenError, value_of
from fazhi.ontology.data_files import decoded
from fazhi.ontology.languages import Both, both
from fazhi.ontology.spreadsheets import unguarded

NAME = "sources.csv"
MAX_BYTES, MAX_CELL = 5_000_000, 500
_FILE = "file"
#: The columns by their headings, and the field of :class:`Given` that each fills.
_COLUMNS = {
    "文件": _FILE,
    "file": _FILE,
    "网址": "source_url",
    "url": "source_url",
    "source_url": "source_url",
    "获取日期": "retrieved",
    "retrieved": "retrieved",
    "单位": "issuer",
    "issuer": "issuer",
    "年度": "year",
    "year": "year",
}
#: A day as spreadsheets write it (2024/4/1), and a year as people do (2023年度).
_DAY = re.compile(r"(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?")
_YEAR = re.compile(r"(\d{4})年?度?")


@dataclass(frozen=True)
class SourceTable:
    """What a table gives of each file, by the file's name, and what is wrong with its lines."""

    rows: Mapping[str, Given] = field(default_factory=dict)
    notices: tuple[Both, ...] = ()


def listed(report: Path) -> Given:
    """What the table in its folder gives of a report; nothing where there is none."""
    return table_in(report.parent).rows.get(report.name, NOTHING)


def table_in(folder: Path) -> SourceTable:
    """The table in a folder, on disk or in an archive; an empty one where there is none."""
    path = folder / NAME
    if not files.exists(path):
        return SourceTable()
    try:
        return _table(folder, files.content(path, MAX_BYTES))
    except ReadError as error:
        return SourceTable(notices=(error.both,))


@lru_cache(maxsize=16)
def _table(folder: Path, data: bytes) -> SourceTable:
    lines = csv.reader(io.StringIO(_text(data), newline=""))
    rows: dict[str, Given] = {}
    found: dict[str, int] = {}
    notices: list[Both] = []
    try:
        columns = [_COLUMNS.get(cell.strip().lower(), "") for cell in next(lines, [])]
        if _FILE not in columns:
            raise ReadError(
                "no column 文件 (file) in its first line; write 文件,网址,获取日期,单位,年度",
                "首行没有“文件”（file）列；请写 文件,网址,获取日期,单位,年度",
            )
        for cells in lines:
            number = lines.line_num
            given = {
                column: text
                for column, cell in zip(columns, cells, strict=False)
                if column and (text := unguarded(cell.strip()))
            }
            name = given.pop(_FILE, "")
            if not name and not given:
                continue
            try:
                rows[name] = _row(folder, name, given, found)
                found[name] = number
            except GivenError as error:
                notices.append(_at_line(number, error.both))
    except csv.Error as error:
        notices.append(_at_line(lines.line_num, both(str(error), str(error))))
    return SourceTable(rows, tuple(notices))


def _at_line(number: int, told: Both) -> Both:
    return both(f"line {number}: {told.en}", f"第{number}行：{told.zh}")


def _row(folder: Path, name: str, given: Mapping[str, str], found: Mapping[str, int]) -> Given:
    if not name:
        raise GivenError("names no file", "没有文件名")
    if name in found:
        raise GivenError(f"{name} stands in line {found[name]} already", f"{name} 已在第{found[name]}行")
    for key, text in {_FILE: name, **given}.items():
        if len(text) > MAX_CELL:
            raise GivenError(f"{key} is longer than {MAX_CELL} characters", f"{key} 超过{MAX_CELL}字")
    if not _stands_in(folder, name):
        raise GivenError(f"no file {name!r} in this folder", f"文件夹中没有文件 {name!r}")
    return Given(**{key: value_of(key, text) for key, text in _usual(given)})


def _stands_in(folder: Path, name: str) -> bool:
    try:
        return "/" not in name and "\\" not in name and files.exists(folder / name)
    except (OSError, ValueError):  # No file can have this name.
        return False


def _usual(given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The cells with days and years as sidecars write them."""
    for key, text in given.items():
        if key == "retrieved" and (day := _DAY.fullmatch(text)):
            yield key, f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
        elif key == "year" and (year := _YEAR.fullmatch(text)):
            yield key, year[1]
        else:
            yield key, text


def _text(data: bytes) -> str:
    if (text := decoded(data)) is None:
        raise ReadError(
            "neither UTF-8 nor GB18030; save it as CSV UTF-8", "不是 UTF-8 或 GB18030，请另存为 CSV UTF-8"
        )
    return text
