"""Differences between two texts that a reader overlooks, and how to name them."""

from __future__ import annotations

import difflib
import re
import unicodedata
from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

#: Words compared one by one; a longer pair is compared up to here.
_WORDS: Final = 300


class Fold(NamedTuple):
    """One kind of difference: its name in messages, and what makes both spellings one.

    :param marks: characters that are worth naming when only one side has them.
    """

    name: str
    change: Callable[[str], str]
    marks: str = ""


def _table(*groups: tuple[str, str]) -> Callable[[str], str]:
    table = {ord(char): plain for chars, plain in groups for char in chars}
    return lambda words: words.translate(table)


def _decomposed(words: str) -> str:
    return unicodedata.normalize("NFD", words)


def _visible(words: str) -> str:
    return "".join(char for char in words if unicodedata.category(char) != "Cf")


def _plain_digits(words: str) -> str:
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in words)


def _plain_spaces(words: str) -> str:
    return re.sub(r"[^\S\n]+", " ", words)


_QUOTATION = "‘’‚‛′`´“”„‟″«»‹›"
_DASHES = "‐‑‒–—―−"

#: In the order in which they are applied.
FOLDS: Final[tuple[Fold, ...]] = (
    Fold("composed letters", _decomposed),
    Fold("invisible characters", _visible, "\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff\u2060"),
    Fold(
        "quotation marks or apostrophes",
        _table(("‘’‚‛′`´‹›", "'"), ("“”„‟″«»", '"')),
        _QUOTATION + "'\"",
    ),
    Fold("dashes", _table((_DASHES, "-")), _DASHES + "-"),
    Fold("ellipses", _table(("…", "...")), "…"),
    Fold("Persian and Arabic letters", _table(("يى", "ی"), ("ك", "ک")), "يىیكک"),
    Fold("digits", _plain_digits, "".join(map(chr, [*range(0x660, 0x66A), *range(0x6F0, 0x6FA)]))),
    Fold("spaces", _plain_spaces, "\t\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"),
    Fold("capital letters", str.casefold),
)


def fold(words: str, folds: Sequence[Fold] = FOLDS) -> str:
    """The words without the differences that these folds overlook."""
    for each in folds:
        words = each.change(words)
    return words


@lru_cache(maxsize=2)
def folded_with_places(text: str) -> tuple[str, array[int]]:
    """The folded text, and for each of its characters the position it comes from.

    Letter by letter, so that every character has a place; runs of spaces are one space, while line
    breaks stay. Cached, since the misquotes of a source are looked for in one text.
    """
    letters: list[str] = []
    places = array("I")
    known: dict[str, str] = {}
    for at, char in enumerate(text):
        plain = known.get(char)
        if plain is None:
            plain = known[char] = fold(char)
        if plain == " " and letters and letters[-1] == " ":
            continue
        for letter in plain:
            letters.append(letter)
            places.append(at)
    return "".join(letters), places


def explain(passage: str, quote: str) -> str:
    """What parts a quote from the passage of the text that it should repeat.

    :returns: plain English, a sentence for each kind of difference; empty if they are equal.

    >>> print(explain("the regime’s slogans", "the regime's slogans"))
    The quotation marks or apostrophes differ: the text has ’ (U+2019), the quote has ' (U+0027).
    >>> print(explain("brutal repression of the second", "brutal represion of second"))
    The text has “repression”, the quote “represion”. The quote lacks “the”.
    """
    if passage == quote:
        return ""
    if fold(passage) != fold(quote):
        return _word_differences(passage, quote)
    reasons = [_reason(each, passage, quote) for each in FOLDS if _matters(each, passage, quote)]
    return " ".join(reasons) or "They differ in characters that look alike."


def _matters(one: Fold, passage: str, quote: str) -> bool:
    others = [each for each in FOLDS if each is not one]
    return fold(passage, others) != fold(quote, others)


def _reason(one: Fold, passage: str, quote: str) -> str:
    in_text, in_quote = ({*side} & {*one.marks} for side in (passage, quote))
    details = [
        f"the {side} has {', '.join(map(_named, sorted(marks)[:3]))}"
        for side, marks in (("text", in_text - in_quote), ("quote", in_quote - in_text))
        if marks
    ]
    if not details and one.change is _plain_spaces:
        details = [
            f"the {side} has several in a row"
            for side, words in (("text", passage), ("quote", quote))
            if re.search(r"[^\S\n]{2}", words)
        ]
    return f"The {one.name} differ{': ' if details else ''}{', '.join(details)}."


def _named(char: str) -> str:
    shown = "" if char.isspace() or not char.isprintable() else f"{char} "
    code = f"U+{ord(char):04X}"
    return f"{shown}({code})" if shown else f"{unicodedata.name(char, 'a control')} ({code})"


def _word_differences(passage: str, quote: str) -> str:
    ours, theirs = passage.split()[:_WORDS], quote.split()[:_WORDS]
    matcher = difflib.SequenceMatcher(
        None, [fold(word) for word in ours], [fold(word) for word in theirs], autojunk=False
    )
    sentences = []
    for kind, a, b, c, d in matcher.get_opcodes():
        in_text, in_quote = " ".join(ours[a:b]), " ".join(theirs[c:d])
        if kind == "replace":
            sentences.append(f"The text has “{in_text}”, the quote “{in_quote}”.")
        elif kind == "delete":
            sentences.append(f"The quote lacks “{in_text}”.")
        elif kind == "insert":
            sentences.append(f"The text lacks “{in_quote}”.")
    # Spaces amid a word part words differently though every word is alike.
    return " ".join(sentences[:3]) or "They are parted into lines differently."
