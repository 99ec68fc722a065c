"""Obligations by reports (义务对照): what each report evidences of each obligation, and with what words.

Behind the page, ``data.js`` is what its script reads, ``启东经济开发区/2023.js`` what is told of the
assessments of a report, ``matrix.xlsx`` and ``matrix.csv`` are what is shown as a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import urlencode

from pyoxigraph import Literal

from fazhi.kg.output import workbook
from fazhi.kg.output.matrix import matrix_of, told_of
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.spreadsheets import csv_table
from fazhi.queries import Result
from fazhi.viz.assets import safe_json
from fazhi.viz.matrix import (
    OUTCOMES,
    REACHES,
    SCRIPTS,
    Addresses,
    Matrix,
    matrix_data,
    table_words,
    told_data,
)
from fazhi.viz.matrix_view import Choice, Seen, choices, seen
from fazhi.web.answer import Answer
from fazhi.web.content.assessments import outcome_name, outcomes
from fazhi.web.content.downloads import FORMS, attached
from fazhi.web.content.evidence import reader_address
from fazhi.web.content.filters import Choice as FormChoice
from fazhi.web.content.parts import paged, segments
from fazhi.web.content.things import alone, reports
from fazhi.web.site import NotFound, Site

#: Reports on one page that is read without a script.
_COLUMNS = 25
_SCRIPT = "text/javascript; charset=utf-8"
_FILE = "matrix"


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str | Answer:
    """The matrix of one year, which is the newest unless another is asked for; or one of its files."""
    stem, _, form = key.rpartition(".")
    matrix = _matrix(site.store)
    if key == "data.js":
        data = matrix_data(matrix, _addresses(site, matrix))
        return Answer(f"const fazhiMatrix = {safe_json(data)};\n".encode("utf-8", "replace"), _SCRIPT)
    if form == "js":
        return _told(site, stem)
    choice = Choice.of(parameters)
    if stem == _FILE and form in ("csv", "xlsx"):
        return _table(site, matrix, choice, form)
    alone(site, key)
    return _page(site, matrix, choice, parameters)


def keys(site: Site) -> Iterator[str]:
    """There is one page."""
    yield ""


@lru_cache(maxsize=1)
def _matrix(store: GraphStore) -> Matrix:
    return matrix_of(store, outcomes(store))


def _addresses(site: Site, matrix: Matrix) -> Addresses:
    bodies = {site.key(report.iri): site.key(report.body) for report in reports(site.store).values()}
    years = {column.key: column.year for column in matrix.columns}

    def body(report: str) -> str:
        return site.href("body", bodies[report])

    return Addresses(
        report=body,
        law=lambda key: site.href("law", key),
        obligation=lambda key: site.href("obligation", key),
        cell=lambda report, obligation: f"{body(report)}#o-{years[report]}-{obligation}",
        told=lambda report: site.href("matrix", f"{report}.js"),
        table=site.href("matrix", f"{_FILE}.xlsx") if site.interactive else "",
    )


def _page(site: Site, matrix: Matrix, choice: Choice, parameters: Mapping[str, str]) -> str:
    every = seen(matrix, choice, 0, 0, site.language)
    listed = paged(site, range(every.total), parameters, "matrix", size=_COLUMNS)
    shown = seen(matrix, choice, listed.first - 1, _COLUMNS, site.language)
    return site.render(
        "matrix.html",
        title=site.say("法定义务的体现", "Obligations and what reports evidence"),
        matrix=shown,
        choices=_choices(site, matrix, choice),
        at=_addresses(site, matrix),
        data=site.href("matrix", "data.js"),
        scripts=SCRIPTS,
        shares=[
            (words[site.language == "en"], _share(site, shown, reach)) for reach, words in REACHES.items()
        ],
        asked=urlencode(_kept(parameters)),
        files=_files(site, parameters),
        listed=listed,
        **table_words(site.language),
    )


def _files(site: Site, parameters: Mapping[str, str]) -> list[tuple[str, str]]:
    """Form and address of what is shown as a file; of a site of files, the script makes one."""
    if not site.interactive:
        return []
    kept = _kept(parameters)
    return [(form, site.href("matrix", f"{_FILE}.{form}", **kept)) for form in ("csv", "xlsx")]


def _kept(parameters: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in parameters.items() if value and name != "page"}


def _share(site: Site, shown: Seen, reach: str) -> object:
    return segments(
        [
            (outcome_name(site, outcome), shown.outcomes.get((reach, outcome), 0), tone, sign)
            for outcome, (sign, tone) in OUTCOMES.items()
        ]
    )


def _choices(site: Site, matrix: Matrix, choice: Choice) -> list[FormChoice]:
    """The form of a page that is read without a script; templates/matrix.js makes the same and more."""
    found: list[FormChoice] = []
    for name, (label, values) in choices(matrix).items():
        options = [(value, site.say(*words)) for value, words in values.items()]
        chosen = getattr(choice, name) or next(iter(values))
        found.append((name, site.say(*label), options, chosen))
    return found


def _told(site: Site, key: str) -> Answer:
    """What is told of the assessments of a report, as a script that hands it to that of the page."""
    if all(site.key(report.iri) != key for report in reports(site.store).values()):
        raise NotFound(site.say(f"图谱中没有报告“{key}”", f"there is no report “{key}”"))
    told = told_of(site.store, [key], lambda evidence: reader_address(site, evidence)).get(key, {})
    script = f"fazhiTold({safe_json(key)}, {safe_json(told_data(told))});\n"
    return Answer(script.encode("utf-8", "replace"), _SCRIPT)


def _table(site: Site, matrix: Matrix, choice: Choice, form: str) -> Answer:
    """All that is shown, on one page or more, as a table."""
    shown = seen(matrix, choice, 0, len(matrix.columns), site.language)
    say, words = site.say, table_words(site.language)
    english = site.language == "en"
    counted = words["outcomes"][choice.counted[0]][2] if len(choice.counted) == 1 else say("所选", "chosen")
    heads = [say("分组", "Group"), say("义务", "Obligation"), say("出处", "From")]
    for reach in choice.reaches:
        before = f"{words['reach_names'][reach]}{say('：', ': ')}" if len(choice.reaches) > 1 else ""
        heads += [f"{before}{counted}", f"{before}{say('适用', 'all')}"]
    heads += [" ".join(filter(None, (column.name[english], column.year))) for column in shown.columns]
    lines = []
    for group in shown.groups:
        for row in group.rows:
            numbers = [number for pair in row.counts for number in pair]
            rule = row.row.rule_in(shown.year)
            line: list[str | int] = [group.name[english], say(row.row.zh, row.row.en), rule.source, *numbers]
            line += ["; ".join(f"{has}/{of}" for has, of in part) for part in row.parts]
            for outcome, reach in row.cells:
                reached = f"{say('，', ', ')}{words['reach_names'][reach]}" if reach == "reaching" else ""
                line.append(f"{words['outcomes'][outcome][2]}{reached}" if outcome else "")
            lines.append(line)
    name, title = f"{_FILE}.{form}", say("法定义务的体现", "Obligations and what reports evidence")
    if form == "csv":
        # The byte order mark tells Excel that it is UTF-8.
        text = csv_table([heads, *lines], line_end="\r\n")
        return attached(text.encode("utf-8-sig", "replace"), FORMS[form], name, title)
    names = tuple(f"column{number}" for number in range(len(heads)))
    terms = tuple(tuple(Literal(value) if value != "" else None for value in line) for line in lines)
    answer = workbook.Answer(title, Result(names, terms), dict(zip(names, heads, strict=True)).__getitem__)
    return attached(workbook.workbook([answer], {}), FORMS[form], name, title)
