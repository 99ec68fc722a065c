"""The same questions answered twice by other means: assessments by a naive reading of the signs, answers
about assessments by rdflib."""

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
import yaml

from fazhi.kg.assessment import assess_report
from fazhi.kg.assessment.passages import MOST, AssessedReport
from fazhi.kg.linking.report import read_report
from fazhi.kg.output.full_graphs import FullGraphs
from fazhi.kg.store.opening import open_store
from fazhi.ontology.data_files import DATA
from fazhi.ontology.namespaces import ONTOLOGY_GRAPH
from fazhi.queries import catalogue, run
from fazhi.queries.runner import bindings

ROOT = Path(__file__).parents[2]
REPORTS = [
    *sorted((ROOT / "examples" / "reports").glob("*.txt")),
    *sorted((ROOT / "tests" / "kg" / "data" / "follow-up").glob("*.txt")),
    # A naive search takes its time; of invented reports every third is enough to tell two searches apart.
    *sorted((ROOT / "tests" / "gold" / "synthetic").glob("*.txt"))[::3],
]
QUESTIONS = (
    "obligation-matrix",
    "unreported-obligations",
    "contrary-assessments",
    "obligation-evidence",
    "plan-follow-up",
    "stated-duties",
)

# rdflib's own use of what it deprecates.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

WANT = re.compile(
    r"尚未|还未|未能|不够|不足|不到位|不完善|不健全|不强|有待|亟待|仍需|还需|需要?进一步|需持续|薄弱|缺乏|欠缺|滞后|今后|下一步"
    r"|(?<![草模虚])拟(?![定订制合态])|力争|争取|将(?:进一步|继续|持续|着力)|计划(?:于|在|用)"
    r"|(?:^|，)[^，]{0,8}(?<![重需主摘纪])[应要](?:带头|加强|通过|利用|把|发挥|充分|进一步)"
    r"|(?:未|没有)(?:聘|配备|设|开展|组织|制[定发]|建立|进行|编制|公[布开]|发布|召开|实行|履行|出台|成立)"
)
STANDING = re.compile(r"必须|应当|不得|要求[^，]{0,14}(?:干部|人员|部门|单位|机关)")
EVERY = re.compile(
    r"(?<![人户平])均(?!衡|匀|等|可)|全部|一律|(?<!成)都(?!市)|逐[一件份]|全覆盖|应审尽审|凡[^，]{0,30}必|100%|百分之百"
)
SYSTEM = re.compile(
    r"[^，]{0,10}?(?:认真|严格|切实|全面|坚决|坚持|持续|深入|扎实|积极|依法|不断|大力|继续|有效|进一步|深化|抓好|推动)*"
    r"(?:贯彻落实|贯彻执行|落实|执行|实行|推行|坚持|贯彻|实施|遵守)"
    r"[^，0-9]*(?:制度|责任制|机制|法制审核)(?!化)[^，0-9]{0,8}"
)


def tells_of_doing(before: str, words: str) -> bool:
    """Some clause says more than that a system is carried out, and no rule is only set.

    A clause without figures that begins with 并 or 且 shares the rule of the clause ``before`` it.
    """
    clauses = [clause for clause in words.split("，") if clause]
    shared = before if words[0] in "并且" and not re.search(r"\d", words) else ""
    return not STANDING.search(shared + words) and not all(SYSTEM.fullmatch(clause) for clause in clauses)


def clause_before(folded: str, start: int) -> str:
    """The clause that ends in a comma just before ``start``, without the comma."""
    return re.split("[，。；：\n]", folded[: start - 1])[-1] if folded[start - 1 : start] == "，" else ""


@cache
def raw_signs() -> list[dict[str, Any]]:
    """The data file as it stands, of the obligations that only signs decide."""
    entries = yaml.safe_load((DATA / "evidence_signs.yaml").read_text(encoding="utf-8"))
    return [e for e in entries if not {"rule", "figures", "contrary", "not_under_earlier_rule"} & set(e)]


