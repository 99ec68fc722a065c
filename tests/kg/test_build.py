"""Building: idempotent, replacing what changed, keeping what it had when a file is broken."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyoxigraph
import pytest
from pyoxigraph import Quad, Triple

from fazhi.kg.build import build, find_files
from fazhi.kg.iris import bodies_graph
from fazhi.kg.outcomes import FILES_FOR_PROCESSES
from fazhi.kg.store.graph_store import GraphStore
from fazhi.kg.store.inference import inferred_graph
from fazhi.kg.store.manifest_file import read_manifest, write_manifest
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.settings import read_settings, write_settings
from fazhi.ontology.namespaces import FZ

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
REPORTS = ("qidong-life-health-park-2023.txt", "ganmei-south-park-2023.txt")
TWO_KEYS = {"启东生命健康产业园/2023", "甘眉工业园区南区/2023"}


def build_into(path: Path, *paths: Path, opening: Mapping[str, bool] = MappingProxyType({}), **options: Any):
    with open_store(path, **opening) as store:
        return build(paths, store, **options)


def keys(path: Path) -> set[str]:
    """Body and year of the stored reports."""
    with open_store(path, read_only=True) as store:
        marker = f"{store.base}report/"
        rows = store.select("SELECT ?r { ?r a fz:Report ; fz:readingText ?t }")
        return {row["r"].value.removeprefix(marker) for row in rows}


def interrupt_at_the_end(done: int, total: int, name: str) -> None:
    """Ctrl+C when all files are read, as a ``progress`` of :func:`build`."""
    if done == total:
        raise KeyboardInterrupt


def contents(path: Path) -> dict[str, bytes]:
    """Every file that readers see or that is the truth, with its bytes."""
    files = [
        path / "store.json",
        *sorted((path / "graphs").rglob("*.nq.zst")),
        *sorted((path / "snapshots").rglob("*")),
    ]
    return {str(file): file.read_bytes() for file in files if file.is_file()}


def graph_contents(path: Path) -> dict[Path, bytes]:
    """The graph files with their bytes."""
    return {file: file.read_bytes() for file in (path / "graphs").rglob("*.nq.zst")}


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two reports and a store of them, to be copied."""
    folder = tmp_path_factory.mktemp("once")
    (folder / "reports").mkdir()
    for name in REPORTS:
        shutil.copy(EXAMPLES / name, folder / "reports")
    summary = build_into(folder / "store", folder / "reports")
    assert (len(summary.added), summary.skipped) == (2, [])
    return folder


@pytest.fixture
def store(tmp_path: Path, reports: Path, built_once: Path) -> Path:
    """A store of the two reports; its snapshot shares the graph files, as a built one's does."""
    path = shutil.copytree(built_once / "store", tmp_path / "store")
    for file in (path / "graphs").rglob("*.nq.zst"):
        shared = path / "snapshots" / "1" / file.relative_to(path)
        shared.unlink()
        shared.hardlink_to(file)
    return path


def test_a_report_is_stored_under_its_body_and_year(store):
    assert keys(store) == TWO_KEYS


def test_building_again_changes_nothing(store, reports):
    before = contents(store)
    summary = build_into(store, reports)
    assert (len(summary.unchanged), summary.added, summary.replaced) == (2, [], [])
    assert contents(store) == before


def test_two_stores_of_the_same_reports_have_the_same_files(store, reports, tmp_path):
    """One that had the reference data before the reports came, and one built from nothing."""
    build_into(tmp_path / "other", reports)
    found, others = graph_contents(store), graph_contents(tmp_path / "other")
    assert {file.relative_to(store): data for file, data in found.items()} == {
        file.relative_to(tmp_path / "other"): data for file, data in others.items()
    }
    with open_store(store, read_only=True) as one, open_store(tmp_path / "other", read_only=True) as other:
        assert set(one.dataset) == set(other.dataset)


