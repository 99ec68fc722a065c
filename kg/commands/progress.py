"""How far a long command is: a bar on standard error, if that is a terminal."""

from __future__ import annotations

import sys

from fazhi.kg.commands.terminal import console, shown
from fazhi.ontology.languages import Both, both


class Progress:
    """A bar with what is done, how many of how many, how many a second, and the time that is left.

    For a ``with`` block, after which it is gone. Where standard error is no terminal, nothing is shown.
    """

    def __init__(self, what: Both) -> None:
        """``what`` says what is done (reading)."""
        self._what = what

    def __enter__(self) -> Progress:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            TextColumn(str(self._what)),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(elapsed_when_finished=True),
            TextColumn("{task.description}", markup=False),
            console=console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("", total=None, rate="")
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, done: int, total: int, name: str) -> None:
        """Say that ``done`` of ``total`` are done, and that ``name`` is next."""
        speed = next((task.speed for task in self._bar.tasks if task.id == self._task), None)
        self._bar.update(
            self._task,
            completed=done,
            total=total,
            rate=f"{speed:.1f}/s" if speed else "",
            description=shown(name) if done < total else str(both("writing the store", "写入图谱")),
        )
