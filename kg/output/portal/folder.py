"""The folder that publishes a knowledge graph: every form of it, its descriptions, the ontology."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import jinja2
from pyoxigraph import Triple

from fazhi.kg.output.export import FORMS, graphs_of, gzipped
from fazhi.kg.output.portal.catalogue import catalogue
from fazhi.kg.output.portal.coverage import changed_on, coverage
from fazhi.kg.output.portal.distributions import Content, File, digest_of
from fazhi.kg.output.portal.ontology_files import ontology_files
from fazhi.kg.output.portal.publication import Publication
from fazhi.kg.output.portal.sparql_examples import sparql_examples
from fazhi.kg.output.portal.terms import NOWHERE, serialized, words
from fazhi.kg.output.portal.void import statistics, void
from fazhi.kg.output.portal.years import ByYear
from fazhi.kg.output.statements import Graph, KeptGraphs
from fazhi.kg.output.table_files import METADATA, table_files
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import both
from fazhi.ontology.namespaces import PREFIXES

CHECKSUMS = "SHA256SUMS"
_README = ("README.md", "README.zh.md")
#: Of the graph, those forms that are written; N-Quads packed, since it is by far the largest.
_FORMS = ("turtle", "ntriples", "rdfxml", "jsonld")


def portal_files(
    store: GraphStore, publication: Publication, tell: Callable[[str], None]
) -> Iterator[tuple[str, Content]]:
    """The name, relative to the folder, and the content of each file; the same store gives the same bytes.

    Of a large one the content is a file, which is there until the next is asked for and may be moved. Where
    a form has no way to write what the store holds, its file is left out, which ``tell`` is told.
    """
    with KeptGraphs(graphs_of(store)) as graphs, TemporaryDirectory() as temporary:
        folder = _Folder(store, graphs, Path(temporary), publication, tell)
        for name, content, file in folder.data():
            folder.files.append(file)
            yield name, content
        yield from folder.descriptions()


def with_checksums(files: Iterable[tuple[str, Content]]) -> Iterator[tuple[str, Content]]:
    """The files, and one with the SHA-256 of each, as ``sha256sum --check`` reads it."""
    lines = []
    for name, content in files:
        lines.append(f"{digest_of(content)}  {name}\n")
        yield name, content
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
    def __init__(
        self,
        store: GraphStore,
        graphs: KeptGraphs,
        temporary: Path,
        publication: Publication,
        tell: Callable[[str], None],
    ) -> None:
        self._store = store
        self._graphs = graphs
        self._temporary = temporary
        self._tell = tell
        self._publication = publication
        self._coverage = coverage(store)
        self._day = changed_on(store)
        #: The files that the descriptions speak of.
        self.files: list[File] = []

    def data(self) -> Iterator[tuple[str, Content, File]]:
        """The files with data, and what is said of each."""
        for form in _FORMS:
            name = f"graph{FORMS[form].suffix}"
            try:
                content = self._in_form(self._graphs, form)
            except FazhiError as error:
                self._tell(f"{both(f'{name} is left out', f'略去 {name}')}: {error}")
            else:
                yield self._file(name, content, "graph", "graph")
        content = self._written(partial(gzipped, partial(self._write, self._graphs, "nquads")))
        yield self._file("graph.nq.gz", content, "graph", "graph_packed")
        yield from self._years()
        yield from self._tables()
        for name, data in ontology_files():
            yield self._file(name, data, "ontology", name.rpartition(".")[0])

    def _in_form(self, graphs: Iterable[Graph], form: str) -> Path:
        return self._written(partial(self._write, graphs, form))

    def _write(self, graphs: Iterable[Graph], form: str, out: BinaryIO) -> None:
        FORMS[form].write(graphs, out, self._store.base, PREFIXES)

    def _written(self, write: Callable[[BinaryIO], None]) -> Path:
        """A temporary file of what ``write`` writes; the one before it goes."""
        file = self._temporary / "file"
        with file.open("wb") as out:
            write(out)
        return file

    def _years(self) -> Iterator[tuple[str, Content, File]]:
        by_year = ByYear(self._graphs, self._coverage, self._store.base)
        for year in self._coverage.years:
            content = self._in_form(by_year.graphs(year), "turtle")
            yield self._file(f"years/{year}.ttl", content, f"year-{year}", "year", year=year)

    def _tables(self) -> Iterator[tuple[str, Content, File]]:
        titles: dict[str, Mapping[str, str]] = {}
        for name, data in table_files(self._store, parquet=False):
            if name == METADATA:
                assert isinstance(data, bytes)
                for table in json.loads(data)["tables"]:
                    titles[table["url"]] = {text["@language"]: text["@value"] for text in table["dc:title"]}
                yield self._file(f"tables/{name}", data, "tables", "tables_metadata")
            else:
                yield self._file(f"tables/{name}", data, "tables", "table", **titles[name])

    def descriptions(self) -> Iterator[tuple[str, bytes]]:
        """What describes the files: catalogue, VoID, examples of queries, and for people."""
        described = list(catalogue(self._publication, self._coverage, self._day, self.files))
        for form in ("turtle", "rdfxml", "jsonld"):
            yield f"catalogue{FORMS[form].suffix}", self._described(described, form)
        made_of = statistics(self._graphs, self._store.base)
        about = void(self._publication, self._coverage, made_of, self._day, self.files)
        yield "void.ttl", self._described(about, "turtle")
        examples = sparql_examples(self._store, self._publication)
        yield "sparql-examples.ttl", self._described(examples, "turtle")
        for name in _README:
            yield name, self._readme(name)

    def _described(self, triples: Iterable[Triple], form: str) -> bytes:
        return serialized(triples, form, self._publication.base_url)

    def _file(
        self, name: str, content: Content, dataset: str, kind: str, **values: str
    ) -> tuple[str, Content, File]:
        texts = words()["files"][kind]
        form = words()["forms"]["." + name.removesuffix(".gz").rpartition(".")[2]]["name"]
        title, description = (
            {language: text.format(form=form, **values) for language, text in texts[part].items()}
            for part in ("title", "description")
        )
        return name, content, File.of(name, content, dataset, title, description)

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
