"""Answers of SELECT queries, the same for every engine. The only module that imports pandas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rdflib.term import BNode, Identifier, Literal, URIRef

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Solutions:
    """A table of RDF terms.

    :param variables: names of the columns, in the order of the query.
    :param rows: one tuple of terms for each solution; None where a variable is unbound.
    """

    variables: tuple[str, ...]
    rows: list[tuple[Identifier | None, ...]]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each row as a dict of plain Python values; see :func:`to_python`."""
        for row in self.rows:
            yield {name: to_python(term) for name, term in zip(self.variables, row, strict=True)}

    def column(self, name: str) -> list[Any]:
        """One column as plain Python values.

        :raises ValueError: when there is no such column.
        """
        at = self.variables.index(name)
        return [to_python(row[at]) for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a data frame of plain Python values.

        :raises ImportError: when pandas is not installed (``pip install actors-events[pandas]``).
        """
        import pandas

        return pandas.DataFrame(list(self), columns=list(self.variables))


def to_python(term: Identifier | None) -> Any:
    """A term as a plain value: str for IRIs and texts, int, bool, date … for typed literals.

    >>> to_python(Literal(3))
    3
    """
    if term is None:
        return None
    if isinstance(term, Literal):
        value = term.toPython()
        if isinstance(value, Literal):  # unknown or ill-typed datatype: the characters
            return str(term)
        return float(value) if isinstance(value, Decimal) else value
    return str(term)


def is_resource(term: object) -> bool:
    """True for IRIs and blank nodes."""
    return isinstance(term, URIRef | BNode)
