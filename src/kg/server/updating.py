"""Updates: a new version made from the present one, written before it is seen.

The changed data is one N-Quads file in a folder of its own. It is written to a temporary name,
flushed to the disk and moved into place before the server says that the update is done; so what
was acknowledged survives a crash, and a crash leaves the old version or the new one.

The index of texts, which takes longer than all else, is made afterwards (:func:`ready`, driven by
:mod:`kg.server.texts`); until then no search is answered.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import explorer, files, sparql
from kg.server import opening
from kg.store import Store, changed, with_graph

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph


def updated(
    g: KnowledgeGraph, arguments: Mapping[str, Any]
) -> tuple[KnowledgeGraph, Mapping[str, Any]]:
    """The data after an update, durable. The graph is spent: a process of its own holds it.

    Arguments: ``told``, what was told of the data before; ``folder``, where the changed data is
    kept; and either ``update`` (SPARQL) with ``using`` and ``using_named``, or ``graph`` (IRI, or
    empty for the default graph) with ``method`` (``PUT``, ``POST``, ``DELETE``), ``media`` and
    ``data`` (base64).

    :raises kg.errors.QueryError: when the update cannot be parsed or evaluated.
    :raises kg.errors.DataError: when the RDF cannot be parsed.
    """
    from kg.graph import KnowledgeGraph

    store = g.engine
    assert isinstance(store, Store)
    created = arguments.get("graph", "") not in {"", *store.graphs()}
    if "update" in arguments:
        sparql.shallow(arguments["update"], arguments["nesting"])
        work = changed(
            store, arguments["update"], arguments.get("using", ()), arguments.get("using_named", ())
        )
    else:
        work = with_graph(
            store, arguments["graph"], arguments["method"], arguments["media"], arguments["data"]
        )
    lines = work.lines()
    path = Path(arguments["folder"]) / "dataset.nq"
    digest = sha256()
    with files.atomic_file(path) as out:
        for line in lines:
            out.write(line)
            digest.update(line)
    _flush_folder(path.parent)
    told = {
        **arguments["told"],
        "version": digest.hexdigest(),
        "quads": len(lines),
        "verified": False,
        "dumps": {path.name: str(path)},
        "created": created,
    }
    graph = KnowledgeGraph(work, folder=g.folder).without_texts()
    graph.lookup.prepare()
    return graph, told


def ready(
    g: KnowledgeGraph, arguments: Mapping[str, Any]
) -> tuple[KnowledgeGraph, Mapping[str, Any]]:
    """The same data, with all that a server's answers are made from. Arguments: ``told``."""
    from kg.graph import KnowledgeGraph

    graph = opening.ready(KnowledgeGraph(g.engine, folder=g.folder))
    explorer.prepare(graph)
    return graph, arguments["told"]


def _flush_folder(folder: Path) -> None:
    """Have the folder's entries on the disk too (fsync(2)): the move is then durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
