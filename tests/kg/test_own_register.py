"""An own register in a store: the same as if it had been there from the start, and taken away again."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad

from fazhi import export
from fazhi.kg.build import build
from fazhi.kg.outcomes import FILES_FOR_PROCESSES
from fazhi.kg.output.matrix import matrix_of
from fazhi.kg.output.parts import report_graphs
from fazhi.kg.output.validation import violations
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.own_register import own_register_of
from fazhi.ontology.in_use import own_register
from fazhi.ontology.namespaces import own_register_graph
from fazhi.ontology.own_register import OwnRegister, read_own_register

EXAMPLES = Path(__file__).parents[2] / "examples"
OWN_CSV = EXAMPLES / "own-register.csv"
LIFE, SOUTH = "qidong-life-health-park-2023.txt", "ganmei-south-park-2023.txt"

PLAN = "关于全面推进镇街提级法治督察全覆盖三年行动方案"
FILES = {
    "papers.csv": f"title,kind,issuer\n{PLAN},政策文件,市委依法治市办\n中华人民共和国安全生产法,法律,\n",
    "bodies.csv": "name,kind,place,other_names\n启东生命健康科技城,产业园区,启东市,启东生命健康产业园\n",
    "obligations.yaml": f"""\
- id: inspection-of-parks
  label_zh: 园区接受提级法治督察
  label_en: Parks are inspected
  instrument: {PLAN}
  article: 第一条
  bearer: [Park]
  modality: must
  activity_class: supervision
  in_force_from: 2023-01-01
  park_scope: explicit
  evidence_hint: [法律顾问]
""",
    "indicators.yaml": """\
- id: board_count
  label_zh: 宣传栏个数
  label_en: Notice boards
  unit: 个
  broader: publicity
  names: [宣传栏]
""",
    "publicity_days.yaml": """\
- id: park-law-day
  label_zh: 环境保护日
  label_en: Environment day
  date: --06-05
