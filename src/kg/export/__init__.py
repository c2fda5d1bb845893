"""Leaving: a dataset, or what a lens shows of it, in the formats of other systems.

>>> import kg
>>> from kg import export
>>> g = kg.open()                                                      # doctest: +SKIP
>>> export.write(g, "trig", Path("dataset.trig")).counts               # doctest: +SKIP
{'quads': 14210, 'graphs': 9}
>>> export.write(g.under("disputed"), "gexf", Path("disputed.gexf"))   # doctest: +SKIP

Each format is an entry of :data:`FORMATS`, which says what it loses; ``docs/exports.md`` shows all
of them. No format presents what somebody says as what is the case: where a format cannot name the
speaker beside a statement, the statement is left out, or its very name says that it is a claim.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg import files
from kg.errors import ExportError, UsageError
from kg.export.cleaning import Cleaner
from kg.export.registry import FORMATS, Format, Options, by_file_name, get

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

__all__ = [
    "FORMATS",
    "ExportReport",
    "Format",
    "Options",
    "by_file_name",
    "get",
    "write",
    "write_to",
]


@dataclass(frozen=True)
class ExportReport:
    """What an export did.

    :param files: the files that were written.
    :param counts: what is in them: ``quads``, ``triples``, ``nodes``, ``edges``, ``rows`` …
    :param replaced: number of characters that the format does not know and that became U+FFFD.
    :param lens: the lens that the graph was under, if any.
    """

    format: Format
    files: tuple[Path, ...]
    counts: Mapping[str, int]
    replaced: int
    lens: str | None


def write(
    graph: KnowledgeGraph,
    format: str,  # noqa: A002 - the word that users know
    path: str | os.PathLike[str],
    *,
    direct: bool = False,
    interpretations: bool = True,
    reference: bool = False,
) -> ExportReport:
    """Write a graph to a file, or to a folder for the format ``csv``.

    The same graph gives the same bytes. What was at ``path`` stays whole until the new file is.

    :param format: a name of :data:`FORMATS`.
    :param direct: see :class:`Options`, as for the other two.
    :raises UsageError: for an unknown format, or a path that does not fit it.
    :raises ExportError: when the file cannot be written, or the format cannot hold the graph.
    """
    chosen = get(format)
    target = Path(path)
    if chosen.files:
        if target.is_file() or target.suffix == ".csv":
            raise UsageError(
                f"{str(target)!r} is no folder.",
                cure=f"{chosen.name} writes {' and '.join(chosen.files)} into a folder: name one.",
            )
        targets = tuple(target / name for name in chosen.files)
    elif target.is_dir():
        raise UsageError(f"{str(target)!r} is a folder.", cure="Name a file.")
    else:
        targets = (target,)
    cleaner = Cleaner()
    options = Options(direct=direct, interpretations=interpretations, reference=reference)
    try:
        with ExitStack() as stack:  # all files are whole before the first is moved into place
            outs = [stack.enter_context(files.atomic_file(item)) for item in targets]
            counts = chosen.writer()(chosen.of(graph), outs, options, cleaner)
    except OSError as error:
        raise ExportError(
            f"{target} cannot be written: {error.strerror or error}.",
            cure="Choose a folder that you may write to and that has room.",
        ) from error
    lens = None if graph.lens is None else str(graph.lens)
    return ExportReport(chosen, targets, dict(counts), cleaner.replaced, lens)


def write_to(
    graph: KnowledgeGraph,
    format: str,  # noqa: A002
    out: BinaryIO,
    options: Options = Options(),  # noqa: B008 - frozen
) -> Mapping[str, int]:
    """Write a graph to an open binary stream: a response, or standard output.

    :returns: what was written, by name.
    :raises UsageError: for an unknown format, or one that is several files.
    :raises ExportError: when the format cannot hold the graph.
    """
    chosen = get(format)
    if chosen.files:
        raise UsageError(f"{chosen.name} is a folder of files, not one.", cure="Use write().")
    return chosen.writer()(chosen.of(graph), [out], options, Cleaner())
