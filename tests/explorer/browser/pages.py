"""The explorer's page in Chromium, with everything it did besides being shown."""

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

#: Milliseconds after which what a test waits for is held not to come; a busy machine needs many.
PATIENCE = float(os.environ.get("KG_TEST_PATIENCE", "30")) * 1000
SCRIPTS = Path(__file__).parent / "scripts"
#: Chromium's own remarks about drawing without a graphics card.
_OF_THE_DRIVER = re.compile(r"GL Driver Message|Automatic fallback to software WebGL")
_TARGET = re.compile(r'^(?P<role>[a-z]+) (?P<part>~?)"(?P<name>[^"]*)"(?: in (?P<inside>.+))?$')


@dataclass
class Explorer:
    """One page, which is used for many tests: each begins by opening an address.

    :param url: the server's address, without a slash at its end.
    """

    page: Page
    url: str
    outside: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        view = self.page
        view.set_default_timeout(PATIENCE)
        view.on("request", lambda request: self._note(request.url))
        view.on("console", lambda message: self._say(message.type, message.text))
        view.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        view.on("dialog", self._dialog)
        view.on("popup", lambda popup: self.troubles.append(f"popup: {popup.url}"))

    def _note(self, url: str) -> None:
        if url.startswith(f"{self.url}/"):
            self.asked.append(url.removeprefix(self.url))
        elif not url.startswith(("data:", f"blob:{self.url}/")):
            self.outside.append(url)

    def _say(self, kind: str, text: str) -> None:
        if kind in ("error", "warning", "assert") and not _OF_THE_DRIVER.search(text):
            self.troubles.append(f"{kind}: {text}")

    def _dialog(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    # --- going somewhere ------------------------------------------------------------------------

    def open(self, address: str | dict[str, str] = "", *, width: int = 1440, height: int = 900,
             dark: bool = False, wait: bool = True) -> None:  # fmt: skip
        """Open the page afresh, with a state.

        :param address: what stands after the question mark, or its words.
        """
        words = address if isinstance(address, str) else urlencode(address)
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        self.page.goto(f"{self.url}/explore{'?' if words else ''}{words}", wait_until="commit")
        if wait:
            self.ready()

    def ready(self) -> None:
        """Wait until what the state asks for is shown."""
        self.page.wait_for_function(
            """() => {
              const body = document.querySelector('.body');
              if (!body || body.getAttribute('aria-busy') !== 'false') return false;
              const panes = [...document.querySelectorAll('.pane')].filter((pane) => !pane.hidden);
              if (panes.some((pane) => !pane.dataset.ready)) return false;
              const waits = document.querySelectorAll('.waiting, #panel > .quiet:only-child');
              return [...waits].every((found) => !found.getClientRects().length);
            }"""
        )
        self.settled()

    def settled(self) -> None:
        """Wait until the page has drawn twice: whatever an event began has been done."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    # --- finding --------------------------------------------------------------------------------

    def find(self, target: str) -> Locator:
        """An element: ``button "Hide"`` (role and whole name), ``button ~"Expand"`` (part of the
        name), either with ``in SELECTOR``, or a selector of CSS."""
        found = _TARGET.match(target)
        if found is None:
            return self.page.locator(target)
        inside = self.page.locator(found["inside"]) if found["inside"] else self.page
        role: Any = found["role"]
        return inside.get_by_role(role, name=found["name"], exact=not found["part"])

    def script(self, expression: str, argument: Any = None) -> Any:
        """The value of an expression in the page."""
        return self.page.evaluate(expression, argument)

    def call(self, name: str, argument: Any = None) -> Any:
        """The value of a function of a file of ``scripts/``, in the page."""
        return self.script((SCRIPTS / f"{name}.js").read_text("utf-8"), argument)

    def colours(self, png: bytes, step: int = 1) -> set[str]:
        """The colours of a picture, ``rgb(…)``.

        :param step: every so-manieth pixel is looked at.
        """
        url = f"data:image/png;base64,{b64encode(png).decode()}"
        return set(self.call("colours", [url, step]))

    @property
    def address(self) -> str:
        """What stands after the question mark."""
        return urlsplit(self.page.url).query

    def state(self) -> dict[str, Any]:
        """The state that the address tells, as the page itself reads it."""
        found: dict[str, Any] = self.script(
            """async () => {
              const main = document.querySelector('script[type=module]').src;
              return (await import(main.replace('main.js', 'state.js'))).read(location.search);
            }"""
        )
        return found

    def api(self, question: str, **given: Any) -> Any:
        """What the server answers to a question of the page."""
        words = urlencode({name: value for name, value in given.items() if value != ""})
        reply = self.page.request.get(f"{self.url}/api/v1/{question}?{words}")
        assert reply.ok, reply.text()
        return reply.json()

    # --- judging --------------------------------------------------------------------------------

    def quiet(self, allowed: Sequence[str] = ()) -> None:
        """Fail if anything outside was asked for, or anything went wrong.

        :param allowed: parts of messages that belong to what a test does.
        """
        assert not self.outside, "\n".join(self.outside)
        left = [text for text in self.troubles if not any(part in text for part in allowed)]
        assert not left, "\n".join(left)
        assert self.script("window.hacked") is None

    def forget(self) -> None:
        """Begin to note anew."""
        self.outside.clear()
        self.troubles.clear()
        self.asked.clear()

    def network(self) -> dict[str, Any]:
        """The drawn network, read from the picture that the page itself exports as SVG: names of
        entities with their places, and lines in words."""
        text = self.exported("SVG")
        found: dict[str, Any] = self.call("network", text.decode("utf-8"))
        return found

    def exported(self, label: str) -> bytes:
        """The bytes of a file that the dialog "Export and share" saves."""
        if not self.page.locator("dialog.exporting").count():
            self.page.evaluate("document.activeElement?.blur?.()")
            self.page.keyboard.press("x")
        with self.page.expect_download(timeout=10 * PATIENCE) as waiting:
            self.find(f'button "{label}" in dialog.exporting').click()
        data = Path(waiting.value.path()).read_bytes()
        self.find('button "Close" in dialog.exporting').click()
        return data

    def keep(self, folder: Path, name: str) -> Path:
        """Keep a screenshot as an artefact."""
        path = folder / f"{name}.png"
        self.page.screenshot(path=path)
        return path


@contextmanager
def explorer(browser: Browser, url: str, *, first_visit: bool = False, scripts: Sequence[str] = (),
             **options: Any) -> Iterator[Explorer]:  # fmt: skip
    """A page of its own, without what other visits have left.

    :param first_visit: whether the browser has never been here; else the tour is not offered.
    :param scripts: run before those of the page.
    """
    context = browser.new_context(accept_downloads=True, reduced_motion="reduce", **options)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
    if not first_visit:
        context.add_init_script("try { localStorage.setItem('explorer-tour', 'offered') } catch {}")
    for script in scripts:
        context.add_init_script(script)
    try:
        yield Explorer(context.new_page(), url)
    finally:
        context.close()


def words(text: str) -> str:
    """A text with single spaces, without the marks that isolate directions."""
    return " ".join(re.sub("[\u2066-\u2069\u200e\u200f]", "", text).split())


def written(value: Any) -> str:
    """A value for a message."""
    return json.dumps(value, ensure_ascii=False)
