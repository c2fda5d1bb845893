"""One self-contained HTML file of a graph. The only module that imports pyvis.

pyvis 0.3.2 as it comes prints headings unescaped, loads Bootstrap from a remote host and lets the
browser compute a layout for a minute. So its ``Network`` gets a template of our own (with
autoescape), positions, and no physics, and the page gets a Content Security Policy: scripts run
only with the nonce, and nothing can be requested. All data stands in ``application/json`` blocks
and reaches the page as text, never as markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import files
from kg.graph import KnowledgeGraph
from kg.lenses import Lens
from kg.views import payload as payloads
from kg.views.bundle import ASSETS, script, style
from kg.views.figures import BOXED
from kg.views.records import Edge, Node, Payload

_SHAPES = {
    "actor": "dot", "event": "box", "series": "box", "prospect": "box", "date": "box",
    "place": "triangle",
}  # fmt: skip

_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False,
        "multiselect": False, "keyboard": False, "navigationButtons": False,
        "tooltipDelay": 100000, "zoomSpeed": 0.6, "hideEdgesOnDrag": False,
    },
    "nodes": {"labelHighlightBold": False, "scaling": {"label": {"drawThreshold": 5}}},
    "edges": {
        "smooth": False, "labelHighlightBold": False, "selectionWidth": 1.5, "hoverWidth": 1.0,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
        "scaling": {"label": {"drawThreshold": 5}},
    },
}  # fmt: skip


@dataclass(frozen=True)
class PageReport:
    """What a page holds: ``shown`` of the ``total`` entities that the graph's claims name."""

    shown: int
    total: int


def write(
    graph: KnowledgeGraph,
    path: Path,
    *,
    title: str | None = None,
    lens: Lens | None = None,
    limit: int = 400,
) -> PageReport:
    """Write the page.

    :param path: where; the folder is made, the file appears when it is whole.
    :param title: its heading; the names of the sources if not given.
    :param lens: a lens on the whole page; the page offers lenses of its own besides.
    :param limit: at most so many entities, the most connected; the page says how many are left out.
    :raises UsageError: when the limit is less than 1.
    :raises OSError: when the file cannot be written.
    """
    payload = payloads.build(graph, title=title, lens=lens, limit=limit)
    files.write_text(path, render(payload))
    return PageReport(payload["held"], payload["total"])


def render(payload: Payload) -> str:
    """The HTML of a page. The same payload gives the same characters."""
    import pyvis
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line", heading=payload["title"])
    net.nodes = [
        _node(node, number) for number, node in enumerate(payload["nodes"]) if node["rank"] >= 0
    ]
    net.edges = [
        {**_edge(edge, number), **bend}
        for number, (edge, bend) in enumerate(
            zip(payload["edges"], bends(payload["edges"]), strict=True)
        )
    ]
    net.set_options(json.dumps(_OPTIONS))
    net.templateEnv = Environment(
        loader=ChoiceLoader([FileSystemLoader(ASSETS), FileSystemLoader(net.template_dir)]),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    net.path = "page.html"
    styles, scripts = style(), script()
    net.templateEnv.globals.update(
        payload=payload,
        styles=styles,
        scripts=scripts,
        nonce=_nonce(payload, styles, scripts),
        pyvis_version=pyvis.__version__,
    )
    html: str = net.generate_html()
    return html


def _node(node: Node, number: int) -> dict[str, Any]:
    kind = node["kind"]
    found: dict[str, Any] = {
        "id": number,
        "label": "\n".join(node["lines"]),
        "shape": _SHAPES.get(kind, "dot"),
        "x": node["x"],
        "y": node["y"],
        "size": node["size"],
        "font": {"size": node["font"]},
    }
    if kind in BOXED:
        found["margin"] = 3 if kind == "date" else 7
        found["shapeProperties"] = {
            "borderRadius": {"event": 4, "series": 14}.get(kind, 3),
            "borderDashes": [5, 4] if kind == "prospect" else False,
        }
    return found


def _edge(edge: Edge, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "from": edge["s"],
        "to": edge["o"],
        "arrows": "to",
        "dashes": [6, 5] if edge["graph"] == "interpretations" else False,
    }


def bends(edges: list[Edge]) -> list[dict[str, Any]]:
    """How each edge is bent: straight where it is alone between its nodes (dashed curves are slow
    to draw), in arcs to both sides where there are several."""
    pairs = Counter(frozenset((edge["s"], edge["o"])) for edge in edges)
    seen: Counter[frozenset[int]] = Counter()
    found: list[dict[str, Any]] = []
    for edge in edges:
        pair = frozenset((edge["s"], edge["o"]))
        if pairs[pair] == 1:
            found.append({})
            continue
        number = seen[pair]
        seen[pair] += 1
        side = (number % 2 == 0) == (edge["s"] <= edge["o"])
        smooth = {
            "enabled": True,
            "type": "curvedCW" if side else "curvedCCW",
            "roundness": round(0.1 + 0.12 * (number // 2), 2),
        }
        found.append({"smooth": smooth})
    return found


def _nonce(payload: Payload, *assets: str) -> str:
    """A nonce from the page's content, so that the same graph gives the same bytes. It is no secret
    that an attacker would have to guess: no data gets into the page as markup."""
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode())
    for asset in assets:
        digest.update(asset.encode())
    return base64.b64encode(digest.digest()[:18]).decode()
