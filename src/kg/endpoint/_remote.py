"""Writing to a remote store: updates and the Graph Store Protocol."""

from __future__ import annotations

import urllib.request
from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

from kg.endpoint import _lines
from kg.endpoint._client import Endpoint
from kg.endpoint._http import Answer, Transport
from kg.errors import QueryError, StoreError


class Writer:
    """Writes to the store behind an endpoint.

    :param update: address for updates, if not that of the endpoint.
    :param graph_store: address of the Graph Store Protocol, if the store is to be filled by it.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        user: str | None = None,
        password: str = "",
        token: str | None = None,
        timeout: float,
        update: str | None = None,
        graph_store: str | None = None,
    ) -> None:
        self.endpoint = endpoint

        def transport(url: str) -> Transport:
            return Transport(url, user=user, password=password, token=token, timeout=timeout)

        self._update = transport(update or endpoint.url)
        self._graphs = transport(graph_store) if graph_store else None

    @property
    def batch(self) -> int:
        """Triples to be given to :meth:`add` at once."""
        return 20_000 if self._graphs else self.endpoint.dialect.batch

    def update(self, text: str) -> None:
        """Send an update (SPARQL 1.1 Protocol, 2.2.2), which may be repeated without harm.

        :raises StoreError: when the store takes no updates, or fails.
        """
        request = urllib.request.Request(  # noqa: S310 - Transport takes http(s) addresses only
            self._update.url,
            data=text.encode(),
            headers={"Content-Type": "application/sparql-update", "Accept": "*/*"},
            method="POST",
        )
        answer = self._update.send(request, self.endpoint.dialect.passes)
        if answer.status >= 300:
            raise self._failure(self._update.url, answer)

    def add(self, graph: str, lines: Sequence[bytes], marker: str) -> None:
        """Add triples to a graph, and then, or in the same request, the triple that says so.

        :param marker: an update that leaves the mark.
        """
        lines = [self.endpoint.dialect.sent(line) for line in lines]
        if self._graphs is None:
            data = "\n".join(map(_lines.for_update, lines))
            self.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{data}\n}} }} ;\n{marker}")
            return
        url = self._graphs.url
        name = "graph-uri" if "sparql-graph-crud" in urlsplit(url).path else "graph"
        request = urllib.request.Request(  # noqa: S310 - Transport takes http(s) addresses only
            f"{url}{'&' if '?' in url else '?'}{urlencode({name: graph})}",
            data=b"\n".join(lines) + b"\n",
            headers={"Content-Type": "application/n-triples"},
            method="POST",
        )
        answer = self._graphs.send(request, self.endpoint.dialect.passes)
        if answer.status >= 300:
            raise self._failure(url, answer)
        self.update(marker)

    def _failure(self, url: str, answer: Answer) -> Exception:
        error = self.endpoint.dialect.failure(url, answer)
        if answer.status in (405, 415, 501):
            return StoreError(
                f"{url} takes no updates ({answer.status}).",
                cure="Give the address that does (--update).",
            )
        return StoreError(error.message) if isinstance(error, QueryError) else error
