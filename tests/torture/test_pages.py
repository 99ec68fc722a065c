"""Web pages with tags put in, left out and cut are read, or refused in one line."""

from __future__ import annotations

import quopri
import random
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from fazhi.extractors import ReadError, read_bytes, read_file

pytestmark = pytest.mark.torture

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "examples" / "reports" / "taizhou-medical-zone-2024.txt"
PAGES = 300
#: One a line; what is put into pages.
TAGS = """
<table>
</table>
<tr>
<td>
</td>
<li>
<li value=9999>
<ol>
<ol start=-5>
<ol type=i>
</ol>
<dl><dt>
<dd>
<a href=x>
</a>
<pre>
<frameset>
<template>
<svg>
<math>
<script>
<style>
<!--
-->
<![endif]>
<body>
</body>
</html>
<select>
<caption>
<o:p>
<p style='display:block'>
<span style='display:block'>
</span>
<textarea>
<plaintext>
<title>
<iframe>
<div hidden>
<div class='nav'>
</div>
&#x110000;
&#xD800;
\0
\xff
--b
=
Content-Type:
"""
PIECES = [tag.encode("latin-1") for tag in TAGS.split("\n") if tag] + [b"\r\n\r\n"]


@pytest.fixture(scope="module")
def pages() -> list[bytes]:
    """The beginning of a report as a page in the styles of the reader's tests, and saved in one file."""
    document = read_file(REPORT)
    templates = Environment(loader=FileSystemLoader(ROOT / "tests" / "extractors" / "pages"), autoescape=True)
    lines = document.text.split("\n")[:12]
    title = "泰州医药高新区（高港区）2024年度法治政府建设情况报告"
    values = {"title": title, "published": "2025-03-04", "lines": lines, "metadata": document.metadata}
    found = [templates.get_template(f"{name}.html").render(values) for name in ("county", "town", "word")]
    head = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b; start=<a>\r\n\r\n--b\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-ID: <a>\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    saved = head.encode() + quopri.encodestring(found[0].encode()) + b"\r\n--b--\r\n"
    return [*(page.encode() for page in found), saved]


def damaged(page: bytes, chance: random.Random) -> bytes:
    """The page with some tags put in, some stretches left out or said again, or an end cut off."""
    data = bytearray(page)
    for _ in range(chance.randint(1, 20)):
        place = chance.randrange(len(data) + 1)
        match chance.choice(("tag", "tag", "tag", "gap", "again", "cut")):
            case "tag":
                data[place:place] = chance.choice(PIECES) * chance.choice((1, 1, 3))
            case "gap":
                del data[place : place + chance.randint(1, 200)]
            case "again":
                data[place:place] = data[place : place + chance.randint(1, 500)]
            case "cut" if chance.random() < 0.1:
                del data[place:]
    return bytes(data)


def outcome(data: bytes) -> str:
    """Why the page is refused, empty if it is read."""
    try:
        read_bytes(data)
    except ReadError as error:
        return str(error)
    return ""


@pytest.mark.rounds(5)
def test_damaged_pages_are_read_or_refused_in_one_line(pages: list[bytes], seed: int) -> None:
    chance = random.Random(seed)
    outcomes = [outcome(damaged(chance.choice(pages), chance)) for _ in range(PAGES)]
    assert [reason for reason in outcomes if "\n" in reason] == [], seed
    assert outcomes.count("") > PAGES // 10, seed
