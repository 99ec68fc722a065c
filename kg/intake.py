"""What one run of the build makes of each report: written, left as it is, set aside, or skipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode

from fazhi.kg.build_summary import BuildSummary
from fazhi.kg.file_digests import digest_recognised
from fazhi.kg.iris import graphs_of_report, report_graph
from fazhi.kg.linking.readings import is_same_report
from fazhi.kg.outcomes import Outcome
from fazhi.kg.report_files import Skipped
from fazhi.kg.scans import pages_to_recognise
from fazhi.kg.store.readings import Readings
from fazhi.kg.store.revisions import RevisionFiles
from fazhi.kg.store.transaction import Transaction
from fazhi.kg.version import READING, code_digest
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.in_use import own_register
from fazhi.ontology.languages import Both, both

_NAMING = """
SELECT DISTINCT ?report { VALUES ?body { %s }
  ?named org:subOrganizationOf* ?body . ?report fz:issuer|dcterms:publisher ?named ; a fz:Report }"""


class Intake:
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

    def aside(self, files: Sequence[tuple[Path, str]], known: Mapping[Path, str]) -> dict[Path, str]:
        """Of files with their digests the graph of those that will be set aside again.

        They are read already, and a file before them stands for the same graph.
        """
        before: set[str | None] = set()
        found = {}
        for file, digest in files:
            graph = known.get(file) or self._transaction.manifest.aside_of(digest, self.program)
            if file not in known and graph in before and graph:
                found[file] = graph
            before.add(known.get(file))
        return found

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

    def skipped_before(self, digests: Mapping[Path, str]) -> dict[Path, Both]:
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

    def leave(self, file: Path, digest: str, graph: str) -> None:
        """Leave the report of a file as it is, which stands for ``graph``."""
        if graph not in self._taken and self._transaction.manifest.confirm(file, digest, graph):
            self._taken[graph] = file, digest
            self.summary.unchanged.append(str(file))
        else:
            self.take_in(file, digest, Outcome(graph))

    def take_in(self, file: Path, digest: str, outcome: Outcome) -> None:
        """Take in what became of a file that was given."""
        summary, manifest, graph = self.summary, self._transaction.manifest, outcome.graph
        self._keep(digest, outcome)
        summary.notices += [Skipped(str(file), both(notice, notice)) for notice in outcome.notices]
        if outcome.reason:
            summary.skipped.append(Skipped(str(file), outcome.reason, "" if outcome.passing else digest))
        elif graph in self._taken:
            summary.skipped.append(Skipped(str(file), self._already_taken(digest, graph)))
            manifest.set_aside([file], digest, graph, self.program)
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
                    Skipped(
                        str(name),
                        both(f"left as it was: {outcome.reason.en}", f"保持不变：{outcome.reason.zh}"),
                    )
                )
        elif outcome.graph in self._taken:
            manifest.set_aside(remaining, digest, outcome.graph, self.program)
        elif manifest.digest_of(outcome.graph) not in (None, digest) and self._stands(outcome.graph):
            other = ", ".join(map(str, manifest.files_of(outcome.graph)))
            why = both(
                f"left as it was: by what persons say it is on the same body and year as {other}",
                f"保持不变：审校后与 {other} 同单位同年度",
            )
            self.summary.skipped.append(Skipped(str(name), why))
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
            self.summary.lost.append(Skipped(name, reason))
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
            why = None
            if file not in reports:
                why = both(
                    "revisions of a report that the store does not have; they are kept",
                    "审校的报告不在图谱中，审校保留",
                )
            elif self.revisions.digest(reports[file]) is None:
                why = both("cannot be read; what was applied before stays", "无法读取，已写入图谱的审校不变")
            self.summary.notices += [Skipped(str(file), why)] if why else []

    def _take_revisions(self, outcome: Outcome) -> None:
        """Take in which revisions of a report were applied, if its graphs were made in this run."""
        if outcome.graphs.contents:
            self._revised[outcome.graph] = outcome.revisions
        name = outcome.graph.removeprefix(f"{self._transaction.store.base}graph/")
        self.summary.notices += [Skipped(place or name, both(why, why)) for place, why in outcome.not_applied]

    def _tell_replaced(self, file: Path, digest: str, graph: str) -> None:
        """Note which other file gave ``graph``, of other bytes and another name, and no file as well."""
        manifest = self._transaction.manifest
        before = manifest.files_of(graph)
        if before and file.resolve() not in before and manifest.digest_of(graph) != digest:
            self.summary.instead_of[str(file)] = str(before[0])

    def _already_taken(self, digest: str, graph: str) -> Both:
        """Why a file with this digest is skipped, of whose body and year a report was taken in this run."""
        file, taken = self._taken[graph]
        if is_same_report(self._readings.file(taken), self._readings.file(digest), self.program):
            return both(f"the same report as {file}, which was taken", f"与 {file} 是同一份报告，已收录后者")
        return both(
            f"reports on the same body and year as {file}, which was taken",
            f"与 {file} 的单位和年度相同，已收录后者",
        )

    def _keep(self, digest: str, outcome: Outcome) -> None:
        if outcome.reading and digest:
            self._readings.keep(digest, outcome.reading)
