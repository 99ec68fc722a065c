"""What persons say of what names mean: the instrument of a citation, the body of a report, its year."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from fazhi.kg.output.parts import report_graphs
from fazhi.kg.output.validation import violations
from fazhi.kg.review.pen import record_revision, revised_reports, undo_revision
from fazhi.kg.review.reviewed import ReviewedRecord, ReviewedReport, reviewed
from fazhi.kg.revisions.fields import RevisionError
from fazhi.kg.revisions.revision import Revision
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.revisions import RevisionFiles
from fazhi.ontology.namespaces import resource

BASE = "https://w3id.org/fazhi/id/"
BODY = "启东市人民政府"
REPORT = f"{BASE}report/{BODY}/2023"
TEXT = (
    "江苏省启东市2023年度法治政府建设情况报告\n一、工作成效\n"
    "严格执行《优化营商环境条例》，宣传《中华人民共和国水法》，学习《启东市江海文化保护暂行规定》。"
    "依据《中华人民共和国行政处罚法》第五条作出处罚，依据《中华人民共和国税收征收管里法》征税。\n"
)
PROVINCIAL = resource("instrument", "江苏省优化营商环境条例")
NATIONAL = resource("instrument", "优化营商环境条例")


@pytest.fixture
def store(bare_store: Path, tmp_path: Path, fazhi: Any) -> Path:
    """A store of one report."""
    path = Path(shutil.copytree(bare_store, tmp_path / "store"))
    write(tmp_path / "report.txt", TEXT)
    assert fazhi("build", tmp_path / "report.txt", "--force", "--store", path).code == 0
    return path


def write(file: Path, text: str, year: int = 2023) -> Path:
    """A report with its sidecar."""
    file.write_text(text, "utf-8")
    file.with_suffix(".meta.yaml").write_text(f"issuer: {BODY}\nyear: {year}\n", "utf-8")
    return file


def the(report: ReviewedReport, words: str) -> ReviewedRecord:
    return next(one for one in report.records if words in one.record.text and one.record.type == "citation")


def corrected(store: Path, found: ReviewedRecord, report: str = REPORT, **fields: Any) -> Revision:
    """Write down that 王芳 corrects some fields of a record."""
    there = reviewed(store, report)
    kept = {k: v for k, v in (found.record.fields).items() if k not in ("link", "instrument", "candidates")}
    revision = there.revision(found, "corrected", by="王芳", fields={**kept, **fields})
    record_revision(store, revision)
    return revision


def means(store: Path, words: str, instrument: str) -> None:
    corrected(store, the(reviewed(store, REPORT), words), instrument=instrument)


def links(store: Path) -> dict[str, tuple[str, str]]:
    """By the title of each citation the notation of its link method, and its instrument."""
    with open_store(store, read_only=True) as opened:
        assert violations(opened, *report_graphs(opened)) == []
        rows = opened.select(
            "SELECT ?title ?how ?law { ?c fz:titleAsWritten ?title ; fz:linkMethod/skos:notation ?how"
            " OPTIONAL { ?c fz:instrument ?law } }"
        )
        return {r["title"].value: (r["how"].value, r["law"].value if r["law"] else "") for r in rows}


def graphs(store: Path) -> set[str]:
    with open_store(store, read_only=True) as opened:
        return {name.removeprefix(f"{BASE}graph/") for name in opened.graph_names() if BODY in name}


def test_a_person_says_which_instrument_a_citation_means(store: Path, fazhi: Any) -> None:
    """Of several of one name, where the register has none, where it only suggests one; told as a person's."""
    before = links(store)
    assert before["优化营商环境条例"] == ("ambiguous", "")
    assert before["启东市江海文化保护暂行规定"][0] == "none"
    assert before["中华人民共和国税收征收管里法"] == ("variant", "")
    means(store, "《优化营商环境条例》", PROVINCIAL)
    means(store, "《启东市江海文化保护暂行规定》", NATIONAL)
    means(store, "税收征收管里法", "none")
    listed = fazhi("revise", "--store", store).out
    assert "instrument: – → 江苏省优化营商环境条例" in listed
    assert "instrument: – → none" in listed

    assert fazhi("build", "--store", store).code == 0
    after = links(store)
    assert after["优化营商环境条例"] == ("person", PROVINCIAL)
    assert after["启东市江海文化保护暂行规定"] == ("person", NATIONAL)
    how, law = after["中华人民共和国税收征收管里法"]
    assert (how, law.startswith(f"{BASE}instrument/")) == ("none", True)
    assert after["中华人民共和国水法"] == before["中华人民共和国水法"]
    rows = json.loads(fazhi("query", "revised-records", "--format", "json", "--store", store).out)
    assert {(row["revisionKindLabel"], row["reviserLabel"]) for row in rows} == {("更正", "王芳")}
    assert json.loads(fazhi("query", "ambiguous-titles", "--format", "json", "--store", store).out) == []


