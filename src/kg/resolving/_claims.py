"""Claims: their quotes found, their speakers and enclosing claims resolved."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg import dates, model, quantities, text
from kg.loading import Findings, LoadedSource, Registry
from kg.resolving._circles import Circles
from kg.resolving._reporting import REPORTING, reported, reporting_verb
from kg.resolving._things import Claim, EntityRef, Evidence, Object, Proposition, Resolution
from kg.resolving._values import check_predicate, entity_ref, resolve_object
from kg.yamlfile import KeyPath

#: A quote longer than this is not "as few words as still carry the claim".
MAX_QUOTE = 300

#: Claims nested deeper than this are a mistake.
MAX_DEPTH = 16
_TOO_DEEP = f"More than {MAX_DEPTH} claims enclose this one."
_TOO_DEEP_CURE = "Name only those speakers whom the source itself names."


@dataclass
class Resolver:
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
                says=reported(
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
                elif isinstance(target, quantities.Quantity) and not _is_exact(value, target):
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


def _is_exact(written: model.DateObject | model.QuantityObject, meant: quantities.Quantity) -> bool:
    """True for a number in digits that means itself: nothing had to be understood."""
    digits = (written.words or "").replace(",", "")
    return meant.lower == meant.upper and digits == str(meant.lower) and not written.why


def resolve_claims(resolver: Resolver) -> tuple[Claim, ...]:
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
    circles = Circles(resolver.registry)
    claims: dict[tuple[object, ...], Claim] = {}
    reports: list[
        Claim
    ] = []  # each tells whom it encloses by speaker, stance and mode: no two alike
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
        _check_circles(claim, at, circles, findings)
        outer = claim.within
        while outer is not None and outer.id not in resolver.entries:
            reports.append(outer)
            outer = outer.within
    return (*claims.values(), *reports)


def _check_circles(claim: Claim, at: int, circles: Circles, findings: Findings) -> None:
    if (claim.stance, claim.mode) != ("affirms", "report"):
        return
    for index, item in enumerate(claim.says):
        if isinstance(item.object, EntityRef):
            wrong = circles.close(claim.speaker, item.predicate, item.subject, item.object)
            if wrong:
                findings.add(("claims", at, "says", index), *wrong)


def _identity(claim: Claim) -> tuple[object, ...]:
    """What a claim's IRI is made of (:func:`kg.iris.claim`)."""
    outer = _identity(claim.within) if claim.within else None
    return claim.speaker, outer, claim.stance, claim.mode, frozenset(claim.says)
