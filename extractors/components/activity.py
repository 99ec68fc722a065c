"""Activities (工作开展情况): what sections on work done report as done, one record an act, and its class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from fazhi.extractors.annotations import annotations_of
from fazhi.extractors.components.activity_classes import class_scores, counted_class, heading_of
from fazhi.extractors.components.activity_clauses import Clause, labels_by_rules, sentences_on_work
from fazhi.extractors.components.trained_classes import probabilities
from fazhi.extractors.components.trained_clauses import labeller

#: Statements of a rule are duties only and report nothing done; schedules (每季度…) are both.
_PURE_RULES = frozenset({"duty.must", "duty.must_not", "duty.required", "duty.threshold"})
#: A group is set up whose posts come first and whose name closes them.
_GROUP_OPENS = re.compile(
    r"(?:成立|组建|设立|建立|调整|构建)了?(?:以|由)[^，]{1,40}(?:组长|指挥长|总指挥|主任|召集人)$"
)
_GROUP_NAMED = re.compile(r"(?:成员|组员|委员)的[^，]{0,40}(?:小组|专班|委员会|工作组|机构|指挥部|办公室)")
#: A system is set up that is described first and named at the end: 建立一把手负总责，分管领导具体抓的工作机制
_SYSTEM_OPENS = re.compile(
    r"^[^，]{0,8}(?:建立|构建|健全|完善)了?[^，、的]{2,16}"
    r"(?:抓|管|负责|总责|牵头|领导|推进|协同|配合|参与|联动|学)$"
)
_SYSTEM_NAMED = re.compile(r"[^，]的[^，《]{0,12}(?:机制|体系|格局|制度|模式|网络|责任制)$")
#: A verb that leaves its object out: what was put before it (把…, 将…) in the clause before.
_PUT_SOMEWHERE = re.compile("并?(?:纳入|列入|融入|写入|编入|贯穿)")
#: Added to the probability of the class of the previous activity in the same sentence.
_GOES_ON = 0.2


class _Activity(NamedTuple):
    """An activity: its folded words, their offset in the reading text, the lexicon's scores for its class,
    whether it is the first in its sentence, and whether it contains an observation."""

    words: str
    start: int
    scores: dict[str, float]
    opens_sentence: bool
    has_figure: bool


@Language.component("fazhi_activity")
def activity(doc: Doc) -> Doc:
    """Add an activity record for each act that is reported as done.

    Runs after the components for observations and duties.
    """
    view = annotations_of(doc)
    rules = [record for record in view.records_of("duty") if record.rule in _PURE_RULES]
    ruled = view.mask((rule.start, rule.end) for rule in rules)
    counted = view.records_of("observation")
    sentences = list(sentences_on_work(view))
    found: list[_Activity] = []
    for clauses, labels in zip(sentences, _labels(sentences), strict=True):
        opens = True
        for act in _acts(clauses, labels):
            start, end = act[0].start, act[-1].end
            if act[0].is_state or all(clause.is_adjunct for clause in act):
                continue
            if ruled[start] and any(rule.start <= start and end <= rule.end + 1 for rule in rules):
                continue
            words = view.folded[start:end]
            scores = class_scores(words, heading_of(view, start), counted_class(counted, start, end))
            found.append(
                _Activity(words, start, scores, opens, any("figure" in clause.marks for clause in act))
            )
            opens = False
    for statement, (name, probability) in zip(found, _classes(found), strict=True):
        view.add(
            "activity", statement.start, statement.start + len(statement.words),
            "activity.figure" if statement.has_figure else "activity.clause",
            round(min(0.95, 0.3 + 0.45 * probability + (0.2 if statement.has_figure else 0.0)), 2),
            {"class": name},
        )  # fmt: skip
    return doc


def _labels(sentences: list[list[Clause]]) -> list[list[str]]:
    """What each clause does: begin an activity, continue the one before it, or report nothing."""
    trained = labeller()
    if trained is None:
        return [labels_by_rules(clauses) for clauses in sentences]
    return [
        _by_grammar(clauses, labels)
        for clauses, labels in zip(sentences, trained.labels(sentences), strict=True)
    ]


def _by_grammar(clauses: list[Clause], labels: list[str]) -> list[str]:
    """The labels, where grammar tells better than what was learnt; a heading reports nothing."""
    if _is_heading(clauses):
        return ["nothing"] * len(clauses)
    labels = _with_settled(clauses, _with_plain_act(clauses, labels))
    return _with_group(clauses, _whole(clauses, labels))


def _with_plain_act(clauses: list[Clause], labels: list[str]) -> list[str]:
    """The labels; a sentence that is said to report nothing reports its first plain act all the same."""
    if labels.count("nothing") == len(labels):
        for number, clause in enumerate(clauses):
            if clause.is_plain_act:
                labels[number] = "begins"
                break
    return labels


def _with_settled(clauses: list[Clause], labels: list[str]) -> list[str]:
    """The labels; what words alone settle goes before what was learnt: a system that is kept to is an act
    unless it is the whole sentence; a bare count belongs to the act before it, and so do the figures behind
    其中; what is another act than those before it begins an activity, and the same goes on."""
    apart = parts = False
    for number, clause in enumerate(clauses):
        settled = clause.settled
        if settled == "act" and labels[number] == "nothing" and len(clauses) > 1:
            labels[number] = "begins"
        if settled == "act" and number and labels[number] == "continues" and _has_own_object(clauses, number):
            labels[number] = "begins"
        if settled == "belongs" and number and labels[number] == "begins" and labels[number - 1] != "nothing":
            labels[number] = "continues"
        parts = "figure" in clause.marks and (
            clause.words.startswith("其中") or (parts and "act" not in clause.marks)
        )
        if parts and number and labels[number - 1] != "nothing":
            labels[number] = "continues"
        if settled == "apart" and not apart and labels[number] == "continues":
            labels[number] = "begins"
        apart = settled == "apart" or (apart and labels[number] == "continues")
    return labels


def _has_own_object(clauses: list[Clause], number: int) -> bool:
    """Whether a clause puts another object before its verb (将…, 把…) than a result of the act before it or
    what an instrument cited there is about."""
    words = clauses[number].words.removeprefix("并")
    fronts = words.startswith(("将", "把")) and not words[1:].startswith(("结果", "其", "考核结果", "情况"))
    return fronts and "title" not in clauses[number - 1].marks


def _is_heading(clauses: list[Clause]) -> bool:
    """Whether the clauses are a heading's: numbered, on a line of their own and without a full stop."""
    return "heading" in clauses[0].marks and clauses[-1].marks[0] not in ("。", "；")


