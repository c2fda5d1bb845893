"""Memory that a worker and the server share, for long answers: they are copied once, not sent."""

from __future__ import annotations

import fcntl
import mmap
import os
import tempfile


def created(size: int) -> int:
    """A file in memory of this size; its descriptor. Where the system allows it, nobody can make it
    smaller: who reads beyond the end of a mapped file is killed."""
    if not hasattr(os, "memfd_create"):  # not Linux
        with tempfile.TemporaryFile() as file:
            descriptor = os.dup(file.fileno())
        os.ftruncate(descriptor, size)
        return descriptor
    descriptor = os.memfd_create("kg-answers", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(descriptor, size)
    seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    return descriptor


def mapped(descriptor: int, *, write: bool) -> mmap.mmap:
    """The memory behind a descriptor, which is closed."""
    access = mmap.ACCESS_WRITE if write else mmap.ACCESS_READ
    try:
        return mmap.mmap(descriptor, 0, access=access)
    finally:
        os.close(descriptor)
