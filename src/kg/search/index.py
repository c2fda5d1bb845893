"""The index of a dataset's names and quotes: opened, kept, asked."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from kg import iris
from kg.engine import Engine
from kg.errors import StoreError, UsageError
from kg.search import building, keeping, passes
from kg.search.building import DEFINITION, KINDS, OTHER, QUOTE, REPORT
from kg.search.folding import fold, folded
from kg.search.hits import Hit, Said

#: Longest text to search for.
LONGEST = 1_000
#: Most hits of one call.
MOST = 10_000

#: Where a text may stand, and the ranks of the entries that are searched.
SCOPES: dict[str, tuple[int, ...]] = {
    "anything": (),
    "names": tuple(range(OTHER + 1)),
    "quotes": (QUOTE, REPORT),
}
#: What :meth:`Index.find` shows: a claim, and not beside it the claim that only reports it.
_SHOWN = tuple(range(DEFINITION + 1))

#: Groups of kinds that a caller may name.
GROUPS: dict[str, tuple[str, ...]] = {"entity": iris.ENTITY_KINDS}


#: A number of four digits or more, written without groups.
_NUMBER = re.compile(r"(?<![\d.,])[1-9]\d{3,8}(?![\d.,])", re.ASCII)
_FEW_WORDS = 6


class Index:
    """Finds texts of one dataset. Immutable; may be used in any thread and after a fork.

    :param path: the SQLite file; ``image`` its bytes, where there is none.
    :param claims: IRIs of the claims that may be found; all if None.
    :param engine: builds it again when its file has gone.
    """

    def __init__(
        self,
        path: Path | None = None,
        image: bytes | None = None,
        claims: Collection[str] | None = None,
        engine: Engine | None = None,
    ) -> None:
        if (path is None) == (image is None):
            raise ValueError("an index is a file or an image")
        self.path = path
        self._image = image
        self._claims = claims
        self._engine = engine
        self._local = threading.local()

    # --- opening -------------------------------------------------------------------------------

    @classmethod
    def open(cls, engine: Engine, dataset: Path | None = None) -> Index:
        """The index of a dataset, built where there is none yet.

        :param dataset: ``<data folder>/triples/dataset.nq``, if the engine holds just that; the
            index is then kept in the folder's cache for the next time.
        :raises StoreError: when this Python's SQLite cannot search text.
        """
        if dataset is None:
            return cls(image=building.build(engine))
        key = ""
        with suppress(OSError):
            key = keeping.key(dataset)
            if found := keeping.kept(dataset, key):
                return cls(path=found, engine=engine)
        image = building.build(engine)
        if key:
            with suppress(OSError):  # a folder that cannot be written: the index stays in memory
                return cls(path=keeping.keep(dataset, key, image), engine=engine)
        return cls(image=image)

    @classmethod
    def kept(cls, dataset: Path) -> Index | None:
        """The index that is kept for a dataset; None if it has yet to be built."""
        try:
            found = keeping.kept(dataset, keeping.key(dataset))
        except OSError:
            return None
        return cls(path=found) if found else None

    def restricted(self, claims: Collection[str]) -> Index:
        """The same index, of whose claims only some are found: those that a lens chooses."""
        return Index(self.path, self._image, claims, self._engine)

    # --- asking --------------------------------------------------------------------------------

    def find(self, text: str, limit: int = 20, kinds: Collection[str] = ()) -> list[Hit]:
        """Entities, other named resources, and claims, best first.

        Whole labels come first, then other whole names, labels that begin with the text, labels
        that hold it, aliases and keys likewise, quotes, and the editors' definitions. Several
        words need not stand side by side. One or two characters find the beginnings of words in
        names. Quotes of equal rank come in the order of their sources: no side is preferred.

        A claim that only says what somebody else says is left out; that one's claim names both.

        :param limit: at most so many hits; each entity and claim is one hit.
        :param kinds: names of :data:`kg.search.KINDS`, or ``entity``; all if empty.
        :raises UsageError: for a text that is too long, or a kind that does not exist.
        """
        needle = self._needle(text)
        words = needle.split(" ")
        return [
            self._hit(row, needle, words)
            for row in self._rows(needle, limit, _kinds(kinds), _SHOWN)
        ]

    def suggest(self, text: str, limit: int = 10) -> list[Hit]:
        """What somebody may be about to type: names, and where these are few, quotes."""
        hits = self.find(text, limit, [kind for kind in KINDS if kind not in ("claim", "term")])
        if len(hits) < limit:
            hits += self.find(text, min(limit - len(hits), 3), ("claim",))
        return hits

    def nearly(self, text: str, limit: int = 20, kinds: Collection[str] = ()) -> list[Hit]:
        """What is found when numbers are written in groups of three, or one word is left out: for a
        text that nothing holds. Parameters and errors as in :meth:`find`."""
        grouped = _NUMBER.sub(lambda found: f"{int(found[0]):,}", text)
        words = text.split()
        fewer = [" ".join(words[:at] + words[at + 1 :]) for at in reversed(range(len(words)))]
        tried = [grouped] if grouped != text else []
        for other in [*tried, *(fewer if 1 < len(words) <= _FEW_WORDS else ())]:
            if hits := self.find(other, limit, kinds):
                return hits
        return []

    def iris(self, text: str, limit: int, scope: str = "anything") -> list[str]:
        """IRIs of what :meth:`find` finds, and of claims that only report those.

        :param scope: where the text may stand: ``anything``, ``names`` or ``quotes``.
        """
        rows = self._rows(self._needle(text), limit, (), SCOPES[scope])
        return [str(row["iri"]) for row in rows]

    @staticmethod
    def _needle(text: str) -> str:
        if len(text) > LONGEST:
            raise UsageError(
                f"The text to search for has {len(text):,} characters.",
                cure=f"Give at most {LONGEST:,}.",
            )
        return fold(text)

    def _rows(
        self, needle: str, limit: int, kinds: Sequence[str], ranks: Sequence[int]
    ) -> Iterator[sqlite3.Row]:
        """Rows of ``entry``, best first, each IRI once."""
        limit = min(limit, MOST + 1)
        if not needle or limit < 1:
            return
        seen: set[str] = set()
        try:
            connection = self._connection()
            few = None
            if question := passes.probe(needle):
                few = passes.few([row[0] for row in connection.execute(*question)])
            for sql, values in passes.of(needle, kinds, ranks, self._local.ranges, few):
                for row in connection.execute(sql, values):
                    iri = row["iri"]
                    if iri in seen or not self._shows(row):
                        continue
                    seen.add(iri)
                    yield row
                    if len(seen) >= limit:
                        return
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"The search index cannot be read: {error}.",
                cure=f"Remove {self.path}; it is built anew." if self.path else "",
            ) from error

    def _shows(self, row: sqlite3.Row) -> bool:
        return (
            self._claims is None or row["rank"] not in (QUOTE, REPORT) or row["iri"] in self._claims
        )

    def _hit(self, row: sqlite3.Row, needle: str, words: Sequence[str]) -> Hit:
        text = str(row["text"])
        original = folded(text)
        at = original.text.find(needle)
        found = needle
        if at < 0:
            found = max((word for word in words if word in original.text), key=len)
            at = original.text.find(found)
        start, end = original.span(at, len(found))
        return Hit(
            iri=row["iri"], kind=row["kind"], key=row["key"], field=row["field"],
            label=row["label"], text=text, language=row["language"], start=start, end=end,
            said=self._said(row),
        )  # fmt: skip

    def _said(self, row: sqlite3.Row) -> Said | None:
        if row["claim"] is None:
            return None
        found = self._connection().execute("SELECT * FROM claim WHERE id = ?", (row["claim"],))
        claim = found.fetchone()
        return Said(
            attribution=claim["attribution"], claimed=tuple(claim["claimed"].split("\n")),
            speaker=claim["speaker"], speaker_label=claim["speaker_label"],
            stance=claim["stance"], mode=claim["mode"], source=claim["source"],
            source_label=claim["source_label"], place=row["place"],
        )  # fmt: skip

    # --- SQLite --------------------------------------------------------------------------------

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection. One that was made before a fork is never used after it
        (https://www.sqlite.org/howtocorrupt.html, section 2.6)."""
        local = self._local
        if getattr(local, "process", None) != os.getpid():
            local.before = getattr(local, "connection", None)  # not even closed here
            local.connection = self._connected()
            local.process = os.getpid()
            local.ranges = _ranges(local.connection)
        connection: sqlite3.Connection = local.connection
        return connection

    def _connected(self) -> sqlite3.Connection:
        if self.path is not None and not self.path.exists() and self._engine is not None:
            self.path, self._image = None, building.build(self._engine)
        if self.path is not None:
            connection = _read_only(self.path)
        else:
            assert self._image is not None
            connection = sqlite3.connect(":memory:")
            connection.deserialize(self._image)
            connection.execute("PRAGMA query_only = 1")
        connection.row_factory = sqlite3.Row
        return connection


def _ranges(connection: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """First and last number of the entries of each rank."""
    rows = connection.execute("SELECT rank, min(id), max(id) FROM entry GROUP BY rank")
    return {row[0]: (row[1], row[2]) for row in rows}


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _kinds(names: Collection[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        if name not in KINDS and name not in GROUPS:
            raise UsageError(
                f"There is no kind {name[:100]!r}.", cure=f"Kinds: {', '.join([*GROUPS, *KINDS])}."
            )
        found += GROUPS.get(name, (name,))
    return found
