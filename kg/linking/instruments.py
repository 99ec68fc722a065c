"""Which instrument of the register a cited title means.

An ``exact`` link matches the instrument's own title or short title, ignoring spelling (white space, widths,
brackets, dashes, 中华人民共和国). An ``alias`` is any other name that can mean only that instrument: a listed
alias, the title with or without a suffix such as （试行） or （2021年修订）, without its issuer, inside a
covering notice (关于印发《…》的通知), or a short form that the report defines. A ``variant`` is a near miss:
the title matches no instrument but is one slip away from a known one, which is given as ``suggestion``, never
as ``instrument``.

A bare title (《优化营商环境条例》) may mean a national instrument and those of the report's own city and
province, whose titles begin with the place. The words of the report decide, then the reported year
(:mod:`fazhi.kg.linking.homonyms`). Where one is left, it is linked. Where several are left, the link is
``ambiguous``: it has no ``instrument``, and names those that may be meant as ``candidates``. That holds even
where the words are the full title of a national one, since people also leave out the name of their own place.
It concerns only what provinces and cities make, too: 条例, 办法, 规定, 细则. A title that ends in 法 is a
law, which only the National People's Congress makes, and is linked at once. Instruments of other places are
looked for only where the text names the place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fazhi.kg.linking.attribution import NATION, PLACE_WORDS, Attribution
from fazhi.kg.linking.homonyms import (
    ALONE,
    Candidate,
    Circumstances,
    Surroundings,
    antecedent,
    narrowed,
    nearest_first,
)
from fazhi.kg.linking.link import Link, LinkKind, Reason
from fazhi.kg.linking.names import Names
from fazhi.kg.linking.places import is_local
from fazhi.kg.linking.titles import (
    FIELDS_OF_LAW,
    Dated,
    dated,
    definitions_in,
    final_word,
    guess_kind,
    names_a_law,
    unwrapped,
    with_state_name_restored,
    without_newness,
    without_number,
    without_suffix,
)
from fazhi.kg.linking.variants import VariantIndex
from fazhi.ontology.divisions import Division
from fazhi.ontology.reference import Instrument
from fazhi.ontology.titles import STATE_NAME, title_key

__all__ = ["Link", "LinkKind", "Linker", "Reason", "definitions_in", "guess_kind"]

#: First words of titles that only national bodies give.
_NATIONAL_HEADS = ("国务院", "中共中央", "中国共产党", "全国人民代表大会")
#: 我省, 市 … as the first word of a title: 《省优化营商环境条例》, 《本市物业管理条例》.
_PLACE_WORD = re.compile(rf"^[我本]?(?P<kind>{'|'.join(PLACE_WORDS)})")


class Linker:
    """Links titles to the instruments of one register (``fazhi.ontology.reference.instruments()``)."""

    def __init__(self, instruments: Mapping[str, Instrument]) -> None:
        self._names = Names(instruments)
        self._variants = VariantIndex((*self._names.titles, *self._names.aliases))

    def link(
        self,
        title: str,
        *,
        document_number: str | None = None,
        year: int | None = None,
        place: Division | None = None,
        definitions: Mapping[str, str] | None = None,
        around: Surroundings = ALONE,
    ) -> Link:
        """What ``title`` means in a report on ``year`` by a body in ``place``.

        ``document_number`` is the number after the title, ``definitions`` the full titles of the short forms
        that the report defines, by the key of each (see :func:`~fazhi.kg.linking.titles.defined_titles`),
        ``around`` what it says around the title. Never raises: the link of an unknown title is ``none``.
        """
        key = title_key(title)
        full = definitions.get(key) if definitions else None
        if full and title_key(full) != key:
            meant = self.link(full, document_number=document_number, year=year, place=place, around=around)
            return _as_short_form(meant, Reason.DEFINED_SHORT_FORM)
        standing_for = antecedent(key, around)
        if standing_for:
            return _as_short_form(standing_for, Reason.CITED_BEFORE)
        national = STATE_NAME in title or key.startswith(_NATIONAL_HEADS)
        case = Circumstances(year, place, document_number, around, told=NATION if national else None)
        found = (
            self._of_place_word(key, case)
            or self._of_title(key, case, title)
            or self._of_other_form(key, case)
        )
        if found:
            return self._checked(found, key, document_number)
        return self._near_miss(key, document_number)

    def _of_title(self, key: str, case: Circumstances, title: str = "") -> Link | None:
        """What the key means as it stands: the instrument of that name, or one of its homonyms."""
        literal = self._literal(key, case.year, title)
        local = self._local_candidates(key, case)
        if not local and len(literal) < 2 and (not literal or _tells_whose(key, literal) or not case.whose):
            return literal[0] if literal else None
        named = [
            Candidate(link.instrument, self._names.places[link.instrument.id], literal=True)
            for link in literal
            if link.instrument
            and self._may_hold(link.instrument, case, alone=not local and len(literal) == 1)
        ]
        known = {candidate.instrument.id for candidate in named}
        candidates = [*named, *(c for c in local if c.instrument.id not in known)]
        return self._meant(candidates, literal, case, key) if candidates else None

    def _meant(
        self, candidates: Sequence[Candidate], literal: Sequence[Link], case: Circumstances, key: str
    ) -> Link:
        left, reasons = narrowed(candidates, case, key)
        if not left:
            return Link("none", reasons=(Reason.OF_ANOTHER_PLACE,))
        if len(left) > 1:
            several = nearest_first(left, case)
            return Link("ambiguous", candidates=several, reasons=(*reasons, Reason.HOMONYMS))
        meant = left[0].instrument
        own = next((link for link in literal if link.instrument is meant), None)
        if own:
            return replace(own, reasons=(*own.reasons, *reasons))
        return Link("alias", meant, reasons=(Reason.PLACES_SHORT_FORM, *reasons))

    def _local_candidates(self, key: str, case: Circumstances) -> list[Candidate]:
        by_place = self._names.local.get(key)
        if not by_place:
            return []
        return [
            Candidate(instrument, place, literal=False)
            for place in case.places
            for instrument in by_place.get(place, ())
        ]

    def _may_hold(self, instrument: Instrument, case: Circumstances, *, alone: bool) -> bool:
        """Whether an instrument of that very title may hold where the body is; the only one always may."""
        place = self._names.places[instrument.id]
        return alone or place is None or case.place is None or place in case.places

    def _literal(self, key: str, year: int | None, title: str) -> list[Link]:
        """The instruments whose title, short title, alias or title without its years the key is."""
        titled = self._names.titles.get(key, ())
        if len(titled) > 1:
            spelled = title_key(title, commas=True)
            titled = [i for i in titled if spelled in _spellings_with_commas(i)] or titled
        if len(titled) == 1:
            earlier = self._homonym(key, titled[0], year)
            if earlier:
                return [Link("exact", earlier, reasons=(Reason.NAMESAKE_OF_YEAR,))]
        if titled:
            return [Link("exact", instrument, reasons=(Reason.OWN_TITLE,)) for instrument in titled]
        named = self._names.aliases.get(key)
        if named:
            return [Link("alias", instrument, reasons=(Reason.OTHER_NAME,)) for instrument in named]
        versions = self._names.dated.get(key)
        return [_version_of(versions, year)] if versions else []

    def _homonym(self, key: str, instrument: Instrument, year: int | None) -> Instrument | None:
        """The earlier instrument of the same name that a report on ``year`` means (国家安全法 of 1993)."""
        if year is None or instrument.promulgated is None or instrument.promulgated.year <= year:
            return None
        earlier = [
            namesake
            for _, namesake in self._names.dated.get(key, ())
            if namesake.promulgated and namesake.promulgated.year <= year
        ]
        return earlier[-1] if earlier else None

    def _of_place_word(self, key: str, case: Circumstances) -> Link | None:
        """What 《省优化营商环境条例》 means: that of the body's own province, never the national one."""
        word = _PLACE_WORD.match(key)
        rest = key[word.end() :] if word else ""
        if (
            not word
            or not (rest in self._names.local or rest in self._names.titles)
            or key in self._names.titles
        ):
            return None
        found = self._of_title(rest, replace(case, told=Attribution(kinds=(word["kind"],))))
        return found or Link("none", reasons=(Reason.OF_ANOTHER_PLACE,))

    def _of_other_form(self, key: str, case: Circumstances) -> Link | None:
        """The instrument that the title leads to once a number, suffix, issuer or wrapping is removed."""
        unnumbered = without_number(key)
        inner = unwrapped(key)
        issuer, unissued = self._names.without_issuer(unnumbered)
        forms: list[tuple[str | None, Reason]] = [
            (unnumbered, Reason.NUMBER_IN_TITLE),
            (without_suffix(unnumbered), Reason.VERSION),
            (inner, Reason.COVERING_NOTICE),
            (self._names.without_issuer(inner)[1] if inner else None, Reason.COVERING_NOTICE),
            (without_newness(unnumbered), Reason.NEWLY_REVISED),
            (unissued if issuer else None, Reason.ISSUER),
        ]
        for form, reason in forms:
            if not form or form == key:
                continue
            of_form = replace(case, told=NATION) if reason is Reason.ISSUER else case
            reasons: tuple[Reason, ...] = (reason,)
            found = self._of_title(form, of_form)
            bare = without_suffix(form)
            if not found and bare:
                found = self._of_title(bare, of_form)
                reasons = (reason, Reason.VERSION)
            if not found or found.kind == "none":
                continue
            if reason is Reason.ISSUER and found.instrument and not self._issued_by(found.instrument, issuer):
                continue
            kind: LinkKind = "alias" if found.instrument else found.kind
            return replace(found, kind=kind, reasons=(*reasons, *found.reasons))
        return None

    @staticmethod
    def _issued_by(instrument: Instrument, issuer: str) -> bool:
        known = title_key(instrument.issuer or "")
        return bool(known) and (issuer in known or known in issuer)

    def _checked(self, found: Link, key: str, document_number: str | None) -> Link:
        """Compare the document number with the register's, as a bare title could be another body's."""
        instrument = found.instrument
        if not document_number or not instrument or not instrument.document_number:
            return found
        if title_key(document_number) == title_key(instrument.document_number):
            return found
        reasons = (*found.reasons, Reason.NUMBER_DIFFERS)
        if found.kind == "alias" and key.startswith("关于"):
            return Link("variant", suggestion=instrument, reasons=reasons)
        return replace(found, reasons=reasons)

    def _near_miss(self, key: str, document_number: str | None) -> Link:
        if key in FIELDS_OF_LAW:
            return Link("none", reasons=(Reason.FIELD_OF_LAW,))
        if key in self._names.titles or key in self._names.aliases:
            return Link("none", reasons=(Reason.OF_ANOTHER_PLACE,))
        other_years = self._other_years(key)
        if other_years:
            return other_years
        bare = without_number(key)
        issuer, unissued = self._names.without_issuer(bare)
        restored = with_state_name_restored(bare)
        if restored and len(self._names.titles.get(restored, ())) == 1:
            return Link(
                "variant", suggestion=self._names.titles[restored][0], reasons=(Reason.STATE_NAME_SLIP,)
            )
        forms = (key, bare, restored, without_suffix(bare), unwrapped(bare), unissued if issuer else None)
        close = next(filter(None, map(self._variants.search, filter(None, dict.fromkeys(forms)))), None)
        if close is not None:
            known = self._names.titles.get(close) or self._names.aliases[close]
            return (
                Link("variant", suggestion=known[0], reasons=(Reason.CLOSE,))
                if len(known) == 1
                else Link("none")
            )
        numbered = self._names.numbers.get(title_key(document_number), []) if document_number else []
        alike = [i for i in numbered if final_word(title_key(i.title)) == final_word(key)]
        if len(alike) == 1:
            return Link("variant", suggestion=alike[0], reasons=(Reason.NUMBER_OF_ANOTHER,))
        return Link("none")

    def _other_years(self, key: str) -> Link | None:
        """A plan's title with the wrong years: a slip if they partly agree, otherwise another plan."""
        written = dated(key)
        if not written or written.base not in self._names.dated:
            return None
        versions = self._names.dated[written.base]
        slips = [
            (years, instrument)
            for years, instrument in versions
            if years.start != years.end and _same_plan(written, years)
        ]
        if slips:
            _, meant = min(slips, key=lambda slip: _years_apart(written, slip[0]))
            return Link("variant", suggestion=meant, reasons=(Reason.OTHER_YEARS,))
        return Link("none", reasons=(Reason.OTHER_YEARS,))


