"""The ontology as plain data: what its page shows, and what its JSON holds.

It is read from the dataset's own graph of the ontology, so that the page describes the terms that
the dataset uses; a dataset without one is described by the ontology that comes with the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rdflib.term import Identifier, Literal

from kg import iris, resources, sparql
from kg.store import Store, read_quads

#: Relation groups in the order of the page, with their headings.
GROUPS = {
    "role": "Relations: roles in events",
    "circumstance": "Relations: circumstances",
    "event relation": "Relations: between events",
    "actor relation": "Relations: between actors, places and prospects",
    "naming": "Relations: naming and judgement",
    "reporting": "Relations: reporting",
}
ANNOTATIONS = (
    "They describe the relations for tools: what OWL would say with a union, which needs a blank "
    "node, is said with kinds of thing."
)
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

_ALL = "SELECT ?s ?p ?o { GRAPH graph:ontology { ?s ?p ?o } }"
_FACTS = (
    ("subclass of", "rdfs:subClassOf"),
    ("implies", "rdfs:subPropertyOf"),
    ("inverse of", "owl:inverseOf"),
    ("never also", "owl:disjointWith"),
    ("rank", "ae:rank"),
    ("note", "rdfs:comment"),
)
_TRAITS = (("symmetric", "owl:SymmetricProperty"), ("transitive", "owl:TransitiveProperty"))
_CODES = (("same", "skos:exactMatch"), ("close", "skos:closeMatch"), ("broader", "skos:broadMatch"))

Triple = tuple[Identifier, Identifier, Identifier]


def triples(select: Any) -> Iterator[Triple]:
    """The triples of a dataset's ontology graph.

    :param select: answers a SELECT query with :class:`kg.solutions.Solutions`.
    """
    yield from select(sparql.prologue() + _ALL).rows


def packaged() -> Iterator[Triple]:
    """The triples of the ontology and the schemes that come with the package."""
    folder = resources.ontology_dir()
    store = Store()
    for path in (folder / "actors-events.ttl", *sorted((folder / "schemes").glob("*.ttl"))):
        store.add(read_quads(path))
    for s, p, o, _ in store.quads():
        yield s, p, o


@dataclass
class Ontology:
    """An index of the triples: values by subject and predicate, subjects by type."""

    values: dict[tuple[str, str], list[Identifier]] = field(default_factory=dict)
    instances: dict[str, list[str]] = field(default_factory=dict)
    subjects: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, found: Iterable[Triple]) -> Ontology:
        """The index of some triples."""
        made = cls()
        for s, p, o in found:
            predicate = iris.compact(str(p))
            made.subjects.add(str(s))
            made.values.setdefault((str(s), predicate), []).append(o)
            if predicate == "rdf:type":
                made.instances.setdefault(iris.compact(str(o)), []).append(str(s))
        return made

    def all(self, subject: str, predicate: str) -> list[str]:
        """The values of a predicate, sorted."""
        return sorted({str(value) for value in self.values.get((subject, predicate), ())})

    def text(self, subject: str, predicate: str) -> str:
        """The one text of a predicate, the English one where there are several; or nothing."""
        found = self.values.get((subject, predicate), [])
        english = [v for v in found if isinstance(v, Literal) and v.language in ("en", None)]
        return str((english or found or [""])[0])

    def of_type(self, name: str) -> list[str]:
        """What has the type and is ours, in the order of labels."""
        found = (iri for iri in self.instances.get(name, ()) if iri.startswith(iris.AE))
        return sorted(set(found), key=lambda iri: (self.text(iri, "rdfs:label"), iri))

    # --- terms ---------------------------------------------------------------------------------

    def term(self, iri: str, depth: int = 0) -> dict[str, Any]:
        """One term with its definition, example and facts."""
        return {
            "iri": iri,
            "name": iri.removeprefix(iris.AE),
            "label": self.text(iri, "rdfs:label"),
            "definition": self.text(iri, "skos:definition"),
            "example": self.text(iri, "skos:example"),
            "depth": depth,
            "facts": [
                {"heading": heading, "values": values} for heading, values in self._facts(iri)
            ],
        }

    def _facts(self, iri: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
        if self.all(iri, "ae:relationGroup"):
            yield "from", _texts(self.all(iri, "ae:domainKind"))
            yield "to", _texts(self.all(iri, "ae:rangeKind"))
        else:
            for heading, predicate in (("domain", "rdfs:domain"), ("range", "rdfs:range")):
                if found := self.all(iri, predicate):
                    yield heading, self._refs(found)
        for heading, predicate in _FACTS:
            if found := self.all(iri, predicate):
                terms = self.values[iri, predicate]
                literal = isinstance(terms[0], Literal)
                yield heading, _texts(found) if literal else self._refs(found)
        kinds = self.all(iri, "rdf:type")
        traits = [word for word, name in _TRAITS if iris.expand(name) in kinds]
        if self.all(iri, "ae:onlyInferred"):
            traits.append("only inferred")
        if traits:
            yield "it is", _texts([", ".join(traits)])

    def _refs(self, found: Iterable[str]) -> list[dict[str, str]]:
        return [{"iri": iri, "label": iris.compact(iri).strip("<>")} for iri in found]

    # --- the whole -----------------------------------------------------------------------------

    def sections(self) -> list[dict[str, Any]]:
        """All terms, by section."""
        classes = self.of_type("owl:Class")
        concept = iris.expand("skos:Concept") or ""
        above = {iri: self.all(iri, "rdfs:subClassOf") for iri in classes}
        lists = [iri for iri in classes if concept in above[iri]]
        subs = [iri for iri in classes if any(one in classes for one in above[iri])]
        roots = [iri for iri in classes if iri not in lists and iri not in subs]
        tree = [
            pair
            for root in roots
            for pair in ((root, 0), *((sub, 1) for sub in subs if root in above[sub]))
        ]
        found = [_section("Classes", tree, self)]
        relations: dict[str, list[str]] = {}
        for iri in sorted(self.subjects):
            for group in self.all(iri, "ae:relationGroup"):
                relations.setdefault(group, []).append(iri)
        for group, title in GROUPS.items():
            found.append(_section(title, [(iri, 0) for iri in relations.get(group, ())], self))
        for cls in lists:
            members = sorted(self.of_type(iris.compact(cls)), key=self._rank)
            title = f"Closed list: {self.text(cls, 'rdfs:label')}"
            found.append(_section(title, [(cls, 0), *((one, 1) for one in members)], self))
        kinds = ("owl:ObjectProperty", "owl:DatatypeProperty", "rdf:Property")
        known = {iri for members in relations.values() for iri in members}
        structure = sorted({iri for kind in kinds for iri in self.of_type(kind)} - known)
        title = "Structure of claims, sources and entities"
        found.append(_section(title, [(iri, 0) for iri in structure], self))
        notes = [(iri, 0) for iri in self.of_type("owl:AnnotationProperty")]
        found.append(_section("Annotations", notes, self, ANNOTATIONS))
        return [section for section in found if section["terms"]]

    def _rank(self, iri: str) -> tuple[int, str]:
        """Where a closed list has an individual: stances from affirming to denying."""
        rank = self.text(iri, "ae:rank")
        return (-int(rank) if rank else 0, iri)

    def scheme(self, name: str, title: str) -> dict[str, Any]:
        """A concept scheme: key, label, definition, broader concepts, matches to codes."""
        base = f"{iris.ID}{name}/"
        scheme = base.rstrip("/")
        concepts = sorted(
            subject
            for (subject, predicate), values in self.values.items()
            if predicate == "skos:inScheme" and scheme in map(str, values)
        )
        return {
            "id": f"section-{name}",
            "title": title,
            "concepts": [
                {
                    "iri": iri,
                    "key": iri.removeprefix(base),
                    "label": self.text(iri, "skos:prefLabel"),
                    "definition": self.text(iri, "skos:definition"),
                    "broader": [
                        {"iri": one, "label": one.removeprefix(base)}
                        for one in self.all(iri, "skos:broader")
                    ],
                    "codes": self._codes(iri),
                }
                for iri in concepts
            ],
        }

    def _codes(self, concept: str) -> list[dict[str, str]]:
        found = [
            {"iri": code, "label": self._code(code, word)}
            for word, relation in _CODES
            for code in self.all(concept, relation)
            if code.startswith(f"{iris.ID}code/")
        ]
        return sorted(found, key=lambda item: item["label"])

    def _code(self, iri: str, word: str) -> str:
        scheme = iri.removeprefix(f"{iris.ID}code/").partition("/")[0].upper()
        return f"{scheme} {self.text(iri, 'skos:notation')} ({word})"


def _texts(found: Sequence[str]) -> list[dict[str, str]]:
    return [{"text": " · ".join(found)}] if found else []


def _section(
    title: str, members: Iterable[tuple[str, int]], ontology: Ontology, lead: str = ""
) -> dict[str, Any]:
    anchor = "section-" + "-".join(title.lower().replace(":", "").replace(",", "").split())
    return {
        "id": anchor,
        "title": title,
        "lead": lead,
        "terms": [ontology.term(iri, depth) for iri, depth in members],
    }


def rules() -> list[dict[str, str]]:
    """The rules that derive triples, with their text."""
    found = []
    for path in sorted((resources.ontology_dir() / "rules").glob("*.rq")):
        text = path.read_text("utf-8")
        summary = next(
            (line[11:].strip() for line in text.splitlines() if line.startswith("#+ summary:")), ""
        )
        found.append({"iri": iris.RULES + path.stem, "name": path.stem, "summary": summary,
                      "text": text})  # fmt: skip
    return found


def document(found: Iterable[Triple]) -> dict[str, Any]:
    """Everything that the page shows."""
    ontology = Ontology.of(found)
    own = iris.ONTOLOGY
    return {
        "iri": own,
        "prefix": iris.AE,
        "title": ontology.text(own, "dcterms:title"),
        "description": ontology.text(own, "dcterms:description"),
        "version": ontology.text(own, "owl:versionInfo"),
        "version_iri": ontology.text(own, "owl:versionIRI"),
        "licence": ontology.text(own, "dcterms:license"),
        "example": CLAIM,
        "sections": ontology.sections(),
        "schemes": [
            ontology.scheme("event-type", "Scheme: event types"),
            ontology.scheme("counted", "Scheme: what is counted"),
        ],
        "rules": rules(),
    }
