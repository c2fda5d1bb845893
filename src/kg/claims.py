"""Claims read out of a store: what :mod:`kg.encoding` wrote, as records for people and views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rdflib.term import Identifier, Literal, URIRef

from kg import iris, sparql, verbs
from kg.engine import Engine
from kg.lookup import Lookup

#: IRIs asked for in one query.
_CHUNK = 400


@dataclass(frozen=True)
class Proposition:
    """An unasserted subject, predicate and object, with labels.

    :param object: a term: an IRI, or a literal for words and yes/no.
    :param many: True for "participants say P": a reporting relation of a group of people.
    """

    iri: str
    subject: str
    predicate: str
    object: Identifier
    subject_label: str = ""
    predicate_label: str = ""
    object_label: str = ""
    many: bool = False

    def __str__(self) -> str:
        return f"{self.subject_label} · {self.relation} · {self.object_label}"

    @property
    def relation(self) -> str:
        """The predicate's label; what speakers do in the plural where its subject is many."""
        return verbs.plural(self.predicate_label) if self.many else self.predicate_label


@dataclass(frozen=True)
class Quote:
    """The words a claim rests on, in the sentence they stand in.

    :param start: offset in the source's text (code points), ``end`` exclusive.
    :param segment: number of the sentence; ``segment_text`` its words, ``segment_start`` its
        offset.
    """

    iri: str
    exact: str
    start: int
    end: int
    segment: int
    segment_start: int
    segment_text: str


@dataclass(frozen=True)
class Resolution:
    """Words and what they were understood to mean."""

    words: str
    to: str
    to_label: str
    kind: str
    why: str = ""


