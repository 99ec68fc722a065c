"""The whole answer to a question as a file: the same as ``fazhi query … -o FILE`` writes."""

from __future__ import annotations

from urllib.parse import quote

from fazhi.kg.output import workbook
from fazhi.kg.output.passages import evidence_in, passages_of
from fazhi.queries import Question, Result, heading, to_csv, to_json
from fazhi.web.answer import Answer
from fazhi.web.site import Site

#: File name extension -> media type.
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def download(site: Site, question: Question, result: Result, form: str) -> Answer:
    """The answer as a file; ``form`` is a key of :data:`FORMS`. Raises FazhiError if that cannot hold it."""
    return attached(
        _body(site, question, result, form),
        FORMS[form],
        f"{question.name}.{form}",
        question.title[site.language],
    )


def attached(body: bytes, media_type: str, name: str, title: str) -> Answer:
    """A file to be kept, called by its ``title`` where the browser can, else by its ``name``."""
    called = quote(f"{title}.{name.rpartition('.')[2]}", safe="")
    disposition = f"attachment; filename={name}; filename*=UTF-8''{called}"
    return Answer(body, media_type, headers=(("Content-Disposition", disposition),))


def _body(site: Site, question: Question, result: Result, form: str) -> bytes:
    if form == "csv":
        # The byte order mark tells Excel that it is UTF-8.
        return to_csv(result, line_end="\r\n").encode("utf-8-sig", "replace")
    if form == "json":
        return f"{to_json(result)}\n".encode("utf-8", "replace")
    answer = workbook.Answer(title=question.title["zh"], result=result, heading=heading)
    return workbook.workbook([answer], passages_of(site.store, evidence_in([result])))
