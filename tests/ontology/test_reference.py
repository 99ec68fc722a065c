"""The reference data: facts a user may rely on, and mistakes told by file, line and field."""

import re
from datetime import date

import pytest

from fazhi.ontology.data_files import DATA
from fazhi.ontology.deadlines import Deadline, TimeLimit
from fazhi.ontology.reference import (
    ReferenceDataError,
    find_instrument,
    indicators,
    instruments,
    instruments_by_key,
    obligations,
    publicity_days,
)
from fazhi.ontology.titles import title_key


class TestInstruments:
    def test_the_contract_law_gave_way_to_the_civil_code(self):
        """合同法 was repealed on 2021-01-01 by 民法典."""
        contract_law = instruments()["合同法"]

        assert contract_law.title == "中华人民共和国合同法"
        assert contract_law.repealed_on == date(2021, 1, 1)
        assert contract_law.repealed_by == "民法典"
        assert instruments()["民法典"].status_in(2021) == "in_force"

    @pytest.mark.parametrize(
        ("name", "year", "status"),
        [
            ("合同法", 2020, "in_force"),
            ("合同法", 2021, "repealed"),  # repealed on the very 1 January
            ("合同法", 2023, "repealed"),
            ("合同法", 1998, "not_yet"),
            ("信访条例", 2021, "in_force"),
            ("信访条例", 2022, "repealed_within"),  # repealed 2022-05-01: half the year it was law
            ("信访条例", 2023, "repealed"),
            ("信访工作条例", 2021, "not_yet"),
            ("环境保护法", 2023, "in_force"),  # repealed in 2026: reports of 2023 cite it rightly
            ("环境保护法", 2027, "repealed"),
            ("国家安全法（1993年）", 2013, "in_force"),
            ("国家安全法", 2014, "not_yet"),
            ("全面深化法治领域改革纲要（2023－2027年）", 2023, "unknown"),  # no date is known
        ],
    )
    def test_status_in_a_year(self, name, year, status):
        """What counts is the reported year, not today."""
        assert instruments()[name].status_in(year) == status

    @pytest.mark.parametrize(
        ("title", "found"),
        [
            ("中华人民共和国安全生产法", "安全生产法"),
            ("安全生产法", "安全生产法"),
            ("新安全生产法", "安全生产法"),
            ("中华人民共和国 安全生产法（2021年修正）", "安全生产法"),
            ("法治政府建设实施纲要(2021—2025年)", "法治政府建设实施纲要（2021－2025年）"),
            ("国家安全法（1993年）", "国家安全法（1993年）"),
        ],
    )
    def test_a_title_is_found_as_people_write_it(self, title, found):
        """Full or short title, alias, version, other brackets and dashes."""
        instrument = find_instrument(title)
        assert instrument is not None
        assert instrument.id == found

    def test_a_misprinted_title_is_not_found(self):
        """There is no outline for 2022 to 2025."""
        assert find_instrument("法治政府建设实施纲要(2022—2025年)") is None

    def test_what_rests_on_memory_is_told_from_what_was_read(self):
        """One field from memory is enough."""
        read, from_memory = instruments()["宪法"], instruments()["会计法"]
        in_part = next(i for i in instruments().values() if i.source.endswith("effective: memory"))
        assert (read.verified, from_memory.verified, in_part.verified) == (True, False, False)
        assert {rule.verified for o in obligations().values() for rule in [o.rule]} == {True, False}
        assert all(day.verified != (day.source == "memory") for day in publicity_days().values())

    def test_no_name_means_two_instruments(self):
        """Keys are unambiguous over the whole register."""
        assert any(len(instrument.names) > 1 for instrument in instruments().values())
        for instrument in instruments().values():
            for name in instrument.names:
                assert instruments_by_key()[title_key(name, commas=True)] is instrument, name


