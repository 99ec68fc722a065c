"""Makes the table of versions (versions.csv) from the readings behind the rows of the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from fazhi.kg.register_builder.days import VersionDays, days_between
from fazhi.kg.register_builder.days import versions as versions_of
from fazhi.kg.register_builder.rows import Row

#: The note under a title names every amendment of a law (立法法), and of no other kind surely.
_COMPLETE = ("constitution", "law")
#: Days that differ by no more are two accounts of one version.
_SAME_VERSION = 31
_PARTIAL = ("administrative_regulation", "judicial_interpretation")


def version_rows(rows: Iterable[Row], register: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """The versions of every law, and of each regulation or interpretation that has several.

    ``register``: the rows of the register by id.
    """
    for row in rows:
        cells = register[row.cells["id"]]
        found = _versions(row, cells)
        complete = cells["kind"] in _COMPLETE
        if found and (complete or (cells["kind"] in _PARTIAL and len(found) > 1)):
            for version, source in found:
                yield {
                    "instrument": cells["id"],
                    "version_date": version.day,
                    "in_force_from": max(version.in_force_from or "", version.day)
                    if version.in_force_from
                    else "",
                    "series": "complete" if complete else "partial",
                    "articles": str(_articles(row, version.day) or ""),
                    "source": source,
                }


def _versions(row: Row, cells: Mapping[str, str]) -> list[tuple[VersionDays, str]]:
    """The versions of the note from the first of the register to its newest, with the source of each."""
    main = row.readings[0] if row.readings else None
    first, newest = cells["promulgated"], cells["last_amended"] or cells["promulgated"]
    if main is None or not main.text.history or not first:
        return []
    found = [(version, main.source) for version in versions_of(main) if first <= version.day <= newest]
    if not found or found[0][0].day != first:
        found.insert(0, (VersionDays(first, None), row.origins.get("promulgated", row.source)))
    if found[-1][0].day != newest:
        source = row.origins.get("last_amended", row.source)
        if days_between(found[-1][0].day, newest) <= _SAME_VERSION and len(found) > 1:
            found.pop()  # a person corrected its day
        found.append((VersionDays(newest, None), source))
    last, source = found[-1]
    effective = cells["effective_from"]
    if effective and last.in_force_from is None and effective >= last.day:
        found[-1] = VersionDays(last.day, effective), f"{source}; in force: instruments.csv"
    return found


def _articles(row: Row, day: str) -> int | None:
    """The number of the last article of the text of ``day``, if a source has that text whole."""
    for reading in row.readings:
        of_text = versions_of(reading)
        if of_text and of_text[-1].day == day and reading.text.last_article:
            return reading.text.last_article
    return None
