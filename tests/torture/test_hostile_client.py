"""Clients that mean harm: heavy queries, slow and endless requests, ways out of the machine."""

from __future__ import annotations

import random
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote, urlsplit

import psutil
import pytest

from ..web.client import Client, Reply, serving

pytestmark = pytest.mark.torture

GIB = 2**30
#: What never ends, or takes all memory.
HEAVY = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c ?a",
    "SELECT * { ?a (fz:x|!fz:x)* ?b . ?b (fz:x|!fz:x)* ?c . ?c (fz:x|!fz:x)* ?d }",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?all) { ?a ?b ?c . ?d ?e ?f }",
    "CONSTRUCT { ?a ?e ?f } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
)
NAMES = "SELECT ?name { ?report fz:issuer/skos:prefLabel ?name }"


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Client]:
    """A server of the example reports."""
    with serving("--store", built) as client:
        yield client


@contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what was sent to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        end = Event()

        def listen() -> None:
            while not end.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                with closing(connection):
                    heard.append(connection.recv(1000))

        thread = Thread(target=listen)
        thread.start()
        try:
            yield listening.getsockname()[1], heard
        finally:
            end.set()
            thread.join()


def query(server: Client, text: str) -> Reply:
    """The reply to a query."""
    return server.ask(f"/sparql?query={quote(text)}")


def memory_of(server: Client) -> int:
    """Bytes that the server and its workers hold."""
    port = urlsplit(server.address).port
    (process,) = {
        found.pid
        for found in psutil.net_connections("tcp")
        if found.laddr and found.laddr.port == port and found.status == psutil.CONN_LISTEN and found.pid
    }
    family = [psutil.Process(process), *psutil.Process(process).children(recursive=True)]
    total = 0
    for member in family:
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:  # It was replaced.
            continue
    return total


def test_two_hundred_clients_with_heavy_queries(server: Client) -> None:
    """Others are answered meanwhile, memory is bounded, and who is sent away is told when to come back."""
    end, replies = Event(), Counter[int]()

    def attack(number: int) -> None:
        chance = random.Random(number)
        while not end.is_set():
            reply = query(server, f"{chance.choice(HEAVY)} # {chance.random()}")
            replies[reply.status] += 1
            if reply.status == 503 and "Retry" in reply.text:
                assert int(reply.headers["retry-after"]) > 0

    with ThreadPoolExecutor(200) as clients:
        attacks = [clients.submit(attack, number) for number in range(200)]
        try:
            time.sleep(5)  # All heavy queries have been seen once.
            for number in range(20):
                assert server.ask(f"/zh/?x={number}").status == 200
                assert query(server, f"{NAMES} LIMIT {number + 1}").status == 200
                assert memory_of(server) < 8 * GIB
        finally:
            end.set()
        for done in attacks:
            done.result()
    assert replies[503] > 0
    assert set(replies) <= {200, 503, 504}
    assert query(server, NAMES).status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this machine has one loopback address")
def test_heavy_queries_that_are_never_alike(server: Client) -> None:
    """From one address they keep nobody at another one from asking."""
    end, replies = Event(), Counter[int]()

    def attack(number: int) -> None:
        chance = random.Random(number)
        while not end.is_set():
            head, _, pattern = chance.choice(HEAVY).rpartition("{")
            letters = "".join(chance.choices("abcdef", k=12))
            text = f"{head}{{ OPTIONAL {{ ?q <http://example.org/{letters}> 1 }} {pattern}"
            connection = HTTPConnection(
                urlsplit(server.address).netloc, timeout=60, source_address=("127.0.0.2", 0)
            )
            with closing(connection):
                connection.request("GET", f"/sparql?query={quote(text)}")
                replies[connection.getresponse().status] += 1

    with ThreadPoolExecutor(50) as clients:
        attacks = [clients.submit(attack, number) for number in range(50)]
        try:
            time.sleep(5)
            for number in range(20):
                assert query(server, f"{NAMES} LIMIT {number + 1} # unlike").status == 200
                time.sleep(0.2)
        finally:
            end.set()
        for done in attacks:
            done.result()
    assert replies[503] > 0
    assert set(replies) <= {200, 503, 504}


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICE <{address}> {{ ?s ?p ?o }}",
        "SERVICE SILENT <{address}> {{ ?s ?p ?o }}",
        "service<{address}>{{}}",
        "SeRvIcE\n#comment\n<{address}> {{ ?s ?p ?o }}",
        "VALUES ?to {{ <{address}> }} SERVICE ?to {{ ?s ?p ?o }}",
        "OPTIONAL {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        "FILTER EXISTS {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        "{{ SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }} }}",
        "MINUS {{ \\u0053ERVICE <{address}> {{ ?s ?p ?o }} }}",
        "GRAPH ?g {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
    ],
)
def test_no_query_leaves_the_machine(server: Client, clause: str) -> None:
    """Nor reaches another program on it."""
    with listener() as (port, heard):
        reply = query(server, f"SELECT * {{ {clause.format(address=f'http://127.0.0.1:{port}/')} }}")
        assert reply.status in (400, 403)
        update = f"LOAD <http://127.0.0.1:{port}/>".encode()
        for media_type in ("application/sparql-update", "application/sparql-query"):
            assert server.ask("/sparql", method="POST", body=update, Content_Type=media_type).status in (
                400,
                403,
            )
        from_it = server.ask(
            f"/sparql?query={quote(NAMES)}&default-graph-uri={quote(f'http://127.0.0.1:{port}/')}"
        )
        assert from_it.status == 200
        assert query(server, f"SELECT * FROM <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}").status == 200
    assert heard == []


