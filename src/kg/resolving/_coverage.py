"""The coverage ledger of a source: each segment is evidence, or skipped with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import Problem
from kg.resolving._claims import Resolver
from kg.resolving._things import Claim, Segment
from kg.yamlfile import KeyPath


def coverage(resolver: Resolver, claims: Sequence[Claim]) -> tuple[Segment, ...]:
    source = resolver.loaded.text
    if source is None:
        return ()
    findings = resolver.in_claims
    used = resolver.touched | {item.segment for claim in claims for item in claim.evidence}
    skipped: dict[int, str] = {}
    for at, skip in enumerate(resolver.loaded.claims.skipped):
        if not skip.starts:  # recorded when it was read
            continue
        path: KeyPath = ("skipped", at)
        meant = next(
            (s.number for s in resolver.spans if source.startswith(skip.starts, s.start, s.end)),
            None,
        )
        if not 1 <= skip.segment <= len(resolver.spans):
            findings.add(
                (*path, "segment"),
                f"There is no segment {skip.segment}.",
                f"Segment {meant} starts so."
                if meant
                else f"Segments count from 1 to {len(resolver.spans)}.",
            )
            skipped[meant or 0] = skip.why
            continue
        span = resolver.spans[skip.segment - 1]
        if not source.startswith(skip.starts, span.start, span.end):
            words = source[span.start : span.end]
            cure = f"Segment {meant} does." if meant else f"It starts {words[:40]!r}."
            findings.add(
                (*path, "starts"),
                f"Segment {skip.segment} does not start {skip.starts!r}.",
                cure,
            )
            skipped[meant or skip.segment] = skip.why
            continue
        if skip.segment in used:
            findings.add(
                (*path, "segment"),
                f"Segment {skip.segment} is skipped, but a claim rests on it.",
                "Remove the skip.",
            )
        elif skip.segment in skipped:
            findings.add(
                (*path, "segment"), f"Segment {skip.segment} is skipped twice.", "Keep one."
            )
        skipped[skip.segment] = skip.why
    # A claim that cannot be read, or whose words are not found, would have covered some sentence:
    # only when there is none is it known which sentences nobody spoke of.
    known = resolver.all_found and not findings.unread
    for span in resolver.spans:
        if known and span.number not in used | skipped.keys():
            words = source[span.start : span.end]
            findings.problems.append(
                Problem(
                    f"sources/{resolver.loaded.slug}/text.txt",
                    span.line,
                    f"segment {span.number}",
                    f"No claim rests on this {span.kind}: {words[:60]!r}.",
                    "Encode what it says, or list it under `skipped` with the reason.",
                )
            )
    return tuple(
        Segment(
            span.number,
            span.start,
            span.end,
            span.kind,
            span.line,
            source[span.start : span.end],
            skipped.get(span.number),
        )
        for span in resolver.spans
    )
