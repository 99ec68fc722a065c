"""A store at hand: what is in it, what has changed since, reports taken out of it, files skipped again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad, Store

from fazhi.kg.build import build
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.visits import Visits
from fazhi.ontology.errors import FazhiError

REPORTS = Path(__file__).parent / "data" / "follow-up"
BODY = "岚州万禾产业园"
OLD, NEW = "wanhe-park-2022.txt", "wanhe-park-2023.txt"
NO_REPORT = "关于召开座谈会的通知\n\n各科室：定于周五下午召开座谈会，请准时参加。\n"


def graph_files(store: Path) -> dict[str, bytes]:
    """The graph files of a store with their bytes."""
    files = (store / "graphs").rglob("*.nq.zst")
    return {file.relative_to(store).as_posix(): file.read_bytes() for file in files}


def indexed(store: Path) -> set[Quad]:
    """What questions see."""
    with open_store(store, read_only=True) as opened:
        return set(opened.dataset)


@pytest.fixture(scope="module")
def built_once(bare_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a body's reports on two years and another text, with the store of them; to be copied."""
    folder = tmp_path_factory.mktemp("kept-up")
    shutil.copytree(REPORTS, folder / "reports")
    (folder / "reports" / "notice.txt").write_text(NO_REPORT, "utf-8")
    with open_store(shutil.copytree(bare_store, folder / "store")) as store:
        summary = build([folder / "reports"], store)
    assert (len(summary.added), len(summary.skipped)) == (2, 1)
    return folder


@pytest.fixture
def folder(built_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built_once, tmp_path / "kept-up"))


@pytest.fixture
def status(folder: Path, fazhi: Callable[..., Any]) -> Callable[[], dict[str, Any]]:
    """What the status says."""

    def ask() -> dict[str, Any]:
        told = fazhi("status", "--format", "json", "--store", folder / "store")
        assert (told.code, told.err) == (0, "")
        return dict(json.loads(told.out))

    return ask


def test_the_status_says_what_is_there_and_where_from(folder, status):
    said = status()
    assert [(each["body"], each["year"]) for each in said["reports"]] == [(BODY, 2022), (BODY, 2023)]
    assert [file for each in said["reports"] for file in each["files"]] == [
        str(folder / "reports" / name) for name in (OLD, NEW)
    ]
    assert said["folders"] == [str(folder / "reports")]
    (skipped,) = said["skipped"]
    assert skipped["file"] == str(folder / "reports" / "notice.txt")
    assert "no rule-of-law government report" in skipped["reason"]
    assert (said["revisions"], said["own_register_entries"]) == ({}, None)
    assert said["bytes"]["all"] == sum(size for part, size in said["bytes"].items() if part != "all") > 10**6
    assert not any(said["since"].values())


def test_the_status_says_what_the_next_build_would_find(folder, status, fazhi):
    reports = folder / "reports"
    shutil.copy(reports / OLD, reports / "copy.txt")
    (reports / OLD).unlink()
    assert not any(status()["since"].values()), "moved is not gone"
    (reports / "copy.txt").unlink()
    (reports / NEW).write_text((reports / NEW).read_text("utf-8") + "\n", "utf-8")
    (reports / "another.txt").write_text("x", "utf-8")
    since = status()["since"]
    assert {what: found for what, found in since.items() if found} == {
        "gone": [f"{BODY}/2022"],
        "changed": [str(reports / NEW)],
        "new": [str(reports / "another.txt")],
    }
    told = fazhi("status", "--store", folder / "store")
    assert f"fazhi build {reports} --mirror --store {folder / 'store'}" in told.out
    shutil.rmtree(reports)
    since = status()["since"]
    assert since["folders_gone"] == [str(reports)]
    assert len(since["gone"]) == 2


def test_the_status_of_what_is_no_store_is_one_line(fazhi, tmp_path):
    told = fazhi("status", "--store", tmp_path / "absent")
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)


def test_a_removed_report_takes_along_what_was_concluded_from_it(folder, fazhi):
    """Its assessments, its part of the bodies, the follow-up, what binds bodies of its year."""
    store = folder / "store"
    before = graph_files(store)
    gone = {name for name in before if name.endswith("/2022.nq.zst") or "follow-up" in name}
    assert len(gone) == 4
    told = fazhi("remove", f"{BODY}/2022", "--store", store)
    assert (told.code, told.err) == (0, "")
    assert f"removed 已移除: {BODY}/2022" in told.out
    assert str(folder / "reports" / OLD) in told.out
    left = graph_files(store)
    assert before.keys() - left.keys() == gone
    assert {name for name in left if left[name] != before[name]} == {"graphs/applicability.nq.zst"}
    with open_store(store, read_only=True) as opened:
        opened.check_files()
        said = Store()
        for name in opened.graph_names():
            for quad in (*opened.graph(name), *opened.consequences(name)):
                said.add(Quad(*quad.triple))
        assert set(opened.dataset) == set(said)
    assert len(list((store / "readings").rglob("*.gz"))) == 1


def test_all_reports_removed_leave_the_store_as_if_there_had_been_none(folder, fazhi, bare_store):
    store = folder / "store"
    told = fazhi("remove", folder / "reports" / NEW, folder / "reports", "--store", store)
    assert (told.code, told.err) == (0, "")
    assert graph_files(store) == graph_files(bare_store)
    assert indexed(store) == indexed(bare_store)