class TestObligations:
    def test_the_annual_report_is_due_before_april(self):
        """Article 24 sets 1 April; it reaches a park only through its parent."""
        obligation = obligations()["report-publish-before-april"]

        assert obligation.rule.instrument == "法治政府建设与责任落实督察工作规定"
        assert obligation.rule.article == "第二十四条"
        assert obligation.deadline == Deadline("before --04-01", "before", None, month=4, day=1)
        assert obligation.park_scope == "via_parent"

    def test_a_deadline_of_every_year_and_one_of_a_single_year(self):
        """Before a day leaves that day out, by a day takes it in; a year that is named is the year."""
        before = obligations()["report-publish-before-april"].deadline
        assert before.is_met(date(2024, 3, 31), 2024)
        assert not before.is_met(date(2024, 4, 1), 2024)
        by = next(
            o.deadline for o in obligations().values() if o.deadline and o.deadline.text == "by --03-31"
        )
        assert by.is_met(date(2024, 3, 31), 2024)
        assert not by.is_met(date(2024, 4, 1), 2024)
        days = {o.deadline.day_in(2030) for o in obligations().values() if isinstance(o.deadline, Deadline)}
        assert {date(2018, 1, 1), date(2030, 1, 31)} <= days

    def test_every_deadline_is_told_in_chinese_with_its_figures(self):
        """The same day or period as in the machine-readable form."""
        assert any(obligation.deadline for obligation in obligations().values())
        for obligation in obligations().values():
            words = obligation.deadline_zh
            assert bool(words) == bool(obligation.deadline), obligation.id
            if isinstance(obligation.deadline, Deadline):
                assert f"{obligation.deadline.month}月{obligation.deadline.day}日" in words
                assert words.endswith("前") == (obligation.deadline.relation == "before")
            elif obligation.deadline:
                assert str(obligation.deadline.amount) in words
                assert ("工作日" in words) == ("working_day" in obligation.deadline.text)

    def test_a_time_that_runs_from_an_event(self):
        """Its amount, unit and event are told apart."""
        limits = [o.deadline for o in obligations().values() if isinstance(o.deadline, TimeLimit)]
        assert TimeLimit("within 15 day of receipt", 15, "day", "receipt") in limits

    @pytest.mark.parametrize(
        ("year", "instrument"),
        [(2004, None), (2021, "信访条例"), (2022, "信访工作条例"), (2023, "信访工作条例")],
    )
    def test_the_rule_of_the_year(self, year, instrument):
        """A report on an earlier year is held against the rule of that year."""
        rule = obligations()["petition-tell-15-days"].rule_in(year)
        assert (rule and rule.instrument) == instrument

    def test_every_obligation_stands_in_the_register(self):
        """Each names an instrument that is a row."""
        assert {o.rule.instrument for o in obligations().values()} <= set(instruments())


def test_indicators_belong_to_activity_classes():
    """The amount of fines counts under penalties, in 元, as figures are read."""
    amount = indicators()["penalty_amount"]
    assert amount.broader == "penalty"
    assert amount.unit == "元"


def test_an_indicator_says_where_its_count_comes_from():
    """The yearly enforcement data are ordered by 国办发〔2018〕118号; most indicators only reports give."""
    ordered = indicators()["penalty_case_count"].counted_under
    assert ordered is not None
    assert instruments()[ordered.instrument].document_number == "国办发〔2018〕118号"
    assert (ordered.article, ordered.verified) == ("第二部分（六）", True)
    assert indicators()["satisfaction_rate"].counted_under is None


def test_publicity_days_have_dates_or_say_why_not():
    """A day without a fixed date carries the rule that sets it."""
    assert publicity_days()["consumer-rights-day"].date == "--03-15"
    assert (publicity_days()["constitution-week"].start, publicity_days()["constitution-week"].end) == (
        "--12-01",
        "--12-07",
    )
    for day in publicity_days().values():
        assert day.date or day.start or day.rule, day.id


