"""The folder that publishes a knowledge graph: every form of it, its descriptions, the ontology."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

import jinja2
from pyoxigraph import Quad, RdfFormat, Triple, parse

from fazhi.kg.output.export import FORMS, graphs_of
from fazhi.kg.output.portal.catalogue import catalogue
from fazhi.kg.output.portal.coverage import changed_on, coverage
from fazhi.kg.output.portal.distributions import File
from fazhi.kg.output.portal.ontology_files import ontology_files
from fazhi.kg.output.portal.publication import Publication
from fazhi.kg.output.portal.sparql_examples import sparql_examples
from fazhi.kg.output.portal.terms import NOWHERE, serialized, words
from fazhi.kg.output.portal.void import statistics, void
from fazhi.kg.output.portal.years import ByYear
from fazhi.kg.output.table_files import METADATA, table_files
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import both

CHECKSUMS = "SHA256SUMS"
_README = ("README.md", "README.zh.md")
#: Of the graph, those forms that are written; N-Quads packed, since it is by far the largest.
_FORMS = ("turtle", "ntriples", "rdfxml", "jsonld")


def portal_files(
    store: GraphStore, publication: Publication, tell: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    """The name, relative to the folder, and the content of each file; the same store gives the same bytes.

    Where a form has no way to write what the store holds, its file is left out, which ``tell`` is told.
    """
    folder = _Folder(store, publication, tell)
    for name, data, file in folder.data():
        folder.files.append(file)
        yield name, data
    yield from folder.descriptions()


def with_checksums(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The files, and one with the SHA-256 of each, as ``sha256sum --check`` reads it."""
    lines = []
    for name, data in files:
        lines.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
        yield name, data
    yield CHECKSUMS, "".join(lines).encode()


def is_portal(folder: Path) -> bool:
    """Whether the folder holds what :func:`with_checksums` lists, and nothing else."""
    try:
        lines = (folder / CHECKSUMS).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return False
    names = {line[66:] for line in lines} | {CHECKSUMS}
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()}
    return found <= names and {"catalogue.ttl", "void.ttl"} <= names


class _Folder:
    def __init__(self, store: GraphStore, publication: Publication, tell: Callable[[str], None]) -> None:
        self._store = store
        self._tell = tell
        self._publication = publication
        self._coverage = coverage(store)
        # All of the graph, far smaller than its statements are in memory, where only one form has them.
        self._quads = FORMS["nquads"](graphs_of(store))
        self._day = changed_on(store)
        #: The files that the descriptions speak of.
        self.files: list[File] = []

    def data(self) -> Iterator[tuple[str, bytes, File]]:
        """The files with data, and what is said of each."""
        for form in _FORMS:
            name = f"graph{FORMS[form].suffix}"
            try:
                data = FORMS[form](self._graphs(), self._store.base)
            except FazhiError as error:
                self._tell(f"{both(f'{name} is left out', f'略去 {name}')}: {error}")
            else:
                yield self._file(name, data, "graph", "graph")
        packed = gzip.compress(self._quads, mtime=0)
        yield self._file("graph.nq.gz", packed, "graph", "graph_packed")
        yield from self._years()
        yield from self._tables()
        for name, data in ontology_files():
            yield self._file(name, data, "ontology", name.rpartition(".")[0])

    def _graphs(self) -> Iterator[list[Quad]]:
        quads = parse(self._quads, format=RdfFormat.N_QUADS)
        for _, graph in groupby(quads, key=lambda quad: quad.graph_name):
            yield list(graph)

    def _years(self) -> Iterator[tuple[str, bytes, File]]:
        by_year = ByYear(self._graphs(), self._coverage, self._store.base)
        for year in self._coverage.years:
            data = FORMS["turtle"]([by_year.quads(year)], self._store.base)
            yield self._file(f"years/{year}.ttl", data, f"year-{year}", "year", year=year)

    def _tables(self) -> Iterator[tuple[str, bytes, File]]:
        titles: dict[str, Mapping[str, str]] = {}
        for name, data in table_files(self._store, parquet=False):
            if name == METADATA:
                for table in json.loads(data)["tables"]:
                    titles[table["url"]] = {text["@language"]: text["@value"] for text in table["dc:title"]}
                yield self._file(f"tables/{name}", data, "tables", "tables_metadata")
            else:
                yield self._file(f"tables/{name}", data, "tables", "table", **titles[name])

    def descriptions(self) -> Iterator[tuple[str, bytes]]:
        """What describes the files: catalogue, VoID, examples of queries, and for people."""
        described = list(catalogue(self._publication, self._coverage, self._day, self.files))
        for form in ("turtle", "rdfxml", "jsonld"):
            yield f"catalogue{FORMS[form].suffix}", self._written(described, form)
        made_of = statistics({quad.triple for graph in self._graphs() for quad in graph}, self._store.base)
        about = void(self._publication, self._coverage, made_of, self._day, self.files)
        yield "void.ttl", self._written(about, "turtle")
        examples = sparql_examples(self._store, self._publication)
        yield "sparql-examples.ttl", self._written(examples, "turtle")
        for name in _README:
            yield name, self._readme(name)

    def _written(self, triples: Iterable[Triple], form: str) -> bytes:
        return serialized(triples, form, self._publication.base_url)

    def _file(
        self, name: str, data: bytes, dataset: str, kind: str, **values: str
    ) -> tuple[str, bytes, File]:
        texts = words()["files"][kind]
        form = words()["forms"]["." + name.removesuffix(".gz").rpartition(".")[2]]["name"]
        title, description = (
            {language: text.format(form=form, **values) for language, text in texts[part].items()}
            for part in ("title", "description")
        )
        return name, data, File.of(name, data, dataset, title, description)

    def _readme(self, name: str) -> bytes:
        template = Path(__file__).with_name(name).read_text("utf-8")
        language = "zh" if name.endswith(".zh.md") else "en"
        environment = jinja2.Environment(trim_blocks=True, keep_trailing_newline=True, autoescape=False)
        text = environment.from_string(template).render(
            title=words()["graph"]["title"][language],
            files=[(file, file.title[language]) for file in self.files if file.dataset != "tables"],
            coverage=self._coverage,
            day=self._day.isoformat(),
            publication=self._publication,
            relative=self._publication.base_url == NOWHERE,
        )
        return text.encode()
