"""One Chromium whose processor time can be told: of a page's main thread, and of all its processes.

The main thread's is read from Linux (``/proc/PID/task/PID/schedstat``, nanoseconds on a
processor): what a page costs whoever looks at it, whatever draws. There may be no graphics card;
WebGL then runs in software in a process of its own, which only the sum over all processes shows.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import peers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader",
              "--disable-background-networking", "--disable-component-update"]  # fmt: skip

#: Notes when the picture stands and the page listens again; holds a renderer that the page makes;
#: notes how long suggestions take from a key on.
_WATCH = """
window.bench = { drawn: 0, typed: [] };
new MutationObserver(() => {
  const found = document.querySelector('[data-drawn]:not([data-drawn="0"])');
  if (!found || window.bench.drawn) return;
  window.bench.drawn = -1;
  requestAnimationFrame(() => setTimeout(() => { window.bench.drawn = performance.now(); }));
}).observe(document, { subtree: true, childList: true, attributes: true,
                       attributeFilter: ['data-drawn'] });
let made;
Object.defineProperty(window, 'Sigma', { configurable: true, get: () => made, set: (Sigma) => {
  made = class extends Sigma {
    constructor(...given) { super(...given); window.bench.sigma = this; }
  };
} });
"""


@dataclass(frozen=True)
class Spent:
    """CPU milliseconds."""

    main: float
    everything: float


class Measured:
    """A browser and what its processes have spent."""

    def __init__(self, browser: Browser, pids: set[int]) -> None:
        self.browser = browser
        self._pids = pids

    @contextlib.contextmanager
    def page(self) -> Iterator[Page]:
        """A page in a profile of its own: nothing is kept from others. Only 127.0.0.1 is asked."""
        context = self.browser.new_context(
            viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
        )
        page = context.new_page()
        page.set_default_timeout(600_000)
        page.add_init_script(_WATCH)
        page.route(
            lambda url: not url.startswith(("http://127.0.0.1", "data:", "blob:", "about:")),
            lambda route: route.abort(),
        )
        try:
            yield page
        finally:
            context.close()

    def spent(self) -> dict[int, tuple[float, float]]:
        """CPU milliseconds of each process so far: its main thread's, and all."""
        found: dict[int, tuple[float, float]] = {}
        for root in self._pids:
            for pid in peers.tree(root):
                with contextlib.suppress(OSError):
                    stat = Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()
                    found[pid] = int(stat[0]) / 1e6, peers.cpu_of(pid) * 1000
        return found

    def since(self, before: dict[int, tuple[float, float]]) -> Spent:
        """What has been spent since; the page's main thread is the renderer's that did most."""
        main, everything = 0.0, 0.0
        for pid, (thread, whole) in self.spent().items():
            was = before.get(pid, (0.0, 0.0))
            everything += whole - was[1]
            if "--type=renderer" in _command(pid):
                main = max(main, thread - was[0])
        return Spent(main, everything)


def until(page: Page, condition: str) -> None:
    """Wait for a condition, as the page's own policy allows: without ``eval``."""
    page.evaluate(
        f"async () => {{ while (!({condition})) await new Promise((on) => setTimeout(on, 10)); }}"
    )


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


@contextlib.contextmanager
def chromium() -> Iterator[Measured]:
    """Debian's Chromium, without a window.

    :raises RuntimeError: when there is none.
    """
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise RuntimeError("There is no Chromium on this machine (Debian: apt install chromium).")
    with sync_playwright() as playwright:
        before = _chromiums()
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield Measured(browser, _chromiums() - before)
        finally:
            browser.close()


def _chromiums() -> set[int]:
    """Processes below this one that are browsers."""
    return {
        pid
        for pid in peers.tree(os.getpid())
        if "chrom" in _command(pid).partition("\0")[0] and "--type=" not in _command(pid)
    }
