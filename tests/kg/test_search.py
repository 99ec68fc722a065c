"""Search: what a reviewer types is found, whatever is typed, and the index never gets in the store's way."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from fazhi.kg.commands.search import KINDS as KINDS_OF_THE_COMMAND
from fazhi.kg.search import (
    KINDS,
    Found,
    Hit,
    SearchIndexDamaged,
    make_search_index,
    search,
    search_index,
    search_store,
)
from fazhi.kg.search.entries import entries
from fazhi.kg.search.index import opened
from fazhi.kg.search.pinyin import spelt
from fazhi.kg.search.words import key, places, terms, words
from fazhi.kg.store.opening import open_store
from fazhi.ontology.namespaces import FZ, ID, RDF, SKOS


@pytest.fixture(scope="module")
def searched(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the example reports with its search index."""
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("searched") / "store"))


@pytest.fixture(scope="module")
def index(searched: Path) -> Path:
    with open_store(searched, read_only=True) as store:
        return search_index(store)


GRAPH = "https://example.org/id/graph/甲园区/2023"


def write_law(store: Path, name: str) -> None:
    """Give a store one law and nothing else: its index is made in no time."""
    law, graph = NamedNode("https://example.org/id/law"), NamedNode(GRAPH)
    quads = [
        Quad(law, NamedNode(RDF + "type"), NamedNode(FZ + "LegalInstrument"), graph),
        Quad(law, NamedNode(SKOS + "prefLabel"), Literal(name, language="zh"), graph),
    ]
    with open_store(store, base="https://example.org/id/") as written, written.transaction() as transaction:
        transaction.replace(GRAPH, quads)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    write_law(tmp_path / "store", "安全生产法")
    return tmp_path / "store"


def kinds(found: Found) -> list[str]:
    return [group.kind for group in found.groups]


def hits(found: Found, kind: str) -> list[Hit]:
    return [hit for group in found.groups if group.kind == kind for hit in group.hits]


def first(index: Path, text: str) -> tuple[str, str]:
    hit = search(index, text).groups[0].hits[0]
    return hit.kind, hit.label["zh"]


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("安全生产", "instrument", "安全生产法"),
        ("安全生产法", "instrument", "安全生产法"),
        ("《中华人民共和国安全生产法》", "instrument", "安全生产法"),
        ("新安法", "instrument", "安全生产法"),
        ("合同法", "instrument", "合同法"),
        ("aqscf", "instrument", "安全生产法"),
        ("AQSC", "instrument", "安全生产法"),
        ("ａｑｓｃｆ", "instrument", "安全生产法"),
        ("anquansheng", "instrument", "安全生产法"),
        ("an quan sheng chan fa", "instrument", "安全生产法"),
        ("ānquán shēngchǎn fǎ", "instrument", "安全生产法"),
        ("qdjjkfq", "body", "启东经济开发区"),
        ("启东经济开发区", "body", "启东经济开发区"),
        ("高港区司法局", "body", "泰州医药高新技术产业开发区司法局"),
        ("东晋", "firm", "东晋律师事务所"),
        ("djlssws", "firm", "东晋律师事务所"),
        ("12·4", "publicity_day", "国家宪法日"),
        ("12.4", "publicity_day", "国家宪法日"),
        ("１２·４", "publicity_day", "国家宪法日"),
        ("宪法日", "publicity_day", "国家宪法日"),
        ("罚款金额", "indicator", "罚款金额"),
        ("penalty_amount", "indicator", "罚款金额"),
        ("Legal counsel and law firms", "question", "法律顾问和律师事务所"),
        ("no-counsel", "question", "未提及法律顾问的报告"),
    ],
)
def test_a_name_in_any_spelling_is_first(index: Path, typed: str, kind: str, name: str) -> None:
    assert first(index, typed) == (kind, name)


def test_the_law_first_then_days_duties_and_sentences(index: Path) -> None:
    found = search(index, "安全生产")
    assert kinds(found) == ["instrument", "publicity_day", "obligation", "indicator", "sentence"]
    laws = hits(found, "instrument")
    assert [hit.rank for hit in laws] == list(range(1, 11))
    assert laws[0].label["zh"] == "安全生产法"
    # What only the register has comes behind what reports cite.
    assert "报告引用" in laws[0].context["zh"]
    assert "报告引用" not in laws[1].context["zh"]
    assert "cited by 2 reports" in laws[0].context["en"]


def test_a_sentence_has_its_place_and_its_words_marked(index: Path) -> None:
    (hit,) = hits(search(index, "立案 罚款", ["sentence"]), "sentence")
    assert hit.iri == f"{ID}text/启东生命健康产业园/2023/3cd0ecfe80b7#char=947,991"
    assert hit.context["zh"] == "启东生命健康产业园 · 2023年度 · 2、落实专项检查加专家指导服务制度"
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["立案", "罚款"]
    assert (
        hit.label["zh"] == "此外，我园区还对企业开展执法检查，共对企业的行政违法行为立案21起，罚款25.37万元。"
    )


