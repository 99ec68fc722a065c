"""An own register: what its user may write, what is made of it, and how a mistake is told."""

from __future__ import annotations

import ast
import codecs
import re
from datetime import date
from pathlib import Path

import pytest

from fazhi.ontology.data_files import ReferenceDataError
from fazhi.ontology.in_use import using
from fazhi.ontology.own_bodies import BODY_KINDS
from fazhi.ontology.own_register import OwnRegister, read_own_register
from fazhi.ontology.rdf import ontology_graph
from fazhi.ontology.reference import (
    find_instrument,
    indicators,
    instruments,
    obligations,
    publicity_days,
)
from fazhi.ontology.reference_rdf import own_register_quads, reference_quads
from fazhi.ontology.versions import version_series

ROOT = Path(__file__).parents[2]
RULES = "启东市镇（园区、街道）合法性审查工作规范"

OBLIGATION = f"""\
- id: qidong-legality-review
  label_zh: 园区制定文件均经合法性审查
  instrument: {RULES}
  article: 第三条
  bearer: [Park]
  modality: must
  activity_class: legality_review
  in_force_from: 2022/1/1
  park_scope: explicit
  evidence_hint: [合法性审查]
"""
INDICATOR = """\
- id: mediation_room_count
  label_zh: 调解室个数
  unit: 个
  broader: mediation
  names: [园区调解室]
"""
DAY = """\
- id: park-rule-of-law-day
  label_zh: 园区法治日
  label_en: Park rule-of-law day
  date: --05-18
"""


def register(folder: Path, **files: str | bytes) -> OwnRegister:
    """The own register of files named after the keywords."""
    for name, content in files.items():
        suffix = ".yaml" if name in ("obligations", "indicators", "publicity_days") else ".csv"
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}{suffix}").write_bytes(data)
    return read_own_register(folder)


class TestInstruments:
    def test_title_and_kind_are_enough(self, tmp_path):
        own = register(tmp_path, papers=f"title,kind\n{RULES},policy_document\n")
        found = own.instruments[RULES]
        assert (found.title, found.short_title, found.jurisdiction) == (RULES, RULES, "启东市")
        assert (found.status, found.source, found.own_file) == ("unknown", "papers.csv", "papers.csv")
        assert found.status_in(2023) == "unknown"

    @pytest.mark.parametrize(
        "encode",
        [str.encode, lambda text: codecs.BOM_UTF8 + text.encode(), lambda text: text.encode("gb18030")],
        ids=["UTF-8", "UTF-8 with BOM", "GB18030"],
    )
    def test_a_table_as_excel_and_wps_save_it(self, tmp_path, encode):
        """Chinese headings and kinds, dates of the country, rows without kind, rows cut short."""
        text = (
            "名称,种类,公布日期,施行日期,失效日期,别名,备注,\r\n"
            "《中华人民共和国某某规定》,部门规章,2020/3/1,2020年4月1日,,甲规定；乙规定,抄自公报,\r\n"
            "某市某办法,地方政府规章,2019-7-1,,2023/12/31\r\n"
            "不知种类的文件,,,,,,,\r\n"
            ",,,,,,,\r\n"
        )
        own = register(tmp_path, papers=encode(text))
        national, local = own.instruments["某某规定"], own.instruments["某市某办法"]
        assert (national.promulgated, national.effective_from) == (date(2020, 3, 1), date(2020, 4, 1))
        assert (national.kind, national.jurisdiction) == ("department_rule", "CN")
        assert national.aliases == ("甲规定", "乙规定")
        assert (local.status, local.repealed_on) == ("repealed", date(2023, 12, 31))
        assert len(own) == 2
        assert [notice for notice in own.notices if "1 rows" in notice]

    def test_own_instruments_may_repeal_each_other_and_built_in_ones(self, tmp_path):
        own = register(
            tmp_path,
            papers="title,kind,repealed_on,repealed_by\n"
            "旧办法,部门规章,2020/1/1,新办法\n新办法,部门规章,2024/1/1,民法典\n",
        )
        assert own.instruments["旧办法"].repealed_by == "新办法"
        assert own.instruments["新办法"].repealed_by == "民法典"

    def test_an_own_row_replaces_the_built_in_one_of_its_title_with_a_word(self, tmp_path):
        own = register(tmp_path, papers="title,kind,promulgated\n中华人民共和国安全生产法,法律,2002/6/29\n")
        (notice,) = own.notices
        assert "安全生产法" in notice
        before = instruments()["安全生产法"]
        with using(own):
            found = find_instrument("《安全生产法》")
            assert found is instruments()["安全生产法"]
            assert (found.own_file, found.last_amended) == ("papers.csv", None)
            assert "安全生产法" not in version_series()
            assert len(instruments()) == len({*instruments()})
        assert instruments()["安全生产法"] is before
        assert version_series()["安全生产法"].complete

    def test_what_a_spreadsheet_takes_for_a_formula_is_read_as_it_was(self, tmp_path):
        own = register(tmp_path, papers="title,kind\n'=1+1管理办法,部门规章\n")
        assert [*own.instruments] == ["=1+1管理办法"]


