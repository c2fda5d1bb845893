"""Every view, and everything that opens over it, without a violation of axe-core: all of WCAG 2.2 A
and AA and its best practices, light and dark, wide and narrow.

The rules that colours decide are asked for in every look; the others once for each width.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ...accessibility import COLOURS, violations
from .conftest import Opener
from .looking import LOOKS, Look

pytestmark = pytest.mark.browser

SIZES: list[tuple[int, bool, list[str]]] = [
    (1440, False, []), (1440, True, COLOURS), (390, True, COLOURS), (390, False, []),
]  # fmt: skip


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_accessible(look: Look, visit: Opener, kept: Path) -> None:
    opened = visit(look.open)
    look.at(opened)
    found: dict[str, str] = {}
    for width, dark, rules in SIZES:
        opened.page.set_viewport_size({"width": width, "height": 900})
        opened.page.emulate_media(color_scheme="dark" if dark else "light")
        opened.settled()
        opened.keep(kept, f"{look.name}-{width}-{'dark' if dark else 'light'}")
        for text in violations(opened.page, rules):
            found.setdefault(text, f"{width}, {'dark' if dark else 'light'}")
    assert not found, "\n".join(f"{at}: {text}" for text, at in found.items())


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_nothing_overflows_a_phone(look: Look, visit: Opener) -> None:
    """Opened at 390 pixels: nothing is wider than the window, and every control can be got at."""
    opened = visit(look.open, width=390, height=844)
    if look.name not in ("network-list", "timeline-list"):  # on a phone they are lists already
        look.at(opened)
    trouble = opened.call("narrow")
    assert trouble == []


def test_axe_finds_what_is_wrong(visit: Opener) -> None:
    opened = visit("view=table")
    opened.script("document.querySelector('main').append(document.createElement('input'))")
    assert "label:" in " ".join(violations(opened.page))
