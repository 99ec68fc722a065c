"""What a client may cost before its request is looked at: the size of it, and the time it takes to send."""

from __future__ import annotations

import asyncio

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Bytes of a request's body.
BODY = 2**20
#: Bytes of its first line and headers.
HEAD = 2**16
#: Seconds in which all of the headers must arrive, and then all of the body.
PATIENCE = 10
#: Connections at once; more are told to come back.
CONNECTIONS = 1000

#: What a page may do: run and fetch what is served beside it, and nothing else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


class Bounds:
    """Answers 413 or 408 to bodies that are too large or too slow; puts security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, bounded."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        left = BODY
        deadline = asyncio.get_running_loop().time() + PATIENCE
        complete = False

        async def bounded() -> Message:
            nonlocal left, complete
            if complete:  # What comes now is the end of the connection, for which one may wait.
                return await receive()
            async with asyncio.timeout_at(deadline):
                message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise _TooLarge
            complete = not message.get("more_body", False)
            return message

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
            await send(message)

        try:
            await self._app(scope, bounded, secured)
        except _TooLarge:
            await _refusal(f"a body of more than {BODY} bytes is not read 请求过大", 413)(
                scope, receive, secured
            )
        except TimeoutError:
            await _refusal("the request came too slowly 请求超时", 408)(scope, receive, secured)


class _TooLarge(Exception):  # noqa: N818
    """A body was larger than may be."""


def _refusal(message: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(f"{message}\n", status, {"Connection": "close"})


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's HTTP, which closes a connection whose headers are too many or come too slowly.

    uvicorn itself bounds neither, only the time between one request and the next.
    """

    _deadline: asyncio.TimerHandle | None = None
    #: Bytes that came since the headers began; None while there are none to come.
    _head: int | None = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for headers."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read what has arrived, unless it is more than headers may be."""
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if self._head is None:
            return
        if self._head > HEAD:
            self.transport.abort()
        elif not self._deadline:
            self._wait()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        if self._head is None:
            self._head = 0

    def on_headers_complete(self) -> None:
        """Wait no longer: what comes now is a body, which has bounds of its own."""
        self._head = None
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(PATIENCE, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None
