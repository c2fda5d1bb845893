"""Who did what, where and when, and who says so.

>>> import kg
>>> g = kg.open()                                        # doctest: +SKIP
>>> g.query("claims/predictions")                        # doctest: +SKIP

Importing this package reads nothing; :func:`open` loads a built dataset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from kg.graph import KnowledgeGraph

__version__ = "1.0.0"

__all__ = ["__version__", "open"]


def open(data: str | os.PathLike[str] | None = None) -> KnowledgeGraph:  # noqa: A001
    """Open a built dataset.

    :param data: the data folder, or an RDF file (``.nq``, ``.trig``, ``.ttl`` …); if not given,
        ``$KG_DATA``, then ``./data``, then the dataset that comes with the package.
    :raises kg.errors.DataError: when there is no dataset there, or it cannot be read.
    """
    from kg.graph import KnowledgeGraph

    return KnowledgeGraph.open(data)
