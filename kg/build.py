"""Reports on disk -> the store. Building twice from the same bytes changes nothing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fazhi.kg.applicability import update_applicability
from fazhi.kg.follow_up import update_follow_ups
from fazhi.kg.iris import assessments_graph, bodies_part
from fazhi.kg.linking.given import NOTHING, Given
from fazhi.kg.outcomes import Outcome, Source, digest_of, outcomes
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.own_register import keep_own_register, own_register_of
from fazhi.kg.store.readings import Readings
from fazhi.kg.store.reference import load_reference
from fazhi.kg.store.transaction import Transaction
from fazhi.kg.version import READING, code_digest, program_version
from fazhi.ontology.in_use import own_register, using
from fazhi.ontology.own_register import OwnRegister

SUFFIX = ".txt"
#: Told how many files are done, of how many, and the name of the current one.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Skipped:
    """A file that was not taken into the store, and why (one line)."""

    file: str
    reason: str


@dataclass
class BuildSummary:
    """What one run did. Lists hold files as given; ``records`` counts what was read in this run by type.

    ``made_again`` are the files of other reports, the graphs of which were made again by a changed register.
    """

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    made_again: list[str] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)

    @property
    def in_store(self) -> int:
        """How many of the files given are in the store after the run."""
        return len(self.added) + len(self.replaced) + len(self.unchanged)

    def to_dict(self) -> dict[str, Any]:
        """The summary as a JSON object."""
        return {
            "added": self.added,
            "replaced": self.replaced,
            "unchanged": self.unchanged,
            "skipped": [{"file": s.file, "reason": s.reason} for s in self.skipped],
            "made_again": self.made_again,
            "records": dict(sorted(self.records.items())),
        }


def build(
    paths: Iterable[str | Path],
    store: GraphStore,
    *,
    force: bool = False,
    rebuild: bool = False,
    given: Given = NOTHING,
    register: OwnRegister | None = None,
    progress: Progress | None = None,
) -> BuildSummary:
    """Take the reports at ``paths`` (files, or directories searched for .txt files) into ``store``.

    A file whose bytes the store already has, read by this very program, is left alone; changed bytes
    replace what the store had. Files that cannot be read, that are no rule-of-law report (taken all the
    same with ``force``), or that report on a body and year already seen in this run are skipped with a
    reason. Issuer and year that a report lacks may stand in a sidecar (:mod:`fazhi.kg.linking.given`), which
    counts among its bytes, or be ``given`` here for all files. With ``rebuild`` the index is first made again
    from the store's graph files.

    ``register`` becomes the own register of the store, in place of the one before; one without files takes
    that away. Where the own register has changed, the graphs of all reports are made again from what was
    read of them, the files being needed no more.
    """
    files = find_files(paths, besides=store.path)
    if register is not None:
        keep_own_register(store.path, register)
    with using(own_register_of(store.path)), store.transaction() as transaction:
        if rebuild:
            transaction.rebuild()
        changed = load_reference(transaction)
        summary = _take_in(files, transaction, force, given, progress or (lambda *_: None))
        if changed:
            # What a report said of an instrument that the register lacked may now be said by the register.
            transaction.rebuild()
        transaction.settings["program"] = program_version()
        update_applicability(transaction)
        update_follow_ups(transaction)
    Readings(store.path).keep_only(transaction.manifest.digests())
    return summary


def _take_in(
    files: Sequence[Path], transaction: Transaction, force: bool, given: Given, progress: Progress
) -> BuildSummary:
    """Give each report its graphs, made from its file or its kept reading where they are not yet there."""
    store, manifest, program = transaction.store, transaction.manifest, code_digest(*READING)
    readings = Readings(store.path)
    own = own_register()
    same_register = transaction.settings.get("register", "") == (own.digest if own else "")
    digests = {file: digest_of(file, given) for file in files}
    known = {
        file: graph
        for file, digest in digests.items()
        if same_register and (graph := manifest.graph_of(digest, program)) and store.has_graph(graph)
    }
    to_read = [file for file in files if file not in known]
    others = manifest.others(files, digests.values())
    if same_register:
        resumed, has_graph = transaction.resumed, store.has_graph
        others = {d: paths for d, paths in others.items() if resumed and manifest.lost_graph(d, has_graph)}
    sources = [
        *(Source([file], readings.file(digests[file]) if digests[file] else None) for file in to_read),
        *(Source(paths, readings.file(digest), digest) for digest, paths in others.items()),
    ]
    found = outcomes(sources, base=store.base, program=program, force=force, given=given)
    summary = BuildSummary()
    taken: dict[str, Path] = {}
    total = len(files) + len(others)
    for number, file in enumerate(files):
        progress(number, total, file.name)
        outcome = Outcome() if file in known else next(found)
        graph = known.get(file) or outcome.graph
        if outcome.reading and digests[file]:
            readings.keep(digests[file], outcome.reading)
        if outcome.reason:
            summary.skipped.append(Skipped(str(file), outcome.reason))
        elif graph in taken:
            reason = f"reports on the same body and year as {taken[graph]}, which was taken"
            summary.skipped.append(Skipped(str(file), reason))
            manifest.set_aside([file], digests[file])
        else:
            taken[graph] = file
            summary.records.update(outcome.records if outcome.reading else ())
            existed = store.has_graph(graph)
            differs = transaction.replace_report(outcome.graphs)
            moved = manifest.record([file], digests[file], graph, program)
            if moved or (existed and differs):
                summary.replaced.append(str(file))
            else:
                (summary.unchanged if existed else summary.added).append(str(file))
    for number, (digest, paths) in enumerate(others.items(), len(files)):
        progress(number, total, paths[0].name)
        outcome = next(found)
        if outcome.reading:
            readings.keep(digest, outcome.reading)
        if outcome.reason:
            summary.skipped.append(Skipped(str(paths[0]), f"left as it was: {outcome.reason}"))
        elif outcome.graph in taken:
            manifest.set_aside(paths, digest)
        else:
            taken[outcome.graph] = paths[0]
            transaction.replace_report(outcome.graphs)
            manifest.record(paths, digest, outcome.graph, program)
            summary.made_again.append(str(paths[0]))
    for graph in sorted(manifest.abandoned()):
        transaction.remove(graph, assessments_graph(graph), bodies_part(graph))
        manifest.drop([graph])
    transaction.settings["register"] = own.digest if own else ""
    progress(total, total, "")
    return summary


def find_files(paths: Iterable[str | Path], *, besides: Path) -> list[Path]:
    """The files to read: those given, and in directories every .txt file, sorted, each once.

    Hidden files and directories are passed over, and so is everything below ``besides``.
    """
    found: dict[Path, Path] = {}
    for path in map(Path, paths):
        for file in _text_files(path, besides.resolve()) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _text_files(directory: Path, besides: Path) -> Iterator[Path]:
    for parent, names, files in os.walk(directory):
        names[:] = sorted(
            name for name in names if not name.startswith(".") and Path(parent, name).resolve() != besides
        )
        for name in sorted(files):
            if name.lower().endswith(SUFFIX) and not name.startswith("."):
                yield Path(parent, name)
