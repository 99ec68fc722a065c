"""PDF files are read in order, without what stands around its pages, each on its page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from fazhi.extractors import ReadError, extract, read_bytes, read_file
from fazhi.extractors.reading.pdf_file import MAX_PAGES

from .paper import (
    BOTTOM,
    FONT,
    HEAD,
    HEIGHT,
    LEFT,
    PITCH,
    SIZE,
    TOP,
    WIDTH,
    Paper,
    head_and_foot,
    numbered,
    printed,
)

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).with_name("data")
TITLE = HEAD
PROSE = (
    "2023年，临江镇深入学习贯彻习近平法治思想，认真落实《中华人民共和国安全生产法》有关要求，"
    "全年查处违法案件1,081件，办结行政复议12起，法治政府建设各项工作取得了新的成效。"
)


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    """Printed by Chromium 156, in Noto Sans CJK (OFL): day and title above, address and number below."""
    document = read_bytes((DATA / "printed-by-a-browser.pdf").read_bytes())

    assert document.media_type == "application/pdf"
    assert document.text.split("\n") == (DATA / "printed-by-a-browser.txt").read_text("utf-8").split("\n")


def by_browser(canvas: Canvas, page: int) -> None:
    canvas.setFont(FONT, 8)
    canvas.drawString(20, 820, "2024/1/12 09:30")
    canvas.drawString(20, 20, f"https://www.linjiang.example/art/1.html {page}/9")


@pytest.mark.parametrize(
    "head",
    [
        ["临江镇人民政府", "关于2023年度法治政府建设情况的报告"],
        ["临江镇人民政府关于2023年度", "法治政府建设情况的报告"],
        ["临政发〔2024〕3号", "临江镇人民政府", "关于2023年度法治政府建设情况的报告"],
    ],
    ids=["body", "year", "number"],
)
def test_the_head_of_an_official_document_that_a_browser_printed_is_no_menu(head: list[str]) -> None:
    paper = Paper(around=by_browser)
    for line in ["临江镇政务公开", *head[:-1]]:
        paper.paragraph(line)
    paper.title(head[-1])
    paper.paragraph(PROSE * 20)

    assert read_bytes(paper.save()).text.split("\n") == [*head, PROSE * 20]


def test_the_menus_of_a_portal_that_a_browser_printed_are_left_out() -> None:
    menus = ["临江镇政务公开", "政府信息公开指南", "法定主动公开内容", "如需其他信息，请依申请公开渠道提出。"]
    below = ["相关链接", "临江镇2022年度法治政府建设情况报告发布，成效明显"]
    paper = Paper(around=by_browser)
    for line in [*menus, "发布日期：2024-01-12"]:
        paper.paragraph(line)
    paper.title(TITLE)
    for line in [PROSE * 20, *below]:
        paper.paragraph(line)
    document = read_bytes(paper.save())

    assert document.text.split("\n") == [TITLE, PROSE * 20]
    assert document.metadata["published"] == "2024-01-12"


def test_each_record_tells_its_page() -> None:
    report = ROOT / "examples" / "reports" / "ganmei-south-park-2023.txt"
    data = printed(read_file(report).text.split("\n"), around=numbered)
    found = extract(read_bytes(data))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]

    assert {found.document.place(record.start) for record in found.records} == {
        f"page={number}" for number in range(1, len(pages) + 1)
    }
    for record in found.records:
        page = pages[int(found.document.place(record.start).removeprefix("page=")) - 1]
        assert record.text[:4] in re.sub(r"\s", "", page)


def test_a_sentence_goes_on_over_lines_columns_and_pages() -> None:
    for columns in (1, 2):
        assert read_bytes(printed([TITLE, PROSE * 40], columns=columns)).text == f"{TITLE}\n{PROSE * 40}"


def test_paragraphs_begin_at_their_indent_though_the_line_above_is_full() -> None:
    full = "落实国家公职人员学法用法制度，印发全年工作要点，抓好各项任务的落实" + "认真" * 3

    paragraphs = [full[:36] + "。", "各部门分工负责。", PROSE * 3]
    assert read_bytes(printed([TITLE, *paragraphs])).text.split("\n") == [TITLE, *paragraphs]


def test_a_day_and_the_hour_on_the_next_line_stay_apart() -> None:
    paper = Paper()
    paper.paragraph("来源：启明县人民政府网站，经县政府办公室审核发布时间：2024-01-12 09:30 浏览次数：12")
    paper.title(TITLE)
    paper.paragraph(PROSE)

    assert "2024-01-12 09:30" in read_bytes(paper.save()).source_text


def test_footnotes_stand_at_the_end_and_the_sentence_above_goes_on() -> None:
    line = "全年办结行政处罚案件127件"
    note = "案件数以结案时间为准。"
    paper = Paper()
    paper.title(TITLE)
    paper.paragraph(line)
    paper.canvas.setFont(FONT, 7)
    paper.canvas.drawString(LEFT + (2 + len(line) - 1.5) * SIZE, paper.y + PITCH + 5, "1 ")
    paper.canvas.drawString(LEFT, BOTTOM - 25, f"1 {note}")
    paper.paragraph(PROSE * 12)

    assert read_bytes(paper.save()).text.split("\n") == [TITLE, line, PROSE * 12, note]


def test_a_power_is_no_reference_to_a_note() -> None:
    paper = Paper()
    paper.paragraph("拆除违法建设5700m")
    paper.canvas.setFont(FONT, 7)
    paper.canvas.drawString(LEFT + (2 + 8.5) * SIZE, paper.y + PITCH + 5, "2 ")
    paper.canvas.drawString(LEFT, BOTTOM - 25, "2 含历年存量。")

    assert "5700m2" in read_bytes(paper.save()).text


def test_raised_digits_are_no_part_of_the_figure_before() -> None:
    paper = Paper()
    paper.paragraph("办结案件127 件")
    paper.canvas.setFont(FONT, 7)
    width = stringWidth("办结案件127", FONT, SIZE)
    paper.canvas.drawString(LEFT + 2 * SIZE + width, paper.y + PITCH + 5, "1 ")

    assert read_bytes(paper.save()).text == "办结案件127¹件"


def test_a_title_on_two_lines_is_one() -> None:
    paper = Paper()
    paper.title("启明县临江经济技术开发区管理委员会")
    paper.title("2023年度法治政府建设情况报告")
    paper.paragraph(PROSE * 3)

    title = "启明县临江经济技术开发区管理委员会2023年度法治政府建设情况报告"
    assert read_bytes(paper.save()).text == f"{title}\n{PROSE * 3}"


def test_pages_with_columns_and_without_them_are_told_apart() -> None:
    paper = Paper(columns=2)
    for _ in range(14):
        paper.paragraph(PROSE)
    paper.canvas.showPage()
    paper.lefts, paper.width, paper.column, paper.y = [LEFT], WIDTH - 2 * LEFT, 0, TOP
    for _ in range(8):
        paper.paragraph(PROSE)

    assert read_bytes(paper.save()).text.split("\n") == [PROSE] * 22


def test_stops_that_hang_into_a_narrow_gap_between_columns() -> None:
    paper = Paper(columns=2)
    paper.width = (WIDTH - 2 * LEFT - 1.3 * SIZE) / 2
    paper.lefts = [LEFT, LEFT + paper.width + 1.3 * SIZE]
    for _ in range(24):
        paper.paragraph(PROSE)

    assert read_bytes(paper.save()).text.split("\n") == [PROSE] * 24


def test_a_signature_below_the_end_of_two_columns() -> None:
    paper = Paper(columns=2)
    for _ in range(20):
        paper.paragraph(PROSE)
    paper.canvas.showPage()
    for text, left in (
        ("一是认真学习。", LEFT),
        ("临江镇人民政府", 400),
        ("2024年1月12日", 410),
        ("（此件公开发布）", LEFT + 2 * SIZE),
    ):
        paper.canvas.setFont(FONT, SIZE)
        paper.canvas.drawString(left, paper.y, text)
        paper.y -= PITCH

    assert read_bytes(paper.save()).text.split("\n")[-3:] == [
        "临江镇人民政府",
        "2024年1月12日",
        "（此件公开发布）",
    ]


def test_the_head_of_a_table_is_read_once() -> None:
    head, rows = (
        ["单位", "行政处罚（件）"],
        [[f"{name}镇", str(number)] for number, name in enumerate("甲乙丙丁")],
    )
    paper = Paper()
    paper.paragraph(PROSE)
    paper.table([head, *rows[:2]])
    paper.canvas.showPage()
    paper.y = TOP
    paper.table([head, *rows[2:]])
    paper.paragraph(PROSE)

    table = [f"{name}|{number}" for name, number in [head, *rows]]
    assert read_bytes(paper.save()).text.split("\n") == [PROSE, *table, PROSE]


def test_the_title_stays_where_a_running_head_repeats_it() -> None:
    text = read_bytes(printed([TITLE, PROSE * 30], around=head_and_foot)).text

    assert text.count(TITLE) == 1
    assert text.startswith(TITLE)
    assert "办公室编" not in text
    assert "—" not in text


def test_a_watermark_is_left_out() -> None:
    def stamped(canvas: Canvas, page: int) -> None:
        canvas.saveState()
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(45)
        canvas.setFont(FONT, 60)
        canvas.drawCentredString(0, 0, "内部资料")
        canvas.restoreState()
        canvas.setFillGray(0.85)
        canvas.setFont(FONT, 14)
        canvas.drawString(200, 655, "征求意见稿")
        canvas.setFillGray(0)

    assert read_bytes(printed([TITLE, PROSE * 30], around=stamped)).text == f"{TITLE}\n{PROSE * 30}"


def test_a_table_is_read_row_by_row() -> None:
    paper = Paper()
    paper.table([["索引号", "014/2023-0001", "文号", ""], ["发布机构", "临江镇", "发布日期", "2024-03-27"]])
    paper.title(TITLE)
    paper.paragraph(PROSE)
    paper.table([["类别", "件数"], ["行政处罚", "12"], ["行政强制", "3"]])
    document = read_bytes(paper.save())

    assert document.text.split("\n") == [TITLE, PROSE, "类别|件数", "行政处罚|12", "行政强制|3"]
    assert document.metadata["publisher"] == "临江镇"
    assert document.metadata["published"] == "2024-03-27"
    assert not document.metadata["document_number"]


def test_a_page_on_its_side_is_read_as_it_is_shown() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, (HEIGHT, WIDTH))
    canvas.setPageRotation(90)
    canvas.translate(HEIGHT, 0)
    canvas.rotate(90)
    canvas.setFont(FONT, SIZE)
    for number, line in enumerate([TITLE, PROSE[:30], PROSE[30:60]]):
        canvas.drawString(LEFT, 700 - number * PITCH, line)
    canvas.save()

    assert read_bytes(file.getvalue()).text.startswith(TITLE + "\n" + PROSE[:30])


def test_characters_drawn_twice_are_read_once() -> None:
    paper = Paper()
    for shift in (0, 0.4):
        paper.canvas.setFont(FONT, SIZE)
        paper.canvas.drawString(LEFT + shift, TOP, TITLE)

    assert read_bytes(paper.save()).text == TITLE


@pytest.mark.parametrize(
    ("given", "usual"), [("⼀、⼯作情况", "一、工作情况"), ("⻓⻛⻢", "长风马"), ("法律", "法律")]
)
def test_radicals_are_read_as_the_characters_they_look_like(given: str, usual: str) -> None:
    assert read_bytes(with_characters(given)).text == usual


def test_a_file_that_hides_its_text_is_refused() -> None:
    for shown in ("\ue123\ue456\ue789" * 9, "\ufffd" * 30, "乁乂乄乆乊乑乕" * 30):
        with pytest.raises(ReadError, match="fonts do not tell which characters") as refusal:
            read_bytes(with_characters(shown))
        assert "\n" not in str(refusal.value)


def test_a_bullet_of_unknown_form_costs_nothing() -> None:
    assert read_bytes(with_characters(f"\uf0b7{PROSE}")).text == f"\ufffd{PROSE}"


@pytest.mark.parametrize(
    ("texts", "complaint"),
    [
        (["", ""], r"a PDF of pictures of pages \(a scan\) without text"),
        (["", TITLE, ""], r"2 of the PDF's 3 pages are pictures without text \(a scan\)"),
    ],
)
def test_a_scan_is_refused(texts: list[str], complaint: str) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, (WIDTH, HEIGHT))
    for text in texts:
        canvas.drawInlineImage(Image.new("1", (60, 84)), 0, 0, WIDTH, HEIGHT)
        canvas.setFont(FONT, SIZE)
        canvas.drawString(LEFT, TOP, text)
        canvas.showPage()
    canvas.save()

    with pytest.raises(ReadError, match=complaint):
        read_bytes(file.getvalue())


def test_an_encrypted_file_is_read_if_it_opens_without_a_password() -> None:
    def encrypted(password: str) -> bytes:
        file = io.BytesIO()
        canvas = Canvas(file, encrypt=StandardEncryption(password, ownerPassword="owner", canCopy=0))
        canvas.setFont(FONT, SIZE)
        canvas.drawString(LEFT, TOP, TITLE)
        canvas.save()
        return file.getvalue()

    assert read_bytes(encrypted("")).text == TITLE
    with pytest.raises(ReadError, match="protected by a password; save it without one"):
        read_bytes(encrypted("secret"))


def test_scripts_and_attachments_are_passed_over() -> None:
    script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    catalog = f"/OpenAction {script} /Names << /EmbeddedFiles << /Names [(a) << /EF << >> >>] >> >>"
    data = with_characters(TITLE).replace(b"/Type /Catalog", f"/Type /Catalog {catalog}".encode())

    assert read_bytes(data).text == TITLE


PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
NESTED = "[" * 20_000 + "]" * 20_000


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        pytest.param(b"%PDF-", "a damaged PDF", id="signature only"),
        pytest.param(b"%PDF-1.7\n\x01\x02\x03\xe2\xe3\xcf\xd3\x05\x06", "a damaged PDF", id="head only"),
        pytest.param(printed([TITLE, PROSE])[:500], "a damaged PDF", id="cut off"),
        pytest.param(b"\n" * 900 + b"%PDF-1.4", "a damaged PDF", id="signature behind a preamble"),
        pytest.param(b"%PDF-1.4\n<html><p>" + PROSE.encode(), "a damaged PDF", id="misnamed"),
        pytest.param(lambda: plain_pdf(kids="", count=0), "a damaged PDF", id="no pages"),
        pytest.param(
            lambda: plain_pdf(PAGE, kids="3 0 R " * (MAX_PAGES + 1), count=MAX_PAGES + 1),
            f"501 pages, more than {MAX_PAGES}",
            id="too many pages",
        ),
        pytest.param(lambda: plain_pdf(PAGE), "a PDF of pages without text", id="an empty page"),
        pytest.param(
            lambda: plain_pdf(PAGE.replace("595 842", "9e38 9e38")),
            "a PDF of pages without text",
            id="a huge page",
        ),
        pytest.param(
            lambda: plain_pdf(PAGE.replace(" >>", f" /Contents {NESTED} >>")),
            "damaged|without text",
            id="deeply nested",
        ),
        pytest.param(
            lambda: plain_pdf(PAGE.replace(" >>", " /Contents 4 0 R >>"), stream("q " * 100_000)),
            "a PDF of pages without text",
            id="states saved without end",
        ),
    ],
)
def test_hostile_files_are_refused_in_one_line(data: bytes | Callable[[], bytes], complaint: str) -> None:
    with pytest.raises(ReadError, match=complaint) as refusal:
        read_bytes(data if isinstance(data, bytes) else data())

    assert "\n" not in str(refusal.value)


def with_characters(shown: str) -> bytes:
    """A PDF of one line whose font says that its glyphs are the characters ``shown``."""
    mapping = "".join(f"<{number:04x}> <{ord(c):04x}>\n" for number, c in enumerate(shown, 65))
    cmap = (
        "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(shown)} beginbfchar\n{mapping}endbfchar\nendcmap"
    )
    line = "".join(f"{number:04x}" for number in range(65, 65 + len(shown)))
    return plain_pdf(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9000 842] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> >> >>",
        stream(f"BT /F 12 Tf 72 700 Td <{line}> Tj ET"),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /ToUnicode 6 0 R"
        " /DescendantFonts [7 0 R] >>",
        stream(cmap),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    )


def stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def plain_pdf(*objects: str, kids: str = "3 0 R", count: int = 1) -> bytes:
    """A PDF of the objects from number 3 on, without a table of where they stand."""
    everything = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        *objects,
    ]
    body = "\n".join(f"{number} 0 obj\n{each}\nendobj" for number, each in enumerate(everything, 1))
    return f"%PDF-1.7\n{body}\ntrailer << /Root 1 0 R /Size {len(everything) + 1} >>\n%%EOF".encode()
