"""The revisions (审校) that a store keeps: what persons said of the records of its reports.

They stand in files of their own, ``revisions/BODY/YEAR.jsonl``, a line each in the order in which they were
made, for a person to read, compare and edit, and for nobody to lose: no build writes them, and what is wrong
in one line costs that line alone.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from fazhi.kg.revisions.fields import RevisionError
from fazhi.kg.revisions.revision import Revision, revision_of
from fazhi.kg.store.files import StoreError, StoreLocked, local_file, one_line, write_atomically
from fazhi.kg.store.lock import WriteLock
from fazhi.ontology.languages import both
from fazhi.ontology.namespaces import resource

#: What is to be dropped (its ids) and added, by what there is.
Edit = Callable[[Sequence[Revision]], tuple[Collection[str], Sequence[Revision]]]
FOLDER, _SUFFIX = "revisions", ".jsonl"
#: No file of revisions is larger; in bytes.
MOST_BYTES = 50_000_000
#: Seconds that one who revises waits for another.
_PATIENCE = 10


class Fault(NamedTuple):
    """What is no revision: its file, with the number of the line, and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True)
class Kept:
    """The revisions of one report, and what of its file is none.

    ``digest`` is the SHA-256 of the file, empty if there is none.
    """

    revisions: tuple[Revision, ...] = ()
    faults: tuple[Fault, ...] = ()
    digest: str = ""


@dataclass(frozen=True)
class RevisionFiles:
    """The files below ``revisions/`` of the store at ``store``; a report is named by the IRI of its graph."""

    store: Path

    def file(self, graph: str) -> Path:
        """Where the revisions of a report stand, if there are any."""
        return local_file(self.store / FOLDER, graph, _SUFFIX)

    def files(self) -> list[Path]:
        """All files of revisions, sorted."""
        found = sorted((self.store / FOLDER).rglob(f"*{_SUFFIX}"))
        return [file for file in found if not file.is_dir() and not file.name.startswith(".")]

    def digest(self, graph: str) -> str | None:
        """SHA-256 of the file of a report, empty if there is none; None if it cannot be read."""
        _, kept = _content(self.file(graph))
        return None if kept.faults else kept.digest

    def of(self, graph: str) -> Kept:
        """The revisions of a report."""
        file = self.file(graph)
        data, kept = _content(file)
        revisions: list[Revision] = []
        faults = list(kept.faults)
        for number, line in enumerate(data.split(b"\n"), 1):
            if line.strip():
                try:
                    revisions.append(_revision(line, graph))
                except RevisionError as error:
                    reason = f"{one_line(error)}; {both('the line does not count', '此行无效')}"
                    faults.append(Fault(f"{file}:{number}", reason))
        return Kept(tuple(revisions), tuple(faults), kept.digest)

    def change(self, graph: str, edit: Edit) -> list[Revision]:
        """Change the revisions of a report as ``edit`` says of those there are; returns what was dropped.

        One at a time, and all of it or nothing, whoever else does the same. Lines that are no revisions stay.
        Raises StoreError where the file cannot be written.
        """
        file = self.file(graph)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with _alone(self.store / FOLDER):
                for left in file.parent.glob(".*"):  # By one who was ended.
                    left.unlink(missing_ok=True)
                return _change(file, graph, edit)
        except StoreError:
            raise
        except OSError as error:
            raise StoreError(
                f"cannot be written: {error.strerror or error}",
                f"无法写入：{error.strerror or error}",
                at=file,
            ) from error


def _change(file: Path, graph: str, edit: Edit) -> list[Revision]:
    data, kept = _content(file)
    if kept.faults:
        raise StoreError(str(kept.faults[0]))
    lines = [(line, _or_none(line, graph)) for line in data.split(b"\n") if line.strip()]
    revisions = [revision for _, revision in lines if revision]
    drop, add = edit(revisions)
    content = [line for line, revision in lines if not (revision and revision.id in drop)]
    content += [revision.to_line().encode() for revision in add]
    if content:
        write_atomically(file, b"".join(line + b"\n" for line in content))
    else:
        file.unlink(missing_ok=True)
    return [revision for revision in revisions if revision.id in drop]


class OfReport:
    """The revisions of the report that is asked for, ``kept`` in the files of a store with this base."""

    def __init__(self, files: RevisionFiles, base: str) -> None:
        self._files, self._base = files, base
        self.kept = Kept()

    def __call__(self, key: tuple[str, ...]) -> Sequence[Revision]:
        """Those of the report with this key (:attr:`fazhi.kg.linking.report.LinkedReport.key`)."""
        self.kept = self._files.of(resource("graph", *key, base=self._base))
        return self.kept.revisions


def _content(file: Path) -> tuple[bytes, Kept]:
    """The bytes of a file, none where it cannot be read, and its digest or why that is so."""
    try:
        if file.stat().st_size > MOST_BYTES:
            return b"", _fault(
                file,
                str(
                    both(
                        f"larger than {MOST_BYTES} bytes; it does not count", f"大于{MOST_BYTES}字节，未计入"
                    )
                ),
            )
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b"", Kept()
    except OSError as error:
        return b"", _fault(
            file, str(both(f"cannot be read ({error.strerror})", f"无法读取（{error.strerror}）"))
        )
    return data, Kept(digest=hashlib.sha256(data).hexdigest())


def _fault(file: Path, reason: str) -> Kept:
    return Kept(faults=(Fault(str(file), reason),))


def _revision(line: bytes, graph: str) -> Revision:
    try:
        revision = revision_of(line.decode("utf-8-sig").strip())
    except UnicodeDecodeError as error:
        raise RevisionError("not UTF-8", "不是 UTF-8") from error
    if revision.report.partition("/report/")[2] != graph.partition("/graph/")[2]:
        raise RevisionError(
            f"a revision of another report ({revision.report})", f"是另一份报告的审校（{revision.report}）"
        )
    return revision


def _or_none(line: bytes, graph: str) -> Revision | None:
    try:
        return _revision(line, graph)
    except RevisionError:
        return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let nobody else write below ``folder`` meanwhile. StoreLocked where another does for too long."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            lock = WriteLock(folder)
            break
        except StoreLocked:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)
    try:
        yield
    finally:
        lock.release()
