"""The questions of the catalogue as ``fazhi query`` lists them, and the help of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fazhi.kg.commands.bilingual import Formatter
from fazhi.kg.commands.results import shown_heading
from fazhi.kg.commands.terminal import as_word, text_width
from fazhi.ontology.languages import Both, both, read_in

if TYPE_CHECKING:
    from fazhi.queries.catalogue import Parameter, Question

#: What a parameter that names no thing takes.
_VALUES = {
    "year": both("year", "年度"),
    "date": both("day", "日期"),
    "string": both("text", "文字"),
}


def listing() -> str:
    """All questions by topic: the name to type, and what it tells; ``--law`` marks what must be given."""
    from fazhi.queries.catalogue import catalogue
    from fazhi.queries.document import SECTIONS

    formatter = Formatter(width=text_width())
    for tag, (chinese, english) in SECTIONS.items():
        rows = [
            (question.name, " ".join([_title(question), *_required(question)]))
            for question in catalogue().values()
            if question.tags[0] == tag
        ]
        with formatter.section(str(both(english, chinese))):
            formatter.write_dl(rows)
    told = both(
        "fazhi query NAME --help tells what a question answers and takes. Parameters that must be given are "
        "shown here.",
        "fazhi query 问题 --help 说明该问题的内容和参数；此处只列必需的参数。",
    )
    formatter.write_text(str(told))
    return formatter.getvalue()


def question_help(question: Question, values: Mapping[str, Sequence[str]], columns: Sequence[str]) -> str:
    """What a question answers and takes. ``values`` are examples for its parameters, ``columns`` those of its
    answer as a reader sees them.
    """
    formatter = Formatter(width=text_width())
    usage = [question.name, *(_usage(parameter) for parameter in question.parameters), "[OPTIONS]"]
    formatter.write_usage("fazhi query", " ".join(usage))
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(_title(question))
        formatter.write_paragraph()
        told = Both(question.description["en"], question.description["zh"])
        formatter.write_text(str(told) if read_in() else f"{told.en}\n\n{told.zh}")
    if question.parameters:
        with formatter.section(str(both("Parameters", "参数"))):
            formatter.write_dl([(_name(p), _meaning(p, values[p.name])) for p in question.parameters])
    with formatter.section(str(both("Columns of the answer", "答案的栏目"))):
        formatter.write_text(str(both(", ", "、") if read_in() else "、").join(map(shown_heading, columns)))
    with formatter.section(str(both("Example", "示例"))):
        given = (
            f"--{parameter.name} {as_word(values[parameter.name][0])}"
            for parameter in question.parameters
            if parameter.required or parameter is question.parameters[0]
        )
        formatter.write(" ".join(["  fazhi query", question.name, *given]) + "\n")
    formatter.write_paragraph()
    formatter.write_text(
        str(both("Other options: fazhi query --help", "其他选项（输出文件、格式等）见 fazhi query --help"))
    )
    return formatter.getvalue()


def _title(question: Question) -> str:
    return str(both(question.title["en"], question.title["zh"]))


def _required(question: Question) -> list[str]:
    return [f"--{parameter.name}" for parameter in question.parameters if parameter.required]


def _usage(parameter: Parameter) -> str:
    return _name(parameter) if parameter.required else f"[{_name(parameter)}]"


def _name(parameter: Parameter) -> str:
    """A parameter and the kind of value that it takes: ``--law INSTRUMENT``."""
    from fazhi.queries.names import KINDS

    kind = _VALUES.get(parameter.type) or KINDS[parameter.type].noun
    return f"--{parameter.name} {kind.zh if read_in() == 'zh' else kind.en.upper().replace(' ', '-')}"


def _meaning(parameter: Parameter, values: Sequence[str]) -> str:
    parts = [str(both(parameter.description["en"], parameter.description["zh"]))]
    if parameter.required:
        parts.append(str(both("required", "必需")))
    if parameter.default:
        parts.append(f"{both('by default', '缺省为')} {parameter.default}")
    shown = "、".join(values) if read_in() == "zh" else ", ".join(values)
    parts.append(f"{both('for example', '例如')} {shown}")
    return str(both("; ", "；") if read_in() else "; ").join(parts)
