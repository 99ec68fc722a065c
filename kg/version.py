"""The program's version, and digests of the code and data that determine what a store contains."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

PROGRAM = "fazhi-kg"
#: The packages and modules that determine the content of a report's graphs.
READING = (
    "fazhi.ontology",
    "fazhi.extractors",
    "fazhi.kg.linking",
    "fazhi.kg.revisions",
    "fazhi.kg.facts",
    "fazhi.kg.assessment",
    "fazhi.kg.graph",
    "fazhi.kg.iris",
)
#: Files in these packages that do not affect the graphs: pages for readers, SHACL shapes, scoring, training.
LEFT_OUT = frozenset(
    {
        "fazhi.ontology/document.py",
        "fazhi.ontology/document.html",
        "fazhi.ontology/data/README.md",
        "fazhi.ontology/shapes.ttl",
        "fazhi.extractors/evaluation",
    }
)


@cache
def program_version() -> str:
    """The version, as shown in provenance and by ``fazhi --version``."""
    return version(PROGRAM)


@cache
def code_digest(*names: str) -> str:
    """SHA-256 over the version and every file (code or data) of these packages and modules.

    A store that records the digest notices a changed register, rule or model even if the version is the
    same. The location of the packages does not matter: a source tree and an installed wheel have the same
    digest.
    """
    total = hashlib.sha256(program_version().encode())
    for name in names:
        for file, path in sorted(_files(name)):
            total.update(file.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(name: str) -> Iterator[tuple[str, Path]]:
    """The files of a package or module with their names relative to it: ``fazhi.ontology/data/zones.csv``."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{name} is not installed", name=name)
    if spec.submodule_search_locations is None:
        yield name, Path(spec.origin)
        return
    for folder in map(Path, spec.submodule_search_locations):
        yield from _below(folder, name)


def _below(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    for path in folder.iterdir():
        below = f"{name}/{path.name}"
        if below in LEFT_OUT or path.name == "__pycache__" or path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _below(path, below)
        else:
            yield below, path
