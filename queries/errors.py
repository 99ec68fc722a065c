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
from fazhi.ontology.languages import both


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

    def __init__(self, en: str, zh: str = "", *, near: Sequence[str] = (), at: object = "") -> None:
        super().__init__(en, zh, at=at)
        self.near = tuple(near)


class QuerySyntaxError(FazhiError):
    """The text is not a valid SPARQL query. ``line`` and ``column`` count from 1.

    ``parser`` has the words of the database's parser, where they say more than the message.
    """

    def __init__(self, en: str, zh: str = "", *, line: int = 1, column: int = 1, parser: str = "") -> None:
        at = both(f"SPARQL, line {line}, column {column}", f"SPARQL 第{line}行第{column}列")
        super().__init__(en, zh, at=at)
        self.line = line
        self.column = column
        self.parser = parser


class QueryRefused(FazhiError):  # noqa: N818
    """The query would reach outside the store or change it."""