""",
}


@pytest.fixture
def own(tmp_path: Path) -> OwnRegister:
    """An own register with entries of every kind."""
    folder = tmp_path / "own"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, "utf-8")
    return read_own_register(folder)


def build_into(path: Path, *paths: Path, **options: Any):
    with open_store(path) as store:
        return build(paths, store, **options)


def graphs(store: Path) -> dict[str, bytes]:
    """The graph files of a store with their bytes."""
    files = (store / "graphs").rglob("*.nq.zst")
    return {str(file.relative_to(store)): file.read_bytes() for file in files}


def indexed(store: Path) -> set[Quad]:
    """What questions see."""
    with open_store(store, read_only=True) as opened:
        return set(opened.dataset)


def delete(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


@pytest.mark.stores
def test_added_later_without_the_files_it_is_as_if_from_the_start_and_goes_without_a_trace(
    reports, tmp_path, fresh_store, own
):
    late, early = fresh_store("late"), tmp_path / "early"
    build_into(early, reports, register=own)
    build_into(late, reports)
    first, first_seen = graphs(late), indexed(late)
    delete(reports)

    summary = build_into(late, register=own)
    assert (len(summary.made_again), summary.records.total()) == (2, 0)
    assert graphs(late) == graphs(early) != first
    assert indexed(late) == indexed(early)
    assert own_register() is None

    build_into(late, register=OwnRegister())
    assert graphs(late) == first
    assert indexed(late) == first_seen
    assert not (late / "register").exists()
    build_into(early, register=OwnRegister())
    assert graphs(early) == first


@pytest.mark.stores
def test_it_reaches_the_files_given_and_what_is_stored_of_broken_ones(reports, tmp_path, fresh_store, own):
    """One file has changed, another is broken since, a third was a copy."""
    store, whole = fresh_store(), tmp_path / "whole"
    (reports / "copy.txt").write_bytes((reports / SOUTH).read_bytes())
    build_into(store, reports)
    changed = (reports / SOUTH).read_text("utf-8").replace("2024-03-27", "2024-03-28")
    (reports / SOUTH).write_text(changed, "utf-8")
    (reports / "copy.txt").unlink()
    build_into(whole, reports, register=own)
    (reports / LIFE).write_bytes(b"\0")
    summary = build_into(store, reports, register=own)
    assert [Path(skipped.file).name for skipped in summary.skipped] == [LIFE]
    assert (summary.replaced, len(summary.made_again)) == ([str(reports / SOUTH)], 1)
    assert graphs(store) == graphs(whole)


@pytest.fixture(scope="module")
def with_own(tmp_path_factory) -> Path:
    """A store of two reports with the own register of :data:`FILES`; tests only read it."""
    folder = tmp_path_factory.mktemp("own")
    for name, content in FILES.items():
        (folder / name).write_text(content, "utf-8")
    store = tmp_path_factory.mktemp("with-own") / "store"
    build_into(
        store, *(EXAMPLES / "reports" / name for name in (LIFE, SOUTH)), register=read_own_register(folder)
    )
    return store


def test_every_kind_of_own_entry_is_used(with_own, fazhi):
    answer = fazhi("query", "own-register", "--format", "csv", "--store", with_own)
    rows = {row["entry"]: row for row in csv.DictReader(io.StringIO(answer.out))}
    assert {label: row["ownRegisterFile"] for label, row in rows.items()} == {
        PLAN: "papers.csv",
        "安全生产法": "papers.csv",
        "启东生命健康科技城": "bodies.csv",
        "园区接受提级法治督察": "obligations.yaml",
        "宣传栏个数": "indicators.yaml",
        "环境保护日": "publicity_days.yaml",
    }
    used = {label for label, row in rows.items() if int(row["reports"])}
    assert used >= {*rows} - {"宣传栏个数"}
    with open_store(with_own, read_only=True) as store:
        matrix = matrix_of(store)
    (number,) = [n for n, row in enumerate(matrix.rows) if row.zh == "园区接受提级法治督察"]
    assert "evidenced" in {cells[number][0] for cells in matrix.cells if cells[number]}


def test_own_entries_conform_and_are_exported_in_a_graph_of_their_own(with_own):
    with open_store(with_own, read_only=True) as store:
        assert violations(store, *report_graphs(store)) == []
        exported = export(store, "nquads", everything=True).decode()
        name = own_register_graph(store.base)
        assert {quad.graph_name.value for quad in store.graph(name)} == {name}
    licences = [line for line in exported.splitlines() if line.startswith(f"<{name}>") and "license" in line]
    assert licences == []
    assert f"<{name}> ." in exported


def test_a_store_keeps_its_register_for_every_later_command(with_own, fazhi, tmp_path):
    file, draft, slip = EXAMPLES / "reports" / LIFE, tmp_path / "draft.txt", "镇街提级法制督察"
    text = file.read_text("utf-8")
    assert "镇街提级法治督察" in text
    draft.write_text(text.replace("镇街提级法治督察", slip), "utf-8")
    for option, found in (
        (("--store", tmp_path / "none"), False),
        (("--store", with_own), True),
        (("--register", with_own / "register"), True),
    ):
        assert (PLAN in fazhi("check", "--json", *option, draft).out) == found
    records = map(json.loads, fazhi("extract", file, "--store", with_own).out.splitlines())
    assert [r["link"] for r in records if r.get("title") == PLAN] == ["exact"]
    assert own_register() is None


@pytest.mark.stores
def test_reports_that_an_own_body_makes_one_are_both_back_when_it_is_taken_away(
    reports, tmp_path, fresh_store
):
    """North and south are one body for the user: of two reports on a year one counts, none is lost."""
    text = (reports / SOUTH).read_text("utf-8")
    (reports / "north.txt").write_text(text.replace("南区", "北区"), "utf-8")
    (reports / LIFE).unlink()
    bodies = tmp_path / "bodies.csv"
    bodies.write_text(
        "name,kind,other_names\n甘眉工业园区,产业园区,甘眉工业园区南区；甘眉工业园区北区\n", "utf-8"
    )
    one, two = fresh_store("one"), tmp_path / "two"
    build_into(one, reports)
    before = graphs(one)
    summary = build_into(two, reports, register=read_own_register(bodies))
    assert [Path(skipped.file).name for skipped in summary.skipped] == ["north.txt"]
    build_into(one, register=read_own_register(bodies))
    assert graphs(one) == graphs(two)
    for store in (one, two):
        build_into(store, register=OwnRegister())
        assert graphs(store) == before


@pytest.mark.usefixtures("english")
def test_a_broken_register_is_refused_and_the_store_stays_as_it_is(with_own, reports, tmp_path, fazhi):
    store, broken = shutil.copytree(with_own, tmp_path / "store"), tmp_path / "broken.csv"
    before = {file: file.read_bytes() for file in store.rglob("*") if file.is_file()}
    broken.write_text("title,kind,promulgated\n甲办法,部门规章,2024/13/1\n", "utf-8")
    outcome = fazhi("build", "--register", broken, "--store", store)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.strip() == (
        f"fazhi: {broken}:2: promulgated of 甲办法 is not a date (YYYY-MM-DD): '2024-13-01'"
    )
    assert {file: file.read_bytes() for file in store.rglob("*") if file.is_file()} == before
    assert fazhi("build", "--register", broken, "--store", tmp_path / "new").code == 2
    assert not (tmp_path / "new").exists()
    for command in ("check", "extract", "explain"):
        assert fazhi(command, "--register", broken, reports / SOUTH).code == 2


@pytest.mark.stores
def test_a_run_that_dies_while_it_applies_a_register_leaves_the_store_as_it_was(
    reports, tmp_path, fresh_store, own
):
    store, whole = fresh_store(), tmp_path / "whole"
    build_into(whole, reports, register=own)
    build_into(store, reports)
    first = before = graphs(store)

    def interrupt(done: int, total: int, name: str) -> None:
        if done == total - 1:
            raise KeyboardInterrupt

    for register, expected in ((own, graphs(whole)), (OwnRegister(), first)):
        with pytest.raises(KeyboardInterrupt):
            build_into(store, register=register, progress=interrupt)
        build_into(store, rebuild=True)
        assert graphs(store) == before
        build_into(store, register=register)
        assert graphs(store) == expected
        before = expected


@pytest.mark.stores
def test_a_register_taken_back_after_a_run_that_died_leaves_nothing_behind(reports, fresh_store, own):
    store = fresh_store()
    build_into(store, reports)
    first = graphs(store)

    def interrupt(done: int, total: int, name: str) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_into(store, register=own, progress=interrupt)
    build_into(store, register=OwnRegister())
    assert graphs(store) == first


def spoil(reading: Path, how: str) -> None:
    if how == "gone":
        reading.unlink()
    elif how == "damaged":
        reading.write_bytes(reading.read_bytes()[:-20])
    else:
        content = json.loads(gzip.decompress(reading.read_bytes()))
        reading.write_bytes(gzip.compress(json.dumps(content | {"program": "earlier"}).encode()))


@pytest.mark.stores
@pytest.mark.parametrize("how", ["gone", "damaged", "earlier"])
def test_without_a_reading_of_this_program_the_file_is_read_again(reports, tmp_path, fresh_store, own, how):
    """Where the file is gone too, the report stays as it was, with a word."""
    store, whole = fresh_store(), tmp_path / "whole"
    build_into(whole, reports, register=own)
    build_into(store, reports)
    first = graphs(store)
    for reading in (store / "readings").rglob("*.gz"):
        spoil(reading, how)
    assert len(build_into(store, register=own).made_again) == 2
    assert graphs(store) == graphs(whole)
    for reading in (store / "readings").rglob("*.gz"):
        spoil(reading, how)
    delete(reports)
    summary = build_into(store, register=OwnRegister())
    assert [Path(skipped.file).name for skipped in summary.skipped] == sorted([LIFE, SOUTH])
    assert all("left as it was" in skipped.reason for skipped in summary.skipped)
    assert {name for name in graphs(store) if "科技城" in name}
    assert first.keys() != graphs(store).keys()


def test_readings_of_replaced_reports_do_not_stay(reports, fresh_store):
    store = fresh_store()
    build_into(store, reports)
    kept = {file.name for file in (store / "readings").rglob("*.gz")}
    file = reports / SOUTH
    file.write_text(file.read_text("utf-8").replace("2024-03-27", "2024-03-28"), "utf-8")
    build_into(store, reports)
    now = {file.name for file in (store / "readings").rglob("*.gz")}
    assert (len(now), len(now & kept)) == (2, 1)


@pytest.mark.stores
def test_many_reports_are_linked_anew_by_several_processes(reports, tmp_path, fresh_store):
    """Each process uses the register."""
    text = (reports / SOUTH).read_text("utf-8").replace("园区结合", "园区学习《某园区某守则》，结合")
    many, paper = tmp_path / "many", tmp_path / "own.csv"
    many.mkdir()
    for year in range(2004, 2005 + FILES_FOR_PROCESSES):
        (many / f"{year}.txt").write_text(text.replace("2023年", f"{year}年"), "utf-8")
    paper.write_text("title,kind\n某园区某守则,政策文件\n", "utf-8")
    store = fresh_store()
    build_into(store, many)
    delete(many)
    summary = build_into(store, register=read_own_register(paper))
    assert len(summary.made_again) == FILES_FOR_PROCESSES + 1
    with open_store(store, read_only=True) as opened:
        ask = 'SELECT DISTINCT ?r { ?c fz:instrument/fz:ownRegisterFile "own.csv" ; fz:inReport ?r }'
        assert len(list(opened.select(ask))) == FILES_FOR_PROCESSES + 1


def test_a_damaged_register_comes_from_the_snapshot_or_has_to_be_given_again(with_own, tmp_path, fazhi):
    store = shutil.copytree(with_own, tmp_path / "store")
    file = store / "register" / "papers.csv"
    content = file.read_bytes()
    for damaged in (content[:40], content.replace("方案".encode(), "方法".encode()), None):
        file.unlink() if damaged is None else file.write_bytes(damaged)
        register = own_register_of(store)
        assert register
        assert register.files["papers.csv"] == content
    assert fazhi("build", EXAMPLES / "reports" / SOUTH, "--store", store).code == 0
    assert file.read_bytes() == content
    for copy in (file, *store.glob("snapshots/*/register/papers.csv")):
        copy.write_bytes(b"title,kind\n")
    for command in (("build", "--rebuild"), ("check", EXAMPLES / "reports" / SOUTH)):
        outcome = fazhi(*command, "--store", store)
        assert (outcome.code, outcome.err.count("\n")) == (2, 1)
        assert f"fazhi build --register FILE --store {store}" in outcome.err


def test_what_is_lacking_is_listed_filled_in_and_known(built, tmp_path, fazhi, reports):
    """The table that fazhi register writes, with kinds filled in, is an own register."""
    table = tmp_path / "own.csv"
    assert fazhi("register", "-o", table, "--store", built).code == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    assert fazhi("register", "--store", built).out.encode() == table.read_bytes()[3:]
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    (plan,) = (row for row in rows if row["title 名称"] == PLAN)
    assert plan["document_number 文号"] == "通委法办〔2023〕4号"
    assert plan["reports 引用报告"] == "启东生命健康产业园 2023"
    assert PLAN in plan["sentence 例句"]
    assert plan["kind 种类"] == ""
    assert plan["likely_kind 可能的种类"] == "policy_document 政策文件"
    (slip,) = (row for row in rows if row["title 名称"].startswith("企业领导干部廉洁"))
    assert "国有企业领导人员廉洁从业若干规定" in slip["suggestion 疑似法律文件"]

    plan["kind 种类"] = plan["likely_kind 可能的种类"]
    with table.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    store = tmp_path / "store"
    outcome = fazhi("build", reports, "--register", table, "--store", store)
    assert outcome.code == 0
    assert f"{len(rows) - 1} rows without kind" in outcome.err
    lacking = csv.reader(io.StringIO(fazhi("register", "--store", store).out))
    assert PLAN not in {row[0] for row in lacking}


def test_the_most_cited_come_first_and_no_cell_is_a_formula(reports, fresh_store, fazhi):
    (reports / LIFE).unlink()
    text = (reports / SOUTH).read_text("utf-8")
    for year, titles in ((2021, "《乙园区守则》"), (2022, "《乙园区守则》《=1+1管理办法》")):
        changed = text.replace("2023年", f"{year}年").replace("园区结合", f"园区学习{titles}，结合")
        (reports / f"{year}.txt").write_text(changed, "utf-8")
    store = fresh_store()
    build_into(store, reports)
    rows = list(csv.DictReader(io.StringIO(fazhi("register", "--store", store).out)))
    cited = [int(row["cited 引用报告数"]) for row in rows]
    assert cited == sorted(cited, reverse=True)
    titles = {row["title 名称"]: row["cited 引用报告数"] for row in rows}
    assert (titles["乙园区守则"], titles["'=1+1管理办法"]) == ("2", "1")


def test_from_python(tmp_path):
    import fazhi

    report = EXAMPLES / "reports" / LIFE
    with fazhi.own_register(OWN_CSV):
        links = {
            r.fields["title"]: r.fields["link"] for r in fazhi.extract(report).records if r.type == "citation"
        }
    assert links[PLAN] == "exact"
    fazhi.build([report], tmp_path / "store", register=OWN_CSV)
    with fazhi.open_store(tmp_path / "store") as store:
        assert list(fazhi.ask(store, "own-register").rows)
    with pytest.raises(fazhi.FazhiError, match="no such file"):
        fazhi.build([report], tmp_path / "store", register=tmp_path / "missing.csv")