def test_an_instrument_that_the_register_does_not_have(store: Path, fazhi: Any) -> None:
    """Is refused; in a file that was edited it is told, and the title decides."""
    with pytest.raises(RevisionError, match=r"the register has no instrument https://example\.org/x"):
        means(store, "《优化营商环境条例》", "https://example.org/x")
    assert not RevisionFiles(store).files()
    means(store, "《中华人民共和国水法》", NATIONAL)
    (file,) = RevisionFiles(store).files()
    file.write_text(file.read_text("utf-8").replace(NATIONAL, f"{BASE}instrument/x"), "utf-8")
    outcome = fazhi("build", "--store", store)
    assert (
        outcome.out.count(
            f"the register has no instrument {BASE}instrument/x (“《中华人民共和国水法》”, 王芳)"
        )
        == 1
    )
    assert links(store)["中华人民共和国水法"] == ("exact", resource("instrument", "水法"))


def test_a_report_on_another_year_gets_its_name(store: Path, fazhi: Any, tmp_path: Path) -> None:
    """Nothing of the old name is left; what was said of its records goes with it, and comes back with it."""
    before = graphs(store)
    means(store, "《优化营商环境条例》", PROVINCIAL)
    renaming = corrected(store, reviewed(store, REPORT).records[0], year=2022)
    (file,) = RevisionFiles(store).files()
    assert (file.stem, len(file.read_text("utf-8").splitlines())) == ("2022", 2)
    assert [(one.name, one.applied, one.unplaced) for one in revised_reports(store)] == [
        (f"{BODY}/2022", False, ())
    ]
    means(store, "《启东市江海文化保护暂行规定》", NATIONAL)  # The graph has the old name yet.
    assert len(file.read_text("utf-8").splitlines()) == 3

    assert fazhi("build", "--store", store).code == 0
    assert graphs(store) == {name.replace("2023", "2022") for name in before}
    assert links(store)["优化营商环境条例"] == ("person", PROVINCIAL)
    assert "made again" not in fazhi("build", "--store", store).out
    assert described(store) == [("2022", "report.txt")]

    # Read again it keeps the name; a report that is rightly on that year has its own.
    write(tmp_path / "report.txt", f"{TEXT}二、下一步安排\n一是加强行政执法监督。\n")
    other = write(
        tmp_path / "other.txt",
        TEXT.replace("严格执行", "认真执行").replace("江苏省启东市", "江苏省启东市人民政府"),
    )
    outcome = fazhi("build", tmp_path / "report.txt", other, "--force", "--store", store)
    assert outcome.code == 0
    assert graphs(store) == {name.replace("2023", "2022") for name in before} | before
    with open_store(store, read_only=True) as opened:
        rows = opened.select("SELECT ?r { ?c fz:linkMethod/skos:notation 'person' ; fz:inReport ?r }")
        assert {row["r"].value for row in rows} == {f"{BASE}report/{BODY}/2022"}

    # The name is taken now.
    with pytest.raises(RevisionError, match=f"another report of the name {BODY}/2023"):
        undo_revision(store, f"{BASE}report/{BODY}/2022", kept(store, renaming).id)
    assert len(file.read_text("utf-8").splitlines()) == 3


def described(store: Path) -> list[tuple[str, str]]:
    """Year and file of each report."""
    with open_store(store, read_only=True) as opened:
        rows = opened.select(
            "SELECT ?year ?file { ?report fz:reportedYear ?year ; prov:wasDerivedFrom/rdfs:label ?file }"
        )
        return [(row["year"].value, row["file"].value) for row in rows]


def test_a_report_that_is_given_another_year_keeps_its_file(store: Path, fazhi: Any, tmp_path: Path) -> None:
    write(tmp_path / "report.txt", TEXT, 2022)
    assert fazhi("build", tmp_path / "report.txt", "--force", "--store", store).code == 0
    assert described(store) == [("2022", "report.txt")]


