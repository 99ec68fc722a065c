"""What a store has, where it came from, and what the next build would find changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fazhi.extractors.reading.files import exists
from fazhi.kg.file_digests import digest_recognised, digests_of
from fazhi.kg.iris import report_graph
from fazhi.kg.removal import is_gone, report_name
from fazhi.kg.report_files import find_files
from fazhi.kg.store.files import real_path
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.own_register import own_register_of
from fazhi.kg.store.revisions import RevisionFiles
from fazhi.kg.store.settings import FILE
from fazhi.kg.store.visits import Visits
from fazhi.kg.version import READING, code_digest
from fazhi.ontology.collation import by_sound

_REPORTS = """
SELECT ?report (SAMPLE(?name) AS ?body) (SAMPLE(?reported) AS ?year) {
  ?report a fz:Report ; fz:readingText ?text
  OPTIONAL { ?report fz:issuer/skos:prefLabel ?name } OPTIONAL { ?report fz:reportedYear ?reported }
} GROUP BY ?report"""


@dataclass(frozen=True)
class StoredReport:
    """A report of the store; ``body`` and ``year`` are empty if it names none.

    ``read_now``: it was read by this very program.
    """

    name: str
    body: str
    year: str
    files: tuple[str, ...]
    read_now: bool


@dataclass(frozen=True)
class Changed:
    """How files differ from what the store has of them: what the next build of all of them would find.

    ``new`` and ``changed`` are files, ``gone`` reports (BODY/YEAR) whose files are no longer there,
    ``folders`` those that were searched and are gone. ``read_again`` are reports that another version read;
    they are read again if their files are given. ``revised`` are reports of which a revision is not yet
    applied. ``reference``: the reference data are those of another version.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    folders: tuple[str, ...]
    read_again: tuple[str, ...]
    revised: tuple[str, ...]
    reference: bool

    def __bool__(self) -> bool:
        files = self.new or self.changed or self.gone or self.folders
        return bool(files or self.read_again or self.revised or self.reference)


@dataclass(frozen=True)
class Status:
    """What is known of a store. Paths are absolute; ``written`` is when it last changed, in UTC.

    ``folders`` are those that builds searched, with ``ocr`` for pictures too; ``skipped`` are files with why.
    ``revisions`` counts by BODY/YEAR. ``own_entries`` is None where there is no own register. ``sizes`` are
    bytes on disk, a file that stands in two places counted once.
    """

    store: str
    program: str
    written: str
    reports: tuple[StoredReport, ...]
    folders: tuple[str, ...]
    ocr: bool
    skipped: tuple[tuple[str, str], ...]
    revisions: Mapping[str, int]
    own_entries: int | None
    sizes: Mapping[str, int]
    since: Changed

    def to_dict(self) -> dict[str, Any]:
        """The status as a JSON object."""
        since = self.since
        return {
            "store": self.store,
            "program": self.program,
            "written": self.written,
            "reports": [
                {
                    "report": report.name,
                    "body": report.body or None,
                    "year": int(report.year) if report.year else None,
                    "files": list(report.files),
                    "read_by_this_version": report.read_now,
                }
                for report in self.reports
            ],
            "folders": list(self.folders),
            "ocr": self.ocr,
            "skipped": [{"file": file, "reason": reason} for file, reason in self.skipped],
            "revisions": dict(self.revisions),
            "own_register_entries": self.own_entries,
            "bytes": dict(self.sizes),
            "since": {
                "new": list(since.new),
                "changed": list(since.changed),
                "gone": list(since.gone),
                "folders_gone": list(since.folders),
                "read_again": list(since.read_again),
                "revised": list(since.revised),
                "reference_data": since.reference,
            },
        }


