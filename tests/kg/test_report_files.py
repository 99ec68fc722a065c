"""Files that are no reports, and what becomes of the others beside them."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from fazhi.extractors.reading.read import MAX_CHARACTERS
from fazhi.kg.commands.shared import of_report
from fazhi.kg.report_files import find_files
from fazhi.kg.store.opening import open_store

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
REPORT = (EXAMPLES / "ganmei-south-park-2023.txt").read_text("utf-8")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A directory with a report among things that cannot be read."""
    folder = tmp_path / "odd"
    (folder / "folder.txt").mkdir(parents=True)
    (folder / "report.txt").write_text(REPORT, "utf-8")
    (folder / "big.txt").write_text("依法行政。" * (MAX_CHARACTERS // 5 + 1), "utf-8")
    os.mkfifo(folder / "pipe.txt")
    (folder / "endless.txt").symlink_to("/dev/zero")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "nowhere.txt").symlink_to("gone")
    (folder / "around").symlink_to(folder)
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text(REPORT.replace("2023", "2022"), "utf-8")
    return folder


def test_the_forms_of_reports_are_found_in_directories(tmp_path: Path) -> None:
    for name in ("a.txt", "b.pdf", "c.PDF", "d.png", ".e.pdf", "f.txt.yaml"):
        (tmp_path / name).write_bytes(b"")

    found = find_files([tmp_path], besides=tmp_path / "store")

    assert [file.name for file in found.files] == ["a.txt", "b.pdf", "c.PDF"]


@posix
@pytest.mark.usefixtures("english")
def test_only_regular_files_are_read(odd: Path):
    found = find_files([odd], besides=odd / "store")
    assert [os.fsencode(file.name) for file in found.files] == [b"big.txt", b"report.txt", b"\xff.txt"]
    reasons = {
        "endless.txt": "no regular file",
        "loop.txt": "cannot be opened (Too many levels of symbolic links)",
        "nowhere.txt": "cannot be opened (No such file or directory)",
        "pipe.txt": "no regular file",
    }
    assert [skipped.file for skipped in found.skipped] == [str(odd / name) for name in reasons]
    for skipped, reason in zip(found.skipped, reasons.values(), strict=True):
        assert skipped.reason.startswith(reason)


def test_saved_web_pages_are_found_without_what_belongs_to_them(tmp_path: Path):
    for name in ("a.txt", "b.HTML", "c.htm", "d.mhtml", "e.mht", "other_files/f.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(REPORT, "utf-8")
    for name in ("b_files/frame.html", "c.files/header.htm", "b.css", "b.html.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    found = find_files([tmp_path], besides=tmp_path / "store").files
    names = [file.relative_to(tmp_path).as_posix() for file in found]
    assert names == ["a.txt", "b.HTML", "c.htm", "d.mhtml", "e.mht", "other_files/f.html"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_a_directory_that_cannot_be_opened_is_named(odd: Path):
    (odd / "around").unlink()
    (odd / "closed").mkdir(mode=0)
    assert (str(odd / "closed"), "cannot be opened (Permission denied)") in [
        (skipped.file, skipped.reason) for skipped in find_files([odd], besides=odd).skipped
    ]


@pytest.mark.stores
@posix
def test_a_build_takes_what_can_be_read_and_names_the_rest(odd: Path, tmp_path: Path, fazhi):
    store = tmp_path / "store"
    outcome = fazhi("build", odd, "--store", store)
    assert (outcome.code, outcome.err) == (0, "")
    assert "added 新增 2, replaced 更新 0, unchanged 未变 0, skipped 跳过 5" in outcome.out
    assert "1,000,005 characters, more than 1,000,000: not a report" in outcome.out
    assert "internal error" not in outcome.out
    assert "added 新增 0, replaced 更新 0, unchanged 未变 2" in fazhi("build", odd, "--store", store).out
    with open_store(store, read_only=True) as opened:
        years = opened.select("SELECT ?year { ?report a fz:Report ; fz:reportedYear ?year } ORDER BY ?year")
        assert [row["year"].value for row in years] == ["2022", "2023"]


@posix
def test_a_check_goes_on_after_a_file_that_cannot_be_read(odd: Path, fazhi):
    bad = ["big.txt", "pipe.txt", "endless.txt", "loop.txt", "folder.txt", "missing.txt"]
    files = [
        odd / "report.txt",
        *(odd / name for name in bad),
        Path(os.fsdecode(os.fsencode(odd) + b"/\xff.txt")),
    ]
    outcome = fazhi("check", *files)
    assert outcome.code == 2
    assert "report.txt:" in outcome.out
    assert "\\udcff.txt:" in outcome.out
    said = [line.removeprefix(f"fazhi: {odd}/").partition(":")[0] for line in outcome.err.splitlines()]
    assert said[: len(bad)] == bad


def test_a_fault_of_the_program_in_one_report_costs_no_findings_on_others(fazhi, monkeypatch):
    """A fault planted where the first is gone through."""
    first, second = sorted(EXAMPLES.glob("*.txt"))[:2]

    def planted(file: Path, *arguments: Any, **named: Any) -> Any:
        if file == first:
            raise KeyError("year")
        return of_report(file, *arguments, **named)

    monkeypatch.setattr("fazhi.kg.commands.check.of_report", planted)
    outcome = fazhi("check", first, second)
    assert outcome.code == 2
    assert outcome.err.startswith(
        f"fazhi: {first}: internal error, please report it: KeyError: 'year' "
        "程序内部错误，请反馈：KeyError: 'year'\n1份报告"
    )
