"""The store: changed in transactions, readers undisturbed, one writer, rebuilt from its files."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import Literal, NamedNode, Quad

from fazhi.kg.store.files import StoreError, StoreLocked, graph_file, graph_file_content, pack, unpack
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.manifest_file import read_manifest
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.packed import Packed, packed
from fazhi.kg.store.settings import read_settings, write_settings
from fazhi.kg.store.transaction import Transaction
from fazhi.kg.store.visits import Left, Visits
from fazhi.ontology.languages import Both
from fazhi.ontology.ntriples import Graph

BASE = "https://example.org/id/"
GRAPH = f"{BASE}graph/甲园区/2023"
ASSESSMENTS, BODIES = f"{BASE}graph/assessments/甲园区/2023", f"{BASE}graph/bodies"


def quads(*values: str, graph: str = GRAPH) -> list[Quad]:
    subject, predicate = NamedNode(f"{BASE}a"), NamedNode(f"{BASE}p")
    return [Quad(subject, predicate, Literal(value), NamedNode(graph)) for value in values]


def graph(*values: str, name: str = GRAPH) -> Graph:
    """The same triples as they come from a report."""
    found = Graph(name)
    for value in values:
        found.add(f"{BASE}a", f"{BASE}p", Literal(value))
    return found


def stored(path: Path) -> set[str]:
    """What readers see."""
    with open_store(path, read_only=True) as store:
        return {quad.object.value for quad in store.dataset}


def write(path: Path, *values: str) -> bool:
    """Give the graph these values in a transaction; whether that changed anything."""
    with open_store(path) as store, store.transaction() as transaction:
        return transaction.replace(GRAPH, quads(*values))


def contents(path: Path) -> dict[Path, bytes]:
    """The graph files and those of the snapshots, with what stands in them."""
    return {file: unpack(file.read_bytes()) for file in path.rglob("*.nq*")}


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


def test_a_graph_file_is_for_people_to_read(path):
    """As zstd -dc shows it: sorted N-Quads."""
    lines = zstandard.ZstdDecompressor().decompress(graph_file(path, GRAPH).read_bytes()).decode()
    assert lines == "".join(f"{quad} .\n" for quad in quads("one", "two"))


def test_the_same_quads_compressed_otherwise_are_the_same(path):
    """As another version of the library may do."""
    content = zstandard.ZstdCompressor(level=1, write_checksum=True).compress(
        unpack(graph_file_content(quads("one", "two")))
    )
    with open_store(path) as store, store.transaction() as transaction:
        assert not transaction.replace_report(Packed({GRAPH: content}))
        assert transaction.replace_report(packed({GRAPH: graph("one")}))


def test_a_graph_without_quads_is_none(path):
    assert write(path)
    with open_store(path, read_only=True) as store:
        assert (store.graph_names(), list(store.graph(GRAPH)), len(store.dataset)) == ([], [], 0)


def test_a_part_of_the_bodies_takes_only_its_own_away(path):
    """Each report's part has a file of its own; what another part says too stays."""

    def give(store: GraphStore, **parts: tuple[str, ...]) -> set[str]:
        with store.transaction() as transaction:
            for key, values in parts.items():
                content = graph(*values, name=BODIES)
                transaction.replace_report(packed({f"{BODIES}/{key}/2023": content}))
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


def test_a_reader_whose_snapshot_is_gone_still_answers_but_has_no_graphs(path):
    """Graphs are read from files; those of a snapshot go with the second transaction after it."""
    with open_store(path, read_only=True) as reader:
        write(path, "three")
        assert {quad.object.value for quad in reader.graph(GRAPH)} == {"one", "two"}
        write(path, "four")
        with pytest.raises(StoreError, match="open it again"):
            list(reader.graph(GRAPH))
        assert {quad.object.value for quad in reader.dataset} == {"one", "two"}


def test_two_snapshots_are_kept(path):
    """A reader that found the number of the one before can still open it."""
    for value in ("three", "four", "five"):
        write(path, value)
    assert sorted(found.name for found in (path / "snapshots").iterdir()) == ["3", "4"]


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


