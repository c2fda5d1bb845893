"""The query catalogue: questions as files, ``queries/<topic>/<name>.rq``.

A file is SPARQL 1.1 that runs anywhere as it stands. It starts with a header, YAML in lines that
begin with ``#+`` (the convention of grlc)::

    #+ summary: Who says what about an actor
    #+ description: >
    #+   Every claim that names the actor, with its speaker …
    #+ parameters:
    #+   - {name: actor, type: actor, default: "actor:mek", description: The actor}
    #+ view: table

Each parameter stands in the text as a one-variable ``VALUES`` block that holds its default, so a
value reaches the query as an RDF term and never as a piece of text (:mod:`kg.sparql`). A parameter
without a default, ``VALUES ?actor { UNDEF }``, is open: it means "any".

>>> get("speakers/about").parameters[0].default
'actor:mek'
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from kg import resources, yamlfile
from kg.errors import DataError, ParameterError, Problem, UnknownQuery
from kg.parameters import TYPES, Names, Parameter, Value, term

if TYPE_CHECKING:
    from pathlib import Path

#: How an answer is best looked at; the views read it.
VIEWS = ("table", "network", "timeline", "map", "bar")


@dataclass(frozen=True)
class Query:
    """One question of the catalogue.

    :param name: ``<topic>/<file name>``.
    :param view: one of :data:`VIEWS`.
    :param text: the whole file, header and all.
    """

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    view: str
    text: str

    @property
    def topic(self) -> str:
        """The folder that the query lies in."""
        return self.name.partition("/")[0]

    def bound(self, parameters: Mapping[str, Value], lookup: Names) -> str:
        """The query with values in the place of its defaults.

        :param parameters: values by name; those left out keep their defaults.
        :param lookup: finds entities by key, IRI, label or alias.
        :raises ParameterError: for an unknown parameter or a value of the wrong type.
        :raises kg.errors.UnknownEntity: when no entity has that name.
        """
        from kg import sparql

        known = {parameter.name: parameter for parameter in self.parameters}
        for name in parameters:
            if name not in known:
                has = ", ".join(known) or "none"
                raise ParameterError(
                    f"The query {self.name} has no parameter {name!r}.", cure=f"It has: {has}."
                )
        return sparql.bind(
            self.text,
            {name: term(known[name], value, lookup) for name, value in parameters.items()},
        )


# --- files ----------------------------------------------------------------------------------------

_HEADER_KEYS = {"summary", "description", "parameters", "view"}
_PARAMETER_KEYS = {"name", "type", "default", "any", "description"}


def read(path: Path) -> Query:
    """Read a query file.

    :raises DataError: naming the line, when its header is not as the module says.
    """
    name = f"{path.parent.name}/{path.stem}"
    text = path.read_text(encoding="utf-8")
    head: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#+"):
            break
        head.append(line[3:] if line.startswith("#+ ") else line[2:])
    document = yamlfile.parse("\n".join(head) + "\n", f"queries/{name}.rq")
    data = document.data if isinstance(document.data, dict) else {}

    def fail(message: str, *place: str | int) -> DataError:
        problem = Problem(
            f"queries/{name}.rq", document.line(place), yamlfile.dotted(place), message
        )
        return DataError(str(problem))

    for key in data:
        if key not in _HEADER_KEYS:
            raise fail(f"unknown; the header has {', '.join(sorted(_HEADER_KEYS))}.", key)
    for key in ("summary", "description", "view"):
        if not isinstance(data.get(key), str):
            raise fail(f"The header lacks `{key}`.")
    if data["view"] not in VIEWS:
        raise fail(f"must be one of {', '.join(VIEWS)}.", "view")

    def fail_at(at: int, message: str) -> DataError:
        return fail(message, "parameters", at)

    entries = data.get("parameters") or []
    if not isinstance(entries, list):
        raise fail("must be a list.", "parameters")
    parameters = tuple(_parameter(entry, partial(fail_at, at)) for at, entry in enumerate(entries))
    return Query(
        name=name,
        summary=" ".join(data["summary"].split()),
        description=" ".join(data["description"].split()),
        parameters=parameters,
        view=data["view"],
        text=text,
    )


def _parameter(entry: Any, fail: Callable[[str], DataError]) -> Parameter:
    if not isinstance(entry, dict) or not _PARAMETER_KEYS.issuperset(entry):
        raise fail(f"must be a mapping with {', '.join(sorted(_PARAMETER_KEYS))}.")
    for key in ("name", "type", "description"):
        if not isinstance(entry.get(key), str):
            raise fail(f"lacks `{key}`.")
    for part in entry["type"].split("|"):
        if part not in TYPES:
            raise fail(f"There is no type {part!r}.")
    default = entry.get("default")
    return Parameter(
        name=entry["name"],
        type=entry["type"],
        default=default,
        description=" ".join(entry["description"].split()),
        optional=default is None or entry.get("any") == "true",
    )


class _Catalogue(Mapping[str, Query]):
    """Query by name; a file is read when it is asked for, once."""

    def __init__(self, folder: Path) -> None:
        self._paths = {
            f"{path.parent.name}/{path.stem}": path for path in sorted(folder.glob("*/*.rq"))
        }
        self._read: dict[str, Query] = {}

    def __getitem__(self, name: str) -> Query:
        if name not in self._read:
            self._read[name] = read(self._paths[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, name: object) -> bool:
        return name in self._paths


@cache
def catalogue() -> Mapping[str, Query]:
    """All queries by name, sorted; each file is read at first use."""
    return _Catalogue(resources.queries_dir())


def get(name: str) -> Query:
    """A query by its name; the topic may be left out where the rest is unique.

    :raises UnknownQuery: with the nearest names.
    """
    found = catalogue()
    wanted = name.strip().removesuffix(".rq")
    if wanted in found:
        return found[wanted]
    same = [item for item in found if item.partition("/")[2] == wanted]
    if len(same) == 1:
        return found[same[0]]
    stems = {item.partition("/")[2]: item for item in found}
    near = same or difflib.get_close_matches(wanted, found, 3, 0.6)
    near += [stems[stem] for stem in difflib.get_close_matches(wanted, stems, 3, 0.6)]
    near += [item for item in found if wanted and wanted in item]
    raise UnknownQuery(name, list(dict.fromkeys(near))[:3])
