"""How large a node is drawn and how its label is broken: the same in the page and in pictures."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from kg.views.layout import Box
from kg.views.wording import wrap

#: Kinds drawn as a box around their label; the others are a mark with the label below.
BOXED = ("event", "series", "prospect", "date")

# Size of a label's letters by kind; the most connected actors and events get larger ones. Then how
# many characters and lines a label may take.
_FONT = {"actor": 14, "event": 14, "series": 14, "prospect": 13, "place": 13, "date": 12}
_WRAP = {"actor": (20, 4), "date": (18, 2), "place": (18, 2)}
_LEADING = 1.22
#: Width of a letter in units of its size, on average.
GLYPH = 0.56
#: Room between a box's edge and its label.
MARGIN = 7.0


@dataclass(frozen=True)
class Figure:
    """A node's label in lines, the size of its letters, half the height of its mark, and the room
    it takes."""

    lines: list[str]
    font: int
    size: float
    box: Box


def figure(kind: str, label: str, degree: int) -> Figure:
    """The figure of a node with so many edges."""
    width, most = _WRAP.get(kind, (22, 4))
    lines = wrap(label, width, most)
    font = _FONT.get(kind, 12)
    if kind in ("actor", "event", "series"):
        font += min(6, max(0, int(1.6 * math.sqrt(degree)) - 3))
    half = max(map(columns, lines)) * font * GLYPH / 2
    tall = len(lines) * font * _LEADING
    if kind in BOXED:
        size = tall / 2 + (MARGIN if kind != "date" else 3.0)
        return Figure(lines, font, size, Box(half + MARGIN + 1, size, size))
    size = round(min(24.0, 7.0 + 3.0 * math.sqrt(degree)), 1) if kind == "actor" else 6.0
    return Figure(lines, font, size, Box(max(half, size), size, size + tall + 4))


def columns(line: str) -> int:
    """Columns that a line takes: wide characters of East Asian scripts take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
