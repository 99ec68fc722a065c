"""The matrix page: which report evidences which obligation, with the supporting sentences per cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from fazhi.ontology.concepts import concept_labels
from fazhi.viz.assets import rendered, template_text

#: Outcome -> sign, in the order of the legend. Silence is never a breach.
OUTCOMES = {"evidenced": "●", "partly": "◐", "not_reported": "·", "contrary": "✕"}
#: Whether an obligation binds a body or only reaches it, in Chinese and English. The two are never added up.
REACHES: dict[str, tuple[str, str]] = {
    "direct": ("直接约束", "Binds the body"),
    "reaching": ("间接适用", "Only reaches it"),
}


def matrix_page(*, title: str, rows: Sequence[Mapping[str, Any]], description: str = "") -> str:
    """Obligations (rows) against reports (columns) as one self-contained HTML page.

    Each of ``rows`` is one assessment: ``report`` and ``obligation`` (ids), ``report_label``,
    ``obligation_label_zh``, ``obligation_label_en``, ``outcome`` (a key of :data:`OUTCOMES`), and optional
    ``direct`` (false where the obligation only reaches the body: such rows are shown, and counted apart),
    ``verified`` (false where its article was not read), ``source`` (instrument and article), ``notes`` (pairs
    of a Chinese and an English remark) and ``evidence`` (list of sentences). A pair without a row is left
    blank: that obligation does not reach that body. Obligations and reports stand in the order in which
    ``rows`` first name them. Raises ``ValueError`` for an unknown outcome or for two
    rows on one pair.
    """
    cells: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in rows:
        pair = (str(row["obligation"]), str(row["report"]))
        if row["outcome"] not in OUTCOMES:
            raise ValueError(f"outcome {row['outcome']!r} is not one of {', '.join(OUTCOMES)}")
        if pair in cells:
            raise ValueError(f"two assessments of {pair[0]} for {pair[1]}")
        cells[pair] = row
    reports = _labels(rows, "report", "report_label", "report_label")
    obligations = _labels(rows, "obligation", "obligation_label_zh", "obligation_label_en")
    labels = concept_labels("outcome")
    outcomes = {name: (sign, *labels[name]) for name, sign in OUTCOMES.items()}
    ordered = [cells[o, r] for o, _, _ in obligations for r, _, _ in reports if (o, r) in cells]
    number = {(str(row["obligation"]), str(row["report"])): index for index, row in enumerate(ordered)}
    bound = Counter((_reach(row), str(row["obligation"])) for row in rows)
    evidenced = Counter(
        (_reach(row), str(row["obligation"])) for row in rows if row["outcome"] == "evidenced"
    )
    return rendered(
        "matrix.html",
        data={"cells": [_cell(row) for row in ordered], "outcomes": outcomes, "reaches": REACHES},
        scripts=[template_text("common.js"), template_text("matrix.js")],
        title=title,
        description=description,
        reports=reports,
        obligations=obligations,
        cells=cells,
        number=number,
        outcomes=outcomes,
        reaches=REACHES,
        totals=Counter((_reach(row), str(row["outcome"])) for row in rows),
        shares={
            (reach, obligation): f"{evidenced[reach, obligation]}/{count}"
            for (reach, obligation), count in bound.items()
        },
    )


def _reach(row: Mapping[str, Any]) -> str:
    return "direct" if row.get("direct", True) else "reaching"


def _labels(rows: Sequence[Mapping[str, Any]], key: str, zh: str, en: str) -> list[tuple[str, str, str]]:
    found = {str(row[key]): (str(row.get(zh) or row[key]), str(row.get(en) or row[key])) for row in rows}
    return [(name, *labels) for name, labels in found.items()]


def _cell(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "outcome": row["outcome"],
        "reach": _reach(row),
        "verified": bool(row.get("verified", True)),
        "report": str(row.get("report_label") or row["report"]),
        "zh": str(row.get("obligation_label_zh") or row["obligation"]),
        "en": str(row.get("obligation_label_en") or row["obligation"]),
        "source": str(row.get("source") or ""),
        "notes": [[str(zh), str(en)] for zh, en in row.get("notes") or ()],
        "evidence": [str(sentence) for sentence in row.get("evidence") or ()],
    }
