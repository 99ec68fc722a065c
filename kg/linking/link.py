"""What a cited title was linked to, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal

from fazhi.ontology.reference import Instrument

LinkKind = Literal["exact", "alias", "ambiguous", "variant", "none", "person"]


class Reason(Enum):
    """Why a title leads to an instrument, or to none."""

    #: The instrument's own title or short title, ignoring spelling.
    OWN_TITLE = auto()
    #: Several instruments have this title; this one existed in the reported year.
    NAMESAKE_OF_YEAR = auto()
    #: A name that can mean only this instrument.
    OTHER_NAME = auto()
    #: The title without its years; the reported year decides which instrument is meant.
    YEARS_LEFT_OUT = auto()
    #: A version or draft: （2021年修订）, （试行）.
    VERSION = auto()
    #: 新修订的 before the title.
    NEWLY_REVISED = auto()
    #: The document number (文号) as part of the title.
    NUMBER_IN_TITLE = auto()
    #: The title inside its covering notice: 关于印发《…》的通知.
    COVERING_NOTICE = auto()
    #: The title preceded by its issuer.
    ISSUER = auto()
    #: A short form that the report defines (以下简称).
    DEFINED_SHORT_FORM = auto()
    #: The title without the place at its head, in a report from that place: 行政程序条例 in 江苏.
    PLACES_SHORT_FORM = auto()
    #: Its document number (文号) tells it from others of this name.
    OWN_NUMBER = auto()
    #: The words around the title say whose it is: 国务院《…》, 我省《…》, a number of the State Council.
    WORDS_SAY_WHOSE = auto()
    #: The report issued it (制定、印发): it is of the report's own place.
    ISSUED_HERE = auto()
    #: Others of this name stand beside it in one list with their full titles.
    LISTED_BESIDE = auto()
    #: The report cited it before, with words that tell it from others of this name.
    CITED_BEFORE = auto()
    #: Of those of this name, the one that was law in the reported year.
    LAW_OF_YEAR = auto()
    #: Several instruments have this name, and nothing tells which is meant.
    HOMONYMS = auto()
    #: The text says whose it is, and the register has none of that name from there.
    OF_ANOTHER_PLACE = auto()
    #: The register has the title with other years.
    OTHER_YEARS = auto()
    #: The register has another document number for it.
    NUMBER_DIFFERS = auto()
    #: The title is unknown and its document number belongs to another instrument.
    NUMBER_OF_ANOTHER = auto()
    #: A slip in 中华人民共和国.
    STATE_NAME_SLIP = auto()
    #: One slip away from a known title.
    CLOSE = auto()
    #: A field of law (国际法), not a title.
    FIELD_OF_LAW = auto()
    #: A person said which instrument is meant, or that none of the register is.
    PERSON = auto()


@dataclass(frozen=True)
class Link:
    """What a title was linked to. ``reasons``: every step that led there, starting from the title as written.

    :mod:`fazhi.kg.linking.instruments` explains the kinds; ``person`` is what a person said. Only that,
    ``exact`` and ``alias`` have an ``instrument``; a ``variant`` has a ``suggestion``, ``ambiguous`` two
    ``candidates`` or more, those of the nearest place first and national ones last. An unknown title has no
    reasons.
    """

    kind: LinkKind
    instrument: Instrument | None = None
    suggestion: Instrument | None = None
    candidates: tuple[Instrument, ...] = ()
    reasons: tuple[Reason, ...] = ()
