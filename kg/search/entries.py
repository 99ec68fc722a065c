"""What can be found in a store, each thing as one entry of the search index.

Legal instruments (法律文件), bodies (单位), law firms (律师事务所), publicity days (宣传日), statutory
obligations (法定义务), indicators (指标), the questions of the catalogue, and the sentences (原句) of the
reports.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fazhi.extractors.outline import outline
from fazhi.extractors.report_text import ReportText
from fazhi.kg.store.graph_store import GraphStore
from fazhi.ontology.namespaces import ONTOLOGY, resource
from fazhi.ontology.reference_rdf import NATIONWIDE
from fazhi.ontology.units import in_english
from fazhi.queries.catalogue import catalogue

#: The kinds of thing in the order in which they are shown, each with its name.
KINDS: Mapping[str, Mapping[str, str]] = {
    "instrument": {"zh": "法律文件", "en": "legal instruments"},
    "body": {"zh": "单位", "en": "public bodies"},
    "firm": {"zh": "律师事务所", "en": "law firms"},
    "publicity_day": {"zh": "宣传日", "en": "publicity days"},
    "obligation": {"zh": "法定义务", "en": "statutory obligations"},
    "indicator": {"zh": "指标", "en": "indicators"},
    "question": {"zh": "查询问题", "en": "questions of the catalogue"},
    "sentence": {"zh": "原句", "en": "sentences of reports"},
}
#: Kinds whose names are also found by their sound.
SPELT = frozenset({"instrument", "body", "firm", "publicity_day", "indicator"})

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
#: A parameter in a way to ask a question.
_SLOT = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Entry:
    """A thing that can be found by its ``names`` (the labels first) and its ``text``.

    ``context`` is a line that tells it from others, in zh and en; it narrows down what names or text have.
    ``uses`` counts the reports that cite, observe, retain or state it, or that the body has issued.
    """

    kind: str
    iri: str
    label: Mapping[str, str]
    names: tuple[str, ...]
    context: Mapping[str, str]
    text: str = ""
    uses: int = 0


def entries(store: GraphStore) -> Iterator[Entry]:
    """All that can be found in the store, kind after kind, in an order that depends on nothing else."""
    yield from _instruments(store)
    yield from _bodies(store)
    yield from _firms(store)
    yield from _days(store)
    yield from _obligations(store)
    yield from _indicators(store)
    yield from _questions()
    yield from _sentences(store)


def _instruments(store: GraphStore) -> Iterator[Entry]:
    names = _names(
        store, "?thing a fz:LegalInstrument ; skos:prefLabel|dcterms:title|skos:altLabel|eli:number ?name"
    )
    kinds = _narrowest_classes(store, "fz:LegalInstrument")
    uses = _uses(store, "?item fz:instrument|fz:possibleInstrument ?thing ; fz:inReport ?report")
    rows = _rows(
        store,
        """SELECT ?thing ?label ?by ?where ?adopted ?ended {
          ?thing a fz:LegalInstrument ; skos:prefLabel ?label
          OPTIONAL { ?thing fz:issuingAuthority ?by } OPTIONAL { ?thing fz:jurisdiction ?where }
          OPTIONAL { ?thing eli:date_document ?adopted } OPTIONAL { ?thing fz:outOfForceFrom ?ended }
        }""",
    )
    for iri, label, by, where, adopted, ended in rows:
        cited, kind = uses.get(iri, 0), kinds.get(iri, {"zh": "", "en": ""})
        yield Entry(
            kind="instrument",
            iri=iri,
            label={"zh": label, "en": label},
            names=_distinct(label, *names[iri]),
            context={
                "zh": _line(
                    kind["zh"],
                    by,
                    where,
                    adopted and f"{adopted}通过",
                    ended and f"{ended}失效",
                    cited and f"{cited}份报告引用",
                ),
                "en": _line(
                    kind["en"],
                    by,
                    "nationwide" if where == NATIONWIDE else where,
                    adopted and f"adopted {adopted}",
                    ended and f"out of force {ended}",
                    cited and f"cited by {_reports(cited)}",
                ),
            },
            uses=cited,
        )


def _bodies(store: GraphStore) -> Iterator[Entry]:
    names = _names(store, "?thing a fz:PublicBody ; skos:prefLabel|skos:altLabel ?name")
    kinds = _narrowest_classes(store, "fz:PublicBody")
    years = _several(
        store, "SELECT ?thing ?year { ?report fz:issuer ?thing ; fz:reportedYear ?year } ORDER BY ?year"
    )
    rows = _rows(
        store,
        """SELECT ?thing ?label (SAMPLE(?place) AS ?at) (SAMPLE(?parent) AS ?above) {
          ?thing a fz:PublicBody ; skos:prefLabel ?label
          OPTIONAL { ?thing fz:place/skos:prefLabel ?place }
          OPTIONAL { ?thing org:subOrganizationOf/skos:prefLabel ?parent }
        } GROUP BY ?thing ?label""",
    )
    for iri, label, place, parent in rows:
        kind, reported = kinds.get(iri, {"zh": "", "en": ""}), "、".join(years[iri])
        yield Entry(
            kind="body",
            iri=iri,
            label={"zh": label, "en": label},
            names=_distinct(label, *names[iri]),
            context={
                "zh": _line(
                    kind["zh"], place, parent and f"上级：{parent}", reported and f"{reported}年度报告"
                ),
                "en": _line(
                    kind["en"],
                    place,
                    parent and f"parent: {parent}",
                    reported and f"reports on {reported.replace('、', ', ')}",
                ),
            },
            uses=len(years[iri]),
        )


def _firms(store: GraphStore) -> Iterator[Entry]:
    clients = _several(
        store,
        """SELECT DISTINCT ?thing (CONCAT(?name, " ", STR(?year)) AS ?client) {
          ?counsel a fz:LegalCounsel ; org:member ?thing ; fz:inReport ?report .
          ?report fz:issuer/skos:prefLabel ?name ; fz:reportedYear ?year
        } ORDER BY ?name ?year""",
    )
    names = _names(store, "?thing a fz:LawFirm ; skos:prefLabel|skos:altLabel ?name")
    for iri, label in _rows(store, "SELECT ?thing ?label { ?thing a fz:LawFirm ; skos:prefLabel ?label }"):
        line = "、".join(clients[iri])
        yield Entry(
            kind="firm",
            iri=iri,
            label={"zh": label, "en": label},
            names=_distinct(label, *names[iri]),
            context={"zh": line, "en": line.replace("、", ", ")},
            text=line,
            uses=len(clients[iri]),
        )


def _days(store: GraphStore) -> Iterator[Entry]:
    names = _names(store, "?thing a fz:PublicityDay ; skos:prefLabel|skos:altLabel ?name")
    uses = _uses(store, "?item fz:publicityDay ?thing ; fz:inReport ?report")
    dates = _several(
        store,
        """SELECT ?thing ?date {
          ?thing a fz:PublicityDay ; fz:monthDay|fz:startDay|fz:endDay|fz:month ?date
        } ORDER BY ?date""",
    )
    for iri, label in _labels(store, "?thing a fz:PublicityDay").items():
        used = uses.get(iri, 0)
        yield Entry(
            kind="publicity_day",
            iri=iri,
            label=label,
            names=_distinct(label["zh"], label["en"], *names[iri]),
            context={
                "zh": _line("至".join(map(_date_zh, dates[iri])), used and f"{used}份报告利用"),
                "en": _line(
                    " to ".join(map(_date_en, dates[iri])),
                    used and f"observed in {_reports(used)}",
                ),
            },
            text="至".join(map(_date_zh, dates[iri])),
            uses=used,
        )


def _obligations(store: GraphStore) -> Iterator[Entry]:
    laws = _several(
        store,
        """SELECT DISTINCT ?thing (CONCAT("《", ?law, "》", COALESCE(?article, "")) AS ?from) {
          ?thing a fz:StatutoryObligation ; fz:derivedFrom/skos:prefLabel ?law
          OPTIONAL { ?thing fz:article ?article }
        } ORDER BY ?from""",
    )
    for iri, label in _labels(store, "?thing a fz:StatutoryObligation").items():
        line = "、".join(laws[iri])
        yield Entry(
            kind="obligation",
            iri=iri,
            label=label,
            names=_distinct(label["zh"], label["en"]),
            context={"zh": line, "en": line.replace("、", ", ")},
            text=line,
        )


def _indicators(store: GraphStore) -> Iterator[Entry]:
    pattern = f"?thing skos:inScheme <{ONTOLOGY}/indicator>"
    names = _names(store, f"{pattern} ; skos:prefLabel|skos:altLabel|skos:notation ?name")
    hidden = _names(store, f"{pattern} ; skos:hiddenLabel ?name")
    uses = _uses(store, "?item fz:indicator ?thing ; fz:inReport ?report")
    units = _several(store, f"SELECT ?thing ?unit {{ {pattern} ; fz:unit ?unit }} ORDER BY ?unit")
    for iri, label in _labels(store, pattern).items():
        used, unit = uses.get(iri, 0), "、".join(units[iri])
        unit_en = ", ".join(map(in_english, units[iri]))
        yield Entry(
            kind="indicator",
            iri=iri,
            label=label,
            names=_distinct(label["zh"], label["en"], *names[iri]),
            context={
                "zh": _line(unit and f"单位：{unit}", used and f"{used}份报告有数据"),
                "en": _line(unit_en and f"unit: {unit_en}", used and f"figures in {_reports(used)}"),
            },
            text=" ".join(hidden[iri]),
            uses=used,
        )


def _questions() -> Iterator[Entry]:
    for question in catalogue().values():
        yield Entry(
            kind="question",
            iri=resource("question", question.name),
            label=question.title,
            names=_distinct(question.title["zh"], question.title["en"], question.name),
            context=question.description,
            text=_line(
                *question.description.values(),
                *(_SLOT.sub("…", way) for ways in question.asked.values() for way in ways),
            ),
        )


def _sentences(store: GraphStore) -> Iterator[Entry]:
    rows = _rows(
        store,
        """SELECT ?text (SAMPLE(?name) AS ?body) (SAMPLE(?reported) AS ?year) ?words {
          ?report a fz:Report ; fz:readingText ?text . ?text nif:isString ?words
          OPTIONAL { ?report fz:issuer/skos:prefLabel ?name } OPTIONAL { ?report fz:reportedYear ?reported }
        } GROUP BY ?text ?words""",
    )
    for iri, body, year, text in rows:
        report = ReportText(text, outline(text))
        for start, end in report.sentences:
            section, sentence = report.section(start), text[start:end]
            heading = f"{section.number or ''}{section.title or ''}"
            yield Entry(
                kind="sentence",
                iri=f"{iri}#char={start},{end}",
                label={"zh": sentence, "en": sentence},
                names=(),
                context={
                    "zh": _line(body, year and f"{year}年度", heading),
                    "en": _line(body, year, heading),
                },
                text=sentence,
            )


def _rows(store: GraphStore, query: str) -> list[tuple[str, ...]]:
    """The solutions as plain texts, sorted; empty where a variable is unbound."""
    return sorted(tuple("" if term is None else term.value for term in row) for row in store.select(query))


def _several(store: GraphStore, query: str) -> Mapping[str, list[str]]:
    """The values of the second column by the first, in the order of the answer."""
    found: dict[str, list[str]] = defaultdict(list)
    for thing, value in store.select(query):
        found[thing.value].append(value.value)
    return found


def _names(store: GraphStore, pattern: str) -> Mapping[str, list[str]]:
    """The names of things, the shortest first."""
    names = _several(store, f"SELECT DISTINCT ?thing ?name {{ {pattern} }}")
    return defaultdict(
        list, {thing: sorted(found, key=lambda n: (len(n), n)) for thing, found in names.items()}
    )


def _labels(store: GraphStore, pattern: str) -> dict[str, dict[str, str]]:
    """The labels in zh and en of things, by their IRIs, which are sorted."""
    rows = _rows(
        store,
        f"""SELECT DISTINCT ?thing ?zh ?en {{
          {pattern} . ?thing skos:prefLabel ?zh FILTER(LANG(?zh) = "zh")
          OPTIONAL {{ ?thing skos:prefLabel ?en FILTER(LANG(?en) = "en") }}
        }}""",
    )
    return {iri: {"zh": zh, "en": en or zh} for iri, zh, en in rows}


def _uses(store: GraphStore, pattern: str) -> dict[str, int]:
    query = f"SELECT ?thing (COUNT(DISTINCT ?report) AS ?n) {{ {pattern} }} GROUP BY ?thing"
    return {thing: int(number) for thing, number in _rows(store, query)}


def _narrowest_classes(store: GraphStore, above: str) -> dict[str, dict[str, str]]:
    """The labels of the narrowest class, or classes, of each thing of the class ``above``."""
    supers = _several(
        store,
        f"""SELECT ?class ?super {{
          ?class rdfs:subClassOf+ {above} ; rdfs:subClassOf+ ?super FILTER(ISIRI(?super))
        }}""",
    )
    labels = {
        iri: {"zh": zh, "en": en}
        for iri, zh, en in _rows(
            store,
            f"""SELECT ?class ?zh ?en {{ ?class rdfs:subClassOf+ {above} ; rdfs:label ?zh , ?en
            FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }}""",
        )
    }
    classes = _several(
        store, f"SELECT DISTINCT ?thing ?class {{ ?thing a {above} , ?class }} ORDER BY ?class"
    )
    narrowest = {}
    for thing, found in classes.items():
        wider = {wide for class_ in found for wide in supers[class_]}
        narrow = [labels[class_] for class_ in found if class_ in labels and class_ not in wider]
        if narrow:
            narrowest[thing] = {
                "zh": "、".join(label["zh"] for label in narrow),
                "en": ", ".join(label["en"] for label in narrow),
            }
    return narrowest


def _distinct(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _line(*parts: str | int) -> str:
    return " · ".join(str(part) for part in parts if part)


def _date_zh(date: str) -> str:
    month, _, day = date.removeprefix("--").partition("-")
    return f"{int(month)}月{int(day)}日" if day else f"{int(month)}月"


def _date_en(date: str) -> str:
    month, _, day = date.removeprefix("--").partition("-")
    name = _MONTHS[int(month) - 1]
    return f"{int(day)} {name}" if day else name


def _reports(number: int) -> str:
    return f"{number} report{'' if number == 1 else 's'}"
