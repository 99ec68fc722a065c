"""Listening for requests."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from fazhi.kg.output.portal.publication import Publication
from fazhi.ontology.errors import FazhiError
from fazhi.web.server.app import Server
from fazhi.web.server.bounds import CONNECTIONS, PatientProtocol
from fazhi.web.source import Source


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens at the address. Raises FazhiError if it cannot."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise FazhiError(
            f"cannot listen at {host}:{port} ({error.strerror}); give another --port",
            f"无法监听 {host}:{port}（{error.strerror}），请另给 --port",
        ) from error
    # Else the end of an answer waits until its beginning has been confirmed; what is accepted inherits it.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with listener:
        yield listener


def run(source: Source, listener: socket.socket, publication: Publication, *, edit_token: str = "") -> None:
    """Serve ``source`` as ``publication`` tells until the process is told to end.

    Who brings the ``edit_token`` may revise.
    """
    server = Server(source, publication, edit_token=edit_token)
    config = uvicorn.Config(
        server.app(),
        http=PatientProtocol,
        loop="auto",  # uvloop, where there is one.
        ws="none",
        limit_concurrency=CONNECTIONS,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
    )
    _Listener(config, server).run(sockets=[listener])


class _Listener(uvicorn.Server):
    """Ends what is at work before it waits for the answers that are due."""

    def __init__(self, config: uvicorn.Config, server: Server) -> None:
        super().__init__(config)
        self._server = server

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close."""
        self._server.close()
        await super().shutdown(sockets)
