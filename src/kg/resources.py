"""Files that come with the package: ontology, queries, and the published dataset.

In a clone they are the folders at the top; in an installed wheel they lie in ``kg/_bundled``.
"""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import DataError

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"


def root() -> Path:
    """Folder that holds ``ontology/``, ``queries/`` and ``data/``."""
    return _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent.parent


def ontology_dir() -> Path:
    """Folder of the ontology, shapes, schemes, rules and lenses."""
    return root() / "ontology"


def queries_dir() -> Path:
    """Folder of the query catalogue."""
    return root() / "queries"


def data_dir(chosen: str | os.PathLike[str] | None = None) -> Path:
    """The data folder: the one chosen, else ``$KG_DATA``, else ``./data``, else the bundled one.

    :raises DataError: when the chosen folder does not exist.
    """
    name = chosen or os.environ.get("KG_DATA")
    if name:
        path = Path(name)
        if not path.is_dir():
            raise DataError(
                f"There is no data folder {str(path)!r}.",
                cure="Name a folder with `sources/` and `entities/` (--data DIR or KG_DATA).",
            )
        return path
    local = Path("data")
    if (local / "triples").is_dir() or (local / "sources").is_dir():
        return local
    return root() / "data"
