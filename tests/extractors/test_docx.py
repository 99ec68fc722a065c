"""Word files give the text that Word shows."""

import re
import struct
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document as WordDocument

from fazhi.extractors import Document, ReadError, extract, read_bytes
from fazhi.extractors.reading.source import ReadWarning

ROOT = Path(__file__).resolve().parents[2]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:wps" xmlns:r="{OFFICE}"'
)


# Files made for the tests


def saved(document) -> bytes:
    """The bytes of a document of python-docx."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def part(name: str, content: str) -> str:
    """The XML of a part, such as ``styles``."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {NAMESPACES}>{content}</w:{name}>'


def relations(**targets: str) -> str:
    """The relationships of a part: the targets by the kinds."""
    each = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A DOCX file with this body and the content of other parts, as XML."""
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relations(**{name: f"{name}.xml" for name in parts}),
            **{f"word/{name}.xml": part(name, content) for name, content in parts.items()},
        }
    )


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def lines(data: bytes) -> list[str]:
    return read_bytes(data).source_text.split("\n")


# Reports


def records(document: Document) -> Counter[tuple[str, str]]:
    return Counter((record.type, record.text) for record in extract(document).records)


#: The levels of headings in the report below: number format, text of the level, what was typed.
HEADINGS = (
    ("chineseCounting", "%1、", re.compile("[一二三四五六七八九十]+、")),
    ("chineseCountingThousand", "(%2)", re.compile(r"\([一二三四五六七八九十]+\)")),
    ("decimal", "%3.", re.compile(r"\d+\.")),
)


def test_headings_that_word_numbers_are_those_that_were_typed() -> None:
    typed = read_bytes((ROOT / "examples" / "reports" / "taizhou-medical-zone-2024.txt").read_bytes())
    body, counted = "", 0
    for line in typed.source_text.splitlines():
        for at, (_, _, pattern) in enumerate(HEADINGS):
            if marker := pattern.match(line):
                body += paragraph(line[marker.end() :], numbered(1, at))
                counted += 1
                break
        else:
            body += paragraph(line)
    levels = "".join(level(at, form, text) for at, (form, text, _) in enumerate(HEADINGS))

    word = read_bytes(docx(body, numbering=numbering(levels)))

    assert counted > 20
    assert word.text == typed.text


def test_a_metadata_block_may_be_a_table() -> None:
    path = ROOT / "examples" / "reports" / "taizhou-medical-zone-2024.txt"
    typed = read_bytes(path.read_bytes())
    word = WordDocument()
    for line in typed.source_text.splitlines():
        if "|" in line:
            cells = [cell.strip() for cell in line.split("|")]
            for cell, text in zip(word.add_table(1, len(cells)).rows[0].cells, cells, strict=True):
                cell.text = text
        else:
            word.add_paragraph(line)

    read = read_bytes(saved(word))

    assert read.metadata == typed.metadata
    assert read.text == typed.text


def test_changes_and_comments_leave_the_records_of_the_final_text() -> None:
    path = ROOT / "tests" / "gold" / "synthetic" / "a2-yunxiu-emergency-bureau-2022.txt"
    typed = read_bytes(path.read_bytes())
    body = ""
    for number, line in enumerate(typed.text.split("\n")):
        half = len(line) // 2
        body += (
            f'<w:p><w:commentRangeStart w:id="{number}"/><w:r><w:t>{line[:half]}</w:t></w:r>'
            '<w:del w:author="某"><w:r><w:delText>罚款9999万元，</w:delText></w:r></w:del>'
            f'<w:ins w:author="某"><w:r><w:t>{line[half:]}</w:t></w:r></w:ins>'
            f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r></w:p>'
            '<w:p><w:pPr><w:rPr><w:del w:author="某"/></w:rPr></w:pPr><w:del w:author="某"><w:r>'
            "<w:delText>删去的一段。</w:delText></w:r></w:del></w:p>"
        )
    comment = f'<w:comment w:id="1">{paragraph("此处请核实罚款8888万元。")}</w:comment>'

    word = read_bytes(docx(body, comments=comment))

    assert word.text == typed.text
    assert records(word) == records(typed)


# Numbering


def numbered(num: int, at: int) -> str:
    """The property of a paragraph at a level of a list."""
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>'


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, *overrides: str) -> str:
    """A definition with these levels, and lists 1, 2 … of it, each with its overrides."""
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{override}</w:num>'
        for number, override in enumerate(overrides or ("",), 1)
    )
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{lists}'


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", {1: "1", 21: "21"}),
        ("decimalZero", {1: "01", 10: "10"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedParen", {2: "⑵"}),
        ("decimalEnclosedFullstop", {2: "⒉"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 101: "一〇一"}),
        ("chineseCountingThousand", {10: "十", 21: "二十一", 101: "一百零一", 110: "一百一十"}),
        ("japaneseCounting", {1: "一", 11: "十一", 20: "二十", 111: "百十一"}),
        ("chineseLegalSimplified", {1: "壹", 3: "叁"}),
        ("ideographDigital", {2: "二", 10: "一〇"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 13: "丙子"}),
        ("ideographEnclosedCircle", {1: "㊀"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {2: "b", 28: "bb"}),
        ("upperRoman", {4: "IV", 19: "XIX"}),
        ("lowerRoman", {9: "ix", 40: "xl"}),
        ("someFormOfTheFuture", {7: "7"}),
    ],
)
def test_number_formats(form: str, numbers: dict[int, str]) -> None:
    body = paragraph("项", numbered(1, 0)) * max(numbers)

    read = lines(docx(body, numbering=numbering(level(0, form, "第%1条"))))

    assert {number: read[number - 1] for number in numbers} == {
        number: f"第{text}条 项" for number, text in numbers.items()
    }


#: Three levels as reports have them.
LEVELS = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%1.%2.%3", "<w:isLgl/>")
)
START_AT_5 = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'


@pytest.mark.parametrize(
    ("places", "definition", "numbers"),
    [
        pytest.param(
            [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
            numbering(LEVELS),
            "一、 （一） （二） 二、 （一）",
            id="a level starts anew below the next one above",
        ),
        pytest.param(
            [(1, 0), (1, 1), (1, 2), (1, 2)],
            numbering(LEVELS),
            "一、 （一） 1.1.1 1.1.2",
            id="legal numbers are Arabic",
        ),
        pytest.param(
            [(1, 2), (1, 0)],
            numbering(LEVELS),
            "1.1.1 二、",
            id="levels that were passed over count as begun",
        ),
        pytest.param(
            [(1, 0), (2, 0), (1, 0)],
            numbering(LEVELS, "", ""),
            "一、 二、 三、",
            id="lists of one definition go on counting",
        ),
        pytest.param(
            [(1, 0), (2, 0), (2, 0), (1, 0)],
            numbering(LEVELS, "", START_AT_5),
            "一、 五、 六、 七、",
            id="a list may start anew",
        ),
        pytest.param(
            [(1, 0), (1, 1), (1, 0), (1, 1)],
            numbering(
                level(0, "decimal", "第%1章") + level(1, "decimal", "第%2条", '<w:lvlRestart w:val="0"/>')
            ),
            "第1章 第1条 第2章 第2条",
            id="a level may count through",
        ),
        pytest.param(
            [(1, 0), (1, 0)],
            numbering(
                LEVELS, f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1.", start=3)}</w:lvlOverride>'
            ),
            "C. D.",
            id="a list may have a level of its own",
        ),
        pytest.param([(1, 0), (0, 0), (1, 0)], numbering(LEVELS), "一、 二、", id="list 0 is none"),
        pytest.param([(1, 0), (9, 0), (1, 7)], numbering(LEVELS), "一、", id="lists and levels not defined"),
        pytest.param([(1, 0)] * 2, numbering(level(0, "bullet", "\uf06c")), "", id="bullets"),
    ],
)
def test_counting(places: list[tuple[int, int]], definition: str, numbers: str) -> None:
    body = "".join(paragraph("项", numbered(*place)) for place in places)

    read = lines(docx(body, numbering=definition))

    assert " ".join(line.removesuffix("项").strip() for line in read).split() == numbers.split()
    assert len(read) == len(places)


def style(name: str, more: str, based_on: str = "", key: str = "") -> str:
    basis = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    named = f'<w:name w:val="{name}"/>'
    return f'<w:style w:type="paragraph" w:styleId="{key or name}">{named}{basis}{more}</w:style>'


def test_numbers_come_with_styles() -> None:
    """The level is that which names the style, whatever the style says of it."""
    levels = level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="Chapter"/>') + level(
        1, "chineseCounting", "第%2条", '<w:pStyle w:val="Article"/>'
    )
    given = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    styles = style("Chapter", given) + style("Article", given) + style("Narrow", "", based_on="Article")
    body = "".join(
        paragraph("总则", f'<w:pStyle w:val="{name}"/>')
        for name in ("Chapter", "Article", "Narrow", "Chapter")
    ) + paragraph("附则", '<w:pStyle w:val="Chapter"/><w:numPr><w:numId w:val="0"/></w:numPr>')

    read = lines(docx(body, styles=styles, numbering=numbering(levels)))

    assert read == ["第一章 总则", "第一条 总则", "第二条 总则", "第二章 总则", "附则"]


def test_a_style_of_lists_lends_its_definition() -> None:
    definition = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Law"/></w:abstractNum>'
        + numbering(LEVELS)
        + '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = style("Law", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>")

    assert lines(docx(paragraph("项", numbered(7, 1)), styles=styles, numbering=definition)) == ["（一） 项"]


def test_empty_paragraphs_count_and_deleted_ones_do_not() -> None:
    deleted = "<w:rPr><w:del w:author='某'/></w:rPr>"
    body = (
        paragraph("甲", numbered(1, 0))
        + f"<w:p><w:pPr>{numbered(1, 0)}</w:pPr></w:p>"
        + f"<w:p><w:pPr>{numbered(1, 0)}{deleted}</w:pPr></w:p>"
        + paragraph("乙", numbered(1, 0))
    )

    assert lines(docx(body, numbering=numbering(LEVELS))) == ["一、 甲", "三、 乙"]


def test_a_heading_number_does_not_run_into_a_year() -> None:
    body = paragraph("2023年工作情况", numbered(1, 0))

    assert read_bytes(docx(body, numbering=numbering(level(0, "decimal", "%1.")))).text == "1. 2023年工作情况"


# Paragraphs


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(code: str, result: str | None) -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def box(text: str) -> str:
    """A text box as Word writes it, in the new form and the old one."""
    content = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx>'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


PROMPT = '<w:rStyle w:val="Placeholder Text"/>'


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(run("依法") + run("行政"), "依法行政", id="runs"),
        pytest.param(run("甲") + "<w:r><w:tab/></w:r>" + run("乙"), "甲\t乙", id="tab"),
        pytest.param(run("甲") + "<w:r><w:br/></w:r>" + run("乙"), "甲\n乙", id="line break"),
        pytest.param(run("2021") + "<w:r><w:noBreakHyphen/></w:r>" + run("2025"), "2021-2025", id="hyphen"),
        pytest.param(
            run("已办结") + '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "已办结☑", id="symbol"
        ),
        pytest.param(
            run("甲") + '<w:r><w:sym w:font="Webdings" w:char="zz"/></w:r>', "甲", id="broken symbol"
        ),
        pytest.param(
            f'<w:hyperlink r:id="r1">{run("《民法典》")}</w:hyperlink>', "《民法典》", id="hyperlink"
        ),
        pytest.param(run("共") + field(" =SUM(A1) ", "21") + run("起"), "共21起", id="field"),
        pytest.param(
            run("见") + field(" IF " + field("DATE", "今") + " ", "表1"), "见表1", id="field in a field"
        ),
        pytest.param(
            f'<w:fldSimple w:instr="REF a">{run("第三条")}</w:fldSimple>', "第三条", id="simple field"
        ),
        pytest.param(field(r" eq \o\ac(○,3) ", None) + run("执法"), "③执法", id="character in a circle"),
        pytest.param(field(" PAGE ", None) + run("甲"), "甲", id="field without a result"),
        pytest.param(
            run("立案21", "<w:strike/>") + run("23起", "<w:dstrike w:val='0'/>"), "23起", id="struck"
        ),
        pytest.param(
            run("立案23") + run("1", '<w:vertAlign w:val="superscript"/>') + run("起"),
            "立案23¹起",
            id="raised",
        ),
        pytest.param(
            run("占")
            + "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>",
            "占1/2",
            id="fraction",
        ),
        pytest.param("<w:r><w:t>行</w:t><w:softHyphen/><w:t>政</w:t></w:r>", "行政", id="soft hyphen"),
        pytest.param(run("甲", "<w:vanish/>") + run("乙", '<w:vanish w:val="0"/>'), "乙", id="hidden"),
        pytest.param(run("甲", '<w:rStyle w:val="Hidden"/>') + run("乙"), "乙", id="hidden by its style"),
        pytest.param(
            "<w:r><w:ruby><w:rt><w:r><w:t>fǎ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>法</w:t></w:r></w:rubyBase>"
            "</w:ruby></w:r>",
            "法",
            id="pronunciation",
        ),
        pytest.param("<m:oMath><m:r><m:t>95%</m:t></m:r></m:oMath>", "95%", id="formula"),
        pytest.param(
            f"<w:sdt><w:sdtContent>{run('启明园')}</w:sdtContent></w:sdt>", "启明园", id="content control"
        ),
        pytest.param(
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处', PROMPT)}{run('甲')}"
            "</w:sdtContent></w:sdt>",
            "甲",
            id="content control not filled in",
        ),
        pytest.param(
            f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('乙')}</w:moveTo>", "乙", id="moved text"
        ),
        pytest.param(run("正文。") + box("附注"), "正文。\n附注", id="text box"),
        pytest.param("<!-- 甲 -->" + run("乙&amp;丙"), "乙&丙", id="XML comment and entity"),
    ],
)
def test_what_a_paragraph_says(content: str, text: str) -> None:
    styles = style("Hidden", "<w:rPr><w:vanish/></w:rPr>") + style("Placeholder Text", "")

    assert read_bytes(docx(f"<w:p>{content}</w:p>", styles=styles)).source_text == text


def test_a_paragraph_whose_end_is_deleted_or_hidden_runs_on() -> None:
    body = "".join(
        paragraph("依法", f"<w:rPr>{mark}</w:rPr>") + paragraph("行政。")
        for mark in ("<w:del/>", "<w:vanish/><w:specVanish/>")
    )

    assert lines(docx(body)) == ["依法行政。", "依法行政。"]


def test_a_large_first_character_begins_its_paragraph() -> None:
    body = paragraph("2", '<w:framePr w:dropCap="drop" w:lines="2"/>') + paragraph("023年，依法行政。")

    assert lines(docx(body)) == ["2023年，依法行政。"]


def test_an_enclosed_file_that_is_not_read_is_told() -> None:
    chunk = '<w:altChunk r:id="chunk"/>'

    with pytest.warns(ReadWarning, match="a file is enclosed in it"):
        assert lines(docx(paragraph("依法行政。") + chunk)) == ["依法行政。"]
    with pytest.raises(ReadError, match="a file is enclosed in it"):
        read_bytes(docx(chunk))


def test_notes_stand_at_the_end_and_furniture_is_left_out() -> None:
    contents = style("toc 1", "", key="11") + style("TOC Heading", "", key="12")
    body = (
        paragraph("目录", '<w:pStyle w:val="12"/>')
        + paragraph("一、工作1", '<w:pStyle w:val="11"/>')
        + f'<w:p>{run("办结案件")}<w:r><w:footnoteReference w:id="5"/></w:r>{run("21起。")}</w:p>'
        + f'<w:p>{run("共罚款3万元")}<w:r><w:endnoteReference w:id="2"/></w:r></w:p>'
        + '<w:sectPr><w:headerReference r:id="header"/></w:sectPr>'
    )
    notes = (
        f'<w:footnote w:id="0">{paragraph("分隔")}</w:footnote>'
        f'<w:footnote w:id="5">{paragraph("不含移送。")}</w:footnote>'
    )
    ends = f'<w:endnote w:id="2">{paragraph("已缴清。")}</w:endnote>'

    document = read_bytes(
        docx(body, styles=contents, footnotes=notes, endnotes=ends, header=paragraph("内部资料"))
    )

    assert document.text.split("\n") == ["办结案件21起。", "共罚款3万元", "不含移送。", "已缴清。"]
    assert document.place(document.text.index("不含")) == "footnote=1"
    assert document.place(document.text.index("已缴清")) == "endnote=1"


# Tables


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, paragraphs))}</w:tc>"


def test_a_row_is_a_line_and_a_merged_cell_stands_once() -> None:
    body = table(
        cell("项目") + cell("", "件数"),
        cell("执法", properties="<w:vMerge w:val='restart'/>") + cell("立案") + cell("21"),
        cell("", properties="<w:vMerge/>") + cell("结案") + cell("19"),
        cell("合计", properties="<w:gridSpan w:val='2'/>") + cell("40"),
        "<w:trPr><w:del w:author='某'/></w:trPr>" + cell("删去的行"),
        f"<w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt>" + cell("乙"),
    )

    assert lines(docx(body)) == ["项目 | 件数", "执法 | 立案 | 21", "结案 | 19", "合计 | 40", "甲 | 乙"]


def test_rows_are_numbered_by_word() -> None:
    number = f"<w:tc><w:p><w:pPr>{numbered(1, 0)}</w:pPr></w:p></w:tc>"
    body = table(cell("序号") + cell("事项"), number + cell("普法"), number + cell("执法"))

    read = lines(docx(body, numbering=numbering(level(0, "decimal", "%1"))))

    assert [line.split() for line in read] == [["序号", "|", "事项"], ["1", "|", "普法"], ["2", "|", "执法"]]


def test_the_rows_of_a_table_in_a_cell_stay_rows() -> None:
    inner = table(cell("2022年") + cell("20"), cell("2023年") + cell("23"))
    body = table(cell("立案") + f"<w:tc>{inner}<w:p/></w:tc>")

    assert lines(docx(body)) == ["立案", "2022年 | 20", "2023年 | 23"]


def test_a_report_in_a_table_keeps_its_paragraphs() -> None:
    body = table(
        cell("启明产业园法治政府建设年度报告"),
        cell("工作情况") + cell("一、主要工作", "组织学法4次。", "二、下一步打算"),
        cell("填报人") + f"<w:tc>{table(cell('张某') + cell('电话'))}<w:p/></w:tc>",
    )

    assert lines(docx(body)) == [
        "启明产业园法治政府建设年度报告",
        "工作情况",
        "一、主要工作",
        "组织学法4次。",
        "二、下一步打算",
        "填报人 | 张某 | 电话",
    ]


# Places


def test_a_record_leads_to_its_paragraph() -> None:
    body = (
        paragraph("启明产业园2023年度法治政府建设情况报告")
        + "<w:p/>"
        + table(cell("立案21起") + cell("结案19起"))
        + f"<w:sdt><w:sdtContent>{paragraph('全年立案22起。')}</w:sdtContent></w:sdt>"
        + f"<w:p>{run('第一行')}<w:r><w:br/></w:r>{run('第二行')}{box('方框')}</w:p>"
        + paragraph("末段。")
    )
    document = read_bytes(docx(body))

    places = {
        text: document.place(document.text.index(text))
        for text in ("启明", "21", "22", "第二", "方框", "末段")
    }

    assert places == {
        "启明": "paragraph=1",
        "21": "paragraph=3",
        "22": "paragraph=5",
        "第二": "paragraph=6",
        "方框": "paragraph=6",
        "末段": "paragraph=7",
    }


# Layout


def test_paragraphs_stay_apart() -> None:
    """Where text would be mended: a long paragraph without a stop, headings, items, signature and date."""
    long = "2023年，启明产业园坚持依法行政，全面落实法治政府建设各项要求，组织学法4次，办结案件21起"
    paragraphs = [
        "启明产业园管理委员会",
        "2023年度法治政府建设情况报告",
        "区委、区政府：",
        long,
        "一、主要工作",
        long,
        "下一步，园区将继续推进依法行政",
        "学法",
        "执法",
        "启明产业园管理委员会",
        "2024年1月12日",
    ]

    assert read_bytes(docx("".join(map(paragraph, paragraphs)))).text.split("\n") == paragraphs


def test_wrapped_lines_are_mended_where_each_is_a_paragraph() -> None:
    """As when text was copied from a page into Word."""
    path = ROOT / "examples" / "reports" / "qidong-life-health-park-2023.txt"
    body = "".join(map(paragraph, path.read_text("utf-8").splitlines()))

    assert read_bytes(docx(body)).text == read_bytes(path.read_bytes()).text


def test_a_paragraph_cut_behind_a_comma_is_mended() -> None:
    assert read_bytes(docx(paragraph("依法行政，") + paragraph("严格执法。"))).text == "依法行政，严格执法。"


# Files that are none, are broken, or attack


def with_parts(**parts: str | bytes) -> bytes:
    names = {"rels": "_rels/.rels", "document": "word/document.xml"}
    return zipped({names.get(name, name): content for name, content in parts.items()})


def flagged_as_encrypted(data: bytes) -> bytes:
    """Each entry's flag says that it is encrypted."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 1)
    return bytes(changed)


