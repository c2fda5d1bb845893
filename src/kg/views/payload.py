"""A knowledge graph as the plain records of :mod:`kg.views.records`: all that a page shows.

What is drawn is what the graph's policies draw: a line stands on at least one claim that
contributes to ``edges`` or ``interpretations``. Predictions, demands, hypotheses and denials are in
the records with their kind, and no line refers to them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rdflib.term import URIRef

from kg import claims as claim_records
from kg import iris, lenses, terms
from kg.errors import UsageError
from kg.graph import KnowledgeGraph
from kg.network import NODE_KINDS, Network
from kg.views import entities, figures, layout, wording
from kg.views.records import Claim, Edge, Node, Payload, Proposition, Segment, Source
from kg.views.wording import clean

#: With more sources than this, only the paragraphs of quotes are in the page, not whole texts.
WHOLE_TEXTS = 10
#: And of a long paragraph only so many sentences on each side.
_CONTEXT = 12

_LENSES = {
    "corroborated": "Affirmed by independent speakers",
    "disputed": "Disputed between speakers",
}


def build(
    graph: KnowledgeGraph,
    *,
    title: str | None = None,
    lens: lenses.Lens | None = None,
    limit: int = 400,
) -> Payload:
    """The records of a page.

    :param title: its heading; the names of the sources with a text if not given.
    :param lens: a lens on the whole page.
    :param limit: at most so many entities, the most connected.
    :raises UsageError: when the limit is less than 1.
    """
    if limit < 1:
        raise UsageError(f"A page cannot hold {limit} entities.", cure="Use a limit of 1 or more.")
    view = graph if lens is None or lens == graph.lens else graph.under(lens)
    return _Builder(view, limit).payload(title, lens or view.lens)


def heading(graph: KnowledgeGraph, infos: Mapping[str, entities.SourceInfo] | None = None) -> str:
    """What a page is called: the sources whose text it rests on, or how many they are.

    :param infos: the sources, where they have been read already.
    """
    if infos is None:
        infos = entities.sources(graph.engine, [name.iri for name in graph.sources])
    texts = [iri for iri, info in infos.items() if info.segments] or list(infos)
    names = [graph.lookup.label(iri) for iri in texts]
    if len(names) > 3:
        return f"{len(names)} sources"
    return " · ".join(names) or "An empty graph"


@dataclass
class _Builder:
    view: KnowledgeGraph
    limit: int
    at: dict[str, int] = field(default_factory=dict)
    prop_at: dict[str, int] = field(default_factory=dict)
    props: list[Proposition] = field(default_factory=list)

    def payload(self, title: str | None, lens: lenses.Lens | None) -> Payload:
        engine, lookup = self.view.engine, self.view.lookup
        network = self.view.network()
        every = entities.named(engine, NODE_KINDS)
        ranked = layout.order(network)
        unranked = [iri for iri in every if iri not in network]
        held = [*ranked, *unranked][: self.limit]
        drawn = ranked[: self.limit]
        self.at = {iri: number for number, iri in enumerate(held)}
        if len(held) == len(every):
            found = self.view.claims()
        else:
            found = self.view.claims_by_iri(entities.about(engine, held))
        contradictions = entities.contradictions(engine)
        sources = sorted({claim.source for claim in found})
        source_at = {iri: number for number, iri in enumerate(sources)}
        speakers = {claim.speaker for item in found for claim in (*item.chain, item)}
        described = entities.describe(engine, lookup, {*held, *speakers})
        actors = {iri for iri in described if (iris.split_id(iri) or ("",))[0] == "actor"}
        names = wording.short_names(
            {iri: lookup.label(iri) for iri in sorted(actors | speakers)},
            {iri: described[iri].aliases for iri in actors},
        )
        claim_at = {claim.iri: number for number, claim in enumerate(found)}
        written = [self._claim(claim, source_at, names) for claim in found]
        self._oppose(contradictions)
        part = network.subgraph(drawn).copy()
        edges = self._edges(part, claim_at)
        nodes = self._nodes(part, drawn, held, described, names)
        infos = entities.sources(engine, sources)
        quoted = _quoted_segments(found, infos) if len(sources) > WHOLE_TEXTS else None
        return Payload(
            title=clean(title or heading(self.view, infos)),
            lens=self._lens_label(lens),
            nodes=nodes,
            edges=edges,
            props=self.props,
            claims=written,
            sources=[self._source(iri, infos[iri], quoted) for iri in sources],
            lenses=self._lenses(claim_at),
            relations=_relations(edges),
            held=len(held),
            total=len(every),
            backbone=min(layout.BACKBONE, len(drawn)),
        )

    # --- nodes and edges -----------------------------------------------------------------------

    def _nodes(
        self,
        part: Network,
        drawn: Sequence[str],
        held: Sequence[str],
        described: Mapping[str, entities.Described],
        names: Mapping[str, str],
    ) -> list[Node]:
        lookup = self.view.lookup
        shapes = {}
        for iri in held:
            kind = (iris.split_id(iri) or ("",))[0]
            degree = part.degree(iri) if iri in part else 0
            label = names.get(iri) or lookup.label(iri)
            shapes[iri] = figures.figure(kind, clean(label), degree)
        points = layout.place(part, drawn, {iri: shapes[iri].box for iri in drawn})
        spans = _series_spans(part, described)
        flagged = {item["s"] for item in self.props if item["disputed"]}
        nodes: list[Node] = []
        for number, iri in enumerate(held):
            info = described[iri]
            kind = (iris.split_id(iri) or ("",))[0]
            first, last = spans.get(iri, (info.first, info.last))
            x, y = points.get(iri, (0.0, 0.0))
            node = Node(
                id=clean(iris.compact(iri)), kind=kind, label=clean(lookup.label(iri)),
                short=clean(names.get(iri) or lookup.label(iri)), lines=shapes[iri].lines,
                type=info.type,
                labels=[(lang, clean(text)) for lang, text in info.labels],
                aliases=[clean(text) for text in info.aliases],
                definition=clean(info.definition),
                links=[(kind_, clean(link)) for kind_, link in info.links],
                facts=[(p, clean(o), clean(date), clean(text)) for p, o, date, text in info.facts],
                span=(first, last) if first or last else None,
                rank=number if iri in part else -1,
                font=shapes[iri].font, size=shapes[iri].size, x=x, y=y, disputed=number in flagged,
            )  # fmt: skip
            nodes.append(node)
        return nodes

    def _edges(self, part: Network, claim_at: Mapping[str, int]) -> list[Edge]:
        edges: list[Edge] = []
        for s, o, data in sorted(
            part.edges(data=True), key=lambda e: (e[0], e[1], e[2]["graph"], e[2]["predicate"])
        ):
            relation = _local(data["predicate"])
            props = [self.prop_at[iri] for iri in data["propositions"] if iri in self.prop_at]
            name = f"{iris.compact(s)} {relation} {iris.compact(o)} {data['graph']}"
            edge = Edge(
                id=clean(name), s=self.at[s], o=self.at[o], relation=relation,
                label=clean(data["label"]), graph=data["graph"],
                claims=[claim_at[iri] for iri in data["claims"] if iri in claim_at], props=props,
                disputed=any(self.props[prop]["disputed"] for prop in props),
            )  # fmt: skip
            edges.append(edge)
        return edges

    # --- claims --------------------------------------------------------------------------------

    def _claim(
        self,
        claim: claim_records.Claim,
        source_at: Mapping[str, int],
        names: Mapping[str, str],
    ) -> Claim:
        reported = iris.PREFIXES["prop"]
        return Claim(
            id=clean(iris.compact(claim.iri)),
            key=clean(claim.key),
            source=source_at[claim.source],
            speaker=self.at.get(claim.speaker, -1),
            by=[(clean(text), self.at.get(iri, -1)) for text, iri in claim.voices(names)],
            stance=claim.stance,
            mode=claim.mode,
            kind=wording.kind_of(claim),
            reporting=all(str(p.object).startswith(reported) for p in claim.propositions),
            props=[self._prop(item, item.iri in self.view.disputed) for item in claim.propositions],
            quotes=[(quote.start, quote.end, clean(quote.exact)) for quote in claim.quotes],
            citation=clean(claim.citation),
            locator=clean(claim.locator),
            unchecked=claim.unchecked,
            note=clean(claim.note),
            resolutions=[
                (clean(r.words), clean(r.to_label), terms_label(r.kind), clean(r.why))
                for r in claim.resolutions
            ],
        )

    def _prop(self, item: claim_records.Proposition, disputed: bool) -> int:
        if item.iri not in self.prop_at:
            self.prop_at[item.iri] = len(self.props)
            obj = str(item.object) if isinstance(item.object, URIRef) else ""
            record = Proposition(
                s=self.at.get(item.subject, -1), o=self.at.get(obj, -1),
                subject=clean(item.subject_label), relation=_local(item.predicate),
                label=clean(item.relation), object=clean(item.object_label),
                disputed=disputed, against=[],
            )  # fmt: skip
            self.props.append(record)
        return self.prop_at[item.iri]

    def _oppose(self, pairs: Sequence[tuple[str, str]]) -> None:
        for one, other in pairs:
            if one in self.prop_at and other in self.prop_at:
                self.props[self.prop_at[one]]["against"].append(self.prop_at[other])

    def _lenses(
        self, claim_at: Mapping[str, int]
    ) -> list[tuple[str, str, list[tuple[int, list[int]]]]]:
        """The lenses that no single speaker defines, over the whole dataset."""
        whole = self.view.under(None)
        found = []
        for name, label in _LENSES.items():
            chosen = sorted(
                (claim_at[claim], sorted(self.prop_at[p] for p in props & self.prop_at.keys()))
                for claim, props in lenses.claims_under(whole.store, lenses.Lens(name)).items()
                if claim in claim_at
            )
            found.append((name, label, chosen))
        return found

    # --- sources -------------------------------------------------------------------------------

    def _source(
        self, iri: str, info: entities.SourceInfo, wanted: Mapping[str, set[int]] | None
    ) -> Source:
        lookup = self.view.lookup
        near = None if wanted is None else wanted.get(iri, set())
        published = info.text("published")
        inferred = info.text("publishedInferred") == "true"
        return Source(
            id=clean(iris.compact(iri)),
            label=clean(lookup.label(iri)),
            title=clean(info.text("title")),
            by=[clean(lookup.label(str(who))) for who in info.values.get("creator", ())],
            publisher=clean(lookup.label(info.text("publisher"))) if info.text("publisher") else "",
            published=clean(lookup.label(published)) if published else "",
            inferred=clean(info.text("reasoning")) if inferred else "",
            citation=clean(info.text("bibliographicCitation")),
            rights=clean(info.text("rights")),
            url=clean(info.text("url")),
            quoted=bool(info.segments),
            segments=[
                Segment(
                    n=item.number,
                    p=item.paragraph,
                    kind=item.kind,
                    start=item.start,
                    text=clean(item.text),
                    skipped=clean(item.skipped),
                )
                for item in info.segments
                if near is None or item.number in near
            ],
        )

    def _lens_label(self, lens: lenses.Lens | None) -> str:
        if lens is None:
            return ""
        names = [clean(self.view.lookup.label(actor)) for actor in lens.actors]
        if lens.kind == "according-to":
            return f"According to {names[0]}"
        if lens.kind == "common":
            return f"What {names[0]} and {names[1]} both say"
        return _LENSES.get(lens.kind, str(lens))


def _quoted_segments(
    found: Sequence[claim_records.Claim], infos: Mapping[str, entities.SourceInfo]
) -> dict[str, set[int]]:
    """Of each source the numbers of the segments in the paragraphs of its quotes."""
    paragraphs = {
        iri: {item.number: item.paragraph for item in info.segments} for iri, info in infos.items()
    }
    near: dict[str, set[int]] = defaultdict(set)
    for claim in found:
        own = paragraphs[claim.source]
        for quote in claim.quotes:
            span = range(quote.segment - _CONTEXT, quote.segment + _CONTEXT + 1)
            near[claim.source].update(
                number for number in span if own.get(number) == own.get(quote.segment)
            )
    return near


def _relations(edges: Sequence[Edge]) -> list[tuple[str, str, str]]:
    labels = {edge["relation"]: edge["label"] for edge in edges}
    known = terms.RELATIONS
    rows = [
        (name, label, known[name].group if name in known else "other")
        for name, label in labels.items()
    ]
    return sorted(rows, key=lambda row: (row[2], row[1]))


def _series_spans(
    part: Network, described: Mapping[str, entities.Described]
) -> dict[str, tuple[str, str]]:
    """First and last day of each series by the dates that it is given itself."""
    spans: dict[str, tuple[str, str]] = {}
    for s, o, data in part.edges(data=True):
        if part.nodes[s]["kind"] != "series" or _local(data["predicate"]) != "date":
            continue
        first, last = described[o].first, described[o].last
        if s in spans:
            first = min(first, spans[s][0]) if first and spans[s][0] else ""
            last = max(last, spans[s][1]) if last and spans[s][1] else ""
        spans[s] = (first, last)
    return spans


def terms_label(local: str) -> str:
    """A kind of resolution as people read it: ``PartisanName`` is "partisan name"."""
    names = {value: key.replace("_", " ") for key, value in terms.RESOLUTION_KINDS.items()}
    return names.get(local, local)


def counts(payload: Payload) -> dict[str, int]:
    """Drawn nodes of each kind."""
    return dict(Counter(node["kind"] for node in payload["nodes"] if node["rank"] >= 0))


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
