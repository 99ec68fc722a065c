"""All that is made of a report, its page included, takes no more than in proportion to its length.

So do names, titles and queries: whatever has no length of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from itertools import count
from pathlib import Path
from time import process_time

import pytest
from pyoxigraph import Store

from fazhi.extractors import extract, read_bytes
from fazhi.kg.checks.page_content import finding_content, summary_content
from fazhi.kg.checks.promises import last_report
from fazhi.kg.checks.registry import check_linked
from fazhi.kg.checks.summary import summarise
from fazhi.kg.graph.graphs import graphs_of
from fazhi.kg.linking.given import read_sidecar
from fazhi.kg.linking.identification import identify
from fazhi.kg.linking.report import link_report, linker
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.own_register import read_own_register
from fazhi.ontology.reference import instruments
from fazhi.queries import check_query, names_graphs
from fazhi.queries.names import resolve
from fazhi.viz.marked import marked_page

pytestmark = pytest.mark.growth

Grows = Callable[[Callable[[int], float], int], str | None]
REPORTS = sorted((Path(__file__).parents[2] / "examples" / "reports").glob("*.txt"))
HEAD = "清塘镇2023年法治政府建设情况报告\n一、主要举措和成效\n"
TITLES = sorted(instrument.title for instrument in instruments().values())
#: What a report may hold many of, the number of each given.
MANY: dict[str, Callable[[int], str]] = {
    "items": lambda number: "一是\n",
    "items_with_figures": lambda number: "一是开展检查5次。\n",
    "instruments": lambda number: f"学习《{TITLES[number % len(TITLES)]}》，",
    "one_homonym": lambda number: "学习《安全生产条例》。",
    "unknown_titles": lambda number: f"学习《清塘镇第{number}号办法》。",
    "titles_in_one_list": lambda number: f"《第{number}号条例》、",
    "short_forms": lambda number: f"《甲{number}办法》（以下简称《乙{number}》），",
    "figures_of_one_indicator": lambda number: f"办理行政处罚案件{number}件。",
    "one_figure": lambda number: "办理行政处罚案件5件。",
    "totals": lambda number: f"全年共办理案件{number % 50}件。",
    "figures_in_one_sentence": lambda number: f"办理案件{number}件，",
    "parts": lambda number: f"受理案件{number + 5}件，其中办结{number}件。其中调解{number}件。",
    "bodies": lambda number: f"甲{number}镇人民政府，",
    "firms": lambda number: f"聘请江苏甲{number}律师事务所担任法律顾问。",
    "days": lambda number: "利用国家宪法日开展宣传活动。",
    "duties": lambda number: f"各部门每季度应当召开会议不少于{number % 9 + 1}次。召开会议{number}次。\n",
    "penalties": lambda number: f"对违法行为立案{number}起，罚款{number}元，召开会议{number}次。\n",
    "groups": lambda number: f"成立法治{number}领导小组，主任任组长。\n",
    "sections": lambda number: "（一）加强学习\n1.学习宪法\n",
    "problems": lambda number: f"二、存在问题\n一是第{number}项意识不强。\n",
    "plans": lambda number: f"三、下一步打算\n一是加强第{number}队伍建设。\n",
    "rates": lambda number: "受理矛盾纠纷10件，化解矛盾纠纷9件，矛盾纠纷矛盾纠纷化解率80%。",
}
#: Characters of a text that is compared with one of twice its length: to find what grows, and to be sure.
LENGTH, SURE_LENGTH = 6_000, 30_000
#: As a report that stands in a file many times over.
LONG = 131_000


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """All that is loaded once is loaded."""
    _seconds(REPORTS[0].read_text("utf-8"))


def _seconds(text: str) -> float:
    start = process_time()
    extraction = extract(read_bytes(text.encode()))
    linked = link_report(extraction)
    graphs_of(linked)
    summary = summarise(linked, last_report(linked, "last.txt"))
    marked_page(
        title="页",
        text=extraction.document.text,
        records=[record.to_dict() for record in linked.records],
        sections=[asdict(section) for section in extraction.sections],
        findings=[finding_content(finding) for finding in check_linked(linked)],
        summary=summary_content(summary) if summary else None,
    )
    return process_time() - start


@cache
def _many(name: str, length: int) -> str:
    words: list[str] = []
    left = length
    for number in count():
        if left <= 0:
            return HEAD + "".join(words)
        words.append(MANY[name](number))
        left -= len(words[-1])
    raise AssertionError


@pytest.mark.parametrize("name", MANY)
def test_a_report_of_many_is_gone_through_in_proportion(grows: Grows, name: str) -> None:
    def seconds(length: int) -> float:
        return _seconds(_many(name, length))

    found = grows(seconds, LENGTH)
    sure = found and grows(seconds, SURE_LENGTH)
    assert not sure, f"{name}: {sure}"


@pytest.mark.parametrize("report", REPORTS[::3], ids=lambda path: path.stem)
def test_long_reports_are_gone_through_in_proportion(grows: Grows, report: Path) -> None:
    text = report.read_text("utf-8")
    found = grows(lambda length: _seconds((text * (length // len(text) + 1))[:length]), LONG)
    assert not found, found


UNITS = (
    "法",
    "1",
    "(",
    "(1)",
    "《",
    " ",
    "-",
    "2021",
    "关于印发",
    "中华人民共和国",
    "新材料",
    "省",
    "“",
    "\n",
)


def _time(action: Callable[[], object]) -> float:
    start = process_time()
    with suppress(FazhiError):
        action()
    return process_time() - start


@pytest.mark.parametrize("unit", UNITS)
def test_names_and_queries_are_looked_up_in_proportion(grows: Grows, tmp_path: Path, unit: str) -> None:
    store = Store()
    sidecar, table = tmp_path / "report.yaml", tmp_path / "own.csv"

    def seconds(length: int) -> float:
        words = unit * (length // len(unit))
        sidecar.write_text(f"issuer: {words}园区\n", encoding="utf-8")
        table.write_text(f'title,kind,aliases\n"{words}办法",政策文件,"{words}"\n', encoding="utf-8")
        return sum(
            map(
                _time,
                (
                    lambda: linker().link(f"{words}条例", document_number=words, year=2023),
                    lambda: linker().link(f"关于印发{words}的通知（{words}号）", year=2023),
                    lambda: identify(f"{words}人民政府", title=words, text=words),
                    lambda: resolve(store, "instrument", words),
                    lambda: check_query(f"SELECT * {{ ?x ?y '''{words}''' }} {words}"),
                    lambda: names_graphs(f"{words} SELECT * {{ ?x ?y ?z }}"),
                    lambda: read_sidecar(sidecar),
                    lambda: read_own_register(table),
                ),
            )
        )

    found = grows(seconds, 50_000)
    assert not found, f"{unit!r} repeated: {found}"
