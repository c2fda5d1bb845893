"""Updates: a new version made from the present one, written before it is seen.

The changed data is one N-Quads file in a folder of its own. It is written to a temporary name,
flushed to the disk and moved into place before the server says that the update is done; so what
was acknowledged survives a crash, and a crash leaves the old version or the new one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import files, sparql
from kg.server import opening
from kg.store import Store, with_graph
from kg.store import updated as updated_store

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph


def updated(
    g: KnowledgeGraph, arguments: Mapping[str, Any]
) -> tuple[KnowledgeGraph, Mapping[str, Any]]:
    """The data after an update, durable.

    Arguments: ``folder``, where the changed data is kept; and either ``update`` (SPARQL) with
    ``using`` and ``using_named``, or ``graph`` (IRI, or empty for the default graph) with
    ``method`` (``PUT``, ``POST``, ``DELETE``), ``media`` and ``data`` (base64).

    :raises kg.errors.QueryError: when the update cannot be parsed or evaluated.
    :raises kg.errors.DataError: when the RDF cannot be parsed.
    """
    from kg.graph import KnowledgeGraph

    store = g.engine
    assert isinstance(store, Store)
    if "update" in arguments:
        sparql.shallow(arguments["update"], arguments["nesting"])
        changed = updated_store(
            store, arguments["update"], arguments.get("using", ()), arguments.get("using_named", ())
        )
    else:
        changed = with_graph(
            store, arguments["graph"], arguments["method"], arguments["media"], arguments["data"]
        )
    lines = changed.lines()
    path = Path(arguments["folder"]) / "dataset.nq"
    digest = sha256()
    with files.atomic_file(path) as out:
        for line in lines:
            out.write(line)
            digest.update(line)
    _flush_folder(path.parent)
    told = {
        "version": digest.hexdigest(),
        "quads": len(lines),
        "verified": False,
        "dumps": {path.name: str(path)},
        "created": arguments.get("graph", "") not in {"", *store.graphs()},
    }
    return opening.ready(KnowledgeGraph(changed, folder=g.folder)), told


def _flush_folder(folder: Path) -> None:
    """Have the folder's entries on the disk too (fsync(2)): the move is then durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
