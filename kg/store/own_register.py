"""The own register of a store: a copy of its files in ``register/``, which every later command uses.

Each snapshot has a copy too, for readers while another register is being taken in, and in case of damage.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from fazhi.kg.store.files import StoreError
from fazhi.kg.store.settings import SettingsLost, read_settings
from fazhi.kg.store.snapshots import snapshot_of
from fazhi.ontology.data_files import ReferenceDataError
from fazhi.ontology.own_register import OwnRegister, read_own_register

_FOLDER = "register"


def own_register_of(store: Path) -> OwnRegister | None:
    """The own register of the store at ``store``, None if it has none.

    Raises StoreError where it is damaged, and ReferenceDataError where this program cannot take it.
    """
    try:
        settings = read_settings(store)
    except SettingsLost:
        settings = {}
    digest = settings.get("register")
    if digest is None:  # Nobody knows what it should be.
        return read_own_register(store / _FOLDER) if (store / _FOLDER).is_dir() else None
    if not digest:
        return None
    for folder in (store, snapshot_of(store, settings)):
        try:
            register = read_own_register(folder / _FOLDER)
        except (ReferenceDataError, OSError):
            continue
        if register.digest == digest:
            return register
    raise StoreError(
        "the own register is damaged, or was changed in place; "
        f"give it again: fazhi build --register FILE --store {store}",
        f"自有名录已损坏，或被就地改动；请重新给出：fazhi build --register 文件 --store {store}",
        at=store / _FOLDER,
    )


def keep_own_register(folder: Path, register: OwnRegister) -> None:
    """Make ``register`` that of the store or snapshot in ``folder``; without files it has none."""
    kept, new, old = (folder / name for name in (_FOLDER, f"{_FOLDER}.new", f"{_FOLDER}.old"))
    for left_behind in (new, old):
        shutil.rmtree(left_behind, ignore_errors=True)
    if {file.name: file.read_bytes() for file in kept.glob("*") if file.is_file()} == dict(register.files):
        return
    if register.files:
        new.mkdir(parents=True)
        for name, content in register.files.items():
            (new / name).write_bytes(content)
    if kept.exists():
        kept.replace(old)
    if register.files:
        new.replace(kept)
    shutil.rmtree(old, ignore_errors=True)