def test_a_block_that_fails_leaves_the_earlier_state(path):
    with open_store(path) as store, pytest.raises(ZeroDivisionError):
        fail_after(store, lambda transaction: transaction.replace(GRAPH, quads("three")))
    assert stored(path) == {"one", "two"}
    mend(path)
    assert stored(path) == {"one", "two"}


def test_after_a_block_that_failed_the_same_writer_goes_on(path):
    other = f"{BASE}graph/乙园区/2023"
    with open_store(path) as store:
        with pytest.raises(ZeroDivisionError):
            fail_after(store, lambda transaction: transaction.replace(other, quads("four", graph=other)))
        with store.transaction() as transaction:
            transaction.replace(GRAPH, quads("three"))
        assert store.graph_names() == [GRAPH]
    assert stored(path) == {"three"}
    assert not graph_file(path, other).exists()


@pytest.mark.parametrize("files", [1, 2, 3])
def test_what_a_killed_writer_had_written_is_taken_back_by_the_next(path, files):
    """Killed outright when some of a report's files are new: the index still has the old ones."""
    program = f"""
import os
from pathlib import Path
from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.manifest_file import read_manifest
from fazhi.kg.store.opening import open_store
from tests.kg.test_store import ASSESSMENTS, BODIES, GRAPH, graph, packed
rename = Path.replace
renamed = []
def rename_and_die(file, target):
    rename(file, target)
    renamed.append(file)
    if len(renamed) == {files}:
        os._exit(9)
Path.replace = rename_and_die
with open_store({str(path)!r}) as store, store.transaction() as transaction:
    transaction.replace_report(packed({{
        GRAPH: graph("three"),
        ASSESSMENTS: graph("four", name=ASSESSMENTS),
        BODIES + "/甲园区/2023": graph("five", name=BODIES),
    }}))
"""
    killed = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == 9
    assert stored(path) == {"one", "two"}
    mend(path)
    assert stored(path) == {"one", "two"}
    assert [file.name for file in (path / "graphs").rglob("*") if file.is_file()] == ["2023.nq.zst"]
    assert graph_file(path, GRAPH).read_bytes() == graph_file_content(quads("one", "two"))


@pytest.mark.parametrize("gone", [("index",), ("snapshots",), ("snapshots/1/index",), ("graphs", "index")])
def test_what_is_deleted_is_made_again_of_what_is_left(path, gone):
    """The index from the graph files, these from the snapshot."""
    for part in gone:
        shutil.rmtree(path / part, ignore_errors=True)
    mend(path)
    assert stored(path) == {"one", "two"}
    assert graph_file(path, GRAPH).exists()


@pytest.mark.parametrize("file", ["CURRENT", "MANIFEST-*", "*.sst"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(file.read_bytes()[:-9])])
def test_a_damaged_snapshot_is_reported_in_one_line_and_made_again(path, file, damage):
    damage(max((path / "snapshots" / "1" / "index").glob(file)))
    with pytest.raises(StoreError, match=r"fazhi build --rebuild --store") as refused:
        stored(path)
    assert "\n" not in str(refused.value)
    mend(path)
    assert stored(path) == {"one", "two"}


def test_an_error_of_the_database_is_told_in_one_line(path):
    """Blocks of tables that only the query finds out about."""
    for table in (path / "snapshots" / "1" / "index").glob("*.sst"):
        data = bytearray(table.read_bytes())
        data[20:60] = bytes(40)
        table.write_bytes(data)
    with (
        pytest.raises(StoreError, match=r"Corruption.*fazhi build --rebuild --store") as refused,
        open_store(path, read_only=True) as store,
    ):
        print(*store.select("SELECT * { ?s ?p ?o }"))
    assert "\n" not in str(refused.value)


def deleted(file: Path) -> None:
    file.unlink()


def cut(file: Path) -> None:
    file.write_bytes(pack(unpack(file.read_bytes()).splitlines(keepends=True)[0]))


def flipped(file: Path) -> None:
    file.write_bytes(pack(unpack(file.read_bytes()).replace(b"one", b"oNe")))


