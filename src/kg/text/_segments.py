"""Cutting a source into segments: sentences, and lines that are no paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from kg.text._abbreviations import AFTER_ORDINALS, BEFORE_NUMBERS, STARTERS, SUFFIXES, TITLES


class Span(NamedTuple):
    """A segment: ``text[start:end]``, without white space at its ends.

    :param kind: ``sentence``, or the kind that its line was given.
    :param number: of the segment in the source, from 1.
    :param line: of the text, from 1.
    """

    start: int
    end: int
    kind: str
    number: int
    line: int


_OPENERS: Final = "\"'“‘‚„«‹(［（[「『¿¡—–―-•* \t\xa0"
_CLOSERS: Final = "\"'”’“‘»›«‹)）\\]］」』"
# “ and « close in German but open in Chinese and French, which matters where no space tells.
_CJK_CLOSERS: Final = "\"'”’)）\\]］」』"

# The marks of Chinese and Japanese are followed by no space; a footnote's number may come after.
# Possessive, and never beginning amid a run of marks: hostile runs would take quadratic time.
_MARKS: Final = ".!?…؟۔"
_END: Final = re.compile(
    rf"(?<![{_MARKS}])(?P<mark>[{_MARKS}]++)(?P<closers>[{_CLOSERS}]*+(?:\[[0-9]{{1,3}}\])*+)(?=\s)"
    rf"|[。！？]++[{_CJK_CLOSERS}]*+"
)
_GAP: Final = re.compile(r"\s*+")
_TOKEN: Final = re.compile(r"[^\s\"'“”‘’«»„(\[/—–-]*\Z")
_NEXT_WORD: Final = re.compile(r"[^\W\d_]+(?=[\W\d_]|\Z)(?!\.\s?\w?)")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")

#: How far back an abbreviation may begin. Longer tokens are words.
_LONGEST_TOKEN: Final = 16


def segments(text: str, lines: Mapping[int, str]) -> list[Span]:
    """The segments of a text, in order.

    A line named in ``lines`` is one segment of that kind; any other line is a paragraph and is cut
    into sentences; an empty line is none. A sentence ends at ``. ! ? … ؟ ۔ 。 ！ ？`` with the
    closing quotation marks and brackets behind them, where white space and a plausible beginning
    follow (no lower-case letter). Dots of abbreviations, initials, decimals, German ordinals, and
    of ``[...]`` end none.

    :param text: the exact characters of the source; lines are parted by ``\\n`` alone.
    :param lines: kind of each line that is no paragraph, by number from 1.
    """
    spans: list[Span] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        kind = lines.get(number)
        pieces = _sentences(line) if kind is None else iter([(0, len(line))])
        for begin, end in pieces:
            begin, end = _stripped(line, begin, end)
            if begin < end:
                at = len(spans) + 1
                spans.append(Span(start + begin, start + end, kind or "sentence", at, number))
        start += len(line) + 1
    return spans


def _stripped(line: str, begin: int, end: int) -> tuple[int, int]:
    piece = line[begin:end]
    left = len(piece) - len(piece.lstrip())
    return begin + left, begin + max(left, len(piece.rstrip()))


def _sentences(line: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in _END.finditer(line):
        if _ends_sentence(line, match, begin):
            yield begin, match.end()
            begin = match.end()
    yield begin, len(line)


def _ends_sentence(line: str, match: re.Match[str], begin: int) -> bool:
    mark = match["mark"]
    if mark is None:
        return True
    gap = _GAP.match(line, match.end())
    begins = gap.end() if gap else match.end()
    # Bounded, for a page of dashes must not be read again at every mark.
    following = line[begins : begins + 80].lstrip(_OPENERS)
    if not following or following[0].islower() or following[0] in ",;:)]…":
        return False
    before = line[match.start() - 1] if match.start() else ""
    if mark in ("...", "…"):
        # "[...]" and " … " stand for words left out amid a sentence.
        return not (before == "" or before.isspace() or before in "[(")
    if mark != "." or match["closers"]:
        return True
    return not _abbreviated(line, match.start(), begin, following)


def _abbreviated(line: str, dot: int, begin: int, following: str) -> bool:
    """Whether the dot belongs to an abbreviation, an initial or an ordinal rather than the end."""
    found = _TOKEN.search(line, max(begin, dot - _LONGEST_TOKEN), dot)
    token = found[0] if found else ""
    word = token.casefold()
    next_word = _NEXT_WORD.match(following)
    next_name = next_word[0].casefold() if next_word else ""
    starts = next_name in STARTERS
    if token.isdecimal() and len(token) <= 2:
        # "1. First …" numbers a paragraph; "20. Juni" is a German date.
        return next_name in AFTER_ORDINALS or not line[begin:dot].strip(_OPENERS + token)
    if word in TITLES:
        return True
    if word in BEFORE_NUMBERS:
        return following[0].isdecimal()
    if len(token) == 1 and token.isalpha():
        return not (token.isupper() and starts)
    return (word in SUFFIXES or _DOTTED.fullmatch(token) is not None) and not starts
