"""How fast a simple question is answered over HTTP, beside two other servers over the same graph.

    python benchmarks/serving.py [STORE]

The store (by default one of the example reports) is exported as N-Triples and served by fazhi, by oxigraph's
own server (``pip install oxigraph``) and by rdflib-endpoint (``pip install rdflib-endpoint[cli]``), each as
far as it is installed beside Python or in PATH, one after another in each round. Each answers the same
question, once with a new comment each time, so that nothing can be kept, and once as it stands.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
QUESTION = """PREFIX fz: <https://w3id.org/fazhi/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name ?year {
  ?report fz:reportedYear ?year ; fz:issuer ?body . ?body skos:prefLabel ?name } ORDER BY ?name"""
CLIENTS, REQUESTS, ROUNDS = 4, 100, 5
#: Seconds in which a server that answers has done what it does at its start, such as making an index.
SETTLED = 6


def program(name: str) -> str | None:
    """The program called ``name``, beside Python or in PATH."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


def servers(graph: Path, folder: Path) -> dict[str, tuple[list[str], str]]:
    """The servers that are there: the command that starts each, but for the port (PORT), and its path."""
    serve = [sys.executable, "-m", "fazhi.kg.cli", "serve", "--data", str(graph), "--port", "PORT"]
    found = {"fazhi": (serve, "/sparql")}
    if oxigraph := program("oxigraph"):
        data = ["--location", str(folder / "oxigraph")]
        subprocess.run([oxigraph, "load", *data, "--file", graph], check=True, capture_output=True)
        found["oxigraph"] = ([oxigraph, "serve-read-only", *data, "--bind", "127.0.0.1:PORT"], "/query")
    if endpoint := program("rdflib-endpoint"):
        found["rdflib-endpoint"] = (
            [endpoint, "serve", "--host", "127.0.0.1", "--port", "PORT", str(graph)],
            "/",
        )
    return found


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server, from when it has settled to the end of the context."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while True:
                try:
                    HTTPConnection("127.0.0.1", port, timeout=60).connect()
                    break
                except OSError:
                    if process.poll() is not None:
                        raise RuntimeError(f"{command[0]} ended") from None
                    time.sleep(0.2)
            time.sleep(SETTLED)
            yield
        finally:
            process.terminate()


def client(port: int, path: str, fresh: bool, number: int) -> float:
    """The seconds that the requests of one client took."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    begun = time.perf_counter()
    for request in range(REQUESTS):
        query = f"{QUESTION} # {number} {request} {begun}" if fresh else QUESTION
        connection.request(
            "GET", f"{path}?query={quote(query)}", headers={"Accept": "application/sparql-results+json"}
        )
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        assert b"bindings" in body
    return time.perf_counter() - begun


def rate(port: int, path: str, *, fresh: bool) -> float:
    """Requests a second with several clients."""
    with ProcessPoolExecutor(CLIENTS) as clients:
        list(clients.map(partial(client, port, path, fresh), range(CLIENTS)))  # Everything is warm.
        begun = time.perf_counter()
        list(clients.map(partial(client, port, path, fresh), range(CLIENTS)))
        return CLIENTS * REQUESTS / (time.perf_counter() - begun)


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", nargs="?", type=Path)
    store: Path | None = parser.parse_args().store
    fazhi = [sys.executable, "-m", "fazhi.kg.cli"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if store is None:
            store = folder / "store"
            build = [*fazhi, "build", ROOT / "examples" / "reports", "--store", store]
            subprocess.run(build, check=True, capture_output=True)
        graph = folder / "graph.nt"
        subprocess.run([*fazhi, "export", "--all", "-o", graph, "--store", store], check=True)
        there = servers(graph, folder)
        ports = itertools.count(18100)
        rates: dict[tuple[str, bool], list[float]] = {}
        for _, (server, (command, path)) in itertools.product(range(ROUNDS), there.items()):
            port = next(ports)
            with running([part.replace("PORT", str(port)) for part in command], port):
                for fresh in (True, False):
                    rates.setdefault((server, fresh), []).append(rate(port, path, fresh=fresh))
        for (server, fresh), found in rates.items():
            question = "new each time" if fresh else "the same"
            middle, least, most = statistics.median(found), min(found), max(found)
            print(f"{server:16} {question:14} {middle:7.0f}/s  ({least:.0f} to {most:.0f})")


if __name__ == "__main__":
    main()
