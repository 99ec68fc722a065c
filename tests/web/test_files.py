"""The site as files: it opens from a file system, and every link in it leads somewhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from fazhi.kg.store.opening import open_store
from fazhi.web.files import file_name, site_files

pytestmark = pytest.mark.stores


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the example reports."""
    folder = tmp_path_factory.mktemp("site")
    with open_store(built, read_only=True) as store:
        for name, body in site_files(store):
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            assert not file.exists(), name
            file.write_bytes(body)
    return folder


def test_every_link_leads_to_a_file(site: Path) -> None:
    """Or to the web, by an address that is whole."""
    seen = 0
    for page in site.rglob("*.html"):
        for address in re.findall(r'(?:href|src)="([^"]*)"', page.read_text("utf-8")):
            link = urlsplit(unescape(address))
            if link.scheme:
                assert link.scheme in ("http", "https"), address
            elif link.path:
                seen += 1
                assert (page.parent / unquote(link.path)).is_file(), f"{page.relative_to(site)}: {address}"
    assert seen > 10_000


def test_what_is_in_it(site: Path) -> None:
    """Both languages, the bodies, the reports, the laws cited, the questions with their tables; no forms."""
    for language in ("zh", "en"):
        for name in (
            "index",
            "bodies",
            "body/启东经济开发区",
            "reader/启东经济开发区/2023",
            "law/安全生产法",
            "matrix",
            "days",
            "brief",
            "brief/启东经济开发区",
        ):
            assert (site / language / f"{name}.html").is_file(), name
        assert (site / language / "question" / "enforcement-cases.csv").is_file()
        assert (site / language / "brief" / "启东经济开发区.docx").read_bytes().startswith(b"PK")
    assert not [page for page in site.rglob("*.html") if "<form" in page.read_text("utf-8")]


def test_the_same_store_gives_the_same_files(site: Path, built: Path) -> None:
    """Byte for byte: the first hundred."""
    with open_store(built, read_only=True) as store:
        for _, (name, body) in zip(range(100), site_files(store), strict=False):
            assert (site / name).read_bytes() == body, name


@pytest.mark.parametrize(
    ("path", "parameters", "name"),
    [
        ("", (), "index.html"),
        ("body/甲?乙:丙", (), "body/甲%3F乙%3A丙.html"),
        ("obligations", (("page", "2"),), "obligations@page=2.html"),
        ("question/reports.csv", (("year", "2023"),), "question/reports@year=2023.csv"),
        ("question/x", (("law", "../../etc/passwd"),), "question/x@law=..-..-etc-passwd.html"),
    ],
)
def test_names_of_files(path: str, parameters: tuple[tuple[str, str], ...], name: str) -> None:
    """Any system can have them, and none leads out of its folder."""
    assert file_name(path, parameters) == name
