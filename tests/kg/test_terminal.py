"""What comes from elsewhere is shown in a terminal, never obeyed by it."""

from __future__ import annotations

import ast
import json
import os
import pty
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from fazhi.kg.commands.terminal import shown, shown_in_json

KG = Path(__file__).parents[2] / "kg"
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
#: Colour, title, clipboard (OSC 52), a link (OSC 8), the eight-bit CSI, override, a surrogate, a tag.
HOSTILE = (
    "\x1b[31m\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b]8;;http://x\x1b\\\x9b31m\u202e\u200b\udcff\U000e0041"
)


def hidden(text: str) -> set[str]:
    """The characters of ``text`` that a terminal obeys or a reader cannot see, besides line feeds."""
    return {character for character in text if unicodedata.category(character) in HIDDEN} - {"\n"}


def test_every_control_and_format_character_is_shown_and_nothing_else():
    """A later Unicode may give the rest of the blocks of format characters to them."""
    # Of the other planes only the fifteenth has such characters.
    every = [chr(code) for code in (*range(0x20000), *range(0xE0000, 0xF0000))]
    escaped = {character for character in every if shown(character) != character}
    assert {character for character in every if unicodedata.category(character) in HIDDEN} <= escaped
    assert {unicodedata.category(character) for character in escaped} <= HIDDEN | {"Cn"}


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("\x1b[31m红", r"\x1b[31m红"),
        ("a\u202eb\U000e0041", r"a\u202eb\U000e0041"),
        ("一\n二\t三\r", r"一\n二\t三\r"),
        (r"C:\报告　《法》", r"C:\报告　《法》"),
    ],
)
def test_an_escape_says_which_character_it_is(text, escaped):
    assert shown(text) == escaped


def test_line_feeds_and_tabs_stay_where_text_has_lines():
    assert shown("一\n二\t\x1b", lines=True) == "一\n二\t\\x1b"


def test_json_has_the_same_data_without_hidden_characters():
    text = shown_in_json(json.dumps([HOSTILE, "法\n"], ensure_ascii=False, indent=1))
    assert json.loads(text) == [HOSTILE, "法\n"]
    assert hidden(text) == set()
    assert "法" in text


def test_messages_show_what_is_in_names_and_parameters(fazhi, built, tmp_path):
    """File names and parameters as a command line hands them over, undecodable bytes included."""
    name = tmp_path / f"{HOSTILE}[red]:smile:.txt"
    for arguments in (
        ["build", name],
        ["extract", name],
        ["check", name],
        ["query", f"cites{HOSTILE}"],
        ["query", "cites-law", "--law", HOSTILE, "--store", built],
        ["view", HOSTILE, "--store", built],
        ["sparql", HOSTILE],
        [HOSTILE],
    ):
        outcome = fazhi(*arguments)
        assert hidden(outcome.out + outcome.err) == set(), arguments
        assert r"\x1b" in outcome.out + outcome.err, arguments


def test_findings_name_files_whose_names_are_no_text(fazhi, tmp_path, monkeypatch):
    """Names are bytes; those that are no UTF-8 have an address all the same."""
    monkeypatch.chdir(tmp_path)
    draft = KG.parent / "examples" / "draft.txt"
    (tmp_path / "\udcff.txt").write_bytes(draft.read_bytes())
    assert r"\udcff.txt:3:18: FZ105" in fazhi("check", "\udcff.txt").out
    (run,) = json.loads(fazhi("check", "--sarif", "\udcff.txt").out)["runs"]
    assert run["artifacts"] == [{"location": {"uri": "%FF.txt"}}]


def test_a_table_shows_cells_as_they_are_written(fazhi, built):
    """No markup and no emoji code is carried out; lines of a cell stay lines."""
    for form in ("table", "json"):
        query = r"SELECT ('[red]\u001b[31m\u202E:smile:[/red]\nb' AS ?cell) {}"
        outcome = fazhi("sparql", query, "--store", built, "--format", form)
        assert hidden(outcome.out) == set()
        assert "[red]" in outcome.out
        assert ":smile:[/red]" in outcome.out
        assert "\\u202e" in outcome.out


def test_csv_is_data_in_a_pipe_and_shown_in_a_terminal(built):
    """A program gets each character; a person sees what is there."""
    command = [
        *(sys.executable, "-m", "fazhi.kg.cli", "sparql", r"SELECT ('\u001b[31m法' AS ?cell) {}"),
        *("--format", "csv", "--store", str(built)),
    ]
    assert subprocess.run(command, capture_output=True, check=True).stdout.decode() == "cell\n\x1b[31m法\n"
    reader, terminal = pty.openpty()
    subprocess.run(command, stdout=terminal, check=True)
    os.close(terminal)
    assert os.read(reader, 1000).decode().split() == ["cell", r"\x1b[31m法"]


def test_all_printing_goes_through_one_module():
    """So that nothing is sent that was not shown: no other module of the command line prints."""
    modules = [KG / "cli.py", *sorted((KG / "commands").glob("*.py"))]
    printing = {
        (module.name, ast.unparse(node.func))
        for module in modules
        if module.name not in {"terminal.py", "output.py"}
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in {"print", "echo", "secho", "write", "Console"}
    }
    # Tables, made of shown text; help texts, which are ours.
    assert {call for _, call in printing} <= {"out.print", "console().print", "self.write", "formatter.write"}
