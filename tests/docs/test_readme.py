"""What the READMEs show is what a newcomer gets: commands exist, quoted answers are given, figures hold."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from fazhi.kg.cli import run
from fazhi.ontology.record_types import record_types

ROOT = Path(__file__).parents[2]
READMES = ["README.md", "README.zh.md"]
TOURS = ["docs/tour.md", "docs/tour.zh.md"]
PAGES = sorted(
    page for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md"))
)

CODE = re.compile(r"^```.*?^```|^    .*?$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?:`|^ *(?:\$ )?)fazhi ([a-z]+)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+)\)")
TRANSCRIPT = re.compile(r"```console\n\$ (fazhi [^\n]+)\n(.*?)```", re.DOTALL)


def transcripts(name: str) -> list[tuple[str, str]]:
    """Each command that a page shows with its answer, and the answer as quoted."""
    return TRANSCRIPT.findall((ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_exists(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = "\n".join(CODE.findall(page.read_text("utf-8")))
    commands = set(COMMAND.findall(code))

    assert commands or not page.name.startswith("README")
    for command in sorted(commands):
        assert run([command, "--help"]) == 0, command
        assert f"fazhi {command}" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text("utf-8")) if "://" not in target]

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize(
    ("page", "command", "quoted"),
    [(name, *pair) for name in READMES + TOURS for pair in transcripts(name)],
    ids=lambda text: text[:40],
)
def test_quoted_answers_are_given(
    page: str,
    command: str,
    quoted: str,
    built: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("FAZHI_STORE", str(built))
    monkeypatch.setenv("FAZHI_LANG", "zh" if page.endswith(".zh.md") else "en")
    capsys.readouterr()

    run(shlex.split(command)[1:])

    captured = capsys.readouterr()
    given = (captured.out + captured.err).splitlines()
    assert quoted.strip()
    for line in quoted.splitlines():
        pieces = [piece for piece in re.split(r"\s+|…", line) if piece]
        assert any(all(piece in answer for piece in pieces) for answer in given), line


def test_both_languages_show_the_same() -> None:
    english, chinese = ((ROOT / name).read_text("utf-8") for name in READMES)

    for mark in (r"^## ", r"!\[[^]]*\]\(([^)]+)\)", r"^(?:make|fazhi) \S+", r"^\| .* \| .*\d\.\d\d"):
        assert len(re.findall(mark, english, re.M)) == len(re.findall(mark, chinese, re.M)) > 0, mark
    assert re.findall(r"\b\d\.\d\d\b", english) == re.findall(r"\b\d\.\d\d\b", chinese)
    for one, other in (READMES, TOURS):
        commands = [command for command, _ in transcripts(one)]
        assert commands == [command for command, _ in transcripts(other)] != []
    assert "](README.zh.md)" in english
    assert "](README.md)" in chinese


@pytest.mark.parametrize("name", READMES)
def test_make_targets_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")

    targets = set(re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))

    assert targets >= {"demo", "test"}
    assert [target for target in targets if f"\n{target}:" not in makefile] == []


@pytest.mark.parametrize("name", READMES)
def test_no_more_quality_is_claimed_than_the_committed_figures_show(name: str) -> None:
    figures = json.loads((ROOT / "tests" / "gold" / "figures.json").read_text("utf-8"))
    rows = re.findall(r"^\| [^|]*\d[^|]* \|(( \d\.\d\d \|)+)$", (ROOT / name).read_text("utf-8"), re.M)

    for kind, (row, _) in zip(("real", "synthetic"), rows, strict=False):
        claimed = dict(zip(record_types(), map(float, row.replace("|", " ").split()), strict=True))
        # Activities are learnt from this very gold; what is claimed of them is held where they are trained.
        reached = {record_type: figures[kind]["types"].get(record_type) for record_type in record_types()}
        assert {t: c for t, c in claimed.items() if (r := reached[t]) and c > r["f1"]} == {}


@pytest.mark.parametrize("name", READMES)
def test_counts_are_those_of_the_catalogues(name: str) -> None:
    from fazhi.ontology import reference
    from fazhi.queries import catalogue

    text = (ROOT / name).read_text("utf-8").replace(",", "")
    counts = [
        len(catalogue()),
        len(reference.instruments()),
        len(reference.obligations()),
        len(reference.indicators()),
        len(reference.publicity_days()),
    ]

    assert [count for count in counts if not re.search(rf"(?<!\d){count}(?!\d)", text)] == []
