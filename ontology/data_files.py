"""Reading the reference data files; a mistake is reported in one line, with file, line and field."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import yaml

from fazhi.ontology.errors import FazhiError

#: The directory of the package's data files.
DATA = Path(__file__).parent / "data"

#: No file of reference data is larger.
MAX_BYTES = 50_000_000

# The C loader is about ten times faster; PyYAML built without libyaml lacks it.
SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR_OR_MONTH = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


class ReferenceDataError(FazhiError):
    """A reference data file is missing, unreadable, or has an entry that breaks its rules."""


class Entry:
    """One entry of a data file: typed access to its fields, and errors that say where."""

    def __init__(
        self,
        path: Path,
        fields: Mapping[str, Any],
        index: int,
        line: int | None = None,
        within: tuple[str, ...] = (),
    ) -> None:
        """``index``: place in the file; ``line``: of a CSV row; ``within``: fields containing the entry."""
        self._path = path
        self._fields = fields
        self._index = index
        self._line = line
        self._within = within

    def text(self, field: str) -> str:
        """The field as text; an error if it is missing or empty."""
        value = self.optional_text(field)
        return value if value is not None else self.fail(field, "is missing", "缺少")

    def optional_text(self, field: str) -> str | None:
        """The field as text, ``None`` if it is missing or empty."""
        value = self._fields.get(field)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self.fail(field, f"is not text: {value!r}", f"不是文字：{value!r}")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """The field as a list of texts, empty if it is missing."""
        values = self._fields.get(field) or []
        if not isinstance(values, list):
            self.fail(field, f"is not a list: {values!r}", f"不是列表：{values!r}")
        for value in values:
            if not isinstance(value, str) or not value:
                self.fail(
                    field, f"holds something that is not text: {value!r}", f"含有不是文字的内容：{value!r}"
                )
        return tuple(values)

    def first_day(self, field: str) -> datetime.date:
        """The field as a date; a month (``YYYY-MM``) or year means its first day. Required."""
        text = str(self._fields.get(field) or "")
        if _YEAR_OR_MONTH.fullmatch(text):
            return datetime.date.fromisoformat((text + "-01-01")[:10])
        value = self.optional_date(field)
        return value if value is not None else self.fail(field, "is missing", "缺少")

    def optional_date(self, field: str) -> datetime.date | None:
        """The field as a date (``YYYY-MM-DD``), ``None`` if it is missing."""
        value = self._fields.get(field)
        if value is None or value == "":
            return None
        if isinstance(value, datetime.date):  # YAML reads an unquoted date as one
            return value
        if isinstance(value, str) and _ISO_DATE.fullmatch(value):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                pass
        self.fail(field, f"is not a date (YYYY-MM-DD): {value!r}", f"不是日期（YYYY-MM-DD）：{value!r}")

    def one_of(self, field: str, allowed: Collection[str]) -> str:
        """The field, which must be one of ``allowed``."""
        value = self.text(field)
        return value if value in allowed else self._unknown(field, value, allowed)

    def optional_one_of(self, field: str, allowed: Collection[str]) -> str | None:
        """The field, which must be one of ``allowed`` or missing."""
        value = self.optional_text(field)
        return value if value is None or value in allowed else self._unknown(field, value, allowed)

    def matching(self, field: str, pattern: re.Pattern[str], meaning: str) -> str | None:
        """The field, which must fully match ``pattern``; ``None`` if missing. ``meaning`` names the form."""
        value = self.optional_text(field)
        if value is not None and not pattern.fullmatch(value):
            self.fail(field, f"is not {meaning}: {value!r}", f"取值不对：{value!r}")
        return value

    def flag(self, field: str) -> bool:
        """The field as a boolean, false if it is missing."""
        value = self._fields.get(field, False)
        return (
            value
            if isinstance(value, bool)
            else self.fail(field, f"is not true or false: {value!r}", f"应为 true 或 false，而不是 {value!r}")
        )

    def nested(self, field: str) -> Entry | None:
        """The mapping in ``field`` as an entry, ``None`` if it is missing."""
        value = self._fields.get(field)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fail(field, f"is not a mapping: {value!r}", f"不是键值对：{value!r}")
        return Entry(self._path, value, self._index, within=(*self._within, field))

    def entries(self, field: str) -> dict[str, Entry]:
        """The mapping in ``field`` as entries by name; an error if missing or if a value is not one."""
        holder = self.nested(field) or self.fail(field, "is missing", "缺少")
        return {
            str(name): holder.nested(name) or holder.fail(name, "is empty", "为空") for name in holder._fields
        }

    def value(self, field: str) -> Any:
        """The field as it is in the file."""
        return self._fields.get(field)

    def having(self, field: str, value: Any) -> Entry:
        """The same entry, but for the value of ``field``."""
        fields = {**self._fields, field: value}
        return Entry(self._path, fields, self._index, self._line, self._within)

    def allow_only(self, fields: Collection[str]) -> None:
        """An error if there is a field that is not one of ``fields``."""
        for field in self._fields:
            if field not in fields:
                self.fail(str(field), "is no field of this file", "不是本文件的字段")

    def fail(self, field: str, en: str, zh: str = "") -> NoReturn:
        """Raise :class:`ReferenceDataError` for ``field`` of this entry; ``zh`` where a user can meet it."""
        trail = [*self._within, field]
        line = self._line or _line_of(self._path, self._index, trail)
        name = self._fields.get("id")
        where = ".".join(trail)
        raise ReferenceDataError(
            f"{where}{f' of {name}' if name else ''} {en}",
            f"{f'{name} 的 ' if name else ''}{where} {zh}" if zh else "",
            at=f"{self._path}:{line}",
        )

    def _unknown(self, field: str, value: str, allowed: Collection[str]) -> NoReturn:
        known = ", ".join(sorted(allowed))
        self.fail(field, f"is {value!r}, not one of {known}", f"为 {value!r}，应为其中之一：{known}")


def is_verified(source: str) -> bool:
    """Whether everything that a ``source`` field covers was read somewhere; what is from memory was not."""
    return "memory" not in source


def read_csv(path: Path, columns: tuple[str, ...]) -> Iterator[Entry]:
    """The rows of a CSV file with exactly these columns; empty cells are missing fields.

    Raises ReferenceDataError for an unreadable file, other columns, or a row of a different length.
    """
    reader = csv.reader(read_text(path).splitlines(keepends=True), strict=True)
    try:
        header = tuple(next(reader, ()))
        if header != columns:
            given, wanted = ", ".join(header), ", ".join(columns)
            raise ReferenceDataError(
                f"columns are {given}; expected {wanted}", f"各列为 {given}；应为 {wanted}", at=f"{path}:1"
            )
        start = reader.line_num + 1
        for index, row in enumerate(reader):
            if len(row) != len(columns):
                raise ReferenceDataError(
                    f"{len(row)} cells where {len(columns)} are expected",
                    f"有{len(row)}格，应为{len(columns)}格",
                    at=f"{path}:{start}",
                )
            yield Entry(path, dict(zip(columns, row, strict=True)), index, line=start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise ReferenceDataError(str(error), at=f"{path}:{reader.line_num}") from None


def read_yaml(path: Path, defaults: Mapping[str, Any] | None = None) -> Iterator[Entry]:
    """The entries of a YAML file that is a list of mappings.

    ``defaults`` are the values of fields that an entry leaves out. Raises ReferenceDataError for an
    unreadable file, broken YAML, or a key used twice in one mapping.
    """
    text = read_text(path)
    try:
        entries = yaml.load(text, Loader=_UniqueKeyLoader)
    except _DuplicateKeyError as error:
        raise ReferenceDataError(
            f"{error.key} is given twice in one entry",
            f"同一条目中 {error.key} 出现两次",
            at=f"{path}:{error.line}",
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None)
        raise ReferenceDataError(
            problem or "broken YAML", f"YAML 有误：{problem or ''}", at=f"{path}{place}"
        ) from None
    if not isinstance(entries, list):
        raise ReferenceDataError("expected a list of entries", "应为条目的列表", at=f"{path}:1")
    for index, fields in enumerate(entries):
        if not isinstance(fields, dict):
            Entry(path, {}, index).fail("entry", "is not a mapping", "不是键值对")
        yield Entry(path, {**(defaults or {}), **fields}, index)


class _DuplicateKeyError(Exception):
    def __init__(self, key: str, line: int) -> None:
        self.key = key
        self.line = line


class _UniqueKeyLoader(SafeLoader):  # type: ignore[misc]
    """Safe YAML that rejects a key used twice in one mapping (PyYAML silently keeps the last)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = str(key_node.value)
            if key in seen:
                raise _DuplicateKeyError(key, key_node.start_mark.line + 1)
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        """A date; one that does not exist (2024-02-30) stays text, for its field to complain of."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value


_UniqueKeyLoader.add_constructor("tag:yaml.org,2002:timestamp", _UniqueKeyLoader.construct_yaml_timestamp)


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, with or without a byte order mark, or in GB18030, as Excel and WPS save.

    Raises ReferenceDataError for a file that cannot be read, is no text, or is larger than
    :data:`MAX_BYTES`.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReferenceDataError(
                f"larger than {MAX_BYTES // 1_000_000} MB, no reference data",
                f"大于 {MAX_BYTES // 1_000_000} MB，不是参考数据",
                at=path,
            )
        data = path.read_bytes()
    except OSError as error:
        raise ReferenceDataError(
            f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}", at=path
        ) from None
    if b"\0" in data:
        raise ReferenceDataError(
            "not text; in Excel or WPS save it as CSV UTF-8",
            "不是文本；请在 Excel 或 WPS 中另存为 CSV UTF-8",
            at=path,
        )
    if (text := decoded(data)) is None:
        raise ReferenceDataError(
            "not UTF-8 or GB18030; save it as UTF-8", "不是 UTF-8 或 GB18030，请另存为 UTF-8", at=path
        )
    return text


def decoded(data: bytes) -> str | None:
    """Text as Excel and WPS save it: UTF-8, with a byte order mark or without, GB18030; None if neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _line_of(path: Path, index: int, trail: list[str]) -> int:
    """Line of a field of the entry numbered ``index``, else of what contains it. Reads the file again."""
    document: Any = yaml.compose(read_text(path), Loader=SafeLoader)
    node = document.value[index]
    line = node.start_mark.line
    for field in trail:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        for key_node, value_node in pairs:
            if key_node.value == field:
                line, node = key_node.start_mark.line, value_node
    return int(line) + 1
