"""The CPU that a report costs, stage by stage: ``python benchmarks/stages.py [REPORTS] [ROUNDS]``.

Makes REPORTS (100) generated reports (benchmarks/generated.py) and takes them into a store in this process,
so that no stage hides in another process. Prints milliseconds of CPU a report by the median round with the
least and the most, and how much the whole is of reading, extracting and linking (at most 3 times is the aim)
and the writer of the whole (at most a third). What a store costs once, its reference data, is not counted.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import process_time

from generated import write_reports

from fazhi.extractors import extract, read_file
from fazhi.kg.build import build
from fazhi.kg.follow_up import update_follow_ups
from fazhi.kg.graph.graphs import graphs_of
from fazhi.kg.linking.report import link_report
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.packed import Packed, packed

#: What must happen in any case, and what the process that writes does.
READING, WRITING = ("read", "extract", "link"), ("write", "follow up", "publish")
STAGES = (*READING, "assess and map", "infer and pack", *WRITING)
MOST, MOST_WRITING = 3.0, 1 / 3


@dataclass
class Round:
    """Seconds of CPU by stage."""

    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What happens in the context is of this stage."""
        begun = process_time()
        yield
        self.seconds[name] += process_time() - begun


def measure(folder: Path, rounds: int) -> list[Round]:
    """The rounds; the first, which fills caches, is not among them."""
    found = []
    for number in range(rounds + 1):
        with open_store(folder / f"store-{number}") as store:
            build([], store)
            made = Round()
            whole = [_made(file, made) for file in sorted((folder / "reports").glob("*.txt"))]
            transaction = store.transaction()
            with transaction:
                with made.stage("write"):
                    for graphs in whole:
                        transaction.replace_report(graphs)
                        own = next(iter(graphs.contents))
                        transaction.manifest.record([], own, own, "")
                    len(store.dataset)  # What waits is loaded.
                with made.stage("follow up"):
                    update_follow_ups(transaction)
                begun = process_time()
            made.seconds["publish"] += process_time() - begun
        if number:
            found.append(made)
    return found


def _made(file: Path, made: Round) -> Packed:
    with made.stage("read"):
        document = read_file(file)
    with made.stage("extract"):
        extraction = extract(document)
    with made.stage("link"):
        report = link_report(extraction)
    with made.stage("assess and map"):
        graphs = graphs_of(report)
    with made.stage("infer and pack"):
        return packed(graphs)


def rows(rounds: list[Round], reports: int) -> list[tuple[str, float, float, float]]:
    """Milliseconds of CPU a report: of each stage, and of all, the median, the least and the most."""
    parts = {stage: [each.seconds[stage] for each in rounds] for stage in STAGES}
    parts["all"] = [sum(each.seconds.values()) for each in rounds]
    scale = 1000 / reports
    return [(name, median(s) * scale, min(s) * scale, max(s) * scale) for name, s in parts.items()]


def ratios(rounds: list[Round]) -> tuple[list[float], list[float]]:
    """In each round: the whole as a multiple of reading, extracting and linking; the writer's part of it."""
    whole = [sum(each.seconds.values()) for each in rounds]
    reading = [sum(each.seconds[stage] for stage in READING) for each in rounds]
    writing = [sum(each.seconds[stage] for stage in WRITING) for each in rounds]
    return (
        [a / b for a, b in zip(whole, reading, strict=True)],
        [a / b for a, b in zip(writing, whole, strict=True)],
    )


def main(reports: int, rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        write_reports(Path(folder) / "reports", reports)
        measured = measure(Path(folder), rounds)
    for name, middle, least, most in rows(measured, reports):
        print(f"{name:<16}{middle:>8.2f} ms  ({least:.2f} to {most:.2f})")
    multiples, parts = ratios(measured)
    print(f"{median(multiples):.2f} times reading, extracting and linking (at most {MOST:g})")
    print(f"the writer {median(parts):.2f} of the whole (at most {MOST_WRITING:.2f})")


if __name__ == "__main__":
    main(*(int(argument) for argument in [*sys.argv[1:], *(100, 5)[len(sys.argv) - 1 :]]))
