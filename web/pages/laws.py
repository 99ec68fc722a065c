"""Legal instruments (法律文件): those that reports cite, or the whole register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fazhi.ontology.collation import by_sound
from fazhi.web.content.findings import found
from fazhi.web.content.law_bars import most_cited
from fazhi.web.content.laws import Law, citations, kind_by_title, kinds_of, laws_of, register, status_name
from fazhi.web.content.parts import Cell, paged
from fazhi.web.content.things import alone, reports
from fazhi.web.site import Site

_STATUSES = ("in_force", "repealed", "not_yet_in_force")


def page(site: Site, key: str, parameters: Mapping[str, str]) -> str:
    """The list."""
    alone(site, key)
    cited = citations(site.store)
    scope, status, words = (parameters.get(name, "").strip() for name in ("scope", "status", "q"))
    known = register(site.store)
    named = known if scope == "all" else {law: known[law] for law in cited if law in known}
    fitting = [
        law
        for law, (name, has) in named.items()
        if (not status or status == (has or "unknown")) and words.casefold() in name.casefold()
    ]
    order = sorted(fitting, key=lambda law: (-len(cited.get(law, ())), by_sound(named[law][0]), law))
    listed = paged(site, order, parameters, "laws")
    ended = {one.about for one in found(site.store) if one.kind == "not-in-force"}
    return site.render(
        "laws.html",
        title=site.say("法律文件", "Legal instruments"),
        words=words,
        choices=[
            (
                "scope",
                site.say("范围", "Which"),
                [
                    ("", site.say("报告引用的", "cited in reports")),
                    ("all", site.say("整个名录", "the whole register")),
                ],
                scope,
            ),
            (
                "status",
                site.say("效力", "Status"),
                [
                    ("", site.say("全部", "all")),
                    *((name, status_name(site, name)) for name in _STATUSES),
                    ("unknown", status_name(site, "")),
                ],
                status,
            ),
        ],
        head=[
            site.say("名称", "Title"),
            site.say("种类", "Kind"),
            site.say("首次施行", "First in force"),
            site.say("失效", "Out of force"),
            site.say("引用的单位", "Bodies that cite it"),
            site.say("引用的报告", "Reports that cite it"),
        ],
        rows=[_row(site, law, cited, ended) for law in laws_of(site, listed.rows).values()],
        listed=listed,
        chart=None if scope or status or words else most_cited(site),
    )


def keys(site: Site) -> Iterator[str]:
    """There is one page."""
    yield ""


def _row(site: Site, law: Law, cited: Mapping[str, Mapping[str, object]], ended: set[str]) -> list[Cell]:
    citing = cited.get(law.iri, {})
    bodies = {reports(site.store)[iri].body for iri in citing if iri in reports(site.store)}
    late = law.iri in ended
    return [
        Cell(
            law.name,
            site.href("law", site.key(law.iri)),
            tone="is-finding" if late else "",
            hint=site.say("⚠ 失效后仍被引用", "⚠ cited when out of force") if late else "",
        ),
        Cell(kinds_of(site, law), hint=kind_by_title(site, law)),
        Cell(law.begun),
        Cell(law.ended, tone="is-finding" if late else ""),
        Cell(str(len(bodies)), number=True),
        Cell(str(len(citing)), number=True),
    ]
