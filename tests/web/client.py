"""The server as a user starts it, and a client that says what came back."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Reply:
    """What came back: status, headers by lower-case name, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.body.decode()


@dataclass(frozen=True)
class Client:
    """Asks one server, a new connection each time."""

    address: str

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        """What the server says; in names of ``headers`` an underscore stands for a hyphen."""
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        reply = Reply(answer.status, found, answer.read())
        connection.close()
        return reply


@contextmanager
def serving(*arguments: object) -> Iterator[Client]:
    """``fazhi serve`` with these arguments on a free port, as long as the context lasts."""
    command = [sys.executable, "-m", "fazhi.kg.cli", "serve", "--port", "0", *map(str, arguments)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://[^\s;]+", line)
        assert found, line
        try:
            yield Client(found[0])
        finally:
            process.send_signal(signal.SIGTERM)
