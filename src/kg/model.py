"""What people write, as one schema: entities, citations, sources and their claims.

Hand-written files, the JSON Schema for editors (:func:`json_schema`) and the mapping to RDF all
come from these classes; ``docs/encoding.md`` explains each field with examples. An error carries
what is wrong, what would be right and, where a check of the whole found it, the key. Values that
need other files to be judged (keys, quotes, predicates) are judged in :mod:`kg.resolving`.
"""

from __future__ import annotations

import difflib
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from kg import terms
from kg.fields import (
    Bound,
    EntityKind,
    Genre,
    Key,
    Keys,
    Language,
    LanguageMap,
    LineKind,
    Mode,
    RelationName,
    Sha256,
    Stance,
    Text,
    Texts,
    Understanding,
    Url,
    external,
    listed,
)


class Model(BaseModel):
    """Base: unknown keys are errors, values cannot be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DateObject(Model):
    """A date, with the wording it was resolved from where that differs."""

    edtf: Text
    words: Text | None = None
    why: Text | None = None


class QuantityObject(Model):
    """How many of what. ``none`` as a bound means open."""

    counted: Key
    words: Text | None = None
    lower: Bound | None = None
    upper: Bound | None = None
    approximate: bool | None = None
    why: Text | None = None

    @model_validator(mode="after")
    def _some_number(self) -> QuantityObject:
        if self.words is None and self.lower is None and self.upper is None:
            raise ValueError(
                "The quantity has no number.", "Give `words` to read, or `lower` or `upper`."
            )
        for name, bound in (("lower", self.lower), ("upper", self.upper)):
            if isinstance(bound, int) and bound < 0:
                raise ValueError("A bound cannot be negative.", "Write 0 or more, or `none`.", name)
        return self


class TextObject(Model):
    """Words as the object of a proposition (a name, a slogan, a judgement)."""

    text: Text
    lang: Language | None = None


class ValueObject(Model):
    """Yes or no as the object of a proposition (``occurs``)."""

    value: bool


def _object_tag(value: Any) -> str:
    if isinstance(value, str):
        return "key"
    if isinstance(value, dict):
        for name in ("edtf", "counted", "text", "value"):
            if name in value:
                return name
    for cls, name in (
        (DateObject, "edtf"),
        (QuantityObject, "counted"),
        (TextObject, "text"),
        (ValueObject, "value"),
    ):
        if isinstance(value, cls):
            return name
    return "key"


#: Object of a proposition, fact or resolution: an entity key or one of the forms above.
Object = Annotated[
    Annotated[Key, Tag("key")]
    | Annotated[DateObject, Tag("edtf")]
    | Annotated[QuantityObject, Tag("counted")]
    | Annotated[TextObject, Tag("text")]
    | Annotated[ValueObject, Tag("value")],
    Discriminator(_object_tag),
]


class Match(Model):
    """An identifier of the same entity elsewhere."""

    id: Annotated[str, AfterValidator(external)]
    match: Literal["exact", "close", "broad"]
    citation: Key


class Fact(Model):
    """A statement of the editors' own knowledge, with its citation."""

    predicate: RelationName
    object: Object
    citation: Key
    date: Text | None = None


class Coordinates(Model):
    """A point in WGS 84 degrees."""

    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    long: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    citation: Key


class Entity(Model):
    """An actor, event, series, place or prospect that all sources share."""

    kind: EntityKind
    type: Text | None = None
    label: LanguageMap
    aliases: dict[Language, Texts] = {}
    definition: Text
    matches: list[Match] = []
    facts: list[Fact] = []
    coordinates: Coordinates | None = None

    @model_validator(mode="after")
    def _type_fits(self) -> Entity:
        allowed: dict[str, object]
        if self.kind == "actor":
            allowed = dict(terms.ACTOR_TYPES)
        elif self.kind in ("event", "series"):
            allowed = dict(terms.EVENT_TYPES)
        elif self.kind == "place":
            allowed = dict(terms.PLACE_TYPES)
        else:
            if self.type is not None:
                raise ValueError("A prospect has no `type`.", "Remove it.", "type")
            allowed = {}
        if self.kind != "prospect" and self.type not in allowed:
            near = difflib.get_close_matches(self.type or "", allowed, 1) or sorted(allowed)
            raise ValueError(
                f"{self.type!r} is no `type` of kind {self.kind}."
                if self.type
                else f"The kind {self.kind} needs a `type`.",
                f"Did you mean {near[0]!r}?"
                if len(near) == 1
                else f"Use one of {', '.join(near)}.",
                "type",
            )
        if "en" not in self.label:
            raise ValueError("The `label` lacks an English one.", "Add `en: …` to it.", "label")
        if self.coordinates and self.kind != "place":
            raise ValueError("Only a place has `coordinates`.", "Remove them.", "coordinates")
        return self