@dataclass(frozen=True)
class Claim:
    """A claim with everything a reader wants to see.

    :param chain: the enclosing claims, outermost first (without this one): who reports whom.
    :param contributes: short names of the graphs that it contributes to.
    :param many: True when the speaker is a group of people whose name takes a plural verb.
    :param unchecked: True when nobody looked whether the cited work says so.
    """

    iri: str
    key: str
    source: str
    source_label: str
    speaker: str
    speaker_label: str
    stance: str
    mode: str
    depth: int
    within: str | None = None
    propositions: tuple[Proposition, ...] = ()
    quotes: tuple[Quote, ...] = ()
    locator: str = ""
    citation: str = ""
    resolutions: tuple[Resolution, ...] = ()
    contributes: tuple[str, ...] = ()
    note: str = ""
    chain: tuple[Claim, ...] = field(default=(), repr=False)
    many: bool = False
    unchecked: bool = False

    @property
    def quoted(self) -> bool:
        """True when it rests on the source's own words, False when the work is only cited."""
        return bool(self.quotes)

    @property
    def basis(self) -> str:
        """``quoted``, ``not quoted``, or ``not quoted, not checked``."""
        if self.quoted:
            return "quoted"
        return "not quoted, not checked" if self.unchecked else "not quoted"

    def entities(self) -> set[str]:
        """IRIs that its propositions name."""
        named = {item.subject for item in self.propositions}
        named |= {str(p.object) for p in self.propositions if isinstance(p.object, URIRef)}
        return named

    @property
    def verb(self) -> str:
        """What the speaker does with the propositions: "says", "denies", "predicts"; a group of
        people "say", "deny", "predict"."""
        return verbs.verb(self.stance, self.mode, many=self.many)

    def attribution(self) -> str:
        """Who says so, outermost first: "A reports that B denies"."""
        return "".join(text for text, _ in self.voices())

    def voices(self, names: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
        """Who says so, in parts, outermost first: each speaker's name with its IRI, and the words
        between with none: "Hamid Enayat", " reports that ", "Iranian officials", " say".

        :param names: names of speakers by IRI to use in place of their labels.
        """
        parts: list[tuple[str, str]] = []
        for item in self.chain:
            words = verbs.enclosing(item.stance, item.mode, many=item.many)
            parts += [(item._name(names), item.speaker), (f" {words} ", "")]
        return [*parts, (self._name(names), self.speaker), (f" {self.verb}", "")]

    def _name(self, names: Mapping[str, str] | None) -> str:
        return (names or {}).get(self.speaker) or self.speaker_label


def read(engine: Engine, lookup: Lookup, claim_iris: Iterable[str]) -> list[Claim]:
    """The claims with these IRIs, with their enclosing claims, in the order of the text.

    :returns: sorted by source, position of the first quote, and key.
    """
    wanted = list(dict.fromkeys(claim_iris))
    found = _read_flat(engine, lookup, wanted)
    missing = {c.within for c in found.values() if c.within} - found.keys()
    while missing:  # enclosing claims, and theirs
        more = _read_flat(engine, lookup, sorted(missing))
        if not more:
            break
        found |= more
        missing = {c.within for c in more.values() if c.within} - found.keys()
    chosen = [
        replace(found[iri], chain=_chain(found[iri], found)) for iri in wanted if iri in found
    ]
    return sorted(chosen, key=sort_key)


def sort_key(claim: Claim) -> tuple[str, int, int, str, str]:
    """Order of the text: source, position, depth, key."""
    start = min((quote.start for quote in claim.quotes), default=0)
    return claim.source, start, claim.depth, claim.key, claim.iri


def _chain(claim: Claim, found: dict[str, Claim]) -> tuple[Claim, ...]:
    chain: list[Claim] = []
    outer = claim.within
    while outer and outer in found and len(chain) < 32:
        chain.insert(0, found[outer])
        outer = found[outer].within
    return tuple(chain)


def _select(
    engine: Engine, body: str, variable: str, chunk: Sequence[str]
) -> Iterable[tuple[Identifier | None, ...]]:
    values = " ".join(sparql.term_text(URIRef(iri)) for iri in chunk)
    text = body.replace("%VALUES%", f"VALUES ?{variable} {{ {values} }}")
    return engine.select(sparql.prologue() + text).rows


_CLAIMS = """
SELECT ?claim ?key ?source ?speaker ?stance ?mode ?depth ?within ?locator ?citation ?note
  ?unchecked {
  %VALUES%
  ?claim ae:key ?key ; ae:source ?source ; ae:speaker ?speaker ; ae:stance ?stance ;
         ae:mode ?mode ; ae:depth ?depth .
  OPTIONAL { ?claim ae:within ?within }
  OPTIONAL { ?claim ae:locator ?locator }
  OPTIONAL { ?claim ae:citation/dcterms:bibliographicCitation ?citation }
  OPTIONAL { ?claim ae:note ?note }
  OPTIONAL { ?claim ae:unchecked ?unchecked }
}"""
_PROPOSITIONS = """
SELECT ?claim ?prop ?s ?p ?o {
  %VALUES%
  ?claim ae:proposition ?prop .
  ?prop rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
}"""
_QUOTES = """
SELECT ?claim ?evidence ?exact ?start ?end ?number ?from ?text {
  %VALUES%
  ?claim ae:evidence ?evidence .
  ?evidence oa:hasSelector ?quote , ?position ; ae:inSegment ?segment .
  ?quote oa:exact ?exact . ?position oa:start ?start ; oa:end ?end .
  ?segment ae:ordinal ?number ; ae:start ?from ; ae:text ?text .
}"""
_RESOLUTIONS = """
SELECT ?claim ?words ?to ?kind ?why {
  %VALUES%
  ?claim ae:resolution ?r . ?r ae:words ?words ; ae:resolvesTo ?to ; ae:resolutionKind ?kind .
  OPTIONAL { ?r ae:reasoning ?why }
}"""
_CONTRIBUTIONS = "SELECT ?claim ?graph { %VALUES% ?claim ae:contributesTo ?graph }"


def _read_flat(engine: Engine, lookup: Lookup, wanted: Sequence[str]) -> dict[str, Claim]:
    claims: dict[str, Claim] = {}
    for at in range(0, len(wanted), _CHUNK):
        chunk = wanted[at : at + _CHUNK]
        for row in _select(engine, _CLAIMS, "claim", chunk):
            texts = ["" if term is None else str(term) for term in row]
            (iri, key, source, speaker, stance, mode, depth, within, locator, cited, note,
             unchecked) = texts  # fmt: skip
            claims[iri] = Claim(
                iri=iri, key=key, source=source, source_label=lookup.label(source),
                speaker=speaker, speaker_label=lookup.label(speaker),
                stance=_local(stance), mode=_local(mode), depth=int(depth),
                within=within or None, locator=locator, citation=cited, note=note,
                many=lookup.takes_plural(speaker), unchecked=unchecked == "true",
            )  # fmt: skip
        _attach(claims, engine, lookup, chunk)
    return claims


def _attach(claims: dict[str, Claim], engine: Engine, lookup: Lookup, chunk: Sequence[str]) -> None:
    propositions: dict[str, list[Proposition]] = {}
    for claim, prop, s, p, o in _select(engine, _PROPOSITIONS, "claim", chunk):
        assert o is not None
        item = Proposition(
            str(prop), str(s), str(p), o,
            lookup.label(str(s)), lookup.label(str(p)), object_label(o, lookup),
            str(p) in verbs.REPORTING and lookup.takes_plural(str(s)),
        )  # fmt: skip
        propositions.setdefault(str(claim), []).append(item)
    _label_reported(propositions, engine, lookup)
    quotes: dict[str, list[Quote]] = {}
    for row in _select(engine, _QUOTES, "claim", chunk):
        owner, evidence, exact, start, end, number, begin, text = map(str, row)
        quote = Quote(evidence, exact, int(start), int(end), int(number), int(begin), text)
        quotes.setdefault(owner, []).append(quote)
    resolutions: dict[str, list[Resolution]] = {}
    for claim, words, to, kind, why in _select(engine, _RESOLUTIONS, "claim", chunk):
        assert to is not None
        resolution = Resolution(
            str(words), str(to), object_label(to, lookup), _local(str(kind)), str(why or "")
        )
        resolutions.setdefault(str(claim), []).append(resolution)
    graphs: dict[str, list[str]] = {}
    for claim, graph in _select(engine, _CONTRIBUTIONS, "claim", chunk):
        graphs.setdefault(str(claim), []).append(_local(str(graph)))
    for iri in chunk:
        if iri in claims:
            claims[iri] = replace(
                claims[iri],
                propositions=tuple(sorted(propositions.get(iri, ()), key=lambda p: p.iri)),
                quotes=tuple(sorted(quotes.get(iri, ()), key=lambda q: (q.start, q.iri))),
                resolutions=tuple(
                    sorted(resolutions.get(iri, ()), key=lambda r: (r.words, r.to, r.kind, r.why))
                ),
                contributes=tuple(sorted(graphs.get(iri, ()))),
            )


def _label_reported(
    propositions: dict[str, list[Proposition]], engine: Engine, lookup: Lookup
) -> None:
    """ "X says P": label P by its content, to any depth."""
    prefix = iris.PREFIXES["prop"]
    wanted = {
        str(item.object)
        for items in propositions.values()
        for item in items
        if str(item.object).startswith(prefix)
    }
    parts: dict[str, tuple[str, str, Identifier]] = {}
    while wanted:
        rows: list[tuple[Identifier | None, ...]] = []
        todo = sorted(wanted)
        for at in range(0, len(todo), _CHUNK):
            body = (
                "SELECT ?prop ?s ?p ?o { %VALUES% ?prop rdf:subject ?s ; rdf:predicate ?p ;"
                " rdf:object ?o }"
            )
            rows += _select(engine, body, "prop", todo[at : at + _CHUNK])
        for prop, s, p, o in rows:
            assert o is not None
            parts[str(prop)] = (str(s), str(p), o)
        wanted = {str(o) for _, _, o in parts.values() if str(o).startswith(prefix)} - parts.keys()
        if not rows:
            break

    def text(iri: str, depth: int = 0) -> str:
        if iri not in parts or depth > 32:
            return iris.compact(iri)
        s, p, o = parts[iri]
        inner = text(str(o), depth + 1) if str(o) in parts else object_label(o, lookup)
        relation = lookup.label(p)
        if p in verbs.REPORTING and lookup.takes_plural(s):
            relation = verbs.plural(relation)
        return f"{lookup.label(s)} · {relation} · {inner}"

    for items in propositions.values():
        for at, item in enumerate(items):
            if str(item.object).startswith(prefix):
                items[at] = replace(item, object_label=f"“{text(str(item.object))}”")


def object_label(term: Identifier, lookup: Lookup) -> str:
    """An object as people read it: a label, words in quotation marks, yes or no."""
    if isinstance(term, Literal):
        if str(term.datatype or "").endswith("#boolean"):
            return "yes" if str(term) == "true" else "no"
        return f"“{term}”"
    return lookup.label(str(term))


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
