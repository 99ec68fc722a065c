"""Web pages, saved in whatever way, give the records that the text of the report gives, and its metadata."""

from __future__ import annotations

import quopri
from base64 import encodebytes
from functools import cache
from html import escape
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from fazhi.extractors import Document, ReadError, extract, read_bytes, read_file
from fazhi.viz.matrix import Matrix, matrix_page

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "reports"
SYNTHETIC = ROOT / "tests" / "gold" / "synthetic"
#: Reports and the titles that portals give them.
REPORTS = {
    EXAMPLES / "ganmei-south-park-2023.txt": "甘眉工业园区南区管理委员会2023年度法治政府建设工作报告",
    EXAMPLES
    / "jiyuan-hightech-zone-2022.txt": "济源高新技术产业开发区管理办公室关于2022年法治政府建设情况的报告",
    EXAMPLES / "qidong-economic-zone-2023.txt": "启东经济开发区2023年度法治政府建设情况报告",
    EXAMPLES / "qidong-life-health-park-2023.txt": "生命健康产业园2023年度法治政府建设情况报告",
    EXAMPLES / "taizhou-medical-zone-2024.txt": "泰州医药高新区（高港区）2024年度法治政府建设情况报告",
    SYNTHETIC / "a2-yunxiu-emergency-bureau-2022.txt": "云岫县应急管理局2022年度法治政府建设工作总结",
    SYNTHETIC / "d2-hebu-town-2022.txt": "屿桥县禾埠镇人民政府2022年度法治政府建设工作总结",
}
#: A county's portal with a metadata table, the page of a town in tables and <br>, a page that Word saved. The
#: last two say that they are in another encoding than they are.
STYLES = {"county": "utf-8", "town": "gb18030", "word": "gb18030"}
#: Texts that were copied without their titles: portals' pages have them, and there they show whose report it
#: is and on what year.
UNTITLED = ("taizhou-medical-zone-2024", "a2-yunxiu-emergency-bureau-2022")

TITLE = "槐岭镇2023年法治政府建设情况报告"
LINES = [
    "2023年，槐岭镇认真贯彻习近平法治思想，全面落实法治政府建设各项任务，现将有关情况报告如下。",
    "一、主要工作",
    "（一）加强组织领导。成立领导小组，镇长任组长，全年召开会议4次，研究解决重点难点问题，推动各项任务落地见效。",
    "办理行政处罚案件23起，罚款4.8万元。",
    "二、存在的问题",
    "一是执法力量不足，能力有待提高。",
    "三、下一步打算",
    "镇司法所主办普法讲座，继续开展普法宣传，提高依法行政水平。",
    "槐岭镇人民政府",
    "2024年1月5日",
]
BODY = "".join(f"<p>{line}</p>" for line in LINES)
#: A list of reports, each with how it begins.
LISTED = "".join(
    f"<li><a href='/{town}'>{town}镇2023年法治政府建设情况报告</a><p>{LINES[0]}</p></li>"
    for town in ("槐岭", "柳河", "松山")
)
NAVIGATION = "<ul><li><a href='/'>首页</a></li><li><a href='/zwgk'>政务公开</a></li></ul>"
TEXT = "\n".join([TITLE, *LINES])


@cache
def text_document(file: Path) -> Document:
    return read_file(file)


@cache
def page(file: Path, style: str) -> str:
    """The report as a page of a style."""
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True)
    document = text_document(file)
    return templates.get_template(f"{style}.html").render(
        title=REPORTS[file],
        published="2024-03-01",
        lines=document.text.split("\n"),
        metadata=document.metadata,
    )


def records(document: Document) -> list[tuple[str, str]]:
    return [(record.type, record.text) for record in extract(document).records]


def mhtml(parts: list[tuple[str, bytes]], head: str = "") -> bytes:
    """A message of parts: the head lines of each, and its content as encoded."""
    message = f"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n{head}"
    message += 'Content-Type: multipart/related; type="text/html"; boundary="----=_B"\r\n\r\n'
    data = message.encode()
    for lines, content in parts:
        data += b"------=_B\r\n" + lines.encode() + b"\r\n\r\n" + content + b"\r\n"
    return data + b"------=_B--\r\n"


