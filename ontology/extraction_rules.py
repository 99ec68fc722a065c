"""The rules of extraction (抽取规则) as data: how far each is trusted as a rule, and what to call it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fazhi.ontology.data_files import DATA, Entry, read_csv
from fazhi.ontology.namespaces import concept

#: The scheme whose concepts the rules are.
SCHEME = "extraction-rule"
_COLUMNS = ("rule", "confidence", "label_zh", "label_en")
_CONFIDENCE = re.compile(r"0\.\d{1,2}|1")


@dataclass(frozen=True)
class ExtractionRule:
    """A rule, named ``TYPE.RULE`` after the record type it finds.

    ``confidence`` (0 to 1) is that of its statements that do not state their own.
    """

    id: str
    confidence: float
    label_zh: str
    label_en: str

    @property
    def iri(self) -> str:
        return concept(SCHEME, self.id)


def extraction_rules(path: Path = DATA / "extraction_rules.csv") -> Mapping[str, ExtractionRule]:
    """The rules by id, in the order of the file. Raises ReferenceDataError."""
    return _extraction_rules(path)


@cache
def _extraction_rules(path: Path) -> dict[str, ExtractionRule]:
    rules = map(_rule, read_csv(path, _COLUMNS))
    return {rule.id: rule for rule in rules}


def _rule(row: Entry) -> ExtractionRule:
    confidence = row.matching("confidence", _CONFIDENCE, "a number from 0 to 1") or row.fail(
        "confidence", "is missing"
    )
    return ExtractionRule(row.text("rule"), float(confidence), row.text("label_zh"), row.text("label_en"))
