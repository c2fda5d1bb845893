"""Write `src/kg/terms.py` and the generated lists of `ontology/shapes.ttl` from the ontology.

    python tools/generate_terms.py            # write what is stale
    python tools/generate_terms.py --check    # write nothing, exit 1 when something is stale

The Turtle files are what people edit; the package imports only the constants, so that `import kg`
neither reads nor parses anything. The output depends on nothing but the ontology's statements, so
running it twice gives the same bytes.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
TERMS = ROOT / "src" / "kg" / "terms.py"
SHAPES = ONTOLOGY / "shapes.ttl"

AE = Namespace("https://w3id.org/actors-events/ontology#")
ID = "https://w3id.org/actors-events/id/"

#: Name of a constant in terms.py and the class whose individuals it lists.
CLOSED_LISTS = {
    "STANCES": AE.Stance,
    "MODES": AE.Mode,
    "SEGMENT_KINDS": AE.SegmentKind,
    "RESOLUTION_KINDS": AE.ResolutionKind,
    "PLACE_TYPES": AE.PlaceType,
}

#: Kinds of thing in the order in which people read them; any other kind is a mistake.
KINDS = (
    "actor",
    "event",
    "series",
    "place",
    "date",
    "quantity",
    "prospect",
    "text",
    "value",
    "proposition",
)

HEADER = '''\
# fmt: off
# ruff: noqa: E501
"""Names of the ontology as constants, so that nothing has to read Turtle to know them.

Generated from `ontology/` by `python tools/generate_terms.py`: change the Turtle and run it again.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Relation(NamedTuple):
    """A relation that claims and reference statements may use as their predicate.

    `domain` and `range` are kinds of thing as in the written files (`event`, `actor`, `text` …).
    `inverse` is the local name of the inverse relation. `super_property` is the full IRI of the
    relation that follows from this one. `only_inferred` relations are never written by people.
    """

    name: str
    label: str
    definition: str
    group: str
    domain: frozenset[str]
    range: frozenset[str]
    inverse: str | None
    symmetric: bool
    transitive: bool
    super_property: str | None
    only_inferred: bool


