"""Walks through the explorer as ``docs/explorer.md`` tells it, and takes its pictures.

The page is the script: in the numbered lists under *Mouse* and *Keyboard*, "click **name**",
"type `text`", "press `key`" and "press `key` until **name**" are done as they stand; the sentence
that begins with "It ends at" tells the address and the words that must then be shown.
``python docs/walk/walk.py`` does so on the published dataset and writes the pictures of this
folder; it needs Chromium, which Playwright for Python drives.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "explorer.md"
DATASET = HERE.parents[1] / "data" / "triples" / "dataset.nq"
CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT = 1280, 800
#: Pictures that no task ends with: address, width, height, dark.
VIEWS = {
    "start": ("?sel=start", WIDTH, HEIGHT, False),
    "text": ("?view=text&sel={claim}", WIDTH, HEIGHT, False),
    "compare": ("?view=compare", WIDTH, HEIGHT, False),
    "ask": ("?view=ask", WIDTH, HEIGHT, False),
    "map-dark": ("?view=map&second=timeline", WIDTH, HEIGHT, True),
    "phone": ("?sel=event:killings_nov_2019", 390, 844, False),
}
#: The words that the picture of the text shows, and what they are about.
QUOTED = ("event:plot_failure_2018", "helped to inspire another nationwide uprising")

_ACTION = re.compile(
    r"(?P<verb>[Cc]lick) \*\*(?P<name>.+?)\*\*"
    r"|(?P<type>[Tt]ype) `(?P<text>.+?)`"
    r"|[Pp]ress `(?P<key>.+?)`(?: until \*\*(?P<until>.+?)\*\*)?"
)
_TASK = re.compile(r"^### (\d\. .+?)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_WAY = re.compile(r"^\*(Mouse|Keyboard)\*\n+((?:\d+\..*\n(?:   .*\n)*)+)", re.MULTILINE)
_END = re.compile(r"^It ends at `(.+?)`(.*?)\n\n", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"!\[.*?\]\(walk/(.+?)\.png\)", re.DOTALL)
#: More presses than any way to a name takes.
_MOST = 80


@dataclass(frozen=True)
class Step:
    """One thing that a reader does."""

    does: str
    what: str
    until: str = ""


@dataclass(frozen=True)
class Task:
    """A question, both ways to its answer, and where they end."""

    title: str
    ways: dict[str, tuple[Step, ...]]
    address: str
    shows: tuple[str, ...]
    picture: str


def tasks(text: str) -> list[Task]:
    """The tasks that a page tells.

    :raises ValueError: when a task lacks a way, its end or its picture.
    """
    found = []
    for title, body in _TASK.findall(text):
        ways = {way: tuple(_steps(steps)) for way, steps in _WAY.findall(body)}
        end, picture = _END.search(body), _PICTURE.search(body)
        if set(ways) != {"Mouse", "Keyboard"} or not all(ways.values()) or not end or not picture:
            raise ValueError(
                f"“{title}” needs steps under *Mouse* and *Keyboard*, "
                "a sentence “It ends at `address`”, and a picture."
            )
        shows = tuple(
            " ".join(words.split()) for words in re.findall(r"“(.+?)”", end[2], re.DOTALL)
        )
        found.append(Task(title, ways, end[1], shows, picture[1]))
    return found


def _steps(text: str) -> Iterator[Step]:
    for match in _ACTION.finditer(" ".join(text.split())):
        if match["verb"]:
            yield Step("click", match["name"])
        elif match["type"]:
            yield Step("type", match["text"])
        else:
            yield Step("press", match["key"], match["until"] or "")


#: What an element is called, by its label or its text; the first of a name that can be seen.
_NAMES = """
const called = (e) => (e.getAttribute('aria-label') || e.textContent || e.placeholder || '')
    .replace(/\\s+/g, ' ').trim();
