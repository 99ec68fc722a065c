"""What axe-core finds in a page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: What one touches is 24 pixels large or stands alone (WCAG 2.2, 2.5.8): axe-core asks it only if told to.
TARGETS = {"target-size": {"enabled": True}}


def violations(page: Page, **options: Any) -> list[str]:
    """The rules that are broken, each with the elements in which it is; ``options`` are those of axe-core."""
    options = {"resultTypes": ["violations"], "rules": TARGETS, **options}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"][:3]
    ]
