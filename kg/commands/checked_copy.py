"""The copies that ``fazhi check`` writes: which, where to, and what is said where one cannot be written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi.extractors.reading.files import ARCHIVE, archive_of, content, only_report
from fazhi.kg.commands.bilingual import wrong_use
from fazhi.kg.commands.output import write_output
from fazhi.kg.commands.shared import in_child
from fazhi.kg.commands.terminal import complain
from fazhi.ontology.errors import FazhiError

if TYPE_CHECKING:
    from fazhi.kg.checks.explanations import Language
    from fazhi.kg.commands.checked import Checked

#: Suffixes by which a page is asked for, with the findings marked in the text of a draft of any form.
_PAGES = frozenset({".html", ".htm"})


@dataclass(frozen=True)
class Copies:
    """Where the copies of drafts go: ``targets`` by the drafts' paths, and whether these were given.

    ``fix``: with corrections. ``written`` are the copies that were written.
    """

    targets: dict[Path, Path]
    given: bool
    fix: bool
    written: list[Path] = field(default_factory=list)

    @property
    def pages(self) -> frozenset[Path]:
        """The drafts whose copy is a page, as its suffix says."""
        targets = self.targets.items() if self.given else ()
        return frozenset(draft for draft, target in targets if _is_page(target))

    def save(self, draft: Path, checked: Checked, language: Language, *, ocr: bool) -> None:
        """Write the copy of a draft, if there is to be one. Raises FazhiError, which names the file.

        ``ocr``: the draft was read with pages recognised.
        """
        from fazhi.kg.markup import NO_COMMENTS, TO_BE_SAVED_ANEW, has_copy

        target = self.targets.get(draft)
        if target is None:
            return
        if draft in self.pages:
            write_output(checked.page.encode(), target)
            self.written.append(target)
            return
        if not (self.given or self.fix or has_copy(checked.media_type, fix=False)):
            if checked.media_type in TO_BE_SAVED_ANEW:
                complain(f"{draft}: {NO_COMMENTS}")
            return
        beside = None if self.given else target
        copy = in_child(
            draft, partial(_copy, draft, checked, language, datetime.now(), self.fix, ocr, beside)
        )
        if copy is not None:
            write_output(copy, target)
            self.written.append(target)

    def told(self, language: Language) -> list[str]:
        """A line for each copy that was written."""
        kinds = {True: ("网页", "page"), False: ("副本", "copy")}
        named = ((kinds[_is_page(path)], path) for path in self.written)
        return [f"{zh if language == 'zh' else en}: {path}" for (zh, en), path in named]


def copies(drafts: Sequence[Path], output: Path | None, *, wanted: bool, fix: bool) -> Copies:
    """Copies of ``drafts`` beside them, or as ``output`` says: a file for one draft, else a folder.

    None unless they are ``wanted`` or there is an ``output``. Raises UsageError where two would have one
    name.
    """
    if output is None:
        if fix and not wanted:
            raise wrong_use(
                "--fix writes a copy: with --json and --sarif, say where to with -o",
                "--fix 写出副本：与 --json、--sarif 同用时请用 -o 指定写到何处",
            )
        if fix and any(map(_is_archived, drafts)):
            raise wrong_use(
                "--fix writes a copy: of a draft in an archive, say where to with -o",
                "--fix 写出副本：压缩包中的草稿请用 -o 指定写到何处",
            )
        beside = {draft: draft.with_name(_name(draft)) for draft in drafts if not _is_archived(draft)}
        return Copies(beside if wanted else {}, False, fix)
    if fix and _is_page(output):
        raise wrong_use(
            "--fix corrects in a copy of the draft, not in a page; give -o another name",
            "--fix 改正草稿的副本，不用于网页；请给 -o 另一个文件名",
        )
    if str(output) == "-":
        raise wrong_use("-o - is no place for a copy; name a file", "-o - 不能写副本，请指定文件")
    if len(drafts) == 1 and not output.is_dir():
        targets = {drafts[0]: output}
    elif output.is_dir():
        targets = {draft: output / _name(draft) for draft in drafts}
        if any(draft.suffix.lower() == ARCHIVE for draft in drafts):
            raise wrong_use(
                "give the copy of a draft in an archive a name: -o FILE",
                "压缩包中的草稿请用 -o 指定副本文件名",
            )
    else:
        raise wrong_use(
            f"-o {output} is no folder; create it for the copies of several files",
            f"-o {output} 不是文件夹；几个文件的副本请先创建文件夹",
        )
    taken = {draft.resolve() for draft in drafts}
    for draft, target in targets.items():
        if target.resolve() in taken:
            raise wrong_use(
                f"the copy of {draft} would take the place of {target}; give another -o",
                f"{draft} 的副本会覆盖 {target}；请给另一个 -o",
            )
        taken.add(target.resolve())
    return Copies(targets, True, fix)


def without_copies(files: Sequence[Path]) -> tuple[list[Path], dict[Path, Path]]:
    """The files to be checked, and those left out: the copy, in which nobody has worked, of which draft.

    ``check *.docx`` names last time's copies with the drafts they were made of.
    """
    drafts = {draft.with_name(_name(draft)): draft for draft in files}
    named = {path: drafts[path] for path in files if path in drafts and path.is_file()}
    out = {path: draft for path, draft in named.items() if in_child(path, partial(_is_untouched, path))}
    return [path for path in files if path not in out], out


def _is_untouched(path: Path) -> bool:
    from fazhi.kg.markup import is_own_copy

    return is_own_copy(path.read_bytes())


def _is_page(target: Path) -> bool:
    return target.suffix.lower() in _PAGES


def _is_archived(draft: Path) -> bool:
    """Whether a draft stands in an archive, into which nothing is written."""
    return archive_of(draft) is not None or draft.suffix.lower() == ARCHIVE


def _name(draft: Path) -> str:
    return f"{draft.stem}.checked{draft.suffix}"


def _copy(
    draft: Path,
    checked: Checked,
    language: Language,
    written: datetime,
    fix: bool,
    ocr: bool,
    beside: Path | None,
) -> bytes | None:
    """The copy of a draft; None for one that is a copy itself, in which nobody has worked.

    With ``beside``, it is to take the place of that file, if there is one. Raises FazhiError where somebody
    may have worked in it.
    """
    from fazhi.kg.checks.summary_text import summary_notes
    from fazhi.kg.markup import checked_copy, is_own_copy

    data = content(only_report(draft))
    if hashlib.sha256(data).hexdigest() != checked.digest:
        raise FazhiError(
            "changed while it was checked; check it again", "检查期间文件有变，请重新检查", at=draft
        )
    if beside and is_own_copy(data):
        return None
    notes = summary_notes(checked.summary, language) if checked.summary else []
    try:
        copy = checked_copy(
            data,
            checked.media_type,
            checked.findings,
            checked.title,
            language,
            written,
            notes=notes,
            fix=fix,
            ocr=ocr,
        )
    except FazhiError as error:
        raise FazhiError(f"no copy: {error.en}", f"没有副本：{error.zh}", at=draft) from error
    if beside and beside.exists():
        earlier = beside.read_bytes()
        if earlier != copy and not is_own_copy(earlier):
            raise FazhiError(
                "not replaced, it may have been changed; rename it, or give -o",
                "可能已被修改，不予覆盖；请改名，或用 -o 另指定",
                at=beside,
            )
    return copy
