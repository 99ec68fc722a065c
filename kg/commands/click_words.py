"""What click itself says, in Chinese: it asks gettext for its texts, and gets them from here."""

from __future__ import annotations

from importlib import import_module

from fazhi.ontology.languages import both, read_in

#: click's texts that a user of the command line can meet. What is not here is shown as click has it.
_CHINESE = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "default: {default}": "缺省：{default}",
    "env var: {var}": "环境变量：{var}",
    "required": "必需",
    "(dynamic)": "（视情况）",
    "Show this message and exit.": "显示帮助",
    "Missing command.": "请给出命令",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "Did you mean {possibility}?": "是否指 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是否指其中之一：{possibilities}？）",
    "Invalid value: {message}": "取值无效：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的取值无效：{message}",
    "{value!r} is not {choice}.": "{value!r} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value!r} 不在可选之列：{choices}。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是数字。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 内。",
    "file": "文件",
    "directory": "目录",
    "path": "路径",
    "{name} {filename!r} does not exist.": "{name} {filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{name} {filename!r} 是文件。",
    "{name} {filename!r} is a directory.": "{name} {filename!r} 是目录。",
    "{name} {filename!r} is not readable.": "{name} {filename!r} 无法读取。",
    "{name} {filename!r} is not writable.": "{name} {filename!r} 无法写入。",
    "Got unexpected extra argument ({args})": "多余的参数（{args}）",
    "Got unexpected extra arguments ({args})": "多余的参数（{args}）",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带取值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 需要取值。",
}
#: Parts of other texts: where both languages are shown, these are in one.
_PARTS = {"file", "directory", "path", "(dynamic)"}
#: Where both languages are shown, these are not said twice.
_BOTH = {"Usage:": "Usage 用法:", "default: {default}": "default 缺省: {default}"}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")


def use() -> None:
    """Let click take its texts from here; the language is asked each time."""
    for name in _MODULES:
        module = import_module(f"click.{name}")
        for theirs, ours in (("_", _told), ("ngettext", _told_of)):
            if hasattr(module, theirs):
                setattr(module, theirs, ours)


def _told(text: str) -> str:
    if read_in() is None and (text in _PARTS or "{message}" in text):
        return text
    if read_in() is None and text in _BOTH:
        return _BOTH[text]
    return str(both(text, _CHINESE.get(text, text)))


def _told_of(one: str, several: str, number: int) -> str:
    return _told(one if number == 1 else several)