_F = frozenset
'''


def local(iri: object) -> str:
    """The name of a term of the ontology, without its namespace."""
    return str(iri).removeprefix(str(AE))


def snake(name: str) -> str:
    """The name that the written files use: `AffirmsWithDoubt` becomes `affirms_with_doubt`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def text(graph: Graph, subject: URIRef, predicate: URIRef) -> str:
    """The one value of a predicate; ValueError when there is none or more than one."""
    values = [str(value) for value in graph.objects(subject, predicate)]
    if len(values) != 1:
        raise ValueError(f"{subject} has {len(values)} values for {predicate}, expected one")
    return values[0]


def kinds(graph: Graph, relation: URIRef, predicate: URIRef) -> list[str]:
    """The kinds that a relation takes, in the order of `KINDS`; ValueError on an unknown one."""
    found = {str(value) for value in graph.objects(relation, predicate)}
    if not found or not found <= set(KINDS):
        raise ValueError(
            f"{relation} has {predicate} {sorted(found)}, expected at least one of {list(KINDS)}"
        )
    return [kind for kind in KINDS if kind in found]


def individuals(graph: Graph, cls: URIRef) -> list[URIRef]:
    """All that have the type, in the order of their IRIs."""
    return sorted(s for s in graph.subjects(RDF.type, cls) if isinstance(s, URIRef))


def relations(graph: Graph) -> list[URIRef]:
    """All relations, in the order of their names."""
    return sorted(s for s in graph.subjects(AE.relationGroup) if isinstance(s, URIRef))


def literal(value: str) -> str:
    """A Python string literal in double quotes."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def relation_row(graph: Graph, relation: URIRef) -> str:
    """One entry of `RELATIONS`."""
    inverse = graph.value(relation, OWL.inverseOf)
    parent = graph.value(relation, RDFS.subPropertyOf)

    def kind_set(predicate: URIRef) -> str:
        return "_F((" + " ".join(f"{literal(k)}," for k in kinds(graph, relation, predicate)) + "))"

    fields = [
        literal(local(relation)),
        literal(text(graph, relation, RDFS.label)),
        literal(text(graph, relation, SKOS.definition)),
        literal(text(graph, relation, AE.relationGroup)),
        kind_set(AE.domainKind),
        kind_set(AE.rangeKind),
        literal(local(inverse)) if inverse else "None",
        str((relation, RDF.type, OWL.SymmetricProperty) in graph),
        str((relation, RDF.type, OWL.TransitiveProperty) in graph),
        literal(str(parent)) if parent else "None",
        str(graph.value(relation, AE.onlyInferred) is not None),
    ]
    return f"    {fields[0]}: Relation({', '.join(fields)}),"


def mapping(name: str, comment: str, entries: dict[str, str]) -> list[str]:
    """The lines of a constant that maps strings to strings."""
    rows = [f"    {literal(key)}: {literal(value)}," for key, value in entries.items()]
    return [f"#: {comment}", f"{name}: Final[dict[str, str]] = {{", *rows, "}", ""]


def concepts(scheme: str) -> dict[str, str]:
    """Key and label of each concept of a scheme, by key."""
    graph = Graph().parse(ONTOLOGY / "schemes" / f"{scheme}.ttl")
    base = f"{ID}{scheme}/"
    return {
        str(concept).removeprefix(base): text(graph, concept, SKOS.prefLabel)
        for concept in individuals(graph, SKOS.Concept)
        if str(concept).startswith(base)
    }


def members(graph: Graph, cls: URIRef) -> dict[str, str]:
    """Written name and local name of each individual of a closed list; stances by their rank."""

    def order(individual: str) -> tuple[int, str]:
        rank = graph.value(AE[individual], AE.rank)
        return (-int(str(rank)) if rank is not None else 0, individual)

    names = sorted((local(s) for s in individuals(graph, cls)), key=order)
    return {snake(name): name for name in names}


def reporting(graph: Graph) -> list[str]:
    """The lines of `REPORTING`; ValueError unless each stance and mode has its one relation."""
    found: dict[tuple[str, str], str] = {}
    for relation in relations(graph):
        if text(graph, relation, AE.relationGroup) == "reporting":
            stance, mode = (
                snake(local(text(graph, relation, predicate)))
                for predicate in (AE.reportedStance, AE.reportedMode)
            )
            if (stance, mode) in found:
                raise ValueError(f"{relation} and {found[stance, mode]} report the same")
            found[stance, mode] = local(relation)
    pairs = [(s, m) for m in members(graph, AE.Mode) for s in members(graph, AE.Stance)]
    if found.keys() != set(pairs):
        raise ValueError(f"no reporting relation for {sorted(set(pairs) - found.keys())}")
    return [
        "#: Reporting relation by the written names of the stance and mode that it reports.",
        "REPORTING: Final[dict[tuple[str, str], str]] = {",
        *(f"    ({literal(s)}, {literal(m)}): {literal(found[s, m])}," for s, m in pairs),
        "}",
        "",
    ]


def render_terms(graph: Graph) -> str:
    """The whole text of terms.py."""
    version = text(graph, URIRef(str(AE).rstrip("#")), OWL.versionInfo)
    lines = [
        HEADER,
        f"NAMESPACE: Final = {literal(str(AE))}",
        f"VERSION: Final = {literal(version)}",
        "",
        "#: Relations that claims and reference statements may use, by local name.",
        "RELATIONS: Final[dict[str, Relation]] = {",
        *(relation_row(graph, relation) for relation in relations(graph)),
        "}",
        "",
    ]
    for name, cls in CLOSED_LISTS.items():
        comment = f"Written name and local name: ae:{local(cls)}."
        lines += mapping(name, comment, members(graph, cls))
    lines += reporting(graph)
    actors = sorted(local(s) for s in graph.subjects(RDFS.subClassOf, AE.Actor))
    comment = "Written name and local name: classes of actors."
    lines += mapping("ACTOR_TYPES", comment, {snake(actor): actor for actor in actors})
    lines += mapping("EVENT_TYPES", "Key and label: scheme of event types.", concepts("event-type"))
    lines += mapping("COUNTED", "Key and label: scheme of what is counted.", concepts("counted"))
    terms = sorted({local(s) for s in graph.subjects() if str(s).startswith(str(AE))})
    lines += [
        "#: Local name of every term of the ontology.",
        "TERMS: Final[frozenset[str]] = _F((",
        *(f"    {literal(term)}," for term in terms),
        "))",
    ]
    return "\n".join(lines) + "\n"


def shape_lists(graph: Graph) -> dict[str, list[str]]:
    """Prefixed names that stand between the markers of shapes.ttl, by the marker's name."""

    def ae(names: Iterable[str]) -> list[str]:
        return [f"ae:{name}" for name in sorted(names)]

    lists = {snake(local(c)): ae(members(graph, c).values()) for c in CLOSED_LISTS.values()}
    inferred = set(graph.subjects(AE.onlyInferred))
    lists["relation"] = ae(local(r) for r in relations(graph) if r not in inferred)
    reporting = [r for r in relations(graph) if kinds(graph, r, AE.rangeKind) == ["proposition"]]
    lists["reporting"] = ae(local(r) for r in reporting)
    lists["event_type"] = [f"etype:{key}" for key in concepts("event-type")]
    lists["counted"] = [f"counted:{key}" for key in concepts("counted")]
    return lists


def render_shapes(shapes: str, graph: Graph) -> str:
    """The text of shapes.ttl with its generated lists brought up to date.

    A list stands between `# generated: <name>` and `# end` lines and is one `sh:in ( … ) ;`.
    Raises ValueError when a marker is missing, so that a list cannot fall out of date unseen.
    """
    for name, values in shape_lists(graph).items():
        pattern = re.compile(rf"( *)# generated: {name}\n.*?\n *# end\n", re.DOTALL)

        def block(match: re.Match[str], name: str = name, values: list[str] = values) -> str:
            pad = match[1]
            rows = "".join(f"{pad}    {value}\n" for value in values)
            return f"{pad}# generated: {name}\n{pad}sh:in (\n{rows}{pad}) ;\n{pad}# end\n"

        shapes, count = pattern.subn(block, shapes)
        if not count:
            raise ValueError(f"{SHAPES} has no block '# generated: {name}' … '# end'")
    return shapes


def outputs() -> dict[Path, str]:
    """Each generated file with the text it should have."""
    graph = Graph().parse(ONTOLOGY / "actors-events.ttl")
    found = {TERMS: render_terms(graph)}
    if SHAPES.exists():
        found[SHAPES] = render_shapes(SHAPES.read_text(encoding="utf-8"), graph)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write or check the generated files; the result is the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when stale")
    options = parser.parse_args(arguments)
    stale = {
        path: content
        for path, content in outputs().items()
        if not path.exists() or path.read_text(encoding="utf-8") != content
    }
    if options.check:
        for path in stale:
            print(
                f"{path.relative_to(ROOT)} is stale: run `python tools/generate_terms.py`",
                file=sys.stderr,
            )
        return 1 if stale else 0
    for path, content in stale.items():
        temporary = path.with_name(path.name + ".tmp")
        temporary.write_text(content, encoding="utf-8")
        temporary.replace(path)
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
