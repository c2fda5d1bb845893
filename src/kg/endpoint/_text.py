"""Where things stand in the text of a query, for rewriting that keeps the rest as it is.

Strings, comments and IRIs are blanked first (:func:`blanked`), so that what is found outside them
is a keyword, a variable or a bracket.
"""

from __future__ import annotations

import re
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
    r"\s*(?:[?$](?P<plain>\w+)|(?P<way>ASC|DESC)?\s*\(\s*[?$](?P<inner>\w+)\s*\))",
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


def counting(query: str) -> tuple[str, int | None] | None:
    """A query for the number of solutions of a CONSTRUCT query without dataset clause, and its
    LIMIT; None for other queries."""
    plain = blanked(query)
    start = _start(plain)
    if not plain[start:].upper().startswith("CONSTRUCT"):
        return None
    where = re.compile(r"CONSTRUCT\s*(?:WHERE\s*)?(?=\{)", re.IGNORECASE).match(plain, start)
    body = where.end() if where else -1
    end = _closing(plain, body, "{}")
    if end is not None and "WHERE" not in plain[start:body].upper():  # that was the template
        body = plain.find("{", end)
        end = _closing(plain, body, "{}")
    if end is None:
        return None
    limit = next(
        (int(cut[2]) for cut in _CUT.finditer(plain, end) if cut[1].upper() == "LIMIT"), None
    )
    return f"{query[:start]}SELECT (COUNT(*) AS ?n) WHERE {query[body:end]}", limit


def ordered(query: Parts, variables: tuple[str, ...]) -> str:
    """Its tail with an order in which only equal rows tie: all columns after its own keys."""
    keys = " ".join(f"?{name}" for name in variables)
    tail = query.tail.rstrip()
    return f"{tail}\n{keys}" if _ORDER.search(blanked(tail)) else f"{tail}\nORDER BY {keys}"


def sort_keys(query: Parts) -> list[tuple[str, bool]] | None:
    """The variables that it sorts by up to the first expression, with True for those in descending
    order; None where there are none."""
    plain = blanked(query.tail)
    order = _ORDER.search(plain)
    if order is None:
        return None
    keys: list[tuple[str, bool]] = []
    at = order.end()
    while plain[at:].strip():
        key = _KEY.match(plain, at)
        if key is None:
            break
        keys.append((key["plain"] or key["inner"], (key["way"] or "").upper() == "DESC"))
        at = key.end()
    return keys or None


def unordered(query: Parts) -> str:
    """Its tail without ORDER BY."""
    order = _ORDER.search(blanked(query.tail))
    return query.tail if order is None else query.tail[: order.start()]


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


_VARIABLE = re.compile(r"[?$]\w+")
#: Functions that can have a value although one of their arguments has none, and aggregates.
_LENIENT = re.compile(
    r"\b(?:COALESCE|IF|BOUND|EXISTS|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\b", re.IGNORECASE
)


def guarded(query: str) -> str:
    """The query with a condition that its meaning implies: ``CONCAT`` has a value only where its
    variables have one (SPARQL 1.1, section 17.2).

    >>> guarded("SELECT * { BIND(CONCAT(?a, 'x') AS ?b) }")
    "SELECT * { BIND(IF(BOUND(?a), CONCAT(?a, 'x'), ?a) AS ?b) }"
    """
    plain = blanked(query)
    found: list[tuple[int, int]] = []
    for call in re.finditer(r"\bCONCAT\s*(?=\()", plain, re.IGNORECASE):
        end = _closing(plain, call.end(), "()")
        if end is not None and not _LENIENT.search(plain[call.end() : end]):
            found.append((call.start(), end))
    pieces: list[str] = []
    at = 0
    for start, end in sorted(found):
        names = list(dict.fromkeys(_VARIABLE.findall(plain[start:end])))
        if start < at or not names:  # inside another
            continue
        condition = " && ".join(f"BOUND({name})" for name in names)
        pieces += [query[at:start], f"IF({condition}, {query[start:end]}, {names[0]})"]
        at = end
    return "".join([*pieces, query[at:]])
