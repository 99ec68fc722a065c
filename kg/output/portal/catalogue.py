"""The catalogue after DCAT 3: data sets, a series with one for each year, the service that answers SPARQL.

https://www.w3.org/TR/vocab-dcat-3/, and what its profile DCAT-AP 3.0 asks for or recommends
(https://semiceu.github.io/DCAT-AP/releases/3.0.0/), as far as it is known. Places are described without
``dcterms:Location``: of that the profile recommends coordinates, which a store does not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from pyoxigraph import NamedNode, Triple

from fazhi.kg.output.portal.coverage import Coverage
from fazhi.kg.output.portal.distributions import File, distributions
from fazhi.kg.output.portal.publication import Publication
from fazhi.kg.output.portal.terms import LICENCE, labelled, named, said, term, words
from fazhi.ontology.namespaces import ONTOLOGY

_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
_LANGUAGES = [NamedNode(_LANGUAGE + code) for code in ("ZHO", "ENG")]
_PROTOCOL = NamedNode("https://www.w3.org/TR/sparql11-protocol/")


def catalogue(
    publication: Publication, coverage: Coverage, day: date, files: Sequence[File] = ()
) -> Iterator[Triple]:
    """The catalogue of a publication of data as of ``day``, whose reports cover ``coverage``.

    The data set ``graph`` is described in any case; others where there are ``files`` of them: ``tables``,
    ``ontology``, and ``year-2023`` for each year. With an endpoint there is a service too.
    """
    return _Catalogue(publication, coverage, day, files).described()


class _Catalogue:
    def __init__(
        self, publication: Publication, coverage: Coverage, day: date, files: Sequence[File]
    ) -> None:
        self._publication = publication
        self._coverage = coverage
        self._day = day
        self._files = files
        self._has = {file.dataset for file in files}
        self._years = [year for year in coverage.years if f"year-{year}" in self._has]

    def described(self) -> Iterator[Triple]:
        yield from self._catalogue()
        yield from self._dataset("graph", self._coverage, self._words("graph"))
        if "tables" in self._has:
            yield from self._dataset("tables", self._coverage, self._words("tables"))
        yield from self._series()
        yield from self._ontology()
        if self._publication.endpoint:
            yield from self._service()
        yield from distributions(self._files, self._publication, self._day)
        yield from self._publication.described()
        yield from self._coverage.place_labels()
        yield from self._vocabulary()

    def _catalogue(self) -> Iterator[Triple]:
        node = self._publication.node
        datasets = ["graph", *self._has & {"tables"}, *(f"year-{year}" for year in self._years)]
        properties = {
            "rdf:type": term("dcat:Catalog"),
            **self._common(self._words("catalogue")),
            "dcterms:spatial": self._coverage.place_nodes,
            "foaf:homepage": named(self._publication.homepage),
            "dcat:themeTaxonomy": NamedNode(words()["taxonomy"]["iri"]),
            "dcat:dataset": [node(name) for name in datasets],
            "dcat:service": node("service") if self._publication.endpoint else None,
            "dcat:resource": [NamedNode(ONTOLOGY), node("years") if self._years else None],
        }
        yield from said(node("catalogue"), properties)

    def _dataset(
        self, name: str, coverage: Coverage, texts: Mapping[str, Any], **more: Any
    ) -> Iterator[Triple]:
        node = self._publication.node
        files = [node(file.name) for file in self._files if file.dataset == name]
        if name == "graph" and self._publication.endpoint:
            files.append(node("sparql"))
        yield from said(
            node(name),
            {
                "rdf:type": term("dcat:Dataset"),
                **self._common(texts),
                **coverage.described(name),
                "dcat:theme": self._themes(),
                "dcat:keyword": words()["keywords"],
                "dcterms:conformsTo": NamedNode(ONTOLOGY),
                "dcat:landingPage": named(self._publication.homepage),
                "dcat:distribution": files,
                **{f"dcat:{key}": value for key, value in more.items()},
            },
        )
        yield from coverage.period(name)

    def _series(self) -> Iterator[Triple]:
        if not self._years:
            return
        series, node = self._publication.node("years"), self._publication.node
        before = {after: node(f"year-{year}") for year, after in pairwise(self._years)}
        for year in self._years:
            texts = self._words("year", year=year)
            covered = self._coverage.of_year(year)
            yield from self._dataset(f"year-{year}", covered, texts, inSeries=series, prev=before.get(year))
        yield from said(
            series,
            {
                "rdf:type": term("dcat:DatasetSeries"),
                **self._common(self._words("years")),
                **self._coverage.described("years"),
                "dcat:first": node(f"year-{self._years[0]}"),
                "dcat:last": node(f"year-{self._years[-1]}"),
            },
        )
        yield from self._coverage.period("years")

    def _ontology(self) -> Iterator[Triple]:
        node = self._publication.node
        properties = {
            "rdf:type": [term("dcat:Resource"), term("dcterms:Standard"), term("owl:Ontology")],
            "dcterms:title": words()["ontology"]["title"],
            "dcterms:description": words()["ontology"]["description"],
            "dcterms:license": LICENCE,
            "dcterms:hasFormat": [node(file.name) for file in self._files if file.dataset == "ontology"],
        }
        yield from said(NamedNode(ONTOLOGY), properties)

    def _service(self) -> Iterator[Triple]:
        """The endpoint, as a service and as a distribution of the graph."""
        node, endpoint = self._publication.node, NamedNode(self._publication.endpoint)
        texts = self._words("service")
        yield from said(
            node("service"),
            {
                "rdf:type": term("dcat:DataService"),
                **self._common(texts),
                "dcterms:language": None,
                "dcat:endpointURL": endpoint,
                "dcat:endpointDescription": endpoint,
                "dcat:servesDataset": node("graph"),
                "dcat:theme": self._themes(),
                "dcat:keyword": words()["keywords"],
                "dcterms:conformsTo": _PROTOCOL,
            },
        )
        title = {"zh": "SPARQL 1.1 协议", "en": "SPARQL 1.1 Protocol"}
        yield from said(_PROTOCOL, {"rdf:type": term("dcterms:Standard"), "dcterms:title": title})
        form = NamedNode(words()["sparql"]["iri"])
        yield from said(
            node("sparql"),
            {
                "rdf:type": term("dcat:Distribution"),
                "dcterms:title": texts["title"],
                "dcterms:description": texts["description"],
                "dcterms:license": LICENCE,
                "dcterms:format": form,
                "dcat:accessURL": endpoint,
                "dcat:accessService": node("service"),
                "dcatap:availability": NamedNode(words()["availability"]["iri"]),
            },
        )
        yield from said(form, {"rdf:type": term("dcterms:MediaTypeOrExtent"), "rdfs:label": "SPARQL"})
        yield from labelled(words()["availability"])

    def _common(self, texts: Mapping[str, Any]) -> dict[str, Any]:
        """What is said of the catalogue, of data sets and services alike."""
        return {
            "dcterms:title": texts["title"],
            "dcterms:description": texts["description"],
            "dcterms:language": _LANGUAGES,
            "dcterms:license": LICENCE,
            "dcterms:issued": self._day,
            "dcterms:modified": self._day,
            **self._publication.named_by(),
        }

    def _words(self, name: str, **values: str) -> dict[str, Any]:
        """Title and description, with the figures that they name."""
        covered = self._coverage.of_year(values["year"]) if values else self._coverage
        figures = {"reports": str(len(covered.reports)), "bodies": str(len(covered.bodies))}
        values |= {**figures, "years": covered.span}
        return {
            part: {language: text.format(**values) for language, text in words()[name][part].items()}
            for part in ("title", "description")
        }

    def _themes(self) -> list[NamedNode]:
        return [NamedNode(theme["iri"]) for theme in words()["themes"]]

    def _vocabulary(self) -> Iterator[Triple]:
        """What is said of themes, languages and the licence, which are others'."""
        taxonomy = words()["taxonomy"]
        title = {language: taxonomy[language] for language in ("zh", "en")}
        scheme = NamedNode(taxonomy["iri"])
        yield from said(scheme, {"rdf:type": term("skos:ConceptScheme"), "dcterms:title": title})
        for theme in words()["themes"]:
            yield from labelled(theme)
            yield Triple(NamedNode(theme["iri"]), term("skos:inScheme"), scheme)
        for language in _LANGUAGES:
            yield from said(language, {"rdf:type": term("dcterms:LinguisticSystem")})
        licence = {
            "rdf:type": term("dcterms:LicenseDocument"),
            "dcterms:title": "Creative Commons Attribution 4.0 International",
            "dcterms:type": NamedNode(words()["licence_type"]["iri"]),
        }
        yield from said(LICENCE, licence)
        yield from labelled(words()["licence_type"])
