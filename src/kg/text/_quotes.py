"""Where a quote stands in a text, what stands beside it, and what is nearest where it does not."""

from __future__ import annotations

from typing import Final

from kg.text._differences import folded_with_places

#: A quote found more often than this is as ambiguous as it can be; keeps hostile texts cheap.
_MOST_PLACES: Final = 1000
#: Characters of the text that are searched for a misquote, and of the misquote that are compared.
_SEARCHED: Final = 2_000_000
_COMPARED: Final = 200
#: Below this (0 to 100) the nearest passage is no help.
_SIMILAR: Final = 60


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
    return _whole_words(text, places[alignment.dest_start], places[stop - 1] + 1)


def _whole_words(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The longest piece of the passage on one line, with the words at its ends whole."""
    pieces = []
    for piece in text[start:end].split("\n"):
        pieces.append((len(piece), -start, piece))
        start += len(piece) + 1
    length, minus_start, _ = max(pieces)
    start, end = -minus_start, -minus_start + length
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    passage = text[start:end]
    start += len(passage) - len(passage.lstrip())
    passage = passage.strip()
    return (passage, start) if passage else None
