"""Scanned reports are recognised: the recogniser itself runs, over small pictures of pages.

``data/report.tif`` shows the text of ``data/report.txt`` on two pages, in black and white, 150 dots an inch.
"""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from fazhi.extractors import Document, ReadError, extract, read_bytes, read_file
from fazhi.extractors.reading import pdf
from fazhi.extractors.reading.source import ReadWarning
from fazhi.kg.cli import run
from fazhi.kg.scans import pages_to_recognise
from fazhi.kg.store.opening import open_store

from ..extractors.paper import HEIGHT, WIDTH, Paper

pytestmark = pytest.mark.ocr

DATA = Path(__file__).with_name("data")
SCAN, TEXT = DATA / "report.tif", read_file(DATA / "report.txt")


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The cache of this module's tests: a page is recognised once."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAZHI_CACHE", str(folder))
        yield folder


def pages() -> list[Image.Image]:
    with Image.open(SCAN) as scan:
        found = []
        for number in range(2):
            scan.seek(number)
            found.append(scan.convert("L"))
        return found


def saved(picture: Image.Image, form: str = "PNG") -> bytes:
    file = io.BytesIO()
    picture.save(file, form)
    return file.getvalue()


def statements(document: Document) -> Counter[str]:
    return Counter(
        f"{record.type} {record.text} {dict(sorted(record.fields.items()))}"
        for record in extract(document).records
    )


def test_a_scan_says_what_the_text_says() -> None:
    document = read_file(SCAN, ocr=True)

    assert document.text == TEXT.text
    assert statements(document) == statements(TEXT)
    assert document.media_type == "image/tiff"
    assert document.place(0) == "page=1"
    assert document.place(len(document.text) - 1) == "page=2"
    assert 0.9 < document.confidence(0, len(document.text)) < 1


@pytest.mark.parametrize(
    ("turn", "form"), [(2, "JPEG"), (90, "PNG"), (180, "PNG")], ids=["askew", "on its side", "upside down"]
)
def test_pages_need_not_lie_straight(turn: float, form: str) -> None:
    picture = pages()[0].rotate(turn, Image.Resampling.BICUBIC, expand=turn == 90, fillcolor=255)

    document = read_bytes(saved(picture, form), ocr=True)

    assert TEXT.text.startswith(document.text)
    assert len(document.text) > 150


@pytest.mark.parametrize("turn", [0, 1.5])
def test_the_cells_of_a_ruled_table_are_told_apart(turn: float) -> None:
    with Image.open(DATA / "table.png") as table:
        picture = table.convert("L").rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)

    document = read_bytes(saved(picture), ocr=True)

    assert document.source_text.split("\n")[1:4] == [
        "项目 | 数量 | 单位",
        "行政处罚 | 23 | 件",
        "罚款金额 | 25.37 | 万元",
    ]


