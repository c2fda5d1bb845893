"""What a page is, and what there is when there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kg.errors import UsageError

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"

#: Columns and rows of a page that is a list: its CSV.
Table: TypeAlias = "tuple[Sequence[str], Sequence[Sequence[str]]]"


class NotFound(UsageError):
    """No page has this path; ``suggestions`` holds the paths of near ones."""

    exit_code = 4

    def __init__(self, path: str, suggestions: Sequence[str] = ()) -> None:
        self.path = path
        self.suggestions = tuple(suggestions)
        cure = f"Did you mean {', '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"There is no page {path!r}.", cure=cure)


@dataclass(frozen=True)
class Page:
    """A page before it is written in some format.

    :param title: its name, plain text.
    :param template: which template renders it, without suffix.
    :param data: everything that is shown; this is the JSON answer.
    :param table: the CSV answer, where the page is a list.
    :param describes: IRI whose description (:func:`kg.pages.rdf`) is the RDF answer; None: no RDF.
    :param status: HTTP status; 400 and more where a form was filled in wrongly and is shown again.
    """

    title: str
    template: str
    data: Mapping[str, JSON]
    table: Table | None
    describes: str | None
    status: int = 200
