"""Messages between a process and its child: eight bytes that give the length, then so many bytes."""

from __future__ import annotations

from typing import IO

_LENGTH = 8


def write(stream: IO[bytes], message: bytes) -> None:
    """Send ``message``."""
    stream.write(len(message).to_bytes(_LENGTH))
    stream.write(message)
    stream.flush()


def read(stream: IO[bytes]) -> bytes | None:
    """The next message; None if there is none, or not all of it, because the other side has ended."""
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    message = stream.read(size := int.from_bytes(length))
    return message if len(message) == size else None
