"""Runs a user's own SPARQL against the store: read-only, and confined to the store."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, islice

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from fazhi.ontology.namespaces import ID, PREFIXES, XSD
from fazhi.queries.errors import QueryRefused, QuerySyntaxError
from fazhi.queries.names import without_surrogates
from fazhi.queries.results import Result
from fazhi.queries.union import lacks_union

#: Brackets may be nested so deep. The parser calls itself for each, and dies of 20,000.
DEEPEST = 100
_SERVICE = re.compile("service", re.IGNORECASE)
_SERVICE_CLAUSE = re.compile(r"service(\s*silent\b)?", re.IGNORECASE)
_DATASET = re.compile(r"\b(graph|from)\b", re.IGNORECASE)
_PROLOGUE = re.compile(
    r"(?>(?:\s++|#[^\n]*(?:\n|$)|prefix\s+[^\s:]*:\s*<[^>]*>|base\s*<[^>]*>)*)(?P<keyword>\w*)", re.IGNORECASE
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
#: Characters of a prefixed name that a message can name.
_LONGEST_NAME = 100
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


def execute(
    store: Store, text: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """The answer as the database gives it, row by row.

    Graphs given by their IRIs stand in place of the query's FROM and FROM NAMED (SPARQL 1.1 Protocol, 2.1.4);
    where neither has any, the query is over the union of the store's graphs. Relative IRIs are below that of
    our resources. Raises as :func:`run_sparql`
    does, and ValueError if what is given as a graph is no IRI.
    """
    check_query(text)
    if default_graphs or named_graphs:
        return store.query(
            text,
            prefixes=PREFIXES,
            base_iri=ID,
            default_graph=[NamedNode(graph) for graph in default_graphs],
            named_graphs=[NamedNode(graph) for graph in named_graphs],
        )
    return store.query(text, prefixes=PREFIXES, base_iri=ID, use_default_graph_as_union=lacks_union(store))


def check_query(text: str) -> None:
    """Raise QuerySyntaxError or QueryRefused unless ``text`` is a query confined to its store.

    The store's own parser decides what is a SERVICE clause, because a second parser could disagree with it
    about strings, IRIs, comments or operators. The check misspells every "service" in the text: inside a
    name, string or comment this makes no difference, but where it was the keyword the query becomes
    invalid. A store never sees text that contains the keyword before this check has passed.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not without_surrogates(line):
            raise QuerySyntaxError("holds bytes that are no text", "含有不是文字的字节", line=number)
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
    error = _parse_error(_SERVICE.sub(lambda match: match[0][:-2] + "qx", text))
    if error is None:
        return
    # In the grammar GRAPH may stand wherever SERVICE may: if it parses, SERVICE was the only problem.
    if _SERVICE.search(text) and _parse_error(_SERVICE_CLAUSE.sub("GRAPH ", text)) is None:
        raise QueryRefused(
            "SERVICE would send requests to other machines and is not run here",
            "SERVICE 会向其他机器发送请求，这里不执行",
        )
    raise _syntax_error(text, error)


def _depth(text: str) -> int:
    """How deep brackets are nested, those in strings and comments included."""
    steps = (1 if character in "([{" else -1 for character in text if character in "()[]{}")
    return max(accumulate(steps), default=0)


def names_graphs(text: str) -> bool:
    """Whether a query that check_query accepts asks for named graphs, by GRAPH or FROM.

    As there, the parser decides: misspelt, the keyword breaks the query, and other words do not.
    """
    return _parse_error(_DATASET.sub(lambda match: match[0][:-2] + "qx", text)) is not None


def _parse_error(text: str) -> str | None:
    try:
        Store().query(text, prefixes=PREFIXES, base_iri=ID)
    except SyntaxError as error:
        return str(error)
    return None


def _syntax_error(text: str, message: str) -> QuerySyntaxError:
    """The parser's message with the position corrected and the word found there."""
    words = " ".join(message.split())
    found = _POSITION.match(message)
    if not found:
        return QuerySyntaxError(words, parser=words)
    lines = text.split("\n")
    line = min(int(found[1]), len(lines))
    offset = sum(len(before) + 1 for before in lines[: line - 1]) + int(found[2]) - 1
    # Where the parser expected a keyword, it reports the position at which that keyword would end.
    keywords = found[3].split(", ")
    if all(re.fullmatch("[A-Z_]+", keyword) for keyword in keywords):
        offset = max(0, offset - min(map(len, keywords)))
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    name = re.search(r"[\w-]*:[\w./-]*$", text[max(0, offset - _LONGEST_NAME) : offset])
    if "Prefix not found" in message and name:
        return QuerySyntaxError(
            f"the prefix of “{name[0]}” is not declared",
            f"“{name[0]}”的前缀未声明",
            line=line,
            column=column - len(name[0]),
            parser=words,
        )
    rest = text[offset:].split("\n", 1)[0].strip()
    if not rest and not text[offset:].strip():
        return QuerySyntaxError(
            "the query ends before it is complete", "查询不完整", line=line, column=column, parser=words
        )
    found_there = rest[:40] or "(end of line)"
    return QuerySyntaxError(
        f"cannot be read from “{found_there}” on",
        f"从“{found_there}”起无法识别",
        line=line,
        column=column,
        parser=words,
    )
