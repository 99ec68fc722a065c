"""The revisions (审校) that a store keeps: what persons said of the records of its reports.

They stand in files of their own, ``revisions/BODY/YEAR.jsonl``, a line each in the order in which they were
made, for a person to read, compare and edit, and for nobody to lose: no build writes them, and what is wrong
in one line costs that line alone.

A file is called after the report as it is named once its revisions are applied. Where a person gives it
another issuer or year than was read, the line that does so tells by its ``statement`` what the program calls
the report, and by its quotation which text it is: so the file is found, and a report that rightly has the
other name is left alone.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode

from fazhi.kg.iris import local_resource
from fazhi.kg.revisions.fields import RevisionError
from fazhi.kg.revisions.quote import QuotedText
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

    ``digest`` tells them from any others; it is empty if there are none.
    """

    revisions: tuple[Revision, ...] = ()
    faults: tuple[Fault, ...] = ()
    digest: str = ""


@dataclass(frozen=True)
class Names:
    """What revisions say of names: of reports that are not what they were read as, and of bodies.

    ``renamed`` has by the graph that the program would give a report the graphs that persons give some, each
    with the revision that says so. ``bodies`` are kind and place that persons gave bodies, by the last part
    of the IRI of each.
    """

    renamed: Mapping[str, list[tuple[str, Revision]]] = field(default_factory=dict)
    bodies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class RevisionFiles:
    """The files below ``revisions/`` of the store at ``store``; a report is named by the IRI of its graph."""

    store: Path

    @cached_property
    def names(self) -> Names:
        """What the revisions of all reports say of names, as it is when first asked for."""
        renamed: dict[str, list[tuple[str, Revision]]] = defaultdict(list)
        bodies: dict[str, tuple[str, Mapping[str, str]]] = {}
        for file in self.files():
            for graph, revision in _of_reports(file):
                if self.file(graph) != file or not _is_iri(graph):
                    continue  # Reading the file will say what is wrong.
                read_as = _graph_of(revision.statement or revision.report)
                if revision.names and read_as != graph:
                    renamed[read_as].append((graph, revision))
                body = graph.split("/")[-2]
                if revision.of_body and body != "document" and revision.at >= bodies.get(body, ("",))[0]:
                    bodies[body] = revision.at, revision.of_body
        return Names(dict(renamed), {body: said for body, (_, said) in bodies.items()})

    def file(self, graph: str) -> Path:
        """Where the revisions of a report stand, if there are any."""
        return local_file(self.store / FOLDER, graph, _SUFFIX)

    def files(self) -> list[Path]:
        """All files of revisions, sorted."""
        found = sorted((self.store / FOLDER).rglob(f"*{_SUFFIX}"))
        return [file for file in found if not file.is_dir() and not file.name.startswith(".")]

    def digest(self, graph: str) -> str | None:
        """What tells the revisions of a report from any others; None if their file cannot be read.

        Those that give another name to what was read as this report are among them. Empty if there are none.
        """
        _, kept = _content(self.file(graph))
        return None if kept.faults else self._with_names(graph, kept.digest)

    def _with_names(self, graph: str, digest: str) -> str:
        others = [revision.id for _, revision in self.names.renamed.get(graph, ())]
        return hashlib.sha256(" ".join((digest, *others)).encode()).hexdigest() if others else digest

    def graph_of(self, read_as: str, text: str) -> str:
        """The graph of the report with this text that the program calls ``read_as``: another one, if a person
        gave it another name.
        """
        named = self._renamed(read_as)
        quoted = QuotedText(text) if named else None
        fitting = (graph for graph, one in named if quoted and one.quote and quoted.stands(one.quote))
        return next(fitting, read_as)

    def may_be_renamed(self, read_as: str) -> bool:
        """Whether persons gave another name to some report that the program calls so."""
        return bool(self._renamed(read_as))

    def _renamed(self, read_as: str) -> list[tuple[str, Revision]]:
        renamed = self.names.renamed
        if _is_nameless(read_as):  # It is called after its file, which may come again with other bytes.
            return [each for key, found in renamed.items() if _is_nameless(key) for each in found]
        return renamed.get(read_as, [])

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
        return Kept(tuple(revisions), tuple(faults), self._with_names(graph, kept.digest))

    def change(self, graph: str, edit: Edit, named: str | None = None) -> list[Revision]:
        """Change the revisions of a report as ``edit`` says of those there are; returns what was dropped.

        ``named`` is the graph after which they are called from then on, if that is another one: their file
        moves there, behind what that holds already. One at a time, and all of it or nothing, whoever else
        does the same; one who is ended while a file moves leaves both. Lines that are no revisions stay.
        Raises StoreError where a file cannot be written.
        """
        named = named or graph
        file = self.file(named)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with _alone(self.store / FOLDER):
                for left in file.parent.glob(".*"):  # By one who was ended.
                    left.unlink(missing_ok=True)
                return self._change(graph, edit, named)
        except StoreError:
            raise
        except OSError as error:
            raise StoreError(
                f"cannot be written: {error.strerror or error}",
                f"无法写入：{error.strerror or error}",
                at=file,
            ) from error

    def _change(self, graph: str, edit: Edit, named: str) -> list[Revision]:
        lines = _lines(self.file(graph), graph)
        revisions = [revision for _, revision in lines if revision]
        drop, add = edit(revisions)
        left = [(line, revision) for line, revision in lines if not (revision and revision.id in drop)]
        left += [(b"", revision) for revision in add]
        if named == graph:
            content = [line or (revision.to_line().encode() if revision else b"") for line, revision in left]
        else:
            content = [line for line, _ in _lines(self.file(named), named)]
            content += [_called(line, revision, named) for line, revision in left]
        if content:
            write_atomically(self.file(named), b"".join(line + b"\n" for line in content))
        if named != graph or not content:
            self.file(graph).unlink(missing_ok=True)
        return [revision for revision in revisions if revision.id in drop]


