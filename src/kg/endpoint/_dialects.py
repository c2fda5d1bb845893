"""Where engines deviate from SPARQL 1.1, in one place: what is sent otherwise, and read otherwise.

``standard`` changes nothing. ``virtuoso`` was written against Virtuoso 7.2.5; each deviation it
handles stands at the method that handles it, and ``docs/scaling.md`` lists those that remain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rdflib.term import Identifier, Literal, URIRef

from kg import iris
from kg.endpoint import _text
from kg.endpoint._http import Answer
from kg.endpoint._types import boolean_columns
from kg.errors import KgError, QueryError, StoreError, UsageError

_XSD = iris.PREFIXES["xsd"]
_BOOLEAN = URIRef(_XSD + "boolean")
_INTEGER = URIRef(_XSD + "integer")
_WKT = URIRef(iris.PREFIXES["geo"] + "wktLiteral")


class Dialect:
    """SPARQL 1.1 as the standard says."""

    name = "standard"
    #: Triples in one update.
    batch = 2000
    #: True where a triple of two FROM graphs counts twice (against SPARQL 1.1, section 13.2).
    repeats_triples = False
    #: True where ORDER BY compares strings whole (SPARQL 1.1, section 15.1).
    sorts_whole_strings = True
    #: True where a graph that is cut does not say so.
    cuts_graphs = False
    #: Graphs that the engine keeps for itself.
    system_graphs: frozenset[str] = frozenset()

    def query(self, text: str) -> str:
        """A query as this engine must be asked it."""
        return text

    def term(self, term: Identifier) -> Identifier:
        """A term of an answer as it was loaded."""
        return term

    def rows(
        self, query: str, names: tuple[str, ...], rows: list[tuple[Identifier | None, ...]]
    ) -> list[tuple[Identifier | None, ...]]:
        """Rows of an answer as the standard gives them."""
        return rows

    def sent(self, line: bytes) -> bytes:
        """A canonical line as this engine must be sent it."""
        return line

    def line(self, line: bytes) -> bytes:
        """A canonical line in the form in which this engine keeps it, for checksums."""
        return line

    def cut(self, answer: Answer) -> int | None:
        """The number of rows at which the engine has cut an answer, if it says that it has."""
        return None

    def sort_limit(self, answer: Answer) -> int | None:
        """The number of rows that the engine sorts at once, where it refused to sort more."""
        return None

    def passes(self, answer: Answer) -> bool:
        """True for a failure that another try may not meet."""
        return False

    def failure(self, url: str, answer: Answer) -> KgError:
        """The error that a status of 400 or more stands for."""
        status, text = answer.status, answer.text
        if status == 400:
            return QueryError(f"{url} refused the query: {text}")
        if status in (401, 403):
            return StoreError(
                f"{url} refused the login ({status}).",
                cure="Set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN; to push,"
                " see also --user, --password-env and --token-env.",
            )
        if status == 404:
            return StoreError(f"There is nothing at {url} (404).", cure="Check the address.")
        return StoreError(f"{url} failed ({status}): {text}")


class Virtuoso(Dialect):
    """OpenLink Virtuoso 7."""

    name = "virtuoso"
    batch = 1000  # its compiler's memory ends between 2,000 and 5,000
    repeats_triples = True
    sorts_whole_strings = False  # the first 20 characters only
    cuts_graphs = True
    system_graphs = frozenset(
        {
            "http://www.openlinksw.com/schemas/virtrdf#",
            "http://www.w3.org/ns/ldp#",
            "http://localuriqaserver/sparql",
            "http://www.w3.org/2002/07/owl#",
        }
    )

    def query(self, text: str) -> str:
        """Where it binds an expression of an OPTIONAL group late, ``CONCAT`` of unbound variables
        gives it a string."""
        return _text.guarded(text)

    def term(self, term: Identifier) -> Identifier:
        """It writes booleans as 0 and 1, and points with a datatype of its own."""
        if not isinstance(term, Literal) or term.datatype is None:
            return term
        if term.datatype == _BOOLEAN and str(term) in ("0", "1"):
            return _boolean(term)
        if str(term.datatype) == "http://www.openlinksw.com/schemas/virtrdf#Geometry":
            return Literal(str(term), datatype=_WKT, normalize=False)
        return term

    def rows(
        self, query: str, names: tuple[str, ...], rows: list[tuple[Identifier | None, ...]]
    ) -> list[tuple[Identifier | None, ...]]:
        """Expressions that are true or false give it the integers 1 and 0."""
        suspects = [at for at in range(len(names)) if _zeros_and_ones(rows, at)]
        if not suspects:
            return rows
        booleans = boolean_columns(query)
        columns = [at for at in suspects if names[at] in booleans]
        if not columns:
            return rows
        found = [list(row) for row in rows]
        for row in found:
            for at in columns:
                term = row[at]
                row[at] = None if term is None else _boolean(term)
        return [tuple(row) for row in found]

    def sent(self, line: bytes) -> bytes:
        """It keeps "POINT(1.1 2.2)" in 32 bits, but "POINT (1.1 2.2)" in 64."""
        return _POINT.sub(rb'"POINT (\1', line)

    def line(self, line: bytes) -> bytes:
        """It writes the numbers of a point with up to 14 digits."""

        def number(match: re.Match[bytes]) -> bytes:
            return b"%.14g" % float(match[0])

        return _POINT.sub(lambda match: b'"POINT(' + _NUMBER.sub(number, match[1]), line)

    def cut(self, answer: Answer) -> int | None:
        """It stops at ResultSetMaxRows and says so in a header of its own."""
        value = answer.headers.get("X-SPARQL-MaxRows", "")
        return int(value) if value.isdecimal() else None

    def sort_limit(self, answer: Answer) -> int | None:
        """It refuses ORDER BY with a LIMIT and OFFSET that together pass ResultSetMaxRows."""
        match = re.match(rb"Virtuoso 22023 Error SR353.*?Only (\d+) are allowed", answer.body)
        return int(match[1]) if match and answer.status >= 400 else None

    def passes(self, answer: Answer) -> bool:
        """Of two transactions that wait for each other, it ends one (SQL state 40001)."""
        return answer.status >= 400 and answer.body.startswith(b"Virtuoso 40001")

    def failure(self, url: str, answer: Answer) -> KgError:
        """It answers 500 where a query is at fault or takes too long."""
        text = answer.text.partition(" SPARQL query:")[0]
        if answer.status == 206:
            return StoreError(
                f"{url} ran out of time and sent only part of the answer.", cure="Ask for less."
            )
        if answer.status in (400, 500) and text.startswith("Virtuoso "):
            if re.match(r"Virtuoso (S1T00|42000)", text):
                return StoreError(f"{url} failed: {text}")
            return QueryError(f"{url} refused the query: {text}")
        return super().failure(url, answer)


DIALECTS: dict[str, Dialect] = {item.name: item for item in (Dialect(), Virtuoso())}


def named(name: str) -> Dialect:
    """A dialect by its name.

    :raises UsageError: when there is none.
    """
    if name not in DIALECTS:
        raise UsageError(f"{name!r} is no dialect.", cure=f"One of auto, {', '.join(DIALECTS)}.")
    return DIALECTS[name]


def detected(answer: Answer) -> Dialect:
    """The dialect of whoever gave this answer."""
    server = answer.headers.get("Server", "")
    return DIALECTS["virtuoso" if server.startswith("Virtuoso") else "standard"]


_POINT = re.compile(
    rb'"POINT *(?=\([^"()]*\)"\^\^<' + re.escape(str(_WKT).encode()) + rb"> \.$)\(([^()]*)"
)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def _boolean(term: Identifier) -> Literal:
    text = "true" if str(term) in ("1", "true") else "false"
    return Literal(text, datatype=_BOOLEAN, normalize=False)


def _zeros_and_ones(rows: Sequence[tuple[Identifier | None, ...]], at: int) -> bool:
    """True for a column of nothing but the integers 0 and 1."""
    found = False
    for row in rows:
        term = row[at]
        if term is None:
            continue
        if not isinstance(term, Literal) or term.datatype != _INTEGER or str(term) not in "01":
            return False
        found = True
    return found
