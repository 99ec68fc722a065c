"""A store's graphs, kept the same in a remote SPARQL store (远程三元组库) by the Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-http-rdf-update/: each named graph that differs from what was sent before is
replaced whole (PUT), one that is gone is deleted. What was sent is noted beside the local store; the remote
one is never asked what it has. A graph of ours goes there with its full description, which is in the graph
:func:`fazhi.kg.store.inference.inferred_graph` names, as in an export.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import re
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit

from fazhi.kg.output.export import with_blank_definitions
from fazhi.kg.output.full_graphs import FullGraphs
from fazhi.kg.store.files import write_atomically
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.inference import inferred_graph
from fazhi.kg.version import PROGRAM, program_version
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import Both, both
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH

#: What was sent where, in a store's directory: by address the SHA-256 of each graph, empty if that is not
#: known.
FILE = "published.json"
#: Seconds that the remote store may take to connect, to take in a piece of a graph, to answer.
TIMEOUT = 120.0
#: N-Triples are Turtle, and Turtle is what every store takes.
_MEDIA_TYPE = "text/turtle; charset=utf-8"
#: Told how many graphs are done, of how many, and the name of the current one.
Progress = Callable[[int, int, str], None]


class RemoteError(FazhiError):
    """The remote store cannot be reached, or refuses; the message names its address, without a password."""


@dataclass
class Published:
    """The graphs, by IRI, that one run sent to a remote store and deleted there; how many had not changed."""

    sent: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unchanged: int = 0


class RemoteStore:
    """The named graphs of a remote store at an address such as ``http://localhost:7878/store``.

    The address may hold user and password (``http://user:password@…``), which are sent as Basic
    authentication; ``address`` is without them. Raises FazhiError for what is no such address.
    """

    def __init__(self, address: str, *, timeout: float = TIMEOUT) -> None:
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError as error:
            raise FazhiError(f"not the address of a store: {error}", f"不是存储的地址：{error}") from error
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w.:-]+", host):
            raise FazhiError(
                "not the address of a store; it is like http://localhost:7878/store",
                "不是存储的地址；写法如 http://localhost:7878/store",
            )
        name = f"[{host}]" if ":" in host else host
        self.address = f"{parts.scheme}://{name}{f':{port}' if port else ''}{parts.path}"
        if parts.query or parts.fragment:
            raise FazhiError("give the address without ? and #", "地址请勿含 ? 和 #", at=self.address)
        self._secure, self._host, self._port = parts.scheme == "https", host, port
        self._path = quote(parts.path or "/", safe="/%!$&'()*+,;=:@~")
        self._timeout = timeout
        self._headers = {"User-Agent": f"{PROGRAM}/{program_version()}"}
        if parts.username is not None:
            secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self._headers["Authorization"] = f"Basic {base64.b64encode(secret).decode()}"

    def put(self, graph: str, content: bytes) -> None:
        """Replace the graph ``graph``, or make it, by ``content`` in Turtle. Raises RemoteError."""
        self._ask("PUT", graph, content)

    def delete(self, graph: str) -> None:
        """Delete the graph ``graph``, which need not be there. Raises RemoteError."""
        self._ask("DELETE", graph)

    def _ask(self, method: str, graph: str, content: bytes | None = None) -> None:
        headers = self._headers | ({} if content is None else {"Content-Type": _MEDIA_TYPE})
        target = f"{self._path}?graph={quote(graph, safe='')}"
        try:
            with closing(self._connection()) as connection:
                # Who refuses may do so before all is sent.
                with suppress(BrokenPipeError, ConnectionResetError):
                    connection.request(method, target, content, headers)
                response = connection.getresponse()
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise RemoteError(*_why(error), at=self.address) from error
        if 200 <= response.status < 300 or (method == "DELETE" and response.status in (404, 410)):
            return
        raise RemoteError(*_refusal(response), at=self.address)

    def _connection(self) -> http.client.HTTPConnection:
        if self._secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=context)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)


def publish(
    store: GraphStore, remote: RemoteStore, *, again: bool = False, progress: Progress | None = None
) -> Published:
    """Make the graphs of ``remote`` those of ``store``: of reports, reference data and the ontology.

    Only graphs that differ from what was sent there before are sent, or all of them ``again``; graphs that
    were not sent from this store are left alone. Raises RemoteError; what was sent until then is noted.
    """
    published = Published()
    full = FullGraphs(store)
    names = store.graph_names()
    graphs = {*names, *(inferred_graph(name, store.base) for name in names)}
    with _Note(store.path, remote.address, graphs) as note:
        present: set[str] = set()
        for number, name in enumerate(names):
            if progress:
                progress(number, len(names), name)
            for graph, content in _contents(full, name):
                present.add(graph)
                digest = hashlib.sha256(content).hexdigest()
                if note.sent.get(graph) == digest and not again:
                    published.unchanged += 1
                    continue
                note.begin(graph)
                remote.put(graph, content)
                note.sent[graph] = digest
                published.sent.append(graph)
        for graph in sorted(note.sent.keys() - present):
            note.begin(graph)
            remote.delete(graph)
            del note.sent[graph]
            published.deleted.append(graph)
    return published


class _Note:
    """What was sent to one address from the store in a directory, for a ``with`` block.

    ``sent`` has the SHA-256 of each graph, empty where it is not known what the remote store has.
    """

    def __init__(self, directory: Path, address: str, graphs: Iterable[str]) -> None:
        """``graphs`` are all that may be sent in the block."""
        self._file = directory / FILE
        self._all = _read(self._file)
        self._address, self._graphs = address, graphs
        self._begun = False
        self.sent = self._all.get(address, {})

    def begin(self, graph: str) -> None:
        """Note that ``graph`` may now be changed there.

        On disk, nothing is known of any graph until the block ends: a run that is killed is the only one that
        then has to send all again.
        """
        if not self._begun:
            self._begun = True
            self._write(dict.fromkeys((*self.sent, *self._graphs), ""))
        self.sent[graph] = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._begun:
            self._write(self.sent)

    def _write(self, sent: dict[str, str]) -> None:
        text = json.dumps(self._all | {self._address: sent}, ensure_ascii=False, indent=1, sort_keys=True)
        write_atomically(self._file, f"{text}\n".encode())


def _read(file: Path) -> dict[str, dict[str, str]]:
    """What the file notes; nothing where it is missing or damaged: then all is sent again."""
    with suppress(OSError, ValueError, AttributeError, RecursionError):
        found: Any = json.loads(file.read_text("utf-8"))
        return {str(address): dict(sent) for address, sent in found.items()}
    return {}


def _contents(full: FullGraphs, name: str) -> Iterator[tuple[str, bytes]]:
    """The graph ``name`` of a store and the one that describes it, each as sorted N-Triples."""
    for graph, statements in full.graph(name):
        if name == ONTOLOGY_GRAPH:
            statements = map(with_blank_definitions, statements)
        yield graph[1:-1], "".join(sorted(f"{each} .\n" for each in statements)).encode()


def _why(error: Exception) -> Both:
    """Why nothing came of a request."""
    if isinstance(error, TimeoutError):
        return both("no answer in time; is it the right address?", "没有及时回应；地址是否正确？")
    if isinstance(error, ConnectionRefusedError):
        return both("nothing listens there; start the store first", "连接被拒绝，请先启动")
    if isinstance(error, ssl.SSLError):
        reason = error.reason or error
        return both(f"no secure connection ({reason})", f"无法建立安全连接（{reason}）")
    if isinstance(error, OSError):
        words = error.strerror or error or "closed"
        return both(f"cannot be reached ({words})", f"无法连接（{words}）")
    name = type(error).__name__
    return both(f"the answer is not HTTP ({name})", f"回应不是 HTTP（{name}）")


def _refusal(response: http.client.HTTPResponse) -> Both:
    """Why a request was refused, in one line."""
    status = f"{response.status} {response.reason}".strip()
    if response.status in (401, 403):
        return both(
            f"user and password are missing or wrong, or may not write ({status}); "
            "give them in the address: http://USER:PASSWORD@…",
            f"用户名或密码不对，或者无权写入（{status}）；请写在地址中：http://用户:密码@…",
        )
    if response.status in (404, 405):
        return both(
            f"no Graph Store that can be written ({status}); is it the right path?",
            f"此处没有可写的图存储（{status}）；路径是否正确？",
        )
    if 300 <= response.status < 400:
        place = re.sub(r"//[^/@]*@", "//", response.headers.get("Location", ""))[:200]
        return both(
            f"it has moved ({status}); give the new address {place}", f"地址已变更（{status}）：{place}"
        )
    return both(
        f"the store refused or failed ({status}); its log may say why",
        f"远程存储拒绝或出错（{status}）；其日志或有说明",
    )
