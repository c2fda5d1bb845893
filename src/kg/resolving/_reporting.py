"""Reporting claims: what a source says of those whom it reports."""

from __future__ import annotations

from collections.abc import Sequence

from kg.resolving._things import EntityRef, Proposition

#: Last part of the id of a claim that was made for a `speaker` whom others report.
REPORTING = "reporting"

#: What a reporting claim says that the reported speaker does, by stance and mode.
_VERBS = {
    "affirms_with_doubt": "suggests",
    "denies": "denies",
    "denies_with_doubt": "doubts",
    "leaves_open": "leavesOpen",
    "prediction": "predicts",
    "demand": "callsFor",
    "hypothesis": "supposes",
}


def reporting_verb(stance: str, mode: str) -> str:
    """The relation between a reported speaker and a proposition.

    >>> reporting_verb("denies", "report"), reporting_verb("affirms", "prediction")
    ('denies', 'predicts')
    """
    return _VERBS.get(stance) or _VERBS.get(mode) or "says"


def reported(
    speakers: Sequence[EntityRef], verb: str, propositions: tuple[Proposition, ...]
) -> tuple[Proposition, ...]:
    """What somebody says who reports these speakers (outermost first); the last does ``verb``."""
    for speaker in reversed(speakers):
        propositions = tuple(Proposition(speaker, verb, item) for item in propositions)
        verb = "says"
    return propositions