BODY = "<w:body>" + paragraph("依法行政。") + "</w:body>"
LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "哈哈哈哈">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        pytest.param(docx(paragraph("依法"))[:-200], "damaged or incomplete ZIP", id="cut off"),
        pytest.param(zipped({}), "a ZIP file, not a report", id="empty ZIP"),
        pytest.param(zipped({"报告.txt": "依法行政。"}), "name it .zip", id="other ZIP"),
        pytest.param(zipped({"word/styles.xml": ""}), "without its text", id="no document.xml"),
        pytest.param(with_parts(document=part("document", "")), "without a text", id="no body"),
        pytest.param(docx("<w:p/>"), "the file is empty", id="no words"),
        pytest.param(with_parts(document="<w:document"), "word/document.xml: ", id="broken XML"),
        pytest.param(with_parts(document=b""), "word/document.xml: ", id="empty document.xml"),
        pytest.param(
            with_parts(document=part("document", BODY).replace("?>", "?>" + LAUGHS)),
            "document type",
            id="laughs",
        ),
        pytest.param(
            with_parts(document=part("document", "<w:body>" + "<w:sdt>" * 5000)),
            "word/document.xml: ",
            id="deep",
        ),
        pytest.param(
            with_parts(document=part("document", BODY + " " * 65_000_000)),
            "unpacked more than 64 MB",
            id="bomb",
        ),
        pytest.param(docx("<w:p/>" * 100_001), "more than 100,000 paragraphs", id="many paragraphs"),
        pytest.param(docx("<w:r/>" * 2_000_001), "more than 2,000,000 elements", id="many elements"),
        pytest.param(zipped({f"word/{n}": "" for n in range(10_001)}), "10,001 entries", id="many entries"),
        pytest.param(flagged_as_encrypted(docx(paragraph("依法"))), "without a password", id="encrypted ZIP"),
        pytest.param(zipped({"xl/workbook.xml": "<a/>"}), "an Excel workbook", id="XLSX"),
        pytest.param(zipped({"ppt/presentation.xml": "<a/>"}), "a PowerPoint", id="PPTX"),
        pytest.param(zipped({"OFD.xml": "<a/>"}), "an OFD document", id="OFD"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(99), "password", id="password"),
        pytest.param(OLE + "Workbook".encode("utf-16-le") + bytes(99), "an Excel workbook", id="XLS"),
        pytest.param(OLE, "damaged or of another program", id="other OLE file"),
    ],
)
def test_what_is_no_word_file_is_told_in_a_line(data: bytes, complaint: str) -> None:
    with pytest.raises(ReadError, match=complaint) as refusal:
        read_bytes(data)

    assert "\n" not in str(refusal.value)


