"""What axe-core, which ``axe-playwright-python`` brings along, finds wrong with a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: All of WCAG 2.2 A and AA, and axe's best practices.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
#: The rules that colours decide.
COLOURS = ["color-contrast", "link-in-text-block"]


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Violations, each with where it is.

    :param rules: only these; all if not given.
    """
    package = pytest.importorskip("axe_playwright_python", reason="it is not installed")
    if not page.evaluate("typeof axe === 'object'"):
        source = Path(package.__file__).with_name("axe.min.js").read_text("utf-8")
        page.evaluate(f"() => {{ {source} }}")
    found: list[dict[str, Any]] = page.evaluate(
        """async ([type, values]) => (await axe.run(document, {
            runOnly: { type, values }, resultTypes: ["violations"], preload: false,
        })).violations""",
        ["rule", list(rules)] if rules else ["tag", TAGS],
    )
    return [
        f"{item['id']}: {node['html'][:200]} {node['failureSummary']}"
        for item in found
        for node in item["nodes"][:3]
    ]
