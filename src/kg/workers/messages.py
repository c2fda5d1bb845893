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


def receive(connection: socket.socket) -> tuple[dict[str, Any], bytes] | None:
    """Read one frame from a blocking socket; None when the other side has gone."""
    start = _exactly(connection, HEAD)
    if start is None:
        return None
    head_length, body_length = lengths(start)
    data = _exactly(connection, head_length + body_length)
    if data is None:
        return None
    return json.loads(data[:head_length]), bytes(data[head_length:])


def _exactly(connection: socket.socket, count: int) -> bytearray | None:
    data = bytearray(count)
    view, at = memoryview(data), 0
    while at < count:
        got = connection.recv_into(view[at:])
        if not got:
            return None
        at += got
    return data
