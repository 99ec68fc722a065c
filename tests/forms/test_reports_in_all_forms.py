"""A report says the same in whatever form it comes; where it does not, differences.yaml says what and why."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fazhi.extractors import read_bytes

from .forms import FORMS, INSTALLED
from .reports import EXAMPLES, SYNTHETIC, of_text, statements

pytestmark = pytest.mark.forms

REPORTS = [*EXAMPLES, *SYNTHETIC]
#: Differences by form and report, each said to be there and why.
LISTED = yaml.safe_load(Path(__file__).with_name("differences.yaml").read_text("utf-8"))


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
