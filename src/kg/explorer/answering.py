"""The questions of the explorer answered: written parameters in, plain values out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

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
from kg.explorer.answers import Catalogue, Comparison, Figures, Speakers, Terms
from kg.explorer.choice import Choice
from kg.explorer.questions import (
    CATALOGUE,
    COMPARE,
    EXPORT,
    FIGURES,
    NEAR,
    OVERVIEW,
    PATH,
    QUESTIONS,
    SPEAKERS,
    TERMS,
    VIEW,
    Given,
    Question,
    check,
)
from kg.explorer.records import Near, Overview, Path, View
from kg.graph import KnowledgeGraph
from kg.network import NODE_KINDS, PATH_KINDS
from kg.views.wording import clean


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
    scope = choice.Scope(
        limit=_number(VIEW, given, "limit"),
        around=_entity(graph, around) if around else -1,
        hops=_number(VIEW, given, "hops"),
        more=_entities(graph, given, "with"),
        only=_entities(graph, given, "only"),
        metrics=_truth(given, "metrics"),
    )
    return view.build(graph, _choice(graph, given), scope)


def _near(graph: KnowledgeGraph, given: Given) -> Near:
    return near.near(graph, _choice(graph, given), _entity(graph, given["of"]))


def _path(graph: KnowledgeGraph, given: Given) -> Path:
    kinds = [part for part in given.get("via", "").split(",") if part] or list(PATH_KINDS)
    if unknown := set(kinds) - set(NODE_KINDS):
        raise UsageError(f"{min(unknown)!r} is no kind.", cure=f"{', '.join(NODE_KINDS)}.")
    ends = _entity(graph, given["from"]), _entity(graph, given["to"])
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
            for at in ranked[: _number(SPEAKERS, given, "limit")]
        ],
    )


def _compare(graph: KnowledgeGraph, given: Given) -> Comparison:
    return comparing.build(graph, given["left"], given["right"])


def _figures(graph: KnowledgeGraph, given: Given) -> Figures:
    index = reading.of(graph)
    about = [graph.lookup.iri(given["about"])] if given.get("about") else ()
    return Figures(figures=comparing.figures(index, about))


def _catalogue(graph: KnowledgeGraph, given: Given) -> Catalogue:
    return asking.catalogue(graph)


def _terms(graph: KnowledgeGraph, given: Given) -> Terms:
    return asking.terms(graph)


_ANSWERS: dict[str, Callable[[KnowledgeGraph, Given], Any]] = {
    VIEW.name: _view,
    NEAR.name: _near,
    PATH.name: _path,
    OVERVIEW.name: _overview,
    SPEAKERS.name: _speakers,
    COMPARE.name: _compare,
    FIGURES.name: _figures,
    CATALOGUE.name: _catalogue,
    TERMS.name: _terms,
}


def answer(graph: KnowledgeGraph, question: str, given: Given) -> bytes:
    """The answer to a question, as JSON in UTF-8.

    :raises UsageError: for an unknown question or parameter, or a value that does not fit.
    :raises kg.errors.UnknownEntity: for a name that nobody and nothing has; with the nearest.
    """
    if question not in QUESTIONS:
        raise UsageError(f"There is no question {question!r}.", cure=f"{', '.join(QUESTIONS)}.")
    given = QUESTIONS[question].checked(given)
    found = _ANSWERS[question](graph, given)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace")


def export(graph: KnowledgeGraph, given: Given, body: bytes) -> tuple[str, bytes]:
    """What is shown as a file: its media type and its bytes.

    :param body: JSON: ``{"claims": ["claim:…", …], "title": "…"}``.
    :raises UsageError: for a body of another shape, and as :func:`kg.explorer.exporting.write`.
    """
    check("export", EXPORT, given)
    try:
        wanted = json.loads(body)
        claims, title = wanted["claims"], str(wanted.get("title", ""))[:200]
        if not all(isinstance(claim, str) for claim in claims):
            raise TypeError
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UsageError(
            "The body is not what is expected.", cure='Send {"claims": ["claim:…", …]} as JSON.'
        ) from None
    name = given["format"]
    data = exporting.write(graph, name, _choice(graph, given), claims, title)
    return exporting.FORMATS[name][0], data


def _choice(graph: KnowledgeGraph, given: Given) -> Choice:
    return choice.parse(graph, given.get("lens", ""), given.get("mode", ""))


def _number(question: Question, given: Given, name: str) -> int:
    return question.parameter(name).number(given.get(name, ""))


def _truth(given: Given, name: str) -> bool:
    text = given.get(name, "")
    if text not in ("", "0", "1", "false", "true"):
        raise UsageError(f"`{name}` is {text[:40]!r}.", cure="true or false (1 or 0).")
    return text in ("1", "true")


def _entities(graph: KnowledgeGraph, given: Given, name: str) -> tuple[int, ...]:
    parts = VIEW.parameter(name).names(given.get(name, ""))
    return tuple(dict.fromkeys(_entity(graph, part) for part in parts))


def _entity(graph: KnowledgeGraph, name: str) -> int:
    """The number of an entity by prefixed name, IRI, key or label; of a date too."""
    index = reading.of(graph)
    at = index.at.get(iris.expand(name) or name)
    if at is None:
        at = index.at.get(graph.lookup.iri(name))
    if at is None:
        raise UsageError(
            f"No claim names {name!r}.", cure="Ask for an actor, event, place or date of a claim."
        )
    return at
