"""Files of every encoding are read as the same text; what is no text is refused in one line."""

from pathlib import Path

import pytest

from fazhi.extractors import ReadError, extract, read_bytes, read_file
from fazhi.extractors.language.characters import fold
from fazhi.extractors.reading.source import ReadWarning

TEXT = "2023年，启明产业园认真落实法治政府建设的各项要求，有关情况如下。"
UTF_16_BE = b"\xfe\xff" + TEXT.encode("utf-16-be")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with byte order mark"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16, little end first"),
        pytest.param(UTF_16_BE, id="UTF-16, big end first"),
        pytest.param(TEXT.encode("utf-16-le"), id="UTF-16 without byte order mark"),
        pytest.param(TEXT.encode("utf-16-be"), id="UTF-16, big end first, without byte order mark"),
        pytest.param(TEXT.encode("utf-32"), id="UTF-32"),
        pytest.param(TEXT.encode() + bytes(9), id="filled up with zeros"),
        pytest.param(TEXT.encode("gbk") + b"\x1a", id="an end of file as DOS marks it"),
        pytest.param(b"\xa3\xa0" * 2 + TEXT.encode("gbk"), id="wide spaces of GBK"),
        pytest.param(TEXT.replace("，", "，\x85").encode(), id="next line"),
        pytest.param("\u200b\xad\u202a".join(TEXT).encode(), id="characters that nobody sees"),
        pytest.param(TEXT.encode("gbk"), id="GBK"),
        pytest.param(TEXT.encode("gb18030"), id="GB18030"),
        pytest.param(TEXT.replace("，", "，\r\n").encode(), id="line ends of Windows"),
    ],
)
def test_encodings(data: bytes) -> None:
    text = read_bytes(data).text

    assert text.replace("\n", "") == TEXT


TRADITIONAL = """啟明縣人民政府2023年法治政府建設情況報告
2023年，啟明縣深入學習貫徹習近平法治思想，現將有關情況報告如下：
一、主要工作
（一）規範行政執法。貫徹《中華人民共和國行政處罰法》，全年辦理行政處罰案件21起，罰款25.37萬元。
（二）加強法治宣傳。開展國家憲法日宣傳活動12場次，發放資料3000餘份。
二、存在問題
一是執法人員力量不足。"""


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "gb18030", "utf-8"])
def test_traditional_characters_are_read_and_told(encoding: str) -> None:
    with pytest.warns(ReadWarning, match="in traditional characters; the rules know simplified ones"):
        document = read_bytes(TRADITIONAL.encode(encoding))

    assert document.text == TRADITIONAL
    assert "《中華人民共和國行政處罰法》" in {record.text for record in extract(document).records}


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \r\n\t\n", "empty", id="white space only"),
        pytest.param(b"\xef\xbb\xbf", "empty", id="byte order mark only"),
        pytest.param("- 1 -\n打印本页 关闭窗口".encode(), "page furniture only", id="furniture only"),
        pytest.param(b"PK\x03\x04\x14\0\0\0\x08\0", "damaged or incomplete ZIP", id="DOCX cut off"),
        pytest.param(b"%PDF-1.7\n\x01\x02\x03\xe2\xe3\xcf\xd3\x05\x06", "damaged PDF", id="PDF"),
        pytest.param(b"\xff\xfe\x00\xd8a\x00", "broken utf-16 at byte 2", id="half a surrogate pair"),
        pytest.param(TEXT.encode()[:-1], "unknown encoding", id="UTF-8 cut off"),
        pytest.param(
            "これは法律に関する年次報告書です。".encode("shift-jis"), "unknown encoding", id="Shift-JIS"
        ),
        pytest.param("これは法律に関する年次報告書です。".encode("euc-jp"), "unknown encoding", id="EUC-JP"),
        pytest.param("법률에 관한 연례 보고서입니다.".encode("euc-kr"), "unknown encoding", id="EUC-KR"),
        pytest.param("Résumé détaillé à l'été où çà".encode("latin-1"), "unknown encoding", id="Latin-1"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, complaint: str) -> None:
    with pytest.raises(ReadError, match=complaint) as refusal:
        read_bytes(data)

    assert "\n" not in str(refusal.value)


def test_two_reports_in_a_file_are_told() -> None:
    reports = [
        f"{town}镇2023年法治政府建设情况报告\n一、主要工作\n立案2起。\n二、打算" for town in ("槐岭", "柳河")
    ]

    with pytest.warns(ReadWarning, match="holds 2 reports.*: 槐岭镇2023年.*柳河镇2023年"):
        read_bytes("\n".join(reports).encode())


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "报告.txt"

    with pytest.raises(ReadError, match=r"报告\.txt: cannot be opened"):
        read_file(missing)


def test_a_refusal_names_the_file(tmp_path: Path) -> None:
    empty = tmp_path / "空白.txt"
    empty.write_bytes(b"")

    with pytest.raises(ReadError, match=r"空白\.txt: the file is empty"):
        read_file(empty)


def test_characters_are_composed() -> None:
    assert read_bytes("Cafe\u0301公司依法经营，受到表彰。".encode()).text.startswith("Café")


def test_radicals_become_the_characters_they_look_like() -> None:
    assert read_bytes("⼀、⼈民政府的⼯作⻓效机制。".encode()).text == "一、人民政府的工作长效机制。"


def test_full_width_letters_and_figures_are_those_of_half_width() -> None:
    assert fold("ＡＭＺａｍｚ０１９") == "AMZamz019"


def test_signs_of_markdown_before_headings_are_left_out() -> None:
    text = "# 槐岭镇2023年法治政府建设情况报告\n\n## 一、主要工作\n立案2起。"
    assert read_bytes(text.encode()).text == "槐岭镇2023年法治政府建设情况报告\n一、主要工作\n立案2起。"


def test_the_digest_is_that_of_the_bytes() -> None:
    utf_8, gb = read_bytes(TEXT.encode()), read_bytes(TEXT.encode("gb18030"))

    assert utf_8.digest != gb.digest
    assert utf_8.digest == read_bytes(TEXT.encode()).digest


def test_the_values_of_a_metadata_block_may_stand_below_their_labels() -> None:
    text = (
        "索引号：\n\n11330/2024-75\n\n文号\n\n槐政〔2024〕1号\n\n发布机构：\n\n槐岭镇\n\n发布日期：\n\n2024-01-31\n\n"
        "槐岭镇2023年法治政府建设情况报告\n2023年，全镇认真履职。\n"
    )

    document = read_bytes(text.encode())

    assert document.metadata == {
        "index_number": "11330/2024-75",
        "document_number": "槐政〔2024〕1号",
        "publisher": "槐岭镇",
        "published": "2024-01-31",
    }
    assert document.text.startswith("槐岭镇2023年")


@pytest.mark.parametrize("label", ["索引号", "文号", "发布机构", "发布日期"])
def test_the_title_below_an_empty_field_is_not_its_value(label: str) -> None:
    text = f"{label}：\n槐岭镇2023年法治政府建设情况报告\n2023年，全镇认真履职。\n"

    document = read_bytes(text.encode())

    assert document.text.startswith("槐岭镇2023年法治政府建设情况报告\n")
