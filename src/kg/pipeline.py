"""From a data folder to canonical N-Quads, part by part, with a cache of what did not change.

A *part* is one graph's worth of work: the reference knowledge, or one source with what its own
claims imply. :mod:`kg.build` joins parts into the dataset; :mod:`kg.validation` only wants their
problems.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from rdflib.term import URIRef

from kg import (
    encoding,
    files,
    inference,
    iris,
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

_TYPE = iris.PREFIXES["rdf"] + "type"


@dataclass(frozen=True)
class Part:
    """A source's sorted N-Quads lines: its own graph, and what its claims imply.

    :param fresh: encoded now, not taken from the cache.
    """

    slug: str
    lines: list[bytes]
    derived: list[bytes]
    fresh: bool = True


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
        self.registry = loading.load_registry(data)
        self.reference = reference_lines(self.registry)
        self._types = _type_lines(self.reference)
        if check_shapes and not self.registry.problems:
            self._check_reference()

    def part(self, slug: str) -> Part | list[Problem]:
        """Encode one source, or take it from the cache.

        :returns: the part, or all problems of the source.
        """
        key = self._key(slug) if self.use_cache else ""
        if key and (cached := self._cached(slug, key)):
            return cached
        loaded = loading.load_source(self.data, slug)
        if isinstance(loaded, list):
            return loaded
        source = resolving.resolve(loaded, self.registry)
        if isinstance(source, list):
            return source
        graph = URIRef(iris.graph(f"source/{slug}"))
        triples = list(encoding.source_triples(source))
        if self.check_shapes and (problems := self._violations(source, loaded, triples)):
            return problems
        lines = store.nquads_lines((*triple, graph) for triple in triples)
        work = store.Store()
        work.add_lines(lines)
        derived = sorted(inference.derive(work, "source"))
        part = Part(slug, lines, derived)
        if key:
            self._keep(part, key)
        return part

    # --- cache ---------------------------------------------------------------------------------

    def _key(self, slug: str) -> str:
        digest = sha256(code_digest().encode())
        digest.update(b"shapes" if self.check_shapes else b"-")
        for name in SOURCE_FILES:
            path = self.data / "sources" / slug / name
            digest.update(path.read_bytes() if path.exists() else b"\0absent")
            digest.update(b"\0")
        return digest.hexdigest()

    def _path(self, slug: str, suffix: str) -> Path:
        return self.data / CACHE / f"{slug}.{suffix}"

    def _cached(self, slug: str, key: str) -> Part | None:
        try:
            meta = json.loads(self._path(slug, "json").read_text())
            if meta["key"] != key:
                return None
            for name, kind in meta["entities"].items():
                if self._kind(name) != kind:
                    return None
            body = self._path(slug, "nq").read_bytes()
            derived = self._path(slug, "derived.nq").read_bytes()
            if sha256(body + derived).hexdigest() != meta["digest"]:
                return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return Part(slug, body.splitlines(keepends=True), derived.splitlines(keepends=True), False)

    def _kind(self, name: str) -> str | None:
        """What an encoded source knows of an entity: its kind for IRIs, its type for the shapes."""
        entity = self.registry.entities.get(name)
        return None if entity is None else f"{entity.kind} {entity.type}"

    def _keep(self, part: Part, key: str) -> None:
        body, derived = b"".join(part.lines), b"".join(part.derived)
        named = {
            found[1]: self._kind(found[1])
            for iri in _iris_of(part.lines)
            if (found := iris.split_id(iri)) and found[0] in iris.ENTITY_KINDS
        }
        meta = {
            "key": key,
            "digest": sha256(body + derived).hexdigest(),
            "entities": dict(sorted(named.items())),
        }
        files.write_bytes(self._path(part.slug, "nq"), body)
        files.write_bytes(self._path(part.slug, "derived.nq"), derived)
        files.write_text(self._path(part.slug, "json"), json.dumps(meta))

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
        types = [line for iri in named & self._types.keys() for line in self._types[iri]]
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
            line = 0
            if at is not None:
                line = loaded.claims_findings.document.line(("claims", at))
            where = iris.compact(item.focus) if at is None else yamlfile.dotted(("claims", at))
            problems.append(Problem(name, line, where, _violated(item)))
        return problems


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


def _type_lines(reference: Iterable[bytes]) -> dict[str, list[bytes]]:
    """The type lines of each entity."""
    types: dict[str, list[bytes]] = {}
    marker = f"<{_TYPE}>".encode()
    for line in reference:
        subject, predicate, _ = line.split(b" ", 2)
        if predicate == marker:
            types.setdefault(subject[1:-1].decode(), []).append(line)
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
