"""How many: English number wording read into bounds.

>>> from kg import quantities
>>> quantities.read("roughly half a million")
Reading(lower=450000, upper=550000, approximate=True)
>>> quantities.read("at least 304")
Reading(lower=304, upper=None, approximate=False)
>>> quantities.read("several dozen")
Reading(lower=24, upper=96, approximate=True)
>>> quantities.label(quantities.Quantity("participants", 450000, 550000, True), "participants")
'about 450,000 to 550,000 participants'

The reading is a policy, not a truth: the wording is always kept beside the bounds. Bounds are
generous, for two figures contradict each other only where their bounds share no number, and a
contradiction that no speaker meant is worse than one that is missed. :data:`VAGUE` and
:data:`MODIFIERS` are the whole policy with its reasons.

Numbers may be written in digits (any script's; ``1,500``, ``1 500``, ``1.5 million``, ``500k``) or
in English words (``ninety-nine``, ``two and a half million``). Fractions, percentages and ordinals
are no counts and are refused. The number words are read by a small grammar here: word2number is
unmaintained, and text2num finds numbers in running text, so it reads the "six" of "six figures"
and passes over what it does not know where an error is due.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from kg.errors import QuantityError

#: Longer than any number wording; keeps hostile input cheap.
_LONGEST: Final = 100
#: No count in the world needs more; keeps integers within every engine's 64 bits.
_GREATEST: Final = 10**15

_CURE: Final = (
    "Take only the words that say how many (“several dozen”, “at least 304”, “between 200 and "
    "300”), or give `lower:` and `upper:` yourself."
)


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


class Wording(NamedTuple):
    """A row of the policy: words, the bounds they are read as, and why."""

    words: tuple[str, ...]
    lower: int
    upper: int | None
    approximate: bool
    reason: str


VAGUE: Final[tuple[Wording, ...]] = (
    Wording(("no", "none", "zero", "nobody", "no one"), 0, 0, False, "nothing vague about it"),
    Wording(("a couple", "a pair"), 2, 2, False, "two, by the dictionary"),
    Wording(
        ("few",), 1, 9, True, "not many; without its article it may shrink to one"
    ),
    Wording(
        ("a few", "several", "a handful", "handful"), 3, 9, True,
        "more than a couple, too few for ten; writers use the three alike",
    ),
    Wording(
        ("some", "many", "a number", "numerous", "multiple", "various", "countless"),
        2, None, False, "a plural says two or more, and nothing above that is certain",
    ),
    Wording(("tens",), 20, 99, True, "two tens or more, below a hundred"),
    Wording(
        ("dozens", "several dozen", "several dozens", "a few dozen", "some dozens"), 24, 96, True,
        "two dozen or more; from eight dozen on writers say “a hundred”",
    ),
    Wording(
        ("scores", "several score", "several scores"), 40, 99, True,
        "two score or more, below a hundred",
    ),
    Wording(
        ("hundreds", "several hundred", "several hundreds", "a few hundred", "some hundreds"),
        200, 999, True, "two hundred or more, below a thousand",
    ),
    Wording(
        ("thousands", "several thousand", "several thousands", "a few thousand", "some thousands"),
        2_000, 9_999, True, "two thousand or more; above, writers say “tens of thousands”",
    ),
    Wording(
        ("tens of thousands", "several tens of thousands", "dozens of thousands"),
        20_000, 99_999, True, "two ten-thousands or more, below a hundred thousand",
    ),
    Wording(
        ("hundreds of thousands", "several hundred thousand", "a few hundred thousand"),
        200_000, 999_999, True, "two hundred thousand or more, below a million",
    ),
    Wording(
        ("millions", "several million", "several millions", "a few million"),
        2_000_000, 9_999_999, True, "two million or more; above, writers say “tens of millions”",
    ),
    Wording(
        ("tens of millions",), 20_000_000, 99_999_999, True, "as for tens of thousands",
    ),
    Wording(
        ("hundreds of millions", "several hundred million"), 200_000_000, 999_999_999, True,
        "as for hundreds of thousands",
    ),
    Wording(("double digits", "double figures", "two figures"), 10, 99, True, "two digits"),
    Wording(("three figures", "triple digits"), 100, 999, True, "three digits"),
    Wording(("four figures",), 1_000, 9_999, True, "four digits"),
    Wording(("five figures",), 10_000, 99_999, True, "five digits"),
    Wording(("six figures",), 100_000, 999_999, True, "six digits"),
    Wording(("seven figures",), 1_000_000, 9_999_999, True, "seven digits"),
)  # fmt: skip

Effect = Literal["same", "about", "at least", "more than", "just over", "up to", "under", "nearly"]


class Modifier(NamedTuple):
    """Words before or after a number, what they do to its bounds, and why."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    effect: Effect
    reason: str


MODIFIERS: Final[tuple[Modifier, ...]] = (
    Modifier(
        ("exactly", "precisely", "a total of", "in total", "the", "these", "those", "all", "only",
         "just", "another", "a further", "as few as"),
        ("in total", "in all", "altogether"), "same", "the number is said as it is",
    ),
    Modifier(
        ("about", "around", "roughly", "approximately", "approx.", "some", "circa", "ca.", "c.",
         "~", "≈", "an estimated", "estimated", "in the region of", "in the order of",
         "on the order of", "more or less", "or so", "reportedly around"),
        ("or so", "or thereabouts", "approximately", "roughly", "more or less"),
        "about", "10 % on either side, at least one: what rounding to one digit and a half hides",
    ),
    Modifier(
        ("at least", "a minimum of", "minimum", "no fewer than", "no less than", "not fewer than",
         "not less than", "upwards of", "upward of", "≥"),
        ("or more", "and more", "or over", "at least", "at minimum", "and counting", "and up",
         "plus", "+"),
        "at least", "the number itself is included, no end above",
    ),
    Modifier(
        ("more than", "over", "above", "in excess of", "exceeding", "well over", "well above",
         "far more than", "many more than", "much more than", "greater than", ">"),
        (), "more than", "the number itself is excluded, no end above",
    ),
    Modifier(
        ("just over", "slightly more than", "slightly over", "a little more than",
         "a little over", "just above"),
        ("-odd", "odd"), "just over", "up to 10 % above",
    ),
    Modifier(
        ("up to", "at most", "as many as", "no more than", "not more than", "a maximum of",
         "maximum", "≤"),
        ("or fewer", "or less", "at most", "at the most"),
        "up to", "the number itself is included; nothing is said of an end below",
    ),
    Modifier(
        ("fewer than", "less than", "under", "below", "well under", "<"),
        (), "under", "the number itself is excluded; nothing is said of an end below",
    ),
    Modifier(
        ("nearly", "almost", "close to", "just under", "approaching", "not quite", "nearing",
         "slightly less than", "slightly fewer than", "a little less than", "a little under"),
        (), "nearly", "up to 10 % below; the number itself is included, for it may be rounded",
    ),
)  # fmt: skip

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
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS: Final = {
    word: number
    for number, word in zip(
        range(20, 100, 10),
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        strict=True,
    )
}
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


def label(quantity: Quantity, counted_label: str) -> str:
    """Plain English for a quantity: "about 450,000 to 550,000 participants".

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
    return f"{about}{lower:,} to {upper:,} {counted_label}"


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