def test_every_kind_of_entry_counts_while_it_is_in_use(tmp_path):
    own = register(
        tmp_path,
        papers=f"title,kind\n{RULES},政策文件\n",
        obligations=OBLIGATION,
        indicators=INDICATOR,
        publicity_days=DAY,
        bodies="name,kind\n启东生命健康产业园,产业园区\n",
    )
    catalogues = (instruments, obligations, indicators, publicity_days)
    keys = (RULES, "qidong-legality-review", "mediation_room_count", "park-rule-of-law-day")
    before = [dict(catalogue()) for catalogue in catalogues]
    with using(own):
        for catalogue, key in zip(catalogues, keys, strict=True):
            assert catalogue()[key].own_file
        assert obligations()[keys[1]].rule.instrument == RULES
        assert obligations()[keys[1]].rule.in_force_from == date(2022, 1, 1)
    assert [dict(catalogue()) for catalogue in catalogues] == before
    assert len(own) == 5


def test_own_entries_are_told_apart_in_the_graph(tmp_path):
    """In a graph of their own, with the file of each; the built-in graph loses what is replaced only."""
    built_in = set(reference_quads())
    assert list(own_register_quads()) == []
    own = register(tmp_path, papers=f"title,kind\n{RULES},政策文件\n民法典,法律\n", publicity_days=DAY)
    with using(own):
        own_quads, remaining = list(own_register_quads()), set(reference_quads())
    marked = {
        q.subject.value.rsplit("/", 1)[-1]: q.object.value
        for q in own_quads
        if "ownRegisterFile" in q.predicate.value
    }
    assert marked == {
        RULES: "papers.csv",
        "民法典": "papers.csv",
        "park-rule-of-law-day": "publicity_days.yaml",
    }
    assert remaining < built_in
    assert all("/instrument/民法典" in quad.subject.value for quad in built_in - remaining)
    assert not {quad.triple for quad in own_quads} & {quad.triple for quad in remaining}


def test_the_kinds_of_bodies_are_those_of_the_ontology():
    from rdflib import RDFS, Literal, URIRef

    graph = ontology_graph()
    for kind, label in BODY_KINDS.items():
        node = URIRef(f"https://w3id.org/fazhi/ns#{kind}")
        assert Literal(label, lang="zh") in set(graph.objects(node, RDFS.label))


REPEATED = "title,kind,aliases\n甲办法,部门规章,甲规\n乙办法,部门规章,{}\n"


