"""The versions of instruments and the bases of local law, as a user of the data reads them."""

import re
from datetime import date

import pytest

from fazhi.ontology.bases import national_bases
from fazhi.ontology.data_files import ReferenceDataError
from fazhi.ontology.instruments import instruments
from fazhi.ontology.versions import first_in_force, version_series

HEADER = "instrument,version_date,in_force_from,series,articles,source\n"
SECRECY = (
    "保守国家秘密法,1988-09-05,1989-05-01,complete,35,a page\n"
    "保守国家秘密法,2010-04-29,2010-10-01,complete,,memory\n"
    "保守国家秘密法,2024-02-27,2024-05-01,complete,65,a page\n"
)


def series_of(tmp_path, rows, title="保守国家秘密法"):
    path = tmp_path / "versions.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return version_series(path)[title]


def test_the_law_as_it_stood_is_told_day_by_day(tmp_path):
    series = series_of(tmp_path, SECRECY)
    stood = [(date(1989, 4, 30), None), (date(1989, 5, 1), 1988), (date(2010, 9, 30), 1988)]
    stood += [(date(2010, 10, 1), 2010), (date(2024, 4, 30), 2010), (date(2024, 5, 1), 2024)]
    for day, year in stood:
        version = series.on(day)
        assert (version and version.version_date.year) == year


def test_the_last_article_is_told_where_it_is_known(tmp_path):
    series = series_of(tmp_path, SECRECY)
    assert [version.articles for version in series.versions] == [35, None, 65]
    assert version_series()["行政处罚法"].versions[-1].articles == 86


def test_a_version_whose_start_is_unknown_leaves_its_days_open(tmp_path):
    """From the day it was passed, until a later text is known to have taken effect."""
    series = series_of(tmp_path, SECRECY.replace("2010-10-01", ""))
    assert series.on(date(2010, 4, 28)) == series.versions[0]
    assert series.on(date(2010, 4, 29)) is None
    assert series.on(date(2024, 4, 30)) is None
    assert series.on(date(2024, 5, 1)) == series.versions[2]
    period = series.period(series.versions[0])
    assert period
    assert (period.last, period.superseded_on) == (date(2010, 4, 28), None)


def test_a_partial_series_answers_nothing(tmp_path):
    series = series_of(tmp_path, SECRECY.replace("complete", "partial"))
    assert not series.complete
    assert {series.on(date(year, 12, 31)) for year in range(1985, 2027)} == {None}


def test_the_last_version_of_a_repealed_law_ends_with_it():
    series = version_series()["合同法"]
    assert series.on(date(2020, 12, 31)) == series.versions[-1]
    assert series.on(date(2021, 1, 1)) is None


def test_a_law_repealed_on_an_unknown_day_has_no_last_period():
    ended = {i.id for i in instruments().values() if i.status == "repealed" and not i.repealed_on}
    open_ended = [series for id_, series in version_series().items() if id_ in ended]
    assert open_ended
    assert not any(series.period(series.versions[-1]) for series in open_ended)


def test_an_amended_instrument_without_a_row_has_the_dates_of_the_register():
    """First text and newest, between which others may be."""
    law = instruments()["外资企业法"]
    series = version_series()[law.id]
    assert [version.version_date for version in series.versions] == [law.promulgated, law.last_amended]
    assert not series.complete


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("安全生产法", date(2002, 11, 1)),
        ("环境保护税法", date(2018, 1, 1)),
        ("重大行政决策程序暂行条例", date(2019, 9, 1)),
        ("外资企业法", None),
    ],
)
def test_first_entry_into_force(title, day):
    assert first_in_force(instruments()[title], version_series().get(title)) == day


def test_most_laws_in_force_have_their_whole_series():
    laws = [i.id for i in instruments().values() if i.kind == "law" and i.status == "in_force"]
    complete = [id_ for id_ in laws if id_ in version_series() and version_series()[id_].complete]
    assert len(complete) >= 0.95 * len(laws)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ("保守国家秘密法,2010", "保密条例,2010", 3, "instrument is no id of the register"),
        ("2010-04-29", "", 3, "version_date is missing"),
        ("2010-04-29,2010-10-01", "2010-10-29,2010-10-01", 3, "in_force_from is before version_date"),
        ("2010-04-29,2010-10-01", "1987-04-29,2010-10-01", 3, "version_date is not after"),
        ("2024-05-01,complete", "2024-05-01,partial", 4, "series differs"),
        ("2024-05-01,complete", "2024-05-01,whole", 4, "series is 'whole', not one of"),
        ("complete,35", "complete,35条", 2, "articles is not a number of articles: '35条'"),
        ("1988-09-05", "1988-09-04", 2, "version_date is not the register's promulgated, 1988-09-05"),
        ("2024-02-27", "2024-02-28", 4, "version_date is not the register's newest text, of 2024-02-27"),
    ],
)
def test_a_broken_row_is_told_with_its_line(tmp_path, right, wrong, line, says):
    assert right in SECRECY
    with pytest.raises(ReferenceDataError, match=re.escape(f"versions.csv:{line}: ")) as error:
        series_of(tmp_path, SECRECY.replace(right, wrong, 1))
    assert says in str(error.value)


def test_local_law_rests_on_national_law():
    """Named in the first article or the title; several may be."""
    bases = national_bases()
    assert bases["浙江省法律援助条例"] == ("刑事诉讼法", "律师法", "法律援助条例")
    assert bases["浙江省实施《中华人民共和国水法》办法"] == ("水法",)
    assert "江苏省行政程序条例" not in bases


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("安全生产法,宪法,第一条", "instrument is no local regulation or rule"),
        ("江苏省安全生产条例,浙江省安全生产条例,标题", "based_on is no national instrument"),
        ("江苏省安全生产条例,安全法,标题", "based_on is no id of the register"),
        ("江苏省安全生产条例,安全生产法,前言", "named_in is '前言', not one of"),
        (
            "江苏省安全生产条例,安全生产法,标题\n江苏省安全生产条例,安全生产法,第一条",
            "based_on is given twice",
        ),
    ],
)
def test_a_broken_basis_is_told(tmp_path, row, says):
    path = tmp_path / "based_on.csv"
    path.write_text(f"instrument,based_on,named_in\n{row}\n", encoding="utf-8")
    with pytest.raises(ReferenceDataError) as error:
        national_bases(path)
    assert says in str(error.value)
