"""Tokens of a SPARQL query, as far as finding a triple pattern takes (SPARQL 1.1, section 19.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from kg import iris

# A comment ends at a carriage return too; quantifiers are possessive, so that no text takes more
# than linear time.
_TOKEN = re.compile(
    r"""(?P<gap>(?:\s|\#[^\n\r]*+)++)
      | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
      | (?P<string>\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*+\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*+'''
          | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
      | (?P<variable>[?$]\w++)
      | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
      | (?P<name>(?:[^\W\d][\w.-]*+)?+:(?:[\w:%-]|\\[^\s\w]|\.++(?=[\w:%\\-]))*+)
      | (?P<word>[^\W\d][\w.-]*+)
      | (?P<number>(?:\d++(?:\.\d++)?+|\.\d++)(?:[eE][+-]?\d++)?+)
      | (?P<mark>\^\^|.)""",
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A token: its kind (a group's name above), its text, and where it begins."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query, without white space and comments."""
    for match in _TOKEN.finditer(query):
        kind, text = str(match.lastgroup), match[0]
        if kind == "gap":
            continue
        if kind == "word" and "." in text:  # a full stop ends a word: "true."
            at = match.start()
            for part in re.split(r"(\.)", text):
                if part:
                    yield Token("mark" if part == "." else "word", part, at)
                at += len(part)
            continue
        yield Token(kind, text, match.start())


_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)", re.DOTALL)


def _char(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def string_value(text: str) -> str:
    r"""The characters of a string in quotation marks.

    >>> string_value(r'"a\tb\u0041"')
    'a\tbA'
    """
    size = 3 if text[:3] in ('"""', "'''") and len(text) >= 6 else 1
    return _ESCAPE.sub(
        lambda m: _ESCAPES.get(m[3], m[3]) if m[3] is not None else _char(m), text[size:-size]
    )


class Names:
    """Resolves IRIs and prefixed names, by what a query declares and by known prefixes."""

    def __init__(self, known: dict[str, str]) -> None:
        self._prefixes = {**iris.PREFIXES, **known}
        self._base = ""

    def declare_base(self, iri: Token) -> None:
        """Take ``BASE <…>`` into account."""
        self._base = self._resolved(iri.text)

    def declare(self, prefix: Token, iri: Token) -> None:
        """Take ``PREFIX p: <…>`` into account."""
        self._prefixes[prefix.text[:-1]] = self._resolved(iri.text)

    def iri(self, token: Token) -> str | None:
        """The IRI that a token stands for; None for other tokens and unknown prefixes."""
        if token.kind == "iri":
            return self._resolved(token.text)
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix in self._prefixes:
                return self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        return None

    def _resolved(self, text: str) -> str:
        iri = _CODEPOINT.sub(_char, text[1:-1])
        try:
            return urljoin(self._base, iri) if self._base else iri
        except ValueError:  # no IRI at all; the engine says so
            return iri
