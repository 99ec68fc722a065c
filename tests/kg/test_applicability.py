"""What binds the bodies that report: stored once for each kind of body and year; silence follows."""

import shutil
from pathlib import Path

import pytest

from fazhi.kg.applicability import PROPERTIES
from fazhi.kg.assessment import assess_report
from fazhi.kg.build import build
from fazhi.kg.linking.report import read_report
from fazhi.kg.store.opening import open_store
from fazhi.ontology.namespaces import FZ
from fazhi.ontology.rdf import ontology_quads

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
GANMEI, LIFE = "ganmei-south-park-2023.txt", "qidong-life-health-park-2023.txt"
ASKED = """
SELECT ?report ?obligation ?way ?outcome {
  ?report fz:applicability ?applicability .
  ?applicability ?binds ?obligation .
  ?binds fz:reach ?way
  OPTIONAL { ?assessment fz:assesses ?report ; fz:obligation ?obligation ; fz:outcome ?outcome }
}"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Two parks' reports on one year."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in (GANMEI, LIFE):
        shutil.copy(EXAMPLES / name, folder)
    return folder


def graph_file(store: Path) -> Path:
    return store / "graphs" / "applicability.nq.zst"


def test_the_graph_says_what_assessing_each_report_says(built):
    """Every obligation with its way and outcome; where there is no assessment it is not reported."""
    expected = set()
    for path in EXAMPLES.glob("*.txt"):
        report = read_report(path)
        expected |= {
            (*report.key, a.statutory.id, a.reach, a.judgement.outcome)
            for a in assess_report(report)
            if a.statutory
        }
    with open_store(built, read_only=True) as store:
        found = {
            (
                *row["report"].value.split("/")[-2:],
                *(row[name].value.rsplit("/", 1)[-1] for name in ("obligation", "way")),
                row["outcome"].value.rsplit("/", 1)[-1] if row["outcome"] else "not_reported",
            )
            for row in store.select(ASKED)
        }
    assert found == expected


def test_bodies_of_one_kind_and_year_share_it(reports, fresh_store):
    """The same bytes whichever report came first, and no more of them for two reports than for one."""
    one, two = fresh_store("one"), fresh_store("two")
    with open_store(one) as store:
        build([reports / LIFE], store)
    with open_store(two) as store:
        build([reports / GANMEI], store)
        build([reports], store)
    assert graph_file(one).read_bytes() == graph_file(two).read_bytes()


def test_what_no_report_has_any_more_is_not_kept(reports, fresh_store):
    """A report of another year than before takes what binds it along."""
    ask = "SELECT DISTINCT ?a { ?a fz:binds ?o }"
    with open_store(fresh_store()) as store:
        build([reports / LIFE], store)
        assert [row["a"].value.rsplit("/", 1)[-1] for row in store.select(ask)] == ["2023"]
        text = (reports / LIFE).read_text("utf-8")
        (reports / LIFE).write_text(text.replace("2023", "2022"), "utf-8")
        build([reports / LIFE], store)
        assert [row["a"].value.rsplit("/", 1)[-1] for row in store.select(ask)] == ["2022"]


def test_each_way_has_its_property():
    """The code's table and the ontology agree."""
    stated = {
        q.object.value.rsplit("/", 1)[-1]: q.subject.value.replace(FZ, "fz:")
        for q in ontology_quads()
        if q.predicate.value == FZ + "reach"
    }
    assert stated == PROPERTIES
