"""The command line speaks the language of its reader: --lang, FAZHI_LANG, the locale."""

from __future__ import annotations

import pickle
import re

import pytest

from fazhi.kg.commands.layout import cells, wrapped
from fazhi.kg.store.files import StoreLocked
from fazhi.ontology.errors import FazhiError
from fazhi.ontology.languages import both, of_environment, reading_in
from fazhi.queries import QuerySyntaxError, UnknownValue

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "both"),
        ({"LANG": "C.UTF-8"}, "both"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.GBK", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "both"),
        ({"LANG": "zh_CN.UTF-8", "FAZHI_LANG": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "FAZHI_LANG": "both"}, "both"),
    ],
)
def test_the_locale_tells_the_language_and_fazhi_lang_before_it(environment, language):
    assert of_environment(environment) == language


def test_an_error_is_told_in_the_language_of_who_reads_it_where_it_was_raised_elsewhere():
    """Errors come from child processes, pickled."""
    errors = [
        FazhiError("no such file", "没有这个文件", at="a.txt"),
        StoreLocked("no such file", "没有这个文件", at="a.txt"),
        UnknownValue("no such file", "没有这个文件", near=["b"], at="a.txt"),
    ]
    for error in errors:
        came = pickle.loads(pickle.dumps(error))
        with reading_in("zh"):
            assert str(came) == "a.txt: 没有这个文件" == came.zh
        with reading_in("en"):
            assert str(came) == "a.txt: no such file" == came.en
        with reading_in("both"):
            assert str(came) == "a.txt: no such file 没有这个文件"
    assert pickle.loads(pickle.dumps(errors[2])).near == ("b",)


def test_a_place_is_told_in_the_language_too():
    error = QuerySyntaxError("not complete", "不完整", line=2, column=5)
    assert (error.en, error.zh) == ("SPARQL, line 2, column 5: not complete", "SPARQL 第2行第5列: 不完整")


def test_a_text_in_another_is_in_the_language_of_the_reader():
    with reading_in("zh"):
        assert f"a.txt: {both('left out', '不再检查')}" == "a.txt: 不再检查"


@pytest.mark.parametrize("place", ["before", "after", "equals"])
def test_the_language_is_an_option_before_or_behind_the_command(fazhi, place):
    words = {
        "before": ["--lang", "zh", "query", "nonsense"],
        "after": ["query", "nonsense", "--lang", "zh"],
        "equals": ["query", "--lang=zh", "nonsense"],
    }[place]
    outcome = fazhi(*words)
    assert outcome.code == 2
    assert outcome.err.startswith("fazhi: 没有名为“nonsense”的问题")
    assert "no question" not in outcome.err
    assert not HAN.search(fazhi(*("en" if word == "zh" else word.replace("zh", "en") for word in words)).err)


def test_what_click_says_is_in_the_language_too(fazhi):
    assert "没有选项 '--nonsense'。" in fazhi("build", "--nonsense", "--lang", "zh").err
    assert "不在可选之列" in fazhi("--lang", "zh", "query", "--format", "xml").err
    assert not HAN.search(fazhi("--lang", "en", "query", "--format", "xml").err)


def test_fazhi_alone_shows_its_help(fazhi):
    alone = fazhi()
    assert (alone.code, alone.err) == (0, "")
    assert alone.out == fazhi("--help").out
    assert "..." not in alone.out.partition("\n")[2]
    assert alone.out.index("  check ") < alone.out.index("  build ") < alone.out.index("  ask ")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("依法行政，推进法治", 8, ["依法行", "政，推进", "法治"]),
        ("见《安全生产法》", 4, ["见", "《安", "全生", "产", "法》"]),
        ("a long word", 6, ["a long", "word"]),
        ("abcdefgh", 4, ["abcd", "efgh"]),
        ("一\n\n二", 10, ["一", "", "二"]),
    ],
)
def test_lines_are_broken_by_the_cells_of_a_terminal(text, width, lines):
    assert wrapped(text, width) == lines
    assert all(cells(line) <= width for line in lines)
