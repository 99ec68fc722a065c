"""The graph in shards by year and province: in SPARQL stores, DuckDB, object stores."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyoxigraph
import pytest
import zstandard
from pyoxigraph import RdfFormat

from fazhi.kg.cli import run
from fazhi.kg.store.opening import open_store

pytestmark = pytest.mark.programs

#: In the extra ``cluster``; the tests of other suites are found without it.
fsspec = pytest.importorskip("fsspec")


@pytest.fixture(scope="module")
def shards(alone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shards") / "shards"
    assert run(["export", "--shards", str(folder), "--store", str(alone)]) == 0
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_the_graphs_of_all_shards_loaded_in_bulk_are_those_of_the_store(alone: Path, shards: Path) -> None:
    loaded = pyoxigraph.Store()
    for file in sorted((shards / "graphs").rglob("*.nq.zst")):
        text = zstandard.ZstdDecompressor().stream_reader(file.open("rb")).read()
        loaded.bulk_load(io.BytesIO(text), RdfFormat.N_QUADS)
    with open_store(alone, read_only=True) as store:
        whole = pyoxigraph.Store()
        whole.bulk_extend(quad for name in store.graph_names() for quad in store.graph(name))
    assert set(loaded) == set(whole)


def test_the_tables_of_all_shards_have_the_rows_of_the_exported_tables(
    alone: Path, shards: Path, tmp_path: Path
) -> None:
    """In DuckDB, which takes year and province of the folders as columns if asked."""
    tables = tmp_path / "tables"
    assert run(["export", "--tables", str(tables), "--store", str(alone)]) == 0
    names = {file.stem for file in tables.glob("*.parquet")}
    assert names == {folder.name for folder in (shards / "tables").iterdir()}
    for name in names:
        whole = duckdb.sql(f"FROM read_parquet('{tables}/{name}.parquet')").fetchall()
        found = f"read_parquet('{shards}/tables/{name}/**/*.parquet', hive_partitioning = false)"
        assert Counter(duckdb.sql(f"FROM {found}").fetchall()) == Counter(whole), name
    assert duckdb.sql(f"FROM read_parquet('{tables}/follow_ups.parquet')").fetchall()
    by_place = duckdb.sql(
        "SELECT province, count(*) FROM "
        f"read_parquet('{shards}/tables/reports/**/*.parquet', hive_partitioning = true) "
        "WHERE year = 2023 AND province IN ('32', '51') GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert [(str(province), number) for province, number in by_place] == [("32", 2), ("51", 1)]


def test_a_cluster_writes_the_same_shards(
    alone: Path, shards: Path, cluster: Callable[[int], Any], tmp_path: Path
) -> None:
    folder = tmp_path / "shards"
    place = ["--shards", folder.as_uri(), "--cluster", cluster(2).address]
    assert run(["export", *place, "--store", str(alone)]) == 0
    assert contents(folder) == contents(shards)


def test_shards_go_to_whatever_fsspec_knows_and_not_where_something_is(
    built: Path, capsys: pytest.CaptureFixture[str], english: None
) -> None:
    files = fsspec.filesystem("memory")
    assert run(["export", "--shards", "memory://bucket/reports", "--store", str(built)]) == 0
    assert files.exists("/bucket/reports/_SUCCESS")
    assert files.glob("/bucket/reports/tables/citations/year=2023/province=32/*.parquet")
    assert run(["export", "--shards", "memory://bucket/reports", "--store", str(built)]) == 2
    assert "memory://bucket/reports: holds other files; name a new folder" in capsys.readouterr().err
    assert run(["export", "--shards", "nowhere://reports", "--store", str(built)]) == 2
    assert "nowhere://reports: cannot be written: Protocol not known: nowhere" in capsys.readouterr().err