@pytest.mark.parametrize("damage", [deleted, cut, flipped])
def test_a_damaged_graph_file_is_noticed_and_not_read(path, damage):
    """Damaged in place, it is damaged in the snapshot too: a hard link."""
    if damage is deleted:
        deleted(graph_file(path / "snapshots" / "1", GRAPH))
    damage(graph_file(path, GRAPH))
    with open_store(path, read_only=True) as store:
        with pytest.raises(StoreError, match=r"2023\.nq\.zst: (damaged|missing); .*--rebuild"):
            list(store.graph(GRAPH))
        with pytest.raises(StoreError, match=r"2023\.nq\.zst.*damaged or missing; .*--rebuild"):
            store.check_files()
    with open_store(path) as store, store.transaction() as transaction:
        assert transaction.lost == {GRAPH}
        assert transaction.lost_reports() == {GRAPH}
        assert not store.has_graph(GRAPH)
    assert stored(path) == set()
    write(path, "one", "two")
    with open_store(path, read_only=True) as store:
        store.check_files()
    assert stored(path) == {"one", "two"}


def test_a_graph_file_that_is_whole_in_the_snapshot_comes_from_there(path):
    file = graph_file(path, GRAPH)
    content = file.read_bytes()
    for damage in (Path.unlink, lambda file: (file.unlink(), file.write_bytes(b"nonsense"))):
        damage(file)
        with open_store(path) as store, store.transaction() as transaction:
            assert transaction.lost == set()
        assert file.read_bytes() == content
    assert stored(path) == {"one", "two"}


def test_a_byte_that_changed_without_a_trace_is_found_when_all_is_read(path):
    """Size and time are as they were: a build passes over it, whoever reads the graph does not."""
    file = graph_file(path, GRAPH)
    stat, data = file.stat(), bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    mend(path)
    with open_store(path, read_only=True) as store:
        with pytest.raises(StoreError, match="damaged"):
            list(store.graph(GRAPH))
        with pytest.raises(StoreError, match="damaged"):
            store.check_files()
    with open_store(path) as store, store.transaction(thorough=True) as transaction:
        assert transaction.lost == {GRAPH}


def test_files_that_no_transaction_published_are_removed(path):
    for name in ("graphs/甲园区/.2024.nq.zst.123", "graphs/丙园区/2023.nq.zst", "readings/ab/abc.json.new"):
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(b"half")
    for name in ("snapshots/2", "snapshots/7/index", "index"):
        (path / name).mkdir(parents=True)
    (path / ".store.json.77").touch()
    (path / "manifest" / "0123.sqlite").touch()
    mend(path)
    files = {file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()}
    assert {file for file in files if "/index/" not in file} == {
        "store.json",
        f"manifest/{read_settings(path)['manifest']}.sqlite",
        "writer",
        "graphs/甲园区/2023.nq.zst",
        "snapshots/1/graphs/甲园区/2023.nq.zst",
    }
    assert not (path / "index").exists()
    assert stored(path) == {"one", "two"}


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(file.read_bytes()[:-5])])
def test_a_store_whose_description_is_lost_says_how_to_mend_it(path, damage):
    damage(path / "store.json")
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"store\.json is (missing|damaged).*--rebuild") as refused:
            open_store(path, read_only=read_only)
        assert "\n" not in str(refused.value)
    with open_store(path, rebuild=True) as store:
        assert store.base == BASE
        with store.transaction():
            pass
    assert stored(path) == {"one", "two"}


def test_a_flipped_byte_of_the_description_is_noticed(path):
    """Wherever it is: the number of the snapshot, the base, the format."""
    text = (path / "store.json").read_bytes()
    for place in range(0, len(text), 7):
        flipped = bytearray(text)
        flipped[place] ^= 4
        (path / "store.json").write_bytes(flipped)
        with pytest.raises(StoreError, match=r"store\.json is damaged"):
            open_store(path, read_only=True)


def test_a_new_store_whose_first_run_died_is_new_again(tmp_path):
    with open_store(tmp_path, base=BASE) as store, pytest.raises(ZeroDivisionError):
        fail_after(store, lambda transaction: transaction.replace(GRAPH, quads("one")))
    with pytest.raises(StoreError, match="make one first"):
        open_store(tmp_path, read_only=True)
    for left in (["writer"], ["writer", ".store.json.99"]):
        for found in tmp_path.iterdir():
            shutil.rmtree(found) if found.is_dir() else found.unlink()
        for name in left:
            (tmp_path / name).touch()
        write(tmp_path, "two")
        assert stored(tmp_path) == {"two"}


