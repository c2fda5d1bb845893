"""What a query may have meant: the nearest spelling of a prefix or term that does not exist."""

from __future__ import annotations

import difflib
import re
from functools import cache, lru_cache

from kg import iris, resources
from kg.errors import QueryError
from kg.search import pattern

_POSITION = re.compile(r"error at (\d+):(\d+)")
_NAME = re.compile(r"(?<![\w:?$<])([A-Za-z][\w-]*):([A-Za-z_][\w-]*)?")
_SKIP = re.compile(r"#[^\n]*|<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_IRI = re.compile(r"<[^<>\s]*>")
_DECLARED = re.compile(r"\bPREFIX\s+([A-Za-z][\w.-]*)\s*:", re.IGNORECASE)


#: Hints that are given, and letters of a name that are looked at.
_MOST, _LONG = 5, 60


@cache
def _terms() -> frozenset[str]:
    """Local names of the ontology's terms."""
    found: set[str] = set()
    for path in resources.ontology_dir().glob("*.ttl"):
        found.update(re.findall(r"\bae:(\w+)", path.read_text("utf-8")))
    return frozenset(found)


def position(message: str) -> tuple[int, int] | None:
    """Line and column, from 1, that an engine's message names."""
    match = _POSITION.search(message)
    return (int(match[1]), int(match[2])) if match else None


def hints(query: str) -> tuple[str, ...]:
    """Sentences on the prefixes and ``ae:`` terms of a query that nothing defines.

    >>> hints("SELECT * { ?e ae:organiser ?a . ?e skso:note ?n }")[0]
    'ae:organiser is no term of the ontology. Did you mean ae:organizer?'
    """
    if ":" not in _IRI.sub("", query):  # no prefixed name, so none that is spelt wrongly
        return ()
    return _hints(query[:100_000])


@lru_cache(maxsize=512)
def _hints(query: str) -> tuple[str, ...]:
    declared = {*_DECLARED.findall(query), *iris.PREFIXES, pattern.PREFIX}
    names = dict.fromkeys(_NAME.findall(_SKIP.sub(" ", query)))
    found: dict[str, None] = {}
    for prefix, local in names:  # each once, and few: comparing spellings is slow
        if len(found) == _MOST:
            break
        if prefix not in declared:
            near = difflib.get_close_matches(prefix[:_LONG], declared, 1, 0.5)
            cure = f"Did you mean {near[0]}:?" if near else "Declare it (PREFIX)."
            found[f"There is no prefix {prefix[:_LONG]}:. {cure}"] = None
        elif prefix == "ae" and local and local not in _terms():
            near = difflib.get_close_matches(local[:_LONG], _terms(), 1, 0.6)
            cure = f" Did you mean ae:{near[0]}?" if near else ""
            found[f"ae:{local[:_LONG]} is no term of the ontology.{cure}"] = None
    return tuple(found)


class SyntaxProblem(QueryError):
    """A query that cannot be parsed, with the place and what it may have meant.

    :param position: line and column, from 1.
    """

    def __init__(self, error: QueryError, query: str) -> None:
        super().__init__(_short(error.message), cure=error.cure)
        place = position(error.message)
        self.position = {"line": place[0], "column": place[1]} if place else None
        self.hints = hints(query)


def _short(message: str) -> str:
    """An engine's message without its long lists of characters that it would have taken."""
    if "Prefix not found" in message:
        head = message.partition("expected")[0]
        return f"{head.rstrip(': ')}: a prefix is not declared."
    if len(message) < 400:
        return message
    head, expected, _ = message.partition(": expected one of")
    return (
        f"{head}: it breaks off or goes on wrongly there."
        if expected
        else f"{message[:400].rstrip()} …"
    )
