"""From what is written to what is meant: quotes to spans, keys to entities, words to bounds.

Everything that two parts of the data must agree on is judged here: quotes against the text,
keys against the registry, predicates against the ontology, nesting, coverage. The result is the
only input of :mod:`kg.encoding`, which can then no longer fail.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from kg import dates, model, quantities, terms, text
from kg.errors import DateError, Problem, QuantityError
from kg.loading import Findings, LoadedSource, Registry
from kg.yamlfile import KeyPath

#: A quote longer than this is not "as few words as still carry the claim".
MAX_QUOTE = 300

#: Last part of the id of a claim that was made for a `speaker` whom others report.
REPORTING = "reporting"

#: Claims nested deeper than this are a mistake.
MAX_DEPTH = 16
_TOO_DEEP = f"More than {MAX_DEPTH} claims enclose this one."
_TOO_DEEP_CURE = "Name only those speakers whom the source itself names."


@dataclass(frozen=True)
class EntityRef:
    """An entity by kind and key."""

    kind: str
    key: str


@dataclass(frozen=True)
class Words:
    """Text with its language."""

    text: str
    lang: str


@dataclass(frozen=True)
class Proposition:
    """Subject, predicate (local name) and object, all resolved."""

    subject: EntityRef
    predicate: str
    object: Object


Object: TypeAlias = "EntityRef | dates.EdtfDate | quantities.Quantity | Words | bool | Proposition"


@dataclass(frozen=True)
class Evidence:
    """A span of the source's text; ``exact == text[start:end]``."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    segment: int


@dataclass(frozen=True)
class Resolution:
    """Words and what they were understood to mean."""

    words: str
    to: Object
    how: str
    why: str | None


@dataclass(frozen=True)
class Claim:
    """A claim with everything resolved; ``within`` is the enclosing claim itself."""

    id: str
    speaker: EntityRef
    within: Claim | None
    stance: str
    mode: str
    says: tuple[Proposition, ...]
    evidence: tuple[Evidence, ...]
    cited: model.Cited | None
    resolutions: tuple[Resolution, ...]
    note: str | None

    @property
    def depth(self) -> int:
        """How many claims enclose this one."""
        return 0 if self.within is None else self.within.depth + 1


@dataclass(frozen=True)
class Segment:
    """A sentence, heading or caption; ``skipped`` is the reason where no claim rests on it."""

    number: int
    start: int
    end: int
    kind: str
    line: int
    text: str
    skipped: str | None


@dataclass(frozen=True)
class Source:
    """A source ready to be encoded."""

    slug: str
    meta: model.SourceFile
    text: str | None
    published: dates.EdtfDate
    segments: tuple[Segment, ...]
    claims: tuple[Claim, ...]
    authors: tuple[EntityRef, ...]
    publisher: EntityRef | None
    dateline: EntityRef | None


@dataclass(frozen=True)
class Fact:
    """A reference statement about an entity."""

    predicate: str
    object: Object
    citation: str
    date: dates.EdtfDate | None


