"""The errors a question can raise. Every message is one line: what is wrong, where, and what to do.

FazhiError
├── CatalogueError          a file of the catalogue is malformed
├── QuestionError           the catalogue cannot answer what was asked
│   ├── UnknownQuestion
│   ├── UnknownParameter
│   ├── MissingParameter
│   └── UnknownValue
├── QuerySyntaxError        not SPARQL
└── QueryRefused            SPARQL that is not allowed here
"""

from __future__ import annotations

from collections.abc import Sequence

from fazhi.ontology.errors import FazhiError


class CatalogueError(FazhiError):
    """The header of a question file is malformed. The message begins with the file and line."""


class QuestionError(FazhiError):
    """A question cannot be asked in this way."""


class UnknownQuestion(QuestionError):  # noqa: N818
    """No question in the catalogue has this name."""


class UnknownParameter(QuestionError):  # noqa: N818
    """The question takes no parameter of this name."""


class MissingParameter(QuestionError):  # noqa: N818
    """A required parameter was not given."""


class UnknownValue(QuestionError):  # noqa: N818
    """A parameter's value is malformed, or matches no thing or several things in the store.

    ``near`` are names or IRIs of the store that may be meant.
    """

    def __init__(self, message: str, near: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.near = tuple(near)


class QuerySyntaxError(FazhiError):
    """The text is not a valid SPARQL query. ``line`` and ``column`` count from 1.

    ``parser`` has the words of the database's parser, where they say more than the message.
    """

    def __init__(self, message: str, line: int, column: int, parser: str = "") -> None:
        super().__init__(message, line, column, parser)
        self.message = message
        self.line = line
        self.column = column
        self.parser = parser

    def __str__(self) -> str:
        return f"SPARQL, line {self.line}, column {self.column}: {self.message}"


class QueryRefused(FazhiError):  # noqa: N818
    """The query would reach outside the store or change it."""
