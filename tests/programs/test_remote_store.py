"""A store kept the same in a remote one by the Graph Store Protocol: Oxigraph's server, and bad ones."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from fazhi import export
from fazhi.kg.cli import run
from fazhi.kg.remote_store import FILE, RemoteError, RemoteStore, publish
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.queries.catalogue import question

pytestmark = pytest.mark.programs

PROGRAM = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
REPORTS = Path(__file__).parents[2] / "examples" / "reports"
GRAPH = "https://w3id.org/fazhi/id/graph"


class Server(NamedTuple):
    """Oxigraph's server: the address of its Graph Store, and where it listens."""

    address: str
    host: str

    def get(self, path: str, accept: str) -> bytes:
        connection = http.client.HTTPConnection(self.host, timeout=60)
        connection.request("GET", path, headers={"Accept": accept})
        response = connection.getresponse()
        assert response.status == 200
        return response.read()

    def quads(self) -> set[Quad]:
        """All that it has."""
        return canonical(self.get("/store", "application/n-quads"))


def canonical(nquads: bytes) -> set[Quad]:
    """The quads, blank nodes named by what is said of them, as a store of Oxigraph has them.

    It keeps xsd:nonNegativeInteger as xsd:integer.
    """
    store = Store()
    store.bulk_load(nquads, format=RdfFormat.N_QUADS)
    blank = [quad for quad in store if BlankNode in (type(quad.subject), type(quad.object))]
    dataset = Dataset(blank)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {*store} - {*blank} | {*dataset}


@pytest.fixture
def oxigraph() -> Iterator[Server]:
    if PROGRAM is None:
        pytest.skip("the program of the package oxigraph is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        host = f"127.0.0.1:{free.getsockname()[1]}"
    command = [PROGRAM, "serve", "--bind", host, "--union-default-graph"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert "Listening" in process.stderr.readline()
        yield Server(f"http://{host}/store", host)
        process.terminate()


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "store"))


def told(capfd: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capfd.readouterr().out)["published"]


def exported(store: Path) -> set[Quad]:
    with open_store(store, read_only=True) as opened:
        return canonical(export(opened, "nquads", everything=True))


