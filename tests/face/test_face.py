"""``import fazhi``: what it offers, how quickly it is there, and that its examples run."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import fazhi

EXAMPLES = Path(__file__).parents[2] / "examples"
FINDER = doctest.DocTestFinder(exclude_empty=True)
DOCTESTS = {test.name: test for test in FINDER.find(fazhi, "fazhi", globs={"fazhi": fazhi})}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples and a store of the reports among them, as the docstrings suppose."""
    folder = tmp_path_factory.mktemp("face")
    for file in EXAMPLES.rglob("*.*"):
        copy = folder / "examples" / file.relative_to(EXAMPLES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    fazhi.build([folder / "examples" / "reports"], folder / "fazhi-store")
    return folder


def test_every_name_has_an_example():
    """All but the error, of which there is nothing to show."""
    named = set(fazhi.__all__) - {"FazhiError"}
    assert named
    for name in named:
        assert DOCTESTS[f"fazhi.{name}"].examples, name


@pytest.mark.parametrize("name", [name for name, test in DOCTESTS.items() if test.examples])
def test_examples_run(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Each docstring's example gives what it says, from the root of the source tree."""
    monkeypatch.chdir(folder)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.FAIL_FAST)
    result = runner.run(DOCTESTS[name], out=said.append, clear_globs=False)
    assert result.failed == 0, "".join(said)


def test_importing_it_loads_nothing_heavy():
    """No spaCy, no store, no graph library before a function needs it."""
    heavy = "{'spacy', 'pyoxigraph', 'rdflib', 'networkx', 'pyvis', 'owlready2', 'numpy', 'yaml', 'click'}"
    code = f"import sys, fazhi; print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_mistake_is_a_fazhi_error(tmp_path: Path):
    """A file that is not there, a store that is none: one error to catch."""
    with pytest.raises(fazhi.FazhiError, match="cannot be opened"):
        fazhi.read(tmp_path / "none.txt")
    with pytest.raises(fazhi.FazhiError, match="no store"):
        fazhi.open_store(tmp_path)