@dataclass
class _Resolver:
    loaded: LoadedSource
    registry: Registry
    spans: list[text.Span] = field(default_factory=list)
    done: dict[str, Claim | None] = field(default_factory=dict)
    entries: dict[str, tuple[int, model.Claim]] = field(default_factory=dict)
    #: Claims whose nesting is wrong: they fail without those that enclose them being looked at.
    cut: set[str] = field(default_factory=set)
    #: Segments that a quote was found in, also one of a claim that fails for another reason.
    touched: set[int] = field(default_factory=set)
    #: False when a quote was not found: then nobody knows which sentence it would have covered.
    all_found: bool = True

    def __post_init__(self) -> None:
        self.meta = self.loaded.meta
        self.in_claims = self.loaded.claims_findings
        self.in_meta = self.loaded.meta_findings
        self.by_line = {span.line: span for span in self.spans}

    # --- keys and values -------------------------------------------------------------------

    def entity(
        self, key: str, findings: Findings, path: KeyPath, kinds: Iterable[str] = ()
    ) -> EntityRef | None:
        return entity_ref(self.registry, key, findings, path, kinds)

    def object(self, value: object, findings: Findings, path: KeyPath) -> Object | None:
        return resolve_object(self.registry, value, self.meta.language, findings, path)

    # --- quotes ----------------------------------------------------------------------------

    def evidence(self, quote: model.Quote, path: KeyPath) -> Evidence | None:
        source = self.loaded.text
        findings = self.in_claims
        if source is None:
            return None
        found = text.find(source, quote.exact, quote.prefix, quote.suffix)
        self.all_found = self.all_found and len(found) == 1
        if not found:
            cure = ""
            if text.find(source, quote.exact):
                cure = "The words stand in the text, but not beside this prefix or suffix."
            elif near := text.nearest(source, quote.exact):
                cure = f"Nearest passage: {near[0]!r}."
                if difference := text.explain(near[0], quote.exact):
                    cure += f" {difference}"
            findings.add(path, f"The quote is not in the text: {quote.exact!r}.", cure)
            return None
        if len(found) > 1:
            places = "; ".join(f"…{source[max(0, at - 20) : at]}[…]" for at in found[:4]).replace(
                "\n", " "
            )
            findings.add(
                path,
                f"The quote occurs {len(found)} times: {quote.exact!r}.",
                f"Say which with `prefix:` or `suffix:`. It stands after {places}",
            )
            return None
        start = found[0]
        end = start + len(quote.exact)
        self.touched |= {s.number for s in self.spans if s.start < end and start < s.end}
        span = next((s for s in self.spans if s.start <= start and end <= s.end), None)
        if span is None:
            findings.add(
                path,
                "The quote runs over the end of a sentence.",
                "Give one quote for each sentence (a list).",
            )
            return None
        if len(quote.exact) > MAX_QUOTE:
            findings.add(
                path,
                f"The quote has {len(quote.exact)} characters.",
                f"Keep the few words that carry the claim (at most {MAX_QUOTE}).",
            )
        prefix, suffix = text.context(source, start, end)
        return Evidence(start, end, quote.exact, prefix, suffix, span.number)

    # --- claims ----------------------------------------------------------------------------

    def claim(self, key: str) -> Claim | None:
        """The claim of an id; None when it, or one that it stands within, has problems."""
        if key not in self.done:
            self.done[key] = None  # while it is being resolved
            self.done[key] = self._claim(key)
        return self.done[key]

    def _claim(self, key: str) -> Claim | None:
        at, entry = self.entries[key]
        path: KeyPath = ("claims", at)
        findings = self.in_claims
        before = len(findings.problems)
        evidence = self._evidence_of(entry, path)
        own_voice = self._own_voice(evidence)
        chain = [own_voice]
        if entry.speaker is not None:
            chain = [
                self.entity(name, findings, (*path, "speaker"), ("actor",))
                for name in entry.speaker
            ]
        outer = entry.within if entry.within in self.entries and key not in self.cut else None
        within = self.claim(outer) if outer is not None else None
        says = [
            self._proposition(item, (*path, "says", index)) for index, item in enumerate(entry.says)
        ]
        resolutions = self._resolutions(entry, evidence, path)
        speakers = [item for item in chain if item]
        propositions = tuple(item for item in says if item)
        if (
            own_voice is None
            or len(findings.problems) > before
            or (entry.within is not None and within is None)
            or len(speakers) < len(chain)
            or len(propositions) < len(says)
            or None in resolutions
        ):
            return None
        if within is None and speakers[0] != own_voice:
            speakers.insert(0, own_voice)
        if (within.depth + 1 if within else 0) + len(speakers) - 1 > MAX_DEPTH:
            findings.add(path, _TOO_DEEP, _TOO_DEEP_CURE)
            return None
        for index in range(len(speakers) - 1):
            within = Claim(
                id=f"{key}.{REPORTING}" + (f"_{index}" if index else ""),
                speaker=speakers[index],
                within=within,
                stance="affirms",
                mode="report",
                says=_reported(
                    speakers[index + 1 :], reporting_verb(entry.stance, entry.mode), propositions
                ),
                evidence=evidence,
                cited=entry.cited,
                resolutions=(),
                note=None,
            )
        return Claim(
            id=key,
            speaker=speakers[-1],
            within=within,
            stance=entry.stance,
            mode=entry.mode,
            says=propositions,
            evidence=evidence,
            cited=entry.cited,
            resolutions=tuple(item for item in resolutions if item),
            note=entry.note,
        )

    def _evidence_of(self, entry: model.Claim, path: KeyPath) -> tuple[Evidence, ...]:
        if self.loaded.text is None:
            if entry.quote is not None:
                self.in_claims.add(
                    (*path, "quote"),
                    "This source has no text.txt, so nothing can be quoted from it.",
                    "Use `cited: {locator: …}`, or add the text.",
                )
            return ()
        if entry.quote is None:
            self.in_claims.add(
                (*path, "cited"),
                "This source has its text, so its claims must quote it.",
                "Use `quote:` with the exact words.",
            )
            return ()
        several = len(entry.quote) > 1
        found = [
            self.evidence(quote, (*path, "quote", index) if several else (*path, "quote"))
            for index, quote in enumerate(entry.quote)
        ]
        return tuple(item for item in found if item)

    def _own_voice(self, evidence: Sequence[Evidence]) -> EntityRef | None:
        """The speaker of the line that the first quote stands in, else the source's author."""
        for item in evidence[:1]:
            line = self.spans[item.segment - 1].line
            if line in self.meta.speaker_of:
                path: KeyPath = ("speaker_of", str(line))
                return self.entity(self.meta.speaker_of[line], self.in_meta, path, ("actor",))
        return self.entity(self.meta.authors[0], self.in_meta, ("authors", 0), ("actor",))

    def check_nesting(self) -> None:
        """Every `within` names a claim, none leads back to itself, none is too deep.

        A claim within such a one fails with it, without a message of its own.
        """
        depths: dict[str, int] = {}
        for key in self.entries:
            trail: list[str] = []
            name: str | None = key
            while name is not None and name not in depths and name not in trail:
                trail.append(name)
                outer = self.entries[name][1].within
                if outer is not None and outer not in self.entries:
                    self._no_such_claim(name, outer)
                    outer = None
                name = outer
            if name in trail:
                self._circle(trail[trail.index(name) :])
                depths.update(dict.fromkeys(trail, MAX_DEPTH + 2))
                self.cut.update(trail)
                continue
            depth = -1 if name is None else depths[name]
            for item in reversed(trail):
                depth += 1
                depths[item] = depth
                if depth == MAX_DEPTH + 1:
                    path: KeyPath = ("claims", self.entries[item][0], "within")
                    self.in_claims.add(path, _TOO_DEEP, _TOO_DEEP_CURE)
                if depth > MAX_DEPTH:
                    self.cut.add(item)

    def _no_such_claim(self, key: str, outer: str) -> None:
        near = difflib.get_close_matches(outer, self.entries, 3)
        cure = f"Did you mean {', '.join(near)}?" if near else "Name a claim's `id`."
        path: KeyPath = ("claims", self.entries[key][0], "within")
        self.in_claims.add(path, f"There is no claim {outer!r} in this source.", cure)

    def _circle(self, members: list[str]) -> None:
        first = min(range(len(members)), key=lambda at: self.entries[members[at]][0])
        names = [*members[first:], *members[:first], members[first]]
        self.in_claims.add(
            ("claims", self.entries[names[0]][0], "within"),
            f"A claim stands within itself: {' within '.join(names)}.",
            "The outermost claim has no `within`.",
        )

    def _proposition(self, item: model.PropositionEntry, path: KeyPath) -> Proposition | None:
        subject = self.entity(item.subject, self.in_claims, (*path, 0))
        obj = self.object(item.object, self.in_claims, (*path, 2))
        relation = check_predicate(item.predicate, subject, obj, self.in_claims, path)
        if subject is None or obj is None or relation is None:
            return None
        return Proposition(subject, relation.name, obj)

    def _resolutions(
        self, entry: model.Claim, evidence: Sequence[Evidence], path: KeyPath
    ) -> list[Resolution | None]:
        found: list[Resolution | None] = []
        for index, item in enumerate(entry.resolves):
            where = (*path, "resolves", index)
            target = self.object(item.to, self.in_claims, (*where, "to"))
            self._words_stand(item.words, item.segment, evidence, (*where, "words"))
            found.append(
                None if target is None else Resolution(item.words, target, item.how, item.why)
            )
        for index, triple in enumerate(entry.says):
            value = triple.object
            where = (*path, "says", index, 2)
            if isinstance(value, model.DateObject | model.QuantityObject) and value.words:
                target = self.object(value, self.in_claims, where)
                self._words_stand(value.words, None, evidence, where)
                if isinstance(target, dates.EdtfDate):
                    how = "relative_date" if value.why else "vague_date"
                    found.append(Resolution(value.words, target, how, value.why))
                elif isinstance(target, quantities.Quantity):
                    found.append(Resolution(value.words, target, "vague_quantity", value.why))
        return found

    def _words_stand(
        self, words: str, number: int | None, evidence: Sequence[Evidence], path: KeyPath
    ) -> None:
        """The words of a resolution must stand in the claim's own sentences."""
        if self.loaded.text is None:
            return
        if number is not None and not 1 <= number <= len(self.spans):
            self.in_claims.add(
                path,
                f"There is no segment {number}.",
                f"Segments count from 1 to {len(self.spans)}.",
            )
            return
        numbers = {number} if number is not None else {item.segment for item in evidence}
        if not numbers:
            return
        for at in numbers:
            span = self.spans[at - 1]
            if words in self.loaded.text[span.start : span.end]:
                return
        where = next(
            (s.number for s in self.spans if words in self.loaded.text[s.start : s.end]), None
        )
        cure = (
            f"They stand in segment {where}: write `in: {where}`."
            if where
            else "Write them as they stand in the text."
        )
        self.in_claims.add(path, f"{words!r} is not in the sentence of the quote.", cure)


