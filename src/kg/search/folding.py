"""Text as it is compared: two spellings of the same words become the same characters.

Compatibility forms, case, accents and vowel points, the Arabic and Persian forms of a letter,
joiners, digits of any script, quotation marks, dashes and white space are evened out. Each
character is folded by itself, so that a place in the folded text leads back to the original.

The parts are those of Unicode: NFKD (UAX #15), case folding (section 3.13), and the folding of
Arabic letters that Persian readers expect (``ي ى ی``, ``ك ک``, ``ة ه``).
``tests/search/folding.tsv`` holds the cases.

>>> fold("Café  «MEK»")
'cafe "mek"'
>>> fold("قتل‌های كريمي ۱۳۶۷") == fold("قتلهای کریمی 1367")
True
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

#: Marks that are left out: accents, Hebrew points, Arabic vowel signs and hamza. Signs that other
#: scripts write their vowels with are letters to their readers, and stay.
_MARKS = (
    (0x0300, 0x036F), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5),
    (0x05C7, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC),
    (0x06DF, 0x06E4), (0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x08CA, 0x08E1), (0x08E3, 0x08FF),
    (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F),
)  # fmt: skip

_ARABIC_YEH, _PERSIAN_YEH = "\u064a", "\u06cc"
_SAME = {
    _ARABIC_YEH: _PERSIAN_YEH, "\u0649": _PERSIAN_YEH, "\u06d2": _PERSIAN_YEH,
    "\u0643": "\u06a9", "\u06aa": "\u06a9",  # kaf
    "\u0629": "\u0647", "\u06be": "\u0647", "\u06c1": "\u0647", "\u06d5": "\u0647",  # heh
    "\u0671": "\u0627",  # alef wasla
    "\u0640": "",  # tatweel only stretches a word
    "\u060c": ",", "\u061b": ";", "\u061f": "?", "\u066a": "%",
    "\u0131": "i", "\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u0127": "h",
    "\u00e6": "ae", "\u0153": "oe",
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u00b4": "'", "\u0060": "'",
    "\u02bc": "'", "\u2039": "'", "\u203a": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-",
    "\u2212": "-",
}  # fmt: skip

#: Characters whose folding is kept ready; more than any language has.
_KEPT = 20_000


def _folded(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    category = unicodedata.category(char)
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if category == "Cf":  # joiners, direction marks, soft hyphens
        return ""
    if category == "Cs":  # half a character: no text has one
        return "\ufffd"
    if category == "Nd":
        return str(unicodedata.digit(char))
    parts = [part for part in unicodedata.normalize("NFKD", char) if not _is_mark(part)]
    if parts == [char] and char.casefold() == char:
        return char
    # What it is made of is folded in turn: presentation forms of Arabic, capitals with accents.
    return "".join(_folded(c) if c != char else c for part in parts for c in part.casefold())


def _is_mark(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _MARKS)


class _Table(dict[int, str]):
    """Folded text by code point, filled as it is asked for."""

    def __missing__(self, code: int) -> str:
        text = _folded(chr(code))
        if len(self) < _KEPT:
            self[code] = text
        return text


_TABLE = _Table()


def fold(text: str) -> str:
    """A text as it is compared, without white space at its ends."""
    return " ".join(text.translate(_TABLE).split())


@dataclass(frozen=True)
class Folded:
    """A folded text, and of each of its characters the place in the original it comes from."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, length: int) -> tuple[int, int]:
        """Where, in the original, some characters of the folded text stand (end exclusive)."""
        return self.places[start], self.places[start + length - 1] + 1


def folded(text: str) -> Folded:
    """A text folded as :func:`fold` does, with the places of its characters.

    >>> folded("Ça  va").span(3, 2)
    (4, 6)
    """
    chars: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        for piece in _TABLE[ord(char)]:
            if piece == " " and (not chars or chars[-1] == " "):
                continue
            chars.append(piece)
            places.append(at)
    if chars and chars[-1] == " ":
        chars.pop()
        places.pop()
    return Folded("".join(chars), tuple(places))