def test_a_writer_reads_what_the_one_before_it_published(path):
    """Two processes at once: the second is opened when the first has ended, not before."""
    program = f"""
import time
from fazhi.kg.store.files import StoreLocked
from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.manifest_file import read_manifest
from fazhi.kg.store.opening import open_store
from tests.kg.test_store import BASE, quads
import sys
name = f"{{BASE}}graph/{{sys.argv[1]}}/2023"
while True:
    try:
        with open_store({str(path)!r}) as store, store.transaction() as transaction:
            transaction.replace(name, quads(sys.argv[1], graph=name))
            transaction.manifest.record([store.path.parent / sys.argv[1]], sys.argv[1], name, "program")
        break
    except StoreLocked:
        time.sleep(0.01)
"""
    names = ["乙园区", "丙园区", "丁园区"]
    root = Path(__file__).parents[2]
    running = [subprocess.Popen([sys.executable, "-c", program, name], cwd=root) for name in names]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert stored(path) == {"one", "two", *names}
    with open_store(path, read_only=True) as store:
        assert store.settings["snapshot"] == 4
        files = {file for name in names for file in store.manifest.files_of(f"{BASE}graph/{name}/2023")}
        assert files == {path.parent / name for name in names}


def test_a_directory_that_cannot_be_written_is_named_and_the_store_stays(path):
    (path / "writer").unlink()
    (path / "writer").mkdir()
    with pytest.raises(StoreError, match=r"cannot be written \(Is a directory\)") as refused:
        open_store(path)
    assert str(path) in str(refused.value)
    assert stored(path) == {"one", "two"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit of POSIX")
@pytest.mark.parametrize("bytes_left", [0, 100, 10_000, 100_000])
def test_a_full_disk_costs_nothing_that_was_stored(path, bytes_left):
    """No file may grow beyond a limit, which looks to a program like a disk without room."""
    import resource

    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    values = [f"{number:050}" for number in range(3000)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, unlimited[1]))
    try:
        with pytest.raises(StoreError, match=r"cannot be written .* as it was before") as refused:
            write(path, *values)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert "\n" not in str(refused.value)
    assert stored(path) == {"one", "two"}
    write(path, *values)
    assert stored(path) == set(values)


def test_graph_files_have_readable_names_and_no_dangerous_ones(path):
    with open_store(path, read_only=True) as store:
        graphs = path / "graphs"
        assert graph_file(store.path, GRAPH) == graphs / "甲园区" / "2023.nq.zst"
        assert graph_file(store.path, f"{BASE}graph/../2023") == graphs / "%2E%2E" / "2023.nq.zst"
        assert graph_file(store.path, f"{BASE}graph/a:b*/2023") == graphs / "a%3Ab%2A" / "2023.nq.zst"


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
    for number, digest in ((2, None), (6, "another way of counting"), ("five", "")):
        changed = settings | {"format": number, "digest": digest}
        (path / "store.json").write_text(json.dumps(changed), "utf-8")
        for options in ({"read_only": True}, {}, {"rebuild": True}):
            with pytest.raises(StoreError, match=rf"format {number}.*build anew"):
                open_store(path, **options)


def known(path: Path) -> Manifest:
    """The manifest of a store."""
    return Manifest(path, read_manifest(path, read_settings(path)))


