"""Report metadata (报告基本信息): title, issuer, year, dates and numbers; one record a report."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import Annotations, annotations_of
from fazhi.extractors.components.issuer import BODY_END, fullest_name, issuer_of
from fazhi.extractors.issue_date import issue_date
from fazhi.extractors.outline import head_spans

_SUBJECT = r"(?:法治(?:政府)?(?:建设)?|法制(?:政府)?建设|依法行政|依法治[理区市县镇校]|法治建设)"
_KIND = r"(?:报告|总结|年报|汇报|情况)"
#: 发文字号: a document's own number.
_NUMBER = r"[一-龥]{1,14}[〔（]\s*\d{4}\s*[〕）]\s*+(?:第\s*+)?\d{1,5}\s*号"
_TITLE = re.compile(
    rf"^[^。；！？]{{0,200}}{_SUBJECT}[^。；！？]{{0,200}}{_KIND}(?:的(?:函|公开信|公告))?"
    r"(?:[和与及暨、][^。；！？]{0,20}(?:打算|计划|安排|思路|要点|谋划))?(?:[（(][^）)]{1,12}[）)])?$"
)
#: A title that names neither body nor year is as often the name of the portal's column.
_COLUMN = re.compile(rf"^{_SUBJECT}(?:年度|工作)*(?:情况)?{_KIND}$")
#: What a portal sets on the title's line: its path before it, dates and source around it.
_BEFORE_TITLE = re.compile(
    r"^(?:.*(?:[>›»→]|&gt;)|[^/\d]{2,20}/(?:.*/)?|(?:[一-龥]{2,12}[-|]){2,}|[—-]+"
    r"|〔[一-龥]{2,8}〕|[\[【〔（(]?20\d\d[./-]\d{1,2}[./-]\d{1,2}[\]】〕）)]?)"
)
#: What a title ends in stands before it.
_BEHIND = "(?<=报告|总结|年报|汇报|情况)"
_AFTER_TITLE = re.compile(
    rf"{_BEHIND}(?:"
    r"[\[【〔（(]?(?:(?:信息)?来源|作者|(?:发布|更新|公开|发文)?(?:时间|日期))[:：]"
    r"|[\[【〔（(]?20\d\d[年./-]\d{1,2}[月./-]\d{1,2}"
    rf"|（{_NUMBER}）|(?<!情况)[^，。；：]{{1,40}}(?:委|政府|局|办公室|委员会|办)：).*$"
)
#: What stands between a title that a line gives twice, as that of the page and of what is on it.
_BETWEEN = " \t|_-"
_ANNOUNCEMENT = re.compile(r"(?:报告|汇报|总结)如下")
_PATH = re.compile("[>›»→/]|[一-龥][-|]")
_SUBJECT_PATTERN = re.compile(_SUBJECT)
_YEAR = re.compile(r"(20\d\d|二[〇○0零Ｏ]{1,2}[一二三四五六七八九〇○零]{1,2})\s*年?")
_CHINESE_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
#: Titles of instruments, and dates, whose years are not the one reported on.
_NO_YEAR_REPORTED = re.compile(r"《[^》]*》|(?:20\d\d|二[〇○零].{1,2})\s*年\s*.{1,2}月\s*.{1,3}日")
#: A line that begins with the body, not with a number or the year as headings do, and is no sentence.
_OWN_TITLE = re.compile(r"[^\d一二三四五六七八九十（，：][^，：]+$")
#: A notice is over before this line of the text.
_NOTICE_LINES = 20
_ADDRESSEE = re.compile(r"[：:]$")
#: A line with the report's own number, the signer beside it as letterheads have it.
_NUMBER_LINE = re.compile(rf"（?(?P<number>{_NUMBER})）?\s*(?:签发人[^\n]{{0,12}})?(?=\n|$)")
#: The same in brackets behind the title.
_NUMBER_BEHIND = re.compile(rf"{_BEHIND}（(?P<number>{_NUMBER})）")


@Language.component("fazhi_report")
def report(doc: Doc) -> Doc:
    """Add the report record and say in ``doc._.is_report`` whether the text is such a report at all."""
    view = annotations_of(doc)
    metadata = view.document.metadata
    title_span = _title_span(view)
    title = view.text[slice(*title_span)].replace("\n", "") if title_span else metadata.get("title") or None
    if title and not _SUBJECT_PATTERN.search(title):
        title = None
    issuer, rule = issuer_of(view, title)
    start, end = title_span or _evidence_span(view)
    view.add(
        "report",
        start,
        end,
        f"report.{rule}",
        0.95 if title_span else 0.8,
        {
            "title": title,
            "issuer": issuer and fullest_name(issuer, view),
            "year": _year(view, title),
            "published": _published(view),
            "document_number": _document_number(view),
            "index_number": metadata.get("index_number") or None,
            "publisher": metadata.get("publisher") or None,
        },
    )
    doc._.is_report = _is_report(view, title)
    return doc


def _title_span(view: Annotations) -> tuple[int, int] | None:
    """The title: one line of the head, or a run of lines that only together read as one.

    The end of a portal's path (首页>专栏>法治政府建设报告) is the title only where no line is, nor is the
    name of its column, or a line that names no body, where a line says more.
    """
    lines = head_spans(view.text)
    column = None
    for count in (1, 2, 3):
        for first in range(len(lines) - count + 1):
            start, end = _title_in(view, lines[first][0], lines[first + count - 1][1])
            words = view.folded[start:end].replace("\n", "")
            if len(words) > 75 or not _SUBJECT_PATTERN.search(words) or not _TITLE.match(words):
                continue
            whole = start == lines[first][0]
            above = _with_lines_above(view, lines, first, start) if whole else start
            if _PATH.search(view.folded[lines[first][0] : start]) or (
                above == start and (_COLUMN.match(words) or _begins_without_body(words))
            ):
                column = column or (start, end)
                continue
            if column is None or _OWN_TITLE.match(view.folded[above:end].replace("\n", "")):
                return above, end
        if column:
            return column
    return _title_below_notice(view)


def _title_below_notice(view: Annotations) -> tuple[int, int] | None:
    """The title of a report that is enclosed in a notice (关于印发…的通知): a line of its own below it."""
    for start, end in view.paragraphs[:_NOTICE_LINES]:
        words = view.folded[start:end]
        if _OWN_TITLE.match(words) and len(words) <= 75 and _TITLE.match(words) and _YEAR.search(words):
            return start, end
    return None


def _title_in(view: Annotations, start: int, end: int) -> tuple[int, int]:
    """The span without what a portal sets beside the title."""
    if after := _AFTER_TITLE.search(view.folded, start, end):
        end = after.start()
    if before := _BEFORE_TITLE.match(view.folded[start:end]):
        start += before.end()
    return start, start + _length_of_first(view.folded[start:end])


def _length_of_first(words: str) -> int:
    """How long the title is that ``words`` give twice; of others, all of them."""
    twice = words.rstrip(_BETWEEN)
    again = twice.find(twice[:8], 8)
    is_repeated = again > 0 and twice[:again].rstrip(_BETWEEN) == twice[again:]
    return len(twice) - again if is_repeated else len(words)


def _with_lines_above(view: Annotations, lines: list[tuple[int, int]], first: int, start: int) -> int:
    """The title's start once the lines above that begin it (body, 关于, year) are taken in."""
    while first and _begins_without_body(view.folded[start : lines[first][1]]):
        above = view.folded[slice(*lines[first - 1])]
        if _ADDRESSEE.search(above) or not (BODY_END.search(above) or re.search(r"年(?:度)?$|关于", above)):
            break
        first -= 1
        start = lines[first][0]
    return start


