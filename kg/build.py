"""Reports on disk -> the store. Building twice from the same bytes changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from fazhi.kg.applicability import update_applicability
from fazhi.kg.build_summary import BuildSummary
from fazhi.kg.file_digests import digest_recognised, digests_of
from fazhi.kg.follow_up import update_follow_ups
from fazhi.kg.intake import Intake
from fazhi.kg.iris import graphs_of_report
from fazhi.kg.linking.given import NOTHING, Given
from fazhi.kg.linking.source_table import NAME as SOURCES
from fazhi.kg.linking.source_table import table_in
from fazhi.kg.outcomes import Outcome, Reader, Reading, Source, outcomes
from fazhi.kg.removal import check_mirrored, gone_reports, remove_reports, report_name
from fazhi.kg.report_files import Found, Skipped, find_files
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.own_register import own_register_of
from fazhi.kg.store.readings import Readings
from fazhi.kg.store.reference import load_reference
from fazhi.kg.store.transaction import Transaction
from fazhi.kg.store.visits import Left
from fazhi.kg.version import READING, code_digest, program_version
from fazhi.ontology.in_use import using
from fazhi.ontology.own_register import OwnRegister

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
            transaction.visits.skip(Path(skipped.file), Left(skipped.why, skipped.digest, program))
        gone = gone_reports(transaction.manifest, searched, found)
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
        transaction.manifest.forget_unknown()
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
    run = Intake(transaction)
    run.summary.skipped += found.skipped
    run.summary.skipped += [
        Skipped(str(folder / SOURCES), notice)
        for folder in sorted({file.parent for file in found.files})
        for notice in table_in(folder).notices
    ]
    digests = digests_of(found.files, manifest, given, thorough=again)
    recognised = {file for file in found.files if run.is_recognised(file, digests[file], ocr)}
    digests |= {file: digest_recognised(digests[file]) for file in recognised}
    # Of the same report in several files, one that need not be recognised is taken.
    files = sorted(found.files, key=recognised.__contains__)
    known = {file: graph for file, digest in digests.items() if (graph := run.graph_of(digest))}
    known |= run.aside([(file, digests[file]) for file in files], known)
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
        if file in known:
            run.leave(file, digests[file], known[file])
        else:
            outcome = Outcome(reason=skipped[file]) if file in skipped else next(results)
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
