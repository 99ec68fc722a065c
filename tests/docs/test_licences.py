"""docs/licences.md lists what is installed, with licences that it may have."""

from __future__ import annotations

import runpy
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest

#: docs/licences.py reads what all packages say of themselves, those of the extras ocr, browser and notebook.
with_all_packages = pytest.mark.ocr
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def licences() -> dict[str, Any]:
    """docs/licences.py, where the packages are those of constraints.txt (all of them on Python 3.11)."""
    for line in (ROOT / "constraints.txt").read_text("utf-8").split():
        name, _, pinned = line.partition("==")
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = "absent"
        if installed != pinned:
            pytest.skip(
                f"{name} is {installed}, not {pinned}: the page is made with what constraints.txt says"
            )
    return runpy.run_path(str(ROOT / "docs" / "licences.py"))


@with_all_packages
def test_the_tables_are_fresh(licences: dict[str, Any]) -> None:
    """They name every package of constraints.txt; a licence that may not be is an error."""
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    assert f"<!-- licences -->\n{licences['tables']()}<!-- /licences -->" in page, "make docs"
    for line in (ROOT / "constraints.txt").read_text("utf-8").split():
        assert f"| {line.replace('==', ' | ')} | " in page


@with_all_packages
@pytest.mark.parametrize(
    ("expression", "permissive"),
    [
        ("MIT", True),
        ("MIT OR GPL-2.0-only", True),
        ("BSD-3-Clause AND Zlib", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("MIT AND LGPL-2.1-only", False),
        ("MPL-2.0", False),
    ],
)
def test_only_permissive_licences_are_allowed(
    licences: dict[str, Any], expression: str, permissive: bool
) -> None:
    assert licences["allowed"](expression) is permissive


@with_all_packages
def test_a_package_with_another_licence_and_no_reason_is_refused(
    licences: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(licences["KNOWN"]["exceptions"], "owlready2")
    with pytest.raises(licences["LicenceError"], match=r"owlready2: LGPL-3\.0-or-later is not permissive"):
        licences["tables"]()


@with_all_packages
def test_no_reason_is_given_that_nothing_needs(licences: dict[str, Any]) -> None:
    """And each thing that the project itself takes has its purpose."""
    exceptions = licences["KNOWN"]["exceptions"]
    assert [name for name in exceptions if licences["allowed"](licences["licence_of"](name))] == []
    extras = ["", "validation", "tables", "assistants", "dev", "browser", "ocr", "notebook", "cluster"]
    taken = {
        licences["canonicalize_name"](needed.name)
        for needed in licences["_needs"](licences["PROJECT"], extras)
    }
    assert taken - {licences["PROJECT"]} == set(licences["KNOWN"]["purposes"])


def test_nothing_but_validation_loads_owlready2() -> None:
    """No module does when it is imported, and only one names it."""
    rooms = ("ontology", "extractors", "queries", "viz", "kg")
    program = (
        "import fazhi, pkgutil, sys; from importlib import import_module\n"
        f"for room in {rooms}:\n"
        "    for found in pkgutil.walk_packages(import_module(f'fazhi.{room}').__path__, f'fazhi.{room}.'):\n"
        "        if not found.name.endswith('__main__'): import_module(found.name)\n"
        "print(len([name for name in sys.modules if name.startswith('fazhi.')]), 'owlready2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    modules, loaded = done.stdout.split()
    assert int(modules) > 150
    assert loaded == "False"
    code = [path for room in ("face", *rooms) for path in (ROOT / room).rglob("*.py")]
    assert [path.name for path in code if '"owlready2"' in path.read_text("utf-8")] == ["validation.py"]
    assert [path for path in code if "import owlready2" in path.read_text("utf-8")] == []
    assert [path for path in code if "pellet" in path.read_text("utf-8").lower()] == []