def _lines(file: Path, graph: str) -> list[tuple[bytes, Revision | None]]:
    """The lines of a file, each with its revision if it is one. Raises StoreError where it cannot be read."""
    data, kept = _content(file)
    if kept.faults:
        raise StoreError(kept.faults[0].reason, at=kept.faults[0].place)
    return [(line, _or_none(line, graph)) for line in data.split(b"\n") if line.strip()]


def _called(line: bytes, revision: Revision | None, graph: str) -> bytes:
    """The line with the report called after ``graph``."""
    if revision is None:
        return line
    return replace(revision, report=graph.replace("/graph/", "/report/", 1)).to_line().encode()


class OfReport:
    """The revisions of the report that is asked for, ``kept`` in the files of a store with this base.

    ``graph`` is the one after which they are called.
    """

    def __init__(self, files: RevisionFiles, base: str) -> None:
        self._files, self._base = files, base
        self.kept, self.graph = Kept(), ""

    def of_report(self, read_as: tuple[str, ...], text: str) -> Sequence[Revision]:
        """Those of the report that the program calls so (its key), with this reading text."""
        self.graph = self._files.graph_of(resource("graph", *read_as, base=self._base), text)
        self.kept = self._files.of(self.graph)
        return self.kept.revisions

    def of_body(self, key: str) -> Mapping[str, str]:
        """Kind and place of the body with this key, where persons say them."""
        bodies = self._files.names.bodies
        return (
            bodies.get(local_resource("body", key, base=self._base).rpartition("/")[2], {}) if bodies else {}
        )


def _of_reports(file: Path) -> Iterator[tuple[str, Revision]]:
    """The revisions of reports themselves in a file, each with the graph that it is of."""
    data, _ = _content(file)
    for line in data.split(b"\n"):
        if line.count(b'"report"') > 1:  # As a key and as a type.
            with suppress(RevisionError, UnicodeDecodeError):
                revision = revision_of(line.decode("utf-8-sig").strip())
                if revision.type == "report":
                    yield _graph_of(revision.report), revision


def _graph_of(report: str) -> str:
    return report.replace("/report/", "/graph/", 1)


def _is_iri(text: str) -> bool:
    try:
        return bool(NamedNode(text))
    except ValueError:
        return False


def _is_nameless(graph: str) -> bool:
    """Whether a report is called after its file, since it names no body or no year."""
    return graph.split("/")[-2:-1] == ["document"]


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
