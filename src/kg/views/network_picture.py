"""The most connected part of a network as a static picture, for a README or a paper."""

from __future__ import annotations

import math
from collections import Counter

from kg.views import figures
from kg.views.drawing import COLOURS, Picture
from kg.views.records import Edge, Node, Payload
from kg.views.wording import wrap

_MARGIN = 24.0
_HEAD = 58.0
_FOOT = 54.0
_LEADING = 1.22

#: What must stay to be seen of a line that carries a label, and where along it a label may stand.
_SEEN = 44.0
_PLACES = (0.5, 0.42, 0.58, 0.34, 0.66)

#: Entries of the legend are broken into rows; no picture is narrower than the widest of them.
_NARROWEST = 640.0
_ROW = 22.0
_TITLE = 20.0
_ENTITIES = (
    ("actor", "actor"), ("event", "event"), ("series", "series"), ("place", "place"),
    ("date", "date"), ("prospect", "prospect (predicted, demanded, intended)"),
)  # fmt: skip
_LINES = (
    ("line", "reported by a speaker", "none"),
    ("interpretation", "interpreted by a speaker", "6 4"),
    ("disputed", "disputed", "none"),
)


def draw(payload: Payload) -> str:
    """The picture of the drawn nodes of a payload."""
    nodes = [node for node in payload["nodes"] if node["rank"] >= 0]
    reach = [_reach(node) for node in nodes] or [(0.0, 0.0, 600.0, 200.0)]
    left, top = min(r[0] for r in reach), min(r[1] for r in reach)
    across = max(r[2] for r in reach) - left
    width = max(across + 2 * _MARGIN, _NARROWEST)
    title = wrap(payload["title"], int((width - 2 * _MARGIN) / (_TITLE * figures.GLYPH)), 3)
    head = _HEAD + (len(title) - 1) * _TITLE * _LEADING
    rows = _rows(width)
    foot = _FOOT + (len(rows) - 1) * _ROW
    height = max(r[3] for r in reach) - top + 2 * _MARGIN + head + foot
    picture = Picture(
        width,
        height,
        payload["title"],
        f"Network of {len(nodes)} entities and {len(payload['edges'])} lines; each line is what a "
        "speaker reports (solid) or how a speaker interprets it (dashed).",
    )
    dx, dy = (width - across) / 2 - left, _MARGIN + head - top
    for at, line in enumerate(title):
        picture.text(_MARGIN, 34 + at * _TITLE * _LEADING, line, _TITLE, font_weight="650")
    words = "Who did what, where and when, and who says so"
    if payload["lens"]:
        words += f" · {payload['lens']}"
    picture.text(_MARGIN, head - 4, words, 13, fill=COLOURS["quiet"])
    heads = {
        name: picture.arrowhead(f"head-{name}", COLOURS[name])
        for name in ("line", "interpretation", "disputed")
    }
    taken: list[tuple[float, float, float, float]] = [
        (r[0] + dx, r[1] + dy, r[2] + dx, r[3] + dy) for r in reach
    ]
    beside: Counter[frozenset[int]] = Counter()
    for edge in payload["edges"]:
        pair = frozenset((edge["s"], edge["o"]))
        ox, oy = _aside(payload["nodes"], pair, beside[pair])
        beside[pair] += 1
        _edge(picture, edge, payload["nodes"], (dx + ox, dy + oy), heads, taken)
    for node in nodes:
        _node(picture, node, node["x"] + dx, node["y"] + dy)
    _legend(picture, rows, height - foot, len(nodes), payload)
    return str(picture)


