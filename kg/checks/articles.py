"""FZ112: cited articles compared with the number of articles that the law has."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from fazhi.extractors.language.numerals import is_number, parse_number
from fazhi.kg.checks.context import CheckContext
from fazhi.kg.checks.finding import Diagnostic
from fazhi.ontology.reference import Instrument
from fazhi.ontology.versions import Version, version_series

_ARTICLE = re.compile(r"第([〇零一二三四五六七八九十百千两\d]+)条")


def beyond_last(context: CheckContext) -> Iterator[Diagnostic]:
    """Articles behind the last one of the text in force in the reported year.

    Work of the year may rest on the text in force on its first or its last day; nothing is said where the
    number of articles of either is not known.
    """
    if context.year is None:
        return
    for cited in context.cited:
        written = cited.record.fields.get("article")
        if not written or not cited.link.instrument:
            continue
        articles = [int(parse_number(n)) for n in _ARTICLE.findall(written) if is_number(n)]
        last = _last_article(cited.link.instrument, context.year)
        if last is None or max(articles, default=0) <= last:
            continue
        yield Diagnostic(
            *cited.span,
            zh=f"《{cited.title}》共{last}条，没有第{max(articles)}条",
            en=f"{cited.title} has {last} articles; there is no article {max(articles)}",
            suggestion_zh="核对条文序号，或者所引的是否另一部法律",
            suggestion_en="Check the article, or whether another law is meant",
        )


def _last_article(instrument: Instrument, year: int) -> int | None:
    series = version_series().get(instrument.id)
    if series is None:
        return None
    days = (datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    in_force: set[Version] = {version for day in days if (version := series.on(day))}
    numbers = [version.articles for version in in_force]
    known = [number for number in numbers if number is not None]
    return max(known) if known and len(known) == len(numbers) else None
