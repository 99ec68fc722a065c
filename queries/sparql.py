"""Runs a user's own SPARQL against the store: read-only, and confined to the store."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, islice

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from fazhi.ontology.languages import Both, both
from fazhi.ontology.namespaces import ID, PREFIXES, XSD
from fazhi.queries.errors import QueryRefused, QuerySyntaxError
from fazhi.queries.names import without_surrogates
from fazhi.queries.results import Result
from fazhi.queries.union import lacks_union

#: Brackets may be nested so deep. The parser calls itself for each, and dies of 20,000.
DEEPEST = 100
_BRACKETS = re.compile(r"[()\[\]{}]")
_SERVICE = re.compile("service", re.IGNORECASE)
_SERVICE_CLAUSE = re.compile(r"service(\s*silent\b)?", re.IGNORECASE)
_DATASET = re.compile(r"\b(graph|from)\b", re.IGNORECASE)
_PROLOGUE = re.compile(
    r"(?>(?:\s++|#[^\n]*(?:\n|$)|prefix\s+[^\s:]*:\s*<[^>]*>|base\s*<[^>]*>)*)(?P<keyword>\w*)", re.IGNORECASE
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
#: So much of what the parser wanted is told, in characters.
_LONGEST_LIST = 150
#: What is no name in a query, and names with a prefix, such as ``fz:Report``.
_NAMES = re.compile(
    r"""\"(?>(?:[^"\\\n]|\\.)*)\"|'(?>(?:[^'\\\n]|\\.)*)'|<[^<>"{}|^`\\\s]*+>|\#[^\n]*+"""
    r"""|(?<![\w:?$@-])(?P<name>(?P<prefix>[A-Za-z][\w-]*+):[^\s<>"'{}()|^`\\;]*+)"""
)
_DECLARED = re.compile(r"\bprefix\s+([^\s:]*+):", re.IGNORECASE)
_BASE = re.compile(r"\bbase\s*<", re.IGNORECASE)
_SELECT = re.compile(r"\bselect\b", re.IGNORECASE)
#: Prefixes that need not be declared: the project's, and that of its resources.
_PREFIXES = {**PREFIXES, "id": ID}
#: What the parser says in words of a query that it could read, with what to do.
_IN_WORDS = {
    "The SELECT contains a variable that is unbound": both(
        "the SELECT contains a variable that is not bound; beside COUNT, SUM and the like, GROUP BY it",
        "SELECT 中有未绑定的变量；与 COUNT、SUM 等并列的变量须写入 GROUP BY",
    ),
    "Duplicated variable name in SELECT": both(
        "the SELECT has a variable twice; name it anew", "SELECT 中有变量重名，请另取名称"
    ),
}
_UNKNOWN_FUNCTION = re.compile(r"The custom (?:aggregate )?function (<[^>]*>) is not supported")
_POSITION = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)


def run_sparql(store: Store, text: str, *, most: int | None = None) -> Result:
    """The answer to a SELECT, ASK, CONSTRUCT or DESCRIBE over the union of the store's graphs.

    With ``most``, only so many rows or triples are taken, and the rest is not computed if that can be helped.
    The project's prefixes need not be declared. ASK returns one column, ``answer``; CONSTRUCT and DESCRIBE
    return ``subject``, ``predicate`` and ``object``. Raises QuerySyntaxError, or QueryRefused for an update
    or for SERVICE, which would send requests from this machine.
    """
    answer = execute(store, text)
    if isinstance(answer, QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return Result(columns, tuple(tuple(row) for row in islice(answer, most)))
    if isinstance(answer, QueryBoolean):
        truth = Literal("true" if answer else "false", datatype=NamedNode(XSD + "boolean"))
        return Result(("answer",), ((truth,),))
    assert isinstance(answer, QueryTriples)
    # The union of graphs yields a triple once for each graph that contains it.
    triples = dict.fromkeys(
        (triple.subject, triple.predicate, triple.object) for triple in islice(answer, most)
    )
    return Result(("subject", "predicate", "object"), tuple(triples))


def is_graph_query(text: str) -> bool:
    """Whether a query is a CONSTRUCT or DESCRIBE, whose answer is a graph."""
    prologue = _PROLOGUE.match(text)
    return prologue is not None and prologue["keyword"].upper() in ("CONSTRUCT", "DESCRIBE")


def to_turtle(result: Result) -> bytes:
    """The answer to a CONSTRUCT or DESCRIBE in Turtle."""
    triples = (Triple(*row) for row in result.rows)  # type: ignore[arg-type]
    names = [str(term) for row in result.rows for term in row]
    used = {
        prefix: namespace
        for prefix, namespace in PREFIXES.items()
        if any(f"<{namespace}" in name for name in names)
    }
    turtle = serialize(triples, format=RdfFormat.TURTLE, prefixes=used)
    assert turtle is not None
    return turtle


def execute(
    store: Store, text: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """The answer as the database gives it, row by row.

    Graphs given by their IRIs stand in place of the query's FROM and FROM NAMED (SPARQL 1.1 Protocol, 2.1.4);
    where neither has any, the query is over the union of the store's graphs. Relative IRIs are below that of
    our resources. Raises as :func:`run_sparql`
    does, and ValueError if what is given as a graph is no IRI.
    """
    text = with_resources(text)
    _refuse(text)
    prefixes = {name: iri for name, iri in _PREFIXES.items() if f"{name}:" in text}
    try:
        if default_graphs or named_graphs:
            return store.query(
                text,
                prefixes=prefixes,
                base_iri=ID,
                default_graph=[NamedNode(graph) for graph in default_graphs],
                named_graphs=[NamedNode(graph) for graph in named_graphs],
            )
        union = lacks_union(store)
        return store.query(text, prefixes=prefixes, base_iri=ID, use_default_graph_as_union=union)
    except SyntaxError as error:
        raise _syntax_error(text, str(error)) from error
    except RuntimeError as error:
        _refuse_unknown_function(error)
        raise


def with_resources(text: str) -> str:
    """The query with the names of our resources as they are printed (``id:body/X``) in the form of SPARQL.

    In a name with a prefix SPARQL has no ``/`` and ``#``: an IRI below that of our resources, as long as the
    name, takes its place. A query that declares ``id:`` or a base itself stays as it is.
    """
    if "id:" not in text or _BASE.search(text) or "id" in _DECLARED.findall(text):
        return text
    return _NAMES.sub(lambda found: _as_iri(found[0]) if found["prefix"] == "id" else found[0], text)


def _as_iri(name: str) -> str:
    bare = name.rstrip(".,")
    return f"<{bare.removeprefix('id:')}> {name[len(bare) :]}" if "/" in bare else name


def check_query(text: str) -> None:
    """Raise QuerySyntaxError or QueryRefused unless ``text`` is a query confined to its store."""
    text = with_resources(text)
    _refuse(text)
    if error := _parse_error(text):
        raise _syntax_error(text, error)


def _refuse(text: str) -> None:
    """Raise QueryRefused or QuerySyntaxError for what must not come before a store, query or not.

    The store's own parser decides what is a SERVICE clause, because a second parser could disagree with it
    about strings, IRIs, comments or operators. The check misspells every "service" in the text: inside a
    name, string or comment this makes no difference, but where it was the keyword the query becomes
    invalid. A store never sees text that contains the keyword before this check has passed.
    """
    if not without_surrogates(text):
        line = next(n for n, line in enumerate(text.split("\n"), 1) if not without_surrogates(line))
        raise QuerySyntaxError("holds bytes that are no text", "含有不是文字的字节", line=line)
    if _depth(text) > DEEPEST:
        raise QueryRefused(
            f"brackets are nested more than {DEEPEST} deep; write the query flatter",
            f"括号嵌套超过{DEEPEST}层，请简化查询",
        )
    prologue = _PROLOGUE.match(text)
    if prologue and prologue["keyword"].upper() in _UPDATES:
        keyword = prologue["keyword"].upper()
        raise QueryRefused(
            f"{keyword} would change the store: only queries are run here",
            f"{keyword} 会改动存储：这里只接受查询",
        )
    if not _SERVICE.search(text):
        return
    error = _parse_error(_SERVICE.sub(lambda match: match[0][:-2] + "qx", text))
    if error is None:
        return
    # In the grammar GRAPH may stand wherever SERVICE may: if it parses, SERVICE was the only problem.
    if _parse_error(_SERVICE_CLAUSE.sub("GRAPH ", text)) is None:
        raise QueryRefused(
            "SERVICE would send requests to other machines and is not run here",
            "SERVICE 会向其他机器发送请求，这里不执行",
        )
    raise _syntax_error(text, error)


def _depth(text: str) -> int:
    """How deep brackets are nested, those in strings and comments included."""
    steps = (1 if bracket in "([{" else -1 for bracket in _BRACKETS.findall(text))
    return max(accumulate(steps), default=0)


def names_graphs(text: str) -> bool:
    """Whether a query that check_query accepts asks for named graphs, by GRAPH or FROM.

    As there, the parser decides: misspelt, the keyword breaks the query, and other words do not.
    """
    text = with_resources(text)
    return _parse_error(_DATASET.sub(lambda match: match[0][:-2] + "qx", text)) is not None


def _parse_error(text: str) -> str | None:
    try:
        Store().query(text, prefixes=_PREFIXES, base_iri=ID)
    except SyntaxError as error:
        return str(error)
    except RuntimeError as error:
        _refuse_unknown_function(error)
        raise
    return None


def _refuse_unknown_function(error: RuntimeError) -> None:
    """Raise QueryRefused if it is a function of the query that the store does not know."""
    if found := _UNKNOWN_FUNCTION.match(str(error)):
        raise QueryRefused(
            f"the function {found[1]} is not known here; take those of SPARQL 1.1",
            f"没有函数 {found[1]}；请用 SPARQL 1.1 的函数",
        ) from error


def _syntax_error(text: str, message: str) -> QuerySyntaxError:
    """The parser's message with the position corrected and the word found there."""
    words = " ".join(message.split())
    found = _POSITION.match(message)
    if not found:
        return QuerySyntaxError(words, parser=words)
    if undeclared := _undeclared(text):
        name, at = undeclared
        return _at(text, at, both(f"the prefix of “{name}” is not declared", f"“{name}”的前缀未声明"), words)
    keywords = found[3].split(", ")
    if said := next((told for beginning, told in _IN_WORDS.items() if beginning in keywords), None):
        selects = [each.start() for each in _SELECT.finditer(text)]
        return _at(text, selects[0] if len(selects) == 1 else len(text), said, words)
    lines = text.split("\n")
    line = min(int(found[1]), len(lines))
    offset = sum(len(before) + 1 for before in lines[: line - 1]) + int(found[2]) - 1
    # Where the parser expected a keyword, it reports the position at which that keyword would end.
    if all(re.fullmatch("[A-Z_]+", keyword) for keyword in keywords):
        offset = max(0, offset - min(map(len, keywords)))
    rest = text[offset:].split("\n", 1)[0].strip()
    if not rest and not text[offset:].strip():
        if _is_cut(text):
            return _at(text, offset, both("the query ends before it is complete", "查询不完整"), words)
        # All brackets are closed: only the parser knows what it wants.
        wanted = ", ".join(word for word in keywords if "[" not in word)[:_LONGEST_LIST]
        told = both("is not valid; is a variable bound twice?", "语法有误；是否有变量重复绑定？")
        if wanted:
            told = both(f"is not valid; expected {wanted}", f"语法有误，应为 {wanted}")
        return _at(text, offset, told, words)
    found_there = rest[:40] or "(end of line)"
    told = both(f"cannot be read from “{found_there}” on", f"从“{found_there}”起无法识别")
    return _at(text, offset, told, words)


def _at(text: str, offset: int, told: Both, words: str) -> QuerySyntaxError:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return QuerySyntaxError(*told, line=line, column=column, parser=words)


def _undeclared(text: str) -> tuple[str, int] | None:
    """The first name whose prefix is not declared, and where it stands."""
    known = {*_PREFIXES, *_DECLARED.findall(text)}
    for found in _NAMES.finditer(text):
        if found["name"] and found["prefix"] not in known:
            return found["name"].rstrip(".,"), found.start()
    return None


def _is_cut(text: str) -> bool:
    """Whether brackets or a string are still open at the end of a query, or there are none yet."""
    bare = _NAMES.sub(lambda found: found[0] if found["name"] else "", text)
    is_open = any(bare.count(opened) > bare.count(closed) for opened, closed in ("{}", "()"))
    return is_open or '"' in bare or "{" not in bare