def test_a_page_hard_to_read_makes_its_records_less_sure(tmp_path: Path, fresh_store) -> None:
    first = pages()[0]
    poor = first.resize((first.width // 5, first.height // 5), Image.Resampling.BILINEAR)
    (tmp_path / "poor.png").write_bytes(saved(poor))
    store = fresh_store()

    with pytest.warns(ReadWarning, match="page 1 was hard to recognise"):
        document = read_file(tmp_path / "poor.png", ocr=True)
    sure = document.confidence(0, len(document.text))
    assert 0.5 < sure < 0.9
    assert max(record.confidence for record in extract(document).records) <= sure
    arguments = ["--ocr", "--force", "--issuer", "临江镇", "--year", "2023", "--store", str(store)]
    assert run(["build", str(tmp_path / "poor.png"), *arguments]) == 0
    with open_store(store, read_only=True) as opened:
        stated = opened.select("SELECT DISTINCT ?confidence { ?node fz:confidence ?confidence }")
        assert str(sure) in {row["confidence"].value for row in stated}


def mixed() -> bytes:
    """A PDF of two pages with text, and one that is a scan of the report's second page."""
    title, *before = TEXT.text.split("（三）")[0].splitlines()
    paper = Paper()
    paper.title(title)
    for page in (before[:1], before[1:]):
        for paragraph in page:
            paper.paragraph(paragraph)
        paper.canvas.showPage()
        paper.y = paper.top
    scanned = pages()[1]
    height = WIDTH * scanned.height / scanned.width
    paper.canvas.drawImage(ImageReader(scanned), 0, HEIGHT - height, WIDTH, height)
    return paper.save()


def test_only_pages_without_text_are_recognised(tmp_path: Path) -> None:
    file = tmp_path / "mixed.pdf"
    file.write_bytes(mixed())
    assert pages_to_recognise(file) == [3]

    document = read_file(file, ocr=True)

    assert document.text.replace("\n", "") == TEXT.text.replace("\n", "")
    problem = document.text.index("二、存在问题")
    assert (document.place(0), document.place(problem)) == ("page=1", "page=3")
    assert (document.confidence(0, 9), document.confidence(problem, problem + 9) < 1) == (1, True)
    (box,) = pdf.boxes(file.read_bytes(), ocr=True).of(document, problem, problem + 6)
    assert box.page == 3
    assert 5 * 18 < box.right - box.left < 7 * 18
    assert HEIGHT * 0.6 < box.bottom < box.top < HEIGHT


def test_a_build_takes_scans_and_keeps_what_was_recognised(tmp_path: Path, fresh_store, capsys) -> None:
    folder, store = tmp_path / "reports", fresh_store()
    folder.mkdir()
    (folder / "mixed.pdf").write_bytes(mixed())
    (folder / "other.tif").write_bytes(SCAN.read_bytes())

    def build(*options: str) -> str:
        assert run(["build", str(folder), *options, "--store", str(store)]) == 0
        return capsys.readouterr().out

    def problems() -> int:
        with open_store(store, read_only=True) as opened:
            return len(list(opened.select("SELECT ?problem { ?problem a fz:Problem }")))

    without = build()
    assert f"note 注意: {folder}/mixed.pdf: not read: page 3, a picture without text" in without
    assert "other.tif" not in without
    assert problems() == 0
    told = build("--ocr")
    assert "replaced 更新 1" in told
    assert f"{folder}/other.tif: the same report as {folder}/mixed.pdf" in told
    found = problems()
    assert found > 0
    assert "unchanged 未变 1" in build()
    assert problems() == found
    (folder / "written.txt").write_bytes((DATA / "report.txt").read_bytes())
    assert f"{folder}/mixed.pdf: the same report as {folder}/written.txt" in build()


@pytest.mark.parametrize("command", ["extract", "check", "explain"])
def test_commands_recognise_when_asked(command: str, tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)

    assert run([command, "--ocr", str(SCAN)]) in (0, 1)

    said = capsys.readouterr()
    assert f"{SCAN}: pages to recognise: 2," in said.err
    shown = Path("report.html").read_text("utf-8") if command == "explain" else said.out
    assert "优化营商环境条例" in shown or command == "check"
    assert run([command, str(SCAN)]) == 2
    assert f"{SCAN}: a picture, no text; --ocr recognises it" in capsys.readouterr().err


def test_what_was_recognised_is_kept_and_damage_is_mended(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("FAZHI_CACHE", str(tmp_path))
    data = saved(pages()[1])
    text = read_bytes(data, ocr=True).text
    (entry,) = tmp_path.rglob("*.json.gz")
    good = entry.read_bytes()

    kept = json.loads(gzip.decompress(good))
    for line in kept["lines"]:
        line["text"] = line["text"].replace("问题", "问号")
    entry.write_bytes(gzip.compress(json.dumps(kept).encode()))
    assert "问号" in read_bytes(data, ocr=True).text
    kept["lines"][0]["middles"].pop()
    for damaged in (good[:-9], b"", b"{}", gzip.compress(b"[]"), gzip.compress(json.dumps(kept).encode())):
        entry.write_bytes(damaged)
        assert read_bytes(data, ocr=True).text == text
        assert entry.read_bytes() == good
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [entry]


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FAZHI_CACHE", str(tmp_path / "file"))
    with pytest.raises(ReadError, match="set FAZHI_CACHE to a folder that can be written"):
        read_bytes(saved(Image.new("L", (300, 200), 255)), ocr=True)


def test_an_empty_page_has_no_text() -> None:
    with pytest.raises(ReadError, match="the file is empty"):
        read_bytes(saved(Image.new("L", (300, 200), 255)), ocr=True)
