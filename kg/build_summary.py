"""What one run of the build did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from fazhi.kg.report_files import Skipped


@dataclass
class BuildSummary:
    """What one run did. Lists hold files as given; ``records`` counts what was read in this run by type.

    ``notices`` say what of a file was not read, and which revisions could not be applied.
    ``made_again`` are the files of other reports, the graphs of which were made again: by a changed register,
    by what a person revised, or since they were damaged. ``instead_of`` says for files whose report replaced
    that of another file, on the same body and year, which one that was. ``lost`` are reports that were
    damaged and of which neither the reading nor the file is left. ``skipped_before`` counts those of
    ``skipped`` that were not read again, being as they were. ``missing`` are the reports (BODY/YEAR) whose
    files are gone from the folders given, ``removed`` those that were taken out for that.
    """

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    skipped_before: int = 0
    notices: list[Skipped] = field(default_factory=list)
    made_again: list[str] = field(default_factory=list)
    instead_of: dict[str, str] = field(default_factory=dict)
    lost: list[Skipped] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)

    @property
    def in_store(self) -> int:
        """How many of the files given are in the store after the run."""
        return len(self.added) + len(self.replaced) + len(self.unchanged)

    def to_dict(self) -> dict[str, Any]:
        """The summary as a JSON object."""
        return {
            "added": self.added,
            "replaced": self.replaced,
            "unchanged": self.unchanged,
            "skipped": [{"file": s.file, "reason": s.reason} for s in self.skipped],
            "skipped_before": self.skipped_before,
            "missing": self.missing,
            "removed": self.removed,
            "notices": [{"file": n.file, "notice": n.reason} for n in self.notices],
            "made_again": self.made_again,
            "instead_of": self.instead_of,
            "lost": [{"report": s.file, "reason": s.reason} for s in self.lost],
            "records": dict(sorted(self.records.items())),
        }
