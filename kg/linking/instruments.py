"""Which instrument of the register a cited title means.

An ``exact`` link matches the instrument's own title or short title, ignoring spelling (white space, widths,
brackets, dashes, 中华人民共和国). An ``alias`` is any other name that can mean only that instrument: a listed
alias, the title with or without a suffix such as （试行） or （2021年修订）, without its issuer, inside a
covering notice (关于印发《…》的通知), or a short form that the report defines. A ``variant`` is a near miss:
the title matches no instrument but is one slip away from a known one, which is given as ``suggestion``, never
as ``instrument``.

A bare title means the national instrument, even in a report from a province that has its own instrument of
the same name (《优化营商环境条例》). The report's province decides only if there is no national instrument,
if that did not yet exist in the reported year, or if the text itself says 省 (《省优化营商环境条例》).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from fazhi.kg.linking.link import Link, LinkKind, Reason
from fazhi.kg.linking.places import leading_name
from fazhi.kg.linking.titles import (
    FIELDS_OF_LAW,
    Dated,
    dated,
    definitions_in,
    final_word,
    guess_kind,
    unwrapped,
    with_state_name_restored,
    without_newness,
    without_number,
    without_suffix,
)
from fazhi.kg.linking.variants import VariantIndex
from fazhi.ontology.divisions import short_name
from fazhi.ontology.reference import Instrument
from fazhi.ontology.titles import title_key

__all__ = ["Link", "LinkKind", "Linker", "Reason", "definitions_in", "guess_kind"]

_ISSUER_FORMS = {
    "全国人大常委会": "全国人民代表大会常务委员会",
    "全国人大": "全国人民代表大会",
    "中办国办": "中共中央办公厅国务院办公厅",
    "中办": "中共中央办公厅",
    "国办": "国务院办公厅",
    "两高": "最高人民法院最高人民检察院",
    "最高法": "最高人民法院",
    "最高检": "最高人民检察院",
}


class Linker:
    """Links titles to the instruments of one register (``fazhi.ontology.reference.instruments()``)."""

    def __init__(self, instruments: Mapping[str, Instrument]) -> None:
        self._titles: dict[str, Instrument] = {}
        self._aliases: dict[str, Instrument] = {}
        #: The few titles that differ only in a comma: common key -> key with commas -> instrument.
        self._comma_twins: dict[str, dict[str, Instrument]] = defaultdict(dict)
        self._dated: dict[str, list[tuple[Dated, Instrument]]] = defaultdict(list)
        self._local: dict[str, list[Instrument]] = defaultdict(list)
        self._numbers: dict[str, list[Instrument]] = defaultdict(list)
        register = list(instruments.values())
        for instrument in register:
            for name in (instrument.title, instrument.short_title, instrument.id):
                key = title_key(name)
                other = self._titles.setdefault(key, instrument)
                if other is not instrument:
                    self._comma_twins[key][title_key(other.title, commas=True)] = other
                    self._comma_twins[key][title_key(name, commas=True)] = instrument
        for instrument in register:
            for name in instrument.aliases:
                self._aliases.setdefault(title_key(name), instrument)
        self._issuer = _issuer_pattern(register)
        self._index_other_names(register)
        self._variants = VariantIndex((*self._titles, *self._aliases))

    def _index_other_names(self, register: Iterable[Instrument]) -> None:
        derived: dict[str, set[str]] = defaultdict(set)
        by_id = {instrument.id: instrument for instrument in register}
        for key, instrument in self._titles.items():
            years = dated(key)
            if years:
                self._dated[years.base].append((years, instrument))
            bare = without_suffix(key)
            if bare:
                derived[bare].add(instrument.id)
            issuer, rest = self._without_issuer(key)
            if issuer and rest.startswith("关于") and instrument.jurisdiction == "CN":
                derived[rest].add(instrument.id)
            if instrument.document_number:
                number = title_key(instrument.document_number)
                if instrument not in self._numbers[number]:
                    self._numbers[number].append(instrument)
            place = leading_name(key, short=False)
            if place and instrument.jurisdiction != "CN":
                rest = key[len(place) :]
                derived[short_name(place) + rest].add(instrument.id)
                if instrument.jurisdiction == place:
                    self._local[rest].append(instrument)
        for key, ids in derived.items():
            if len(ids) == 1 and len(key) >= 4:
                self._aliases.setdefault(key, by_id[next(iter(ids))])
        for versions in self._dated.values():
            versions.sort(
                key=lambda version: (version[0].start, version[1].promulgated is not None, version[1].id)
            )

    def link(
        self,
        title: str,
        *,
        document_number: str | None = None,
        year: int | None = None,
        jurisdiction: str | None = None,
        definitions: Mapping[str, str] | None = None,
    ) -> Link:
        """What ``title`` means in a report on ``year`` by a body in the province ``jurisdiction`` (江苏).

        ``document_number`` is the number after the title, ``definitions`` the short forms that the report
        defines (see :func:`definitions_in`). Never raises: the link of an unknown title is ``none``.
        """
        key = title_key(title)
        if definitions:
            for short, full in definitions.items():
                if title_key(short) == key != title_key(full):
                    meant = self.link(
                        full, document_number=document_number, year=year, jurisdiction=jurisdiction
                    )
                    return replace(
                        meant,
                        kind="alias" if meant.kind == "exact" else meant.kind,
                        reasons=(Reason.DEFINED_SHORT_FORM, *meant.reasons),
                    )
        local = self._of_province(key, year, jurisdiction)
        if key in self._comma_twins:
            twin = self._comma_twins[key].get(title_key(title, commas=True))
            if twin:
                return Link("exact", twin, reasons=(Reason.OWN_TITLE,))
        found = local or self._of_title(key, year) or self._of_other_form(key, year)
        if found:
            return self._checked(found, key, document_number)
        return self._near_miss(key, document_number)

    def _of_title(self, key: str, year: int | None) -> Link | None:
        instrument = self._titles.get(key)
        if instrument:
            earlier = self._homonym(key, instrument, year)
            if earlier:
                return Link("exact", earlier, reasons=(Reason.NAMESAKE_OF_YEAR,))
            return Link("exact", instrument, reasons=(Reason.OWN_TITLE,))
        instrument = self._aliases.get(key)
        if instrument:
            return Link("alias", instrument, reasons=(Reason.OTHER_NAME,))
        versions = self._dated.get(key)
        return _version_of(versions, year) if versions else None

    def _homonym(self, key: str, instrument: Instrument, year: int | None) -> Instrument | None:
        """The earlier instrument of the same name that a report on ``year`` means (国家安全法 of 1993)."""
        if year is None or instrument.promulgated is None or instrument.promulgated.year <= year:
            return None
        earlier = [
            namesake
            for _, namesake in self._dated.get(key, ())
            if namesake.promulgated and namesake.promulgated.year <= year
        ]
        return earlier[-1] if earlier else None

    def _of_other_form(self, key: str, year: int | None) -> Link | None:
        """The instrument that the title leads to once a number, suffix, issuer or wrapping is removed."""
        unnumbered = without_number(key)
        inner = unwrapped(key)
        issuer, unissued = self._without_issuer(unnumbered)
        forms: list[tuple[str | None, Reason]] = [
            (unnumbered, Reason.NUMBER_IN_TITLE),
            (without_suffix(unnumbered), Reason.VERSION),
            (inner, Reason.COVERING_NOTICE),
            (self._without_issuer(inner)[1] if inner else None, Reason.COVERING_NOTICE),
            (without_newness(unnumbered), Reason.NEWLY_REVISED),
            (unissued if issuer else None, Reason.ISSUER),
        ]
        for form, reason in forms:
            if not form or form == key:
                continue
            reasons: tuple[Reason, ...] = (reason,)
            found = self._of_title(form, year)
            bare = without_suffix(form)
            if not found and bare:
                found = self._of_title(bare, year)
                reasons = (reason, Reason.VERSION)
            if not found or not found.instrument:
                continue
            if reason is Reason.ISSUER and not self._issued_by(found.instrument, issuer):
                continue
            return Link("alias", found.instrument, reasons=(*reasons, *found.reasons))
        return None

    def _without_issuer(self, key: str) -> tuple[str, str]:
        for form, full in _ISSUER_FORMS.items():
            if key.startswith(form):
                key = full + key[len(form) :]
                break
        match = self._issuer.match(key)
        if not match or len(key) - match.end() < 4:
            return "", key
        rest = key[match.end() :]
        return match.group(0), rest.removeprefix("印发")

    @staticmethod
    def _issued_by(instrument: Instrument, issuer: str) -> bool:
        known = title_key(instrument.issuer or "")
        return bool(known) and (issuer in known or known in issuer)

    def _of_province(self, key: str, year: int | None, jurisdiction: str | None) -> Link | None:
        """The province's own instrument, if the title is its short form and not that of a national one."""
        if not jurisdiction:
            return None
        for bare, says_province in (
            (key.removeprefix("我").removeprefix("省"), key.startswith(("省", "我省"))),
            (key, False),
        ):
            own = [i for i in self._local.get(bare, ()) if i.jurisdiction.startswith(jurisdiction)]
            if len(own) != 1:
                continue
            national = self._titles.get(bare) or self._aliases.get(bare)
            if says_province or national is None or _first_in_province(own[0], national, year):
                return Link("alias", own[0], reasons=(Reason.PROVINCES_SHORT_FORM,))
        return None

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
        other_years = self._other_years(key)
        if other_years:
            return other_years
        bare = without_number(key)
        issuer, unissued = self._without_issuer(bare)
        restored = with_state_name_restored(bare)
        if restored and restored in self._titles:
            return Link("variant", suggestion=self._titles[restored], reasons=(Reason.STATE_NAME_SLIP,))
        forms = (key, bare, restored, without_suffix(bare), unwrapped(bare), unissued if issuer else None)
        close = next(filter(None, map(self._variants.search, filter(None, dict.fromkeys(forms)))), None)
        if close is not None:
            instrument = self._titles.get(close) or self._aliases[close]
            return Link("variant", suggestion=instrument, reasons=(Reason.CLOSE,))
        numbered = self._numbers.get(title_key(document_number), []) if document_number else []
        alike = [i for i in numbered if final_word(title_key(i.title)) == final_word(key)]
        if len(alike) == 1:
            return Link("variant", suggestion=alike[0], reasons=(Reason.NUMBER_OF_ANOTHER,))
        return Link("none")

    def _other_years(self, key: str) -> Link | None:
        """A plan's title with the wrong years: a slip if they partly agree, otherwise another plan."""
        written = dated(key)
        if not written or written.base not in self._dated:
            return None
        versions = self._dated[written.base]
        slips = [
            (years, instrument)
            for years, instrument in versions
            if years.start != years.end and _same_plan(written, years)
        ]
        if slips:
            _, meant = min(slips, key=lambda slip: _years_apart(written, slip[0]))
            return Link("variant", suggestion=meant, reasons=(Reason.OTHER_YEARS,))
        return Link("none", reasons=(Reason.OTHER_YEARS,))


def _issuer_pattern(register: Iterable[Instrument]) -> re.Pattern[str]:
    """Matches one or more issuers at the start of a key."""
    national = {
        title_key(part)
        for instrument in register
        if instrument.jurisdiction == "CN" and instrument.issuer
        for part in re.split(r"[、（）]", instrument.issuer)
    }
    names = sorted((name for name in national if 3 <= len(name) <= 20), key=len, reverse=True)
    return re.compile(rf"^(?:(?:{'|'.join(map(re.escape, names)) or '(?!)'})[和与]?)+")


def _first_in_province(own: Instrument, national: Instrument, year: int | None) -> bool:
    """Whether the province had its instrument in ``year`` and there was no national one yet."""
    if year is None or not own.promulgated or not national.promulgated:
        return False
    return own.promulgated.year <= year < national.promulgated.year


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
