"""The files of a publication, as DCAT describes them: form, size, checksum, address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from fazhi.kg.output.portal.publication import Publication
from fazhi.kg.output.portal.terms import LICENCE, integer, labelled, said, term, words
from fazhi.ontology.namespaces import XSD

_MEDIA = "http://www.iana.org/assignments/media-types/"
#: https://op.europa.eu/en/web/eu-vocabularies/dataset/-/resource?uri=http://publications.europa.eu/resource/dataset/file-type
_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
_GZIP = "application/gzip"


#: What is in a file, or a file that has it.
Content = bytes | Path


def digest_of(content: Content) -> str:
    """The SHA-256 of the content of a file, in hexadecimal."""
    if isinstance(content, Path):
        with content.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class File:
    """A file: its name in the folder, what it holds, and a digest of that.

    ``dataset`` is the name of the data set that it is a distribution of; ``title`` and ``description`` are
    by language. The form of a ``.gz`` file is that of what is packed in it.
    """

    name: str
    dataset: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    size: int
    sha256: str

    @classmethod
    def of(
        cls,
        name: str,
        content: Content,
        dataset: str,
        title: Mapping[str, str],
        description: Mapping[str, str],
    ) -> File:
        """The file of this content."""
        size = content.stat().st_size if isinstance(content, Path) else len(content)
        return cls(name, dataset, title, description, size, digest_of(content))

    @property
    def packed(self) -> bool:
        """Whether it is compressed with gzip."""
        return self.name.endswith(".gz")

    @property
    def suffix(self) -> str:
        """The suffix that tells the form."""
        return "." + self.name.removesuffix(".gz").rpartition(".")[2]

    @property
    def media_type(self) -> str:
        """The media type of the form."""
        return str(words()["forms"][self.suffix]["media_type"])

    @property
    def form(self) -> str:
        """The name of the form, for people."""
        return str(words()["forms"][self.suffix]["name"])


def distributions(files: Iterable[File], publication: Publication, day: date) -> Iterator[Triple]:
    """What is said of each file, and of the forms that they have; a file's node is ``#NAME``."""
    seen: set[NamedNode] = set()
    for file in files:
        yield from _distribution(file, publication, day)
        media = [file.media_type, _GZIP] if file.packed else [file.media_type]
        for node in [*(NamedNode(_MEDIA + each) for each in media), _format(file)]:
            if node in seen:
                continue
            seen.add(node)
            if node == _format(file):
                label = {"rdf:type": term("dcterms:MediaTypeOrExtent"), "rdfs:label": file.form}
                yield from said(node, label)
            else:
                yield from said(node, {"rdf:type": term("dcterms:MediaType")})
    if seen:
        yield from labelled(words()["availability"])


def _distribution(file: File, publication: Publication, day: date) -> Iterator[Triple]:
    node, checksum = publication.node(file.name), BlankNode("sha256-" + file.name.replace("/", "-"))
    yield from said(
        node,
        {
            "rdf:type": term("dcat:Distribution"),
            "dcterms:title": file.title,
            "dcterms:description": file.description,
            "dcterms:issued": day,
            "dcterms:modified": day,
            "dcterms:license": LICENCE,
            "dcat:accessURL": publication.address(file.name),
            "dcat:downloadURL": publication.address(file.name),
            "dcat:mediaType": NamedNode(_MEDIA + file.media_type),
            "dcterms:format": _format(file),
            "dcat:compressFormat": NamedNode(_MEDIA + _GZIP) if file.packed else None,
            "dcat:byteSize": integer(file.size, "nonNegativeInteger"),
            "spdx:checksum": checksum,
            "dcatap:availability": NamedNode(words()["availability"]["iri"]),
        },
    )
    yield from said(
        checksum,
        {
            "rdf:type": term("spdx:Checksum"),
            "spdx:algorithm": term("spdx:checksumAlgorithm_sha256"),
            "spdx:checksumValue": Literal(file.sha256, datatype=NamedNode(XSD + "hexBinary")),
        },
    )


def _format(file: File) -> NamedNode:
    return NamedNode(_FILE_TYPE + words()["forms"][file.suffix]["file_type"])
