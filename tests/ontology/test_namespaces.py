"""IRIs that rdflib, pyoxigraph and a reader of Chinese can all live with."""

import subprocess
import sys

import pytest
from pyoxigraph import NamedNode
from rdflib import URIRef

from fazhi.ontology import namespaces as ns


def test_chinese_characters_stay_characters():
    """A key of Chinese characters is readable in its IRI."""
    assert ns.resource("instrument", "安全生产法") == "https://w3id.org/fazhi/id/instrument/安全生产法"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("安全生产法（2021年）", "安全生产法（2021年）"),
        ("a b", "a%20b"),
        ('<>"{}|\\^`', "%3C%3E%22%7B%7D%7C%5C%5E%60"),
        ("50%", "50%25"),
        ("2024/1", "2024%2F1"),
        ("第#1?", "第%231%3F"),
        ("[试行]", "%5B试行%5D"),
        ("\ue000\n", "%EE%80%80%0A"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_only_what_an_iri_forbids_is_encoded(text, key):
    """RFC 3987 decides what is percent-encoded; the rest is kept, in Unicode form C."""
    assert ns.iri_key(text) == key


def test_every_character_makes_a_valid_iri():
    """Whatever a report writes, pyoxigraph takes the IRI."""
    for start in range(0, 0x30000, 97):
        key = "".join(chr(c) for c in range(start, start + 97) if not 0xD800 <= c < 0xE000)
        iri = ns.resource("body", key)
        assert NamedNode(iri).value == str(URIRef(iri)) == iri


def test_keys_become_segments_below_the_base():
    """Several keys make several segments, under the base that is given."""
    iri = ns.resource("report", "启东生命健康产业园", "2023", base="https://example.org/")
    assert iri == "https://example.org/report/启东生命健康产业园/2023"


def test_namespaces_need_no_library():
    """Importing the namespaces loads neither rdflib nor pyoxigraph."""
    loaded = "[m for m in ('rdflib', 'pyoxigraph') if m in sys.modules]"
    code = f"import sys, fazhi.ontology.namespaces; print({loaded})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
