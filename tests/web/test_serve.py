"""The server: pages, what is kept, what is built meanwhile, how it ends."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from fazhi.kg.cli import run

from .client import Client, serving

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
BODIES = "SELECT ?name { ?report fz:issuer/skos:prefLabel ?name }"


def names(server: Client) -> set[str]:
    """The bodies that have a report."""
    return set(server.ask(f"/sparql?query={quote(BODIES)}", Accept="text/csv").text.split()[1:])


def test_first_page_is_in_the_language_of_the_browser(server: Client) -> None:
    """And has the way to the other one."""
    for wanted, language, other in (("zh-CN,zh;q=0.9,en;q=0.8", "zh", "en"), ("en-GB,en", "en", "zh")):
        first = server.ask("/", Accept_Language=wanted)
        assert (first.status, first.headers["location"]) == (303, f"/{language}/")
        page = server.ask(f"/{language}/")
        assert page.status == 200
        assert f'href="/{other}/"' in page.text
        assert "启东经济开发区" in page.text


def test_everything_that_a_page_names_is_there(server: Client) -> None:
    """Style sheet, script and icon; they may be kept for ever, as their names have their digests."""
    found = re.findall(r'"(/static/[^"]+)"', server.ask("/zh/").text)
    assert len(found) >= 3
    for address in found:
        reply = server.ask(address)
        assert (reply.status, "immutable" in reply.headers["cache-control"]) == (200, True)


@pytest.mark.parametrize(
    "path", ["/nothing", "/zh/nothing", "/static/nothing.css", "/static/..%2f__init__.py"]
)
def test_what_is_not_there(server: Client, path: str) -> None:
    """Is told, and never found elsewhere on the disk."""
    assert server.ask(path).status == 404


def test_who_has_an_answer_is_not_sent_it_again(server: Client) -> None:
    """As long as the store is in the same state."""
    first = server.ask("/zh/")
    assert server.ask("/zh/", If_None_Match=first.headers["etag"]).status == 304
    assert server.ask("/en/", If_None_Match=first.headers["etag"]).status == 200


def test_many_who_ask_the_same_at_once_get_the_same(server: Client) -> None:
    """Also more of them than one may have at work."""
    with ThreadPoolExecutor(12) as clients:
        replies = list(clients.map(server.ask, ["/zh/graph?view=laws"] * 12))
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body for reply in replies}) == 1


def test_what_is_built_meanwhile_is_served(fresh_store: Callable[..., Path]) -> None:
    """At once, by the server that runs."""
    store = fresh_store()
    with serving("--store", store) as server:
        assert names(server) == set()
        report = EXAMPLES / "ganmei-south-park-2023.txt"
        build = [sys.executable, "-m", "fazhi.kg.cli", "build", str(report), "--store", str(store)]
        subprocess.run(build, check=True, capture_output=True)
        assert names(server) == {"甘眉工业园区南区"}


def test_an_export_is_served_like_a_store(built: Path, tmp_path: Path, server: Client) -> None:
    """Its graphs have names, which those of a store have not."""
    file = tmp_path / "reports.nq"
    assert run(["export", "-o", str(file), "--store", str(built)]) == 0
    with serving("--data", file) as other:
        assert names(other) == names(server)
        graphs = other.ask(f"/sparql?query={quote('ASK { GRAPH ?g { ?report a fz:Report } }')}")
        assert "true" in graphs.text
        # An export has neither the ontology nor what follows from it beside the data.
        for page in ("bodies", "matrix?year=2023", f"body/{quote('启东生命健康产业园')}"):
            assert other.ask(f"/zh/{page}").text == server.ask(f"/zh/{page}").text


def test_what_cannot_be_served(tmp_path: Path) -> None:
    """No store, no RDF, a port that is taken: one line each, exit code 2."""
    broken = tmp_path / "broken.nq"
    broken.write_text("this is no RDF")
    for arguments in (
        ["--store", str(tmp_path / "none")],
        ["--data", str(broken)],
        ["--data", __file__],
        ["--data", str(broken), "--base-url", "nowhere"],
    ):
        command = [sys.executable, "-m", "fazhi.kg.cli", "serve", "--port", "0", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1


def test_the_publisher_is_told(built: Path) -> None:
    """In the catalogue, with the public address, whatever the server listens at."""
    given = ("--base-url", "https://data.example.gov.cn/fz", "--publisher", "启东市司法局")
    with serving("--store", built, *given) as server:
        catalogue = server.ask("/catalogue").text
        assert "启东市司法局" in catalogue
        assert "https://data.example.gov.cn/fz/" in catalogue
        assert server.address not in catalogue
        assert "https://data.example.gov.cn/fz/sitemap.xml" in server.ask("/robots.txt").text
