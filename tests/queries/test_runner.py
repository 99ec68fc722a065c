"""How a question takes its parameters, and what it says when it cannot."""

from dataclasses import replace

import pytest
from pyoxigraph import Store

from fazhi.queries import (
    MissingParameter,
    QuestionError,
    UnknownParameter,
    UnknownQuestion,
    UnknownValue,
    catalogue,
    question,
    run,
)
from fazhi.queries.runner import columns_of

LAW = "https://w3id.org/fazhi/id/instrument/安全生产法"


@pytest.mark.parametrize(
    ("name", "parameter", "values"),
    [
        (
            "cites-law",
            "law",
            [
                "中华人民共和国安全生产法",
                "安全生产法",
                "新安法",
                "《安全生产法》",
                " 安全 生产法 ",
                "中华人民共和国新安法",
                LAW,
            ],
        ),
        (
            "laws-cited",
            "body",
            [
                "启东生命健康产业园",
                "生命健康产业园",
                "https://w3id.org/fazhi/id/body/启东生命健康产业园",
            ],
        ),
        (
            "observations",
            "indicator",
            [
                "penalty_amount",
                "罚款金额",
                "Fines imposed",
                "fines imposed",
                "https://w3id.org/fazhi/ns/indicator/penalty_amount",
            ],
        ),
        (
            "observes-day",
            "day",
            ["consumer-rights-day", "国际消费者权益日", "“3·15”", "World Consumer Rights Day"],
        ),
        ("activities", "class", ["training", "培训", "Training"]),
        ("obligation-evidence", "obligation", ["staff-law-exam", "Law exams for staff"]),
    ],
)
def test_a_thing_answers_to_all_its_names(name: str, parameter: str, values: list[str], fixture_store: Store):
    answers = {run(fixture_store, name, {parameter: value}).rows for value in values}

    assert len(answers) == 1
    assert answers != {()}


def test_brackets_dashes_and_width_do_not_matter(fixture_store: Store):
    for written in (
        "法治政府建设实施纲要（2021－2025年）",
        "法治政府建设实施纲要(2021-2025年)",
        "法治政府建设实施纲要（2021——２０２５年）",
    ):
        assert run(fixture_store, "cites-law", {"law": written}).rows == ()


def test_a_title_of_other_years_is_another_title(fixture_store: Store):
    with pytest.raises(UnknownValue, match="nearest: 法治政府建设实施纲要（2021－2025年）"):
        run(fixture_store, "cites-law", {"law": "法治政府建设实施纲要（2022－2025年）"})


def test_an_optional_parameter_narrows_the_answer(fixture_store: Store):
    every = run(fixture_store, "reports")
    one_year = run(fixture_store, "reports", {"year": "2022"})
    one_report = run(fixture_store, "reports", {"year": "2022", "body": "生命健康产业园"})

    assert (len(every.rows), len(one_year.rows), len(one_report.rows)) == (4, 2, 1)


def test_a_blank_value_is_none_at_all(fixture_store: Store):
    assert run(fixture_store, "reports", {"year": " "}) == run(fixture_store, "reports")
    with pytest.raises(MissingParameter):
        run(fixture_store, "cites-law", {"law": ""})


def test_a_question_can_be_handed_over_instead_of_its_name(fixture_store: Store):
    assert run(fixture_store, question("reports")) == run(fixture_store, "reports")


LIMITED = [each.name for each in catalogue().values() if each.limit and "year" in columns_of(each)]


