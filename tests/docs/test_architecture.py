"""docs/architecture.md says where things live and what imports what: the code keeps to it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE_ROW = re.compile(r"^\| `(?P<room>[^`]+)` \| .* \| (?P<imports>[^|]*)\|$", re.M)


def allowed() -> dict[str, set[str]]:
    """The table: what each room may import."""
    rows = TABLE_ROW.finditer((ROOT / "docs" / "architecture.md").read_text("utf-8"))
    return {row["room"]: set(re.findall(r"`([^`]+)`", row["imports"])) for row in rows}


def modules() -> Iterator[Path]:
    """Every module of the packages."""
    for folder in ("face", "ontology", "extractors", "queries", "viz", "kg", "web"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def room_of(module: Path) -> str:
    """The room of a module: a folder of the table, or the module itself where it stands in kg/."""
    parts = module.relative_to(ROOT).parts
    if parts[0] == "kg" and len(parts) == 2:
        return "/".join(parts)
    return "/".join(parts[:2]) if parts[0] in ("kg", "extractors") and len(parts) > 2 else parts[0]


def imported(module: Path) -> Iterator[Path]:
    """The modules of ours that a module imports: at its top, in its functions, by a name put together."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Constant) and re.fullmatch(r"fazhi(\.\w+)+\.", str(node.value)):
            names = [str(node.value).rstrip(".")]
        for name in names:
            first, *rest = name.split(".")
            if first == "fazhi" and rest:
                path = ROOT.joinpath(*rest)
                yield from (p for p in (path.with_suffix(".py"), path / "__init__.py") if p.exists())


def test_every_module_is_in_a_room() -> None:
    """And every room of the table exists."""
    rooms = {room_of(module) for module in modules() if module.stat().st_size}
    assert rooms - {"kg/__init__.py"} == set(allowed())


def test_imports_run_up_the_table_only() -> None:
    """No import that the table does not name (ontology is everybody's), and none named that there is not."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in modules():
        found[room_of(module)] |= {room_of(other) for other in imported(module)} - {
            room_of(module),
            "ontology",
        }
    may = allowed()
    assert {room: found[room] - may[room] for room in may if found[room] - may[room]} == {}
    assert {room: may[room] - found[room] for room in may if may[room] - found[room]} == {}


@pytest.mark.parametrize(
    ("package", "absent"),
    [
        ("fazhi.kg.linking.report", ("pyoxigraph", "rdflib", "spacy")),
        ("fazhi.kg.assessment", ("pyoxigraph", "rdflib")),
        ("fazhi.kg.checks", ("pyoxigraph", "rdflib")),
        ("fazhi.extractors", ("pyoxigraph", "rdflib")),
    ],
)
def test_rooms_without_rdf_load_none(package: str, absent: tuple[str, ...]) -> None:
    """What knows no RDF can be used where no store is installed."""
    code = f"import sys, {package}; print(sorted({set(absent)} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_folders_of_the_table_are_named_in_the_way_of_a_report() -> None:
    """What the numbered steps name exists."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8").split("## The way of one report")[1]
    named = re.findall(r"`((?:ontology|extractors|queries|viz|kg|face)[\w/.]*)`", text)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