#: What a reporting claim says that the reported speaker does, by stance and mode.
_VERBS = {
    "affirms_with_doubt": "suggests",
    "denies": "denies",
    "denies_with_doubt": "doubts",
    "leaves_open": "leavesOpen",
    "prediction": "predicts",
    "demand": "callsFor",
    "hypothesis": "supposes",
}


def reporting_verb(stance: str, mode: str) -> str:
    """The relation between a reported speaker and a proposition.

    >>> reporting_verb("denies", "report"), reporting_verb("affirms", "prediction")
    ('denies', 'predicts')
    """
    return _VERBS.get(stance) or _VERBS.get(mode) or "says"


def _reported(
    speakers: Sequence[EntityRef], verb: str, propositions: tuple[Proposition, ...]
) -> tuple[Proposition, ...]:
    """What somebody says who reports these speakers (outermost first); the last does ``verb``."""
    for speaker in reversed(speakers):
        propositions = tuple(Proposition(speaker, verb, item) for item in propositions)
        verb = "says"
    return propositions


def entity_ref(
    registry: Registry, key: str, findings: Findings, path: KeyPath, kinds: Iterable[str] = ()
) -> EntityRef | None:
    """The entity of a key; a problem where it is unknown or of another kind.

    :returns: also None, without a problem, where the entity's own entry has problems.
    """
    entity = registry.entities.get(key)
    if entity is None:
        if registry.knows(key):
            return None
        near = difflib.get_close_matches(key, registry.entities, 3)
        cure = f"Did you mean {', '.join(near)}?" if near else "Add it to data/entities."
        findings.add(path, f"There is no entity {key!r}.", cure)
        return None
    allowed = tuple(kinds)
    if allowed and entity.kind not in allowed:
        findings.add(
            path,
            f"{key!r} is of kind {entity.kind}.",
            f"Here the kind must be {' or '.join(allowed)}.",
        )
        return None
    return EntityRef(entity.kind, key)


