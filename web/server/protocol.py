"""A request of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/), read from HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.requests import Request

from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import both
from fazhi.web.data.sparql import SparqlRequest

QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
_UPDATED = both("nothing can be changed here: only queries are run", "只接受查询，不接受更新")


class BadRequest(FazhiError):  # noqa: N818
    """A request that is not of the protocol; ``status`` is what HTTP says of it."""

    def __init__(self, en: str, zh: str, *, status: int = 400) -> None:
        super().__init__(en, zh)
        self.status = status


async def read_request(request: Request) -> SparqlRequest:
    """The query of a GET or POST request. Raises BadRequest."""
    given = _decoded(request.scope["query_string"])
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await request.body()
        if kind == UPDATE:
            raise BadRequest(*_UPDATED, status=403)
        if kind == QUERY:
            if any(name == "query" for name, _ in given):
                raise BadRequest(
                    "the query is given twice: in the address and in the body", "网址和正文中各有一个查询"
                )
            given.append(("query", _text(body)))
        elif kind == FORM:
            given += _decoded(body)
        else:
            raise BadRequest(
                f"send a query as {FORM} or {QUERY}, not as {kind or 'nothing named'}",
                f"查询请以 {FORM} 或 {QUERY} 发送",
                status=415,
            )
    return _of(given, request.headers.get("accept", ""))


def _of(given: Sequence[tuple[str, str]], accept: str) -> SparqlRequest:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for found, value in given if found == name)

    queries = values("query")
    if values("update") or values("using-graph-uri") or values("using-named-graph-uri"):
        raise BadRequest(*_UPDATED, status=403)
    if len(queries) != 1:
        raise BadRequest("give one query, as the parameter query", "请用参数 query 给出一个查询")
    return SparqlRequest(queries[0], values("default-graph-uri"), values("named-graph-uri"), accept)


def _decoded(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_text(encoded), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise BadRequest(f"the parameters cannot be read: {error}", f"参数无法读取：{error}") from error


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"byte {error.start} is not UTF-8", "请使用 UTF-8 编码") from error
