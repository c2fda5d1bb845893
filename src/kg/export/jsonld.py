"""JSON-LD 1.1, compacted with the published context, streamed graph by graph.

The context stands in the file, so that nothing is fetched. rdflib's own serialiser is not used: it
keeps the whole document in memory, turns typed literals into JSON numbers whatever their
characters, and has no order. What is left to do here is small, because the dataset has no blank
nodes or lists to embed: one JSON object for each subject (JSON-LD 1.1 API, section 6, compaction).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO

from rdflib.term import BNode, Identifier, Literal

from kg import iris, store
from kg.errors import ExportError
from kg.export import context as contexts
from kg.export.cleaning import Cleaner
from kg.export.registry import Options

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph

_TYPE = iris.PREFIXES["rdf"] + "type"
_XSD = iris.PREFIXES["xsd"]
# The canonical forms that a JSON number or boolean comes back as; JSON numbers are exact to 2^53.
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")


def write(
    graph: KnowledgeGraph, outs: Sequence[BinaryIO], options: Options, cleaner: Cleaner
) -> Mapping[str, int]:
    """A named graph after the other, one node a line.

    :raises ExportError: for an IRI that a JSON-LD reader would take for a prefixed name.
    """
    out = outs[0]
    compactor = Compactor(contexts.published())
    counts = {"quads": 0, "graphs": 0, "nodes": 0}
    head = json.dumps(contexts.published(), ensure_ascii=False)
    out.write(f'{{"@context": {head},\n"@graph": ['.encode())
    for number, name in enumerate(graph.store.graphs()):
        lines = graph.store.lines(name)
        counts["quads"] += len(lines)
        counts["graphs"] += 1
        out.write(b",\n" if number else b"\n")
        out.write(f'{{"id": {_json(compactor.resource(name))}, "@graph": ['.encode())
        for at, node in enumerate(compactor.nodes(store.read_lines(lines))):
            out.write(b",\n" if at else b"\n")
            out.write(_json(node).encode())
            counts["nodes"] += 1
        out.write(b"\n]}")
    out.write(b"\n]}\n")
    return counts


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class Compactor:
    """Writes terms and nodes the way that a context allows.

    :param context: the value of an ``@context``: prefixes, and terms with at most a type
        coercion or a language map.
    """

    def __init__(self, context: contexts.Context) -> None:
        self._context = context
        self.resource = lru_cache(65536)(self._resource)
        self.name = lru_cache(4096)(self._name)

    @cached_property
    def _prefixes(self) -> list[tuple[str, str]]:
        """Namespaces and their prefixes, the longest namespace first."""
        found = [
            (value, name)
            for name, value in self._context.items()
            if isinstance(value, str) and value.endswith(("/", "#"))
        ]
        return sorted(found, key=lambda pair: (-len(pair[0]), pair[0]))

    @cached_property
    def _terms(self) -> dict[str, str]:
        """Names of the terms by their IRIs."""
        found: dict[str, str] = {}
        for name, value in self._context.items():
            curie = value.get("@id") if isinstance(value, dict) else value
            if not isinstance(curie, str) or curie.startswith("@") or name.startswith("@"):
                continue
            prefix, _, local = curie.partition(":")
            if not local.startswith("//"):
                found[self._context[prefix] + local] = name
        return found

    def _resource(self, iri: str) -> str:
        """An IRI where the context's terms do not count: prefixed or whole."""
        for namespace, prefix in self._prefixes:
            local = iri[len(namespace) :]
            if iri.startswith(namespace) and local and not local.startswith("//"):
                return f"{prefix}:{local}"
        scheme, _, rest = iri.partition(":")
        if scheme in self._context and not rest.startswith("//"):
            raise ExportError(
                f"JSON-LD would read {iri!r} as a name with the prefix {scheme!r}.",
                cure="Use another format, such as trig or nq.",
            )
        return iri

    def _name(self, iri: str) -> str:
        """An IRI where terms count: properties, types, values of closed lists."""
        return self._terms.get(iri) or self.resource(iri)

    def nodes(self, quads: Iterable[store.Quad]) -> Iterator[dict[str, Any]]:
        """One object for each subject; the quads are of one graph and sorted by subject."""
        for subject, group in groupby(quads, key=lambda quad: quad[0]):
            values: dict[str, list[Identifier]] = {}
            for _, predicate, obj, _ in group:
                values.setdefault(str(predicate), []).append(obj)
            node: dict[str, Any] = {"id": self._reference(subject)}
            types = values.get(_TYPE, [])
            if types and not any(isinstance(item, Literal) for item in types):
                node["type"] = _few([self._type(item) for item in types])
                del values[_TYPE]
            for iri, objects in values.items():
                name = self.name(iri)
                node[name] = self._values(name, objects)
            yield node

    def _reference(self, term: Identifier) -> str:
        return f"_:{term}" if isinstance(term, BNode) else self.resource(str(term))

    def _type(self, term: Identifier) -> str:
        return f"_:{term}" if isinstance(term, BNode) else self.name(str(term))

    def _values(self, name: str, objects: Sequence[Identifier]) -> Any:
        definition = self._context.get(name)
        rules = definition if isinstance(definition, dict) else {}
        if rules.get("@container") == "@language" and all(
            isinstance(item, Literal) and _is_text(item) for item in objects
        ):
            words: dict[str, list[str]] = {}
            for item in objects:
                words.setdefault(getattr(item, "language", None) or "@none", []).append(str(item))
            return {language: _few(texts) for language, texts in words.items()}
        return _few([self._value(rules, item) for item in objects])

    def _value(self, rules: Mapping[str, str], term: Identifier) -> Any:
        """One value under the coercion of its property (none if ``rules`` is empty)."""
        coercion = rules.get("@type", "")
        if not isinstance(term, Literal):
            if coercion == "@vocab" and not isinstance(term, BNode):
                return self.name(str(term))
            text = self._reference(term)
            return text if coercion == "@id" else {"id": text}
        text = str(term)
        if term.language:
            return {"@value": text, "@language": term.language}
        if _is_text(term):
            return {"@value": text} if rules else text
        datatype = str(term.datatype)
        if coercion and not coercion.startswith("@") and self._expand(coercion) == datatype:
            return _native(text, datatype)
        native = _native(text, datatype)
        if not isinstance(native, str) and not rules:
            return native
        return {"@value": text, "@type": self.name(datatype)}

    def _expand(self, curie: str) -> str:
        prefix, _, local = curie.partition(":")
        return curie if local.startswith("//") else f"{self._context[prefix]}{local}"


def _is_text(term: Literal) -> bool:
    return bool(term.language) or str(term.datatype or "") in ("", _XSD + "string")


def _native(text: str, datatype: str) -> str | int | bool:
    """A JSON number or boolean where a reader gives the same characters back."""
    if datatype == _XSD + "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if datatype == _XSD + "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _few(values: list[Any]) -> Any:
    """A single value stands by itself, as compaction has it."""
    return values[0] if len(values) == 1 else values