@pytest.mark.parametrize(
    ("files", "line", "told"),
    [
        (
            {"papers": "title,kind\n甲办法,statute\n"},
            2,
            "kind of 甲办法 is 'statute', not one of",
        ),
        ({"papers": "title,kind\n\n,部门规章\n"}, 3, "title is missing"),
        (
            {"papers": "title,kind,promulgated\n甲办法,部门规章,2024/2/30\n"},
            2,
            "promulgated of 甲办法 is not a date",
        ),
        (
            {"papers": "title,kind,promulgated\n甲办法,部门规章,45352\n"},
            2,
            "promulgated of 甲办法 is not a date",
        ),
        (
            {"papers": "title,kind,promulgated,repealed_on\n甲办法,部门规章,2024/3/1,2023/3/1\n"},
            2,
            "repealed_on of 甲办法 is before promulgated",
        ),
        (
            {"papers": "title,kind,promulgated,last_amended\n甲办法,部门规章,2024/3/1,2023/3/1\n"},
            2,
            "last_amended of 甲办法 is before promulgated",
        ),
        (
            {"papers": "title,kind,status\n甲办法,部门规章,大概有效\n"},
            2,
            "status of 甲办法 is '大概有效'",
        ),
        (
            {"papers": "title,kind,repealed_by\n甲办法,部门规章,没有的法\n"},
            2,
            "repealed_by of 甲办法 is no title",
        ),
        (
            {"papers": "title,kind\n甲办法,部门规章\n《甲办法》,部门规章\n"},
            3,
            "id of 甲办法 is that of the row in",
        ),
        (
            {"papers": REPEATED.format("甲规")},
            3,
            "aliases of 乙办法 holds '甲规', a name of the row in papers.csv:2",
        ),
        ({"papers": "title,kind,aliases\n甲办法,法律,法\n"}, 2, "aliases of 甲办法 is no name of two"),
        (
            {"papers": REPEATED.format("民法典")},
            3,
            "aliases of 乙办法 holds '民法典', the title of the built-in",
        ),
        (
            {"papers": "title,kind,id\n民法典,法律,我的民法典\n"},
            2,
            "id of 我的民法典 is not '民法典'",
        ),
        (
            {"papers": f"title,kind\n{'长' * 201}办法,部门规章\n"},
            2,
            "is longer than 200 characters",
        ),
        (
            {"papers": "title,kind\n甲\x07办法,部门规章\n"},
            2,
            "title holds a control character",
        ),
        (
            {"papers": "title,kind\n甲办法,部门规章,2024\n"},
            2,
            "3 cells where the header has 2",
        ),
        (
            {"papers": "title,kind,title 名称\n"},
            1,
            "the column title is given twice",
        ),
        ({"papers": "title,kind,promulgatd\n"}, 1, "'promulgatd' is no column"),
        ({"papers": "titel;kind\n"}, 1, "separated by commas"),
        ({"papers": 'title,kind\n"甲办法,部门规章\n'}, 2, "unexpected end of data"),
        (
            {"papers": b"PK\x03\x04\0\0"},
            None,
            "not text; in Excel or WPS save it as CSV UTF-8",
        ),
        (
            {"papers": b"title,kind\n\xff\xff\xff,law\n"},
            None,
            "not UTF-8 or GB18030",
        ),
        ({"bodies": "name,kind\n甲园区,乐园\n"}, 2, "kind is '乐园', not one of"),
        (
            {"bodies": "name,kind,place\n甲园区,园区,不存在市\n"},
            2,
            "place is no division down to the county",
        ),
        (
            {"bodies": "name,kind,place\n甲园区,园区,鼓楼区\n"},
            2,
            "place is the name of several divisions",
        ),
        (
            {"bodies": "name,kind\n甲园区,园区\n甲园区,园区\n"},
            3,
            "name holds '甲园区', a name of the row in bodies.csv:2",
        ),
        (
            {"bodies": "name,kind,parent\n甲园,园区,乙园\n乙园,园区,甲园\n"},
            2,
            "parent leads back to the body",
        ),
        (
            {"obligations": OBLIGATION},
            3,
            "instrument of qidong-legality-review is no instrument",
        ),
        (
            {"indicators": INDICATOR.replace("unit: 个", "unit: 斗")},
            3,
            "unit of mediation_room_count is no known unit",
        ),
        (
            {"indicators": INDICATOR.replace("names: [园区调解室]", "nouns: [室]")},
            1,
            "names of mediation_room_count is missing",
        ),
        (
            {"publicity_days": DAY.replace("--05-18", "--13-18")},
            4,
            "date of park-rule-of-law-day is not",
        ),
        (
            {"publicity_days": DAY.replace("园区法治日", "国家宪法日")},
            2,
            "give the entry that id to replace it",
        ),
        (
            {"publicity_days": DAY + DAY},
            5,
            "id of park-rule-of-law-day is given twice",
        ),
        (
            {"publicity_days": DAY + "  in_force_from: 2024-02-30\n"},
            5,
            "in_force_from of park-rule-of-law-day is not a date",
        ),
        ({"publicity_days": DAY.replace("园区法治日", '"园区\\x07日"')}, 2, "a control character"),
        ({"publicity_days": "- &a [x]\n- *a\n"}, 2, "an alias (*)"),
        (
            {"publicity_days": "- " + "[" * 100 + "]" * 100},
            1,
            "nested too deep",
        ),
        ({"publicity_days": "- id: [\n"}, 2, ""),
    ],
)
def test_a_mistake_is_told_in_one_line_with_file_line_and_field(tmp_path, files, line, told):
    with pytest.raises(ReferenceDataError) as error:
        register(tmp_path, **files)
    message = str(error.value)
    (name,) = files
    place = f":{line}: " if line else ": "
    assert re.match(rf"{re.escape(str(tmp_path))}/{name}\.(csv|yaml){place}", message), message
    assert told in message
    assert "\n" not in message


