"""The parts of a Word file (DOCX): XML in a ZIP file, taken out within bounds and never followed outside."""

from __future__ import annotations

import posixpath
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

from lxml import etree

from fazhi.extractors.reading.archive import BROKEN, DAMAGED
from fazhi.extractors.reading.source import ReadError
from fazhi.ontology.languages import both

#: The parts that are read may have so many bytes together, unpacked: many times what 500 pages have.
MAX_UNPACKED = 64_000_000
#: Elements and attributes in them: 500 pages have a third of that.
MAX_NODES = 2_000_000
#: A document of hundreds of pictures has some hundred.
MAX_ENTRIES = 10_000

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: An XML element; lxml is not typed.
Element = Any

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: The namespaces of ISO/IEC 29500 Strict, for which those of Transitional are set.
STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
EXCEL = both("an Excel workbook, not a text; save the report as .docx", "Excel 工作簿，请另存为 .docx")
POWERPOINT = both(
    "a PowerPoint presentation, not a text; save the report as .docx", "PowerPoint 演示文稿，请另存为 .docx"
)
#: What else comes in a ZIP file: the beginning of a name in it, and what it tells.
_KINDS = (
    ("xl/", EXCEL),
    ("ppt/", POWERPOINT),
    (
        "ofd.xml",
        both("an OFD document; save the report as .docx or .pdf", "OFD 文件，请另存为 .docx 或 .pdf"),
    ),
    (
        "mimetype",
        both(
            "an OpenDocument or EPUB file, not a text; save the report as .docx",
            "OpenDocument 或 EPUB 文件，请另存为 .docx",
        ),
    ),
)


class Package:
    """The parts of a DOCX file. Raises :class:`ReadError` where the file is none, or is damaged."""

    def __init__(self, data: bytes) -> None:
        self._left = MAX_UNPACKED
        self._nodes_left = MAX_NODES
        try:
            self._zip = ZipFile(BytesIO(data))
        except BROKEN as error:
            raise ReadError(*DAMAGED) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise ReadError(
                f"a ZIP file of {len(entries):,} entries, not a report",
                f"ZIP 文件含{len(entries)}项，不是报告",
            )
        self._entries: dict[str, ZipInfo] = {part_key(entry.filename): entry for entry in entries}

    def main(self) -> tuple[str, Element]:
        """The name of the part that holds the text, and its root."""
        target = self.related("").get("officeDocument", "word/document.xml")
        root = self.xml(target)
        if root is not None and root.tag == f"{W}document":
            return target, root
        for beginning, kind in _KINDS:
            if any(name.startswith(beginning) for name in self._entries):
                raise ReadError(*kind)
        if any(name.startswith("word/") for name in self._entries):
            raise ReadError(
                "a DOCX file without its text (word/document.xml); save it again in Word or WPS",
                "DOCX 文件缺少正文（word/document.xml），请用 Word 或 WPS 另存",
            )
        raise ReadError(
            "a ZIP file, not a report; name it .zip if it is an archive of reports",
            "ZIP 文件，不是报告；如果是报告的压缩包，请以 .zip 为后缀",
        )

    def related(self, part: str) -> dict[str, str]:
        """The parts that ``part`` (empty: the package) leads to, by the last word of the relationship's type.

        What lies outside the file is left out.
        """
        folder = posixpath.dirname(part)
        root = self.xml(relationships_of(part))
        found: dict[str, str] = {}
        for relation in () if root is None else root.iter(_RELATIONSHIP):
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                target = posixpath.join("/", folder, relation.get("Target", ""))
                found.setdefault(kind, posixpath.normpath(target).lstrip("/"))
        return found

    def xml(self, name: str) -> Element | None:
        """The root of a part; None where the file has no such part, or it is empty."""
        content = self.content(name)
        if content is None:
            return None
        for strict, transitional in STRICT:
            content = content.replace(strict, transitional)
        # Entities are not resolved, nothing is fetched, and depth and length are bounded by libxml2.
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            reason = " ".join(str(error).split())[:120]
            raise ReadError(
                f"a damaged DOCX file: {name}: {reason}; save it again in Word or WPS",
                f"DOCX 文件已损坏：{name}：{reason}；请用 Word 或 WPS 另存",
            ) from error
        if root is not None and root.getroottree().docinfo.doctype:
            raise ReadError(
                f"{name} declares a document type, which no DOCX file does; not read",
                f"{name} 声明了文档类型，DOCX 文件不会如此，没有读取",
            )
        return root

    def content(self, name: str) -> bytes | None:
        """The bytes of a part; None where the file has no such part."""
        entry = self._entries.get(part_key(name))
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise ReadError(
                "an encrypted ZIP file; save the report without a password", "文件已加密，请取消密码后另存"
            )
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(self._left + 1)
        except BROKEN as error:
            raise ReadError(
                f"a damaged DOCX file: {entry.filename} cannot be unpacked; get it again",
                f"DOCX 文件已损坏：{entry.filename} 无法解压，请重新获取",
            ) from error
        self._left -= len(content)
        if self._left < 0:
            raise ReadError(
                f"unpacked more than {MAX_UNPACKED // 1_000_000} MB, not a report",
                f"解压后超过 {MAX_UNPACKED // 1_000_000} MB，不是报告",
            )
        self._nodes_left -= content.count(b"<") + content.count(b"=")
        if self._nodes_left < 0:
            raise ReadError(
                f"more than {MAX_NODES:,} elements and attributes, not a report",
                f"元素和属性超过{MAX_NODES}个，不是报告",
            )
        return content


def relationships_of(part: str) -> str:
    """The name of the part that holds the relationships of ``part`` (empty: those of the package)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def part_key(name: str) -> str:
    """Names of parts are compared without regard to case (ECMA-376 Part 2, 6.2.2.3)."""
    return name.replace("\\", "/").lstrip("/").casefold()
