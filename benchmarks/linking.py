"""Microseconds per link: python benchmarks/linking.py [repetitions]. Best of five rounds, this machine."""

from __future__ import annotations

import random
import sys
import time

from fazhi.kg.linking.homonyms import Surroundings
from fazhi.kg.linking.instruments import Linker
from fazhi.ontology.divisions import divisions_by_name
from fazhi.ontology.reference import instruments


def microseconds(linker: Linker, titles: list[str], repetitions: int) -> float:
    """Time per title, best of five rounds."""
    (place,) = divisions_by_name()["启东市"]
    around = Surroundings(before="认真学习贯彻")
    best = float("inf")
    for _ in range(5):
        started = time.perf_counter()
        for _ in range(repetitions):
            for title in titles:
                linker.link(title, year=2023, place=place, around=around)
        best = min(best, time.perf_counter() - started)
    return best / repetitions / len(titles) * 1e6


def main() -> None:
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    started = time.perf_counter()
    linker = Linker(instruments())
    print(f"register read and indexed: {(time.perf_counter() - started) * 1e3:.0f} ms")
    rng = random.Random(1)
    sample = rng.sample(list(instruments().values()), 1000)
    titles = [instrument.title for instrument in sample]
    aliases = [alias for instrument in instruments().values() for alias in instrument.aliases][:1000]
    slips = [title[: len(title) // 2] + "之" + title[len(title) // 2 + 1 :] for title in titles]
    misses = [f"关于推进{title[len(title) // 3 :]}落地见效的通知" for title in titles]
    local = [f"启东市{instrument.short_title}" for instrument in sample]
    for name, cases in (
        ("exact", titles),
        ("alias", aliases),
        ("one wrong character", slips),
        ("miss, unlike any title", misses),
        ("miss, a known title with another place", local),
        ("bare, of the nation and the province", ["优化营商环境条例"] * 1000),
        ("bare, of the province", ["行政程序条例"] * 1000),
    ):
        print(f"{name}: {microseconds(linker, cases, repetitions):.1f} µs")


if __name__ == "__main__":
    main()
