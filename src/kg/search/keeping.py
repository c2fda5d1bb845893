"""The index as a file in the data folder's cache.

Its name holds a key, of the dataset and the code that made it, and the digest of its own bytes: a
file is whole and fits, or it is not used.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from kg import claims, files, lookup, verbs

#: Folder of the cache inside the data folder; never committed, safe to delete.
CACHE = ".kg-cache"

_NAME = "search-{key}-{content}.sqlite"
#: Files of other datasets that are left, for processes which still serve them.
_LEFT = 2
_DIGITS = 32


@cache
def code_digest() -> str:
    """Digest of the code whose results are in the index."""
    paths = [*Path(__file__).parent.glob("*.py")]
    paths += [Path(str(module.__file__)) for module in (claims, lookup, verbs)]
    return sha256(b"".join(path.read_bytes() for path in sorted(paths))).hexdigest()


def key(dataset: Path) -> str:
    """What an index is kept under.

    :raises OSError: when the dataset cannot be read.
    """
    return sha256(f"{files.digest(dataset)} {code_digest()}".encode()).hexdigest()[:_DIGITS]


def kept(dataset: Path, wanted: str) -> Path | None:
    """The undamaged file of a key, if there is one.

    :raises OSError: when the cache cannot be read.
    """
    for path in sorted(_folder(dataset).glob(_NAME.format(key=wanted, content="*"))):
        if files.digest(path)[:_DIGITS] == path.stem.rpartition("-")[2]:
            return path
    return None


def keep(dataset: Path, wanted: str, image: bytes) -> Path:
    """Write an index; of those of other keys, the newest files stay.

    :raises OSError: when the cache cannot be written.
    """
    content = sha256(image).hexdigest()[:_DIGITS]
    path = _folder(dataset) / _NAME.format(key=wanted, content=content)
    files.write_bytes(path, image)
    found = path.parent.glob(_NAME.format(key="*", content="*"))
    others = sorted((o for o in found if o != path), key=_age)
    damaged = [other for other in others if f"-{wanted}-" in other.name]
    for other in {*damaged, *others[_LEFT:]}:
        other.unlink(missing_ok=True)
    return path


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:  # another process has removed it
        return 0


def _folder(dataset: Path) -> Path:
    return dataset.parents[1] / CACHE
