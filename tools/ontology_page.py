"""Write `docs/ontology.html`, the ontology as one page for people.

    python tools/ontology_page.py            # write it when it is stale
    python tools/ontology_page.py --check    # write nothing, exit 1 when it is stale

The anchor of each term is its name, so that `…/ontology#organizer` leads to it. The page has no
script and nothing that is loaded from elsewhere, and depends on nothing but the ontology.

pyLODE was tried first. It leaves out individuals (our closed lists) and what relates to what, names
its anchors after labels, and its release 3.4.1 can't be imported from the installed package.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
PAGE = ROOT / "docs" / "ontology.html"
STYLE = Path(__file__).with_suffix(".css")

AE = Namespace("https://w3id.org/actors-events/ontology#")
ID = "https://w3id.org/actors-events/id/"
IRI = URIRef(str(AE).rstrip("#"))

#: Relation groups in the order of the page, with their headings.
GROUPS = {
    "role": "Relations: roles in events",
    "circumstance": "Relations: circumstances",
    "event relation": "Relations: between events",
    "actor relation": "Relations: between actors, places and prospects",
    "naming": "Relations: naming and judgement",
    "reporting": "Relations: reporting",
}

CLAIM = """\
prop:9f a ae:Proposition , rdf:Statement ;              # asserts nothing
    rdf:subject event:dock_strike_1984 ;
    rdf:predicate ae:organizer ; rdf:object actor:dockers_union .

claim:harbour-gazette-3c a ae:Claim ;
    ae:source source:harbour-gazette ;
    ae:speaker actor:ada_brandt ;                       # who says so
    ae:stance ae:Affirms ; ae:mode ae:Report ;
    ae:proposition prop:9f ;
    ae:evidence evidence:harbour-gazette/12-44 .        # the words it rests on"""