def text_of(markup: str | bytes) -> str:
    return read_bytes(markup if isinstance(markup, bytes) else markup.encode()).text


def has_more(file: Path, style: str) -> bool:
    """Whether the page of this style has a title that the text lacks."""
    return file.stem in UNTITLED and style != "word"


@pytest.mark.parametrize("file", REPORTS, ids=lambda file: file.stem)
def test_the_records_are_those_of_the_text(file: Path) -> None:
    for style, encoding in STYLES.items():
        expected = records(text_document(file))
        if has_more(file, style):
            expected[0] = ("report", REPORTS[file])
        document = read_bytes(page(file, style).encode(encoding))
        assert document.media_type == "text/html"
        assert records(document) == expected, style


@pytest.mark.parametrize("file", REPORTS, ids=lambda file: file.stem)
def test_every_paragraph_is_there_once_and_nothing_else(file: Path) -> None:
    for style, encoding in STYLES.items():
        title = f"{REPORTS[file]}\n" if has_more(file, style) else ""
        text = read_bytes(page(file, style).encode(encoding)).text
        assert text == title + text_document(file).text, style


def test_the_metadata_of_a_portal() -> None:
    file = EXAMPLES / "taizhou-medical-zone-2024.txt"
    document = read_bytes(page(file, "county").encode())
    assert {key: document.metadata[key] for key in ("index_number", "publisher", "published")} == {
        "index_number": "014421025/2025-234968",
        "publisher": "医药高新区(高港区)司法局",
        "published": "2025-03-04",
    }
    fields = next(record for record in extract(document).records if record.type == "report").fields
    assert fields["year"] == 2024
    assert fields["published"] == "2025-03-04"
    assert fields["title"] == REPORTS[file]
    assert "泰州医药高新" in fields["issuer"]
    start, _ = document.metadata_spans["published"]
    assert "发文日期" in document.source_text[slice(*document.source_line(start))]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<dl><dt>索引号</dt><dd>0123/2024-5</dd><dt>文号</dt><dd></dd></dl>", id="terms"),
        pytest.param("<table><tr><td>索引号</td><td></td><td>0123/2024-5</td></tr></table>", id="table"),
        pytest.param(
            "<table><tr><th>索引号<th>文号<th>时效</tr><tr><td>0123/2024-5<td><td>有效</table>",
            id="columns",
        ),
        pytest.param("<div><div>索引号：</div><div>0123/2024-5</div></div>", id="blocks"),
        pytest.param("<p><b>索 引 号：</b><span>0123/2024-5</span></p>", id="line"),
    ],
)
def test_metadata_stands_in_many_forms(markup: str) -> None:
    document = read_bytes(f"<html>{NAVIGATION}{markup}<h1>{TITLE}</h1><div>{BODY}</div>".encode())
    assert document.metadata["index_number"] == "0123/2024-5"
    assert document.text == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "<span>2024-01-31 10:22:05</span><span>来源：槐岭镇</span><span>阅读：33次</span>",
        "发布时间：2024-01-31 10:22:05来源：槐岭镇作者：张某",
    ],
)
def test_fields_may_stand_side_by_side_without_a_space(line: str) -> None:
    document = read_bytes(f"<html><body><h1>{TITLE}</h1><div>{line}</div><div>{BODY}</div>".encode())
    assert document.metadata["published"] == "2024-01-31 10:22:05"
    assert document.metadata["origin"] == "槐岭镇"
    assert document.text == TEXT


def test_what_only_the_tags_of_a_page_say_is_metadata_too() -> None:
    tags = (
        f"<meta name='ArticleTitle' content='{TITLE}'><meta name='ContentSource' content='槐岭镇人民政府'>"
        "<meta property='article:published_time' content='2024-01-08T09:00:00+08:00'>"
    )
    document = read_bytes(f"<html><head>{tags}</head><body>{NAVIGATION}<div>{BODY}</div>".encode())
    assert document.metadata == {"published": "2024-01-08", "origin": "槐岭镇人民政府"}
    assert document.text == TEXT


