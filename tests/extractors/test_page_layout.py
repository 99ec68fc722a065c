"""Line breaks of a page are mended; what a portal or a printer adds is taken out and its metadata kept."""

import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from fazhi.extractors import Document, Extraction, extract, read_file
from fazhi.extractors.reading.furniture import metadata_spans

ROOT = Path(__file__).resolve().parents[2]
REPORTS = [
    *(ROOT / "examples" / "reports").glob("*.txt"),
    *(ROOT / "tests" / "gold" / "synthetic").glob("*.txt"),
]
Read = Callable[[str], Document]
PROSE = (
    "2023年，启明产业园深入学习贯彻习近平法治思想，认真落实《中华人民共和国安全生产法》有关要求，"
    "全年查处违法案件1,081件，办结行政复议12起，法治政府建设各项工作取得了新的成效。"
)


def wrapped(text: str, columns: int) -> str:
    """``text`` as a page has it: paragraphs indented, lines ``columns`` wide, none begun by a stop."""
    lines = []
    for paragraph in text.split("\n"):
        line, width = "　　", 4
        for character in paragraph:
            taken = 2 if unicodedata.east_asian_width(character) in "FWA" else 1
            if width + taken > columns and character not in "，。；：、！？）》”％":
                lines.append(line)
                line, width = "", 0
            line, width = line + character, width + taken
        lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize(
    "torn",
    ["《中华人民|共和国安全生产法》", "案件1,|081件", "案件1|,081件", "案件1,0|81件", "起，法治|政府建设"],
)
def test_a_line_break_inside_a_sentence_is_mended(read_text: Read, torn: str) -> None:
    text = PROSE.replace(torn.replace("|", ""), torn.replace("|", "\n"))

    assert read_text(text).text == PROSE


def test_a_short_paragraph_that_begins_with_its_heading_is_mended(read_text: Read) -> None:
    """A page of the PDF ended in 计划: the line above has a heading, a full stop and then prose."""
    text = (
        "（四）深化普法宣传。抓住群众普法教育不放松，严格落实“谁执法谁普法”责任制，根据年度普法计\n\n"
        "划开展活动。"
    )

    assert "年度普法计划开展活动" in read_text(text).text


@pytest.mark.parametrize(("columns", "reports"), [(56, REPORTS[::2]), (72, REPORTS[1::2])])
def test_reports_broken_into_short_lines_say_the_same(
    read_text: Read, columns: int, reports: list[Path]
) -> None:
    records, different = 0, Counter[tuple[str, str]]()
    for path in reports:
        whole = extract(read_file(path))
        broken = extract(read_text(wrapped(whole.document.text, columns)))
        records += len(whole.records)
        different += (_statements(whole) - _statements(broken)) + (_statements(broken) - _statements(whole))

    assert records > 1000
    assert different.total() <= 0.02 * records, different


def _statements(extraction: Extraction) -> Counter[tuple[str, str]]:
    return Counter((record.type, record.text.replace("\n", "")) for record in extraction.records)


@pytest.mark.parametrize(
    ("line", "goes_on"),
    [
        ("落实国家公职人员学法用法制度，印发全年工作要点抓好落实。", True),
        ("落实国家公职人员学法用法制度，全年各项重点工作情况如下：", False),
        ("落实国家公职人员学法用法制度。", False),
    ],
)
def test_a_paragraph_goes_on_below_a_stop_at_the_end_of_a_full_line(
    read_text: Read, line: str, goes_on: bool
) -> None:
    text = read_text(f"{line}\n各部门分工负责。\n{wrapped(PROSE * 2, 56)}").text

    assert (f"{line}各部门" in text) == goes_on


def test_paragraphs_and_headings_stay_apart(read_text: Read) -> None:
    text = f"一、主要工作\n{PROSE}\n（一）加强领导\n{PROSE}"

    assert read_text(text).text == text


def test_a_heading_that_fills_its_line_stays_apart(read_text: Read) -> None:
    heading = "二、党政主要负责人履行推进法治建设第一责任人职责情况"
    page = f"{wrapped(PROSE * 2, 56)}\n{heading}\n{wrapped(PROSE, 56)}"

    for indented in (page, page.replace("　", "")):
        assert f"\n{heading}\n2023年" in read_text(indented).text


