"""Charts of figures over the years (图): columns, or a line where there are many years.

The axis begins at nought. A year on which there is no report, or whose report does not give the figure, is a
gap and says which; it is never nought, and nothing is drawn through it. A figure of a part only (其中) is
told and not drawn: it is no figure of the year. What is no exact number (20余) keeps its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fazhi.web.content.figures import Figure, by_indicator, change_in_words, of_the_year
from fazhi.web.content.things import Report
from fazhi.web.site import Site

#: Of more years than these, a chart is a line.
_COLUMNS = 5
#: Of so many years at most, the newest.
_MOST_YEARS = 12
#: The picture, in pixels: its size, the line on which columns stand, the top of the highest, the widest one.
WIDTH, HEIGHT, BASE, TOP, WIDEST = 300, 150, 122, 26, 46
#: The width of a character of a label.
_WIDE, _NARROW = 12.5, 7.2


@dataclass(frozen=True)
class Point:
    """What is known of one year (or another step along the axis).

    ``value`` is None where nothing can be drawn: ``label`` says why, or what part is known. ``about``: the
    value is no exact number. ``tone`` is a class of the style sheet.
    """

    name: str
    label: str
    value: Decimal | None = None
    about: bool = False
    tone: str = ""


@dataclass(frozen=True)
class Mark:
    """A point where it is drawn: the middle of its column (``x``), its top (``y``), ``height`` and ``width``.

    ``shown`` is the label where it has room, with its line of writing at ``label``, else empty.
    """

    point: Point
    x: float
    y: float
    width: float
    height: float
    shown: str
    label: float


@dataclass(frozen=True)
class Plot:
    """A chart: ``title`` says what it shows, ``told`` all of it in words, for who does not see it.

    ``lines`` are the points of the lines to be drawn, one for each run of years; of columns there is none.
    """

    title: str
    told: str
    marks: tuple[Mark, ...]
    lines: tuple[str, ...] = ()
    note: str = ""
    width: int = WIDTH


def plot(site: Site, title: str, points: Sequence[Point], *, note: str = "", width: int = WIDTH) -> Plot:
    """The points as columns; as a line where they are many."""
    most = max((point.value for point in points if point.value is not None), default=Decimal(0)) or Decimal(1)
    slot = (width - 10) / len(points)
    room = all(_length(point.label) <= slot for point in points)
    is_line = len(points) > _COLUMNS and width == WIDTH
    marks = []
    for place, point in enumerate(points):
        height = round(float(max(point.value or Decimal(0), Decimal(0)) / most) * (BASE - TOP), 1)
        top = round(BASE - height, 1)
        shown = point.label if room or place in _telling(points) else ""
        if point.value is None:
            shown, label = shown or "–", BASE - 6.0
        elif is_line:
            label = top + 18 if _falls(points, place) and height > 24 else top - 9
        else:
            label = top - 5
        middle, column = round(5 + slot * (place + 0.5), 1), round(min(WIDEST, slot * 0.66), 1)
        marks.append(Mark(point, middle, top, column, height, shown, round(label, 1)))
    told = site.say("；", "; ").join(f"{point.name} {point.label}" for point in points)
    lines = tuple(_runs(marks)) if is_line else ()
    return Plot(title, told, tuple(marks), lines, note, width)


@dataclass(frozen=True)
class Series:
    """What a body's reports give of an indicator (an IRI), a point for every year.

    ``title`` says what is to be seen.
    """

    indicator: str
    title: str
    points: tuple[Point, ...]


def series(site: Site, reports: Sequence[Report], figures: Iterable[Figure]) -> list[Series]:
    """The indicators that the newest report and another give as one figure of the whole year.

    ``reports`` are those of a body in the order of their years. What changed most comes first.
    """
    dated = [report for report in reports if report.year]
    if len({report.year for report in dated}) < 2:
        return []
    found: list[tuple[Decimal, Series]] = []
    for indicator, by_report in by_indicator(figures).items():
        years = {report.year: of_the_year(by_report.get(report.iri, ())) for report in dated}
        whole = [(year, one) for year, one in years.items() if one]
        if len(whole) < 2 or whole[-1][0] != dated[-1].year:
            continue
        if len({one.canonical_unit for _, one in whole}) > 1:
            continue
        points = tuple(_points(site, dated, years, by_report))
        changed = _changed(whole[-2][1], whole[-1][1])
        found.append((changed, Series(indicator, _title(site, whole), points)))
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])]


def over_the_years(
    site: Site, reports: Sequence[Report], figures: Iterable[Figure], *, most: int = 6
) -> list[Plot]:
    """A chart for each of the first :func:`series`."""
    return [plot(site, one.title, one.points) for one in series(site, reports, figures)[:most]]


def _points(
    site: Site,
    reports: Sequence[Report],
    years: Mapping[str, Figure | None],
    by_report: Mapping[str, list[Figure]],
) -> list[Point]:
    """A point for every year from the first to the last."""
    iris = {report.year: report.iri for report in reports}
    points = []
    for year in map(str, range(int(min(years)), int(max(years)) + 1)):
        figure = years.get(year)
        if figure:
            points.append(Point(year, figure.written + figure.unit, figure.value, bool(figure.modifier)))
        elif year not in iris:
            points.append(Point(year, site.say("无报告", "no report")))
        else:
            points.append(Point(year, _partly(site, by_report.get(iris[year], []))))
    return points[-_MOST_YEARS:]


def _partly(site: Site, figures: Sequence[Figure]) -> str:
    """What a report has that is no figure of the year."""
    figures = [one for one in figures if one.value is not None]
    if not figures:
        return site.say("未写到", "not given")
    if len(figures) == 1:
        one = figures[0]
        return f"{one.period or site.say('其中', 'of which ')}{one.written}{one.unit}"
    return site.say(f"{len(figures)}处", f"{len(figures)} figures")


def _title(site: Site, whole: Sequence[tuple[str, Figure]]) -> str:
    (earlier, before), (year, now) = whole[-2:]
    written = f"{now.written}{now.unit}"
    change = change_in_words(site, before, now)
    last = site.say("上年", "the year before")
    than = last if int(year) == int(earlier) + 1 else site.say(f"{earlier}年", earlier)
    compared = (
        site.say(
            f"，与{than}{change}" if change == "持平" else f"，比{than}{change}", f", {change} on {than}"
        )
        if change
        else ""
    )
    return site.say(f"{now.name}：{year}年{written}{compared}", f"{now.name}: {written} in {year}{compared}")


def _changed(before: Figure, now: Figure) -> Decimal:
    """How much a figure changed, of itself: for the order."""
    if not before.value or now.value is None:
        return Decimal(0)
    return abs(now.value - before.value) / abs(before.value)


def _telling(points: Sequence[Point]) -> set[int]:
    """The points whose labels are shown where there is no room for all: both ends and the highest."""
    drawn = [place for place, point in enumerate(points) if point.value is not None]
    if not drawn:
        return set()
    highest = max(drawn, key=lambda place: points[place].value or Decimal(0))
    chosen = {drawn[0], drawn[-1]}
    # Labels of neighbours would lie over each other.
    return chosen | ({highest} if all(abs(highest - place) > 1 for place in chosen) else set())


def _falls(points: Sequence[Point], place: int) -> bool:
    """Whether the line comes down to a point, or goes up from it, where a label above it would lie on it."""
    here = points[place].value or Decimal(0)
    beside = [points[other].value for other in (place - 1, place + 1) if 0 <= other < len(points)]
    return any(value is not None and value > here for value in beside)


def _runs(marks: Sequence[Mark]) -> Iterable[str]:
    """The lines: one for each run of points without a gap."""
    run: list[str] = []
    for mark in marks:
        if mark.point.value is None:
            if len(run) > 1:
                yield " ".join(run)
            run = []
        else:
            run.append(f"{mark.x},{mark.y}")
    if len(run) > 1:
        yield " ".join(run)


def _length(label: str) -> float:
    return sum(_WIDE if ord(character) > 0x2E00 else _NARROW for character in label)
