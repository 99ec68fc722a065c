"""Files that commands write: complete or as they were, whatever the name leads to."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from fazhi.kg.commands.output import write_output
from fazhi.ontology.errors import FazhiError

DATA = "法治\n".encode()


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "fazhi.kg.cli", *map(str, arguments)]


def test_a_new_file_has_the_permissions_of_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        write_output(DATA, tmp_path / "new")
    finally:
        os.umask(before)
    assert (tmp_path / "new").read_bytes() == DATA
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["new"]


def test_a_file_that_was_there_keeps_its_permissions(tmp_path):
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "old").chmod(0o604)
    write_output(DATA, tmp_path / "old")
    assert (tmp_path / "old").read_bytes() == DATA
    assert (tmp_path / "old").stat().st_mode & 0o777 == 0o604


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_and_its_target_is_replaced(tmp_path, exists):
    (tmp_path / "folder").mkdir()
    target = tmp_path / "folder" / "target"
    if exists:
        target.write_bytes(b"old")
    (tmp_path / "link").symlink_to("folder/target")
    write_output(DATA, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert target.read_bytes() == DATA


def test_links_in_a_circle_are_refused_and_stay(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(FazhiError, match="symbolic links"):
        write_output(DATA, tmp_path / "a")
    assert (tmp_path / "a").is_symlink()


def test_the_longest_name_can_be_written(tmp_path):
    write_output(DATA, tmp_path / ("名" * 85))
    assert (tmp_path / ("名" * 85)).read_bytes() == DATA


def test_a_pipe_is_written_to(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_output(DATA, pipe)
    reader.join()
    assert read == [DATA]
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no /dev/stdout")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
def test_standard_output_by_name_is_written_to(tmp_path, name):
    """Also where it leads to a file, which keeps what was written before and gets what comes after."""
    (tmp_path / "link").symlink_to("/dev/stdout")
    program = (
        "import sys; from pathlib import Path; from fazhi.kg.commands.output import write_output\n"
        "print('before'); write_output(b'data\\n', Path(sys.argv[1])); print('after')"
    )
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", program, name], stdout=out, cwd=tmp_path, check=True)
    assert (tmp_path / "out").read_text() == "before\ndata\nafter\n"


@pytest.mark.parametrize(
    ("output", "words"),
    [("absent/file", "there is no folder"), (".", "directory"), ("n" * 300, "too long")],
    ids=["no folder", "a folder", "too long"],
)
def test_what_cannot_be_written_is_one_clear_line(tmp_path, output, words):
    with pytest.raises(FazhiError, match=words) as error:
        write_output(DATA, tmp_path / output)
    assert str(error.value).startswith(str(tmp_path))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("arguments", [["view", "matrix"], ["register"]], ids=" ".join)
def test_a_full_disk_leaves_the_file_as_it_was(fazhi, built, tmp_path, arguments):
    """The system lets this process write files of 1,000 bytes at most."""
    file = tmp_path / "file"
    file.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        outcome = fazhi(*arguments, "-o", file, "--store", built)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert "File too large" in outcome.err
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_device_is_one_clear_line(built):
    """By its name, and as standard output."""
    for arguments in (["-o", "/dev/full"], []):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                command("register", "--store", built, *arguments), stdout=full, stderr=subprocess.PIPE
            )
        assert done.returncode == 2
        assert done.stderr.startswith(b"fazhi: ")
        assert done.stderr.count(b"\n") == 1
        assert b"No space left" in done.stderr


def test_all_files_are_written_through_one_module():
    """No other module of the commands or the pages writes one; an object store takes shards.

    Tables are made in a folder that goes again.
    """
    root = Path(__file__).parents[2]
    modules = [*(root / "kg" / "commands").glob("*.py"), *(root / "kg" / "output").glob("*.py")]
    modules += (root / "viz").glob("*.py")
    writing = {
        module.name
        for module in modules
        for word in (".write_text(", ".write_bytes(", ".open(", " open(", "write_atomically(")
        # Help texts are written into a formatter.
        if word in module.read_text("utf-8").replace("formatter.write_text(", "")
    }
    assert writing == {"output.py", "shards.py", "table_files.py"}


def test_closed_streams_are_no_error(built):
    """As in ``fazhi query reports >&-``."""
    program = "import os, sys; os.close(1); os.close(2); os.execv(sys.argv[1], sys.argv[1:])"
    arguments = command("query", "reports", "--store", built)
    assert subprocess.run([sys.executable, "-c", program, *arguments]).returncode == 0
