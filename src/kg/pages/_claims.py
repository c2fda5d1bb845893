"""Pages of single claims and of propositions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg import iris
from kg.claims import Claim
from kg.description import VERSION
from kg.pages import _structured, _texts
from kg.pages._asking import Asking
from kg.pages._entities import claims_table
from kg.pages._page import Page
from kg.pages._said import Teller, marked, own, read

#: Claims about one proposition, and claims within one.
_MOST = 200

_SAME = "SELECT DISTINCT ?claim ?s { %VALUES% ?claim ae:proposition ?s } LIMIT 200"
_AGAINST = """SELECT DISTINCT ?claim ?other { %VALUES%
  { ?s ae:contradicts ?other } UNION { ?other ae:contradicts ?s }
  ?claim ae:proposition ?other } LIMIT 200"""
_WITHIN = "SELECT ?claim { VALUES ?s { UNDEF } ?claim ae:within ?s } ORDER BY ?claim LIMIT 200"
_PROPOSITION = """SELECT ?p ?o ?subject { VALUES ?s { UNDEF }
  ?s rdf:subject ?subject ; rdf:predicate ?p ; rdf:object ?o }"""
_REPORTED = """SELECT DISTINCT ?claim { VALUES ?s { UNDEF }
  ?outer rdf:object ?s . ?claim ae:proposition ?outer } ORDER BY ?claim LIMIT 200"""


def claim(asking: Asking, iri: str) -> Page:
    """The page of a claim: who reports whom, what is said, in which words, who else."""
    found = read(asking, [iri])[0]
    others = _others(asking, [p.iri for p in found.propositions], {iri})
    inner = read(asking, (str(row[0]) for row in asking.about(_WITHIN, iri)))
    teller = Teller(asking, [found, *found.chain, *inner, *others["same"], *others["against"]])
    said = teller.said(found)
    data: dict[str, Any] = {
        "iri": iri,
        "kind": "claim",
        "kind_label": "claim",
        "label": f"{found.attribution()}: {'; '.join(map(str, found.propositions))}",
        **said,
        "chain": [teller.said(item) for item in found.chain],
        "encloses": [teller.said(item) for item in inner],
        "paragraphs": _paragraphs(asking, found),
        "contributes": [asking.ref(iris.graph(name)) for name in found.contributes],
        **{name: [_stand(teller, item) for item in items] for name, items in others.items()},
        "cite": _cite(found),
        "structured": _structured.claim(found),
    }
    return Page(f"{found.attribution()} …", "claim", data, claims_table([found]), iri)


def proposition(asking: Asking, iri: str) -> Page:
    """The page of a proposition: it says nothing by itself; who affirms it, who denies it."""
    found = _others(asking, [iri], set())
    reported = own_or_all(read(asking, (str(row[0]) for row in asking.about(_REPORTED, iri))))
    everyone = [*found["same"], *found["against"], *reported]
    teller = Teller(asking, everyone)
    label = iris.compact(iri)
    content: dict[str, Any] = {}
    for item in found["same"]:
        for part in item.propositions:
            if part.iri == iri:
                label, content = str(part), teller.proposition(part)
    if not content:
        p, o, subject = asking.about(_PROPOSITION, iri)[0]
        assert o is not None
        content = {
            "iri": iri, "subject": asking.ref(str(subject)), "predicate": asking.ref(str(p)),
            "object": asking.value(o), "disputed": False,
        }  # fmt: skip
        label = " · ".join(
            part.get("label") or part["text"]
            for part in (content["subject"], content["predicate"], content["object"])
        )
    graphs = {name for item in found["same"] for name in item.contributes}
    data: dict[str, Any] = {
        "iri": iri,
        "kind": "proposition",
        "kind_label": "proposition",
        "label": label,
        "proposition": content,
        "stands": [
            {"heading": heading, "claims": [_stand(teller, c) for c in found["same"] if test(c)]}
            for heading, test in _STANDS
        ],
        "against": [_stand(teller, item) for item in found["against"]],
        "reported": [_stand(teller, item) for item in reported],
        "contributes": [asking.ref(iris.graph(name)) for name in sorted(graphs)],
    }
    return Page(label, "proposition", data, claims_table(everyone), iri)


_STANDS = (
    ("Who affirms it", lambda c: c.stance == "Affirms"),
    ("Who affirms it with doubt, or leaves it open",
     lambda c: c.stance in ("AffirmsWithDoubt", "LeavesOpen")),
    ("Who denies or doubts it", lambda c: c.stance.startswith("Denies")),
)  # fmt: skip


def own_or_all(claims: Sequence[Claim]) -> list[Claim]:
    """The claims that say something themselves; all of them where none does."""
    return own(claims) or list(claims)


def _others(asking: Asking, propositions: Iterable[str], but: set[str]) -> dict[str, list[Claim]]:
    """Claims about the same propositions, and about those that contradict them."""
    wanted = list(propositions)
    same = {str(row[0]) for row in asking.rows(_SAME, wanted)} - but
    against = {str(row[0]) for row in asking.rows(_AGAINST, wanted)} - but - same
    return {
        "same": read(asking, sorted(same)[:_MOST]),
        "against": read(asking, sorted(against)[:_MOST]),
    }


def _stand(teller: Teller, claim: Claim) -> dict[str, Any]:
    return {
        **teller.voice(claim),
        "source": {"iri": claim.source, "label": claim.source_label},
        "propositions": [teller.proposition(item) for item in claim.propositions],
        "quotes": [quote.exact for quote in claim.quotes],
    }


def _paragraphs(asking: Asking, claim: Claim) -> list[dict[str, Any]]:
    """The paragraphs that its quotes stand in, the quotes marked."""
    if not claim.quotes:
        return []
    text = _texts.read(asking, claim.source, spans=False)
    spans = [(quote.start, quote.end) for quote in claim.quotes]
    found = []
    for paragraph in text.paragraphs() if text else ():
        first, last = paragraph[0].start, paragraph[-1].end
        if any(start < last and end > first for start, end in spans):
            joined = "".join(
                (segment.before if at else "") + segment.text
                for at, segment in enumerate(paragraph)
            )
            runs = marked(joined, first, spans)
            found.append({"kind": paragraph[0].kind, "runs": runs})
    return found


# --- citing ---------------------------------------------------------------------------------------

_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
        "$": r"\$", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip


def _cite(claim: Claim) -> dict[str, str]:
    """How to cite a claim: its speakers first, so that nobody cites it as ours."""
    # A quote is cited in its own words: how they were read is the editors', not the speaker's.
    said = "; ".join(map(str, claim.propositions))
    words = " […] ".join(f"“{quote.exact}”" for quote in claim.quotes)
    origin = "" if words else f" (Added by the editors from a citation, {claim.basis}.)"
    place = f" {claim.locator}." if claim.locator else ""
    dataset = f"Actors and events: who says what, version {VERSION}"
    name = claim.iri.rsplit("/", 1)[-1]
    note = f"{claim.attribution()}: {words or said}.{origin} In: {claim.source_label}.{place}"
    return {
        "text": f"{note} Encoded in {dataset}. {claim.iri}",
        "bibtex": (
            f"@misc{{{name},\n"
            f"  title = {{{{{claim.attribution().translate(_BIBTEX)} …}}}},\n"
            f"  howpublished = {{{dataset}}},\n"
            f"  note = {{{_line(note).translate(_BIBTEX)}}},\n"
            f"  url = {{{claim.iri}}}\n"
            "}"
        ),
        # RIS (Clarivate's format, one tag a line): "GEN", for it is neither article nor book.
        "ris": "".join(
            f"{tag}  - {_line(text)}\n"
            for tag, text in (
                ("TY", "GEN"), ("TI", f"{claim.attribution()} …"), ("T2", dataset), ("N1", note),
                ("UR", claim.iri), ("ER", ""),
            )
        ),
    }  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.split())
