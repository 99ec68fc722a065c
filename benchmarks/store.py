"""What a store of many reports takes: ``python benchmarks/store.py [REPORTS] [--keep FOLDER]``.

Makes REPORTS (100) reports of the longest synthetic ones, about 3,000 characters and 200 facts each: every
copy is of another body or year and has other figures, so that its sentences are its own. Prints time and size
of the store built of them, the milliseconds of every question (best of three) with the examples of the
parameters that it requires and of all its parameters, time and size of the search index, the milliseconds of
some searches, and time and peak memory of an export as N-Quads. With --keep the reports and the store stay in
FOLDER, and reports that are there already are taken as they are.

On two CPUs a hundred reports of 200 facts took 20 s to build (14 s of CPU) and 10 s to rebuild; their graph
files have 50 MB, the index 50 to 55 MB, 8.4 quads are stated a fact. No question took more than a second.
Of a thousand reports the slowest, those that give thousands of rows, took 2.4 s of CPU. The export of 216 MB
took 30 s and 0.35 GB of memory.
The search index of five reports took 2 s of CPU and has 6 MB, that of three hundred 6 s and 30 MB.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter

from fazhi import ask, open_store
from fazhi.kg.search import search, search_index
from fazhi.kg.store.files import unpack
from fazhi.kg.store.graph_store import GraphStore
from fazhi.queries.catalogue import catalogue
from fazhi.queries.errors import QuestionError

ROOT = Path(__file__).resolve().parent.parent
SYNTHETIC = ROOT / "tests" / "gold" / "synthetic"
#: So many of the longest synthetic reports are copied in turn.
TEMPLATES = 10
#: What is searched for: a single character is the worst.
SEARCHES = ("安全生产", "aqscf", "启东 罚款", "法")
#: Every body has a report on each of these years, so that plans are followed up.
YEARS = (2022, 2023)
#: The questions' examples name the first body.
BODIES = ("启东生命健康产业园", "江苏第{}经济开发区管理委员会")
#: A figure that a measure word follows.
_FIGURE = re.compile(r"(?<![\d.〔—第])\d{1,4}(?= ?[余多]?[件次个人家场份条项名起])")


def main(count: int, folder: Path) -> None:
    """Measure and print."""
    reports, store = folder / "reports", folder / "store"
    if not reports.exists():
        write_reports(reports, count)
    shutil.rmtree(store, ignore_errors=True)
    texts = [file.read_text("utf-8") for file in reports.glob("*.txt")]
    print(f"{len(texts)} reports, {sum(map(len, texts)) / len(texts):,.0f} characters each")
    print_run("build", fazhi("build", str(reports), "--store", str(store)))
    print_run("rebuild", fazhi("build", "--rebuild", str(reports), "--store", str(store)))
    print_sizes(store, len(texts))
    print_questions(store)
    print_search(store)
    exported = folder / "export.nq"
    print_run("export N-Quads", fazhi("export", "--store", str(store), "-o", str(exported)))
    print(f"{'exported':<24}{exported.stat().st_size / 1e6:>9.1f} MB")


def write_reports(folder: Path, count: int) -> None:
    """Write ``count`` reports with sidecars that give their issuers and years."""
    templates = sorted(SYNTHETIC.glob("*.txt"), key=lambda file: len(file.read_text("utf-8")))[-TEMPLATES:]
    folder.mkdir(parents=True)
    for number in range(count):
        chance = random.Random(number)
        text = templates[number % TEMPLATES].read_text("utf-8")
        body, year = divmod(number, len(YEARS))
        copy = folder / f"{number:05}.txt"
        copy.write_text(_FIGURE.sub(partial(_another, chance), text), "utf-8")
        issuer = BODIES[min(body, 1)].format(body)
        copy.with_suffix(".yaml").write_text(f"issuer: {issuer}\nyear: {YEARS[year]}\n", "utf-8")


def _another(chance: random.Random, figure: re.Match[str]) -> str:
    """A figure of as many digits."""
    least = 10 ** (len(figure[0]) - 1)
    return str(chance.randrange(least, 10 * least))


def fazhi(*arguments: str) -> tuple[float, float, float]:
    """Run a command: its seconds by the clock and of all CPUs, and its peak memory in MB."""
    program = Path(sys.executable).with_name("fazhi")
    started = perf_counter()
    process = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"fazhi {' '.join(arguments)} failed")
    return perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e3


def print_run(what: str, run: tuple[float, float, float]) -> None:
    wall, cpu, memory = run
    print(f"{what:<24}{wall:>9.1f} s{cpu:>9.1f} s CPU{memory:>9.0f} MB at most in one process")


def print_sizes(store: Path, reports: int) -> None:
    """The bytes of the store's parts, its quads and triples, without those of reference data and ontology."""
    shared = ("reference.nq.zst", "ontology.nq.zst")
    own = [f for f in (store / "graphs").rglob("*.nq.zst") if f.name not in shared]
    stated = sum(unpack(file.read_bytes()).count(b"\n") for file in own)
    with open_store(store) as opened:
        facts = len(list(opened.select("SELECT DISTINCT ?fact { ?fact a fz:ExtractedItem }")))
        triples = len(opened.dataset)
        index = store / "snapshots" / str(opened.settings["snapshot"]) / "index"
    print(f"{'graph files':<24}{sum(file.stat().st_size for file in own) / 1e6:>9.1f} MB")
    print(f"{'index':<24}{size(index) / 1e6:>9.1f} MB")
    print(f"{'facts':<24}{facts:>9,}")
    print(f"{'stated quads':<24}{stated:>9,}{stated / facts:>9.2f} a fact")
    print(f"{'triples in the index':<24}{triples:>9,}{triples / reports:>9,.0f} a report, reference data too")


def size(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def print_questions(store: Path) -> None:
    """How long each question takes and how many rows it gives, with few and with all parameters."""
    print(f"{'question':<24}{'ms':>8}{'rows':>8}{'ms':>8}{'rows':>8}  (required parameters, all parameters)")
    with open_store(store) as opened:
        for name, asked in catalogue().items():
            required = {p.name: p.example for p in asked.parameters if p.required}
            every = {p.name: p.example for p in asked.parameters}
            print(f"{name:<24}", *(measured(opened, name, given) for given in (required, every)), sep="")


def print_search(store: Path) -> None:
    """What the search index takes to make, and how long searches take, of all kinds of things."""
    with open_store(store) as opened:
        started = perf_counter()
        index = search_index(opened, anew=True)
        print(f"{'search index':<24}{perf_counter() - started:>9.1f} s{index.stat().st_size / 1e6:>9.1f} MB")
        for text in SEARCHES:
            started = perf_counter()
            total = search(index, text).total
            print(f"search {text:<17}{(perf_counter() - started) * 1e3:>9.1f} ms{total:>9,}")


def measured(store: GraphStore, name: str, given: dict[str, str]) -> str:
    """Milliseconds and rows as two columns; the store may lack what an example names."""
    times = []
    for _ in range(3):
        started = perf_counter()
        try:
            rows = len(ask(store, name, **given).rows)
        except QuestionError:
            return f"{'-':>8}{'-':>8}"
        times.append(perf_counter() - started)
    return f"{min(times) * 1e3:>8.1f}{rows:>8,}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("reports", type=int, nargs="?", default=100)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        main(arguments.reports, arguments.keep or Path(temporary))