def test_a_title_that_the_portal_gives_and_the_report_too_is_there_once() -> None:
    head = f"<head><title>{TITLE}_槐岭镇人民政府</title></head>"
    column = "<h2><script>document.write('政务公开')</script></h2>"
    assert text_of(f"<html>{head}<body>{column}<h1>{TITLE}</h1><div><p>{TITLE}</p>{BODY}</div>") == TEXT


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            f"<p>{'<br>'.join(LINES[:-2])}</p><p>{LINES[-2]}</p><p>{LINES[-1]}</p>", id="one paragraph"
        ),
        pytest.param("".join(f"<div><div><span>{line}</span></div></div>" for line in LINES), id="blocks"),
        pytest.param(f"<div>{BODY}</div><div class='wap'>{BODY}</div>", id="said again for telephones"),
        pytest.param(f"<div class='right sidebar'>{BODY}</div>", id="named as if furniture"),
        pytest.param(f"<table><tr><td>{NAVIGATION}<td>{BODY}</table>", id="laid out by a table"),
        pytest.param(f"{BODY}<div class='footer'>我镇各项工作，欢迎社会各界监督，谢谢。</div>", id="a foot"),
        pytest.param(
            BODY.replace("<p>槐岭镇人民政府", "<div class='foot'><p>槐岭镇人民政府") + "</div>",
            id="a signature in a foot",
        ),
        pytest.param(
            f"{BODY}<p>相关阅读：</p><p>槐岭镇开展宪法宣传，发放资料900份，受到好评。</p>", id="other news"
        ),
        pytest.param(
            BODY.replace("23起", "23起<a href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a>").replace(
                "4次", "<del>3次</del><ins>4次</ins>"
            ),
            id="notes and changes",
        ),
        pytest.param(
            f"<div title='header'>镇党政办公室，内部资料</div>{BODY}<div title='footer'>第1页</div>",
            id="saved by LibreOffice",
        ),
        pytest.param(
            BODY.replace("4次", "<s>3次</s>4次").replace("23起", "<strike>21</strike>23起"),
            id="struck through",
        ),
        pytest.param(f"<pre>{chr(10).join(LINES)}</pre>", id="preformatted"),
        pytest.param(f"<p style='white-space: pre-line'>{chr(10).join(LINES)}</p>", id="lines as written"),
        pytest.param("".join(f"<p><font><b>{line}" for line in LINES), id="nothing is closed"),
        pytest.param(BODY.replace("法", "法\u200b").replace("镇", "&#38215;"), id="characters"),
        pytest.param(
            BODY.replace("<p>槐岭镇人民政府", "<p><a href='1.doc'>附件：统计表</a></p><p>槐岭镇人民政府"),
            id="an attachment above the signature",
        ),
        pytest.param(f"<a name='top'>{BODY}", id="an anchor"),
        pytest.param(f"<a href='/top'>{BODY}", id="a link that is not closed"),
        pytest.param(
            BODY + "<p><a href='1.htm'>槐岭镇：普法宣传进校园，活动真精彩</a></p>", id="links behind"
        ),
    ],
)
def test_the_text_stands_in_many_forms(body: str) -> None:
    assert (
        text_of(f"<html><body>{NAVIGATION}<h1>{TITLE}</h1>{body}<p>版权所有：槐岭镇</p></body></html>")
        == TEXT
    )


def test_a_line_cut_behind_a_word_is_no_foot_of_a_page() -> None:
    lines = "\n".join(LINES).replace("提高依法", "提高\n依法")
    text = text_of(f"<html><body>{NAVIGATION}<h1>{TITLE}</h1><pre>{lines}</pre></body></html>")
    assert text.replace("提高\n依法", "提高依法") == TEXT


def test_raised_digits_are_no_part_of_a_figure() -> None:
    body = BODY.replace("23起", "23<sup>1</sup>起")
    assert "办理行政处罚案件23¹起" in text_of(f"<html><body><h1>{TITLE}</h1><div>{body}</div>")


