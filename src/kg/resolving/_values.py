"""Keys, dates, quantities and predicates: each resolved, or a problem at its line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kg import dates, model, quantities, terms
from kg.errors import DateError, QuantityError
from kg.loading import Findings, Registry
from kg.resolving._things import EntityRef, Fact, Object, Words
from kg.yamlfile import KeyPath


def entity_ref(
    registry: Registry, key: str, findings: Findings, path: KeyPath, kinds: Iterable[str] = ()
) -> EntityRef | None:
    """The entity of a key; a problem where it is unknown or of another kind.

    :returns: also None, without a problem, where the entity's own entry has problems.
    """
    entity = registry.entities.get(key)
    if entity is None:
        if registry.knows(key):
            return None
        near = difflib.get_close_matches(key, registry.entities, 3)
        cure = f"Did you mean {', '.join(near)}?" if near else "Add it to data/entities."
        findings.add(path, f"There is no entity {key!r}.", cure)
        return None
    allowed = tuple(kinds)
    if allowed and entity.kind not in allowed:
        findings.add(
            path,
            f"{key!r} is of kind {entity.kind}.",
            f"Here the kind must be {' or '.join(allowed)}.",
        )
        return None
    return EntityRef(entity.kind, key)


def resolve_object(
    registry: Registry, value: object, language: str, findings: Findings, path: KeyPath
) -> Object | None:
    """The object of a proposition, fact or resolution."""
    if isinstance(value, str):
        return entity_ref(registry, value, findings, path)
    if isinstance(value, model.TextObject):
        return Words(value.text, (value.lang or language).lower())
    if isinstance(value, model.ValueObject):
        return value.value
    if isinstance(value, model.DateObject):
        return resolve_date(value.edtf, findings, path)
    if isinstance(value, model.QuantityObject):
        return _quantity(value, findings, path)
    raise TypeError(f"not an object of the model: {value!r}")


def resolve_date(edtf: str, findings: Findings, path: KeyPath) -> dates.EdtfDate | None:
    """An EDTF string as a date; a problem where it cannot be read."""
    try:
        return dates.parse(edtf)
    except DateError as error:
        findings.add(path, error.message, error.cure)
        return None


def _quantity(
    value: model.QuantityObject, findings: Findings, path: KeyPath
) -> quantities.Quantity | None:
    if value.counted not in terms.COUNTED:
        near = difflib.get_close_matches(value.counted, terms.COUNTED, 3) or sorted(terms.COUNTED)
        findings.add(
            path,
            f"{value.counted!r} is not in the scheme *counted*.",
            f"Use one of {', '.join(near)}.",
        )
        return None
    lower: int | None = None
    upper: int | None = None
    approximate = False
    reading: quantities.Reading | None = None
    if value.words:
        try:
            reading = quantities.read(value.words)
        except QuantityError as error:
            if value.lower is None and value.upper is None:
                findings.add(path, error.message, error.cure)
                return None
        else:
            lower, upper, approximate = reading.lower, reading.upper, reading.approximate
    if value.lower is not None:
        lower = None if value.lower == "none" else value.lower
    if value.upper is not None:
        upper = None if value.upper == "none" else value.upper
    if value.approximate is not None:
        approximate = value.approximate
    if lower is None and upper is None:
        findings.add(
            path,
            "The quantity has neither a lower nor an upper bound.",
            "Give one, or leave the quantity out.",
        )
        return None
    if lower is not None and upper is not None and lower > upper:
        findings.add(
            path,
            f"The lower bound {lower} is above the upper bound {upper}.",
            "Swap them, or write `none` for an open bound.",
        )
        return None
    if reading and not value.why and _apart(reading, lower, upper):
        findings.add(
            path,
            f"{value.words!r} and {_span(lower, upper)} exclude each other.",
            f"The words are read as {_span(*reading[:2])}; correct the bounds, or give `why`.",
        )
        return None
    return quantities.Quantity(value.counted, lower, upper, approximate)


def _span(lower: int | None, upper: int | None) -> str:
    return f"{'…' if lower is None else lower} to {'…' if upper is None else upper}"


def _apart(reading: quantities.Reading, lower: int | None, upper: int | None) -> bool:
    """True when no number is within both."""
    least = max((n for n in (reading.lower, lower) if n is not None), default=None)
    most = min((n for n in (reading.upper, upper) if n is not None), default=None)
    return least is not None and most is not None and least > most


def check_predicate(
    name: str,
    subject: EntityRef | None,
    obj: Object | None,
    findings: Findings,
    path: KeyPath,
    places: tuple[int | str, int | str, int | str] = (0, 1, 2),
) -> terms.Relation | None:
    """The relation of that name, if it may join these kinds.

    :param places: keys of subject, predicate and object below ``path``.
    """
    at = (*path, places[1])
    relation = terms.RELATIONS.get(name)
    if relation is None:
        near = difflib.get_close_matches(name, terms.RELATIONS, 3)
        cure = f"Did you mean {', '.join(near)}?" if near else "docs/ontology.html lists them."
        findings.add(at, f"{name!r} is no relation of the ontology.", cure)
        return None
    if relation.only_inferred:
        cure = f"Write `{relation.inverse}` the other way round." if relation.inverse else ""
        findings.add(at, f"`{name}` is inferred, not written.", cure)
        return None
    if subject and subject.kind not in relation.domain:
        findings.add(
            (*path, places[0]),
            f"`{name}` does not start at kind {subject.kind} ({subject.key}).",
            f"It starts at {', '.join(sorted(relation.domain))}.",
        )
        return None
    if obj is not None and (kind := object_kind(obj)) not in relation.range:
        findings.add(
            (*path, places[2]),
            f"`{name}` does not lead to kind {kind}.",
            f"It leads to {', '.join(sorted(relation.range))}.",
        )
        return None
    return relation


def object_kind(obj: Object) -> str:
    """Kind of an object, as the ontology's ranges name it."""
    if isinstance(obj, EntityRef):
        return obj.kind
    if isinstance(obj, bool):
        return "value"
    if isinstance(obj, Words):
        return "text"
    if isinstance(obj, dates.EdtfDate):
        return "date"
    if isinstance(obj, quantities.Quantity):
        return "quantity"
    return "proposition"


def resolve_facts(key: str, entity: model.Entity, registry: Registry) -> tuple[Fact, ...]:
    """The facts of an entity; problems are added to the findings of its file."""
    findings = registry.find(key)
    facts: list[Fact] = []
    cited: list[tuple[KeyPath, str]] = [
        (("matches", at), item.citation) for at, item in enumerate(entity.matches)
    ]
    cited += [(("facts", at), item.citation) for at, item in enumerate(entity.facts)]
    if entity.coordinates:
        cited.append((("coordinates",), entity.coordinates.citation))
    for where, citation in cited:
        if not registry.knows_citation(citation):
            near = difflib.get_close_matches(citation, registry.citations, 3)
            cure = f"Did you mean {', '.join(near)}?" if near else "Add it to citations.yaml."
            path: KeyPath = (key, *where, "citation")
            findings.add(path, f"There is no citation {citation!r}.", cure)
    subject = EntityRef(entity.kind, key)
    for at, item in enumerate(entity.facts):
        path = (key, "facts", at)
        obj = resolve_object(registry, item.object, "en", findings, (*path, "object"))
        when = resolve_date(item.date, findings, (*path, "date")) if item.date else None
        places = ("predicate", "predicate", "object")
        relation = check_predicate(item.predicate, subject, obj, findings, path, places)
        if obj is not None and relation is not None:
            facts.append(Fact(relation.name, obj, item.citation, when))
    return tuple(facts)
