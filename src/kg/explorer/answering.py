"""The questions of the explorer by name: written parameters in, plain values out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from kg import iris
from kg.errors import UsageError
from kg.explorer import (
    asking,
    choice,
    comparing,
    exporting,
    lines,
    near,
    overview,
    placing,
    reading,
    view,
)
from kg.explorer.choice import Choice
from kg.explorer.records import (
    Catalogue,
    Comparison,
    Figure,
    Near,
    Overview,
    Path,
    Speakers,
    Terms,
    View,
)
from kg.graph import KnowledgeGraph
from kg.network import NODE_KINDS, PATH_KINDS
from kg.views.wording import clean

Given: TypeAlias = Mapping[str, str]

#: Entities that ``with`` or ``only`` may name.
MOST_MORE = 500


def prepare(graph: KnowledgeGraph) -> None:
    """Read and compute what every picture needs, before anybody waits for one."""
    index = reading.of(graph)
    _ = index.shorts, index.by_entity, index.by_proposition, index.rank, index.counts, index.quoted
    _ = index.affirms, index.by_speaker
    found = lines.of(graph, Choice(None))
    _ = found.degrees, found.at, found.first
    placing.base(graph)
    overview.positions(graph)
    choice.under(graph, choice.parse(graph, "corroborated", "").lens)


def _view(graph: KnowledgeGraph, given: Given) -> View:
    around = given.get("around", "")
    scope = view.Scope(
        limit=_number(given, "limit", view.NODES),
        around=_entity(graph, around) if around else -1,
        hops=_number(given, "hops", 1),
        more=_entities(graph, given, "with"),
        only=_entities(graph, given, "only"),
        metrics=given.get("metrics", "") in ("1", "true"),
    )
    return view.build(graph, _choice(graph, given), scope)


def _near(graph: KnowledgeGraph, given: Given) -> Near:
    return near.near(graph, _choice(graph, given), _entity(graph, _one(given, "of")))


def _path(graph: KnowledgeGraph, given: Given) -> Path:
    kinds = [part for part in given.get("via", "").split(",") if part] or list(PATH_KINDS)
    if unknown := set(kinds) - set(NODE_KINDS):
        raise UsageError(f"{min(unknown)!r} is no kind.", cure=f"{', '.join(NODE_KINDS)}.")
    ends = _entity(graph, _one(given, "from")), _entity(graph, _one(given, "to"))
    return near.path(graph, _choice(graph, given), *ends, kinds)


def _overview(graph: KnowledgeGraph, given: Given) -> Overview:
    return overview.build(graph, _choice(graph, given))


def _speakers(graph: KnowledgeGraph, given: Given) -> Speakers:
    index = reading.of(graph)
    counts = {speaker: len(claims) for speaker, claims in index.by_speaker.items()}
    ranked = sorted(counts, key=lambda at: (-counts[at], index.label(at)))
    return Speakers(
        total=len(ranked),
        speakers=[
            {
                "id": clean(iris.compact(index.entities[at])),
                "label": clean(index.label(at)),
                "claims": counts[at],
            }
            for at in ranked[: _number(given, "limit", 500)]
        ],
    )


def _compare(graph: KnowledgeGraph, given: Given) -> Comparison:
    return comparing.build(graph, _one(given, "left"), _one(given, "right"))


def _figures(graph: KnowledgeGraph, given: Given) -> list[Figure]:
    index = reading.of(graph)
    about = [graph.lookup.iri(given["about"])] if given.get("about") else ()
    return comparing.figures(index, about)


def _catalogue(graph: KnowledgeGraph, given: Given) -> Catalogue:
    return asking.catalogue()


def _terms(graph: KnowledgeGraph, given: Given) -> Terms:
    return asking.terms(graph)


#: Questions by name, each with the parameters that it takes.
QUESTIONS: dict[str, tuple[Callable[[KnowledgeGraph, Given], Any], tuple[str, ...]]] = {
    "view": (_view, ("lens", "mode", "around", "hops", "limit", "with", "only", "metrics")),
    "near": (_near, ("of", "lens", "mode")),
    "path": (_path, ("from", "to", "via", "lens", "mode")),
    "overview": (_overview, ("lens", "mode")),
    "speakers": (_speakers, ("limit",)),
    "compare": (_compare, ("left", "right")),
    "figures": (_figures, ("about",)),
    "catalogue": (_catalogue, ()),
    "terms": (_terms, ()),
}


def answer(graph: KnowledgeGraph, question: str, given: Given) -> bytes:
    """The answer to a question, as JSON in UTF-8.

    :raises UsageError: for an unknown question or parameter, or a value that does not fit.
    """
    if question not in QUESTIONS:
        raise UsageError(f"There is no question {question!r}.", cure=f"{', '.join(QUESTIONS)}.")
    ask, known = QUESTIONS[question]
    if unknown := sorted(set(given) - set(known)):
        has = ", ".join(known) or "none"
        raise UsageError(f"{question!r} has no parameter {unknown[0]!r}.", cure=f"It has: {has}.")
    found = ask(graph, given)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace")


def export(graph: KnowledgeGraph, given: Given, body: bytes) -> tuple[str, bytes]:
    """What is shown as a file: its media type and its bytes.

    :param body: JSON: ``{"claims": ["claim:…", …], "title": "…"}``.
    :raises UsageError: for a body of another shape, and as :func:`kg.explorer.exporting.write`.
    """
    if unknown := sorted(set(given) - {"format", "lens", "mode"}):
        raise UsageError(f"'export' has no parameter {unknown[0]!r}.")
    try:
        wanted = json.loads(body)
        claims, title = wanted["claims"], str(wanted.get("title", ""))[:200]
        if not all(isinstance(claim, str) for claim in claims):
            raise TypeError
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UsageError(
            "The body is not what is expected.", cure='Send {"claims": ["claim:…", …]} as JSON.'
        ) from None
    name = _one(given, "format")
    data = exporting.write(graph, name, _choice(graph, given), claims, title)
    return exporting.FORMATS[name][0], data


def _choice(graph: KnowledgeGraph, given: Given) -> Choice:
    return choice.parse(graph, given.get("lens", ""), given.get("mode", ""))


def _one(given: Given, name: str) -> str:
    if not given.get(name):
        raise UsageError(f"`{name}` is missing.")
    return given[name]


def _number(given: Given, name: str, default: int) -> int:
    text = given.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UsageError(f"`{name}` is a whole number, not {text[:40]!r}.")
    return int(text)


def _entities(graph: KnowledgeGraph, given: Given, name: str) -> tuple[int, ...]:
    parts = [part for part in given.get(name, "").split(",") if part]
    if len(parts) > MOST_MORE:
        raise UsageError(f"`{name}` names {len(parts)} entities; {MOST_MORE} are the most.")
    return tuple(dict.fromkeys(_entity(graph, part) for part in parts))


def _entity(graph: KnowledgeGraph, name: str) -> int:
    """The number of an entity by prefixed name, IRI, key or label; of a date too."""
    index = reading.of(graph)
    at = index.at.get(iris.expand(name) or name)
    if at is None:
        at = index.at.get(graph.lookup.iri(name))
    if at is None:
        raise UsageError(f"No claim names {name!r}.")
    return at
