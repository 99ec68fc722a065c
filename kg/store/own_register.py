"""The own register of a store: a copy of its files in ``register/``, which every later command uses."""

from __future__ import annotations

import shutil
from pathlib import Path

from fazhi.ontology.own_register import OwnRegister, read_own_register


def own_register_of(store: Path) -> OwnRegister | None:
    """The own register of the store at ``store``, None if it has none. Raises ReferenceDataError."""
    folder = store / "register"
    return read_own_register(folder) if folder.is_dir() else None


def keep_own_register(store: Path, register: OwnRegister) -> None:
    """Make ``register`` that of the store, in place of the one before; without files it has none."""
    folder, new, old = (store / name for name in ("register", "register.new", "register.old"))
    for left_behind in (new, old):
        shutil.rmtree(left_behind, ignore_errors=True)
    if register.files:
        new.mkdir(parents=True)
        for name, content in register.files.items():
            (new / name).write_bytes(content)
    if folder.exists():
        folder.replace(old)
    if register.files:
        new.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
