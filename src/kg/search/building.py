"""Making the index: an SQLite file with every name, definition and quote of a dataset.

``entry`` holds the texts, in the order in which hits are wanted (labels before aliases, short
before long, quotes in the order of their sources), so that a query reads rows in order and stops
when it has enough. ``grams`` finds the texts that hold some three characters (FTS5, tokenizer
trigram); ``opening`` those with a word that begins with one or two.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any, NamedTuple

from rdflib.term import Literal

from kg import claims as claim_records
from kg import iris, sparql
from kg.claims import Claim
from kg.engine import Engine
from kg.errors import StoreError
from kg.lookup import Lookup
from kg.search.folding import fold

#: Ranks of entries: entities and sources by label, alias and key, what else has a name, quotes,
#: definitions, and quotes of claims that only report what others say, whose own claims lie within.
LABEL, ALIAS, KEY, OTHER, QUOTE, DEFINITION, REPORT = range(7)
#: What the text of an entry can be.
FIELDS = ("label", "alias", "key", "quote", "definition")

#: Kinds of hit beside those of :data:`kg.iris.ENTITY_KINDS`, and what they are.
KINDS: dict[str, str] = {
    "actor": "an organization, person, group, government or office",
    "event": "something that speakers tell of",
    "series": "a recurring event",
    "place": "a place",
    "prospect": "something that speakers predict, demand or suppose",
    "source": "a text that was read, or a work that is cited",
    "date": "a date or span of time",
    "concept": "a type of event, or a thing counted",
    "term": "a class or property of the ontology",
    "resource": "anything else that has a name",
    "claim": "what a speaker says, found by its quote",
}

#: Resources of ours whose labels are no names: a number of people with nobody who says it would
#: read as a fact.
_NO_NAMES = {"quantity", "graph", "proposition", "claim", "citation", "inference", "reference"}
_CONCEPTS = {"event-type", "counted", "code"}
_FIRST = (*iris.ENTITY_KINDS, "source", "resource")

_SCHEMA = """
PRAGMA application_id = 0x6b67736e;
PRAGMA journal_mode = OFF;
CREATE TABLE claim (
  id INTEGER PRIMARY KEY, iri TEXT, key TEXT, attribution TEXT, claimed TEXT, speaker TEXT,
  speaker_label TEXT, stance TEXT, mode TEXT, source TEXT, source_label TEXT);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, rank INTEGER, field TEXT, kind TEXT, iri TEXT, key TEXT, label TEXT,
  text TEXT, language TEXT, folded TEXT, claim INTEGER, place INTEGER);
CREATE TABLE opening (chars TEXT, entry INTEGER, PRIMARY KEY (chars, entry)) WITHOUT ROWID;
CREATE VIRTUAL TABLE grams USING fts5(
  folded, content='entry', content_rowid='id', tokenize='trigram case_sensitive 1', detail='none',
  columnsize=0);
