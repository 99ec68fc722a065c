"""``fazhi mcp``: a server that AI assistants ask."""

from __future__ import annotations

import logging
import os
import signal
import socket
from contextlib import closing
from pathlib import Path

from fazhi.kg.commands import bilingual
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.shared import store_option
from fazhi.kg.commands.terminal import complain, print_lines
from fazhi.kg.workers import kill_busy
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import BOTH, both, reading_in


@bilingual.command(
    help=both(
        "Answer AI assistants by the Model Context Protocol: questions, passages, names, drafts, "
        "SPARQL.\n\n"
        "An assistant starts it as a program and talks to it by standard input and output. With "
        "--http it is at http://HOST:PORT/mcp; there is no password, so give an address that "
        "only those reach who may read the store. HOST is what clients call it: requests that "
        "name another are refused.",
        "以模型上下文协议（MCP）供 AI 助手使用：提问、读原文、查名称、检查草稿、SPARQL；只读，每"
        "次调用限时限量。\n\n"
        "助手把它作为程序启动，经标准输入输出通信；--http 时地址为 http://主机:端口/mcp，没有密码"
        "保护，请只给可以读取该知识图谱的人能访问的地址；HOST 是客户端所用的名称，以其他名称访问的请"
        "求不予受理。",
    ),
    short_help=both("Serve AI assistants (MCP).", "供 AI 助手查询"),
    examples=(
        "fazhi mcp",
        "fazhi mcp --http 8765",
    ),
)
@bilingual.option(
    "--http",
    "address",
    metavar="[HOST:]PORT",
    help=both(
        "Serve over HTTP, for this machine alone unless HOST says otherwise.",
        "改用 HTTP；不写 HOST 时只供本机",
    ),
)
@store_option
def command(address: str | None, store_path: Path) -> None:
    """Serve assistants until the program is ended."""
    from fazhi.kg.store.opening import open_store

    listening = _listening(address) if address else None
    logging.basicConfig(handlers=[_Log()], level=logging.WARNING)
    try:
        from fazhi.kg.assistants.server import server
    except ModuleNotFoundError as error:
        raise FazhiError(
            f"assistants need {error.name}, which is not installed: pip install 'fazhi-kg[assistants]'",
            f"供 AI 助手使用需要 {error.name}，尚未安装：pip install 'fazhi-kg[assistants]'",
        ) from error
    with open_store(store_path, read_only=True):
        pass  # Where there is none, nobody need ask.
    try:
        # Answers to an assistant are not in the language of who starts the server.
        with reading_in(BOTH):
            if listening:
                _serve(store_path, *listening)
            else:
                for number in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(number, _end)
                server(store_path).run("stdio")
    finally:
        kill_busy()


def _end(number: int, _: object) -> None:
    """End at once: a thread that waits for the next line of standard input cannot be ended otherwise."""
    kill_busy()
    os._exit(128 + number)


def _serve(store_path: Path, host: str, listening: socket.socket) -> None:
    import uvicorn

    from fazhi.kg.assistants.server import http_app, server

    with closing(listening):
        port = listening.getsockname()[1]
        app = http_app(server(store_path), host, port)
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            limit_concurrency=100,
            timeout_graceful_shutdown=1,
        )
        name = f"[{host}]" if ":" in host else host
        print_lines([f"http://{name}:{port}/mcp"], stderr=True)
        uvicorn.Server(config).run(sockets=[listening])


def _listening(address: str) -> tuple[str, socket.socket]:
    """The host of ``address``, and a socket that listens there. Raises click.UsageError."""
    host, colon, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") if colon else "127.0.0.1"
    if not (host and port.isascii() and port.isdigit() and int(port) < 2**16):
        raise wrong_use(
            "give PORT or HOST:PORT, such as 127.0.0.1:8765",
            "请写成 端口 或 主机:端口，如 127.0.0.1:8765",
            at=address,
        )
    if host in ("0.0.0.0", "::", "*"):
        raise wrong_use(
            f"{host} is no name by which clients call this machine; give one, such as 127.0.0.1",
            f"{host} 不是客户端所用的名称；请给出客户端所用的主机名或地址，如 127.0.0.1",
        )
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return host, socket.create_server((host, int(port)), family=family)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or both("not a name of a host", "不是主机名")
        raise wrong_use(f"cannot listen there ({why})", f"无法监听（{why}）", at=address) from error


class _Log(logging.Handler):
    """What libraries have to tell, on standard error: the other one is for the protocol."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        complain(record.getMessage() + (f": {type(error).__name__}: {error}" if error else ""))
