"""What the server and its workers say to each other: frames over a Unix socket.

A request is two unsigned 32-bit lengths in network order, a head in JSON, and a body of bytes. An
answer has besides what differs between answers of one kind, so that heads repeat and are read once:
flags and the digest of the body. A long body is not sent: it stands in memory that worker and
server share.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

_REQUEST = struct.Struct("!II")
_ANSWER = struct.Struct("!IIB16s")
#: Bytes before the head of an answer.
ANSWER = _ANSWER.size
#: Bodies of more bytes go through the shared memory: a socket takes them in many pieces.
INLINE = 32 * 1024
_LAST, _SHARED, _TAGGED = 1, 2, 4
_encoded = json.JSONEncoder(separators=(",", ":")).encode
#: Longer heads are not kept: their number of bytes must be bounded, too.
_KEPT = 2048


@dataclass(frozen=True)
class Answer:
    """What an operation gives.

    :param status: HTTP status.
    :param media_type: of the body, with its parameters.
    :param headers: further headers, lower-case names.
    """

    status: int
    media_type: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Told(NamedTuple):
    """An answer as it was read.

    :param head: what it tells beside the body.
    :param body: None where it stands in the shared memory.
    :param size: bytes of the body.
    :param digest: of the body; empty where there is none.
    :param last: whether the worker ends itself now.
    """

    head: Mapping[str, Any]
    body: bytes | None
    size: int
    digest: bytes
    last: bool


def head(operation: str, arguments: Mapping[str, Any], *, gzip: bool) -> bytes:
    """The head of a request; nothing in it depends on who asks."""
    return _json({"operation": operation, "arguments": arguments, "gzip": gzip})


def request(head: bytes, body: bytes) -> bytes:
    """A request as bytes."""
    return _REQUEST.pack(len(head), len(body)) + head + body


@lru_cache(maxsize=64)
def answer_head(status: int, media_type: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    """The head of an answer; few there are, and they repeat."""
    return _json({"status": status, "media_type": media_type, "headers": dict(headers)})


def error_head(told: Mapping[str, Any]) -> bytes:
    """The head of an answer that tells of an error: ``error``, its class, and what it carries."""
    return _json(told)


def answer(head: bytes, body: bytes, *, digest: bytes, last: bool, shared: bool) -> bytes:
    """An answer as bytes.

    :param digest: of the body; empty where none is told.
    :param shared: whether the body stands in the shared memory.
    """
    flags = last * _LAST | shared * _SHARED | bool(digest) * _TAGGED
    start = _ANSWER.pack(len(head), len(body), flags, digest)
    return start + head if shared else start + head + body


def answer_length(data: bytes | bytearray) -> int:
    """Bytes of the answer that begins here; needs :data:`ANSWER` bytes."""
    head_length, size, flags, _ = _ANSWER.unpack_from(data)
    return ANSWER + int(head_length) + (0 if flags & _SHARED else int(size))


def read_answer(data: bytes) -> Told:
    """A whole answer."""
    head_length, size, flags, digest = _ANSWER.unpack_from(data)
    start = ANSWER + head_length
    return Told(
        _decoded(data[ANSWER:start]),
        None if flags & _SHARED else data[start:],
        size,
        digest if flags & _TAGGED else b"",
        bool(flags & _LAST),
    )


def _json(head: Mapping[str, Any]) -> bytes:
    return _encoded(head).encode()


def _decoded(text: bytes) -> Mapping[str, Any]:
    """A head; nobody may change it."""
    return _kept(text) if len(text) <= _KEPT else _read(text)


def _read(text: bytes) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(text)
    return found


_kept = lru_cache(maxsize=256)(_read)


class Reader:
    """Reads requests from a blocking socket; most take a single call of the system."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray(1 << 16)

    def receive(self) -> tuple[Mapping[str, Any], bytes] | None:
        """Head and body of the next request; None when the other side has gone."""
        view = memoryview(self._buffer)
        at = self._fill(view, 0, _REQUEST.size)
        if at is None:
            return None
        head_length, body_length = _REQUEST.unpack_from(view)
        start = _REQUEST.size + head_length
        wanted = start + body_length
        if wanted > len(view):
            large = memoryview(bytearray(wanted))
            large[:at] = view[:at]
            view = large
        if self._fill(view, at, wanted) is None:
            return None
        return _decoded(bytes(view[_REQUEST.size : start])), bytes(view[start:wanted])

    def _fill(self, view: memoryview, at: int, wanted: int) -> int | None:
        """Read until ``wanted`` bytes are there; how many are. A request is sent only when the one
        before it has been answered, so no byte of another one can follow."""
        while at < wanted:
            got = self._connection.recv_into(view[at:])
            if not got:
                return None
            at += got
        return at
