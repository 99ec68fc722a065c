"""Figures (数据) as reports write them: 25余万元 is never shown as a bare number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from fazhi.extractors.language.quantities import quantities
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.concepts import concept_labels
from fazhi.web.content.things import values
from fazhi.web.site import Site

_FIGURES = """
SELECT ?figure ?report ?indicator ?name ?value ?upper ?rate ?change ?unit ?modifier ?period ?whole ?evidence
  ?words {
  VALUES ?report GIVEN
  ?figure a fz:Observation ; fz:inReport ?report ; fz:mainEvidence ?evidence .
  ?evidence oa:exact ?words ; oa:start ?start
  OPTIONAL {
    ?figure fz:indicator ?indicator . ?indicator skos:prefLabel ?name FILTER(LANG(?name) = "LANGUAGE")
  }
  OPTIONAL { ?figure sdmx-measure:obsValue ?value } OPTIONAL { ?figure fz:upperBound ?upper }
  OPTIONAL { ?figure fz:rateOfChange ?rate } OPTIONAL { ?figure fz:change ?change }
  OPTIONAL { ?figure fz:unit ?unit } OPTIONAL { ?figure fz:modifier ?modifier }
  OPTIONAL { ?figure fz:periodAsWritten ?period } OPTIONAL { ?figure fz:partOf ?whole }
} ORDER BY ?report ?start ?figure"""
_COUNTED = """
SELECT ?report (COUNT(?figure) AS ?n) {
  { SELECT ?figure { ?figure a fz:Observation } } { SELECT ?figure ?report { ?figure fz:inReport ?report } }
} GROUP BY ?report"""

#: Words before a number that qualify it, those of the modifiers of records.
_BEFORE = re.compile(
    r"(?:不少于|不超过|不低于|不高于|至少|至多|超过|大约|将近|接近|逾|超|近|约)(?:[一-龥]{0,2})$"
)
_NUMBER = re.compile(
    r"(.*?[\d零〇一二两三四五六七八九十百千万亿.,+][余多几]?[万亿]?[余多+]?)([^\d.]*)", re.DOTALL
)


#: Units whose differences are points, not shares.
_POINTS = ("%", "百分点", "个百分点")


@dataclass(frozen=True)
class Figure:
    """A figure of a report; ``written`` and ``unit`` together are its words.

    ``value`` is None where the figure is a rate of change, ``period`` empty where it is of the whole year,
    ``whole`` (the IRI of another figure) where it is no part, ``modifier`` (an id) where it is exact.
    """

    iri: str
    report: str
    indicator: str
    name: str
    written: str
    unit: str
    value: Decimal | None
    canonical_unit: str
    modifier: str
    period: str
    whole: str
    evidence: str
    words: str


def figures_of(site: Site, reports: Iterable[str]) -> list[Figure]:
    """The figures of the reports with these IRIs, in the order of their texts."""
    query = _FIGURES.replace("GIVEN", values(list(reports))).replace("LANGUAGE", site.language)
    found: dict[str, Figure] = {}
    for row in site.rows(query):
        if row["figure"] in found:
            continue
        value = _number(row["value"])
        change = row["change"].rpartition("/")[2]
        modifier = row["modifier"].rpartition("/")[2]
        modifier = "" if modifier == "exact" else modifier
        written, unit = _as_written(site, row, value, modifier, change)
        found[row["figure"]] = Figure(
            row["figure"],
            row["report"],
            row["indicator"],
            row["name"],
            written,
            unit,
            value if not row["upper"] else None,
            row["unit"],
            modifier,
            row["period"],
            row["whole"],
            row["evidence"],
            row["words"],
        )
    return list(found.values())


def of_the_year(figures: Iterable[Figure]) -> Figure | None:
    """The figure of the whole year among those of one indicator in one report.

    None where there is none, or more than one: what differs or divides in a way that was not read is neither
    chosen from nor added up. Rates of change, parts (其中) and figures of shorter periods are none.
    """
    whole = [one for one in figures if one.value is not None and not one.period and not one.whole]
    return whole[0] if len(whole) == 1 else None


def by_indicator(figures: Iterable[Figure]) -> dict[str, dict[str, list[Figure]]]:
    """The figures that have an indicator, by its IRI and then by that of their report."""
    found: dict[str, dict[str, list[Figure]]] = {}
    for figure in figures:
        if figure.indicator:
            found.setdefault(figure.indicator, {}).setdefault(figure.report, []).append(figure)
    return found


@lru_cache(maxsize=1)
def figures_in(store: GraphStore) -> dict[str, int]:
    """How many figures each report gives, by the report's IRI."""
    return {row["report"].value: int(row["n"].value) for row in store.select(_COUNTED)}


