"""The store: graphs replaced whole, readers undisturbed, one writer, rebuilt from its files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from fazhi.kg.store.files import StoreError, StoreLocked, graph_file
from fazhi.kg.store.opening import open_store

BASE = "https://example.org/id/"
GRAPH = f"{BASE}graph/甲园区/2023"


def quads(*values: str, graph: str = GRAPH) -> list[Quad]:
    subject, predicate = NamedNode(f"{BASE}a"), NamedNode(f"{BASE}p")
    return [Quad(subject, predicate, Literal(value), NamedNode(graph)) for value in values]


def stored(path: Path) -> set[str]:
    with open_store(path, read_only=True) as store:
        return {quad.object.value for quad in store.quads()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with one graph of two values."""
    with open_store(tmp_path / "store", base=BASE) as store:
        store.replace_graph(GRAPH, quads("one", "two"))
    return tmp_path / "store"


def test_a_graph_is_replaced_whole(path):
    with open_store(path) as store:
        assert store.replace_graph(GRAPH, quads("three"))
    assert stored(path) == {"three"}


def test_the_same_graph_again_changes_no_file(path):
    before = {
        file: file.read_bytes() for file in path.rglob("*") if file.parent.name != "index" and file.is_file()
    }
    with open_store(path) as store:
        assert not store.replace_graph(GRAPH, quads("two", "one"))
    assert all(file.read_bytes() == data for file, data in before.items())
    assert open_store(path, read_only=True).settings["snapshot"] == 1


def test_a_reader_sees_the_last_finished_run_while_a_writer_works(path):
    with open_store(path) as writer:
        writer.replace_graph(GRAPH, quads("three"))
        assert stored(path) == {"one", "two"}
    assert stored(path) == {"three"}


def test_an_open_reader_outlives_later_runs(path):
    with open_store(path, read_only=True) as reader:
        for value in ("three", "four", "five"):
            with open_store(path) as writer:
                writer.replace_graph(GRAPH, quads(value))
        assert {quad.object.value for quad in reader.quads()} == {"one", "two"}


def test_a_second_writer_in_another_process_is_refused_in_one_line(path, other_writer):
    with other_writer(path) as pid:
        with pytest.raises(StoreLocked) as refused:
            open_store(path)
        assert f"process {pid}" in str(refused.value)
        assert str(path) in str(refused.value)
        assert "\n" not in str(refused.value)
        assert stored(path) == {"one", "two"}
    with open_store(path) as store:
        store.replace_graph(GRAPH, quads("three"))
    assert stored(path) == {"three"}


def test_a_run_that_fails_leaves_readers_the_earlier_state_and_is_mended_by_the_next(path):
    """The graph file, which was written whole, counts; the next writer takes it up."""
    store = open_store(path)
    store.replace_graph(GRAPH, quads("three"))
    store.__exit__(RuntimeError, RuntimeError(), None)
    assert stored(path) == {"one", "two"}
    with open_store(path):
        pass
    assert stored(path) == {"three"}


def test_a_writer_killed_between_file_and_index_is_mended_by_the_next(path):
    """Killed outright: the index still has the old graph, its file the new one."""
    program = f"""
import os
from fazhi.kg.store.opening import open_store
from tests.kg.test_store import GRAPH, quads
store = open_store({str(path)!r})
store._replace_in_index = lambda *_: os._exit(9)
store.replace_graph(GRAPH, quads("three"))
"""
    killed = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == 9
    assert stored(path) == {"one", "two"}
    with open_store(path):
        pass
    assert stored(path) == {"three"}


def test_the_index_is_rebuilt_from_the_graph_files_alone(path):
    for part in ("index", "snapshots"):
        for file in sorted((path / part).rglob("*"), reverse=True):
            file.unlink() if file.is_file() else file.rmdir()
        (path / part).rmdir()
    with pytest.raises(StoreError, match="--rebuild"):
        open_store(path, read_only=True)
    with open_store(path) as store:
        store.rebuild()
    assert stored(path) == {"one", "two"}


def test_a_damaged_index_is_made_again(path):
    (path / "index" / "CURRENT").write_text("nonsense")
    with open_store(path):
        pass
    assert stored(path) == {"one", "two"}


def test_a_graph_file_that_cannot_be_read_is_named(path):
    with open_store(path) as store:
        file = graph_file(store.path, GRAPH)
    file.write_text("<a> <b>\n")
    with pytest.raises(StoreError) as refused, open_store(path) as store:
        store.rebuild()
    assert str(file) in str(refused.value)
    assert stored(path) == {"one", "two"}


def test_graph_files_have_readable_names_and_no_dangerous_ones(path):
    with open_store(path, read_only=True) as store:
        assert graph_file(store.path, GRAPH) == path / "graphs" / "甲园区" / "2023.nq"
        assert graph_file(store.path, f"{BASE}graph/../2023") == path / "graphs" / "%2E%2E" / "2023.nq"
        assert graph_file(store.path, f"{BASE}graph/a:b*/2023") == path / "graphs" / "a%3Ab%2A" / "2023.nq"


def test_directories_that_are_no_store_are_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(StoreError, match="no fazhi store"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="make one first"):
        open_store(tmp_path / "absent", read_only=True)
    with pytest.raises(StoreError, match="a file, not a store"):
        open_store(tmp_path / "letter.txt")
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_the_base_iri_is_the_stores_own_and_checked(path, tmp_path):
    with pytest.raises(StoreError, match=BASE):
        open_store(path, base="https://example.com/")
    for base in ("example", "https://example.org/id", "https://example.org/ x/"):
        with pytest.raises(StoreError, match="base IRI"):
            open_store(tmp_path / "other", base=base)


def test_a_reader_cannot_write(path):
    with open_store(path, read_only=True) as store, pytest.raises(StoreError, match="reading only"):
        store.replace_graph(GRAPH, quads("three"))