def test_a_paragraph_begins_at_its_indent_below_a_full_line(read_text: Read) -> None:
    full = "落实国家公职人员学法用法制度，印发全年工作要点抓好落实。"
    text = read_text(f"{full}\n　　各部门分工负责。\n{wrapped(PROSE * 2, 56)}").text

    assert f"{full}\n各部门分工负责。" in text


def test_a_list_of_attachments_is_no_part_of_the_report(read_text: Read) -> None:
    text = f"二、下一步打算\n1.加强学习。\n2.加强普法。\n附件：1.普法清单\n2.执法数据表\n{PROSE}"

    assert read_text(text).text == f"二、下一步打算\n1.加强学习。\n2.加强普法。\n{PROSE}"


def test_the_title_at_the_head_of_each_page_is_removed(read_text: Read) -> None:
    title = "启明县临江镇人民政府2023年法治政府建设情况报告"
    page = PROSE.replace("法治政府建设各项", f"法治政\n- 1 -\n{title}\n府建设各项")

    assert read_text(f"{title}\n{page}").text == f"{title}\n{PROSE}"


def test_the_superior_addressed_is_no_part_of_the_title(read_text: Read) -> None:
    title = "启明县临江经济技术开发区管理委员会关于2023年度法治政府建设情况报告"
    page = "\n".join([title, "启明县人民政府：", *wrapped(PROSE * 3, 56).split("\n")])

    assert read_text(page).text.split("\n")[:2] == [title, "启明县人民政府："]


def test_the_number_of_the_document_is_no_part_of_the_title(read_text: Read) -> None:
    title = "青禾市农业农村局关于2022年度法治政府建设情况的报告"
    document = read_text(f"{title}\n青农字〔2023〕7号\n\n{wrapped(PROSE, 60)}\n{wrapped(PROSE * 3, 60)}\n")
    assert document.text.split("\n")[:2] == [title, "青农字〔2023〕7号"]


def test_a_browser_title_above_the_title_stays_apart(read_text: Read) -> None:
    title = "启明县临江旅游度假区管理委员会2025年度法治政府建设情况报告"
    page = f"{title}_法治政府建设年度报告_启明县临江旅游度假区\n\n{title}\n\n{PROSE}"

    assert read_text(page).text.split("\n")[1] == title


def test_a_path_above_the_title_stays_apart(read_text: Read) -> None:
    title = "槐岭镇2025年度法治政府建设情况报告"
    page = f"> 政务公开 > 信息公开目录 > 部门、镇（街道）信息公开 > 镇信息公开 > 槐岭镇\n{title}\n{PROSE}"

    assert read_text(page).text.split("\n")[1] == title


def test_spaces_go_but_not_those_between_latin_words(read_text: Read) -> None:
    assert (
        read_text("　　开 展 普 法 12 场，使用 Legal Aid 平台。").text == "开展普法12场，使用Legal Aid平台。"
    )
    assert read_text("　　2022 2023 年 分 别 为 12 34 件").text == "2022 2023年分别为12 34件"


@pytest.mark.parametrize(
    "line",
    [
        "- 3 -",
        "— 12 —",
        "第 2 页 共 9 页",
        "首页 > 政府信息公开 > 法治政府建设",
        "打印本页 关闭窗口",
        "【字体：大 中 小】",
        "浏览次数：128",
    ],
)
def test_page_furniture_is_removed(read_text: Read, line: str) -> None:
    assert read_text(f"{PROSE}\n{line}\n{PROSE}").text == f"{PROSE}\n{PROSE}"


def test_a_line_of_text_may_begin_like_a_footer(read_text: Read) -> None:
    assert read_text(PROSE + "\n承办行政应诉案件3件。").text.endswith("承办行政应诉案件3件。")


def test_a_page_number_inside_a_sentence_is_removed(read_text: Read) -> None:
    text = PROSE.replace("安全生产法", "安全\n- 3 -\n生产法")

    assert read_text(text).text == PROSE


