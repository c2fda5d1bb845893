"""How an image gets its data: opened and verified, put under a lens, made ready for its workers."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import explorer, files, iris, pages, resources
from kg.errors import DataError, KgError, UsageError
from kg.graph import KnowledgeGraph
from kg.server import describing, statistics
from kg.store import FORMATS, Store, read_quads

if TYPE_CHECKING:
    from kg.endpoint import Endpoint

_CHECKSUM = f"{iris.ID}dataset/actors-events#file-dataset.nq-checksum"
_VALUE = "http://spdx.org/rdf/terms#checksumValue"
#: How often files that change while they are read are read again.
_TRIES = 5


class LensError(UsageError):
    """A lens that does not exist."""


def prepare(source: Mapping[str, Any]) -> tuple[KnowledgeGraph, Mapping[str, Any]]:
    """Open the data that a server publishes.

    :param source: ``path``: a data folder, an RDF file, a folder of RDF files, or None for the
        data folder that :func:`kg.resources.data_dir` finds; or ``endpoint`` with what
        :meth:`kg.graph.KnowledgeGraph.connect` takes: a remote engine; ``writable``: the folder
        of changed data, which goes first.
    :returns: the graph; ``version`` (SHA-256 of the data), ``quads``, ``verified`` (whether a
        published checksum was there and fits), ``dumps`` (files to download: name to path),
        ``noticed`` (whether a change of the data is noticed: else no answer is kept).
    :raises DataError: when there is no data, or it is not what its checksum says.
    """
    if source.get("endpoint"):
        return _connected(source)
    for _ in range(_TRIES):
        paths, folder = _files(source)
        before = _seen(paths)
        try:
            found = _opened(paths, folder, source)
        except DataError:
            if _seen(paths) == before:  # else it may be half of this and half of that build
                raise
            continue
        if _seen(paths) == before:
            return found
    raise DataError(f"{paths[0]} is replaced again and again while it is read.", cure="Wait.")


def _connected(source: Mapping[str, Any]) -> tuple[KnowledgeGraph, Mapping[str, Any]]:
    """A remote engine, with what the explorer needs of it read already."""
    engine = remote_engine(source)
    manifest = engine.manifest()
    graph = KnowledgeGraph(engine)
    with contextlib.suppress(KgError):  # whoever asks for a picture is told; the rest works
        explorer.prepare(ready(graph))
    version = manifest.version if manifest else f"remote-{time.time_ns():x}"
    return graph, {
        "version": version, "quads": None, "verified": False, "dumps": {},
        "noticed": manifest is not None,
    }  # fmt: skip


def remote_engine(source: Mapping[str, Any]) -> Endpoint:
    """The engine at ``endpoint``, asked as the rest of the source says."""
    from kg.endpoint import Endpoint

    names = ("user", "password", "token", "timeout", "dialect")
    return Endpoint(source["endpoint"], **{name: source[name] for name in names if name in source})


def _seen(paths: list[Path]) -> list[tuple[int, int, int]]:
    """Which files these are: a build that is put in their place has others, also its void.ttl."""
    found = []
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            what = path.stat()
            found.append((what.st_ino, what.st_mtime_ns, what.st_size))
    return found


def _opened(
    paths: list[Path], folder: Path | None, source: Mapping[str, Any]
) -> tuple[KnowledgeGraph, Mapping[str, Any]]:
    as_it_was = paths[0].stat()
    digest, dumps = sha256(), {}
    for path in paths:
        digest.update(_digest(path).encode())
        dumps[path.name] = str(path)
    version = _digest(paths[0]) if len(paths) == 1 else digest.hexdigest()
    verified = _verified(paths[0].parent, version) if folder is not None else False
    store = Store.load(paths[0]) if paths[0].suffix == ".nq" and len(paths) == 1 else _all(paths)
    if not len(store) and not source.get("writable"):  # an empty one is to be filled
        raise DataError(f"{paths[0]} holds no data.", cure="Build it: `kg build`.")
    if folder is not None:
        dumps = {
            path.relative_to(paths[0].parent).as_posix(): str(path)
            for path in sorted(paths[0].parent.rglob("*"))
            if path.suffix in (".nq", ".ttl")
        }
    loaded = (paths[0], as_it_was) if folder is not None else None
    graph = KnowledgeGraph(store, folder=folder, loaded=loaded)
    explorer.prepare(ready(graph))
    return described(graph, source), {
        "version": version,
        "quads": len(store),
        "verified": verified,
        "dumps": dumps,
        "noticed": True,
    }


def under(
    g: KnowledgeGraph, arguments: Mapping[str, Any]
) -> tuple[KnowledgeGraph, Mapping[str, Any]]:
    """The data under a lens. Arguments: ``lens``, its short form.

    :raises LensError: when there is no such lens.
    :raises kg.errors.UnknownEntity: when it names no actor.
    """
    try:
        restricted = g.under(arguments["lens"])
    except UsageError as error:
        if type(error) is UsageError:
            raise LensError(error.message, cure=error.cure) from error
        raise
    return ready(restricted), {"lens": str(restricted.lens)}


def ready(graph: KnowledgeGraph) -> KnowledgeGraph:
    """Read what every worker would read for itself: names, index of texts, counts, templates."""
    graph.lookup.prepare()
    _ = graph.search_index
    statistics.statistics(graph)
    pages.prepare()
    return graph


def described(graph: KnowledgeGraph, source: Mapping[str, Any]) -> KnowledgeGraph:
    """Have the endpoint tell of itself: its VoID, prefixes (``sh:declare``) and ready questions
    (``sh:SPARQLExecutable``) can be asked of its default graph, as editors expect it. They stand in
    no named graph and in no dump, and no lens has them. Data of others is answered
    as it is.

    :param source: ``base``, the server's address; without it, and where updates are taken (they
        would take these triples for data), nothing is added.
    """
    ours = graph.folder is not None
    wanted = ours and source.get("base") and not source.get("writable")
    if wanted and isinstance(graph.engine, Store):
        graph.engine.add_to_default(describing.void(graph, source["base"]))  # type: ignore[arg-type]
    return graph


def _files(source: Mapping[str, Any]) -> tuple[list[Path], Path | None]:
    """The files to load, and the data folder when it is one of ours."""
    if source.get("writable"):
        changed = Path(source["writable"]) / "dataset.nq"
        if changed.exists():
            return [changed], None
    chosen = source.get("path")
    path = Path(chosen) if chosen else resources.data_dir()
    if path.is_file():
        if path.suffix.lstrip(".") not in FORMATS:
            raise DataError(
                f"{path.name} is no RDF file.", cure=f"Suffixes: {', '.join(sorted(FORMATS))}."
            )
        return [path], None
    if not path.is_dir():
        raise DataError(f"There is no file or folder {str(path)!r}.")
    dataset = path / "triples" / "dataset.nq"
    if dataset.exists():
        return [dataset], path
    if (path / "sources").is_dir() or (path / "triples").is_dir():
        raise DataError(f"{dataset} does not exist.", cure="Build it: `kg build`.")
    found = sorted(item for item in path.iterdir() if item.suffix.lstrip(".") in FORMATS)
    if not found:
        raise DataError(f"There is no RDF file in {str(path)!r}.")
    return found, None


def _all(paths: list[Path]) -> Store:
    store = Store()
    for path in paths:
        store.add(read_quads(path))
    return store


def _digest(path: Path) -> str:
    try:
        return files.digest(path)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.") from error


def _verified(folder: Path, found: str) -> bool:
    """Compare with the checksum that the build has published beside the dataset.

    :raises DataError: when they differ: the file was damaged or changed by hand.
    """
    from rdflib import Graph, URIRef

    path = folder / "void.ttl"
    if not path.exists():
        return False
    try:
        described = Graph().parse(path, format="turtle")
    except Exception as error:  # rdflib's parser raises many kinds
        raise DataError(f"{path} is not valid Turtle: {error}.", cure="Run `kg build`.") from error
    published = described.value(URIRef(_CHECKSUM), URIRef(_VALUE))
    if published is None:
        return False
    if str(published) != found:
        raise DataError(
            f"{folder / 'dataset.nq'} is not what its checksum in void.ttl says.",
            cure="It was damaged or changed by hand; run `kg build`.",
        )
    return True
