"""DOC, WPS, RTF and ODT files, made into DOCX by LibreOffice where it is installed.

LibreOffice is started with a profile of its own in which macros are off and links are not followed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from fazhi.extractors.reading import docx
from fazhi.extractors.reading.docx_package import EXCEL, POWERPOINT
from fazhi.extractors.reading.source import ReadError, Source, Unavailable
from fazhi.ontology.languages import Both, both

#: What one conversion may take; it takes seconds. Less than a report may take as a whole.
SECONDS = 60
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Where LibreOffice is if it is not on the path.
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
#: What LibreOffice is set to: run no macros, follow and fetch no links.
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Writer/Content/Update", "Link", "0"),
)


@dataclass(frozen=True)
class _Form:
    """A form of file: its name in two languages, the suffix, the filter of LibreOffice, its media type.

    Without a filter LibreOffice takes what it does not know for text.
    """

    name: str
    name_zh: str
    suffix: str
    filter: str
    media_type: str


_DOC = _Form("a Word 97 or WPS document", "Word 97 或 WPS 文档", ".doc", "MS Word 97", "application/msword")
_RTF = _Form("an RTF document", "RTF 文档", ".rtf", "Rich Text Format", "application/rtf")
_ODT = _Form(
    "an OpenDocument text", "OpenDocument 文本", ".odt", "writer8", "application/vnd.oasis.opendocument.text"
)
_FLAT_ODT = replace(_ODT, suffix=".fodt", filter="OpenDocument Text Flat XML")
_WORKS = _Form("a Works document", "Works 文档", ".wps", "MS_Works", "application/vnd.ms-works")
_XML = _Form(
    "a Word document in a single XML file",
    "单一 XML 文件的 Word 文档",
    ".xml",
    "MS Word 2003 XML",
    "application/xml",
)
#: The media types of what is read through LibreOffice.
MEDIA_TYPES = frozenset(form.media_type for form in (_DOC, _RTF, _ODT, _WORKS, _XML))
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"


def _stream(name: str) -> bytes:
    """How the name of a stream is written in an OLE file."""
    return name.encode("utf-16-le") + b"\0\0"


#: Streams of OLE files of which the text is not read, in the order in which they decide, and what to say.
_OTHERS = (
    ("Workbook", EXCEL),
    ("Book", EXCEL),
    ("PowerPoint Document", POWERPOINT),
)


def recognises(data: bytes) -> bool:
    """Whether ``data`` is an OLE file (DOC, WPS, also a DOCX with a password), RTF, ODT, or Word's XML."""
    return data.startswith(_OLE) or _form(data) is not None


def read(data: bytes) -> Source:
    """The text of the DOCX file that LibreOffice makes of ``data``, with the media type of the file itself.

    Raises :class:`ReadError` where there is no LibreOffice, where it cannot read the file within
    :data:`SECONDS`, and for OLE files that are no texts.
    """
    form = _form(data)
    if form is None:
        raise ReadError(*_refusal(data))
    program = _libreoffice()
    if program is None:
        raise Unavailable(
            f"{form.name}; save it as .docx, or install LibreOffice",
            f"{form.name_zh}，请另存为 .docx，或安装 LibreOffice",
        )
    return replace(docx.read(_converted(data, form, program)), media_type=form.media_type)


def _form(data: bytes) -> _Form | None:
    if data.startswith(_OLE):
        if _stream("EncryptedPackage") in data:
            return None
        if _stream("WordDocument") in data:
            return _DOC
        return _WORKS if _stream("MatOST") in data else None
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5] == b"{\\rtf":
        return _RTF
    if data[30:38] == b"mimetype" and data[38:].startswith(_ODT_TYPE):
        return _ODT
    head = data[:10_000].lstrip(b"\xef\xbb\xbf")
    if not head.startswith(b"<?xml"):
        return None
    if b'progid="Word.Document"' in head:
        return _XML
    return _FLAT_ODT if b'office:mimetype="application/vnd.oasis.opendocument.text"' in head else None


def _refusal(data: bytes) -> Both:
    if _stream("EncryptedPackage") in data:
        return both("protected by a password; save it without one", "文件有密码保护，请取消密码后另存")
    for stream, said in _OTHERS:
        if _stream(stream) in data:
            return said
    return both(
        "an OLE file, damaged or of another program; save the report as .docx",
        "OLE 文件，已损坏或属于其他程序，请把报告另存为 .docx",
    )


def _libreoffice() -> str | None:
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((path for path in _ELSEWHERE if Path(path).is_file()), None)


def _converted(data: bytes, form: _Form, program: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="fazhi-", ignore_cleanup_errors=True) as folder:
        file = Path(folder, f"report{form.suffix}")
        file.write_bytes(data)
        profile = Path(folder, "profile")
        _make_profile(profile)
        finished = _run(
            [
                program,
                "--headless",
                "--norestore",
                "--nolockcheck",
                f"-env:UserInstallation={profile.as_uri()}",
                f"--infilter={form.filter}",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(Path(folder, "made")),
                str(file),
            ],
            folder,
        )
        made = Path(folder, "made", "report.docx")
        if not finished:
            raise Unavailable(
                f"{form.name}, not read by LibreOffice in {SECONDS} seconds; save it as .docx",
                f"{form.name_zh}，LibreOffice 在{SECONDS}秒内未能读取，请另存为 .docx",
            )
        if not made.is_file():
            raise ReadError(
                f"{form.name} that LibreOffice cannot read, damaged or with a password; save it as .docx",
                f"{form.name_zh}，已损坏或有密码，LibreOffice 无法读取，请取消密码后另存为 .docx",
            )
        return made.read_bytes()


def _make_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    settings = folder / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}</oor:items>\n',
        "utf-8",
    )


def _run(command: list[str], folder: str) -> bool:
    """Whether a program ended in time; it is ended with all that it started if it does not."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise Unavailable(
            f"LibreOffice cannot be started ({error.strerror}); save the report as .docx",
            f"无法启动 LibreOffice（{error.strerror}），请把报告另存为 .docx",
        ) from error
    try:
        process.wait(SECONDS)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            with suppress(OSError):
                if hasattr(os, "killpg"):
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.kill()
            process.wait()
