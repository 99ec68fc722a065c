"""What says what a report evidences, or what is wrong with it, needs no RDF."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("package", ["fazhi.kg.assessment", "fazhi.kg.checks"])
def test_no_rdf_library_is_loaded(package: str) -> None:
    loaded = "[m for m in ('rdflib', 'pyoxigraph') if m in sys.modules]"
    code = f"import sys, {package}; print({loaded})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
