"""Text search in SPARQL: a triple pattern becomes the list of what was found.

Three properties of the namespace :data:`NAMESPACE`, whose prefix ``search:`` needs no declaration::

    ?thing search:matches "text" .      names, quotes and definitions, as `kg search` does
    ?thing search:inName  "text" .      labels, aliases and keys
    ?claim search:inQuote "text" .      claims, by the words they rest on

The subject is a variable; the object is a plain string, or a string and the most hits that are
wanted, best first: ``("text" 100)``. Before a query is evaluated, each such pattern is replaced by
a VALUES block with the IRIs that were found, so the engine joins as with any other data. Without a
number, all that is found is meant, and a search that finds more than :data:`MOST` is refused: a
count over an answer cut off without a word would be wrong.

The properties stand for a look-up and are in no graph, so they are not in the ontology, as
``text:query`` of Apache Jena is in none.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kg import iris
from kg.errors import QueryError, UsageError
from kg.search.tokens import Names, Token, string_value, tokens

NAMESPACE = iris.BASE + "search#"
PREFIX = "search"

#: Local name of each property, and where it searches.
PROPERTIES: Mapping[str, str] = {"matches": "anything", "inName": "names", "inQuote": "quotes"}
#: Most hits of one pattern.
MOST = 10_000
#: Most patterns of one query.
PATTERNS = 8

_SIGN = re.compile(r"search[:#]|\\u", re.IGNORECASE)


class Finder(Protocol):
    """Finds IRIs by text; :class:`kg.search.Index` is one."""

    def iris(self, text: str, limit: int, scope: str = "anything") -> list[str]:
        """IRIs of the things whose texts hold a text, best first."""
        ...


def used(query: str) -> bool:
    """True when a query may hold a property of :data:`NAMESPACE`; quick, and never wrongly False.

    >>> used('SELECT * { ?s search:matches "x" }'), used("SELECT * { ?s ?p ?o }")
    (True, False)
    """
    return _SIGN.search(query) is not None


def rewritten(query: str, index: Finder) -> str:
    """The query with what was found in the place of each text search.

    :raises QueryError: for a search that is not understood or finds too much.
    """
    pieces: list[str] = []
    at = 0
    for found in _Reader(query, index).replacements():
        pieces += [query[at : found.start], found.text]
        at = found.end
    return "".join([*pieces, query[at:]])


@dataclass(frozen=True)
class _Replacement:
    start: int
    end: int
    text: str


@dataclass
class _Frame:
    """An open bracket.

    :param role: ``pattern`` for a group of graph patterns; else why no search may stand in it.
    :param state: ``start`` of a statement, within a ``statement``, an ``expression``, or ``other``
        words that end with a group.
    :param subject: number of the statement's first token; ``begin`` that of the predicate and
        objects being read; ``parts`` those that are complete.
    """

    role: str
    state: str = "start"
    word: str = ""
    subject: int = 0
    begin: int = 0
    parts: list[tuple[int, int]] = field(default_factory=list)
    searches: bool = False


_PATTERN = "pattern"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


class _Reader:
    def __init__(self, query: str, index: Finder) -> None:
        self._query = query
        self._index = index
        self._tokens = list(tokens(query))
        self._names = Names({PREFIX: NAMESPACE})
        self._found: list[_Replacement] = []
        self._blocks = 0
        self._construct = ""

    def replacements(self) -> list[_Replacement]:
        """What to replace, in the order of the query."""
        stack = [_Frame("outside a graph pattern", "other")]
        at = 0
        while at < len(self._tokens):
            token = self._tokens[at]
            frame = stack[-1]
            if len(stack) == 1 and (skipped := self._declaration(at)):
                at += skipped
                continue
            if self._is_search(token):
                if frame.role != _PATTERN:
                    raise self._refused(token, f"stands {frame.role}")
                if frame.state != "statement" or frame.begin != at:
                    raise self._refused(token, "is not the only property between its neighbours")
                frame.searches = True
            elif token.kind == "mark" and token.text in "([{":
                if token.text == "{" and frame.state == "statement":
                    self._end(frame, at)
                stack.append(self._opened(frame, token, at))
            elif token.kind == "mark" and token.text in ")]}":
                if frame.state == "statement":
                    self._end(frame, at)
                if len(stack) > 1:  # what is closed too often, the engine refuses
                    stack.pop()
                    self._closed(stack[-1], token)
            else:
                self._read(frame, token, at)
            at += 1
        for frame in stack:  # brackets that are never closed: the engine says so
            if frame.state == "statement":
                self._end(frame, at)
        return sorted(self._found, key=lambda item: item.start)

    def _declaration(self, at: int) -> int:
        """Tokens of the PREFIX or BASE declaration that begins here; 0 if none does."""
        word, *rest = self._tokens[at : at + 3]
        kinds = [token.kind for token in rest]
        if word.kind != "word":
            return 0
        if word.text.upper() == "PREFIX" and kinds == ["name", "iri"]:
            self._names.declare(rest[0], rest[1])
            return 3
        if word.text.upper() == "BASE" and kinds[:1] == ["iri"]:
            self._names.declare_base(rest[0])
            return 2
        return 0

    def _opened(self, frame: _Frame, token: Token, at: int) -> _Frame:
        if frame.state == "start":  # a list or nameless resource as subject
            if token.text == "{":
                frame.state = "other"
            else:
                self._begin(frame, at)
        if token.text != "{":
            return _Frame("within brackets", "other")
        if frame.word == "VALUES":
            return _Frame("in VALUES", "other")
        if self._construct == "CONSTRUCT":
            previous = self._tokens[at - 1]
            self._construct = ""
            if previous.text.upper() == "CONSTRUCT":
                return _Frame("in a template", "other")
            return _Frame("in CONSTRUCT WHERE, which needs a template of its own here", "other")
        return _Frame(_PATTERN)

    @staticmethod
    def _closed(frame: _Frame, token: Token) -> None:
        if frame.role != _PATTERN:
            return
        ends_expression = frame.state == "expression" and token.text in ")}"
        if ends_expression or (token.text == "}" and frame.state != "statement"):
            frame.state, frame.word = "start", ""

    def _read(self, frame: _Frame, token: Token, at: int) -> None:
        """A token that is no bracket."""
        if token.kind == "word" and token.text.lower() not in ("a", "true", "false"):
            if frame.state == "statement":
                self._end(frame, at)
            frame.word = token.text.upper()
            if frame.role != _PATTERN:
                if frame.word == "CONSTRUCT":
                    self._construct = frame.word
            elif frame.state == "start":
                frame.state = "expression" if frame.word in ("FILTER", "BIND") else "other"
        elif frame.state == "start":
            if token.text != ".":
                self._begin(frame, at)
        elif frame.state == "statement" and token.kind == "mark":
            if token.text == ";":
                self._part(frame, at)
            elif token.text == ".":
                self._end(frame, at)

    # --- statements ----------------------------------------------------------------------------

    @staticmethod
    def _begin(frame: _Frame, at: int) -> None:
        frame.state, frame.subject, frame.begin = "statement", at, at + 1
        frame.parts, frame.searches = [], False

    @staticmethod
    def _part(frame: _Frame, at: int) -> None:
        if at > frame.begin:
            frame.parts.append((frame.begin, at))
        frame.begin = at + 1

    def _end(self, frame: _Frame, at: int) -> None:
        """The statement ends before a token."""
        self._part(frame, at)
        frame.state, frame.word = "start", ""
        if not frame.searches:
            return
        subject = self._tokens[frame.subject]
        blocks: list[str] = []
        others: list[str] = []
        for begin, end in frame.parts:
            part = self._tokens[begin:end]
            if self._is_search(part[0]):
                blocks.append(self._block(subject, part))
            else:
                others.append(self._query[part[0].start : part[-1].end])
        if others:
            blocks.append(f"{subject.text} {' ; '.join(others)}")
        last = self._tokens[frame.parts[-1][1] - 1]
        trailing = self._tokens[at - 1]  # a semicolon with nothing after it goes too
        end = max(last.end, trailing.end)
        self._found.append(_Replacement(subject.start, end, " ".join(blocks)))

    def _block(self, subject: Token, part: Sequence[Token]) -> str:
        """The VALUES block for a property with its text."""
        if subject.kind != "variable":
            raise self._refused(part[0], "has a subject that is no variable")
        self._blocks += 1
        if self._blocks > PATTERNS:
            raise self._refused(part[0], f"is one of more than {PATTERNS} searches")
        iri = self._names.iri(part[0]) or ""
        scope = PROPERTIES[iri.removeprefix(NAMESPACE)]
        kinds = [token.kind for token in part[1:]]
        limit = None
        if kinds == ["string"]:
            text = part[1]
        elif kinds == ["mark", "string", "number", "mark"] and part[1].text == "(":
            text, number = part[2], part[3]
            if not re.fullmatch("[0-9]{1,6}", number.text) or not 1 <= int(number.text) <= MOST:
                raise self._refused(part[0], f"has a number that is not 1 to {MOST:,}")
            limit = int(number.text)
        else:
            raise self._refused(part[0], "has an object that is no plain string")
        found = self._found_for(part[0], string_value(text.text), limit, scope)
        return f"VALUES {subject.text} {{ {' '.join(f'<{item}>' for item in found)} }}"

    def _found_for(self, token: Token, text: str, limit: int | None, scope: str) -> list[str]:
        try:
            found = self._index.iris(text, limit or MOST + 1, scope)
        except UsageError as error:
            raise QueryError(f"{self._place(token)}: {error.message}", cure=error.cure) from error
        if len(found) > MOST:
            raise QueryError(
                f"{self._place(token)}: the text is found in more than {MOST:,} places.",
                cure=f'Search for more of it, or say how many you want: ("{text[:40]}" 100).',
            )
        return [iri for iri in found if not re.search(r"[\x00-\x20<>\"{}|^`\\]", iri)]

    # --- search properties ---------------------------------------------------------------------

    def _is_search(self, token: Token) -> bool:
        """True for a property of the namespace.

        :raises QueryError: for a name of the namespace that is none.
        """
        iri = self._names.iri(token) if token.kind in ("iri", "name") else None
        if iri is None or not iri.startswith(NAMESPACE):
            return False
        local = iri.removeprefix(NAMESPACE)
        if local not in PROPERTIES:
            near = difflib.get_close_matches(local[:100], PROPERTIES, 1, 0.4)
            wanted = near or list(PROPERTIES)
            raise QueryError(
                f"{self._place(token)}: there is no property {token.text[:100]!r}.",
                cure=f"Did you mean {' or '.join(f'{PREFIX}:{name}' for name in wanted)}?",
            )
        return True

    def _refused(self, token: Token, why: str) -> QueryError:
        return QueryError(
            f"{self._place(token)}: the text search {token.text[:100]} {why}.",
            cure=f'Write it as ?thing {PREFIX}:matches "text", or ("text" 100) for the best 100.',
        )

    def _place(self, token: Token) -> str:
        before = self._query[: token.start]
        line = before.count("\n") + 1
        column = token.start - before.rfind("\n")
        return f"Line {line}, column {column}"
