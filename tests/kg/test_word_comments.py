"""Comments in the copy of a Word file stand at the very words, and everything else is as it was."""

from __future__ import annotations

import json
import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document as WordDocument

from fazhi.extractors import read_bytes
from fazhi.kg.checks.finding import Place
from fazhi.kg.cli import run
from fazhi.kg.markup.docx import marked
from fazhi.kg.markup.remark import Remark
from fazhi.ontology.errors import FazhiError

from .word_copies import W, assert_only_commented, comments, part, words_of

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAFT = EXAMPLES / "draft.docx"
WRITTEN = datetime(2024, 3, 5, 9, 30)
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def word(body: str, **parts: str) -> bytes:
    """A Word file with this body, and parts such as footnotes with this content."""
    document, made = BytesIO(), BytesIO()
    WordDocument().save(document)
    with ZipFile(document) as archive, ZipFile(made, "w", ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            if name.removeprefix("word/").removesuffix(".xml") in parts:
                continue
            content = archive.read(name).decode("utf-8", "replace")
            if name == "word/document.xml":
                content = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
            elif name == "word/_rels/document.xml.rels":
                relations = "".join(
                    f'<Relationship Id="own{kind}" Target="{kind}.xml" Type="http://schemas.openxmlformats.org/'
                    f'officeDocument/2006/relationships/{kind}"/>'
                    for kind in parts
                    if f"{kind}.xml" not in content
                )
                content = content.replace("</Relationships>", f"{relations}</Relationships>")
            copy.writestr(name, archive.read(name) if name.endswith(".jpeg") else content)
        for kind, content in parts.items():
            copy.writestr(f"word/{kind}.xml", f"<w:{kind} {NAMESPACES}>{content}</w:{kind}>")
    return made.getvalue()


def commented(data: bytes, *words: str) -> bytes:
    """The copy of a Word file with a comment on the first place of each of ``words`` in its text."""
    document = read_bytes(data)
    remarks = []
    for each in words:
        start = document.source_text.index(each)
        first, end = map(document.source_line_column, (start, start + len(each)))
        remarks.append(Remark(Place(0, 0, *first, *end), (f"On {each}",)))
    copy = marked(data, remarks, WRITTEN)
    assert_only_commented(data, copy)
    assert read_bytes(copy).text == read_bytes(data).text
    WordDocument(BytesIO(copy))
    return copy


def runs(*texts: str) -> str:
    return "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>" for text in texts)


# The command


def test_a_draft_is_checked_and_a_commented_copy_stands_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(DRAFT.read_bytes())
    assert run(["check", "--json", str(draft)]) == 1
    findings = json.loads(capsys.readouterr().out)
    assert [path.name for path in tmp_path.iterdir()] == ["draft.docx"]

    assert run(["check", str(draft)]) == 1

    printed = capsys.readouterr()
    assert printed.out.count("FZ") >= len(findings)
    assert "draft.checked.docx" in printed.err
    copy = (tmp_path / "draft.checked.docx").read_bytes()
    assert_only_commented(draft.read_bytes(), copy)
    (_, overview), *found = comments(copy)
    assert overview.splitlines()[0] in printed.out
    assert [words for words, _ in found] == [finding["text"] for finding in findings]
    for (_, text), finding in zip(found, findings, strict=True):
        what, why, todo = text.split("\n")
        assert what.startswith(f"{finding['code']} ")
        assert finding["message_zh"] in what
        assert why.startswith("原因：")
        assert finding["suggestion_zh"] in todo
    shown = list(WordDocument(BytesIO(copy)).comments)
    assert {(each.author, each.initials) for each in shown} == {("fazhi", "法")}
    assert all(each.timestamp for each in shown)


def test_the_example_holds_a_finding_in_a_table_and_numbers_of_words_own() -> None:
    assert "（二）规范执法行为。" in read_bytes(DRAFT.read_bytes()).text
    body = part(DRAFT.read_bytes(), "word/document.xml")
    assert not re.search("（二）", "".join(body.itertext()))
    assert "××%" in "".join(body.find(f".//{W}tbl").itertext())