class TestMistakes:
    """A broken data file is refused with one line that says where."""

    @pytest.mark.parametrize(
        ("right", "wrong", "line", "field"),
        [
            ("1999-03-15", "1999-02-30", 2, "promulgated"),
            ("1999-03-15", "15.3.1999", 2, "promulgated"),
            (",law,", ",statute,", 2, "kind"),
            (",repealed,", ",abolished,", 2, "status"),
            ("民法典,,a page", "民法通则,,a page", 2, "repealed_by"),
            ("a page\n中华", "\n中华", 2, "source"),
            ("民法典,中华人民共和国民法典", "合同法,中华人民共和国民法典", 3, "id"),
            ("2021-01-01,中华", "1998-01-01,中华", 2, "repealed_on"),
            ("effective_from", "commencement", 1, "columns"),
            ("全国人民代表大会,,CN", "全国人民代表大会,CN", 2, "14 cells"),
            ("1999-03-15,,1999", "1999-03-15,1998-01-01,1999", 2, "last_amended"),
            ("民法典,,a page", "民法典,https://example.org/1,a page", 2, "aliases"),
            ("民法典,,a page", "民法典,memory (2012|合同条例,a page", 2, "aliases"),
            ("民法典,,a page", "民法典,合同法（试行,a page", 2, "aliases"),
            ("民法典,,a page", "民法典,合同条例| 合同办法,a page", 2, "aliases"),
        ],
    )
    def test_in_the_register(self, tmp_path, right, wrong, line, field):
        rows = (
            "id,title,short_title,kind,issuer,document_number,jurisdiction,promulgated,last_amended,"
            "effective_from,status,repealed_on,repealed_by,aliases,source\n"
            "合同法,中华人民共和国合同法,合同法,law,全国人民代表大会,,CN,1999-03-15,,1999-10-01,repealed,"
            "2021-01-01,中华人民共和国民法典,,a page\n"
            "民法典,中华人民共和国民法典,民法典,law,,,CN,2020-05-28,,2021-01-01,in_force,,,,a page\n"
        )
        if field == "source":
            rows = rows.replace("民法典,,a page\n", "民法典,,\n")
        else:
            assert right in rows
            rows = rows.replace(right, wrong, 1)
        path = tmp_path / "instruments.csv"
        path.write_text(rows, encoding="utf-8")

        with pytest.raises(ReferenceDataError, match=re.escape(f"instruments.csv:{line}: ")) as error:
            instruments(path)

        assert field in str(error.value)
        assert "\n" not in str(error.value)

    @pytest.mark.parametrize(
        ("loader", "file", "right", "wrong", "field"),
        [
            (obligations, "obligations.yaml", "modality: must\n", "modality: ought\n", "modality"),
            (obligations, "obligations.yaml", "deadline: before --04-01", "deadline: in spring", "deadline"),
            (obligations, "obligations.yaml", "deadline: before --04-01", "deadline: by --04-31", "deadline"),
            (obligations, "obligations.yaml", "deadline: before --04-01", "deadline: by --02-29", "deadline"),
            (
                obligations,
                "obligations.yaml",
                "in_force_from: '2019-04-15'",
                "in_force_from: soon",
                "in_force_from",
            ),
            (obligations, "obligations.yaml", "verified: page:http", "checked: page:http", "checked"),
            (obligations, "obligations.yaml", "  verified: memory\n", "", "verified"),
            (obligations, "obligations.yaml", "verified: memory", "verified: hearsay", "verified"),
            (obligations, "obligations.yaml", "park_scope: via_parent", "park_scope: all", "park_scope"),
            (
                obligations,
                "obligations.yaml",
                "instrument: 信访条例（2005年）",
                "instrument: 无此条例",
                "earlier_rule.instrument",
            ),
            (obligations, "obligations.yaml", "bearer: [Park]", "bearer: [Garden]", "bearer"),
            (obligations, "obligations.yaml", "  bearer: [Park]\n", "", "bearer"),
            (obligations, "obligations.yaml", "by_reference: [Town", "by_reference: [Down", "by_reference"),
            (
                obligations,
                "obligations.yaml",
                "  bearer: [Park]\n",
                "  bearer: [Park]\n  bearer: [Park]\n",
                "bearer",
            ),
            (indicators, "indicators.yaml", "broader: leadership", "broader: leaders", "broader"),
            (indicators, "indicators.yaml", "  source: reports\n", "", "source"),
            (indicators, "indicators.yaml", "source: reports", "source: report", "source"),
            (indicators, "indicators.yaml", "t: 信访工作条例", "t: 信访工作", "source.instrument"),
            (
                indicators,
                "indicators.yaml",
                "id: rule_of_law_topic_count",
                "id: leadership_meeting_count",
                "id",
            ),
            (publicity_days, "publicity_days.yaml", "date: --03-15", "date: --13-15", "date"),
            (publicity_days, "publicity_days.yaml", "    end: --03-28\n", "", "date"),
        ],
    )
    def test_in_a_catalogue(self, tmp_path, loader, file, right, wrong, field):
        text = (DATA / file).read_text(encoding="utf-8")
        before, found, after = text.partition(right)
        assert found
        path = tmp_path / file
        path.write_text(before + wrong + after, encoding="utf-8")

        with pytest.raises(ReferenceDataError) as error:
            loader(path)

        message = str(error.value)
        line = int(re.match(rf"{re.escape(str(path))}:(\d+): {re.escape(field)}\b", message)[1])
        start = before.count("\n") + 1
        assert start - 20 <= line <= start + 2, message
        assert "\n" not in message

    def test_in_the_file_itself(self, tmp_path):
        """Missing, not UTF-8, not YAML, not a list: each told in one line."""
        path = tmp_path / "indicators.yaml"
        for content in (None, "指标".encode("gb18030"), b"- id: [", b"id: x", b"- x"):
            if content is not None:
                path.write_bytes(content)
            with pytest.raises(ReferenceDataError, match=r"indicators\.yaml") as error:
                indicators(path)
            assert "\n" not in str(error.value)
