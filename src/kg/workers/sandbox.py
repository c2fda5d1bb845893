"""What a worker process gives up before it touches a request: network, memory without end.

A limit that the system does not offer is left out; :func:`isolate` says which.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4


def without_network() -> bool:
    """Move this process, and all that it forks, to a network namespace without any network.

    As root, or where unprivileged user namespaces are allowed (unshare(2)). Call it before any
    thread is started. Unix sockets that were opened before go on working.

    :returns: False where the system does not allow it; the engines' own refusal of SERVICE and LOAD
        then stands alone.
    """
    if sys.platform != "linux":
        return False
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    return any(unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def give_back() -> None:
    """Give memory that is free inside this process back to the system (malloc_trim(3); glibc)."""
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)


def dies_with_parent() -> None:
    """Have this process killed when the one that forked it ends (prctl(2); Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limited(memory: int) -> None:
    """Bound this process: memory beyond what it has now, no core dumps.

    :param memory: bytes of address space.
    """
    _soften(resource.RLIMIT_AS, _address_space() + memory)
    _soften(resource.RLIMIT_CORE, 0)


@contextmanager
def bounded(memory: int) -> Iterator[None]:
    """Bound the memory of this process for a while: beyond what it has now, as much again, for a
    copy of the data, and what a request may take.

    :param memory: bytes of address space.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = 2 * _address_space() + memory
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _soften(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))


def _address_space() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a kernel file
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # not Linux
        return 4 * 1024**3
