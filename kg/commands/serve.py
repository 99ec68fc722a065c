"""``fazhi serve``: the store on the web."""

from __future__ import annotations

import secrets
from ipaddress import ip_address
from pathlib import Path

import click

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.shared import publication_options, store_option
from fazhi.kg.commands.terminal import complain
from fazhi.ontology.languages import BOTH, both, reading_in


@bilingual.command(
    help=both(
        "Serve the store over HTTP: pages for people, linked data and a SPARQL endpoint for "
        "programs; read-only. What is built meanwhile is served at once.\n\n"
        "With --edit, the page of a report has buttons to confirm, correct, dismiss and add what "
        "is read there, for who opens the address that is shown. Revisions stand in "
        "STORE/revisions (fazhi revise).",
        "启动网站：供人浏览的页面、供程序使用的关联数据和 SPARQL 查询；只读，不联网，可在浏览器中"
        "打开。服务期间重新构建的内容立即生效。\n\n"
        "--edit 打开审校：用启动时显示的网址进入，可在报告页面上确认、更正、排除、补录，结果存于 "
        "STORE/revisions。",
    ),
    short_help=both("Serve pages, linked data and SPARQL.", "启动网站和查询服务"),
    examples=(
        "fazhi serve",
        "fazhi serve --edit",
        "fazhi serve --host 0.0.0.0 --base-url https://data.example.gov.cn",
    ),
)
@bilingual.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help=both("Address to listen on.", "监听地址"),
)
@bilingual.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help=both("Port; 0 for any.", "端口；0 为任意空闲端口"),
)
@bilingual.option(
    "--base-url",
    help=both("Address by which the public reaches it.", "对外网址"),
)
@bilingual.option(
    "--no-sparql",
    is_flag=True,
    help=both("Pages and data only.", "只提供网页和数据，不提供 SPARQL 查询"),
)
@bilingual.option(
    "--data",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both("Serve what fazhi export wrote, instead of a store.", "用导出的文件代替知识图谱"),
)
@bilingual.option(
    "--edit",
    is_flag=True,
    help=both(
        "Let who has the address shown at the start revise what was read; on this machine only.",
        "允许持有启动时所示网址的人审校，只限本机",
    ),
)
@publication_options
@store_option
def command(
    host: str,
    port: int,
    base_url: str | None,
    no_sparql: bool,
    file: Path | None,
    edit: bool,
    store_path: Path,
    **publication: str | None,
) -> None:
    """Serve the store until the program is ended."""
    from fazhi.kg.output.portal.publication import Publication
    from fazhi.web.server.serve import listening, run
    from fazhi.web.source import source_of

    given = {name: value for name, value in publication.items() if value}
    if edit and file:
        raise wrong_use("--edit goes with a store, not with --data", "--edit 不能与 --data 同用")
    if edit and not _is_loopback(host):
        raise wrong_use(
            f"--edit is for this machine alone; take --host 127.0.0.1, not {host}",
            f"审校只在本机进行；请用 --host 127.0.0.1，而不是 {host}",
        )
    token = secrets.token_urlsafe(32) if edit else ""
    with source_of(store_path, file) as source, listening(host, port) as socket:
        at = f"http://{host if ':' not in host else f'[{host}]'}:{socket.getsockname()[1]}"
        address = (base_url or at).rstrip("/")
        endpoint = "" if no_sparql else f"{address}/sparql"
        served = Publication(address, endpoint, **({"homepage": f"{address}/zh/"} | given))
        ends = both("(Ctrl-C ends it)", "（按 Ctrl-C 结束）")
        complain(f"{both('serving at', '服务已启动：')} {at} {ends}")
        if edit:
            complain(f"{both('to revise, open', '审校请打开')} {at}/edit?token={token}")
        # Pages are in the language of their readers, not of who starts the server.
        with reading_in(BOTH):
            run(source, socket, served, edit_token=token)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
