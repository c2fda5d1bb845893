"""The pictures are still the pictures that were looked at.

What is compared is where marks stand and what they look like (kind, shape, certainty), in parts of
the width and height, with a tolerance; not pixels. A pixel depends on the type that a machine has,
on how it smooths edges and on how WebGL is emulated, and a comparison that allows for all of these
no longer sees that a bar has moved. Positions do not depend on any of it. Screenshots of every view
are kept in ``test-results/explorer`` for people to look at.

When a picture is meant to change, this writes ``tests/cases/explorer/pictures`` anew; read what is
different: ``KG_NEW_PICTURES=1 pytest tests/explorer/browser/test_pictures.py``.
"""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from .conftest import CASES, Opener
from .pages import Explorer

pytestmark = pytest.mark.browser

PICTURES = CASES / "pictures"
#: In parts of the width or height of the picture.
TOLERANCE = 0.02
NEWEST = Path(__file__).parents[3] / "constraints" / "newest.txt"


def _structure(opened: Explorer, view: str) -> dict[str, Any]:
    if view != "network":
        found: dict[str, Any] = opened.call("structure", view)
        return found
    marks = opened.network()["marks"]
    low = [min(mark[at] for mark in marks) for at in "xy"]
    wide = [max(mark[at] for mark in marks) - low[n] or 1 for n, at in enumerate("xy")]
    return {
        mark["name"]: {
            "looks": mark["shape"],
            "parts": [
                ["at", *(round((mark[at] - low[n]) / wide[n], 3) for n, at in enumerate("xy"))]
            ],
        }
        for mark in marks
    }


@pytest.mark.parametrize("view", ["network", "timeline", "map", "compare"])
def test_the_same_picture(view: str, visit: Opener, kept: Path) -> None:
    opened = visit(f"view={view}", data="sanda")
    found = _structure(opened, view)
    opened.keep(kept, f"sanda-{view}")
    path = PICTURES / f"{view}.json"
    if os.environ.get("KG_NEW_PICTURES"):
        text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{text}\n", "utf-8")
    wanted = json.loads(path.read_text("utf-8"))
    assert set(found) == set(wanted)
    assert found
    # Other releases of networkx lay the network out differently: what is in it is compared.
    same = f"networkx=={version('networkx')}" in NEWEST.read_text("utf-8").splitlines()
    tolerance = TOLERANCE if same or view != "network" else 1.0
    for name, mark in found.items():
        assert mark["looks"] == wanted[name]["looks"], name
        for part, expected in zip(mark["parts"], wanted[name]["parts"], strict=True):
            assert part[0] == expected[0], name
            assert part[1:] == pytest.approx(expected[1:], abs=tolerance), name


def test_a_picture_is_not_empty(visit: Opener) -> None:
    """The network is really drawn: the colours of its kinds are on the screen."""
    opened = visit("", data="sanda")
    colours = {mark["fill"] for mark in opened.network()["marks"]}
    assert len(colours) >= 4
    assert colours <= opened.colours(opened.exported("PNG"))