def test_changed_bytes_replace_the_reports_graph(store, reports):
    file = reports / "ganmei-south-park-2023.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("2024-03-27", "2024-03-28"), encoding="utf-8")
    summary = build_into(store, reports)
    assert summary.replaced == [str(file)]
    with open_store(store, read_only=True) as opened:
        dates = [row["d"].value for row in opened.select("SELECT ?d { ?r a fz:Report ; dcterms:issued ?d }")]
    assert dates == ["2024-03-28"]
    assert keys(store) == TWO_KEYS


def test_a_file_that_now_reports_on_another_year_leaves_no_stale_graph(store, reports):
    file = reports / "ganmei-south-park-2023.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("2023年", "2022年"), encoding="utf-8")
    summary = build_into(store, reports)
    assert summary.replaced == [str(file)]
    assert keys(store) == {"启东生命健康产业园/2023", "甘眉工业园区南区/2022"}
    assert not list((store / "graphs").rglob("甘眉工业园区南区/2023.nq.zst"))


@pytest.mark.stores
def test_a_store_that_an_earlier_program_made_is_brought_up_to_date(store, reports):
    """Its reports are read again; what they say is the same."""
    before = graph_contents(store)
    settings = read_settings(store)
    manifest = read_manifest(store, settings)
    manifest.execute("UPDATE reading SET program = 'earlier'")
    settings["manifest"] = write_manifest(manifest, store)
    for added_since in ("follow_ups", "inference"):
        del settings[added_since]
    shutil.rmtree(store / "readings")
    write_settings(store, settings)
    summary = build_into(store, reports)
    assert len(summary.unchanged) == summary.records["report"] == 2
    assert graph_contents(store) == before
    assert build_into(store, reports).records.total() == 0


def test_files_that_change_names_with_each_other_keep_both_reports(store, reports):
    one, other = sorted(reports.iterdir())
    (reports / "between").write_bytes(one.read_bytes())
    one.write_bytes(other.read_bytes())
    (reports / "between").rename(other)
    before = graph_contents(store)
    summary = build_into(store, reports)
    assert summary.replaced == [str(one), str(other)]
    assert summary.records.total() == 0
    assert graph_contents(store) == before
    assert keys(store) == TWO_KEYS


def test_a_report_that_a_failed_run_replaced_is_back_with_its_file(store, reports):
    """A run dies after it replaced a report's graph; its file then has the earlier bytes again."""
    file = reports / "ganmei-south-park-2023.txt"
    earlier = file.read_bytes()
    before = graph_contents(store)
    file.write_bytes(earlier.replace(b"2024-03-27", b"2024-03-28"))
    with pytest.raises(KeyboardInterrupt):
        build_into(store, reports, progress=interrupt_at_the_end)
    file.write_bytes(earlier)
    summary = build_into(store, reports)
    assert (len(summary.unchanged), summary.replaced, summary.records.total()) == (2, [], 0)
    assert graph_contents(store) == before


def test_a_report_that_only_a_failed_run_read_is_taken_out(store, reports):
    """The run wrote the graph of another year; then the file has its earlier bytes again."""
    file = reports / "ganmei-south-park-2023.txt"
    earlier = file.read_text("utf-8")
    file.write_text(earlier.replace("2023年", "2021年"), "utf-8")
    with pytest.raises(KeyboardInterrupt):
        build_into(store, reports, progress=interrupt_at_the_end)
    file.write_text(earlier, "utf-8")
    build_into(store, reports)
    assert keys(store) == TWO_KEYS
    assert not list((store / "graphs").rglob("2021.nq.zst"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\xff" * 100, "binary"),
        ("法治政府建设情况报告".encode("utf-32-le") * 9, "binary"),
        (b"\x81\x20\xff\xfe\xfd" * 100, "encoding"),
        ("今天天气很好，我们去公园散步。".encode(), "no rule-of-law government report"),
    ],
)
def test_a_broken_file_is_skipped_with_its_reason_and_loses_nothing(store, reports, data, reason):
    before = keys(store)
    file = reports / "ganmei-south-park-2023.txt"
    file.write_bytes(data)
    summary = build_into(store, reports)
    assert [skipped.file for skipped in summary.skipped] == [str(file)]
    assert reason in summary.skipped[0].reason
    assert "\n" not in summary.skipped[0].reason
    assert keys(store) == before


