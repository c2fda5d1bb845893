"""The text of a source as it was written, with the claims that each run of it is evidence of.

The dataset holds a text in segments with their offsets, and around each quote some characters of
context; what stands between segments is white space. So the text is put together again, and the
source's digest tells whether every character of it is right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Any

from kg import iris
from kg.pages._asking import Asking, local

_SEGMENTS = """
SELECT ?segment ?n ?kind ?start ?end ?text ?skipped ?line { VALUES ?s { UNDEF }
  ?segment ae:source ?s ; ae:ordinal ?n ; ae:segmentKind ?kind ; ae:start ?start ; ae:end ?end ;
           ae:text ?text .
  OPTIONAL { ?segment ae:skipped ?skipped } OPTIONAL { ?segment ae:paragraph ?line } }
  ORDER BY ?start ?n"""
_CONTEXT = """
SELECT DISTINCT ?start ?end ?prefix ?suffix { VALUES ?s { UNDEF }
  ?e oa:hasSource ?s ; oa:hasSelector ?quote , ?position .
  ?position oa:start ?start ; oa:end ?end .
  ?quote oa:exact ?exact .
  OPTIONAL { ?quote oa:prefix ?prefix } OPTIONAL { ?quote oa:suffix ?suffix } }"""
_SPANS = """
SELECT DISTINCT ?claim ?e ?start ?end { VALUES ?s { UNDEF }
  ?claim ae:source ?s ; ae:evidence ?e . ?e oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end } ORDER BY ?start ?end ?claim"""
_OWN = (
    """
SELECT DISTINCT ?claim { VALUES ?s { UNDEF }
  ?claim ae:source ?s ; ae:proposition ?p . ?p rdf:object ?o . FILTER(!STRSTARTS(STR(?o), \""""
    + iris.PREFIXES["prop"]
    + """")) }"""
)
_DIGEST = "SELECT ?digest { VALUES ?s { UNDEF } ?s ae:textDigest ?digest }"


@dataclass(frozen=True)
class Span:
    """Characters that a claim rests on."""

    start: int
    end: int
    claim: str
    evidence: str


@dataclass
class Segment:
    """A sentence, heading or caption; ``before`` is what stands between it and the last one."""

    iri: str
    number: int
    kind: str
    start: int
    end: int
    text: str
    skipped: str
    paragraph: int
    before: str = ""
    spans: list[Span] = field(default_factory=list)

    def runs(self) -> list[dict[str, Any]]:
        """Its text in runs, each with the claims and the evidence that cover it.

        Where spans overlap, a run ends wherever one of them begins or ends.
        """
        length = len(self.text)
        cuts = {0, length}
        for span in self.spans:
            cuts |= {min(max(0, at - self.start), length) for at in (span.start, span.end)}
        edges = sorted(cuts)
        runs: list[dict[str, Any]] = []
        for first, last in pairwise(edges):
            over = [
                span
                for span in self.spans
                if span.start - self.start <= first and last <= span.end - self.start
            ]
            run = {
                "text": self.text[first:last],
                "claims": sorted({span.claim for span in over}),
                "evidence": sorted({span.evidence for span in over}),
            }
            if runs and (runs[-1]["claims"], runs[-1]["evidence"]) == (
                run["claims"],
                run["evidence"],
            ):
                runs[-1]["text"] += run["text"]
            else:
                runs.append(run)
        return runs


@dataclass(frozen=True)
class Text:
    """The text of a source.

    :param exact: True when its characters are those of the source, by the digest.
    """

    segments: list[Segment]
    exact: bool

    def paragraphs(self) -> list[list[Segment]]:
        """Its segments line by line."""
        lines: list[list[Segment]] = []
        for segment in self.segments:
            if lines and "\n" not in segment.before:
                lines[-1].append(segment)
            else:
                lines.append([segment])
        return lines


def read(asking: Asking, source: str, *, spans: bool) -> Text | None:
    """The text of a source; None for a work that is only cited.

    :param spans: with the claims that rest on its words.
    """
    segments = [
        Segment(
            str(iri), int(str(n)), local(str(kind)), int(str(start)), int(str(end)), str(text),
            str(skipped or ""), int(str(line or 0)),
        )
        for iri, n, kind, start, end, text, skipped, line in asking.about(_SEGMENTS, source)
    ]  # fmt: skip
    if not segments:
        return None
    _fill(asking, source, segments)
    if spans:
        _put_spans(asking, source, segments)
    digest = next((str(row[0]) for row in asking.about(_DIGEST, source)), "")
    text = "".join(segment.before + segment.text for segment in segments)
    exact = digest in (_digest(text), _digest(text + "\n"))
    return Text(segments, exact)


def _digest(text: str) -> str:
    return "sha256:" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _fill(asking: Asking, source: str, segments: Sequence[Segment]) -> None:
    """Find out what stands between the segments.

    It is known around quotes, whose context is in the dataset. Elsewhere it is taken to be a line
    end between paragraphs and a space within them; in data without numbers of paragraphs, a heading
    or caption, and more than one character, end a line.
    """
    known: dict[int, str] = {}
    for start, end, prefix, suffix in asking.about(_CONTEXT, source):
        first, last = int(str(start)), int(str(end))
        before, after = str(prefix or ""), str(suffix or "")
        known |= dict(enumerate(before, first - len(before))) | dict(enumerate(after, last))
    at, kind, paragraph = 0, "", 0
    for segment in segments:
        gap = max(0, segment.start - at)
        line = kind != "Sentence" or segment.kind != "Sentence" or gap > 1
        if segment.paragraph and paragraph:
            line = segment.paragraph != paragraph
        fallback = "\n" if line else " "
        found = [known.get(place, fallback) for place in range(at, at + gap)]
        segment.before = "".join(found if "".join(found).isspace() else [fallback] * gap)
        at, kind, paragraph = segment.end, segment.kind, segment.paragraph


def _put_spans(asking: Asking, source: str, segments: Sequence[Segment]) -> None:
    own = {str(row[0]) for row in asking.about(_OWN, source)}
    ends = [segment.end for segment in segments]
    for claim, evidence, start, end in asking.about(_SPANS, source):
        span = Span(int(str(start)), int(str(end)), str(claim), str(evidence))
        if span.claim not in own:
            continue
        at = bisect_left(ends, span.start + 1)
        while at < len(segments) and segments[at].start < span.end:
            segments[at].spans.append(span)
            at += 1
