"""Before there is anything to see: loading, failing, a browser without WebGL, the first visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Opener
from .steps import Steps

pytestmark = pytest.mark.browser

NO_WEBGL = """
const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return /webgl/i.test(kind) ? null : real.call(this, kind, ...more);
};
"""


def test_while_the_data_is_on_its_way(fresh: Opener) -> None:
    """The page stands before the data does, says that it waits, and takes what comes last."""
    opened = fresh()
    held: list[Any] = []
    opened.page.route("**/api/v1/view*", lambda route: held.append(route))
    opened.open("view=table", wait=False)
    opened.page.wait_for_selector(".body[aria-busy=true]")
    opened.page.wait_for_selector("#tab-table[aria-selected=true]")
    assert "busy" in (opened.page.locator("header.bar").get_attribute("class") or "")
    while not held:
        opened.page.wait_for_timeout(20)
    # Another lens is chosen while the first answer is still missing: the first is dropped.
    opened.script(
        """history.pushState(null, '', '?view=table&lens=disputed');
           dispatchEvent(new PopStateEvent('popstate'))"""
    )
    while len(held) < 2:
        opened.page.wait_for_timeout(20)
    held[1].continue_()
    opened.ready()
    Steps(opened).run([{"see": {".claims tbody": "denies"}}])
    rows = opened.page.locator(".claims tbody tr").count()
    held[0].continue_()
    opened.page.wait_for_function(
        """() => performance.getEntriesByType('resource')
             .filter((asked) => asked.name.includes('/api/v1/view')).length === 2"""
    )
    opened.settled()
    assert opened.page.locator(".claims tbody tr").count() == rows
    opened.quiet()


@pytest.mark.parametrize("sel", ["shown", "start", "event:protests_nov_2019"])
@pytest.mark.parametrize("view", ["network", "timeline", "map", "text", "table", "ask", "compare"])
def test_nothing_is_counted_before_the_data_is_there(fresh: Opener, view: str, sel: str) -> None:
    """A page that waits says that it waits, not that there is nothing."""
    opened = fresh()
    held: list[Any] = []
    opened.page.route("**/api/v1/view*", lambda route: held.append(route))
    opened.open({"view": view, "sel": sel}, wait=False)
    opened.page.wait_for_function(
        """(name) => performance.getEntriesByType('resource')
             .some((asked) => asked.name.endsWith(`/views/${name}.js`))""",
        arg=view,
    )
    while not held:
        opened.page.wait_for_timeout(20)
    opened.settled()
    assert opened.page.locator("#main").inner_text() == "Loading…"
    assert opened.page.locator("#panel").inner_text() == "Loading…"
    assert not opened.page.locator(".showing").is_visible()
    held[0].continue_()
    opened.ready()
    Steps(opened).run([{"see": {".showing": "Showing"}}, {"count": {"#panel h2": 1}}])
    assert "Loading" not in opened.page.locator(".body").inner_text()
    opened.quiet()


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_that_fails(fresh: Opener, status: int) -> None:
    opened = fresh()
    body = '{"detail": "All workers are busy.", "cure": "Ask again in a moment."}'
    opened.page.route(
        "**/api/v1/view*",
        lambda route: route.fulfill(
            status=status, content_type="application/problem+json", body=body
        ),
    )
    opened.open("view=table", wait=False)
    steps = Steps(opened)
    steps.run(
        [
            {"see": {".failed": ["All workers are busy.", "Ask again in a moment."]}},
            {"has": {".failed": {"role": "alert"}}},
        ]
    )
    assert not opened.page.get_by_text("Loading…").locator("visible=true").count()
    assert not opened.page.locator(".showing").is_visible()
    opened.page.unroute("**/api/v1/view*")
    steps.run(
        [
            {"click": 'button "Try again" in .failed'},
            {"ready": True},
            {"gone": ".failed"},
            {"count": {".claims tbody tr": ">5"}},
        ]
    )
    opened.quiet([str(status)])


def test_a_file_of_a_view_that_cannot_be_had(fresh: Opener) -> None:
    opened = fresh()
    opened.page.route("**/js/views/table.js", lambda route: route.abort())
    opened.open("view=table", wait=False)
    Steps(opened).run(
        [
            {"see": {".pane.first": "This view cannot be shown"}},
            {"click": 'tab "Timeline"'},
            {"ready": True},
            {"count": {".bars .bar": ">5"}},
        ]
    )


def test_without_webgl_the_network_is_a_list(fresh: Opener) -> None:
    opened = fresh(scripts=[NO_WEBGL])
    opened.open("")
    Steps(opened).run(
        [
            {"count": {".network-list .entity": 60}},
            {"see": {".pane.first": "WebGL"}},
            {"click": ".network-list .entity summary >> nth=0"},
            {"click": ".network-list .entity[open] li button >> nth=0"},
            {"count": {"#panel .item": ">0"}},
            {"click": 'tab "Claims"'}, {"ready": True}, {"count": {".claims tbody tr": ">20"}},
        ]
    )  # fmt: skip
    opened.quiet()


def test_without_scripts_the_plain_pages_are_named(
    browser: Any, servers: Callable[[str], Any]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{servers('seed').url}/explore")
        assert "plain pages" in page.locator(".noscript").inner_text()
        assert page.locator(".noscript a").get_attribute("href") == "/"
    finally:
        context.close()


def test_the_tour_of_the_first_visit(fresh: Opener) -> None:
    """It is offered once, answers a real question, and leaves everything as it was."""
    opened = fresh(first_visit=True)
    opened.open("")
    steps = Steps(opened)
    steps.run(
        [
            {"click": 'button ~"Take the tour" in .panel'},
            {"see": {".tour": "November 2019"}},
        ]
    )
    titles = []
    for _ in range(12):
        titles.append(opened.page.locator(".tour h2").inner_text())
        opened.page.locator(".tour .buttons button").first.click()
        opened.ready()
        if not opened.page.locator(".tour").count():
            break
    assert 3 <= len(titles) <= 8
    assert len(set(titles)) == len(titles)
    steps.run(
        [
            {"gone": ".tour"},
            {"address": {"view": None, "lens": None, "sel": "start"}},
        ]
    )
    opened.open("")
    assert opened.page.locator(".tour, #panel:visible").count() == 0
    opened.quiet()


def test_the_tour_shows_what_it_says(visit: Opener) -> None:
    opened = visit("")
    steps = Steps(opened)
    opened.page.keyboard.press("t")
    seen = []
    for _ in range(8):
        opened.ready()
        opened.settled()
        seen.append((opened.page.locator(".tour h2").inner_text(), opened.call("shown")))
        last = opened.page.locator(".tour .buttons button").first
        if last.inner_text() == "Begin":
            break
        last.click()
    panels = " ".join(found["panel"] or "" for _, found in seen)
    firsts = " ".join(found["first"] or "" for _, found in seen)
    assert "Killings during the protests of November 2019" in panels
    assert "about 1,500" in panels
    assert "at least 304" in firsts + panels
    opened.page.keyboard.press("Escape")
    steps.run([{"gone": ".tour"}, {"address": {"view": None}}])


def test_the_tour_on_other_data(visit: Opener) -> None:
    """Where its event is not, it shows what holds for any data."""
    opened = visit("", data="sanda")
    opened.page.keyboard.press("t")
    Steps(opened).run([{"count": {".tour h2": 1}}])
    assert "2019" not in opened.page.locator(".tour h2").inner_text()
