"""A Word file of which some parts are replaced, and the others are as they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from fazhi.extractors.reading.archive import BROKEN
from fazhi.extractors.reading.docx_package import STRICT, Element, part_key
from fazhi.ontology.errors import FazhiError

#: All parts together, pictures too, may have so many bytes unpacked.
_MB = 500
_CHUNK = 1_000_000
_SIGNATURES = "_xmlsignatures/"


def rewritten(data: bytes, parts: Mapping[str, Element]) -> bytes:
    """The file ``data`` with ``parts``, the roots of XML by their names, in place of its own or beside them.

    All other parts keep their bytes and their order. Raises FazhiError where the file is signed, names a part
    twice, or is damaged.
    """
    made = BytesIO()
    try:
        with ZipFile(BytesIO(data)) as archive, ZipFile(made, "w", ZIP_DEFLATED) as copy:
            _rewrite(archive, copy, parts)
    except FazhiError:
        raise
    except (*BROKEN, RuntimeError) as error:  # The last where a part is encrypted.
        raise FazhiError(
            "a damaged DOCX file: a part cannot be unpacked; get it again",
            "DOCX 文件已损坏，有部分无法解压，请重新获取",
        ) from error
    return made.getvalue()


def _rewrite(archive: ZipFile, copy: ZipFile, parts: Mapping[str, Element]) -> None:
    entries = {part_key(entry.filename): entry for entry in archive.infolist()}
    if len(entries) < len(archive.infolist()):
        raise FazhiError(
            "a DOCX file that holds a part twice; save it again in Word or WPS",
            "DOCX 文件中有重复的部分，请用 Word 或 WPS 另存",
        )
    if any(key.startswith(_SIGNATURES) for key in entries):
        raise FazhiError(
            "signed, and a copy would not be; take the signature away first",
            "文件已签名，副本不会有签名；请先去掉签名",
        )
    new = {part_key(name): (name, root) for name, root in parts.items()}
    before = b"".join(archive.read(entries[key]) for key in new if key in entries)
    strict = [pair for pair in STRICT if pair[0] in before]
    left = _MB * 1_000_000
    for key, entry in entries.items():
        if key in new:
            copy.writestr(_like(entry), _bytes(new.pop(key)[1], strict))
            continue
        with archive.open(entry) as source, copy.open(_like(entry), "w") as target:
            while chunk := source.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise FazhiError(
                        f"unpacked more than {_MB} MB, not a report", f"解压后超过 {_MB} MB，不是报告"
                    )
                target.write(chunk)
    for name, root in new.values():
        copy.writestr(name, _bytes(root, strict))


def _like(entry: ZipInfo) -> ZipInfo:
    like = ZipInfo(entry.filename, entry.date_time)
    like.compress_type, like.external_attr = entry.compress_type, entry.external_attr
    like.create_system = entry.create_system
    return like


def _bytes(root: Element, strict: Sequence[tuple[bytes, bytes]]) -> bytes:
    """The part as it is written, in the namespaces of ISO/IEC 29500 Strict that the file was in."""
    tree = root.getroottree()
    content: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    for name, transitional in strict:
        content = content.replace(transitional, name)
    return content
