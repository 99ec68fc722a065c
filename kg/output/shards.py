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
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph
import zstandard
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse, serialize

from fazhi.kg.iris import graphs_of_report, report_graph
from fazhi.kg.output.table_files import can_write_parquet, parquet_file
from fazhi.kg.output.tables import Tables
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.inference import axioms_in_use, said
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import FZ, PREFIXES, reference_graphs, resource

_PLAN = NamedNode(FZ + "plan")
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
    shared = [name for name in _shared(store) if store.has_graph(name)]
    lines = (f"{triple} .\n" for name in shared for triple in said(store.graph(name), store.axioms))
    context = Context(url, _packed("".join(lines).encode()))
    shards = (_shard(store, name, graphs) for name, graphs in groups.items())
    done = 0
    for reports in spread(write_shard, shards, context):
        done += reports
        progress(done, total, "")
    _write(url, "graphs/shared.nq.zst", _packed(b"".join(_quads(store, name) for name in shared)))
    tables = Tables(store)
    for table in tables.tables:
        if table.shared:
            _write(url, f"tables/{table.name}/all.parquet", parquet_file(table, tables.rows(table)))
    _write(url, "_SUCCESS", b"")


def write_shard(shard: Shard, context: Context) -> int:
    """Write the files of one shard; returns its number of reports. Twice writes the same."""
    quads = [list(parse(_unpacked(graph), format=RdfFormat.N_QUADS)) for graph in shard.graphs]
    plans = {quad.object.value for quad in chain.from_iterable(quads) if quad.predicate == _PLAN}
    # Plans that were followed up stand in the report on the year before.
    tables = Tables(_Some(_unpacked(context.triples), quads), {"plans": plans})
    for table in tables.tables:
        if not table.shared:
            content = parquet_file(table, tables.rows(table))
            _write(context.url, f"tables/{table.name}/{shard.name}.parquet", content)
    _write(context.url, f"graphs/{shard.name}.nq.zst", _packed(b"".join(map(_unpacked, shard.graphs))))
    return shard.reports


class _Some:
    """Some graphs of a store, and what they lead to, for :class:`Tables`."""

    path = Path()

    def __init__(self, context: bytes, graphs: Iterable[Sequence[pyoxigraph.Quad]]) -> None:
        self._dataset = Store()
        self._dataset.bulk_load(context, RdfFormat.N_TRIPLES)
        axioms = axioms_in_use()
        for quads in graphs:
            self._dataset.bulk_extend(pyoxigraph.Quad(*triple) for triple in said(quads, axioms))

    def select(self, query: str) -> QuerySolutions:
        solutions = self._dataset.query(query, prefixes=PREFIXES)
        assert isinstance(solutions, QuerySolutions)
        return solutions


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


def _shared(store: GraphStore) -> tuple[str, ...]:
    return (*reference_graphs(store.base), resource("graph", "applicability", base=store.base))


def _shard(store: GraphStore, name: str, reports: Sequence[str]) -> Shard:
    follow_ups = f"{store.base}graph/follow-up/"
    names = (
        each
        for report in reports
        for each in (*graphs_of_report(report), follow_ups + report.removeprefix(f"{store.base}graph/"))
    )
    contents = [content for each in names if (content := _quads(store, each))]
    return Shard(name, len(reports), [_packed(content) for content in contents])


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