def resolve_object(
    registry: Registry, value: object, language: str, findings: Findings, path: KeyPath
) -> Object | None:
    """The object of a proposition, fact or resolution."""
    if isinstance(value, str):
        return entity_ref(registry, value, findings, path)
    if isinstance(value, model.TextObject):
        return Words(value.text, (value.lang or language).lower())
    if isinstance(value, model.ValueObject):
        return value.value
    if isinstance(value, model.DateObject):
        return resolve_date(value.edtf, findings, path)
    if isinstance(value, model.QuantityObject):
        return _quantity(value, findings, path)
    raise TypeError(f"not an object of the model: {value!r}")


def resolve_date(edtf: str, findings: Findings, path: KeyPath) -> dates.EdtfDate | None:
    """An EDTF string as a date; a problem where it cannot be read."""
    try:
        return dates.parse(edtf)
    except DateError as error:
        findings.add(path, error.message, error.cure)
        return None


def _quantity(
    value: model.QuantityObject, findings: Findings, path: KeyPath
) -> quantities.Quantity | None:
    if value.counted not in terms.COUNTED:
        near = difflib.get_close_matches(value.counted, terms.COUNTED, 3) or sorted(terms.COUNTED)
        findings.add(
            path,
            f"{value.counted!r} is not in the scheme *counted*.",
            f"Use one of {', '.join(near)}.",
        )
        return None
    lower: int | None = None
    upper: int | None = None
    approximate = False
    if value.words and (value.lower is None or value.upper is None or value.approximate is None):
        try:
            reading = quantities.read(value.words)
        except QuantityError as error:
            if value.lower is None and value.upper is None:
                findings.add(path, error.message, error.cure)
                return None
        else:
            lower, upper, approximate = reading.lower, reading.upper, reading.approximate
    if value.lower is not None:
        lower = None if value.lower == "none" else value.lower
    if value.upper is not None:
        upper = None if value.upper == "none" else value.upper
    if value.approximate is not None:
        approximate = value.approximate
    if lower is None and upper is None:
        findings.add(
            path,
            "The quantity has neither a lower nor an upper bound.",
            "Give one, or leave the quantity out.",
        )
        return None
    if lower is not None and upper is not None and lower > upper:
        findings.add(
            path,
            f"The lower bound {lower} is above the upper bound {upper}.",
            "Swap them, or write `none` for an open bound.",
        )
        return None
    return quantities.Quantity(value.counted, lower, upper, approximate)


