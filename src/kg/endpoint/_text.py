"""Where things stand in the text of a query, for rewriting that keeps the rest as it is.

Strings, comments and IRIs are blanked first (:func:`blanked`), so that what is found outside them
is a keyword, a variable or a bracket.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_SKIPPED = re.compile(
    r"""\#[^\n\r]* | <[^<>"{}|^`\x00-\x20]*>
    | \"\"\"(?:"{0,2}(?:[^"\\]|\\.))*+\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*+'''
    | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+'""",
    re.VERBOSE | re.DOTALL,
)
_PROLOGUE = re.compile(r"\s*(?:(?:PREFIX\s+[\w.-]*:|BASE\b)\s*)*", re.IGNORECASE)
_FORM = re.compile(r"(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_CUT = re.compile(r"\b(LIMIT|OFFSET)\s+(\d+)", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_KEY = re.compile(
    r"\s*(?:(?P<way>ASC|DESC)\s*(?=\()|(?P<variable>[?$]\w+)|(?P<bracket>(?=\())"
    r"|(?P<call>[\w.-]*:?[\w.-]+\s*(?=\()))",
    re.IGNORECASE,
)


def blanked(query: str) -> str:
    """The query with strings, comments and IRIs as spaces; the rest keeps its place."""
    return _SKIPPED.sub(lambda match: " " * len(match[0]), query)


def form(query: str) -> str | None:
    """``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``; None where none stands at the place."""
    plain = blanked(query)
    match = _FORM.match(plain, _start(plain))
    return match[1].upper() if match else None


def _start(plain: str) -> int:
    """Where the query begins after its prologue."""
    match = _PROLOGUE.match(plain)
    return match.end() if match else 0


class Parts(NamedTuple):
    """A SELECT query in three parts, which follow each other in its text.

    :param prologue: PREFIX and BASE.
    :param body: from SELECT to the end of its group.
    :param tail: GROUP BY, HAVING and ORDER BY, without LIMIT and OFFSET.
    :param limit: rows at most, if the query says so.
    """

    prologue: str
    body: str
    tail: str
    limit: int | None
    offset: int


def parts(query: str) -> Parts | None:
    """A SELECT query in its parts; None for other forms and where VALUES follows the group."""
    plain = blanked(query)
    start = _start(plain)
    end = _closing(plain, plain.find("{", start), "{}")
    if not plain[start:].upper().startswith("SELECT") or end is None or "{" in plain[end:]:
        return None
    cuts = {found[1].upper(): int(found[2]) for found in _CUT.finditer(plain, end)}
    tail = query[end:]
    for found in reversed(list(_CUT.finditer(plain, end))):
        tail = tail[: found.start() - end] + " " + tail[found.end() - end :]
    return Parts(
        query[:start], query[start:end], tail, cuts.get("LIMIT"), cuts.get("OFFSET", 0)
    )  # fmt: skip


def ordered(query: Parts, variables: tuple[str, ...]) -> str:
    """Its tail with an order in which only equal rows tie: all columns after its own keys."""
    keys = " ".join(f"?{name}" for name in variables)
    tail = query.tail.rstrip()
    return f"{tail}\n{keys}" if _ORDER.search(blanked(tail)) else f"{tail}\nORDER BY {keys}"


def with_keys(query: str, key: Callable[[str], list[str]]) -> str:
    """The query with other sort keys wherever it sorts by a bare variable.

    :param key: gives the expressions, in brackets, that take the place of a variable.
    """
    plain = blanked(query)
    pieces: list[str] = []
    at = 0
    for start, end, way, variable in _sort_keys(plain):
        pieces += [query[at:start], " ".join(f"{way}{item}" for item in key(variable))]
        at = end
    return "".join([*pieces, query[at:]])


def _sort_keys(plain: str) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, direction and variable of every sort key that is a bare variable."""
    for order in _ORDER.finditer(plain):
        at = order.end()
        while key := _KEY.match(plain, at):
            begin = key.start() + len(key[0]) - len(key[0].lstrip())
            if key["variable"]:
                at = key.end()
                yield begin, at, "ASC", key["variable"]
                continue
            closing = _closing(plain, key.end(), "()")
            if closing is None:
                break
            at = closing
            inner = plain[key.end() + 1 : at - 1].strip()
            if key["call"] is None and re.fullmatch(r"[?$]\w+", inner):
                yield begin, at, (key["way"] or "ASC").upper(), inner


def _closing(plain: str, at: int, pair: str) -> int | None:
    """Where the group that opens here ends, exclusive."""
    if at < 0:
        return None
    depth = 0
    for match in re.compile(f"[{re.escape(pair)}]").finditer(plain, at):
        depth += 1 if match[0] == pair[0] else -1
        if depth == 0:
            return match.end()
    return None


def mentions(query: str, keyword: str) -> bool:
    """True when the keyword stands outside strings, comments, IRIs and names."""
    return bool(re.search(rf"(?<![\w:?$.-]){keyword}(?![\w:-])", blanked(query), re.IGNORECASE))
