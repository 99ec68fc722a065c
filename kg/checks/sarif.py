"""Findings as SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS 2020)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fazhi.kg.checks.explanations import Language, explanation, explanations
from fazhi.kg.checks.finding import Finding, Place
from fazhi.kg.version import program_version

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_log(results: Mapping[Path, Sequence[Finding]], language: Language) -> dict[str, Any]:
    """The log of one run over the files of ``results``; columns count Unicode code points."""
    codes = list(explanations())
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "fazhi",
                        "version": program_version(),
                        "language": "zh-CN" if language == "zh" else "en",
                        "rules": [_rule(code, language) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": _uri(path)}} for path in results],
                "results": [
                    _result(path, finding, codes.index(finding.code), language)
                    for path, findings in results.items()
                    for finding in findings
                ],
            }
        ],
    }


def _rule(code: str, language: Language) -> dict[str, Any]:
    entry = explanation(code)
    return {
        "id": code,
        "shortDescription": {"text": entry.title(language)},
        "fullDescription": {"text": entry.why(language)},
        "help": {"text": entry.suggestion(language)},
        "defaultConfiguration": {"level": entry.severity},
    }


def _result(path: Path, finding: Finding, rule_index: int, language: Language) -> dict[str, Any]:
    zh = language == "zh"
    message = finding.message_zh if zh else finding.message_en
    suggestion = finding.suggestion_zh if zh else finding.suggestion_en
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": finding.severity,
        "message": {
            "text": _plain(f"{message}{'。' if zh else '. '}{suggestion}" if suggestion else message)
        },
        "locations": [_location(path, finding, language)],
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_physical(path, place if finding.has_lines else None)}
            for number, place in enumerate(finding.related)
        ]
    if finding.fix and finding.has_lines:
        result["fixes"] = [_fix(path, finding, suggestion)]
    return result


def _fix(path: Path, finding: Finding, suggestion: str) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(each.place), "insertedContent": {"text": each.text}} for each in finding.fix
    ]
    return {
        "description": {"text": _plain(suggestion)},
        "artifactChanges": [{"artifactLocation": {"uri": _uri(path)}, "replacements": replacements}],
    }


def _plain(text: str) -> str:
    """``text`` as a message without links: brackets from a report are escaped (SARIF 2.1.0, 3.11.6)."""
    return re.sub(r"[\\\[\]]", r"\\\g<0>", text)


def _location(path: Path, finding: Finding, language: Language) -> dict[str, Any]:
    """Line and column in a text; in another file the place as a person says it, a logical location."""
    if finding.has_lines:
        return _physical(path, finding.place, finding.text)
    location = _physical(path, None)
    if where := finding.where[0 if language == "zh" else 1]:
        location["logicalLocations"] = [{"name": where}]
    if finding.fragment:
        location["properties"] = {"locator": finding.fragment}
    return location


def _physical(path: Path, place: Place | None, words: str = "") -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    if place:
        physical["region"] = _region(place)
        if words:
            physical["region"]["snippet"] = {"text": words}
    return {"physicalLocation": physical}


def _region(place: Place) -> dict[str, Any]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _uri(path: Path) -> str:
    """The path as a URI reference; relative paths stay relative."""
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