def sent(server: Client, chunks: Callable[[], Iterator[bytes]], patience: float = 40) -> bytes:
    """What comes back of a connection on which one sends these bytes until it is closed."""
    address = urlsplit(server.address)
    received = b""
    with socket.create_connection(
        (address.hostname or "", address.port or 0), timeout=patience
    ) as connection:
        try:
            for chunk in chunks():
                connection.sendall(chunk)
            while part := connection.recv(65536):
                received += part
        except (ConnectionError, BrokenPipeError):
            connection.setblocking(False)
            with suppress(OSError):
                received += connection.recv(65536)
    return received


def slow_head() -> Iterator[bytes]:
    """A header, one character a second."""
    yield b"GET /zh/ HTTP/1.1\r\nHost: x\r\nX-Slow: "
    for _ in range(60):
        time.sleep(1)
        yield b"x"


def slow_body() -> Iterator[bytes]:
    """A body, one character a second."""
    yield (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 9999\r\n\r\n"
    )
    for _ in range(60):
        time.sleep(1)
        yield b"x"


def endless_head() -> Iterator[bytes]:
    """Header after header."""
    yield b"GET /zh/ HTTP/1.1\r\nHost: x\r\n"
    for number in range(100_000):
        yield b"X-%d: %s\r\n" % (number, b"x" * 1000)


def endless_body() -> Iterator[bytes]:
    """Chunk after chunk."""
    yield (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    for _ in range(10_000):
        yield b"2710\r\n" + b"x" * 10_000 + b"\r\n"


def silent() -> Iterator[bytes]:
    """Nothing at all."""
    yield b""


@pytest.mark.parametrize("chunks", [slow_head, slow_body, endless_head, endless_body, silent])
def test_requests_that_do_not_end(server: Client, chunks: Callable[[], Iterator[bytes]]) -> None:
    """The connection is closed, in time; others are served meanwhile."""
    with ThreadPoolExecutor(20) as clients:
        began = [clients.submit(sent, server, chunks) for _ in range(20)]
        assert server.ask("/zh/").status == 200
        for done in began:
            reply = done.result()
            assert not reply or reply.split()[1] in (b"400", b"408", b"413", b"431")
    assert server.ask("/zh/").status == 200


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET http://evil.example/ HTTP/1.1",
        b"GET //evil.example/%2f.. HTTP/1.1",
        b"GET /zh HTTP/1.1",
        b"GET /static/..%2f..%2fpyproject.toml HTTP/1.1",
        b"GET /static/%2e%2e/app.py HTTP/1.1",
        b"GET /zh/%00 HTTP/1.1",
        b"GET /zh/x%0d%0aSet-Cookie:%20a=b HTTP/1.1",
        b"GET /zh/\xff\xfe HTTP/1.1",
        b"GET /zh/%ff%fe HTTP/1.1",
        b"GET /zh/home/../../../etc/passwd HTTP/1.1",
        b"TRACE / HTTP/1.1",
        b"CONNECT evil.example:443 HTTP/1.1",
    ],
)
def test_requests_that_want_to_mislead(server: Client, request_line: bytes) -> None:
    """Never another file, another host, another header, nor an internal error."""
    request = request_line + b"\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    reply = sent(server, lambda: iter([request]))
    head, _, body = reply.partition(b"\r\n\r\n")
    assert head.split()[1] in (b"200", b"303", b"400", b"404", b"405")
    assert b"evil" not in head
    assert b"set-cookie" not in head.lower()
    assert b"[project]" not in body
    assert b"root:" not in body