def test_a_store_that_had_its_manifest_among_its_settings_is_brought_up_to_date(path):
    """What it knew of files stays known, names that are not UTF-8 among them."""
    odd = os.fsdecode(b"../\xff.txt")
    with open_store(path, read_only=True) as store:
        graphs = dict(store.manifest.graphs)
    settings = read_settings(path) | {
        "format": 4,
        "graphs": graphs,
        "read": {"one": [GRAPH, "program"]},
        "sources": {odd: GRAPH},
        "aside": {"two": ["../second.txt"], "three": []},
        "folders": {"..": True},
        "skipped": {"../third.txt": ["no report", "four", "program"]},
    }
    del settings["manifest"]
    settings["index"] = {name: digest for name, (digest, _) in settings["index"].items()}
    shutil.rmtree(path / "manifest")
    write_settings(path, settings)
    before = contents(path)
    mend(path)
    found = known(path)
    assert contents(path) == before
    assert dict(found.graphs) == graphs
    assert found.files_of(GRAPH) == [path.parent / os.fsdecode(b"\xff.txt")]
    assert found.files() == {
        "one": found.files_of(GRAPH),
        "two": [path.parent / "second.txt"],
        "three": [],
    }
    assert list(Visits(found).folders()) == [(path.parent, True)]
    assert list(Visits(found).skipped()) == [
        (path.parent / "third.txt", Left(Both("no report", "no report"), "four", "program"))
    ]
    assert stored(path) == {"one", "two"}


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(file.read_bytes()[:-5])])
def test_a_store_whose_manifest_is_lost_says_how_to_mend_it(path, damage):
    (file,) = (path / "manifest").iterdir()
    damage(file)
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"manifest/.* (missing|damaged).*--rebuild"):
            open_store(path, read_only=read_only)
    with open_store(path, rebuild=True) as store, store.transaction():
        pass
    assert stored(path) == {"one", "two"}


def as_before(path: Path) -> dict[Path, bytes]:
    """Make the store one of format 3; returns its graph files, and those of its snapshot."""
    plain = {}
    for file in [*path.rglob("*.nq.zst")]:
        plain[file.with_suffix("")] = unpack(file.read_bytes())
        file.unlink()
        file.with_suffix("").write_bytes(plain[file.with_suffix("")])
    settings = read_settings(path)
    files = {graph: graph_file(path, graph).with_suffix("") for graph in known(path).graphs}
    digests = {graph: hashlib.sha256(plain[file]).hexdigest() for graph, file in files.items()}
    del settings["manifest"]
    settings["index"] = {name: digest for name, (digest, _) in settings["index"].items()}
    shutil.rmtree(path / "manifest")
    write_settings(path, settings | {"format": 3, "graphs": digests})
    return plain


def test_a_store_of_the_format_before_says_how_and_is_brought_up_to_date(path):
    before = contents(path)
    plain = as_before(path)
    with pytest.raises(StoreError, match=r"earlier version; the next build .*--rebuild") as refused:
        stored(path)
    assert "\n" not in str(refused.value)
    assert all(file.read_bytes() == data for file, data in plain.items())
    mend(path)
    assert contents(path) == before
    assert stored(path) == {"one", "two"}


def test_what_is_damaged_of_a_store_of_the_format_before_comes_from_its_snapshot_or_is_lost(path):
    for files, left in ((1, {"one", "two"}), (2, set())):
        plain = sorted(as_before(path), reverse=True)
        for file in plain[-files:]:
            file.write_bytes(b"nonsense")
        with open_store(path) as store, store.transaction() as transaction:
            assert transaction.lost == (set() if left else {GRAPH})
        assert stored(path) == left


@pytest.mark.parametrize("gone", [("store.json",), ("store.json", "snapshots/1/graphs")])
def test_a_store_of_the_format_before_is_recovered_without_its_description(path, gone):
    as_before(path)
    for name in gone:
        (path / name).unlink() if name == "store.json" else shutil.rmtree(path / name)
    with open_store(path, rebuild=True) as store, store.transaction():
        pass
    assert stored(path) == {"one", "two"}
    assert not list(path.rglob("*.nq"))


def test_the_base_iri_is_the_stores_own_and_checked(path, tmp_path):
    with pytest.raises(StoreError, match=BASE):
        open_store(path, base="https://example.com/")
    for base in ("example", "https://example.org/id", "https://example.org/ x/"):
        with pytest.raises(StoreError, match="base IRI"):
            open_store(tmp_path / "other", base=base)


def test_a_reader_cannot_write(path):
    with open_store(path, read_only=True) as store, pytest.raises(StoreError, match="reading only"):
        store.transaction()