def clauses_told(
    assessed: AssessedReport, sign: str, roles: set[str], *, heading: bool
) -> list[tuple[int, int, str]]:
    """Every clause group in which one sign is found, passage by passage, from each character on."""
    shortest = re.compile(re.sub(r"(\{\d+,\d+\})", r"\1?", sign))
    found: list[tuple[int, int, str]] = []
    for passage in assessed.passages:
        if passage.role not in roles or passage.heading is not heading:
            continue
        words = assessed.report_text.folded[passage.start : passage.end]
        for start in range(len(words)):
            match = shortest.match(words, start)
            if match is None or any(
                a < passage.start + match.end() and passage.start + start < b for a, b, _ in found
            ):
                continue
            place = assessed.clauses(passage, passage.start + start, passage.start + match.end())
            told = assessed.report_text.folded[place.start : place.end]
            if WANT.search(told) or any(a < place.end and place.start < b for a, b, _ in found):
                continue
            found.append((place.start, place.end, told))
    return found


def naive(assessed: AssessedReport, entry: dict[str, Any]) -> str:
    """The outcome by the words of the data file's header."""
    done = {"work_done", "leader_duties"}
    roles = {entry["role"]} if "role" in entry else done
    shown = entry.get("shown") or []
    elements = shown if isinstance(shown, dict) else {"": shown}
    places = {
        name: clauses_told(assessed, "|".join(f"(?:{s})" for s in signs), roles, heading=False)[:MOST]
        for name, signs in elements.items()
        if signs
    }
    told = [place for group in places.values() for place in group]
    if told:
        folded = assessed.report_text.folded
        doing = [words for start, _, words in told if tells_of_doing(clause_before(folded, start), words)]
        if not doing or (entry.get("every") and not any(EVERY.search(words) for words in doing)):
            return "partly"
        complete = all(
            any(not all(SYSTEM.fullmatch(c) for c in words.split("，") if c) for _, _, words in group)
            for group in places.values()
        )
        return "evidenced" if complete else "partly"
    spoken = "|".join(f"(?:{s})" for s in entry.get("spoken") or [])
    if spoken and any(clauses_told(assessed, spoken, done, heading=h) for h in (False, True)):
        return "partly"
    return "not_reported"


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_naive_reading_of_the_signs_gives_the_same_outcomes(path: Path):
    """One search over all passages at once finds what a search of each by itself finds."""
    linked = read_report(path)
    assessed = AssessedReport(linked.extraction)
    ours = {a.statutory.id: a.judgement.outcome for a in assess_report(linked) if a.statutory}
    theirs = {e["id"]: naive(assessed, e) for e in raw_signs() if e["id"] in ours}
    assert {key: ours[key] for key in theirs} == theirs


@pytest.fixture(scope="module")
def engines(followed_up: Path):
    """The store of two small reports, and the same statements in rdflib."""
    with open_store(followed_up, read_only=True) as store:
        local = [n for n in store.graph_names() if not n.endswith(("/reference", "/ontology"))]
        quads = [quad for name in local for quad in (*store.graph(name), *store.consequences(name))]
        reference = FullGraphs(store).reference_data({str(quad.object) for quad in quads})
        quads += store.graph(ONTOLOGY_GRAPH)
        statements = {str(quad.triple) for quad in quads}
        statements.update(each for graph in reference for each in graph.statements)
        lines = "".join(f"{each} .\n" for each in statements)
        yield store.dataset, rdflib.Graph().parse(data=lines, format="nt")


@pytest.mark.parametrize("name", QUESTIONS)
def test_both_engines_answer_alike_about_assessments(name: str, engines):
    """Every row, with the obligations of the catalogue and what two reports say."""
    dataset, graph = engines
    question = catalogue()[name]
    given = {p.name: p.example for p in question.parameters if p.required}
    ours = run(dataset, question, given)
    bound = {v.value: rdflib.URIRef(term.value) for v, term in bindings(dataset, question, given).items()}
    theirs = graph.query(question.text, initBindings=bound)
    assert ours.rows or name == "contrary-assessments"
    assert Counter(tuple(map(_key, row)) for row in theirs) == Counter(
        tuple(map(_key, row)) for row in ours.rows
    )


def _key(term: Any) -> tuple[str, ...]:
    """A term of either engine by value."""
    if term is None:
        return ()
    if isinstance(term, pyoxigraph.NamedNode | rdflib.URIRef):
        return ("iri", getattr(term, "value", str(term)))
    lexical = term.value if isinstance(term, pyoxigraph.Literal) else str(term)
    number = re.fullmatch(r"-?\d+(?:\.\d+)?", lexical)
    return ("number", str(Decimal(lexical).normalize())) if number else ("literal", lexical)