def status_of(store: GraphStore) -> Status:
    """What is known of an open store; every file that it knows, and its folders, are looked at."""
    manifest = store.manifest
    visits = Visits(manifest)
    own = own_register_of(store.path)
    files = RevisionFiles(store.path)
    revised = {
        graph: len(files.of(graph).revisions) for graph in manifest.reports if files.file(graph).exists()
    }
    written = datetime.fromtimestamp((store.path / FILE).stat().st_mtime, UTC)
    return Status(
        store=str(store.path.resolve()),
        program=str(store.settings.get("program", "")),
        written=written.isoformat(timespec="seconds"),
        reports=tuple(_reports(store, manifest)),
        folders=tuple(str(path) for path, _ in visits.folders()),
        ocr=any(pictures for _, pictures in visits.folders()),
        skipped=tuple((str(path), str(left.reason)) for path, left in visits.skipped()),
        revisions={report_name(graph, store.base): number for graph, number in revised.items()},
        own_entries=len(own) if own else None,
        sizes=_sizes(store.path),
        since=_changed(store, manifest, visits, files, own.digest if own else ""),
    )


def _reports(store: GraphStore, manifest: Manifest) -> Iterator[StoredReport]:
    program = code_digest(*READING)
    named = {
        report_graph(row["report"].value, store.base): [
            row[name].value if row[name] else "" for name in ("body", "year")
        ]
        for row in store.select(_REPORTS)
    }
    for graph in sorted(named, key=lambda graph: (by_sound(named[graph][0]), named[graph][1], graph)):
        body, year = named[graph]
        yield StoredReport(
            name=report_name(graph, store.base),
            body=body,
            year=year,
            files=tuple(map(str, manifest.files_of(graph))),
            read_now=manifest.program_of(graph) == program,
        )


def _changed(
    store: GraphStore, manifest: Manifest, visits: Visits, revisions: RevisionFiles, own: str
) -> Changed:
    folders = dict(visits.folders())
    there = [path for path in folders if path.exists()]
    found = {
        real_path(file)
        for path in there
        for file in find_files([path], besides=store.path, pictures=folders[path]).files
    }
    known = {file for graph in manifest.reports for file in manifest.files_of(graph)}
    aside = {file for files in manifest.files().values() for file in files}
    skipped = dict(visits.skipped())
    stored = manifest.digests()
    new, changed = [], []
    unchanged = set()
    there_now = sorted(found | {file for file in known if exists(file)})
    for file, digest in digests_of(there_now, manifest).items():
        if digest in stored or digest_recognised(digest) in stored:
            unchanged |= {digest, digest_recognised(digest)}
            continue
        if file in known or file in aside:
            changed.append(str(file))
        elif file not in skipped:
            new.append(str(file))
        elif skipped[file].digest not in ("", digest):
            changed.append(str(file))
    applied = store.settings.get("revisions", {})
    return Changed(
        new=tuple(new),
        changed=tuple(changed),
        gone=tuple(
            report_name(graph, store.base)
            for graph in manifest.reports
            if (files := manifest.files_of(graph))
            and manifest.digest_of(graph) not in unchanged
            and all(map(is_gone, files))
        ),
        folders=tuple(str(path) for path in folders if path not in there),
        read_again=tuple(
            report_name(graph, store.base)
            for graph in manifest.reports
            if manifest.program_of(graph) != code_digest(*READING)
        ),
        revised=tuple(
            report_name(graph, store.base)
            for graph in manifest.reports
            if revisions.digest(graph) not in (None, applied.get(graph, ""))
        ),
        reference=store.settings.get("reference") != code_digest("fazhi.ontology") + own,
    )


def _sizes(store: Path) -> dict[str, int]:
    """Bytes by part of the store, and of all of it."""
    seen: set[tuple[int, int]] = set()
    sizes = dict.fromkeys(("graphs", "index", "readings", "search", "other"), 0)
    for file in sorted(store.rglob("*")):
        try:
            stat = file.stat()
        except OSError:
            continue
        if not file.is_file() or (stat.st_dev, stat.st_ino) in seen:
            continue
        seen.add((stat.st_dev, stat.st_ino))
        parts = file.relative_to(store).parts
        part = parts[2] if parts[0] == "snapshots" and len(parts) > 3 else parts[0]
        if file.name.startswith("search."):
            part = "search"
        sizes[part if part in sizes else "other"] += stat.st_size
    return sizes | {"all": sum(sizes.values())}