def test_a_size_that_was_declared_wrongly_does_not_help() -> None:
    """The entry says that it holds ten bytes; not more are taken from it than may be."""
    data = bytearray(with_parts(document=part("document", BODY)))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)

    with pytest.raises(ReadError, match=r"word/document\.xml"):
        read_bytes(bytes(data))


def test_macros_links_outside_and_missing_parts_are_no_matter() -> None:
    links = relations(styles="missing.xml", attachedTemplate="https://example.invalid/a.dotm").replace(
        'attachedTemplate" Target', 'attachedTemplate" TargetMode="External" Target'
    )
    data = zipped(
        {
            "_rels/.rels": relations(officeDocument="/word/main.xml"),
            "word/main.xml": part("document", BODY),
            "word/_rels/main.xml.rels": links,
            "word/vbaProject.bin": OLE,
        }
    )

    assert read_bytes(data).text == "依法行政。"


def test_strict_office_open_xml() -> None:
    strict = part("document", BODY).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    assert read_bytes(with_parts(document=strict)).text == "依法行政。"


def test_a_long_document_is_read_whole() -> None:
    """About 500 pages."""
    body = paragraph("依法行政。" * 60) * 1_000

    assert read_bytes(docx(body)).text.count("依法行政。") == 60_000


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (OLE + "WordDocument".encode("utf-16-le") + bytes(99), "a Word 97 or WPS document"),
        (rb"{\rtf1\ansi Text}", "an RTF document"),
        (
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
            "an OpenDocument text",
        ),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>', "in a single XML file"),
    ],
)
def test_without_libreoffice_older_forms_are_named(
    data: bytes, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(ReadError, match=rf"{name}; save it as \.docx, or install LibreOffice .*请另存为"):
        read_bytes(data)
