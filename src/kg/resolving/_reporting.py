"""Reporting claims: what a source says of those whom it reports."""

from __future__ import annotations

from collections.abc import Sequence

from kg import terms
from kg.resolving._things import EntityRef, Proposition

#: Last part of the id of a claim that was made for a `speaker` whom others report.
REPORTING = "reporting"


def reporting_verb(stance: str, mode: str) -> str:
    """The relation between a reported speaker and a proposition; each stance and mode has its own.

    :param stance: written name of a stance; ``mode`` of a mode.

    >>> reporting_verb("denies", "report"), reporting_verb("denies_with_doubt", "prediction")
    ('denies', 'doubtsPrediction')
    """
    return terms.REPORTING[stance, mode]


def reported(
    speakers: Sequence[EntityRef], verb: str, propositions: tuple[Proposition, ...]
) -> tuple[Proposition, ...]:
    """What somebody says who reports these speakers (outermost first); the last does ``verb``."""
    for speaker in reversed(speakers):
        propositions = tuple(Proposition(speaker, verb, item) for item in propositions)
        verb = "says"
    return propositions
