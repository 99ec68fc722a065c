"""What every page shares: safe embedding of data and scripts, and the writing of the file.

Pages carry a content security policy that lets run only the scripts they were written with and lets
nothing be fetched, so that words taken from a report stay words whatever they spell.
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
    """``value`` as JSON that may stand inside a script element: no ``<``, ``>``, ``&``, U+2028, U+2029."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def template_text(name: str) -> str:
    """The text of one file of ``templates/``."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def vis_network() -> str:
    """vis-network's script from the installed pyvis, with its licence banner (Apache-2.0 or MIT).

    Its style sheet is left out: it is needed for vis-network's own buttons only, which pages do not use.
    """
    from importlib.util import find_spec

    spec = find_spec("pyvis")
    if spec is None or spec.origin is None:
        raise FazhiError("pyvis is not installed: graph pages need it (pip install pyvis)")
    script = Path(spec.origin).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    # Not splitlines: the script holds other line separators inside its strings.
    lines = script.read_text(encoding="utf-8").split("\n")
    # A source map comment would make developer tools look for a file that is not there.
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))


def write_page(path: Path, template: str, *, data: Any, scripts: Sequence[str], **context: Any) -> None:
    """Render ``template`` and write it to ``path`` as UTF-8 with line feeds.

    ``data`` is what the page's script reads, ``scripts`` the sources of its scripts in order, ``context``
    the template's variables (all escaped). Raises FazhiError if the file cannot be written.
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
    html = environment.get_template(template).render(
        data=Markup(safe_json(data)),
        scripts=[Markup(source) for source in sources],
        script_hashes=[_hash(source) for source in sources],
        base_css=Markup(template_text("base.css")),
        **context,
    )
    try:
        path.write_text(html, encoding="utf-8", newline="\n")
    except OSError as error:
        raise FazhiError(f"{path}: cannot write the page: {error.strerror}") from error


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