def check_predicate(
    name: str,
    subject: EntityRef | None,
    obj: Object | None,
    findings: Findings,
    path: KeyPath,
    places: tuple[int | str, int | str, int | str] = (0, 1, 2),
) -> terms.Relation | None:
    """The relation of that name, if it may join these kinds.

    :param places: keys of subject, predicate and object below ``path``.
    """
    at = (*path, places[1])
    relation = terms.RELATIONS.get(name)
    if relation is None:
        near = difflib.get_close_matches(name, terms.RELATIONS, 3)
        cure = f"Did you mean {', '.join(near)}?" if near else "docs/ontology.html lists them."
        findings.add(at, f"{name!r} is no relation of the ontology.", cure)
        return None
    if relation.only_inferred:
        cure = f"Write `{relation.inverse}` the other way round." if relation.inverse else ""
        findings.add(at, f"`{name}` is inferred, not written.", cure)
        return None
    if subject and subject.kind not in relation.domain:
        findings.add(
            (*path, places[0]),
            f"`{name}` does not start at kind {subject.kind} ({subject.key}).",
            f"It starts at {', '.join(sorted(relation.domain))}.",
        )
        return None
    if obj is not None and (kind := object_kind(obj)) not in relation.range:
        findings.add(
            (*path, places[2]),
            f"`{name}` does not lead to kind {kind}.",
            f"It leads to {', '.join(sorted(relation.range))}.",
        )
        return None
    return relation


def object_kind(obj: Object) -> str:
    """Kind of an object, as the ontology's ranges name it."""
    if isinstance(obj, EntityRef):
        return obj.kind
    if isinstance(obj, bool):
        return "value"
    if isinstance(obj, Words):
        return "text"
    if isinstance(obj, dates.EdtfDate):
        return "date"
    if isinstance(obj, quantities.Quantity):
        return "quantity"
    return "proposition"


def resolve(loaded: LoadedSource, registry: Registry) -> Source | list[Problem]:
    """Resolve one source.

    :returns: the source, or all problems that its files have: none of its own, when only an entity
        that it names has problems.
    """
    meta, in_meta = loaded.meta, loaded.meta_findings
    resolver = _resolver(loaded, registry)
    authors = [
        resolver.entity(key, in_meta, ("authors", at), ("actor",))
        for at, key in enumerate(meta.authors)
    ]
    publisher = dateline = None
    if meta.publisher:
        publisher = resolver.entity(meta.publisher, in_meta, ("publisher",), ("actor",))
    if meta.dateline:
        path: KeyPath = ("dateline", "place")
        dateline = resolver.entity(meta.dateline.place, in_meta, path, ("place",))
    published = resolve_date(meta.published.edtf, in_meta, ("published", "edtf"))
    _check_lines(loaded, in_meta)
    claims = _claims(resolver)
    segments = _coverage(resolver, claims)
    named = [*authors, *resolver.done.values()]
    named += [publisher] if meta.publisher else []
    named += [dateline] if meta.dateline else []
    if loaded.problems or published is None or None in named:
        return loaded.problems
    return Source(
        slug=loaded.slug,
        meta=meta,
        text=loaded.text,
        published=published,
        segments=segments,
        claims=claims,
        authors=tuple(author for author in authors if author),
        publisher=publisher,
        dateline=dateline,
    )


