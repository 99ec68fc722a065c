"""A table in a folder, sources.csv, says where its reports come from and what they lack."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from fazhi.kg.file_digests import digest_of
from fazhi.kg.linking.given import NOTHING, Given
from fazhi.kg.linking.source_table import listed, table_in

BODY = "白鹿经济开发区"
URL = "https://www.example.gov.cn/1.html"
HEAD = "文件,网址,获取日期,单位,年度"
ROW = Given(BODY, 2023, URL, date(2024, 4, 1))
REPORT = """法治政府建设情况报告

认真学习贯彻习近平法治思想，坚持依法行政，扎实推进法治政府建设，依法履行各项职责，各项工作取得新的成效。

一、主要工作和成效

开展普法宣传活动12场次，依据《中华人民共和国安全生产法》开展行政执法检查31次。

二、下一步打算

继续开展普法宣传，加强行政执法队伍建设，不断提高依法行政水平。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    for name in ("a.txt", "b.txt"):
        (path / name).write_text(REPORT, encoding="utf-8")
    return path


def table(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "sources.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("head", [HEAD, "file,url,retrieved,issuer,year", "File,URL,Retrieved,Issuer,Year"])
def test_headings_in_either_language_and_the_encodings_of_excel(folder, head, encoding):
    table(folder, head, f"a.txt,{URL},2024-04-01,{BODY},2023", encoding=encoding)

    assert listed(folder / "a.txt") == ROW
    assert listed(folder / "b.txt") == NOTHING
    assert table_in(folder).notices == ()


def test_cells_as_spreadsheets_and_people_write_them(folder):
    head = "备注,年度,文件,单位,网址,获取日期"
    table(
        folder,
        head,
        f'"一, 二",2023年度,a.txt, {BODY} ,{URL},2024/4/1',
        ",,,,,",
        "转载,,b.txt,,,2024年4月1日",
    )

    assert listed(folder / "a.txt") == ROW
    assert listed(folder / "b.txt") == Given(retrieved=date(2024, 4, 1))
    assert table_in(folder).notices == ()


@pytest.mark.usefixtures("english")
def test_a_wrong_line_is_named_and_the_others_count(folder):
    lines = [
        f"c.txt,,,{BODY},2023",
        f"a.txt,,,{BODY},2023",
        "b.txt,,,,last",
        "a.txt,,,,2022",
        f",{URL},,,",
        "../in/b.txt,,,,2023",
        f"b.txt,{'x' * 501},,,",
        "b\0.txt,,,,2023",
        f"{'b' * 400}.txt,,,,2023",
    ]
    table(folder, HEAD, *lines)

    assert listed(folder / "a.txt") == Given(BODY, 2023)
    assert listed(folder / "b.txt") == NOTHING
    told = [notice.en for notice in table_in(folder).notices]
    assert [notice.partition(":")[0] for notice in told] == [f"line {n}" for n in (2, 4, 5, 6, 7, 8, 9, 10)]
    assert "no file 'c.txt' in this folder" in told[0]
    assert "year must be a year from 1949 to 2100, not 'last'" in told[1]
    assert "a.txt stands in line 3 already" in told[2]
    assert "names no file" in told[3]
    assert all(len(notice) < 600 and "\n" not in notice for notice in told)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no column"),
        ("名称,年度\na.txt,2023".encode(), "no column 文件 (file) in its first line"),
        (b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
        (f"{HEAD}\n".encode() + b"a" * 200_000, "field larger than field limit"),
        (b"a" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_broken_table_is_told_in_one_line(folder, content, reason):
    (folder / "sources.csv").write_bytes(content)

    assert listed(folder / "a.txt") == NOTHING
    (notice,) = table_in(folder).notices
    assert reason in notice.en


def test_a_report_is_read_again_where_its_own_line_changes(folder):
    table(folder, HEAD, f"a.txt,,,{BODY},2023")
    before = digest_of(folder / "a.txt"), digest_of(folder / "b.txt")
    table(folder, HEAD, f"a.txt,,,{BODY},2022")

    assert digest_of(folder / "a.txt") != before[0]
    assert digest_of(folder / "b.txt") == before[1]


@pytest.mark.usefixtures("english")
def test_a_build_takes_the_table_and_a_sidecar_wins_over_it(fazhi, folder, fresh_store):
    store = fresh_store()
    (folder / "b.txt").write_text(REPORT + "各项工作有序推进。\n", encoding="utf-8")
    (folder / "b.meta.yaml").write_text("year: 2021\n", encoding="utf-8")
    table(folder, HEAD, f"a.txt,{URL},2024-04-01,{BODY},2023", f"b.txt,,,{BODY},2023", "c.txt,,,,")

    summary = json.loads(fazhi("build", folder, "--json", "--store", store).out)
    assert len(summary["added"]) == 2
    (skipped,) = summary["skipped"]
    assert skipped == {
        "file": str(folder / "sources.csv"),
        "reason": "line 4: no file 'c.txt' in this folder",
    }
    rows = json.loads(fazhi("query", "reports", "--format", "json", "--store", store).out)
    assert {(row["bodyLabel"], row["year"]) for row in rows} == {(BODY, "2023"), (BODY, "2021")}
    ask = "SELECT * { ?file a fz:SourceFile ; dcterms:source ?source ; fz:retrieved ?day }"
    told = fazhi("sparql", ask, "--store", store).out
    assert URL in told
    assert "2024-04-01" in told
