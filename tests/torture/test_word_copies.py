"""Comments come off any Word file again and leave the draft; damaged files are refused in one line."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from fazhi.extractors import Document, extract, read_bytes
from fazhi.kg.checks.finding import Place, Replacement
from fazhi.kg.checks.registry import check
from fazhi.kg.markup.docx import marked
from fazhi.kg.markup.remark import Remark
from fazhi.ontology.errors import FazhiError

from ..kg.word_copies import W, assert_only_commented, part, words_of

pytestmark = pytest.mark.torture

DRAFT = Path(__file__).parents[2] / "examples" / "draft.docx"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
WORDS = ("《合同法》", "2023年", "立案 18 起", "e\u0301", " ", "　", "法治", "\U00020000", "（一）", "a\tb")
WRITTEN = datetime(2024, 3, 5)


def draft(chance: random.Random) -> bytes:
    """The example with another body: paragraphs, tables and whatever may stand in them."""
    body = "".join(_block(chance, 0) for _ in range(chance.randint(1, 12)))
    made = BytesIO()
    with ZipFile(DRAFT) as archive, ZipFile(made, "w", ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                content = f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>".encode()
            copy.writestr(name, content)
    return made.getvalue()


def _block(chance: random.Random, depth: int) -> str:
    if depth < 2 and chance.random() < 0.15:
        cells = [
            f"<w:tc><w:tcPr/>{_block(chance, depth + 1)}<w:p/></w:tc>" for _ in range(chance.randint(1, 3))
        ]
        return f"<w:tbl><w:tblPr/><w:tr>{''.join(cells)}</w:tr></w:tbl>"
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>' if chance.random() < 0.2 else ""
    gone = '<w:rPr><w:del w:id="9" w:author="a"/></w:rPr>' if chance.random() < 0.1 else ""
    content = "".join(_inline(chance, depth) for _ in range(chance.randint(0, 6)))
    return f"<w:p>\n  <w:pPr>{numbered}{gone}</w:pPr>{content}</w:p>\n"


def _inline(chance: random.Random, depth: int) -> str:
    if chance.random() < 0.4:
        return _run(chance, depth)
    inner = "".join(_run(chance, depth) for _ in range(chance.randint(0, 3)))
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = "<w:r><w:instrText>{}</w:instrText></w:r>".format
    return chance.choice(
        (
            f'<w:hyperlink w:anchor="x">{inner}</w:hyperlink>',
            f'<w:ins w:id="{chance.randint(1, 99)}" w:author="a">{inner}</w:ins>',
            f'<w:fldSimple w:instr="REF">{inner}</w:fldSimple>',
            mark("begin") + code("REF x") + mark("separate") + inner + chance.choice((mark("end"), "")),
            mark("begin") + code("HYPERLINK x") + mark("separate") + inner + mark("end"),
            f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
            f"<w:smartTag w:uri='u' w:element='e'>{inner}</w:smartTag>",
            "<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>",
            '<w:del w:id="3" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del>',
            '<w:bookmarkStart w:id="4" w:name="b"/><w:proofErr w:type="spellStart"/>',
        )
    )


def _run(chance: random.Random, depth: int) -> str:
    content = "".join(_in_run(chance, depth) for _ in range(chance.randint(0, 4)))
    form = chance.choice(("", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:sz w:val="32"/><w:vanish/></w:rPr>'))
    revision = chance.choice(("", ' w:rsidR="00A1"'))
    return f"<w:r{revision}>{form}{content}</w:r>"


def _in_run(chance: random.Random, depth: int) -> str:
    text = "".join(chance.choice(WORDS) for _ in range(chance.randint(0, 5)))
    box = ""
    if depth < 2 and chance.random() < 0.1:
        block = _block(chance, depth + 1)
        box = f"<w:txbxContent>{block}</w:txbxContent>"
        box = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    base = f"<w:rubyBase><w:r><w:t>{text}</w:t></w:r></w:rubyBase>"
    ruby = f"<w:ruby><w:rt><w:r><w:t>fa</w:t></w:r></w:rt>{base}</w:ruby>"
    return chance.choice(
        (
            *(f'<w:t xml:space="preserve">{text}</w:t>',) * 5,
            f"<w:t>{text}</w:t>",
            "<w:tab/>",
            "<w:br/>",
            '<w:sym w:font="Wingdings" w:char="F0FE"/>',
            "<w:lastRenderedPageBreak/>",
            ruby,
            box,
            f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>",
        )
    )


def drafted(seed: int) -> tuple[bytes, Document, list[tuple[Place, str]]]:
    """A draft, what is read of it, and some places in its source text with their words."""
    chance = random.Random(seed)
    data = draft(chance)
    try:
        document = read_bytes(data)
    except FazhiError:
        pytest.skip("no text in it")
    return data, document, spans(document, chance)


def spans(document: Document, chance: random.Random) -> list[tuple[Place, str]]:
    text = document.source_text
    found = []
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(text))
        end = min(start + chance.choice((1, 2, 5, 30)), len(text))
        first, last = map(document.source_line_column, (start, end))
        found.append((Place(0, 0, *first, *last), text[start:end]))
    return found


@pytest.mark.rounds(300)
def test_comments_come_off_and_leave_the_draft(seed: int) -> None:
    data, document, wanted = drafted(seed)

    copy = marked(data, [Remark(place, (words,)) for place, words in wanted], WRITTEN)

    assert_only_commented(data, copy)
    assert read_bytes(copy).text == document.text
    body = part(copy, "word/document.xml")
    boxed = next(body.iter(W + "txbxContent"), None) is not None
    for comment, (_, words) in zip(part(copy, "word/comments.xml"), wanted, strict=True):
        shown = words_of(body, comment.get(W + "id"))
        # Boxes stand elsewhere than they are read; what cannot be split brings its neighbours.
        assert boxed or set(re.findall("[合治立]", words)) <= set(shown)
    for mark in body.iter(W + "commentRangeStart", W + "commentRangeEnd"):
        assert mark.getparent().tag in (W + name for name in ("p", "hyperlink", "ins", "smartTag"))


@pytest.mark.rounds(150)
def test_corrections_are_rejected_and_leave_the_draft(seed: int) -> None:
    data, _, wanted = drafted(seed)
    remarks = [Remark(place, (words,)) for place, words in wanted]

    copy = marked(data, remarks, WRITTEN, [Replacement(place, " 改 ") for place, _ in wanted])

    assert_only_commented(data, copy)
    body = part(copy, "word/document.xml")
    changes = [each for each in body.iter(W + "ins", W + "del") if each.get(W + "author") == "fazhi"]
    insertions = [each for each in changes if each.tag == W + "ins"]
    assert len(insertions) <= len(wanted)
    assert len({each.get(W + "id") for each in changes}) == len(changes)
    for insertion in insertions:
        assert insertion.getparent().tag in (W + "p", W + "hyperlink", W + "smartTag")
        assert insertion.getprevious().tag == W + "del"


@pytest.mark.rounds(150)
def test_damaged_packages(seed: int) -> None:
    chance = random.Random(seed)
    data = DRAFT.read_bytes()
    place = Place(0, 0, 2, 1, 2, 9)
    if seed % 2:
        changed = bytearray(data)
        for _ in range(chance.choice((1, 5, 50))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        data = bytes(changed)
    else:
        made = BytesIO()
        with ZipFile(BytesIO(data)) as archive, ZipFile(made, "w") as copy:
            for name in archive.namelist():
                content = archive.read(name)
                if chance.random() < 0.3:
                    content = re.sub(
                        rb'="[^"]*"|<[^<>]*/>',
                        lambda match: b"" if chance.random() < 0.05 else match.group(),
                        content,
                    )
                if chance.random() < 0.95:
                    copy.writestr(name, content)
        data = made.getvalue()
    said = ""
    try:
        assert read_bytes(marked(data, [Remark(place, ("x",))], WRITTEN)).text == read_bytes(data).text
    except FazhiError as refusal:
        said = str(refusal)
    assert "\n" not in said
    assert len(said) < 400


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_shows_comments_and_changes_at_their_words(tmp_path: Path) -> None:
    findings = check(extract(read_bytes(DRAFT.read_bytes())))
    corrections = [each for finding in findings for each in finding.fix]
    remarks = [Remark(finding.place, (finding.code,)) for finding in findings]
    copy = tmp_path / "copy.docx"
    copy.write_bytes(marked(DRAFT.read_bytes(), remarks, WRITTEN, corrections))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "fodt", "--outdir", tmp_path, copy]
    subprocess.run(command, check=True, capture_output=True, timeout=60)

    text = (tmp_path / "copy.fodt").read_text("utf-8")

    body = text[text.index("<office:text") :]
    shown = []
    for found in re.finditer(
        r'<office:annotation [^>]*office:name="(\w+)".*?</office:annotation>', body, re.DOTALL
    ):
        end = body.index(f'<office:annotation-end office:name="{found.group(1)}"')
        words = re.sub(
            r"<office:annotation .*?</office:annotation>", "", body[found.end() : end], flags=re.DOTALL
        )
        said = re.search("FZ[0-9]{3}", re.sub("<[^>]*>", "", found.group()))
        shown.append((said.group(), re.sub("<[^>]*>", "", words)))
    assert [code for code, _ in shown] == [finding.code for finding in findings]
    for (_, words), finding in zip(shown, findings, strict=True):
        assert finding.fix or words == finding.text
    # Beside the words that are taken away stand those instead.
    assert ("FZ101", "《合同法民法典》") in shown
    assert body.count("<text:change-start ") == 2 * len(corrections)
