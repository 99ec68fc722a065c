"""A report says the same in whatever form it comes; where it does not, differences.yaml says what and why."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from fazhi.extractors import Document, extract, read_bytes

from .forms import FORMS, INSTALLED, Report

pytestmark = pytest.mark.forms

ROOT = Path(__file__).resolve().parents[2]
SYNTHETIC = (
    "a5-chenghu-market-regulation-2021", "c2-liuyin-street-2022", "d3-lanxi-transport-bureau-2024",
    "f8-lanpu-bonded-zone-2024", "i1-pharmaceutical-park-2023", "l3-water-bureau-2022",
    "m8-tourism-zone-2023", "o3-emergency-bureau-2022", "q2-county-city-2023",
    "r6-airport-economic-zone-2025",
)  # fmt: skip
REPORTS = [
    *map(Report, sorted((ROOT / "examples" / "reports").glob("*.txt"))),
    *(Report(ROOT / "tests" / "gold" / "synthetic" / f"{name}.txt") for name in SYNTHETIC),
]
#: Differences by form and report, each said to be there and why.
LISTED = yaml.safe_load(Path(__file__).with_name("differences.yaml").read_text("utf-8"))


def statements(document: Document) -> Counter[str]:
    """What the records say: type, characters and fields; a place in the text changes with the form."""
    return Counter(
        f"{record.type} {record.text.replace(chr(10), '')} {dict(sorted(record.fields.items()))}"
        for record in extract(document).records
    )


@cache
def of_text(report: Report) -> Counter[str]:
    return statements(report.document)


@pytest.fixture(scope="class")
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The reports in a form, in their order: programs that take long to start make all files at once."""
    form = FORMS[request.param]
    for program in form.needs:
        if not INSTALLED[program]:
            pytest.skip(f"{program} is not installed")
    return form.make(REPORTS, tmp_path_factory.mktemp(request.param))


@pytest.mark.parametrize(
    "files", [pytest.param(form, marks=pytest.mark.xdist_group(form)) for form in FORMS], indirect=True
)
class TestEveryForm:
    """A class, so that the files of a form are made once."""

    @pytest.mark.parametrize("number", range(len(REPORTS)), ids=[report.path.stem for report in REPORTS])
    def test_says_what_the_text_says(
        self, files: list[bytes], number: int, request: pytest.FixtureRequest
    ) -> None:
        report = REPORTS[number]
        form = request.node.callspec.params["files"]
        found, expected = statements(read_bytes(files[number])), of_text(report)
        differences = {
            kind: sorted(each.elements())
            for kind, each in (("gone", expected - found), ("new", found - expected))
        }

        listed = LISTED.get(form, {}).get(report.path.stem, {"gone": [], "new": []})

        assert differences == {kind: sorted(listed[kind]) for kind in ("gone", "new")}


def test_what_is_listed_names_forms_and_reports_and_says_why() -> None:
    names = {report.path.stem for report in REPORTS}
    for form, reports in LISTED.items():
        assert form in FORMS
        for name, difference in reports.items():
            assert name in names
            assert difference["why"]
            assert difference["gone"] or difference["new"]
