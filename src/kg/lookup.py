"""Entities by key, IRI, label or alias."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from kg import iris, sparql, verbs
from kg.engine import Engine
from kg.errors import UnknownEntity

_NAMES = (
    sparql.prologue()
    + """
SELECT ?entity ?key ?name ?main WHERE {
  ?entity ae:key ?key .
  { ?entity rdfs:label ?name BIND(true AS ?main) }
  UNION { ?entity skos:altLabel ?name BIND(false AS ?main) }
  FILTER NOT EXISTS { ?entity a ae:Claim }
} ORDER BY ?entity DESC(?main) ?name
"""
)


#: Letters that Persian and Arabic keyboards write differently, and joiners that one cannot see.
_SAME = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\u200c": None, "\u200d": None})


def fold(name: str) -> str:
    """A name as it is compared: compatibility form, without case, invisible joiners and white space
    at the ends; Arabic yeh and kaf as the Persian letters.

    >>> fold(" MEK ") == fold("mek"), fold("خامنه\u200cاي") == fold("خامنهای")
    (True, True)
    """
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_SAME)
    return unicodedata.normalize("NFKC", folded).strip()


@dataclass(frozen=True)
class Name:
    """One name of an entity or source.

    :param main: True for its label, False for an alias.
    """

    iri: str
    key: str
    text: str
    main: bool


@dataclass
class Lookup:
    """Names of the entities and sources of one dataset, read at first use."""

    engine: Engine
    _lang: str = field(default="en", repr=False)

    @cached_property
    def names(self) -> list[Name]:
        """All names, labels before aliases."""
        rows = self.engine.select(_NAMES).rows
        return [
            Name(str(entity), str(key), str(name), str(main) == "true")
            for entity, key, name, main in rows
            if entity is not None
        ]

    def prepare(self) -> None:
        """Read names and labels now: processes that are forked afterwards share them."""
        self._index  # noqa: B018 - reading it is the point
        self._labels  # noqa: B018

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for wanted in (True, False):
            for name in self.names:
                if name.main is wanted:
                    self._put(index, fold(name.text), name.iri)
        for name in self.names:
            index[name.iri] = [name.iri]
            self._put(index, fold(name.key), name.iri, first=True)
        return index

    @staticmethod
    def _put(index: dict[str, list[str]], text: str, iri: str, first: bool = False) -> None:
        found = index.setdefault(text, [])
        if iri not in found:
            found.insert(0 if first else len(found), iri)

    def iri(self, name: str, kinds: tuple[str, ...] = ()) -> str:
        """The IRI of an entity or source.

        :param name: a key (``mek``), IRI, prefixed name (``actor:mek``), label or alias; for a date
            its EDTF (``2019-11``).
        :param kinds: allowed kinds (``actor`` …); any if empty.
        :raises UnknownEntity: with the nearest names; also when an alias means several entities.
        """
        wanted = iris.expand(name) or name
        found = self._index.get(wanted) or self._index.get(fold(name), [])
        if kinds:
            found = [iri for iri in found if (iris.split_id(iri) or ("",))[0] in kinds]
        if not found and "date" in (kinds or ("date",)) and (date := self._date(wanted)):
            return date
        if len(found) == 1 or (found and self._key_of(found[0]) == fold(name)):
            return found[0]
        if found:
            raise UnknownEntity(name, [iris.compact(iri) for iri in found], several=True)
        raise UnknownEntity(name, self.suggest(name, kinds))

    def _date(self, name: str) -> str | None:
        """The IRI of a date that the dataset knows, from its IRI or its EDTF (``2019-11``)."""
        for iri in (name, iris.date(name)) if name.isascii() else ():
            if iri in self._labels and (iris.split_id(iri) or ("",))[0] == "date":
                return iri
        return None

    def suggest(self, name: str, kinds: tuple[str, ...] = (), limit: int = 3) -> list[str]:
        """Keys of the entities with the nearest names; of a kind, where the name says which."""
        if (parts := iris.split_id(iris.expand(name) or name)) is not None:
            kinds, name = (parts[0],), parts[1]
        texts: dict[str, str] = {}
        for item in self.names:
            if kinds and (iris.split_id(item.iri) or ("",))[0] not in kinds:
                continue
            for text in (fold(item.text), fold(item.key)):
                texts.setdefault(text, item.key)
        wanted = fold(name)
        near = [text for text in texts if wanted and wanted in text]
        near += difflib.get_close_matches(wanted, texts, 10, 0.6)
        return list(dict.fromkeys(texts[text] for text in near))[:limit]

    def search(self, text: str, limit: int = 20) -> list[Name]:
        """Names that contain the text, best first: whole name, beginning, anywhere."""
        wanted = fold(text)
        found = [name for name in self.names if wanted in fold(name.text)]
        found.sort(
            key=lambda name: (
                fold(name.text) != wanted,
                not fold(name.text).startswith(wanted),
                not name.main,
                fold(name.text),
            )
        )
        unique = {name.iri: name for name in reversed(found)}
        return [name for name in found if unique[name.iri] is name][:limit]

    def label(self, iri: str) -> str:
        """The English label of an entity, or its last part."""
        return self._labels.get(iri) or iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]

    def takes_plural(self, iri: str) -> bool:
        """True for a group of people whose English label takes a plural verb ("participants")."""
        return iri in self._groups and verbs.is_plural(self.label(iri))

    @cached_property
    def _groups(self) -> frozenset[str]:
        rows = self.engine.select(sparql.prologue() + "SELECT ?group { ?group a ae:Group }").rows
        return frozenset(str(row[0]) for row in rows)

    @cached_property
    def _labels(self) -> dict[str, str]:
        rows = self.engine.select(
            sparql.prologue()
            + 'SELECT ?s ?label { ?s rdfs:label ?label FILTER(LANG(?label) IN ("en", "")) }'
            " ORDER BY ?s ?label"
        ).rows
        labels: dict[str, str] = {}
        for subject, label in rows:
            labels.setdefault(str(subject), str(label))
        return labels

    def _key_of(self, iri: str) -> str:
        return (iris.split_id(iri) or ("", ""))[1]
