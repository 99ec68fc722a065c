"""Data that a command hands out: on standard output, or in a file that is never left half written."""

from __future__ import annotations

import contextlib
import io
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from fazhi.kg.commands.terminal import shown, shown_in_json
from fazhi.ontology.errors import FazhiError

#: What is written: bytes, or a function that writes them to a stream.
Data = bytes | Callable[[BinaryIO], object]
#: Folders whose entries are open descriptors of a process, whatever these lead to.
_DESCRIPTORS = re.compile(r"/dev/fd|/proc/(?P<process>\d+)(/task/\d+)?/fd")


def print_data(text: str) -> None:
    """Write ``text`` to standard output: exactly, or :func:`shown` where that is a terminal.

    What is redirected is for a program and stays as it is, in UTF-8; what is not, a person looks at.
    """
    if sys.stdout.isatty():
        sys.stdout.write(shown(text, lines=True))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))


def print_json_text(text: str) -> None:
    """Write JSON ``text`` and a line feed to standard output, hidden characters escaped as JSON does it."""
    print_data(f"{shown_in_json(text)}\n")


def write_output(data: Data, output: Path | None) -> None:
    """Write ``data`` to standard output (None or ``-``) or to the file ``output``.

    Data are bytes, or a function that writes them to a stream: what is long need not be in memory.
    A file holds either its earlier content or all of ``data``, whatever happens: a full disk, a killed run.
    It keeps its permissions; of a symbolic link the target is replaced. What is no regular file (a pipe,
    ``/dev/stdout``) is written to; a terminal gets :func:`shown` text. Raises FazhiError where that fails.
    """
    if output is None or str(output) == "-":
        sys.stdout.flush()
        _send(sys.stdout.buffer, data)
        return
    try:
        _write(output, data)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise cannot_be_written(output, error) from error


def cannot_be_written(output: Path, error: OSError) -> FazhiError:
    """What to raise where the system did not let ``output`` be written; the system's own words are told."""
    words = error.strerror or error
    return FazhiError(f"cannot be written: {words}", f"无法写入：{words}", at=output)


def _no_folder(output: Path) -> FazhiError:
    folder = output.parent
    return FazhiError(
        f"there is no folder {folder}; create it first", f"没有文件夹 {folder}，请先创建", at=output
    )


def _write(output: Path, data: Data) -> None:
    kept = None
    with contextlib.suppress(FileNotFoundError):
        kept = output.stat()
    descriptor = _descriptor(output)
    if descriptor is not None:
        sys.stdout.flush()
        with open(descriptor, "wb", closefd=False) as stream:
            _send(stream, data)
    elif kept and not stat.S_ISREG(kept.st_mode):
        with output.open("wb") as stream:
            _send(stream, data)
    else:
        _replace(Path(os.path.realpath(output)), data, kept)


def _descriptor(output: Path) -> int | None:
    """The descriptor of this process that ``output`` names, or leads to by links: ``/dev/stdout`` is 1."""
    for _ in range(40):  # As many links as Linux follows.
        output = output.parent.resolve() / output.name
        found = _DESCRIPTORS.fullmatch(str(output.parent))
        if found and found["process"] in (None, str(os.getpid())):
            return int(output.name)
        if not output.is_symlink():
            return None
        output = output.parent / output.readlink()
    return None


def _send(stream: BinaryIO, data: Data) -> None:
    if stream.isatty():
        try:
            data = shown(_whole(data).decode("utf-8"), lines=True).encode("utf-8")
        except UnicodeDecodeError as error:
            raise FazhiError(
                "this is no text, and a terminal cannot show it; write it to a file: -o FILE",
                "内容不是文本，终端无法显示；请写入文件：-o 文件",
            ) from error
    if isinstance(data, bytes):
        stream.write(data)
    else:
        # What fails on the way, as over a damaged store, has then sent nothing.
        with tempfile.TemporaryFile() as whole:
            data(whole)
            whole.seek(0)
            shutil.copyfileobj(whole, stream)
    stream.flush()


def _put(data: Data, stream: BinaryIO) -> None:
    if isinstance(data, bytes):
        stream.write(data)
    else:
        data(stream)


def _whole(data: Data) -> bytes:
    whole = io.BytesIO()
    _put(data, whole)
    return whole.getvalue()


def _replace(file: Path, data: Data, kept: os.stat_result | None) -> None:
    if not file.parent.is_dir():
        raise _no_folder(file)
    from fazhi.kg.store.files import replacing

    # Not named after the file: its name may be as long as names can be.
    temporary = file.with_name(f".fazhi-{os.getpid()}-{secrets.token_hex(4)}")
    mode = 0o600 if kept else 0o666
    new = open(temporary, "xb", opener=lambda path, flags: os.open(path, flags, mode))  # noqa: SIM115
    with replacing(file, temporary, new) as stream:
        _put(data, stream)
        if kept:
            with contextlib.suppress(OSError, AttributeError):  # Only root may, and not on Windows.
                os.chown(temporary, kept.st_uid, kept.st_gid)
            shutil.copymode(file, temporary)


def write_folder(
    files: Iterable[tuple[str, bytes | Path]], folder: Path, ours: Callable[[Path], bool]
) -> None:
    """Write ``files`` (name below it, content) as the ``folder``: all of them or, where that fails, none.

    What is given as a path is moved there.
    A folder that is there is replaced if it is empty or ``ours``. Raises FazhiError for any other, and where
    writing fails.
    """
    folder = Path(os.path.realpath(folder))
    if folder.exists() and not (folder.is_dir() and (not any(folder.iterdir()) or ours(folder))):
        raise FazhiError("holds other files; name a new folder", "已有其他文件，请指定新文件夹", at=folder)
    if not folder.parent.is_dir():
        raise _no_folder(folder)
    temporary = folder.with_name(f".fazhi-{os.getpid()}-{secrets.token_hex(4)}")
    replaced = temporary.with_name(f"{temporary.name}-replaced")
    try:
        temporary.mkdir()
        for name, data in files:
            (temporary / name).parent.mkdir(parents=True, exist_ok=True)
            if isinstance(data, bytes):
                (temporary / name).write_bytes(data)
            else:
                shutil.move(data, temporary / name)
        if folder.exists():
            folder.rename(replaced)
        temporary.rename(folder)
    except OSError as error:
        raise cannot_be_written(folder, error) from error
    finally:
        if replaced.exists() and not folder.exists():
            replaced.rename(folder)
        for left in (temporary, replaced):
            shutil.rmtree(left, ignore_errors=True)
