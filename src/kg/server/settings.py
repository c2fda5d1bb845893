"""What a server is told at its start, beside its limits."""

from __future__ import annotations

import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Settings:
    """Settings of one server.

    :param base: its public address, without a slash at the end; pages and descriptions name it.
    :param source: what the image opens (:func:`kg.server.opening.prepare`).
    :param token: the bearer token of updates; None where writing is off.
    :param caching: whether answers are kept.
    :param services: beginnings of the addresses that SERVICE may ask.
    """

    base: str
    source: dict[str, Any] = field(default_factory=dict)
    token: str | None = None
    caching: bool = True
    services: tuple[str, ...] = ()

    @property
    def writable(self) -> bool:
        """Whether updates are taken."""
        return self.token is not None

    @property
    def watched(self) -> Path | None:
        """The file whose change means that there is a new build."""
        path = self.source.get("path")
        if self.writable or self.source.get("endpoint") or not path:
            return None
        dataset = Path(path) / "triples" / "dataset.nq"
        return dataset if dataset.exists() else Path(path) if Path(path).is_file() else None

    def report(self, error: BaseException) -> None:
        """Say on stderr what went wrong inside."""
        traceback.print_exception(error, file=sys.stderr)
