"""A program for images in tests: its data is a text, and its operations misbehave on demand."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import DataError, LimitExceeded, UnknownEntity
from kg.workers import Answer


def prepare(source: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    text = Path(source["path"]).read_text(encoding="utf-8")
    if text == "broken":
        raise DataError("The data is broken.", cure="Mend it.")
    if text == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    return text, {"version": text}


def echo(data: Any, arguments: Mapping[str, Any], body: bytes) -> Answer:
    return Answer(200, "text/plain", f"{data}:{arguments['say']}:".encode() + body)


def who(data: Any, arguments: Mapping[str, Any], body: bytes) -> Answer:
    return Answer(200, "text/plain", str(os.getpid()).encode())


def spin(data: Any, arguments: Mapping[str, Any], body: bytes) -> Answer:
    until = time.monotonic() + arguments["seconds"]
    while time.monotonic() < until:
        pass
    return Answer(200, "text/plain", data.encode())


def grow(data: Any, arguments: Mapping[str, Any], body: bytes) -> Answer:
    kept = bytearray()
    while len(kept) < arguments["bytes"]:
        kept += bytes(1 << 20)
    return Answer(200, "text/plain", str(len(kept)).encode())


def crash(data: Any, arguments: Mapping[str, Any], body: bytes) -> Answer:
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def large(data: Any, arguments: Mapping[str, Any], body: bytes) -> Answer:
    return Answer(200, "text/plain", b"x" * arguments["bytes"])


def fail(data: Any, arguments: Mapping[str, Any], body: bytes) -> Answer:
    kind = arguments["kind"]
    if kind == "entity":
        raise UnknownEntity("mekk", ["mek"])
    if kind == "limit":
        raise LimitExceeded("nesting", "Too deep.")
    if kind == "recursion":
        raise RecursionError
    raise ValueError("inside")


def connect(data: Any, arguments: Mapping[str, Any], body: bytes) -> Answer:
    try:
        socket.create_connection(("127.0.0.1", arguments["port"]), timeout=2).close()
    except OSError:
        return Answer(200, "text/plain", b"refused")
    return Answer(200, "text/plain", b"connected")


def lens(data: Any, arguments: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    if arguments["lens"] == "slow":
        time.sleep(60)
    if arguments["lens"] == "none":
        raise UnknownEntity("none")
    if arguments["lens"] == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    return f"{data}/{arguments['lens']}", {}


def update(data: Any, arguments: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    text = data + arguments["more"]
    return text, {"version": text}


OPERATIONS = {
    "echo": echo, "who": who, "spin": spin, "grow": grow, "crash": crash, "large": large,
    "fail": fail, "connect": connect,
}  # fmt: skip
DERIVATIONS = {"lens": lens, "update": update}