def _tells_whose(key: str, literal: Sequence[Link]) -> bool:
    """Whether the title says whose it is, so that no words around it need to."""
    named = literal[0].instrument if literal else None
    return (named is not None and is_local(named)) or names_a_law(key)


def _spellings_with_commas(instrument: Instrument) -> set[str]:
    names = (instrument.title, instrument.short_title, instrument.id)
    return {title_key(name, commas=True) for name in names}


def _as_short_form(meant: Link, reason: Reason) -> Link:
    kind: LinkKind = "alias" if meant.kind == "exact" else meant.kind
    return replace(meant, kind=kind, reasons=(reason, *meant.reasons))


def _version_of(versions: list[tuple[Dated, Instrument]], year: int | None) -> Link:
    """The version that a title without years means in a report on ``year``."""
    if year is None:
        _, instrument = versions[-1]
    else:
        covering = [v for v in versions if v[0].start != v[0].end and v[0].start <= year <= v[0].end]
        begun = [v for v in versions if v[0].start <= year]
        _, instrument = (covering or begun or versions[:1])[-1]
    return Link("alias", instrument, reasons=(Reason.YEARS_LEFT_OUT,))


def _same_plan(written: Dated, known: Dated) -> bool:
    """Whether the years are the known ones with a slip: the start or end agrees, or one digit differs."""
    if written.start == known.start or written.end == known.end:
        return True
    digits = zip(f"{written.start}{written.end}", f"{known.start}{known.end}", strict=True)
    return sum(a != b for a, b in digits) == 1


def _years_apart(one: Dated, other: Dated) -> int:
    return abs(one.start - other.start) + abs(one.end - other.end)
