"""Claims on a terminal and as plain values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.cards import COLUMNS, is_reporting, place, record, rows
from kg.cli.screen import visible

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from rich.console import Console
    from rich.text import Text

    from kg.claims import Claim

__all__ = ["COLUMNS", "basis", "indented", "is_reporting", "place", "print_claim", "record", "rows"]

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")

_STYLES = {"Prediction": "yellow", "Demand": "yellow", "Hypothesis": "yellow"}


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
