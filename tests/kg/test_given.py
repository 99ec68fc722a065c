"""A report that lacks its issuer or year is listed, and can be given them by option or beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fazhi.kg.linking.given import Given, GivenError, read_sidecar, sidecar_of

BODY = "白鹿经济开发区"
TEXT = """法治政府建设情况报告

认真学习贯彻习近平法治思想，坚持依法行政，扎实推进法治政府建设，依法履行各项职责，各项工作取得新的成效。

一、主要工作和成效

开展普法宣传活动12场次，推进行政执法规范化，落实行政执法三项制度，依据《中华人民共和国安全生产法》开展行政执法检查31次。

二、存在的问题

法治宣传的形式还不够丰富，行政执法能力有待提高。

三、下一步打算

继续开展普法宣传，加强行政执法队伍建设，不断提高依法行政水平。
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report that names neither its issuer nor its year."""
    file = tmp_path / "in" / "plain.txt"
    file.parent.mkdir()
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def store(fresh_store: Callable[..., Path]) -> Path:
    return fresh_store()


def listed(fazhi, store: Path, *parameters: str) -> list[tuple[str | None, str | None]]:
    """Body and year of the reports that ``fazhi query reports`` lists."""
    outcome = fazhi("query", "reports", *parameters, "--format", "json", "--store", store)
    assert outcome.code == 0, outcome.err
    rows = json.loads(outcome.out)
    return [(row["bodyLabel"], row["year"]) for row in rows]


def test_a_report_without_issuer_and_year_is_listed(fazhi, report, store):
    assert fazhi("build", report, "--store", store).code == 0
    assert listed(fazhi, store) == [(None, None)]


def test_issuer_and_year_are_given_on_the_command_line(fazhi, report, store):
    assert fazhi("build", report, "--store", store).code == 0
    assert fazhi("build", report, "--issuer", BODY, "--year", "2023", "--store", store).code == 0
    assert listed(fazhi, store) == [(BODY, "2023")]
    assert listed(fazhi, store, "--body", BODY, "--year", "2023") == [(BODY, "2023")]
    assert listed(fazhi, store, "--year", "2022") == []
    asked = fazhi("sparql", "SELECT ?given { ?r fz:givenField ?given } ORDER BY ?given", "--store", store)
    assert asked.out.index("issuer") < asked.out.index("year")


def test_who_asks_for_a_body_or_a_year_gets_no_report_without_one(fazhi, report, reports, store):
    assert fazhi("build", report, reports, "--store", store).code == 0
    assert len(listed(fazhi, store)) == 3
    assert listed(fazhi, store, "--body", "甘眉工业园区南区") == [("甘眉工业园区南区", "2023")]
    assert len(listed(fazhi, store, "--year", "2023")) == 2


def test_options_for_one_report_are_refused_for_more(fazhi, report, store):
    for paths in ([report.parent], [report, report], []):
        outcome = fazhi("build", *paths, "--issuer", BODY, "--rebuild", "--store", store)
        assert outcome.code == 2
        assert "single file" in outcome.err


@pytest.mark.parametrize("name", ["plain.meta.yaml", "plain.txt.yaml"])
def test_a_sidecar_gives_them_and_is_read_again_when_it_changes(fazhi, report, store, name):
    sidecar = report.with_name(name)
    sidecar.write_text(
        f"issuer: {BODY}\nyear: 2023\nsource_url: https://www.example.gov.cn/1.html\nretrieved: 2024-04-02\n",
        encoding="utf-8",
    )
    assert fazhi("build", report.parent, "--store", store).code == 0
    assert listed(fazhi, store) == [(BODY, "2023")]
    ask = "SELECT * { ?file a fz:SourceFile ; dcterms:source ?source ; fz:retrieved ?day }"
    told = fazhi("sparql", ask, "--store", store).out
    assert "https://www.example.gov.cn/1.html" in told
    assert "2024-04-02" in told
    assert fazhi("validate", "--store", store).code == 0
    again = json.loads(fazhi("build", report.parent, "--json", "--store", store).out)
    assert (len(again["unchanged"]), again["records"]) == (1, {})
    sidecar.write_text(f"issuer: {BODY}\nyear: 2022\n", encoding="utf-8")
    changed = json.loads(fazhi("build", report.parent, "--json", "--store", store).out)
    assert changed["replaced"] == [str(report)]
    assert listed(fazhi, store) == [(BODY, "2022")]


@pytest.mark.parametrize("year", ["1949", "2100"])
def test_the_first_and_the_last_year_that_may_be_given(tmp_path, year):
    sidecar = tmp_path / "report.yaml"
    sidecar.write_text(f"year: {year}\n", encoding="utf-8")
    assert read_sidecar(sidecar).year == int(year)


@pytest.mark.parametrize("name", ["plain.meta.yaml", "plain.html.yaml", "plain.yaml"])
def test_a_sidecar_may_stand_beside_a_web_page(report, name):
    page = report.with_suffix(".html")
    page.with_name(name).write_text(f"issuer: {BODY}\nyear: 2023\n", encoding="utf-8")
    sidecar = sidecar_of(page)
    assert sidecar is not None
    assert read_sidecar(sidecar) == Given(issuer=BODY, year=2023)


@pytest.mark.parametrize(
    "names", [("plain.meta.yaml", "plain.txt.yaml"), ("plain.txt.yaml", "plain.yaml")], ids=str
)
def test_two_sidecars_of_a_report_are_both_named(report, names):
    for name in names:
        report.with_name(name).write_text("year: 2023\n", encoding="utf-8")
    with pytest.raises(GivenError, match=f"^{names[0]} and {names[1]} both describe it"):
        sidecar_of(report)


def test_what_is_given_wins_over_what_is_read(fazhi, reports, store):
    sidecar = reports / "ganmei-south-park-2023.txt.yaml"
    sidecar.write_text("year: 2021\n", encoding="utf-8")
    assert fazhi("build", reports, "--store", store).code == 0
    assert ("甘眉工业园区南区", "2021") in listed(fazhi, store)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("issuer: [", "no YAML"),
        ("just words", "holds no keys"),
        ("publisher: x", "unknown key 'publisher'"),
        ("year: last", "year must be a year"),
        ("year: 1948", "a year from 1949 to 2100"),
        ("year: 2101", "a year from 1949 to 2100"),
        ("issuer: 12", "issuer must be the name of a body"),
        ("source_url: here", "source_url must be a web address"),
        ("source_url: 2024-04-01", "source_url must be a web address"),
        ("retrieved: 2024-13-01", "month must be"),
    ],
)
def test_a_broken_sidecar_is_told_and_its_report_skipped(fazhi, report, reports, store, content, reason):
    report.with_suffix(".yaml").write_text(content, encoding="utf-8")
    outcome = fazhi("build", report.parent, reports, "--json", "--store", store)
    (skipped,) = json.loads(outcome.out)["skipped"]
    assert skipped["file"] == str(report)
    assert "plain.yaml" in skipped["reason"]
    assert reason in skipped["reason"]
    assert len(listed(fazhi, store)) == 2


def test_parks_and_zones_of_common_names_do_not_take_each_others_place(fazhi, tmp_path, store):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("经济开发区管理委员会", "云溪工业园（西区）", "云溪工业园（东区）"):
        (folder / f"{name}.txt").write_text(f"{name}2023年度{TEXT}", encoding="utf-8")
    (folder / "z.txt").write_text(f"经济开发区管理委员会2023年度{TEXT}各项工作有序推进。\n", encoding="utf-8")
    summary = json.loads(fazhi("build", folder, "--json", "--store", store).out)
    assert (len(summary["added"]), summary["skipped"]) == (4, [])
    assert sorted(body for body, _ in listed(fazhi, store)) == [
        "云溪工业园区东区",
        "云溪工业园区西区",
        "经济开发区",
        "经济开发区",
    ]


#: A list whose last element holds the one before it ten times, which holds the one before it …
LISTS = (
    ", ".join(["[&l0 [法]", *(f"&l{n} [" + ", ".join([f"*l{n - 1}"] * 10) + "]" for n in range(1, 31))]) + "]"
)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        # Written out, the last list would hold 10 to the power of 30 words.
        (f"year: {LISTS}\n", "year must be a year from 1949 to 2100, not 'list'"),
        ("issuer: 园区\n# " + "法" * 20_000, "larger than 20 kB"),
        (f"? {'法' * 6000}\n: 1\n", "unknown key"),
    ],
    ids=["lists_of_lists", "too_large", "long_key"],
)
def test_a_sidecar_of_any_size_is_told_in_one_short_line(tmp_path: Path, content: str, says: str) -> None:
    file = tmp_path / "report.txt.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(GivenError) as caught:
        read_sidecar(file)
    assert says in str(caught.value)
    assert len(str(caught.value)) < 1000


def test_an_issuer_given_in_words_that_names_lack_is_kept(tmp_path: Path, fazhi, report: Path) -> None:
    Path(f"{report}.yaml").write_text("issuer: 关于\n", encoding="utf-8")
    outcome = fazhi("build", report, "--store", tmp_path / "store")
    assert outcome.code == 0, outcome.err
