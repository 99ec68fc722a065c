"""``fazhi view``: the graph as an interactive page."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.shared import store_option


@click.command(short_help="Write an interactive page of the graph. 生成图谱网页")
@click.argument("what", default="all")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default="fazhi.html",
    show_default=True,
    help="File of the page. 网页文件",
)
@click.option("--open", "open_page", is_flag=True, help="Open the page in the browser. 在浏览器中打开")
@store_option
def command(what: str, output: Path, open_page: bool, store_path: Path) -> None:
    """Write an interactive page of a park's reports, of one report (PARK/YEAR), or of all.

    生成可交互的图谱网页：某园区、某份报告（园区/年度）或全部（all）；单个文件，无须联网。

    \b
    Example 示例:
      fazhi view 启东生命健康产业园 -o park.html
    """
    from kg.graphs import title_of, to_networkx
    from kg.store import open_store
    from viz.page import write_graph_page

    with open_store(store_path, read_only=True) as store:
        graph = to_networkx(store, what)
        title = title_of(store, what)
    write_graph_page(graph, output, title=title)
    click.echo(
        f"{output}: {graph.number_of_nodes()} nodes 节点, {graph.number_of_edges()} edges 关系", err=True
    )
    if open_page:
        click.launch(str(output))
