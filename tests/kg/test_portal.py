"""The folder to publish: complete, the same each time, described for portals and for stores."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, Graph, Namespace, URIRef

from fazhi.kg.cli import run
from fazhi.kg.commands.shared import PUBLISHER_TYPES
from fazhi.kg.output.portal.catalogue import catalogue
from fazhi.kg.output.portal.coverage import changed_on, coverage
from fazhi.kg.output.portal.publication import Publication, publisher_types
from fazhi.kg.output.portal.sparql_examples import example_query
from fazhi.kg.output.portal.terms import VOCABULARIES, serialized
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.namespaces import FZ, ID
from fazhi.queries import catalogue as questions
from fazhi.queries import run as answer

pytestmark = pytest.mark.stores

BASE = "https://data.example.org/fazhi/"
PUBLISHED = {
    "base_url": BASE,
    "endpoint": "https://data.example.org/sparql",
    "publisher": "岚州市司法局",
    "publisher_type": "local-authority",
    "homepage": "https://data.example.org/",
    "contact": "data@example.org",
}
OPTIONS = ["export", *(f"--{name.replace('_', '-')}={value}" for name, value in PUBLISHED.items())]
SPDX = Namespace(VOCABULARIES["spdx"])
VCARD = Namespace(VOCABULARIES["vcard"])
VOID = Namespace(VOCABULARIES["void"])
SH = Namespace(VOCABULARIES["sh"])
SCHEMA = Namespace(VOCABULARIES["schema"])
FORMS = {"ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD}


@pytest.fixture(scope="module")
def portal(followed_up, tmp_path_factory) -> Path:
    """The portal of a body's reports on two years, with all that a publisher may say; tests only read it."""
    folder = tmp_path_factory.mktemp("portal") / "portal"
    assert run([*OPTIONS, "--portal", str(folder), "--store", str(followed_up)]) == 0
    return folder


@pytest.fixture(scope="module")
def dcat(portal) -> Graph:
    return Graph().parse(portal / "catalogue.ttl")


@pytest.fixture(scope="module")
def void(portal) -> Graph:
    return Graph().parse(portal / "void.ttl")


@pytest.fixture(scope="module")
def triples(portal) -> set[Triple]:
    """The union of the graphs."""
    found = pyoxigraph.parse(path=str(portal / "graph.nt"), format=RdfFormat.N_TRIPLES)
    return {quad.triple for quad in found}


@pytest.fixture(scope="module")
def store(triples) -> pyoxigraph.Store:
    """The same, as a store has loaded it."""
    store = pyoxigraph.Store()
    store.extend(Quad(*triple) for triple in triples)
    return store


@pytest.fixture(scope="module")
def unpublished(bare_store, tmp_path_factory) -> tuple[Path, str]:
    """The portal of a report with control characters, and what the command said; nothing is known of it."""
    folder = tmp_path_factory.mktemp("unpublished")
    report = next((Path(__file__).parent / "data" / "follow-up").glob("*2022*.txt")).read_text("utf-8")
    (folder / "report.txt").write_text(report.replace("，", "，\x1b"), "utf-8")
    shutil.copytree(bare_store, folder / "store")
    told = io.StringIO()
    with contextlib.redirect_stderr(told):
        assert run(["build", str(folder / "report.txt"), "--store", str(folder / "store")]) == 0
        assert run(["export", "--portal", str(folder / "p"), "--store", str(folder / "store")]) == 0
    return folder / "p", told.getvalue()


def names(portal: Path) -> set[str]:
    return {file.relative_to(portal).as_posix() for file in portal.rglob("*") if file.is_file()}


def test_two_exports_are_the_same_bytes(followed_up, portal):
    """Another process, which orders its sets otherwise, puts the same files in the place of the first."""
    before = {name: (portal / name).read_bytes() for name in names(portal)}
    command = [sys.executable, "-m", "fazhi.kg.cli", *OPTIONS, "--portal", portal, "--store", followed_up]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "2023"})
    assert {name: (portal / name).read_bytes() for name in names(portal)} == before