const labelled = (e) => (e.labels && e.labels.length ? e.labels[0].textContent.trim() : called(e));
"""
_FIND = f"""(name) => {{ {_NAMES}
    const all = (document.querySelector('dialog[open]') || document).querySelectorAll(
        'button, a, input, select, summary, [role=tab], [role=option]');
    const seen = [...all].filter((e) => e.getClientRects().length);
    return seen.find((e) => labelled(e) === name) || seen.find((e) => labelled(e).startsWith(name))
        || seen.find((e) => e.role === 'option' && labelled(e).includes(name));
}}"""
_FOCUSED = f"() => {{ {_NAMES} return labelled(document.activeElement); }}"
_SETTLED = """() => document.querySelector('.body')?.getAttribute('aria-busy') === 'false'
    && ![...document.querySelectorAll('.waiting, .panel > p, .popup > p')]
        .some((e) => e.getClientRects().length && /^(Loading|Comparing)…$/.test(e.textContent))"""
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def settle(page: Page) -> None:
    """Wait until the page has what it asked for, and has drawn it."""
    page.wait_for_function(_SETTLED)
    page.evaluate(_DRAWN)


def do(page: Page, step: Step) -> None:
    """Do one step.

    :raises AssertionError: when the focus does not come to the name that is waited for.
    """
    if step.does == "click":
        found: Any = page.wait_for_function(_FIND, arg=step.what)
        found.as_element().click()
    elif step.does == "type":
        page.keyboard.type(step.what)
        page.locator(f'[role=listbox][data-words="{step.what}"] [role=option]').first.wait_for()
    else:
        for _ in range(_MOST if step.until else 1):
            page.keyboard.press(step.what)
            if not step.until or page.evaluate(_FOCUSED).startswith(step.until):
                break
        else:
            raise AssertionError(f"{_MOST} times {step.what} do not lead to “{step.until}”.")
    settle(page)


def walk(page: Page, base: str, task: Task, way: str) -> None:
    """Do a task in one way, from the page as it is first seen, and check where it ends.

    :raises AssertionError: when it ends elsewhere, or does not show what the page says.
    """
    page.set_default_timeout(20_000)
    page.goto(f"{base}/explore")
    settle(page)
    page.get_by_role("heading", name="Who says what about whom?").wait_for()
    for step in task.ways[way]:
        do(page, step)
    address = page.url.removeprefix(f"{base}/explore")
    assert parse_qs(address[1:]) == parse_qs(task.address[1:]), (
        f"{task.title}, {way}: ends at {address}"
    )
    told = " ".join(page.locator("#app").inner_text().split())
    for words in task.shows:
        assert words in told, f"{task.title}, {way}: “{words}” is not shown"


@contextmanager
def _serving() -> Iterator[str]:
    start = "from kg.cli import main; main()"
    command = [sys.executable, "-c", start, "serve", str(DATASET), "--port", "0", "--no-log"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout is not None
        try:
            for line in server.stdout:
                if found := re.search(r"http://[\d.:]+", line):
                    yield found[0]
                    return
            raise SystemExit("The server did not start.")
        finally:
            server.terminate()


def main() -> None:
    """Walk every way and take the pictures."""
    from playwright.sync_api import sync_playwright

    with _serving() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )

        def visit(width: int, height: int, dark: bool) -> Page:
            return browser.new_page(
                viewport={"width": width, "height": height}, reduced_motion="reduce",
                color_scheme="dark" if dark else "light",
            )  # fmt: skip

        for task in tasks(PAGE.read_text(encoding="utf-8")):
            for way in ("Keyboard", "Mouse"):
                page = visit(WIDTH, HEIGHT, False)
                walk(page, base, task, way)
                if way == "Mouse":
                    page.mouse.move(WIDTH / 2, HEIGHT - 2)
                    settle(page)
                    page.screenshot(path=HERE / f"{task.picture}.png")
                page.close()
                print(f"{task.title} {way}: done")
        for name, (address, width, height, dark) in VIEWS.items():
            page = visit(width, height, dark)
            if "{claim}" in address:
                data = page.request.get(f"{base}/api/v1/view?around={QUOTED[0]}").json()
                claims = [item for item in data["claims"] if QUOTED[1] in str(item["quotes"])]
                address = address.replace("{claim}", claims[0]["id"])
            page.goto(f"{base}/explore{address}")
            page.locator(".pane[data-ready]").first.wait_for()
            settle(page)
            page.screenshot(path=HERE / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
