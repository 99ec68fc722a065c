"""An official document (公文) in Word with what such files hold, and the text that it says."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    f' xmlns:r="{_OFFICE}"'
)
#: The document's lines as a reader sees them, page furniture aside.
TEXT = """\
云溪县人民政府文件
云政发〔2024〕7号
云溪县人民政府
关于2023年度法治政府建设情况的报告
市人民政府：
2023年，云溪县坚持以习近平法治思想为指导，认真落实《法治政府建设实施纲要（2021—2025年）》，全县法治政府建设取得新的成效。现将有关情况报告如下。
一、主要工作
（一）加强组织领导。县政府常务会议全年学法12次，研究法治政府建设事项6次，县长担任法治政府建设领导小组组长。
（二）规范行政执法。全年办理行政处罚案件127件，罚款金额58.6万元；办理行政许可3204件。
1.推行“三项制度”。开展执法案卷评查2次，评查案卷60卷。
2.培训执法人员。组织培训4期，培训执法人员350人次。
各镇和部门办理的案件如下：
单位|行政处罚（件）|行政复议（件）
县市场监督管理局|84|3
县应急管理局|43|1
（三）化解社会矛盾。全年收到行政复议申请18件，审结17件；行政机关负责人出庭应诉率100%。
聘请江苏云溪律师事务所律师担任县政府法律顾问，审查合同和文件65件。
二、存在的问题
一是执法力量不足，专业人员偏少。二是部分单位普法形式单一。
三、下一步打算
2024年，我县将继续开展“12·4”国家宪法日宣传活动，推进法治政府建设。
特此报告。
云溪县人民政府
2024年1月12日
（此件公开发布）
案件数以结案时间为准。"""


def official_document(*, changes: bool = True) -> bytes:
    """The document as a DOCX file, with changes tracked that give its text, or already made."""
    content = _document()
    if not changes:
        content = re.sub(r"<w:del .*?</w:del>|</?w:ins\b[^>]*>", "", content)
    parts = {
        "document": ("main", content),
        "styles": ("styles", _STYLES),
        "numbering": ("numbering", _numbering()),
        "footnotes": ("footnotes", _FOOTNOTES),
        "comments": (
            "comments",
            f'<w:comment w:id="1" w:author="审核">{_p(_r("请核实罚款9999万元。"))}</w:comment>',
        ),
        "settings": ("settings", "<w:evenAndOddHeaders/>"),
        "header": ("header", _p(_r("云溪县人民政府办公室"))),
        "footer": ("footer", _p(_r("— ") + _field("PAGE", "1") + _r(" —"), "<w:jc w:val='right'/>")),
        "footer2": ("footer", _p(_r("— ") + _field("PAGE", "2") + _r(" —"))),
    }
    roots = {"header": "hdr", "footer": "ftr", "footer2": "ftr"}
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.'
            f'{"document.main" if kind == "main" else kind}+xml"/>'
            for name, (kind, _) in parts.items()
        )
        + "</Types>",
        "_rels/.rels": _relations({"d": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relations(
            {name: (kind, f"{name}.xml") for name, (kind, _) in parts.items() if kind != "main"}
        ),
    }
    for name, (_, content) in parts.items():
        root = roots.get(name, name)
        files[f"word/{name}.xml"] = f"<w:{root} {_NAMES}>{content}</w:{root}>"
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for path, content in files.items():
            package.writestr(path, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
    return file.getvalue()


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def _body(content: str) -> str:
    """A paragraph of the text: indented by two characters."""
    return _p(content, "<w:ind w:firstLineChars='200' w:firstLine='640'/>")


def _numbered(level: int, content: str) -> str:
    number = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr>"
    return _p(content, f"{number}<w:ind w:firstLine='640'/>")


def _field(code: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_r(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _deleted(text: str) -> str:
    change = 'w:id="7" w:author="审核" w:date="2024-01-10T09:00:00Z"'
    return f"<w:del {change}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def _inserted(text: str) -> str:
    return f'<w:ins w:id="8" w:author="审核" w:date="2024-01-10T09:00:00Z">{_r(text)}</w:ins>'


def _table(rows: list[list[str]]) -> str:
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    cells = [
        "".join(
            f"<w:tc><w:tcPr><w:tcW w:w='2900' w:type='dxa'/></w:tcPr>{_p(_r(text))}</w:tc>" for text in row
        )
        for row in rows
    ]
    head, *others = [f"<w:tr>{row}</w:tr>" for row in cells]
    head = head.replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>")
    properties = f"<w:tblPr><w:tblW w:w='8700' w:type='dxa'/><w:tblBorders>{border}</w:tblBorders></w:tblPr>"
    grid = "<w:gridCol w:w='2900'/>" * len(rows[0])
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(others)}</w:tbl>"


def _document() -> str:
    red, large = "<w:color w:val='FF0000'/><w:sz w:val='72'/>", "<w:sz w:val='44'/>"
    centred = "<w:jc w:val='center'/>"
    rule = "<w:pBdr><w:bottom w:val='single' w:sz='12' w:space='4' w:color='FF0000'/></w:pBdr>"
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    noted = (
        '<w:commentRangeStart w:id="1"/>{}<w:commentRangeEnd w:id="1"/>'
        '<w:r><w:commentReference w:id="1"/></w:r>'
    )
    paragraphs = [
        _p(_r("云溪县人民政府文件", red), centred),
        _p(_r("云政发〔2024〕7号"), rule + centred),
        _p(""),
        _p(
            _r("云溪县人民政府", large)
            + "<w:r><w:br/></w:r>"
            + _r("关于2023年度法治政府建设情况的报告", large),
            centred,
        ),
        _p(""),
        _p(_r("市人民政府：")),
        _p(
            _r("　　2023年，云溪县坚持以习近平法治思想为指导，认真落实《法治政府建设实施纲要")
            + _r("（2021—2025年）》，全县法治政府建设取得新的成效。现将有关情况报告如下。")
        ),
        _numbered(0, _r("主要工作", "<w:rFonts w:eastAsia='黑体'/>")),
        _numbered(
            1,
            _r("加强组织领导。", "<w:rFonts w:eastAsia='楷体'/>")
            + _r("县政府常务会议全年学法")
            + _deleted("10")
            + _inserted("12")
            + _r("次，研究法治政府建设事项6次，县长担任法治政府建设领导小组组长。"),
        ),
        _numbered(
            1,
            _r("规范行政执法。", "<w:rFonts w:eastAsia='楷体'/>")
            + _r("全年办理行政处罚案件127件")
            + note
            + _r("，罚款金额")
            + noted.format(_r("58.6\xa0万元"))
            + _r("；办理行政许可3204件。"),
        ),
        _numbered(2, _r("推行“三项制度”。开展执法案卷评查2次，评查案卷60卷。")),
        _numbered(2, _r("培训执法人员。组织培训4期，培训执法人员350人次。")),
        _body(_r("各镇和部门办理的案件如下：")),
        _table(
            [
                ["单位", "行政处罚（件）", "行政复议（件）"],
                ["县市场监督管理局", "84", "3"],
                ["县应急管理局", "43", "1"],
            ]
        ),
        _numbered(
            1,
            _r("化解社会矛盾。", "<w:rFonts w:eastAsia='楷体'/>")
            + _r("全年收到行政复议申请18件，审结17件；行政机关负责人出庭应诉率100%。"),
        ),
        _body(
            _r("聘请江苏云溪律师事务所律师担任县政府法律顾问，")
            + "<w:r><w:br/></w:r>"
            + _r("审查合同和文件65件。")
        ),
        _numbered(0, _r("存在的问题", "<w:rFonts w:eastAsia='黑体'/>")),
        _body(_r("一是执法力量不足，专业人员偏少。二是部分单位普法形式单一。")),
        _numbered(0, _r("下一步打算", "<w:rFonts w:eastAsia='黑体'/>")),
        _body(
            _r("2024年，我县将继续开展“12·4”国家宪法日宣传活动，推进法治政府建设。")
            + _r("隐藏的批示，不予公开。", "<w:vanish/>")
        ),
        _body(_r("特此报告。")),
        _p(""),
        _p(_r("云溪县人民政府"), "<w:jc w:val='right'/>"),
        _p(_r("2024年1月12日") + _r("　　"), "<w:jc w:val='right'/>"),
        _body(_r("（此件公开发布）")),
    ]
    references = "".join(
        f"<w:{part}Reference w:type='{pages}' r:id='{key}'/>"
        for part, pages, key in (
            ("header", "default", "header"),
            ("header", "even", "header"),
            ("footer", "default", "footer"),
            ("footer", "even", "footer2"),
        )
    )
    section = (
        f"<w:sectPr>{references}<w:pgSz w:w='11906' w:h='16838'/><w:pgMar w:top='2098' w:right='1474'"
        " w:bottom='1985' w:left='1588' w:header='851' w:footer='992' w:gutter='0'/></w:sectPr>"
    )
    return f"<w:body>{''.join(paragraphs)}{section}</w:body>"


_STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii='仿宋_GB2312' w:hAnsi='仿宋_GB2312'"
    " w:eastAsia='仿宋_GB2312'/><w:sz w:val='32'/><w:lang w:val='en-US' w:eastAsia='zh-CN'/></w:rPr>"
    "</w:rPrDefault>"
    "<w:pPrDefault><w:pPr><w:spacing w:line='560' w:lineRule='exact'/></w:pPr></w:pPrDefault></w:docDefaults>"
)
_FOOTNOTES = (
    "<w:footnote w:type='separator' w:id='0'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
    "<w:footnote w:type='continuationSeparator' w:id='1'><w:p><w:r><w:continuationSeparator/></w:r></w:p>"
    "</w:footnote><w:footnote w:id='2'>"
    + _p(
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:footnoteRef/></w:r>"
        + _r("案件数以结案时间为准。", "<w:sz w:val='18'/>")
    )
    + "</w:footnote>"
)


def _numbering() -> str:
    """一、 （一） 1. as Word counts them."""
    forms = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    levels = "".join(
        f"<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:suff w:val='nothing'/>"
        f"<w:lvlText w:val='{text}'/><w:lvlJc w:val='left'/></w:lvl>"
        for at, (form, text) in enumerate(forms)
    )
    return (
        f"<w:abstractNum w:abstractNumId='0'><w:multiLevelType w:val='multilevel'/>{levels}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    )
