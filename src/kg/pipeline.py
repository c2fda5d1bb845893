"""From a data folder to canonical N-Quads, part by part, with a cache of what did not change.

A *part* is one graph's worth of work: the reference knowledge, or one source with what its own
claims imply. :mod:`kg.build` joins parts into the dataset; :mod:`kg.validation` only wants their
problems.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

from rdflib.term import URIRef

from kg import (
    encoding,
    files,
    inference,
    iris,
    joining,
    loading,
    resolving,
    resources,
    shapes,
    store,
    yamlfile,
)
from kg.errors import Problem

#: Folder of the cache inside the data folder; never committed, safe to delete.
CACHE = ".kg-cache"

#: What a source folder may hold that a build reads.
SOURCE_FILES = ("text.txt", "source.yaml", "claims.yaml")

#: The reference graph's part in the cache; no slug has an underscore.
_REFERENCE = "_reference"

_TYPE = iris.PREFIXES["rdf"] + "type"


@dataclass(frozen=True)
class Part:
    """A source's sorted N-Quads lines: its own graph, and what its claims imply.

    :param derived: lines of other graphs, by the graph's short name.
    :param shared: what rules over several sources read of it.
    :param made_from: is the same only if all of this is; empty when nothing is cached.
    :param fresh: encoded now, not taken from the cache.
    """

    slug: str
    lines: list[bytes]
    derived: dict[str, list[bytes]]
    shared: joining.Shared
    made_from: str = ""
    fresh: bool = True


#: Graphs that rules give, in the order of a cached part.
DERIVED = ("edges", "interpretations", "inferred")


def reference_lines(registry: loading.Registry) -> list[bytes]:
    """The reference graph; problems of facts are added to the registry's findings."""
    graph = URIRef(iris.graph("reference"))

    def quads() -> Iterator[store.Quad]:
        for key, entity in registry.entities.items():
            facts = resolving.resolve_facts(key, entity, registry)
            for triple in encoding.entity_triples(key, entity, facts):
                yield (*triple, graph)
        for key, entry in registry.citations.items():
            for triple in encoding.citation_triples(key, entry):
                yield (*triple, graph)

    return store.nquads_lines(quads())


def ontology_lines() -> list[bytes]:
    """The ontology graph: the ontology, the concept schemes, and what each graph holds."""
    folder = resources.ontology_dir()
    paths = [
        folder / "actors-events.ttl",
        folder / "graphs.ttl",
        *sorted((folder / "schemes").glob("*.ttl")),
    ]
    graph = iris.graph("ontology")
    return store.nquads_lines(quad for path in paths for quad in store.read_quads(path, graph))