def kept(store: Path, revision: Revision) -> Revision:
    """The revision as it is written down."""
    files = RevisionFiles(store)
    return next(one for one in files.of(f"{BASE}graph/{BODY}/2022").revisions if one.type == revision.type)


def test_a_name_that_is_taken_back(store: Path, fazhi: Any) -> None:
    before = graphs(store)
    means(store, "《优化营商环境条例》", PROVINCIAL)
    renaming = corrected(store, reviewed(store, REPORT).records[0], year=2022)
    undo_revision(store, REPORT, kept(store, renaming).id)  # Before a build,
    assert [file.stem for file in RevisionFiles(store).files()] == ["2023"]
    corrected(store, reviewed(store, REPORT).records[0], year=2022)
    assert fazhi("build", "--store", store).code == 0
    undo_revision(store, f"{BASE}report/{BODY}/2022", kept(store, renaming).id)  # and after it.
    assert [file.stem for file in RevisionFiles(store).files()] == ["2023"]
    assert fazhi("build", "--store", store).code == 0
    assert graphs(store) == before
    assert links(store)["优化营商环境条例"] == ("person", PROVINCIAL)


def test_another_issuer_and_what_that_is(store: Path, fazhi: Any, tmp_path: Path) -> None:
    """Kind and place of a body count for all its reports; a person is told who said so."""
    write(tmp_path / "before.txt", TEXT.replace("2023", "2022").replace("严格执行", "全面执行"), 2022)
    assert fazhi("build", tmp_path / "before.txt", "--force", "--store", store).code == 0
    for year in (2023, 2022):
        name = f"{BASE}report/{BODY}/{year}"
        corrected(store, reviewed(store, name).records[0], name, issuer="启东海工船舶工业园")
    said = reviewed(store, REPORT)
    new = "启东海工船舶工业园区"
    record_revision(
        store,
        said.revision(
            said.records[0],
            "corrected",
            by="王芳",
            fields={
                "issuer": "启东海工船舶工业园",
                "year": 2023,
                "body_kind": "EconomicDevelopmentZone",
                "place": "海门区",
            },
        ),
    )
    assert fazhi("build", "--store", store).code == 0
    assert {name.split("/")[-2] for name in graphs(store)} == set()
    with open_store(store, read_only=True) as opened:
        rows = opened.select(
            "SELECT ?name ?kind ?place ?above (COUNT(DISTINCT ?report) AS ?n) { ?report fz:issuer ?body ."
            " ?body skos:prefLabel ?name ; a ?kind ; fz:place/skos:prefLabel ?place ;"
            " org:subOrganizationOf/skos:prefLabel ?above"
            " FILTER(?kind IN (fz:EconomicDevelopmentZone, fz:IndustrialPark, fz:LocalGovernment)) }"
            " GROUP BY ?name ?kind ?place ?above"
        )
        found = [tuple(row[name].value for name in ("name", "kind", "place", "above", "n")) for row in rows]
    kind = "https://w3id.org/fazhi/ns#EconomicDevelopmentZone"
    assert found == [(new, kind, "海门区", "海门区人民政府", "2")]
    assert "made again" not in fazhi("build", "--store", store).out


def test_revisions_in_the_file_of_another_name_do_not_rename(store: Path, fazhi: Any) -> None:
    corrected(store, reviewed(store, REPORT).records[0], year=2022)
    (file,) = RevisionFiles(store).files()
    moved = file.rename(file.with_name("2021.jsonl"))
    moved.write_text(moved.read_text("utf-8").replace(f"report/{BODY}/2022", f"report/{BODY}/2021"), "utf-8")
    outcome = fazhi("build", "--store", store)
    assert f"王芳 gives the report the name {BODY}/2022" in outcome.out
    assert all("2023" in name for name in graphs(store))


def test_another_report_of_the_store_is_not_replaced(store: Path, fazhi: Any, tmp_path: Path) -> None:
    write(tmp_path / "before.txt", TEXT.replace("2023", "2022").replace("严格执行", "全面执行"), 2022)
    assert fazhi("build", tmp_path / "before.txt", "--force", "--store", store).code == 0
    with pytest.raises(RevisionError, match=f"图谱中已有{BODY}/2022的报告"):
        corrected(store, reviewed(store, REPORT).records[0], year=2022)
    assert not RevisionFiles(store).files()