def ledger(
    loaded: LoadedSource, registry: Registry
) -> tuple[tuple[Segment, ...], tuple[Claim, ...], list[Problem]]:
    """Segments, the claims that could be resolved, and all problems: what ``kg coverage`` shows
    while an encoding is still being written."""
    resolver = _resolver(loaded, registry)
    claims = _claims(resolver)
    segments = _coverage(resolver, claims)
    return segments, claims, loaded.problems


def _resolver(loaded: LoadedSource, registry: Registry) -> _Resolver:
    spans = text.segments(loaded.text, loaded.meta.lines) if loaded.text is not None else []
    return _Resolver(loaded, registry, list(spans))


def _check_lines(loaded: LoadedSource, findings: Findings) -> None:
    lines = (loaded.text or "").split("\n")
    for key, numbers in (("lines", loaded.meta.lines), ("speaker_of", loaded.meta.speaker_of)):
        for number in numbers:
            if not 1 <= number <= len(lines) or not lines[number - 1].strip():
                findings.add(
                    (key, str(number)),
                    f"Line {number} of the text is empty or missing.",
                    f"The text has {len(lines)} lines, counted from 1.",
                )
    if loaded.text is not None:
        for words, path in _meta_words(loaded.meta):
            if words not in loaded.text:
                findings.add(
                    path, f"{words!r} is not in the text.", "Write the words as they stand there."
                )


def _meta_words(meta: model.SourceFile) -> list[tuple[str, KeyPath]]:
    words: list[tuple[str, KeyPath]] = [
        (credit.words, ("credits", at, "words")) for at, credit in enumerate(meta.credits)
    ]
    if meta.dateline:
        words.append((meta.dateline.words, ("dateline", "words")))
    return words


def _claims(resolver: _Resolver) -> tuple[Claim, ...]:
    findings = resolver.in_claims
    for at, entry in enumerate(resolver.loaded.claims.claims):
        if not entry.id:  # recorded when it was read
            continue
        if entry.id in resolver.entries:
            first = resolver.entries[entry.id][0]
            line = findings.document.line(("claims", first))
            findings.add(
                ("claims", at, "id"),
                f"The id {entry.id!r} stands here a second time.",
                f"Its first place is line {line}.",
            )
            continue
        resolver.entries[entry.id] = (at, entry)
    resolver.check_nesting()
    claims: dict[tuple[object, ...], Claim] = {}
    reports: dict[tuple[object, ...], list[Claim]] = {}
    for key, (at, _) in resolver.entries.items():
        claim = resolver.claim(key)
        if claim is None:
            continue
        identity = _identity(claim)
        if identity in claims:
            findings.add(
                ("claims", at),
                f"This is the same claim as {claims[identity].id!r}.",
                "List both quotes in one claim.",
            )
            continue
        claims[identity] = claim
        outer = claim.within
        while outer is not None and outer.id not in resolver.entries:
            reports.setdefault(_identity(outer), []).append(outer)
            outer = outer.within
    for identity, same in reports.items():
        claims[identity] = _merged(claims.get(identity), same)
    return tuple(claims.values())


def _merged(written: Claim | None, reports: Sequence[Claim]) -> Claim:
    """One reporting claim of those made for several claims: "the author reports that X says P"
    rests on all their quotes, whether X affirms P as a report or as a judgement. The order in
    which the claims are written does not matter."""
    chosen = written or min(reports, key=lambda item: item.id)
    evidence = set(chosen.evidence).union(*(item.evidence for item in reports))
    return replace(chosen, evidence=tuple(sorted(evidence, key=lambda e: (e.start, e.end))))