def test_an_own_obligation_needs_the_words_that_show_it(tmp_path):
    missing = OBLIGATION.replace("  evidence_hint: [合法性审查]\n", "").replace(RULES, "行政处罚法")
    with pytest.raises(ReferenceDataError, match="evidence_hint of qidong-legality-review is missing"):
        register(tmp_path, obligations=missing)
    calendar = missing.replace("qidong-legality-review", "report-publish-before-april")
    with pytest.raises(ReferenceDataError, match="deadline of report-publish-before-april must be a day"):
        register(tmp_path, obligations=calendar)


@pytest.mark.parametrize(
    ("name", "told"),
    [("missing.csv", "no such file"), ("notes.txt", "no own register"), ("duties.yaml", "no own register")],
)
def test_a_path_that_is_no_register_is_told(tmp_path, name, told):
    if name != "missing.csv":
        (tmp_path / name).write_text("x", "utf-8")
    with pytest.raises(ReferenceDataError, match=told):
        read_own_register(tmp_path / name)


def test_a_folder_of_other_things_is_no_empty_register(tmp_path):
    assert not read_own_register(tmp_path)
    (tmp_path / "notes.txt").touch()
    with pytest.raises(ReferenceDataError, match=r"holds no \.csv file"):
        read_own_register(tmp_path)
    (tmp_path / "obligation.yaml").touch()
    with pytest.raises(ReferenceDataError, match=r"name it obligations\.yaml"):
        read_own_register(tmp_path)


READERS = {
    *("instruments", "instruments_by_key", "find_instrument", "obligations", "indicators", "publicity_days"),
    *("version_series", "own_register", "listed_indicators", "signs", "concept_labels"),
}


def test_no_cache_outlives_the_register_that_it_was_filled_from():
    """Every cached function that reads the data in use is marked as following it."""
    unmarked = []
    for folder in ("ontology", "extractors", "kg", "queries", "viz"):
        for module in (ROOT / folder).rglob("*.py"):
            for function in ast.walk(ast.parse(module.read_text("utf-8"))):
                if isinstance(function, ast.FunctionDef):
                    decorators = {ast.unparse(d).partition("(")[0] for d in function.decorator_list}
                    calls = {
                        node.func.id
                        for node in ast.walk(function)
                        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                    }
                    if {"cache", "lru_cache"} & decorators and calls & READERS:
                        unmarked += [function.name] * ("follows_register" not in decorators)
    assert unmarked == []
