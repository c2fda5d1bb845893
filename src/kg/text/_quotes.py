"""Where a quote stands in a text, what stands beside it, and what is nearest where it does not."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from kg.text._differences import fold, folded_with_places

#: A quote found more often than this is as ambiguous as it can be; keeps hostile texts cheap.
_MOST_PLACES: Final = 1000
#: Characters of the text that are searched for a misquote, and of the misquote that are compared.
_SEARCHED: Final = 2_000_000
_COMPARED: Final = 200
#: Below this (0 to 100) the nearest passage is no help.
_SIMILAR: Final = 60
#: Characters by which the ends of the nearest passage are moved to the best words.
_MARGIN: Final = 40


def digest(text: str) -> str:
    """SHA-256 of a text's UTF-8, in hexadecimal digits: that of the file that holds it."""
    return sha256(text.encode()).hexdigest()


def find(text: str, exact: str, prefix: str = "", suffix: str = "") -> list[int]:
    """All positions at which ``exact`` stands between ``prefix`` and ``suffix``, in order.

    Overlapping occurrences count, as a selector that matches twice is ambiguous either way (Web
    Annotation Data Model, section 4.2.4). At most 1,000 are given; none for no words.
    """
    if not exact:
        return []
    needle = prefix + exact + suffix
    places: list[int] = []
    at = text.find(needle)
    while at >= 0 and len(places) < _MOST_PLACES:
        places.append(at + len(prefix))
        at = text.find(needle, at + 1)
    return places


def context(text: str, start: int, end: int, width: int = 32) -> tuple[str, str]:
    """Prefix and suffix of ``text[start:end]`` for a text quote selector.

    The characters just before and just after, up to ``width`` of each (Web Annotation Data Model,
    section 4.2.4); fewer at the ends of the text.
    """
    return text[max(0, start - width) : start], text[end : end + width]


def nearest(text: str, quote: str) -> tuple[str, int] | None:
    """The passage most like a misquoted text, and its position; for messages of errors.

    Spellings that a reader overlooks (kinds of quotation marks, dashes and spaces, invisible
    characters, capitals) are overlooked first; then letters and words may differ.

    :returns: words of one line, or ``None`` if nothing is alike.
    """
    folded, places = folded_with_places(text[:_SEARCHED])
    needle = folded_with_places(quote)[0].strip()
    if not needle:
        return None
    at = folded.find(needle)
    if at >= 0:
        start, end = places[at], places[at + len(needle) - 1] + 1
        return text[start:end], start
    from rapidfuzz import fuzz  # only for misquotes, so that a correct check need not load it

    alignment = fuzz.partial_ratio_alignment(needle[:_COMPARED], folded, score_cutoff=_SIMILAR)
    if alignment is None or alignment.dest_start >= alignment.dest_end:
        return None
    stop = min(alignment.dest_end + max(0, len(needle) - _COMPARED), len(folded))
    return _whole_words(text, places[alignment.dest_start], places[stop - 1] + 1, needle)


def _whole_words(text: str, start: int, end: int, needle: str) -> tuple[str, int] | None:
    """The words of one line around the passage that are most like the needle.

    The alignment is as long as the needle and knows no words; a word more or less at its ends, and
    words that are longer in the text, are put right here.
    """
    from rapidfuzz import fuzz

    line_start, line_end = _longest_line(text, start, end)
    begin, stop = max(start, line_start), min(end, line_end)
    margin = min(_MARGIN, 10 + len(needle) // 4)
    first = max(line_start, begin - 2 * margin)
    words = list(re.finditer(r"\S+", text[first : min(line_end, stop + 2 * margin)]))
    starts = [first + word.start() for word in words]
    ends = [first + word.end() for word in words]
    # Words cut by the slice itself are none.
    best = max(
        (
            (fuzz.ratio(fold(text[a:b]), needle), a - b, a, b)
            for a in starts
            if abs(a - begin) <= margin and (a == 0 or text[a - 1].isspace())
            for b in ends
            if abs(b - stop) <= margin and a < b and (b == len(text) or text[b].isspace())
        ),
        default=None,
    )
    if best is None:
        return None
    return _trimmed(text, best[2], best[3], needle)


def _longest_line(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of the line that holds most of the passage."""
    pieces = []
    at = start
    for piece in text[start:end].split("\n"):
        pieces.append((len(piece), -at))
        at += len(piece) + 1
    middle = -max(pieces)[1]
    line_start = text.rfind("\n", 0, middle) + 1
    line_end = text.find("\n", middle)
    return line_start, len(text) if line_end < 0 else line_end


def _trimmed(text: str, start: int, end: int, needle: str) -> tuple[str, int] | None:
    """Without the punctuation at its ends, where the needle has none."""
    if needle[-1].isalnum():
        while start < end and not text[end - 1].isalnum():
            end -= 1
    if needle[0].isalnum():
        while start < end and not text[start].isalnum():
            start += 1
    return (text[start:end], start) if start < end else None
