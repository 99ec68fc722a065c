"""What a portal or printer adds around a report: navigation, counters, page numbers, metadata blocks."""

from __future__ import annotations

import re

from fazhi.extractors.reading.document import Span

#: Keys used in metadata blocks (政府信息公开目录), and our name for each.
METADATA_KEYS: dict[str, str] = {
    "索引号": "index_number",
    "信息索引号": "index_number",
    "索引码": "index_number",
    "文号": "document_number",
    "发文字号": "document_number",
    "发文编号": "document_number",
    "发文文号": "document_number",
    "文件编号": "document_number",
    "发布机构": "publisher",
    "发布单位": "publisher",
    "公开主体": "publisher",
    "发文机关": "issuing_body",
    "发文单位": "issuing_body",
    "发文机构": "issuing_body",
    "制发机关": "issuing_body",
    "备注/文号": "document_number",
    "公文生成日期": "signed",
    "公开机构": "publisher",
    "公开责任部门": "publisher",
    "责任部门": "publisher",
    "信息来源": "origin",
    "文章来源": "origin",
    "来源": "origin",
    "稿件来源": "origin",
    "发布日期": "published",
    "发布时间": "published",
    "发文日期": "published",
    "发文时间": "published",
    "公开日期": "published",
    "公开时间": "published",
    "公布日期": "published",
    "发表时间": "published",
    "发表日期": "published",
    "发稿时间": "published",
    "上传时间": "published",
    "录入时间": "published",
    "添加时间": "published",
    "更新时间": "updated",
    "更新日期": "updated",
    "最后更新": "updated",
    "最后更新时间": "updated",
    "日期": "published",
    "时间": "published",
    "成文日期": "signed",
    "生成日期": "signed",
    "生成时间": "signed",
    "印发日期": "signed",
    "标题": "title",
    "名称": "title",
    "信息名称": "title",
    "公文名称": "title",
    "文件名称": "title",
    "分类": "category",
    "主题分类": "category",
    "组配分类": "category",
    "公开分类": "category",
    "信息分类": "category",
    "体裁分类": "category",
    "体裁": "category",
    "公文种类": "category",
    "服务对象": "category",
    "公开类别": "category",
    "公开目录": "category",
    "公开形式": "category",
    "统一登记号": "category",
    "公开方式": "category",
    "公开范围": "category",
    "公开时限": "category",
    "主题词": "keywords",
    "关键词": "keywords",
    "关键字": "keywords",
    "内容概述": "summary",
    "内容概况": "summary",
    "时效": "validity",
    "有效期": "validity",
    "时效性": "validity",
    "有效性": "validity",
    "信息有效性": "validity",
    "是否有效": "validity",
    "生效日期": "validity",
    "废止日期": "validity",
    "失效日期": "validity",
    "责任编辑": "editor",
    "编辑": "editor",
    "作者": "editor",
    "审核": "editor",
    "签发": "editor",
    "点击量": "views",
    "点击数": "views",
    "点击率": "views",
    "点击": "views",
    "浏览次数": "views",
    "浏览量": "views",
    "浏览": "views",
    "阅读次数": "views",
    "阅读量": "views",
    "阅读": "views",
    "访问量": "views",
    "访问次数": "views",
    "字号": "controls",
    "字体": "controls",
    "字体大小": "controls",
    "打印": "controls",
    "分享": "controls",
    "分享到": "controls",
    "视力保护色": "controls",
}
_KEY = "|".join(r"\s*".join(key) for key in sorted(METADATA_KEYS, key=len, reverse=True))
_LABEL = re.compile(
    rf"(?:^|(?<=[\s|｜丨\]】）)，,。；;\-]))[\[【]?(?:(?<!\s)\s+)?({_KEY})\s*+[\]】]?\s*+[:：]"
)
#: Labels that also stand directly behind the value before them (来源：法规科发布日期：2024-01-12).
_LONG_KEY = "|".join(key for key in sorted(METADATA_KEYS, key=len, reverse=True) if len(key) > 2)
_GLUED_LABEL = re.compile(rf"(?<=\S)({_LONG_KEY}|文号|(?<=[\d日])来源|作者|阅读|浏览|点击)\s*+[:：]")
#: The day of publication may stand without a label before those of other fields (2024-01-31 10:22 来源：…).
_LEADING_DAY = re.compile(
    r"((?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?(?:\s\d{1,2}:\d\d(?::\d\d)?)?)\s*+(?=来源|信息来源|文章来源|稿件来源)"
)
#: A label in brackets needs no colon (【索引号】D00217【发布机构】市交通运输局).
_BRACKETED_LABEL = re.compile(rf"[\[【]\s*+({_KEY})\s*+[\]】]")
_CELL_SPLIT = re.compile(r"(?:(?<!\s)\s+)?[|｜\t丨]\s*+")
_WORD = re.compile(r"\S+")
_DAY = re.compile(
    r"^(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*+(?:日(?:\s*\d{1,2}:\d\d(?::\d\d)?)?|(?:\d{1,2}:\d\d(?::\d\d)?)?)$"
)
_BODY = re.compile(r"^[一-龥（）()]{2,24}[府局委会办处区园厅院镇乡街道心室司县市站队所]$")
#: The form of a value that stands in a line of its own below its label. An empty field is followed by the
#: next label or by the title.
_VALUES = {
    "index_number": re.compile(
        r"^(?=.*\d)(?!20\d\d[./-]\d\d?[./-]\d\d?$)[\w/（）()\[\]〔〕.-]{4,40}(?<!报告|总结|情况)$"
    ),
    "document_number": re.compile(r"^[一-龥]{1,14}[〔\[（(]\s*\d{4}\s*[〕\]）)]\s*+(?:第\s*+)?\d{1,5}\s*号$"),
    "publisher": _BODY,
    "issuing_body": _BODY,
    "published": _DAY,
    "signed": _DAY,
    "updated": _DAY,
}
#: The longest value a field may have; anything longer is prose that happens to begin like a field.
_LONGEST_VALUE = 80

