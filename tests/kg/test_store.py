"""The store: changed in transactions, readers undisturbed, one writer, rebuilt from its files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from fazhi.kg.store.files import StoreError, StoreLocked, graph_file, graph_file_content
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.transaction import Transaction

BASE = "https://example.org/id/"
GRAPH = f"{BASE}graph/甲园区/2023"
ASSESSMENTS, BODIES = f"{BASE}graph/assessments/甲园区/2023", f"{BASE}graph/bodies"


def quads(*values: str, graph: str = GRAPH) -> list[Quad]:
    subject, predicate = NamedNode(f"{BASE}a"), NamedNode(f"{BASE}p")
    return [Quad(subject, predicate, Literal(value), NamedNode(graph)) for value in values]


def stored(path: Path) -> set[str]:
    """What readers see."""
    with open_store(path, read_only=True) as store:
        return {quad.object.value for quad in store.dataset}


def write(path: Path, *values: str) -> bool:
    """Give the graph these values in a transaction; whether that changed anything."""
    with open_store(path) as store, store.transaction() as transaction:
        return transaction.replace(GRAPH, quads(*values))


def mend(path: Path) -> None:
    """A transaction without a change of its own."""
    with open_store(path) as store, store.transaction():
        pass


def fail_after(store: GraphStore, change: Callable[[Transaction], object]) -> None:
    """A transaction whose block is left by an error after a change."""
    with store.transaction() as transaction:
        change(transaction)
        raise ZeroDivisionError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with one graph of two values."""
    with open_store(tmp_path / "store", base=BASE) as store, store.transaction() as transaction:
        transaction.replace(GRAPH, quads("one", "two"))
    return tmp_path / "store"


def test_a_graph_is_replaced_whole(path):
    assert write(path, "three")
    assert stored(path) == {"three"}


def test_a_graph_without_quads_is_none(path):
    assert write(path)
    with open_store(path, read_only=True) as store:
        assert (store.graph_names(), list(store.graph(GRAPH)), len(store.dataset)) == ([], [], 0)


def test_a_part_of_the_bodies_takes_only_its_own_away(path):
    """Each report's part has a file of its own; what another part says too stays."""

    def give(store: GraphStore, **parts: tuple[str, ...]) -> set[str]:
        with store.transaction() as transaction:
            for key, values in parts.items():
                content = graph_file_content(quads(*values, graph=BODIES))
                transaction.replace_report({f"{BODIES}/{key}/2023": content})
        found = stored(path) - {"one", "two"}
        stated = list(store.graph(BODIES))
        assert {quad.graph_name.value for quad in stated} <= {BODIES}
        assert sorted(quad.object.value for quad in stated) == sorted(found)
        return found

    with open_store(path) as store:
        assert give(store, a=("shared", "a"), b=("shared", "b")) == {"shared", "a", "b"}
        assert give(store, a=("new",)) == {"shared", "new", "b"}
    with open_store(path) as store:
        assert give(store, b=("b",), c=("shared", "new")) == {"shared", "new", "b"}
        assert give(store, a=(), c=("new",)) == {"new", "b"}
        assert store.graph_names() == [BODIES, GRAPH]
        assert give(store, b=(), c=()) == set()
        assert store.graph_names() == [GRAPH]


def test_a_graph_is_removed_with_its_file(path):
    with open_store(path) as store, store.transaction() as transaction:
        transaction.remove(GRAPH)
    assert stored(path) == set()
    assert not graph_file(path, GRAPH).exists()
    with open_store(path, read_only=True) as store:
        assert not store.has_graph(GRAPH)


def test_the_same_graph_again_changes_no_file(path):
    before = {
        file: file.read_bytes() for file in path.rglob("*") if file.parent.name != "index" and file.is_file()
    }
    assert not write(path, "two", "one")
    assert all(file.read_bytes() == data for file, data in before.items())
    assert open_store(path, read_only=True).settings["snapshot"] == 1


def test_a_writer_sees_its_changes_at_once_and_a_reader_when_the_block_has_ended(path):
    with open_store(path) as writer:
        with writer.transaction() as transaction:
            transaction.replace(GRAPH, quads("three"))
            assert {quad.object.value for quad in writer.dataset} == {"three"}
            assert stored(path) == {"one", "two"}
        assert stored(path) == {"three"}


def test_settings_are_published_with_the_graphs(path):
    """Small facts that a writer keeps, even where no graph changed."""
    with open_store(path) as store:
        with store.transaction() as transaction:
            transaction.settings["colour"] = "red"
            assert "colour" not in open_store(path, read_only=True).settings
        with pytest.raises(ZeroDivisionError):
            fail_after(store, lambda transaction: transaction.settings.update(colour="blue"))
    assert open_store(path, read_only=True).settings["colour"] == "red"


def test_an_open_reader_outlives_later_runs(path):
    with open_store(path, read_only=True) as reader:
        for value in ("three", "four", "five"):
            write(path, value)
        assert {quad.object.value for quad in reader.dataset} == {"one", "two"}


def test_a_reader_whose_snapshot_is_gone_still_answers_but_names_no_graphs(path):
    """Graphs are read from files; those of a snapshot go with the second transaction after it."""
    with open_store(path, read_only=True) as reader:
        write(path, "three")
        assert {quad.object.value for quad in reader.graph(GRAPH)} == {"one", "two"}
        write(path, "four")
        with pytest.raises(StoreError, match="open it again"):
            reader.graph_names()
        assert {quad.object.value for quad in reader.dataset} == {"one", "two"}


