"""Rules find what they say: their plain words are necessary, and cues that govern a match hold."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi.extractors import read_file
from fazhi.extractors.language.characters import fold
from fazhi.extractors.language.lexicons import lexicon
from fazhi.extractors.rules.cues import cues
from fazhi.extractors.rules.matcher import Matcher
from fazhi.extractors.rules.rule import Rule, rules

ROOT = Path(__file__).resolve().parents[2]
#: The real reports, and every third invented one: to try every rule on every line takes its time.
READ = [
    *sorted((ROOT / "examples" / "reports").glob("*.txt")),
    *sorted((ROOT / "tests" / "gold" / "synthetic").glob("*.txt"))[::3],
]
#: Every list of rules: the file and the key.
LISTS = [
    (path.stem, key)
    for path in sorted((ROOT / "extractors" / "lexicon").glob("*.yaml"))
    for key, entries in (lexicon(path.stem).items() if isinstance(lexicon(path.stem), dict) else ())
    if isinstance(entries, list) and isinstance(entries[0], dict) and "id" in entries[0]
]
RULES = [pytest.param(rule, id=f"{name}-{rule.id}") for name, key in LISTS for rule in rules(name, key)]
EXPRESSIONS = [given_rule for given_rule in RULES if given_rule.values[0].looks_for is not None]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "extractors" / "lexicon").glob("*.yaml")), ids=lambda p: p.stem
)
def test_word_lists_read_alike_where_yaml_has_no_c_library(path: Path) -> None:
    assert yaml.load(path.read_text("utf-8"), Loader=yaml.SafeLoader) == lexicon(path.stem)


def test_there_are_rules() -> None:
    assert {("section_roles", "headings"), ("activity_classes", "rules")} <= set(LISTS)


@pytest.mark.parametrize("rule", EXPRESSIONS)
def test_what_a_rule_finds_holds_one_of_its_plain_words(rule: Rule) -> None:
    @given(st.from_regex(rule.pattern))
    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def holds(text: str) -> None:
        found = list(re.finditer(rule.pattern, text))
        assert found
        for match in found:
            assert any(word in match.group() for word in rule.plain)

    holds()


@pytest.mark.parametrize(("name", "key"), LISTS)
def test_ids_are_given_once(name: str, key: str) -> None:
    ids = [rule.id for rule in rules(name, key)]
    assert len(ids) == len(set(ids))


@pytest.fixture(scope="module")
def matchers() -> list[Matcher]:
    """One for each list of rules."""
    return [Matcher(rules(name, key)) for name, key in LISTS]


@pytest.mark.parametrize("path", READ, ids=lambda path: path.stem)
def test_no_rule_is_passed_over_in_reports(matchers: list[Matcher], path: Path) -> None:
    lines = fold(read_file(path).text).split("。")
    for (name, key), matcher in zip(LISTS, matchers, strict=True):
        compiled = [(number, rule, re.compile(rule.pattern)) for number, rule in enumerate(matcher.rules)]
        for line in lines:
            tried = {
                number
                for number, rule, pattern in compiled
                if any(rule.allowed(line, *match.span()) for match in pattern.finditer(line))
            }
            assert matcher.matching(line) == tried, f"{name}.yaml, {key}"


@pytest.mark.parametrize(
    ("cue", "words", "statement", "expected"),
    [
        ("negated", "全年未发生行政败诉案件", "行政败诉案件", True),
        ("negated", "未发生安全事故，办理行政败诉案件1件", "行政败诉案件", False),
        ("title", "学习《重大行政决策程序暂行条例》", "行政决策", True),
        ("title", "学习《条例》，规范行政决策", "行政决策", False),
        ("quoted", "打造“法律明白人”队伍", "明白人", True),
        ("quoted", "打造“枫桥式”队伍，培养明白人", "明白人", False),
    ],
)
def test_cues_govern_their_clause(cue: str, words: str, statement: str, expected: bool) -> None:
    start = words.index(statement)
    assert cues()[cue].governs(words, start, start + len(statement)) is expected


@pytest.mark.parametrize("entry", [{"id": "a"}, {"plain": "甲"}, {"id": "a", "plain": "甲", "look": "甲"}])
def test_an_entry_that_is_no_rule_is_refused(entry: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fazhi.extractors.rules.rule.lexicon", lambda name: {"rules": [entry]})
    with pytest.raises(ValueError, match=r"words\.yaml, rules"):
        rules("words")


def test_all_that_rules_find_in_a_text_is_in_order_and_within_reach() -> None:
    matcher = Matcher(
        [
            Rule("day", "day", "text", ("日",), r"[一二三四]{1,2}日", within=(4, 1)),
            Rule("week", "week", "text", ("周",), never=(cues()["negated"],)),
        ]
    )
    found = [(match.rule.id, *match[1:]) for match in matcher.finditer("一日二三日，无周，四日周")]
    assert found == [("day", 0, 2), ("day", 2, 5), ("day", 9, 11), ("week", 11, 12)]


def test_a_matcher_without_rules_finds_nothing() -> None:
    assert Matcher([]).matching("依法行政") == set()
    assert list(Matcher([]).finditer("依法行政")) == []