def _begins_without_body(words: str) -> bool:
    return bool(
        re.match(
            r"(?:关于)?\s*(?:20\d\d|二[〇○零]|年度|度(?=法治|依法)|法治|依法|本?年度?|报送|呈报|印发|推进|贯彻|落实|做好)",
            words,
        )
    )


def _evidence_span(view: Annotations) -> tuple[int, int]:
    """Where no title stands: the first clause of the text, which names year or issuer."""
    for start, end in view.sentences:
        comma = re.search("，", view.folded[start:end])
        return start, start + comma.start() if comma and comma.start() > 3 else end
    return 0, len(view.text)


def _year(view: Annotations, title: str | None) -> int | None:
    """The year reported on: of the title, the headings or the first sentences, else by the date."""
    places = [title or "", view.document.metadata.get("title", "")]
    places += [s.title for s in view.sections if s.level == 1 and s.role in ("work_done", "leader_duties")]
    places += [view.text[start:end] for start, end in view.sentences[:3]]
    for place, words in enumerate(places):
        words = _NO_YEAR_REPORTED.sub("", words)
        years = [match for match in _YEAR.finditer(words) if "年" in match.group() or place == 0]
        whole = [match for match in years if words.startswith("度", match.end())]
        if years:
            year = (whole or years)[0].group(1)
            return int("".join(_CHINESE_DIGITS.get(c, c) for c in year)[:4])
    published = _published(view)
    # A report is due by spring; one dated in the last months is on the year that ends.
    return int(published[:4]) - (published[5:7] < "10") if published else None


def _published(view: Annotations) -> str | None:
    found = issue_date(view.document, view.text)
    return found.day if found else None


def _document_number(view: Annotations) -> str | None:
    written = view.document.metadata.get("document_number")
    if written:
        return "".join(written.split()) if re.search(r"\d", written) else None
    for start, end in head_spans(view.text):
        match = _NUMBER_LINE.match(view.folded, start, end) or _NUMBER_BEHIND.search(view.folded, start, end)
        if match:
            return "".join(view.text[slice(*match.span("number"))].split())
    return None


def _is_report(view: Annotations, title: str | None) -> bool:
    if len(view.text) < 150:
        return False
    opening = view.text[:600]
    named = bool(title) or bool(re.search(rf"{_SUBJECT}[^。]{{0,30}}{_KIND}", opening))
    named = named or bool(_SUBJECT_PATTERN.search(opening) and _ANNOUNCEMENT.search(opening))
    headed = any(re.search(_SUBJECT, s.title) for s in view.sections if s.level == 1)
    density = len(re.findall(r"法治|依法|普法|行政执法|合法性", view.text)) / len(view.text)
    return (named or headed) and density > 0.003
