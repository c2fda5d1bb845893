"""What the last build read and wrote: whether anything changed since, and what is still good.

The stamp of a build lies in the cache, one for each folder that is built into. Nothing is taken on
trust but the cache itself: both the inputs and the published files are read and hashed again, so a
file that somebody changed by hand, or lost, is found out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
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


def _hash(path: Path) -> str:
    try:
        return files.digest(path)
    except FileNotFoundError:
        return "absent"


@dataclass
class Noted:
    """What a build read and wrote.

    :param inputs: :func:`digest` of all that it read.
    :param outputs: hash of each file that it wrote, by its name in the target.
    :param made_from: what some of these files rest on, and on nothing else; by their names.
    :param graphs: number of quads of each graph.
    """

    inputs: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    made_from: dict[str, str] = field(default_factory=dict)
    graphs: dict[str, int] = field(default_factory=dict)


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

    def read(self) -> Noted:
        """What the last build noted; nothing if there was none, or the stamp is damaged."""
        try:
            found: Any = json.loads(self.path.read_text(encoding="utf-8"))
            return Noted(
                str(found["inputs"]),
                {str(name): str(value) for name, value in found["outputs"].items()},
                {str(name): str(value) for name, value in found["made_from"].items()},
                {str(name): int(value) for name, value in found["graphs"].items()},
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Noted()

    def keep(self, noted: Noted) -> None:
        """Note what a build read and wrote."""
        files.write_text(self.path, json.dumps(vars(noted)))

    def holds(self, noted: Noted, ignored: Collection[str] = ()) -> bool:
        """True when the target holds what was noted, as it was written, and nothing else.

        :param ignored: names of files in the target that no build writes or minds.
        """
        there = 0
        for name, is_folder in files.below(self.target):
            if is_folder or name.rpartition("/")[2] in ignored:
                continue
            there += 1
            if noted.outputs.get(name) != _hash(self.target / name):
                return False
        return there == len(noted.outputs)

    def is_still(self, name: str, noted: Noted) -> bool:
        """True when a file of the target is as it was written."""
        return noted.outputs.get(name) == _hash(self.target / name) != "absent"
