"""How a store grows: ``python benchmarks/growth.py [REPORTS ...] [--keep FOLDER] [-o FILE.csv]``.

For each number of REPORTS (100 300 1000; by hand up to 20000 or 100000) makes as many (generated.py), builds
a store of them by the command line, builds it again unchanged and with ten changed, exports, views and
validates it, puts the questions and searches. Prints one line a number and writes the table and a picture of
it, the same as SVG, to --output (build/growth.csv). With --keep the reports and the stores stay in FOLDER,
and those that are there are taken as they are.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

from generated import write_reports
from processes import fazhi, taken

from fazhi import ask
from fazhi.kg.build import build
from fazhi.kg.search import search, search_index
from fazhi.kg.store.opening import open_store
from fazhi.queries.catalogue import catalogue
from fazhi.queries.errors import QuestionError

ROOT = Path(__file__).resolve().parent.parent
CHANGED = 10
#: What pyoxigraph alone takes to write the triples of an index.
_DUMP = """
import sys, pyoxigraph
store = pyoxigraph.Store.read_only(sys.argv[1])
graph = pyoxigraph.DefaultGraph()
store.dump(sys.argv[2], format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=graph)
"""
MB, KB = 1e6, 1e3
#: What is searched for: a single character is the worst.
SEARCHES = ("安全生产", "aqscf", "启东 罚款", "法")


def measured(reports: Path, store: Path, folder: Path, empty: int) -> dict[str, float]:
    """What a number of reports takes, by what is measured and its unit.

    ``empty`` is the size of the index of a store without reports.
    """
    files = sorted(reports.glob("*.txt"))
    number = len(files)
    found = {
        "reports": float(number),
        "characters a report": sum(len(file.read_text("utf-8")) for file in files) / number,
    }
    if not store.exists():
        built = fazhi("build", reports, "--store", store)
        found |= {
            "build s": built.seconds,
            "build CPU ms a report": built.cpu / number * 1e3,
            "writer MB": built.memory / MB,
            "all processes MB": built.memory_of_all / MB,
        }
    found |= {
        "index kB a report": (size(newest(store) / "index") - empty) / KB / number,
        "graph files kB a report": size(store / "graphs") / KB / number,
    }
    found["unchanged s"] = fazhi("build", reports, "--store", store).seconds
    for file in files[:: max(1, number // CHANGED)][:CHANGED]:
        file.write_text(f"{file.read_text('utf-8')}全年开展普法宣传活动3场次。\n", "utf-8")
    found["ten changed s"] = fazhi("build", reports, "--store", store).seconds
    for name, arguments in {
        "export": ("export", "--format", "nquads", "-o", folder / "export.nq"),
        "Turtle": ("export", "-o", folder / "export.ttl"),
        "view": ("view", "all", "-o", folder / "all.html"),
        "matrix": ("view", "matrix", "-o", folder / "matrix.html"),
        "validate": ("validate",),
    }.items():
        run = fazhi(*arguments, "--store", store)
        found |= {f"{name} s": run.seconds, f"{name} MB": run.memory_of_all / MB}
    dump = [sys.executable, "-c", _DUMP, str(newest(store) / "index"), str(folder / "raw.nt")]
    found["raw dump s"] = taken(dump).seconds
    return found | questions(store) | searches(store)


def questions(store: Path) -> dict[str, float]:
    """The slowest question with what it requires, as the command line asks it, and how many take a second."""
    times = {}
    with open_store(store, read_only=True) as opened:
        for name, asked in catalogue().items():
            given = {p.name: p.example for p in asked.parameters if p.required}
            begun = perf_counter()
            try:
                ask(opened, name, **given)
            except QuestionError:
                continue  # The store lacks what the example names.
            times[name] = perf_counter() - begun
    return {
        "slowest question ms": max(times.values()) * 1e3,
        "questions over 1 s": float(sum(seconds > 1 for seconds in times.values())),
    }


def searches(store: Path) -> dict[str, float]:
    """What the index for searches takes to make, its size, and the slowest search, of all kinds of things."""
    with open_store(store, read_only=True) as opened:
        begun = perf_counter()
        index = search_index(opened, anew=True)
        made = perf_counter() - begun
        times = []
        for text in SEARCHES:
            begun = perf_counter()
            search(index, text)
            times.append(perf_counter() - begun)
    return {
        "search index s": made,
        "search index MB": index.stat().st_size / MB,
        "slowest search ms": max(times) * 1e3,
    }


def newest(store: Path) -> Path:
    """The current snapshot of a store."""
    return max((store / "snapshots").iterdir(), key=lambda folder: int(folder.name))


def size(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def write(rows: Sequence[Mapping[str, float]], output: Path) -> None:
    """Write the table as CSV, and beside it the picture."""
    from matplotlib import pyplot

    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["measure", *(f"{row['reports']:.0f}" for row in rows)])
        for name in list(rows[-1])[1:]:
            writer.writerow([name, *(f"{row[name]:.1f}" if name in row else "" for row in rows)])
    figure, axes = pyplot.subplots(figsize=(7, 4))
    counts = [row["reports"] for row in rows]
    for name in ("build s", "ten changed s", "export s", "view s"):
        if all(name in row for row in rows):
            axes.loglog(counts, [row[name] for row in rows], marker="o", label=name.removesuffix(" s"))
    axes.set(xlabel="reports", ylabel="seconds")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(output.with_suffix(".svg"), metadata={"Date": None})


def main(counts: Sequence[int], folder: Path, output: Path) -> None:
    """Measure, print and write."""
    rows = []
    with open_store(folder / "empty") as store:
        build([], store)
    empty = size(newest(folder / "empty") / "index")
    for count in counts:
        reports = folder / f"reports-{count}"
        if not reports.exists():
            write_reports(reports, count)
        rows.append(measured(reports, folder / f"store-{count}", folder, empty))
        print(", ".join(f"{name} {value:,.1f}" for name, value in rows[-1].items()), flush=True)
    write(rows, output)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", type=int, nargs="*", default=[100, 300, 1000])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build" / "growth.csv")
    arguments = parser.parse_args()
    if arguments.keep:
        main(arguments.reports, arguments.keep, arguments.output)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(arguments.reports, Path(temporary), arguments.output)
