"""The data folder as model objects, every value with its file and line.

Nothing is judged here that needs a second file; see :mod:`kg.resolving`. All problems of a file
are collected, so that one run shows them all.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kg import fields, model, terms, yamlfile
from kg.errors import DataError, Problem
from kg.yamlfile import Document, KeyPath, dotted

M = TypeVar("M", bound=BaseModel)

#: Where the citations stand in a data folder.
CITATIONS = "reference/citations.yaml"

#: A source text larger than this is refused (a book has about 1 MB).
MAX_TEXT_BYTES = 5_000_000


@dataclass
class Findings:
    """Problems of one file, made with the lines of its document."""

    name: str
    document: Document
    problems: list[Problem] = field(default_factory=list)
    #: True when a part of the file could not be read, so that something may be missing.
    unread: bool = False

    def add(self, path: KeyPath, message: str, cure: str = "") -> None:
        """Record a problem at the line of ``path``."""
        self.problems.append(
            Problem(self.name, self.document.line(path), dotted(path), message, cure)
        )


@dataclass(frozen=True)
class Registry:
    """What all sources share.

    :param origin: where each entity's key stands; also of an entity that has problems itself.
    :param cited: keys of all citations; also of those that have problems themselves.
    """

    entities: dict[str, model.Entity]
    citations: dict[str, model.CitationEntry]
    findings: dict[str, Findings] = field(repr=False)
    origin: dict[str, tuple[str, KeyPath]] = field(repr=False)
    cited: set[str] = field(default_factory=set, repr=False)

    def find(self, key: str) -> Findings:
        """The findings of the file in which an entity stands."""
        return self.findings[self.origin[key][0]]

    @property
    def problems(self) -> list[Problem]:
        return [problem for item in self.findings.values() for problem in item.problems]

    @cached_property
    def larger(self) -> Mapping[str, Mapping[str, list[str]]]:
        """By each transitive relation, what the editors' facts put each entity into: read once, for
        every source is held against it."""
        found: dict[str, dict[str, list[str]]] = {}
        for key, entity in self.entities.items():
            for fact in entity.facts:
                relation = terms.RELATIONS.get(fact.predicate)
                if relation and relation.transitive and isinstance(fact.object, str):
                    found.setdefault(fact.predicate, {}).setdefault(key, []).append(fact.object)
        return found

    def knows(self, key: str) -> bool:
        """False when no entity has this key, nor could one in a file that can't be read."""
        return key in self.origin or any(
            item.unread for name, item in self.findings.items() if name.startswith("entities/")
        )

    def knows_citation(self, key: str) -> bool:
        """False when no citation has this key; see :meth:`knows`."""
        return key in self.cited or any(
            item.unread for name, item in self.findings.items() if name == CITATIONS
        )


@dataclass(frozen=True)
class LoadedSource:
    """One source folder, as written."""

    slug: str
    text: str | None
    meta: model.SourceFile
    claims: model.ClaimsFile
    meta_findings: Findings = field(repr=False)
    claims_findings: Findings = field(repr=False)

    @property
    def problems(self) -> list[Problem]:
        return [*self.meta_findings.problems, *self.claims_findings.problems]


def slugs(data: Path) -> list[str]:
    """Names of the source folders, sorted."""
    folder = data / "sources"
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name[0] != ".")


def load_registry(data: Path) -> Registry:
    """Read the entities and citations.

    :raises DataError: when the folder has neither entities nor sources.
    """
    if not (data / "entities").is_dir() and not (data / "sources").is_dir():
        raise DataError(
            f"{str(data)!r} holds no encoded sources.",
            cure="A data folder has `entities/` and `sources/` (docs/encoding.md).",
        )
    registry = Registry({}, {}, {}, {})
    for path in sorted((data / "entities").glob("*.y*ml")):
        name = path.relative_to(data).as_posix()
        if path.suffix != ".yaml":  # to pass over it in silence would lose what it says
            wrong = Problem(name, 0, "", "The suffix must be .yaml.", "Rename the file.")
            nothing = Document(None, {(): 1})
            registry.findings[name] = Findings(name, nothing, [wrong], unread=True)
            continue
        findings = _read(path, name)
        registry.findings[name] = findings
        for key, value in _mapping(findings).items():
            if not fields.KEY_PATTERN.fullmatch(key):
                findings.add((key,), f"{key!r} is not a key.", "Use small letters, digits and _.")
                continue
            if key in registry.origin:
                first = registry.origin[key][0]
                line = registry.findings[first].document.line((key,))
                findings.add(
                    (key,),
                    f"The entity {key!r} stands here a second time.",
                    f"Its first place is {first}:{line}; merge the two or rename one.",
                )
                continue
            registry.origin[key] = (name, (key,))
            entity = _validate(model.Entity, value, (key,), findings)
            if entity:
                registry.entities[key] = entity
    _check_names(registry)
    path = data / CITATIONS
    if path.exists():
        findings = _read(path, CITATIONS)
        registry.findings[CITATIONS] = findings
        for key, value in _mapping(findings).items():
            if not fields.KEY_PATTERN.fullmatch(key):
                findings.add((key,), f"{key!r} is not a key.", "Use small letters, digits and _.")
                continue
            registry.cited.add(key)
            entry = _validate(model.CitationEntry, value, (key,), findings)
            if entry:
                registry.citations[key] = entry
    return registry


