"""A brief as lines of plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from fazhi.web.brief.parts import Brief, Entry, Grid, Line, Lines, Whole
from fazhi.web.content.parts import BarChart

#: The most characters (of the Latin alphabet) of a bar.
_BAR = 30


def to_lines(brief: Brief) -> Iterator[str]:
    """The lines; numbers in square brackets lead to the passages at the end."""
    yield brief.title
    for label, line in brief.facts:
        yield f"  {label} {_line(line)}"
    for section in brief.sections:
        yield ""
        yield section.title
        for block in section.blocks:
            match block:
                case Lines():
                    yield from _lines(block)
                case Grid():
                    yield from _grid(block)
                case Whole():
                    pieces = "  ".join(f"{piece.sign} {piece.name} {piece.count}" for piece in block.pieces)
                    yield f"  {block.name}  {pieces}"
                case BarChart():
                    yield from _bars(block)
    yield ""
    yield brief.claims
    if brief.notes:
        yield ""
        yield {"zh": "出处"}.get(brief.language, "Where it says so")
        for note in brief.notes:
            place = f"{note.place} " if note.place else ""
            yield f"  [{note.number}] {place}{note.before}{note.words}{note.after}".replace("\n", " ")


def _lines(block: Lines) -> Iterator[str]:
    if block.heading:
        yield f"  {block.heading}"
    for line in block.lines:
        yield f"    {_line(line)}"
    for words in (block.rest, "" if block.lines else block.empty):
        if words:
            yield f"    {words}"


def _line(line: Line) -> str:
    sign = " ".join(filter(None, (line.sign, line.word)))
    return "  ".join(filter(None, (sign, f"{line.text}{_marks(line.notes)}", line.hint)))


def _marks(notes: tuple[int, ...]) -> str:
    return "".join(f"[{number}]" for number in notes)


def _grid(block: Grid) -> Iterator[str]:
    if block.heading:
        yield f"  {block.heading}"
    rows = [
        list(block.head),
        *([_entry(entry) for entry in row] for row in block.rows),
    ]
    widths = [max(cell_len(row[place]) for row in rows) for place in range(len(block.head))]
    numbers = [entry.is_number for entry in block.rows[0]] if block.rows else []
    for row in rows:
        cells = (
            " " * (width - cell_len(text)) + text if right else text + " " * (width - cell_len(text))
            for text, width, right in zip(row, widths, numbers, strict=True)
        )
        yield f"    {'  '.join(cells)}".rstrip()
    if block.note:
        yield f"    {block.note}"


def _entry(entry: Entry) -> str:
    return " ".join(filter(None, (f"{entry.text}{_marks(entry.notes)}", entry.hint)))


def _bars(block: BarChart) -> Iterator[str]:
    yield f"  {block.title}"
    width = max((cell_len(bar.name) for bar in block.bars), default=0)
    for bar in block.bars:
        name = bar.name + " " * (width - cell_len(bar.name))
        drawn = "█" * round(bar.share * _BAR / 100)
        yield "    " + "  ".join(filter(None, (name, f"{drawn} {bar.label}".strip(), bar.hint)))
    if block.note:
        yield f"    {block.note}"
