"""What a process and its children say to each other: eight bytes that give the length, then so many bytes.

A call is what is called, within which limits, in which directory, and the own register in use where that is
another than the child has; the answer is whether the call succeeded, and its result or what it raised.
"""

from __future__ import annotations

import os
import pickle
from typing import IO, Any

from fazhi.kg.workers.limits import Limits
from fazhi.ontology.in_use import own_register

_LENGTH = 8
_NONE_SENT = object()


class Calls:
    """The calls that are sent to one child."""

    def __init__(self) -> None:
        self._register: object = _NONE_SENT

    def message(self, limits: Limits, task: tuple[Any, ...]) -> bytes:
        """The next call: ``task`` is a function, its arguments, and those given by name."""
        register = own_register()
        sent = () if register is self._register else (register,)
        self._register = register
        return pickle.dumps((limits, os.getcwd(), sent, task))


def result(answer: bytes, limits: Limits) -> Any:
    """What a child answered to a call. Raises what the call raised, or :class:`Died` if it lacked memory."""
    succeeded, found = pickle.loads(answer)
    if succeeded:
        return found
    if isinstance(found, MemoryError):
        raise limits.too_large() from found
    raise found


def write(stream: IO[bytes], message: bytes) -> None:
    """Send ``message``."""
    stream.write(framed(message))
    stream.flush()


def read(stream: IO[bytes]) -> bytes | None:
    """The next message; None if there is none, or not all of it, because the other side has ended."""
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    message = stream.read(size := int.from_bytes(length))
    return message if len(message) == size else None


def framed(message: bytes) -> bytes:
    """``message`` as it is sent."""
    return len(message).to_bytes(_LENGTH) + message


def received(data: bytearray) -> bytes | None:
    """The message that begins ``data``; None if not all of it is there yet."""
    end = _LENGTH + int.from_bytes(data[:_LENGTH])
    return bytes(data[_LENGTH:end]) if len(data) >= max(end, _LENGTH) else None