def test_checksums_are_those_of_all_files(portal):
    lines = dict(
        reversed(line.split("  ")) for line in (portal / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    assert lines.keys() == names(portal) - {"SHA256SUMS"}
    for name, digest in lines.items():
        assert hashlib.sha256((portal / name).read_bytes()).hexdigest() == digest


def test_every_form_of_the_graph_says_the_same(portal, triples):
    assert len(triples) > 3000
    for suffix, form in FORMS.items():
        found = pyoxigraph.parse(path=str(portal / f"graph.{suffix}"), format=form)
        assert {quad.triple for quad in found} == triples
    packed = gzip.decompress((portal / "graph.nq.gz").read_bytes())
    quads = list(pyoxigraph.parse(packed, format=RdfFormat.N_QUADS))
    assert {quad.triple for quad in quads} == triples
    assert f"{ID}graph/reference" in {quad.graph_name.value for quad in quads}


def test_a_year_has_its_reports_and_all_that_they_lead_to(portal, triples):
    """Its texts, bodies and reference data; of the reports on other years nothing."""
    report = NamedNode(f"{FZ}Report")
    described = {triple.subject for triple in triples}
    for year, other in (("2022", "2023"), ("2023", "2022")):
        found = {quad.triple for quad in pyoxigraph.parse(path=str(portal / "years" / f"{year}.ttl"))}
        assert found < triples
        reports = [triple.subject.value for triple in found if triple.object == report]
        assert reports == [f"{ID}report/岚州万禾产业园/{year}"]
        led_to = {term for triple in found for term in (triple.predicate, triple.object)} & described
        missing = {term.value for term in led_to - {triple.subject for triple in found}}
        assert all(f"/{other}/" in iri for iri in missing)


#: What DCAT-AP 3.0 requires (the first) and recommends, of what can be known of any store.
WANTED = {
    DCAT.Catalog: "dcterms:title dcterms:description dcterms:publisher dcterms:issued dcterms:modified "
    "dcterms:language dcterms:license dcat:themeTaxonomy dcat:dataset dcat:service foaf:homepage",
    DCAT.Dataset: "dcterms:title dcterms:description dcterms:publisher dcterms:temporal "
    "dcat:contactPoint dcat:distribution dcat:keyword dcat:theme",
    DCAT.DatasetSeries: "dcterms:title dcterms:description dcterms:publisher dcat:contactPoint",
    DCAT.DataService: "dcterms:title dcat:endpointURL dcat:endpointDescription dcat:servesDataset "
    "dcat:contactPoint dcat:keyword dcat:theme dcterms:publisher dcterms:conformsTo",
    DCAT.Distribution: "dcterms:title dcterms:description dcterms:format dcterms:license dcat:accessURL "
    "dcatap:availability",
    DCTERMS.PeriodOfTime: "dcat:startDate dcat:endDate",
    DCTERMS.LicenseDocument: "dcterms:type",
    FOAF.Agent: "foaf:name dcterms:type",
    SKOS.Concept: "skos:prefLabel",
    SKOS.ConceptScheme: "dcterms:title",
    SPDX.Checksum: "spdx:algorithm spdx:checksumValue",
}
#: The classes that values are of.
RANGES = {
    "dcterms:publisher": FOAF.Agent,
    "dcterms:language": DCTERMS.LinguisticSystem,
    "dcterms:license": DCTERMS.LicenseDocument,
    "dcterms:temporal": DCTERMS.PeriodOfTime,
    "dcterms:format": DCTERMS.MediaTypeOrExtent,
    "dcterms:conformsTo": DCTERMS.Standard,
    "dcat:mediaType": DCTERMS.MediaType,
    "dcat:compressFormat": DCTERMS.MediaType,
    "dcat:theme": SKOS.Concept,
    "dcat:themeTaxonomy": SKOS.ConceptScheme,
    "dcat:contactPoint": VCARD.Kind,
    "dcat:distribution": DCAT.Distribution,
    "dcat:inSeries": DCAT.DatasetSeries,
    "dcat:landingPage": FOAF.Document,
    "foaf:homepage": FOAF.Document,
    "spdx:checksum": SPDX.Checksum,
}


def iri(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(VOCABULARIES[prefix] + local)


@pytest.mark.parametrize("kind", WANTED, ids=lambda kind: str(kind).rpartition("/")[2])
def test_dcat_has_what_its_profile_wants(dcat, kind):
    nodes = list(dcat.subjects(RDF.type, kind))
    assert nodes
    for node in nodes:
        assert [name for name in WANTED[kind].split() if (node, iri(name), None) not in dcat] == [], node


@pytest.mark.parametrize("name", RANGES)
def test_values_in_dcat_are_of_the_class_that_its_profile_wants(dcat, name):
    values = set(dcat.objects(None, iri(name)))
    assert values
    assert {value for value in values if (value, RDF.type, RANGES[name]) not in dcat} == set()


def test_texts_in_dcat_are_in_both_languages(dcat):
    for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.DatasetSeries, DCAT.DataService, DCAT.Distribution):
        for node in dcat.subjects(RDF.type, kind):
            for name in (DCTERMS.title, DCTERMS.description):
                assert {text.language for text in dcat.objects(node, name)} == {"zh", "en"}, node


def test_the_series_has_a_data_set_for_each_year(dcat):
    years = [URIRef(f"{BASE}#year-{year}") for year in (2022, 2023)]
    assert sorted(dcat.subjects(DCAT.inSeries, URIRef(f"{BASE}#years"))) == years
    assert (years[1], DCAT.prev, years[0]) in dcat
    period = dcat.value(years[0], DCTERMS.temporal)
    assert [str(dcat.value(period, name)) for name in (DCAT.startDate, DCAT.endDate)] == [
        "2022-01-01",
        "2022-12-31",
    ]
    whole = dcat.value(URIRef(f"{BASE}#graph"), DCTERMS.temporal)
    assert str(dcat.value(whole, DCAT.endDate)) == "2023-12-31"


def test_the_catalogue_names_the_places_of_the_bodies(built):
    """A server has no files; its data set is to be had by the endpoint."""
    with open_store(built, read_only=True) as store:
        covered = coverage(store)
        described = catalogue(Publication(**PUBLISHED), covered, changed_on(store))
        data = serialized(described, "turtle", BASE)
    assert (len(covered.reports), covered.years) == (5, ("2022", "2023", "2024"))
    assert {(place.code, place.name) for place in covered.places} == {
        ("320681", "启东市"),
        ("321203", "高港区"),
        ("419001", "济源市"),
        ("511400", "眉山市"),
    }
    dcat = Graph().parse(data, format="turtle")
    for node in ("catalogue", "graph"):
        spatial = dcat.objects(URIRef(f"{BASE}#{node}"), DCTERMS.spatial)
        assert sorted(map(str, spatial)) == [place.iri for place in covered.places]
    assert rdflib.Literal("启东市", lang="zh") in set(dcat.objects(None, SKOS.prefLabel))
    [access] = dcat.objects(URIRef(f"{BASE}#graph"), DCAT.distribution / DCAT.accessURL)
    assert str(access) == PUBLISHED["endpoint"]


def harvested(address: str, data: Any, form: str) -> dict[str, dict[str, Any]]:
    """The data sets of a catalogue by their titles, as the harvester of CKAN's extension dcat sees them.

    It reads of each dcat:Dataset the first text in its language, and of each distribution the download
    address before the access address, the media type, the size and the hash.
    """
    graph = Graph().parse(data=data, format=form, publicID=address)

    def text(node, name, language="zh"):
        found = list(graph.objects(node, name))
        return str(next((each for each in found if getattr(each, "language", None) == language), *found[:1]))

    def value(node, name):
        return str(graph.value(node, name, default="")) if node else ""

    datasets = {}
    for dataset in graph.subjects(RDF.type, DCAT.Dataset):
        publisher = graph.value(dataset, DCTERMS.publisher)
        contact = graph.value(dataset, DCAT.contactPoint)
        datasets[text(dataset, DCTERMS.title)] = {
            "uri": str(dataset),
            "notes": text(dataset, DCTERMS.description),
            "tags": {str(tag) for tag in graph.objects(dataset, DCAT.keyword)},
            "publisher_name": value(publisher, FOAF.name),
            "contact_email": value(contact, VCARD.hasEmail).removeprefix("mailto:"),
            "resources": [
                {
                    "url": value(node, DCAT.downloadURL) or value(node, DCAT.accessURL),
                    "name": text(node, DCTERMS.title),
                    "mimetype": value(node, DCAT.mediaType).rpartition("media-types/")[2],
                    "format": value(graph.value(node, DCTERMS.format), RDFS.label),
                    "license": value(node, DCTERMS.license),
                    "size": int(value(node, DCAT.byteSize) or 0),
                    "hash": value(graph.value(node, SPDX.checksum), SPDX.checksumValue),
                }
                for node in graph.objects(dataset, DCAT.distribution)
            ],
        }
    return datasets


@pytest.mark.parametrize(("suffix", "form"), [("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")])
def test_a_harvester_finds_the_data_sets_and_every_file_of_them(portal, suffix, form):
    found = harvested("https://elsewhere.example/", (portal / f"catalogue.{suffix}").read_bytes(), form)
    title = "法治政府建设年度报告知识图谱"
    assert found.keys() == {
        title,
        f"{title}（2022年度）",
        f"{title}（2023年度）",
        "法治政府建设年度报告数据表",
    }
    assert all(each["publisher_name"] == "岚州市司法局" for each in found.values())
    assert all(each["contact_email"] == "data@example.org" for each in found.values())
    assert "2份法治政府建设年度报告（2022–2023年）" in found[title]["notes"]
    assert {"法治政府", "linked data"} <= found[title]["tags"]
    files = {}
    for resource in (resource for each in found.values() for resource in each["resources"]):
        assert resource["license"] == "https://creativecommons.org/licenses/by/4.0/"
        if resource["format"] != "SPARQL":
            files[resource["url"].removeprefix(BASE)] = resource
    tables = {name for name in names(portal) if name.startswith("tables/")}
    graphs = {"graph.ttl", "graph.nt", "graph.rdf", "graph.jsonld", "graph.nq.gz"}
    assert files.keys() == tables | graphs | {"years/2022.ttl", "years/2023.ttl"}
    for name, resource in files.items():
        data = (portal / name).read_bytes()
        assert (resource["size"], resource["hash"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert (files["graph.nq.gz"]["mimetype"], files["graph.nq.gz"]["format"]) == (
        "application/n-quads",
        "N-Quads",
    )
    assert (files["tables/reports.csv"]["mimetype"], files["tables/reports.csv"]["name"]) == (
        "text/csv",
        "数据表：报告",
    )


def test_the_ontology_is_there_in_every_form(portal, dcat):
    """As it stands in the program, in RDF/XML with the same number of statements, and as a page."""
    files = {
        str(address).removeprefix(BASE)
        for node in dcat.objects(URIRef(FZ[:-1]), DCTERMS.hasFormat)
        for address in dcat.objects(node, DCAT.downloadURL)
    }
    assert files == {"fazhi.ttl", "fazhi.rdf", "schemes.ttl", "shapes.ttl", "ontology.html"}
    turtle, xml = (Dataset(pyoxigraph.parse(path=str(portal / name))) for name in ("fazhi.ttl", "fazhi.rdf"))
    for dataset in (turtle, xml):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert turtle == xml
    assert "<title>" in (portal / "ontology.html").read_text("utf-8")


def test_void_counts_what_is_there(void, store, triples):
    dataset = URIRef(f"{BASE}#graph")

    def count(pattern: str) -> int:
        [[found]] = store.query(f"SELECT (COUNT(DISTINCT *) AS ?n) {{ SELECT DISTINCT {pattern} }}")
        return int(found.value)

    said = {name: int(value) for name, value in void.predicate_objects(dataset) if value.isdecimal()}
    assert said[VOID.triples] == len(store)
    assert said[VOID.distinctSubjects] == count("?s { ?s ?p ?o }")
    assert said[VOID.distinctObjects] == len({triple.object for triple in triples})
    assert said[VOID.classes] == count("?c { ?s a ?c }")
    assert said[VOID.properties] == count("?p { ?s ?p ?o }")
    assert said[VOID.entities] == count(f'?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{ID}")) }}')
    reports, evidence = URIRef(f"{FZ}Report"), URIRef(f"{FZ}hasEvidence")
    part = void.value(None, VOID["class"], reports)
    assert int(void.value(part, VOID.entities)) == count(f"?s {{ ?s a <{reports}> }}") == 2
    part = void.value(None, VOID.property, evidence)
    assert int(void.value(part, VOID.triples)) == count(f"?s ?o {{ ?s <{evidence}> ?o }}") > 50


def test_void_tells_where_the_data_are(void, triples):
    dataset = URIRef(f"{BASE}#graph")
    assert void.value(None, FOAF.primaryTopic, dataset) == URIRef(f"{BASE}void.ttl")
    assert str(void.value(dataset, VOID.uriSpace)) == ID
    assert {str(dump) for dump in void.objects(dataset, VOID.dataDump)} == {
        f"{BASE}graph.{suffix}" for suffix in ("ttl", "nt", "rdf", "jsonld", "nq.gz")
    }
    assert str(void.value(dataset, VOID.sparqlEndpoint)) == PUBLISHED["endpoint"]
    examples = {str(example) for example in void.objects(dataset, VOID.exampleResource)}
    assert examples == {f"{ID}report/岚州万禾产业园/2022", f"{ID}body/岚州万禾产业园"}
    assert examples <= {triple.subject.value for triple in triples}
    assert {FZ, VOCABULARIES["skos"]} <= {str(each) for each in void.objects(dataset, VOID.vocabulary)}


def test_each_question_has_an_example_that_runs_with_the_prefixes_it_declares(portal, store):
    examples = Graph().parse(portal / "sparql-examples.ttl")
    found = {str(node).partition("#")[2] for node in examples.subjects(RDF.type, SH.SPARQLExecutable)}
    # The examples of these name a place and a body that the store does not have.
    assert found == questions().keys() - {"cited-in-place", "laws-cited"}
    for node in examples.subjects(RDF.type, SH.SPARQLExecutable):
        declarations = list(examples.objects(node, SH.prefixes / SH.declare))
        prefixes = {
            examples.value(each, SH.prefix): examples.value(each, SH.namespace) for each in declarations
        }
        assert str(prefixes[rdflib.Literal("fz")]) == FZ
        declared = "".join(f"PREFIX {prefix}: <{name}>\n" for prefix, name in prefixes.items())
        store.query(declared + examples.value(node, SH.select))
        assert str(examples.value(node, SCHEMA.target)) == PUBLISHED["endpoint"]
        assert {text.language for text in examples.objects(node, RDFS.comment)} == {"zh", "en"}


def test_the_files_answer_as_the_store_does(portal, triples, followed_up):
    """The graph with the ontology beside it, as the README of the folder says."""
    loaded = pyoxigraph.Store()
    loaded.extend(Quad(*triple) for triple in triples)
    for name in ("fazhi.ttl", "schemes.ttl"):
        loaded.load(path=str(portal / name))
    with open_store(followed_up, read_only=True) as store:
        for name in ("obligation-matrix", "outcome-shares", "plan-follow-up", "rules", "laws-by-activity"):
            query = example_query(store, questions()[name])
            assert query is not None
            rows = sorted(str(list(map(str, row))) for row in loaded.query(query))
            assert rows == sorted(str(list(map(str, row))) for row in store.dataset.query(query)), name
            assert rows, name


def test_an_example_answers_as_the_question_does(built):
    """Those that need a parameter, with the value of its example."""
    names = ("cites-law", "co-cited-laws", "deadlines", "in-force-on", "obligation-evidence", "reports-since")
    asked = [questions()[name] for name in names]
    answered = 0
    with open_store(built, read_only=True) as store:
        for question in asked:
            given = {p.name: p.example for p in question.parameters if p.required}
            expected = answer(store.dataset, question, given)
            shown = [n for n, column in enumerate(expected.columns) if column != "locator"]
            query = example_query(store, question)
            assert query is not None
            rows = [tuple(row) for row in store.dataset.query(query)]
            assert rows == [tuple(row[n] for n in shown) for row in expected.rows], question.name
            answered += bool(rows)
    assert answered == len(names)


def test_the_readmes_name_every_file(portal):
    for name in ("README.md", "README.zh.md"):
        text = (portal / name).read_text("utf-8")
        linked = {file for file in names(portal) if f"({file})" in text}
        tables = {file for file in names(portal) if file.startswith("tables/") and file.endswith(".csv")}
        pages = {file for file in names(portal) if file.startswith("site/")}
        assert "site/index.html" in linked
        assert linked | tables | pages | {name} == names(portal)
        assert "岚州市司法局" in text
        assert "\n\n\n" not in text


def test_tables_are_described(portal):
    described = json.loads((portal / "tables" / "tables-metadata.json").read_bytes())
    assert all((portal / "tables" / table["url"]).is_file() for table in described["tables"])


def test_without_an_address_the_folder_may_stand_anywhere(unpublished):
    """Addresses are relative in every form."""
    folder, elsewhere = unpublished[0], "https://elsewhere.example/data/"
    graphs = []
    for suffix, form in FORMS.items():
        data = (folder / f"catalogue.{suffix}").read_bytes()
        assert b"folder.invalid" not in data
        dataset = Dataset(pyoxigraph.parse(data, format=form, base_iri=f"{elsewhere}catalogue.{suffix}"))
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        graphs.append(dataset)
    assert graphs[0] == graphs[1] == graphs[2]
    data = (folder / "catalogue.ttl").read_bytes()
    found = harvested(f"{elsewhere}catalogue.ttl", data, "turtle")
    addresses = {resource["url"] for each in found.values() for resource in each["resources"]}
    assert f"{elsewhere}tables/reports.csv" in addresses
    assert {address.removeprefix(elsewhere) for address in addresses} <= names(folder)


def test_the_command_says_what_only_the_publisher_knows(unpublished):
    assert "--base-url, --publisher, --publisher-type, --homepage, --contact" in unpublished[1]
    data = (unpublished[0] / "catalogue.ttl").read_bytes()
    found = harvested(f"{BASE}catalogue.ttl", data, "turtle")
    assert not any(each["publisher_name"] or each["contact_email"] for each in found.values())


def test_a_form_that_cannot_hold_the_text_is_left_out_and_told(unpublished):
    """XML cannot hold control characters."""
    assert "graph.rdf is left out " in unpublished[1]
    assert not (unpublished[0] / "graph.rdf").exists()
    quads = pyoxigraph.parse(path=str(unpublished[0] / "years" / "2022.ttl"))
    assert any(isinstance(quad.object, Literal) and "\x1b" in quad.object.value for quad in quads)
    assert "graph.rdf" not in (unpublished[0] / "catalogue.ttl").read_text("utf-8")


def test_a_store_without_reports_has_a_catalogue(bare_store):
    with open_store(bare_store, read_only=True) as store:
        described = catalogue(Publication(**PUBLISHED), coverage(store), changed_on(store))
    dcat = Graph().parse(serialized(described, "turtle", BASE), format="turtle")
    assert list(dcat.subjects(RDF.type, DCAT.Dataset)) == [URIRef(f"{BASE}#graph")]
    assert not list(dcat.subjects(RDF.type, DCAT.DatasetSeries))


def test_a_folder_with_other_files_stays(fazhi, portal, followed_up, tmp_path):
    shutil.copytree(portal, tmp_path / "portal")
    (tmp_path / "portal" / "tables" / "notes.txt").write_bytes(b"mine")
    outcome = fazhi("export", "--portal", tmp_path / "portal", "--store", followed_up)
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "holds other files" in outcome.err
    assert names(tmp_path / "portal") == names(portal) | {"tables/notes.txt"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--portal", "p", "-o", "x.ttl"], "--portal goes with none of"),
        (["--portal", "p", "--tables", "t"], "--tables goes with none of"),
        (["--publisher", "岚州市司法局"], "--publisher is for --portal only"),
        (["--portal", "p", "--base-url", "example.org"], "example.org: give an address"),
        (["--portal", "p", "--base-url", "https://example.org/?a"], "no ? and no #"),
        (["--portal", "p", "--endpoint", "https://"], "https://: give an address"),
        (["--portal", "p", "--homepage", "https://a b"], "https://a b: give an address"),
        (["--portal", "p", "--contact", "call me"], "call me: give an address"),
    ],
)
def test_a_mistake_in_the_options_is_one_clear_line(
    fazhi, followed_up, tmp_path, monkeypatch, options, words
):
    monkeypatch.chdir(tmp_path)
    outcome = fazhi("export", *options, "--store", followed_up)
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert words in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_the_command_offers_every_type_of_publisher():
    assert publisher_types() == PUBLISHER_TYPES


def test_a_page_may_be_the_contact():
    described = list(Publication(contact="https://example.org/contact").described())
    assert [str(triple.object) for triple in described if "hasURL" in str(triple.predicate)] == [
        "<https://example.org/contact>"
    ]
    with pytest.raises(FazhiError):
        Publication(contact="https://")
