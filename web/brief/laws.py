"""The legal instruments that a report cites (引用的法律文件), in a brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from fazhi.web.brief.parts import Line, Lines, Notes, Section, more
from fazhi.web.content.laws import laws_of, purpose_name
from fazhi.web.content.links import own_page
from fazhi.web.content.things import Report
from fazhi.web.site import Site

#: So many are named, those no longer in force all.
_SHOWN = 6


def laws_section(site: Site, report: Report, rows: Sequence[Mapping[str, str]], notes: Notes) -> Section:
    """What was out of force, then what the report names as a basis; the others are counted."""
    cited: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        if row["report"] == report.iri:
            cited.setdefault(row["law"], []).append(row)
    laws = laws_of(site, cited)
    ended = {
        iri for iri, law in laws.items() if report.year and law.ended and law.ended <= f"{report.year}-01-01"
    }
    by_purpose = Counter(
        purpose
        for of_law in cited.values()
        for purpose in {row["purpose"].rpartition("/")[2] for row in of_law}
    )
    bases = [iri for iri in laws if any(row["purpose"].endswith("/basis") for row in cited[iri])]
    shown = list(dict.fromkeys([*sorted(ended), *bases, *laws]))[: max(_SHOWN, len(ended))]
    lines = []
    for iri in shown:
        law = laws[iri]
        purposes = dict.fromkeys(row["purpose"].rpartition("/")[2] for row in cited[iri])
        hint = site.say("、", ", ").join(purpose_name(site, purpose) for purpose in purposes)
        if iri in ended:
            hint += site.say(f"；{law.ended}起失效", f"; out of force from {law.ended}")
            if law.successors:
                next_law = law.successors[0][1]
                hint += site.say(f"，由《{next_law}》取代", f", replaced by 《{next_law}》")
        lines.append(
            Line(
                f"《{law.name}》",
                notes.of(row["evidence"] for row in cited[iri]),
                "⚠" if iri in ended else "",
                site.say("已失效", "no longer in force") if iri in ended else "",
                "is-finding" if iri in ended else "",
                hint,
                own_page(site, iri),
            )
        )
    purposes_told = site.say("、", ", ").join(
        f"{purpose_name(site, purpose)}{count}"
        if site.language == "zh"
        else f"{purpose_name(site, purpose)} {count}"
        for purpose, count in by_purpose.most_common()
    )
    heading = site.say(
        f"{len(laws)}件，按目的：{purposes_told}（一件可有几种目的）",
        f"{len(laws)}, by purpose: {purposes_told} (one may have several)",
    )
    return Section(
        site.say("引用的法律文件", "Laws cited"),
        (
            Lines(
                tuple(lines),
                heading if laws else "",
                more(site, len(laws) - len(lines)),
                site.say("没有读到法律文件的引用。", "No citation of an instrument was found."),
                is_short=True,
            ),
        ),
    )