@pytest.mark.parametrize("name", LIMITED)
def test_an_answer_of_the_first_reports_says_that_there_are_others(name: str, fixture_store: Store):
    asked = question(name)
    given = {p.name: p.example for p in asked.parameters if p.required}
    text = asked.text.replace(f"LIMIT {asked.limit}", "LIMIT 1")
    first = run(fixture_store, replace(asked, limit=1, text=text), given)
    whole = run(fixture_store, asked, given, whole=True)

    body, year = whole.columns.index("body"), whole.columns.index("year")
    reports = {(row[body], row[year]) for row in whole.rows}
    of_one = {(row[body], row[year]) for row in first.rows}
    assert whole.rows == run(fixture_store, asked, given).rows
    assert first.rows == tuple(row for row in whole.rows if (row[body], row[year]) in of_one)
    assert len(of_one) <= 1
    assert whole.cut == 0
    assert first.cut == 1 or len(reports) <= 1


@pytest.mark.parametrize(
    ("name", "parameters", "error", "says"),
    [
        ("cite-laws", {}, UnknownQuestion, ["“cite-laws”", "nearest: ", "cites-law"]),
        ("cites-law", {"lw": "宪法"}, UnknownParameter, ["no parameter “lw”", "it takes law, year"]),
        ("rules", {"year": "2023"}, UnknownParameter, ["no parameter “year”", "it takes none"]),
        ("cites-law", {}, MissingParameter, ["cites-law needs law", "law=安全生产法"]),
        ("cites-law", {"law": "安全生产"}, UnknownValue, ["instrument “安全生产”", "nearest: 安全生产法"]),
        ("laws-cited", {"body": "启东生命园"}, UnknownValue, ["body “启东生命园”", "启东生命健康产业园"]),
        ("observations", {"indicator": "penalty_sum"}, UnknownValue, ["indicator", "penalty_amount"]),
        ("observes-day", {"day": "消费者日"}, UnknownValue, ["publicity day", "国际消费者权益日"]),
        ("reports", {"year": "二〇二三"}, UnknownValue, ["a year such as 2023", "二〇二三"]),
        ("reports", {"year": "23"}, UnknownValue, ["a year such as 2023"]),
    ],
)
def test_a_mistake_gets_one_line_that_helps(
    name: str, parameters: dict[str, str], error: type[QuestionError], says: list[str], fixture_store: Store
):
    with pytest.raises(error) as caught:
        run(fixture_store, name, parameters)

    message = str(caught.value)
    assert "\n" not in message
    for part in says:
        assert part in message


def test_an_empty_store_says_so():
    with pytest.raises(UnknownValue, match="the store holds none"):
        run(Store(), "cites-law", {"law": "宪法"})


def test_a_name_of_several_things_asks_which(fixture_store: Store):
    store = Store()
    store.extend(iter(fixture_store))
    store.update(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> INSERT DATA { "
        '<https://w3id.org/fazhi/id/body/样本经济开发区> skos:altLabel "产业园"@zh . '
        '<https://w3id.org/fazhi/id/body/启东生命健康产业园> skos:altLabel "产业园"@zh }'
    )

    with pytest.raises(UnknownValue, match=r"more than one body: .*启东生命健康产业园, .*样本经济开发区"):
        run(store, "reports", {"body": "产业园"})


HOSTILE = [
    '" } DROP ALL #',
    "'; DELETE WHERE { ?s ?p ?o }",
    "?law } UNION { ?s ?p ?o",
    "https://w3id.org/fazhi/id/instrument/安全 生产法",
    "https://e.org/> } #",
    "<https://w3id.org/fazhi/id/instrument/安全生产法>",
    "\\u0022\\",
    "a\nb\0c",
    "》" * 10_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", sorted(name for name, asked in catalogue().items() if asked.parameters))
def test_hostile_values_are_only_values(name: str, text: str, fixture_store: Store):
    asked = catalogue()[name]
    before = len(fixture_store)

    for parameter in asked.parameters:
        given = {p.name: p.example for p in asked.parameters if p.required} | {parameter.name: text}
        if parameter.type == "string":
            assert run(fixture_store, asked, given).rows == ()
        else:
            with pytest.raises(UnknownValue) as caught:
                run(fixture_store, asked, given)
            assert len(str(caught.value).splitlines()) == 1
            assert len(str(caught.value)) < 500
    assert len(fixture_store) == before