def test_the_remote_store_has_what_an_export_has(
    oxigraph: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """And answers as we do; a report that changes its year gives other graphs, and those before are deleted.

    The remote store is not asked what it has: what somebody else deletes there is sent again with --rebuild.
    """
    reports, store = Path(shutil.copytree(REPORTS, tmp_path / "reports")), tmp_path / "store"
    build = ["build", str(reports), "--store", str(store), "--publish", oxigraph.address, "--json"]
    assert run(build) == 0
    first = told(capfd)
    assert first["address"] == oxigraph.address
    assert (len(first["sent"]), first["deleted"], first["unchanged"]) == (28, [], 0)
    for name in ("not-in-force", "counsel"):
        path = f"/query?query={quote(question(name).text)}"
        answer = oxigraph.get(path, "application/sparql-results+json")
        theirs = parse_query_results(answer, format=QueryResultsFormat.JSON)
        with open_store(store, read_only=True) as opened:
            assert list(map(list, theirs)) == list(map(list, opened.select(question(name).text)))  # type: ignore[arg-type]

    remote, foreign = RemoteStore(oxigraph.address), "urn:example:another-graph"
    remote.delete(f"{GRAPH}/bodies")
    remote.delete(f"{GRAPH}/bodies")  # Which is gone already.
    remote.put(foreign, b"<urn:a> <urn:b> <urn:c> .\n")
    assert run(build) == 0
    assert told(capfd) == {"address": oxigraph.address, "sent": [], "deleted": [], "unchanged": 28}
    assert NamedNode(f"{GRAPH}/bodies") not in {quad.graph_name for quad in oxigraph.quads()}

    changed = reports / "qidong-life-health-park-2023.txt"
    changed.write_text(changed.read_text("utf-8").replace("2023年度", "2022年度"), "utf-8")
    assert run([*build, "--rebuild"]) == 0
    second = told(capfd)
    park = "启东生命健康产业园"
    kinds = ("", "assessments/", "inferred/", "inferred/assessments/")
    assert {f"{GRAPH}/{kind}{park}/2022" for kind in kinds} <= set(second["sent"])
    assert set(second["deleted"]) == {f"{GRAPH}/{kind}{park}/2023" for kind in kinds}
    # What others put there is left alone.
    assert oxigraph.quads() == exported(store) | canonical(f"<urn:a> <urn:b> <urn:c> <{foreign}> .".encode())


def test_an_address_as_store_keeps_one_in_the_users_data(
    oxigraph: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Reports of earlier builds stay in both; only what is new is sent."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    one, other = sorted(REPORTS.glob("qidong*.txt"))
    assert run(["build", str(one), "--store", oxigraph.address]) == 0
    (kept,) = (tmp_path / "data" / "fazhi" / "stores").iterdir()
    assert f"--store {kept}" in capfd.readouterr().out
    assert run(["build", str(other), "--store", oxigraph.address, "--json"]) == 0
    second = told(capfd)
    assert f"{GRAPH}/启东生命健康产业园/2023" in second["sent"]
    assert not [graph for graph in second["sent"] if "启东经济开发区" in graph or "reference" in graph]
    assert oxigraph.quads() == exported(kept)


class Picky(BaseHTTPRequestHandler):
    """Takes so many graphs, then answers with the ``status`` of the server; notes what it was sent."""

    def _answer(self) -> None:
        server: Any = self.server
        server.requests.append((self.command, self.path, dict(self.headers)))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(204 if len(server.requests) <= server.takes else server.status)
        self.send_header("Location", "http://user:other-secret@elsewhere.example/store")
        self.end_headers()
        if self.command == "PUT":
            assert all(True for _ in parse(body, format=RdfFormat.TURTLE))

    do_PUT = do_DELETE = _answer  # noqa: N815

    def log_message(self, *_: Any) -> None:
        pass


@contextlib.contextmanager
def picky(takes: int, status: int) -> Iterator[Any]:
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Picky)
    server.requests, server.takes, server.status = [], takes, status
    server.address = f"http://me:my%20secret@127.0.0.1:{server.server_port}/data"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with server:
        yield server
        server.shutdown()


def test_after_an_error_only_the_rest_is_sent_and_all_where_nothing_is_known(store: Path) -> None:
    """Nothing is known of a run that was killed: that is what it notes before it sends."""
    with open_store(store) as opened, picky(takes=5, status=500) as server:
        with pytest.raises(RemoteError, match="500"):
            publish(opened, RemoteStore(server.address))
        server.takes = 100
        assert len(publish(opened, RemoteStore(server.address)).sent) == 28 - 5
        sent = [parse_qs(urlsplit(path).query)["graph"][0] for _, path, _ in server.requests]
        assert len(set(sent)) == 28
        assert sent[5] == sent[6]

        noted: set[str] = set()

        class Watched(RemoteStore):
            def put(self, graph: str, content: bytes) -> None:
                (known,) = json.loads((store / FILE).read_text("utf-8")).values()
                noted.update(known.values())
                super().put(graph, content)

        (store / FILE).write_text('{"http', "utf-8")
        assert len(publish(opened, Watched(server.address)).sent) == 28
        assert noted == {""}


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "user and password are missing or wrong"),
        (403, "user and password are missing or wrong"),
        (404, "no Graph Store that can be written"),
        (405, "no Graph Store that can be written"),
        (301, "it has moved (301 Moved Permanently); give the new address http://elsewhere.example/store"),
        (413, "refused or failed (413"),
        (500, "refused or failed (500"),
        (503, "refused or failed (503"),
    ],
)
def test_what_the_remote_store_refuses_is_told_in_one_line(
    status: int, said: str, store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """With exit code 2, and neither password; the local store has been built."""
    with picky(takes=0, status=status) as server:
        assert run(["build", "--store", str(store), "--publish", server.address]) == 2
        captured = capfd.readouterr()
        method, path, headers = server.requests[0]
    assert method == "PUT"
    assert path.startswith("/data?graph=https%3A%2F%2F")
    assert headers["Authorization"] == f"Basic {base64.b64encode(b'me:my secret').decode()}"
    assert said in captured.err
    assert f"http://127.0.0.1:{server.server_port}/data: " in captured.err
    assert captured.err.count("\n") == 1
    assert "Next" in captured.out
    for text in (captured.err, captured.out, (store / FILE).read_text("utf-8")):
        assert "secret" not in text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "is not HTTP|cannot be reached"),
        (b"220 ftp.example ready\r\n", "is not HTTP"),
        (b"HTTP/1.1 abc\r\n\r\n", "is not HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", "is not HTTP"),
        (b"HTTP/1.1 500 \x1b]0;owned\x07\r\n\r\n", "refused or failed"),
        (b"HTTP/1.1 401 Unauthorized\r\n\r\n", "user and password"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "no secure connection"),
        (None, "no answer in time"),
    ],
)
def test_what_is_no_store_is_told_in_one_line(answer: bytes | None, said: str) -> None:
    """Whatever answers, before it has read the graph or never."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                if answer is None:
                    time.sleep(2)
                else:
                    connection.recv(100)
                    connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        scheme = "https" if "secure" in said else "http"
        remote = RemoteStore(f"{scheme}://a:b@127.0.0.1:{listening.getsockname()[1]}/store", timeout=1)
        with pytest.raises(RemoteError, match=said) as error:
            remote.put("urn:graph", b"<urn:a> <urn:b> <urn:c> .\n" * 200_000)
    assert "\n" not in str(error.value)
    assert "a:b" not in str(error.value)


def test_where_nothing_listens_one_line_says_so(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert run(["build", "--store", str(store), "--publish", f"http://127.0.0.1:{port}/store"]) == 2
    captured = capfd.readouterr()
    assert f"http://127.0.0.1:{port}/store: nothing listens there" in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://example.org/store", "not the address of a store"),
        ("http:///store", "not the address of a store"),
        ("http://me:secret@exa mple.org/", "not the address of a store"),
        ("http://me:secret@host:99999/store", "not the address of a store"),
        ("http://me:secret@host/store?token=secret", "http://host/store: give the address without"),
        ("http://me:secret@host/store#secret", "http://host/store: give the address without"),
    ],
)
def test_what_is_no_address_is_refused_and_no_password_told(address: str, said: str) -> None:
    with pytest.raises(FazhiError, match=said) as error:
        RemoteStore(address)
    assert "secret" not in str(error.value)


def test_an_address_is_given_once(capfd: pytest.CaptureFixture[str]) -> None:
    addresses = ["--store", "http://localhost/store", "--publish", "http://localhost/store"]
    assert run(["build", str(REPORTS), *addresses]) == 2
    assert "--publish goes with a local --store" in capfd.readouterr().err