_PAGE_NUMBER = re.compile(
    r"""^(?:
      [-—–－\s·.]*\d{1,3}[-—–－\s·.]*
    | 第\s*\d+\s*页(?:\s*+(?:[,，/]\s*+)?共\s*\d+\s*页)? | \d{1,3}\s*/\s*\d{1,3} | Page\s*\d++.*
    )$""",
    re.VERBOSE,
)
#: A control of a page: 打印, 关闭窗口, 【, 分享到.
_CONTROL = (
    r"(?:打印(?:本页)?|关闭(?:窗口|本页)?|收藏|分享(?:到)?|返回(?:顶部|首页|上一页)?|大|中|小|繁體版|简体版|无障碍(?:浏览|阅读)?"
    r"|长者(?:模式|专区|版|助手)|适老(?:化|模式|版)?|登录|注册|语音播报|\s|[|｜·•\[\]【】])"
)
_FURNITURE = re.compile(
    rf"""^(?:
      .{{0,12}}(?:当前位置|您的位置|您当前的位置|您现在的位置|所在的?位置|现在的?位置).*
    | (?:网站)?首\s*页\s*(?:[>›»＞/|·\\-]|&gt;).*
    | .{{0,6}}今天是.{{0,40}} | .{{0,4}}\d{{4}}年\d{{1,2}}月\d{{1,2}}日\s*星期[一二三四五六日天].{{0,20}}
    | [【\[（(]?\s*(?:字体|字号|文字大小)\s*[:：]?.{{0,30}}
    | (?=.)(?>{_CONTROL}*)(?:扫一扫.{{0,24}}(?>{_CONTROL}*))?
    | .{{0,20}}(?:上一[篇条]|下一[篇条])\s*[:：].*
    | (?:【(?:打印|关闭|返回|收藏|字体|分享|大|中|小)[^】]{{0,6}}】\s*)+.{{0,60}}
    | .{{0,6}}扫一扫在手机.{{0,80}}
    | (?:相关(?:链接|阅读|文章|附件|信息)|附件(?:下载)?|友情链接|推荐阅读)\s*[:：].*
    | (?:(?:(?:主办|承办)(?:单位|方)?|地址|联系电话|邮编|电话)\s*[:：]|版权所有|技术支持|网站标识码
        |[^\s]{{0,3}}ICP备|[^\s]{{0,2}}公网安备).{{0,80}}
    | (?:浏览|阅读|访问|点击)(?:次数|量|数)?\s*+(?:[:：]\s*+)?(?:\d++\s*+)?次?
    | (?:Copyright|©|版权).{{0,80}}
    | .{{0,20}}(?:浏览器|IPv6|极速模式|JavaScript).{{0,60}}
    | [^\w。！？；，、％%）)》”…]+
    )$""",
    re.VERBOSE,
)


def is_furniture(line: str) -> bool:
    """Whether ``line`` is navigation, a page number, a control or a counter, not part of the report."""
    return is_page_number(line) or bool(_FURNITURE.match(line))


def is_page_number(line: str) -> bool:
    """Whether ``line`` is the number of a page and nothing else (``- 3 -``, ``第3页 共9页``)."""
    return bool(_PAGE_NUMBER.match(line))


