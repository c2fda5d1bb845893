"""What stands in an index's place while it is being made."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from kg.errors import StoreError
from kg.search.index import Index


class TextsPending(StoreError):
    """The texts of this version cannot be searched yet."""


class Pending(Index):
    """Says of every search that it cannot be answered yet, rather than answer from old texts."""

    def __init__(self) -> None:
        super().__init__(image=b"")

    def restricted(self, claims: Collection[str]) -> Index:
        """See :meth:`Index.restricted`."""
        return self

    def _rows(self, *_: Any) -> Any:
        raise TextsPending(
            "The texts of this version are being made ready for searching.",
            cure="Ask again in some seconds.",
        )