def _reach(node: Node) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a node with its label."""
    half = max(map(figures.columns, node["lines"])) * node["font"] * figures.GLYPH / 2
    tall = len(node["lines"]) * node["font"] * _LEADING
    if node["kind"] in figures.BOXED:
        half += figures.MARGIN + 1
        return (
            node["x"] - half,
            node["y"] - node["size"],
            node["x"] + half,
            node["y"] + node["size"],
        )
    half = max(half, node["size"])
    bottom = node["y"] + node["size"] + tall + 4
    return node["x"] - half, node["y"] - node["size"], node["x"] + half, bottom


def _node(picture: Picture, node: Node, x: float, y: float) -> None:
    kind, size, font = node["kind"], node["size"], node["font"]
    border = COLOURS["disputed"] if node["disputed"] else COLOURS.get(kind, COLOURS["date"])
    wide = 2.6 if node["disputed"] or kind == "series" else 0.8 if kind == "date" else 1.4
    tall = len(node["lines"]) * font * _LEADING
    if kind in figures.BOXED:
        left, top, right, bottom = _reach(node)
        attributes: dict[str, str | float] = {
            "fill": COLOURS[f"{kind}-soft"], "stroke": border, "stroke_width": wide,
            "rx": {"event": 4, "series": 14}.get(kind, 3),
        }  # fmt: skip
        if kind == "prospect":
            attributes["stroke_dasharray"] = "5 4"
        picture.rect(
            x + left - node["x"], y + top - node["y"], right - left, bottom - top, **attributes
        )
        first = y - tall / 2
    elif kind == "actor":
        picture.add("circle", cx=x, cy=y, r=size, fill=COLOURS["actor"])
        first = y + size + 3
    else:
        points = (
            f"{x:.1f},{y - size:.1f} {x - size:.1f},{y + size:.1f} {x + size:.1f},{y + size:.1f}"
        )
        picture.add("polygon", points=points, fill=COLOURS["place"])
        first = y + size + 3
    for at, words in enumerate(node["lines"]):
        picture.text(
            x, first + (at + 0.8) * font * _LEADING, words, font, text_anchor="middle",
            fill=COLOURS["quiet" if kind in ("date", "place") else "ink"],
            paint_order="stroke", stroke=COLOURS["paper"] if kind in ("actor", "place") else "none",
            stroke_width=3 if kind in ("actor", "place") else 0,
        )  # fmt: skip


def _edge(
    picture: Picture,
    edge: Edge,
    nodes: list[Node],
    move: tuple[float, float],
    heads: dict[str, str],
    taken: list[tuple[float, float, float, float]],
) -> None:
    one, other = nodes[edge["s"]], nodes[edge["o"]]
    if edge["s"] == edge["o"]:
        return
    name = "interpretation" if edge["graph"] == "interpretations" else "line"
    name = "disputed" if edge["disputed"] else name
    a = _border(one, other["x"], other["y"])
    b = _border(other, one["x"], one["y"])
    x1, y1, x2, y2 = a[0] + move[0], a[1] + move[1], b[0] + move[0], b[1] + move[1]
    extra: dict[str, str | float] = (
        {"stroke_dasharray": "6 4"} if edge["graph"] == "interpretations" else {}
    )
    picture.line(
        x1, y1, x2, y2, stroke=COLOURS[name], stroke_width=2.2 if edge["disputed"] else 1.1,
        marker_end=heads[name], **extra,
    )  # fmt: skip
    found = _place(x1, y1, x2, y2, edge["label"], taken)
    if found:
        picture.text(
            found[0], found[1] + 3.5, edge["label"], 10, text_anchor="middle",
            fill=COLOURS["quiet"], paint_order="stroke", stroke=COLOURS["paper"], stroke_width=4,
        )  # fmt: skip


def _place(
    x1: float, y1: float, x2: float, y2: float, label: str,
    taken: list[tuple[float, float, float, float]],
) -> tuple[float, float] | None:  # fmt: skip
    """Where a label stands on its line without covering anything or most of the line; it is taken
    from then on."""
    half, tall = len(label) * 2.6 + 3, 7.0
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    along, down = abs(x2 - x1) / length, abs(y2 - y1) / length
    covered = 2 * min(half / along if along else math.inf, tall / down if down else math.inf)
    if length - covered < _SEEN:
        return None
    for share in _PLACES:
        x, y = x1 + (x2 - x1) * share, y1 + (y2 - y1) * share
        room = (x - half, y - tall, x + half, y + tall)
        if not any(
            room[0] < r[2] and r[0] < room[2] and room[1] < r[3] and r[1] < room[3] for r in taken
        ):
            taken.append(room)
            return x, y
    return None


def _aside(nodes: list[Node], pair: frozenset[int], number: int) -> tuple[float, float]:
    """How far the second and further lines between two nodes are moved to one side or the other."""
    if not number or len(pair) < 2:
        return 0.0, 0.0
    a, b = (nodes[at] for at in sorted(pair))
    dx, dy = b["x"] - a["x"], b["y"] - a["y"]
    distance = math.hypot(dx, dy) or 1.0
    step = 7.0 * ((number + 1) // 2) * (1 if number % 2 else -1)
    return -dy / distance * step, dx / distance * step


def _border(node: Node, x: float, y: float) -> tuple[float, float]:
    """Where a line from a node's middle to a point leaves its mark."""
    dx, dy = x - node["x"], y - node["y"]
    distance = math.hypot(dx, dy) or 1.0
    if node["kind"] not in figures.BOXED:
        share = (node["size"] + 2) / distance
    else:
        left, top, right, bottom = _reach(node)
        across = (right - left) / 2 / abs(dx) if dx else math.inf
        along = (bottom - top) / 2 / abs(dy) if dy else math.inf
        share = min(across, along) + 2 / distance
    share = min(share, 0.9)
    return node["x"] + dx * share, node["y"] + dy * share


