"""By their digests a build knows files; those that are as they were are not read again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fazhi.kg.file_digests import digest_of, digests_of
from fazhi.kg.linking.given import Given
from fazhi.kg.store.manifest import Manifest

#: Written long ago, as nothing is that a test writes.
REPORT = next((Path(__file__).parents[2] / "examples" / "reports").glob("*.txt"))


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return Manifest(tmp_path)


def test_what_was_noted_stands_while_the_file_is_as_it_was(manifest: Manifest) -> None:
    assert digests_of([REPORT], manifest) == {REPORT: digest_of(REPORT)}
    ((name, (seen, _)),) = manifest.seen().items()
    manifest.note_seen(name, seen, "noted")

    assert digests_of([REPORT], manifest) == {REPORT: "noted"}
    assert digests_of([REPORT], manifest, thorough=True) == {REPORT: digest_of(REPORT)}


def test_what_is_given_of_a_file_counts(manifest: Manifest) -> None:
    given = Given(year=2023)
    digests_of([REPORT], manifest)

    assert digests_of([REPORT], manifest, given) == {REPORT: digest_of(REPORT, given)}
    assert digest_of(REPORT, given) != digest_of(REPORT)


def test_a_file_that_was_just_written_is_read_each_time(manifest: Manifest, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    shutil.copy2(REPORT, report)
    digests_of([report], manifest)

    assert manifest.seen() == {}
