"""The graph in shards by year and province: N-Quads and Parquet tables, in a folder or an object store.

``graphs/year=2023/province=32/0000.nq.zst`` has what graphs state: of the reports on that year by bodies of
that province (the first two digits of the division's code by GB/T 2260), their assessments, their bodies and
what became of last year's plans. ``graphs/shared.nq.zst`` has the reference data, the ontology and what binds
bodies. ``tables/citations/year=2023/province=32/0000.parquet`` has the rows of one shard in the table of that
name (tables.yaml). Tables whose rows are of no single report have one file: ``tables/bodies/all.parquet``.
Where year or province is not known, the folder is called as Hive does it. ``_SUCCESS`` is written last.
"""

from __future__ import annotations

import importlib.util
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard
from pyoxigraph import RdfFormat, parse, serialize

from fazhi.kg.iris import report_graph
from fazhi.kg.output.parts import Part, graphs_on, shared_graphs, shared_triples
from fazhi.kg.output.table_files import can_write_parquet, write_parquet
from fazhi.kg.output.tables import Table, Tables
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.inference import axioms_in_use
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.ntriples import terms_of

#: Reports of a shard: files of some megabytes, which programs like better than many small ones.
REPORTS = 200
#: What programs for partitioned data call a folder of what has no value (Hive, Spark, DuckDB, Arrow).
_UNKNOWN = "__HIVE_DEFAULT_PARTITION__"
_PLACES = """
SELECT ?report ?year (MIN(SUBSTR(?code, 1, 2)) AS ?province) {
  ?report a fz:Report OPTIONAL { ?report fz:reportedYear ?year }
  OPTIONAL {
    ?report fz:issuer/org:subOrganizationOf*/fz:place/schema:containedInPlace*/fz:divisionCode ?code
  }
} GROUP BY ?report ?year"""


@dataclass(frozen=True)
class Shard:
    """So many reports of a year and a province: the ``name`` of its files, and its graphs.

    These are N-Quads, compressed, as the store has them in files.
    """

    name: str
    reports: int
    graphs: Sequence[bytes]


@dataclass(frozen=True)
class Context:
    """What all shards have in common: where they are written, and the triples that all graphs lead to."""

    url: str
    triples: bytes


#: Calls a function with each shard and what they share: in this process, or on a cluster.
Spread = Callable[[Callable[[Shard, Context], int], Iterable[Shard], Context], Iterator[int]]
Progress = Callable[[int, int, str], None]


def here(write: Callable[[Shard, Context], int], shards: Iterable[Shard], context: Context) -> Iterator[int]:
    """Write the shards in this process, one after another."""
    return (write(shard, context) for shard in shards)


def write_shards(store: GraphStore, url: str, progress: Progress, spread: Spread = here) -> None:
    """Write the shards of ``store`` to ``url``, of any kind that fsspec knows or a folder.

    ``progress`` is told how many of the reports are done. Raises FazhiError where something is there already,
    it cannot be written, or Parquet or fsspec are not installed.
    """
    url = url if "://" in url else Path(url).absolute().as_uri()
    _check(url)
    groups = _groups(store)
    total = sum(map(len, groups.values()))
    context = Context(url, _packed(shared_triples(store)))
    shards = (_shard(store, name, graphs) for name, graphs in groups.items())
    done = 0
    for reports in spread(write_shard, shards, context):
        done += reports
        progress(done, total, "")
    shared = b"".join(_quads(store, name) for name in shared_graphs(store))
    _write(url, "graphs/shared.nq.zst", _packed(shared))
    tables = Tables(store)
    for table in tables.tables:
        if table.shared:
            _write(url, f"tables/{table.name}/all.parquet", _parquet(tables, table))
    _write(url, "_SUCCESS", b"")


def write_shard(shard: Shard, context: Context) -> int:
    """Write the files of one shard; returns its number of reports. Twice writes the same."""
    graphs = (map(terms_of, parse(_unpacked(graph), format=RdfFormat.N_QUADS)) for graph in shard.graphs)
    tables = Part(graphs, _unpacked(context.triples), axioms_in_use()).tables()
    for table in tables.tables:
        if not table.shared:
            _write(context.url, f"tables/{table.name}/{shard.name}.parquet", _parquet(tables, table))
    _write(context.url, f"graphs/{shard.name}.nq.zst", _packed(b"".join(map(_unpacked, shard.graphs))))
    return shard.reports


def _groups(store: GraphStore) -> dict[str, list[str]]:
    """The reports' graphs by the name of their shard, at most :data:`REPORTS` in each."""
    by_place: dict[str, list[str]] = defaultdict(list)
    for row in store.select(_PLACES):
        folders = (f"{name}={_text(row[name]) or _UNKNOWN}" for name in ("year", "province"))
        by_place["/".join(folders)].append(report_graph(row["report"].value, store.base))
    return {
        f"{place}/{start // REPORTS:04}": sorted(graphs)[start : start + REPORTS]
        for place, graphs in sorted(by_place.items())
        for start in range(0, len(graphs), REPORTS)
    }


def _text(term: Any) -> str:
    return str(term.value) if term else ""


def _shard(store: GraphStore, name: str, reports: Sequence[str]) -> Shard:
    names = (name for report in reports for name in graphs_on(report, store.base))
    contents = [content for each in names if (content := _quads(store, each))]
    return Shard(name, len(reports), [_packed(content) for content in contents])


def _parquet(tables: Tables, table: Table) -> bytes:
    out = io.BytesIO()
    write_parquet(table, tables.rows(table), out)
    return out.getvalue()


def _quads(store: GraphStore, name: str) -> bytes:
    """What a graph states, as N-Quads."""
    return serialize(store.graph(name), format=RdfFormat.N_QUADS) or b""


def _packed(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(content)


def _unpacked(content: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompress(content)


def _check(url: str) -> None:
    if not (can_write_parquet() and importlib.util.find_spec("fsspec")):
        raise FazhiError(
            "not installed: pip install 'fazhi-kg[cluster,tables]'",
            "未安装：pip install 'fazhi-kg[cluster,tables]'",
            at="--shards",
        )
    import fsspec

    try:
        files, path = fsspec.core.url_to_fs(url)
        taken = files.exists(path) and files.ls(path)
    except Exception as error:  # The library of each object store has kinds of its own.
        raise _cannot(url, error) from error
    if taken:
        raise FazhiError("holds other files; name a new folder", "已有其他文件，请指定新文件夹", at=url)


def _write(url: str, name: str, content: bytes) -> None:
    import fsspec

    place = f"{url.rstrip('/')}/{name}"
    try:
        with fsspec.open(place, "wb") as stream:
            stream.write(content)
    except OSError as error:
        raise _cannot(place, error) from error


def _cannot(place: str, error: Exception) -> FazhiError:
    words = " ".join(str(error).split())
    return FazhiError(f"cannot be written: {words}", f"无法写入：{words}", at=place)
