"""Claims as pages show them: who says it, how it is meant, the quotes in their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rdflib.term import URIRef

from kg import cards, iris
from kg.claims import Claim, Proposition, Quote
from kg.pages._asking import Asking
from kg.views import wording

# As in kg.network: two queries that each start at what is rare.
_DENIED = """
SELECT DISTINCT ?s { %VALUES%
  ?b ae:proposition ?s ; ae:stance ?denial ; ae:speaker ?y .
  FILTER(?denial IN (ae:Denies, ae:DeniesWithDoubt))
  ?a ae:proposition ?s ; ae:stance ae:Affirms ; ae:speaker ?x . FILTER(?x != ?y) }"""
_CONTRADICTED = """
SELECT DISTINCT ?s { %VALUES%
  ?s ae:contradicts ?other .
  ?b ae:proposition ?other ; ae:stance ae:Affirms ; ae:speaker ?y .
  ?a ae:proposition ?s ; ae:stance ae:Affirms ; ae:speaker ?x . FILTER(?x != ?y) }"""


def read(asking: Asking, wanted: Iterable[str]) -> list[Claim]:
    """Claims by IRI, in the order of the text, each with the whole chain of who reports whom.

    A lens shows the claims it chooses and not those that report them; that the words are known
    from a report is part of who says so all the same, so it is read from the whole dataset.
    """
    chosen = list(wanted)
    found = asking.g.claims_by_iri(chosen)
    if asking.g.lens is None or not found:
        return found
    whole = {claim.iri: claim for claim in asking.g.under(None).claims_by_iri(chosen)}
    return [
        replace(claim, chain=whole[claim.iri].chain) if claim.iri in whole else claim
        for claim in found
    ]


def disputed(asking: Asking, propositions: Iterable[str]) -> set[str]:
    """Those of the propositions that one speaker affirms and another denies or contradicts.

    Under a lens the whole dataset is asked: what others deny stays disputed.
    """
    whole = Asking(asking.g.under(None), asking.base, asking.path, {})
    wanted = sorted(set(propositions))
    return {str(row[0]) for body in (_DENIED, _CONTRADICTED) for row in whole.rows(body, wanted)}


def short_names(asking: Asking, claims: Sequence[Claim]) -> dict[str, str]:
    """Names of the claims' speakers, short enough for an attribution."""
    speakers = {item.speaker: item.speaker_label for claim in claims for item in _all(claim)}
    aliases: dict[str, list[str]] = {}
    for name in asking.g.lookup.names:
        if not name.main and name.iri in speakers:
            aliases.setdefault(name.iri, []).append(name.text)
    return wording.short_names(speakers, aliases)


def _all(claim: Claim) -> tuple[Claim, ...]:
    return (*claim.chain, claim)


class Teller:
    """Makes records of claims that are shown on one page.

    :param claims: all of them, so that what is the same for all is asked once.
    """

    def __init__(self, asking: Asking, claims: Sequence[Claim]) -> None:
        self._asking = asking
        self._names = short_names(asking, claims)
        self.disputed = disputed(asking, (p.iri for claim in claims for p in claim.propositions))

    def said(self, claim: Claim) -> dict[str, Any]:
        """Everything that a page shows of a claim."""
        record = cards.record(claim)
        record.update(self.voice(claim))
        record["propositions"] = [self.proposition(item) for item in claim.propositions]
        record["passages"] = passages(claim.quotes, iris.split_id(claim.source))
        return record

    def voice(self, claim: Claim) -> dict[str, Any]:
        """Who says it and how it is meant: what stands beside the shortest mention of a claim."""
        label = self._asking.g.lookup.label
        return {
            "claim": claim.iri,
            "voices": [
                {"text": text, "iri": iri or None} for text, iri in claim.voices(self._names)
            ],
            "kind": wording.kind_of(claim),
            "meant": meant(claim),
            "stance_label": label(iris.AE + claim.stance),
            "mode_label": label(iris.AE + claim.mode),
        }

    def proposition(self, item: Proposition) -> dict[str, Any]:
        """A proposition, with links where its parts are resources."""
        return {
            "iri": item.iri,
            "subject": {"iri": item.subject, "label": item.subject_label},
            "predicate": {"iri": item.predicate, "label": item.relation},
            "object": (
                {"iri": str(item.object), "label": item.object_label}
                if isinstance(item.object, URIRef)
                else {"text": item.object_label, "lang": getattr(item.object, "language", "") or ""}
            ),
            "disputed": item.iri in self.disputed,
        }


_MEANT: Mapping[str, str] = {
    "report": "reported",
    "interpretation": "interpreted",
    "denial": "denied",
    "doubt": "said with doubt",
    "open": "left open",
    "prediction": "predicted",
    "demand": "demanded",
    "hypothesis": "supposed",
}


def meant(claim: Claim) -> str:
    """How a claim is meant, in a word or two: "reported", "denied", "predicted" …

    A report that no policy takes up, because it stands within a doubted one, is only "said".
    """
    return _MEANT.get(wording.kind_of(claim), "said")


def groups(claims: Sequence[Claim], teller: Teller) -> list[dict[str, Any]]:
    """Claims by speaker, with their number."""
    return [
        {
            "speaker": {"iri": iri, "label": label},
            "count": len(found),
            "claims": [teller.said(claim) for claim in found],
        }
        for iri, label, found in cards.by_speaker(claims)
    ]


def own(claims: Iterable[Claim]) -> list[Claim]:
    """The claims without those that only tell what others say; theirs stand beside them."""
    return [claim for claim in claims if not cards.is_reporting(claim)]


# --- quotes in their sentences --------------------------------------------------------------------


def passages(quotes: Sequence[Quote], source: tuple[str, str] | None) -> list[dict[str, Any]]:
    """The sentences that quotes stand in, cut into runs, the quotes marked."""
    slug = source[1] if source else ""
    found: dict[int, list[Quote]] = {}
    for quote in quotes:
        found.setdefault(quote.segment, []).append(quote)
    return [
        {
            "segment": number,
            "segment_iri": iris.segment(slug, number),
            "runs": marked(
                items[0].segment_text,
                items[0].segment_start,
                [(item.start, item.end) for item in items],
            ),
        }
        for number, items in sorted(found.items())
    ]


def marked(text: str, start: int, spans: Iterable[tuple[int, int]]) -> list[dict[str, Any]]:
    """A text in runs, those marked that the spans cover.

    :param start: offset of the text, which the spans count from.

    >>> [run["text"] for run in marked("abcdef", 10, [(11, 13), (12, 14)]) if run["mark"]]
    ['bcd']
    """
    runs: list[dict[str, Any]] = []
    at = 0

    def add(end: int, mark: bool) -> None:
        nonlocal at
        if end > at:
            runs.append({"text": text[at:end], "mark": mark})
            at = end

    for first, last in sorted(spans):
        add(max(at, min(first - start, len(text))), False)
        add(max(at, min(last - start, len(text))), True)
    add(len(text), False)
    return _joined(runs)


def _joined(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    joined: list[dict[str, Any]] = []
    for run in runs:
        if joined and joined[-1]["mark"] == run["mark"]:
            joined[-1]["text"] += run["text"]
        else:
            joined.append(run)
    return joined