def _identity(claim: Claim) -> tuple[object, ...]:
    """What a claim's IRI is made of (:func:`kg.iris.claim`)."""
    outer = _identity(claim.within) if claim.within else None
    return claim.speaker, outer, claim.stance, claim.mode, frozenset(claim.says)


def _coverage(resolver: _Resolver, claims: Sequence[Claim]) -> tuple[Segment, ...]:
    source = resolver.loaded.text
    if source is None:
        return ()
    findings = resolver.in_claims
    used = resolver.touched | {item.segment for claim in claims for item in claim.evidence}
    skipped: dict[int, str] = {}
    for at, skip in enumerate(resolver.loaded.claims.skipped):
        if not skip.starts:  # recorded when it was read
            continue
        path: KeyPath = ("skipped", at)
        meant = next(
            (s.number for s in resolver.spans if source.startswith(skip.starts, s.start, s.end)),
            None,
        )
        if not 1 <= skip.segment <= len(resolver.spans):
            findings.add(
                (*path, "segment"),
                f"There is no segment {skip.segment}.",
                f"Segment {meant} starts so."
                if meant
                else f"Segments count from 1 to {len(resolver.spans)}.",
            )
            skipped[meant or 0] = skip.why
            continue
        span = resolver.spans[skip.segment - 1]
        if not source.startswith(skip.starts, span.start, span.end):
            words = source[span.start : span.end]
            cure = f"Segment {meant} does." if meant else f"It starts {words[:40]!r}."
            findings.add(
                (*path, "starts"),
                f"Segment {skip.segment} does not start {skip.starts!r}.",
                cure,
            )
            skipped[meant or skip.segment] = skip.why
            continue
        if skip.segment in used:
            findings.add(
                (*path, "segment"),
                f"Segment {skip.segment} is skipped, but a claim rests on it.",
                "Remove the skip.",
            )
        elif skip.segment in skipped:
            findings.add(
                (*path, "segment"), f"Segment {skip.segment} is skipped twice.", "Keep one."
            )
        skipped[skip.segment] = skip.why
    # A claim that cannot be read, or whose words are not found, would have covered some sentence:
    # only when there is none is it known which sentences nobody spoke of.
    known = resolver.all_found and not findings.unread
    for span in resolver.spans:
        if known and span.number not in used | skipped.keys():
            words = source[span.start : span.end]
            findings.problems.append(
                Problem(
                    f"sources/{resolver.loaded.slug}/text.txt",
                    span.line,
                    f"segment {span.number}",
                    f"No claim rests on this {span.kind}: {words[:60]!r}.",
                    "Encode what it says, or list it under `skipped` with the reason.",
                )
            )
    return tuple(
        Segment(
            span.number,
            span.start,
            span.end,
            span.kind,
            span.line,
            source[span.start : span.end],
            skipped.get(span.number),
        )
        for span in resolver.spans
    )


def resolve_facts(key: str, entity: model.Entity, registry: Registry) -> tuple[Fact, ...]:
    """The facts of an entity; problems are added to the findings of its file."""
    findings = registry.find(key)
    facts: list[Fact] = []
    cited: list[tuple[KeyPath, str]] = [
        (("matches", at), item.citation) for at, item in enumerate(entity.matches)
    ]
    cited += [(("facts", at), item.citation) for at, item in enumerate(entity.facts)]
    if entity.coordinates:
        cited.append((("coordinates",), entity.coordinates.citation))
    for where, citation in cited:
        if not registry.knows_citation(citation):
            near = difflib.get_close_matches(citation, registry.citations, 3)
            cure = f"Did you mean {', '.join(near)}?" if near else "Add it to citations.yaml."
            path: KeyPath = (key, *where, "citation")
            findings.add(path, f"There is no citation {citation!r}.", cure)
    subject = EntityRef(entity.kind, key)
    for at, item in enumerate(entity.facts):
        path = (key, "facts", at)
        obj = resolve_object(registry, item.object, "en", findings, (*path, "object"))
        when = resolve_date(item.date, findings, (*path, "date")) if item.date else None
        places = ("predicate", "predicate", "object")
        relation = check_predicate(item.predicate, subject, obj, findings, path, places)
        if obj is not None and relation is not None:
            facts.append(Fact(relation.name, obj, item.citation, when))
    return tuple(facts)
