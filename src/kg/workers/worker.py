"""A worker: a forked process that answers one request after the other until its socket closes."""

from __future__ import annotations

import gzip
import hashlib
import mmap
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.errors import KgError, LimitExceeded
from kg.workers import messages, sandbox
from kg.workers.limits import Limits
from kg.workers.messages import Answer

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

#: A function that makes an answer from the data: (graph, arguments, body) -> Answer.
Operation: TypeAlias = "Callable[[KnowledgeGraph, Mapping[str, Any], bytes], Answer]"

#: Smaller answers are not compressed.
_WORTH_GZIP = 1024
#: A worker that has grown by this share of its limit is replaced after its answer.
_GROWN = 0.5


def run(
    connection: socket.socket,
    memory: mmap.mmap,
    graph: KnowledgeGraph,
    operations: Mapping[str, Operation],
    limits: Limits,
    version: str = "",
) -> None:
    """Answer requests from a socket; never returns.

    :param memory: takes long answers (:mod:`kg.workers.shared`).
    :param version: of the data; answers name it in the header ``data-version``.
    """
    status = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's business
        sandbox.dies_with_parent()
        sandbox.limited(limits.memory)
        most = _most_resident() + limits.memory * _GROWN
        reader = messages.Reader(connection)
        while (request := reader.receive()) is not None:
            head, body = request
            told, data, digest = _answer(graph, operations, head, body, limits, version)
            last = _most_resident() > most
            if shared := messages.INLINE < len(data) <= len(memory):
                memory[: len(data)] = data
            connection.sendall(messages.answer(told, data, digest=digest, last=last, shared=shared))
            if last:
                break
        status = 0
    except BaseException:  # noqa: BLE001 - a forked child must not run on in its parent's code
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _answer(
    graph: KnowledgeGraph,
    operations: Mapping[str, Operation],
    head: Mapping[str, Any],
    body: bytes,
    limits: Limits,
    version: str,
) -> tuple[bytes, bytes, bytes]:
    """The head and the body of the answer, and the body's digest."""
    try:
        answer = operations[head["operation"]](graph, head["arguments"], body)
        if len(answer.body) > limits.answer:
            raise LimitExceeded("answer", f"The answer has more than {limits.answer:,} bytes.")
    except KgError as error:
        return messages.error_head(described(error)), b"", b""
    except MemoryError:
        short = LimitExceeded("memory", f"The request takes more than {limits.memory:,} bytes.")
        return messages.error_head(described(short)), b"", b""
    except RecursionError:
        deep = LimitExceeded("nesting", "The request is nested too deeply.")
        return messages.error_head(described(deep)), b"", b""
    except Exception as error:  # noqa: BLE001 - a worker answers whatever happens
        traceback.print_exc()
        told = {"error": "Internal", "message": type(error).__name__}
        return messages.error_head(told), b"", b""
    data, headers = answer.body, answer.headers
    if head.get("gzip") and len(data) >= _WORTH_GZIP:
        data = gzip.compress(data, compresslevel=4, mtime=0)
        headers = {**headers, "content-encoding": "gzip"}
    if version:
        headers = {**headers, "data-version": version}
    text = messages.answer_head(answer.status, answer.media_type, tuple(headers.items()))
    return text, data, _digest(data) if answer.status == 200 else b""


def _digest(data: bytes) -> bytes:
    """What makes the ETag. Processors have instructions for this hash; it needs half the time of
    others where they do."""
    return hashlib.sha256(data, usedforsecurity=False).digest()[:16]


def described(error: KgError) -> dict[str, Any]:
    """An error as the head of a frame."""
    found: dict[str, Any] = {
        "error": type(error).__name__,
        "message": error.message,
        "cure": error.cure,
    }
    for name in ("limit", "suggestions", "hints", "position"):
        if hasattr(error, name):
            found[name] = getattr(error, name)
    return found


def _most_resident() -> int:
    """Bytes that this process has held at most."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