def test_figures_are_found_whole(index: Path) -> None:
    assert [hit.snippet for hit in hits(search(index, "25.37"), "sentence")]
    assert not hits(search(index, "25.3"), "sentence")
    assert not hits(search(index, "5.37"), "sentence")


def test_a_single_character_is_found_anywhere(index: Path) -> None:
    # 东晋律师事务所 ends in 所, 罚款 begins with 罚.
    assert hits(search(index, "所", ["firm"]), "firm")
    assert hits(search(index, "罚", ["indicator"]), "indicator")


def test_every_sentence_of_a_report_is_there(searched: Path, index: Path) -> None:
    with open_store(searched, read_only=True) as store:
        texts = {row["text"].value for row in store.select("SELECT ?text { ?whole nif:isString ?text }")}
    (text,) = (text for text in texts if "甘眉工业园区南区" in text)
    for line in filter(None, map(str.strip, text.splitlines())):
        wanted = line[-12:]
        assert search(index, wanted, ["sentence"]).total, wanted


def test_another_word_may_be_that_of_the_body(index: Path) -> None:
    found = search(index, "启东生命健康产业园 罚款")
    assert kinds(found) == ["sentence"]
    assert found.parts == ("启东生命健康产业园", "罚款")
    # A sentence that has none of the words is no hit, whoever's it is.
    assert search(index, "启东生命健康产业园 甘眉").total == 0


@pytest.mark.parametrize(
    ("typed", "parts"),
    [("启东罚款", ("启东", "罚款")), ("启东罚款 25.37", ("启东", "罚款", "25.37"))],
)
def test_words_typed_without_a_space_are_taken_apart(index: Path, typed: str, parts: tuple[str, ...]) -> None:
    found = search(index, typed)
    assert found.parts == parts
    assert kinds(found) == ["sentence"]
    assert found.groups == search(index, " ".join(parts)).groups


def test_words_that_stand_nowhere_together_stay_as_they_are(index: Path) -> None:
    assert search(index, "1 2 3 4 5 6 7").parts == ("1", "2", "3", "4", "5", "6", "7")
    assert search(index, "今天天气怎么样").total == 0


def test_pages_and_totals(index: Path) -> None:
    whole = search(index, "法", ["instrument"], limit=30)
    parts = [search(index, "法", ["instrument"], limit=10, offset=offset) for offset in (0, 10, 20)]
    assert [hit for part in parts for hit in hits(part, "instrument")] == hits(whole, "instrument")
    assert {part.total for part in parts} == {whole.total}
    assert whole.total > 1000


def test_kinds_are_those_asked_for(index: Path) -> None:
    assert kinds(search(index, "安全", ["sentence", "indicator"])) == ["indicator", "sentence"]
    assert tuple(KINDS) == KINDS_OF_THE_COMMAND


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "\x00",
        "\ud800",
        '"',
        "'",
        "*",
        "()",
        "a AND",
        "NEAR(",
        "names : x",
        "-法",
        "^",
        "''; DROP TABLE entry",
    ],
)
def test_no_sign_is_syntax(index: Path, typed: str) -> None:
    found = search(index, typed)
    assert found.total == sum(group.total for group in found.groups)
    assert search(index, f"安全生产法{typed if not typed.strip().isascii() else ''}").total


def test_signs_between_words_part_them(index: Path) -> None:
    assert search(index, '安全\x00"生产*\ud800').groups == search(index, "安全 生产").groups


def test_of_a_very_long_text_the_beginning_counts(index: Path) -> None:
    assert search(index, "安全生产 " * 100_000).total == search(index, "安全生产").total
    assert search(index, "甲乙" * 100_000).total == 0


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), max_size=30) | st.text("安全生产法ab 12.\"*():-'^{}", max_size=12))
def test_whatever_is_typed_has_an_answer(index: Path, typed: str) -> None:
    for group in search(index, typed, limit=2).groups:
        for hit in group.hits:
            assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.marks)


@given(st.text("安全法12·.aB《》 ａ①㎡", max_size=12))
def test_a_stretch_of_a_text_is_found_in_it(text: str) -> None:
    for term in terms(text):
        assert places(text, [term]), term
    assert all(0 <= word.start < word.end <= len(text) for word in words(text))


def test_words_of_a_text() -> None:
    assert [word.word for word in words("《安全生产法》第80条")] == [
        *("安全", "全生", "生产", "产法", "法"),
        *("第", "80", "条"),
    ]
    assert key("《中华人民共和国安全生产法》") == key("安全生产法 ") == "安全生产法"
    assert spelt("重庆市会计管理条例") == ("cqskjgltl", "chongqingshikuaijiguanlitiaoli")


def test_the_same_store_gives_the_same_file(searched: Path, small: Path, tmp_path: Path) -> None:
    with open_store(searched, read_only=True) as store:
        assert list(entries(store)) == list(entries(store))
    (tmp_path / "made").mkdir()
    files = [tmp_path / "made" / name for name in ("a.sqlite", "b.sqlite")]
    with open_store(small, read_only=True) as store:
        for file in files:
            make_search_index(store, file)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert sorted((tmp_path / "made").iterdir()) == files


