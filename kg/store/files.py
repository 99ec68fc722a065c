"""The graph files of a store: sorted N-Quads, compressed by Zstandard, each known by its SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import zstandard
from pyoxigraph import Quad

from fazhi.ontology.errors import FazhiError

#: The folder of the graph files in a store or a snapshot.
GRAPHS = "graphs"
#: How a graph file's name ends; ``zstd -dc FILE`` shows it.
SUFFIX = ".nq.zst"
#: Of the three graphs of a report, 446 kB of N-Quads, levels 3, 9 and 19 leave 22.6, 19.7 and 18.4 kB in 0.3,
#: 1.6 and 160 ms.
_LEVEL = 3
#: Files of which one waits at once that they are on the disk.
_DISK_THREADS = 8
_UNSAFE_IN_FILE_NAME = re.compile(r'^\.|[<>:"|?*\\]|[. ]$')


class StoreError(FazhiError):
    """A store cannot be opened or used as requested; the message says which one, why and what to do."""


class StoreLocked(StoreError, OSError):  # noqa: N818 (a state, named as such)
    """Another process is writing the store."""


def graph_file(store: Path, name: str) -> Path:
    """The file in the store or snapshot ``store`` that holds the graph, or part of a graph, ``name``."""
    return local_file(store / GRAPHS, name, SUFFIX)


def local_file(folder: Path, name: str, suffix: str) -> Path:
    """The file below ``folder`` that is called after the graph ``name``."""
    return folder / f"{local_name(name)}{suffix}"


def local_name(name: str) -> str:
    """What a file that is called after the graph ``name`` has for a name, its folders before it."""
    _, _, local = name.rpartition("/graph/")
    return "/".join(
        _UNSAFE_IN_FILE_NAME.sub(lambda m: f"%{ord(m[0]):02X}", part) for part in local.split("/")
    )


def graph_file_content(quads: Iterable[Quad]) -> bytes:
    """The content of a graph's file: sorted N-Quads, compressed; empty if there are no quads."""
    return pack("".join(sorted(f"{quad} .\n" for quad in quads)).encode("utf-8"))


def pack(data: bytes) -> bytes:
    """``data`` compressed by Zstandard; empty as it is."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(data) if data else b""


def unpack(data: bytes) -> bytes:
    """What :func:`pack` compressed; ValueError if ``data`` is damaged."""
    # As a stream: a damaged header may claim any size.
    stream = zstandard.ZstdDecompressor().decompressobj()
    try:
        content = stream.decompress(data)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    if not stream.eof or stream.unused_data:
        raise ValueError("not as it was written")
    return content


def mark_at_work(path: Path) -> None:
    """Make ``index/`` in the store at ``path``: a run that finds it looks for what another one left."""
    (path / "index").mkdir(exist_ok=True)


def write_atomically(file: Path, data: bytes, *, on_disk: bool = True) -> None:
    """Write ``file`` so that it holds either its earlier content or all of ``data``, even after a crash.

    If not ``on_disk``, the crash of the machine is left out: :func:`put_on_disk` must follow.
    """
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    with replacing(file, temporary, temporary.open("wb"), on_disk=on_disk) as stream:
        stream.write(data)


def put_on_disk(files: Iterable[Path]) -> None:
    """Wait until what was written to these files is on the disk: all at once takes less than one by one."""
    with ThreadPoolExecutor(_DISK_THREADS) as threads:
        list(threads.map(_put_on_disk, files))


def _put_on_disk(file: Path) -> None:
    with file.open("rb+") as stream:  # Windows syncs only what is open for writing.
        os.fsync(stream.fileno())


@contextmanager
def replacing(file: Path, temporary: Path, stream: BinaryIO, *, on_disk: bool = True) -> Iterator[BinaryIO]:
    """Let ``temporary``, to which the block writes through ``stream``, take the place of ``file`` after it.

    If the block fails, ``file`` stays as it is and ``temporary`` goes.
    """
    try:
        with stream:
            yield stream
            stream.flush()
            if on_disk:
                os.fsync(stream.fileno())
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def graph_files(store: Path) -> Iterator[Path]:
    """All graph files of the store or snapshot ``store``, sorted."""
    return map(Path, sorted(entry.path for entry in files_below(store / GRAPHS) if is_graph(entry)))


def files_below(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    """All files in a folder and in those in it, in no set order; links to folders are not followed."""
    folders = [str(folder)]
    while folders:
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.is_file():
                    yield entry


def is_graph(entry: os.DirEntry[str]) -> bool:
    """Whether a file has the name of a graph file that is whole."""
    return entry.name.endswith(SUFFIX) and not entry.name.startswith(".")


def seen(stat: os.stat_result) -> str:
    """What a file has for size and time: as long as that is the same, nobody has written to it."""
    return f"{stat.st_size} {stat.st_mtime_ns}"


def real_path(path: Path) -> Path:
    """The absolute path to which links lead; one in a circle of links stays as it is, and is no error."""
    return Path(os.path.realpath(path))


def link_or_copy(file: Path, copy: Path) -> None:
    """Make ``copy`` the same as ``file``: a hard link where the file system has them, else a copy."""
    for _ in range(2):
        try:
            return copy.hardlink_to(file)
        except OSError:
            copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, copy)


def digest_of_file(file: Path) -> str:
    """SHA-256 of a file in hexadecimal; empty if there is none or it cannot be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def digests_of_files(files: Iterable[Path]) -> list[str]:
    """:func:`digest_of_file` of each file."""
    files, number = list(files), os.cpu_count() or 1
    with ThreadPoolExecutor(number) as threads:
        # A task a thread: one for each file would take longer than to read a small one.
        found = list(threads.map(lambda n: list(map(digest_of_file, files[n::number])), range(number)))
    return [found[n % number][n // number] for n in range(len(files))]


def rebuild_of(store: Path) -> str:
    """The command that makes a damaged store again of what is left of it."""
    return f"fazhi build --rebuild --store {store}"


def one_line(error: BaseException) -> str:
    """An error's message without line breaks."""
    return " ".join(str(error).split())
