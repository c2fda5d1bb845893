"""Claims on a terminal and as plain values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg import iris
from kg.cli.screen import visible

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from rich.console import Console
    from rich.text import Text

    from kg.claims import Claim

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")

_STYLES = {"Prediction": "yellow", "Demand": "yellow", "Hypothesis": "yellow"}

COLUMNS = (
    "claim",
    "source",
    "speaker",
    "reported_by",
    "stance",
    "mode",
    "subject",
    "predicate",
    "object",
    "quote",
    "sentence",
    "locator",
)


def rows(claims: Iterable[Claim]) -> Iterator[tuple[str, ...]]:
    """One row for each proposition of each claim; see :data:`COLUMNS`."""
    for claim in claims:
        for item in claim.propositions:
            yield (
                iris.compact(claim.iri),
                claim.source_label,
                claim.speaker_label,
                " > ".join(outer.speaker_label for outer in claim.chain),
                claim.stance,
                claim.mode,
                item.subject_label,
                item.predicate_label,
                item.object_label,
                " […] ".join(quote.exact for quote in claim.quotes),
                ", ".join(str(quote.segment) for quote in claim.quotes),
                claim.locator,
            )


def record(claim: Claim) -> dict[str, Any]:
    """A claim as JSON has it: everything, IRIs with their labels."""
    return {
        "claim": claim.iri,
        "key": claim.key,
        "source": {"iri": claim.source, "label": claim.source_label},
        "speaker": {"iri": claim.speaker, "label": claim.speaker_label},
        "reported_by": [
            {"claim": outer.iri, "iri": outer.speaker, "label": outer.speaker_label,
             "stance": outer.stance, "mode": outer.mode}
            for outer in claim.chain
        ],
        "stance": claim.stance,
        "mode": claim.mode,
        "attribution": claim.attribution(),
        "propositions": [
            {"iri": p.iri, "subject": p.subject, "predicate": p.predicate, "object": str(p.object),
             "subject_label": p.subject_label, "predicate_label": p.predicate_label,
             "object_label": p.object_label}
            for p in claim.propositions
        ],
        "quotes": [
            {"exact": q.exact, "start": q.start, "end": q.end, "sentence": q.segment}
            for q in claim.quotes
        ],
        "cited": {"citation": claim.citation, "locator": claim.locator} if claim.locator else None,
        "resolutions": [
            {"words": r.words, "to": r.to, "to_label": r.to_label, "kind": r.kind, "why": r.why}
            for r in claim.resolutions
        ],
        "contributes_to": list(claim.contributes),
        "note": claim.note or None,
    }  # fmt: skip


def place(claim: Claim) -> str:
    """Where a claim stands: the source and the sentences, or the work that is cited."""
    if claim.quotes:
        numbers = sorted({quote.segment for quote in claim.quotes})
        word = "sentence" if len(numbers) == 1 else "sentences"
        return f"{claim.source_label}, {word} {', '.join(map(str, numbers))}"
    return f"cited, not quoted: {claim.source_label}, {claim.locator}"


def style(claim: Claim) -> str:
    """The colour of what a speaker does: denials red, what is no report yellow."""
    return "red" if claim.stance.startswith("Denies") else _STYLES.get(claim.mode, "cyan")


def print_claim(
    screen: Console, claim: Claim, *, speaker: bool, only: Container[str] | None = None
) -> None:
    """Print a claim: what is said, the quotes, where they stand.

    :param speaker: begin with the whole attribution; else with the verb, under a speaker's name.
    :param only: IRIs of the propositions to print; all if not given.
    """
    from rich.text import Text

    says = claim.attribution() if speaker else claim.verb
    shown = [item for item in claim.propositions if only is None or item.iri in only]
    for at, item in enumerate(shown):
        line = Text(f"{visible(says)}: " if not at else "and: ", style=style(claim))
        line.append(visible(str(item)), style="default")
        indented(screen, line, 2)
    for part in basis(claim, with_chain=not speaker):
        indented(screen, part, 6)


def basis(claim: Claim, *, with_chain: bool = False) -> Iterator[Text]:
    """Lines that say what a claim rests on: its quotes, where they stand, how words were read."""
    from rich.text import Text

    for quote in claim.quotes:
        yield Text(f"“{visible(quote.exact)}”", style="italic green")
    where = place(claim)
    if with_chain and claim.chain:
        where += f": {claim.attribution()}"
    yield Text(visible(where), style="dim")
    for item in claim.resolutions:
        if f"“{item.words}”" == item.to_label:
            continue
        kind = _CAPITAL.sub(" ", item.kind).lower()
        why = f": {item.why}" if item.why else ""
        yield Text(visible(f"“{item.words}” is read as {item.to_label} ({kind}){why}"), style="dim")


def indented(screen: Console, text: Text, indent: int) -> None:
    """Print text with an indent that its wrapped lines keep, and without trailing blanks."""
    from rich.text import Text

    for line in text.wrap(screen, max(20, screen.width - indent)):
        line.rstrip()
        screen.print(Text(" " * indent) + line, soft_wrap=True)


def is_reporting(claim: Claim) -> bool:
    """True for a claim that only says what others say; their own claims stand within it."""
    return all(str(item.object).startswith(iris.PREFIXES["prop"]) for item in claim.propositions)
