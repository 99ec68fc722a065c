"""What all pages share: safe embedding of data and scripts.

Each page carries a content security policy that allows only the page's own scripts to run and nothing to
be fetched, so that text from a report is never executed, whatever it contains.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fazhi.ontology.errors import FazhiError
from fazhi.viz.kinds import TEMPLATES

_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def safe_json(value: Any) -> str:
    """``value`` as JSON safe inside a script element: ``<``, ``>``, ``&``, U+2028 and U+2029 are escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def template_text(name: str) -> str:
    """The text of a file in ``templates/``."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def vis_network() -> str:
    """vis-network's script from the installed pyvis, with its licence banner (Apache-2.0 or MIT).

    Its style sheet is left out: only vis-network's own buttons need it, and our pages do not use them.
    """
    from importlib.util import find_spec

    spec = find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise FazhiError(
            "pyvis is not installed: graph pages need it (pip install pyvis)",
            "图谱网页需要 pyvis，尚未安装：pip install pyvis",
        )
    script = Path(spec.origin).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    # Not splitlines: strings in the script contain other line separators.
    lines = script.read_text(encoding="utf-8").split("\n")
    # A source map comment would make developer tools look for a missing file.
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))


def rendered(
    template: str, *, data: Any, scripts: Sequence[str], language: str = "zh-CN", **context: Any
) -> str:
    """The page that ``template`` makes: HTML with line feeds, to be written as UTF-8.

    ``language`` (``zh-CN`` or ``en``) is the one in which it opens, ``data`` is what the page's script reads,
    ``scripts`` are the sources of its scripts in order, ``context`` the template's variables (all escaped).
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sources = [script.replace("\r\n", "\n") for script in scripts]
    return environment.get_template(template).render(
        data=Markup(safe_json(data)),
        scripts=[Markup(source) for source in sources],
        script_hashes=[_hash(source) for source in sources],
        language=language,
        base_css=Markup(template_text("base.css")),
        **context,
    )


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
