"""The register in use: which own register (自有名录), if any, adds to the built-in reference data.

It is one for the whole process. What is derived from the reference data and cached is marked with
:func:`follows_register`, and forgotten when another register comes into use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from fazhi.ontology.own_register import OwnRegister


class _Cached(Protocol):
    @property
    def cache_clear(self) -> Callable[[], None]: ...

    def __call__(self, *arguments: Any) -> Any: ...


_C = TypeVar("_C", bound=_Cached)

_caches: list[_Cached] = []
_own: OwnRegister | None = None


def follows_register(cached: _C) -> _C:
    """Mark a function with a cache, of which the results depend on the reference data in use."""
    _caches.append(cached)
    return cached


def own_register() -> OwnRegister | None:
    """The own register in use, ``None`` if there is only the built-in data."""
    return _own


def use(register: OwnRegister | None) -> None:
    """Put ``register`` in use from now on, in place of the one before; ``None``: only the built-in data."""
    global _own
    if register != _own:
        _own = register
        for cached in _caches:
            cached.cache_clear()


@contextmanager
def using(register: OwnRegister | None) -> Iterator[None]:
    """Put ``register`` in use for a ``with`` block."""
    before = _own
    use(register)
    try:
        yield
    finally:
        use(before)