"""
_FINISH = """
INSERT INTO grams(grams) VALUES ('rebuild');
INSERT INTO grams(grams) VALUES ('optimize');
CREATE INDEX name ON entry (rank, folded) WHERE rank < 4;
ANALYZE;
"""

_NAMES = """SELECT ?s ?p ?o {
  VALUES ?p { rdfs:label skos:prefLabel skos:altLabel skos:definition foaf:name schema:name
              dcterms:title }
  ?s ?p ?o FILTER(ISIRI(?s) && ISLITERAL(?o)) } ORDER BY ?s ?p ?o"""
_CLAIMS = "SELECT ?claim { ?claim a ae:Claim ; ae:key ?key } ORDER BY ?claim"
#: Claims read at a time.
_CHUNK = 2_000


def check() -> None:
    """See that this Python's SQLite can do what the index needs.

    :raises StoreError: when it cannot.
    """
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(_SCHEMA)
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"This Python's SQLite ({sqlite3.sqlite_version}) cannot search text: {error}.",
            cure="It needs SQLite 3.34 or newer with FTS5: install another build of Python.",
        ) from error
    finally:
        connection.close()


def build(engine: Engine) -> bytes:
    """The index of a dataset, as the bytes of an SQLite file.

    :raises StoreError: when this Python's SQLite lacks what it needs.
    """
    check()
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        names = list(_names(engine))
        first = sorted((entry for entry in names if entry.rank < QUOTE), key=_order)
        last = sorted((entry for entry in names if entry.rank > QUOTE), key=_order)
        reports: list[_Entry] = []
        quotes = _quotes(connection, engine, reports)
        for number, entry in enumerate(chain(first, quotes, last, reports), 1):
            _put(connection, number, entry)
        connection.execute("COMMIT")
        connection.executescript(_FINISH)
        return connection.serialize()
    finally:
        connection.close()


class _Entry(NamedTuple):
    rank: int
    field: str
    kind: str
    iri: str
    key: str
    label: str
    text: str
    language: str
    folded: str
    claim: int | None = None
    place: int | None = None


def _order(entry: _Entry) -> tuple[int, int, str, str]:
    return entry.rank, len(entry.folded), entry.folded, entry.iri


def _put(connection: sqlite3.Connection, number: int, entry: _Entry) -> None:
    connection.execute("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", (number, *entry))
    if entry.rank == DEFINITION:
        return
    found = (_openings if entry.rank < QUOTE else _unspaced)(entry.folded)
    connection.executemany("INSERT INTO opening VALUES (?,?)", [(c, number) for c in found])


def _openings(text: str) -> set[str]:
    """The first one and first two characters of every word."""
    starts = [m.start() for m in re.finditer(r"(?<!\w)\w", text)]
    found = {text[at : at + size] for at in starts for size in (1, 2)}
    return {chars for chars in found if " " not in chars} | _unspaced(text)


#: Scripts that put no space between words: Thai to Khmer, kana, Han.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff]")


def _unspaced(text: str) -> set[str]:
    """Every one and two characters where a script has no space between words."""
    starts = [m.start() for m in _UNSPACED.finditer(text)]
    found = {text[at : at + size] for at in starts for size in (1, 2)}
    return {chars for chars in found if " " not in chars}


# --- names ----------------------------------------------------------------------------------------


def _names(engine: Engine) -> Iterator[_Entry]:
    rows = engine.select(sparql.prologue() + _NAMES).rows
    labels: dict[str, str] = {}
    for subject, predicate, text in rows:
        if _field(str(predicate)) == "label":
            language = text.language if isinstance(text, Literal) else None
            if language in ("en", None, "") or str(subject) not in labels:
                labels[str(subject)] = str(text)
    seen: set[tuple[str, str]] = set()
    texts = [
        (str(s), _field(str(p)), str(o), (isinstance(o, Literal) and o.language) or "")
        for s, p, o in rows
    ]
    texts += [(iri, "key", "", "") for iri in labels]
    for iri, field, words, language in texts:
        kind = _kind(iri)
        if kind is None:
            continue
        key = _key(iri, kind)
        words = words or key
        folded = fold(words)
        if folded and (iri, folded) not in seen:
            seen.add((iri, folded))
            rank, label = _rank(field, kind), labels.get(iri, key)
            yield _Entry(rank, field, kind, iri, key, label, words, language, folded)


def _field(predicate: str) -> str:
    local = predicate.rsplit("#", 1)[-1]
    return {"altLabel": "alias", "definition": "definition"}.get(local, "label")


def _rank(field: str, kind: str) -> int:
    if field == "definition":
        return DEFINITION
    if kind not in _FIRST:
        return OTHER
    return {"label": LABEL, "alias": ALIAS, "key": KEY}[field]


def _kind(iri: str) -> str | None:
    """The kind of hit that a named resource is; None if it has no name in its own right."""
    parts = iris.split_id(iri)
    if parts is None:
        return "term" if iri.startswith(iris.AE) else "resource"
    kind = parts[0]
    if kind in _NO_NAMES:
        return None
    return "concept" if kind in _CONCEPTS else kind if kind in KINDS else "resource"


def _key(iri: str, kind: str) -> str:
    if kind == "term":
        return iris.compact(iri)
    parts = iris.split_id(iri)
    return parts[1] if parts else iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


# --- quotes ---------------------------------------------------------------------------------------


def _quotes(
    connection: sqlite3.Connection, engine: Engine, reports: list[_Entry]
) -> Iterator[_Entry]:
    """Entries of quotes; those of claims that only report go to a list."""
    lookup = Lookup(engine)
    wanted = [str(row[0]) for row in engine.select(sparql.prologue() + _CLAIMS).rows]
    number = 0
    for chunk in _chunks(wanted):
        for claim in claim_records.read(engine, lookup, chunk):
            if not claim.quotes:
                continue
            number += 1
            connection.execute(
                "INSERT INTO claim VALUES (?,?,?,?,?,?,?,?,?,?,?)", (number, *_said(claim))
            )
            rank = REPORT if _only_reports(claim) else QUOTE
            entries = [
                _Entry(rank, "quote", "claim", claim.iri, claim.key, claim.speaker_label,
                       quote.exact, "", fold(quote.exact), number, quote.start)
                for quote in claim.quotes
            ]  # fmt: skip
            if rank == REPORT:
                reports += entries
            else:
                yield from entries


def _only_reports(claim: Claim) -> bool:
    prefix = iris.PREFIXES["prop"]
    return all(str(item.object).startswith(prefix) for item in claim.propositions)


def _said(claim: Claim) -> tuple[Any, ...]:
    claimed = "\n".join(str(item).replace("\n", " ") for item in claim.propositions)
    return (
        claim.iri, claim.key, claim.attribution(), claimed, claim.speaker, claim.speaker_label,
        claim.stance, claim.mode, claim.source, claim.source_label,
    )  # fmt: skip


def _chunks(claims: Iterable[str]) -> Iterator[list[str]]:
    """Claims in parts that are not too long and end where a source ends, so that each source's
    quotes stay in the order of its text."""
    chunk: list[str] = []
    for _, group in groupby(claims, key=lambda iri: iri.rpartition("-")[0]):
        chunk += group
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
