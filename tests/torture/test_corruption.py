"""Damage to each kind of file of a store: the right answer or one clear line, and a way back."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("processes are forked, with limits of POSIX", allow_module_level=True)

from .stores import Case, new_case, one_line_with_the_way_out

pytestmark = pytest.mark.torture

#: What readers are asked: each prints or writes the same of the same store.
READERS = (
    ("query", "reports", "--format", "json"),
    ("query", "plan-follow-up", "--format", "json"),
    ("sparql", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    ("export", "--format", "nquads"),
    ("validate", "--no-owl"),
)
#: Kinds of files by patterns below a store.
KINDS = {
    "description": "store.json",
    "manifest": "manifest/*",
    "report": "graphs/*/*.nq.zst",
    "assessments": "graphs/assessments/*/*.nq.zst",
    "bodies": "graphs/bodies/*/*.nq.zst",
    "follow-up": "graphs/follow-up/*/*.nq.zst",
    "shared graph": "graphs/*.nq.zst",
    "reading": "readings/*/*.gz",
    "register": "register/*",
    "table": "snapshots/*/index/*.sst",
    "list of tables": "snapshots/*/index/MANIFEST-*",
    "pointer to the list": "snapshots/*/index/CURRENT",
    "options": "snapshots/*/index/OPTIONS-*",
    "lock": "writer",
    "snapshot's graph": "snapshots/*/graphs/**/*.nq.zst",
}


def flip(file: Path, chance: random.Random) -> None:
    data = bytearray(file.read_bytes())
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)


def cut(file: Path, chance: random.Random) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: chance.randrange(len(data))] if data else data)


def zero(file: Path, chance: random.Random) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def delete(file: Path, chance: random.Random) -> None:
    file.unlink()


DAMAGES: tuple[Callable[[Path, random.Random], None], ...] = (flip, cut, zero, delete)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Case:
    case = new_case(tmp_path_factory.mktemp("corruption") / "template")
    built = case.run("build", "--register", case.folder / "own.csv")
    assert built.code == 0, built.err
    return case


@cache
def whole(template: Case, reader: tuple[str, ...]) -> str:
    """What a reader says of the store undamaged."""
    told = template.run(*reader)
    assert (told.code, told.err) == (0, ""), told
    return told.out


@cache
def exported(template: Case) -> tuple[bytes, int]:
    return template.exported(), template.indexed()


@pytest.mark.rounds(15)
def test_damage_is_told_and_mended(template, tmp_path, seed):
    chance = random.Random(seed)
    kind = list(KINDS)[seed % len(KINDS)]
    damage = DAMAGES[(seed // len(KINDS)) % len(DAMAGES)]
    case = template.copied(tmp_path / "case")
    file = chance.choice(sorted(case.store.glob(KINDS[kind])))
    place = file.relative_to(case.store)
    damage(file, chance)
    state = f"seed {seed}: {damage.__name__} {place}"
    for reader in READERS:
        if reader[0] == "validate" and chance.random() < 0.7:
            continue  # It takes as long as the others together.
        told = case.run(*reader)
        clear = told.code == 2 and told.out == "" and one_line_with_the_way_out(told.err)
        right = (told.code, told.out) == (0, whole(template, reader))
        assert right or clear, f"{state}: {' '.join(reader)}: {told.code} {told.out[:300]} {told.err[:300]}"
    without_files = chance.random() < 0.5
    if without_files:
        shutil.rmtree(case.reports)
    mended = case.run("build", case.reports) if not without_files else None
    if mended is None or mended.code:
        if mended is not None:
            assert mended.code == 2, f"{state}: {mended.err}"
            assert one_line_with_the_way_out(mended.err), f"{state}: {mended.err}"
        mended = case.run("build", "--rebuild")
    assert mended.code == 0, f"{state}: {mended.out} {mended.err}"
    assert (case.exported(), case.indexed()) == exported(template), state


@pytest.mark.parametrize("table", range(5))
def test_a_query_that_ends_oddly_over_damage_says_how_to_mend_it(template, tmp_path, table):
    """Of a block that is damaged, the database may ask for ever more memory."""
    case = template.copied(tmp_path / "case")
    file = max(case.store.glob("snapshots/*"), key=lambda folder: int(folder.name)) / "index"
    file = sorted(file.glob("*.sst"))[table]
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    file.write_bytes(data)
    told = case.run("sparql", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "2")
    assert (told.code, told.out) == (2, "")
    assert one_line_with_the_way_out(told.err), told.err


@pytest.mark.rounds(2)
def test_what_cannot_be_made_again_is_named(template, tmp_path, seed):
    """A report's graph and its reading are damaged, and its file is gone."""
    chance = random.Random(seed)
    case = template.copied(tmp_path / "case")
    graph = chance.choice(sorted(case.store.glob("graphs/*/*.nq.zst")))
    chance.choice(DAMAGES)(graph, chance)
    shutil.rmtree(case.reports)
    shutil.rmtree(case.store / "readings")
    for shared in (case.store / "snapshots").glob(f"*/{graph.relative_to(case.store)}"):
        shared.unlink()
    built = case.run("build", "--rebuild")
    assert built.code == 2, f"seed {seed}: {built.err}"
    name = f"{graph.parent.name}/{graph.name.removesuffix('.nq.zst')}"
    assert f"lost 丢失: {name}: " in built.err, f"seed {seed}"
    assert case.run("build", "--rebuild").code == 0
    case.exported()
