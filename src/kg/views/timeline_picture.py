"""Dated events as a static picture: one row each, fuzzy bars from the four bounds of a date.

A dark bar is what the date holds for certain (from the latest begin to the earliest end), a light
one what it may touch. Only dates that a speaker gives in an affirmed report are here: what is
predicted, demanded or imagined has no row, and neither has what is undated.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kg import iris, sparql
from kg.graph import KnowledgeGraph
from kg.views.drawing import COLOURS, Picture
from kg.views.wording import wrap

_DATED = """
SELECT DISTINCT ?event ?date ?label ?eb ?lb ?ee ?le ?words {
  ?claim ae:contributesTo graph:edges ; ae:proposition ?prop .
  ?prop rdf:subject ?event ; rdf:predicate ae:date ; rdf:object ?date .
  ?date rdfs:label ?label .
  OPTIONAL { ?date sem:hasEarliestBeginTimeStamp ?eb }
  OPTIONAL { ?date sem:hasLatestBeginTimeStamp ?lb }
  OPTIONAL { ?date sem:hasEarliestEndTimeStamp ?ee }
  OPTIONAL { ?date sem:hasLatestEndTimeStamp ?le }
  OPTIONAL { ?claim ae:resolution ?resolution . ?resolution ae:resolvesTo ?date ; ae:words ?words }
} ORDER BY ?event ?date DESC(BOUND(?words)) ?words"""
_TYPES = """
SELECT DISTINCT ?event ?top ?label {
  ?event ae:eventType/skos:broader* ?top .
  ?top skos:topConceptOf ?scheme ; skos:prefLabel ?label .
} ORDER BY ?event ?top"""
_EVENTS = """
SELECT DISTINCT ?event {
  ?claim ae:contributesTo graph:edges ; ae:proposition/(rdf:subject|rdf:object) ?event .
  ?event a ae:Event .
}"""

#: So many rows stay readable; of more, the events that most claims are about are drawn.
MOST = 60

_WIDTH = 1080.0
_LEFT = 390.0
_RIGHT = 24.0
_TOP = 84.0
_ROW = 25.0
_STEP = 8.0
_BAR = 6.0
_OPEN = 34.0
_LABEL = 60
_COLOURS = {
    "collective action": "#c2680c", "violence": "#7f1d4a", "security or legal measure": "#1d5f8a",
    "public communication": "#3f6b2b", "gathering": "#5b4a9e", "plot": "#4b5563",
    "economic event": "#0f766e", "armed conflict": "#991b1b", "diplomacy": "#0369a1",
    "political process": "#a16207",
}  # fmt: skip
_OTHER = "#6b7280"


@dataclass(frozen=True)
class Span:
    """One date that speakers give: its label and wording, and the four bounds."""

    label: str
    words: str
    bounds: tuple[date | None, date | None, date | None, date | None]

    @property
    def first(self) -> date | None:
        """The first day it may touch."""
        return self.bounds[0] or self.bounds[1]


@dataclass
class Row:
    """An event or series with its dates."""

    iri: str
    label: str
    kind: str
    type: str = ""
    spans: list[Span] = field(default_factory=list)


def draw(graph: KnowledgeGraph, title: str) -> str:
    """The picture of all dated events and series of a graph."""
    every = read(graph)
    rows = _most(graph, every)
    tall = [
        _ROW + max(_STEP * (len(row.spans) - 1), 15.0 * (len(wrap(row.label, _LABEL, 3)) - 1))
        for row in rows
    ]
    height = _TOP + sum(tall) + 78
    picture = Picture(
        _WIDTH,
        height,
        f"Timeline: {title}",
        f"{len(rows)} dated events and series, as speakers date them.",
    )
    picture.text(24, 34, title, 20, font_weight="650")
    picture.text(24, 54, "Events as speakers date them", 13, fill=COLOURS["quiet"])
    axis = Axis.of(rows)
    axis.draw(picture, _TOP, height - 70)
    types = [name for name, _ in Counter(row.type for row in rows).most_common()]
    colours = {name: _COLOURS.get(name, _OTHER) for name in types}
    y = _TOP + 6
    for row, space in zip(rows, tall, strict=True):
        _row(picture, axis, row, y, space, colours[row.type])
        y += space
    left = (len(every), _undated(graph, every))
    _legend(picture, colours, rows, height, left)
    return str(picture)


def read(graph: KnowledgeGraph) -> list[Row]:
    """Dated events and series, by their first day."""
    lookup = graph.lookup
    types: dict[str, str] = {}
    for event, _, label in graph.select(sparql.prologue() + _TYPES).rows:
        types.setdefault(str(event), str(label))
    rows: dict[str, Row] = {}
    seen: set[tuple[str, str]] = set()
    for event, when, label, *rest in graph.select(sparql.prologue() + _DATED).rows:
        kind = (iris.split_id(str(event)) or ("",))[0]
        if kind not in ("event", "series") or (str(event), str(when)) in seen:
            continue
        seen.add((str(event), str(when)))
        row = rows.setdefault(str(event), Row(str(event), lookup.label(str(event)), kind))
        row.type = types.get(str(event), "other")
        bounds = [None if bound is None else _day(str(bound)) for bound in rest[:4]]
        span = Span(str(label), str(rest[4] or ""), (bounds[0], bounds[1], bounds[2], bounds[3]))
        if any(span.bounds):
            row.spans.append(span)
    dated = [row for row in rows.values() if row.spans]
    for row in dated:
        row.spans.sort(key=lambda span: (span.first or date.min, span.label))
    return sorted(dated, key=lambda row: (row.spans[0].first or date.min, row.label, row.iri))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:  # a year before 1 or after 9999: nothing to draw
        return None


def _undated(graph: KnowledgeGraph, dated: Iterable[Row]) -> int:
    """How many events speakers report without a date."""
    events = {str(row[0]) for row in graph.select(sparql.prologue() + _EVENTS).rows}
    return len(events - {row.iri for row in dated})


def _most(graph: KnowledgeGraph, rows: list[Row]) -> list[Row]:
    """The rows that most claims are about, in their order."""
    if len(rows) <= MOST:
        return rows
    body = """SELECT ?event (COUNT(?claim) AS ?count) {
      ?prop rdf:subject ?event . ?claim ae:proposition ?prop } GROUP BY ?event"""
    found = graph.select(sparql.prologue() + body).rows
    counts = {str(event): int(str(count)) for event, count in found}
    ranked = sorted(rows, key=lambda row: (-counts.get(row.iri, 0), row.iri))
    kept = {row.iri for row in ranked[:MOST]}
    return [row for row in rows if row.iri in kept]


@dataclass(frozen=True)
class Axis:
    """Years from left to right; a year in which nothing is dated to the year is drawn narrower."""

    edges: dict[int, tuple[float, float]]
    busy: frozenset[int]

    @classmethod
    def of(cls, rows: list[Row]) -> Axis:
        """An axis that holds all bounds of the rows."""
        days = [bound for row in rows for span in row.spans for bound in span.bounds if bound]
        first, last = (min(days).year, max(days).year) if days else (2000, 2001)
        counts: Counter[int] = Counter()
        for row in rows:
            for span in row.spans:
                known = [bound.year for bound in span.bounds if bound]
                if max(known) - min(known) <= 1:
                    counts.update(set(known))
        weights = {
            year: 2.2 + 1.1 * math.sqrt(counts[year]) if counts[year] else 0.3
            for year in range(first, last + 1)
        }
        unit = (_WIDTH - _LEFT - _RIGHT - _OPEN) / sum(weights.values())
        edges: dict[int, tuple[float, float]] = {}
        x = _LEFT
        for year, weight in weights.items():
            edges[year] = (x, x + weight * unit)
            x += weight * unit
        return cls(edges, frozenset(counts))

    def at(self, day: date) -> float:
        """Where a day lies."""
        left, right = self.edges[day.year]
        days = (date(day.year, 12, 31) - date(day.year, 1, 1)).days + 1
        return left + (right - left) * (day - date(day.year, 1, 1)).days / days

    def draw(self, picture: Picture, top: float, bottom: float) -> None:
        """Shaded years with their names."""
        free = -math.inf
        for year, (left, right) in self.edges.items():
            if year in self.busy:
                picture.rect(left, top, right - left, bottom - top, fill="#f6f4ef")
            picture.line(left, top, left, bottom, stroke=COLOURS["paper"], stroke_width=1)
            middle = (left + right) / 2
            if year in self.busy and middle - free >= 27:
                for y in (top - 6, bottom + 14):
                    picture.text(
                        middle, y, str(year), 11, text_anchor="middle", fill=COLOURS["quiet"]
                    )
                free = middle


def _row(picture: Picture, axis: Axis, row: Row, y: float, space: float, colour: str) -> None:
    middle = y + space / 2
    label = wrap(row.label, _LABEL, 3)
    for at, part in enumerate(label):
        picture.text(
            _LEFT - 12, middle + 4 + 15 * (at - (len(label) - 1) / 2), part, 12.5,
            text_anchor="end", font_style="italic" if row.kind == "series" else "normal",
        )  # fmt: skip
    picture.line(
        _LEFT, y + space, _WIDTH - _RIGHT, y + space, stroke=COLOURS["rule"], stroke_width=0.5
    )
    left, right = math.inf, -math.inf
    for at, span in enumerate(row.spans):
        top = middle - _BAR / 2 + (at - (len(row.spans) - 1) / 2) * _STEP
        a, b = _bar(picture, axis, span, top, colour, row.kind == "series")
        left, right = min(left, a), max(right, b)
    full = [_wording(span) for span in row.spans]
    for words in ("; ".join(full), "; ".join(span.label for span in row.spans), f"{full[0]}; …"):
        after = right + 6 + len(words) * 5.4 <= _WIDTH - 8
        if after or left - 6 - len(words) * 5.4 >= _LEFT:
            picture.text(
                right + 6 if after else left - 6, middle + 4, words, 10.5, fill=COLOURS["quiet"],
                text_anchor="start" if after else "end", paint_order="stroke",
                stroke=COLOURS["paper"], stroke_width=3,
            )  # fmt: skip
            break


def _wording(span: Span) -> str:
    return f"{span.label} (“{wrap(span.words, 28, 1)[0]}”)" if span.words else span.label


def _bar(
    picture: Picture, axis: Axis, span: Span, top: float, colour: str, series: bool
) -> tuple[float, float]:
    """Draw one date; returns where it begins and ends."""
    eb, lb, ee, le = span.bounds
    begin = axis.at(eb) if eb else axis.at(lb or ee or le or date.min) - _OPEN
    day = 1.5
    end = axis.at(le) + day if le else axis.at(ee or lb or eb or date.min) + _OPEN
    end = max(end, begin + 5)
    picture.rect(begin, top, end - begin, _BAR, rx=2.5, fill=colour, fill_opacity=0.28)
    if lb and ee and lb <= ee:
        sure, until = axis.at(lb), max(axis.at(ee) + day, axis.at(lb) + 5)
        fill = COLOURS["paper"] if series else colour
        picture.rect(
            sure, top, until - sure, _BAR, rx=2.5, fill=fill, stroke=colour,
            stroke_width=1.2 if series else 0,
        )  # fmt: skip
    for open_, x, turn in ((not le, end, 1), (not eb, begin, -1)):
        if open_:
            corners = ((x, top - 1), (x + 6 * turn, top + _BAR / 2), (x, top + _BAR + 1))
            points = " ".join(f"{px:.1f},{py:.1f}" for px, py in corners)
            picture.add("polygon", points=points, fill=colour, fill_opacity=0.45)
    return (begin - 6 if not eb else begin), (end + 6 if not le else end)


def _legend(
    picture: Picture,
    colours: dict[str, str],
    rows: list[Row],
    height: float,
    left: tuple[int, int],
) -> None:
    x, y = 24.0, height - 34
    dated, undated = left
    quiet = COLOURS["quiet"]
    for name, colour in colours.items():
        picture.rect(x, y - 6, 14, _BAR, rx=2.5, fill=colour)
        picture.text(x + 19, y, name, 11.5, fill=quiet)
        x += 32 + len(name) * 6.2
    notes = [
        "Dark: certain. Light: may reach so far; with a tip: open.",
        "In italics, hollow: series." if any(row.kind == "series" for row in rows) else "",
        "Years to which nothing is dated are narrower.",
        f"The {len(rows)} of {dated} with the most claims." if dated > len(rows) else "",
        f"{undated} events that no speaker dates are left out." if undated else "",
    ]
    picture.text(24, y + 20, " ".join(note for note in notes if note), 11.5, fill=quiet)