class Pipeline:
    """Encodes the sources of one data folder.

    :param data: the data folder.
    :param use_cache: reuse parts whose inputs are unchanged.
    :param check_shapes: validate each newly encoded part with SHACL.
    """

    def __init__(self, data: Path, *, use_cache: bool = True, check_shapes: bool = True) -> None:
        self.data = data
        self.use_cache = use_cache
        self.check_shapes = check_shapes
        #: A source has changed since its key was taken.
        self.overtaken = False
        self.registry = loading.load_registry(data)
        resolving.check_facts(self.registry)
        self.reference = reference_lines(self.registry)
        self.ontology = ontology_lines()
        #: What rules read of the ontology.
        self.premises = joining.premises(self.ontology, *inference.SCOPES)
        self._types = _type_lines(self.reference)
        if check_shapes and not self.registry.problems:
            self._check_reference()

    def part(self, slug: str, key: str = "") -> Part | list[Problem]:
        """Encode one source, or take it from the cache.

        :param key: its :func:`source_key`, if that was taken before.
        :returns: the part, or all problems of the source.
        """
        if key and (cached := self._cached(slug, key)):
            return cached
        if self.use_cache:  # what is kept under a key must be what is read now
            now = source_key(self.data, slug, self.check_shapes)
            self.overtaken |= now != key != ""
            if now != key and (cached := self._cached(slug, now)):
                return cached
            key = now
        loaded = loading.load_source(self.data, slug)
        if isinstance(loaded, list):
            return loaded
        source, whole = resolving.resolve(loaded, self.registry)
        if source is None:
            return loaded.problems
        graph = URIRef(iris.graph(f"source/{slug}"))
        triples = list(encoding.source_triples(source))
        violations = self._violations(source, loaded, triples) if self.check_shapes else []
        if not whole:  # what is missing may break shapes: only sound claims are held against them
            return loaded.problems + [item for item in violations if item.line]
        if violations:
            return violations
        part = self._implied(slug, store.nquads_lines((*triple, graph) for triple in triples))
        return self._keep(part, key) if self.use_cache else part

    def reference_part(self) -> Part:
        """The reference graph, which sources share, with what it implies."""
        key = sha256(code_digest().encode() + b"".join(self.reference)).hexdigest()
        if self.use_cache and (cached := self._cached(_REFERENCE, key)):
            return cached
        part = self._implied(_REFERENCE, self.reference)
        return self._keep(part, key) if self.use_cache else part

    def _implied(self, slug: str, lines: list[bytes]) -> Part:
        """A part with what the rules give that need no other part."""
        own = joining.premises(lines, "claims", "statement")
        named = {line.split(b" ", 2)[2][:-3] for line in own}
        types = (line for iri in named & self._types.keys() for line in self._types[iri])
        own += joining.premises(types, "statement")
        derived: dict[str, list[bytes]] = {name: [] for name in DERIVED}
        for name, found in joining.derived(self.premises, own, "claims", "statement"):
            derived[name] += found
        for found in derived.values():
            found.sort()
        return Part(slug, lines, derived, joining.shared(lines, derived["inferred"]))

    # --- cache ---------------------------------------------------------------------------------

    def _path(self, slug: str) -> Path:
        return self.data / CACHE / f"{slug}.part"

    def _cached(self, slug: str, key: str) -> Part | None:
        """A part from the cache: a line of JSON, and then the lines of each of its lists."""
        try:
            with self._path(slug).open("rb") as file:
                meta = json.loads(file.readline())
                if meta["key"] != key:
                    return None
                for name, kind in meta["entities"].items():
                    if self._kind(name) != kind:
                        return None
                body = file.read()
            if _digest(key, body) != meta["digest"]:
                return None
            rest = iter(body.splitlines(keepends=True))
            own, *derived, subjects, corpus = (list(islice(rest, n)) for n in meta["lines"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        shared = joining.Shared(subjects, corpus)
        by_graph = dict(zip(DERIVED, derived, strict=True))
        return Part(slug, own, by_graph, shared, meta["digest"], fresh=False)

    def _kind(self, name: str) -> str | None:
        """What an encoded source knows of an entity: its kind for IRIs, its type for the shapes."""
        entity = self.registry.entities.get(name)
        return None if entity is None else f"{entity.kind} {entity.type}"

    def _keep(self, part: Part, key: str) -> Part:
        lists = (
            part.lines,
            *(part.derived[name] for name in DERIVED),
            part.shared.subjects,
            part.shared.corpus,
        )
        body = b"".join(chain(*lists))
        named = {
            found[1]: self._kind(found[1])
            for iri in _iris_of(part.lines)
            if (found := iris.split_id(iri)) and found[0] in iris.ENTITY_KINDS
        }
        digest = _digest(key, body)
        meta = {
            "key": key,
            "digest": digest,
            "entities": dict(sorted(named.items())),
            "lines": [len(lines) for lines in lists],
        }
        files.write_bytes(self._path(part.slug), json.dumps(meta).encode() + b"\n" + body)
        return replace(part, made_from=digest)

    # --- shapes --------------------------------------------------------------------------------

    def _check_reference(self) -> None:
        """Validate the reference graph; problems are added to the registry's findings."""
        digest = sha256(code_digest().encode() + b"".join(self.reference)).hexdigest()
        mark = self.data / CACHE / "reference.sha256"
        if self.use_cache and mark.is_file() and mark.read_bytes() == digest.encode():
            return
        work = store.Store()
        work.add_lines(self.reference)
        subjects = {
            str(subject): str(obj)
            for subject, _, obj in work.triples("CONSTRUCT WHERE { ?x rdf:subject ?s }")
        }
        found = shapes.validate(work.triples("CONSTRUCT WHERE { ?s ?p ?o }"))
        for item in found:
            _, key = iris.split_id(subjects.get(item.focus, item.focus)) or ("", "")
            key = key.partition("#")[0]
            if key in self.registry.origin:
                self.registry.find(key).add((key,), _violated(item))
            else:
                name = loading.CITATIONS
                nothing = loading.Findings(name, yamlfile.Document(None, {(): 1}))
                problem = Problem(name, 0, iris.compact(item.focus), _violated(item))
                self.registry.findings.setdefault(name, nothing).problems.append(problem)
        if self.use_cache and not found:
            files.write_text(mark, digest)

    def _violations(
        self,
        source: resolving.Source,
        loaded: loading.LoadedSource,
        triples: Sequence[encoding.Triple],
    ) -> list[Problem]:
        named = {str(term) for triple in triples for term in (triple[0], triple[2])}
        types = [line for iri in named for line in self._types.get(f"<{iri}>".encode(), ())]
        work = store.Store()
        work.add_lines(types)
        extra = [
            (subject, predicate, obj)
            for subject, predicate, obj in work.triples("CONSTRUCT WHERE { ?s ?p ?o }")
        ]
        keys = {str(encoding.claim_iri(source.slug, item)): item.id for item in source.claims}
        places = {entry.id: at for at, entry in enumerate(loaded.claims.claims)}
        problems: list[Problem] = []
        for item in shapes.validate([*triples, *extra]):
            # A SPARQL constraint of the source's shape names the claim as its value.
            key = (keys.get(item.focus) or keys.get(item.value, "")).partition(".")[0]
            at = places.get(key)
            name = f"sources/{source.slug}/{'source' if at is None else 'claims'}.yaml"
            if at is None:
                problems.append(Problem(name, 0, iris.compact(item.focus), _violated(item)))
                continue
            path: yamlfile.KeyPath = ("claims", at, *_KEYS.get(item.path, ()))
            document = loaded.claims_findings.document
            if path not in document.lines:
                path = ("claims", at)
            where = yamlfile.dotted(path)
            problems.append(Problem(name, document.line(path), where, _violated(item)))
        return problems


#: Keys of a written claim by the property that a shape is about.
_KEYS = {
    "ae:speaker": ("speaker",), "ae:stance": ("stance",), "ae:mode": ("mode",),
    "ae:proposition": ("says",), "ae:evidence": ("quote",), "ae:within": ("within",),
    "ae:citation": ("cited",), "ae:locator": ("cited", "locator"),
    "ae:unchecked": ("cited", "unchecked"),
}  # fmt: skip


def source_key(data: Path, slug: str, check_shapes: bool) -> str:
    """One hash over what a source is encoded from, but for the entities that it names."""
    digest = sha256(code_digest().encode())
    digest.update(b"shapes" if check_shapes else b"-")
    for name in SOURCE_FILES:
        path = data / "sources" / slug / name
        digest.update(path.read_bytes() if path.exists() else b"\0absent")
        digest.update(b"\0")
    return digest.hexdigest()


def _digest(key: str, body: bytes) -> str:
    return sha256(key.encode() + b"\n" + body).hexdigest()


def _violated(item: shapes.Violation) -> str:
    detail = " ".join(part for part in (item.path, item.value) if part)
    return f"{item.message} ({detail})" if detail else item.message


def _iris_of(lines: Iterable[bytes]) -> set[str]:
    found: set[str] = set()
    for line in lines:
        subject, _, rest = line.decode().split(" ", 2)
        found.add(subject[1:-1])
        if rest.startswith("<"):
            found.add(rest[1 : rest.index(">")])
    return found


def _type_lines(reference: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    """The type lines of each entity, by its IRI in angle brackets."""
    types: dict[bytes, list[bytes]] = {}
    marker = f"<{_TYPE}>".encode()
    for line in reference:
        subject, predicate, _ = line.split(b" ", 2)
        if predicate == marker:
            types.setdefault(subject, []).append(line)
    return types


#: Packages below this module whose code shapes a part.
_PACKAGES = ("dates", "quantities", "resolving", "store", "text")


def code_files() -> list[Path]:
    """The code, ontology and rules that shape a part: a change makes all that is cached old."""
    package = Path(__file__).parent
    folder = resources.ontology_dir()
    return sorted(
        [
            *package.glob("*.py"),
            *(path for name in _PACKAGES for path in package.glob(f"{name}/*.py")),
            *folder.glob("*.ttl"),
            *folder.glob("schemes/*.ttl"),
            *folder.glob("rules/*.rq"),
        ]
    )


@cache
def code_digest() -> str:
    """One hash over :func:`code_files`."""
    digest = sha256()
    for path in code_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
