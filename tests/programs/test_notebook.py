"""The example notebook, run anew: it works, and shows what it shows in the repository."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.programs

NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebook.ipynb"
#: What may differ: how wide a table is set, and what a terminal has before the value of a cell.
_INCIDENTAL = re.compile(r"\s+|Out\[\d*\]:")


def test_the_notebook_shows_what_it_showed_when_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    monkeypatch.chdir(NOTEBOOK.parent)
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    pictures = []
    for source, written in [("".join(c["source"]), c["outputs"]) for c in cells if c["cell_type"] == "code"]:
        shown = _run(source)
        assert [_text(each) for each in shown] == [_text(each) for each in written], source
        pictures += [each["image/svg+xml"] for each in shown if "image/svg+xml" in each]
    assert len(pictures) == 2
    assert "启东生命健康产" in pictures[0], "its text is drawn as shapes"


def _run(source: str) -> list[dict[str, Any]]:
    """What Jupyter would show below a cell, by media type."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    with capture_output() as captured:
        result = shell.run_cell(source)
    result.raise_error()
    shown = [{"text/plain": captured.stdout}] if captured.stdout else []
    return shown + [each.data for each in captured.outputs]


def _text(output: dict[str, Any]) -> str:
    """What is shown, as text: of an output as it stands in a notebook, or of its data."""
    text = output.get("text") or output.get("data", output)["text/plain"]
    return " ".join(_INCIDENTAL.sub(" ", "".join(text)).split())
