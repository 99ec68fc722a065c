"""What is written into a copy of a draft: remarks (批注) at its words, and corrections of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fazhi.kg.checks import Finding
from fazhi.kg.checks.explanations import Language
from fazhi.kg.checks.finding import Place
from fazhi.kg.checks.text_output import said

#: Who remarks and corrects, as Word shows it.
AUTHOR, INITIALS = "fazhi", "法"
_NOTHING = {"zh": "没有发现问题。", "en": "Nothing was found."}


@dataclass(frozen=True)
class Remark:
    """Paragraphs of text on the words at ``place``, lines and columns in the source text.

    ``general``: they are on the whole report, and the place is that of its title.
    """

    place: Place
    paragraphs: tuple[str, ...]
    general: bool = False


def remarks(
    findings: Iterable[Finding], notes: Sequence[str], title: Place, language: Language
) -> list[Remark]:
    """A remark on each finding, and one of the ``notes`` on the whole report at its ``title``.

    Where there is nothing to say, one says that, so that a copy always shows that the draft was checked.
    """
    found = [Remark(title, tuple(notes), general=True)] if notes else []
    found += [Remark(finding.place, said(finding, language)) for finding in findings]
    return found or [Remark(title, (_NOTHING[language],), general=True)]
