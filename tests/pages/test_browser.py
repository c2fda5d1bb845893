"""Pages in Chromium: accessible in light and dark, wide and narrow; nothing runs, nothing is asked
for; and looked at as a phone, a printer and a keyboard see them.

The rules are those of axe-core, which ``axe-playwright-python`` brings along; all of WCAG 2.2 A and
AA, and its best practices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest

from kg import pages
from kg.graph import KnowledgeGraph

from ..accessibility import COLOURS, violations
from .conftest import Case, cases
from .test_hostile import _LISTS, _paths

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

HOST = "http://pages.invalid"
#: The policy that a server sends with pages.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
#: Width, colours, and the rules to run: all of them, or those that colours decide.
LOOKS: list[tuple[int, str, list[str]]] = [
    (1440, "light", []), (1440, "dark", COLOURS), (390, "dark", COLOURS), (390, "light", []),
]  # fmt: skip


@dataclass
class Visitor:
    """A browser on the pages of some graphs, without any network.

    :param graphs: by the first part of the host's name.
    """

    page: Page
    graphs: dict[str, KnowledgeGraph]
    outside: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str, parameters: dict[str, str] | None = None, on: str = "sanda") -> None:
        """Open a page."""
        words = urlencode(parameters or {})
        self.page.goto(f"http://{on}.invalid{path}{'?' if words else ''}{words}")

    def answer(self, route: Route) -> None:
        """Answer a request from the pages; what is not ours is noted and refused."""
        parts = urlsplit(route.request.url)
        name = (parts.hostname or "").removesuffix(".invalid")
        if name not in self.graphs:
            self.outside.append(route.request.url)
            route.abort()
            return
        if parts.path.startswith("/static/"):
            media, data = pages.static()[parts.path.removeprefix("/static/")]
        else:
            given = dict(parse_qsl(parts.query, keep_blank_values=True))
            view = self.graphs[name].under(given.get("lens"))
            base = f"http://{name}.invalid"
            media = "text/html; charset=utf-8"
            try:
                found = pages.find(view, unquote(parts.path), given, base)
            except pages.NotFound as error:
                told = {"status": 404, "title": "Not Found", "detail": str(error)}
                told["suggestions"] = error.suggestions
                data = pages.problem(told, parts.path, base)
            else:
                lens = str(view.lens) if view.lens else None
                data = pages.render(found, "text/html", base, lens)
        headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
        route.fulfill(status=200, content_type=media, body=data, headers=headers)

    def quiet(self) -> None:
        """Fail if a page asked for anything outside, or anything went wrong."""
        assert self.outside == []
        assert self.troubles == []
        assert self.page.evaluate("window.hacked") is None


@pytest.fixture(scope="module")
def visitor(browser: Browser, graph: KnowledgeGraph, hostile: KnowledgeGraph) -> Iterator[Visitor]:
    """A browser on the fictional papers (``sanda``) and on the spoilt ones (``hostile``)."""
    context = browser.new_context(reduced_motion="reduce", bypass_csp=False)
    found = Visitor(context.new_page(), {"sanda": graph, "hostile": hostile})
    view = found.page
    view.set_default_timeout(60_000)
    view.route("**/*", found.answer)
    view.on("console", lambda message: found.troubles.append(message.text))
    view.on("pageerror", lambda error: found.troubles.append(str(error)))
    view.on("dialog", lambda dialog: found.troubles.append(f"dialog: {dialog.message}"))
    view.on("popup", lambda popup: found.troubles.append(f"popup: {popup.url}"))
    yield found
    context.close()


def _path(case: Case, generated: dict[str, str]) -> str:
    path: str = case.path
    for name, key in generated.items():
        path = path.replace(f"%{name}%", key)
    return path


def test_a_page_that_is_not_there(visitor: Visitor) -> None:
    visitor.open("/page/actor/nobody_of_that_name")
    for width, scheme, rules in LOOKS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(visitor.page, rules) == [], (width, scheme)
    visitor.page.click("text=home page")
    assert visitor.page.locator("a.door").get_attribute("href") == "/explore"
    visitor.quiet()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_accessible(case: Case, visitor: Visitor, generated: dict[str, str]) -> None:
    lens = {"lens": case.lens} if case.lens else {}
    visitor.open(_path(case, generated), {**case.parameters, **lens})
    for width, scheme, rules in LOOKS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(visitor.page, rules) == [], (width, scheme)
    visitor.quiet()


def test_axe_finds_what_is_wrong(visitor: Visitor) -> None:
    visitor.open("/about")
    visitor.page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<input><img src=data:,>')"
    )
    found = " ".join(violations(visitor.page))
    assert "label:" in found
    assert "image-alt:" in found


def test_hostile_pages_stay_quiet(visitor: Visitor, hostile: KnowledgeGraph) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 900})
    for path in (*_LISTS, *_paths(hostile)[::2]):
        visitor.open(path, on="hostile")
        visitor.page.evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)")
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390, path
        visitor.quiet()


def test_hostile_pages_are_accessible_too(visitor: Visitor, hostile: KnowledgeGraph) -> None:
    visitor.page.set_viewport_size({"width": 1440, "height": 900})
    visitor.page.emulate_media(color_scheme="light")
    kinds = {path.split("/")[2]: path for path in _paths(hostile)}
    for path in ("/actors", "/claims", *kinds.values()):
        visitor.open(path, on="hostile")
        assert violations(visitor.page) == [], path


def test_without_script_and_by_keyboard(visitor: Visitor) -> None:
    """The first stop leads past the navigation; a form is a plain GET."""
    visitor.open("/actors")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"
    visitor.page.fill("#q", "hospital")
    visitor.page.press("#q", "Enter")
    visitor.page.wait_for_url("**/actors?q=hospital")
    assert visitor.page.locator("tbody tr").count() == 1


def test_forms_keep_the_lens(visitor: Visitor) -> None:
    visitor.open("/claims", {"lens": "disputed"})
    visitor.page.fill("#q", "dead")
    visitor.page.press("#q", "Enter")
    visitor.page.wait_for_url("**/claims?*lens=disputed*")
    assert "only what speakers dispute" in visitor.page.inner_text("aside.lens")
    visitor.quiet()


def test_printed_without_navigation(visitor: Visitor) -> None:
    visitor.open("/page/event/shooting")
    visitor.page.emulate_media(media="print")
    assert not visitor.page.is_visible(".site-nav")
    assert visitor.page.is_visible("h1")
    visitor.page.emulate_media(media="screen")
