"""Parameters of catalogue queries: what a caller gives becomes an RDF term of the declared type.

>>> since = Parameter("since", "since", "1981", "First day", False)
>>> term(since, "1988-08", None).toPython().isoformat()
'1988-08-01'
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from kg import iris
from kg.errors import DateError, ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rdflib.term import Identifier, Literal, URIRef

# rdflib is imported where a term is made, so that listing the catalogue stays quick.

#: Value of a parameter as a caller gives it; None is "any".
Value: TypeAlias = "str | int | bool | Identifier | None"

#: What a caller writes for "any" where a parameter allows it.
ANY = "any"


class Names(Protocol):
    """Finds entities and sources by name; :class:`kg.lookup.Lookup` is one."""

    def iri(self, name: str, kinds: tuple[str, ...] = ()) -> str:
        """The IRI of an entity; raises :class:`kg.errors.UnknownEntity`."""
        ...


@dataclass(frozen=True)
class Parameter:
    """A value that a query takes.

    :param name: name of its variable, without question mark.
    :param type: a key of :data:`TYPES`, or several kinds of entity joined by ``|``.
    :param default: as in the header; None is "any".
    :param optional: True when "any" is allowed.
    """

    name: str
    type: str
    default: str | None
    description: str
    optional: bool


_KINDS: dict[str, tuple[str, ...]] = {
    "entity": iris.ENTITY_KINDS,
    "source": ("source",),
    **{kind: (kind,) for kind in iris.ENTITY_KINDS},
}

#: Types of parameters and what their values may be, as the documentation tells it.
TYPES: dict[str, str] = {
    "entity": "an actor, event, series, place or prospect, by key, label, alias or IRI",
    **{kind: f"{kind}, by key, label, alias or IRI" for kind in iris.ENTITY_KINDS},
    "source": "source, by key, label or IRI",
    "event_type": "event type, by key (`protest`) or IRI",
    "counted": "what is counted, by key (`killed`) or IRI",
    "stance": "stance: `affirms`, `affirms_with_doubt`, `leaves_open`, `denies_with_doubt`,"
    " `denies`",
    "mode": "mode: `report`, `evaluation`, `explanation`, `prediction`, `demand`, `hypothesis`",
    "relation": "relation of the ontology, by name (`organizer`), label or IRI",
    "resolution_kind": "how wording was understood: `metonym`, `relative_date` …",
    "iri": "IRI, whole or with a prefix of the dataset",
    "date": "date in EDTF (`1988-22`), as the date that the dataset holds",
    "since": "day or EDTF date; its first day counts",
    "until": "day or EDTF date; its last day counts",
    "language": "language tag (`fa`)",
    "string": "text",
    "integer": "whole number",
    "boolean": "`true` or `false`",
}


def term(parameter: Parameter, value: Value, lookup: Names) -> Identifier | None:
    """A caller's value as the RDF term of the parameter's type; None is "any".

    :raises ParameterError: when the value is not of the type.
    :raises kg.errors.UnknownEntity: when no entity has that name.
    """
    from rdflib.term import Identifier

    wide_open = value is None or (value == ANY and parameter.type != "string")
    if wide_open and not isinstance(value, Identifier):
        if parameter.optional:
            return None
        raise _wrong(parameter, value, "it needs a value")
    kinds = _kinds(parameter.type)
    if isinstance(value, Identifier):
        return _checked(parameter, value)
    if kinds:
        return _uri(lookup.iri(str(value), kinds))
    return _CONVERTERS[parameter.type](parameter, str(value) if value is not None else "")


def _kinds(type_name: str) -> tuple[str, ...]:
    names = type_name.split("|")
    return tuple(kind for name in names for kind in _KINDS.get(name, ()))


def _wrong(parameter: Parameter, value: object, why: str) -> ParameterError:
    allowed = " or ".join(TYPES.get(name, name) for name in parameter.type.split("|"))
    also = ", or `any`" if parameter.optional else ""
    return ParameterError(
        f"Parameter {parameter.name}: {str(value)[:200]!r} does not fit, {why}.",
        cure=f"Give: {allowed}{also}.",
    )


_LITERALS = {"date": None, "since": "date", "until": "date", "string": "", "language": "",
             "integer": "integer", "boolean": "boolean"}  # fmt: skip


def _checked(parameter: Parameter, value: Identifier) -> Identifier:
    """A term given as a term, if it is of the sort that the type has."""
    from rdflib.term import Literal, URIRef

    wanted = _LITERALS.get(parameter.type)
    if wanted is None:
        fits = isinstance(value, URIRef)
    elif not isinstance(value, Literal):
        fits = False
    elif wanted:
        fits = value.datatype == URIRef(iris.PREFIXES["xsd"] + wanted)
    else:
        fits = value.datatype is None and not value.language
    if not fits:
        raise _wrong(parameter, value.n3(), "it is another sort of term")
    return value


def _uri(text: str) -> URIRef:
    from rdflib.term import URIRef

    return URIRef(text)


def _plain(text: str) -> Literal:
    from rdflib.term import Literal

    return Literal(text)


def _typed(local: str, text: str) -> Literal:
    from rdflib.term import Literal

    return Literal(text, datatype=_uri(iris.PREFIXES["xsd"] + local), normalize=False)


def _string(parameter: Parameter, text: str) -> Literal:
    return _plain(text)


def _language(parameter: Parameter, text: str) -> Literal:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", text):
        raise _wrong(parameter, text, "it is no language tag")
    return _plain(text.lower())


def _integer(parameter: Parameter, text: str) -> Literal:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text.strip(), re.ASCII):
        raise _wrong(parameter, text, "it is no whole number")
    return _typed("integer", str(int(text)))


def _boolean(parameter: Parameter, text: str) -> Literal:
    if text.lower() not in ("true", "false"):
        raise _wrong(parameter, text, "it is neither true nor false")
    return _typed("boolean", text.lower())


# RFC 3987 is wider; what SPARQL's IRIREF excludes is what matters here.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


def _iri(parameter: Parameter, text: str) -> URIRef:
    whole = iris.expand(text) or text.removeprefix("<").removesuffix(">")
    if not _ABSOLUTE.fullmatch(whole):
        raise _wrong(parameter, text, "it is no absolute IRI")
    return _uri(whole)


def _date(parameter: Parameter, text: str) -> Identifier:
    from kg import dates

    try:
        value = dates.parse(text.strip())
    except DateError as error:
        raise _wrong(parameter, text, f"{error.message.rstrip('.')}") from error
    if parameter.type == "date":
        return _uri(iris.date(value.text))
    first = parameter.type == "since"
    day = value.bounds.earliest_begin if first else value.bounds.latest_end
    if day is None:
        raise _wrong(parameter, text, f"it has no {'first' if first else 'last'} day")
    return _typed("date", day.isoformat())


def _choice(
    namespace: str, options: Callable[[], Mapping[str, str]]
) -> Callable[[Parameter, str], URIRef]:
    """A converter for a closed list.

    :param options: gives what callers may write, folded, and the local name it stands for.
    """

    def convert(parameter: Parameter, text: str) -> URIRef:
        found = options()
        local = (iris.expand(text) or text).removeprefix(namespace)
        if local in found.values():
            return _uri(namespace + local)
        folded = re.sub(r"[\s_-]+", "_", text.strip()).lower()
        if folded in found:
            return _uri(namespace + found[folded])
        near = difflib.get_close_matches(folded, found, 3, 0.6)
        raise _wrong(
            parameter, text, f"did you mean {', '.join(near)}" if near else "it is not in the list"
        )

    return convert


def _listed(name: str) -> Callable[[], Mapping[str, str]]:
    def options() -> Mapping[str, str]:
        from kg import terms

        found: dict[str, str] = getattr(terms, name)
        return found

    return options


def _keys(name: str) -> Callable[[], Mapping[str, str]]:
    """Concepts: their keys, and their labels, stand for the key."""

    def options() -> Mapping[str, str]:
        labels = _listed(name)()
        return {**{_fold(label): key for key, label in labels.items()}, **{k: k for k in labels}}

    return options


def _relations() -> Mapping[str, str]:
    from kg import terms

    return {
        **{_fold(item.label): name for name, item in terms.RELATIONS.items()},
        **{name.lower(): name for name in terms.RELATIONS},
    }


def _fold(label: str) -> str:
    return re.sub(r"[\s_-]+", "_", label).lower()


_CONVERTERS: dict[str, Callable[[Parameter, str], Identifier]] = {
    "string": _string,
    "language": _language,
    "integer": _integer,
    "boolean": _boolean,
    "iri": _iri,
    "date": _date,
    "since": _date,
    "until": _date,
    "stance": _choice(iris.AE, _listed("STANCES")),
    "mode": _choice(iris.AE, _listed("MODES")),
    "resolution_kind": _choice(iris.AE, _listed("RESOLUTION_KINDS")),
    "relation": _choice(iris.AE, _relations),
    "event_type": _choice(iris.PREFIXES["etype"], _keys("EVENT_TYPES")),
    "counted": _choice(iris.PREFIXES["counted"], _keys("COUNTED")),
}
