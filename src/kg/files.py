"""Writing files and folders so that a reader sees either the old or the new one."""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Open a temporary file beside ``path``; move it into place when the block ends well.

    :raises OSError: when the folder cannot be written; ``path`` is then as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            yield cast(BinaryIO, out)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def below(folder: Path) -> Iterator[tuple[str, bool]]:
    """All that lies below a folder, by its name relative to it, and whether it is a folder.

    In an order of its own, the same each time; one folder's names are held at a time.
    """
    for root, folders, names in os.walk(folder):
        base = Path(root).relative_to(folder).as_posix()
        start = "" if base == "." else f"{base}/"
        folders.sort()
        yield from ((start + name, True) for name in folders)
        yield from ((start + name, False) for name in sorted(names))


def link(path: Path, to: Path) -> None:
    """Let a file stand in a second place, as a copy where the file system knows no links."""
    try:
        to.hardlink_to(path)
    except OSError:
        shutil.copy2(path, to)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text atomically."""
    with atomic_file(path) as out:
        out.write(text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes atomically."""
    with atomic_file(path) as out:
        out.write(data)


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits.

    :raises OSError: when it cannot be read.
    """
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A folder beside ``target`` in which to make what :func:`put_folder` then puts in its place.

    It is locked while it is in use. What an interrupted run left is found by its lock being free:
    if that run had already taken the old folder away, it is put back; the rest is removed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _recover(target)
    while True:
        work = Path(tempfile.mkdtemp(prefix=_prefix(target), suffix=".tmp", dir=target.parent))
        try:
            lock = _lock(work)
        except (BlockingIOError, FileNotFoundError):  # another run took it for a left one
            continue
        break
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def put_folder(folder: Path, target: Path, work: Path) -> None:
    """Put a finished folder in the place of ``target``, and remove the old one.

    On Linux the two change places in one step (renameat2(2), RENAME_EXCHANGE), so a reader always
    finds a whole folder. Elsewhere there is an instant without one.

    :param work: the :func:`workshop` that the folder was made in.
    :raises OSError: when the folder cannot be replaced; ``target`` is then as it was.
    """
    if not target.exists():
        folder.rename(target)
        return
    if _exchange(folder, target):
        shutil.rmtree(folder, ignore_errors=True)
        return
    old = work / _OLD
    target.rename(old)
    try:
        folder.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


_OLD = "old"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot do that."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # a C library without it
        return False
    paths = os.fsencode(one), os.fsencode(other)
    done = rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], ctypes.c_uint(_RENAME_EXCHANGE))
    return bool(done == 0)


def _prefix(target: Path) -> str:
    return f".{target.name}-new-"


def _lock(folder: Path) -> int | None:
    """Lock a folder until the descriptor is closed or the process ends; None where that can't be.

    :raises BlockingIOError: when another process has locked it.
    """
    try:
        import fcntl
    except ImportError:  # Windows; nothing is cleaned up there
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if isinstance(error, BlockingIOError):
            raise
        return None  # a file system without locks
    return handle


def _recover(target: Path) -> None:
    prefix = _prefix(target)
    for left in sorted(target.parent.glob(f"{glob.escape(prefix)}*.tmp")):
        # mkdtemp adds eight characters: a longer name belongs to another target.
        if len(left.name) != len(prefix) + 8 + len(".tmp"):
            continue
        try:
            lock = _lock(left)
        except OSError:
            continue
        if lock is None:
            continue
        if (left / _OLD).is_dir() and not target.exists():
            (left / _OLD).rename(target)
        shutil.rmtree(left, ignore_errors=True)
        os.close(lock)