def _check_names(registry: Registry) -> None:
    """Two entities with one name cannot be told apart where only names are shown."""
    first: dict[tuple[str, str], str] = {}
    for key, entity in registry.entities.items():
        for language, label in entity.label.items():
            other = first.setdefault((language, label), key)
            if other != key:
                registry.find(key).add(
                    (key, "label", language),
                    f"The label {label!r} is also that of {other!r}.",
                    "Tell them apart, as by a year or a place.",
                )


def load_source(data: Path, slug: str) -> LoadedSource | list[Problem]:
    """Read one source folder.

    :returns: the source (its ``problems`` hold what single values lack), or the problems when a
        file is missing or unusable as a whole.
    """
    folder = data / "sources" / slug
    base = folder.relative_to(data).as_posix()
    problems: list[Problem] = []
    if not fields.SLUG_PATTERN.fullmatch(slug):
        problems.append(
            Problem(
                base,
                0,
                "",
                f"{slug!r} is not a source's name.",
                "Use small letters, digits and single hyphens.",
            )
        )
    text, text_problems = _read_text(folder / "text.txt", f"{base}/text.txt")
    problems += text_problems
    meta_findings = _read(folder / "source.yaml", f"{base}/source.yaml")
    claims_findings = _read(folder / "claims.yaml", f"{base}/claims.yaml")
    meta = None
    mapping = _mapping(meta_findings)
    if not meta_findings.unread:
        meta = _validate(model.SourceFile, mapping, (), meta_findings) or _stand_in(mapping)
    claims = _validate_claims(_mapping(claims_findings), claims_findings)
    if problems or meta is None:
        return problems + meta_findings.problems + claims_findings.problems
    return LoadedSource(slug, text, meta, claims, meta_findings, claims_findings)


#: Keys of ``source.yaml`` that no claim is read by, with values to go on with.
_ASIDE: dict[str, Any] = {
    "label": "-", "genre": "news", "citation": "-", "licence": "-",
    "title": None, "url": None, "note": None, "encoders": [], "credits": [],
}  # fmt: skip


def _stand_in(mapping: dict[str, Any]) -> model.SourceFile | None:
    """What a faulty ``source.yaml`` says but for the keys that no claim is read by, so that the
    faults of the claims are found in the same run; None where another key is at fault. Nothing is
    built of it, for its faults are recorded."""
    known = {key: value for key, value in mapping.items() if key in model.SourceFile.model_fields}
    try:
        return model.SourceFile.model_validate(known | _ASIDE)
    except ValidationError:
        return None


