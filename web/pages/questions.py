"""The questions of the catalogue (问题目录), by what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fazhi.queries import catalogue
from fazhi.queries.document import SECTIONS
from fazhi.web.site import NotFound, Site


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """All questions, with what each tells."""
    if key:
        raise NotFound(site.say("问题目录只有一页", "the questions stand on one page"))
    questions = catalogue().values()
    return site.render(
        "questions.html",
        title=site.say("可以直接提的问题", "Questions"),
        topics=[
            (tag, *titles, [question for question in questions if question.tags[0] == tag])
            for tag, titles in SECTIONS.items()
        ],
        count=len(questions),
    )


def keys(site: Site) -> Iterator[str]:
    """There is one."""
    yield ""
