"""What makes a store read its reports again: changed code or data that decides a reading, no other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fazhi.kg.version import READING, code_digest

ROOT = Path(__file__).parents[2]
PACKAGES = {"face": "", "ontology": "ontology", "extractors": "extractors", "queries": "queries", "kg": "kg"}
DIGEST = "from fazhi.kg.version import READING, code_digest; print(code_digest(*READING))"
#: Modules that are loaded to read a report and decide nothing of it.
NEUTRAL = {"fazhi", "fazhi.kg", "fazhi.kg.version"}


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The packages laid out as a wheel installs them, to be changed at will."""
    site = tmp_path / "site-packages"
    for folder, package in PACKAGES.items():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, site / "fazhi" / package, ignore=ignored, dirs_exist_ok=True)
    return site


def python(site: Path, *arguments: str) -> str:
    """What the Python of these tests prints when its fazhi is the one in ``site``."""
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip()


def change(file: Path) -> None:
    """Add a byte at the end."""
    assert file.is_file()
    file.write_bytes(file.read_bytes() + b"\n")


def test_a_source_tree_and_an_installation_of_it_are_the_same_program(installed):
    found = python(installed, "-c", f"import fazhi; print(fazhi.__path__[0]); {DIGEST}")
    assert found.split() == [str(installed / "fazhi"), code_digest(*READING)]


#: Prints the digest, and that after a byte was added to each file named, one after the other.
DIGESTS = (
    "import sys; from pathlib import Path; from fazhi.kg.version import READING, code_digest\n"
    "print(code_digest(*READING))\n"
    "for name in sys.argv[1:]:\n"
    "    file = Path(name); file.write_bytes(file.read_bytes() + b'\\n')\n"
    "    code_digest.cache_clear(); print(code_digest(*READING))"
)


def test_what_decides_a_reading_makes_another_program(installed):
    files = [
        "extractors/activity_class_model/model",
        "extractors/activity_class_model/cfg",
        "extractors/activity_clause_model/weights.npz",
        "extractors/lexicon/citations.yaml",
        "extractors/components/duty.py",
        "extractors/reading/document.py",
        "ontology/data/zones.csv",
        "ontology/fazhi.ttl",
        "kg/linking/bodies.py",
        "kg/assessment/signs.py",
        "kg/graph/statements.py",
        "kg/iris.py",
    ]
    digests = python(installed, "-c", DIGESTS, *(str(installed / "fazhi" / file) for file in files)).split()
    assert digests[0] == code_digest(*READING)
    repeated = [
        file for file, before, after in zip(files, digests, digests[1:], strict=False) if before == after
    ]
    assert repeated == []
    assert len(set(digests)) == len(files) + 1


def test_what_decides_no_reading_leaves_the_program_what_it_is(installed):
    """Commands, checks, questions, pages, the store's own code, scoring; what Python and editors leave."""
    for file in (
        "kg/commands/query.py",
        "kg/checks/checks.yaml",
        "kg/store/graph_store.py",
        "kg/output/export.py",
        "kg/build.py",
        "kg/cli.py",
        "queries/reports.rq",
        "extractors/evaluation/evaluate.py",
        "ontology/document.html",
        "ontology/shapes.ttl",
        "ontology/data/README.md",
    ):
        change(installed / "fazhi" / file)
    (installed / "fazhi" / "ontology" / ".reference.py.swp").write_bytes(b"\0")
    python(installed, "-c", "import fazhi.kg.linking.report")
    assert list(installed.rglob("__pycache__"))
    assert python(installed, "-c", DIGEST) == code_digest(*READING)


def test_all_that_is_loaded_to_read_a_report_counts():
    """A module that a reading comes to need is in a package of the digest, or known to decide nothing."""
    report = ROOT / "examples" / "reports" / "qidong-life-health-park-2023.txt"
    program = (
        "import sys\n"
        "from fazhi.kg.graph.graphs import graphs_of\n"
        "from fazhi.kg.linking.report import read_report\n"
        "graphs_of(read_report(sys.argv[1]))\n"
        "print(*(name for name in sys.modules if name.partition('.')[0] == 'fazhi'))"
    )
    loaded = set(python(ROOT / "absent", "-c", program, str(report)).split())
    counted = {name for name in loaded if any(f"{name}.".startswith(f"{package}.") for package in READING)}
    assert loaded - counted == NEUTRAL


@pytest.mark.stores
def test_a_retrained_classifier_makes_the_store_read_again_and_a_changed_command_does_not(
    installed, reports, fresh_store
):
    store = fresh_store()

    def read_now() -> int:
        build = ("-m", "fazhi.kg.cli", "build", str(reports), "--store", str(store), "--json")
        summary = json.loads(python(installed, *build))
        assert len(summary["added"] + summary["unchanged"]) == 2
        return summary["records"].get("report", 0)

    assert read_now() == 2
    change(installed / "fazhi" / "kg" / "commands" / "query.py")
    assert read_now() == 0
    change(installed / "fazhi" / "extractors" / "activity_class_model" / "cfg")
    assert read_now() == 2