def _read_text(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    if not path.exists():
        return None, []
    try:
        if path.stat().st_size > MAX_TEXT_BYTES:
            return None, [Problem(name, 0, "", f"Larger than {MAX_TEXT_BYTES:,} bytes.")]
        data = path.read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        return None, [Problem(name, 0, "", f"Cannot be read: {error.strerror}.")]
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return None, [Problem(name, line, "", "This is not UTF-8.", "Save the file as UTF-8.")]
    for number, line_text in enumerate(text.split("\n"), 1):
        bad = next((c for c in line_text if (c < " " and c != "\t") or c == "\x7f"), None)
        if bad:
            cure = "Use plain \\n line ends." if bad == "\r" else "Remove it."
            return None, [Problem(name, number, "", f"Control character U+{ord(bad):04X}.", cure)]
    return text, []


def _read(path: Path, name: str) -> Findings:
    try:
        return Findings(name, yamlfile.read(path, name))
    except yamlfile.YamlError as error:
        return Findings(name, Document(None, {(): 1}), [error.problem], unread=True)


def _mapping(findings: Findings) -> dict[str, Any]:
    data = findings.document.data
    if isinstance(data, dict):
        return data
    if data is not None:
        findings.add((), "The file must be a mapping (key: value).")
        findings.unread = True
    return {}


def _validate_claims(data: dict[str, Any], findings: Findings) -> model.ClaimsFile:
    """Each claim and skip by itself, so that one bad claim does not hide the others."""
    for key in data.keys() - {"claims", "skipped"}:
        near = difflib.get_close_matches(key, ("claims", "skipped"), 1)
        cure = f"Did you mean {near[0]!r}?" if near else "Allowed here: claims, skipped."
        findings.add((key,), f"Unknown key {key!r}.", cure)
        findings.unread = True
    claims: list[model.Claim] = []
    skipped: list[model.Skipped] = []
    for at, value in _items(data, "claims", findings):
        claim = _validate(model.Claim, value, ("claims", at), findings)
        # A placeholder keeps positions: claims[i] is the i-th claim of the file.
        claims.append(claim or _INVALID)
        findings.unread |= claim is None
    for at, value in _items(data, "skipped", findings):
        skip = _validate(model.Skipped, value, ("skipped", at), findings)
        skipped.append(skip or _INVALID_SKIP)
        findings.unread |= skip is None
    return model.ClaimsFile.model_construct(claims=claims, skipped=skipped)


_INVALID = model.Claim.model_construct(id="", says=[])
_INVALID_SKIP = model.Skipped.model_construct(segment=0, starts="", why="")


def _items(data: dict[str, Any], key: str, findings: Findings) -> Iterator[tuple[int, Any]]:
    value = data.get(key)
    if value is None:
        return
    if not isinstance(value, list):
        findings.add((key,), f"`{key}` must be a list.", "Start each item with `- `.")
        findings.unread = True
        return
    yield from enumerate(value)


def _validate(cls: type[M], value: Any, path: KeyPath, findings: Findings) -> M | None:
    try:
        return cls.model_validate(value)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            _record(item, value, cls, path, findings)
        return None


def _record(item: Any, value: Any, cls: type[BaseModel], path: KeyPath, findings: Findings) -> None:
    loc, holder = _real_path(item["loc"], value)
    where = (*path, *loc)
    kind, message = item["type"], item["msg"]
    if kind == "extra_forbidden":
        # pydantic's location ends in the unknown key, which is in the data.
        unknown = str(where[-1])
        allowed = _allowed_keys(cls, loc[:-1])
        near = difflib.get_close_matches(unknown, allowed, 1)
        cure = f"Did you mean {near[0]!r}?" if near else f"Allowed here: {', '.join(allowed)}."
        findings.add(where, f"Unknown key {unknown!r}.", cure)
    elif kind == "missing":
        name = str(item["loc"][-1])
        findings.add(where, f"The key {name!r} is missing.", f"Add `{name}: …`.")
    elif kind == "value_error":
        message, cure, *key = item["ctx"]["error"].args  # see kg.model
        findings.add((*where, *(name for name in key if name in holder)), message, cure)
    elif kind == "literal_error":
        found = holder if isinstance(holder, str) else item["input"]
        expected = item["ctx"]["expected"].replace("'", "")
        options = [part.strip() for part in expected.replace(" or ", ",").split(",")]
        near = difflib.get_close_matches(str(found), options, 1)
        cure = f"Did you mean {near[0]!r}?" if near else f"Allowed: {', '.join(options)}."
        findings.add(where, f"{found!r} is not allowed here.", cure)
    else:
        findings.add(where, f"{message}, not {item['input']!r:.80}.")


def _real_path(loc: tuple[int | str, ...], value: Any) -> tuple[KeyPath, Any]:
    """pydantic's location without the union tags that do not stand in the file."""
    names = ("subject", "predicate", "object")
    path: list[int | str] = []
    last: int | str = ""
    for part in loc:
        tag = last in ("object", "to") and part in _TAGS
        last = part
        if tag:
            continue
        step: Any = part
        if (isinstance(value, dict) and part in value) or (
            isinstance(value, list) and isinstance(part, int) and part < len(value)
        ):
            value = value[step]
        elif isinstance(value, list) and part in names and len(value) == 3:
            step = names.index(str(part))
            value = value[step]
        else:
            continue
        path.append(step)
    return tuple(path), value


#: Names that :data:`kg.model.Object` gives to its forms.
_TAGS = ("key", "edtf", "counted", "text", "value")

_NESTED: dict[str, type[BaseModel]] = {
    "quote": model.Quote,
    "cited": model.Cited,
    "resolves": model.Resolution,
    "matches": model.Match,
    "facts": model.Fact,
    "coordinates": model.Coordinates,
    "published": model.Published,
    "dateline": model.Dateline,
    "credits": model.Credit,
}
_OBJECT_KEYS = sorted(
    {
        name
        for cls in (model.DateObject, model.QuantityObject, model.TextObject, model.ValueObject)
        for name in cls.model_fields
    }
)


def _allowed_keys(cls: type[BaseModel], loc: KeyPath) -> list[str]:
    last = next((part for part in reversed(loc) if isinstance(part, str)), None)
    if last in ("says", "object", "to"):
        return _OBJECT_KEYS
    if last is not None and last in _NESTED:
        cls = _NESTED[last]
    return sorted(info.alias or name for name, info in cls.model_fields.items())
