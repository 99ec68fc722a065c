"""What is read from pages or paragraphs leads to them: in answers, in exports, in annotations."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import pytest

from fazhi.extractors import place_words, read_file
from fazhi.kg.build import build
from fazhi.kg.linking.given import NOTHING
from fazhi.kg.linking.readings import reading_bytes, reading_of
from fazhi.kg.output.parts import report_graphs
from fazhi.kg.output.validation import violations
from fazhi.kg.output.web_annotations import web_annotations
from fazhi.kg.store.opening import open_store

ROOT = Path(__file__).parents[2]
PRINTED = ROOT / "tests" / "extractors" / "data" / "printed-by-a-browser.pdf"
LIFE = ROOT / "examples" / "reports" / "qidong-life-health-park-2023.txt"
PLACES = """
SELECT ?file ?words ?place {
  ?statement fz:inReport/prov:wasDerivedFrom/rdfs:label ?file ; fz:hasEvidence ?evidence .
  ?evidence oa:exact ?words .
  ?evidence prov:wasDerivedFrom/rdf:value ?place .
}"""
ALL = "SELECT (COUNT(*) AS ?n) { ?statement fz:inReport ?report ; fz:hasEvidence ?evidence }"


@pytest.fixture(scope="module")
def store(bare_store, tmp_path_factory) -> Path:
    """A store of a PDF and a Word file; tests only read it."""
    folder = tmp_path_factory.mktemp("places")
    word = docx.Document()
    for paragraph in read_file(LIFE).text.split("\n"):
        word.add_paragraph(paragraph)
    word.save(folder / "life.docx")
    with open_store(shutil.copytree(bare_store, folder / "store")) as found:
        build([PRINTED, folder / "life.docx"], found)
    return folder / "store"


def test_every_statement_leads_to_its_place_in_the_file(store):
    paragraphs = read_file(LIFE).text.split("\n")
    with open_store(store, read_only=True) as found:
        rows = [[row[name].value for name in ("file", "words", "place")] for row in found.select(PLACES)]
        (everything,) = found.select(ALL)

    assert len(rows) == int(everything["n"].value) > 0
    assert {file for file, _, _ in rows} == {"life.docx", PRINTED.name}
    for file, words, place in rows:
        kind, _, number = place.partition("=")
        if file == "life.docx":
            assert kind == "paragraph"
            assert words.replace("\n", "") in paragraphs[int(number) - 1]
        else:
            assert kind == "page"


def test_a_kept_reading_keeps_the_places():
    document = read_file(PRINTED)
    kept = reading_of(reading_bytes(document, NOTHING, "program"), "program")

    assert kept
    assert kept[0].places == document.places != ()


def test_the_places_conform_to_the_shapes(store):
    with open_store(store, read_only=True) as found:
        assert violations(found, *report_graphs(found)) == []


def test_an_answer_tells_page_or_paragraph_and_one_from_text_has_no_such_column(fazhi, store, built):
    answer = json.loads(fazhi("query", "counsel", "--format", "json", "--store", store).out)
    assert {row["locator"].partition("=")[0] for row in answer} == {"page", "paragraph"}
    line = next(n for n, words in enumerate(read_file(LIFE).text.split("\n"), 1) if "东晋律师" in words)
    assert f"第{line}段 paragraph {line}" in fazhi("query", "counsel", "--store", store).out
    assert "locator" not in fazhi("query", "not-in-force", "--format", "csv", "--store", built).out


def test_an_annotation_links_to_the_words_on_the_page_of_the_file(store):
    with open_store(store, read_only=True) as found:
        annotations = list(web_annotations(found))

    assert annotations
    for annotation in annotations:
        in_text = annotation["target"]
        (in_file,) = (body for body in annotation["body"] if body.get("purpose") == "linking")
        selector = in_file["selector"]
        assert in_file["source"] == in_text["scope"]["id"]
        assert selector["id"] == f"{in_file['source']}#{selector['value']}"
        assert selector["type"] == "FragmentSelector"
        assert selector["refinedBy"] == in_text["selector"][0]
        assert ("conformsTo" in selector) == selector["value"].startswith("page=")


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("page=3", ("第3页", "page 3")),
        ("paragraph=12", ("第12段", "paragraph 12")),
        ("footnote=1", ("脚注1", "footnote 1")),
        ("sheet={2}", ("sheet={2}", "sheet={2}")),
        ("", ("", "")),
    ],
)
def test_a_place_is_told_as_a_person_says_it(fragment, words):
    assert place_words(fragment) == words
