"""Bounds of a number, alone or with what is counted: their names and their comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Reading(NamedTuple):
    """The bounds of a wording; ``None`` is open. ``approximate``: the wording itself is vague."""

    lower: int | None
    upper: int | None
    approximate: bool


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many of what.

    :param counted: a concept of the scheme *counted* (``killed``, ``participants``).
    :param lower: the least number meant; ``None`` is open.
    :param upper: the greatest number meant; ``None`` is open.
    :param approximate: whether the speaker's wording is vague.
    """

    counted: str
    lower: int | None
    upper: int | None
    approximate: bool


def label(quantity: Quantity, counted_label: str) -> str:
    """Plain English for a quantity: "about 500,000 (450,000 to 550,000) participants".

    :param counted_label: the English label of what is counted.
    """
    lower, upper = quantity.lower, quantity.upper
    about = "about " if quantity.approximate else ""
    if lower is None and upper is None:
        return f"an unknown number: {counted_label}"
    if upper is not None and lower is None:
        return f"{_open(upper, upper + 1, 'at most', 'fewer than', about)} {counted_label}"
    if lower is not None and upper is None:
        return f"{_open(lower, lower - 1, 'at least', 'more than', about)} {counted_label}"
    if lower == upper:
        return f"{about}{lower:,} {counted_label}"
    if quantity.approximate and (middle := _middle(lower, upper)):
        return f"about {middle:,} ({lower:,} to {upper:,}) {counted_label}"
    return f"{about}{lower:,} to {upper:,} {counted_label}"


def _middle(lower: int | None, upper: int | None) -> int | None:
    """The number whose ±10 % are these bounds ("about 1,500"), if there is one."""
    if lower is None or upper is None:
        return None
    middle = (lower + upper) // 2
    fits = abs(middle * 0.9 - lower) < 1 and abs(middle * 1.1 - upper) < 1
    return middle if fits and middle else None


def _open(bound: int, beyond: int, inclusive: str, exclusive: str, about: str) -> str:
    """One-sided bounds; "more than 1,500" reads better than "at least 1,501" and says the same."""
    if beyond >= 10 and beyond % 10 == 0:
        return f"{exclusive} {about}{beyond:,}"
    return f"{inclusive} {about}{bound:,}"


def overlap(a: Reading | Quantity, b: Reading | Quantity) -> bool:
    """Whether some number lies within both bounds. What is counted is not compared."""
    return not (_below(a, b) or _below(b, a))


def _below(a: Reading | Quantity, b: Reading | Quantity) -> bool:
    return a.upper is not None and b.lower is not None and a.upper < b.lower