def test_revisions_stay_when_their_report_is_removed(folder, fazhi):
    store = folder / "store"
    assert fazhi("revise", "--complete", f"{BODY}/2023", "--by", "王芳", "--store", store).code == 0
    (file,) = (store / "revisions").rglob("*.jsonl")
    written = file.read_bytes()
    told = fazhi("remove", "万禾产业园/2023", "--store", store)
    assert (told.code, told.err) == (0, "")
    assert f"revisions stay 审校记录保留: {BODY}/2023: {file}" in told.out
    assert file.read_bytes() == written


@pytest.mark.parametrize("asked", ["岚州万禾产业园/2019", "岚州万禾产业/2022", "absent.txt", "/"])
def test_what_is_not_there_is_not_removed(folder, fazhi, asked):
    before = graph_files(folder / "store")
    told = fazhi("remove", f"{BODY}/2022", asked, "--store", folder / "store")
    assert (told.code, told.out, told.err.count("\n")) == (2, "", 1)
    assert graph_files(folder / "store") == before


def test_a_build_says_which_files_are_gone_and_a_mirror_takes_their_reports_out(folder, fazhi):
    store, reports = folder / "store", folder / "reports"
    (reports / OLD).rename(reports / "moved.txt")
    (reports / NEW).unlink()
    before = graph_files(store)
    told = fazhi("build", reports, "--store", store)
    assert told.code == 0
    assert "1 reports have lost their files" in told.out
    assert graph_files(store) == before
    told = fazhi("build", reports, "--mirror", "--store", store)
    assert told.code == 0
    assert told.err == (
        f"fazhi: 1 reports whose files are gone are removed: {BODY}/2023 "
        f"移除文件已不存在的报告1份：{BODY}/2023\n"
    )
    assert any(name.endswith(f"{BODY}/2022.nq.zst") for name in graph_files(store))
    assert not any(name.endswith("/2023.nq.zst") for name in graph_files(store))


def test_a_mirror_refuses_what_may_be_a_missing_disk(folder, fazhi):
    store = folder / "store"
    before = graph_files(store)
    (folder / "empty").mkdir()
    shutil.rmtree(folder / "reports")
    for paths in (["empty"], ["empty", "reports"], ["reports"], []):
        told = fazhi("build", *(folder / path for path in paths), "--mirror", "--store", store)
        assert (told.code, told.out, told.err.count("\n")) == (2, "", 1), paths
    assert graph_files(store) == before


def test_a_mirror_takes_nothing_out_for_a_folder_that_cannot_be_read(folder):
    """An archive that is damaged may have the report."""
    reports = folder / "reports"
    shutil.make_archive(str(folder / "packed"), "zip", reports)
    shutil.rmtree(reports)
    reports.mkdir()
    shutil.move(folder / "packed.zip", reports)
    shutil.copy(REPORTS / OLD, reports)
    with open_store(folder / "store") as store:
        assert build([reports], store).missing == []
        (reports / "packed.zip").write_bytes(b"PK damaged")
        (reports / OLD).unlink()
        shutil.copy(REPORTS / OLD, reports / "again.txt")
        told: list[str] = []
        with pytest.raises(FazhiError, match=r"packed\.zip: .*taken for gone"):
            build([reports], store, mirror=told.extend)
        assert build([reports], store).missing == []
    assert told == []


def test_skipped_files_are_not_read_again_until_they_change(folder):
    reports = folder / "reports"
    with open_store(folder / "store") as store:
        written = (folder / "store" / "store.json").read_bytes()
        again = build([reports], store)
        assert (again.skipped_before, len(again.unchanged)) == (1, 2)
        assert "no rule-of-law government report" in again.skipped[0].reason
        assert (folder / "store" / "store.json").read_bytes() == written
        (reports / "notice.txt").write_text(NO_REPORT + "又及。\n", "utf-8")
        changed = build([reports], store)
        assert (changed.skipped_before, len(changed.skipped)) == (0, 1)
        assert build([reports], store, force=True).added == [str(reports / "notice.txt")]
    with open_store(folder / "store", read_only=True) as store:
        assert not list(Visits(store.manifest).skipped())


def test_why_a_file_was_skipped_is_told_in_the_language_of_whoever_asks(folder, fazhi):
    shutil.rmtree(folder / "store")
    assert fazhi("build", folder / "reports", "--store", folder / "store", "--lang", "zh").code == 0
    told = {
        language: fazhi("status", "--store", folder / "store", "--lang", language).out
        for language in ("zh", "en")
    }
    assert "notice.txt: no rule-of-law government report" in told["en"]
    assert "notice.txt: 不像法治政府建设情况报告" in told["zh"]
    again = fazhi("build", folder / "reports", "--store", folder / "store", "--lang", "en")
    assert "notice.txt: no rule-of-law government report" in again.out


def test_a_build_that_was_interrupted_is_gone_on_with(tmp_path, fresh_store):
    """The store is as it was; what was read is kept."""

    def interrupt(done: int, total: int, name: str) -> None:
        if done == 1:
            raise KeyboardInterrupt

    path = fresh_store()
    before = graph_files(path)
    with open_store(path) as store, pytest.raises(KeyboardInterrupt):
        build([REPORTS], store, progress=interrupt)
    with open_store(path) as store:
        assert len(store.graph_names()) == len(before)
        again = build([REPORTS], store)
    assert len(again.added) == 2
    assert again.records["report"] == 1, "the other was read before"