def test_a_page_of_xml_may_close_elements_at_once() -> None:
    head = '<?xml version="1.0" encoding="utf-8"?>\n<html><head><title/><script src="a.js" /></head>'
    assert text_of(f"{head}<body><h1>{TITLE}</h1><div>{BODY}</div></body></html>") == TEXT


def test_a_page_may_hold_that_of_its_frame() -> None:
    frame = f'<iframe srcdoc="{escape(f"<h1>{TITLE}</h1>{BODY}")}"></iframe>'
    assert text_of(f"<html><body>{NAVIGATION}{frame}</body></html>") == TEXT


def test_a_span_of_years_in_the_title_of_the_window_is_no_name_of_a_site() -> None:
    title = "槐岭镇法治政府建设（2021-2023年）情况报告"
    assert text_of(f"<html><head><title>{title}</title></head><body>{BODY}").splitlines()[0] == title


def test_the_name_of_the_column_above_the_title_is_not_part_of_it() -> None:
    assert text_of(f"<html><body><h2>法治政府建设</h2><h1>{TITLE}</h1><div>{BODY}</div>") == TEXT


def test_the_body_in_the_first_line_of_the_title_is_part_of_it_and_signs_below() -> None:
    body = "".join(f"<p>{line}</p>" for line in LINES)
    for first, second in (("h1", "h2"), ("h1", "p"), ("p", "p")):
        title = f"<{first}>槐岭镇人民政府</{first}><{second}>关于2023年法治政府建设情况的报告</{second}>"
        text = text_of(f"<html><body>{NAVIGATION}{title}<div>{body}</div><p>版权所有：槐岭镇</p>")
        assert text.split("\n") == ["槐岭镇人民政府", "关于2023年法治政府建设情况的报告", *LINES]


SLOGAN = "<tr><td>热烈祝贺我镇创建文明城镇取得优异成绩，欢迎各界朋友前来投资兴业！</td></tr>"
TIP = "<div><p>如需了解更多政府信息，请到镇便民服务中心查询，谢谢支持。</p></div>"


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(
            f"<table>{SLOGAN}<tr><td>{NAVIGATION}</tr></table><h1>{TITLE}</h1><div>{BODY}</div>", id="above"
        ),
        pytest.param(f"{TIP}<h1>{TITLE}</h1><div>{BODY}</div>", id="above the title"),
        pytest.param(f"<h1>{TITLE}</h1><div>{BODY}</div><p>打印　关闭</p>{TIP}", id="below"),
    ],
)
def test_a_sentence_that_the_portal_says_is_not_the_report(markup: str) -> None:
    assert text_of(f"<html><body>{markup}</body></html>") == TEXT


def test_a_paragraph_outside_the_block_of_the_others_is_read() -> None:
    first, *others = [f"<p>{line}</p>" for line in LINES]
    sections = f"<div>{others[0]}{others[1]}</div><p>— 2 —</p><div>{''.join(others[2:])}</div>"
    assert text_of(f"<html><body>{NAVIGATION}<h1>{TITLE}</h1>{first}{sections}</body></html>") == TEXT


def test_an_opening_above_a_heading_that_reads_like_a_title_is_read() -> None:
    opening, heading, text = LINES[0], "推进法治政府建设情况", LINES[3] * 9
    page = f"<h1>{TITLE}</h1><div><p>{opening}</p></div><div><h3>{heading}</h3><p>{text}</p></div>"
    assert text_of(f"<html><body>{NAVIGATION}{page}").split("\n") == [TITLE, opening, heading, text]


def test_the_name_of_the_column_is_not_the_title() -> None:
    head = "<meta name='ColumnName' content='法治政府建设年度报告'><title>法治政府建设年度报告-槐岭镇</title>"
    menu = "<div class='left_nav'><h2>政府信息公开</h2></div>"
    assert text_of(f"<html><head>{head}</head><body>{menu}{NAVIGATION}<div>{BODY}</div>") == "\n".join(LINES)


def test_rows_of_labels_without_values_are_no_values_of_each_other() -> None:
    table = "<table><tr><td>文号<td><td>有效性<td></tr><tr><td>名称<td><td>主题词<td></tr></table>"
    document = read_bytes(f"<html><body>{table}<h1>{TITLE}</h1><div>{BODY}</div>".encode())
    assert not any(document.metadata.values())
    assert document.text == TEXT


