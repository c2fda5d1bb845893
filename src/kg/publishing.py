"""The files of the published folder, written anew or taken over from the last build.

A file that is made of what its predecessor was made of, and nothing else, is that file: it is
linked into the new folder, if it is still as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from itertools import islice
from pathlib import Path

from kg import files, iris, store
from kg.stamp import Noted, Stamp

#: Lines that are hashed, counted and written at a time.
_AT_ONCE = 1_000


class Publisher:
    """Fills a new folder.

    :param folder: the new folder, empty.
    :param stamp: where the last build is, which is not touched; None to write everything.
    """

    def __init__(self, folder: Path, stamp: Stamp | None) -> None:
        self.folder = folder
        self.noted = Noted()
        self._stamp = stamp
        self._last = Noted() if stamp is None else stamp.read()
        (folder / "sources").mkdir(parents=True)

    def turtle(self, name: str, made_from: str, lines: Iterable[bytes]) -> None:
        """Publish sorted N-Quads lines of one graph as Turtle.

        :param name: of the file, without the suffix.
        :param made_from: is the same only if the lines and the code are; empty if not known.
        :param lines: asked for only if the file must be written.
        """
        name += ".ttl"
        path = self.folder / name
        if made_from:
            self.noted.made_from[name] = made_from
            if self._is_still_good(name, made_from):
                assert self._stamp is not None
                files.link(self._stamp.target / name, path)
                self.noted.outputs[name] = self._last.outputs[name]
                return
        with path.open("wb") as out:
            store.turtle(lines, out, dict(iris.PREFIXES))
        self.wrote(name)

    def _is_still_good(self, name: str, made_from: str) -> bool:
        return (
            self._stamp is not None
            and self._last.made_from.get(name) == made_from
            and self._stamp.is_still(name, self._last)
        )

    def wrote(self, name: str, digest: str = "") -> None:
        """Note a file that was written."""
        self.noted.outputs[name] = digest or files.digest(self.folder / name)


def write_lines(
    lines: Iterable[bytes],
    path: Path,
    start: str = "",
    tell: Callable[[list[bytes]], None] = lambda lines: None,
) -> tuple[str, int]:
    """Write lines to a file.

    :param start: text that is hashed before the lines.
    :param tell: is given all lines, some at a time.
    :returns: the SHA-256 of the lines, and their number.
    """
    whole, count = sha256(start.encode()), 0
    rest = iter(lines)
    with files.atomic_file(path) as out:
        while batch := list(islice(rest, _AT_ONCE)):
            tell(batch)
            data = b"".join(batch)
            whole.update(data)
            out.write(data)
            count += len(batch)
    return whole.hexdigest(), count
