"""``fazhi view``: the graph as an interactive page, or as a file of other programs for graphs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands import bilingual, completion
from fazhi.kg.commands.beside import evidence_beside, texts_beside
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.output import write_output
from fazhi.kg.commands.shared import store_option
from fazhi.kg.commands.terminal import print_lines
from fazhi.ontology.languages import both

if TYPE_CHECKING:
    from fazhi.kg.output.views import View
    from fazhi.kg.store.graph_store import GraphStore

#: Reports whose words a page of the matrix has, some 8 kB of each.
_WITH_WORDS = 400


@bilingual.command(
    help=both(
        "Write an interactive page: of all reports, a body, a report (BODY/YEAR), a law, an answer.\n\n"
        "bodies: bodies by shared laws. laws: laws that are cited together. firms: bodies and law firms. "
        "matrix: what each report evidences of each statutory obligation; matrix NAME of a body, place or "
        "kind (matrix 江苏省, matrix Park/2023).\n\n"
        "A file .graphml or .gexf has the graph of reports for programs that lay out and measure "
        "graphs (Gephi, yEd, Cytoscape, igraph).",
        "生成可交互的图谱网页：全部（all）、某单位、某份报告（单位/年度）、某部法律、某项义务、某个问题的结果；"
        "单个文件，无须联网。\n\n"
        "bodies 为单位间的共同引用，laws 为一同引用的法律文件，firms 为单位和律师事务所，"
        "matrix 为各报告对法定义务的体现情况，其后可加单位、地名或类别"
        "（matrix 江苏省、matrix 园区/2023）。\n\n"
        "后缀为 .graphml、.gexf 时，把报告的图写给图分析软件（Gephi、yEd、Cytoscape、igraph）。",
    ),
    short_help=both("Write an interactive page of the graph.", "生成图谱网页"),
    examples=(
        "fazhi view 启东生命健康产业园 -o park.html",
        "fazhi view --law 安全生产法",
        "fazhi view --query cites-law law=安全生产法",
        "fazhi view all -o reports.gexf",
        "fazhi view matrix -o matrix.html",
    ),
)
@click.argument("what", nargs=-1, shell_complete=completion.views)
@bilingual.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default="fazhi.html",
    show_default=True,
    help=both(
        "File of the page; .graphml and .gexf are for other programs.",
        "网页文件；.graphml、.gexf 供其他程序使用",
    ),
)
@bilingual.option(
    "--open",
    "open_page",
    is_flag=True,
    help=both("Open the page in the browser.", "在浏览器中打开"),
)
@bilingual.option("--law", help=both("View of a law or other instrument.", "一部法律文件的图谱"))
@bilingual.option("--obligation", help=both("View of a statutory obligation.", "一项法定义务的图谱"))
@bilingual.option(
    "--query",
    help=both(
        "View of an answer: a question of the catalogue with its NAME=VALUE behind it, or a file .rq with a "
        "CONSTRUCT.",
        "一个问题的结果，参数写在其后（名称=值）；或 .rq 文件中的 CONSTRUCT",
    ),
)
@store_option
def command(
    what: tuple[str, ...],
    output: Path,
    open_page: bool,
    law: str | None,
    obligation: str | None,
    query: str | None,
    store_path: Path,
) -> None:
    """Write a page of the graph or of the matrix."""
    from fazhi.kg.store.opening import open_store

    asked = [
        name for name, value in (("--law", law), ("--obligation", obligation), ("--query", query)) if value
    ]
    most = 2 if what[:1] == ("matrix",) else 1
    if len(asked) + (bool(what) and not query) > 1 or (len(what) > most and not query):
        raise wrong_use("ask for one view at a time", "一次只能生成一种视图")
    name = what[0] if what else "all"
    with open_store(store_path, read_only=True) as store:
        if output.suffix.lower() in (".graphml", ".gexf") and (asked or name in ("bodies", "laws", "firms")):
            raise wrong_use(
                "only the graph of reports is written so; name a page, .html",
                "只有报告的图可写成这种格式，此视图请用 .html",
                at=output,
            )
        if name == "matrix" and not asked:
            said = _write_matrix(store, what[1:], output)
        else:
            said = _write_graph(store, name, _view(store, what, law, obligation, query), output)
    print_lines([f"{output}: {said}"], stderr=True)
    if open_page:
        click.launch(str(output))


def _view(
    store: GraphStore, what: tuple[str, ...], law: str | None, obligation: str | None, query: str | None
) -> Callable[[], View]:
    from fazhi.kg.output import views

    if law:
        return partial(views.view_of_thing, store, "law", law)
    if obligation:
        return partial(views.view_of_thing, store, "obligation", obligation)
    if query:
        return partial(_view_of_answer, store, query, what)
    return partial(views.view_of, store, what[0] if what else "all")


def _view_of_answer(store: GraphStore, query: str, given: tuple[str, ...]) -> View:
    from fazhi.kg.output.views import view_of_answer, view_of_query
    from fazhi.queries import question, run

    file = Path(query)
    if file.suffix == ".rq":
        try:
            return view_of_query(store, file.read_text("utf-8"), file.stem)
        except (OSError, UnicodeDecodeError) as error:
            raise wrong_use("cannot be read", "无法读取", at=file) from error
    wrong = [text for text in given if "=" not in text]
    if wrong:
        raise wrong_use("write NAME=VALUE", "请写成 名称=值", at=wrong[0])
    parameters = dict(text.split("=", 1) for text in given)
    asked = question(query)
    return view_of_answer(store, asked, run(store.dataset, asked, parameters))


def _write_graph(store: GraphStore, name: str, view: Callable[[], View], output: Path) -> str:
    from fazhi.kg.output.graph_files import GRAPH_FORMS
    from fazhi.kg.output.networkx_graph import graphs_around
    from fazhi.viz.page import graph_page

    sizes: list[tuple[int, int]] = []
    if written := GRAPH_FORMS.get(output.suffix.lower()):
        write_output(lambda out: sizes.append(written(graphs_around(store, name), out)), output)
    else:
        made = view()
        graph = made.graph
        page = graph_page(
            graph,
            title=made.title[0],
            title_en=made.title[1],
            address=texts_beside(store, output.absolute().parent),
        )
        write_output(page.encode(), output)
        sizes.append((graph.number_of_nodes(), graph.number_of_edges()))
    [(nodes, edges)] = sizes
    return str(both(f"{nodes} nodes, {edges} edges", f"{nodes}个节点，{edges}条关系"))


def _write_matrix(store: GraphStore, of: tuple[str, ...], output: Path) -> str:
    from fazhi.kg.output.graph_files import GRAPH_FORMS
    from fazhi.kg.output.matrix import matrix_of, part_of, told_of
    from fazhi.kg.store.files import StoreError
    from fazhi.viz.matrix import matrix_page

    if output.suffix.lower() in GRAPH_FORMS:
        raise wrong_use("the matrix is no graph; name a page, .html", "矩阵不是图，请用 .html", at=output)
    matrix = matrix_of(store)
    if not any(cell for cells in matrix.cells for cell in cells):
        raise StoreError(
            "no assessed report; build some first: fazhi build REPORTS",
            "没有评估过的报告，请先构建：fazhi build 报告",
            at=store.path,
        )
    title = "法定义务体现情况一览 · Statutory obligations and what reports evidence"
    for part in of:
        matrix, title = part_of(matrix, part), f"{part} · {title}"
    assessed = sum(cell is not None for cells in matrix.cells for cell in cells)
    reports = len(matrix.columns)
    said = both(f"{reports} reports, {assessed} assessments", f"{reports}份报告，{assessed}条评估")
    told = None
    if reports <= _WITH_WORDS:
        href = evidence_beside(store, output.absolute().parent)
        told = told_of(store, [column.key for column in matrix.columns], href)
    else:
        said = both(
            f"{said.en}, without the words of so many; with a body, place or kind behind it, with them",
            f"{said.zh}；报告多，未收入原文，后面加单位、地名或类别则收入",
        )
    write_output(matrix_page(matrix, told, title=title).encode(), output)
    return str(said)
