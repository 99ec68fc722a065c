"""What the server sends back, made by a worker."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """The body of a response with what is said about it; ``headers`` are names and values."""

    body: bytes
    media_type: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = field(default=())


def told(message: str, status: int) -> Answer:
    """One line of plain text that says why there is no better answer."""
    return Answer(f"{message}\n".encode("utf-8", "replace"), "text/plain; charset=utf-8", status)


def html(page: str, status: int = 200) -> Answer:
    """A page."""
    return Answer(page.encode("utf-8", "replace"), "text/html; charset=utf-8", status)