class CitationEntry(Model):
    """A work that reference statements rest on."""

    text: Text
    url: Url | None = None


class Published(Model):
    """When a source was published; ``inferred`` needs the reasoning."""

    edtf: Text
    inferred: bool = False
    why: Text | None = None

    @model_validator(mode="after")
    def _reasoned(self) -> Published:
        if self.inferred and not self.why:
            raise ValueError("An inferred date needs its reasoning.", "Add `why: …`.", "inferred")
        return self


class Dateline(Model):
    """The place that a source names as where it was written."""

    words: Text
    place: Key
    why: Text | None = None


class Credit(Model):
    """Who is credited, for what, in the source's words."""

    words: Text
    of: Text


class SourceFile(Model):
    """``source.yaml``: a published text and the kinds of its lines.

    ``sha256`` is that of ``text.txt``: where it is given, a changed text is found out.
    """

    label: Text
    title: Text | None = None
    genre: Genre
    language: Language = "en"
    authors: Keys
    publisher: Key | None = None
    published: Published
    dateline: Dateline | None = None
    url: Url | None = None
    citation: Text
    licence: Text
    sha256: Sha256 | None = None
    credits: list[Credit] = []
    encoders: Texts = []
    lines: dict[int, LineKind] = {}
    speaker_of: dict[int, Key] = {}
    note: Text | None = None


class Quote(Model):
    """The exact words a claim rests on, with neighbours where they occur more than once."""

    exact: Text
    prefix: str = ""
    suffix: str = ""


def _quotes(value: Any) -> Any:
    return [{"exact": item} if isinstance(item, str) else item for item in listed(value)]


class Cited(Model):
    """Where a claim stands in a work that is cited, not quoted.

    ``unchecked``: nobody looked whether the work says so, as when notes name several works for one
    passage. Such a claim is shown, and counts for nothing when independent speakers are counted.
    """

    locator: Text
    why: Text | None = None
    unchecked: bool = False

    @model_validator(mode="after")
    def _reasoned(self) -> Cited:
        if self.unchecked and not self.why:
            raise ValueError(
                "An unchecked citation needs its reasoning.", "Add `why: …`.", "unchecked"
            )
        return self


class Resolution(Model):
    """How wording was understood."""

    words: Text
    to: Object
    how: Understanding
    why: Text | None = None
    segment: Annotated[int | None, Field(alias="in")] = None


def _triple(value: Any) -> Any:
    if isinstance(value, list):
        if len(value) != 3:
            raise ValueError("This is no proposition.", "Write [subject, predicate, object].")
        return dict(zip(("subject", "predicate", "object"), value, strict=True))
    return value


class PropositionEntry(Model):
    """One [subject, predicate, object], unasserted."""

    subject: Key
    predicate: RelationName
    object: Object


class Claim(Model):
    """A speaker's stance towards propositions, resting on evidence.

    ``speaker`` may be a chain, outermost first: whoever reports, and whom they report.
    """

    id: Key
    speaker: Keys | None = None
    within: Key | None = None
    stance: Stance = "affirms"
    mode: Mode = "report"
    says: Annotated[
        list[
            Annotated[
                PropositionEntry,
                BeforeValidator(_triple, json_schema_input_type=tuple[Key, RelationName, Object]),
            ]
        ],
        Field(min_length=1),
    ]
    quote: (
        Annotated[
            list[Quote],
            BeforeValidator(_quotes, json_schema_input_type=Text | Quote | list[Text | Quote]),
            Field(min_length=1),
        ]
        | None
    ) = None
    cited: Cited | None = None
    resolves: list[Resolution] = []
    note: Text | None = None

    @model_validator(mode="after")
    def _one_basis(self) -> Claim:
        if (self.quote is None) == (self.cited is None):
            raise ValueError(
                "A claim rests on either a quote or a citation.",
                "Write `quote:` with the words, or `cited:` where the source has no text.txt.",
            )
        return self


class Skipped(Model):
    """A segment that no claim rests on, with the reason."""

    segment: int
    starts: Text
    why: Text


class ClaimsFile(Model):
    """``claims.yaml``: what a source says, and what was skipped."""

    claims: list[Claim] = []
    skipped: list[Skipped] = []


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the four kinds of file, for editors; one ``$defs`` entry each."""
    from pydantic.json_schema import models_json_schema

    files: list[type[BaseModel]] = [Entity, CitationEntry, SourceFile, ClaimsFile]
    _, schema = models_json_schema(
        [(model, "validation") for model in files],
        title="Files of an encoded source",
        ref_template="#/$defs/{model}",
    )
    return schema
