"""What a report evidences of one obligation: the outcome, the rule that decided, and what it rests on.

A judgement never says that a body kept or broke the law. Silence is ``not_reported``.
"""

from __future__ import annotations

from dataclasses import dataclass

from fazhi.kg.assessment.passages import Sighting

#: The rules that can decide, and what each means. A colon and what is missing may follow the name.
RULES: dict[str, tuple[str, str]] = {
    "statement": ("报告写明已做或者正在做", "the report says that it was done or is carried out"),
    "throughout": ("报告写明全部都做", "the report says that it was done in every case"),
    "not_throughout": ("写明已做，未写明全部都做", "said to be done, not that it was done in every case"),
    "system_carried_out": (
        "只写明执行、落实有关制度，未写明做法",
        "a system is said to be carried out, nothing is told of what was done",
    ),
    "mention": ("只提到有关制度或者事项", "only the rule, system or matter is spoken of"),
    "standing_rule": ("只写明要求，未写明做法", "a rule is set, nothing is said to be done under it"),
    "element_missing": ("写明一部分，缺少", "some elements are shown, missing"),
    "figure_reached": ("数据达到要求", "a figure reaches what is required"),
    "figure_below": ("数据未达到要求", "a figure falls short of what is required"),
    "counsel": ("写明聘请或者使用法律顾问", "counsel is said to be engaged or at work"),
    "statement_and_contrary": ("写明已做，又写明有所欠缺", "said to be done, and said to be wanting"),
    "contrary_statement": ("报告自身写明并非如此", "the report itself says otherwise"),
    "published_in_time": ("发布日期在期限之内", "the date of publication lies before the deadline"),
    "published_after_deadline": ("发布日期晚于期限", "the date of publication lies past the deadline"),
    "signed_in_time": ("只有落款日期，在期限之内", "only a date of signature, before the deadline"),
    "signed_after_deadline": ("落款日期晚于期限", "the date of signature lies past the deadline"),
    "all_parts": ("规定的各部分齐全", "all parts that are required are there"),
    "part_missing": ("有规定的部分，缺少", "some of the required parts are there, missing"),
    "figure_unclear": (
        "另有语句写明已做，看不出是否达到要求的次数或者数量",
        "another sentence tells of it, not whether the figure required is reached",
    ),
    "no_other_statement": (
        "除写明要求的语句外，未见写明落实的语句",
        "no sentence but the one that requires it tells of it",
    ),
    "no_statement": ("未见有关内容", "nothing on it was found"),
}


@dataclass(frozen=True)
class Judgement:
    """An outcome (an id of the outcome scheme), its rule (see :data:`RULES`) and the places it rests on."""

    outcome: str
    rule: str
    places: tuple[Sighting, ...] = ()


#: Elements of an obligation and parts of a report: the names that may follow the colon of a rule.
ELEMENTS: dict[str, tuple[str, str]] = {
    "annual-catalogue": ("年度目录", "the annual catalogue"),
    "assessment": ("评估", "the assessment"),
    "body": ("监管机构", "the supervising body"),
    "catalogue": ("目录", "the catalogue"),
    "committee": ("党委", "the Party committee"),
    "congress": ("人大常委会", "the people’s congress standing committee"),
    "drills": ("演练", "drills"),
    "filing": ("备案", "filing"),
    "funds": ("经费", "the funds"),
    "inspection": ("检查", "inspection"),
    "issues": ("研究重大问题", "the study of major issues"),
    "joint": ("合并、联合检查", "joint inspection"),
    "list": ("清单", "the list"),
    "lot": ("随机抽取", "selection by lot"),
    "mechanism": ("工作机制", "the mechanism"),
    "plan": ("计划或者预案", "the plan"),
    "publication": ("公布", "publication"),
    "publicity": ("宣传", "publicity"),
    "study": ("学习", "study"),
    "update": ("动态调整", "keeping it current"),
    "leader_duties": ("第一责任人履职", "the principal leader’s duties"),
    "plans": ("下一步安排", "plans"),
    "problems": ("存在问题", "problems"),
    "work_done": ("工作成效", "work done"),
}


def explained(rule: str) -> tuple[str, str]:
    """What the rule of a judgement means, in Chinese and English."""
    name, _, missing = rule.partition(":")
    zh, en = RULES[name]
    if not missing:
        return zh, en
    elements = [ELEMENTS[element] for element in missing.split(",")]
    return f"{zh}：{'、'.join(e[0] for e in elements)}", f"{en}: {', '.join(e[1] for e in elements)}"


SILENCE = Judgement("not_reported", "no_statement")
#: For a stated duty: only the sentence that states it mentions it.
NO_OTHER_STATEMENT = Judgement("not_reported", "no_other_statement")
