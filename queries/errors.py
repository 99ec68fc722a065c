"""What can go wrong with a question. Every message is one line: what, where, what to do.

FazhiError
├── CatalogueError          a file of the catalogue is not as it must be
├── QuestionError           the catalogue cannot answer this
│   ├── UnknownQuestion
│   ├── UnknownParameter
│   ├── MissingParameter
│   └── UnknownValue
├── QuerySyntaxError        not SPARQL
└── QueryRefused            SPARQL that is not run here
"""

from __future__ import annotations

from fazhi.ontology.errors import FazhiError


class CatalogueError(FazhiError):
    """The header of a question file is broken; the message begins with file and line."""


class QuestionError(FazhiError):
    """A question cannot be put as asked."""


class UnknownQuestion(QuestionError):  # noqa: N818
    """No question of the catalogue has this name."""


class UnknownParameter(QuestionError):  # noqa: N818
    """The question takes no parameter of this name."""


class MissingParameter(QuestionError):  # noqa: N818
    """A required parameter was not given."""


class UnknownValue(QuestionError):  # noqa: N818
    """A parameter's value is malformed, or names nothing or several things in the store."""


class QuerySyntaxError(FazhiError):
    """The text is no SPARQL query. ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"SPARQL, line {line}, column {column}: {message}")
        self.line = line
        self.column = column


class QueryRefused(FazhiError):  # noqa: N818
    """The query would reach beyond the store or change it."""
