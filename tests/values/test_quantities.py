"""Quantities: the readings of the policy, labels, errors, comparison."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import quantities
from kg.errors import QuantityError
from kg.quantities import Quantity, Reading

CASES = Path(__file__).parents[1] / "cases" / "quantities"


def rows(name: str, columns: int) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [row + [""] * (columns - len(row)) for row in cells]


def bound(cell: str) -> int | None:
    return None if cell == "-" else int(cell)


@pytest.mark.parametrize("row", rows("readings.tsv", 5), ids=lambda row: row[0])
def test_wording_is_read(row: list[str]) -> None:
    words, lower, upper, approximate, label = row
    reading = quantities.read(words)
    assert reading == Reading(bound(lower), bound(upper), approximate == "~")
    assert quantities.label(Quantity("killed", *reading), "killed") == label


@pytest.mark.parametrize("row", rows("errors.tsv", 2), ids=lambda row: row[0] or "empty")
def test_errors_say_what_is_wrong_and_what_is_right(row: list[str]) -> None:
    words, message = row
    with pytest.raises(QuantityError) as caught:
        quantities.read(words)
    assert message in caught.value.message
    assert caught.value.cure


def test_every_row_of_the_policy_is_read_as_it_says_and_gives_its_reason() -> None:
    seen: set[str] = set()
    for row in quantities.VAGUE:
        assert row.reason
        for words in row.words:
            assert words not in seen
            seen.add(words)
            assert quantities.read(words) == Reading(row.lower, row.upper, row.approximate)


#: What a modifier makes of 300.
EFFECTS = {
    "same": Reading(300, 300, False),
    "about": Reading(270, 330, True),
    "at least": Reading(300, None, False),
    "more than": Reading(301, None, False),
    "just over": Reading(301, 330, True),
    "up to": Reading(None, 300, False),
    "under": Reading(None, 299, False),
    "nearly": Reading(270, 300, True),
}


@pytest.mark.parametrize("row", quantities.MODIFIERS, ids=lambda row: row.effect)
def test_every_modifier_does_what_it_says(row: quantities.Modifier) -> None:
    assert row.reason
    for words in row.before:
        assert quantities.read(f"{words} 300") == EFFECTS[row.effect], words
    for words in row.after:
        assert quantities.read(f"300 {words}") == EFFECTS[row.effect], words


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        ("roughly half a million", "500,000", True),
        ("several dozen", "at least 22", True),
        ("approximately 1,500", "304", False),
        ("at least 304", "approximately 1,500", True),
        ("fewer than 20", "20", False),
        ("none", "many", False),
        ("up to 5", "at least 5", True),
        ("hundreds", "thousands", False),
    ],
)
def test_overlap(a: str, b: str, shared: bool) -> None:
    first, second = quantities.read(a), quantities.read(b)
    assert quantities.overlap(first, second) is quantities.overlap(second, first) is shared
    assert quantities.overlap(Quantity("killed", *first), second) is shared


def test_a_quantity_without_bounds_has_a_label() -> None:
    assert quantities.label(Quantity("killed", None, None, False), "killed") == (
        "an unknown number: killed"
    )


@pytest.mark.parametrize(
    "words",
    ["~" * 50 + "+" * 50, "or " * 33, "1 to " * 20, "between " * 12, "about " * 16, "9" * 100],
)
def test_hostile_wording_costs_little(words: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(QuantityError):
        quantities.read(words)
    assert time.process_time() - begin < 2
    with pytest.raises(QuantityError, match="characters long"):
        quantities.read(words * 1000)


# --- properties ---------------------------------------------------------------------------------

ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
         "eighteen", "nineteen"]  # fmt: skip


def spelled(number: int) -> str:
    """English words of a number from 1 to 999,999,999, as a writer would put them."""
    for name, scale in (("million", 1_000_000), ("thousand", 1_000), ("hundred", 100)):
        if number >= scale:
            rest = number % scale
            tail = f" {'and ' if rest < 100 else ''}{spelled(rest)}" if rest else ""
            return f"{spelled(number // scale)} {name}{tail}"
    if number >= 20:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10 - 1]}" if number % 10 else "")
    return ([*ONES, *TEENS])[number - 1]


@given(st.integers(1, 999_999_999))
def test_any_number_is_read_in_words_and_digits(number: int) -> None:
    # The longest spelled numbers are longer than any wording that is read.
    written = [str(number), f"{number:,}", f"{number:,}".replace(",", " ")]
    written += [words for words in [spelled(number)] if len(words) <= 100]
    for words in written:
        assert quantities.read(words) == Reading(number, number, False)


@given(st.integers(0, 10**15), st.sampled_from(sorted(EFFECTS)), st.data())
def test_modified_bounds_are_ordered_and_touch_the_number(
    number: int, effect: str, data: st.DataObject
) -> None:
    row = next(row for row in quantities.MODIFIERS if row.effect == effect)
    words = data.draw(st.sampled_from(row.before))
    try:
        lower, upper, _ = quantities.read(f"{words} {number}")
    except QuantityError:
        assert number == 0
        return
    assert lower is None or upper is None or 0 <= lower <= upper
    assert lower is None or lower <= number + 1
    assert upper is None or upper >= number - 1


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused_with_a_cure(text: str) -> None:
    try:
        reading = quantities.read(text)
    except QuantityError as caught:
        error = caught
    else:
        assert reading.lower is not None or reading.upper is not None
        assert quantities.label(Quantity("killed", *reading), "killed").endswith("killed")
        return
    assert error.message
    assert error.cure


pieces = st.sampled_from(
    [*ONES, *TENS, "a", "and", "half", "dozen", "hundred", "thousand", "million", "of", "several",
     "hundreds", "to", "or", "between", "about", "at least", "more than", "nearly", "12", "1,500",
     "-", "+", "~", "if not", "people"]
)  # fmt: skip


@given(st.lists(pieces, max_size=8).map(" ".join))
def test_any_wording_of_known_words_has_ordered_bounds_or_none(words: str) -> None:
    with contextlib.suppress(QuantityError):
        lower, upper, _ = quantities.read(words)
        assert lower is None or upper is None or lower <= upper
