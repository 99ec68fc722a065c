"""What a text says of itself: title, history, commencement, what it repeals, articles, basis."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi.extractors.language.characters import fold
from fazhi.extractors.language.dates import find_dates
from fazhi.extractors.language.numerals import is_number, parse_number
from fazhi.kg.register_builder.history import Event, find_decree, read_history

#: Commencement upon publication (自公布之日起施行).
ON_PUBLICATION = "on publication"

_END_OF_NOTE = re.compile(
    r"^(?:<!--\s*INFO END|第[一二三四五六七八九十百千零\d]+\s*(?:分编|[编章节条])|目\s*录|总\s*则)"
)
_ARTICLE = re.compile(
    r"^\W*第([零〇一二三四五六七八九十百千\d]{1,9})条(?!之)(?:[\s　:：]|(?=[^，。、；）第款项的规中和或至]))"
)
_COMMENCEMENT = re.compile(
    r"自?(?P<day>(?:公布|发布|颁布|印发|批准|通过)之日|[\d一二〇○零O]{4}年[\d元一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日)"
    r"(?:起|开始)*(?:正式)?(?:施行|实施|生效|执行)"
)
_COMMENCES = re.compile("施行|实施|生效|执行")
_NUMBER = re.compile(r"(?!\d)[一-鿿]{2,8}〔\d{4}〕\d+号")
_BRACKETS = str.maketrans("()<>", "（）〈〉")
_QUOTED = re.compile(r"[《〈]((?:[^《》]|《[^《》]*》)+)》")
#: 本办法自某日起施行, before what it repeals.
_OWN_COMMENCEMENT = re.compile(r"^.*?(?:施行|实施|生效|执行)[，；、](?:原|同时)?")
#: The number of a decree behind a title: 《…》（交通运输部令2012年第9号）.
_IN_BRACKETS = re.compile(r"（[^（）]*）")
_SENTENCE = re.compile(r"[^。]+。?")
_REPEALED = re.compile(r"废止|失效|停止执行|停止施行")
#: Titles listed one a line behind a colon: 下列规定同时废止:(一)《…》.
_LISTED = re.compile(r"(?:废止|失效)：(?>(?:\n+[^\n]{0,12}《[^\n]*+)+)")
_AMENDING = re.compile(r"^关于(?:修改|修正|修订|废止)|(?:修改|修正|修订)[^》]*》?的决定$")


@dataclass(frozen=True)
class Repeal:
    """A title that a repeal clause (废止条款) names, with the words about it, which tell who made it when."""

    title: str
    before: str


@dataclass(frozen=True)
class LawText:
    """What a text says of itself.

    ``commencement``: the day (ISO) its closing article gives, or :data:`ON_PUBLICATION`, or ``None``.
    ``last_article``: the number of the last article (条), ``None`` unless all are there, from the first to
    that on commencement (施行). ``bases``: the titles that its first article (第一条) names. ``number``: that
    of the decree or document in the note (国土资源部令第45号, 建市〔2019〕1号).
    """

    title: str
    history: tuple[Event, ...]
    commencement: str | None
    repeals: tuple[Repeal, ...]
    last_article: int | None
    bases: tuple[str, ...]
    number: str = ""


def read_law_text(text: str) -> LawText:
    """What ``text`` (Markdown: ``# title``, note, articles) says of itself."""
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines()]
    title, note, body = _parts(lines)
    articles = _articles(body)
    closing = _closing(body, articles)
    return LawText(
        title=title,
        history=read_history(note),
        number=find_number(note),
        commencement=_commencement(closing),
        repeals=tuple(_repeals(closing)),
        last_article=_last_article(articles) if _COMMENCES.search(closing) else None,
        bases=tuple(dict.fromkeys(_bases(body, articles))),
    )


def find_number(note: str) -> str:
    """The number of a decree (令) in ``note``, else of a document (发文字号); empty if there is none."""
    words = fold(re.sub(r"\s+", "", note))
    found = _NUMBER.search(words)
    return find_decree(words) or (found.group() if found else "")


def plain_title(title: str) -> str:
    """``title`` without white space and with its brackets as official texts write them: （）, 《…〈…〉…》."""
    plain = re.sub(r"[\s　]+", "", title).translate(_BRACKETS)
    return plain if "《" in plain else plain.replace("〈", "《").replace("〉", "》")


def _parts(lines: list[str]) -> tuple[str, str, list[str]]:
    """Title, note and body."""
    headings = (i for i, line in enumerate(lines) if line.startswith("# "))
    start = next(headings, next((i for i, line in enumerate(lines) if line), None))
    if start is None:
        return "", "", lines
    title = plain_title(lines[start].lstrip("#"))
    end = _end_of_note(lines, start + 1)
    if not find_dates("\n".join(lines[start:end])):  # the note may stand, in brackets, behind its place
        behind = next((i for i in range(end + 1, len(lines)) if lines[i]), end)
        end = behind + 1 if lines[behind : behind + 1] and lines[behind][0] in "（(" else end
    return title, "\n".join(lines[start + 1 : end]), lines[end:]


def _end_of_note(lines: list[str], start: int) -> int:
    def ends(line: str) -> bool:
        return line.startswith("##") or bool(_END_OF_NOTE.match(line.lstrip("#*　 ")))

    return next((i for i in range(start, len(lines)) if ends(lines[i])), len(lines))


def _articles(body: list[str]) -> list[tuple[int, int]]:
    """Number and line of each article."""
    found = []
    for index, line in enumerate(body):
        if (match := _ARTICLE.match(line)) and is_number(fold(match[1])):
            found.append((int(parse_number(fold(match[1]))), index))
    return found


def _last_article(articles: list[tuple[int, int]]) -> int | None:
    numbers = [number for number, _ in articles]
    return numbers[-1] if numbers and numbers == list(range(1, len(numbers) + 1)) else None


def _closing(body: list[str], articles: list[tuple[int, int]]) -> str:
    """The last two articles with what follows, or the last lines of a text without articles."""
    start = articles[-2][1] if len(articles) > 1 else max(0, len(body) - 12)
    return fold("\n".join(re.sub(r"[\s　]+", "", line) for line in body[start:]))


def _commencement(closing: str) -> str | None:
    found = None
    for match in _COMMENCEMENT.finditer(closing):
        days = find_dates(match["day"])
        found = found or (days[0] if days else ON_PUBLICATION)
    return found


def _repeals(closing: str) -> list[Repeal]:
    found: list[Repeal] = []
    for line in _LISTED.sub(_on_one_line, closing).splitlines():
        for sentence in _SENTENCE.findall(line):
            if _REPEALED.search(sentence):
                found += _titles(sentence)
    return found


def _titles(sentence: str) -> list[Repeal]:
    found = []
    start = 0
    for match in _QUOTED.finditer(sentence):
        title = plain_title(match[1])
        if _AMENDING.search(title):  # part of the history of the title that follows
            continue
        behind = _IN_BRACKETS.match(sentence, match.end())
        number = behind.group() if behind else ""
        before = _OWN_COMMENCEMENT.sub("", sentence[start : match.start()])
        found.append(Repeal(title, before + number))
        start = match.end() + len(number)
    return found


def _on_one_line(match: re.Match[str]) -> str:
    return match.group().replace("\n", "")


def _bases(body: list[str], articles: list[tuple[int, int]]) -> list[str]:
    first = next((index for number, index in articles if number == 1), None)
    if first is None:
        return []
    return [match[1] for match in _QUOTED.finditer(fold(re.sub(r"[\s　]+", "", body[first])))]
