"""The page in Chromium when its data is not what it expects: published anew, or of other people."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.build import build

from ..server.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
#: Milliseconds until a machine that is busy with other things is held to have failed.
PATIENCE = 120_000


def test_a_page_never_mixes_two_versions(
    browser: Browser, sanda_copy: Path, tmp_path: Path
) -> None:
    build(sanda_copy, check_shapes=False)
    with serving(sanda_copy, tmp_path) as served:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{served.url}/explore?view=table")
        page.get_by_text("Showing").wait_for()
        first = page.request.get(f"{served.url}/health").json()["version"]
        before = page.locator(".showing").inner_text()
        shutil.rmtree(sanda_copy / "sources" / "state-gazette")
        build(sanda_copy, check_shapes=False)
        deadline = time.monotonic() + PATIENCE / 1000
        while page.request.get(f"{served.url}/health").json()["version"] == first:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        # The next question is answered from the new build, and that is said instead.
        page.evaluate("history.pushState(null, '', '?view=table&lens=disputed')")
        page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
        offer = page.get_by_role("button", name="Show the new data")
        offer.wait_for()
        assert page.locator(".showing").inner_text() == before
        offer.click()
        page.locator(".newer").wait_for(state="detached")
        page.get_by_text("Showing").wait_for()
        assert "lens=disputed" in page.url
        page.close()


def test_data_of_other_people_is_said_to_hold_no_claims(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "people.ttl"
    path.write_text('<http://example.org/a> <http://xmlns.com/foaf/0.1/name> "Ann" .', "utf-8")
    with serving(path, tmp_path) as served:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        counts = {
            "timeline": "Showing 0 dated entities of 0, 0 of 0 dates",
            "map": "Showing 0 entities of 0, at 0 of 0 places",
        }
        for view in ("network", "timeline", "map", "text", "table", "ask", "compare"):
            page.goto(f"{served.url}/explore?view={view}")
            page.get_by_text(counts.get(view, "Showing 0 of 0 entities")).wait_for()
            if view not in ("ask", "compare"):  # these have something else to offer
                said = re.compile("nobody|Nothing|No claim")
                page.locator("#main").get_by_text(said).first.wait_for()
        assert not errors
        page.close()
