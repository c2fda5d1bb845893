"""The policy of vague number words: what they are read as, and why."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple


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
