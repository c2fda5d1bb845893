"""What is written comes back: YAML, model, RDF, store, records; and through other libraries."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.term import Identifier, Literal, URIRef

from kg import claims, iris, text
from kg.lookup import Lookup
from kg.pipeline import Pipeline
from kg.store import Store, nquads_lines, read_quads
from kg.terms import MODES, RELATIONS, STANCES

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"

# --- generated sources --------------------------------------------------------------------------

#: Two entities of each kind.
ENTITIES = {
    "actor": {"ann": "person", "board": "organization", "crowd": "group"},
    "event": {"march": "protest", "raid": "attack"},
    "series": {"strikes": "strike", "rallies": "protest"},
    "place": {"port": "city", "island": "country"},
    "prospect": {"victory": None, "ruin": None},
}
KIND = {key: kind for kind, keys in ENTITIES.items() for key in keys}
DATES = (
    "2031-05-03",
    "2031-05",
    "203X",
    "2031-05-01/2031-05-04",
    "2031~",
    "[2031..2033]",
    "2030/..",
)

#: Everything that a text may hold: any character but controls and halves of surrogate pairs.
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"))
ENDINGS = st.sampled_from(
    [". ", "! ", "? ", " ", "\t", ".” ", "… ", "\n", "\n\n", "\u2028", "\x85"]
)
TEXTS = st.lists(
    st.tuples(st.text(CHARACTERS, min_size=1, max_size=12), ENDINGS), min_size=2, max_size=12
)
WORDS = st.text(CHARACTERS, min_size=1, max_size=20).filter(str.strip)
LANGUAGES = st.sampled_from([None, "en", "fa", "de-CH"])
BOUNDS = st.one_of(st.integers(0, 10**12), st.just("none"))


@dataclass
class Written:
    """A generated source and what must be read of it."""

    text: str
    entries: list[dict[str, Any]] = field(default_factory=list)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


@st.composite
def objects(draw: st.DrawFn, kinds: frozenset[str]) -> Any:
    kind = draw(st.sampled_from(sorted(kinds)))
    if kind == "text":
        return {"text": draw(WORDS), "lang": draw(LANGUAGES)}
    if kind == "value":
        return {"value": draw(st.booleans())}
    if kind == "date":
        return {"edtf": draw(st.sampled_from(DATES))}
    if kind == "quantity":
        low = draw(BOUNDS)
        high = draw(BOUNDS.filter(lambda value: value != "none" or low != "none"))
        if isinstance(low, int) and isinstance(high, int):
            low, high = sorted((low, high))
        return {
            "counted": "killed",
            "lower": low,
            "upper": high,
            "approximate": draw(st.booleans()),
        }
    return draw(st.sampled_from(sorted(ENTITIES[kind])))


WRITABLE = {
    name: relation
    for name, relation in RELATIONS.items()
    if not relation.only_inferred and "proposition" not in relation.range
}


@st.composite
def propositions(draw: st.DrawFn) -> list[Any]:
    name = draw(st.sampled_from(sorted(WRITABLE)))
    kind = draw(st.sampled_from(sorted(WRITABLE[name].domain)))
    subject = draw(st.sampled_from(sorted(ENTITIES[kind])))
    return [subject, name, draw(objects(WRITABLE[name].range))]


@st.composite
def sources(draw: st.DrawFn) -> Written:
    written = Written("".join(part + end for part, end in draw(TEXTS)))
    spans = [s for s in text.segments(written.text, {}) if s.end - s.start > 0]
    if not spans:
        return written
    for at in range(draw(st.integers(1, 6))):
        key = f"c{at}"
        span = draw(st.sampled_from(spans))
        start = draw(st.integers(span.start, span.end - 1))
        end = draw(st.integers(start + 1, min(span.end, start + 300)))
        if not written.text[start:end].strip():
            start, end = span.start, min(span.end, span.start + 300)
        entry: dict[str, Any] = {"id": key, "quote": quote(written.text, start, end)}
        entry["stance"] = draw(st.sampled_from(sorted(STANCES)))
        entry["mode"] = draw(st.sampled_from(sorted(MODES)))
        speakers = st.sampled_from(sorted(ENTITIES["actor"]))
        chain = draw(st.one_of(st.none(), speakers, st.lists(speakers, min_size=1, max_size=3)))
        if chain is not None:
            entry["speaker"] = chain
        if at and draw(st.booleans()):
            entry["within"] = f"c{draw(st.integers(0, at - 1))}"
        entry["says"] = draw(st.lists(propositions(), max_size=3))
        # What makes the claim differ from all others: two that are one would be a fault.
        entry["says"].append(["march", "called", {"text": f"number {at}"}])
        if draw(st.booleans()):
            entry["note"] = draw(WORDS)
        written.entries.append(entry)
        written.spans[key] = [(start, end)]
    return written


def quote(source: str, start: int, end: int) -> Any:
    exact = source[start:end]
    if len(text.find(source, exact)) == 1:
        return exact
    return {"exact": exact, "prefix": source[:start], "suffix": source[end:]}


def write(folder: Path, written: Written) -> None:
    source = folder / "sources" / "generated"
    source.mkdir(parents=True)
    (folder / "entities").mkdir()
    entities = {
        key: {"kind": kind, "label": {"en": key}, "definition": f"The {key}."}
        | ({"type": type_} if type_ else {})
        for kind, keys in ENTITIES.items()
        for key, type_ in keys.items()
    }
    dump(folder / "entities" / "all.yaml", entities)
    meta = {
        "label": "Generated", "genre": "news", "authors": ["ann"], "citation": "None.",
        "published": {"edtf": "2031-05-04"}, "licence": "CC0",
    }  # fmt: skip
    dump(source / "source.yaml", meta)
    (source / "text.txt").write_bytes(written.text.encode())
    used = {start for spans in written.spans.values() for start, _ in spans}
    skipped = [
        {
            "segment": s.number,
            "starts": written.text[s.start : min(s.end, s.start + 20)],
            "why": "x",
        }
        for s in text.segments(written.text, {})
        if not any(s.start <= start < s.end for start in used)
    ]
    dump(source / "claims.yaml", {"claims": written.entries, "skipped": skipped})


def dump(path: Path, data: Any) -> None:
    path.write_text(yaml.safe_dump(plain(data), sort_keys=False), encoding="utf-8")


def plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return data


def expected_term(value: Any) -> Identifier | None:
    """The object as a term; None for dates and quantities, whose IRIs other tests pin."""
    if isinstance(value, str):
        return URIRef(iris.entity(KIND[value], value))
    if "text" in value:
        return Literal(value["text"], lang=(value.get("lang") or "en").lower())
    if "value" in value:
        xsd = iris.PREFIXES["xsd"]
        return Literal(str(value["value"]).lower(), datatype=URIRef(xsd + "boolean"))
    if "edtf" in value:
        return URIRef(iris.date(value["edtf"]))
    bounds = [None if value[name] == "none" else value[name] for name in ("lower", "upper")]
    return URIRef(iris.quantity("killed", bounds[0], bounds[1], value["approximate"]))


def expected_chain(entry: dict[str, Any], entries: dict[str, dict[str, Any]]) -> list[str]:
    """Who speaks in the enclosing claims and in the claim itself, outermost first."""
    speakers = entry.get("speaker", ["ann"])
    own = [speakers] if isinstance(speakers, str) else list(speakers)
    if "within" in entry:
        return expected_chain(entries[entry["within"]], entries) + own
    return own if own[0] == "ann" else ["ann", *own]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sources())
def test_claims_come_back(written: Written) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, written)
        pipeline = Pipeline(folder, use_cache=False, check_shapes=False)
        part = pipeline.part("generated")
    assert not isinstance(part, list), "\n".join(map(str, part))
    store = Store()
    store.add_lines(pipeline.reference)
    store.add_lines(part.lines)
    everything = [str(row[0]) for row in store.select("SELECT ?c { ?c a ae:Claim }").rows]
    found = {claim.key: claim for claim in claims.read(store, Lookup(store), everything)}
    entries = {entry["id"]: entry for entry in written.entries}

    assert entries.keys() == {key for key in found if "." not in key}
    for key, entry in entries.items():
        claim = found[key]
        chain = expected_chain(entry, entries)
        assert [iris.split_id(c.speaker) for c in (*claim.chain, claim)] == [
            ("actor", speaker) for speaker in chain
        ]
        assert claim.depth == len(chain) - 1
        assert (claim.stance, claim.mode) == (STANCES[entry["stance"]], MODES[entry["mode"]])
        assert claim.note == entry.get("note", "")
        if "within" in entry:
            assert found[entry["within"]].iri in [outer.iri for outer in claim.chain]
        assert {(p.subject, p.predicate, p.object) for p in claim.propositions} == {
            (iris.entity(KIND[s], s), iris.AE + p, expected_term(o)) for s, p, o in entry["says"]
        }
        assert [(q.start, q.end) for q in claim.quotes] == written.spans[key]
        for q in claim.quotes:
            assert q.exact == written.text[q.start : q.end]
            inside = q.start - q.segment_start
            assert q.segment_text[inside : inside + len(q.exact)] == q.exact
        assert claim.quoted

    same_through_rdflib(b"".join(part.lines))


# --- through other libraries --------------------------------------------------------------------


def key_of(term: Any) -> tuple[str, ...]:
    """A term as its kind and its characters, whichever library it comes from."""
    if isinstance(term, ox.NamedNode | URIRef):
        return ("iri", term.value if isinstance(term, ox.NamedNode) else str(term))
    if isinstance(term, ox.Literal):
        return ("literal", term.value, term.language or "", term.datatype.value)
    assert isinstance(term, Literal), f"{term!r} is neither an IRI nor a literal"
    datatype = str(term.datatype or XSD_STRING)
    if term.language:
        datatype = iris.PREFIXES["rdf"] + "langString"
    return ("literal", str(term), term.language or "", datatype)


def by_oxigraph(data: bytes) -> set[tuple[tuple[str, ...], ...]]:
    return {
        (key_of(q.subject), key_of(q.predicate), key_of(q.object), key_of(q.graph_name))
        for q in ox.parse(data, format=ox.RdfFormat.N_QUADS)
    }


def by_rdflib(data: bytes) -> tuple[rdflib.Dataset, set[tuple[tuple[str, ...], ...]]]:
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format="nquads")
    return dataset, {
        (key_of(s), key_of(p), key_of(o), key_of(URIRef(str(g))))
        for s, p, o, g in dataset.quads((None, None, None, None))
    }


def same_through_rdflib(data: bytes) -> None:
    """Both libraries read the same quads, and those that rdflib writes again are the same."""
    ours = by_oxigraph(data)
    dataset, theirs = by_rdflib(data)
    assert ours == theirs
    assert by_oxigraph(dataset.serialize(format="nquads", encoding="utf-8")) == ours


def test_the_fictional_dataset_through_rdflib(sanda: Path) -> None:
    same_through_rdflib((sanda / "triples" / "dataset.nq").read_bytes())


def test_the_published_dataset_through_rdflib(published: Path) -> None:
    same_through_rdflib(published.read_bytes())


def check_canonical(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert not [line for line in lines if line.startswith(b"_:") or b" _:" in line.split(b'"')[0]]
    assert nquads_lines(read_quads(path)) == lines


def test_the_fictional_dataset_is_canonical(sanda: Path) -> None:
    check_canonical(sanda / "triples" / "dataset.nq")


def test_the_published_dataset_is_canonical(published: Path) -> None:
    check_canonical(published)


def test_turtle_and_n_quads_hold_the_same(sanda: Path) -> None:
    folder = sanda / "triples"
    quads = by_oxigraph((folder / "dataset.nq").read_bytes())
    seen = set()
    for path in sorted(folder.rglob("*.ttl")):
        if path.name == "void.ttl":
            continue
        name = path.relative_to(folder).with_suffix("").as_posix().replace("sources/", "source/")
        graph = key_of(URIRef(iris.graph(name)))
        turtle = rdflib.Graph().parse(path, format="turtle")
        seen |= {(key_of(s), key_of(p), key_of(o), graph) for s, p, o in turtle}
    assert seen == quads