def _whole(clauses: list[Clause], labels: list[str]) -> list[str]:
    """The labels; an object before its verb (将普法责任、案卷质量，纳入考核) begins the verb's activity."""
    for number in reversed(range(len(clauses) - 1)):
        if "fronted" in clauses[number].marks or _shares_object(clauses[number], clauses[number + 1]):
            verb = number + 1
            while verb + 1 < len(clauses) and clauses[verb].words.startswith(("以及", "及", "和")):
                verb += 1
            labels[number : verb + 1] = ["begins"] + ["continues"] * (verb - number)
    return labels


def _shares_object(clause: Clause, following: Clause) -> bool:
    """Whether a clause calls something a thing (把学法作为任务) that the next puts somewhere (纳入考核)."""
    return clause.words.startswith(("将", "把")) and bool(_PUT_SOMEWHERE.match(following.words))


def _with_group(clauses: list[Clause], labels: list[str]) -> list[str]:
    """The labels; 成立由县长任组长，副县长任副组长，各局局长为成员的领导小组 is one act, and so is
    建立主要领导负总责，分管领导具体抓的工作机制."""
    for opens, named in ((_GROUP_OPENS, _GROUP_NAMED), (_SYSTEM_OPENS, _SYSTEM_NAMED)):
        for number, clause in enumerate(clauses):
            if not opens.search(clause.words):
                continue
            following = range(number + 1, min(number + 6, len(clauses)))
            last = next((n for n in following if named.search(clauses[n].words)), None)
            if last is not None:
                labels[number : last + 1] = ["begins"] + ["continues"] * (last - number)
    return labels


def _acts(clauses: list[Clause], labels: list[str]) -> Iterator[list[Clause]]:
    """The clauses of each activity in a sentence, without those at its ends that report nothing done and
    without a mere occasion before it."""
    acts: list[list[Clause]] = [[]]
    for clause, label in zip(clauses, labels, strict=True):
        if label == "continues":
            acts[-1].append(clause)
        else:
            acts.append([clause] if label == "begins" else [])
    for act in acts:
        while act and act[-1].is_no_act:
            act.pop()
        while len(act) > 1 and act[0].is_no_act:
            del act[0]
        while len(act) > 1 and act[0].is_mere_occasion:
            del act[0]
        if act:
            yield act


def _classes(found: list[_Activity]) -> Iterator[tuple[str, float]]:
    """The class of each activity and its probability. The class of the previous one in the sentence carries
    over (出动执法人员36人次) unless another is much more likely."""
    names, rows = probabilities([(statement.words, statement.scores) for statement in found])
    before = 0
    for statement, chances in zip(found, rows, strict=True):
        if not statement.opens_sentence:
            chances[before] += _GOES_ON
        highest = max(chances)
        before = chances.index(highest)
        yield names[before], min(1.0, highest)
