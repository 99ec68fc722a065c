"""Names of administrative divisions in running text."""

from fazhi.ontology.divisions import divisions, place_names, places_before


def test_places_are_named_in_full_and_without_their_kind() -> None:
    assert {division.name for division in divisions().values()} <= place_names()
    assert {"启东市", "启东", "甘孜藏族", "沛县"} <= place_names()
    assert "沛" not in place_names()


def test_the_longest_place_straight_before_a_name() -> None:
    text = "江苏省启东市开发区与启东开发区，南通的开发区，开发区。"
    assert list(places_before("开发区", text, place_names())) == ["启东市", "启东"]
    assert list(places_before("开发区", text, {"东市", "江苏省"})) == ["东市"]
