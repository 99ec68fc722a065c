"""Pages that are pictures, recognised before their report is read (文字识别): each in a call of its own.

A page takes seconds, so that a report takes longer than its reading may; what was recognised stands in the
user's cache, from which the reading takes it. A child that recognises needs 0.6 GB.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import BoundedSemaphore

from fazhi.extractors.reading.read import recognise_page, scanned_pages
from fazhi.kg.workers import REPORT, Limits, WorkerError, call, kill_busy
from fazhi.ontology.errors import FazhiError

#: What one page may take: ten times what one takes on a slow machine, in all four turns.
PAGE = Limits(seconds=120)
#: So many pages are recognised at once, each on one CPU.
AT_ONCE = min(os.cpu_count() or 1, 4)
_turns = BoundedSemaphore(AT_ONCE)


def pages_to_recognise(file: Path) -> list[int]:
    """The numbers, from 1, of the pages of a report that are pictures without text.

    Raises FazhiError, which names the file, where it cannot be read.
    """
    try:
        return call(REPORT, scanned_pages, file)
    except WorkerError as error:
        raise FazhiError(f"not read: {error.en}", f"未读取：{error.zh}", at=file) from error


def recognise(file: Path, told: Callable[[int], object] = lambda pages: None) -> None:
    """Recognise these pages, so that reading the report with ``ocr=True`` finds it done.

    ``told`` is told how many there are, if there are any. Raises FazhiError, which names file and page.
    """
    pages = pages_to_recognise(file)
    if not pages:
        return
    told(len(pages))

    def one(page: int) -> None:
        with _turns:
            try:
                call(PAGE, recognise_page, file, page)
            except WorkerError as error:
                raise FazhiError(
                    f"page {page} not recognised: {error.en}", f"第{page}页未识别：{error.zh}", at=file
                ) from error

    executor = ThreadPoolExecutor(AT_ONCE)
    try:
        list(executor.map(one, pages))
    except BaseException as error:
        executor.shutdown(wait=False, cancel_futures=True)
        if not isinstance(error, FazhiError):  # Nobody waits for the rest.
            kill_busy()
        raise
    finally:
        executor.shutdown(cancel_futures=True)
