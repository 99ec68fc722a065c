"""Web Annotations: each has what the W3C model asks for, and points to words that are in the text."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from fazhi.kg.store.opening import open_store

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: Motivations and purposes of the Web Annotation vocabulary that we use.
MOTIVATIONS = {"classifying", "identifying", "tagging", "commenting"}


@pytest.fixture
def annotations(fazhi, built, tmp_path) -> list[dict]:
    outcome = fazhi("export", "--annotations", "-o", tmp_path / "reports.jsonl", "--store", built)
    assert (outcome.code, outcome.err) == (0, "")
    return list(map(json.loads, (tmp_path / "reports.jsonl").read_text(encoding="utf-8").splitlines()))


def test_each_annotation_has_what_the_model_requires(annotations):
    assert len(annotations) > 350
    assert len({annotation["id"] for annotation in annotations}) == len(annotations)
    for annotation in annotations:
        assert annotation["@context"] == CONTEXT
        assert annotation["type"] == "Annotation"
        assert annotation["motivation"] in MOTIVATIONS
        assert annotation["body"]
        for body in annotation["body"]:
            assert body["purpose"] in MOTIVATIONS
            assert body["value"] if body["type"] == "TextualBody" else body["source"].startswith("http")
        assert annotation["target"]["source"].startswith("http")
        quote, position = annotation["target"]["selector"]
        assert quote.keys() == {"type", "exact", "prefix", "suffix"}
        assert position.keys() == {"type", "start", "end"}
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")


def test_every_quotation_is_in_the_text_where_it_is_said_to_be(annotations, built):
    with open_store(built, read_only=True) as store:
        rows = list(store.select("SELECT ?text ?words { ?text nif:isString ?words }"))
    texts = {row["text"].value: row["words"].value for row in rows}
    assert annotations
    for annotation in annotations:
        text = texts[annotation["target"]["source"]]
        quote, position = annotation["target"]["selector"]
        start, end = position["start"], position["end"]
        assert quote["exact"] == text[start:end] != ""
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        assert len(quote["prefix"]) == min(32, start)
        assert len(quote["suffix"]) == min(32, len(text) - end)


def test_every_statement_is_annotated_at_each_of_its_passages(annotations, built):
    with open_store(built, read_only=True) as store:
        rows = list(
            store.select(
                "SELECT DISTINCT ?node ?evidence { ?node fz:inReport ?r ; fz:hasEvidence ?evidence }"
            )
        )
    expected = Counter(row["node"].value for row in rows)
    assert Counter(annotation["body"][2]["source"] for annotation in annotations) == expected


def test_the_body_tells_class_and_fields(annotations):
    """合同法 is cited for publicity in the example that the README shows."""
    (found,) = [a for a in annotations if a["body"][2]["source"].endswith("/citation/合同法-publicity")]
    tag, kind, _, fields = found["body"]
    assert (tag["value"], tag["purpose"], tag["language"]) == ("引用", "tagging", "zh")
    assert kind["source"] == "https://w3id.org/fazhi/ns#Citation"
    assert "引用目的：宣传" in fields["value"]
    assert "所引法律文件：合同法" in fields["value"]
    assert found["target"]["scope"]["label"] == "qidong-life-health-park-2023.txt"
    assert found["target"]["selector"][0]["exact"] == "《合同法》"


def test_the_page_holds_the_same_annotations(fazhi, annotations, built, tmp_path):
    assert fazhi("export", "--annotations", "-o", tmp_path / "reports.json", "--store", built).code == 0
    page = json.loads((tmp_path / "reports.json").read_text(encoding="utf-8"))
    assert (page["@context"], page["type"]) == (CONTEXT, "AnnotationPage")
    assert page["partOf"]["total"] == len(page["items"])
    assert [{"@context": CONTEXT, **item} for item in page["items"]] == annotations


def test_annotations_are_a_form_of_their_own(fazhi, built):
    for other in (["--all"], ["--format", "trig"]):
        outcome = fazhi("export", "--annotations", *other, "--store", built)
        assert outcome.code == 2
        assert "--annotations" in outcome.err
