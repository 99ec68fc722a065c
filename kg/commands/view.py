"""``fazhi view``: the graph as an interactive page, or as a file of other programs for graphs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.output import write_output
from fazhi.kg.commands.shared import store_option
from fazhi.kg.commands.terminal import print_lines
from fazhi.ontology.languages import both

if TYPE_CHECKING:
    from fazhi.kg.store.graph_store import GraphStore


@bilingual.command(
    help=both(
        "Write an interactive page of a park's reports, of one report (PARK/YEAR), or of all. "
        "matrix: what each report evidences of each statutory obligation.\n\n"
        "A file .graphml or .gexf has the same graph for programs that lay out and measure "
        "graphs (Gephi, yEd, Cytoscape, igraph).",
        "生成可交互的图谱网页：某园区、某份报告（园区/年度）或全部（all）；单个文件，无须联网。"
        "matrix 为各报告对法定义务的体现情况。\n\n"
        "后缀为 .graphml、.gexf 时，把同一张图写给图分析软件（Gephi、yEd、Cytoscape、igraph）。",
    ),
    short_help=both("Write an interactive page of the graph.", "生成图谱网页"),
    examples=(
        "fazhi view 启东生命健康产业园 -o park.html",
        "fazhi view all -o reports.gexf",
        "fazhi view matrix -o matrix.html",
    ),
)
@click.argument("what", default="all")
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
@store_option
def command(what: str, output: Path, open_page: bool, store_path: Path) -> None:
    """Write a page of the graph or of the matrix."""
    from fazhi.kg.store.opening import open_store

    with open_store(store_path, read_only=True) as store:
        said = _write_matrix(store, output) if what == "matrix" else _write_graph(store, what, output)
    print_lines([f"{output}: {said}"], stderr=True)
    if open_page:
        click.launch(str(output))


def _write_graph(store: GraphStore, what: str, output: Path) -> str:
    from fazhi.kg.output.graph_files import GRAPH_FORMS
    from fazhi.kg.output.networkx_graph import title_of, to_networkx
    from fazhi.viz.page import graph_page

    graph = to_networkx(store, what)
    written = GRAPH_FORMS.get(output.suffix.lower())
    data = written(graph) if written else graph_page(graph, title=title_of(what)).encode()
    write_output(data, output)
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    return str(both(f"{nodes} nodes, {edges} edges", f"{nodes}个节点，{edges}条关系"))


def _write_matrix(store: GraphStore, output: Path) -> str:
    from fazhi.kg.output.graph_files import GRAPH_FORMS
    from fazhi.kg.output.matrix import marked_beside, matrix_of, told_of
    from fazhi.kg.store.files import StoreError
    from fazhi.viz.matrix import matrix_page

    if output.suffix.lower() in GRAPH_FORMS:
        raise wrong_use("the matrix is no graph; name a page, .html", "矩阵不是图，请用 .html", at=output)
    matrix = matrix_of(store)
    assessed = sum(cell is not None for cells in matrix.cells for cell in cells)
    if not assessed:
        raise StoreError(f"{store.path}: no assessed report; build some first: fazhi build REPORTS")
    title = "法定义务体现情况一览 · Statutory obligations and what reports evidence"
    told = told_of(store, href=marked_beside(output.parent))
    write_output(matrix_page(matrix, told, title=title).encode(), output)
    reports = len(matrix.columns)
    return str(both(f"{reports} reports, {assessed} assessments", f"{reports}份报告，{assessed}条评估"))
