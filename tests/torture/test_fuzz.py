"""Damaged files, queries and parameters: an answer or one line that says what is wrong, within seconds.

Nothing may hang, show a traceback or stop what concerns other files, and every record's text is
the characters of the reading text that it names.
"""

from __future__ import annotations

import json
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from fazhi.extractors import ReadError, read_file
from fazhi.kg.cli import run
from fazhi.kg.linking.given import read_sidecar
from fazhi.kg.store.opening import open_store
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.in_use import using
from fazhi.ontology.own_register import read_own_register
from fazhi.ontology.reference_rdf import own_register_quads
from fazhi.queries import catalogue, check_query, names_graphs, table
from fazhi.queries.runner import run as ask

pytestmark = pytest.mark.torture

ROOT = Path(__file__).parents[2]
REPORTS = sorted([*(ROOT / "examples" / "reports").glob("*.txt"), *(ROOT / "tests" / "gold").rglob("*.txt")])
#: Files of one round, and seconds of the processor that a command may take for one file.
FILES, PATIENCE = 10, 5
#: Characters of the longest line that a user can be expected to read.
LONGEST_REASON = 1000
ENCODINGS = (
    "gb18030",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "big5",
    "shift-jis",
    "euc-kr",
    "utf-8-sig",
)
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\x2b\x2f\x76")
#: What was once read slowly or not at all, and what texts rarely hold.
HOSTILE = (
    "扫一扫", "要求·", "1", "一", "千", "、", "《", "》", "“", "（", "(", "|", " ", "　", "\n", "\t",
    "一是\n", "一、\n", "（一）", "1.", "增长1%", "1件", "《安全生产法", "学习《安全生产法》，", "矛盾纠纷",
    "法律法规", "新材料", "第一条", "其中", "分别", "2023年", "12·4", "百分之", "领导小组", "组长由",
    "法律顾问", "应当", "存在问题\n", "下一步\n", "分享到", "首页>", "发布日期：", "索引号：|",
    "办理案件5件，", "\u202e", "\u200b", "\ufeff", "\u0301", "😀", "\U000e0001", "\x1b[31m", "\x0b", "\x0c",
    "\x85", "\u2028", "\r", "\r\n", "&#x27;", "<script>", "=1+1", "\ufffd", "\ue000",
)  # fmt: skip
CONTROLS = bytes([*range(1, 9), 11, 12, *range(14, 32), 127, 0x80, 0xC0, 0xFF])
SURROGATES = (b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xe4\xb8")

Draw = random.Random


class Hung(BaseException):
    """A command took longer than it may; no part of the program catches this."""


@contextmanager
def patience(what: object, seconds: float = PATIENCE) -> Iterator[None]:
    """Raise Hung, which shows where, if what is inside takes longer: seconds of the processor's time."""

    def stop(*_: object) -> None:
        raise Hung(f"{what}: over {seconds} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def answer_or_reason(what: object) -> Iterator[None]:
    """What is inside ends in time, and if it is refused, for a reason in one line of bearable length."""
    reason = ""
    with patience(what):
        try:
            yield
        except FazhiError as error:
            reason = str(error)
    assert len(reason.splitlines()) < 2, (what, reason)
    assert len(reason) < LONGEST_REASON, (what, reason)


def mutated(data: bytes, draw: Draw, *, times: int = 3) -> bytes:
    """``data`` damaged some times over."""
    for _ in range(draw.randint(1, times)):
        data = draw.choice(MUTATIONS)(data, draw)[:200_000]
    return data


def _flipped(data: bytes, draw: Draw) -> bytes:
    changed = bytearray(data or b"?")
    for _ in range(draw.choice((1, 3, 30))):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _cut(data: bytes, draw: Draw) -> bytes:
    start, end = sorted(draw.randrange(len(data) + 1) for _ in range(2))
    return draw.choice((data[start:], data[:end], data[:start] + data[end:], data[start:end]))


def _doubled(data: bytes, draw: Draw) -> bytes:
    start, end = sorted(draw.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[start:end] * draw.choice((1, 3)) + data[end:]


def _spliced(data: bytes, draw: Draw) -> bytes:
    other = draw.choice(REPORTS).read_bytes()
    return data[: draw.randrange(len(data) + 1)] + other[draw.randrange(len(other)) :]


def _shuffled(data: bytes, draw: Draw) -> bytes:
    lines = data.split(b"\n")
    draw.shuffle(lines)
    return draw.choice((b"\n", b"", b"\r\n", b"\n\n\n", b" ")).join(lines)


def _encoded(data: bytes, draw: Draw) -> bytes:
    return data.decode(errors="replace").encode(draw.choice(ENCODINGS), errors="replace")


def _marked(data: bytes, draw: Draw) -> bytes:
    return draw.choice(MARKS) + data


def _with_bytes(data: bytes, draw: Draw) -> bytes:
    piece = draw.choice((*SURROGATES, bytes(draw.choices(CONTROLS, k=4)), b"\0", draw.randbytes(8)))
    return _inserted(data, piece * draw.choice((1, 1, 200)), draw)


def _with_hostile(data: bytes, draw: Draw) -> bytes:
    words = "".join(draw.choices(HOSTILE, k=draw.choice((1, 1, 2, 5))))
    length = draw.choice((30, 300, 3000, 12_000))
    return _inserted(data, (words * length)[:length].encode(), draw)


def _with_random(data: bytes, draw: Draw) -> bytes:
    codes = (draw.choice((0x3000, 0x4E00, 0xFF00, 0, 0x1F600)) + draw.randrange(0x100) for _ in range(200))
    return _inserted(data, "".join(map(chr, codes)).encode(), draw)


def _with_nesting(data: bytes, draw: Draw) -> bytes:
    opening, closing = draw.choice(("（）", "《》", "“”", "[]", "〔〕", "【】"))
    depth = draw.choice((5, 100, 3000))
    return _inserted(data, (opening * depth + "法" + closing * draw.choice((0, depth))).encode(), draw)


def _with_numbering(data: bytes, draw: Draw) -> bytes:
    styles = ("一、", "（一）", "1.", "（1）", "①", "第一章", "一是", "1．", "1）", "十一、")
    lines = (draw.choice(styles) + draw.choice(("学习", "存在问题", "下一步打算", "")) for _ in range(500))
    return _inserted(data, "\n".join(lines).encode(), draw)


def _with_long_line(data: bytes, draw: Draw) -> bytes:
    return data.replace(b"\n", draw.choice((b"", "，".encode(), b" "))) * draw.choice((1, 3))


def _with_empty_lines(data: bytes, draw: Draw) -> bytes:
    return _inserted(data, draw.choice((b"\n", b" \n", "　\r\n".encode())) * draw.choice((50, 5000)), draw)


def _inserted(data: bytes, piece: bytes, draw: Draw) -> bytes:
    # Most often between characters, where a text stays one.
    place = draw.randrange(len(data) + 1)
    while draw.random() < 0.98 and place < len(data) and data[place] & 0xC0 == 0x80:
        place += 1
    return data[:place] + piece + data[place:]


MUTATIONS: tuple[Callable[[bytes, Draw], bytes], ...] = (
    _flipped, _cut, _doubled, _spliced, _shuffled, _encoded, _marked, _with_bytes, _with_hostile,
    _with_hostile, _with_random, _with_nesting, _with_numbering, _with_long_line, _with_empty_lines,
)  # fmt: skip

SIDECAR = (
    "issuer: 启东生命健康产业园\nyear: 2023\nsource_url: https://www.qidong.gov.cn/a\nretrieved: 2024-04-01\n"
)
REGISTER = {
    "papers.csv": "title 名称,kind,issuer,promulgated,repealed_on,repealed_by,aliases,status,id\n"
    "某园区守则,政策文件,启东市,2020/1/1,2024/1/1,民法典,甲守则；乙守则,已废止,\n某办法,部门规章,,,,,,,\n",
    "bodies.csv": "name,kind,place,parent,other_names\n甲园区,园区,启东市,乙园区,丙园区；丁园区\n",
    "indicators.yaml": "- id: mediation_room_count\n  label_zh: 调解室个数\n  unit: 个\n"
    "  broader: mediation\n  names: [园区调解室]\n",
    "publicity_days.yaml": "- id: park-day\n  label_zh: 园区法治日\n  label_en: Park day\n  date: --05-18\n",
}
#: What tables and YAML give a meaning.
TOKENS = (
    '"', ",", "\n", "\r", "[", "{", ":", "- ", "\0", "*", "&a ", "'", "!!python/object:os.system ",
    '"\\ud800"', "2024-13-01", "9" * 30, "0x1F", "~", "<<: ", "? ", "|", ">", "%YAML 1.1\n---\n", "\ufeff",
    "\u2028", "null", "1.0e400", "2001-12-14t21:59:43.10-05:00", "!!set {a}", "!!binary aGk=", "😀" * 50,
    "法" * 3000, "[" * 2000, ";" * 500,
)  # fmt: skip


def mutated_words(text: str, draw: Draw, tokens: tuple[str, ...]) -> str:
    """``text`` with some tokens put in, parts left out and parts repeated."""
    for _ in range(draw.randint(1, 4)):
        place = draw.randrange(len(text) + 1)
        length = draw.randint(1, 12)
        text = draw.choice(
            (
                text[:place] + draw.choice(tokens) + text[place:],
                text[:place] + draw.choice(tokens) + text[place + length :],
                text[:place] + text[place + length :],
                text[:place] + text[place : place + length] * draw.choice((2, 200)) + text[place:],
            )
        )
    return text


@pytest.fixture
def fazhi(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, list[str]]]:
    """Run a command in this process; gives its exit code, its output and the lines on standard error."""

    def call(*arguments: object) -> tuple[int, str, list[str]]:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        output = capsys.readouterr()
        assert "Traceback" not in output.err
        assert code in (0, 1, 2), output.err
        return code, output.out, output.err.splitlines()

    return call


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one report, to which damaged ones are added."""
    path = tmp_path_factory.mktemp("fuzzed") / "store"
    assert run(["build", str(REPORTS[0]), "--store", str(path)]) == 0
    return path


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of one report, opened to be asked."""
    path = tmp_path_factory.mktemp("asked") / "store"
    assert run(["build", str(REPORTS[0]), "--store", str(path)]) == 0
    with open_store(path, read_only=True) as store:
        yield store.dataset


@pytest.fixture
def damaged(tmp_path: Path, seed: int) -> list[Path]:
    """Reports that the seed damages."""
    draw = random.Random(f"files {seed}")
    files = [tmp_path / "files" / f"{number}.txt" for number in range(FILES)]
    files[0].parent.mkdir()
    for file in files:
        file.write_bytes(mutated(draw.choice(REPORTS).read_bytes(), draw))
    return files


@pytest.mark.rounds(50)
def test_damaged_reports_are_read_or_refused(
    seed: int, damaged: list[Path], tmp_path: Path, fazhi: Any
) -> None:
    unreadable = set()
    for file in damaged:
        with patience(f"extract, seed {seed}, {file.name}"):
            code, out, errors = fazhi("extract", file)
        assert len(errors) <= 1, (seed, file.name, errors)
        with suppress(ReadError):
            text = read_file(file).text
            for line in out.splitlines():
                record = json.loads(line)
                start, end = record["start"], record["end"]
                assert 0 <= start < end <= len(text), (seed, file.name, record)
                assert record["text"] == text[start:end], (seed, file.name, record)
        assert (code == 0) == bool(out), (seed, file.name)
        if code:
            assert [str(file) in line for line in errors] == [True], (seed, file.name, errors)
            unreadable.add(file)
        page = tmp_path / "page.html"
        with patience(f"explain, seed {seed}, {file.name}"):
            assert fazhi("explain", file, "-o", page)[0] == code, (seed, file.name)
    with patience(f"check, seed {seed}", PATIENCE * FILES):
        code, out, errors = fazhi("check", "--json", *damaged)
    json.loads(out)
    assert {file for file in damaged if any(str(file) in line for line in errors)} == unreadable, (
        seed,
        errors,
    )
    assert len(errors) == len(unreadable), (seed, errors)
    assert (code == 2) == bool(unreadable), (seed, errors)


@pytest.mark.rounds(5)
def test_damaged_reports_cost_a_store_nothing(
    seed: int, damaged: list[Path], store_path: Path, fazhi: Any
) -> None:
    draw = random.Random(f"sidecars {seed}")
    for file in damaged[::2]:
        words = mutated_words(SIDECAR, draw, TOKENS)
        Path(f"{file}.yaml").write_bytes(words.encode(errors="surrogatepass"))
    with patience(f"build, seed {seed}", PATIENCE * FILES):
        code, out, _ = fazhi("build", "--json", damaged[0].parent, "--store", store_path)
    told = json.loads(out)
    named = [
        *told["added"],
        *told["replaced"],
        *told["unchanged"],
        *(skipped["file"] for skipped in told["skipped"]),
    ]
    assert {Path(name).name for name in named} == {file.name for file in damaged}, (seed, told)
    assert code == (0 if len(told["skipped"]) < FILES else 2), (seed, told)
    with patience(f"query, seed {seed}"):
        code, out, _ = fazhi("query", "reports", "--format", "json", "--store", store_path)
    assert code == 0, seed
    assert "甘眉" in out, seed


@pytest.mark.rounds(50)
def test_damaged_sidecars_give_values_or_a_reason(seed: int, tmp_path: Path) -> None:
    draw = random.Random(f"sidecar {seed}")
    for number in range(10):
        file = tmp_path / f"{number}.yaml"
        words = mutated_words(SIDECAR, draw, TOKENS).encode(errors="surrogatepass")
        file.write_bytes(mutated(words, draw, times=1) if draw.random() < 0.3 else words)
        with answer_or_reason((seed, words)):
            read_sidecar(file)


@pytest.mark.rounds(50)
def test_damaged_registers_are_taken_or_refused(seed: int, tmp_path: Path) -> None:
    draw = random.Random(f"register {seed}")
    for number in range(10):
        folder = tmp_path / str(number)
        folder.mkdir()
        name = draw.choice(list(REGISTER))
        words = mutated_words(REGISTER[name], draw, TOKENS).encode(errors="surrogatepass")
        (folder / name).write_bytes(mutated(words, draw, times=1) if draw.random() < 0.2 else words)
        with answer_or_reason((seed, words)), using(read_own_register(folder)):
            assert all(str(quad).encode() for quad in own_register_quads()), (seed, words)


#: What queries are made of, and what they rarely hold.
WORDS = (
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "{", "}", "(", ")", "?x", "$y", "a", ".", ";", ",",
    "*", "/", "|", "^", "FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "AS", "VALUES", "GRAPH", "SERVICE",
    "SERVICE SILENT", "FROM NAMED", "ORDER BY", "GROUP BY", "LIMIT 5", "INSERT DATA", "DROP ALL",
    "PREFIX fz: <x>", "BASE <", "<", ">", "fz:Report", '"', "'", '"""', "'''", "\\", "\\u0053", "#", "# ",
    "\n", "\t", "\0", "\ud800", "“", "名称", "😀", "1e999", "@zh", "^^xsd:date", "_:b", "[]", "()", "!",
    "<<", ">>", "COUNT(*)", "EXISTS", "IN", " " * 300, "(" * 300, "{" * 300, "!" * 300, "?x" * 300,
    "/a" * 300,
)  # fmt: skip


@pytest.mark.rounds(50)
def test_any_query_is_taken_or_refused(seed: int) -> None:
    draw = random.Random(f"queries {seed}")
    texts = [question.text for question in catalogue().values()]
    for _ in range(10):
        text = mutated_words(draw.choice(texts), draw, WORDS)
        if draw.random() < 0.3:
            text = " ".join(draw.choices(WORDS, k=draw.randint(0, 40)))
        with answer_or_reason((seed, text)):
            check_query(text)
            names_graphs(text)


@pytest.mark.rounds(50)
def test_any_parameter_is_answered_or_refused(seed: int, dataset: Store) -> None:
    draw = random.Random(f"parameters {seed}")
    for _ in range(10):
        question = draw.choice(list(catalogue().values()))
        given = {
            parameter.name: draw.choice(
                (parameter.example, mutated_words(parameter.example, draw, (*TOKENS, *WORDS)))
            )
            for parameter in question.parameters
            if parameter.required or draw.random() < 0.5
        }
        with answer_or_reason((seed, question.name, given)):
            table(ask(dataset, question, given))