def test_a_metadata_table_with_empty_cells(read_text: Read) -> None:
    document = read_text(
        "索引号 | 014/2023-0001 | 分类 | 其他\n"
        "发布机构 | 启明产业园管委会 | 文号 | \n"
        "成文日期 |  | 发布日期 | 2024-03-27\n"
        f"{PROSE}"
    )

    assert document.text == PROSE
    assert document.metadata["index_number"] == "014/2023-0001"
    assert document.metadata["publisher"] == "启明产业园管委会"
    assert document.metadata["published"] == "2024-03-27"
    assert not document.metadata.get("document_number")
    assert not document.metadata.get("signed")
    assert {
        key: document.source_text[start:end] for key, (start, end) in document.metadata_spans.items()
    } == document.metadata


def test_labels_in_brackets_need_no_colon() -> None:
    line = "【索引号】K00217/2025-11【发布机构】柳河市水利局【发布日期】2025-02-14"
    assert {key: line[slice(*span)] for key, span in metadata_spans(line).items()} == {
        "index_number": "K00217/2025-11",
        "publisher": "柳河市水利局",
        "published": "2025-02-14",
    }


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (
            "索引号 014/2023-0001 分类 法治政府建设 / 总结 文号",
            {"index_number": "014/2023-0001", "category": "法治政府建设 / 总结", "document_number": ""},
        ),
        (
            "发布机构 启明县水利局 发文日期 2023-02-24",
            {"publisher": "启明县水利局", "published": "2023-02-24"},
        ),
        ("[文号] 启水字〔2023〕5号", {"document_number": "启水字〔2023〕5号"}),
        ("名称 日期 数量", {}),
        ("时间 全年分四个季度推进，每季度听取一次汇报。", {}),
    ],
)
def test_labels_and_values_may_be_words_of_a_line(line: str, fields: dict[str, str]) -> None:
    assert {key: line[slice(*span)] for key, span in metadata_spans(line).items()} == fields


def test_labels_on_one_line(read_text: Read) -> None:
    document = read_text(f"发布日期：2024-03-27　来源：启明产业园　点 击 量：12\n{PROSE}")

    assert document.text == PROSE
    assert document.metadata["published"] == "2024-03-27"
    assert document.metadata["origin"] == "启明产业园"


def test_each_value_of_the_metadata_has_its_own_place(read_text: Read) -> None:
    """Two equal dates are two places; line and table alike; offsets are those of the file's text."""
    document = read_text(
        f"　 生成日期 | 2024-03-27 | 公开日期 | 2024-03-27 |\r\n来源：启明产业园　编辑：甲\r\n{PROSE}"
    )

    spans, source = document.metadata_spans, document.source_text
    assert {key: source[start:end] for key, (start, end) in spans.items()} == document.metadata
    assert spans["signed"] == (9, 19)
    assert spans["published"] == (29, 39)
    assert source[slice(*document.source_line(spans["origin"][0]))] == "来源：启明产业园　编辑：甲"


def test_prose_that_begins_like_a_label_stays(read_text: Read) -> None:
    text = (
        f"{PROSE}\n时间：全年分四个季度推进，每季度由管委会听取一次汇报，"
        "并对各部门落实情况开展督查通报，做到有部署、有检查、有落实。"
    )

    assert read_text(text).text == text


@pytest.mark.parametrize("indent", ["　　", "\xa0\u2003", "\u2003\u2003", "\u2002 \u2009", "\ufeff\u200b\t"])
def test_paragraphs_are_indented_by_spaces_of_all_kinds(read_text: Read, indent: str) -> None:
    assert read_text(f"{indent}{PROSE}{indent}\n{indent}{PROSE}").text == f"{PROSE}\n{PROSE}"


def test_a_title_as_wide_as_the_lines_below_is_a_line_of_its_own(read_text: Read) -> None:
    title = "槐岭师范大学2023年法治工作报告"
    lines = [title, "2023年，学校坚持依法治校。", *["开展校园普法宣传活动共十二场。"] * 8]

    assert read_text("\n".join(lines)).text.split("\n")[0] == title
