"""fazhi 法治: annual rule-of-law government reports (法治政府建设情况报告) as a knowledge graph.

>>> import fazhi
>>> report = fazhi.extract("examples/reports/qidong-life-health-park-2023.txt")
>>> report.body.name, report.year
('启东生命健康产业园', 2023)

What is heavy (spaCy, the store) is imported by the function that needs it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi.ontology.errors import FazhiError

if TYPE_CHECKING:
    import networkx

    from fazhi.extractors import Document
    from fazhi.kg.assessment import Assessment
    from fazhi.kg.build_summary import BuildSummary
    from fazhi.kg.checks import Finding
    from fazhi.kg.linking.report import LinkedReport
    from fazhi.kg.store.graph_store import GraphStore
    from fazhi.ontology.own_register import OwnRegister
    from fazhi.queries.results import Result

__all__ = [
    "FazhiError",
    "ask",
    "assess",
    "build",
    "check",
    "export",
    "extract",
    "open_store",
    "own_register",
    "read",
    "to_networkx",
]

#: The directory of the store where none is named, as on the command line.
STORE = "fazhi-store"


def read(file: str | Path, *, ocr: bool = False) -> Document:
    """Read a report file: its reading text, and the way back to the file's own characters.

    With ``ocr``, scanned pages and pictures are recognised, which takes seconds a page. Raises FazhiError
    where the file holds no readable text.

    >>> document = fazhi.read("examples/reports/qidong-life-health-park-2023.txt")
    >>> start = document.text.index("东晋律师事务所")
    >>> document.line_column(start)
    (53, 4)
    """
    from fazhi.extractors import read_file

    return read_file(file, ocr=ocr)


def extract(report: Document | str | Path) -> LinkedReport:
    """Extract the records of a report and link its names to bodies and legal instruments.

    Offsets of records are 0-based code points of the reading text, end exclusive. Raises FazhiError where
    a file holds no readable text.

    >>> report = fazhi.extract("examples/reports/qidong-life-health-park-2023.txt")
    >>> [record.fields["firm"] for record in report.records if record.type == "counsel"]
    ['东晋律师事务所']
    """
    from fazhi.extractors import extract as extract_records
    from fazhi.kg.linking.report import link_report

    return link_report(extract_records(_document(report)))


def check(report: Document | str | Path, *, ignore: Collection[str] = ()) -> list[Finding]:
    """Find the mistakes of a report, in the order of its lines; ``ignore`` names codes to leave out.

    >>> for finding in fazhi.check("examples/draft.txt")[:2]:
    ...     print(finding.code, finding.line, finding.text)
    FZ105 3 《法治政府建设实施纲要（2020—2025年）》
    FZ202 9 428条
    """
    from fazhi.extractors import extract as extract_records
    from fazhi.kg.checks.registry import check as check_extraction

    return check_extraction(extract_records(_document(report)), ignore=ignore)


def assess(report: LinkedReport) -> list[Assessment]:
    """Set a report from :func:`extract` against the obligations that bind its body.

    An assessment says what the report evidences: nothing found is ``not_reported``, never "not done".

    >>> report = fazhi.extract("examples/reports/qidong-life-health-park-2023.txt")
    >>> outcomes = {a.statutory.id: a.judgement.outcome for a in fazhi.assess(report) if a.statutory}
    >>> outcomes["decision-counsel-opinion"]
    'evidenced'
    """
    from fazhi.kg.assessment import assess_report

    return list(assess_report(report))


@contextmanager
def own_register(path: str | Path) -> Iterator[OwnRegister]:
    """Use an own register (自有名录) for a ``with`` block: a CSV file, or a folder of its files.

    Its entries add to the built-in reference data, in the whole process. Raises FazhiError, which names file,
    line and field, where an entry breaks the rules.

    >>> report = "examples/reports/qidong-economic-zone-2023.txt"
    >>> with fazhi.own_register("examples/own-register.csv") as register:
    ...     citations = [r.fields for r in fazhi.extract(report).records if r.type == "citation"]
    >>> [c["link"] for c in citations if c["title"] == "启东市镇（园区、街道）合法性审查工作规范"]
    ['exact']
    """
    from fazhi.ontology.in_use import using
    from fazhi.ontology.own_register import read_own_register

    register = read_own_register(Path(path))
    with using(register):
        yield register


def build(
    reports: Iterable[str | Path],
    store: str | Path = STORE,
    *,
    force: bool = False,
    ocr: bool = False,
    register: str | Path | None = None,
) -> BuildSummary:
    """Take report files, and those in directories, into the store at ``store``; what is unchanged stays.

    ``force`` takes in texts that do not look like such a report. With ``ocr``, scanned pages and pictures are
    recognised. ``register`` becomes the own register of the
    store, as in :func:`own_register`; an empty folder takes it away. Raises FazhiError where the register
    breaks the rules or the store cannot be written; a file that cannot be read is skipped and named in the
    summary.

    >>> summary = fazhi.build(["examples/reports"])
    >>> summary.in_store, summary.skipped
    (5, [])
    """
    from fazhi.kg.build import build as build_store
    from fazhi.kg.store.opening import open_store as open_graph_store
    from fazhi.ontology.own_register import read_own_register

    own = read_own_register(Path(register)) if register else None
    with open_graph_store(store) as opened:
        return build_store(reports, opened, force=force, ocr=ocr, register=own)


def open_store(store: str | Path = STORE) -> GraphStore:
    """Open a store for reading, as a context manager. Raises FazhiError where there is none.

    >>> with fazhi.open_store() as store:
    ...     [row["n"].value for row in store.select("SELECT (COUNT(*) AS ?n) { ?report a fz:Report }")]
    ['5']
    """
    from fazhi.kg.store.opening import open_store as open_graph_store

    return open_graph_store(store, read_only=True)


def ask(store: GraphStore, question: str, *, whole: bool = False, **parameters: str) -> Result:
    """Put a question of the catalogue (``fazhi query`` lists them) to an open store.

    An answer that lists what reports say is of the first 50 of them, and has that number as its ``cut``,
    unless the ``whole`` one is asked for. Raises FazhiError for an unknown question, parameter or name.

    >>> from fazhi.queries.results import table
    >>> with fazhi.open_store() as store:
    ...     answer = table(fazhi.ask(store, "not-in-force"))
    >>> [row[answer.columns.index("law")] for row in answer.rows]
    ['合同法']
    """
    from fazhi.queries.runner import run

    return run(store.dataset, question, parameters, whole=whole)


def export(store: GraphStore, form: str = "turtle", *, everything: bool = False) -> bytes:
    """The graph of an open store, in UTF-8.

    ``form`` is ``turtle``, ``trig``, ``ntriples``, ``nquads``, ``rdfxml`` or ``jsonld``; ``everything`` adds
    the whole register and the ontology.

    >>> with fazhi.open_store() as store:
    ...     fazhi.export(store)[:36]
    b'@base <https://w3id.org/fazhi/id/> .'
    """
    from fazhi.kg.output.export import export as export_graph

    out = BytesIO()
    export_graph(store, form, out, everything=everything)
    return out.getvalue()


def to_networkx(store: GraphStore, what: str = "all") -> networkx.MultiDiGraph:
    """The graph around all reports of an open store, those of one body, or one report (``body/year``).

    Raises FazhiError where ``what`` names nothing in the store.

    >>> with fazhi.open_store() as store:
    ...     graph = fazhi.to_networkx(store, "启东生命健康产业园/2023")
    >>> sorted(graph.nodes[node]["label"] for node in graph if graph.nodes[node]["kind"] == "LawFirm")
    ['东晋律师事务所']
    """
    from fazhi.kg.output.networkx_graph import to_networkx as graph_of

    return graph_of(store, what)


def _document(report: Document | str | Path) -> Document:
    return read(report) if isinstance(report, str | Path) else report
