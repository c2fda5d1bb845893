"""SVG elements: a small layer over ``xml.etree``, which escapes all text and attributes."""

from __future__ import annotations

from xml.etree import ElementTree

from kg.views.wording import clean

SVG = "http://www.w3.org/2000/svg"
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"

#: Colours on white paper; the same as those of the page by day.
COLOURS: dict[str, str] = {
    "paper": "#ffffff", "ink": "#1c2430", "quiet": "#596273", "rule": "#e2dfd8",
    "actor": "#2463a8", "actor-soft": "#dcebfa", "event": "#a8481c", "event-soft": "#fdebdf",
    "series": "#8a6a0a", "series-soft": "#fbf3d3", "place": "#2c7a4b", "date": "#5b6370",
    "date-soft": "#eef0f3",
    "prospect": "#75499b", "prospect-soft": "#fbf8fe", "line": "#8c97a8",
    "interpretation": "#8f6fb8", "disputed": "#c01530",
}  # fmt: skip


class Picture:
    """An SVG that is being drawn.

    :param title: what it shows, for those who do not see it; ``description`` says more.
    """

    def __init__(self, width: float, height: float, title: str, description: str) -> None:
        self.root = ElementTree.Element(
            "svg",
            {
                "xmlns": SVG, "viewBox": f"0 0 {number(width)} {number(height)}", "role": "img",
                "width": number(width), "height": number(height), "font-family": FONT,
            },
        )  # fmt: skip
        ElementTree.SubElement(self.root, "title").text = clean(title)
        ElementTree.SubElement(self.root, "desc").text = clean(description)
        self.rect(0, 0, width, height, fill=COLOURS["paper"], rx=8)

    def add(self, name: str, **attributes: str | float) -> ElementTree.Element:
        """An element; underscores in attribute names stand for hyphens."""
        texts = {
            key.replace("_", "-"): value if isinstance(value, str) else number(value)
            for key, value in attributes.items()
        }
        return ElementTree.SubElement(self.root, name, texts)

    def rect(
        self, x: float, y: float, width: float, height: float, **attributes: str | float
    ) -> None:
        """A rectangle."""
        self.add("rect", x=x, y=y, width=width, height=height, **attributes)

    def line(self, x1: float, y1: float, x2: float, y2: float, **attributes: str | float) -> None:
        """A line."""
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)

    def text(self, x: float, y: float, words: str, size: float, **attributes: str | float) -> None:
        """One line of text."""
        attributes.setdefault("fill", COLOURS["ink"])
        element = self.add("text", x=x, y=y, font_size=size, **attributes)
        element.text = clean(words)

    def arrowhead(self, name: str, colour: str) -> str:
        """Define an arrowhead; returns what a line's ``marker_end`` takes."""
        marker = ElementTree.SubElement(
            self.root,
            "marker",
            {
                "id": name, "viewBox": "0 0 8 8", "refX": "7.5", "refY": "4", "markerWidth": "7",
                "markerHeight": "7", "markerUnits": "userSpaceOnUse", "orient": "auto",
            },
        )  # fmt: skip
        ElementTree.SubElement(marker, "path", {"d": "M0 0 L8 4 L0 8 z", "fill": colour})
        return f"url(#{name})"

    def __str__(self) -> str:
        ElementTree.indent(self.root, " ")
        return ElementTree.tostring(self.root, encoding="unicode") + "\n"


def number(value: float) -> str:
    """A number without needless digits.

    >>> number(12.0), number(1.26)
    ('12', '1.3')
    """
    return f"{round(value, 1):g}" if abs(value) < 100000 else str(round(value))
