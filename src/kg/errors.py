"""All errors of the package, each with its data and its cure.

::

    KgError                      exit code
    ├── UsageError                   2      a call's words are off
    │   ├── UnknownEntity            4      no entity of that name (with suggestions)
    │   ├── UnknownQuery             4      no catalogue query of that name
    │   ├── UnknownGraph             4      no graph of that IRI
    │   └── ParameterError           2      a query's parameter is missing or of the wrong type
    ├── DataError                    3      the data folder is unreadable or wrong
    │   └── CheckFailed              3      the findings of one check, all of them
    ├── ValueSyntaxError             3      a date, quantity or key that cannot be read
    │   ├── DateError
    │   └── QuantityError
    ├── QueryError                   5      SPARQL that an engine refuses
    ├── StoreError                   6      an engine that fails or cannot be reached
    ├── LimitExceeded                6      a request that would cost more than it may
    └── ExportError                  6      an output that cannot be written

Errors are raised where they are found and turned into exit codes (or HTTP statuses) once, at the
edge. ``docs/cli.md`` lists the codes for users.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class KgError(Exception):
    """Base of all errors of this package.

    :param message: what is wrong, one sentence.
    :param cure: what would be right; empty where nothing can be said.
    """

    exit_code = 1

    def __init__(self, message: str, *, cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.message} {self.cure}".strip()


class UsageError(KgError):
    """A call that names something which does not exist or does not fit."""

    exit_code = 2


class UnknownEntity(UsageError):
    """No entity has this key, IRI, label or alias; ``suggestions`` holds the nearest names. Or
    ``several`` have it: ``suggestions`` holds them."""

    exit_code = 4

    def __init__(
        self, name: str, suggestions: Sequence[str] = (), *, several: bool = False
    ) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        cure = f"Did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        problem = "Several entities are" if several else "No entity is"
        super().__init__(f"{problem} called {name!r}.", cure=cure)


class UnknownQuery(UsageError):
    """No query of the catalogue has this name; ``suggestions`` holds the nearest names."""

    exit_code = 4

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        self.name = name
        self.suggestions = tuple(suggestions)
        near = f"Did you mean {', '.join(self.suggestions)}? " if self.suggestions else ""
        super().__init__(
            f"The catalogue has no query {name!r}.", cure=f"{near}`kg queries` lists them."
        )


class UnknownGraph(UsageError):
    """The dataset has no graph of this IRI."""

    exit_code = 4

    def __init__(self, iri: str) -> None:
        self.iri = iri
        super().__init__(f"There is no graph <{iri}>.")


class ParameterError(UsageError):
    """A catalogue query's parameter is unknown, missing, or of the wrong type."""


class DataError(KgError):
    """The data folder cannot be read, or is not what its format demands."""

    exit_code = 3


@dataclass(frozen=True, order=True)
class Problem:
    """One finding of a check: where it is, what is wrong, what would be right.

    :param file: path of the file, relative to the data folder.
    :param line: line in the file, counted from 1; 0 where the file as a whole is meant.
    :param key: path of the key in the file (``claims[3].quote``); empty for the whole file.
    :param message: what is wrong.
    :param cure: what would be right.
    """

    file: str
    line: int
    key: str
    message: str
    cure: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        return f"{place}:{key} {self.message} {self.cure}".rstrip()


class CheckFailed(DataError):
    """A check found problems; ``problems`` holds all of them, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        lines = "\n".join(str(problem) for problem in self.problems)
        super().__init__(f"{count} problem{'' if count == 1 else 's'} found.\n{lines}")


class ValueSyntaxError(KgError):
    """A value that its syntax does not allow."""

    exit_code = 3


class DateError(ValueSyntaxError):
    """Not an EDTF date that the package can bound."""


class QuantityError(ValueSyntaxError):
    """Not a quantity that the table of wordings can read."""


class QueryError(KgError):
    """SPARQL that an engine refuses to parse or to evaluate."""

    exit_code = 5


class StoreError(KgError):
    """An engine that fails, or an endpoint that cannot be reached."""

    exit_code = 6


class LimitExceeded(KgError):
    """A request that costs more than it may.

    :param limit: which one: the name of a field of :class:`kg.workers.Limits`.
    """

    exit_code = 6

    def __init__(self, limit: str, message: str, *, cure: str = "") -> None:
        super().__init__(message, cure=cure)
        self.limit = limit


class ExportError(KgError):
    """An output that cannot be written as its format demands."""

    exit_code = 6