def metadata_spans(line: str) -> dict[str, Span]:
    """Where the values of the metadata fields in a line stand, 0-based, end exclusive; empty if it has none.

    ``{"published": (5, 15)}`` of ``发布日期:2024-03-27``. Handles table rows (``索引号 | … | 分类 | … |``,
    skipping empty cells) and labelled lines (``发布日期:2024-03-27 点 击 量:``).
    """
    ends = [offset for split in _CELL_SPLIT.finditer(line) for offset in split.span()]
    edges = [0, *ends, len(line)]
    cells = [_stripped(line, *edge) for edge in zip(edges[::2], edges[1::2], strict=True)]
    if len(cells) > 1 and cells[0][0] == cells[0][1]:
        del cells[0]
    if len(cells) > 1 and _key_of(line[slice(*cells[0])]):
        return _from_cells(line, cells)
    return _from_labels(line) or _from_words(line)


def label_alone(line: str) -> str | None:
    """The field whose label is all that stands in the line (``发布机构：``), the value being below it."""
    key = _key_of(line)
    return key if key in _VALUES else None


def is_label(text: str) -> bool:
    """Whether ``text`` is the label of a metadata field and nothing else (``主题分类：``)."""
    return _key_of(text) is not None


def is_value_of(key: str, line: str) -> bool:
    """Whether the line can be the value of the field: an index number, a document's number, a body, a day."""
    form = _VALUES.get(key)
    return bool(form and form.match(line) and not _key_of(line))


def _key_of(cell: str) -> str | None:
    return METADATA_KEYS.get(re.sub(r"[\s:：\[\]【】]", "", cell))


def _stripped(line: str, start: int, end: int, around: str | None = None) -> Span:
    """The span without white space, or the characters ``around``, at its ends."""
    value = line[start:end]
    start += len(value) - len(value.lstrip(around))
    return start, start + len(value.strip(around))


def _from_cells(line: str, cells: list[Span]) -> dict[str, Span]:
    fields: dict[str, Span] = {}
    nothing = (len(line), len(line))
    for (start, end), following in zip(cells, [*cells[1:], nothing], strict=True):
        labelled = _from_labels(line[start:end])
        for name, (first, last) in labelled.items():
            if first < last:
                fields.setdefault(name, (start + first, start + last))
        if key := _key_of(line[start:end]):
            behind = line[slice(*following)]
            fields.setdefault(key, nothing if _key_of(behind) or _from_labels(behind) else following)
    return fields


def _from_words(line: str) -> dict[str, Span]:
    """The fields of a row of a table of which the cells became words (索引号 014/2023 发布机构 临江镇).

    The first word is a label, and of one the value has its form.
    """
    words = [match.span() for match in _WORD.finditer(line)]
    labels = {number: key for number, span in enumerate(words) if (key := _key_of(line[slice(*span)]))}
    if 0 not in labels:
        return {}
    fields: dict[str, Span] = {}
    for (number, key), following in zip(labels.items(), [*list(labels)[1:], len(words)], strict=True):
        end = len(line.rstrip()) if following == len(words) else words[following - 1][1]
        fields.setdefault(key, (words[number + 1][0], end) if following > number + 1 else (end, end))
    formed = any(is_value_of(key, line[slice(*span)]) for key, span in fields.items())
    return fields if formed else {}


def _from_labels(line: str) -> dict[str, Span]:
    if day := _LEADING_DAY.match(line):
        found = _from_labels(line[day.end() :])
        behind = {key: (start + day.end(), end + day.end()) for key, (start, end) in found.items()}
        return {"published": day.span(1), **behind} if found else {}
    labels = list(_LABEL.finditer(line)) or list(_BRACKETED_LABEL.finditer(line))
    if not labels or line[: labels[0].start()].strip(" \t　|｜[【-·•"):
        return {}
    seen = {offset for label in labels for offset in range(*label.span(1))}
    labels += [label for label in _GLUED_LABEL.finditer(line) if not seen & {*range(*label.span(1))}]
    labels.sort(key=lambda label: label.start(1))
    fields: dict[str, Span] = {}
    ends = [label.start() for label in labels[1:]] + [len(line)]
    for label, end in zip(labels, ends, strict=True):
        span = _stripped(line, label.end(), end, " \t　|｜，,；;[]【】丨")
        value = line[slice(*span)]
        key = METADATA_KEYS[re.sub(r"\s", "", label.group(1))]
        dated = key in ("published", "signed", "updated")
        if len(value) > _LONGEST_VALUE or (dated and value and not re.search(r"\d", value)):
            return {}
        fields.setdefault(key, span)
    return fields
