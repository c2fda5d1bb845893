"""Everything by keyboard alone: each shortcut that is listed works, each task can be done, and the
focus is visible at every step and never lost.
"""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Case, Opener, cases
from .pages import Explorer
from .steps import Steps

pytestmark = pytest.mark.browser

#: What each key does, seen from outside; with an entity selected. A key that the palette lists and
#: this does not know fails.
KEYS: dict[str, list[dict[str, Any]]] = {
    "/": [{"focus": "#search"}],
    "1": [{"has": {"#tab-network": {"aria-selected": "true"}}}],
    "2": [{"has": {"#tab-timeline": {"aria-selected": "true"}}}],
    "3": [{"has": {"#tab-map": {"aria-selected": "true"}}}],
    "4": [{"has": {"#tab-text": {"aria-selected": "true"}}}],
    "5": [{"has": {"#tab-table": {"aria-selected": "true"}}}],
    "6": [{"has": {"#tab-ask": {"aria-selected": "true"}}}],
    "7": [{"has": {"#tab-compare": {"aria-selected": "true"}}}],
    "l": [{"count": {'[role=dialog][aria-label="Lens"]:visible': 1}}],
    "m": [{"count": {'[role=dialog][aria-label="Mode"]:visible': 1}}],
    "e": [{"count": {"dialog.expanding[open]": 1}}],
    "o": [{"address": {"around": "event:plot_failure_2018"}}],
    "h": [{"address": {"hide": "event:plot_failure_2018"}}],
    "c": [{"focus": "#choose"}],
    "r": [{"address": {"off": None}}],
    "x": [{"count": {"dialog.exporting[open]": 1}}],
    "t": [{"count": {".tour": 1}}],
    "w": [{"address": {"whole": "1"}}],
    "v": [{"focus": "#main"}],
    "p": [{"focus": "#panel h2"}],
    "b": [{"count": {"#panel": 1}}],
    "q": [{"address": {"sel": "start"}}],
    "?": [{"count": {"dialog.palette[open]": 1}}],
    "Escape": [{"address": {"sel": None}}],
    "Ctrl Z": [{"address": {"off": None}}],
    "Ctrl Shift Z": [{"address": {"off": "date"}}],
}  # fmt: skip


def _listed(opened: Explorer) -> dict[str, str]:
    """The keys that the palette lists, with what it says of them."""
    opened.page.keyboard.press("?")
    opened.page.locator("dialog.palette[open]").wait_for()
    found: dict[str, str] = opened.script(
        """() => Object.fromEntries([...document.querySelectorAll('#palette-list li')]
             .flatMap((item) => (item.querySelector('kbd')
               ? [[item.querySelector('kbd').textContent, item.querySelector('span').textContent]]
               : [])))"""
    )
    opened.page.keyboard.press("Escape")
    return found


def test_every_key_that_is_listed_works(visit: Opener) -> None:
    selected = "view=table&sel=event:plot_failure_2018"
    opened = visit(selected)
    listed = _listed(opened)
    assert set(listed) <= set(KEYS), set(listed) - set(KEYS)
    assert len(listed) >= 20
    for key in listed:
        opened.open(selected)
        steps = Steps(opened)
        opened.find("#tab-table").focus()
        if key.startswith("Ctrl") or key == "r":
            opened.open("")
            opened.find("#kind-date").focus()
            steps.run([{"press": "Space"}, {"address": {"off": "date"}}])
        if key == "Ctrl Shift Z":
            steps.run([{"press": "Control+z"}, {"address": {"off": None}}])
        steps.run([{"press": key.replace("Ctrl ", "Control+").replace("Shift ", "Shift+")}])
        steps.watch_focus = True
        try:
            steps.run(KEYS[key])
            opened.settled()
            steps.look_at_focus(key)
        except AssertionError as error:
            error.add_note(f"key {key}: {listed[key]}")
            raise


def test_keys_are_letters_where_letters_are_typed(visit: Opener) -> None:
    opened = visit("view=table")
    Steps(opened).run(
        [
            {"press": "/"},
            {"type": "l1mx?"},
            {"value": {"#search": "l1mx?"}},
            {"address": {"view": "table"}},
        ]
    )
    assert opened.page.locator("[role=dialog]:visible, dialog[open]").count() == 0


@pytest.mark.parametrize("case", cases("tasks"), ids=lambda case: case.name)
def test_task_by_keyboard_alone(case: Case, visit: Opener) -> None:
    """The five tasks of a reader, each by keys only; ``reach`` is the Tab key."""
    mouse = {"click", "dblclick", "hover", "drag", "move"}
    assert not mouse & {name for step in case.do for name in step}, (
        "a task is done by keyboard alone"
    )
    opened = visit(case.open, data=case.data, width=case.width)
    steps = Steps(opened)
    steps.watch_focus = True
    steps.run(case.do)


def _tab_through(opened: Explorer, key: str, most: int) -> list[str]:
    """What has the focus at each press of a key, until it comes round."""
    steps, found = Steps(opened), []
    name = """() => {
        const at = document.activeElement;
        return `${at.tagName} ${at.id} ${at.className} ${at.textContent.slice(0, 40)}`;
    }"""
    for _ in range(most):
        opened.page.keyboard.press(key)
        if opened.script("document.activeElement === document.body"):
            break  # past the last: the browser's own bar is next
        steps.look_at_focus(key)
        found.append(opened.script(name))
    return found


@pytest.mark.parametrize(
    "address",
    ["", "view=timeline", "view=map", "view=table&find=march", "view=ask",
     "view=compare&left=actor:harbour_union&right=actor:interior_ministry"],
)  # fmt: skip
def test_the_focus_is_seen_on_the_way_through_a_view(address: str, visit: Opener) -> None:
    opened = visit(address, data="sanda")
    stops = _tab_through(opened, "Tab", 90)
    assert len(stops) > 12
    assert stops[0].startswith("A  skip")


def test_the_network_by_arrow_keys(visit: Opener) -> None:
    opened = visit("")
    steps = Steps(opened)
    steps.watch_focus = True
    steps.run([{"reach": ".network .canvas"}, {"press": ["ArrowRight"]}])
    said = opened.page.locator("#live").inner_text()
    assert "neighbour" in said
    steps.run(
        [{"press": ["ArrowDown", "Enter"]}, {"address": {"sel": "*"}}, {"count": {"#panel h2": 1}}]
    )
    steps.run([{"press": ["+", "-", "Shift+ArrowLeft", "0", "Escape"]}, {"address": {"sel": None}}])


def test_the_timeline_by_arrow_keys(visit: Opener) -> None:
    opened = visit("view=timeline")
    steps = Steps(opened)
    steps.watch_focus = True
    steps.run(
        [
            {"reach": ".bars .bar"},
            {"press": ["ArrowRight", "ArrowRight", "Enter"]},
            {"address": {"sel": "*"}},
        ]
    )
    steps.run([{"press": ["End", "Home", "+", "Shift+ArrowRight", "0"]}])


def test_dialogs_give_the_focus_back(visit: Opener) -> None:
    opened = visit("view=table")
    steps = Steps(opened)
    steps.watch_focus = True
    for opener, closer in (("x", "Escape"), ("?", "Escape"), ("l", "Escape"), ("m", "Escape")):
        steps.run([{"reach": "#tab-table"}, {"press": opener}])
        opened.page.locator("dialog[open], [role=dialog]:visible").first.wait_for()
        steps.run([{"press": closer}])
