"""What the server and its workers say to each other: frames over a Unix socket.

A frame is two unsigned 32-bit lengths in network order, a head in JSON, and a body of bytes.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_LENGTHS = struct.Struct("!II")
HEAD = _LENGTHS.size


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


def frame(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """One frame as bytes."""
    text = json.dumps(head, separators=(",", ":")).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def lengths(data: bytes | bytearray | memoryview) -> tuple[int, int]:
    """Lengths of head and body of the frame that begins here; needs :data:`HEAD` bytes."""
    head, body = _LENGTHS.unpack_from(data)
    return int(head), int(body)


class Reader:
    """Reads frames from a blocking socket; most frames take a single call of the system."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray(1 << 16)

    def receive(self) -> tuple[dict[str, Any], bytes] | None:
        """The next frame; None when the other side has gone."""
        view = memoryview(self._buffer)
        at = self._fill(view, 0, HEAD)
        if at is None:
            return None
        head_length, body_length = lengths(view)
        wanted = HEAD + head_length + body_length
        if wanted <= len(view):
            if self._fill(view, at, wanted) is None:
                return None
            data = bytes(view[:wanted])
        else:
            large = memoryview(bytearray(wanted))
            large[:at] = view[:at]
            if self._fill(large, at, wanted) is None:
                return None
            data = bytes(large)
        start = HEAD + head_length
        return json.loads(data[HEAD:start]), data[start:]

    def _fill(self, view: memoryview, at: int, wanted: int) -> int | None:
        """Read until ``wanted`` bytes are there; how many are. A frame is sent only when the one
        before it has been answered, so no byte of another frame can follow."""
        while at < wanted:
            got = self._connection.recv_into(view[at:])
            if not got:
                return None
            at += got
        return at
