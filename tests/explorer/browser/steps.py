"""What a case does and looks at, one step after the other.

A step is a mapping with one key, the name of a method of :class:`Steps`; ``README.md`` beside the
cases lists them. Every step that looks waits until what it looks for is there, for as long as the
page's time limit, so that a busy machine makes a test slow and not wrong.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs

from .pages import PATIENCE, Explorer, words, written

#: Steps of the Tab key after which something is held to be out of the keyboard's reach.
FAR = 120


class Steps:
    """Does the steps of a case."""

    def __init__(self, opened: Explorer) -> None:
        self.opened = opened
        self.page = opened.page
        #: Whether the focus is looked at after each key.
        self.watch_focus = False

    def run(self, steps: list[dict[str, Any]]) -> None:
        """Do all of them.

        :raises AssertionError: naming the step.
        """
        for number, step in enumerate(steps, 1):
            ((name, value),) = step.items()
            try:
                getattr(self, f"do_{name}")(value)
            except Exception as error:
                error.add_note(f"step {number}: {written(step)}, at ?{self.opened.address}")
                raise

    # --- acting ---------------------------------------------------------------------------------

    def do_click(self, target: str) -> None:
        self.opened.find(target).first.click()
        self._after()

    def do_dblclick(self, target: str) -> None:
        self.opened.find(target).first.dblclick()
        self._after()

    def do_hover(self, target: str) -> None:
        self.opened.find(target).first.hover()

    def do_press(self, keys: str | list[str]) -> None:
        for key in [keys] if isinstance(keys, str) else keys:
            self.page.keyboard.press(key)
            if self.watch_focus:
                self.look_at_focus(key)
        self._after()

    def do_type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self._after()

    def do_fill(self, fields: dict[str, str]) -> None:
        for target, text in fields.items():
            self.opened.find(target).first.fill(text)
        self._after()

    def do_choose(self, fields: dict[str, str]) -> None:
        for target, value in fields.items():
            self.opened.find(target).first.select_option(value)
        self._after()

    def do_set(self, fields: dict[str, str]) -> None:
        """Put a value into a slider or a date, as the arrow keys would."""
        for target, value in fields.items():
            self.opened.find(target).first.fill(value)
        self._after()

    def do_drag(self, how: dict[str, Any]) -> None:
        box = self.opened.find(how["at"]).first.bounding_box()
        assert box is not None
        places = [
            (box["x"] + box["width"] * x, box["y"] + box["height"] * y)
            for x, y in (how["from"], how["to"])
        ]
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        self.page.mouse.move(*places[1], steps=5)
        self.page.mouse.up()
        self._after()

    def do_open_all(self, inside: str) -> None:
        """Open every detail inside of something."""
        self.opened.script(
            "(at) => document.querySelectorAll(`${at} details`).forEach((d) => { d.open = true })",
            inside,
        )

    def do_search(self, text: str) -> None:
        """Type into the search, and wait for what it suggests to these words."""
        with self.page.expect_response(lambda reply: "/search?" in reply.url):
            self.page.locator("#search").fill(text)
        self.page.locator("#search-list").wait_for()

    def do_go(self, how: str) -> None:
        if how == "reload":
            self.page.reload(wait_until="commit")
        elif how == "back":
            self.opened.script("history.back()")
        elif how == "forward":
            self.opened.script("history.forward()")
        else:
            raise ValueError(how)
        self.opened.settled()
        self.opened.ready()

    def do_ready(self, _: Any) -> None:
        self.opened.ready()

    def do_offline(self, value: bool) -> None:
        self.page.context.set_offline(value)

    # --- by keyboard alone ----------------------------------------------------------------------

    def do_reach(self, target: str) -> None:
        """Press Tab until something has the focus; the focus is visible at every stop."""
        wanted = self.opened.find(target).first
        wanted.wait_for()
        for _ in range(FAR):
            if wanted.evaluate("(element) => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            self.look_at_focus("Tab")
        raise AssertionError(f"{target} is not reached by {FAR} steps of the Tab key")

    def look_at_focus(self, key: str) -> None:
        """Fail if the focus is nowhere, or nobody could see where it is."""
        self.opened.settled()
        trouble = self.opened.call("focus")
        assert trouble == "", f"after {key}: {trouble}"

    def do_focus(self, target: str) -> None:
        """Something has the focus."""
        wanted = self.opened.find(target).first
        wanted.wait_for()
        handle = wanted.element_handle()
        self.page.wait_for_function("(element) => element === document.activeElement", arg=handle)

    # --- looking --------------------------------------------------------------------------------

    def do_see(self, fields: dict[str, Any]) -> None:
        """Texts that are visible in something, in any order."""
        for target, texts in fields.items():
            place = self.opened.find(target).first
            place.wait_for()
            for text in [texts] if isinstance(texts, str) else texts:
                self._until(place, str(text), True)

    def do_not(self, fields: dict[str, Any]) -> None:
        """Texts that are not in something."""
        for target, texts in fields.items():
            place = self.opened.find(target).first
            for text in [texts] if isinstance(texts, str) else texts:
                self._until(place, str(text), False)

    def _until(self, place: Any, text: str, there: bool) -> None:
        script = """([element, text, there]) => {
            const clean = (words) => words.replace(/[\u2066-\u2069\u200e\u200f]/g, '').split(/\\s+/)
              .filter(Boolean).join(' ');
            if (!element.isConnected) return false;
            const words = clean(element.innerText ?? element.textContent ?? '');
            return words.includes(text) === there;
        }"""
        error: Exception | None = None
        for _ in range(3):
            # What is drawn anew while it is looked at is looked at once more.
            handle = place.element_handle()
            argument = [handle, words(text), there]
            try:
                self.page.wait_for_function(script, arg=argument, timeout=PATIENCE / 3)
            except Exception as found:  # noqa: BLE001 - raised below with what was there
                error = found
            else:
                return
        shown = words(place.inner_text() if place.count() else "")
        verb = "is not" if there else "is still"
        raise AssertionError(f"{text!r} {verb} in: {shown[:1500]}") from error

    def do_gone(self, targets: str | list[str]) -> None:
        """Things that are not shown."""
        for target in [targets] if isinstance(targets, str) else targets:
            self.opened.find(target).first.wait_for(state="hidden")

    def do_count(self, fields: dict[str, int | str]) -> None:
        """How many there are: a number, or ``">3"``."""
        for target, wanted in fields.items():
            least = int(str(wanted)[1:]) + 1 if str(wanted).startswith(">") else None
            place = self.opened.find(target)
            for _ in range(int(PATIENCE / 50)):
                found = place.count()
                if found >= least if least is not None else found == int(wanted):
                    break
                self.page.wait_for_timeout(50)
            else:
                raise AssertionError(f"{target}: {found}, not {wanted}")

    def do_value(self, fields: dict[str, str]) -> None:
        """What fields hold."""
        for target, value in fields.items():
            handle = self.opened.find(target).first.element_handle()
            self.page.wait_for_function(
                "([field, value]) => String(field.type === 'checkbox' ? field.checked"
                " : field.value) === value",
                arg=[handle, str(value).lower() if isinstance(value, bool) else str(value)],
            )

    def do_has(self, fields: dict[str, dict[str, Any]]) -> None:
        """Attributes of something."""
        for target, attributes in fields.items():
            place = self.opened.find(target).first
            place.wait_for(state="attached")
            for name, value in attributes.items():
                found = place.get_attribute(name)
                assert found == value, f"{target}: {name}={found!r}, not {value!r}"

    def do_address(self, wanted: dict[str, Any]) -> None:
        """Parts of the address; null for one that is not in it."""
        script = """(wanted) => {
            const words = new URLSearchParams(location.search);
            return Object.entries(wanted).every(([key, value]) => value === null
              ? !words.has(key) : value === '*' ? words.has(key)
              : words.get(key) === String(value));
        }"""
        try:
            self.page.wait_for_function(script, arg=wanted, timeout=PATIENCE / 3)
        except Exception as error:
            found = {key: values[0] for key, values in parse_qs(self.opened.address).items()}
            raise AssertionError(f"{written(found)}, not {written(wanted)}") from error

    def do_drawn(self, wanted: dict[str, Any]) -> None:
        """The network: entities that are drawn (``with``), that are not (``without``)."""
        found = self.opened.network()
        names = {mark["name"] for mark in found["marks"]}
        for name in wanted.get("with", ()):
            assert name in names, f"{name!r} is not drawn: {sorted(names)}"
        for name in wanted.get("without", ()):
            assert name not in names, f"{name!r} is drawn"

    def do_clipboard(self, text: str) -> None:
        """What was copied holds a text."""
        script = "async (text) => (await navigator.clipboard.readText()).includes(text)"
        self.page.wait_for_function(script, arg=text)

    def do_matches(self, fields: dict[str, str]) -> None:
        """Texts that fit a regular expression."""
        for target, pattern in fields.items():
            found = words(self.opened.find(target).first.inner_text())
            assert re.search(pattern, found), f"{target}: {found!r}"

    def _after(self) -> None:
        self.opened.settled()

    def do_search_fails(self, text: str) -> None:
        """Type into the search while there is no server: the page says so."""
        self.page.locator("#search").fill(text)
        self.do_see({".notes": "cannot be reached"})

    def do_move(self, how: dict[str, Any]) -> None:
        """Take a mark of the network by its name, and put it somewhere else."""
        found = self.opened.network()
        mark = next(mark for mark in found["marks"] if mark["name"] == how["name"])
        box = self.page.locator(".pane.first .canvas").bounding_box()
        assert box is not None
        x, y = box["x"] + mark["x"], box["y"] + mark["y"]
        self.page.mouse.move(x, y)
        self.opened.settled()
        self.page.mouse.down()
        self.page.mouse.move(x + how["by"][0], y + how["by"][1], steps=4)
        self.page.mouse.up()
        self.do_address({"pin": "*"})
