"""The manifest: which file gave which graph, when files change, move, vanish, or take each other's place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fazhi.kg.store.manifest import Manifest
from fazhi.kg.store.manifest_file import copy_of

FIRST, SECOND, OTHER = (f"https://example.org/id/graph/甲园区/{year}" for year in (2021, 2022, 2023))
PROGRAM = "digest of the program"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two report files and a store."""
    (tmp_path / "work" / "store").mkdir(parents=True)
    for name in ("first.txt", "second.txt"):
        (tmp_path / "work" / name).touch()
    return tmp_path / "work"


@pytest.fixture
def manifest(folder: Path) -> Manifest:
    """Both files were read."""
    made = Manifest(folder / "store")
    assert not made.record([folder / "first.txt"], "one", FIRST, PROGRAM)
    assert not made.record([folder / "second.txt"], "two", SECOND, PROGRAM)
    return made


def opened_again(manifest: Manifest, folder: Path) -> Manifest:
    """The manifest as the next run finds it."""
    manifest.forget_replaced()
    return Manifest(folder / "store", copy_of(manifest.database))


def test_bytes_are_known_wherever_they_lie(manifest, folder):
    again = opened_again(manifest, folder)
    assert again.graph_of("one", PROGRAM) == FIRST
    assert again.graph_of("three", PROGRAM) is None


def test_another_program_reads_again(manifest):
    assert manifest.graph_of("one", "another program") is None


def test_changed_bytes_replace_the_earlier_ones(manifest, folder):
    assert not manifest.record([folder / "first.txt"], "new", FIRST, PROGRAM)
    assert manifest.graph_of("new", PROGRAM) == FIRST
    assert manifest.graph_of("one", PROGRAM) is None
    assert manifest.abandoned() == set()


def test_a_graph_that_its_file_left_is_abandoned(manifest, folder):
    """The file now reports on another year."""
    again = opened_again(manifest, folder)
    assert again.record([folder / "first.txt"], "new", OTHER, PROGRAM)
    assert again.abandoned() == {FIRST}
    again.drop([FIRST])
    assert again.abandoned() == set()
    assert FIRST not in "\n".join(again.database.iterdump())


def test_a_graph_that_another_file_gives_stays(manifest, folder):
    """Two files have changed their names with each other; in between one graph has no file."""
    assert manifest.record([folder / "first.txt"], "two", SECOND, PROGRAM)
    assert manifest.record([folder / "second.txt"], "one", FIRST, PROGRAM)
    assert manifest.abandoned() == set()
    assert manifest.graph_of("one", PROGRAM) == FIRST


def test_the_graph_of_a_file_that_is_gone_stays(manifest, folder):
    """Deleting a report's file takes nothing out of the store."""
    (folder / "first.txt").unlink()
    again = opened_again(manifest, folder)
    again.record([folder / "second.txt"], "two", SECOND, PROGRAM)
    assert again.abandoned() == set()
    assert again.graph_of("one", PROGRAM) == FIRST


def test_a_file_that_was_moved_and_then_changed_leaves_no_stale_graph(manifest, folder):
    """Under its old name it stands for nothing any more."""
    (folder / "first.txt").rename(folder / "moved.txt")
    again = opened_again(manifest, folder)
    assert not again.record([folder / "moved.txt"], "one", FIRST, PROGRAM)
    assert again.record([folder / "moved.txt"], "new", SECOND, PROGRAM)
    assert again.abandoned() == {FIRST}


def test_store_and_reports_can_be_moved_together(manifest, folder):
    """A file that changes after the move is known for the one it was."""
    elsewhere = Path(shutil.move(folder, folder.with_name("elsewhere")))
    again = opened_again(manifest, elsewhere)
    assert again.record([elsewhere / "first.txt"], "new", OTHER, PROGRAM)
    assert again.abandoned() == {FIRST}


def test_a_graph_that_a_copy_of_its_file_gives_stays_as_long_as_the_copy_does(manifest, folder):
    """The file then reports on another year."""
    (folder / "copy.txt").touch()
    manifest.record([folder / "copy.txt"], "one", FIRST, PROGRAM)
    for copy_is_there, abandoned in ((True, set()), (False, {FIRST})):
        if not copy_is_there:
            (folder / "copy.txt").unlink()
        again = opened_again(manifest, folder)
        assert again.record([folder / "first.txt"], "new", OTHER, PROGRAM)
        assert again.abandoned() == abandoned
        assert again.graph_of("one", PROGRAM) == FIRST


