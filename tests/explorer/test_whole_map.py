"""The whole map in a real browser: every entity that a line joins, and how many are shown."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from ..server.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_DRAWN = "[data-drawn]:not([data-drawn='0'])"


def drawn(page: Page, number: int) -> None:
    """Wait until so many entities are drawn."""
    page.wait_for_selector(f"[data-drawn='{number}']")


def test_the_whole_map(published: Path, tmp_path: Path, browser: Browser) -> None:
    with serving(published, tmp_path, options=["--workers", "1"]) as server:
        with urlopen(f"{server.url}/api/v1/overview") as answer:  # noqa: S310 - an address of ours
            columns = json.load(answer)
        number, dates = len(columns["ids"]), columns["kind"].count(columns["kinds"].index("date"))
        assert number > dates > 0
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        try:
            page.goto(f"{server.url}/explore")
            page.wait_for_selector(_DRAWN)
            first = page.locator(_DRAWN).get_attribute("data-drawn")
            assert first is not None
            assert int(first) < number
            page.keyboard.press("w")
            drawn(page, number)
            assert "whole=1" in page.url
            assert page.locator(".showing").inner_text().startswith(f"Showing {number} of ")
            page.locator("#kind-date").uncheck()  # the legend filters it too
            drawn(page, number - dates)
            page.locator("#kind-date").check()
            drawn(page, number)
            page.locator("#canvas").focus()
            page.keyboard.press("w")
            drawn(page, int(first))
            assert "whole" not in page.url
            start = date(1970, 1, 1)
            _, first, last = columns["dated"][:3]
            span = f"from={start + timedelta(first)}&to={start + timedelta(last)}"
            page.goto(f"{server.url}/explore?whole=1&{span}")
            page.wait_for_selector(_DRAWN)
            within = int(page.locator(_DRAWN).get_attribute("data-drawn") or 0)
            assert 0 < within < number
            page.goto(f"{server.url}/explore?whole=1&to={start + timedelta(first - 40_000)}")
            drawn(page, 0)
        finally:
            page.close()
    assert not errors
