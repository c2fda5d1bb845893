"""More lines than fit in memory, in order and each once: sorted runs on disk, then merged."""

from __future__ import annotations

import heapq
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

#: Bytes of lines that a sorter holds before it writes them to a file.
HELD = 4_000_000

#: Files merged at a time (each is an open file).
_FAN_IN = 128

#: What a line takes in memory beside its bytes.
_OBJECT = 41


class Sorter:
    """Collects lines in any order and gives them sorted by code point, each once.

    :param folder: where its files go; whoever made the folder removes it.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sorter = Sorter(Path(folder))
    ...     sorter.add([b"b\\n", b"a\\n", b"b\\n"])
    ...     list(sorter.lines())
    [b'a\\n', b'b\\n']
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines: list[bytes] = []
        self._size = 0
        self._files: list[Path] = []

    def add(self, lines: Sequence[bytes]) -> None:
        """Add lines, each with its line end."""
        self._lines += lines
        self._size += sum(map(len, lines)) + _OBJECT * len(lines)
        if self._size > HELD:
            self._write()

    def files(self) -> list[Path]:
        """Sorted files that hold all lines between them; a line may stand in several of them."""
        if self._lines:
            self._write()
        return self._files

    def lines(self) -> Iterator[bytes]:
        """All lines. More may be added afterwards, and all be asked for again."""
        return merged(self.files(), self._folder)

    def _write(self) -> None:
        self._lines.sort()
        self._files.append(_written(self._folder, dict.fromkeys(self._lines)))
        self._lines, self._size = [], 0


def merged(paths: Sequence[Path], folder: Path) -> Iterator[bytes]:
    """The lines of sorted files in order, each once.

    :param folder: where files go that hold what several others held.
    """
    while len(paths) > _FAN_IN:
        paths = [
            _written(folder, _merged(paths[at : at + _FAN_IN]))
            for at in range(0, len(paths), _FAN_IN)
        ]
    yield from _merged(paths)


def _written(folder: Path, lines: Iterable[bytes]) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, suffix=".sorted")
    with os.fdopen(handle, "wb") as out:
        out.writelines(lines)
    return Path(name)


def _merged(paths: Sequence[Path]) -> Iterator[bytes]:
    with ExitStack() as stack:
        last = b""
        for line in heapq.merge(*(stack.enter_context(path.open("rb")) for path in paths)):
            if line != last:
                yield line
            last = line
