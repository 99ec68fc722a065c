"""Every question of the catalogue, put to the five real reports: its whole answer as a reader sees it.

``make answers`` runs this file, which writes the answers anew: read what ``git diff`` shows before a commit.
"""

import csv
import io
import tempfile
from pathlib import Path

import pytest

from fazhi.kg.cli import run as fazhi
from fazhi.kg.store.opening import open_store
from fazhi.queries import catalogue, run
from fazhi.queries.results import table

ANSWERS = Path(__file__).parent / "data" / "answers"
EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
LIFE = "启东生命健康产业园"


def answers(store: Path) -> dict[str, str]:
    """The answer to each question by name, as CSV with the values that a reader sees.

    Required parameters have the values of the catalogue's examples. Places in a text are left out: they lead
    to the sentence, which is a column of its own.
    """
    found = {}
    with open_store(store, read_only=True) as opened:
        for name, question in catalogue().items():
            required = {p.name: p.example for p in question.parameters if p.required}
            shown = table(run(opened.dataset, name, required))
            kept = [i for i, column in enumerate(shown.columns) if "evidence" not in column.lower()]
            out = io.StringIO()
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(shown.columns[i] for i in kept)
            writer.writerows([row[i] for i in kept] for row in shown.rows)
            found[name] = out.getvalue()
    return found


@pytest.fixture(scope="module")
def found(built) -> dict[str, str]:
    return answers(built)


def test_every_question_has_its_answer_on_file() -> None:
    assert {path.stem for path in ANSWERS.glob("*.csv")} == set(catalogue())


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_answer_is_the_one_on_file(found, name: str) -> None:
    """Each was read against the reports."""
    assert found[name] == (ANSWERS / f"{name}.csv").read_text("utf-8")


def _rows(store: object, name: str, parameters: dict[str, str]) -> list[set[str]]:
    with open_store(store, read_only=True) as opened:  # type: ignore[arg-type]
        rows = run(opened.dataset, name, parameters).rows
    return [{getattr(value, "value", str(value)) for value in row if value is not None} for row in rows]


def test_penalties_are_told_once(built) -> None:
    """One row for the one case of the five reports that has figures; legal aid and lenient cases are none."""
    (row,) = _rows(built, "enforcement-cases", {})
    assert {LIFE, "21", "253700"} <= row
    (summary,) = _rows(built, "indicator-summary", {"indicator": "penalty_case_count"})
    assert {"2023", "21"} <= summary


def test_rates_have_no_total(built) -> None:
    """100 % and 95 % of two reports are not 195 %."""
    with open_store(built, read_only=True) as opened:
        answer = run(opened.dataset, "indicator-summary", {})
    unit, total = answer.columns.index("unit"), answer.columns.index("total")
    rates = [row for row in answer.rows if getattr(row[unit], "value", "") == "%"]
    assert rates
    assert all(row[total] is None for row in rates)


def test_answers_stand_in_the_order_of_the_report(built) -> None:
    """By offset, not by the letters of the offset: 964 before 1239."""
    with open_store(built, read_only=True) as opened:
        answer = run(opened.dataset, "activities", {"class": "law_study", "body": LIFE})
    places = [str(row[answer.columns.index("evidence")]) for row in answer.rows]
    offsets = [int(place.split("#char=")[1].split(",")[0]) for place in places]
    assert len(offsets) > 3
    assert offsets == sorted(offsets)


def test_an_obligation_rests_on_the_article_of_the_time(built) -> None:
    """The reconsideration law of 2023 is in force from 2024; the rules on payments changed in 2025."""
    articles = {
        article
        for row in _rows(built, "obligations-through-parent", {"year": "2023", "body": LIFE})
        for article in row & {"第三十一条", "第六十二条"}
        if "60日内作出复议决定" in row
    }
    assert articles == {"第三十一条"}
    for date, article in (("2024-04-01", "第十六条"), ("2026-04-01", "第十八条")):
        rows = _rows(built, "deadlines", {"date": date})
        (row,) = (row for row in rows if "3月31日前公开上年逾期未付款信息" in row)
        assert article in row


def test_no_lost_case_may_be_told_in_words(built) -> None:
    """未发生行政败诉案件 is 0 as 败诉0件 is; who says nothing has a blank."""
    with open_store(built, read_only=True) as opened:
        answer = run(opened.dataset, "no-lost-case", {"year": "2023"})
    body, lost = answer.columns.index("bodyLabel"), answer.columns.index("lost")
    told = {(row[body].value, row[lost].value if row[lost] else None) for row in answer.rows}
    assert {("启东经济开发区", "0"), (LIFE, None)} <= told


def main() -> None:
    """Write the answers anew."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        fazhi(["build", str(EXAMPLES), "--store", str(store)])
        ANSWERS.mkdir(exist_ok=True)
        for old in ANSWERS.glob("*.csv"):
            old.unlink()
        for name, text in answers(store).items():
            (ANSWERS / f"{name}.csv").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
