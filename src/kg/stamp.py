"""Whether a build would write what is there already: hashes of all it reads and all it wrote.

The stamp of a build lies in the cache, one for each folder that is built into. Nothing is taken on
trust but the cache itself: both the inputs and the published files are read and hashed again, so a
file that somebody changed by hand, or lost, is found out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import files


def digest(root: Path, paths: Iterable[Path], *also: str) -> str:
    """One hash over files, with their names below a root, and other text that counts.

    A file that is not there counts as such.
    """
    whole = hashlib.sha256("\0".join(also).encode())
    for path in paths:
        whole.update(f"\0{path.relative_to(root).as_posix()}\0{_hash(path)}".encode())
    return whole.hexdigest()


def hashes(folder: Path, ignored: Iterable[str] = ()) -> dict[str, str]:
    """The hash of each file below a folder, by its name relative to it."""
    return {
        path.relative_to(folder).as_posix(): _hash(path)
        for path in sorted(folder.rglob("*"))
        if path.name not in ignored and not path.is_dir()
    }


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "absent"


@dataclass(frozen=True)
class Stamp:
    """Where the stamp of one target folder is kept.

    :param cache: the cache of the data folder. :param target: the folder that is built into.
    """

    cache: Path
    target: Path

    @property
    def path(self) -> Path:
        """The stamp's own file."""
        name = hashlib.sha256(str(self.target).encode()).hexdigest()[:20]
        return self.cache / f"{name}.stamp"  # no source's slug makes a name with this suffix

    def holds(self, inputs: str, ignored: Iterable[str] = ()) -> dict[str, int] | None:
        """What the last build noted, if it had these inputs and its files are all as it left them.

        :param inputs: :func:`digest` of what a build reads now.
        :param ignored: names of files in the target that no build writes or minds.
        """
        try:
            noted: Any = json.loads(self.path.read_text(encoding="utf-8"))
            if noted["inputs"] != inputs or noted["outputs"] != hashes(self.target, ignored):
                return None
            return {str(name): int(count) for name, count in noted["graphs"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, inputs: str, graphs: Mapping[str, int], ignored: Iterable[str] = ()) -> None:
        """Note what a build read and wrote."""
        noted = {
            "inputs": inputs,
            "outputs": hashes(self.target, ignored),
            "graphs": dict(graphs),
        }
        files.write_text(self.path, json.dumps(noted))