def test_a_paragraph_that_the_report_has_twice_is_there_twice() -> None:
    line = "各村（社区）认真落实普法责任，" * 8
    text = text_of(f"<html><body><h1>{TITLE}</h1>{BODY}<p>{line}</p><p>二、其他</p><p>{line}</p>")
    assert text.count(line) == 2


def test_a_heading_before_any_prose_is_not_the_title() -> None:
    body = "<p>一、法治政府建设工作情况</p><p>认真履行法治政府建设各项职责，取得新的成效。</p>"
    text = text_of(f"<html><body><h1>{TITLE}</h1><div>发布时间：2024-01-08</div><div>{body}</div>")
    assert text.splitlines()[:2] == [TITLE, "一、法治政府建设工作情况"]


def test_tables_and_numbered_lists_are_written_out() -> None:
    table = (
        "<table border=1><tr><th>序号</th><th>事项</th><th>数量</th></tr>"
        "<tr><td>1</td><td><p>行政</p><p>许可</p></td><td>113件</td></tr>"
        "<tr><td>2</td><td></td><td>23件</td></tr></table>"
    )
    lists = (
        "<ol><li>加强执法队伍建设，提高能力。</li><li><p>2024年继续开展普法，形式多样。</p></li></ol>"
        "<ol start=3 style='list-style-type: cjk-ideographic'><li>其他工作。</li></ol>"
        "<ol type=a><li>第一件。</li></ol><ol><li>（1）已有编号。</li></ol><ul><li>没有编号。</li></ul>"
    )
    document = read_bytes(f"<html><body><h1>{TITLE}</h1><div>{BODY}{table}{lists}</div>".encode())
    assert document.source_text.splitlines()[-9:] == [
        "序号 | 事项 | 数量",
        "1 | 行政 许可 | 113件",
        "2 |  | 23件",
        "1.加强执法队伍建设，提高能力。",
        "2. 2024年继续开展普法，形式多样。",
        "三、其他工作。",
        "a.第一件。",
        "（1）已有编号。",
        "没有编号。",
    ]


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "gbk", "x-unknown", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_the_bytes_win_over_the_declared_encoding(encoding: str, declared: str) -> None:
    meta = f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'>" if declared else ""
    assert text_of(f"<html><head>{meta}</head><h1>{TITLE}</h1>{BODY}".encode(encoding)) == TEXT


def test_traditional_chinese_in_big5() -> None:
    line = "2023年，本鎮認真貫徹法治政府建設各項任務，現將有關情況報告如下。"
    assert text_of(f"<html><meta charset=big5><p>{line}</p>".encode("big5")) == line


def test_a_page_cut_off_amid_a_character() -> None:
    assert text_of(f"<html><h1>{TITLE}</h1>{BODY[: BODY.index('日</p>') + 1]}".encode()[:-1]) == TEXT[:-1]


@pytest.mark.parametrize("file", list(REPORTS)[:2], ids=lambda file: file.stem)
def test_a_page_saved_in_one_file(file: Path) -> None:
    frame = ("Content-Type: text/html\r\nContent-Location: cid:frame", b"<html><p>share</p></html>")
    image = ("Content-Type: image/png\r\nContent-Transfer-Encoding: base64", encodebytes(b"\x89PNG"))
    address = "https://www.example.org/art_1.html"
    quoted = (
        f"Content-Type: text/html\r\nContent-Location: {address}\r\n"
        "Content-Transfer-Encoding: quoted-printable",
        quopri.encodestring(page(file, "county").encode()),
    )
    based = (
        'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64',
        encodebytes(page(file, "town").encode("gb18030")),
    )
    blink = read_bytes(mhtml([frame, image, quoted], f"Snapshot-Content-Location: {address}\r\n"))
    explorer = read_bytes(mhtml([based, image]))
    assert blink.media_type == explorer.media_type == "multipart/related"
    assert blink.text == explorer.text == text_document(file).text


