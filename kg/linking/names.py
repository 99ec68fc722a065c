"""The names of a register's instruments, indexed: what the linker looks a title up in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from fazhi.kg.linking.places import instrument_place, is_local, leading_name, title_place
from fazhi.kg.linking.titles import Dated, dated, names_a_law, without_suffix
from fazhi.ontology.divisions import Division, short_name
from fazhi.ontology.reference import Instrument
from fazhi.ontology.titles import title_key

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


class Names:
    """Instruments by the keys (:func:`fazhi.ontology.titles.title_key`) of their names.

    ``titles`` are their own titles and short titles, ``aliases`` other names that mean only them, listed or
    derived; ``dated`` the titles that end in years, by what is before. ``local`` are those of a province or a
    place in it by their titles without the place, then by the place. ``numbers`` are document numbers, and
    ``places`` the place of each instrument by its id. The order of the register does not matter.
    """

    def __init__(self, instruments: Mapping[str, Instrument]) -> None:
        self.titles: dict[str, list[Instrument]] = defaultdict(list)
        self.aliases: dict[str, list[Instrument]] = defaultdict(list)
        self.dated: dict[str, list[tuple[Dated, Instrument]]] = defaultdict(list)
        self.local: dict[str, dict[Division, list[Instrument]]] = defaultdict(lambda: defaultdict(list))
        self.numbers: dict[str, list[Instrument]] = defaultdict(list)
        self.places: dict[str, Division | None] = {}
        register = [instruments[id_] for id_ in sorted(instruments)]
        for instrument in register:
            self.places[instrument.id] = instrument_place(instrument)
            for name in (instrument.title, instrument.short_title, instrument.id):
                _append(self.titles[title_key(name)], instrument)
            for name in instrument.aliases:
                _append(self.aliases[title_key(name)], instrument)
        self._issuer = _issuer_pattern(register)
        self._index_other_names(register)

    def _index_other_names(self, register: Iterable[Instrument]) -> None:
        derived: dict[str, set[str]] = defaultdict(set)
        by_id = {instrument.id: instrument for instrument in register}
        for key, instrument in [(key, i) for key, found in self.titles.items() for i in found]:
            years = dated(key)
            if years:
                self.dated[years.base].append((years, instrument))
            bare = without_suffix(key)
            if bare:
                derived[bare].add(instrument.id)
            issuer, rest = self.without_issuer(key)
            if issuer and rest.startswith("关于") and not is_local(instrument):
                derived[rest].add(instrument.id)
            place = leading_name(key, short=False)
            if place and is_local(instrument):
                derived[short_name(place) + key[len(place) :]].add(instrument.id)
        for instrument in register:
            if instrument.document_number:
                _append(self.numbers[title_key(instrument.document_number)], instrument)
            if is_local(instrument):
                self._index_local(instrument)
        for key, ids in derived.items():
            if len(ids) == 1 and len(key) >= 4 and key not in self.aliases:
                self.aliases[key] = [by_id[next(iter(ids))]]
        for versions in self.dated.values():
            versions.sort(
                key=lambda version: (version[0].start, version[1].promulgated is not None, version[1].id)
            )

    def _index_local(self, instrument: Instrument) -> None:
        place, rest = title_place(instrument)
        if place is not None and not names_a_law(rest):
            for key in filter(None, (rest, without_suffix(rest))):
                _append(self.local[key][place], instrument)

    def without_issuer(self, key: str) -> tuple[str, str]:
        """The national issuers at the start of a key, and the rest: 国务院 and 关于加强法治政府建设的意见."""
        for form, full in _ISSUER_FORMS.items():
            if key.startswith(form):
                key = full + key[len(form) :]
                break
        match = self._issuer.match(key)
        if not match or len(key) - match.end() < 4:
            return "", key
        rest = key[match.end() :]
        return match.group(0), rest.removeprefix("印发")


def _issuer_pattern(register: Iterable[Instrument]) -> re.Pattern[str]:
    """Matches one or more issuers at the start of a key."""
    national = {
        title_key(part)
        for instrument in register
        if instrument.issuer and not is_local(instrument)
        for part in re.split(r"[、（）]", instrument.issuer)
    }
    names = sorted((name for name in national if 3 <= len(name) <= 20), key=len, reverse=True)
    return re.compile(rf"^(?:(?:{'|'.join(map(re.escape, names)) or '(?!)'})[和与]?)+")


def _append(instruments: list[Instrument], instrument: Instrument) -> None:
    if instrument not in instruments:
        instruments.append(instrument)
