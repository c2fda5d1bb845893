"""Characters and values that an output format does not know, made into ones that it does.

Texts of articles are hostile input: a control character makes an XML file unreadable, a lone
surrogate cannot be encoded, and a cell that starts with ``=`` is run by a spreadsheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Stands for a character that was replaced (Unicode: "replacement character").
REPLACEMENT = "\ufffd"

# XML 1.0 (fifth edition), section 2.2, production Char: everything that is not in it.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_CSV = re.compile("[\x00\ud800-\udfff]")
_NOT_CELL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAKS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")
# OWASP, "CSV Injection": what spreadsheets take for the start of a formula, also in full width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Cleaner:
    """Replaces what cannot be written by U+FFFD and counts it, for the report."""

    def __init__(self) -> None:
        self.replaced = 0

    def xml(self, text: str) -> str:
        """Text for XML 1.0.

        >>> Cleaner().xml("a\\x01b")
        'a\ufffdb'
        """
        return self._replace(_NOT_XML, text)

    def csv(self, text: str) -> str:
        """Text for a CSV file that a program reads: exact but for NUL and lone surrogates."""
        return self._replace(_NOT_CSV, text)

    def cell(self, text: str) -> str:
        """Text for a CSV file that a spreadsheet may open: no control characters, no formulas.

        >>> Cleaner().cell("=HYPERLINK(1)")
        "'=HYPERLINK(1)"
        """
        clean = self._replace(_NOT_CELL, text)
        return f"'{clean}" if clean.lstrip(" ").startswith(_FORMULA) else clean

    def _replace(self, pattern: re.Pattern[str], text: str) -> str:
        clean, count = pattern.subn(REPLACEMENT, text)
        self.replaced += count
        return clean


def one_line(text: str) -> str:
    """Text for a comment: without line breaks and other control characters.

    >>> one_line("a\\n<b> .")
    'a <b> .'
    """
    return _BREAKS.sub(" ", text).strip()


def joined(values: Iterable[str], separator: str = " | ") -> str:
    """Several values in one field, each once, in their order."""
    return separator.join(dict.fromkeys(value for value in values if value))