def test_the_index_stands_beside_its_snapshot_and_goes_with_it(small: Path) -> None:
    with open_store(small, read_only=True) as store:
        kept = search_index(store)
        assert kept == small / "snapshots" / "1" / "search.sqlite"
        made = kept.stat().st_mtime_ns
        assert search_index(store) == kept
        assert kept.stat().st_mtime_ns == made
        store.check_files()
    write_law(small, "民法典")
    write_law(small, "劳动法")
    assert not kept.exists()
    with open_store(small, read_only=True) as store:
        store.check_files()
        assert search_store(store, "安全生产法", ["instrument"]).total == 0
        assert hits(search_store(store, "劳动法"), "instrument")[0].exact
        assert (small / "snapshots" / "3" / "search.sqlite").exists()


def test_a_store_made_again_from_what_is_left_does_not_mind_the_index(small: Path) -> None:
    with open_store(small, read_only=True) as store:
        search_index(store)
    (small / "store.json").unlink()
    with open_store(small, rebuild=True) as store, store.transaction() as transaction:
        transaction.rebuild()
    with open_store(small, read_only=True) as store:
        store.check_files()
        assert hits(search_store(store, "安全生产法"), "instrument")[0].exact


@pytest.mark.parametrize("damage", [b"", b"not a database", None])
def test_a_damaged_index_is_made_again(small: Path, damage: bytes | None) -> None:
    with open_store(small, read_only=True) as store:
        kept = search_index(store)
        whole = kept.read_bytes()
        if damage is None:
            # The first page stays: the file still says that it is the index.
            kept.write_bytes(whole[:8192] + bytes(len(whole) - 8192))
        else:
            kept.write_bytes(damage)
        assert hits(search_store(store, "安全生产法"), "instrument")[0].exact
    assert kept.read_bytes() == whole


def test_an_index_of_another_state_is_made_again(small: Path) -> None:
    with open_store(small, read_only=True) as store:
        kept = search_index(store)
        with sqlite3.connect(kept) as database:
            database.execute("UPDATE about SET state = 'another'")
        database.close()
        assert search_store(store, "安全生产法").total
        with opened(search_index(store)) as database:
            assert database.execute("SELECT state FROM about").fetchone() != ("another",)
        database.close()


def test_of_no_index_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(SearchIndexDamaged, match=r"absent\.sqlite"):
        search(tmp_path / "absent.sqlite", "法")


def test_where_the_store_cannot_be_written_it_is_searched_all_the_same(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    # A folder in the way keeps the file from being written, even for root.
    (small / "snapshots" / "1" / "search.sqlite").mkdir()
    with open_store(small, read_only=True) as store:
        assert search_store(store, "安全生产法").total
        kept = search_index(store)
        assert kept.is_relative_to(tmp_path / "temporary")
        assert search_index(store) == kept
    assert [found.name for found in (small / "snapshots" / "1").glob(".search*")] == []
    if os.name == "posix":
        assert kept.parent.stat().st_mode & 0o077 == 0


def test_the_command_prints_a_table(searched: Path, fazhi: Callable[..., Any]) -> None:
    outcome = fazhi("search", "安全生产", "--limit", "2", "--store", searched)
    lines = outcome.out.splitlines()
    assert lines[0].split() == ["kind", "种类", "name", "名称", "context", "说明"]
    assert lines[1].split()[:2] == ["法律文件", "安全生产法"]
    assert "    三是严守安全生产底线。" in map(str.rstrip, lines)
    assert "法律文件 2/" in outcome.err


def test_the_command_speaks_english(searched: Path, fazhi: Callable[..., Any]) -> None:
    """Kinds and what is said of things; names of laws are Chinese."""
    found = fazhi("search", "安全生产", "--limit", 2, "--store", searched, "--lang", "en")
    assert "Publicise work-safety law and knowledge" in found.out
    assert " nationwide · adopted 2002-06-29 · cited by 2 reports" in found.out
    assert found.err.startswith("shown of all: legal instruments 2/")


def test_the_command_writes_json_and_files(searched: Path, tmp_path: Path, fazhi: Callable[..., Any]) -> None:
    outcome = fazhi("search", "启东罚款", "--kind", "sentence", "--format", "json", "--store", searched)
    (row,) = json.loads(outcome.out)
    assert row["evidence"].endswith("#char=947,991")
    assert row["kind"] == "原句"
    for name in ("found.csv", "found.xlsx", "found.json"):
        assert fazhi("search", "安全", "-o", tmp_path / name, "--store", searched).code == 0
        assert (tmp_path / name).stat().st_size


def test_nothing_found_is_said(searched: Path, fazhi: Callable[..., Any]) -> None:
    outcome = fazhi("search", "今天天气怎么样", "--store", searched)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "no answers 没有结果\n")
    assert fazhi("search", "法", "--kind", "weather", "--store", searched).code == 2
