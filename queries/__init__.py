"""Questions put to the knowledge graph: the catalogue, the code that runs it, and the output formats.

>>> from fazhi.queries import catalogue, run, table
>>> table(run(store, "cites-law", {"law": "安全生产法"}))  # doctest: +SKIP
"""

from fazhi.queries.asked import Asked, Given, Names, Reading, names_in, understand
from fazhi.queries.catalogue import Parameter, Question, catalogue, question
from fazhi.queries.errors import (
    CatalogueError,
    MissingParameter,
    QueryRefused,
    QuerySyntaxError,
    QuestionError,
    UnknownParameter,
    UnknownQuestion,
    UnknownValue,
)
from fazhi.queries.results import Result, Table, column_names, heading, table, to_csv, to_json
from fazhi.queries.runner import run
from fazhi.queries.sparql import check_query, execute, names_graphs, run_sparql

__all__ = [
    "Asked",
    "CatalogueError",
    "Given",
    "MissingParameter",
    "Names",
    "Parameter",
    "QueryRefused",
    "QuerySyntaxError",
    "Question",
    "QuestionError",
    "Reading",
    "Result",
    "Table",
    "UnknownParameter",
    "UnknownQuestion",
    "UnknownValue",
    "catalogue",
    "check_query",
    "column_names",
    "execute",
    "heading",
    "names_graphs",
    "names_in",
    "question",
    "run",
    "run_sparql",
    "table",
    "to_csv",
    "to_json",
    "understand",
]
