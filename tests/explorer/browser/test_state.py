"""All of the page's state is in its address: what is set by hand is there again after a reload, and
back, forward, undo and redo lead where they should.

A case of ``tests/cases/explorer/state`` sets the key that it is named after, as a user does.
"""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Case, Opener, cases
from .pages import Explorer
from .steps import Steps

pytestmark = pytest.mark.browser

CASES = cases("state")
#: Keys whose changes are steps that can be undone.
UNDONE = {
    "whole",
    "lens",
    "mode",
    "around",
    "hops",
    "with",
    "hide",
    "pin",
    "off",
    "path",
    "from",
    "to",
}
#: Keys whose changes are steps of the browser's history.
HISTORY = UNDONE | {"view", "sel"}


def _picture(opened: Explorer) -> dict[str, Any]:
    """What is shown, with what the network draws where it is there."""
    opened.ready()
    found: dict[str, Any] = opened.call("shown")
    if opened.page.locator(".pane.first .canvas").is_visible():
        network = opened.network()
        found["marks"] = sorted((m["name"], m["shape"], m["fill"]) for m in network["marks"])
        found["lines"] = sorted((n["words"], n["broken"]) for n in network["lines"])
    return found


def test_every_key_of_the_state_has_a_case(visit: Opener) -> None:
    assert set(visit("view=table").state()) == {case.name for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_set_by_hand_and_restored(case: Case, visit: Opener) -> None:
    opened = visit(case.open, data=case.data)
    key, before, steps = case.name, opened.state(), Steps(opened)
    steps.run(case.do)
    opened.ready()
    after = opened.state()
    assert after[key] != before[key]
    if key in UNDONE:
        opened.find('button "Undo"').click()
        opened.ready()
        assert opened.state()[key] == before[key]
        opened.find('button "Redo"').click()
        opened.ready()
        assert opened.state() == after
    shown = _picture(opened)
    steps.do_go("reload")
    assert opened.state() == after
    assert _picture(opened) == shown
    if key in HISTORY:
        steps.do_go("back")
        assert opened.state()[key] == before[key]
        steps.do_go("forward")
        assert opened.state() == after


def test_a_changed_state_is_the_state_of_a_link(visit: Opener) -> None:
    """What one visitor sees, another sees who is given the address."""
    opened = visit("view=table&second=timeline")
    steps = Steps(opened)
    steps.run(
        [
            {"click": "#lens"},
            {"fill": {"#lens-filter": "enayat"}},
            {"click": 'button ~"Hamid Enayat" in .popup'},
            {"ready": True},
            {"fill": {"#table-find": "2018"}},
            {"click": ".claims tbody th button >> nth=2"},
            {"choose": {"#lanes": "actor"}},
            {"press": "x"},
            {"click": 'button "Copy a link" in dialog.exporting'},
            {"see": {"dialog.exporting": "Copy a link: done."}},
            {"click": 'button "Close" in dialog.exporting'},
        ]
    )
    shown = _picture(opened)
    address = opened.script("navigator.clipboard.readText()")
    assert address == opened.page.url
    other = visit(address.partition("?")[2])
    assert _picture(other) == shown
