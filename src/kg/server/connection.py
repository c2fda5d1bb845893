"""HTTP connections with limits that uvicorn does not set: slow heads, long heads, idle readers.

The only module, with ``running``, that imports uvicorn.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.workers import Limits

_HEAD_LATE = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_HEAD_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n"
    b"content-length: 0\r\n\r\n"
)


def limited(limits: Limits) -> type[asyncio.Protocol]:
    """A protocol class for uvicorn with these limits."""

    class Connection(HttpToolsProtocol):
        """One connection: closed when its head is late or long, or its answer is not read."""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._head_bytes = 0
            self._unread: asyncio.TimerHandle | None = None
            self._late: asyncio.TimerHandle | None = self.loop.call_later(
                limits.head_seconds, self._too_late
            )

        def data_received(self, data: bytes) -> None:
            if not self._in_head():
                super().data_received(data)
                return
            self._head_bytes += len(data)
            if self._head_bytes > limits.head and b"\r\n\r\n" not in data[: limits.head]:
                self._refuse(_HEAD_LONG)
                return
            super().data_received(data)
            if self._head_bytes and self._late is None:  # a head that came in parts
                self._late = self.loop.call_later(limits.head_seconds, self._too_late)

        def on_headers_complete(self) -> None:
            self._head_bytes = 0
            if self._late is not None:
                self._late.cancel()
                self._late = None
            super().on_headers_complete()

        def pause_writing(self) -> None:
            super().pause_writing()
            if self._unread is None:
                self._unread = self.loop.call_later(limits.send_seconds, self._not_read)

        def resume_writing(self) -> None:
            super().resume_writing()
            if self._unread is not None:
                self._unread.cancel()
                self._unread = None

        def connection_lost(self, exc: Exception | None) -> None:
            for timer in (self._late, self._unread):
                if timer is not None:
                    timer.cancel()
            self._late = self._unread = None
            super().connection_lost(exc)

        def _in_head(self) -> bool:
            """Whether what arrives now belongs to the head of a request."""
            cycle = self.cycle
            return cycle is None or cycle.response_complete or self._head_bytes > 0

        def _too_late(self) -> None:
            self._late = None
            self._refuse(_HEAD_LATE)

        def _not_read(self) -> None:
            self._unread = None
            self.transport.abort()

        def _refuse(self, answer: bytes) -> None:
            if not self.transport.is_closing():
                self.transport.write(answer)
                self.transport.close()

    return Connection