class Page:
    """Renders the ontology; all text from it is escaped."""

    def __init__(self, graph: Graph, schemes: Graph) -> None:
        self.graph = graph
        self.schemes = schemes
        self.contents: list[tuple[str, str, list[tuple[str, str]]]] = []
        self.body: list[str] = []

    # --- values -------------------------------------------------------------------------------

    def value(self, subject: Node, predicate: URIRef) -> str:
        """The one text of a predicate; ValueError when there is none."""
        found = self.graph.value(subject, predicate)
        if found is None:
            raise ValueError(f"{subject} has no {predicate}")
        return str(found)

    def link(self, node: Node) -> str:
        """A term as a link: to its place on the page, or to where it is defined."""
        if isinstance(node, Literal):
            return escape(str(node))
        name = self.graph.namespace_manager.normalizeUri(str(node)).strip("<>")
        target = f"#{str(node).removeprefix(str(AE))}" if str(node).startswith(str(AE)) else node
        return f'<a href="{escape(str(target), quote=True)}"><code>{escape(name)}</code></a>'

    def links(self, nodes: Iterable[Node]) -> str:
        """Several terms, in the order of their names."""
        return ", ".join(self.link(node) for node in sorted(nodes, key=str))

    def kinds(self, subject: URIRef, predicate: URIRef) -> str:
        """The kinds of thing that a relation takes."""
        return " · ".join(sorted(str(kind) for kind in self.graph.objects(subject, predicate)))

    def of_type(self, cls: URIRef) -> list[URIRef]:
        """What has the type, in the order of labels."""
        found = [s for s in self.graph.subjects(RDF.type, cls) if isinstance(s, URIRef)]
        return sorted(found, key=lambda s: (self.value(s, RDFS.label), str(s)))

    def rank(self, individual: URIRef) -> tuple[int, str]:
        """Where a closed list has an individual: stances from affirming to denying."""
        rank = self.graph.value(individual, AE["rank"])
        return (-int(str(rank)) if rank is not None else 0, str(individual))

    # --- parts --------------------------------------------------------------------------------

    def facts(self, term: URIRef) -> Iterator[tuple[str, str]]:
        """What else is known of a term: heading and HTML."""
        if self.graph.value(term, AE.relationGroup):
            yield "from", escape(self.kinds(term, AE.domainKind))
            yield "to", escape(self.kinds(term, AE.rangeKind))
        else:
            for heading, predicate in (("domain", RDFS.domain), ("range", RDFS.range)):
                if found := list(self.graph.objects(term, predicate)):
                    yield heading, self.links(found)
        named: tuple[tuple[str, URIRef], ...] = (
            ("subclass of", RDFS.subClassOf),
            ("implies", RDFS.subPropertyOf),
            ("inverse of", OWL.inverseOf),
            ("never also", OWL.disjointWith),
            ("rank", AE["rank"]),
            ("note", RDFS.comment),
        )
        for heading, predicate in named:
            if found := list(self.graph.objects(term, predicate)):
                yield heading, self.links(found)
        types = set(self.graph.objects(term, RDF.type))
        traits = [
            word
            for word, cls in (
                ("symmetric", OWL.SymmetricProperty),
                ("transitive", OWL.TransitiveProperty),
            )
            if cls in types
        ]
        if self.graph.value(term, AE.onlyInferred):
            traits.append("only inferred")
        if traits:
            yield "it is", ", ".join(traits)

    def term(self, term: URIRef, depth: int = 0) -> str:
        """One term with its definition, example and facts."""
        name = str(term).removeprefix(str(AE))
        rows = "".join(f"<dt>{heading}</dt><dd>{html}</dd>" for heading, html in self.facts(term))
        within = " within" if depth else ""
        return (
            f'<section class="term{within}" id="{escape(name, quote=True)}">'
            f'<h3><a href="#{escape(name, quote=True)}">{escape(self.value(term, RDFS.label))}</a>'
            f'<code class="name">ae:{escape(name)}</code></h3>'
            f"<p>{escape(self.value(term, SKOS.definition))}</p>"
            f'<p class="example">{escape(self.value(term, SKOS.example))}</p>'
            + (f"<dl>{rows}</dl>" if rows else "")
            + "</section>"
        )

    def section(self, title: str, terms: Iterable[tuple[URIRef, int]], lead: str = "") -> None:
        """A heading with its terms, and its entry in the contents."""
        listed = list(terms)
        anchor = "section-" + "-".join(title.lower().replace(":", "").replace(",", "").split())
        names = [
            (str(term).removeprefix(str(AE)), self.value(term, RDFS.label)) for term, _ in listed
        ]
        self.contents.append((anchor, title, names))
        self.body.append(f'<h2 id="{anchor}">{escape(title)}</h2>')
        if lead:
            self.body.append(f'<p class="lead">{escape(lead)}</p>')
        self.body += [self.term(term, depth) for term, depth in listed]

    def tree(
        self, roots: Iterable[URIRef], within: Iterable[URIRef]
    ) -> Iterator[tuple[URIRef, int]]:
        """Classes, each followed by its subclasses."""
        for root in roots:
            yield root, 0
            for sub in within:
                if (sub, RDFS.subClassOf, root) in self.graph:
                    yield sub, 1

    def scheme(self, name: str, title: str) -> None:
        """A concept scheme as a table: key, label, definition, matches to codes."""
        base = f"{ID}{name}/"
        keys = sorted(
            str(s) for s in self.schemes.subjects(SKOS.inScheme, URIRef(base.rstrip("/")))
        )
        anchor = f"section-{name}"
        self.contents.append((anchor, title, []))
        rows = "".join(self.concept(URIRef(key), base) for key in keys)
        self.body.append(
            f'<h2 id="{anchor}">{escape(title)}</h2><div class="scroll"><table><tr><th>key</th>'
            "<th>definition</th><th>broader</th><th>codes</th></tr>" + rows + "</table></div>"
        )

    def concept(self, concept: URIRef, base: str) -> str:
        """One row of a scheme."""
        key = str(concept).removeprefix(base)
        broader = sorted(
            str(b).removeprefix(base) for b in self.schemes.objects(concept, SKOS.broader)
        )
        codes = sorted(
            f"{code[0].upper()} {self.schemes.value(target, SKOS.notation)} ({word})"
            for word, relation in (
                ("same", SKOS.exactMatch),
                ("close", SKOS.closeMatch),
                ("broader", SKOS.broadMatch),
            )
            for target in self.schemes.objects(concept, relation)
            if (code := str(target).removeprefix(f"{ID}code/").split("/"))
        )
        text = f"{self.schemes.value(concept, SKOS.definition)}"
        return (
            f"<tr><td><code>{escape(key)}</code></td><td>{escape(text)}</td>"
            f"<td>{escape(', '.join(broader))}</td><td>{escape('; '.join(codes))}</td></tr>"
        )

    # --- the page -----------------------------------------------------------------------------

    def render(self) -> str:
        """The whole page."""
        classes = self.of_type(OWL.Class)
        lists = [c for c in classes if (c, RDFS.subClassOf, SKOS.Concept) in self.graph]
        subs = [c for c in classes if any((c, RDFS.subClassOf, o) in self.graph for o in classes)]
        roots = [c for c in classes if c not in lists and c not in subs]
        self.section("Classes", self.tree(roots, subs))
        relations = set(self.graph.subjects(AE.relationGroup))
        for group, title in GROUPS.items():
            members = self.graph.subjects(AE.relationGroup, Literal(group))
            found = sorted((URIRef(str(m)) for m in members), key=str)
            self.section(title, ((term, 0) for term in found))
        for cls in lists:
            individuals = sorted(self.of_type(cls), key=self.rank)
            title = f"Closed list: {self.value(cls, RDFS.label)}"
            self.section(title, [(cls, 0), *((one, 1) for one in individuals)])
        kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)
        structure = sorted({p for kind in kinds for p in self.of_type(kind)} - relations, key=str)
        self.section("Structure of claims, sources and entities", ((p, 0) for p in structure))
        self.section(
            "Annotations", ((p, 0) for p in self.of_type(OWL.AnnotationProperty)), lead=ANNOTATIONS
        )
        self.scheme("event-type", "Scheme: event types")
        self.scheme("counted", "Scheme: what is counted")
        title = escape(self.value(IRI, DCTERMS.title))
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n"
            f"</head>\n<body>\n{self.head(title)}\n{self.navigation()}\n"
            + "\n".join(self.body)
            + "\n</body>\n</html>\n"
        )

    def head(self, title: str) -> str:
        """Title, version and the shape of a claim."""
        return (
            f"<h1>{title}</h1>\n"
            f'<p class="lead">{escape(self.value(IRI, DCTERMS.description))}</p>\n'
            f"<dl><dt>IRI</dt><dd><code>{escape(IRI)}</code></dd>"
            f"<dt>prefix</dt><dd><code>ae: &lt;{escape(str(AE))}&gt;</code></dd>"
            f"<dt>version</dt><dd>{escape(self.value(IRI, OWL.versionInfo))} "
            f"(<code>{escape(self.value(IRI, OWL.versionIRI))}</code>)</dd>"
            f"<dt>licence</dt><dd>{self.link(URIRef(self.value(IRI, DCTERMS.license)))}</dd></dl>\n"
            f"<pre><code>{escape(CLAIM)}</code></pre>"
        )

    def navigation(self) -> str:
        """The contents: each section with its terms."""
        entries = []
        for anchor, title, names in self.contents:
            terms = "".join(
                f'<li><a href="#{escape(name, quote=True)}">{escape(label)}</a></li>'
                for name, label in names
            )
            entries.append(
                f'<li><a href="#{anchor}"><strong>{escape(title)}</strong></a>'
                + (f'<ul class="terms">{terms}</ul>' if terms else "")
                + "</li>"
            )
        return f'<nav aria-label="Contents"><ul>{"".join(entries)}</ul></nav>'


ANNOTATIONS = (
    "They describe the relations for tools: what OWL would say with a union, which needs a blank "
    "node, is said with kinds of thing."
)


def render() -> str:
    """The text of the page."""
    graph = Graph().parse(ONTOLOGY / "actors-events.ttl")
    schemes = Graph()
    for path in sorted((ONTOLOGY / "schemes").glob("*.ttl")):
        schemes.parse(path)
    return Page(graph, schemes).render()


def main(arguments: list[str] | None = None) -> int:
    """Write or check the page; the result is the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when stale")
    options = parser.parse_args(arguments)
    html = render()
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == html:
        return 0
    if options.check:
        print(f"{PAGE.relative_to(ROOT)} is stale: run `python {sys.argv[0]}`", file=sys.stderr)
        return 1
    temporary = PAGE.with_name(PAGE.name + ".tmp")
    temporary.write_text(html, encoding="utf-8")
    temporary.replace(PAGE)
    print(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