def test_the_files_of_a_graph_are_those_that_gave_what_is_stored(manifest, folder):
    """A copy gives it too; a file of other bytes takes it over."""
    (folder / "copy.txt").touch()
    manifest.record([folder / "copy.txt"], "one", FIRST, PROGRAM)
    again = opened_again(manifest, folder)
    assert again.files_of(FIRST) == [folder / "copy.txt", folder / "first.txt"]
    assert not again.record([folder / "other.txt"], "new", FIRST, PROGRAM)
    assert opened_again(again, folder).files_of(FIRST) == [folder / "other.txt"]


def test_reports_that_change_their_graphs_with_each_other_keep_both_without_their_files(manifest, folder):
    """Bodies change their names; the files are gone."""
    for name in ("first.txt", "second.txt"):
        (folder / name).unlink()
    again = opened_again(manifest, folder)
    files = again.files()
    assert files == {"one": [folder / "first.txt"], "two": [folder / "second.txt"]}
    assert again.record(files["one"], "one", SECOND, PROGRAM)
    assert again.record(files["two"], "two", FIRST, PROGRAM)
    assert again.abandoned() == set()
    assert (again.graph_of("one", PROGRAM), again.graph_of("two", PROGRAM)) == (SECOND, FIRST)


def test_what_is_set_aside_is_kept_until_its_file_gives_a_graph(manifest, folder):
    """Another file reports on the same body and year."""
    again = opened_again(manifest, folder)
    again.record([folder / "first.txt"], "one", SECOND, PROGRAM)
    again.set_aside([folder / "second.txt"], "two")
    assert again.abandoned() == {FIRST}
    again.drop([FIRST])
    later = opened_again(again, folder)
    assert later.digests() == {"one", "two"}
    assert later.files()["two"] == [folder / "second.txt"]
    later.record([folder / "second.txt"], "changed", OTHER, PROGRAM)
    assert later.digests() == {"one", "changed"}


def test_what_is_set_aside_leaves_the_graph_that_it_gave_before(manifest, folder):
    """Another program takes it for a report on the body and year of the first file."""
    again = opened_again(manifest, folder)
    again.record([folder / "first.txt"], "one", FIRST, "another program")
    again.set_aside([folder / "second.txt"], "two")
    assert again.abandoned() == {SECOND}
    assert again.digest_of(SECOND) is None
    assert again.graph_given("two") is None
    assert (again.files_of(SECOND), again.files_of(FIRST)) == ([], [folder / "first.txt"])
    assert again.digest_of(FIRST) == "one"


def test_a_file_that_is_set_aside_still_stands_for_the_graph_that_its_earlier_bytes_gave(manifest, folder):
    """The second file was copied over the third, and both report on what the first one does."""
    (folder / "third.txt").touch()
    manifest.record([folder / "third.txt"], "three", OTHER, PROGRAM)
    again = opened_again(manifest, folder)
    again.record([folder / "first.txt"], "one", FIRST, "another program")
    again.set_aside([folder / "second.txt", folder / "third.txt"], "two")
    assert again.abandoned() == {SECOND}
    assert again.files_of(OTHER) == [folder / "third.txt"]
    assert again.files()["three"] == []


def test_a_file_confirms_the_graph_that_it_alone_gave(manifest, folder):
    again = opened_again(manifest, folder)
    assert again.confirm(folder / "first.txt", "one", FIRST)
    assert again.confirm(folder / "second.txt", "two", SECOND)
    assert again.abandoned() == set()
    assert again.digests() == {"one", "two"}


def test_a_file_alone_does_not_confirm_what_another_gave_too(manifest, folder):
    (folder / "third.txt").touch()
    manifest.record([folder / "first.txt", folder / "third.txt"], "one", FIRST, PROGRAM)
    assert not opened_again(manifest, folder).confirm(folder / "first.txt", "one", FIRST)


def test_a_file_that_was_set_aside_confirms_nothing(manifest, folder):
    again = opened_again(manifest, folder)
    again.record([folder / "first.txt"], "one", FIRST, PROGRAM)
    again.set_aside([folder / "second.txt"], "two", FIRST, PROGRAM)
    later = opened_again(again, folder)
    assert later.confirm(folder / "first.txt", "one", FIRST)
    assert not later.confirm(folder / "second.txt", "two", FIRST)
