"""A bare 《…条例》 means the nation's, the province's or the city's as the report tells, never by a guess."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.extractors import extract, read_bytes
from fazhi.kg.graph.bodies import map_bodies
from fazhi.kg.graph.report import map_report
from fazhi.kg.linking.attribution import attributed
from fazhi.kg.linking.homonyms import Candidate, Circumstances, Surroundings, narrowed
from fazhi.kg.linking.instruments import Linker
from fazhi.kg.linking.link import Link, Reason
from fazhi.kg.linking.places import instrument_place, is_local, title_place
from fazhi.kg.linking.report import LinkedReport, link_report
from fazhi.ontology.divisions import Division, ancestors, divisions, divisions_by_name
from fazhi.ontology.instruments import COLUMNS
from fazhi.ontology.namespaces import FZ, ID, RDF
from fazhi.ontology.reference import instruments

NATIONAL, OF_JIANGSU = "优化营商环境条例", "江苏省优化营商环境条例"


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(instruments())


def place(name: str) -> Division:
    (found,) = (division for division in divisions_by_name()[name] if division.name == name)
    return found


def meant(link: Link) -> str | tuple[str, ...] | None:
    """The id of the instrument, or those of the candidates."""
    if link.kind == "ambiguous":
        assert link.instrument is None
        return tuple(candidate.id for candidate in link.candidates)
    return link.instrument.id if link.instrument else None


def register(tmp_path: Path, *rows: dict[str, str]) -> Linker:
    """A linker of an invented register."""
    file = tmp_path / "instruments.csv"
    common = {"kind": "local_regulation", "jurisdiction": "安徽省", "status": "in_force", "source": "test"}
    common |= {"promulgated": "2019-10-01", "issuer": "安徽省人民代表大会常务委员会"}
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        for row in rows:
            writer.writerow({"id": row["title"], "short_title": row["title"], **common, **row})
    return Linker(instruments(file))


NATIONWIDE = {"jurisdiction": "CN", "kind": "administrative_regulation", "issuer": "国务院"}


class TestPlaces:
    def test_local_and_national_are_both_possible(self, linker: Linker) -> None:
        link = linker.link(NATIONAL, place=place("启东市"), year=2023)
        assert meant(link) == (OF_JIANGSU, NATIONAL)
        assert link.reasons == (Reason.HOMONYMS,)

    def test_the_only_one_is_meant(self, linker: Linker) -> None:
        link = linker.link("行政程序条例", place=place("启东市"), year=2023)
        assert (link.kind, meant(link)) == ("alias", "江苏省行政程序条例")
        assert link.reasons == (Reason.PLACES_SHORT_FORM,)
        assert meant(linker.link("行政程序条例", place=place("四川省"), year=2023)) is None

    def test_a_title_in_full_is_that_instrument_everywhere(self, linker: Linker) -> None:
        for name in ("启东市", "山东省"):
            link = linker.link(OF_JIANGSU, place=place(name), year=2023)
            assert (link.kind, meant(link)) == ("exact", OF_JIANGSU)

    def test_the_nearest_place_comes_first(self, linker: Linker) -> None:
        link = linker.link("物业管理条例", place=place("杭州市"), year=2023)
        assert meant(link) == ("杭州市物业管理条例", "浙江省物业管理条例", "物业管理条例")

    def test_a_district_is_in_its_city_and_not_in_its_neighbour(self, tmp_path: Path) -> None:
        linker = register(
            tmp_path,
            {"title": "芜湖市养犬管理条例"},
            {"title": "合肥市养犬管理条例"},
            {"title": "安徽省湿地保护条例"},
        )
        assert meant(linker.link("养犬管理条例", place=place("包河区"), year=2023)) == "合肥市养犬管理条例"
        assert meant(linker.link("养犬管理条例", place=place("繁昌区"), year=2023)) == "芜湖市养犬管理条例"
        assert meant(linker.link("养犬管理条例", place=place("安徽省"), year=2023)) is None
        assert meant(linker.link("湿地保护条例", place=place("包河区"), year=2023)) == "安徽省湿地保护条例"

    def test_without_a_place_the_words_are_taken_as_they_stand(self, linker: Linker) -> None:
        assert meant(linker.link(NATIONAL, year=2023)) == NATIONAL

    def test_what_the_nation_alone_makes_is_no_homonym(self, tmp_path: Path) -> None:
        law = {"title": "中华人民共和国养犬法", "short_title": "养犬法", "id": "养犬法", "kind": "law"}
        linker = register(tmp_path, NATIONWIDE | law, {"title": "安徽省养犬法"})
        link = linker.link("养犬法", place=place("合肥市"), year=2023)
        assert (link.kind, meant(link)) == ("exact", "养犬法")

    def test_a_place_is_told_by_title_issuer_or_jurisdiction(self) -> None:
        register = instruments()
        for name, lies_in in (
            ("杭州市物业管理条例", "杭州市"),
            ("江苏省行政程序条例", "江苏省"),
            ("中国（江苏）自由贸易试验区条例", "江苏省"),
            ("中关村科技园区条例", "北京市"),
        ):
            found = instrument_place(register[name])
            assert found is not None
            assert found.name == lies_in
        assert instrument_place(register[NATIONAL]) is None

    def test_a_special_zone_that_is_the_whole_place_is_left_out_of_the_bare_title(
        self, tmp_path: Path
    ) -> None:
        linker = register(
            tmp_path,
            {"title": "深圳经济特区养犬管理条例", "jurisdiction": "广东省", "issuer": ""},
            {"title": "海南自由贸易港养犬管理条例", "jurisdiction": "海南省", "issuer": ""},
        )
        assert meant(linker.link("养犬管理条例", place=place("深圳市"))) == "深圳经济特区养犬管理条例"
        assert meant(linker.link("养犬管理条例", place=place("海口市"))) == "海南自由贸易港养犬管理条例"

    def test_two_papers_of_one_title_are_told_apart_by_their_places(self, tmp_path: Path) -> None:
        linker = register(
            tmp_path,
            {"id": "甲", "title": "政府合同管理办法", "issuer": "合肥市人民政府"},
            {"id": "乙", "title": "政府合同管理办法", "issuer": "芜湖市人民政府"},
        )
        assert meant(linker.link("政府合同管理办法", place=place("包河区"))) == "甲"
        assert meant(linker.link("政府合同管理办法", place=place("芜湖市"))) == "乙"
        assert linker.link("政府合同管理办法", place=place("启东市")).kind == "none"
        assert meant(linker.link("政府合同管理办法")) == ("乙", "甲")


class TestWordsOfTheText:
    @pytest.mark.parametrize(
        ("before", "expected"),
        [
            ("认真贯彻国务院", NATIONAL),
            ("落实国务院新修订的", NATIONAL),
            ("根据国家", NATIONAL),
            ("落实海关总署公布的", NATIONAL),
            ("贯彻落实我省", OF_JIANGSU),
            ("对照省", OF_JIANGSU),
            ("学习省人大常委会通过的", OF_JIANGSU),
            ("学习省政府办公厅印发的", OF_JIANGSU),
            ("落实江苏省", OF_JIANGSU),
            ("落实国家和省", (OF_JIANGSU, NATIONAL)),
            ("全省", (OF_JIANGSU, NATIONAL)),
            ("我省实施", (OF_JIANGSU, NATIONAL)),
            ("创建文明城市", (OF_JIANGSU, NATIONAL)),
            ("认真落实", (OF_JIANGSU, NATIONAL)),
            ("落实南通市", None),
            ("贯彻我市", None),
        ],
    )
    def test_the_issuer_before_the_title_decides(
        self, linker: Linker, before: str, expected: str | tuple[str, ...] | None
    ) -> None:
        around = Surroundings(before=before)
        link = linker.link(NATIONAL, place=place("启东市"), year=2023, around=around)
        assert meant(link) == expected
        assert link.kind != "none" or link.reasons == (Reason.OF_ANOTHER_PLACE,)

    @pytest.mark.parametrize(
        "before", ["管委会", "严格执行园区", "修订我局", "印发了高新区", "市司法局印发的", "完善街道"]
    )
    def test_a_paper_of_a_park_or_an_office_is_none_of_its_province(
        self, linker: Linker, before: str
    ) -> None:
        around = Surroundings(before=before)
        assert meant(linker.link("行政程序条例", place=place("启东市"), around=around)) is None
        assert meant(linker.link(NATIONAL, place=place("启东市"), around=around)) == NATIONAL
        around = Surroundings(before="严格执行")
        link = linker.link("行政程序条例", place=place("启东市"), around=around)
        assert meant(link) == "江苏省行政程序条例"

    def test_an_issuer_of_what_follows_the_title_decides_nothing(self, linker: Linker) -> None:
        around = Surroundings(before="对照省", after="实施办法")
        link = linker.link(NATIONAL, place=place("启东市"), year=2023, around=around)
        assert meant(link) == (OF_JIANGSU, NATIONAL)

    def test_the_name_of_the_state_decides(self, linker: Linker) -> None:
        assert meant(linker.link("道路运输条例", place=place("杭州市"), year=2023)) == (
            "浙江省道路运输条例",
            "道路运输条例",
        )
        link = linker.link("中华人民共和国道路运输条例", place=place("杭州市"), year=2023)
        assert meant(link) == "道路运输条例"

    def test_the_first_word_of_the_title_decides(self, linker: Linker) -> None:
        assert meant(linker.link("省优化营商环境条例", place=place("启东市"))) == OF_JIANGSU
        assert meant(linker.link("我省优化营商环境条例", place=place("启东市"))) == OF_JIANGSU
        # The register has none of Sichuan: nothing is known of it, and the national one is not meant.
        unknown = linker.link("省优化营商环境条例", place=place("成都市"))
        assert (unknown.kind, unknown.suggestion) == ("none", None)
        assert meant(linker.link("国务院优化营商环境条例", place=place("启东市"))) == NATIONAL

    def test_the_document_number_decides(self, linker: Linker) -> None:
        for number, expected in (
            ("国务院令第722号", NATIONAL),
            ("江苏省第十三届人民代表大会常务委员会公告第54号", (OF_JIANGSU, NATIONAL)),
            ("省人民政府令第54号", OF_JIANGSU),
        ):
            link = linker.link(NATIONAL, place=place("启东市"), year=2023, document_number=number)
            assert meant(link) == expected, number

    def test_a_law_is_not_the_citys_for_the_words_before_it(self, linker: Linker) -> None:
        link = linker.link(
            "安全生产法", place=place("启东市"), year=2023, around=Surroundings(before="落实市")
        )
        assert (link.kind, meant(link)) == ("exact", "安全生产法")

    def test_namesakes_before_a_title_are_told_by_the_bodys_place(self) -> None:
        (nanjing,) = [d for d in divisions_by_name()["鼓楼区"] if ancestors(d)[0].name == "南京市"]
        assert attributed("落实鼓楼区", home=nanjing).places == (nanjing,)
        assert not attributed("落实鼓楼区")


class TestYear:
    def test_what_was_not_yet_made_is_not_meant(self, linker: Linker) -> None:
        assert meant(linker.link(NATIONAL, place=place("启东市"), year=2019)) == NATIONAL
        link = linker.link("志愿服务条例", place=place("杭州市"), year=2015)
        assert meant(link) == "浙江省志愿服务条例"
        assert Reason.LAW_OF_YEAR in link.reasons

    def test_a_local_one_that_has_ended_is_not_meant_for_a_national_one(self, tmp_path: Path) -> None:
        linker = register(
            tmp_path,
            NATIONWIDE | {"title": "养犬管理条例"},
            {"title": "合肥市养犬管理条例", "status": "repealed", "repealed_on": "2021-05-01"},
        )
        hefei = place("合肥市")
        assert meant(linker.link("养犬管理条例", place=hefei, year=2022)) == "养犬管理条例"
        both = ("合肥市养犬管理条例", "养犬管理条例")
        assert meant(linker.link("养犬管理条例", place=hefei, year=2021)) == both
        # The year is not known: what is law today.
        assert meant(linker.link("养犬管理条例", place=hefei)) == "养犬管理条例"

    def test_a_national_one_is_cited_by_mistake_for_some_years(self, tmp_path: Path) -> None:
        linker = register(
            tmp_path,
            NATIONWIDE | {"title": "养犬管理条例", "status": "repealed", "repealed_on": "2019-12-01"},
            {"title": "安徽省养犬管理条例"},
        )
        both = ("安徽省养犬管理条例", "养犬管理条例")
        assert meant(linker.link("养犬管理条例", place=place("合肥市"), year=2022)) == both
        assert meant(linker.link("养犬管理条例", place=place("合肥市"), year=2026)) == "安徽省养犬管理条例"

    def test_a_local_one_not_yet_made_is_no_candidate(self, tmp_path: Path) -> None:
        linker = register(tmp_path, {"title": "安徽省养犬管理条例", "promulgated": "2024-03-01"})
        assert meant(linker.link("养犬管理条例", place=place("合肥市"), year=2023)) is None
        assert meant(linker.link("养犬管理条例", place=place("合肥市"), year=2024)) == "安徽省养犬管理条例"


def report(*sentences: str, issuer: str = "启东市人民政府", year: int = 2023) -> LinkedReport:
    text = (
        f"{issuer}{year}年法治政府建设情况报告\n一、主要工作\n"
        + "\n".join(
            f"（{number}）加强法治建设\n{words}"
            for number, words in zip("一二三四五", sentences, strict=False)
        )
        + "\n二、存在问题\n一是执法力量不足。\n三、下一步打算\n一是加强普法宣传。\n"
    )
    return link_report(extract(read_bytes(text.encode(), source="report.txt")))


def citations(found: LinkedReport) -> list[tuple[str, str | tuple[str, ...] | None]]:
    return [(found.records[position].fields["title"], meant(link)) for position, link in found.links.items()]


class TestReports:
    def test_an_earlier_citation_in_full_tells_what_a_later_one_means(self) -> None:
        found = report("学习宣传《江苏省优化营商环境条例》。", "落实《优化营商环境条例》。")
        assert citations(found) == [(OF_JIANGSU, OF_JIANGSU), (NATIONAL, OF_JIANGSU)]
        assert Reason.CITED_BEFORE in found.links[max(found.links)].reasons

    def test_a_later_one_does_not(self) -> None:
        found = report("落实《优化营商环境条例》。", "学习宣传《江苏省优化营商环境条例》。")
        assert citations(found)[0] == (NATIONAL, (OF_JIANGSU, NATIONAL))

    def test_what_stands_beside_it_in_full_is_not_meant(self) -> None:
        for words in (
            "落实《优化营商环境条例》《江苏省优化营商环境条例》。",
            "落实《江苏省优化营商环境条例》和《优化营商环境条例》。",
        ):
            found = report(words, "对照《优化营商环境条例》开展清理。")
            assert dict(citations(found)) == {NATIONAL: NATIONAL, OF_JIANGSU: OF_JIANGSU}
            # And so it goes on.
            assert citations(found)[-1] == (NATIONAL, NATIONAL)

    def test_words_that_told_it_once_tell_it_further_on(self) -> None:
        found = report("贯彻国务院《优化营商环境条例》。", "落实《优化营商环境条例》。")
        assert [what for _, what in citations(found)] == [NATIONAL, NATIONAL]

    def test_a_mere_kind_is_the_one_cited_before(self) -> None:
        found = report("学习宣传《江苏省优化营商环境条例》。", "按照《条例》要求清理文件。")
        assert citations(found)[-1] == ("条例", OF_JIANGSU)
        several = report("学习《江苏省优化营商环境条例》《信访工作条例》。", "按照《条例》要求清理文件。")
        assert citations(several)[-1] == ("条例", None)

    def test_a_defined_short_form_is_as_ambiguous_as_its_title(self) -> None:
        found = report("落实《优化营商环境条例》（以下简称《条例》）。", "按照《条例》要求清理文件。")
        assert citations(found)[-1] == ("条例", (OF_JIANGSU, NATIONAL))

    def test_the_place_of_a_park_is_that_around_it(self) -> None:
        found = report("落实《优化营商环境条例》。", issuer="启东生命健康产业园")
        assert citations(found) == [(NATIONAL, (OF_JIANGSU, NATIONAL))]
        record = found.records[next(iter(found.links))]
        assert record.fields["link"] == "ambiguous"
        assert "instrument" not in record.fields
        assert [iri.rpartition("/")[2] for iri in record.fields["candidates"]] == [OF_JIANGSU, NATIONAL]

    def test_what_a_park_issues_is_no_instrument_of_its_province(self) -> None:
        words = "制定出台《行政程序条例》，规范办事流程。"
        found = report(words, issuer="启东生命健康产业园")
        position = next(iter(found.links))
        assert found.records[position].fields["purpose"] == "issued"
        assert citations(found) == [("行政程序条例", None)]


class TestGraph:
    def test_an_ambiguous_citation_means_nothing_for_certain(self) -> None:
        triples = quads(report("落实《优化营商环境条例》。"))
        possible = {(p, o) for _, p, o in triples if "/instrument/" in o}
        assert possible == {
            (FZ + "possibleInstrument", f"{ID}instrument/{name}") for name in (NATIONAL, OF_JIANGSU)
        }
        assert any(o.endswith("/link/ambiguous") for _, p, o in triples if p == FZ + "linkMethod")

    def test_one_fact_a_meaning(self) -> None:
        """The same title, first open, then told: two facts; the same meaning in two forms: one."""
        words = (
            "落实《优化营商环境条例》。",
            "落实《江苏省优化营商环境条例》。",
            "落实《优化营商环境条例》。",
        )
        meanings = [o for _, p, o in quads(report(*words)) if p == FZ + "instrument"]
        assert meanings == [f"{ID}instrument/{OF_JIANGSU}"]

    def test_another_places_instrument_of_a_registered_title_is_not_that_one(self) -> None:
        found = report("贯彻落实我市《优化营商环境条例》。")
        (meaning,) = (o for _, p, o in quads(found) if p == FZ + "instrument")
        assert meaning == f"{ID}instrument/启东市人民政府/{NATIONAL}"
        kinds = [
            quad.object.value
            for quad in map_bodies(found, program_version="0")
            if (quad.subject.value, quad.predicate.value) == (meaning, RDF + "type")
        ]
        assert kinds == [FZ + "LegalInstrument"]


def quads(found: LinkedReport) -> list[tuple[str, str, str]]:
    mapped = map_report(found, program_version="0")
    return [(quad.subject.value, quad.predicate.value, quad.object.value) for quad in mapped]


#: Titles of local instruments without the place, and those that the nation has, too.
BARE = sorted({title_place(i)[1] for i in instruments().values() if is_local(i)})
SHARED = sorted({*BARE} & {i.short_title for i in instruments().values() if not is_local(i)})
TITLES = st.one_of(
    st.sampled_from(sorted(instruments())),
    st.sampled_from(BARE),
    st.sampled_from(SHARED),
    st.text(alphabet="省市区县我本国务院优化营商环境条例办法规定的《》（）()〔〕试行12号", max_size=24),
    st.text(max_size=12),
)
PLACES = st.none() | st.sampled_from(list(divisions().values()))
YEARS = st.none() | st.integers(min_value=1949, max_value=2100)
AROUND = st.builds(
    Surroundings,
    before=st.text(alphabet="国务院省市县区我本人大政府和、的落实南京启东", max_size=12),
    after=st.text(max_size=4),
    beside=st.frozensets(st.sampled_from([NATIONAL, OF_JIANGSU])),
    issued=st.booleans(),
)


class TestAnyTitle:
    """What holds of every link."""

    @settings(deadline=None, max_examples=300)
    @given(title=TITLES, home=PLACES, year=YEARS, number=st.none() | st.text(max_size=12), around=AROUND)
    def test_a_link_never_raises_and_has_the_parts_of_its_kind(
        self, title: str, home: Division | None, year: int | None, number: str | None, around: Surroundings
    ) -> None:
        link = LINKER.link(title, place=home, year=year, document_number=number, around=around)
        assert (link.instrument is not None) == (link.kind in ("exact", "alias"))
        assert (link.suggestion is not None) == (link.kind == "variant")
        assert (len(link.candidates) > 1) == (link.kind == "ambiguous")
        assert len(set(link.candidates)) == len(link.candidates)

    @settings(deadline=None, max_examples=300)
    @given(title=st.sampled_from(SHARED), home=PLACES, year=YEARS)
    def test_candidates_hold_where_the_body_is(
        self, title: str, home: Division | None, year: int | None
    ) -> None:
        link = LINKER.link(title, place=home, year=year)
        if home is None:
            return
        around = [home, *ancestors(home)]
        places = [instrument_place(candidate) for candidate in link.candidates]
        assert all(found is None or found in around for found in places)
        distances = [around.index(found) if found else len(around) for found in places]
        assert distances == sorted(distances)

    @settings(deadline=None, max_examples=300)
    @given(title=TITLES, home=PLACES, year=YEARS, around=AROUND)
    def test_the_order_of_the_register_does_not_matter(
        self, title: str, home: Division | None, year: int | None, around: Surroundings
    ) -> None:
        here, there = (
            linker.link(title, place=home, year=year, around=around) for linker in (LINKER, SHUFFLED)
        )
        assert here == there


def _shuffled() -> Linker:
    rows = list(instruments().items())
    random.Random(7).shuffle(rows)
    return Linker(dict(rows))


LINKER, SHUFFLED = Linker(instruments()), _shuffled()


@pytest.mark.parametrize(("year", "number"), [(2010, 2), (2015, 2), (2016, 1), (None, 2)])
def test_a_repealed_namesake_may_be_meant_for_five_years_more(year: int | None, number: int) -> None:
    """Reports go on citing it; later the one in force is meant."""
    ended = replace(instruments()["国家安全法（1993年）"], repealed_on=date(2010, 12, 31))
    in_force = replace(instruments()["国家安全法"], promulgated=date(2000, 1, 1))
    candidates = [Candidate(instrument, None, literal=True) for instrument in (ended, in_force)]
    left, _ = narrowed(candidates, Circumstances(year=year), "国家安全法")
    assert len(left) == number
    assert left[-1].instrument is in_force
