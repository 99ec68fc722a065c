"""Making the ``store.json`` of a store anew where it is missing or damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat

from fazhi.kg.iris import bodies_graph, bodies_part
from fazhi.kg.store.earlier import pack_what_is_left, plain_files
from fazhi.kg.store.files import digests_of_files, graph_file, graph_files, link_or_copy, mark_at_work, unpack
from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.readings import Readings
from fazhi.kg.store.settings import new_settings
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH

#: What a store consists of.
_NAMES = frozenset(
    {
        "store.json",
        "manifest",
        "graphs",
        "readings",
        "register",
        "revisions",
        "index",
        "snapshots",
        "writer",
        "published.json",
    }
)
#: What a run that died may leave beside that, and what file managers put into any directory.
_LEFTOVER = re.compile(
    r"\.(store|published)\.json\.\d+|register\.(new|old)|\.DS_Store|Thumbs\.db|desktop\.ini"
)
#: The IRI of a report's file ends in its SHA-256.
_FILE_DIGEST = re.compile(rb"/file/([0-9a-f]{64})>")


def foreign_names(path: Path) -> list[str]:
    """Names of what is in the directory ``path`` and in no store, sorted."""
    names = (found.name for found in path.iterdir())
    return sorted(name for name in names if name not in _NAMES and not _LEFTOVER.fullmatch(name))


def has_content(path: Path) -> bool:
    """Whether the directory ``path`` has graphs or readings."""
    snapshots = path / "snapshots"
    folders = [path, *(snapshots.iterdir() if snapshots.is_dir() else ())]
    graphs = any(any(graph_files(folder)) for folder in folders) or any(plain_files(path))
    return graphs or bool(Readings(path).digests())


def recover(path: Path, base: str | None) -> tuple[dict[str, Any], Manifest]:
    """What the store at ``path`` says about itself, found again from its graph files and readings.

    The graph files are taken as they are, and those that are gone from the newest snapshot. Which file gave
    which report is not known any more, and whether a graph file is damaged cannot be seen: so no register
    and no program is noted, which has every report made again from its reading. A file that is given again
    is known by its bytes. ``base`` is that of a store whose graphs tell none.
    """
    mark_at_work(path)
    pack_what_is_left(path)
    numbers = [int(n.name) for n in (path / "snapshots").glob("*") if n.name.isdigit()]
    number = max(numbers, default=0)
    snapshot = path / "snapshots" / str(number)
    for kept in graph_files(snapshot):
        file = path / kept.relative_to(snapshot)
        if not file.exists():
            link_or_copy(kept, file)
    contents = dict(_readable(path))
    named = {name: file for file, (name, _) in contents.items() if name != ONTOLOGY_GRAPH}
    bases = [name.partition("/graph/")[0] + "/" for name in named]
    settings = new_settings(max(set(bases), key=bases.count) if bases else base)
    bodies = bodies_graph(settings["base"])
    names = {name: file for file, (name, _) in contents.items() if graph_file(path, name) == file}
    names |= {
        part: file
        for name in list(names)
        if (file := graph_file(path, part := bodies_part(name))) in contents and contents[file][0] == bodies
    }
    graph_of = {
        digest.decode(): name
        for name, file in names.items()
        for digest in _FILE_DIGEST.findall(contents[file][1])
    }
    readings = Readings(path).digests()
    manifest = Manifest(path)
    manifest.graphs.update(zip(names, digests_of_files(names.values()), strict=True))
    for digest in readings:
        if digest in graph_of:
            manifest.record([], digest, graph_of[digest], "")
        else:
            manifest.set_aside([], digest)
    return settings | {"snapshot": number, "register": None}, manifest


def _readable(path: Path) -> Iterator[tuple[Path, tuple[str, bytes]]]:
    """The graph files that are N-Quads of one graph, each with that graph's name and its content."""
    for file in graph_files(path):
        try:
            data = unpack(file.read_bytes())
            graphs = {quad.graph_name for quad in pyoxigraph.parse(data, format=RdfFormat.N_QUADS)}
        except (OSError, SyntaxError, ValueError):
            continue
        (graph,) = graphs if len(graphs) == 1 else (None,)
        if isinstance(graph, NamedNode) and "/graph/" in graph.value:
            yield file, (graph.value, data)
