"""Who publishes a knowledge graph, and at which addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from fazhi.kg.output.portal.terms import NOWHERE, labelled, said, term, words
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import Both, both

_NOTHING_ELSE = both("", "")
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")


@dataclass(frozen=True)
class Publication:
    """What the publisher knows and the store does not; all of it may be empty.

    ``base_url`` is where the files are published; ``endpoint`` answers SPARQL. ``publisher`` is a name,
    ``publisher_type`` one of :func:`publisher_types`, ``homepage`` the address of the catalogue's page,
    ``contact`` an e-mail address or that of a page. Raises FazhiError for what is no address.
    """

    base_url: str = NOWHERE
    endpoint: str = ""
    publisher: str = ""
    publisher_type: str = ""
    homepage: str = ""
    contact: str = ""

    def __post_init__(self) -> None:
        for address in filter(None, (self.base_url, self.endpoint, self.homepage)):
            checked_address(address)
        if self.contact and not _MAIL.fullmatch(self.contact):
            checked_address(self.contact, both(" or an e-mail address", "，或者给出电子邮箱"))
        if "?" in self.base_url or "#" in self.base_url:
            raise FazhiError("a base URL has no ? and no #", "网址中不能有 ? 和 #", at=self.base_url)
        if not self.base_url.endswith("/"):
            object.__setattr__(self, "base_url", self.base_url + "/")

    def address(self, name: str = "") -> NamedNode:
        """The address of the file ``name``, or of the place itself."""
        return NamedNode(self.base_url + name)

    def node(self, name: str) -> NamedNode:
        """A thing that the catalogue describes: ``node("graph")`` is the data set of the whole graph."""
        return NamedNode(f"{self.base_url}#{name}")

    def named_by(self) -> dict[str, NamedNode | None]:
        """The properties that tell of a resource who publishes it and whom to ask."""
        return {
            "dcterms:publisher": self.node("publisher") if self.publisher else None,
            "dcat:contactPoint": self.node("contact") if self.contact else None,
        }

    def described(self) -> Iterator[Triple]:
        """What is said of the publisher, the contact and the homepage."""
        if self.publisher:
            properties = {"rdf:type": term("foaf:Agent"), "foaf:name": self.publisher}
            yield from said(self.node("publisher"), properties)
            if self.publisher_type:
                kind = words()["publisher_types"][self.publisher_type]
                yield Triple(self.node("publisher"), term("dcterms:type"), NamedNode(kind["iri"]))
                yield from labelled(kind)
        if self.contact:
            mail = _MAIL.fullmatch(self.contact)
            where = NamedNode(f"mailto:{self.contact}" if mail else self.contact)
            properties = {"rdf:type": term("vcard:Kind"), "vcard:fn": self.publisher or self.contact}
            yield from said(
                self.node("contact"), properties | {"vcard:hasEmail" if mail else "vcard:hasURL": where}
            )
        if self.homepage:
            yield from said(NamedNode(self.homepage), {"rdf:type": term("foaf:Document")})


def publisher_types() -> tuple[str, ...]:
    """The types of publisher, by the names that the command line gives them."""
    return tuple(words()["publisher_types"])


def checked_address(address: str, otherwise: Both = _NOTHING_ELSE) -> str:
    """``address`` if it is one of the web; else raises FazhiError, which names what else it may be."""
    try:
        NamedNode(address)
    except ValueError:
        pass
    else:
        if re.match(r"https?://[^/?#]", address):
            return address
    raise FazhiError(
        f"give an address that begins with https://{otherwise.en}",
        f"请给出完整网址，以 https:// 开头{otherwise.zh}",
        at=address,
    )
