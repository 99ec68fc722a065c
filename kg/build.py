"""Reports on disk -> the store. Building twice from the same bytes changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode

from fazhi.kg.applicability import update_applicability
from fazhi.kg.build_summary import BuildSummary
from fazhi.kg.follow_up import update_follow_ups
from fazhi.kg.iris import graphs_of_report, report_graph
from fazhi.kg.linking.given import NOTHING, Given
from fazhi.kg.linking.readings import is_same_report
from fazhi.kg.linking.source_table import NAME as SOURCES
from fazhi.kg.linking.source_table import table_in
from fazhi.kg.outcomes import Outcome, Reader, Reading, Source, digest_of, digest_recognised, outcomes
from fazhi.kg.removal import check_mirrored, gone_reports, remove_reports, report_name
from fazhi.kg.report_files import Found, Skipped, find_files
from fazhi.kg.scans import pages_to_recognise
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.own_register import own_register_of
from fazhi.kg.store.readings import Readings
from fazhi.kg.store.reference import load_reference
from fazhi.kg.store.revisions import RevisionFiles
from fazhi.kg.store.transaction import Transaction
from fazhi.kg.store.visits import Left
from fazhi.kg.version import READING, code_digest, program_version
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.in_use import own_register, using
from fazhi.ontology.languages import both
from fazhi.ontology.own_register import OwnRegister

_NAMING = """
SELECT DISTINCT ?report { VALUES ?body { %s }
  ?named org:subOrganizationOf* ?body . ?report fz:issuer|dcterms:publisher ?named ; a fz:Report }"""
#: Told how many files are done, of how many, and the name of the current one.
Progress = Callable[[int, int, str], None]


def build(
    paths: Iterable[str | Path],
    store: GraphStore,
    *,
    force: bool = False,
    rebuild: bool = False,
    given: Given = NOTHING,
    register: OwnRegister | None = None,
    ocr: bool = False,
    remove: Sequence[str] = (),
    mirror: Callable[[Sequence[str]], None] | None = None,
    progress: Progress | None = None,
    reader: Reader = outcomes,
) -> BuildSummary:
    """Take the reports at ``paths`` (files, or directories searched for them) into ``store``.

    A file whose bytes the store already has, read by this very program, is left alone; changed bytes
    replace what the store had. Files that cannot be read, that are no rule-of-law report (taken all the
    same with ``force``), or that report on a body and year already seen in this run are skipped with a
    reason. Issuer and year that a report lacks may stand in a sidecar (:mod:`fazhi.kg.linking.given`) or in
    the table of its folder (:mod:`fazhi.kg.linking.source_table`), which count among its bytes, or be
    ``given`` here for all files. Wrong lines of a table are skipped with a reason. With ``rebuild`` the index
    is first made again from the store's graph files.

    With ``ocr``, scanned pages and pictures are recognised, and so they are from then on. ``reader`` reads
    the reports: in child processes, or as :mod:`fazhi.kg.cluster` does.

    A file that was skipped before and is as it was is read again only with ``rebuild`` or ``force``.

    Reports to ``remove``, by the names of their graphs, are taken out before. Revisions stay.
    With ``mirror``, reports whose files are gone from the folders and archives given are taken out, after
    ``mirror`` was told which (BODY/YEAR). Raises FazhiError, and takes nothing in, if none is given, or one
    has no reports or cannot be searched: its disk may be missing.

    ``register`` becomes the own register of the store, in place of the one before; one without files takes
    that away. Where the own register has changed, the graphs of all reports are made again from what was
    read of them, the files being needed no more. So are those of a report whose revisions have changed.
    """
    searched = list(map(Path, paths))
    found = find_files(searched, besides=store.path, pictures=ocr)
    if mirror:
        check_mirrored(searched, found)
    own = (own_register_of(store.path) if register is None else register) or OwnRegister()
    with using(own or None), store.transaction(thorough=rebuild) as transaction:
        transaction.register = own
        if rebuild:
            transaction.rebuild()
        changed = load_reference(transaction)
        remove_reports(transaction, remove)
        again = rebuild or force
        summary = _take_in(
            found, transaction, reader, force, given, ocr, again, progress or (lambda *_: None)
        )
        transaction.visits.searched(searched, pictures=ocr)
        for skipped in summary.skipped:
            program = code_digest(*READING) if skipped.digest else ""
            transaction.visits.skip(Path(skipped.file), Left(skipped.reason, skipped.digest, program))
        gone = gone_reports(transaction.manifest, searched)
        if mirror and gone:
            summary.removed = [report_name(graph, store.base) for graph in gone]
            mirror(summary.removed)
            remove_reports(transaction, gone)
        else:
            summary.missing = [report_name(graph, store.base) for graph in gone]
        if changed:
            # What a report said of an instrument that the register lacked may now be said by the register.
            transaction.rebuild()
        transaction.visits.forget_gone()
        transaction.settings["program"] = program_version()
        update_applicability(transaction)
        update_follow_ups(transaction)
    Readings(store.path).keep_only(transaction.manifest.digests())
    return summary


def _take_in(
    found: Found,
    transaction: Transaction,
    reader: Reader,
    force: bool,
    given: Given,
    ocr: bool,
    again: bool,
    progress: Progress,
) -> BuildSummary:
    """Give each report its graphs, made from its file or its kept reading where they are not yet there.

    First those of the files found; then others that the store has: all of them if the register has changed,
    else those that are damaged or of which the revisions have changed. Files that were skipped before and are
    unchanged are read ``again`` only if asked.
    """
    store, manifest = transaction.store, transaction.manifest
    run = _Run(transaction)
    run.summary.skipped += found.skipped
    run.summary.skipped += [
        Skipped(str(folder / SOURCES), notice)
        for folder in sorted({file.parent for file in found.files})
        for notice in table_in(folder).notices
    ]
    digests = {file: digest_of(file, given) for file in found.files}
    recognised = {file for file in found.files if run.is_recognised(file, digests[file], ocr)}
    digests |= {file: digest_recognised(digests[file]) for file in recognised}
    # Of the same report in several files, one that need not be recognised is taken.
    files = sorted(found.files, key=recognised.__contains__)
    known = {file: graph for file, digest in digests.items() if (graph := run.graph_of(digest))}
    others = run.others(set(digests.values()))
    skipped = (
        {} if again else run.skipped_before({file: digests[file] for file in files if file not in known})
    )
    sources = [
        *(
            Source([file], run.reading(digests[file]), ocr=file in recognised)
            for file in files
            if file not in known and file not in skipped
        ),
        *(Source(paths, run.reading(digest), digest) for digest, paths in others.items()),
    ]
    results = reader(sources, Reading(store.base, run.program, run.revisions, force, given))
    total = len(files) + len(others)
    for number, file in enumerate(files):
        progress(number, total, file.name)
        if file in skipped:
            outcome = Outcome(reason=skipped[file])
        else:
            outcome = Outcome(known[file]) if file in known else next(results)
        run.take_in(file, digests[file], outcome)
    for number, (digest, paths) in enumerate(others.items(), len(files)):
        progress(number, total, paths[0].name if paths else "")
        run.make_again(paths, digest, next(results))
    for graph in sorted(manifest.abandoned()):
        transaction.remove(*graphs_of_report(graph))
        manifest.drop([graph])
    run.give_up(transaction.lost_reports())
    run.note_revisions()
    run.summary.skipped_before = len(skipped)
    progress(total, total, "")
    return run.summary


class _Run:
    """What one run has done so far, and what it makes of the next report."""

    def __init__(self, transaction: Transaction) -> None:
        own = own_register()
        self.program = code_digest(*READING)
        self.summary = BuildSummary()
        self._transaction = transaction
        self._readings = Readings(transaction.store.path)
        self.revisions = RevisionFiles(transaction.store.path)
        self._revised: dict[str, str] = dict(transaction.settings.get("revisions", {}))
        self._same_register = transaction.settings.get("register", "") == (own.digest if own else "")
        self._rebodied = self._of_revised_bodies()
        self._stored = transaction.manifest.files()
        self._damaged = transaction.lost_reports()
        self._taken: dict[str, tuple[Path, str]] = {}

    def graph_of(self, digest: str) -> str | None:
        """The graph that stands for a file with this digest as it is, None if it must be made."""
        graph = self._transaction.manifest.graph_of(digest, self.program)
        return graph if graph and self._stands(graph) else None

    def _stands(self, graph: str | None) -> bool:
        """Whether a graph is as it would be made again."""
        if not self._same_register or graph in self._damaged or graph in self._rebodied:
            return False
        # What was applied stays where nobody can tell what is to be.
        return graph is None or self.revisions.digest(graph) in (None, self._revised.get(graph, ""))

    def _of_revised_bodies(self) -> set[str]:
        """The graphs of reports that name a body of which persons say another kind or place than before."""
        store = self._transaction.store
        before, now = self._transaction.settings.get("bodies", {}), dict(self.revisions.names.bodies)
        changed = [key for key in before.keys() | now.keys() if before.get(key) != now.get(key)]
        self._transaction.settings.pop("bodies", None)
        self._transaction.settings |= {"bodies": {k: dict(v) for k, v in now.items()}} if now else {}
        if not changed:
            return set()
        bodies = " ".join(str(NamedNode(f"{store.base}body/{key}")) for key in sorted(changed))
        rows = store.select(_NAMING % bodies)
        return {report_graph(row["report"].value, store.base) for row in rows}

    def is_recognised(self, file: Path, digest: str, ocr: bool) -> bool:
        """Whether pictures of pages in a file with this digest are recognised: if asked now or before."""
        if self._transaction.manifest.graph_given(digest_recognised(digest)):
            return True
        try:
            return ocr and bool(pages_to_recognise(file))
        except FazhiError:
            return False  # Reading it will say why.

    def skipped_before(self, digests: Mapping[Path, str]) -> dict[Path, str]:
        """Why files with these digests were skipped, of those for which that still holds."""
        reasons = {f: self._transaction.visits.reason(f, d, self.program) for f, d in digests.items()}
        return {file: reason for file, reason in reasons.items() if reason}

    def reading(self, digest: str) -> Path | None:
        """Where the reading of a file with this digest is kept."""
        return self._readings.file(digest) if digest else None

    def others(self, besides: set[str]) -> dict[str, list[Path]]:
        """The files by digest, ``besides`` these digests, of which the graphs are to be made again."""
        graph_given = self._transaction.manifest.graph_given
        return {
            digest: paths
            for digest, paths in self._stored.items()
            if digest not in besides and not self._stands(graph_given(digest))
        }

    def take_in(self, file: Path, digest: str, outcome: Outcome) -> None:
        """Take in what became of a file that was given."""
        summary, manifest, graph = self.summary, self._transaction.manifest, outcome.graph
        self._keep(digest, outcome)
        summary.notices += [Skipped(str(file), notice) for notice in outcome.notices]
        if outcome.reason:
            summary.skipped.append(Skipped(str(file), outcome.reason, "" if outcome.passing else digest))
        elif graph in self._taken:
            summary.skipped.append(Skipped(str(file), self._already_taken(digest, graph)))
            manifest.set_aside([file], digest)
        else:
            self._taken[graph] = file, digest
            summary.records.update(outcome.records if outcome.reading else ())
            existed = self._transaction.store.has_graph(graph)
            self._tell_replaced(file, digest, graph)
            self._take_revisions(outcome)
            alike = manifest.not_done(self._stored.get(digest, ()))
            differs = self._replace(outcome, [file, *alike], digest)
            moved = manifest.record([file, *alike], digest, graph, self.program)
            if moved or (existed and differs):
                summary.replaced.append(str(file))
            else:
                (summary.unchanged if existed else summary.added).append(str(file))

    def make_again(self, files: Sequence[Path], digest: str, outcome: Outcome) -> None:
        """Take in what became of a report that the store had and that was not given."""
        manifest = self._transaction.manifest
        remaining = manifest.not_done(files)
        if files and not remaining:
            return  # Its file was given, and has changed.
        name = files[0] if files else Path(digest)
        self._keep(digest, outcome)
        if outcome.reason:
            if manifest.graph_given(digest) not in self._damaged:
                self.summary.skipped.append(
                    Skipped(str(name), f"{both('left as it was', '保持不变')}: {outcome.reason}")
                )
        elif outcome.graph in self._taken:
            manifest.set_aside(remaining, digest)
        elif manifest.digest_of(outcome.graph) not in (None, digest) and self._stands(outcome.graph):
            other = ", ".join(map(str, manifest.files_of(outcome.graph)))
            why = both(
                f"left as it was: by what persons say it is on the same body and year as {other}",
                f"保持不变：审校后与 {other} 同单位同年度",
            )
            self.summary.skipped.append(Skipped(str(name), str(why)))
        else:
            self._taken[outcome.graph] = name, digest
            self._take_revisions(outcome)
            self._replace(outcome, remaining, digest)
            manifest.record(remaining, digest, outcome.graph, self.program)
            self.summary.made_again.append(str(name))

    def _replace(self, outcome: Outcome, files: Sequence[Path], digest: str) -> bool:
        """Write the graphs of a report, in place of those that its files gave under another name as well.

        Both may describe the same file, which one step leaves described. Whether anything differed.
        """
        if not outcome.graphs.contents:
            return False  # What is stored stands.
        left = self._transaction.manifest.given_before(files, digest, outcome.graph) - self._taken.keys()
        gone = (name for graph in left for name in graphs_of_report(graph))
        graphs = replace(outcome.graphs, contents={**outcome.graphs.contents, **dict.fromkeys(gone, b"")})
        return self._transaction.replace_report(graphs)

    def give_up(self, graphs: Iterable[str]) -> None:
        """Take out what is left of reports that are damaged and could not be made again."""
        for graph in sorted(graphs):
            files = ", ".join(map(str, self._transaction.manifest.files_of(graph))) or "unknown"
            reason = both(
                f"its graph and its reading are damaged or missing, and so is its file ({files}); "
                "build it again from a copy",
                f"图和阅读结果已损坏或缺失，原文件（{files}）也是；请用副本重新构建",
            )
            name = graph.removeprefix(f"{self._transaction.store.base}graph/")
            self.summary.lost.append(Skipped(name, str(reason)))
            self._transaction.remove(*graphs_of_report(graph))
            self._transaction.manifest.drop([graph])

    def note_revisions(self) -> None:
        """Note in the store which revisions its graphs have, and say which are of no report that it has."""
        graphs = self._transaction.manifest.graphs
        noted = {graph: digest for graph, digest in self._revised.items() if digest and graph in graphs}
        self._transaction.settings.pop("revisions", None)
        self._transaction.settings |= {"revisions": noted} if noted else {}
        files = self.revisions.files()
        reports = {self.revisions.file(graph): graph for graph in (graphs if files else ())}
        for file in files:
            why = ""
            if file not in reports:
                why = str(
                    both(
                        "revisions of a report that the store does not have; they are kept",
                        "审校的报告不在图谱中，审校保留",
                    )
                )
            elif self.revisions.digest(reports[file]) is None:
                why = str(
                    both("cannot be read; what was applied before stays", "无法读取，已写入图谱的审校不变")
                )
            self.summary.notices += [Skipped(str(file), why)] if why else []

    def _take_revisions(self, outcome: Outcome) -> None:
        """Take in which revisions of a report were applied, if its graphs were made in this run."""
        if outcome.graphs.contents:
            self._revised[outcome.graph] = outcome.revisions
        name = outcome.graph.removeprefix(f"{self._transaction.store.base}graph/")
        self.summary.notices += [Skipped(place or name, why) for place, why in outcome.not_applied]

    def _tell_replaced(self, file: Path, digest: str, graph: str) -> None:
        """Note which other file gave ``graph``, of other bytes and another name, and no file as well."""
        manifest = self._transaction.manifest
        before = manifest.files_of(graph)
        if before and file.resolve() not in before and manifest.digest_of(graph) != digest:
            self.summary.instead_of[str(file)] = str(before[0])

    def _already_taken(self, digest: str, graph: str) -> str:
        """Why a file with this digest is skipped, of whose body and year a report was taken in this run."""
        file, taken = self._taken[graph]
        if is_same_report(self._readings.file(taken), self._readings.file(digest), self.program):
            return str(
                both(f"the same report as {file}, which was taken", f"与 {file} 是同一份报告，已收录后者")
            )
        return str(
            both(
                f"reports on the same body and year as {file}, which was taken",
                f"与 {file} 的单位和年度相同，已收录后者",
            )
        )

    def _keep(self, digest: str, outcome: Outcome) -> None:
        if outcome.reading and digest:
            self._readings.keep(digest, outcome.reading)
