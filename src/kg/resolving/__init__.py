"""From what is written to what is meant: quotes to spans, keys to entities, words to bounds.

Everything that two parts of the data must agree on is judged here: quotes against the text,
keys against the registry, predicates against the ontology, nesting, coverage. The result is the
only input of :mod:`kg.encoding`, which can then no longer fail.
"""

from __future__ import annotations

from kg import model, text
from kg.errors import Problem
from kg.loading import Findings, LoadedSource, Registry
from kg.resolving._circles import check_facts
from kg.resolving._claims import (
    MAX_DEPTH,
    MAX_QUOTE,
    Resolver,
    resolve_claims,
)
from kg.resolving._coverage import coverage
from kg.resolving._reporting import REPORTING, reporting_verb
from kg.resolving._things import (
    Claim,
    EntityRef,
    Evidence,
    Fact,
    Object,
    Proposition,
    Resolution,
    Segment,
    Source,
    Words,
)
from kg.resolving._values import (
    object_kind,
    resolve_date,
    resolve_facts,
)
from kg.yamlfile import KeyPath

__all__ = [
    "MAX_DEPTH",
    "MAX_QUOTE",
    "REPORTING",
    "Claim",
    "EntityRef",
    "Evidence",
    "Fact",
    "Object",
    "Proposition",
    "Resolution",
    "Segment",
    "Source",
    "Words",
    "check_facts",
    "ledger",
    "object_kind",
    "reporting_verb",
    "resolve",
    "resolve_facts",
]


def resolve(loaded: LoadedSource, registry: Registry) -> tuple[Source | None, bool]:
    """Resolve one source; what its files lack is added to ``loaded.problems``.

    :returns: the source with the claims that are sound, None where there can be none; and whether
        it is whole. It is not whole either when an entity that it names has problems.
    """
    meta, in_meta = loaded.meta, loaded.meta_findings
    resolver = _resolver(loaded, registry)
    authors = [
        resolver.entity(key, in_meta, ("authors", at), ("actor",))
        for at, key in enumerate(meta.authors)
    ]
    publisher = dateline = None
    if meta.publisher:
        publisher = resolver.entity(meta.publisher, in_meta, ("publisher",), ("actor",))
    if meta.dateline:
        path: KeyPath = ("dateline", "place")
        dateline = resolver.entity(meta.dateline.place, in_meta, path, ("place",))
    published = resolve_date(meta.published.edtf, in_meta, ("published", "edtf"))
    _check_lines(loaded, in_meta)
    claims = resolve_claims(resolver)
    segments = coverage(resolver, claims)
    named = [*authors, *resolver.done.values()]
    named += [publisher] if meta.publisher else []
    named += [dateline] if meta.dateline else []
    if published is None or None in authors:
        return None, False
    whole = not loaded.problems and None not in named
    return Source(
        slug=loaded.slug,
        meta=meta,
        text=loaded.text,
        published=published,
        segments=segments,
        claims=claims,
        authors=tuple(author for author in authors if author),
        publisher=publisher,
        dateline=dateline,
    ), whole


def ledger(
    loaded: LoadedSource, registry: Registry
) -> tuple[tuple[Segment, ...], tuple[Claim, ...], list[Problem]]:
    """Segments, the claims that could be resolved, and all problems: what ``kg coverage`` shows
    while an encoding is still being written."""
    resolver = _resolver(loaded, registry)
    claims = resolve_claims(resolver)
    segments = coverage(resolver, claims)
    return segments, claims, loaded.problems


def _resolver(loaded: LoadedSource, registry: Registry) -> Resolver:
    spans = text.segments(loaded.text, loaded.meta.lines) if loaded.text is not None else []
    return Resolver(loaded, registry, list(spans))


def _check_lines(loaded: LoadedSource, findings: Findings) -> None:
    lines = (loaded.text or "").split("\n")
    for key, numbers in (("lines", loaded.meta.lines), ("speaker_of", loaded.meta.speaker_of)):
        for number in numbers:
            if not 1 <= number <= len(lines) or not lines[number - 1].strip():
                findings.add(
                    (key, str(number)),
                    f"Line {number} of the text is empty or missing.",
                    f"The text has {len(lines) - (not lines[-1])} lines, counted from 1.",
                )
    if loaded.text is None:
        return
    digest = text.digest(loaded.text)
    if loaded.meta.sha256 not in (None, digest):
        findings.add(
            ("sha256",),
            "The text is not the one that was encoded: its SHA-256 differs.",
            f"Bring the old text back, or read the claims again and write {digest}.",
        )
    for words, path in _meta_words(loaded.meta):
        if words not in loaded.text:
            findings.add(
                path, f"{words!r} is not in the text.", "Write the words as they stand there."
            )


def _meta_words(meta: model.SourceFile) -> list[tuple[str, KeyPath]]:
    words: list[tuple[str, KeyPath]] = [
        (credit.words, ("credits", at, "words")) for at, credit in enumerate(meta.credits)
    ]
    if meta.dateline:
        words.append((meta.dateline.words, ("dateline", "words")))
    return words
