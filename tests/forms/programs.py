"""LibreOffice and Chromium, each started once for many files, with a profile of its own and no network."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..chromium import CHROMIUM

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
#: The name by which LibreOffice knows how to write a form.
FILTERS = {
    "doc": "doc:MS Word 97",
    "docx": "docx:MS Word 2007 XML",
    "html": "html:HTML (StarWriter)",
    "odt": "odt:writer8",
    "pdf": "pdf:writer_pdf_Export",
    "rtf": "rtf:Rich Text Format",
}
#: Seconds that a program may take for all files.
PATIENCE = 300


def converted(files: Iterable[Path], form: str, folder: Path) -> list[Path]:
    """The files in another form, in their order, made by one run of LibreOffice into ``folder``."""
    files = list(files)
    assert SOFFICE
    command = [
        SOFFICE, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", FILTERS[form], "--outdir", folder, *files,
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return [folder / f"{file.stem}.{form}" for file in files]


class Chromium:
    """A browser without a window, told what to do through two pipes (Chrome DevTools Protocol)."""

    def __init__(self, folder: Path) -> None:
        self._numbers = itertools.count(1)
        self._unread = b""
        # Chromium reads what it is to do from its file 3 and writes to its file 4.
        theirs, self._to, self._from, their_end = map(_out_of_the_way, (*os.pipe(), *os.pipe()))
        assert CHROMIUM
        self._process = subprocess.Popen(
            [
                CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
                f"--user-data-dir={folder / 'profile'}", "--host-resolver-rules=MAP * 0.0.0.0",
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: (os.dup2(theirs, 3), os.dup2(their_end, 4)),
            pass_fds=(3, 4),
        )  # fmt: skip
        os.close(theirs)
        os.close(their_end)

    def __enter__(self) -> Chromium:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._to)
        os.close(self._from)

    def printed_and_saved(self, page: Path) -> tuple[bytes, bytes]:
        """A page as a PDF, with the head and foot that browsers print, and saved in one file (MHTML)."""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable", session)
        self._ask("Page.navigate", session, url=page.as_uri())
        while self._message().get("method") != "Page.loadEventFired":
            pass
        pdf = self._ask(
            "Page.printToPDF", session, displayHeaderFooter=True, paperWidth=8.27, paperHeight=11.69
        )
        saved = self._ask("Page.captureSnapshot", session)
        self._ask("Target.closeTarget", targetId=target)
        return b64decode(pdf["data"]), saved["data"].encode()

    def _ask(self, method: str, session: str = "", **parameters: object) -> dict[str, Any]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._message()).get("id") != number:
            pass
        return answer["result"]

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            piece = os.read(self._from, 1 << 20)
            assert piece, "Chromium ended"
            self._unread += piece
        message, _, self._unread = self._unread.partition(b"\0")
        return json.loads(message)


def _out_of_the_way(end: int) -> int:
    """The same end of a pipe under a number that no program expects anything of."""
    moved = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(end)
    return moved
