"""What becomes of reports: each is read, or its kept reading taken, and its graphs are made, in children."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from fazhi.extractors import Document
from fazhi.extractors.reading.source import Unavailable, noticing
from fazhi.kg.file_digests import digest_of, digest_recognised
from fazhi.kg.linking.given import NOTHING, Given, read_sidecar, sidecar_of
from fazhi.kg.linking.source_table import listed
from fazhi.kg.scans import recognise
from fazhi.kg.store.packed import Packed, packed
from fazhi.kg.store.revisions import OfReport, RevisionFiles
from fazhi.kg.workers import REPORT, WorkerError, call, cpu_count, spread
from fazhi.ontology.errors import FazhiError, fault
from fazhi.ontology.in_use import own_register, use
from fazhi.ontology.languages import BOTH, Both, both, read_in, reading_in
from fazhi.ontology.own_register import OwnRegister

#: From this many reports on, extraction is spread over several processes: starting one costs seconds.
FILES_FOR_PROCESSES = 20
NO_REPORT = both(
    "no rule-of-law government report (法治政府建设情况报告); --force takes it in all the same",
    "不像法治政府建设情况报告；加 --force 仍可收入",
)


@dataclass(frozen=True)
class Source:
    """Where a report comes from: its kept reading, if there is one that this program made, else its file.

    That is the first of ``files`` with this ``digest``, or with any if it is empty. ``ocr``: its pictures of
    pages are recognised; where there is a ``digest``, that tells.
    """

    files: Sequence[Path]
    reading: Path | None = None
    digest: str = ""
    ocr: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one report: its own graph, or the reason why there is none.

    ``graphs`` are those to write, none where what is stored stands. ``reading`` is to be kept; it is empty
    where the one already kept was used. ``notices`` say what of the file was not read. ``revisions`` is the
    digest of the revisions that were applied, ``not_applied`` says what of them was not: the file and line
    (empty where it has no place in the text) and why. ``passing``: another time the reason may not hold, with
    the same file and program.
    """

    graph: str = ""
    graphs: Packed = field(default_factory=Packed)
    records: Counter[str] = field(default_factory=Counter)
    reading: bytes = b""
    reason: Both | None = None
    passing: bool = False
    notices: tuple[str, ...] = ()
    revisions: str = ""
    not_applied: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reading:
    """How the reports of a run are read, to be told to the processes that do.

    ``base`` is the base IRI of the store, ``program`` the digest of the program that reads; ``given`` is what
    is given of files besides their sidecars and tables. The own ``register`` and the ``language`` of what is
    said are those in use here.
    """

    base: str
    program: str
    revisions: RevisionFiles
    force: bool = False
    given: Given = NOTHING
    register: OwnRegister | None = field(default_factory=own_register)
    language: str = field(default_factory=lambda: read_in() or BOTH)


#: Tells what becomes of each report, in their order.
Reader = Callable[[Sequence[Source], Reading], Iterator[Outcome]]


def outcomes(sources: Sequence[Source], reading: Reading, *, jobs: int | None = None) -> Iterator[Outcome]:
    """What becomes of each report, in their order.

    Each is read in a child process within :data:`fazhi.kg.workers.REPORT`, ``jobs`` at once: as many as there
    are CPUs if that is None, and one if there are few reports.
    """
    if jobs is None:
        jobs = cpu_count() if len(sources) > FILES_FOR_PROCESSES else 1
    return spread(partial(outcome_of, reading=reading), sources, jobs=jobs)


def outcome_of(source: Source, reading: Reading) -> Outcome:
    """What becomes of one report, read in a child process within its limits."""
    try:
        if source.ocr and not (source.reading and source.reading.exists()):
            recognise(source.files[0])
        return call(REPORT, _noticed, source, reading)
    except WorkerError as error:
        return Outcome(reason=both(f"not read: {error.en}", f"未读取：{error.zh}"), passing=True)
    except FazhiError as error:
        return _refused(error, source)


def _noticed(source: Source, reading: Reading) -> Outcome:
    use(reading.register)
    with reading_in(reading.language):
        outcome, notices = noticing(partial(_outcome, source, reading))
    return replace(outcome, notices=notices)


def _outcome(source: Source, reading: Reading) -> Outcome:
    from fazhi.extractors import extract
    from fazhi.kg.graph.graphs import graphs_of
    from fazhi.kg.linking.readings import reading_bytes
    from fazhi.kg.linking.report import link_report

    of_report = OfReport(reading.revisions, reading.base)
    try:
        kept = _kept(source, reading.program)
        document, known = kept or _read(source, reading.given)
        report = link_report(extract(document), known, of_report)
        # What was kept was taken in before.
        if not (report.extraction.is_report or reading.force or kept):
            return Outcome(reason=NO_REPORT)
        graphs = graphs_of(report, base=reading.base)
    except FazhiError as error:
        return _refused(error, source)
    except MemoryError:
        raise
    except Exception as error:  # A fault in one report must not lose the others of a long run.
        return Outcome(reason=fault(error), passing=True)
    graph = next(iter(graphs))
    applied = of_report.kept.digest if of_report.graph == graph else reading.revisions.digest(graph)
    return Outcome(
        graph=graph,
        graphs=packed(graphs),
        records=Counter(record.type for record in report.extraction.records),
        reading=b"" if kept else reading_bytes(document, known, reading.program),
        revisions=applied or "",
        not_applied=(*of_report.kept.faults, *(("", trouble) for trouble in report.review.troubles())),
    )


def _refused(error: FazhiError, source: Source) -> Outcome:
    file = f"{source.files[0]}: "
    reason = both(error.en.removeprefix(file), error.zh.removeprefix(file))
    return Outcome(reason=reason, passing=source.ocr or isinstance(error, Unavailable))


def _kept(source: Source, program: str) -> tuple[Document, Given] | None:
    from fazhi.kg.linking.readings import reading_of

    try:
        return reading_of(source.reading.read_bytes(), program) if source.reading else None
    except OSError:
        return None


def _read(source: Source, given: Given) -> tuple[Document, Given]:
    from fazhi.extractors import read_file

    file, ocr = _unchanged(source)
    sidecar = sidecar_of(file)
    beside = read_sidecar(sidecar) if sidecar else NOTHING
    return read_file(file, ocr=ocr), given.over(beside).over(listed(file))


def _unchanged(source: Source) -> tuple[Path, bool]:
    """The first file with the source's digest, and whether its pictures of pages are recognised."""
    if not source.digest:
        return source.files[0], source.ocr
    for file in source.files:
        digest = digest_of(file)
        if source.digest in (digest, digest_recognised(digest)):
            return file, source.digest != digest
    raise FazhiError(
        "its reading is damaged or of another version, and its file is gone or changed",
        "阅读结果已损坏或版本不同，原文件也已不在或有变动",
    )
