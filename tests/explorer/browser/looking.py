"""What is looked at under every circumstance (accessible? narrow?): each view, and each thing that
opens over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .pages import Explorer
from .steps import Steps

CLAIM: list[dict[str, Any]] = [
    {"click": ".claims tbody th button >> nth=0"},
    {"see": {"#panel .kind": "Claim"}},
    {"open_all": "#panel"},
]
PLOT = "view=table&sel=event:villepinte_plot_2018"
EXPANDED: list[dict[str, Any]] = [
    {"press": "e"}, {"count": {"dialog.expanding": 1}}, {"open_all": "dialog"},
]  # fmt: skip


@dataclass(frozen=True)
class Look:
    """A state with what is opened on it."""

    name: str
    open: str
    do: list[dict[str, Any]] = field(default_factory=list)

    def at(self, opened: Explorer) -> None:
        """Do what leads there; the address is open already."""
        Steps(opened).run(self.do)
        opened.settled()


#: Of the seed: an address, and what is opened there.
LOOKS = [
    Look("network", ""),
    Look("network-list", "", [{"click": ".network-switch button >> nth=0"}]),
    Look("network-lens", "lens=disputed&mode=report"),
    Look("timeline", "view=timeline"),
    Look("timeline-list", "view=timeline", [{"click": ".timeline .switch"}]),
    Look("map", "view=map&sel=place:tehran"),
    Look("text", "view=text", [{"choose": {"#text-colours": "speaker"}}]),
    Look("table", "view=table&find=2019", CLAIM),
    Look("ask", "view=ask&ask=claims/predictions?"),
    Look("ask-sparql", "view=ask&ask=sparql:SELECT+?e+{+?e+a+ae:Event+}+LIMIT+5"),
    Look("ask-bars", "view=ask&ask=places/by-events"),
    Look("compare", "view=compare&left=actor:hamid_enayat&right=actor:iranian_government"),
    Look("figures", "view=compare"),
    Look("beside", "view=text&second=timeline&sel=event:june_1981_protests"),
    Look("path", "view=table&path=event:villepinte_plot_2018,event:protests_nov_2019"),
    Look("lens-open", "view=compare", [{"click": "#lens"}, {"count": {".popup .choice": ">5"}}]),
    Look("mode-open", "view=compare", [{"click": "#mode"}, {"count": {".mode-row": ">3"}}]),
    Look("menu-open", "view=compare", [{"click": "#menu"}]),
    Look("palette-open", "view=compare", [{"press": "Control+k"}]),
    Look("export-open", "view=compare", [{"press": "x"}, {"count": {"dialog.exporting": 1}}]),
    Look("expand-open", PLOT, EXPANDED),
    Look("choose-open", PLOT, [{"press": "c"}, {"count": {"#choose-list li": ">3"}}]),
    Look("search-open", "view=compare", [{"search": "mojahedin"}]),
    Look("tour-open", "view=compare", [{"press": "t"}, {"count": {".tour": 1}}]),
    Look("nothing", "view=timeline&from=1700-01-01&to=1700-12-31"),
]  # fmt: skip