def test_each_report_is_assessed_in_a_graph_of_its_own(store):
    with open_store(store, read_only=True) as opened:
        for key in TWO_KEYS:
            assessed = {
                quad.object.value
                for quad in opened.graph(f"{opened.base}graph/assessments/{key}")
                if quad.predicate.value == f"{FZ}assesses"
            }
            assert assessed == {f"{opened.base}report/{key}"}


def test_force_takes_a_text_that_is_no_such_report(store, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("今天天气很好，我们去公园散步。", encoding="utf-8")
    assert len(build_into(store, note).skipped) == 1
    assert build_into(store, note, force=True).added == [str(note)]


def test_a_second_file_on_the_same_body_and_year_is_skipped(store, reports):
    """It is said whether it is the same report, as another form of it is, or another one."""
    first, copy, other = (
        reports / name for name in ("ganmei-south-park-2023.txt", "y-copy.txt", "z-half.txt")
    )
    text = first.read_text("utf-8")
    copy.write_text(f"{text}\n- 7 -\n", "utf-8")
    other.write_text(text[: len(text) // 2], "utf-8")
    summary = build_into(store, reports)
    assert [skipped.file for skipped in summary.skipped] == [str(copy), str(other)]
    assert summary.skipped[0].reason.startswith(f"the same report as {first}, ")
    assert summary.skipped[1].reason.startswith(f"reports on the same body and year as {first}, ")
    again = build_into(store, reports)
    assert (again.skipped, len(again.unchanged)) == (summary.skipped, 2)
    first.unlink()
    assert build_into(store, reports).replaced == [str(copy)]


@pytest.mark.stores
def test_a_file_that_takes_the_place_of_another_one_is_named_with_it(reports, tmp_path, fazhi):
    """Of one body and year, given in separate runs; a file that was renamed and changed is another, too."""
    first, second, renamed = (
        reports / name for name in ("ganmei-south-park-2023.txt", "new.txt", "last.txt")
    )
    second.write_bytes(first.read_bytes() + b"\n")
    store = tmp_path / "store"
    assert build_into(store, first).instead_of == {}
    assert build_into(store, second).instead_of == {str(second): str(first)}
    assert build_into(store, first).instead_of == {str(first): str(second)}
    assert build_into(store, first).instead_of == {}
    first.rename(renamed)
    assert build_into(store, renamed).instead_of == {}
    replace_in(renamed, "2024-03-27", "2024-03-28")
    assert build_into(store, renamed).instead_of == {}
    outcome = fazhi("build", second, "--store", store)
    assert f"{second} in place of {renamed}, on the same body and year" in outcome.out
    outcome = fazhi("build", renamed, "--json", "--store", store)
    assert json.loads(outcome.out)["instead_of"] == {str(renamed): str(second)}


def files_of_report(store: Path) -> list[Path]:
    """Of one report: its own graph, its assessments, its part of the bodies."""
    folders = ("", "assessments", "bodies")
    return [store / "graphs" / folder / "甘眉工业园区南区" / "2023.nq.zst" for folder in folders]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


@pytest.mark.parametrize("number", [0, *(pytest.param(n, marks=pytest.mark.stores) for n in (1, 2))])
def test_a_damaged_report_is_made_again_from_what_was_read_of_it(store, reports, number):
    """Its file is not even given."""
    before = graph_contents(store)
    cut(files_of_report(store)[number])
    shutil.rmtree(reports)
    summary = build_into(store, rebuild=True)
    assert (len(summary.made_again), summary.skipped, summary.lost) == (1, [], [])
    assert graph_contents(store) == before


@pytest.mark.stores
@pytest.mark.parametrize("moved", [False, True])
def test_a_damaged_report_is_made_again_from_its_file(store, reports, moved):
    """Where its reading is gone too: from the file that the store knows, or from one of the same bytes."""
    before = graph_contents(store)
    cut(files_of_report(store)[0])
    shutil.rmtree(store / "readings")
    paths = [reports.rename(reports.parent / "moved")] if moved else []
    summary = build_into(store, *paths, rebuild=not paths)
    assert (summary.skipped, summary.lost) == ([], [])
    assert graph_contents(store) == before


@pytest.mark.stores
@pytest.mark.parametrize(
    "arguments",
    [("--rebuild",), pytest.param(("qidong-life-health-park-2023.txt",), marks=pytest.mark.stores)],
)
def test_a_report_of_which_nothing_is_left_is_named_as_lost(store, reports, fazhi, arguments):
    """In one line and by the exit code, once; the others stay."""
    cut(files_of_report(store)[1])
    shutil.rmtree(store / "readings")
    file = reports / "ganmei-south-park-2023.txt"
    text = file.read_bytes()
    file.unlink()
    given = [reports / name if name.endswith(".txt") else name for name in arguments]
    outcome = fazhi("build", *given, "--store", store)
    assert outcome.code == 2
    assert outcome.err.splitlines() == [
        "fazhi: lost 丢失: 甘眉工业园区南区/2023: its graph and its reading are damaged or missing, "
        f"and so is its file ({file}); build it again from a copy "
        f"图和阅读结果已损坏或缺失，原文件（{file}）也是；请用副本重新构建"
    ]
    assert keys(store) == {"启东生命健康产业园/2023"}
    assert not any(found.exists() for found in files_of_report(store))
    assert fazhi("build", "--rebuild", "--store", store).code == 0
    file.write_bytes(text)
    assert build_into(store, reports).added == [str(file)]
    assert keys(store) == TWO_KEYS


@pytest.mark.stores
@pytest.mark.parametrize("name", ["reference.nq.zst", "ontology.nq.zst", "applicability.nq.zst"])
def test_damaged_graphs_that_are_no_reports_are_made_again(store, name):
    before = graph_contents(store)
    with open_store(store, read_only=True) as opened:
        triples = set(opened.dataset)
    cut(store / "graphs" / name)
    build_into(store, rebuild=True)
    assert graph_contents(store) == before
    with open_store(store, read_only=True) as opened:
        opened.check_files()
        assert set(opened.dataset) == triples


@pytest.mark.stores
def test_damage_is_noticed_by_validate_and_mended_by_any_build(store, reports, fazhi):
    file = files_of_report(store)[0]
    cut(file)
    outcome = fazhi("validate", "--no-owl", "--store", store)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "2023.nq.zst and 1 more" in outcome.err
    assert "damaged or missing; " in outcome.err
    assert f"fazhi build --rebuild --store {store}" in outcome.err
    assert fazhi("build", reports / "qidong-life-health-park-2023.txt", "--store", store).code == 0
    with open_store(store, read_only=True) as opened:
        opened.check_files()


@pytest.mark.stores
@pytest.mark.parametrize("readings_too", [False, pytest.param(True, marks=pytest.mark.stores)])
def test_a_store_without_its_description_is_recovered(store, reports, fazhi, readings_too):
    """From its graph files and readings; without these the reports stand as their graphs say."""
    before = graph_contents(store)
    with open_store(store, read_only=True) as opened:
        triples = set(opened.dataset)
    (store / "store.json").unlink()
    if readings_too:
        shutil.rmtree(store / "readings")
    refused = fazhi("build", reports, "--store", store)
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert f"fazhi build --rebuild --store {store}" in refused.err
    summary = build_into(store, rebuild=True, opening={"rebuild": True})
    assert len(summary.made_again) == (0 if readings_too else 2)
    assert summary.lost == summary.skipped == []
    assert graph_contents(store) == before
    with open_store(store, read_only=True) as opened:
        opened.check_files()
        assert set(opened.dataset) == triples
    summary = build_into(store, reports)
    assert len(summary.unchanged) == 2
    assert (summary.records.total() == 0) == (not readings_too)
    assert graph_contents(store) == before


@pytest.mark.stores
def test_a_recovered_store_keeps_what_stood_of_two_reports_on_one_body_and_year(reports, tmp_path):
    """A second file was set aside: its reading is kept, its report is not stored."""
    first, second = reports / "ganmei-south-park-2023.txt", reports / "a-second-one.txt"
    second.write_text(first.read_text("utf-8").replace("2024-03-27", "2024-03-28"), "utf-8")
    for number, order in enumerate([(first, second), (second, first)]):
        store = tmp_path / str(number)
        build_into(store, *order)
        before, readings = graph_contents(store), set((store / "readings").rglob("*.gz"))
        (store / "store.json").unlink()
        build_into(store, rebuild=True, opening={"rebuild": True})
        assert graph_contents(store) == before
        assert set((store / "readings").rglob("*.gz")) == readings


@pytest.mark.stores
def test_a_damaged_report_is_made_again_in_a_recovered_store(store, reports):
    """Its graph file tells nothing any more; its reading does."""
    before = graph_contents(store)
    files_of_report(store)[0].write_bytes(b"<cut")
    (store / "store.json").write_text("{}")
    build_into(store, rebuild=True, opening={"rebuild": True})
    assert graph_contents(store) == before


def test_directories_are_searched_for_reports_without_hidden_ones(tmp_path):
    others = ("a/notes.md", ".hidden.txt", "~$f.docx", ".git/d.txt", "store/graphs/e.txt")
    for name in ("b.txt", "f.docx", "g.wps", "a/c.TXT", *others):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    found = find_files([tmp_path, tmp_path / "b.txt"], besides=tmp_path / "store")
    assert [file.relative_to(tmp_path).as_posix() for file in found.files] == [
        "b.txt",
        "f.docx",
        "g.wps",
        "a/c.TXT",
    ]


def test_what_the_store_concludes_is_apart_from_what_a_graph_states(store):
    """In a graph of its own for each graph; questions see both."""
    with open_store(store, read_only=True) as opened:
        for name in (f"{opened.base}graph/{key}" for key in TWO_KEYS):
            stated = {quad.triple for quad in opened.graph(name)}
            derived = list(opened.consequences(name))
            assert {quad.graph_name.value for quad in derived} == {inferred_graph(name, opened.base)}
            assert stated
            assert derived
            assert stated.isdisjoint(quad.triple for quad in derived)
            for triple in (*stated, *(quad.triple for quad in derived)):
                assert list(opened.dataset.quads_for_pattern(*triple, None)), triple


@pytest.fixture
def two_years(store, reports) -> Path:
    """The store after a second year of one of the bodies was added to it."""
    text = (reports / "ganmei-south-park-2023.txt").read_text(encoding="utf-8")
    (reports / "ganmei-south-park-2022.txt").write_text(text.replace("2023年", "2022年"), encoding="utf-8")
    assert len(build_into(store, reports).added) == 1
    return store


def replace_in(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def said_by_graph(store: GraphStore) -> dict[str, set[Triple]]:
    """What each graph states and what follows from it."""
    return {
        name: {quad.triple for quad in (*store.graph(name), *store.consequences(name))}
        for name in store.graph_names()
    }


def park_names(store: Path) -> set[str]:
    with open_store(store, read_only=True) as opened:
        names = list(opened.select("SELECT ?name { ?body a fz:Park ; skos:prefLabel ?name }"))
    assert len(names) == len({row["name"] for row in names})
    return {row["name"].value for row in names}


def test_questions_see_what_the_files_state_and_what_follows_each_triple_once(two_years, reports):
    """After a report was added, another replaced and a third taken out."""
    replace_in(reports / "ganmei-south-park-2023.txt", "2024-03-27", "2024-03-28")
    replace_in(reports / "ganmei-south-park-2022.txt", "2022年", "2021年")
    assert len(build_into(two_years, reports).replaced) == 2
    expected = pyoxigraph.Store()
    with open_store(two_years, read_only=True) as opened:
        for triples in said_by_graph(opened).values():
            expected.extend(Quad(*triple) for triple in triples)
        assert set(opened.dataset) == set(expected)


def test_no_triple_is_said_by_two_graphs(two_years):
    """Neither stated nor derived: so a graph can be taken out without a look at the others."""
    with open_store(two_years, read_only=True) as opened:
        graphs = said_by_graph(opened)
    times = Counter(triple for triples in graphs.values() for triple in triples)
    assert [str(triple) for triple, number in times.items() if number > 1] == []


def test_a_body_stays_as_long_as_a_report_names_it(two_years, reports):
    """What two reports say of a body is not taken away with one of them."""
    both = {"启东生命健康产业园", "甘眉工业园区南区"}
    assert park_names(two_years) == both
    for name, expected in (
        ("ganmei-south-park-2022.txt", both | {"甘眉工业园区北区"}),
        ("ganmei-south-park-2023.txt", {"启东生命健康产业园", "甘眉工业园区北区"}),
    ):
        replace_in(reports / name, "南区", "北区")
        assert build_into(two_years, reports).replaced == [str(reports / name)]
        assert park_names(two_years) == expected
    with open_store(two_years, read_only=True) as opened:
        bodies = {quad.subject.value for quad in opened.graph(bodies_graph(opened.base))}
    assert f"{opened.base}body/甘眉工业园区北区" in bodies
    assert f"{opened.base}body/甘眉工业园区南区" not in bodies


def test_rebuilding_gives_the_same_store(store):
    with open_store(store, read_only=True) as opened:
        before = set(opened.dataset)
    build_into(store, rebuild=True)
    with open_store(store, read_only=True) as opened:
        assert set(opened.dataset) == before


def test_many_files_are_read_by_several_processes_with_the_same_result(reports, tmp_path, fresh_store):
    """More files than one process reads; each is a report of its own year."""
    text = (reports / "ganmei-south-park-2023.txt").read_text(encoding="utf-8")
    many = tmp_path / "many"
    many.mkdir()
    years = range(2004, 2004 + FILES_FOR_PROCESSES + 1)
    for year in years:
        (many / f"{year}.txt").write_text(text.replace("2023年", f"{year}年"), encoding="utf-8")
    (many / "broken.txt").write_bytes(b"")
    summary = build_into(fresh_store(), many)
    assert len(summary.added) == len(years)
    assert [Path(skipped.file).name for skipped in summary.skipped] == ["broken.txt"]
    assert keys(tmp_path / "store") == {f"甘眉工业园区南区/{year}" for year in years}


def test_last_years_plans_are_followed_up_and_a_rebuild_keeps_that(store, reports):
    """The park's next report takes up a plan; after a rebuild that is concluded again."""
    text = (reports / "qidong-life-health-park-2023.txt").read_text(encoding="utf-8")
    later = re.sub(r"2023(\s*年)", r"2024\1", text).replace(
        "1、加大行政执法的检查。", "1、加大行政执法的检查。加强工作人员业务培训，组织参加行政执法考试。"
    )
    (reports / "next.txt").write_text(later, encoding="utf-8")
    ask = "SELECT DISTINCT ?plan { ?plan fz:followedUpBy ?activity . ?activity fz:inReport ?report }"
    build_into(store, reports)
    with open_store(store, read_only=True) as opened:
        before = {row["plan"].value for row in opened.select(ask)}
    build_into(store, rebuild=True)
    with open_store(store, read_only=True) as opened:
        assert {row["plan"].value for row in opened.select(ask)} == before != set()