def change_between(site: Site, before: Figure, now: Figure) -> str:
    """How a figure changed, such as ▲5（+20%）; "" if the two cannot be set beside each other.

    About the change of what is no exact number it says that it is about so much.
    """
    if before.value is None or now.value is None or before.canonical_unit != now.canonical_unit:
        return ""
    difference = now.value - before.value
    about = site.say("约", "about ") if before.modifier or now.modifier else ""
    if not difference:
        return site.say("持平", "unchanged") if not about else ""
    percent = now.canonical_unit in _POINTS
    unit = site.say("个百分点", " points") if percent else ""
    money = now.canonical_unit == "元"
    amount = f"{large(site, abs(difference))}元" if money else f"{grouped(abs(difference))}{unit}"
    share = ""
    if before.value and not percent:
        share = f" ({difference / before.value * 100:+.0f}%)".replace("-", "−")
    return f"{'▲' if difference > 0 else '▼'} {about}{amount}{share}"


def change_in_words(site: Site, before: Figure, now: Figure) -> str:
    """The same as :func:`change_between` within a sentence: 增加3起（17%）."""
    change = change_between(site, before, now)
    if not change or now.value is None or before.value is None or now.value == before.value:
        return change
    difference = now.value - before.value
    percent = now.canonical_unit in _POINTS
    unit = site.say("个百分点", " points") if percent else now.canonical_unit
    share = f"{abs(difference) / before.value * 100:.0f}%" if before.value and not percent else ""
    about = site.say("约", "about ") if before.modifier or now.modifier else ""
    amount = f"{about}{large(site, abs(difference))}{unit}"
    verb = site.say("增加", "up ") if difference > 0 else site.say("减少", "down ")
    return verb + amount + (site.say(f"（{share}）", f" ({share})") if share else "")


def large(site: Site, number: Decimal) -> str:
    """A number as people say it: 25.37万."""
    for size, word in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        if site.language == "zh" and number >= size:
            return grouped(round(number / size, 2)) + word
    return grouped(number)


def grouped(number: Decimal) -> str:
    """A number with its thousands set apart, without needless noughts."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _as_written(
    site: Site, row: dict[str, str], value: Decimal | None, modifier: str, change: str
) -> tuple[str, str]:
    """The number with its modifier in the report's own words, and its unit."""
    wanted = value if value is not None else _number(row["rate"])
    words = row["words"]
    for quantity in quantities(words, 0, len(words)):
        if wanted is not None and quantity.unit == row["unit"] and Decimal(str(quantity.value)) == wanted:
            before = _BEFORE.search(words, 0, quantity.start)
            start = before.start() if before and modifier else quantity.start
            text = words[start : quantity.end]
            if change and value is None:
                label = concept_labels("change")[change]
                text = site.say(label.zh, label.en + " ") + text
            parts = _NUMBER.fullmatch(text)
            return (parts[1], parts[2]) if parts else (text, "")
    if wanted is None:
        return words, ""
    qualified = ""
    if modifier:
        label = concept_labels("modifier")[modifier]
        qualified = site.say(label.zh, label.en + " ")
    upper = f"–{grouped(Decimal(row['upper']))}" if _number(row["upper"]) is not None else ""
    return f"{qualified}{grouped(wanted)}{upper}", row["unit"]
