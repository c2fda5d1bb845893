"""English number wording, read into bounds."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from kg.errors import QuantityError
from kg.quantities._policy import MODIFIERS, VAGUE, Effect
from kg.quantities._quantity import Reading

#: Longer than any number wording; keeps hostile input cheap.
_LONGEST: Final = 100
#: No count in the world needs more; keeps integers within every engine's 64 bits.
_GREATEST: Final = 10**15

_CURE: Final = (
    "Take only the words that say how many (“several dozen”, “at least 304”, “between 200 and "
    "300”), or give `lower:` and `upper:` yourself."
)


_VAGUE: Final = {
    words: Reading(row.lower, row.upper, row.approximate) for row in VAGUE for words in row.words
}
# Longest first, so that "no more than" is not read as "no" and "more than".
_BEFORE: Final = sorted(
    ((words, row.effect) for row in MODIFIERS for words in row.before),
    key=lambda pair: -len(pair[0]),
)
_AFTER: Final = sorted(
    ((words, row.effect) for row in MODIFIERS for words in row.after),
    key=lambda pair: -len(pair[0]),
)

_UNITS: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES: Final = {"billion": 10**9, "million": 10**6, "thousand": 10**3}
_SHORT: Final = {"bn": "billion", "m": "million", "mn": "million", "k": "thousand"}

# "people" and its like may follow, since they count nothing but what `counted` says anyway.
_TAIL: Final = re.compile(
    r"(?: of(?: the| these| those| them| our| their)?)?"
    r"(?: other)?(?: (?:people|persons|others|individuals|men|women|children))?$"
)
_DIGITS: Final = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)")
_DECIMAL: Final = re.compile(r"([0-9]{1,6})\.([0-9]{1,6}) (thousand|million|billion)")
_RANGES: Final = (
    re.compile(r"between (.+?) and (.+)"),
    re.compile(r"(?:from )?(.+?) to (.+)"),
    re.compile(r"(.*[0-9](?: ?[a-z]+)?) ?- ?([0-9].*)"),
    re.compile(r"(.+?),? (?:if not(?: even)?|or(?: even| possibly| perhaps)?) (.+)"),
)


def read(words: str) -> Reading:
    """Read how many a wording says.

    :param words: English words or digits that say a number, exactly as the source has them.
    :raises QuantityError: for words that the table does not know, and for empty ranges.
    """
    if len(words) > _LONGEST:
        raise QuantityError(
            f"{words[:20]!r}… is {len(words)} characters long; a number has at most {_LONGEST}.",
            cure=_CURE,
        )
    reading = _read(_normalised(words))
    if reading is None or (reading.lower is None and reading.upper is None):
        raise QuantityError(f"{words!r} is no number that can be read.", cure=_CURE)
    return reading


def _normalised(words: str) -> str:
    """Lower case, plain digits, plain dashes and spaces."""
    words = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in words
    )
    words = words.casefold().translate(_PLAIN)
    words = re.sub(r"\s+", " ", words).strip(" .,;:")
    return _TAIL.sub("", words)


_PLAIN: Final = {
    ord("‐"): "-", ord("‑"): "-", ord("–"): "-", ord("—"): "-", ord("−"): "-",
    ord("’"): "'", ord("٬"): ",", ord("٫"): ".",
}  # fmt: skip


# Cached, since nested modifiers would otherwise be tried in every order.
@lru_cache(maxsize=8192)
def _read(text: str, *, ranges: bool = True) -> Reading | None:
    """Vague wording, a number, a range, or any of them with a modifier; ``None`` if none fits.

    :param ranges: false for the ends of a range, which are no ranges themselves.
    """
    if text in _VAGUE:
        return _VAGUE[text]
    number = _number(text)
    if number is not None:
        if number > _GREATEST:
            raise QuantityError(f"{text!r} is above {_GREATEST:,}.", cure=_CURE)
        return Reading(number, number, False)
    for modifier, effect in _BEFORE:
        rest = text.removeprefix(modifier)
        # A sign may touch its number, a word may not: "~300", but not "overdue".
        if rest != text and (rest.startswith(" ") or not modifier[-1].isalpha()):
            inner = _read(rest.strip(), ranges=ranges)
            if inner is not None:
                return _modified(inner, effect, text)
    for modifier, effect in _AFTER:
        rest = text.removesuffix(modifier)
        if rest != text and (rest.endswith(" ") or not modifier[0].isalpha()):
            inner = _read(rest.strip(), ranges=ranges)
            if inner is not None:
                return _modified(inner, effect, text)
    return _range(text) if ranges else None


def _range(text: str) -> Reading | None:
    for pattern in _RANGES:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        first, second = match[1].strip(), match[2].strip()
        high = _read(second, ranges=False)
        low = _read(first, ranges=False)
        if low is None or high is None:
            continue
        # "2 to 3 million" is 2 to 3 million, "900 to 1 million" as likely is not: only a smaller
        # number without a scale of its own takes the other's.
        scale = re.search(r" (dozen|hundred|thousand|million|billion)$", second)
        if scale and not re.search(r"dozen|hundred|thousand|million|billion", first):
            scaled = _read(f"{first} {scale[1]}", ranges=False)
            if scaled and scaled.upper and high.upper and scaled.upper <= high.upper:
                low = scaled
        if low.lower is not None and high.upper is not None and low.lower > high.upper:
            raise QuantityError(
                f"{text!r} runs from {low.lower:,} down to {high.upper:,}.",
                cure="Check the words, or give `lower:` and `upper:` yourself.",
            )
        return Reading(low.lower, high.upper, low.approximate or high.approximate)
    return None


def _modified(reading: Reading, effect: Effect, text: str) -> Reading:
    lower, upper, vague = reading
    match effect:
        case "same":
            return reading
        case "about":
            return Reading(_less(lower), _more(upper), True)
        case "at least":
            return Reading(lower, None, vague)
        case "more than":
            return Reading(None if lower is None else lower + 1, None, vague)
        case "just over":
            return Reading(None if lower is None else lower + 1, _more(upper), True)
        case "up to":
            return Reading(None, upper, vague)
        case "nearly":
            return Reading(_less(lower), upper, True)
        case "under":
            if upper == 0:
                raise QuantityError(f"{text!r} says fewer than none.", cure=_CURE)
            return Reading(None, None if upper is None else upper - 1, vague)


def _less(number: int | None) -> int | None:
    return None if number is None else max(0, number - _tenth(number))


def _more(number: int | None) -> int | None:
    return None if number is None else number + _tenth(number)


def _tenth(number: int) -> int:
    return max(1, number // 10)


def _number(text: str) -> int | None:
    """One exact number, in digits or words; ``None`` if it is something else."""
    text = re.sub(r"(?<=[0-9]) ?(bn|mn|m|k)$", lambda match: f" {_SHORT[match[1]]}", text)
    decimal = _DECIMAL.fullmatch(text)
    if decimal:
        scale = _SCALES[decimal[3]]
        value, rest = divmod(int(decimal[1] + decimal[2]) * scale, 10 ** len(decimal[2]))
        return value if rest == 0 else None
    half = re.fullmatch(r"(?:a )?(half|quarter)(?: of)?(?: an?)? (.+)", text.replace("-", " "))
    if half:
        whole = _scale_word(half[2])
        return whole // (2 if half[1] == "half" else 4) if whole else None
    mixed = re.fullmatch(r"(.+) and a half (hundred|thousand|million|billion|dozen)", text)
    if mixed:
        count, whole = _number(mixed[1]), _scale_word(mixed[2])
        return None if count is None or whole is None else count * whole + whole // 2
    # "120 000" is one number; its space must not part the words.
    text = _DIGITS.sub(lambda match: re.sub(r"[ ,]", "", match[1]), text)
    return _spelled(text.replace("-", " ").split())


def _scale_word(word: str) -> int | None:
    return {"dozen": 12, "hundred": 100, **_SCALES}.get(word)


def _spelled(words: list[str]) -> int | None:
    """Scales split the words from the greatest down: [two] million [forty] thousand [and one]."""
    for name, scale in [*_SCALES.items(), ("hundred", 100), ("dozen", 12)]:
        if name not in words:
            continue
        at = words.index(name)
        before, after = words[:at], words[at + 1 :]
        count = 1 if before in (["a"], ["one"]) else _spelled(before)
        if after[:1] == ["and"] and len(after) > 1:
            after = after[1:]
        rest = _spelled(after) if after else 0
        if not count or rest is None or rest >= scale or (name == "dozen" and after):
            return None
        return count * scale + rest
    match words:
        case [word] if word.isascii() and word.isdigit():
            # Bounded, since int() of a very long string is slow and refused anyway.
            return int(word) if len(word) <= 20 else None
        case [word]:
            return _UNITS.get(word, _TENS.get(word))
        case [tens, unit] if tens in _TENS and 1 <= _UNITS.get(unit, 0) <= 9:
            return _TENS[tens] + _UNITS[unit]
    return None