def _rows(width: float) -> list[list[tuple[float, int]]]:
    """The legend's entries by row, each with its left edge."""
    rows: list[list[tuple[float, int]]] = [[]]
    x = _MARGIN
    for at, entry in enumerate((*_ENTITIES, *_LINES)):
        taken = (34 if at < len(_ENTITIES) else 44) + len(entry[1]) * 6.4
        if rows[-1] and x + taken - 10 > width - _MARGIN:
            rows.append([])
            x = _MARGIN
        rows[-1].append((x, at))
        x += taken
    return rows


def _legend(
    picture: Picture,
    rows: list[list[tuple[float, int]]],
    top: float,
    shown: int,
    payload: Payload,
) -> None:
    y = top + 20
    for row in rows:
        for x, at in row:
            if at < len(_ENTITIES):
                _sample(picture, *_ENTITIES[at], x, y)
            else:
                name, words, dashes = _LINES[at - len(_ENTITIES)]
                picture.line(
                    x, y, x + 26, y, stroke=COLOURS[name], stroke_width=2, stroke_dasharray=dashes
                )
                picture.text(x + 31, y + 4, words, 12, fill=COLOURS["quiet"])
        y += _ROW
    picture.text(
        _MARGIN, y + 2, f"The {shown} most connected of {payload['total']} entities. "
        "Predictions, demands, hypotheses and denials are never lines.", 12, fill=COLOURS["quiet"],
    )  # fmt: skip


def _sample(picture: Picture, kind: str, words: str, x: float, y: float) -> None:
    if kind == "actor":
        picture.add("circle", cx=x + 7, cy=y, r=6, fill=COLOURS[kind])
    elif kind == "place":
        points = f"{x + 7:.1f},{y - 6:.1f} {x + 1:.1f},{y + 6:.1f} {x + 13:.1f},{y + 6:.1f}"
        picture.add("polygon", points=points, fill=COLOURS[kind])
    else:
        picture.rect(
            x, y - 6, 16, 12, rx=6 if kind == "series" else 3, fill=COLOURS[f"{kind}-soft"],
            stroke=COLOURS[kind], stroke_width={"series": 2.4, "date": 0.8}.get(kind, 1.4),
            stroke_dasharray="3 2" if kind == "prospect" else "none",
        )  # fmt: skip
    picture.text(x + 21, y + 4, words, 12, fill=COLOURS["quiet"])