def test_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--lang", "en", "-o", str(tmp_path / "copy.docx"), str(DRAFT)]) == 1
    assert any("was repealed on" in text for _, text in comments((tmp_path / "copy.docx").read_bytes()))


def test_several_drafts_go_into_a_folder(tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    for name in ("a.docx", "b.docx"):
        (tmp_path / name).write_bytes(DRAFT.read_bytes())
    drafts = [str(tmp_path / name) for name in ("a.docx", "b.docx")]

    assert run(["check", "--sarif", "-o", str(tmp_path / "copies"), *drafts]) == 1

    assert sorted(path.name for path in (tmp_path / "copies").iterdir()) == [
        "a.checked.docx",
        "b.checked.docx",
    ]


def test_a_clean_draft_gets_a_copy_that_says_so(tmp_path: Path) -> None:
    clean = WordDocument()
    for line in (EXAMPLES / "reports" / "qidong-economic-zone-2023.txt").read_text("utf-8").splitlines():
        clean.add_paragraph(line)
    clean.save(tmp_path / "clean.docx")
    assert run(["check", "--no-summary", str(tmp_path / "clean.docx")]) == 0
    ((_, said),) = comments((tmp_path / "clean.checked.docx").read_bytes())
    assert said == "没有发现问题。"


def test_a_copy_in_which_somebody_has_worked_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, copy = tmp_path / "draft.docx", tmp_path / "draft.checked.docx"
    draft.write_bytes(DRAFT.read_bytes())
    assert run(["check", str(draft)]) == 1
    assert run(["check", str(draft)]) == 1, "a copy as it was made is replaced"
    saved = WordDocument(str(copy))
    saved.add_paragraph("补充")
    saved.save(str(copy))
    before = copy.read_bytes()
    capsys.readouterr()

    assert run(["check", str(draft)]) == 2

    told = capsys.readouterr()
    assert "FZ105" in told.out
    assert "draft.checked.docx: not replaced" in told.err
    assert copy.read_bytes() == before
    assert run(["check", "-o", str(copy), str(draft)]) == 1


def test_a_copy_that_is_checked_again_has_no_copy_until_somebody_has_worked_in_it(tmp_path: Path) -> None:
    draft, copy = tmp_path / "draft.docx", tmp_path / "draft.checked.docx"
    draft.write_bytes(DRAFT.read_bytes())
    assert run(["check", str(draft)]) == 1
    for _ in range(2):
        assert run(["check", *map(str, sorted(tmp_path.iterdir()))]) == 1
        assert sorted(path.name for path in tmp_path.iterdir()) == ["draft.checked.docx", "draft.docx"]
    WordDocument(str(copy)).save(str(copy))
    assert run(["check", str(copy)]) == 1
    assert (tmp_path / "draft.checked.checked.docx").exists()


def test_a_copy_named_with_its_draft_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft, copy = tmp_path / "draft.docx", tmp_path / "draft.checked.docx"
    draft.write_bytes(DRAFT.read_bytes())
    assert run(["check", str(draft)]) == 1
    capsys.readouterr()
    assert run(["check", "--json", str(copy), str(draft)]) == 1
    printed = capsys.readouterr()
    assert {finding["file"] for finding in json.loads(printed.out)} == {str(draft)}
    assert "left out, it is the copy of" in printed.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "nowhere/copy.docx", "draft.docx"], "there is no folder"),
        (["-o", "draft.docx", "draft.docx"], "would take the place of"),
        (["-o", "-", "draft.docx"], "no place for a copy"),
        (["-o", "nowhere", "draft.docx", "other.docx"], "-o nowhere is no folder"),
        (["-o", "copy.docx", "draft.html"], "save the draft as .docx"),
    ],
)
def test_what_cannot_be_written_is_told_in_one_line(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("draft.docx", "other.docx"):
        Path(name).write_bytes(DRAFT.read_bytes())
    text = (EXAMPLES / "draft.txt").read_text("utf-8")
    Path("draft.html").write_text(f"<meta charset=utf-8>{text.replace(chr(10), '<p>')}", "utf-8")

    assert run(["check", *arguments]) == 2

    (said,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("fazhi:")]
    assert message in said


# The words


def test_words_over_several_runs_and_twice() -> None:
    copy = commented(
        word(f"<w:p>{runs('宣传《安全生', '产', '法》《合同法》等')}</w:p>"),
        "《安全生产法》",
        "生产法》《合同",
    )
    assert [words for words, _ in comments(copy)] == ["《安全生产法》", "生产法》《合同"]


def test_words_in_a_table_over_paragraphs_and_cells() -> None:
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    table = f"<w:tbl><w:tr>{cell.format(runs('立案'))}{cell.format(runs('共', '18起'))}</w:tr></w:tbl>"
    copy = commented(word(table + "<w:p/>"), "18起", "立案 | 共18")
    assert [words for words, _ in comments(copy)] == ["18起", "立案共18"]


def test_words_in_links_insertions_and_beside_deletions() -> None:
    body = (
        f'<w:p>{runs("依据")}<w:hyperlink w:anchor="x">{runs("《合同法》")}</w:hyperlink>'
        f'<w:ins w:id="7" w:author="王">{runs("和《物权法》")}</w:ins>'
        f'<w:del w:id="8" w:author="王"><w:r><w:delText>《刑法》</w:delText></w:r></w:del>'
        f"{runs('办理。')}</w:p>"
    )
    copy = commented(word(body), "合同法", "《物权法》办", "《合同法》和《物")
    assert [words for words, _ in comments(copy)] == ["合同法", "《物权法》《刑法》办", "《合同法》和《物"]
    keys = [each.get(W + "id") for each in part(copy, "word/comments.xml")]
    assert not {"7", "8"} & set(keys)


def test_what_cannot_be_split_is_taken_as_a_whole() -> None:
    body = (
        f'<w:p>{runs("见")}<w:fldSimple w:instr="REF a">{runs("《合同法》")}</w:fldSimple>{runs("和")}'
        "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
        "<w:r><w:ruby><w:rt><w:r><w:t>fa</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>法治</w:t></w:r></w:rubyBase>"
        f"</w:ruby></w:r><w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{runs('二〇二三')}</w:sdtContent></w:sdt></w:p>"
    )
    copy = commented(word(body), "合同", "+", "治", "〇二")
    assert [words for words, _ in comments(copy)] == ["《合同法》", "", "fa法治", "二〇二三"]
    for mark in part(copy, "word/document.xml").iter(W + "commentRangeStart"):
        assert mark.getparent().tag == W + "p"


def field(code: str, *shown: str) -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    code = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return marks["begin"] + code + marks["separate"] + "".join(shown) + marks["end"]


def test_fields_are_taken_as_a_whole_and_links_are_not() -> None:
    reference = field("REF _Ref1", runs("《合同法》"), field("PAGE", runs("七")), runs("等"))
    link = field('HYPERLINK "http://example.org/"', runs("《物权法》全文"))
    copy = commented(word(f"<w:p>{runs('见')}{reference}{link}</w:p>"), "合同", "七", "《物权法》")
    assert [words for words, _ in comments(copy)] == ["《合同法》七等", "《合同法》七等", "《物权法》"]


def test_the_number_that_word_generates_stands_for_its_paragraph() -> None:
    levels = (
        '<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
        "</w:abstractNum>"
        '<w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num>'
    )
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>'
    data = word(f"<w:p>{numbered}{runs('主要', '工作')}</w:p>", numbering=levels)
    copy = commented(data, "一、", "一、主")
    assert [words for words, _ in comments(copy)] == ["主要工作", "主"]


def test_notes_and_text_boxes_are_commented_where_they_are_anchored() -> None:
    box = (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>盒中《合同法》</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    note = '<w:r><w:footnoteReference w:id="3"/></w:r>'
    notes = f'<w:footnote w:id="3"><w:p>{runs("注：《物权法》")}</w:p></w:footnote>'
    copy = commented(
        word(f"<w:p>{runs('正文')}{box}{runs('之后')}{note}</w:p>", footnotes=notes), "合同法", "《物权法》"
    )
    body = part(copy, "word/document.xml")
    keys = [each.get(W + "id") for each in part(copy, "word/comments.xml")]
    assert words_of(body, keys[0]) == "盒中《合同法》"
    (reference,) = body.iter(W + "footnoteReference")
    assert reference.getparent().getprevious().get(W + "id") == keys[1]
    assert reference.getparent().getnext().get(W + "id") == keys[1]


def test_comments_of_the_draft_stay_and_keep_their_ids() -> None:
    document = WordDocument()
    paragraph = document.add_paragraph("宣传《合同法》")
    document.add_comment(paragraph.runs, text="请核对", author="王", initials="W")
    file = BytesIO()
    document.save(file)

    copy = commented(file.getvalue(), "《合同法》", "宣传")

    assert [text for _, text in comments(copy)] == ["请核对", "On 《合同法》", "On 宣传"]
    assert [words for words, _ in comments(copy)] == ["宣传《合同法》", "《合同法》", "宣传"]
    keys = [each.get(W + "id") for each in part(copy, "word/comments.xml")]
    assert len(set(keys)) == 3
    assert keys[0] == part(file.getvalue(), "word/comments.xml")[0].get(W + "id")


def test_spaces_beside_a_split_stay_and_others_do_not_appear() -> None:
    texts = ('<w:t xml:space="preserve"> a 法 b </w:t>', "<w:t> c 治 d </w:t>")
    copy = commented(word("".join(f"<w:p><w:r>{text}</w:r></w:p>" for text in texts)), "法", "治")
    assert [words for words, _ in comments(copy)] == ["法", "治"]
    shown = []
    for paragraph in part(copy, "word/document.xml").iter(W + "p"):
        texts = paragraph.iter(W + "t")
        shown.append("".join(t.text if t.attrib else t.text.strip() for t in texts))
    assert shown == [" a 法 b ", "c 治 d"]


def test_words_in_another_form_of_unicode_are_found() -> None:
    body = runs("cafe\u0301与《合同法》")
    copy = commented(word(f"<w:p>{body}</w:p>"), "é与", "《合同法》")
    assert [words for words, _ in comments(copy)] == ["e\u0301与", "《合同法》"]


def test_strict_files_stay_strict() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    made = BytesIO()
    with ZipFile(BytesIO(word(f"<w:p>{runs('《合同法》')}</w:p>"))) as archive, ZipFile(made, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                content = content.replace(W[1:-1].encode(), strict.encode())
            copy.writestr(name, content)
    data = made.getvalue()
    remark = Remark(Place(0, 0, 1, 2, 1, 5), ("x",))

    with ZipFile(BytesIO(marked(data, [remark], WRITTEN))) as archive:
        for name in ("word/document.xml", "word/comments.xml"):
            assert strict.encode() in archive.read(name)
            assert W[1:-1].encode() not in archive.read(name)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("_xmlsignatures/sig1.xml", "signed"),
        ("WORD/document.xml", "holds a part twice"),
        ("[Content_Types].xml", "without"),
    ],
)
def test_files_of_which_no_copy_is_made(name: str, message: str) -> None:
    made = BytesIO()
    with ZipFile(BytesIO(word(f"<w:p>{runs('《合同法》')}</w:p>"))) as archive, ZipFile(made, "w") as copy:
        for each in archive.namelist():
            if each != name:
                copy.writestr(each, archive.read(each))
        if not name.startswith("["):
            copy.writestr(name, archive.read("word/document.xml"))
    with pytest.raises(FazhiError, match=message) as told:
        marked(made.getvalue(), [Remark(Place(0, 0, 1, 1, 1, 2), ("x",))], WRITTEN)
    assert "\n" not in str(told.value)