def test_a_second_writer_in_another_process_is_refused_in_one_line(path, other_writer):
    with other_writer(path) as pid:
        with pytest.raises(StoreLocked) as refused:
            open_store(path)
        assert f"process {pid}" in str(refused.value)
        assert str(path) in str(refused.value)
        assert "\n" not in str(refused.value)
        assert stored(path) == {"one", "two"}
    write(path, "three")
    assert stored(path) == {"three"}


def test_a_block_that_fails_leaves_readers_the_earlier_state_and_is_mended_by_the_next(path):
    """The graph file, which was written whole, counts; the next writer takes it up."""
    with open_store(path) as store, pytest.raises(ZeroDivisionError):
        fail_after(store, lambda transaction: transaction.replace(GRAPH, quads("three")))
    assert stored(path) == {"one", "two"}
    mend(path)
    assert stored(path) == {"three"}


def test_after_a_block_that_failed_the_same_writer_goes_on(path):
    other = f"{BASE}graph/乙园区/2023"
    with open_store(path) as store:
        with pytest.raises(ZeroDivisionError):
            fail_after(store, lambda transaction: transaction.replace(other, quads("four", graph=other)))
        with store.transaction() as transaction:
            transaction.replace(GRAPH, quads("three"))
    assert stored(path) == {"three", "four"}


@pytest.mark.parametrize("files", [1, 2, 3])
def test_a_writer_killed_between_files_and_index_is_mended_by_the_next(path, files):
    """Killed outright when some of a report's files are new: the index still has the old ones."""
    program = f"""
import os
from pathlib import Path
from fazhi.kg.store.opening import open_store
from tests.kg.test_store import ASSESSMENTS, BODIES, GRAPH, graph_file_content, quads
rename = Path.replace
renamed = []
def rename_and_die(file, target):
    rename(file, target)
    renamed.append(file)
    if len(renamed) == {files}:
        os._exit(9)
Path.replace = rename_and_die
with open_store({str(path)!r}) as store, store.transaction() as transaction:
    transaction.replace_report({{
        GRAPH: graph_file_content(quads("three")),
        ASSESSMENTS: graph_file_content(quads("four", graph=ASSESSMENTS)),
        BODIES + "/甲园区/2023": graph_file_content(quads("five", graph=BODIES)),
    }})
"""
    killed = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == 9
    assert stored(path) == {"one", "two"}
    mend(path)
    assert stored(path) == set(["three", "four", "five"][:files])


def test_a_file_whose_graph_was_written_in_vain_is_read_again(path, tmp_path):
    """The manifest was not published: it says what the graph's file held before."""
    other = f"{BASE}graph/乙园区/2023"
    with open_store(path) as store, store.transaction() as transaction:
        transaction.manifest.record([tmp_path / "report.txt"], "digest", GRAPH, "program")
        transaction.manifest.record([tmp_path / "other.txt"], "other digest", other, "program")
    with open_store(path) as store:
        graphs = {GRAPH: graph_file_content(quads("three"))}
        with pytest.raises(ZeroDivisionError):
            fail_after(store, lambda transaction: transaction.replace_report(graphs))
        with store.transaction() as transaction:
            assert transaction.manifest.graph_of("digest", "program") is None
            assert transaction.manifest.graph_of("other digest", "program") == other


def test_the_index_is_rebuilt_from_the_graph_files_alone(path):
    for part in ("index", "snapshots"):
        shutil.rmtree(path / part)
    with pytest.raises(StoreError, match="--rebuild"):
        open_store(path, read_only=True)
    mend(path)
    assert stored(path) == {"one", "two"}


def test_a_rebuild_takes_up_changed_files_and_drops_what_has_none(path):
    other = f"{BASE}graph/乙园区/2023"
    with open_store(path) as store, store.transaction() as transaction:
        transaction.replace(other, quads("four", graph=other))
    assert stored(path) == {"one", "two", "four"}
    graph_file(path, other).unlink()
    graph_file(path, GRAPH).write_bytes(graph_file_content(quads("three")))
    with open_store(path) as store, store.transaction() as transaction:
        transaction.rebuild()
        assert GRAPH in transaction.written
    assert stored(path) == {"three"}


def test_a_damaged_index_is_made_again(path):
    (path / "index" / "CURRENT").write_text("nonsense")
    mend(path)
    assert stored(path) == {"one", "two"}


def test_a_graph_file_that_cannot_be_read_is_named(path):
    file = graph_file(path, GRAPH)
    file.write_text("<a> <b>\n")
    with (
        pytest.raises(StoreError) as refused,
        open_store(path) as store,
        store.transaction() as transaction,
    ):
        transaction.rebuild()
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


def test_a_store_of_another_format_is_to_be_built_anew(path):
    settings = json.loads((path / "store.json").read_text("utf-8"))
    (path / "store.json").write_text(json.dumps(settings | {"format": 1}), "utf-8")
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"format 1.*build anew"):
            open_store(path, read_only=read_only)


def test_the_base_iri_is_the_stores_own_and_checked(path, tmp_path):
    with pytest.raises(StoreError, match=BASE):
        open_store(path, base="https://example.com/")
    for base in ("example", "https://example.org/id", "https://example.org/ x/"):
        with pytest.raises(StoreError, match="base IRI"):
            open_store(tmp_path / "other", base=base)


def test_a_reader_cannot_write(path):
    with open_store(path, read_only=True) as store, pytest.raises(StoreError, match="reading only"):
        store.transaction()
