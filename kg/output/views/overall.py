"""All reports (全部报告): their bodies, or groups of these, and what they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

import networkx

from fazhi.kg.output.views.drawing import View, Words, titled
from fazhi.kg.output.views.nodes import (
    CITES,
    COUNSEL,
    DAY,
    OUTCOMES,
    STATEMENTS,
    add_body,
    add_days,
    add_law,
    add_leads,
    add_named,
    add_obligation,
    add_statements,
    add_successors,
    words_of_outcome,
)
from fazhi.kg.output.views.reading import Reading, class_words
from fazhi.viz.kinds import group_of, known_kinds, sentence_case

#: Bodies, or groups of them, that stand beside each other.
SIDE_BY_SIDE = 20
#: Characters of a title in the name of a group.
_TITLE = 14
#: Statements that a page holds, and citations whose sentences it holds.
_STATEMENTS, _CITATIONS = 8_000, 4_000
#: Reports whose sentences on publicity days are on the page.
_WITH_DAYS = 1_500
#: Statements of a class that are counted by body, where they are not on the page.
_COUNTED = 20_000
#: Links that a page holds; and those that are left to the groups where there are more, the first ones first.
_LINKS = 120_000
_LEFT_TO_GROUPS = {"obligation": ("义务体现", "obligations"), "law": ("引用", "laws")}
#: How edges of a group are called, by the group of nodes to which they lead.
_TOGETHER = {"law": CITES, "obligation": ("体现", "evidence"), "day": DAY, "counsel": COUNSEL}


def view_of_all(reading: Reading) -> View:
    """The view of all reports of a reading."""
    view = View(("全部报告", "All reports"))
    home = {report.iri: report.body for report in reading.reports.values()}
    for body in reading.of_body:
        add_body(view, reading, body)
    _add_laws(view, reading, home)
    _add_obligations(view, reading)
    # Where they are too many for a page, those of each body are told of its group alone, and make no links.
    left = _obligations_of_bodies(reading, home) if len(reading.outcomes) > _LINKS else {}
    _join_outcomes(view, reading, home, lambda _, outcome: not left or outcome == "contrary")
    add_days(view, reading, lambda row: home[row["report"]], sentences=len(reading.reports) <= _WITH_DAYS)
    for row in reading.firms():
        view.add(row["firm"], row["name"], "LawFirm")
        view.join(home[row["report"]], row["firm"], COUNSEL, [(row["sentence"], row["evidence"])])
    add_leads(view, reading, home)
    _add_what_is_said(view, reading, home)
    group_bodies(view, reading, list(reading.of_body), left)
    held = {member for _, members in view.graph.nodes(data="members") for member in members or ()}
    if left:
        _join_outcomes(view, reading, home, lambda body, _: body not in held)
    _bound(view, reading.of_body, held, left=bool(left))
    return view


def _bound(view: View, bodies: Collection[str], held: Collection[str], *, left: bool) -> None:
    """Where the links are too many for a page, leave to the groups what the bodies in them have in common.

    ``held`` are the bodies in groups; ``left``: their obligations have been left to these.
    """
    graph = view.graph
    bodies_of = Counter(
        law
        for body in bodies
        for law in set(graph.successors(body))
        if group_of(graph.nodes[law]).group == "law"
    )
    for group, words in _LEFT_TO_GROUPS.items():
        if graph.number_of_edges() <= _LINKS and not (left and group == "obligation"):
            return
        graph.remove_edges_from(
            [
                (body, other, key)
                for body, other, key, tone in graph.edges(data="tone", keys=True)
                if body in held and not tone and group_of(graph.nodes[other]).group == group
            ]
        )
        view.note(
            f"各单位的{words[0]}未逐一收入，各组各有多少个单位见其联系。",
            f"Single bodies are not joined to {words[1]}; groups are, with the number of their bodies.",
        )
        if group == "law":
            _leave_out_single_laws(view, bodies_of)


def _leave_out_single_laws(view: View, bodies_of: Counter[str]) -> None:
    """Laws that one body alone cites, without anything to be said of them, are left to its own view."""
    graph = view.graph
    single = [law for law, n in bodies_of.items() if n == 1 and not graph.nodes[law].get("status")]
    graph.remove_nodes_from(single)
    view.note(
        f"未收入只有一个单位引用的{len(single):,}部法律文件；见该单位的图。",
        f"{len(single):,} laws that one body alone cites are left out; the view of that body has them.",
    )


def _add_laws(view: View, reading: Reading, home: Mapping[str, str]) -> None:
    citations = reading.citations(sentences=False)
    years: dict[str, set[str]] = {}
    for row in citations:
        years.setdefault(row["law"], set()).add(reading.reports[row["report"]].year)
    for law in reading.laws.values():
        if law.iri in years:
            add_law(view, law, years[law.iri])
    late = {law for law in years if view.graph.nodes[law].get("status")}
    if len(citations) <= _CITATIONS:
        citations = reading.citations(sentences=True)
    elif late:
        quoted = reading.citations(sentences=True, laws=late)
        citations = [row for row in citations if row["law"] not in late] + quoted
    for row in citations:
        zh, en = reading.concepts.get(row["purpose"], CITES)
        ended = row["law"] in late and reading.laws[row["law"]].ended
        is_late = ended and ended <= f"{reading.reports[row['report']].year}-01-01"
        view.join(
            home[row["report"]],
            row["law"],
            (f"引用：{zh}", f"cites: {en}"),
            [(row["sentence"], row["evidence"])] if "sentence" in row else [],
            tone="finding" if is_late else "",
        )
    add_successors(view, reading.laws)


def _add_obligations(view: View, reading: Reading) -> None:
    found: dict[str, list[str]] = {}
    for (_, obligation), outcome in reading.outcomes.items():
        found.setdefault(obligation, []).append(outcome)
    for obligation, outcomes in found.items():
        if obligation in reading.obligations:
            row = reading.obligations[obligation]
            add_obligation(view, row, outcomes)
            view.join(obligation, row["law"], ("依据", "derived from"))


def _obligations_of_bodies(reading: Reading, home: Mapping[str, str]) -> dict[str, set[str]]:
    """What the reports of each body speak of."""
    found: dict[str, set[str]] = {}
    for report, obligation in reading.outcomes:
        if report in home and obligation in reading.obligations:
            found.setdefault(home[report], set()).add(obligation)
    return found


def _join_outcomes(
    view: View, reading: Reading, home: Mapping[str, str], wanted: Callable[[str, str], bool]
) -> None:
    """The links of bodies to obligations, of those bodies and outcomes that are wanted."""
    for (report, obligation), outcome in reading.outcomes.items():
        if report in home and wanted(home[report], outcome):
            tone = OUTCOMES[outcome][1] if outcome == "contrary" else ""
            view.join(home[report], obligation, words_of_outcome(outcome), tone=tone)


def _add_what_is_said(view: View, reading: Reading, home: Mapping[str, str]) -> None:
    """Statements, class by class, as long as the page has room; of the others their number."""
    left, seen = _STATEMENTS, dict[str, str]()
    out: list[tuple[Words, int]] = []
    for name in STATEMENTS:
        count = reading.count(name)
        if count <= left:
            add_statements(view, reading, name, home, seen)
            left -= count
            continue
        words = known_kinds()[name]
        out.append(((words.zh, words.en), count))
        if count > _COUNTED:
            continue
        of_body: Counter[str] = Counter()
        for report, n in reading.counts(name).items():
            if report in home:
                of_body[home[report]] += n
        for body, n in of_body.items():
            row = (words.zh, words.en, f"{n}项，未收入本页", f"{n}, not on this page")
            view.graph.nodes[body]["details"].append(row)
    if out:
        view.note(
            f"本页未收入：{'、'.join(f'{zh}{n:,}项' for (zh, _), n in out)}；内容在各单位的图中。",
            f"Not on this page: {', '.join(f'{en.lower()} ({n:,})' for (_, en), n in out)}; "
            "the view of each body has them.",
        )
    else:
        add_named(view, reading, seen)


def group_bodies(
    view: View,
    reading: Reading,
    bodies: Sequence[str],
    left: Mapping[str, Collection[str]] | None = None,
) -> None:
    """Put bodies together, if they are many: by place and kind, by kind, by what they cite, by name.

    ``left`` has of bodies what they are not joined to and their groups are.
    """
    if len(bodies) <= SIDE_BY_SIDE:
        return
    communities = _communities(view, bodies)

    def keys(body: str) -> list[Words]:
        places = reading.places.get(body, [])
        zh, en = class_words(next(iter(_special(reading, body)), "PublicBody"))
        kind = (zh, sentence_case(en))
        place = places[0] if places else ""
        alike = communities.get(body, ("其他", "others"))
        return [
            (place, place) if place else kind,
            (f"{place} {kind[0]}".strip(), f"{place} {kind[1]}".strip()),
            (f"{''.join(places[:2])} {kind[0]}".strip(), f"{' '.join(places[:2])} {kind[1]}".strip()),
            (f"{kind[0]}，{alike[0]}", f"{kind[1]}, {alike[1]}"),
        ]

    keyed = {body: keys(body) for body in bodies}
    names = {body: view.graph.nodes[body]["label"] for body in bodies}
    made: dict[str, list[str]] = {}
    by_name: set[str] = set()

    def divide(members: list[str], depth: int, above: str) -> list[str]:
        """The groups that take the place of ``members``: at most as many as stand side by side."""
        if len(members) <= SIDE_BY_SIDE:
            return members
        if depth >= len(keyed[members[0]]):
            step = -(-len(members) // SIDE_BY_SIDE)
            step = max(step, SIDE_BY_SIDE)
            parts = [members[at : at + step] for at in range(0, len(members), step)]
            by_name.add(above)
            named = [
                ((f"{names[p[0]]}至{names[p[-1]]}", f"{names[p[0]]} to {names[p[-1]]}"), p) for p in parts
            ]
        else:
            by_key: dict[Words, list[str]] = {}
            for body in members:
                by_key.setdefault(keyed[body][depth], []).append(body)
            named = sorted(by_key.items(), key=lambda item: (-len(item[1]), item[0]))
            if len(named) > SIDE_BY_SIDE:
                rest = [body for _, part in named[SIDE_BY_SIDE - 1 :] for body in part]
                named = [*named[: SIDE_BY_SIDE - 1], (("其他", "Others"), rest)]
        if len(named) == 1:
            return divide(members, depth + 1, above)
        found = []
        for (zh, en), part in named:
            if len(part) == 1:
                found += part
                continue
            group = f"{above}/{zh}"
            inner = divide(sorted(part, key=lambda b: names[b]), depth + 1, group)
            kinds = Counter(view.graph.nodes[body]["kind"] for body in part)
            view.add(
                group, f"{zh} ×{len(part)}", kinds.most_common(1)[0][0], label_en=f"{en} ×{len(part)}",
                details=[("单位", "Bodies", *(f"{len(part)}",) * 2)], members=inner, count=len(part), iri="",
            )  # fmt: skip
            made[group] = part
            found.append(group)
        return found

    top = divide(sorted(bodies, key=lambda b: names[b]), 0, "group")
    # Where a few groups would be left, the largest give way to what is in them.
    while True:
        room = SIDE_BY_SIDE + 1 - len(top)
        inner = {
            group: view.graph.nodes[group]["members"]
            for group in top
            if group in made and group not in by_name
        }
        largest = max(inner, key=lambda group: (len(made[group]), group), default="")
        if not largest or len(inner[largest]) > room:
            break
        top = [part for group in top for part in (inner[largest] if group == largest else [group])]
        view.graph.remove_node(largest)
        del made[largest]
    _join_groups(view, made, left or {})
    view.note(
        f"{len(bodies):,}个单位按所在地、类别和引用的相近程度归为{len(top)}组，×后为单位数，点开为其中各单位。",
        f"{len(bodies):,} bodies are put together in {len(top)} groups, by place, kind and likeness of what "
        "they cite; × tells how many bodies each has, and a click opens it.",
    )


def _special(reading: Reading, body: str) -> list[str]:
    """The kind under which a body is grouped."""
    own = reading.classes.get(body, set())
    order = ("Park", "LocalGovernment", "GovernmentDepartment", "PartyCommittee", "PublicBody")
    return [name for name in order if name in own]


def _communities(view: View, bodies: Sequence[str]) -> dict[str, Words]:
    """For each body the community of those that cite alike (Louvain), called after a law of theirs."""
    laws = networkx.Graph()
    laws.add_nodes_from(sorted(bodies))
    for body in sorted(bodies):
        near = (law for law in view.graph.successors(body) if view.graph.nodes[law]["kind"] == "Instrument")
        laws.add_edges_from((body, law) for law in sorted(near))
    found: dict[str, Words] = {}
    for community in networkx.community.louvain_communities(laws, seed=1):
        own = Counter(law for body in community & set(bodies) for law in laws.adj[body])
        best = max(sorted(own), key=lambda law: own[law] ** 2 / laws.degree(law), default="")
        label = view.graph.nodes[best]["label"] if best else "其他"
        for body in community & set(bodies):
            found[body] = (f"多引用{titled(label, _TITLE)}", f"citing {titled(label, _TITLE)}")
    return found


def _join_groups(view: View, made: Mapping[str, Sequence[str]], left: Mapping[str, Collection[str]]) -> None:
    """Edges of groups, for all the edges of their bodies, with how many bodies each stands for."""
    for group, members in made.items():
        numbers: Counter[str] = Counter()
        tones: dict[str, str] = {}
        for body in members:
            numbers.update({*view.graph.successors(body), *left.get(body, ())})
            for _, other, tone in view.graph.out_edges(body, data="tone"):
                if tone:
                    tones[other] = tone
        for other, n in sorted(numbers.items()):
            kind = group_of(view.graph.nodes[other]).group
            if kind == "statement":
                continue
            zh, en = _TOGETHER.get(kind, ("线索", "lead"))
            view.join(
                group, other, (f"{zh}：{n}个单位", f"{en}: {n} {'body' if n == 1 else 'bodies'}"),
                tone=tones.get(other, ""),
            )  # fmt: skip
