"""``fazhi serve --edit``: what a person says in the forms of a report's page, and who may."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest

from fazhi.kg.build import build
from fazhi.kg.cli import run as command
from fazhi.kg.review.reviewed import reviewed
from fazhi.kg.store.opening import open_store
from fazhi.kg.store.revisions import RevisionFiles

from .client import Client, Reply
from .reading import Element, read

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
LIFE = EXAMPLES / "qidong-life-health-park-2023.txt"
NAME = "启东生命健康产业园/2023"
REPORT = f"https://w3id.org/fazhi/id/report/{NAME}"
READER = f"/zh/reader/{quote(NAME)}"
ACTION = f"/edit/zh/{quote(NAME)}"
CITED = f"SELECT ?law {{ ?c a fz:Citation ; fz:inReport <{REPORT}> ; fz:titleAsWritten ?law }}"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Person:
    """A browser with its cookies; ``entry`` is the address that was shown at the start."""

    client: Client
    entry: str
    cookies: dict[str, str] = field(default_factory=dict)

    def see(self, path: str) -> Element:
        """The page at a path."""
        reply = self.client.ask(path, Cookie=self._cookie())
        assert reply.status == 200
        return read(reply.text)

    def enter(self) -> Reply:
        """Open the address that was shown."""
        parts = urlsplit(self.entry)
        return self._keep(self.client.ask(f"{parts.path}?{parts.query}"))

    def send(self, given: dict[str, str], **headers: str) -> Reply:
        """A form as a browser sends it; some headers may be others."""
        named = {
            "Cookie": self._cookie(),
            "Content_Type": FORM,
            "Origin": self.client.address,
            "Sec_Fetch_Site": "same-origin",
            **headers,
        }
        sent = {name: value for name, value in named.items() if value}
        return self._keep(self.client.ask(ACTION, method="POST", body=urlencode(given).encode(), **sent))

    def submit(self, form: Element, button: str = "", **changed: str) -> Reply:
        """Send a form of a page as it stands, by the button with this text, with some fields changed."""
        given = {
            one.attributes["name"]: one.attributes.get("value", "")
            for one in form.all("input")
            if "name" in one.attributes and (one.attributes["type"] != "radio" or "checked" in one.attributes)
        }
        for choice in form.all("select"):
            chosen = [one for one in choice.all("option") if "selected" in one.attributes]
            given[choice.attributes["name"]] = chosen[0].attributes["value"] if chosen else ""
        for pressed in form.all("button"):
            if pressed.text == button and "name" in pressed.attributes:
                given[pressed.attributes["name"]] = pressed.attributes["value"]
        return self.send({**given, **changed})

    def named(self, name: str) -> Person:
        """The same person, who has given a name."""
        self.enter()
        assert self.submit(form_of(self.see(READER), "name"), name=name).status == 303
        return self

    def apply(self) -> None:
        """Press the button, and wait until the page says that all is in the graph."""
        assert self.submit(form_of(self.see(READER), "apply")).status == 303
        end = time.monotonic() + 60
        while "尚未写入图谱" in (page := self.see(READER)).text or "正在写入图谱" in page.text:
            assert not page.all("p", role="alert")
            assert time.monotonic() < end
            time.sleep(0.1)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, reply: Reply) -> Reply:
        if found := re.match(r"([^=]+)=([^;]*)", reply.headers.get("set-cookie", "")):
            self.cookies[found[1]] = found[2]
        return reply


@contextmanager
def edited(store: Path) -> Iterator[Person]:
    """A person with the address that ``fazhi serve --edit`` shows."""
    start = [sys.executable, "-m", "fazhi.kg.cli", "serve", "--port", "0", "--edit", "--store", str(store)]
    with subprocess.Popen(start, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        addresses = [re.search(r"http://\S+", process.stderr.readline()) for _ in range(2)]
        try:
            assert addresses[0]
            assert addresses[1]
            yield Person(Client(addresses[0][0]), addresses[1][0])
        finally:
            process.send_signal(signal.SIGTERM)


@pytest.fixture(scope="module")
def store(bare_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one report."""
    path = Path(shutil.copytree(bare_store, tmp_path_factory.mktemp("edited") / "store"))
    assert command(["build", str(LIFE), "--store", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def person(store: Path) -> Iterator[Person]:
    """One who edits it, named 王芳; each test leaves other things behind."""
    with edited(store) as found:
        yield found.named("王芳")


def form_of(part: Element, do: str) -> Element:
    """The form that does this."""
    return next(one for one in part.all("form") if one.all("input", name="do", value=do))


def entry(page: Element, type_: str, words: str) -> Element:
    """The entry of a record of this type with these words."""
    return next(
        one for one in page.all("details", class_=f"of-{type_}") if words in one.all("summary")[0].text
    )


def correction(person: Person, type_: str, words: str) -> Element:
    """The form that the link of an entry opens."""
    link = next(one for one in entry(person.see(READER), type_, words).all("a") if one.text == "更正")
    return form_of(entry(person.see(link.attributes["href"].partition("#")[0]), type_, words), "corrected")


def laws(person: Person) -> set[str]:
    """The titles that the graph has the report cite."""
    rows = person.client.ask(f"/sparql?query={quote(CITED)}", Accept="text/csv").text
    return set(rows.split()[1:])


def said(store: Path) -> list[tuple[str, str, str]]:
    """Kind, words and person of all that stands in the file."""
    kept = RevisionFiles(store).of(REPORT.replace("/report/", "/graph/")).revisions
    return [(one.kind, one.quote.exact if one.quote else "", one.by) for one in kept]


def adding(person: Person, store: Path, type_: str, words: str, **changed: str) -> dict[str, str]:
    """What the page sends that is opened once words are marked."""
    text = reviewed(store, REPORT).text
    start = text.index(words)
    page = person.see(f"{READER}?add={start},{start + len(words)}&type={type_}")
    form = form_of(page, "added")
    assert form.all("blockquote")[0].text == words
    given = {i.attributes["name"]: i.attributes.get("value", "") for i in form.all("input")}
    return {**given, **changed}


def test_what_a_person_says_is_in_the_graph_after_the_button(person: Person, store: Path) -> None:
    """Corrected, dismissed, added, confirmed: shown with person and time, applied, and taken back."""
    form = correction(person, "citation", "《合同法》")
    corrected = person.submit(form, **{"field.title": "民法典", "note": "看错了"})
    assert (corrected.status, "record-" in corrected.headers["location"]) == (303, True)
    consumers = entry(person.see(READER), "citation", "《消费者权益保护法》")
    buttons = next(one for one in consumers.all("form") if one.all("button", name="do"))
    assert person.submit(buttons, "排除").status == 303
    counsel = entry(person.see(READER), "counsel", "律师")
    confirm = next(one for one in counsel.all("form") if one.all("button", value="confirmed"))
    assert person.submit(confirm, "确认").status == 303
    given = adding(person, store, "citation", "工作总结", **{"field.title": "水法", "field.purpose": "basis"})
    added = person.send(given)
    assert re.search(r"#char=\d+,\d+$", added.headers["location"])
    assert {one for one in said(store) if one[0] != "confirmed"} == {
        ("corrected", "《合同法》", "王芳"),
        ("dismissed", "《消费者权益保护法》", "王芳"),
        ("added", "工作总结", "王芳"),
    }
    page = person.see(READER)
    shown = entry(page, "citation", "《合同法》").text
    assert "更正 王芳 20" in " ".join(shown.split())
    assert "原文文件名称：合同法 → 民法典" in shown
    assert "看错了" in shown
    assert "尚未写入图谱" in shown
    assert {"合同法", "消费者权益保护法"} <= laws(person)

    person.apply()
    assert {"民法典", "水法"} <= laws(person)
    assert not {"合同法", "消费者权益保护法"} & laws(person)
    page = person.see(READER)
    shown = entry(page, "citation", "《合同法》").text
    assert "更正 王芳 20" in " ".join(shown.split())
    assert "尚未写入图谱" not in shown
    assert "人" in shown.partition("规则：")[2]
    assert "工作总结" in entry(page, "citation", "工作总结").text
    assert not page.all("p", class_="is-finding")

    panel = page.all("div", class_="pen")[0]
    for undo in [one for one in panel.all("form") if one.all("input", name="do", value="undo")]:
        assert person.submit(undo).status == 303
    assert said(store) == []
    person.apply()
    assert {"合同法", "消费者权益保护法"} <= laws(person)
    assert "水法" not in laws(person)


def test_a_report_that_was_looked_through(person: Person, store: Path) -> None:
    """Each of its items is confirmed, and the declaration can be taken back."""
    page = person.see(READER)
    form = form_of(page, "complete")
    assert "required" in form.all("input", type="checkbox")[0].attributes
    assert person.submit(form).status == 303
    kinds = [kind for kind, _, _ in said(store)]
    assert kinds.count("complete") == 1
    assert kinds.count("confirmed") == len(reviewed(store, REPORT).records)
    panel = person.see(READER).all("div", class_="pen")[0]
    assert "通读完毕 王芳" in " ".join(panel.text.split())
    RevisionFiles(store).file(REPORT.replace("/report/", "/graph/")).unlink()


def test_what_was_given_stays_in_the_form_when_it_is_refused(person: Person, store: Path) -> None:
    """With the reason, in words; nothing is written."""
    form = correction(person, "observation", "25.37万元")
    reply = person.submit(form, **{"field.value": "many", "note": "<b>bold</b>"})
    assert reply.status == 422
    assert "<b>bold" not in reply.text
    page = read(reply.text)
    assert "“数值”应为数字" in page.all("p", role="alert")[0].text
    again = form_of(page, "corrected")
    assert again.all("input", name="field.value")[0].attributes["value"] == "many"
    assert again.all("input", name="note")[0].attributes["value"] == "<b>bold</b>"
    assert said(store) == []


def test_which_instrument_a_citation_means_is_chosen(person: Person, store: Path) -> None:
    """From what the title may mean, or of the register by search; only if something is chosen it is said."""
    plain = person.see(READER)
    link = next(one for one in entry(plain, "citation", "《合同法》").all("a") if one.text == "更正")
    address = link.attributes["href"].partition("#")[0]
    form = form_of(person.see(address), "corrected")
    shown = [one.text.split()[0] for one in form.all("fieldset")[0].all("label")]
    assert shown == ["由名称判断", "中华人民共和国合同法", "名录中没有这部文件"]
    found = form_of(person.see(f"{address}&find={quote('优化营商 江苏')}"), "corrected")
    titles = {one.text.split()[0]: one for one in found.all("fieldset")[0].all("label")}
    chosen = titles["江苏省优化营商环境条例"].all("input")[0].attributes["value"]
    assert person.submit(found, **{"field.instrument": chosen}).status == 303
    (line,) = RevisionFiles(store).of(REPORT.replace("/report/", "/graph/")).revisions
    assert (line.fields or {})["instrument"] == chosen
    told = entry(person.see(READER), "citation", "《合同法》")
    assert "法律文件：由名称判断 → 江苏省优化营商环境条例" in told.text
    again = form_of(person.see(told.all("a")[-1].attributes["href"].partition("#")[0]), "corrected")
    assert again.all("input", value=chosen)[0].attributes["checked"] == ""
    refused = person.submit(found, **{"field.instrument": "https://example.org/x"})
    assert refused.status == 422
    assert person.submit(form_of(told, "undo")).status == 303


def test_a_report_gets_another_name(person: Person, store: Path) -> None:
    """The page says so; once it is in the graph, the old address leads to the new one."""
    form = correction(person, "report", "2023年度法治政府建设情况报告")
    for changed, says in (
        ({"field.year": "99999"}, "“年度”应在1949至2100之间"),
        ({"field.year": "二〇二二"}, "“年度”应为整数"),
        ({"field.place": "通州区"}, "有几个同名的区划"),
        ({"field.body_kind": "Mountain"}, "“单位种类”没有这个选项"),
    ):
        reply = person.submit(form, **changed)
        assert (reply.status, says in reply.text) == (422, True)
    assert said(store) == []
    assert person.submit(form, **{"field.year": "2022", "field.place": "南通市通州区"}).status == 303
    page = person.see(READER)
    assert "这份报告改称：启东生命健康产业园 2022" in page.text
    assert "年度：2023 → 2022" in page.text
    assert person.submit(form_of(page, "apply")).status == 303
    end = time.monotonic() + 60
    while (reply := person.client.ask(READER, Cookie=person._cookie())).status != 303:
        assert time.monotonic() < end
        time.sleep(0.1)
    new = READER.replace("2023", "2022")
    assert reply.headers["location"] == new
    page = person.see(new)
    assert "更正 王芳" in " ".join(entry(page, "report", "2023").text.split())
    assert person.client.ask(READER).status == 404
    undo = form_of(entry(page, "report", "2023"), "undo")
    given = {i.attributes["name"]: i.attributes["value"] for i in undo.all("input")}
    action = undo.attributes["action"]
    reply = person.client.ask(
        action, method="POST", body=urlencode(given).encode(), Cookie=person._cookie(),
        Content_Type=FORM, Origin=person.client.address,
    )  # fmt: skip
    assert reply.status == 303
    with open_store(store) as opened:
        build((), opened)
    assert said(store) == []
    person.see(READER)


def test_what_cannot_be_said(person: Person, store: Path) -> None:
    """Words that are not in the text, unknown types, fields, records; another text than the present one."""
    given = adding(person, store, "problem", "工作总结")
    for changed in (
        {"add": "9999990,9999999"},
        {"add": "5,5"},
        {"add": "-5,9"},
        {"add": "٣,٩"},
        {"type": "nothing"},
        {"type": "report"},
        {"field.colour": "red"},
        {"field.topic": "nothing"},
        {"text": "0000000000000000"},
        {"do": "praised"},
        {"do": "confirmed", "record": "0000000000000000"},
        {"do": "undo", "revision": "000000000000"},
        {"note": "a\0b"},
    ):
        reply = person.send({**given, **changed})
        assert reply.status == 422, changed
        assert read(reply.text).all("p", role="alert")[0].text.strip()
    assert said(store) == []


def test_markup_in_a_name_and_a_note_is_text(person: Person, store: Path) -> None:
    """On the page, and after a build."""
    evil = Person(person.client, person.entry).named("<script>alert(1)</script>")
    given = adding(evil, store, "problem", "工作总结", note="</p><img src=x onerror=alert(2)>")
    assert evil.send(given).status == 303
    reply = evil.client.ask(READER, Cookie=evil._cookie())
    assert "<script>alert" not in reply.text
    assert "<img" not in reply.text
    panel = read(reply.text).all("div", class_="pen")[0]
    assert "<script>alert(1)</script>" in panel.text
    assert "</p><img src=x onerror=alert(2)>" in panel.text
    RevisionFiles(store).file(REPORT.replace("/report/", "/graph/")).unlink()


@pytest.mark.parametrize(
    ("why", "headers", "given"),
    [
        ("another site", {"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"}, {}),
        ("its form in an old browser", {"Origin": "https://evil.example", "Sec_Fetch_Site": ""}, {}),
        ("another port of this machine", {"Origin": "http://127.0.0.1:1", "Sec_Fetch_Site": "same-site"}, {}),
        ("no word of where it comes from", {"Origin": "", "Sec_Fetch_Site": ""}, {}),
        ("a frame without origin", {"Origin": "null", "Sec_Fetch_Site": ""}, {}),
        ("a name that leads here", {"Host": "evil.example", "Origin": "http://evil.example"}, {}),
        ("the same, with a port", {"Host": "127.0.0.1.evil.example:80"}, {}),
        ("no cookie", {"Cookie": ""}, {}),
        ("another cookie", {"Cookie": "fazhi-edit-8000=abc; fazhi-reviewer=x"}, {}),
        ("no form of ours", {}, {"token": "abc"}),
        ("none at all", {}, {"token": ""}),
        ("another form of sending", {"Content_Type": "text/plain"}, {}),
        ("JSON", {"Content_Type": "application/json"}, {}),
    ],
)
def test_who_may_not(
    person: Person, store: Path, why: str, headers: dict[str, str], given: dict[str, str]
) -> None:
    """Is refused, and nothing is written."""
    complete = form_of(person.see(READER), "complete")
    sent = {one.attributes["name"]: one.attributes["value"] for one in complete.all("input", type="hidden")}
    sent |= given
    reply = person.send(sent, **headers)
    assert (reply.status, said(store)) == (403, []), why
    assert reply.headers["cache-control"] == "no-store"


def test_only_the_address_that_was_shown_lets_in(person: Person) -> None:
    """And leads on to one without the token; the page of a person is not kept by anyone."""
    stranger = Person(person.client, person.entry)
    for path in ("/edit", "/edit?token=", "/edit?token=%C3%A9", f"/edit?token={'a' * 43}"):
        reply = stranger.client.ask(path)
        assert (reply.status, "set-cookie" in reply.headers) == (403, False)
    entry = urlsplit(person.entry)
    reply = stranger.client.ask(f"{entry.path}?{entry.query}", Host="evil.example")
    assert (reply.status, "set-cookie" in reply.headers) == (403, False)
    reply = stranger.enter()
    assert (reply.status, reply.headers["location"]) == (303, "/")
    assert "httponly" in reply.headers["set-cookie"].lower()
    assert "samesite=strict" in reply.headers["set-cookie"].lower()
    token = person.entry.partition("token=")[2]
    assert token not in reply.headers["set-cookie"]
    page = stranger.client.ask(READER, Cookie=stranger._cookie())
    assert page.headers["cache-control"] == "no-store"
    assert "审校人" in page.text
    assert token not in page.text
    plain = person.client.ask(READER)
    assert 'class="pen"' not in plain.text
    other = person.client.ask(READER, Host="evil.example", Cookie=person._cookie())
    assert 'class="pen"' not in other.text


def test_a_form_is_posted(person: Person, store: Path) -> None:
    """An address does nothing."""
    for path in (ACTION, f"{ACTION}?do=complete", "/edit/zh/", "/edit/apply"):
        assert person.client.ask(path, Cookie=person._cookie()).status in (403, 404, 405)
    assert said(store) == []


def test_without_a_name_nothing_is_said(person: Person, store: Path) -> None:
    """The page asks for it first."""
    nameless = Person(person.client, person.entry)
    nameless.enter()
    page = nameless.see(READER)
    assert not page.all("button", value="confirmed")
    token = form_of(page, "name").all("input", name="token")[0].attributes["value"]
    reply = nameless.send({"token": token, "do": "complete"})
    assert (reply.status, "请先填写审校人" in reply.text) == (422, True)
    assert said(store) == []


def test_a_report_that_is_not_there(person: Person) -> None:
    """Is told."""
    page = person.client.ask("/zh/reader/x/2023", Cookie=person._cookie())
    assert page.status == 404
    token = form_of(person.see(READER), "name").all("input", name="token")[0].attributes["value"]
    body = urlencode({"token": token, "do": "complete"}).encode()
    reply = person.client.ask(
        "/edit/zh/x/2023", method="POST", body=body, Cookie=person._cookie(), Content_Type=FORM,
        Origin=person.client.address,
    )  # fmt: skip
    assert reply.status == 404


def test_a_build_that_fails_is_told(person: Person, store: Path) -> None:
    """As by another process that writes; it stands there until a build is done."""
    from fazhi.kg.store.lock import WriteLock

    assert person.send(adding(person, store, "problem", "工作总结")).status == 303
    lock = WriteLock(store)
    try:
        assert person.submit(form_of(person.see(READER), "apply")).status == 303
        end = time.monotonic() + 60
        while not (alerts := person.see(READER).all("p", role="alert")):
            assert time.monotonic() < end
            time.sleep(0.1)
    finally:
        lock.release()
    assert "另一进程正在写入该知识图谱" in alerts[0].text
    assert person.see(READER).all("p", role="alert")[0].text == alerts[0].text
    person.apply()
    assert not person.see(READER).all("p", role="alert")
    other = adding(person, store, "plan", "工作总结")
    assert person.send(other).status == 303
    assert not person.see(READER).all("p", role="alert")
    RevisionFiles(store).file(REPORT.replace("/report/", "/graph/")).unlink()


def test_a_report_that_another_version_read(person: Person, store: Path) -> None:
    """Cannot be revised; the page says so in its language, with what to do, and shows no IRI."""
    (reading,) = (store / "readings").rglob("*.gz")
    kept = reading.read_bytes()
    reading.write_bytes(b"another version's")
    try:
        for page, says in (
            (READER, "这份报告由其他版本的程序读入"),
            (READER.replace("/zh/", "/en/"), "This report was read by another version of the program"),
        ):
            (told,) = person.see(page).all("div", class_="pen")[0].all("p", class_="is-finding")
            assert told.text.startswith(says)
            assert f"fazhi build {LIFE.name} --store" in told.text
            assert "://" not in told.text
    finally:
        reading.write_bytes(kept)


def test_without_edit_there_is_nothing_of_it(server: Client) -> None:
    """No address, no button."""
    for path in ("/edit", "/edit?token=abc", ACTION):
        assert server.ask(path).status == 404
    assert server.ask(ACTION, method="POST", body=b"do=complete").status in (404, 405)
    assert 'class="pen"' not in server.ask(READER, Cookie="fazhi-reviewer=x").text


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--host", "0.0.0.0"], "--edit is for this machine alone"),
        (["--host", "example.org"], "--edit is for this machine alone"),
        (["--data", str(LIFE)], "--edit goes with a store"),
    ],
)
def test_editing_is_for_this_machine_and_a_store(store: Path, arguments: list[str], why: str) -> None:
    """One line, exit code 2."""
    start = [sys.executable, "-m", "fazhi.kg.cli", "serve", "--edit", "--port", "0", "--store", str(store)]
    done = subprocess.run([*start, *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert why in done.stderr