def test_a_saved_page_whose_text_is_in_a_frame() -> None:
    root = ("Content-Type: text/html", b"<html><iframe src='cid:frame'></iframe></html>")
    frame = ("Content-Type: text/html; charset=utf-8", f"<html><h1>{TITLE}</h1>{BODY}</html>".encode())
    assert text_of(mhtml([root, frame])) == TEXT


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        pytest.param(b"<html>", "the page has no text", id="empty"),
        pytest.param(f"<html>{NAVIGATION}", "the page has no text", id="navigation alone"),
        pytest.param(
            f"<html>{NAVIGATION}<h1>{TITLE}</h1><p>现予公布。</p><a href='/P01.pdf?id=1'>附件：报告</a>",
            r"attached to it \(P01\.pdf\)",
            id="an attachment",
        ),
        pytest.param(
            "<html><iframe src='about:blank'></iframe><iframe src='/show/12.html'></iframe>",
            r"in another page, shown in a frame \(/show/12\.html\)",
            id="a frame",
        ),
        pytest.param(
            "<html><meta http-equiv=Refresh content='3; url=/t1.html'><p>页面正在跳转，请稍候。",
            r"only leads to another one \(/t1\.html\)",
            id="a page that leads on",
        ),
        pytest.param(
            f"<html><h1>法治政府建设年度报告</h1><ul>{LISTED}</ul>", "a list of reports", id="a list"
        ),
        pytest.param(
            "<html><frameset><frame src=menu.htm><frame src=main.htm></frameset>",
            r"\(menu\.htm, main\.htm\)",
            id="frames",
        ),
        pytest.param(
            "<html><div id=app></div><script src=app.js></script><noscript>请启用脚本，谢谢。</noscript>",
            "scripts fill it.* save it as MHTML",
            id="scripts alone",
        ),
        pytest.param("<html><img src=1.jpg><img src=2.jpg>", "images and no text", id="images alone"),
        pytest.param("<p>これは年次報告書です。".encode("shift-jis"), "unknown encoding", id="Shift-JIS"),
        pytest.param(
            matrix_page(Matrix([], [], [], {}, {}, {}), {}, title="对照"),
            "a page that fazhi made",
            id="page of this program",
        ),
        pytest.param(mhtml([]), "without its HTML", id="MHTML cut off"),
        pytest.param(
            mhtml([("Content-Type: text/html", b"")] * 5000), "more than 2,000 parts", id="MHTML of parts"
        ),
        pytest.param(
            mhtml([("Content-Type: text/html; charset*=utf-8''%ff; charset*0*=x", b"")]),
            "broken message",
            id="MHTML of broken fields",
        ),
        pytest.param("<html>" + "<div>" * 100_000, "in more than 2,000 others", id="nested"),
        pytest.param("<p>x</p>" * 200_000, "more than 300,000 tags", id="many tags"),
        pytest.param("<p" + " a='>'" * 1000, "more than 200 attributes", id="many attributes"),
        pytest.param("<p>" + "依法，行政" * 250_000, "1,000,000 characters", id="long"),
    ],
)
def test_what_is_no_page_of_a_report_is_refused_in_one_line(data: str | bytes, complaint: str) -> None:
    with pytest.raises(ReadError, match=complaint) as refusal:
        text_of(data)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param("<!DOCTYPE html [<!ENTITY a 'lol'><!ENTITY b '&a;&a;'>]><html>&b;", id="entities"),
        pytest.param("<!-- > --><!-- --><?xml version='1.0'?>\n<html>\0\0", id="zero bytes"),
        pytest.param(f"<html><img src='data:image/png;base64,{'A' * 2_000_000}'>", id="a long attribute"),
        pytest.param("<html></p></table></td><tr><td></div>", id="stray tags"),
        pytest.param("<html>" + "<div>" * 1500, id="nested"),
    ],
)
def test_odd_pages_are_read(odd: str) -> None:
    assert text_of(f"{odd}<div><h1>{TITLE}</h1>{BODY}</div><p title='").endswith(TEXT)


def test_text_that_speaks_of_tags_stays_text() -> None:
    assert read_bytes("关于<html>标签的说明。".encode()).media_type == "text/plain"
