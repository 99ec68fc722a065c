"""What each question takes beside the engines: ``python benchmarks/questions.py STORE [--rdflib]``.

Of each question, with the examples of the parameters that it requires and as the command line asks it (its
limit, names looked up): milliseconds of CPU in fazhi and in pyoxigraph alone for the same SPARQL, the best of
three; with --rdflib also in rdflib over the same triples, once, for a store of few reports (what takes 20
seconds is ended and counts as these); and the rows. Questions whose example the store lacks are left out.
Last the ratios: fazhi to pyoxigraph, rdflib to fazhi, in the median and at worst.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

import rdflib
from pyoxigraph import DefaultGraph, QuerySolutions, RdfFormat, Store

from fazhi import open_store
from fazhi.queries.catalogue import catalogue
from fazhi.queries.errors import QuestionError
from fazhi.queries.runner import bindings, run, sparql_of

_REPEATED = 3
#: So many seconds rdflib may take for a question.
_PATIENCE = 20.0


@dataclass(frozen=True)
class Row:
    """A question: milliseconds of CPU in each engine, and its rows; ``rdflib`` is None if not measured."""

    question: str
    fazhi: float
    pyoxigraph: float
    rdflib: float | None
    rows: int


def measured(store: Path, *, with_rdflib: bool = False) -> Iterator[Row]:
    """The questions of the catalogue over a store, one after the other."""
    with open_store(store) as opened:
        dataset = opened.dataset
        graph = _in_rdflib(dataset) if with_rdflib else None
        for question in catalogue().values():
            given = {p.name: p.example for p in question.parameters if p.required}
            try:
                sparql = sparql_of(question, bindings(dataset, question, given))
            except QuestionError:
                continue
            ours, rows = _best(lambda: len(run(dataset, question, given).rows))  # noqa: B023
            raw, _ = _best(lambda: _solved(dataset, sparql))  # noqa: B023
            theirs = _within(_PATIENCE, graph, sparql) if graph is not None else None
            yield Row(question.name, ours, raw, theirs, rows)


def _best(call: Callable[[], int], times: int = _REPEATED) -> tuple[float, int]:
    """The least milliseconds of CPU of several calls, and what the last gives."""
    taken, given = [], 0
    for _ in range(times):
        started = process_time()
        given = call()
        taken.append((process_time() - started) * 1e3)
    return min(taken), given


def _within(seconds: float, graph: rdflib.Graph, sparql: str) -> float:
    """The milliseconds that rdflib takes once, in a child of this process; so many seconds at most."""
    fork = multiprocessing.get_context("fork")
    receiving, sending = fork.Pipe(duplex=False)
    child = fork.Process(target=lambda: sending.send(_best(lambda: len(graph.query(sparql)), 1)[0]))
    child.start()
    taken = receiving.recv() if receiving.poll(seconds) else seconds * 1e3
    child.kill()
    child.join()
    return float(taken)


def _solved(dataset: Store, sparql: str) -> int:
    solutions = dataset.query(sparql)
    assert isinstance(solutions, QuerySolutions)
    return len(list(solutions))


def _in_rdflib(dataset: Store) -> rdflib.Graph:
    triples = dataset.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return rdflib.Graph().parse(data=triples, format="nt")


def main(store: Path, *, with_rdflib: bool) -> None:
    """Measure and print."""
    print(f"{'question':<28}{'fazhi ms':>10}{'pyoxigraph':>12}{'rdflib':>10}{'rows':>8}")
    rows = []
    for row in measured(store, with_rdflib=with_rdflib):
        theirs = "" if row.rdflib is None else f"{row.rdflib:.0f}"
        print(
            f"{row.question:<28}{row.fazhi:>10.1f}{row.pyoxigraph:>12.1f}{theirs:>10}{row.rows:>8,}",
            flush=True,
        )
        rows.append(row)
    to_raw = [row.fazhi / row.pyoxigraph for row in rows]
    print(f"fazhi / pyoxigraph: median {median(to_raw):.2f}, at most {max(to_raw):.2f}")
    if with_rdflib:
        to_ours = [row.rdflib / row.fazhi for row in rows if row.rdflib is not None]
        print(f"rdflib / fazhi: median {median(to_ours):.0f}, at least {min(to_ours):.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("store", type=Path)
    parser.add_argument("--rdflib", action="store_true")
    arguments = parser.parse_args()
    main(arguments.store, with_rdflib=arguments.rdflib)
