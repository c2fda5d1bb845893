"""``KnowledgeGraph``: everything that can be asked of a built dataset, in one place.

>>> import kg
>>> g = kg.open()                                            # doctest: +SKIP
>>> g.entity("MEK").label                                    # doctest: +SKIP
"People's Mojahedin Organization of Iran"
>>> g.under("according-to:hamid_enayat").network()           # doctest: +SKIP
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Graph
from rdflib.term import Identifier

from kg import claims as claim_records
from kg import entities, iris, lenses, queries, resources
from kg.claims import Claim
from kg.engine import Engine
from kg.entities import Entity
from kg.errors import DataError, UsageError
from kg.lookup import Lookup, Name
from kg.search import Hit, Index, Pending, rewritten, used
from kg.solutions import Solutions
from kg.store import Store

if TYPE_CHECKING:
    from kg.network import Network


class KnowledgeGraph:
    """A built dataset, all of it or what a lens shows.

    :param engine: answers SPARQL; its default graph is the union of all graphs but
        ``graph:interpretations``. Or what makes it, when it is first asked for.
    :param lens: the lens it has been restricted by, if any.
    :param folder: the data folder, when opened from one.
    :param loaded: the folder's ``dataset.nq``, as it was before the engine was loaded from it:
        the index of its texts is then kept in the folder's cache.
    """

    def __init__(
        self,
        engine: Engine | Callable[[], Engine],
        *,
        lens: lenses.Lens | None = None,
        folder: Path | None = None,
        loaded: tuple[Path, os.stat_result] | None = None,
    ) -> None:
        self._make = engine if callable(engine) else lambda: engine
        self.lens = lens
        #: The data folder, when opened from one.
        self.folder = folder
        self._whole = self
        #: The claims that it was restricted to, with their propositions; None for all.
        self.choice: lenses.Choice | None = None
        self._progress: Callable[[int, int], None] | None = None
        self._loaded = loaded

    @cached_property
    def engine(self) -> Engine:
        """Answers SPARQL."""
        return self._make()

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self.engine)

    @classmethod
    def open(
        cls,
        data: str | os.PathLike[str] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> KnowledgeGraph:
        """See :func:`kg.open`."""
        if data is not None and Path(data).is_file():
            path = Path(data)
            return cls(Store.read(path, progress))
        folder = resources.data_dir(data)
        path = folder / "triples" / "dataset.nq"
        if not path.exists():
            raise DataError(f"{path} does not exist.", cure="Build it: `kg build`.")
        as_it_was = path.stat()
        return cls(Store.load(path, progress), folder=folder, loaded=(path, as_it_was))

    @classmethod
    def connect(
        cls,
        url: str,
        *,
        user: str | None = None,
        password: str = "",
        token: str | None = None,
        timeout: float = 60,
        dialect: str = "auto",
        progress: Callable[[int, int], None] | None = None,
    ) -> KnowledgeGraph:
        """A dataset behind a SPARQL endpoint.

        Queries, look-ups and the network are answered there; a lens, an export and a view need
        the whole dataset and fetch it once (:attr:`store`).

        :param user: for Basic or Digest authentication, whichever the server asks for.
        :param token: a bearer token, in place of a user.
        :param timeout: seconds for one request, from connecting to the last byte.
        :param dialect: how the engine deviates from the standard; see
            :class:`kg.endpoint.Endpoint`.
        :param progress: called, when the dataset is fetched, with the number of triples so far
            and that of all.
        :raises kg.errors.UsageError: when the address is not http(s).
        """
        from kg.endpoint import Endpoint

        engine = Endpoint(
            url, user=user, password=password, token=token, timeout=timeout, dialect=dialect
        )
        graph = cls(engine)
        graph._progress = progress
        return graph

    @cached_property
    def store(self) -> Store:
        """The dataset as an embedded store; fetched once when the engine is a remote one.

        :raises kg.errors.StoreError: when it does not come whole.
        """
        from kg.endpoint import Endpoint

        if isinstance(self.engine, Store):
            return self.engine
        assert isinstance(self.engine, Endpoint)
        copy = Store()
        copy.add(self.engine.quads(self._progress))
        return copy

    def kind(self, query: str) -> str:
        """``select``, ``ask`` or ``construct``.

        :raises kg.errors.QueryError: when the query is none of these; an endpoint parses it only
            when it is asked.
        """
        from kg.endpoint import Endpoint

        engine = self.engine
        return engine.kind(query) if isinstance(engine, Endpoint) else self.store.kind(query)

    def __len__(self) -> int:
        """Number of quads."""
        return len(self.store)

    # --- SPARQL --------------------------------------------------------------------------------

    def select(self, query: str) -> Solutions:
        """Answer a SELECT query; the dataset's prefixes need no declaration.

        Text is found by ``?thing search:matches "text"`` (:mod:`kg.search.pattern`).

        :raises kg.errors.QueryError: when it cannot be parsed or evaluated.
        """
        return self.engine.select(self.understood(query))

    def ask(self, query: str) -> bool:
        """Answer an ASK query."""
        return self.engine.ask(self.understood(query))

    def construct(self, query: str) -> Graph:
        """Answer a CONSTRUCT or DESCRIBE query as an rdflib graph."""
        return self.engine.construct(self.understood(query))

    def understood(self, query: str) -> str:
        """A query with its text searches carried out, as the embedded store needs it; a remote
        engine that offers them understands them itself."""
        if isinstance(self.engine, Store) and used(query):
            return rewritten(query, self.search_index)
        return query

    def query(self, name: str, **parameters: str | int | bool | Identifier | None) -> Solutions:
        """Run a query of the catalogue.

        :param name: ``<topic>/<name>``, as ``kg queries`` lists them.
        :param parameters: values for its parameters; entities by any name.
        :raises kg.errors.UnknownQuery: with the nearest names.
        :raises kg.errors.ParameterError: for an unknown parameter or a value of the wrong type.
        """
        return self.select(queries.get(name).bound(parameters, self._lookup))

    # --- entities ------------------------------------------------------------------------------

    @property
    def lookup(self) -> Lookup:
        """Names of the entities."""
        return self._lookup

    def find(self, text: str, limit: int = 20) -> list[Name]:
        """Entities and sources whose label or alias contains the text, best first."""
        return self._lookup.search(text, limit)

    def search(self, text: str, limit: int = 20, kinds: Collection[str] = ()) -> list[Hit]:
        """Entities by their names, and claims by their quotes, best first; see
        :meth:`kg.search.Index.find`. Under a lens, only its claims are found."""
        return self.search_index.find(text, limit, kinds)

    @cached_property
    def search_index(self) -> Index:
        """The index of all names and quotes, built at first use and kept in the data folder's
        cache. Touch it before forking: the processes then share it."""
        if self._whole is not self:
            chosen = self.engine.select("SELECT ?claim { ?claim a ae:Claim }").rows
            return self._whole.search_index.restricted({str(row[0]) for row in chosen})
        return Index.open(self.store, self._dataset())

    def without_texts(self) -> KnowledgeGraph:
        """Answer no search, rather than make the index now; the same graph."""
        self.__dict__["search_index"] = Pending()
        return self

    def _dataset(self) -> Path | None:
        """The file that the store was loaded from, if it is still the same."""
        if self._loaded is None:
            return None
        path, then = self._loaded
        try:
            now = path.stat()
        except OSError:
            return None
        same = ("st_ino", "st_size", "st_mtime_ns")
        return path if all(getattr(now, n) == getattr(then, n) for n in same) else None

    def entity(self, name: str) -> Entity:
        """An entity by key, IRI, label or alias.

        :raises kg.errors.UnknownEntity: with the nearest names.
        """
        return entities.read(self.engine, self._lookup, self._lookup.iri(name))

    # --- claims --------------------------------------------------------------------------------

    def claims(
        self,
        *,
        about: str | None = None,
        speaker: str | None = None,
        source: str | None = None,
        stance: str | None = None,
        mode: str | None = None,
        predicate: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Claim]:
        """Claims, with their quotes, in the order of the text.

        :param about: an entity that a proposition names, as subject or object.
        :param stance: ``affirms`` … as written, or ``Affirms``; ``mode`` likewise.
        :param predicate: local name of a relation, such as ``organizer``.
        :param since: only claims about events and series dated on or after this day
            (``YYYY-MM-DD``); ``until`` on or before. They count when one of the dates that they
            are given may lie in the span; an open end reaches as far as needed.
        """
        from kg import selection

        wanted = selection.query(
            self._lookup, about=about, speaker=speaker, source=source, stance=stance, mode=mode,
            predicate=predicate, since=since, until=until,
        )  # fmt: skip
        rows = self.select(wanted).rows
        return self._read([str(row[0]) for row in rows])

    def claim(self, iri: str) -> Claim:
        """One claim by its IRI or prefixed name.

        :raises UsageError: when there is none.
        """
        found = self._read([iris.expand(iri) or iri])
        if not found:
            raise UsageError(f"There is no claim {iri!r}.")
        return found[0]

    def claims_by_iri(self, wanted: list[str]) -> list[Claim]:
        """Claims by their IRIs, in the order of the text."""
        return self._read(wanted)

    def _read(self, wanted: list[str]) -> list[Claim]:
        """Claims by their IRIs. Who reports a speaker is told under every lens, also where the
        lens leaves the reporting claim itself out."""
        found = claim_records.read(self.engine, self._lookup, wanted)
        cut = [claim.iri for claim in found if claim.depth > len(claim.chain)]
        if self._whole is self or not cut:
            return found
        whole = {claim.iri: claim.chain for claim in self._whole.claims_by_iri(cut)}
        return [replace(claim, chain=whole.get(claim.iri, claim.chain)) for claim in found]

    # --- views ---------------------------------------------------------------------------------

    def under(self, lens: str | lenses.Lens | None) -> KnowledgeGraph:
        """The same dataset under a lens (``according-to:mek``, ``corroborated``, ``disputed``,
        ``common:mek,irgc``); None is the dataset itself. A lens applies to the whole dataset,
        also when called on a graph that is under one."""
        if lens is None:
            return self._whole
        chosen = lens
        if isinstance(chosen, str):
            chosen = lenses.parse(chosen, lambda name: self._whole._lookup.iri(name, ("actor",)))
        return self.only(lenses.claims_under(self._whole.store, chosen), lens=chosen)

    def only(
        self,
        claims: lenses.Choice,
        beside: lenses.Choice = lenses.NONE,
        *,
        lens: lenses.Lens | None = None,
    ) -> KnowledgeGraph:
        """The same dataset with only these claims (IRIs), and of each only these propositions:
        what somebody has picked by hand, as :meth:`under` gives what a lens picks.

        :param beside: see :func:`kg.lenses.restrict`.
        :param lens: what picked them, if a lens did.
        """
        whole = self._whole.store
        # An export under a lens asks for the reporters, too, and never for this one.
        made = partial(lenses.restrict, whole, claims, beside)
        result = KnowledgeGraph(made, lens=lens, folder=self.folder)
        result._whole, result.choice = self._whole, claims
        return result

    def reported(self) -> KnowledgeGraph:
        """With the claims that these stand within, which a lens may have left out: for what tells
        who reports whom by these claims alone, as RDF does."""
        if self.choice is None:
            return self
        beside = lenses.reporters(self._whole.store, self.choice)
        return self.only(self.choice, beside, lens=self.lens) if beside else self

    def network(
        self,
        *,
        interpretations: bool = True,
        reference: bool = False,
        kinds: Collection[str] | None = None,
    ) -> Network:
        """The graph of entities, as a networkx ``MultiDiGraph``; see :func:`kg.network.build`.

        :param interpretations: with what is explained or judged.
        :param reference: with the editors' own statements.
        :param kinds: which kinds of entity are nodes; all of :data:`kg.network.NODE_KINDS` if None.
        """
        from kg import network

        return network.build(
            self.engine,
            self._lookup,
            interpretations=interpretations,
            reference=reference,
            kinds=network.NODE_KINDS if kinds is None else kinds,
            disputed=self.disputed,
        )

    @property
    def disputed(self) -> frozenset[str]:
        """IRIs of the propositions that speakers dispute, by the lens ``disputed`` over the whole
        dataset: what others deny stays disputed under a lens that leaves them out."""
        return self._whole._disputed

    @cached_property
    def _disputed(self) -> frozenset[str]:
        return lenses.disputed(self.engine)

    @cached_property
    def sources(self) -> list[Name]:
        """The sources of the dataset."""
        return [
            name
            for name in self._lookup.names
            if name.main and (iris.split_id(name.iri) or ("",))[0] == "source"
        ]
